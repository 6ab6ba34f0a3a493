"""Write the model card of the breakout score from its manifest entry."""

from pathlib import Path
from typing import Any, Final

from engine import artifacts
from pipeline.breakout.model import NAME

CARD: Final = "EMERGING.md"

_MEANING: Final = {
    "breakout": "the model, artists held out",
    "formula": "danceability + energy + valence + tempo/200 - loudness/60",
    "catches up": "mean of the artist's other recordings less the track's popularity",
    "majority": "the same for all",
}


def write(models: Path) -> Path:
    """Write ``EMERGING.md`` in a models directory. UserError if there is no breakout score there."""
    about = artifacts.about(models, NAME)
    tracks, artists = about["figures"]["tracks"], about["figures"]["artists"]
    trained, backtest = about["trained_on"], about["backtest"]
    low, high = trained["popularity"]
    band = " to ".join(map(str, backtest["popularity"]))
    sources = "; ".join(f"`{source['name']}` (SHA-256 `{source['sha256'][:16]}...`)" for source in about["sources"])
    text = f"""\
# Breakout score

Expected change of a track's popularity over the two years after the table was collected, and its chance to rise.

- **Trained on** {trained["tracks"]:,} tracks of popularity {low} to {high} that both tables show: {sources}.
- **Inputs** are from the first table alone: popularity, the artist's and the album's other recordings, rank within
  the genres, genres, sound, kind of release, keywords. The second table gives the change that is learned and, for the
  part of the sound that tells a release's age, release dates before the first table was collected.
- **Model**: extremely randomised trees in flat arrays ({about["bytes"] / 1e6:.1f} MB); the chance is calibrated on
  held-out artists.

## Backtest

{tracks["count"]:,} tracks of popularity {band} that the second table shows again; {tracks["rose"]:.1%} of them
rose by a point or more. Whole artists held out, {backtest["folds"]} folds, {backtest["seeds"]} seeds.

{_table(tracks)}

The spread of the correlation is over folds, that of the top {tracks["top"]} over seeds.

{artists["count"]:,} artists have {backtest["artist_recordings"]} or more of these tracks. By the means over them,
{artists["rose"]:.1%} of them rose. The ranking of artists also draws the means of those with few recordings toward
their genre's.

{_table(artists)}

Both spreads are over seeds.

## Limits

- Only tracks that the second table lists again could be learned from and tested; those that vanished are not in it.
- Popularity falls with time: most tracks lose a few points, so a change of 0 is already better than most.
- Two dates, two years apart: what rose then need not be what rises next. Genres weigh heavily, and their fortunes turn.
- Outside popularity {low} to {high} nothing was learned; scores there are extrapolated.
"""
    path = models / CARD
    path.write_text(text, encoding="utf-8")
    return path


def _table(figures: dict[str, Any]) -> str:
    rows = "\n".join(_row(figures[score], meaning) for score, meaning in _MEANING.items())
    return f"""\
| score | what it is | rank correlation with the change | of its top {figures["top"]}, rose |
|---|---|---|---|
{rows}"""


def _row(result: dict[str, Any], meaning: str) -> str:
    return (
        f"| {result['score']} | {meaning} | {result['correlation']:.3f} ± {result['correlation_spread']:.3f} "
        f"| {result['risen']:.1f} ± {result['risen_spread']:.1f} |"
    )

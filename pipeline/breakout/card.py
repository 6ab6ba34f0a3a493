"""Write the model card of the breakout score from its manifest entry."""

from pathlib import Path
from typing import Any, Final

from engine import artifacts
from engine.emerging.scores import DATED
from pipeline.breakout.additive import PENALTY
from pipeline.breakout.model import DRIFT_SHRINKAGE, NAME

CARD: Final = "EMERGING.md"

_MEANING: Final = {
    "relative": "the model's change beyond the genres', artists held out",
    f"relative{DATED}": "the same, release dates known",
    "absolute": "the model's change, artists held out",
    f"absolute{DATED}": "the same, release dates known",
    "formula": "danceability + energy + valence + tempo/200 - loudness/60",
    "catches up": "mean of the artist's other recordings less the track's popularity",
    "majority": "the same for all",
}


def write(models: Path) -> Path:
    """Write ``EMERGING.md`` in a models directory. UserError if there is no breakout score there."""
    about = artifacts.about(models, NAME)
    figures = about["figures"]
    tracks, artists = figures["tracks"], figures["artists"]
    beyond, artists_beyond = figures["relative tracks"], figures["relative artists"]
    trained, backtest = about["trained_on"], about["backtest"]
    low, high = trained["popularity"]
    band = " to ".join(map(str, backtest["popularity"]))
    sources = "; ".join(f"`{source['name']}` (SHA-256 `{source['sha256'][:16]}...`)" for source in about["sources"])
    text = f"""\
# Breakout scores

Two forecasts of a track's popularity from the day that the table was collected to {about["until"]}:

- **absolute**: the expected change, and the chance to rise at all;
- **relative**: the expected change beyond the usual change of its genres, and the chance to beat them by more than
  {beyond["margin"]:g} points. It is the default: the absolute forecast names the genres whose fortunes rose.

How they are made:

- **Trained on** {trained["tracks"]:,} tracks of popularity {low} to {high} that both tables show: {sources}.
- **Inputs** are from the first table: popularity, the artist's and the album's other recordings, rank within
  the genres, genres, the region of the world that names tell, sound, kind of release, keywords. The second table gives
  the change that is learned, and release dates before the first table was collected: for the part of the sound that
  tells a release's age, and as an input of their own.
- **Dates**: few tracks of a catalogue have one. Those without are judged by forests that were fitted with all dates
  withheld, those with a date by others; both were fitted on the same tracks. The date of an artist's other releases is
  no input: the second table holds what still was in sight when it was made, so having one there already tells the end.
- **Usual change of a genre**: the median over its training tracks, drawn toward that of all as if by
  {DRIFT_SHRINKAGE} more tracks; of a track with several genres, the mean. What is left of it by language is small
  (under 2 points everywhere), and taking it out did not help, so language is no part of the usual change.
- **Model**: half extremely randomised trees, half gradient boosting with Huber's loss, as one forest a fold. The
  absolute forecast is the mean of that forest and of an additive model: ridge regression (penalty {PENALTY:g}) on the
  normal scores of the inputs. The forest alone had 46.2 of the top 100 with release dates; beside the relative forecast
  an additive model changed nothing. All in flat arrays ({about["bytes"] / 1e6:.1f} MB). A track is judged by the models
  that have not seen its artist; so the chances, which are calibrated on held-out artists, hold for the tracks that were
  trained on, too. Most artists were in no fold: models that were fitted on all folds judge theirs. The mean of the five
  others takes five times as long and was no better: with artists held out of all six, without dates, over three
  seeds, its rank correlations were 0.427 (absolute) and 0.249 (relative) beside 0.424 and 0.245, and of its top 100
  39.3 rose beside 40.3.

## Backtest

{tracks["count"]:,} tracks of popularity {band} that the second table shows again. Whole artists held out:
no main artist, case aside, and no recording is on both sides of a split; who is credited beside a main artist may be.
{backtest["folds"]} folds, {backtest["seeds"]} seeds. The spread of a correlation is over folds (of artists: over
seeds), that of the counts over seeds.

### Beyond their genres

{beyond["rose"]:.1%} of the tracks gained over {beyond["margin"]:g} points on the usual change of their genres.

{_table(beyond)}

{artists["count"]:,} artists have {backtest["artist_recordings"]} or more of these tracks; by the means over them,
{artists_beyond["rose"]:.1%} gained over {artists_beyond["margin"]:g} points on their genres. The ranking of artists
also draws the means of those with few recordings toward their genre's.

{_table(artists_beyond)}

### Rose at all

{tracks["rose"]:.1%} of the tracks rose by a point or more.

{_table(tracks)}

{artists["rose"]:.1%} of the artists rose on average.

{_table(artists)}

## Limits

- Only tracks that the second table lists again could be learned from and tested; those that vanished are not in it.
- Popularity falls with time: most tracks lose a few points, so a change of 0 is already better than most.
- Two dates: what rose then need not be what rises next.
- Outside popularity {low} to {high} nothing was learned; scores there are extrapolated.
- Release dates are known for the tracks of the second table only, some 3% of the first: the age of
  any other is guessed from its sound. Nothing here knows whether an artist still records.
"""
    path = models / CARD
    path.write_text(text, encoding="utf-8")
    return path


def _table(figures: dict[str, Any]) -> str:
    rows = "\n".join(_row(figures[score], meaning) for score, meaning in _MEANING.items())
    came = f"gained over {figures['margin']:g}" if figures["margin"] else "rose"
    return f"""\
| score | what it is | rank correlation with the change | of its top {figures["top"]}, {came} |
|---|---|---|---|
{rows}"""


def _row(result: dict[str, Any], meaning: str) -> str:
    return (
        f"| {result['score']} | {meaning} | {result['correlation']:.3f} ± {result['correlation_spread']:.3f} "
        f"| {result['risen']:.1f} ± {result['risen_spread']:.1f} |"
    )

"""Train and backtest the breakout score."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import pandas as pd
from tqdm import tqdm

from engine.emerging.formula import BAND, MINIMUM
from engine.errors import UserError
from pipeline.breakout import card
from pipeline.breakout.backtest import TOP, TOP_ARTISTS, Backtest, backtest
from pipeline.breakout.model import TRAINED, TrainingSet, fit, training_set
from pipeline.splits import FOLDS

SEED: Final = 0
SEEDS: Final = (0, 1, 2, 3, 4)  # of the backtest: which tracks come out on top depends on the split
MIN_COMMON: Final = 500  # tracks that both tables show


def train(
    tracks: pd.DataFrame,
    snapshots: Sequence[pd.DataFrame],
    collected: str,
    sources: Sequence[Mapping[str, str]],
    out: Path,
    *,
    show_progress: bool = False,
) -> str:
    """Fit the breakout score and write it, with the figures of its backtest, into a models directory.

    Parameters
    ----------
    tracks : DataFrame
        Of the listing, as ``pipeline.cleaning.clean`` gives them.
    snapshots : sequence of DataFrame
        Later, dated tables, as ``pipeline.source.typed_snapshot`` gives them.
    collected : str
        The month the listing was collected, such as ``2022-10``.
    sources : sequence of mapping
        ``name`` and ``sha256`` of each table, for the manifest.

    Returns
    -------
    str
        What was done; where no snapshot is given, that the score was left out.

    Raises
    ------
    UserError
        If listing and snapshots have too few tracks in common.
    """
    if not snapshots:
        return "Breakout score: left out, since no later, dated table was given. The formula score needs none."
    data = _training_set(tracks, snapshots, collected)
    with tqdm(total=FOLDS * (len(SEEDS) + 1), desc="breakout", disable=not show_progress) as bar:
        tested = backtest(tracks, data, SEEDS, bar.update)
        model = fit(data, SEED, bar.update)
    path = model.save(out, describe(data, sources, *tested))
    card.write(out)
    return f"{table(*tested)}\nThe breakout score is in {path} ({path.stat().st_size / 1e6:.1f} MB)"


def evaluate(
    tracks: pd.DataFrame, snapshots: Sequence[pd.DataFrame], collected: str, *, show_progress: bool = False
) -> str:
    """The backtest as a table of text. Parameters and errors are those of ``train``.

    Raises
    ------
    UserError
        Also if no snapshot is given.
    """
    if not snapshots:
        raise UserError(
            "Backtesting the emerging scores takes a later, dated table.", "Name it too: --source CSV --source LATER."
        )
    data = _training_set(tracks, snapshots, collected)
    with tqdm(total=FOLDS * len(SEEDS), desc="backtest", disable=not show_progress) as bar:
        return table(*backtest(tracks, data, SEEDS, bar.update))


def _training_set(tracks: pd.DataFrame, snapshots: Sequence[pd.DataFrame], collected: str) -> TrainingSet:
    common = tracks["track_id"].isin(pd.concat(list(snapshots))["track_id"]).sum()
    if common < MIN_COMMON:
        raise UserError(
            f"Only {common} tracks are in both tables; the breakout score needs {MIN_COMMON} to learn from.",
            code="bad_table",
        )
    return training_set(tracks, snapshots, collected, SEED)


def describe(
    data: TrainingSet, sources: Sequence[Mapping[str, str]], of_tracks: Backtest, of_artists: Backtest
) -> dict[str, Any]:
    """The manifest entry of the score, from which the card is written."""
    breakout, artists = of_tracks.results[0], of_artists.results[0]
    return {
        "what": "expected change of popularity over the two years after the listing, and the chance to rise",
        "inputs": "the listing alone; the later table gives the change learned, and release dates before it",
        "trained_on": {"tracks": len(data.change), "popularity": list(TRAINED)},
        "backtest": {"popularity": list(BAND), "folds": FOLDS, "seeds": len(SEEDS), "artist_recordings": MINIMUM},
        "sources": [dict(source) for source in sources],
        "figures": figures(of_tracks, of_artists),
        "headline": {
            "rank correlation with the change, artists held out": breakout.correlation,
            f"of its top {TOP}, rose": f"{breakout.risen:.0f} (of all: {of_tracks.rose:.0%})",
            f"of its top {TOP_ARTISTS} artists, rose": f"{artists.risen:.0f} (of all: {of_artists.rose:.0%})",
        },
    }


def figures(of_tracks: Backtest, of_artists: Backtest) -> dict[str, object]:
    """As JSON values, for ``tracks`` and for ``artists``: ``count``, ``rose``, ``top``, and each score's result."""
    return {
        kind: {
            "count": of.count,
            "rose": of.rose,
            "top": of.top,
            **{result.score: asdict(result) for result in of.results},
        }
        for kind, of in (("tracks", of_tracks), ("artists", of_artists))
    }


def table(of_tracks: Backtest, of_artists: Backtest) -> str:
    """The backtest as lines of text."""
    band = f"{BAND[0]} to {BAND[1]}"
    return "\n".join(
        (
            f"{of_tracks.count:,} tracks of popularity {band} in the later table too; {of_tracks.rose:.1%} rose.",
            f"Whole artists held out, {FOLDS} folds, {len(SEEDS)} seeds; tracks not seen again are not in it.",
            *_lines(of_tracks, "folds"),
            f"{of_artists.count:,} artists with {MINIMUM} or more of these, by the means; {of_artists.rose:.1%} rose.",
            *_lines(of_artists, "seeds"),
        )
    )


def _lines(of: Backtest, over: str) -> list[str]:
    head = f"{'score':<12}{'rank correlation':>24}{f'of top {of.top}, rose':>22}"
    return [head] + [
        f"{result.score:<12}{f'{result.correlation:.3f} +- {result.correlation_spread:.3f} ({over})':>24}"
        f"{f'{result.risen:.1f} +- {result.risen_spread:.1f} (seeds)':>22}"
        for result in of.results
    ]

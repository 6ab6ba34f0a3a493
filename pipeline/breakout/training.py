"""Training the breakout score and testing it back, from the command line."""

from dataclasses import asdict
from pathlib import Path
from typing import Final

import pandas as pd
from tqdm import tqdm

from engine.emerging.formula import MINIMUM
from engine.errors import UserError
from pipeline.breakout import card
from pipeline.breakout.model import TOP, TOP_ARTISTS, Backtest, Lesson, backtest, fit, prepare
from pipeline.tables import Tables

SEED: Final = 0
SEEDS: Final = (0, 1, 2, 3, 4)  # of the backtest: which 100 tracks come out on top depends on the split
ENOUGH: Final = 500  # tracks that both tables show
_FOLDS: Final = 5


def train(tables: Tables, out: Path, *, show_progress: bool = False) -> str:
    """Fit the breakout score and write it, with the figures of its backtest, into a models directory.

    Parameters
    ----------
    tables : Tables
        Listings, and snapshots after them.

    Returns
    -------
    str
        What was done; where no snapshot is given, that the score was left out.

    Raises
    ------
    UserError
        If listing and snapshot have too few tracks in common.
    """
    if not tables.snapshots:
        return "Breakout score: left out, since no later, dated table was given. The formula score needs none."
    tracks, lesson = _lesson(tables)
    with tqdm(total=_FOLDS * (len(SEEDS) + 1), desc="breakout", disable=not show_progress) as bar:
        tested = backtest(tracks, lesson, SEEDS, bar.update)
        model = fit(lesson, SEED, bar.update)
    breakout, artists = (of.tested[0] for of in tested)
    path = model.save(
        out,
        {
            "what": "expected change of popularity over the two years after the listing, and the chance to rise",
            "inputs": "the listing alone; the later table gives the change learned, and release dates before it",
            "learned_from": f"{len(lesson.change):,} tracks of popularity 30-85 that both tables show",
            "sources": [{"name": source["name"], "sha256": source["sha256"]} for source in tables.entries],
            "figures": figures(*tested),
            "headline": {
                "rank correlation with the change, artists held out": breakout.correlation,
                f"of its top {TOP}, rose": f"{breakout.risen:.0f} (of all: {tested[0].rose:.0%})",
                f"of its top {TOP_ARTISTS} artists, rose": f"{artists.risen:.0f} (of all: {tested[1].rose:.0%})",
            },
        },
    )
    card.write(out)
    return f"{table(*tested)}\nThe breakout score is in {path} ({path.stat().st_size / 1e6:.1f} MB)"


def evaluate(tables: Tables, *, show_progress: bool = False) -> str:
    """The backtest as a table of text.

    Raises
    ------
    UserError
        As ``train``, and if no snapshot is given.
    """
    if not tables.snapshots:
        raise UserError(
            "Testing the emerging scores back takes a later, dated table.", "Name it too: --source CSV --source LATER."
        )
    tracks, lesson = _lesson(tables)
    with tqdm(total=_FOLDS * len(SEEDS), desc="backtest", disable=not show_progress) as bar:
        return table(*backtest(tracks, lesson, SEEDS, bar.update))


def _lesson(tables: Tables) -> tuple[pd.DataFrame, Lesson]:
    later = pd.concat(tables.snapshots)
    common = tables.tracks["track_id"].isin(later["track_id"]).sum()
    if common < ENOUGH:
        raise UserError(
            f"Only {common} tracks are in both tables; the breakout score needs {ENOUGH} to learn from.",
            code="bad_table",
        )
    if tables.tracks["popularity"].isna().any():
        raise UserError("The listing lacks popularity for some tracks; the breakout score needs it.", code="bad_table")
    # Where nobody knows when the listing was collected, the age of a release is counted to the first snapshot.
    collected = tables.collected or str(later["data_collection_date"].min())
    return tables.tracks, prepare(tables.tracks, tables.snapshots, collected, SEED)


def figures(of_tracks: Backtest, of_artists: Backtest) -> dict[str, object]:
    """As JSON values, for ``tracks`` and for ``artists``: ``count``, ``rose``, ``top``, and by score its ``Tested``."""
    return {
        kind: {
            "count": of.count,
            "rose": of.rose,
            "top": of.top,
            **{entry.score: asdict(entry) for entry in of.tested},
        }
        for kind, of in (("tracks", of_tracks), ("artists", of_artists))
    }


def table(of_tracks: Backtest, of_artists: Backtest) -> str:
    """The backtest as people read it."""
    return "\n".join(
        (
            f"{of_tracks.count:,} tracks of popularity 40-70 seen again in the later table; {of_tracks.rose:.1%} rose.",
            f"Whole artists held out, {_FOLDS} folds, {len(SEEDS)} seeds; tracks not seen again are not in it.",
            *_lines(of_tracks, "folds"),
            f"{of_artists.count:,} artists with {MINIMUM} or more of these, by the means; {of_artists.rose:.1%} rose.",
            *_lines(of_artists, "seeds"),
        )
    )


def _lines(of: Backtest, over: str) -> list[str]:
    heads = f"{'score':<12}{'rank correlation':>24}{f'of top {of.top}, rose':>22}"
    return [heads] + [
        f"{entry.score:<12}{f'{entry.correlation:.3f} +- {entry.correlation_spread:.3f} ({over})':>24}"
        f"{f'{entry.risen:.1f} +- {entry.risen_spread:.1f} (seeds)':>22}"
        for entry in of.tested
    ]

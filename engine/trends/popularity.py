"""Look up what rose and fell in popularity between two collections of the table.

Popularity is compared only where the very same track id was collected both times: another release of the recording
has a popularity of its own. A recording with several such ids counts once, by the id that was most popular at first.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from engine.catalogue.files import Files
from engine.catalogue.store import Catalogue
from engine.errors import UserError, some_of

FILE: Final = "popularity_history.npz"
MINIMUM: Final = {"tracks": 1, "artists": 3, "genres": 10}  # recordings, for a mean change to be shown


@dataclass(frozen=True)
class Change:
    """How popularity moved for a track, an artist or a genre.

    Parameters
    ----------
    name : str
        The artist or genre; ``Song - Artist`` for a track.
    recordings : tuple of int
        Rows of the catalogue it is the mean of, from the greatest rise to the greatest fall.
    before, after : float
        Mean popularity at the first and the last date, 0-100.
    low, high : float
        95% interval of the mean change over recordings; for a single track the change itself.
    """

    name: str
    recordings: tuple[int, ...]
    before: float
    after: float
    low: float
    high: float

    @property
    def change(self) -> float:
        """Points of popularity gained."""
        return self.after - self.before


@dataclass(frozen=True)
class PopularityChanges:
    """The greatest changes between two dates.

    Parameters
    ----------
    kind : str
        ``tracks``, ``artists`` or ``genres``.
    first, last : str
        The dates compared, as their tables give them.
    rose, fell : tuple of Change
        Greatest first.
    recordings, risen, fallen : int
        Recordings compared, and how many of them gained and lost.
    mean : float
        Their mean change.
    """

    kind: str
    first: str
    last: str
    rose: tuple[Change, ...]
    fell: tuple[Change, ...]
    recordings: int
    risen: int
    fallen: int
    mean: float

    @property
    def conclusion(self) -> str:
        """One sentence in plain words."""
        return (
            f"Of {self.recordings:,} recordings collected in {self.first} and again in {self.last}, "
            f"{self.risen / self.recordings:.0%} rose and {self.fallen / self.recordings:.0%} fell, "
            f"by {self.mean:+.1f} points on average."
        )

    @property
    def caveat(self) -> str:
        """What the figures cannot say."""
        return (
            "Only tracks that both tables list are compared; those that vanished from sight are not in these figures."
        )


class PopularityHistory:
    """Popularity of the same track ids at several dates.

    Parameters
    ----------
    dates : sequence of str
        Ascending.
    recordings : int32, shape (m,)
        Rows of the catalogue, each once.
    popularity : float32, shape (m, dates)
        NaN where it was not collected.
    """

    def __init__(self, dates: Sequence[str], recordings: np.ndarray, popularity: np.ndarray) -> None:
        self.dates = tuple(dates)
        self._recordings = recordings
        self._popularity = popularity

    @classmethod
    def load(cls, files: Files) -> "PopularityHistory":
        """Load the history of a catalogue.

        Raises
        ------
        UserError
            If the catalogue was built from a single table.
        """
        if FILE not in files:
            raise UserError(
                "The catalogue knows popularity on one date only, so nothing can have risen or fallen.",
                "It takes a second, later table; whoever runs the bot can add one (README: a catalogue of your own).",
                code="one_snapshot",
            )
        arrays = files.arrays(FILE)
        return cls(arrays["dates"].tolist(), arrays["recordings"], arrays["popularity"])

    def changes(
        self, catalogue: Catalogue, kind: str = "tracks", genre: str | None = None, limit: int = 10
    ) -> PopularityChanges:
        """The greatest rises and falls from the first date to the last.

        Parameters
        ----------
        catalogue : Catalogue
            The one this was loaded beside.
        kind : str
            ``tracks``, ``artists`` (every credited one counts) or ``genres``.
        genre : str, optional
            Only recordings of that genre.
        limit : int
            Of rises, and of falls.

        Raises
        ------
        UserError
            If the kind or genre is unknown, or no recording of the genre was collected twice.
        """
        if kind not in MINIMUM:
            raise UserError(f'"{kind}" cannot rise or fall.', f"Kinds: {', '.join(MINIMUM)}.")
        if genre is not None and genre not in catalogue.genres:
            raise UserError(f'There is no genre "{genre}".', f"Genres: {some_of(catalogue.genres)}.", code="not_found")
        both = ~np.isnan(self._popularity[:, [0, -1]]).any(axis=1)
        if genre is not None:
            both &= np.isin(self._recordings, catalogue.genre_members(genre))
        if not both.any():
            raise UserError(
                f"No recording{f' of {genre}' if genre else ''} was collected both in {self.dates[0]} and in "
                f"{self.dates[-1]}.",
                "Ask without a genre, or add a table that lists them.",
                code="not_found",
            )
        rows = self._recordings[both]
        before, after = self._popularity[both][:, [0, -1]].T.astype(np.float64)
        groups = [(name, at) for name, at in _groups(catalogue, kind, rows).items() if len(at) >= MINIMUM[kind]]
        groups.sort(key=lambda group: float((before - after)[group[1]].mean()))

        def listed(chosen: list[tuple[str | int, list[int]]]) -> list[Change]:
            return [change_of(_name(catalogue, name), rows[at], before[at], after[at]) for name, at in chosen]

        return PopularityChanges(
            kind,
            self.dates[0],
            self.dates[-1],
            tuple(change for change in listed(groups[:limit]) if change.change > 0),
            tuple(change for change in listed(groups[: -limit - 1 : -1]) if change.change < 0),
            len(rows),
            int((after > before).sum()),
            int((after < before).sum()),
            float((after - before).mean()),
        )


def change_of(name: str, rows: np.ndarray, before: np.ndarray, after: np.ndarray) -> Change:
    """The mean change of some recordings, with the normal 95% interval of that mean."""
    change = after - before
    half = 1.96 * change.std(ddof=1) / np.sqrt(len(change)) if len(change) > 1 else 0.0
    order = np.argsort(-change, kind="stable")
    mean = float(change.mean())
    return Change(
        name,
        tuple(rows[order].tolist()),
        float(before.mean()),
        float(after.mean()),
        mean - float(half),
        mean + float(half),
    )


def _groups(catalogue: Catalogue, kind: str, rows: np.ndarray) -> dict[str | int, list[int]]:
    """Places in ``rows`` by recording, or by name of artist or genre."""
    if kind == "tracks":
        return {int(row): [place] for place, row in enumerate(rows)}
    column = catalogue.words[kind]
    groups: dict[str | int, list[int]] = {}
    for place, row in enumerate(rows.tolist()):
        for name in column[row].as_py():
            groups.setdefault(name, []).append(place)
    return groups


def _name(catalogue: Catalogue, group: str | int) -> str:
    return catalogue.track(group).title if isinstance(group, int) else group

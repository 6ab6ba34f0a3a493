"""Load the emerging scores of a catalogue. ``pipeline.breakout.scores`` computes them when it is built."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from engine.catalogue.files import Files
from engine.errors import UserError

BY_ID: Final = "emerging.arrow"  # both scores of every track id
BUILD_AGAIN: Final = "Build it again: python -m engine build --source CSV --out DIR."
PARTS: Final = ("popularity now", "artist", "release", "genre", "sound", "words", "to begin with")
"""Groups of inputs that a breakout score is the sum of; the last is the mean change of all training tracks."""
FACTS: Final = (
    "artist_others", "artist_mean", "artist_best", "artist_rank", "artist_zeros", "credited_best", "album_others",
    "album_rank", "releases", "single", "compilation", "soundtrack", "remaster", "seasonal", "genre_rank",
)  # fmt: skip
"""Features of the release shown that a reason or a filter may name."""
REGIONAL_GENRES: Final[dict[str, tuple[str, ...]]] = {
    "South Asia": ("indian", "pop-film"),
    "Brazil": ("brazil", "forro", "mpb", "pagode", "samba", "sertanejo"),
    "Spanish-speaking countries": ("latino", "reggaeton", "salsa", "spanish", "tango", "latin"),
    "Japan": ("j-dance", "j-idol", "j-pop", "j-rock", "anime"),
    "Korea": ("k-pop",),
    "China": ("cantopop", "mandopop"),
    "Turkey": ("turkish",),
    "Malaysia and Indonesia": ("malay",),
}
"""Genres that belong to one region of the world, and that names tell apart from others'."""
REGIONAL: Final = frozenset(genre for genres in REGIONAL_GENRES.values() for genre in genres)
MIXED_GENRES: Final = frozenset({"k-pop", "j-rock", "latin", "anime"})
"""Regional genres of whose filed recordings about a third is of another region."""
REGIONS: Final = ("", *REGIONAL_GENRES)
_ALIKE: Final = ("Japan", "Korea", "China")  # romanised names of one are often taken for the other's
DATED: Final = ", dated"
"""Ends the name of a learned score whose backtest had the release dates of the tracks."""
MARGIN: Final = 5  # points beyond its genres' usual change, for a track to have beaten them
ARRAYS: Final = (
    "formula", "change", "relative", "chance", "odds", "parts", "relative_parts", "drift", "era", "facts", "region",
)  # fmt: skip


@dataclass(frozen=True)
class Scores:
    """Scores by recording, those of the release shown.

    Parameters
    ----------
    formula : float32, shape (n,)
    change, relative : float32, shape (n,)
        Expected change of popularity in points, and the same beyond the usual change of the recording's genres. NaN,
        as all that follows, if the catalogue was built without the breakout model.
    chance, odds : float32, shape (n,)
        The chance to rise, and the chance to beat its genres' usual change by ``MARGIN`` points or more; 0-1.
    parts, relative_parts : float16, shape (n, len(PARTS))
        Of ``change`` and of ``relative``, in the order of ``PARTS``.
    drift : float32, shape (n,)
        The usual change of the recording's genres.
    era : float32, shape (n,)
        The age that it sounds like, in years.
    facts : float16, shape (n, len(FACTS))
        In the order of ``FACTS``; NaN where there is no such value.
    region : uint8, shape (n,)
        Place in ``REGIONS``, told from the recording's names; 0 where none is likely.
    """

    formula: np.ndarray
    change: np.ndarray
    relative: np.ndarray
    chance: np.ndarray
    odds: np.ndarray
    parts: np.ndarray
    relative_parts: np.ndarray
    drift: np.ndarray
    era: np.ndarray
    facts: np.ndarray
    region: np.ndarray

    @classmethod
    def load(cls, files: Files) -> "Scores":
        """The scores of a catalogue.

        Raises
        ------
        UserError
            If the catalogue was built without them.
        """
        if not cls.stored(files):
            raise UserError("The catalogue holds no emerging scores.", BUILD_AGAIN, code="not_found")
        return cls(*(files.array(array_file(name)) for name in ARRAYS))

    @staticmethod
    def stored(files: Files) -> bool:
        """Whether a catalogue was built with scores."""
        return array_file(ARRAYS[0]) in files

    @property
    def learned(self) -> bool:
        """Whether the learned scores are there."""
        return not bool(np.isnan(self.change[:1]).any())


def array_file(name: str) -> str:
    """The file of a catalogue that holds one of ``ARRAYS``."""
    return f"emerging_{name}.npy"


def foreign(region: np.ndarray, rows: np.ndarray, genre: str) -> np.ndarray:
    """Which recordings of a regional genre are of another region, by their names; bool, of all other genres none.

    Parameters
    ----------
    region : uint8, shape (n,)
    rows : int array
        The recordings.
    """
    home = next((place for place, name in enumerate(REGIONS) if genre in REGIONAL_GENRES.get(name, ())), 0)
    near = [place for place, name in enumerate(REGIONS) if name in _ALIKE and REGIONS[home] in _ALIKE]
    return np.asarray((home > 0) & ~np.isin(region[rows], [0, home, *near]))

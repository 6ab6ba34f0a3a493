"""Members of a genre: those that are typical of it, and those whose filing is doubtful."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from engine.catalogue.store import Catalogue, Track
from engine.emerging.scores import Scores, foreign
from engine.errors import UserError
from engine.genre.predictor import OUT_OF_FOLD_KINDS, StoredPredictions
from engine.recommend.similarity import DOUBTFUL, Similarity

_HEARD: Final = 0.4  # the least probability at which another genre is named
_TYPICAL: Final = 0.25  # share of the credible members that counts as typical of the genre


@dataclass(frozen=True)
class DoubtfulMember:
    """A recording that is filed under a genre, though its sound and its artist speak against it.

    Parameters
    ----------
    track : Track
    credibility : float
        Of the filed genre, 0 to 1; above 0.5 where only its names speak against it.
    rather : str
        The genre that the model expects; empty where it expects none clearly.
    """

    track: Track
    credibility: float
    rather: str


@dataclass(frozen=True)
class GenreMembers:
    """What is filed under a genre.

    Parameters
    ----------
    genre : str
    count : int
        Recordings filed there.
    doubtful_count : int
        Those whose credibility is below ``engine.recommend.similarity.DOUBTFUL``, or whose names are of another
        region than a regional genre.
    typical : tuple of Track
        The most popular of the most typical quarter of the credible ones, one an artist.
    doubtful : tuple of DoubtfulMember
        The most popular first, one an artist.
    """

    genre: str
    count: int
    doubtful_count: int
    typical: tuple[Track, ...]
    doubtful: tuple[DoubtfulMember, ...]


def genre_members(catalogue: Catalogue, similarity: Similarity, genre: str, k: int = 5) -> GenreMembers:
    """The ``k`` best known typical and the ``k`` best known doubtful members of a genre.

    Raises
    ------
    UserError
        If there is no such genre.
    """
    rows, doubtful = _doubtful(catalogue, similarity, genre)
    credibility, popularity = similarity.genre_credibilities(genre), catalogue.rank_popularity[rows]
    credible = np.flatnonzero(~doubtful)
    # What nobody knows explains a genre to nobody: of the typical ones, the best known.
    ranked = credible[np.argsort(-similarity.genre_typicality(genre)[credible], kind="stable")]
    ranked = ranked[: max(k, round(_TYPICAL * len(ranked)))]
    ranked = ranked[np.argsort(-popularity[ranked], kind="stable")]
    typical = _one_an_artist(catalogue, rows[ranked], k)
    placed = np.flatnonzero(doubtful)
    placed = placed[np.argsort(-popularity[placed], kind="stable")]
    shown = _one_an_artist(catalogue, rows[placed], k)
    stored = StoredPredictions.load(catalogue.files)
    by_row = dict(zip(rows.tolist(), credibility.tolist(), strict=True))
    return GenreMembers(
        genre,
        len(rows),
        int(doubtful.sum()),
        tuple(catalogue.tracks(typical)),
        tuple(
            DoubtfulMember(track, float(by_row[track.recording]), _rather(catalogue, stored, track))
            for track in catalogue.tracks(shown)
        ),
    )


def credible_members(catalogue: Catalogue, similarity: Similarity, genre: str) -> np.ndarray:
    """Recordings that are filed under a genre and credibly of it; int array, ascending.

    Raises
    ------
    UserError
        If there is no such genre.
    """
    rows, doubtful = _doubtful(catalogue, similarity, genre)
    return np.asarray(rows[~doubtful])


def _doubtful(catalogue: Catalogue, similarity: Similarity, genre: str) -> tuple[np.ndarray, np.ndarray]:
    """The members of a genre, and which of them are doubtful; UserError if there is no such genre."""
    if genre not in catalogue.genres:
        raise UserError(f'There is no genre "{genre}".', f"Genres: {', '.join(catalogue.genres)}.", code="not_found")
    rows = catalogue.genre_members(genre)
    credibility = similarity.genre_credibilities(genre)
    return rows, (credibility < DOUBTFUL) | _foreign(catalogue, rows, genre)


def _foreign(catalogue: Catalogue, rows: np.ndarray, genre: str) -> np.ndarray:
    """Members of a regional genre whose names are of another region; none where the catalogue does not know."""
    if not Scores.stored(catalogue.files):
        return np.zeros(len(rows), dtype=np.bool_)
    return foreign(Scores.load(catalogue.files).region, rows, genre)


def _one_an_artist(catalogue: Catalogue, rows: np.ndarray, k: int) -> list[int]:
    chosen: dict[int, int] = {}
    for row in rows.tolist():
        chosen.setdefault(int(catalogue.main_artists[row]), row)
        if len(chosen) == k:
            break
    return list(chosen.values())


def _rather(catalogue: Catalogue, stored: StoredPredictions | None, track: Track) -> str:
    """The genre that the model expects clearly, by names and sound, if the track is not filed there."""
    if stored is None:
        return ""
    place = OUT_OF_FOLD_KINDS.index("full")
    share = float(stored.shares[track.recording, place, 0]) / 255
    name = stored.genres[int(stored.best[track.recording, place, 0])]
    return name if share >= _HEARD and name not in track.genres else ""

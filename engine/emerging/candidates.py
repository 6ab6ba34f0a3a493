"""Which recordings and artists a scout would consider, and how a list of them is kept diverse."""

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from engine.catalogue.store import Catalogue
from engine.emerging.formula import MINIMUM
from engine.emerging.scores import FACTS, MIXED_GENRES, REGIONAL_GENRES, REGIONS, Scores, foreign
from engine.recommend.similarity import DOUBTFUL, KINDS, Similarity

Mask = npt.NDArray[np.bool_]

KNOWN: Final = 70
"""Popularity from which a recording makes its main artist known to all: no newcomer, however it goes on."""
_FAMOUS: Final = 80  # from which it makes a guest famous
_MANY: Final = 15  # recordings here, of somebody who has been at it for long
_YEARS_ACTIVE: Final = 8  # since the middle of what an artist released, where it is known
_BELOW_USUAL: Final = 5  # points under the mean of the artist's other recordings
PER_ARTIST: Final = 2  # tracks of a list by one main artist
PER_ALBUM: Final = 3  # by one album or film
_REGIONS_IN_A_LIST: Final = 5  # at least, where it holds nothing but regional music
_REGIONS_IN_A_GENRE: Final = 2  # in the list of a genre
_GENRES_IN_A_LIST: Final = 10
_LONG_OUT: Final = 10  # years since the release
_REISSUED: Final = 0.3  # share of an artist's recordings here, from which they are mostly reissued
_AGED: Final = 12  # years that recordings sound old on average, from which their artist is of another time
_MANY_REWORKED: Final = 0.25  # share of an artist's recordings
_TAKEN_FOR: Final = {"Malaysia and Indonesia": "South Asia"}
_OF_REGION: Final = 1 / 3  # share of an artist's recordings, from which the artist is of a region
_COMPANY: Final = 20  # artists most like one that are asked of which region they are
_OF_COMPANY: Final = 12  # of them, from which the artist is of their region
_LEADS: Final = 0.5  # share of the recordings that credit an artist, that one has to lead
_ACCOUNT: Final = (
    r"lo-?fi|slowed|reverb|karaoke|tribute|\bnoise\b|\bsounds\b|\brecords$|\bcovers?\b|nightcore|\b8d\b|\bcast\b"
    r"|\bhits\b|various artists|workout|relax|meditation|\bsleep\b|compilation|playlist|\bmusic$|bollywood|chillhop"
)
_REWORKED: Final = r"lo-?fi|slowed|reverb|mash-?up|8d audio|sped[ -]?up|\bcover\b|karaoke|unplugged|reprise|\bflip\b"
_EDITION: Final = re.compile(r"\s*[\(\[].*$|\s+-\s.*$")


class Candidates:
    """Masks over recordings and artists of a catalogue.

    Parameters
    ----------
    catalogue : Catalogue
    scores : Scores
    """

    def __init__(self, catalogue: Catalogue, scores: Scores) -> None:
        self._catalogue = catalogue
        self._scores = scores
        self.similarity = Similarity.load(catalogue)
        self._of_company: dict[int, int] = {}

    def credible(self, genre: str) -> npt.NDArray[np.int32]:
        """The recordings of a genre whose filing is not doubtful; all of them if every one is."""
        catalogue = self._catalogue
        members, number = catalogue.genre_members(genre), catalogue.genres.index(genre)
        start, end = catalogue.genre_starts[number : number + 2]
        doubtful = self.similarity.credibility[start:end] < DOUBTFUL
        kept = members[~(doubtful | foreign(self._scores.region, members, genre))]
        return kept if len(kept) else members

    def not_new(self, known: float) -> dict[str, Mask]:
        """Recordings of artists who are no newcomers, by why, in words for a sentence; bool, shape (n,).

        Parameters
        ----------
        known : float
            Popularity of a recording that makes its artist known.
        """
        famous = np.zeros(len(self._catalogue), dtype=bool)
        famous[self._catalogue.artist_rows[self.most_popular[self.artist_of] >= max(known, _FAMOUS)]] = True
        below = self._fact("artist_mean") - self._catalogue.rank_popularity >= _BELOW_USUAL
        return {
            f"by artists with a hit of {known:g} or more": self._of_artists(self.most_popular >= known) | famous,
            f"by artists with over {_MANY} recordings here, or active for long, as far as dates are known": (
                self._of_artists(self.established)
            ),
            "below their artist's usual": np.nan_to_num(below).astype(bool),
        }

    @cached_property
    def established(self) -> Mask:
        """Artists with many recordings here, or known to be long at it; bool, shape (artists,)."""
        years = self.similarity.artist_years
        collected = self._collected
        long = (years > 0) & (years <= collected - _YEARS_ACTIVE) if collected else np.zeros(len(years), dtype=bool)
        return np.asarray((np.diff(self._catalogue.artist_starts) > _MANY) | long)

    @cached_property
    def left_out(self) -> dict[str, Mask]:
        """Recordings that a scout does not ask for, by why, in words for a sentence; bool, shape (n,)."""
        of_kind = self.similarity.kinds & np.uint16(sum(1 << at for at, kind in enumerate(KINDS) if kind != "remix"))
        return {
            "by artists that are mostly reissued or sound long past": self._of_artists(self.reissued),
            f"released more than {_LONG_OUT} years before, as far as dates are known": self._long_out,
            "covers, slowed and other reworked tracks": self._of_artists(self._named_accounts) | self._reworked,
            "reissues, live, film, seasonal, children's or spoken recordings": (of_kind != 0)
            | (self._fact("remaster") > 0)
            | (self._fact("soundtrack") > 0)
            | (self._fact("seasonal") > 0),
        }

    @property
    def _long_out(self) -> Mask:
        """Recordings whose year of release is known, and long before the catalogue was collected."""
        years = self._catalogue.integers("release_year", missing=9999)
        return np.asarray(years < (self._collected - _LONG_OUT if self._collected else 0))

    @property
    def _collected(self) -> int:
        """The year that the catalogue was collected; 0 where unknown."""
        collected = str(next((source.get("collected") or "" for source in self._catalogue.manifest["sources"]), ""))
        return int(collected[:4]) if collected[:4].isdecimal() else 0

    def _of_artists(self, chosen: Mask) -> Mask:
        """Recordings whose main artist is among some, or all of whose artists are."""
        return np.asarray(chosen[self._catalogue.main_artists])

    def _fact(self, name: str) -> npt.NDArray[np.float32]:
        return np.asarray(self._scores.facts[:, FACTS.index(name)], dtype=np.float32)

    @cached_property
    def artist_of(self) -> npt.NDArray[np.int64]:
        """The artist of each entry of ``catalogue.artist_rows``."""
        starts = self._catalogue.artist_starts
        return np.repeat(np.arange(len(starts) - 1), np.diff(starts))

    @cached_property
    def most_popular(self) -> npt.NDArray[np.float32]:
        """The popularity of each artist's most popular recording."""
        catalogue = self._catalogue
        return np.asarray(
            np.maximum.reduceat(
                catalogue.rank_popularity[catalogue.artist_rows], np.asarray(catalogue.artist_starts[:-1])
            )
        )

    @cached_property
    def reissued(self) -> Mask:
        """Artists whose recordings here are mostly reissues, or sound old on average."""
        old = self._mean_by_artist(np.nan_to_num(np.asarray(self._scores.era, dtype=np.float64)))
        return (self._mean_by_artist(self._fact("remaster")) >= _REISSUED) | (old >= _AGED)

    @cached_property
    def accounts(self) -> Mask:
        """Artists that are accounts for covers and reworked tracks, or seldom the main artist; shape (artists,)."""
        catalogue = self._catalogue
        main = catalogue.main_artists[catalogue.artist_rows] == self.artist_of
        leads = np.bincount(self.artist_of, main) / np.diff(catalogue.artist_starts)
        return self._named_accounts | (self._mean_by_artist(self._reworked) >= _MANY_REWORKED) | (leads < _LEADS)

    @cached_property
    def _named_accounts(self) -> Mask:
        """Artists whose names say that they are accounts."""
        return _holds(_ACCOUNT, self._catalogue.artist_names)

    @cached_property
    def _reworked(self) -> Mask:
        """Recordings whose titles say that they are reworked, such as slowed ones."""
        words = self._catalogue.words
        return _holds(_REWORKED, words["track_name"]) | _holds(_REWORKED, words["album_name"])

    def _mean_by_artist(self, values: npt.NDArray[np.generic]) -> npt.NDArray[np.float64]:
        used = values[self._catalogue.artist_rows].astype(np.float64)
        return np.asarray(np.bincount(self.artist_of, used) / np.diff(self._catalogue.artist_starts))

    @cached_property
    def artist_regions(self) -> npt.NDArray[np.int64]:
        """Place in ``REGIONS`` that most of an artist's regional recordings are of; int, shape (artists,).

        A recording is of the region that its names tell, else of that of a genre it is filed under: English titles
        tell none. Genres that are filed for much of other regions do not count. An artist of whose recordings too few
        are of one region is of none, 0.
        """
        places = self._scores.region.astype(np.int64)
        for place, name in enumerate(REGIONS):
            for genre in set(REGIONAL_GENRES.get(name, ())) & set(self._catalogue.genres) - MIXED_GENRES:
                rows = self._catalogue.genre_members(genre)
                places[rows[self._scores.region[rows] == 0]] = place
        used, count = places[self._catalogue.artist_rows], len(REGIONS)
        artists = len(self._catalogue.artist_starts) - 1
        votes = np.bincount(self.artist_of * count + used, minlength=artists * count).reshape(artists, count)
        best = 1 + votes[:, 1:].argmax(axis=1)
        enough = votes[np.arange(artists), best] >= _OF_REGION * votes.sum(axis=1)
        return np.where(enough, best, 0)

    def diverse(self, rows: Iterable[int], limit: int, genre: str | None) -> list[int]:
        """The first rows that keep a list diverse, in their order.

        No artist, no album, no region of the world and no language but English fills the list, and no genre does
        where none was named. A region or a language may fill the list of a genre of its own.

        Parameters
        ----------
        rows : iterable of int
            The best first.
        genre : str or None
            That the list is of.
        """
        few = max(2, limit // _REGIONS_IN_A_LIST)
        # A genre may have few newcomers beside those of one region: half a list of them is better than hardly a list.
        of_company = few if genre is None else max(2, limit // _REGIONS_IN_A_GENRE)
        own = self._language_of(genre)
        caps: dict[str, tuple[Callable[[int], Hashable], int]] = {
            "song": (lambda row: int(self.similarity.songs[row]), 1),
            "artist": (lambda row: int(self._catalogue.main_artists[row]), PER_ARTIST),
            "album": (self._album, PER_ALBUM),
            "region": (lambda row: self._region(row, genre), few),
            "company": (lambda row: self._company_of(row, genre), of_company),
            "language": (lambda row: self._language(row, own), few),
        }
        if genre is None:
            caps["genre"] = (self.genre, max(1, limit // _GENRES_IN_A_LIST))
        return capped(rows, limit, caps)

    def genre(self, row: int) -> str | None:
        """The most credible genre of a recording; the predicted one, or None, of one that is filed under none."""
        filed = self._catalogue.words["genres"][row].as_py()
        if not filed:
            return self._catalogue.predicted_genre(row) or None
        return str(max(filed, key=lambda genre: self.similarity.genre_credibility(row, genre)))

    def _album(self, row: int) -> str:
        """The album or film, whatever the edition."""
        return _EDITION.sub("", str(self._catalogue.words["album_name"][row].as_py()).casefold())

    def _region(self, row: int, genre: str | None) -> str | None:
        """The region that names tell, or its artist's other recordings; None for none, and for the genre's own.

        Tamil names are often taken for Malay ones, so the two regions share a cap.
        """
        place = int(self._scores.region[row]) or int(self.artist_regions[self._catalogue.main_artists[row]])
        return _but_for_its_own(place, genre)

    def _company_of(self, row: int, genre: str | None) -> str | None:
        """The region of the artists most like a recording's, where they agree; None else, and for the genre's own."""
        return _but_for_its_own(self._region_of_company(int(self._catalogue.main_artists[row])), genre)

    def _region_of_company(self, artist: int) -> int:
        """Place in ``REGIONS`` of most artists that are most like one; 0 where they are of none, or of several.

        Names alone tell little of a Punjabi rapper who calls himself Vicky; those who sound and sell like him do.
        """
        if artist not in self._of_company:
            codes, vectors, bias = self._company
            likeness = np.einsum("ij,j->i", vectors, self.similarity.artist_vectors[artist]) + bias
            likeness[codes == artist] = -np.inf
            nearest = codes[np.argpartition(-likeness, min(_COMPANY, len(codes) - 1))[:_COMPANY]]
            votes = np.bincount(self.artist_regions[nearest], minlength=len(REGIONS))
            votes[0] = 0
            self._of_company[artist] = int(votes.argmax()) if votes.max() >= _OF_COMPANY else 0
        return self._of_company[artist]

    @cached_property
    def _company(self) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.float32], npt.NDArray[np.float32]]:
        """Artists with enough recordings to be told from others: codes, what they are like, and how common."""
        codes = np.flatnonzero(np.diff(self._catalogue.artist_starts) >= MINIMUM)
        return codes, self.similarity.artist_vectors[codes], self.similarity.artist_bias[codes]

    def _language(self, row: int, own: int) -> int | None:
        """The language of a recording, or of its artist; None for English, the genre's own and the unknown."""
        similarity = self.similarity
        language = int(similarity.tongues[row] or similarity.artist_tongues[self._catalogue.main_artists[row]])
        return None if language in (0, own) or similarity.language_names[language] == "English" else language

    def _language_of(self, genre: str | None) -> int:
        """The language that most of a genre's recordings are in whose language is known; 0 for none."""
        if genre is None:
            return 0
        counts = np.bincount(self.similarity.tongues[self.credible(genre)], minlength=1)
        counts[0] = 0
        return int(counts.argmax()) if 2 * counts.max() > counts.sum() else 0


def _but_for_its_own(place: int, genre: str | None) -> str | None:
    """The region at a place, or the one that it shares a cap with; None for none, and where the genre is of it."""
    name = REGIONS[place]
    return None if not name or genre in REGIONAL_GENRES[name] else _TAKEN_FOR.get(name, name)


def capped(rows: Iterable[int], limit: int, caps: Mapping[str, tuple[Callable[[int], Hashable], int]]) -> list[int]:
    """The first ``limit`` rows of which no group has more than its cap.

    Parameters
    ----------
    caps : mapping
        By name, the group of a row and how many of one group there may be; a group of None has no cap.
    """
    chosen: list[int] = []
    taken: Counter[tuple[str, Hashable]] = Counter()
    for row in rows:
        if len(chosen) == limit:
            break
        groups = [((name, group), most) for name, (of, most) in caps.items() if (group := of(row)) is not None]
        if all(taken[key] < most for key, most in groups):
            chosen.append(row)
            taken.update(key for key, _ in groups)
    return chosen


def _holds(pattern: str, texts: pa.Array | pa.ChunkedArray) -> Mask:
    """Which texts hold a pattern, in any case."""
    return np.asarray(pc.match_substring_regex(texts, pattern, ignore_case=True), dtype=np.bool_)

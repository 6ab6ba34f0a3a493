"""Likeness between recordings as editors and listeners judge it, computed when the catalogue is built.

A recording is a vector of a few dozen numbers that hold its sound, genres, scene, era and popularity; the likeness of
a recording to a seed is the dot product of their vectors, plus what speaks for the recording itself, plus a bonus if
both credit an artist in common, and one if they share a credible genre. One pass over the matrix scores a whole
catalogue, so the best k are exact.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Final, Self

import numpy as np
import numpy.typing as npt

from engine.catalogue.store import Catalogue
from engine.errors import UserError
from engine.features import LEVELS, TRAIT_NAMES
from engine.languages import COUNTRIES
from engine.recommend.spans import Span

Floats = npt.NDArray[np.float32]
Rows = Sequence[int] | npt.NDArray[np.integer]

DIRECTORY: Final = "similarity"
CREDIBILITY: Final = f"{DIRECTORY}/credibility.npy"
_ABOUT: Final = f"{DIRECTORY}/about.json"
KINDS: Final = (
    "christmas", "children", "sleep", "comedy", "show tunes", "karaoke", "cover", "sped up", "live", "remix",
)  # fmt: skip
"""Kinds of recording; bit ``k`` of a recording's flags stands for ``KINDS[k]``."""
LEFT_OUT: Final = KINDS[:8]
"""Kinds that a list leaves out unless they are asked for, or a seed is one of them."""
DOUBTFUL: Final = 0.5
"""Below this credibility a filed genre is doubtful."""

# A larger bonus costs precision on editors' playlists for more lists that keep to the seed's genre; see
# models/SIMILARITY.md.
SAME_GENRE: Final = 0.4
"""What a credible genre in common adds to likeness."""
# Popularity above it counts less: among well-known recordings it says little of their likeness. These three
# cost nothing of the precision on editors' playlists.
_WELL_KNOWN: Final = 65.0
_ABOVE: Final = 0.3
_MORE_POPULAR: Final = 0.4
"""What being more popular than the seed counts, of what being less popular does."""
_OF_ARTIST: Final = 0.85
"""How known a song is at least, of the popularity of its artist's best known recording."""
UNKNOWN_POPULARITY: Final = 20.0
"""Where an unknown popularity stands when closeness is judged."""
_OTHER_LANGUAGE: Final = 0.8
"""What a recording in another language than the seed's loses."""
_SUNG: Final = 0.8
"""What a sung recording loses beside an instrumental seed."""
_INSTRUMENTAL: Final = 0.5  # Spotify's documentation: above it there is probably no singing
_HALF, _FEW = 0.5, 1 / 3  # shares of an artist's recordings
_OTHER_TONGUE: Final = 1.0
"""What an artist loses who mostly sings in another language than the one asked for."""
_OTHER_ROLE: Final = 1.0
"""What somebody loses who never is the main artist, beside one who always is; a composer is no singer."""
_LOOKED_AT: Final = 8
_TELLING: Final = 3  # recordings that tell whether somebody leads
_FEW_RECORDINGS: Final = 6
"""Of artists with fewer, those who made a record together stand in a list once."""
# Rocchio's formula for relevance feedback: how strongly what is not wanted pushes away.
_AWAY: Final = 0.5
_ARRAYS: Final = (
    "vectors", "bias", "artist_vectors", "artist_bias", "songs", "kinds", "years", "languages", "credibility",
    "typicality", "priors", "mood_table",
)  # fmt: skip
_CLOSE: Final = 12  # percentiles within which two recordings are alike in a feature
_FAR: Final = 30  # percentiles from which one is said to have more of it
_CERTAIN: Final = 0.6  # from which confidence a recording is called instrumental or acoustic
_SAME_TEMPO: Final = 0.04
_OTHER_TEMPO: Final = 0.15
_SAME_YEARS: Final = 4
_MANY, _SOME = 1 / 3, 1 / 10  # shares of an artist's recordings from which on a genre is his or hers, or in part
_ARTISTS_FAR: Final = 15  # percentiles; means of many recordings differ less than recordings do
_REMEMBERED: Final = 1024  # recordings
_ENOUGH: Final = 40  # recordings that tell what an artist sounds like
_MARKS: Final = tuple(LEVELS.values())
_MORE_LESS: Final = {
    "energy": ("livelier", "calmer"),
    "valence": ("brighter mood", "darker mood"),
    "acousticness": ("more acoustic", "more electronic"),
    "danceability": ("more danceable", "less danceable"),
}


@dataclass(frozen=True)
class SimilarArtist:
    """An artist like another.

    Parameters
    ----------
    name : str
    artist : int
        Code in the catalogue.
    score : float
        Likeness, comparable between artists like the same one; higher is closer.
    reasons : tuple of str
        What the two have in common, and how this one differs; at least one.
    typical : int
        A recording that stands for the artist.
    """

    name: str
    artist: int
    score: float
    reasons: tuple[str, ...]
    typical: int


class Similarity:
    """Likeness over one catalogue. Arrays are mapped, not read. Safe to use from several threads.

    Attributes
    ----------
    vectors : float32, shape (n, d)
    bias : float32, shape (n,)
        What speaks for a recording, whatever the seed.
    artist_vectors : float32, shape (artists, d)
        Artists compared with one another.
    artist_bias : float32, shape (artists,)
    songs : int32, shape (n,)
        Versions of one song have the same number.
    kinds : uint16, shape (n,)
        Flags; see ``KINDS``.
    years : int16, shape (n,)
        When it came out; 0 where unknown.
    artist_years : int16, shape (artists,)
        The median year of an artist's recordings in a dated table; 0 where unknown.
    languages : uint8, shape (n,)
        Place in ``language_names``; 0 where unknown or instrumental.
    credibility, typicality : float32, shape of ``catalogue.genre_rows``
        Of each filed genre of each recording, 0-1: how credible the label is, and how typical the recording.
    priors : float32, shape (n,)
        See ``prior``.
    mood_table : float16, shape (moods, n)
        See ``mood_scores``.
    moods : tuple of str
    language_names : tuple of str
        The first is empty.
    """

    vectors: Floats
    bias: Floats
    artist_vectors: Floats
    artist_bias: Floats
    songs: npt.NDArray[np.int32]
    kinds: npt.NDArray[np.uint16]
    years: npt.NDArray[np.int16]
    languages: npt.NDArray[np.uint8]
    credibility: Floats
    typicality: Floats
    priors: Floats
    mood_table: npt.NDArray[np.float16]

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        about = catalogue.files.json(_ABOUT)
        self._all = Span(0, len(catalogue), len(catalogue))
        self.same_artist: float = about["same_artist"]
        # A catalogue built by an earlier version holds closeness in popularity within its vectors.
        self.popularity_weight: float = about.get("popularity", 0.0)
        self.language_names: tuple[str, ...] = tuple(about["languages"])
        self.moods: tuple[str, ...] = tuple(about["moods"])
        # A list compares one seed with each of its recordings: what is known of the seed is looked up once.
        self._credited = lru_cache(_REMEMBERED)(self._credited_of)
        self._credible = lru_cache(_REMEMBERED)(self._credible_of)
        self._heard = lru_cache(_REMEMBERED)(self._heard_of)
        self._numbers = {genre: number for number, genre in enumerate(catalogue.genres)}
        for name in _ARRAYS:
            setattr(self, name, catalogue.files.array(f"{DIRECTORY}/{name}.npy"))
        dated = f"{DIRECTORY}/artist_years.npy"
        self.artist_years: npt.NDArray[np.int16] = (
            catalogue.files.array(dated)
            if dated in catalogue.files
            else np.zeros(len(catalogue.artist_names), dtype=np.int16)
        )
        popularity = catalogue.traits[:, TRAIT_NAMES.index("popularity")]
        self.standing, self.known = standings(popularity, self.songs, catalogue.main_artists)
        codes = np.repeat(np.arange(len(catalogue.artist_starts) - 1), np.diff(catalogue.artist_starts))
        self._credits = codes[np.argsort(catalogue.artist_rows, kind="stable")]
        credited = np.bincount(catalogue.artist_rows, minlength=len(catalogue))
        self._credit_starts = np.concatenate([[0], np.cumsum(credited)])
        self.tongues = self._tongues()
        instrumental = catalogue.traits[:, TRAIT_NAMES.index("instrumentalness")] > _INSTRUMENTAL
        share = _share_of_artist(instrumental, catalogue.main_artists)
        self.instrumental = instrumental | (share >= _HALF)
        self.sung = ~instrumental & (share < _FEW)
        self.leading, self.artist_tongues, self.unusual = self._of_artists()

    @classmethod
    def load(cls, catalogue: Catalogue) -> Self:
        """The likeness that was computed with a catalogue.

        Raises
        ------
        UserError
            If the catalogue was built without it.
        """
        if _ABOUT not in catalogue.files:
            raise UserError(
                f"The catalogue in {catalogue.directory.parent} knows nothing of likeness.",
                "Build it again: python -m engine build --source CSV --out DIR.",
                code="no_catalogue",
            )
        return cls(catalogue)

    def _tongues(self) -> npt.NDArray[np.uint8]:
        """The language of each recording, else that most of its artist's known ones are in, else of its country.

        Names tell the language of a part of an artist's recordings only. 0 for what is instrumental.
        """
        languages, artists = self.languages, self.catalogue.main_artists
        of_country = np.zeros_like(languages)
        for genre, language in COUNTRIES.items():
            if genre in self._numbers and language in self.language_names:
                of_country[self.credible_members(genre)] = self.language_names.index(language)
        width, count = len(self.language_names), len(self.catalogue.artist_starts) - 1
        cells = artists.astype(np.intp) * width + languages
        told = np.bincount(cells, minlength=count * width).reshape(count, width)
        told[:, 0] = 0
        of_artist = told.argmax(axis=1).astype(languages.dtype)
        out = np.where(languages > 0, languages, np.where(of_artist[artists] > 0, of_artist[artists], of_country))
        out[self.catalogue.traits[:, TRAIT_NAMES.index("instrumentalness")] > _INSTRUMENTAL] = 0
        return np.asarray(out, dtype=np.uint8)

    def _of_artists(self) -> tuple[Floats, npt.NDArray[np.uint8], Floats]:
        """Of each artist: on how many recordings the main artist, what language, how many of a kind mostly left out."""
        starts, rows = self.catalogue.artist_starts, np.asarray(self.catalogue.artist_rows)
        counts = np.diff(starts)
        codes = np.repeat(np.arange(len(counts)), counts)
        leading = np.bincount(codes, self.catalogue.main_artists[rows] == codes, minlength=len(counts))
        unusual = np.bincount(codes, self.left_out()[rows], minlength=len(counts))
        width = len(self.language_names)
        told = np.bincount(codes * width + self.tongues[rows], minlength=len(counts) * width).reshape(-1, width)
        told[:, 0] = 0
        tongues = np.where(2 * told.max(axis=1) > told.sum(axis=1), told.argmax(axis=1), 0)
        shares = ((part / np.maximum(counts, 1)).astype(np.float32) for part in (leading, unusual))
        first, second = shares
        return first, tongues.astype(np.uint8), second

    def scores(
        self,
        seeds: Rows,
        weights: Sequence[float] | None = None,
        unlike: Rows = (),
        span: Span | None = None,
        *,
        as_known: bool = True,
    ) -> Floats:
        """How like the seeds each recording of the catalogue is.

        Parameters
        ----------
        seeds : recordings
            At least one; several are blended.
        weights : sequence of float, or None
            One positive number a seed; None weighs them alike.
        unlike : recordings
            What the answer shall keep away from.
        span : Span or None
            The recordings to score; None for all.
        as_known : bool
            Whether recordings less known than a seed lose by it.

        Returns
        -------
        float32, shape (n,)
            Higher is closer; comparable within one call only. The seeds and their versions are scored, too.

        Examples
        --------
        >>> scores = similarity.scores([seed])  # doctest: +SKIP
        >>> rows = list(islice(similarity.one_per_song(np.argsort(-scores), but=[seed]), 10))  # doctest: +SKIP
        """
        liked, unliked = np.asarray(seeds, dtype=np.intp), np.asarray(unlike, dtype=np.intp)
        shares = np.full(len(liked), 1.0) if weights is None else np.asarray(weights, dtype=np.float64)
        shares = (shares / shares.sum()).astype(np.float32)
        target: Floats = np.einsum("i,ij->j", shares, self.vectors[liked])
        if len(unliked):
            target -= np.float32(_AWAY) * np.asarray(self.vectors[unliked].mean(axis=0))
        span = span or self._all
        out = self._against(target, self.vectors[span.rows], self.bias[span.rows])
        for row, share in zip(liked, shares, strict=True):
            out[span.local(self.by_same_artists(int(row)))] += np.float32(self.same_artist * share)
            alike = self.of_same_genres(int(row))[span.rows]
            np.add(out, np.float32(SAME_GENRE * share), out=out, where=alike)
            self._set_apart(out, int(row), float(share), span)
            if as_known and self.popularity_weight:
                near = closeness(self.standing[span.rows], self.known[row])
                out += np.float32(self.popularity_weight * share) * near
        for row in unliked:
            out[span.local(self.by_same_artists(int(row)))] -= np.float32(_AWAY * self.same_artist / len(unliked))
        return out

    def _set_apart(self, out: Floats, seed: int, share: float, span: Span) -> None:
        """Take off what recordings lose in another language than a seed's, and sung ones beside an instrumental one."""
        if self.instrumental[seed]:
            out -= np.float32(_SUNG * share) * self.sung[span.rows]
        if tongue := self.tongues[seed]:
            tongues = self.tongues[span.rows]
            out -= np.float32(_OTHER_LANGUAGE * share) * ((tongues > 0) & (tongues != tongue))

    @staticmethod
    def _against(target: Floats, vectors: Floats, bias: Floats) -> Floats:
        # Not BLAS, whose threads take turns of 50 ms where the cores are busy.
        out: Floats = np.einsum("ij,j->i", vectors, target)
        out += bias
        return out

    def by_same_artists(self, row: int) -> npt.NDArray[np.int32]:
        """Recordings that credit one of the artists of a recording, each once, ascending."""
        members = [self.catalogue.artist_members(code) for code in self.artists_of(row)]
        return np.unique(np.concatenate(members))

    def of_same_genres(self, row: int) -> npt.NDArray[np.bool_]:
        """Recordings that share a credible genre with a recording: bool, shape (n,).

        A country counts only for what is sung in its language: two German recordings may be a film score and a rap.
        """
        out = np.zeros(len(self.catalogue), dtype=bool)
        for genre in self.credible_genres(row):
            members = self.credible_members(genre)
            if genre in COUNTRIES:
                members = members[self.tongues[members] == self._tongue_of(genre)] if self._native(row, genre) else []
            out[members] = True
        return out

    def _tongue_of(self, country: str) -> int:
        language = COUNTRIES[country]
        return self.language_names.index(language) if language in self.language_names else 0

    def _native(self, row: int, country: str) -> bool:
        """Whether a recording is sung in the language of a country, which is not English."""
        return COUNTRIES[country] != "English" and int(self.tongues[row]) == self._tongue_of(country) != 0

    def credible_members(self, genre: str) -> npt.NDArray[np.int32]:
        """Recordings that are filed under a genre and of which that is not doubtful, ascending."""
        return self.catalogue.genre_members(genre)[self.genre_credibilities(genre) >= DOUBTFUL]

    def artists_of(self, row: int) -> list[int]:
        """Codes of the artists that a recording credits, main artist first."""
        return list(self._credited(int(row)))

    def _credited_of(self, row: int) -> tuple[int, ...]:
        main = int(self.catalogue.main_artists[row])
        codes = self._credits[self._credit_starts[row] : self._credit_starts[row + 1]].tolist()
        return (main, *(code for code in codes if code != main))

    def artist_code(self, name: str) -> int:
        """The code of an artist's name as credited. KeyError if there is none."""
        names, low, high = self.catalogue.artist_names, 0, len(self.catalogue.artist_names)
        while low < high:
            middle = (low + high) // 2
            if names[middle].as_py() < name:
                low = middle + 1
            else:
                high = middle
        if low == len(names) or names[low].as_py() != name:
            raise KeyError(name)
        return low

    def artist_scores(
        self, artists: Sequence[int], unlike: Rows = (), span: Span | None = None, *, as_known: bool = True
    ) -> Floats:
        """How like the typical recordings of some artists each recording is, as ``scores``; their own included."""
        target: Floats = np.mean([self.centre(artist) for artist in artists], axis=0, dtype=np.float32)
        if len(unlike):
            target -= np.float32(_AWAY) * np.asarray(self.vectors[np.asarray(unlike, dtype=np.intp)].mean(axis=0))
        span = span or self._all
        out = self._against(target, self.vectors[span.rows], self.bias[span.rows])
        for artist in artists:
            own = self.catalogue.artist_members(artist)
            out[span.local(own)] += np.float32(self.same_artist / len(artists))
            typical = self.typical_recordings(artist, 1)[0]
            out += np.float32(SAME_GENRE / len(artists)) * self.of_same_genres(typical)[span.rows]
            self._set_apart(out, typical, 1 / len(artists), span)
            if as_known and self.popularity_weight:
                near = closeness(self.standing[span.rows], float(self.known[own].max()))
                out += np.float32(self.popularity_weight / len(artists)) * near
        return out

    def centre(self, artist: int) -> Floats:
        """The mean vector of an artist's recordings, popular ones weighing more: float32, shape (d,)."""
        members = self.catalogue.artist_members(artist)
        share = np.nan_to_num(self.catalogue.traits[members, TRAIT_NAMES.index("popularity")]) + np.float32(5)
        return np.asarray(np.einsum("i,ij->j", share / share.sum(), self.vectors[members]))

    def typical_recordings(self, artist: int, k: int = 5) -> list[int]:
        """The recordings that stand for an artist: near the mean of all, popular ones first, one a song."""
        members = self.catalogue.artist_members(artist)
        near = np.einsum("ij,j->i", self.vectors[members], self.centre(artist)) + self.bias[members]
        if self.popularity_weight:
            near += np.float32(self.popularity_weight) * closeness(
                self.standing[members], float(self.known[members].max())
            )
        return list(islice(self.one_per_song(members[np.argsort(-near, kind="stable")]), k))

    def similar_artists(
        self, artist: int, k: int = 10, least: int = 2, popularity: tuple[float, float] = (0, 100)
    ) -> list[SimilarArtist]:
        """The artists most like one, closest first.

        Parameters
        ----------
        artist : int
            Code in the catalogue.
        k : int
        least : int
            Artists with fewer recordings are left out, unless fewer than ``k`` remain.
        popularity : tuple of float
            Least and greatest popularity of their best known recording; others are left out.
        """
        scores = self._against(self.artist_vectors[artist], self.artist_vectors, self.artist_bias)
        counts = np.diff(self.catalogue.artist_starts)
        if counts[artist] >= _TELLING:
            scores -= np.float32(_OTHER_ROLE) * np.maximum(self.leading[artist] - self.leading, 0)
        if tongue := self.artist_tongues[artist]:
            scores[(self.artist_tongues > 0) & (self.artist_tongues != tongue)] -= np.float32(_OTHER_TONGUE)
        if self.unusual[artist] < _HALF:
            scores[self.unusual >= _HALF] -= 100
        scores[artist] = -np.inf
        scores[counts < least] -= 100
        order = np.argsort(-scores, kind="stable")
        if popularity != (0, 100):
            catalogue = self.catalogue
            known = catalogue.rank_popularity[catalogue.artist_rows]
            best_known = np.maximum.reduceat(known, np.asarray(catalogue.artist_starts[:-1]))
            order = order[((best_known >= popularity[0]) & (best_known <= popularity[1]))[order]]
        best = self._apart(artist, order[: _LOOKED_AT * k].tolist(), k)
        return [
            SimilarArtist(
                self.catalogue.artist_names[int(other)].as_py(),
                int(other),
                float(scores[other]),
                tuple(self.artist_reasons(artist, int(other))),
                self.typical_recordings(int(other), 1)[0],
            )
            for other in best
        ]

    def _apart(self, artist: int, others: list[int], k: int) -> list[int]:
        """The first artists without those who mostly record with the first one, or with one already taken."""
        shared = [set(self.catalogue.artist_members(artist).tolist())]
        taken: list[int] = []
        for other in others:
            own = set(self.catalogue.artist_members(other).tolist())
            if other == artist or any(len(own & rows) >= _HALF * len(own) for rows in shared):
                continue
            taken.append(other)
            if len(taken) == k:
                break
            if len(own) < _FEW_RECORDINGS:
                shared.append(own)
        return taken

    def artist_reasons(self, artist: int, other: int) -> list[str]:
        """What two artists have in common (recordings together, genres, language, years), and how the other differs."""
        one, two = self.catalogue.artist_members(artist), self.catalogue.artist_members(other)
        out = []
        together = len(np.intersect1d(one, two, assume_unique=True))
        if together:
            out.append(f"on {together} track{'s' if together > 1 else ''} together")
        shared = self._shared_genres(self._genres_of(one), self._genres_of(two))
        if shared:
            out.append(f"both {' and '.join(shared[:2])}")
        elif some := self._shared_genres(self._genres_of(one, _SOME), self._genres_of(two, _SOME)):
            out.append(f"both have some {some[0]}")
        languages = [self._most_common(self.languages[rows]) for rows in (one, two)]
        if languages[0] and languages[0] == languages[1] and self.language_names[languages[0]] != "English":
            out.append(f"both sing in {self.language_names[languages[0]]}")
        years = [self._middle_year(rows) for rows in (one, two)]
        if all(years) and abs(years[0] - years[1]) <= _SAME_YEARS:
            out.append(f"from around {years[1]}")
        return out + self._artist_sound(one, two)

    def _artist_sound(self, one: npt.NDArray[np.int32], two: npt.NDArray[np.int32]) -> list[str]:
        """How the typical sounds of two artists compare: the greatest difference, else what they have in common."""
        means = [self._mean_percentiles(rows) for rows in (one, two)]
        apart = {name: means[1][name] - means[0][name] for name in _MORE_LESS}
        most = max(apart, key=lambda name: abs(apart[name]))
        if abs(apart[most]) >= _ARTISTS_FAR:
            return [_MORE_LESS[most][0 if apart[most] > 0 else 1]]
        mood = _mood(means[1]["energy"], means[1]["valence"])
        return [f"same mood{mood}"] if mood else ["close in sound"]

    def _mean_percentiles(self, rows: npt.NDArray[np.int32]) -> dict[str, float]:
        rows = rows[:_ENOUGH]
        return {name: float(np.nanmean([self.percentile(int(row), name) for row in rows])) for name in _MORE_LESS}

    def reasons(self, seed: int, row: int) -> tuple[list[str], list[str]]:
        """Why a recording is like a seed, and what sets it apart; each is true of the two, the most telling first."""
        sound, apart = self._sound_reasons(seed, row)
        tempo, other_tempo = self._tempo_reasons(seed, row)
        alike = [*self._artist_reason(seed, row), *sound, *tempo, *self._genre_reason(seed, row)]
        alike += [*self._language_reason(seed, row), *self._year_reason(seed, row)]
        return alike, apart + other_tempo

    def _artist_reason(self, seed: int, row: int) -> list[str]:
        ours, theirs = self.artists_of(seed), self.artists_of(row)
        same = [code for code in theirs if code in ours]
        names = self.catalogue.artist_names
        if same:
            name = names[same[0]].as_py()
            return [f"also by {name}" if same[0] == theirs[0] else f"with {name} too"]
        one, two = ours[0], theirs[0]
        members = self.catalogue.artist_members(one), self.catalogue.artist_members(two)
        if len(np.intersect1d(*members, assume_unique=True)):
            return [f"{names[two].as_py()} and {names[one].as_py()} have recorded together"]
        return []

    def _genre_reason(self, seed: int, row: int) -> list[str]:
        genres = [
            [genre for genre in self.credible_genres(one) if genre not in COUNTRIES or self._native(one, genre)]
            for one in (seed, row)
        ]
        shared = self._shared_genres(*genres)
        return [f"both {' and '.join(shared[:2])}"] if shared else []

    def _shared_genres(self, one: Sequence[str], two: Sequence[str]) -> list[str]:
        """Genres in both, the rarer first: they say more."""
        sizes = np.diff(self.catalogue.genre_starts)
        return sorted(set(one) & set(two), key=lambda genre: (int(sizes[self._numbers[genre]]), genre))

    def _genres_of(self, rows: npt.NDArray[np.int32], share: float = _MANY) -> list[str]:
        """Genres that at least a share of some recordings are credibly filed under."""
        rows = rows[:_ENOUGH]
        counts: dict[str, int] = {}
        for row in rows:
            for genre in self.credible_genres(int(row)):
                counts[genre] = counts.get(genre, 0) + 1
        return [genre for genre, count in counts.items() if count >= share * len(rows)]

    def credible_genres(self, row: int) -> list[str]:
        """The filed genres of a recording that are not doubtful."""
        return list(self._credible(int(row)))

    def _credible_of(self, row: int) -> tuple[str, ...]:
        filed = self.catalogue.words["genres"][row].as_py()
        return tuple(genre for genre in filed if self.genre_credibility(row, genre) >= DOUBTFUL)

    def genre_credibility(self, row: int, genre: str) -> float:
        """How credible it is that a recording is of a genre that it is filed under, 0-1; 0 if it is not filed so."""
        number = self._numbers[genre]
        start, end = (int(edge) for edge in self.catalogue.genre_starts[number : number + 2])
        place = start + int(np.searchsorted(self.catalogue.genre_rows[start:end], row))
        found = place < end and self.catalogue.genre_rows[place] == row
        return float(self.credibility[place]) if found else 0.0

    def genre_typicality(self, genre: str) -> Floats:
        """How typical each member of a genre is, in the order of ``catalogue.genre_members``, 0-1."""
        number = self._numbers[genre]
        return self.typicality[self.catalogue.genre_starts[number] : self.catalogue.genre_starts[number + 1]]

    def genre_credibilities(self, genre: str) -> Floats:
        """How credible it is that each member of a genre belongs there, in the order of ``genre_members``, 0-1."""
        number = self._numbers[genre]
        return self.credibility[self.catalogue.genre_starts[number] : self.catalogue.genre_starts[number + 1]]

    def _language_reason(self, seed: int, row: int) -> list[str]:
        language = int(self.languages[row])
        if language and language == self.languages[seed] and self.language_names[language] != "English":
            return [f"in {self.language_names[language]} too"]
        return []

    def _year_reason(self, seed: int, row: int) -> list[str]:
        one, two = int(self.years[seed]), int(self.years[row])
        if not (one and two) or abs(one - two) > _SAME_YEARS:
            return []
        return [f"from {two} too" if one == two else f"from {two}, close in time"]

    def percentile(self, row: int, trait: str) -> float:
        """About the share of recordings, in percent, with less of a trait; linear between the level marks.

        Where marks coincide, as they do for features that are mostly 0, the middle of their percentiles.
        """
        value, levels = self._value(row, trait), self.catalogue.levels[trait]
        if value != value:
            return value
        return (_interpolated(value, levels, bisect_right) + _interpolated(value, levels, bisect_left)) / 2

    def _value(self, row: int, trait: str) -> float:
        return float(self.catalogue.traits[row, TRAIT_NAMES.index(trait)])

    def _sound_reasons(self, seed: int, row: int) -> tuple[list[str], list[str]]:
        """What the sound has in common, and how this recording differs most."""
        one, two = self._heard(seed), self._heard(row)
        apart = {name: two[name] - one[name] for name in _MORE_LESS}
        alike = []
        if abs(apart["energy"]) <= _CLOSE and abs(apart["valence"]) <= _CLOSE:
            alike.append(f"same mood{_mood(two['energy'], two['valence'])}")
        elif abs(apart["energy"]) <= _CLOSE:
            alike.append("same energy")
        elif abs(apart["valence"]) <= _CLOSE:
            alike.append(f"as {_tone(two['valence'])}")
        if all(self._value(place, "instrumentalness") > _CERTAIN for place in (seed, row)):
            alike.append("instrumental too")
        elif all(self._value(place, "acousticness") > _CERTAIN for place in (seed, row)):
            alike.append("acoustic too")
        elif abs(apart["danceability"]) <= _CLOSE and two["danceability"] >= 75:
            alike.append("as danceable")
        most = max(apart, key=lambda name: abs(apart[name]))
        least = _FAR if alike else _CLOSE
        if not abs(apart[most]) >= least:
            return alike, []
        words = _MORE_LESS[most][0 if apart[most] > 0 else 1]
        return alike, [f"but {words}" if abs(apart[most]) >= _FAR else f"a little {words}"]

    def _heard_of(self, row: int) -> dict[str, float]:
        """Percentiles of the traits by which sounds are compared in words."""
        return {name: self.percentile(row, name) for name in _MORE_LESS}

    def _tempo_reasons(self, seed: int, row: int) -> tuple[list[str], list[str]]:
        """A tempo in common, or a quite different one."""
        one, two = self._value(seed, "tempo"), self._value(row, "tempo")
        if not (one > 0 and two > 0):
            return [], []
        for ratio, words in ((1, "same tempo"), (2, "twice the tempo"), (0.5, "half the tempo")):
            if abs(two / (ratio * one) - 1) <= _SAME_TEMPO:
                return [f"{words} ({two:.0f} BPM)"], []
        if abs(two / one - 1) < _OTHER_TEMPO:
            return [], []
        return [], [f"{'faster' if two > one else 'slower'} ({two:.0f} BPM)"]

    def _most_common(self, codes: npt.NDArray[np.uint8]) -> int:
        known = codes[codes > 0]
        return int(np.bincount(known).argmax()) if 2 * len(known) > len(codes) else 0

    def _middle_year(self, rows: npt.NDArray[np.int32]) -> int:
        known = self.years[rows]
        known = known[known > 0]
        return round(float(np.median(known))) if len(known) else 0

    def one_per_song(self, rows: Iterable[int], but: Rows = ()) -> Iterator[int]:
        """The rows without second versions of a song, and without versions of the songs in ``but``, in their order."""
        seen = {int(self.songs[row]) for row in but}
        for row in rows:
            song = int(self.songs[row])
            if song not in seen:
                seen.add(song)
                yield int(row)

    def left_out(
        self, include: Sequence[str] = (), seeds: Rows = (), span: Span | None = None
    ) -> npt.NDArray[np.bool_]:
        """Which recordings a list leaves out for their kind: bool, shape (n,).

        Parameters
        ----------
        include : sequence of str
            Kinds that are asked for.
        seeds : recordings
            Their kinds are let in, too.
        span : Span or None
            The recordings to tell of; None for all.
        """
        return self.of_left_out((span or self._all).rows, include, seeds)

    def of_left_out(self, rows: Rows | slice, include: Sequence[str] = (), seeds: Rows = ()) -> npt.NDArray[np.bool_]:
        """``left_out`` of some recordings: bool, in their order."""
        mask = sum(1 << KINDS.index(kind) for kind in LEFT_OUT if kind not in include)
        for seed in seeds:
            mask &= ~int(self.kinds[seed])
        return np.asarray(self.kinds[rows] & np.uint16(mask) != 0)

    def kinds_of(self, row: int) -> list[str]:
        """The kinds of a recording."""
        return [kind for place, kind in enumerate(KINDS) if int(self.kinds[row]) >> place & 1]

    def prior(self, rows: Rows | None = None) -> Floats:
        """What speaks for recordings before anything is asked: float32, 0-1, of all recordings or of some.

        How much likelier people choose a recording of this popularity than any other, on a log scale; 0 where the
        popularity is unknown. For ranking described requests among near-equals.
        """
        return self.priors if rows is None else self.priors[np.asarray(rows, dtype=np.intp)]

    def mood_scores(self, mood: str, span: Span | None = None) -> Floats:
        """How well each recording suits a mood: float32, shape (n,), mean 0 and deviation 1 over the catalogue.

        Of a span, where one is given.

        Raises
        ------
        KeyError
            If there is no such mood; ``moods`` names those there are.
        """
        if mood not in self.moods:
            raise KeyError(mood)
        return np.asarray(self.mood_table[self.moods.index(mood), (span or self._all).rows], dtype=np.float32)


def standings(
    popularity: npt.NDArray[np.floating], songs: npt.NDArray[np.integer], artists: npt.NDArray[np.integer]
) -> tuple[Floats, Floats]:
    """How popular recordings are, and how known their songs, on the scale of ``closeness``.

    A song is as known as its best known version, and at least nearly as its artist's best known recording: one of
    several releases may have a popularity of 0.

    Parameters
    ----------
    popularity : float, shape (n,)
        0-100; 0 and NaN mean unknown.
    songs, artists : int, shape (n,)
        Numbers of the songs and codes of the main artists.

    Returns
    -------
    standing, known : float32, shape (n,)
    """
    told = np.nan_to_num(popularity).astype(np.float32)
    of_song, of_artist = (_highest(told, groups) for groups in (songs, artists))
    best = np.maximum(of_song, np.float32(_OF_ARTIST) * of_artist)
    standing, known = (
        np.minimum(values, _WELL_KNOWN) + _ABOVE * np.maximum(values - _WELL_KNOWN, 0)
        for values in (np.where(one > 0, one, np.float32(UNKNOWN_POPULARITY)) for one in (told, best))
    )
    return standing.astype(np.float32), known.astype(np.float32)


def closeness(standing: Floats, known: Floats | float) -> Floats:
    """Minus the squared difference, in units of 50 points, from how known a seed is; less for what is more popular."""
    apart: Floats = standing - np.asarray(known, dtype=np.float32)
    apart /= np.float32(50)
    losses = np.where(apart < 0, -np.float32(1), -np.float32(_MORE_POPULAR))
    # In place: a message of twenty seeds asks for this forty times, over all recordings.
    np.multiply(apart, apart, out=apart)
    apart *= losses
    return apart


def _highest(values: Floats, groups: npt.NDArray[np.integer]) -> Floats:
    """The greatest value of each recording's group: float32, shape (n,)."""
    out = np.zeros(int(groups.max(initial=0)) + 1, dtype=np.float32)
    np.maximum.at(out, groups, values)
    return np.asarray(out[groups])


def _share_of_artist(flags: npt.NDArray[np.bool_], artists: npt.NDArray[np.integer]) -> Floats:
    """Of each recording's main artist, the share of the recordings with a flag: float32, shape (n,)."""
    shares = np.bincount(artists, flags) / np.maximum(np.bincount(artists), 1)
    return np.asarray(shares[artists], dtype=np.float32)


def _mood(energy: float, valence: float) -> str:
    """Words in brackets for a place on the plane of energy and valence, both as percentiles; none for its middle."""
    arousal = "energetic" if energy >= 65 else "calm" if energy <= 35 else ""
    pleasure = "bright" if valence >= 65 else "dark" if valence <= 35 else ""
    words = " and ".join(word for word in (arousal, pleasure) if word)
    return f" ({words})" if words else ""


def _tone(valence: float) -> str:
    """The mood of a percentile of valence, in a word."""
    return "bright" if valence >= 65 else "dark" if valence <= 35 else "neutral in mood"


def _interpolated(value: float, levels: Sequence[float], side: Callable[[Sequence[float], float], int]) -> float:
    """The percentile of a value, linear between the level marks; ``side`` chooses one where marks coincide."""
    place = side(levels, value)
    if place == 0:
        return float(_MARKS[0])
    if place == len(levels):
        return float(_MARKS[-1])
    low, high = levels[place - 1], levels[place]
    return _MARKS[place - 1] + (value - low) / (high - low) * (_MARKS[place] - _MARKS[place - 1])

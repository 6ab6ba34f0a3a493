"""Questions about the catalogue as a whole, answered in numbers and one picture each."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from charts import Chart, ChartCache, explore, maps
from engine import analytics, sound_map
from engine.analytics import Distribution, Genre, Profile
from engine.catalogue.names import Names
from engine.catalogue.store import Catalogue, Track
from engine.errors import UserError
from engine.features import AUDIO, Feature
from engine.sound_map import METHODS, Method, SoundMap

By = Literal["popularity", "size"]
Rows = npt.NDArray[np.integer[Any]]


@dataclass(frozen=True)
class Subject:
    """What may be compared: a track, an artist or a genre.

    Parameters
    ----------
    kind : {"track", "artist", "genre"}
    name : str
        As it is shown.
    key : str
        What names it without doubt: a track id, or the name.
    rows : int array
        Its recordings.
    """

    kind: Literal["track", "artist", "genre"]
    name: str
    key: str
    rows: Rows


@dataclass(frozen=True)
class Portrait:
    """An artist in numbers.

    Parameters
    ----------
    profile : Profile
    genres : tuple of (str, int)
        With the number of the artist's recordings filed there, most first.
    popular, typical, unusual : tuple of Track
        The most popular; the nearest to the middle of the artist's recordings; and the farthest from it. Too few
        recordings have no typical and unusual ones.
    apart : tuple of (Feature, float)
        Where the artist's middle is farthest from the catalogue's, with its percentile there.
    """

    profile: Profile
    genres: tuple[tuple[str, int], ...]
    popular: tuple[Track, ...]
    typical: tuple[Track, ...]
    unusual: tuple[Track, ...]
    apart: tuple[tuple[Feature, float], ...]


class Explorer:
    """Answers questions about one catalogue. Safe to use from several threads.

    Parameters
    ----------
    catalogue : Catalogue
    names : Names
    album : ChartCache
        Where pictures are kept.
    """

    def __init__(self, catalogue: Catalogue, names: Names, album: ChartCache) -> None:
        self._catalogue = catalogue
        self._names = names
        self._album = album
        self._maps: dict[Method, SoundMap] = {}
        self._mapping = Lock()

    @cached_property
    def genre_table(self) -> tuple[Genre, ...]:
        """Every genre in numbers, by name."""
        return analytics.genres(self._catalogue)

    def popularity(self, genre: str | None = None) -> tuple[Distribution, Chart]:
        """How popularity is spread, overall or in a genre."""
        self._require_popularity()
        of, whole = self._distributions("popularity", genre)
        question = ("popularity", genre)
        return of, self._album.picture(question, lambda theme: explore.popularity(of, whole, genre or "", theme))

    def feature(self, name: str, genre: str | None = None) -> tuple[Distribution, Chart]:
        """How one trait is spread, overall (with the genres at both ends) or in a genre."""
        if name == "popularity":
            return self.popularity(genre)
        of, whole = self._distributions(name, genre)
        ranked = self.ranked(name)
        question = ("feature", name, genre)
        return of, self._album.picture(question, lambda theme: explore.feature(of, whole, genre or "", ranked, theme))

    def features(self, genre: str | None = None) -> tuple[Sequence[Distribution], Chart]:
        """How each audio feature is spread, overall or in a genre."""
        pairs = [self._distributions(feature.name, genre) for feature in AUDIO]
        of, whole = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
        question = ("features", genre)
        return of, self._album.picture(question, lambda theme: explore.features(of, whole, genre or "", theme))

    def _require_popularity(self) -> None:
        if any(np.isnan(genre.popularity) for genre in self.genre_table):
            raise UserError(
                "The table behind this catalogue does not tell popularity.", "Try by:size.", code="not_found"
            )

    def genres(self, by: By = "popularity") -> tuple[Sequence[Genre], Chart]:
        """The genres by mean popularity or by recordings, the largest first."""
        if by == "popularity":
            self._require_popularity()
        ranked = sorted(self.genre_table, key=lambda genre: -(genre.count if by == "size" else genre.popularity))
        return ranked, self._album.picture(("genres", by), lambda theme: explore.genres(ranked, by, theme))

    def ranked(self, trait: str) -> list[Genre]:
        """The genres by descending median of a trait."""
        return sorted(self.genre_table, key=lambda genre: -np.nan_to_num(genre.median(trait), nan=-np.inf))

    def correlations(self, genre: str | None = None) -> tuple[list[tuple[Feature, Feature, float]], Chart]:
        """Which traits go together, strongest first, overall or in a genre."""
        rows = self._rows(genre)
        matrix = analytics.correlations(self._catalogue, rows)
        count = len(self._catalogue) if rows is None else len(rows)
        chart = self._album.picture(
            ("correlations", genre), lambda theme: explore.correlations(matrix, genre or "", count, theme)
        )
        return analytics.strongest(matrix), chart

    @property
    def methods(self) -> tuple[Method, ...]:
        """The maps that this catalogue has, the better one first."""
        return METHODS if sound_map.has_neighbours(self._catalogue) else ("components",)

    def map(
        self, method: Method, genres: tuple[str, ...] = (), track: Track | None = None
    ) -> tuple[SoundMap, list[str], Chart]:
        """All recordings on a plane, with genres or a track shown upon it.

        Returns
        -------
        map : SoundMap
        near : list of str
            The genres around the track.
        chart : Chart

        Raises
        ------
        UserError
            If the catalogue has no such map.
        """
        with self._mapping:
            if method not in self._maps:
                self._maps[method] = sound_map.sound_map(self._catalogue, method)
            of = self._maps[method]
        near = sound_map.around(self._catalogue, of, track.recording) if track else []
        chart = self._album.picture(
            ("map", method, genres, track and track.recording),
            lambda theme: maps.sound(self._catalogue, of, genres, track, near, theme),
        )
        return of, near, chart

    def find_subject(self, text: str) -> Subject:
        """The genre, artist or track that the text names, in that order.

        A title that is also an artist's name means the artist; say title and artist, or an id, for the track.

        Raises
        ------
        UserError
            If it names none; the nearest are named.
        """
        for find in (self._genre, self._artist, self._track):
            try:
                return find(text)
            except UserError:
                continue
        names = self._names
        near = [name for name, _ in (*names.find_genres(text, 1), *names.find_artists(text, 2))]
        near += [track.title for track in self._catalogue.tracks([row for row, _ in names.find_tracks(text, 2)])]
        raise UserError(
            f'No genre, artist or track is called "{text}".', f"Nearest: {'; '.join(near)}.", code="not_found"
        )

    def _genre(self, text: str) -> Subject:
        genre = self._names.resolve_genre(text)
        return Subject("genre", genre, genre, self._catalogue.genre_members(genre))

    def _artist(self, text: str) -> Subject:
        artist = self._names.resolve_artist(text)
        return Subject("artist", artist, artist, self._names.artist_recordings(artist))

    def _track(self, text: str) -> Subject:
        track = self._catalogue.track(self._names.resolve_track(text))
        return Subject("track", track.track_name, track.track_id, np.array([track.recording]))

    def compare(self, a: Subject, b: Subject) -> tuple[tuple[Profile, Profile], Chart]:
        """Two subjects trait by trait."""
        pair = (
            analytics.profile(self._catalogue, a.name, a.rows),
            analytics.profile(self._catalogue, b.name, b.rows),
        )
        apart = analytics.differences(*pair)
        question = ("compare", a.kind, a.key, b.kind, b.key)
        return pair, self._album.picture(question, lambda theme: explore.comparison(pair, apart, theme))

    def artist(self, name: str, count: int = 3) -> tuple[Portrait, Chart]:
        """An artist's recordings in numbers."""
        rows = self._names.artist_recordings(name)
        of = analytics.profile(self._catalogue, name, rows)
        apart = analytics.apart(of)
        genres: dict[str, int] = {}
        tracks = self._catalogue.tracks(rows)
        for track in tracks:
            for genre in track.genres:
                genres[genre] = genres.get(genre, 0) + 1
        popular = sorted(tracks, key=lambda track: -(track.popularity or 0))[:count]
        typical, unusual = [], []
        if len(rows) > 2 * count:
            ordered, _ = analytics.by_typicality(self._catalogue, rows)
            typical = self._catalogue.tracks(ordered[:count])
            unusual = self._catalogue.tracks(ordered[::-1][:count])
        portrait = Portrait(
            of,
            tuple(sorted(genres.items(), key=lambda pair: -pair[1])),
            tuple(popular),
            tuple(typical),
            tuple(unusual),
            apart,
        )
        chart = self._album.picture(("artist", name), lambda theme: explore.portrait(of, apart[0], theme))
        return portrait, chart

    def nearest_genres(self, genre: str, count: int = 10) -> list[tuple[Genre, float]]:
        """The genres whose medians are closest, with the distance in standard deviations, nearest first."""
        return analytics.nearest_genres(self._catalogue, self.genre_table, genre, count)

    def typical(self, genre: Genre) -> tuple[str, ...]:
        """What sets a genre apart from the catalogue, in words, such as ``faster``."""
        return analytics.typical(self._catalogue, genre)

    def _rows(self, genre: str | None) -> Rows | None:
        return None if genre is None else self._catalogue.genre_members(genre)

    def _distributions(self, name: str, genre: str | None) -> tuple[Distribution, Distribution]:
        whole = analytics.distribution(self._catalogue, name)
        rows = self._rows(genre)
        return (whole if rows is None else analytics.distribution(self._catalogue, name, rows)), whole

"""The engine: one object over a catalogue and its models, each method a thin call into its module."""

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Self

import numpy as np

from charts import DARK, ChartCache, Theme
from engine.catalogue.names import Names
from engine.catalogue.store import Catalogue, Track
from engine.drivers import Drivers, GenreDrivers
from engine.emerging.formula import BAND
from engine.emerging.ranking import Emerging, Ranking, Score
from engine.errors import UserError
from engine.explore import Explorer, Subject
from engine.features import TRAIT_NAMES, trait
from engine.genre.label import Labelled, label
from engine.genre.predictor import GenrePredictor, Kind, Prediction
from engine.genre.report import Report
from engine.language.parser import parse
from engine.metadata import Facts, describe
from engine.recommend import path as paths
from engine.recommend import playlist, refine
from engine.recommend.aim import level_of
from engine.recommend.knn import KnnIndex, smallest
from engine.recommend.moods import MOODS
from engine.recommend.path import Step
from engine.recommend.playlist import Playlist
from engine.recommend.query import Metric, Query, raw_value, read_value
from engine.recommend.recommender import Recommendation, Recommender
from engine.trends.movement import Movement
from engine.trends.years import Years


class Engine:
    """Answers questions about the tracks of one catalogue. Safe to use from several threads.

    Attributes
    ----------
    catalogue : Catalogue
    models : Path
        The directory of the trained models.
    names : Names
    space : KnnIndex
    album : ChartCache
        The pictures drawn last.
    explorer : Explorer
    """

    def __init__(self, catalogue: Catalogue, models: Path, theme: Theme = DARK) -> None:
        self.catalogue = catalogue
        self.models = models
        self.names = Names(catalogue)
        self.knn = KnnIndex.of(catalogue)
        self.recommender = Recommender(catalogue, self.knn, self.names)
        self.charts = ChartCache(theme)
        self.explorer = Explorer(catalogue, self.names, self.charts)

    @classmethod
    def load(cls, catalogue: Path | str, models: Path | str = "models", theme: Theme = DARK) -> Self:
        """An engine over a built catalogue; ``theme`` is that of its pictures.

        Raises
        ------
        UserError
            If there is no catalogue there, or one of another schema version.
        """
        return cls(Catalogue.load(catalogue), Path(models), theme)

    def warm(self) -> None:
        """Do what the first picture would wait for: half a second, worth it for a server."""
        self.charts.warm()
        _ = self.explorer.genre_table

    # Names

    def find(self, text: str, limit: int = 5) -> list[Track]:
        """Tracks that the text may name, likeliest first."""
        return self.catalogue.tracks([row for row, _ in self.names.find_tracks(text, limit)])

    def find_track(self, text: str) -> Track:
        """The track that the text names: a title, title and artist, an id or a link.

        Raises
        ------
        UserError
            If it names none; the nearest are named.
        """
        return self.catalogue.track(self.names.resolve_track(text))

    def find_artist(self, text: str) -> str:
        """The artist's name as credited. UserError if there is none."""
        return self.names.resolve_artist(text)

    def find_genre(self, text: str) -> str:
        """The genre's name. UserError if there is none."""
        return self.names.resolve_genre(text)

    def find_subject(self, text: str) -> Subject:
        """The genre, artist or track that the text names, in that order. UserError if it names none."""
        return self.explorer.find_subject(text)

    def suggest(self, source: str, text: str, limit: int = 25) -> list[tuple[str, str]]:
        """Completions of a text as (label, value): what is read, and what names it without doubt.

        Parameters
        ----------
        source : {"track", "artist", "genre", "subject", "mood"}
            A subject is any of the first three.
        """
        if source == "track":
            found = self.find(text, limit) if text.strip() else self.best_known(limit)
            return [(track.title, track.track_id) for track in found]
        if source == "subject":
            few = max(1, limit // 5)
            kinds = (("genre", few), ("artist", few), ("track", limit))
            return [pair for kind, count in kinds for pair in self.suggest(kind, text, count)][:limit]
        if source == "artist" and not text.strip():
            names = list(dict.fromkeys(track.artists[0] for track in self.best_known(4 * limit)))[:limit]
        elif source == "artist":
            names = [name for name, _ in self.names.find_artists(text, limit)]
        elif source == "genre":
            names = [name for name, _ in self.names.find_genres(text, limit)]
        else:
            # "happy+ca" completes the second mood.
            first, plus, last = text.lower().rpartition("+")
            names = [f"{first}{plus}{mood}" for mood in MOODS if mood.startswith(last.strip())][:limit]
        return [(name, name) for name in names]

    def best_known(self, count: int) -> list[Track]:
        """The most popular tracks; equally popular ones in catalogue order."""
        popularity = self.catalogue.traits[:, TRAIT_NAMES.index("popularity")]
        rows = smallest(-popularity, count)
        return self.catalogue.tracks(rows[np.argsort(-popularity[rows], kind="stable")][:count])

    # Recommendations

    def parse(self, text: str) -> Query:
        """The query that a wish makes. UserError if a word of it is wrong."""
        return parse(text, self.names, self.catalogue.track, self.catalogue.levels)

    def read_feature(self, name: str, text: str) -> float:
        """A typed feature value in its unit; a level word stands for its percentile. UserError if it is neither."""
        wish = read_value(trait(name), text, self.catalogue.levels)
        point = wish.target if wish.target is not None else wish.low if wish.low is not None else wish.high
        return raw_value(self.catalogue.levels, name, point if point is not None else "medium")

    def recommend(self, wish: str | Query, k: int | None = None) -> Recommendation:
        """The tracks that meet a wish best.

        Parameters
        ----------
        wish : str or Query
            ``energy:high mood:happy``.
        k : int or None
            How many; None leaves it to the wish.

        Raises
        ------
        UserError
            If the wish cannot be read, asks for nothing, or nothing is within its hard limits.
        """
        query = self.parse(wish) if isinstance(wish, str) else wish
        if k is not None:
            query = refine.limited(query, k)
        return self.recommender.recommend(query)

    def similar(self, track: str | Track, k: int = 5, metric: Metric = "cosine") -> Recommendation:
        """The tracks that sound most like one, over the nine audio features."""
        seed = self.find_track(track) if isinstance(track, str) else track
        query = Query(like=(seed,), limit=k, metric="" if metric == "cosine" else metric)
        return self.recommender.recommend(query)

    # Longer lists

    def playlist(self, wish: str | Query, to: str | Query = "", minutes: int = 45) -> Playlist:
        """A list of about so many minutes from one wish to another, each track easy to mix after the one before.

        Parameters
        ----------
        wish : str or Query
            ``mood:calm genre:jazz``: where it starts; its limits hold throughout.
        to : str or Query
            Where it ends; empty to stay.

        Raises
        ------
        UserError
            If nothing is asked for, nothing is within the limits, or ``to`` sets limits.
        """
        start, end = (self._read(text) for text in (wish, to))
        return playlist.playlist(self.catalogue, self.knn, self.names, start, end, minutes)

    def path(self, first: str | Track, last: str | Track, steps: int = 7) -> tuple[Step, ...]:
        """Tracks that lead from one track to another, both included. UserError if they sound the same."""
        ends = [self.find_track(track) if isinstance(track, str) else track for track in (first, last)]
        return paths.walk(self.catalogue, self.knn, self.names, ends[0], ends[1], steps)

    def blend(self, first: Track, second: Track, k: int = 5) -> tuple[Recommendation, tuple[float, ...]]:
        """The tracks nearest to the middle of two, and where each stands from the first (0) to the second (1).

        Raises
        ------
        UserError
            If the two sound the same.
        """
        along = paths.line(self.knn, first, second)
        found = self.recommend(Query(like=(first, second), limit=k, metric="euclidean"))
        return found, tuple(float(along[track.recording]) for track in found.tracks)

    def _read(self, wish: str | Query) -> Query:
        if isinstance(wish, Query):
            return wish
        return self.parse(wish) if wish.strip() else Query()

    # Genres

    @cached_property
    def genre_predictor(self) -> GenrePredictor:
        """Readings over the catalogue; its model is opened when a track was not read while building."""
        return GenrePredictor(self.catalogue, self.models)

    def genre(self, track: str | Track, kind: Kind = "full") -> Prediction:
        """What a track sounds like. UserError if there is no such track or there are no models."""
        found = self.find_track(track) if isinstance(track, str) else track
        return self.genre_predictor.track(found.recording, kind)

    def genre_report(self) -> Report:
        """How well the genre model was measured. UserError if there is none."""
        return Report.load(self.models)

    def label(
        self,
        content: bytes,
        *,
        audio_only: bool = False,
        on_progress: Callable[[int, int], object] = lambda done, total: None,
    ) -> Labelled:
        """Genres for each row of a CSV. UserError if it is too large, no CSV, or lacks audio columns."""
        return label(content, self.genre_predictor.model, audio_only=audio_only, on_progress=on_progress)

    # What goes with popularity, and what changed

    @cached_property
    def driver_table(self) -> Drivers:
        """The regressions of every genre. UserError if the catalogue was built without them."""
        return Drivers.load(self.catalogue.directory)

    def drivers(self, genre: str) -> GenreDrivers:
        """What goes with popularity in a genre. UserError if there is no regression for it."""
        return self.driver_table.genre(genre)

    @cached_property
    def years(self) -> Years:
        """Sound by year of release: the catalogue's own dates, or the aggregates that ship with the project."""
        return Years.load(self.catalogue.directory)

    @cached_property
    def movement(self) -> Movement:
        """Popularity at several dates. UserError if the catalogue was built from a single table."""
        return Movement.load(self.catalogue.directory)

    # What is rising

    @cached_property
    def rising(self) -> Emerging:
        """Both emerging scores of the catalogue. UserError if it was built without them."""
        return Emerging(self.catalogue)

    def emerging(
        self,
        kind: str = "tracks",
        *,
        genre: str | None = None,
        score: Score | None = None,
        popularity: tuple[float, float] = BAND,
        k: int = 10,
    ) -> Ranking:
        """The tracks or artists that are likeliest to rise, by the breakout score where it is there.

        Parameters
        ----------
        kind : {"tracks", "artists"}
        popularity : (float, float)
            Today, both included.

        Raises
        ------
        UserError
            If kind, genre or score are unknown, or nothing is left.
        """
        if kind not in ("tracks", "artists"):
            raise UserError(f'"{kind}" cannot be emerging.', "Kinds: tracks, artists.")
        ranked = self.rising.tracks if kind == "tracks" else self.rising.artists
        return ranked(genre, score, popularity, k)

    # The catalogue

    def level(self, name: str, value: float) -> str:
        """The level word for a raw value of a trait."""
        return level_of(self.catalogue.levels, name, value)

    def percentile(self, name: str, value: float) -> float:
        """The share of recordings, in percent, whose trait lies below a raw value; half of the equal ones count."""
        return self.knn.percentile(name, value)

    def metadata(self) -> Facts:
        """What stands behind the answers."""
        return describe(self.catalogue, self.models)

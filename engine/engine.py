"""The engine: answers questions about one catalogue; each method is a thin call into the module that does the work."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from pathlib import Path
from threading import Lock
from typing import Any, Final, Literal, Self

import numpy as np
import numpy.typing as npt
from rapidfuzz import process

from engine import analytics, portraits, sound_map
from engine.analytics import Genre
from engine.catalogue.names import Names, fold
from engine.catalogue.store import Catalogue, Track
from engine.defaults import catalogue_directory, models_directory
from engine.drivers import Drivers, FeatureDrivers, GenreContrast, GenreDrivers
from engine.emerging.formula import BAND
from engine.emerging.ranking import Emerging, EmergingTrack, Ranking, Score
from engine.errors import UserError
from engine.features import AUDIO, TRAIT_NAMES, trait
from engine.genre.artists import GenreArtist, genre_artists
from engine.genre.explanation import GenreExplanation, explain_features, explain_track
from engine.genre.label import Labelled, label
from engine.genre.label_list import label_list
from engine.genre.members import GenreMembers, genre_members
from engine.genre.predictor import GenrePredictor, Kind, Prediction
from engine.genre.report import Report
from engine.language.entities import nicknames, run_together
from engine.language.lexicon import nearest_to_absent
from engine.language.parser import Parser
from engine.language.understanding import Understanding
from engine.languages import word_of
from engine.levels import Levels
from engine.matching import ListLine, ListMatch, ListMatcher
from engine.metadata import Facts, as_of, describe, popularity_as_of
from engine.portraits import Comparison, Correlations, MapView, MusicalKey, Portrait, Spread, Subject
from engine.recommend import path as paths
from engine.recommend import playlist, refine
from engine.recommend.blocks import in_process
from engine.recommend.census import limits, rows_within
from engine.recommend.knn import KnnIndex, NeighbourSearch, OpenSearch, smallest
from engine.recommend.mixing import wheel
from engine.recommend.moods import MOODS
from engine.recommend.path import Step
from engine.recommend.playlist import Part, Playlist, Rise
from engine.recommend.query import MOST_TRACKS, Constraint, Metric, Query, read_value
from engine.recommend.recommender import Recommendation, Recommender
from engine.recommend.similarity import SimilarArtist
from engine.sound_map import METHODS, SoundMap
from engine.tokens import join, tokens
from engine.trends.popularity import PopularityChanges, PopularityHistory
from engine.trends.years import FeatureTrend, Years

GenreOrder = Literal["popularity", "size", "name"]
MOST_RANKED: Final = 1000  # entries of an emerging list
_NEAR_GENRES: Final = 5  # that an error names
_ALIKE: Final = 75  # of 100, for a genre's name to be offered in place of what was written


_REMEMBERED: Final = 256
"""Lists kept for who asks the same; one of five tracks takes some 10 kB."""


def within(name: str, value: int, low: int, high: int) -> None:
    """Check a whole number against its bounds, both included. UserError, naming the nearest, if it is outside."""
    if not low <= value <= high:
        raise UserError(f"{name} goes from {low} to {high}; {value} is outside.", f"Try {min(max(value, low), high)}.")


@dataclass(frozen=True)
class _Asked:
    """A query as the key of what was found for it."""

    identity: tuple[Hashable, ...]
    query: Query = field(compare=False)


class Engine:
    """Answers questions about the tracks of one catalogue. Safe to use from several threads.

    Attributes
    ----------
    catalogue : Catalogue
    models : Path
        The directory of the trained models.
    names : Names
    knn : KnnIndex
    search : NeighbourSearch
        What ``open_search`` opened.
    levels : Levels

    Examples
    --------
    >>> from engine import Engine
    >>> engine = Engine.load("data/catalogue")  # doctest: +SKIP
    >>> [track.title for track in engine.recommend("energy:high mood:happy", k=2).tracks]  # doctest: +SKIP
    """

    def __init__(self, catalogue: Catalogue, models: Path, open_search: OpenSearch = in_process) -> None:
        self.catalogue = catalogue
        self.models = models
        self.names = Names(catalogue)
        self.knn = KnnIndex.of(catalogue)
        self._open_search = open_search
        self.search: NeighbourSearch = open_search(catalogue, self.knn, models)
        self.levels = Levels.from_manifest(catalogue.manifest)
        self.recommender = Recommender(catalogue, self.knn, self.names, models, self.search)
        self._found = lru_cache(_REMEMBERED)(self._recommended)
        self._maps: dict[sound_map.Method, SoundMap] = {}
        self._mapping = Lock()

    @classmethod
    def load(
        cls,
        catalogue: Path | str | None = None,
        models: Path | str | None = None,
        workspace: str = "",
        open_search: OpenSearch = in_process,
    ) -> Self:
        """Open a built catalogue.

        Parameters
        ----------
        catalogue, models : Path, str or None
            Their directories. None: ``CRATEBOT_CATALOGUE`` and ``CRATEBOT_MODELS``, else the places that
            ``engine.defaults`` finds.
        workspace : str
            Whose private tables are seen beside those for everyone; empty for none.
        open_search : OpenSearch
            What finds the nearest recordings; in this process where not said.

        Raises
        ------
        UserError
            If there is no catalogue there, or one of another schema version.
        """
        found = Catalogue.load(catalogue or catalogue_directory(), workspace)
        return cls(found, Path(models or models_directory()), open_search)

    def reopened(self) -> Self:
        """An engine over the build that took the place of this one's, searched the same way. UserError as ``load``."""
        return type(self).load(self.catalogue.directory.parent, self.models, open_search=self._open_search)

    def changed_on_disk(self) -> bool:
        """Whether the catalogue's files were written into since they were opened: ask ``reopened`` from then on."""
        return self.catalogue.files.changed()

    @property
    def workspaces(self) -> frozenset[str]:
        """Workspaces with private tables: ``of_workspace`` answers them, this engine knows nothing of those tables."""
        return self.catalogue.workspaces

    def of_workspace(self, workspace: str) -> "Engine":
        """The engine over what a workspace may see: this one, unless there are private tables of the workspace.

        Raises
        ------
        UserError
            If the catalogue of the workspace is absent or damaged.
        """
        catalogue = self.catalogue.of_workspace(workspace)
        return self if catalogue is self.catalogue else type(self)(catalogue, self.models)

    @property
    def private_tables(self) -> bool:
        """Whether some workspace has private tables, be it this one or another."""
        return bool(self.workspaces or self.catalogue.manifest.get("workspace"))

    def holds(self, kind: Literal["track", "artist"], key: str) -> bool:
        """Whether the catalogue has a track of that id, or an artist of that name."""
        if kind == "track":
            return self.names.recording_of(key) is not None
        try:
            return self.find_artist(key) == key
        except UserError:
            return False

    def warm(self) -> None:
        """Compute what the first question about genres would wait for, some 50 ms; for servers."""
        _ = self.genre_table

    # Names

    def find(self, text: str, limit: int = 5) -> list[Track]:
        """Tracks that the text may name, likeliest first."""
        return self.catalogue.tracks([row for row, _ in self.names.find_tracks(text, limit)])

    def near(self, text: str) -> list[Track]:
        """Tracks to offer where the text names none: at most three; none if all are unlike."""
        return self.catalogue.tracks(self.names.near_tracks(text))

    def find_track(self, text: str) -> Track:
        """The track that the text names: a title, title and artist, an id or a link.

        Raises
        ------
        UserError
            If it names none; the nearest are named.
        """
        return self.catalogue.track(self.names.resolve_track(text))

    def match_list(self, lines: Iterable[ListLine]) -> Iterator[ListMatch]:
        """What each line of a list from elsewhere is in the catalogue, with a confidence, one after the other.

        100,000 lines take half a minute; the memory does not grow with them.
        """
        return self._list_matcher.match(lines)

    @cached_property
    def _list_matcher(self) -> ListMatcher:
        return ListMatcher(self.catalogue, self.names)

    def find_artist(self, text: str) -> str:
        """The artist's name as credited, by name or nickname ("RHCP"). UserError if there is none."""
        called = nicknames().get(run_together(text))
        if called is None:
            return self.names.resolve_artist(text)
        try:
            name = self.names.resolve_artist(text)
        except UserError:
            return self.names.resolve_artist(called)
        return name if fold(name) == fold(text) else self.names.resolve_artist(called)

    def find_genre(self, text: str) -> str:
        """The genre's name. UserError if there is none."""
        return self.names.resolve_genre(text)

    def find_dated_genre(self, text: str) -> str:
        """A genre of the catalogue, or one that only has years of release, such as shoegaze. UserError if neither."""
        called = run_together(text)
        dated = next((genre for genre in self.years.genres if run_together(genre) == called), "")
        if dated:
            return dated
        try:
            return self.find_genre(text)
        except UserError as error:
            near = process.extract(text.lower(), self.years.genres, limit=3, score_cutoff=_ALIKE)
            hint = f"Nearest: {', '.join(name for name, _, _ in near)}." if near else error.hint
            raise UserError(error.message, hint, code=error.code) from None

    def genres_in_place_of(self, text: str) -> list[str]:
        """The genres nearest to a style of music that the catalogue has no genre for; empty if it is none such.

        >>> engine.genres_in_place_of("shoegaze")  # doctest: +SKIP
        ['alt-rock', 'indie', 'psych-rock']
        """
        return [genre for genre in nearest_to_absent(text) if genre in self.catalogue.genres]

    def find_subject(self, text: str) -> Subject:
        """The genre, artist or track that the text names, in that order. UserError if it names none."""
        return portraits.find_subject(self.catalogue, self.names, text)

    def suggest(self, source: str, text: str, limit: int = 25) -> list[tuple[str, str]]:
        """Completions of a text as (label, value): what is read, and what names it without doubt.

        Parameters
        ----------
        source : {"track", "artist", "genre", "dated genre", "subject", "mood"}
            A dated genre is one as ``find_dated_genre`` finds it, a subject is any of the first three.
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
        elif source == "dated genre":
            begins = [name for name in self.years.genres if text.strip() and name.startswith(text.strip().lower())]
            names = list(dict.fromkeys((*begins, *(name for name, _ in self.names.find_genres(text, limit)))))[:limit]
        elif source == "mood":
            # "happy+ca" completes the second mood.
            first, plus, last = text.lower().rpartition("+")
            names = [f"{first}{plus}{mood}" for mood in MOODS if mood.startswith(last.strip())][:limit]
        else:
            raise UserError(
                f'There are no completions for "{source}".',
                "Sources: track, artist, genre, dated genre, subject, mood.",
            )
        return [(name, name) for name in names]

    def best_known(self, count: int) -> list[Track]:
        """The most popular tracks; equally popular ones in catalogue order."""
        popularity = self.catalogue.rank_popularity
        rows = smallest(-popularity, count)
        return self.catalogue.tracks(rows[np.argsort(-popularity[rows], kind="stable")][:count])

    # Recommendations

    def parse(self, text: str) -> Query:
        """The query that a text in keys makes. UserError if a word of it is wrong."""
        return self._parser.parse(text)

    def understand(self, text: str) -> Understanding:
        """What a message says: its query, the names read, what is missing, what to ask back. UserError as for parse."""
        return self._parser.understand(text)

    @cached_property
    def _parser(self) -> Parser:
        return Parser(self.catalogue, self.names, self.models, self.recommender.styles)

    def read_feature(self, name: str, text: str) -> float:
        """A typed feature value in its unit; a level word stands for its percentile. UserError if it is neither."""
        asked = read_value(trait(name), text, self.catalogue.levels)
        point = asked.target if asked.target is not None else asked.low if asked.low is not None else asked.high
        return self.levels.raw(name, point if point is not None else "medium")

    def recommend(self, query: str | Query, k: int | None = None) -> Recommendation:
        """The tracks that meet a query best; the last lists are remembered.

        Parameters
        ----------
        query : str or Query
            ``energy:high mood:happy``.
        k : int or None
            How many; None leaves it to the query.

        Raises
        ------
        UserError
            If the query cannot be read, asks for nothing, or nothing is within its hard limits.
        """
        query = self.parse(query) if isinstance(query, str) else query
        if k is not None:
            query = refine.limited(query, k)
        return self._found(_Asked(query.identity, query))

    def _recommended(self, asked: "_Asked") -> Recommendation:
        return self.recommender.recommend(asked.query)

    def similar(self, track: str | Track, k: int = 5, metric: Metric = "") -> Recommendation:
        """The tracks most like one: by sound, genres, scene, era and popularity, or by audio features alone.

        Parameters
        ----------
        track : str or Track
        k : int
            1-50.
        metric : {"", "cosine", "euclidean"}
            Empty for the default likeness; else exact neighbours over the nine standardised audio features.
        """
        within("limit", k, 1, MOST_TRACKS)
        return self.recommender.recommend(Query(like=(self._track(track),), limit=k, metric=metric))

    def similar_artists(
        self, artist: str, k: int = 10, popularity: tuple[float, float] = (0, 100)
    ) -> tuple[SimilarArtist, ...]:
        """The artists most like one, closest first, with what they have in common; artists of one recording last.

        Parameters
        ----------
        artist : str
        k : int
            1-50.
        popularity : tuple of float
            Least and greatest popularity of their best known recording.

        Raises
        ------
        UserError
            If there is no such artist, or ``k`` is not 1-50.
        """
        within("limit", k, 1, MOST_TRACKS)
        similarity = self.recommender.similarity
        return tuple(
            similarity.similar_artists(similarity.artist_code(self.find_artist(artist)), k, popularity=popularity)
        )

    def credible_genres(self, track: Track) -> list[str]:
        """The genres that a track is filed under and that are not doubtful by what is known of its artists."""
        return self.recommender.similarity.credible_genres(track.recording)

    def language(self, track: Track) -> str:
        """The word of ``language:`` for what a track is sung in, as far as names tell; empty if unknown."""
        similarity = self.recommender.similarity
        return word_of(similarity.language_names[int(similarity.languages[track.recording])])

    def match(self, query: str | Query, track_ids: Sequence[str]) -> npt.NDArray[np.float64]:
        """How well tracks answer a query.

        Parameters
        ----------
        query : str or Query
        track_ids : sequence of str

        Returns
        -------
        float64, shape (len(track_ids),)
            0-100, in the order that ``recommend`` uses; NaN for ids that the catalogue does not hold, -inf for tracks
            outside the query's hard limits.

        Raises
        ------
        UserError
            If the query cannot be read.
        """
        asked = self._read(query)
        rows = [self.names.recording_of(track_id) for track_id in track_ids]
        known = np.array([row is not None for row in rows], dtype=bool)
        values = np.full(len(rows), np.nan)
        words = " ".join(token.value for token in tokens(query) if not token.key) if isinstance(query, str) else ""
        found = np.array([row for row in rows if row is not None], dtype=np.intp)
        values[known] = self.recommender.match(asked, found, words)
        return values

    def stepped(self, query: Query, trait: str, by: int) -> Query | None:
        """The query with one trait a level further up (1) or down (-1); None if it is at the end."""
        return refine.stepped(self.catalogue, query, trait, by)

    # Longer lists

    def within(self, query: Query) -> int:
        """How many recordings are within the hard limits, the genres and the artists of a query."""
        return self.recommender.within(query)

    def rows_within(self, query: Query) -> npt.NDArray[np.integer[Any]]:
        """Recordings that are all that a query says, ascending: nothing is relaxed, no kind of recording left out."""
        return rows_within(self.catalogue, self.recommender.filters, self.levels, query)

    def limits_of(self, query: Query) -> Mapping[str, Constraint]:
        """What ``rows_within`` takes a query to ask of traits, each as limits."""
        return limits(self.levels, query)

    def keys(self, rows: npt.NDArray[np.integer[Any]]) -> npt.NDArray[np.int64]:
        """Places of recordings on the Camelot wheel: odd is major, even minor, -1 unknown."""
        return wheel(self.catalogue, rows.astype(np.intp))

    def kinds(self, track: Track) -> tuple[str, ...]:
        """Kinds of recording that a track's names say it is, such as ``remix``."""
        return tuple(self.recommender.similarity.kinds_of(track.recording))

    def fitting(self, query: Query, tracks: Sequence[Track]) -> tuple[Track, ...]:
        """Those of some tracks that are within the limits and exclusions of a query, whatever they are filed under."""
        limits = replace(query, genres=(), genres_all=(), artists=(), albums=(), tracks=(), scene="")
        try:
            rows = set(self.recommender.filters.within(limits).tolist())
        except UserError:
            return ()  # nothing at all is within them
        return tuple(track for track in tracks if track.recording in rows)

    def playlist(
        self,
        query: str | Query,
        to: str | Query = "",
        minutes: int = 45,
        then: Sequence[Part] = (),
        rise: Rise = "even",
    ) -> Playlist:
        """A list of about so many minutes from one query to another, each track easy to mix after the one before.

        Parameters
        ----------
        query : str or Query
            ``mood:calm genre:jazz``: where it starts; its limits hold throughout.
        to : str or Query
            Where it ends; empty to stay.
        minutes : int
            Of the first part, if there are more.
        then : sequence of Part
            What follows; what they leave open holds from the part before.
        rise : str
            ``even``, ``late`` or ``early``: when most of the way is made.

        Raises
        ------
        UserError
            If nothing is asked for, nothing is within the limits, or ``to`` sets limits.
        """
        within("minutes", minutes, 1, playlist.MOST_MINUTES)
        within("minutes in all", minutes + sum(part.minutes for part in then), 1, playlist.MOST_MINUTES)
        start, end = (self._read(text) for text in (query, to))
        return playlist.in_parts(self.recommender, (Part(start, end, minutes), *then), rise)

    def playlist_parts(self, text: str) -> tuple[Part, ...]:
        """The parts that a text names, parted by semicolons: ``minutes:20 energy:high; minutes:5 mood:calm``.

        Each takes ``minutes:`` (10 if it says none), ``to:`` and a query.
        """
        parts = []
        for one in filter(str.strip, text.split(";")):
            found = tokens(one)
            said = {token.key: token.value for token in found if token.key in ("minutes", "to")}
            minutes = said.get("minutes", "10")
            if not minutes.isdecimal():
                raise UserError(f'minutes takes a whole number; "{minutes}" is none.', "Try minutes:10.")
            query = self.parse(join(token for token in found if token.key not in said))
            within("minutes", int(minutes), 1, playlist.MOST_MINUTES)
            parts.append(Part(query, self.parse(said["to"]) if said.get("to") else Query(), int(minutes)))
        return tuple(parts)

    def path(self, first: str | Track, last: str | Track, steps: int = 7) -> tuple[Step, ...]:
        """Tracks that lead from one track to another, both included. UserError if they sound the same."""
        within("steps", steps, paths.FEWEST_STEPS, paths.MOST_STEPS)
        ends = [self._track(track) for track in (first, last)]
        return paths.walk(self.catalogue, self.knn, self.search, self.names, ends[0], ends[1], steps)

    def blend(self, first: str | Track, second: str | Track, k: int = 5) -> tuple[Recommendation, tuple[float, ...]]:
        """The tracks nearest to the middle of two, and where each stands from the first (0) to the second (1).

        Raises
        ------
        UserError
            If the two sound the same.
        """
        within("limit", k, 1, MOST_TRACKS)
        ends = self._track(first), self._track(second)
        along = paths.line(self.knn, *ends)
        found = self.recommend(Query(like=ends, limit=k, metric="euclidean"))
        return found, tuple(float(along[track.recording]) for track in found.tracks)

    def _track(self, track: str | Track) -> Track:
        return self.find_track(track) if isinstance(track, str) else track

    def _read(self, query: str | Query) -> Query:
        if isinstance(query, Query):
            return query
        return self.parse(query) if query.strip() else Query()

    # The genre model

    @cached_property
    def genre_predictor(self) -> GenrePredictor:
        """Genre predictions over the catalogue; the model is opened when a track has no prediction from the build."""
        return GenrePredictor(self.catalogue, self.models)

    def genre(self, track: str | Track, kind: Kind = "full") -> Prediction:
        """What a track sounds like. UserError if there is no such track or there are no models."""
        return self.genre_predictor.predict(self._track(track).recording, kind)

    def explain_genre(self, track: str | Track, kinds: tuple[Kind, ...] = ("full", "audio")) -> GenreExplanation:
        """What a track sounds like, what argues for that, and typical tracks of that genre. UserError as ``genre``."""
        return explain_track(self.catalogue, self.recommender.filters, self.genre_predictor, self._track(track), kinds)

    def explain_features(self, features: Mapping[str, float], kind: Kind = "audio") -> GenreExplanation:
        """The same for typed features, by trait name in their units. UserError if there are no models."""
        return explain_features(self.catalogue, self.recommender.filters, self.genre_predictor, features, kind)

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

    def label_list(
        self,
        content: bytes,
        *,
        audio_only: bool = False,
        on_progress: Callable[[int, int], object] = lambda done, total: None,
    ) -> Labelled:
        """Genres for each row of a CSV that has audio columns or names known tracks. UserError if it cannot be read."""
        return label_list(
            content, self.genre_predictor, self.match_list, audio_only=audio_only, on_progress=on_progress
        )

    # What goes with popularity, and what changed

    @cached_property
    def driver_table(self) -> Drivers:
        """The regressions of every genre. UserError if the catalogue was built without them."""
        return Drivers.load(self.catalogue.files)

    def drivers(self, genre: str) -> GenreDrivers:
        """What goes with popularity in a genre. UserError if there is no regression for it."""
        return self.driver_table.genre(genre)

    def compare_drivers(self, genre: str, other: str) -> GenreContrast:
        """What goes with popularity in two genres. UserError if one has no regression."""
        return self.driver_table.contrast(genre, other)

    def feature_drivers(self, feature: str) -> FeatureDrivers:
        """Where an audio feature goes with popularity. UserError if it is none, or no genre has a regression."""
        return self.driver_table.over_genres(feature)

    @cached_property
    def years(self) -> Years:
        """Sound by year of release: the catalogue's own dates, or the aggregates that ship with the project."""
        return Years.load(self.catalogue.files)

    def trend(self, feature: str, genre: str | None = None) -> FeatureTrend:
        """A feature by year of release. UserError if it is none, or too few dates are known of the genre."""
        if genre in self.catalogue.genres and genre not in self.years.genres:
            near = [other.name for other, _ in self.nearest_genres(genre, len(self.catalogue.genres))]
            dated = [name for name in near if name in self.years.genres][:_NEAR_GENRES]
            hint = f"Nearest in sound with known dates: {', '.join(dated)}." if dated else ""
            raise UserError(f"Too few release dates are known for {genre}.", hint, code="not_found")
        return self.years.feature(feature, genre)

    @cached_property
    def popularity_history(self) -> PopularityHistory:
        """Popularity at several dates. UserError if the catalogue was built from a single table."""
        return PopularityHistory.load(self.catalogue.files)

    @cached_property
    def has_popularity_history(self) -> bool:
        """Whether popularity is known at several dates."""
        try:
            return bool(self.popularity_history)
        except UserError:
            return False

    def popularity_changes(self, kind: str = "tracks", genre: str | None = None, k: int = 10) -> PopularityChanges:
        """The greatest rises and falls in popularity.

        Parameters
        ----------
        kind : {"tracks", "artists", "genres"}
        k : int
            Of rises, and of falls.

        Raises
        ------
        UserError
            If popularity is known on one date only, kind or genre are unknown, or nothing was collected twice.
        """
        return self.popularity_history.changes(self.catalogue, kind, genre, k)

    # What is rising

    @cached_property
    def rising(self) -> Emerging:
        """Both emerging scores of the catalogue. UserError if it was built without them."""
        return Emerging(self.catalogue)

    @cached_property
    def has_rising(self) -> bool:
        """Whether the catalogue was built with emerging scores."""
        try:
            return bool(self.rising)
        except UserError:
            return False

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
            On the day of collection, both included.

        Raises
        ------
        UserError
            If kind, genre or score are unknown, or nothing is left.
        """
        if kind not in ("tracks", "artists"):
            raise UserError(f'"{kind}" cannot be emerging.', "Kinds: tracks, artists.")
        within("k", k, 1, MOST_RANKED)
        ranked = self.rising.tracks if kind == "tracks" else self.rising.artists
        return ranked(genre, score, popularity, k)

    def explain_emerging(self, track: str | Track, score: Score | None = None) -> EmergingTrack:
        """One track's emerging scores, part by part. UserError if there is no such track or score."""
        return self.rising.explain(self._track(track).recording, score)

    # The catalogue

    @property
    def collected(self) -> str:
        """When the popularity was collected, such as ``2022-10``; empty if unknown. Of several dates, that of the most
        recordings."""
        return next(iter(self.catalogue.popularity_dates), "")

    @property
    def popularity_as_of(self) -> str:
        """When the popularity was collected, in words, such as ``as of October 2022``; of several dates all."""
        return popularity_as_of(self.catalogue.popularity_dates)

    @property
    def collected_month(self) -> str:
        """When the popularity was collected, such as ``October 2022``; empty if unknown."""
        return as_of(self.collected).removeprefix("as of ")

    @cached_property
    def genre_table(self) -> tuple[Genre, ...]:
        """Every genre in numbers, by name."""
        return analytics.genres(self.catalogue)

    def genres(self, by: GenreOrder = "popularity") -> tuple[Genre, ...]:
        """The genres by mean popularity or by recordings, the largest first, or by name.

        Raises
        ------
        UserError
            If the order is by popularity and the catalogue does not know it.
        """
        if by == "name":
            return self.genre_table
        if by == "popularity":
            self._require_popularity()
        return tuple(sorted(self.genre_table, key=lambda genre: -(genre.count if by == "size" else genre.popularity)))

    def nearest_genres(self, genre: str, k: int = 10) -> list[tuple[Genre, float]]:
        """The genres whose medians are closest, with the distance in standard deviations, nearest first."""
        return analytics.nearest_genres(self.catalogue, self.genre_table, genre, k)

    def genre_members(self, genre: str, k: int = 5) -> GenreMembers:
        """Typical and doubtful members of a genre, ``k`` of each. UserError if there is no such genre."""
        return genre_members(self.catalogue, self.recommender.similarity, genre, k)

    def genre_artists(
        self, genre: str, k: int = 10, popularity: tuple[float, float] = (0, 100), by: str = "popularity"
    ) -> tuple[GenreArtist, ...]:
        """The artists of a genre, the best known first, or with ``by="recordings"`` those with most recordings in it.

        Raises
        ------
        UserError
            If there is no such genre, or ``k`` is not 1-50.
        """
        within("limit", k, 1, MOST_TRACKS)
        return genre_artists(self.catalogue, self.recommender.similarity, genre, k, popularity, by)

    def genre_sound(self, genre: Genre) -> tuple[str, ...]:
        """What sets a genre apart from the catalogue, in words, such as ``faster``."""
        return analytics.typical(self.catalogue, genre)

    @cached_property
    def has_popularity(self) -> bool:
        """Whether the tables behind the catalogue say how popular tracks are."""
        return not any(np.isnan(genre.popularity) for genre in self.genre_table)

    def _require_popularity(self) -> None:
        if not self.has_popularity:
            raise UserError(
                "The table behind this catalogue does not say how popular tracks are.", "Try by:size.", code="not_found"
            )

    def spread(self, trait: str, genre: str | None = None) -> Spread:
        """How one trait is spread, overall or in a genre. UserError for a popularity that is not known."""
        if trait == "popularity":
            self._require_popularity()
        return portraits.spread(self.catalogue, self.genre_table, trait, genre)

    def spreads(self, genre: str | None = None) -> tuple[Spread, ...]:
        """How each of the nine audio features that are known is spread, overall or in a genre."""
        names = (feature.name for feature in AUDIO)
        return tuple(self.spread(name, genre) for name in names if portraits.known(self.catalogue, name, genre))

    def correlations(self, genre: str | None = None) -> Correlations:
        """Which traits go together, overall or in a genre. UserError if there are too few recordings."""
        return portraits.correlations(self.catalogue, genre)

    def compare(self, a: str | Subject | Track, b: str | Subject | Track) -> Comparison:
        """Two tracks, artists or genres, trait by trait. UserError if a text names none."""
        first, second = (self._subject(one) for one in (a, b))
        return portraits.compare(self.catalogue, first, second)

    def _subject(self, one: str | Subject | Track) -> Subject:
        if isinstance(one, Track):
            return portraits.track_subject(one)
        return self.find_subject(one) if isinstance(one, str) else one

    def artist(self, name: str) -> Portrait:
        """An artist's recordings in numbers. UserError if there is no such artist."""
        found = self.find_artist(name)
        return portraits.portrait(self.catalogue, found, self.names.artist_recordings(found))

    def portrait(self, subject: Subject) -> Portrait:
        """The recordings of a subject, such as a list, in numbers."""
        return portraits.portrait(self.catalogue, subject.name, subject.rows)

    @property
    def map_methods(self) -> tuple[sound_map.Method, ...]:
        """The maps that this catalogue has, the better one first."""
        return METHODS if sound_map.has_neighbours(self.catalogue) else ("components",)

    def map(
        self, method: sound_map.Method | None = None, genres: tuple[str, ...] = (), track: Track | None = None
    ) -> MapView:
        """All recordings on a plane, with genres or a track to show upon it.

        Parameters
        ----------
        method : {"neighbours", "components"} or None
            None for the better one that there is.

        Raises
        ------
        UserError
            If the catalogue has no such map, or there is no such genre.
        """
        method = method or self.map_methods[0]
        with self._mapping:
            if method not in self._maps:
                self._maps[method] = sound_map.sound_map(self.catalogue, method)
        return portraits.map_view(self.catalogue, self._maps[method], genres, track)

    def key(self, track: Track) -> MusicalKey:
        """The key of a track, for musicians and for DJs."""
        return portraits.musical_key(self.catalogue, track)

    def main_genre(self, track: Track) -> str:
        """The most credible genre that a track is filed under; empty if it is filed under none."""
        similarity = self.recommender.similarity
        return max(track.genres, key=lambda genre: similarity.genre_credibility(track.recording, genre), default="")

    def level(self, name: str, value: float) -> str:
        """The level word for a raw value of a trait; ``unknown`` for a missing one."""
        return self.levels.level_of(name, value)

    def percentile(self, name: str, value: float) -> float:
        """The share of recordings, in percent, whose trait lies below a raw value; half of the equal ones count."""
        return analytics.percentile(self.catalogue, TRAIT_NAMES.index(name), value)

    def percentiles(self, name: str, values: Sequence[float]) -> list[float]:
        """``percentile`` of several raw values of one trait; NaN for a missing one."""
        return list(map(float, analytics.percentiles_at(self.catalogue, TRAIT_NAMES.index(name), values)))

    def sorted_values(self, name: str) -> npt.NDArray[np.float32]:
        """All known raw values of a trait, ascending."""
        return self.catalogue.ascending(TRAIT_NAMES.index(name))

    def metadata(self) -> Facts:
        """Where catalogue and models come from, their sizes and their measured figures."""
        return describe(self.catalogue, self.models)

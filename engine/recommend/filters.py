"""Which recordings are within the limits of a query."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from engine.catalogue.names import Names
from engine.catalogue.store import Catalogue
from engine.errors import UserError
from engine.features import LEVELS, TRAIT_NAMES, trait
from engine.genre.predictor import StoredPredictions
from engine.languages import BY_WORD, SUNG
from engine.recommend.knn import Floats, Rows
from engine.recommend.mixing import MODES, camelot, wheel
from engine.recommend.moods import MOODS
from engine.recommend.query import Constraint, Query, raw_value
from engine.recommend.scoring import kinds_let_in
from engine.recommend.similarity import KINDS, Similarity
from engine.recommend.spans import Span
from engine.recommend.styles import Styles

Mask = npt.NDArray[np.bool_]
_MIDDLE = list(LEVELS).index("medium")
# Genres that are countries: their language tells more than their sound.
_SPOKEN = {
    "french": "french", "german": "german", "spanish": "spanish", "brazil": "portuguese", "swedish": "swedish",
    "turkish": "turkish", "malay": "malay", "indian": "indian", "iranian": "persian",
}  # fmt: skip
# From this share of known years on nothing is said of the others.
_MOST_YEARS = 0.95
# Predicted from audio, and from all that is known, in 255ths: from these shares on a genre may be heard.
_LIKELY = np.array([[13], [8]], dtype=np.uint8)


@dataclass(frozen=True)
class Pool:
    """Recordings that a list may be made of.

    Parameters
    ----------
    query : Query
        Whose limits hold.
    without : str
        A trait whose limits do not count.
    left_out : bool
        Those of them instead that lists leave out for their kind.
    """

    query: Query
    without: str = ""
    left_out: bool = False


class Filters:
    """Masks over the recordings of a catalogue, or of a span of it.

    Parameters
    ----------
    catalogue : Catalogue
    names : Names
    similarity : Similarity
    styles : Styles
    span : Span or None
        None: the whole catalogue.
    """

    def __init__(
        self, catalogue: Catalogue, names: Names, similarity: Similarity, styles: Styles, span: Span | None = None
    ) -> None:
        self._catalogue = catalogue
        self._span = span or Span(0, len(catalogue), len(catalogue))
        self._names = names
        self._similarity = similarity
        self._styles = styles

    def allowed(self, pool: Pool) -> Mask:
        """The recordings of a pool: bool, shape (n,)."""
        if pool.left_out:
            return self.mask(pool.query, pool.without, everything=True) & self.left_out(pool.query)
        return self.mask(pool.query, pool.without)

    def mask(self, query: Query, without: str = "", everything: bool = False) -> Mask:
        """Recordings within all limits of a query.

        Parameters
        ----------
        query : Query
        without : str
            A trait whose limits do not count.
        everything : bool
            Whether to let in kinds of recording that lists leave out unless they are asked for.

        Returns
        -------
        bool, shape (n,)
        """
        allowed = self._named(query) & self._of_kinds(query, everything)
        for name, constraint in query.constraints.items():
            values = self.values(name)
            low, high = self.bounds(name, constraint)
            if name != without and (low > -math.inf or high < math.inf):
                # A missing value is in no range: every comparison with NaN is false.
                allowed &= (values >= np.float32(low)) & (values <= np.float32(high))
            elif constraint.target is not None:
                allowed &= ~np.isnan(values)
        if any("tempo" in MOODS[mood] for mood in query.moods):
            # Without a beat there is no tempo, so it is neither fast nor slow.
            allowed &= ~np.isnan(self.values("tempo"))
        for mood in query.not_moods:
            allowed &= self._away_from(mood)
        if query.keys:
            allowed &= self._in_keys(query.keys)
        if query.years is not None:
            allowed &= self._in_years(query.years)
        never = [track.recording for track in (*query.named, *query.unlike, *query.not_tracks)]
        allowed[self._span.local(np.array(never, dtype=np.intp))] = False
        return allowed

    def values(self, name: str) -> Floats:
        """A trait of the span's recordings, raw; NaN where missing."""
        return self._catalogue.traits[self._span.rows, TRAIT_NAMES.index(name)]

    def leading(self, query: Query) -> list[int]:
        """The recordings that lead the list: those named, whatever the limits, unless they are rejected or explicit."""
        rejected = {track.recording for track in query.not_tracks}
        banned = {artist.casefold() for artist in query.not_artists}
        return [
            track.recording
            for track in query.tracks
            if track.recording not in rejected
            and not banned & {artist.casefold() for artist in track.artists}
            and (query.explicit is None or track.explicit == query.explicit)
        ]

    def within(self, query: Query) -> Rows:
        """Recordings within all limits, ascending. UserError if there is none; the limit in the way is named.

        Of the whole catalogue, as ``nothing_within``.
        """
        rows = np.flatnonzero(self.mask(query))
        if not len(rows):
            raise self.nothing_within(query)
        return rows

    def bounds(self, name: str, constraint: Constraint) -> tuple[float, float]:
        """The raw values that a constraint allows, both included; infinite where it sets no limit."""
        levels = self._catalogue.levels
        low = -math.inf if constraint.low is None else raw_value(levels, name, constraint.low)
        high = math.inf if constraint.high is None else raw_value(levels, name, constraint.high)
        return low, high

    def nothing_within(self, query: Query) -> UserError:
        """The error that says which limit leaves nothing, and what would do."""
        for name, constraint in reversed(list(query.constraints.items())):
            low, high = self.bounds(name, constraint)
            if low == -math.inf and high == math.inf:
                continue
            values = self.values(name)[self.mask(query, without=name)]
            values = values[~np.isnan(values)]
            if len(values):
                near = float(values[np.argmin(np.maximum(low - values, values - high))])
                way_out = "without the !, or another limit" if constraint.hard else "another limit"
                return UserError(
                    f"No recording is within your limits: {name} stands in the way.",
                    f"The nearest has {name} {trait(name).format(near)}; try {way_out}.",
                    code="not_found",
                )
        if query.years is not None and not self.has_years:
            return UserError(
                "This catalogue has no years of release.", "Leave the year or decade out.", code="not_found"
            )
        return UserError(
            "No recording is within your limits.", "Take away one of genre, artist or explicit.", code="not_found"
        )

    @property
    def has_years(self) -> bool:
        """Whether any recording has a year of release."""
        return self._catalogue.years_known > 0

    def told_years(self, query: Query) -> str:
        """Say how many years are known where a query limits them and many are not; else ""."""
        known, count = self._catalogue.years_known, len(self._catalogue)
        if query.years is None or known >= _MOST_YEARS * count:
            return ""
        share = f"{100 * known / count:.0f}%"
        return f"year of release known of {known:,} of {count:,} recordings ({share}); the others are left out"

    def _named(self, query: Query) -> Mask:
        """Recordings of the genres, artists and albums asked for, explicit or not as asked."""
        everything = np.ones(len(self._span), dtype=bool)
        allowed = self._any_of(query.genres, self._of_genre) if query.genres else everything
        if query.genres_all:
            allowed &= self._any_of(query.genres_all, self._of_genre)
        for genre in query.genres_all:
            if not allowed.any():  # of all genres named side by side a few leave nothing
                break
            allowed &= self._sounds_like(genre)
        for artist in query.like_artists:
            # Who asks for hip-hop like 2Pac wants 2Pac too, wherever the table files him; but not for French hip-hop.
            wanted = [query.genres] if query.genres else [(genre,) for genre in query.genres_all]
            if wanted and all(self._styles.plays(artist, genres) for genres in wanted):
                allowed[self._by(artist)] = True
        for genre in query.not_genres:
            allowed[self._of_genre(genre)] = False
        if query.artists:
            allowed &= self._any_of(query.artists, self._by)
        for artist in query.not_artists:
            allowed[self._by(artist)] = False
        if query.albums:
            allowed &= self._any_of(query.albums, self._on_album)
        if query.explicit is not None:
            allowed &= self._catalogue.explicit[self._span.rows] == query.explicit
        return allowed

    def _by(self, artist: str) -> npt.NDArray[np.integer]:
        return self._span.local(self._names.artist_recordings(artist))

    def _on_album(self, album: str) -> npt.NDArray[np.integer]:
        return self._span.local(self._names.album_recordings(album))

    def _of_kinds(self, query: Query, everything: bool) -> Mask:
        """Recordings of the kinds and languages asked for, without kinds that nobody asked for."""
        similarity = self._similarity
        kinds, languages = similarity.kinds[self._span.rows], similarity.languages[self._span.rows]
        allowed = np.ones(len(self._span), dtype=bool)
        if query.kinds:
            wanted = sum(1 << KINDS.index(kind) for kind in query.kinds)
            allowed &= kinds & np.uint16(wanted) != 0
        if query.not_kinds:
            unwanted = sum(1 << KINDS.index(kind) for kind in query.not_kinds)
            allowed &= kinds & np.uint16(unwanted) == 0
        if not everything:
            allowed &= ~self.left_out(query)
        if query.languages:
            allowed &= np.isin(languages, self._codes(query.languages)) & ~self._filed_abroad(query)
        if query.not_languages:
            allowed &= ~np.isin(languages, self._codes(query.not_languages))
        return allowed

    def _filed_abroad(self, query: Query) -> Mask:
        """Recordings whose names look like a language asked for, and that are filed where another one is sung.

        What is also filed under a place of a language asked for, or was asked for by genre, stays.
        """
        asked = {*query.languages, *(BY_WORD[one].lower() for one in query.languages)}
        wanted = {*query.genres, *query.genres_all}
        home = tuple(genre for genre, spoken in SUNG.items() if spoken in asked or genre in wanted)
        if query.artists or "english" in asked:
            return np.zeros(len(self._span), dtype=bool)  # songs in English are filed everywhere
        abroad = tuple(genre for genre in SUNG if genre not in home)
        members = self._filed_under
        return self._any_of(abroad, members) & ~self._any_of(home, members)

    def _filed_under(self, genre: str) -> npt.NDArray[np.integer]:
        catalogue = self._catalogue
        return (
            self._span.local(catalogue.genre_members(genre)) if genre in catalogue.genres else catalogue.genre_rows[:0]
        )

    def left_out(self, query: Query) -> Mask:
        """Recordings of kinds that nobody asked for, such as christmas songs; limits aside.

        An album asked for by name is of any kind, and so is an artist of whom there is nothing else.
        """
        include, seeds = kinds_let_in(query), [track.recording for track in query.seeds]
        out = self._similarity.left_out(include, seeds, self._span)
        for album in query.albums:
            out[self._on_album(album)] = False
        # Whether there is anything else is a question to the whole catalogue.
        for artist in query.artists:
            theirs = self._names.artist_recordings(artist)
            if self._similarity.of_left_out(theirs, include, seeds).all():
                out[self._span.local(theirs)] = False
        return out

    def _codes(self, languages: tuple[str, ...]) -> list[int]:
        names = self._similarity.language_names
        return [names.index(BY_WORD[language]) for language in languages if BY_WORD[language] in names]

    def _any_of(self, wanted: tuple[str, ...], members: Callable[[str], npt.NDArray[np.integer]]) -> Mask:
        theirs = np.zeros(len(self._span), dtype=bool)
        for name in wanted:
            theirs[members(name)] = True
        return theirs

    def _of_genre(self, genre: str) -> npt.NDArray[np.integer]:
        """Recordings of a genre: filed under it, of an artist known for it, or unfiled and predicted to be of it."""
        catalogue, local = self._catalogue, self._span.local
        filed = catalogue.genre_members(genre) if genre in catalogue.genres else catalogue.genre_rows[:0]
        known = local(self._styles.recordings(genre))
        return np.concatenate((local(filed), catalogue.predicted_members(genre, self._span.rows), known))

    def _sounds_like(self, genre: str) -> Mask:
        """Recordings filed under a genre, in its language, or with it among the likeliest that the classifier predicts.

        Few recordings are filed under two genres, but many that are filed under one sound like another.
        """
        filed = self._any_of((genre,), self._of_genre)
        if genre in _SPOKEN:
            languages = self._similarity.languages[self._span.rows]
            return np.asarray(filed | np.isin(languages, self._codes((_SPOKEN[genre],))))
        predicted = self._predicted
        if predicted is None or genre not in predicted.genres:
            return filed
        rows = self._span.rows
        found = (predicted.best[rows] == predicted.genres.index(genre)) & (predicted.shares[rows] >= _LIKELY)
        # Few are found: their places are told in a tenth of the time that ``any`` takes over such short axes.
        filed[np.flatnonzero(found) // (found.size // max(len(found), 1) or 1)] = True
        return filed

    @cached_property
    def _predicted(self) -> StoredPredictions | None:
        """The genre predictions of the catalogue, if the build had a classifier."""
        return StoredPredictions.load(self._catalogue.files)

    def _away_from(self, mood: str) -> Mask:
        """Recordings on the other side of the middle in the trait that says most of a mood."""
        order = list(LEVELS)
        name, level = next((name, level) for name, level in MOODS[mood].items() if level != "medium")
        values = self.values(name)
        middle = np.float32(self._catalogue.levels[name][_MIDDLE])
        return np.asarray(values >= middle if order.index(level) < _MIDDLE else values <= middle)

    def _in_keys(self, keys: tuple[str, ...]) -> Mask:
        places = wheel(self._catalogue, self._span.rows)
        return np.isin(places, [place for place in range(24) if camelot(place) in keys or MODES[place % 2] in keys])

    def _in_years(self, years: Constraint) -> Mask:
        values = self._catalogue.integers("release_year", rows=self._span.rows)
        low = 0 if years.low is None else float(years.low)
        high = math.inf if years.high is None else float(years.high)
        return np.asarray((values >= low) & (values <= high))

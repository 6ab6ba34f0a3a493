"""What the catalogue looks like, in numbers: spreads, correlations, comparisons, artists, places on the map.

Each function answers one question over whole recordings and returns plain numbers, for a table or for a chart.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np
import numpy.typing as npt

from engine import analytics
from engine.analytics import Distribution, Floats, Genre, Profile
from engine.catalogue.names import Names
from engine.catalogue.store import Catalogue, Track
from engine.errors import UserError
from engine.features import TRAIT_NAMES, Feature
from engine.recommend.mixing import camelot, wheel
from engine.sound_map import SoundMap, around

Rows = npt.NDArray[np.integer[Any]]

_PITCHES: Final = ("C", "C♯/D♭", "D", "D♯/E♭", "E", "F", "F♯/G♭", "G", "G♯/A♭", "A", "A♯/B♭", "B")


@dataclass(frozen=True)
class Subject:
    """What may be compared: a track, an artist, a genre or a list of tracks.

    Parameters
    ----------
    kind : {"track", "artist", "genre", "list"}
    name : str
        As it is shown.
    key : str
        What names it without doubt: a track id, or the name; empty for a list.
    rows : int array
        Its recordings.
    """

    kind: Literal["track", "artist", "genre", "list"]
    name: str
    key: str
    rows: Rows


@dataclass(frozen=True)
class Spread:
    """How one trait is spread over the recordings of a genre, beside the whole catalogue.

    Parameters
    ----------
    of, whole : Distribution
        Of the genre and of the catalogue; the same if ``genre`` is None.
    genre : str or None
    ranked : tuple of Genre
        Every genre by descending median of the trait.
    """

    of: Distribution
    whole: Distribution
    genre: str | None
    ranked: tuple[Genre, ...]


@dataclass(frozen=True)
class Correlations:
    """Which traits go together.

    Parameters
    ----------
    matrix : float64, shape (11, 11)
        Pearson correlations in the order of ``engine.features.TRAITS``; NaN where a trait does not vary.
    pairs : tuple of (Feature, Feature, float)
        The strongest first; at least one.
    genre : str or None
    count : int
        Recordings.
    """

    matrix: Floats
    pairs: tuple[tuple[Feature, Feature, float], ...]
    genre: str | None
    count: int


@dataclass(frozen=True)
class Comparison:
    """Two subjects, trait by trait.

    Parameters
    ----------
    a, b : Subject
    first, second : Profile
        Of a and of b.
    apart : tuple of Feature
        The audio features in which they differ, those that people hear most first.
    """

    a: Subject
    b: Subject
    first: Profile
    second: Profile
    apart: tuple[Feature, ...]


@dataclass(frozen=True)
class Portrait:
    """An artist, or another set of recordings, in numbers.

    Parameters
    ----------
    profile : Profile
    genres : tuple of (str, int)
        With the number of the recordings filed there, most first.
    popular, typical, unusual : tuple of Track
        The most popular; the nearest to the middle of the recordings; and the farthest from it. Too few recordings
        have no typical and unusual ones.
    apart : tuple of (Feature, float)
        Where the middle is farthest from the catalogue's, with its percentile there (0-100).
    """

    profile: Profile
    genres: tuple[tuple[str, int], ...]
    popular: tuple[Track, ...]
    typical: tuple[Track, ...]
    unusual: tuple[Track, ...]
    apart: tuple[tuple[Feature, float], ...]


@dataclass(frozen=True)
class GenrePlace:
    """Where a genre lies on the map.

    Parameters
    ----------
    name : str
    rows : int array
        Its recordings.
    middle : float64, shape (2,)
        Where they are densest.
    spread : float
        The share of all recordings in the squares of the map that hold half of these, 0-1.
    """

    name: str
    rows: Rows
    middle: Floats
    spread: float


@dataclass(frozen=True)
class MapView:
    """All recordings on a plane, with at most two genres and one track to show upon it.

    Parameters
    ----------
    map : SoundMap
    genres : tuple of GenrePlace
        Those asked for.
    track : Track or None
    near : tuple of str
        The genres around the track, the most over-represented first.
    places : tuple of GenrePlace
        Every genre, the one that keeps most to itself first.
    """

    map: SoundMap
    genres: tuple[GenrePlace, ...]
    track: Track | None
    near: tuple[str, ...]
    places: tuple[GenrePlace, ...]


@dataclass(frozen=True)
class MusicalKey:
    """A key as musicians and as DJs name it: ``A minor`` and ``8A``; both empty if it is unknown."""

    name: str
    camelot: str


def members(catalogue: Catalogue, genre: str | None) -> Rows | None:
    """The recordings of a genre, ascending; None, for all, without one. UserError if there is no such genre."""
    if genre is None:
        return None
    if genre not in catalogue.genres:
        raise UserError(f'There is no genre "{genre}".', f"Genres: {', '.join(catalogue.genres)}.", code="not_found")
    return catalogue.genre_members(genre)


def known(catalogue: Catalogue, name: str, genre: str | None = None) -> bool:
    """Whether anything is known of a trait, overall or in a genre. UserError if there is no such genre."""
    rows = members(catalogue, genre)
    column = catalogue.traits[:, TRAIT_NAMES.index(name)]
    return not bool(np.isnan(column if rows is None else column[rows]).all())


def spread(catalogue: Catalogue, genres: Sequence[Genre], name: str, genre: str | None = None) -> Spread:
    """How a trait is spread, overall or in a genre.

    Raises
    ------
    UserError
        If there is no such genre, or nothing is known of the trait there.
    """
    rows = members(catalogue, genre)
    if not known(catalogue, name, genre):
        raise UserError(f"The table behind this catalogue does not tell the {name}.", code="not_found")
    whole = analytics.distribution(catalogue, name)
    of = whole if rows is None else analytics.distribution(catalogue, name, rows)
    ranked = sorted(genres, key=lambda genre: -np.nan_to_num(genre.median(name), nan=-np.inf))
    return Spread(of, whole, genre, tuple(ranked))


def correlations(catalogue: Catalogue, genre: str | None = None) -> Correlations:
    """Which traits go together, overall or in a genre.

    Raises
    ------
    UserError
        If there is no such genre, or it has too few recordings for any correlation.
    """
    rows = members(catalogue, genre)
    matrix = analytics.correlations(catalogue, rows)
    pairs = analytics.strongest(matrix)
    count = len(catalogue) if rows is None else len(rows)
    if not pairs:
        raise UserError(
            f"{genre or 'The catalogue'} has too few recordings for correlations: {count}.",
            "Ask for a larger genre, or for all of them.",
            code="not_found",
        )
    return Correlations(matrix, tuple(pairs), genre, count)


def find_subject(catalogue: Catalogue, names: Names, text: str) -> Subject:
    """The genre, artist or track that the text names, in that order.

    A title that is also an artist's name means the artist; say title and artist, or an id, for the track.

    Raises
    ------
    UserError
        If it names none; the nearest are named.
    """

    def as_genre() -> Subject:
        genre = names.resolve_genre(text)
        return Subject("genre", genre, genre, catalogue.genre_members(genre))

    def as_artist() -> Subject:
        artist = names.resolve_artist(text)
        return Subject("artist", artist, artist, names.artist_recordings(artist))

    def as_track() -> Subject:
        return track_subject(catalogue.track(names.resolve_track(text)))

    for find in (as_genre, as_artist, as_track):
        try:
            return find()
        except UserError:
            continue
    near = [name for name, _ in (*names.find_genres(text, 1), *names.find_artists(text, 2))]
    near += [track.title for track in catalogue.tracks([row for row, _ in names.find_tracks(text, 2)])]
    raise UserError(f'No genre, artist or track is called "{text}".', f"Nearest: {'; '.join(near)}.", code="not_found")


def track_subject(track: Track) -> Subject:
    """A track to compare with something."""
    return Subject("track", track.track_name, track.track_id, np.array([track.recording]))


def compare(catalogue: Catalogue, a: Subject, b: Subject) -> Comparison:
    """Two subjects trait by trait; medians where a subject has several recordings."""
    first, second = (analytics.profile(catalogue, one.name, one.rows) for one in (a, b))
    return Comparison(a, b, first, second, analytics.differences(first, second))


def list_subject(name: str, tracks: Sequence[Track]) -> Subject:
    """A list of tracks to compare with something; each recording counts once."""
    return Subject("list", name, "", np.unique([track.recording for track in tracks]))


def portrait(catalogue: Catalogue, name: str, rows: Rows, count: int = 3) -> Portrait:
    """Recordings in numbers; ``count`` tracks of each kind."""
    profile = analytics.profile(catalogue, name, rows)
    tracks = catalogue.tracks(rows)
    genres: dict[str, int] = {}
    for track in tracks:
        for genre in track.genres:
            genres[genre] = genres.get(genre, 0) + 1
    typical: list[Track] = []
    unusual: list[Track] = []
    if len(rows) > 2 * count:
        ordered, _ = analytics.by_typicality(catalogue, rows)
        typical = catalogue.tracks(ordered[:count])
        unusual = catalogue.tracks(ordered[::-1][:count])
    return Portrait(
        profile,
        tuple(sorted(genres.items(), key=lambda pair: -pair[1])),
        tuple(sorted(tracks, key=lambda track: -(track.popularity or 0))[:count]),
        tuple(typical),
        tuple(unusual),
        analytics.apart(profile),
    )


def map_view(catalogue: Catalogue, of: SoundMap, genres: tuple[str, ...] = (), track: Track | None = None) -> MapView:
    """A map with genres or a track to show upon it. UserError if there is no such genre."""
    for genre in genres:
        members(catalogue, genre)
    places = [_place(catalogue, of, genre) for genre in catalogue.genres]
    near = around(catalogue, of, track.recording) if track else []
    by_name = {place.name: place for place in places}
    ordered = sorted(places, key=lambda place: place.spread)
    return MapView(of, tuple(by_name[genre] for genre in genres), track, tuple(near), tuple(ordered))


def _place(catalogue: Catalogue, of: SoundMap, genre: str) -> GenrePlace:
    rows = catalogue.genre_members(genre)
    return GenrePlace(genre, rows, of.middle(rows), of.room(rows))


def musical_key(catalogue: Catalogue, track: Track) -> MusicalKey:
    """The key of a track."""
    place = int(wheel(catalogue, [track.recording])[0])
    if place < 0:
        return MusicalKey("", "")
    key = catalogue.words["key"][track.recording].as_py()
    return MusicalKey(f"{_PITCHES[key]} {'major' if place % 2 else 'minor'}", camelot(place))

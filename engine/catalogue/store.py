"""Open a built catalogue: words and numbers in memory-mapped files, decoded only where asked.

What answers need lies in Arrow and NumPy files, mapped and not decoded: opening takes little time and memory, where
decoding the same words from Parquet took 50-150 ms and 70 MB.

On disk a catalogue directory holds ``manifest.json`` and one sub-directory for each build, of which the manifest
names the one in use. A new build becomes the catalogue in the moment its manifest replaces the old one.
"""

import errno
import hashlib
import json
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Final, Self
from weakref import WeakValueDictionary

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from engine.catalogue.files import Files
from engine.defaults import PYTHON
from engine.errors import UserError, shortened
from engine.features import AUDIO_NAMES, TRAIT_NAMES

SCHEMA_VERSION: Final = 10
MANIFEST: Final = "manifest.json"
_NOT_THERE: Final = (errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG, errno.ELOOP)
_LONGEST_PATH: Final = 300  # characters of it in a message
PREDICTED_GENRE: Final = "predicted_genre.npy"
ISRCS: Final = "isrcs.npz"
_ISRC: Final = re.compile(r"[A-Z]{2}[A-Z0-9]{3}\d{7}")
POPULARITY_DATE: Final = "popularity_date.npy"
OWN: Final = "own"
"""How ids begin that a build makes for tracks without a Spotify id; 19 hexadecimal digits follow."""
TRACK_PAGE: Final = "https://open.spotify.com/track/"

_ARRAYS: Final = (
    "traits",
    "explicit",
    "main_artists",
    "genre_starts",
    "genre_rows",
    "artist_starts",
    "artist_rows",
)


@dataclass(frozen=True)
class Track:
    """A recording, as its most popular release, with the genres of all of them.

    Parameters
    ----------
    recording : int
        Its row in the catalogue.
    popularity : int or None
        0-100, on the day the table was collected. None where the table does not tell.
    values : dict of str to float
        By trait, raw, in the units of ``engine.features.TRAITS``; NaN where missing.
    release_year : int or None
        The earliest one known.
    url : str or None
        Its page; None for a synthetic track, and for one whose id is not Spotify's.
    predicted_genre : str
        The likeliest genre of a recording that no table files under one; empty where one does, or none is likely.
    popularity_date : str
        When the popularity was collected, such as ``2022-10``; empty if unknown.
    """

    recording: int
    track_id: str
    track_name: str
    artists: tuple[str, ...]
    album_name: str
    genres: tuple[str, ...]
    popularity: int | None
    explicit: bool
    values: dict[str, float]
    release_year: int | None
    url: str | None
    predicted_genre: str = field(default="", kw_only=True)
    popularity_date: str = field(default="", kw_only=True)

    @property
    def title(self) -> str:
        """``Song - Artist, Artist``."""
        return f"{self.track_name} - {', '.join(self.artists)}"


class Catalogue:
    """A built catalogue. Recording numbers 0 .. n - 1 are rows everywhere.

    Attributes
    ----------
    files : Files
        The files of this build.
    manifest : dict
        Schema version, kind, sources, counts, genres, feature means, level percentiles.
    words : pyarrow.Table
        One row a recording: track_id, track_name, artists (list), album_name, genres (list), explicit, key, mode,
        time_signature (null if missing), main_artist, release_year (null where unknown). In one chunk. An answer
        takes single cells (``words["track_name"][row].as_py()``): ``take``, ``filter`` and ``to_numpy`` load Arrow's
        compute library or pandas, half a second and 60 MB, which only a build should pay.
    releases : pyarrow.Table
        One row a track id: track_id, recording, popularity, album_name, duration_ms, genres (list).
    artist_names : pyarrow.Array of str
        Every credited artist, in code point order; an artist's code is the place in it.
    traits : float32, shape (n, 11)
        Raw values in the order of ``engine.features.TRAITS``; NaN where missing.
    explicit : bool, shape (n,)
    main_artists : int32, shape (n,)
        Code of the first credited artist.
    genre_starts, genre_rows : int32
        Recordings of genre ``g``: ``genre_rows[genre_starts[g]:genre_starts[g + 1]]``, ascending. Those filed under it;
        where no table files any, those predicted.
    artist_starts, artist_rows : int32
        Recordings that credit artist ``a``, likewise.
    """

    traits: npt.NDArray[np.float32]
    explicit: npt.NDArray[np.bool_]
    main_artists: npt.NDArray[np.int32]
    genre_starts: npt.NDArray[np.int32]
    genre_rows: npt.NDArray[np.int32]
    artist_starts: npt.NDArray[np.int32]
    artist_rows: npt.NDArray[np.int32]

    def __init__(self, directory: Path, manifest: dict[str, Any]) -> None:
        self.files = Files(directory, manifest.get("files"))
        self.manifest = manifest
        self.words = self.files.table("words.arrow")
        self.artist_names: pa.Array = self.files.table("artists.arrow")["name"].chunk(0)
        for name in _ARRAYS:
            setattr(self, name, self.files.array(f"{name}.npy"))
        self._genre_numbers = {genre: number for number, genre in enumerate(self.genres)}

    @classmethod
    def load(cls, directory: Path | str, workspace: str = "") -> Self:
        """Open the catalogue in a directory.

        Parameters
        ----------
        directory : Path or str
        workspace : str
            Open what this workspace may see: with its private tables, where there are any. Empty for what everyone may
            see.

        Raises
        ------
        UserError
            If there is none, one of another schema version, or a damaged one; the hint says how to build one.
        """
        directory = Path(directory)
        manifest = read_manifest(directory)
        while True:
            try:
                return cls(directory / manifest["build"], manifest).of_workspace(workspace)
            except UserError:
                # Two builds may have ended since the manifest was read, and the files of the first be gone.
                latest = read_manifest(directory)
                if latest["build"] == manifest["build"]:
                    raise
                manifest = latest

    def of_workspace(self, workspace: str) -> Self:
        """The catalogue of what a workspace may see: this one, unless there are private tables of the workspace.

        Raises
        ------
        UserError
            If its files are absent or damaged.
        """
        private = self.manifest.get("workspaces", {}).get(workspace)
        if private is None:
            return self
        directory = self.directory / private
        return type(self)(directory, read_manifest(directory))

    @property
    def workspaces(self) -> frozenset[str]:
        """Workspaces with private tables, each with a catalogue of its own."""
        return frozenset(self.manifest.get("workspaces", ()))

    def __len__(self) -> int:
        return len(self.traits)

    @property
    def directory(self) -> Path:
        """Where the files of this build lie, or lay when it was opened."""
        return self.files.directory

    @cached_property
    def releases(self) -> pa.Table:
        """One row a track id."""
        return self.files.table("releases.arrow")

    @property
    def genres(self) -> tuple[str, ...]:
        """Names of the genres, sorted; a genre's number is its place."""
        return tuple(self.manifest["genres"])

    @property
    def synthetic(self) -> bool:
        """Whether this is the demo catalogue, whose tracks do not exist."""
        return bool(self.manifest["kind"] == "demo")

    @property
    def means(self) -> npt.NDArray[np.float64]:
        """Means of the nine audio features over recordings, missing values left out; shape (9,)."""
        return np.array([self.manifest["features"][name]["mean"] for name in AUDIO_NAMES])

    @property
    def deviations(self) -> npt.NDArray[np.float64]:
        """Population standard deviations that go with ``means``; shape (9,). 1 for a feature that never varies, so
        that dividing by it gives 0."""
        found = np.array([self.manifest["features"][name]["std"] for name in AUDIO_NAMES])
        return np.where(found > 0, found, 1.0)

    @cached_property
    def rank_popularity(self) -> npt.NDArray[np.float32]:
        """Popularity for putting recordings in order, shape (n,); those whose popularity is missing come last, as 0."""
        return np.ascontiguousarray(np.nan_to_num(self.traits[:, TRAIT_NAMES.index("popularity")]))

    def ascending(self, at: int) -> npt.NDArray[np.float32]:
        """All known values of the trait at a place of ``engine.features.TRAITS``, ascending; sorted once."""
        if at not in self._ascending:
            values = self.traits[:, at]
            self._ascending[at] = np.sort(values[~np.isnan(values)])
        return self._ascending[at]

    @cached_property
    def _ascending(self) -> dict[int, npt.NDArray[np.float32]]:
        return {}

    @property
    def levels(self) -> dict[str, list[float]]:
        """By trait, the raw values at the percentiles of ``engine.features.LEVELS``, in its order."""
        return dict(self.manifest["levels"])

    def genre_members(self, genre: str) -> npt.NDArray[np.int32]:
        """Recordings of a genre, ascending. KeyError if there is no such genre."""
        number = self._genre_numbers[genre]
        return self.genre_rows[self.genre_starts[number] : self.genre_starts[number + 1]]

    def predicted_genre(self, recording: int) -> str:
        """The predicted genre of a recording that no table files under one, else ""."""
        codes = self._predicted
        return "" if codes is None or codes[recording] < 0 else str(self._predicted_names[codes[recording]])

    def predicted_members(self, genre: str, rows: slice = slice(None)) -> npt.NDArray[np.intp]:
        """Recordings that no table files under a genre and that are predicted to be of this one, ascending.

        Of some rows, counted from the first of them, where ``rows`` says so.
        """
        codes, names = self._predicted, self._predicted_names
        if codes is None or genre not in names:
            return np.zeros(0, dtype=np.intp)
        return np.flatnonzero(codes[rows] == names.index(genre))

    @property
    def popularity_dates(self) -> dict[str, int]:
        """Of how many recordings the popularity was collected at each date, such as ``2022-10``; the most first. The
        date is empty where it is unknown."""
        first = str(next((source.get("collected") or "" for source in self.manifest["sources"]), ""))
        dates: dict[str, int] = self.manifest.get("popularity_dates", {first: len(self)})
        return dict(sorted(dates.items(), key=lambda entry: -entry[1]))

    def recording_of_isrc(self, text: str) -> int | None:
        """The recording of an ISRC, with or without hyphens; None if it is none or no table told it."""
        code = re.sub(r"[\s-]", "", text).upper()
        codes, recordings = self._isrcs
        if not _ISRC.fullmatch(code):
            return None
        place = int(np.searchsorted(codes, np.bytes_(code)))
        return int(recordings[place]) if place < len(codes) and codes[place] == code.encode() else None

    @cached_property
    def _isrcs(self) -> tuple[npt.NDArray[np.bytes_], npt.NDArray[np.int32]]:
        """Known ISRCs in order, and the recording of each."""
        if ISRCS not in self.files:
            return np.zeros(0, "S12"), np.zeros(0, np.int32)
        arrays = self.files.arrays(ISRCS)
        return arrays["codes"], arrays["recordings"]

    def popularity_date(self, recording: int) -> str:
        """When the popularity of a recording was collected; empty if unknown."""
        if self._dates is None:
            return self._days[0]
        return self._days[int(self._dates[recording])]

    @cached_property
    def _dates(self) -> npt.NDArray[np.int16] | None:
        """Place of each recording's date among the sorted ``popularity_dates``; None if all have one date."""
        return self.files.array(POPULARITY_DATE) if POPULARITY_DATE in self.files else None

    @cached_property
    def _days(self) -> list[str]:
        return sorted(self.popularity_dates)

    @cached_property
    def _predicted(self) -> npt.NDArray[np.int16] | None:
        """Place of each recording's predicted genre in ``_predicted_names``, -1 for none; None if all are filed."""
        return self.files.array(PREDICTED_GENRE) if PREDICTED_GENRE in self.files else None

    @property
    def _predicted_names(self) -> list[str]:
        return list(self.manifest.get("predicted_genres", {}).get("names", ()))

    @property
    def genres_are_predicted(self) -> bool:
        """Whether no table files anything under a genre, so that ``genres`` and their members are predictions."""
        return bool(self.manifest.get("predicted_genres", {}).get("alone", False))

    @property
    def years_known(self) -> int:
        """Recordings whose year of release is known."""
        return len(self) - int(self.words["release_year"].null_count)

    def artist_members(self, artist: int) -> npt.NDArray[np.int32]:
        """Recordings that credit the artist of that code, ascending."""
        return self.artist_rows[self.artist_starts[artist] : self.artist_starts[artist + 1]]

    def integers(self, name: str, missing: int = -1, rows: slice = slice(None)) -> npt.NDArray[np.int64]:
        """A column of whole numbers of ``words`` for all recordings, or for some rows; int64, shape (n,).

        Read from Arrow's buffers, since ``to_numpy`` loads pandas.
        """
        start, stop, _ = rows.indices(len(self))
        chunk = self.words[name].chunk(0)[start:stop]
        valid, values = chunk.buffers()
        place = slice(chunk.offset, chunk.offset + len(chunk))
        numbers = np.frombuffer(values, dtype=chunk.type.to_pandas_dtype())[place].astype(np.int64)
        if valid is not None:
            numbers[np.unpackbits(np.frombuffer(valid, dtype=np.uint8), bitorder="little")[place] == 0] = missing
        return numbers

    def track(self, recording: int) -> Track:
        """The recording as it is shown."""
        return self.tracks([recording])[0]

    def tracks(self, recordings: Iterable[int] | npt.NDArray[np.integer]) -> list[Track]:
        """The recordings as they are shown, in the order given. IndexError if one does not exist."""
        rows = np.fromiter(recordings, dtype=np.int64)
        if len(rows) and (rows.min() < 0 or rows.max() >= len(self)):
            raise IndexError(f"recordings are numbered 0 to {len(self) - 1}")
        return [self._track(int(row)) for row in rows]

    @cached_property
    def _shown(self) -> dict[str, pa.Array]:
        """The columns that a track is shown with: a cell of an array costs a quarter of a column's."""
        return {name: self.words[name].chunk(0) for name in _SHOWN}

    @cached_property
    def _held(self) -> "WeakValueDictionary[int, Track]":
        """The tracks that somebody holds, by recording: talks remember many, and often the same."""
        return WeakValueDictionary()

    def _track(self, row: int) -> Track:
        track = self._held.get(row)
        if track is None:
            track = self._held[row] = self._made(row)
        return track

    def _made(self, row: int) -> Track:
        words = {name: column[row].as_py() for name, column in self._shown.items()}
        # Seven digits are all that float32 holds; the rest would be noise in a reply.
        traits = zip(TRAIT_NAMES, self.traits[row].tolist(), strict=True)
        values = {name: float(f"{value:.7g}") for name, value in traits}
        return Track(
            recording=row,
            track_id=words["track_id"],
            track_name=words["track_name"],
            artists=tuple(words["artists"]),
            album_name=words["album_name"],
            genres=tuple(words["genres"]),
            popularity=None if math.isnan(values["popularity"]) else int(values["popularity"]),
            explicit=words["explicit"],
            values=values,
            release_year=words["release_year"],
            url=None if self.synthetic or _OWN_ID.fullmatch(words["track_id"]) else TRACK_PAGE + words["track_id"],
            predicted_genre=self.predicted_genre(row),
            popularity_date=self.popularity_date(row),
        )


_OWN_ID: Final = re.compile(rf"{OWN}[0-9a-f]{{19}}")
_SHOWN: Final = ("track_id", "track_name", "artists", "album_name", "genres", "explicit", "release_year")


def models_fingerprint(models: Path) -> str | None:
    """SHA-256 of the manifest of fitted models, by which a catalogue knows whether its predictions are theirs; None
    where there is none that can be read."""
    try:
        return hashlib.sha256((models / MANIFEST).read_bytes()).hexdigest()
    except OSError:
        return None


def read_manifest(directory: Path) -> dict[str, Any]:
    """The manifest of the catalogue in a directory.

    Raises
    ------
    UserError
        If there is none, one of another schema version, or a damaged one.
    """
    shown = shortened(directory, _LONGEST_PATH)
    how = f"Build one: {PYTHON} -m engine build --source CSV --out {shown}."
    try:
        manifest = json.loads((directory / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        if isinstance(error, OSError) and error.errno in _NOT_THERE:
            raise UserError(f"There is no catalogue in {shown}.", how, code="no_catalogue") from None
        manifest = None
    version = manifest.get("schema_version") if isinstance(manifest, dict) else None
    if isinstance(version, int) and version != SCHEMA_VERSION:
        raise UserError(
            f"The catalogue in {shown} has schema version {version}; this program reads {SCHEMA_VERSION}.",
            how,
            code="no_catalogue",
        )
    if not isinstance(manifest, dict) or manifest.get("sha256") != manifest_checksum(manifest):
        raise UserError(f"{MANIFEST} of the catalogue in {shown} is damaged.", how, code="no_catalogue")
    return manifest


def manifest_checksum(manifest: Mapping[str, Any]) -> str:
    """SHA-256 of everything that a manifest says but this checksum, as JSON with sorted keys."""
    said = {name: value for name, value in manifest.items() if name != "sha256"}
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def left_out(manifest: Mapping[str, Any]) -> list[str]:
    """Say which parts a build left out of the catalogue, a sentence or two for each reason."""
    return [f"{reason} Left out: {', '.join(sorted(parts))}." for reason, parts in manifest.get("left_out", {}).items()]

"""The fitted parts of likeness between recordings: era, scene, what editors put together; and how they make a vector.

A recording becomes blocks of numbers; the likeness of two recordings is the weighted sum of the blocks' dot products,
so one vector a recording holds everything and one pass over a matrix compares a seed with a whole catalogue.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final, Self

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array, eye_array, hstack
from sklearn.utils.extmath import randomized_svd

from engine import artifacts
from engine.genre.encoding import AudioEncoder
from pipeline.similarity_inputs import (
    EVERY,
    POPULARITY_KNOTS,
    Floats,
    Inputs,
    hinges,
    parts,
    ppmi,
    side_by_side,
    unit,
)

NAME: Final = "similarity"
FORMAT_VERSION: Final = 1
GRAPH: Final = 64  # dimensions of the artist graph before the vectors are compressed
AGE_OFFSET: Final = 4  # years: era is log(age + 4), so that 1985 and 1990 lie as far apart as 2015 and 2018
LATEST: Final = 2023
UNKNOWN_POPULARITY: Final = 20.0  # where an unknown popularity stands when closeness is judged
TOLD: Final = 0.7  # how much an artist's own scene vector counts beside the one read from genres and sound
_BINS_SCALE: Final = 0.25
_WIDE_ALBUM: Final = 200  # albums with more artists than this are no company


@dataclass(frozen=True)
class Linear:
    """A linear model ``(x - centre) @ weights + offset``."""

    centre: Floats
    weights: Floats
    offset: Floats

    @classmethod
    def fit(
        cls, inputs: npt.NDArray[Any], targets: npt.NDArray[Any], penalty: float, sample: npt.NDArray[Any] | None = None
    ) -> Self:
        """Ridge regression, in closed form.

        Parameters
        ----------
        inputs : float, shape (rows, columns)
        targets : float, shape (rows, outputs)
        penalty : float
            On the squared weights.
        sample : float, shape (rows,), or None
            Weights of the rows.
        """
        share = np.ones(len(inputs)) if sample is None else sample
        centre, offset = np.average(inputs, 0, share), np.average(targets, 0, share)
        x = (inputs - centre).astype(np.float64)
        y = (targets - offset).astype(np.float64)
        weighted = x * share[:, None]
        weights = np.linalg.solve(weighted.T @ x + penalty * np.eye(x.shape[1]), weighted.T @ y)
        return cls(centre.astype(np.float32), weights.astype(np.float32), np.asarray(offset, dtype=np.float32))

    def __call__(self, inputs: npt.NDArray[Any]) -> Floats:
        """Outputs: float32, shape (rows, outputs)."""
        return np.asarray((inputs - self.centre) @ self.weights + self.offset, dtype=np.float32)


@dataclass(frozen=True)
class ArtistTable:
    """Fitted vectors of artists by hashed name.

    Parameters
    ----------
    keys : uint64, shape (artists,), ascending
    vectors : int8, shape (artists, columns)
        Length 127; all zero where there is none.
    """

    keys: npt.NDArray[np.uint64]
    vectors: npt.NDArray[np.int8]

    @classmethod
    def of(cls, keys: npt.NDArray[np.uint64], vectors: npt.NDArray[Any]) -> Self:
        """A table of unit vectors, rounded to a byte a number."""
        order = np.argsort(keys)
        return cls(keys[order], np.round(unit(vectors[order]) * 127).astype(np.int8))

    def __call__(self, keys: npt.NDArray[np.uint64]) -> tuple[Floats, npt.NDArray[np.bool_]]:
        """Vectors of artists, zero where unknown, and which are known."""
        if not len(self.keys):
            return np.zeros((len(keys), self.vectors.shape[1]), np.float32), np.zeros(len(keys), np.bool_)
        place = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        known = self.keys[place] == keys
        vectors = np.divide(self.vectors[place], 127, dtype=np.float32)
        vectors[~known] = 0
        return vectors, np.asarray(known & (vectors != 0).any(axis=1))


@dataclass(frozen=True)
class YearTable:
    """The median year of artists' recordings by hashed name.

    Parameters
    ----------
    keys : uint64, shape (artists,), ascending
    years : uint8, shape (artists,)
        Less 1950.
    """

    keys: npt.NDArray[np.uint64]
    years: npt.NDArray[np.uint8]

    def __call__(self, keys: npt.NDArray[np.uint64]) -> npt.NDArray[np.float64]:
        """Years of artists; NaN where unknown."""
        place = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        years = self.years[place].astype(np.float64) + 1950
        years[self.keys[place] != keys] = np.nan
        return years


@dataclass(frozen=True)
class Trust:
    """Which genres an artist's recordings are credibly of; see ``pipeline.credibility``.

    Parameters
    ----------
    centre, weights, offset
        Of a ``Linear`` from ``scene_inputs`` to the probability of each genre.
    taught : bool, shape (genres,)
        Whether artist genres tell of it.
    threshold : float32, shape (genres,)
        Mean probability over what is filed under it, artists held out.
    """

    centre: Floats
    weights: Floats
    offset: Floats
    taught: npt.NDArray[np.bool_]
    threshold: Floats

    def __call__(self, about_artists: npt.NDArray[Any]) -> Floats:
        """Probabilities: float32, shape (artists, genres)."""
        return np.clip(Linear(self.centre, self.weights, self.offset)(about_artists), 0, 1)


@dataclass(frozen=True)
class Prior:
    """How much likelier people choose recordings of a popularity than others, on a log scale from 0 to 1.

    Parameters
    ----------
    knots, values : float32, shape (knots,)
        Popularity, ascending from 1, and the prior there; linear between. Unknown popularity has prior 0.
    """

    knots: Floats
    values: Floats

    def __call__(self, popularity: npt.NDArray[Any]) -> Floats:
        """The prior of recordings: float32."""
        prior = np.interp(popularity, self.knots, self.values)
        return np.where(popularity > 0, prior, 0).astype(np.float32)


def era_of(year: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """The era scale: ``log(age + 4)`` with the age in years before 2023."""
    return np.asarray(np.log(LATEST - np.clip(year, 1950, LATEST - 1) + AGE_OFFSET))


@dataclass(frozen=True)
class SimilarityModel:
    """Everything fitted; NumPy arrays and names only.

    Parameters
    ----------
    genres : tuple of str
    encoder : AudioEncoder
    era : Linear
        Place on the era scale from sound, genres, wording and standing.
    scene : Linear
        Scene vector of an artist from genres and sound of the recordings.
    taste, appeal : Linear
        From what is known of a recording: a vector whose dot products say which recordings editors put together, and
        how many others an editor would put it with.
    moods : Linear
        One output for each of ``mood_names``.
    trust : Trust
    prior : Prior
    artist_years : YearTable
    artist_scenes, artist_lists : ArtistTable
        Scene vectors from artist genres; vectors from playlists and dialogues that hold artists together.
    weights : dict of str to float
        By block.
    """

    genres: tuple[str, ...]
    encoder: AudioEncoder
    era: Linear
    scene: Linear
    taste: Linear
    appeal: Linear
    moods: Linear
    trust: Trust
    prior: Prior
    artist_years: YearTable
    artist_scenes: ArtistTable
    artist_lists: ArtistTable
    mood_names: tuple[str, ...]
    weights: dict[str, float]

    def save(self, directory: Path, about: Mapping[str, Any]) -> Path:
        """Write ``similarity.npz``."""
        arrays = {
            f"{name}_{field.name}": getattr(getattr(self, name), field.name)
            for name, kind in _PARTS.items()
            for field in fields(kind)
        }
        facts = {"genres": list(self.genres), "moods": list(self.mood_names), "weights": self.weights}
        return artifacts.save(directory, NAME, arrays, format_version=FORMAT_VERSION, about={**about, **facts})

    @classmethod
    def load(cls, directory: Path) -> Self:
        """Read it. UserError if it is absent or damaged."""
        arrays, about = artifacts.load(directory, NAME, format_version=FORMAT_VERSION)
        parts = {
            name: kind(**{field.name: arrays[f"{name}_{field.name}"] for field in fields(kind)})
            for name, kind in _PARTS.items()
        }
        return cls(genres=tuple(about["genres"]), mood_names=tuple(about["moods"]), weights=about["weights"], **parts)

    def era_and_scene(self, inputs: Inputs) -> tuple[Floats, Floats]:
        """Place on the era scale of each recording, and the scene vector of each artist."""
        era = self.eras(inputs)
        return era, self.scenes(inputs, scene_inputs(inputs, self.encoder, era))

    def eras(self, inputs: Inputs) -> Floats:
        """Place on the era scale of each recording: float32, shape (n,)."""
        every = parts(len(inputs.catalogue))
        read = np.concatenate([self.era(era_inputs(inputs, self.encoder, part))[:, 0] for part in every])
        return eras(inputs, read, self.artist_years(inputs.artist_keys))

    def scenes(self, inputs: Inputs, about_artists: Floats) -> Floats:
        """The scene vector of each artist, from ``scene_inputs``."""
        told, known = self.artist_scenes(inputs.artist_keys)
        guessed = self.scene(about_artists)
        return unit(np.where(known[:, None], TOLD * told + (1 - TOLD) * guessed, guessed))


_PARTS: Final[dict[str, Any]] = {
    "encoder": AudioEncoder,
    **dict.fromkeys(("era", "scene", "taste", "appeal", "moods"), Linear),
    "trust": Trust,
    "prior": Prior,
    "artist_years": YearTable,
    **dict.fromkeys(("artist_scenes", "artist_lists"), ArtistTable),
}


def era_inputs(inputs: Inputs, encoder: AudioEncoder, rows: slice = EVERY) -> Floats:
    """What the era of some recordings is read from: shape (rows, columns)."""
    return side_by_side(
        inputs.encoded(encoder, rows),
        inputs.filed[rows],
        2 * inputs.from_all[rows],
        2 * inputs.company[inputs.main[rows]],
        inputs.wording[rows],
        inputs.standing[rows],
    )


KNOWN_ARTIST: Final = 0.65
"""How much an artist's median year counts beside the era read from the recording; from recordings of known year."""


def eras(inputs: Inputs, read: Floats, artist_years: npt.NDArray[Any]) -> Floats:
    """Place on the era scale of each recording: the year where known, else the artist's and what the recording tells.

    Parameters
    ----------
    read : float32, shape (n,)
        What the era model says.
    artist_years : float64, shape (artists,)
        NaN where unknown.
    """
    of_artist = artist_years[inputs.main]
    known = np.isfinite(of_artist)
    out = np.where(known, KNOWN_ARTIST * era_of(np.nan_to_num(of_artist, nan=2000)) + (1 - KNOWN_ARTIST) * read, read)
    exact = inputs.years
    return np.where(exact > 0, era_of(np.where(exact > 0, exact, 2000)), out).astype(np.float32)


def scene_inputs(inputs: Inputs, encoder: AudioEncoder, era: Floats) -> Floats:
    """What an artist's scene is read from: shape (artists, columns)."""
    sound = inputs.of_artists(inputs.encoded(encoder)) * _BINS_SCALE
    genres = (unit(inputs.of_artists(inputs.from_all)), unit(inputs.of_artists(inputs.from_audio)))
    return side_by_side(inputs.company, *genres, sound, inputs.of_artists(era[:, None]) / 2)


def recording_inputs(inputs: Inputs, encoder: AudioEncoder, era: Floats, scene: Floats, rows: slice = EVERY) -> Floats:
    """What taste and appeal of some recordings are read from: shape (rows, columns)."""
    knots = era_of(np.array([2021, 2018, 2014, 2008, 2000, 1990, 1978]))
    return side_by_side(
        inputs.encoded(encoder, rows) * _BINS_SCALE,
        inputs.filed[rows],
        inputs.from_all[rows],
        inputs.company[inputs.main[rows]],
        1.5 * scene[inputs.main[rows]],
        hinges(era[rows], knots.tolist()) / 1.5,
        hinges(inputs.popularity[rows], POPULARITY_KNOTS) / 40,
    )


def artist_graph(inputs: Inputs, dimensions: int = GRAPH) -> Floats:
    """Artists by the company they keep: unit vectors, shape (artists, at most ``dimensions``).

    Truncated singular value decomposition of the positive pointwise mutual information of artists with genres, with
    albums that several artists share, and with artists on the same recordings.
    """
    releases = inputs.catalogue.releases.select(["recording", "album_name"])
    titles: dict[str, int] = {}
    album = [titles.setdefault(title.casefold(), len(titles)) for title in releases["album_name"].to_pylist()]
    rows = releases["recording"].to_numpy()
    shape = (len(inputs.catalogue), len(titles))
    albums = csr_array((np.ones(len(rows), np.float32), (rows, np.array(album))), shape=shape)
    credits = inputs.credits
    on_album = (credits.T @ albums).tocsr()
    on_album.data[:] = 1
    artists = np.asarray(on_album.sum(axis=0)).ravel()
    together = (credits.T @ credits).tocsr()
    together.setdiag(0)
    together = together.minimum(3) + eye_array(together.shape[0])
    shared = on_album[:, np.flatnonzero((artists > 1) & (artists < _WIDE_ALBUM))]
    kinds = [ppmi(csr_array(credits.T @ inputs.filed)), 0.7 * ppmi(csr_array(together))]
    if shared.shape[1]:
        kinds.append(0.7 * ppmi(csr_array(shared)))
    return compressed(csr_array(hstack(kinds)), dimensions)


def compressed(matrix: csr_array, dimensions: int) -> Floats:
    """Rows as unit vectors of at most so many dimensions; singular values count by their square root."""
    dimensions = min(dimensions, *(size - 1 for size in matrix.shape))
    if dimensions < 1:
        return np.ones((matrix.shape[0], 1), dtype=np.float32)
    left, values, _ = randomized_svd(matrix, dimensions, n_iter=4, random_state=0)
    return unit(left * np.sqrt(values))


@dataclass(frozen=True)
class Described:
    """A catalogue's recordings as the blocks of their vectors, unweighted.

    Parameters
    ----------
    blocks : dict of str to float32, shape (n, columns)
        Dot products of rows are the blocks' likenesses. ``era`` and ``popularity`` have one column each and are
        compared by squared difference.
    appeal : float32, shape (n,)
    era : float32, shape (n,)
        On the era scale.
    moods : float32, shape (n, learned moods)
        What the regressions of moods say.
    about_artists : float32, shape (artists, columns)
        ``scene_inputs``.
    """

    blocks: dict[str, Floats]
    appeal: Floats
    era: Floats
    moods: Floats
    about_artists: Floats


def describe(inputs: Inputs, model: SimilarityModel) -> Described:
    """The blocks of a catalogue's recordings."""
    graph = artist_graph(inputs)  # first, as it takes most memory
    era = model.eras(inputs)
    about_artists = scene_inputs(inputs, model.encoder, era)
    scene = model.scenes(inputs, about_artists)
    popularity = np.where(inputs.popularity > 0, inputs.popularity, UNKNOWN_POPULARITY)
    blocks = {
        "genre": unit(inputs.from_all + inputs.filed / 2),
        "sound": unit(inputs.standardised),
        "sounds like": unit(inputs.from_audio),
        "artist": graph[inputs.main],
        "scene": scene[inputs.main],
        "era": era[:, None],
        "popularity": (popularity[:, None] / 50).astype(np.float32),
    }
    people = [
        _learned(model, recording_inputs(inputs, model.encoder, era, scene, part))
        for part in parts(len(inputs.catalogue))
    ]
    taste, appeal, moods = (np.concatenate(column) for column in zip(*people, strict=True))
    blocks |= {"lists": model.artist_lists(inputs.artist_keys)[0][inputs.main], "taste": taste}
    return Described(blocks, appeal, era, moods, about_artists)


def _learned(model: SimilarityModel, about: Floats) -> tuple[Floats, Floats, Floats]:
    """Taste, appeal and moods, from ``recording_inputs``; popularity, which comes last, says nothing of a mood."""
    moods = model.moods(about[:, : about.shape[1] - len(POPULARITY_KNOTS)])
    return unit(model.taste(about)), model.appeal(about)[:, 0], moods


def with_people(described: Described, inputs: Inputs, model: SimilarityModel, about: Floats) -> Described:
    """The same with the blocks that a model learned from playlists and dialogues.

    Parameters
    ----------
    about : float32, shape (n, columns)
        ``recording_inputs``.
    """
    taste, appeal, moods = _learned(model, about)
    blocks = {**described.blocks, "lists": model.artist_lists(inputs.artist_keys)[0][inputs.main], "taste": taste}
    return Described(blocks, appeal, described.era, moods, described.about_artists)


SQUARED: Final = ("era", "popularity")


def vectors(described: Described, weights: Mapping[str, float]) -> tuple[Floats, Floats]:
    """The blocks side by side, so that ``x @ y + bias(y)`` orders recordings y by likeness to x.

    A squared difference ``-w (a - b)^2`` is ``2 w a b - w b^2`` but for what depends on a alone.

    Returns
    -------
    vectors : float32, shape (n, columns)
    bias : float32, shape (n,)
    """
    blocks, bias = described.blocks, weights["appeal"] * described.appeal
    width = sum(block.shape[1] for block in blocks.values())
    out, place = np.empty((len(described.appeal), width), dtype=np.float32), 0
    for name, block in blocks.items():
        scale = np.sqrt(weights[name])
        if name in SQUARED:
            block = block - block.mean()
            scale = np.sqrt(2 * weights[name])
            bias = bias - weights[name] * block[:, 0] ** 2
        # In double precision, but never a whole block of it.
        columns = out[:, place : place + block.shape[1]]
        np.multiply(block, scale, out=columns, dtype=np.float64, casting="same_kind")
        place += block.shape[1]
    return out, np.asarray(bias, dtype=np.float32)


def squeezed(rows: Floats, dimensions: int, importance: npt.NDArray[Any]) -> Floats:
    """Rows in few dimensions with nearly the same dot products.

    Truncated singular value decomposition of the rows, weighted by importance: the eigenvectors of the weighted second
    moments of the columns.

    Parameters
    ----------
    rows : float32, shape (n, columns)
    dimensions : int
    importance : float, shape (n,)

    Returns
    -------
    float32, shape (n, min(dimensions, columns)), contiguous
    """
    if rows.shape[1] <= dimensions:
        return np.ascontiguousarray(rows)
    moments = np.zeros((rows.shape[1], rows.shape[1]))
    for part in parts(len(rows)):
        exact = rows[part].astype(np.float64)
        moments += (exact * importance[part, None]).T @ exact
    values, directions = np.linalg.eigh(moments)
    kept = directions[:, np.argsort(-values)[:dimensions]]
    return np.concatenate([rows[part] @ kept for part in parts(len(rows))], dtype=np.float32)

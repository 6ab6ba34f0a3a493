"""The fitted parts of likeness between recordings: era, scene, what editors put together; and how they make a vector.

A recording becomes blocks of numbers; the likeness of two recordings is the weighted sum of the blocks' dot products,
so one vector a recording holds everything and one pass over a matrix compares a seed with a whole catalogue.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any, Final, Literal, Self

import numpy as np
import numpy.typing as npt
from numpy.lib.format import open_memmap
from scipy import linalg
from scipy.linalg import lapack
from scipy.sparse import csr_array, eye_array, hstack
from sklearn.utils.extmath import randomized_svd

from engine import artifacts
from engine.genre.encoding import AudioEncoder
from engine.languages import COUNTRIES
from pipeline.arrow_files import cells
from pipeline.aside import zeros_aside
from pipeline.freeing import give_back
from pipeline.similarity_inputs import (
    EVERY,
    POPULARITY_KNOTS,
    Floats,
    Inputs,
    Rows,
    hinges,
    parts,
    ppmi,
    side_by_side,
    unit,
    worked,
)

NAME: Final = "similarity"
FORMAT_VERSION: Final = 1
GRAPH: Final = 64  # dimensions of the artist graph before the vectors are compressed
AGE_OFFSET: Final = 4  # years: era is log(age + 4), so that 1985 and 1990 lie as far apart as 2015 and 2018
LATEST: Final = 2023
TOLD: Final = 0.7  # how much an artist's own scene vector counts beside the one read from genres and sound
_BINS_SCALE: Final = 0.25
_PART: Final = 65_536  # rows that a linear model is applied to at once
_ITERATIONS: Final = 4  # of the randomized singular value decomposition
_OVERSAMPLES: Final = 10
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

    def __call__(self, inputs: npt.NDArray[Any], *, overwrite: bool = False) -> Floats:
        """Outputs: float32, shape (rows, outputs). The inputs may be written over where nothing needs them any more."""
        if len(inputs) > _PART:
            starts = range(0, len(inputs), _PART)
            return np.concatenate([self(inputs[start : start + _PART], overwrite=overwrite) for start in starts])
        centred = np.subtract(inputs, self.centre, out=inputs if overwrite else None)
        return np.asarray(centred @ self.weights + self.offset, dtype=np.float32)


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

    def __call__(self, about_artists: npt.NDArray[Any], *, overwrite: bool = False) -> Floats:
        """Probabilities: float32, shape (artists, genres)."""
        return np.clip(Linear(self.centre, self.weights, self.offset)(about_artists, overwrite=overwrite), 0, 1)


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
        read = list(worked(lambda part: self.era(era_inputs(inputs, self.encoder, part))[:, 0], every))
        return eras(inputs, np.concatenate(read), self.artist_years(inputs.artist_keys))

    def scenes(self, inputs: Inputs, about_artists: Floats, artists: slice = EVERY) -> Floats:
        """The scene vectors of some artists, from their ``scene_inputs``."""
        told, known = self.artist_scenes(inputs.artist_keys[artists])
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


def era_inputs(inputs: Inputs, encoder: AudioEncoder, rows: Rows = EVERY) -> Floats:
    """What the era of some recordings is read from: shape (rows, columns)."""
    return side_by_side(
        inputs.encoded(encoder, rows),
        inputs.filed_of(rows),
        2 * inputs.probabilities(1, rows),
        2 * inputs.company_of(inputs.main[rows]),
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


def scene_inputs(inputs: Inputs, encoder: AudioEncoder, era: Floats, artists: slice = EVERY) -> Floats:
    """What the scene of some artists is read from: shape (artists, columns)."""
    genres, counts = len(inputs.genres), np.maximum(inputs.credited_counts[artists], 1)[:, None]

    def values_of(rows: Rows) -> Floats:
        heard = (inputs.probabilities(1, rows), inputs.probabilities(0, rows))
        return side_by_side(*heard, inputs.encoded(encoder, rows), era[rows, None])

    width = values_of(slice(0, 1)).shape[1]
    out = np.zeros((len(counts), genres + width), dtype=np.float32)
    means = out[:, genres:]
    inputs.summed(values_of, means, artists)
    means /= counts
    out[:, :genres] = inputs.company_of(artists)
    for place in (genres, 2 * genres):
        out[:, place : place + genres] = unit(out[:, place : place + genres])
    out[:, 3 * genres : -1] *= np.float32(_BINS_SCALE)
    out[:, -1] /= 2
    return out


def artist_groups(count: int) -> list[slice]:
    """Slices that together hold so many artists; what is read of each is hundreds of columns wide.

    As long as what ``Linear`` takes at once, so that its results are the same to the last bit.
    """
    return [slice(start, min(start + _PART, count)) for start in range(0, max(count, 1), _PART)]


def recording_inputs(inputs: Inputs, encoder: AudioEncoder, era: Floats, scene: Floats, rows: slice = EVERY) -> Floats:
    """What taste and appeal of some recordings are read from: shape (rows, columns)."""
    knots = era_of(np.array([2021, 2018, 2014, 2008, 2000, 1990, 1978]))
    return side_by_side(
        inputs.encoded(encoder, rows) * _BINS_SCALE,
        inputs.filed_of(rows),
        inputs.probabilities(1, rows),
        inputs.company_of(inputs.main[rows]),
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
    album = [titles.setdefault(title.casefold(), len(titles)) for title in cells(releases["album_name"])]
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
    styles = [genre not in COUNTRIES for genre in inputs.genres]
    filed = csr_array(credits.T @ inputs.filings[:, np.flatnonzero(styles)])
    filed.sort_indices()
    kinds = [ppmi(filed), 0.7 * ppmi(csr_array(together))]
    if shared.shape[1]:
        kinds.append(0.7 * ppmi(csr_array(shared)))
    return compressed(csr_array(hstack(kinds)), dimensions, inputs.catalogue.directory)


def compressed(matrix: csr_array, dimensions: int, aside: Path | None = None) -> Floats:
    """Rows as unit vectors of at most so many dimensions; singular values count by their square root.

    Intermediate results, and the vectors, lie in the folder ``aside``; see ``pipeline.aside``.
    """
    dimensions = min(dimensions, *(size - 1 for size in matrix.shape))
    if dimensions < 1:
        return np.ones((matrix.shape[0], 1), dtype=np.float32)
    if matrix.shape[0] < matrix.shape[1]:
        left, values = _left_singular(matrix, dimensions, aside)
    else:
        left, values, _ = randomized_svd(matrix, dimensions, n_iter=_ITERATIONS, random_state=0)
    out = zeros_aside(left.shape, aside, np.float32)
    for part in parts(len(left)):
        out[part] = unit(left[part] * np.sqrt(values))
    return out


def _left_singular(
    matrix: csr_array, dimensions: int, aside: Path | None
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Left singular vectors and singular values of a wide matrix, as ``randomized_svd`` gives them to the last bit.

    Each step writes over what the one before made, in files, and right vectors are not computed.
    """
    tall = csr_array(matrix.T)
    found = zeros_aside((matrix.shape[0], dimensions + _OVERSAMPLES), aside)
    random = np.random.RandomState(0)
    for part in parts(len(found)):
        found[part] = random.normal(size=found[part].shape)
    for _ in range(_ITERATIONS):
        for side in (tall, matrix):
            found = _product(side, found, aside)
            found = linalg.lu(found, permute_l=True, overwrite_a=True, check_finite=False)[0]
    found = _orthonormal(_product(tall, found, aside, "F"))  # LAPACK takes columns
    narrow = _product(matrix, found, aside).T
    del found, tall
    _, values, left = linalg.svd(narrow, full_matrices=False, overwrite_a=True, check_finite=False)
    for row in left:  # as scikit-learn's svd_flip
        row *= np.sign(row[np.argmax(np.abs(row))])
    return left[:dimensions].T, values[:dimensions]


def _product(
    matrix: csr_array, dense: npt.NDArray[np.float64], aside: Path | None, order: Literal["C", "F"] = "C"
) -> npt.NDArray[np.float64]:
    out = zeros_aside((matrix.shape[0], dense.shape[1]), aside, order=order)
    for part in parts(len(out)):
        out[part] = matrix[part] @ dense
    return out


def _orthonormal(columns: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The Q of a QR decomposition, in the memory of its argument, as ``scipy.linalg.qr`` computes it."""
    size, _ = lapack.dgeqrf_lwork(*columns.shape)
    reflectors, scales, _, _ = lapack.dgeqrf(columns, lwork=int(size), overwrite_a=True)
    _, work, _ = lapack.dorgqr(reflectors, scales, lwork=-1)
    q, _, _ = lapack.dorgqr(reflectors, scales, lwork=int(work[0]), overwrite_a=True)
    return np.asarray(q)


@dataclass(frozen=True)
class Described:
    """A catalogue's recordings as the blocks of their vectors, unweighted.

    Parameters
    ----------
    blocks_of : callable
        Blocks of some recordings by name: float32, shape (rows, columns). Dot products of rows are the blocks'
        likenesses, but for ``squared``, which have one column each and are compared by squared difference.
    squared : dict of str to float32, shape (n, 1)
        Those blocks, of all recordings.
    appeal : float32, shape (n,)
    era : float32, shape (n,)
        On the era scale.
    moods : float32, shape (n, learned moods)
        What the regressions of moods say.
    credible : float32, shape (artists, genres), or None
        What ``Trust`` says of each artist.
    """

    blocks_of: Callable[[Rows], dict[str, Floats]]
    squared: dict[str, Floats]
    appeal: Floats
    era: Floats
    moods: Floats
    credible: Floats | None = None

    @property
    def blocks(self) -> dict[str, Floats]:
        """Blocks of all recordings. A build takes them in parts."""
        return self.blocks_of(EVERY)


_COUNTRY: Final = 0.3
"""What a genre that names a country counts in likeness, beside one that names a style."""


def tells_style(genres: Sequence[str]) -> Floats:
    """What each genre counts: float32, shape (genres,)."""
    return np.array([_COUNTRY if genre in COUNTRIES else 1.0 for genre in genres], dtype=np.float32)


def describe(inputs: Inputs, model: SimilarityModel) -> Described:
    """The blocks of a catalogue's recordings."""
    graph = artist_graph(inputs)  # first, as it takes most memory
    give_back()
    era = model.eras(inputs)
    inputs.let_go("wording", "standing")
    folder, count, artists = inputs.catalogue.directory, len(inputs.catalogue), len(inputs.credited_counts)
    scene = zeros_aside((artists, model.scene.weights.shape[1]), folder, np.float32)
    credible = zeros_aside((artists, len(inputs.genres)), folder, np.float32)
    # One after the other: what is read of a group takes a tenth of a gigabyte.
    for group in artist_groups(artists):
        about = scene_inputs(inputs, model.encoder, era, group)
        scene[group] = model.scenes(inputs, about, group)
        credible[group] = model.trust(about, overwrite=True)
        del about
    squared = {"era": era[:, None]}
    told = tells_style(inputs.genres)
    lists = model.artist_lists(inputs.artist_keys)[0]
    taste = zeros_aside((count, model.taste.weights.shape[1]), folder, np.float32)
    appeal = np.empty(count, dtype=np.float32)
    moods = zeros_aside((count, len(model.mood_names)), folder, np.float32)

    def of_recordings(part: slice) -> None:
        about = recording_inputs(inputs, model.encoder, era, scene, part)
        taste[part], appeal[part], moods[part] = _learned(model, about)

    for _ in worked(of_recordings, parts(count)):
        pass
    give_back()

    def blocks_of(rows: Rows) -> dict[str, Floats]:
        artists = inputs.main[rows]
        return {
            "genre": unit((inputs.probabilities(1, rows) + inputs.filed_of(rows) / 2) * told),
            "sound": unit(inputs.standardised_of(rows)),
            "sounds like": unit(inputs.probabilities(0, rows)),
            "artist": graph[artists],
            "scene": scene[artists],
            **{name: column[rows] for name, column in squared.items()},
            "lists": lists[artists],
            "taste": taste[rows],
        }

    return Described(blocks_of, squared, appeal, era, moods, credible)


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
    lists = model.artist_lists(inputs.artist_keys)[0]

    def blocks_of(rows: Rows) -> dict[str, Floats]:
        return {**described.blocks_of(rows), "lists": lists[inputs.main[rows]], "taste": taste[rows]}

    return replace(described, blocks_of=blocks_of, appeal=appeal, moods=moods)


SQUARED: Final = ("era",)


def vectors(described: Described, weights: Mapping[str, float]) -> "Vectors":
    """The blocks side by side, so that ``x @ y + bias(y)`` orders recordings y by likeness to x.

    A squared difference ``-w (a - b)^2`` is ``2 w a b - w b^2`` but for what depends on a alone.
    """
    middles = {name: block.mean() for name, block in described.squared.items()}
    bias = weights["appeal"] * described.appeal
    for name, block in described.squared.items():
        bias = bias - weights[name] * (block - middles[name])[:, 0] ** 2

    def rows_of(rows: slice) -> Floats:
        blocks = described.blocks_of(rows)
        first = next(iter(blocks.values()))
        out, place = np.empty((len(first), sum(block.shape[1] for block in blocks.values())), dtype=np.float32), 0
        for name, block in blocks.items():
            scale = np.sqrt(weights[name])
            if name in middles:
                block = block - middles[name]
                scale = np.sqrt(2 * weights[name])
            columns = out[:, place : place + block.shape[1]]
            np.multiply(block, scale, out=columns, dtype=np.float64, casting="same_kind")
            place += block.shape[1]
        return out

    return Vectors(rows_of, np.asarray(bias, dtype=np.float32))


@dataclass(frozen=True)
class Vectors:
    """Vectors of recordings, made when they are asked for: those of all recordings of a large table take gigabytes.

    Parameters
    ----------
    rows_of : callable
        Vectors of some recordings: float32, shape (rows, columns).
    bias : float32, shape (n,)
    """

    rows_of: Callable[[slice], Floats]
    bias: Floats


def squeezed(
    rows_of: Callable[[slice], Floats], dimensions: int, importance: npt.NDArray[Any], path: Path | None = None
) -> Floats:
    """Rows in few dimensions with nearly the same dot products.

    Truncated singular value decomposition of the rows, weighted by importance: the eigenvectors of the weighted second
    moments of the columns.

    Parameters
    ----------
    rows_of : callable
        Some of the rows: float32, shape (rows, columns). Each is asked for twice, and two parts at once.
    dimensions : int
    importance : float, shape (n,)
    path : Path or None
        Where to write them, as ``.npy``; they are then mapped.

    Returns
    -------
    float32, shape (n, min(dimensions, columns)), contiguous
    """
    every = parts(len(importance))
    columns = rows_of(slice(0, 1)).shape[1]
    shape = len(importance), min(dimensions, columns)
    out: Floats = np.empty(shape, np.float32) if path is None else open_memmap(path, "w+", np.float32, shape)
    if columns <= dimensions:
        for part in every:
            out[part] = rows_of(part)
        return out

    def moments_of(part: slice) -> npt.NDArray[np.float64]:
        exact = rows_of(part).astype(np.float64)
        return np.asarray((exact * importance[part, None]).T @ exact)

    moments = np.zeros((columns, columns))
    for some in worked(moments_of, every):
        moments += some
    values, directions = np.linalg.eigh(moments)
    kept = directions[:, np.argsort(-values)[:dimensions]]

    def narrowed(part: slice) -> None:
        out[part] = rows_of(part) @ kept

    for _ in worked(narrowed, every):
        pass
    return out

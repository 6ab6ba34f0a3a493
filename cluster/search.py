"""Search over workers that each hold a slice of the catalogue: ask all, merge what they found, exactly.

Ray starts the workers, places them on the machines that there are, and starts one again that has ended. An answer is
made of what all workers found, or there is none.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import ray

from cluster.starting import start
from engine.catalogue.files import Files
from engine.catalogue.store import Catalogue, models_fingerprint
from engine.errors import UserError
from engine.recommend.knn import Doubles, KnnIndex, OpenSearch, Rows, merged
from engine.recommend.slices import Slice
from engine.recommend.spans import Span, divided

WITHIN: Final = 5.0
"""Seconds that all workers have for one search, a worker's restart included."""

_OPENED_WITHIN: Final = 120.0  # seconds
_TRAITS: Final = "traits.npy"
_STORE: Final = (
    200 * 10**6
)  # bytes that Ray shares between processes; a list of rows that may be searched is the largest
_LOST: Final = (ray.exceptions.RayActorError, ray.exceptions.GetTimeoutError, ray.exceptions.RaySystemError)


def connect(address: str, slices: int) -> OpenSearch:
    """Connect this process to Ray.

    Parameters
    ----------
    address : str
        ``LOCAL``; ``HOST:PORT`` of a cluster that this machine belongs to; ``ray://HOST:PORT`` of another one.
    slices : int
        Into how many slices a catalogue is divided, a worker each.

    Returns
    -------
    OpenSearch
        Opens the search of a catalogue, whose files and models every machine must see at the same paths.

    Raises
    ------
    UserError
        If there is no cluster at that address.
    """
    start(address, cores=1, store=_STORE)
    return lambda catalogue, _, models: ClusterSearch(catalogue, slices, models)


class ClusterSearch:
    """The search of one catalogue over workers: nearest sounds, and all else by ``ask``.

    Safe to use from several threads.

    The workers end when this object does.

    Parameters
    ----------
    catalogue : Catalogue
    slices : int
        At least 1; in a small catalogue fewer are made, of 64 recordings at least.
    models : Path or None
        Directory of fitted models; without it only nearest sounds are searched.

    Raises
    ------
    UserError
        If a worker does not start or cannot open the catalogue's files.

    Attributes
    ----------
    workers : list of actor handles
        In the order of the slices.
    """

    def __init__(self, catalogue: Catalogue, slices: int, models: Path | None = None) -> None:
        self._spans = divided(len(catalogue), slices)
        directory = catalogue.directory.absolute()
        fitted = None if models is None else (models.absolute(), models_fingerprint(models))
        worker: Any = ray.remote(_Slice)
        # A search that a worker's end interrupted is done once more, by the worker in its place.
        options = worker.options(max_restarts=-1, max_task_retries=1, scheduling_strategy="SPREAD")
        self.workers = [options.remote(directory, catalogue.manifest, span, fitted) for span in self._spans]
        try:
            ray.get([one.count.remote() for one in self.workers], timeout=_OPENED_WITHIN)
        except ray.exceptions.GetTimeoutError as error:
            raise UserError(
                "The workers of the cluster did not start.",
                f"{len(self.workers)} are wanted; look at the cluster's machines.",
                code="no_catalogue",
            ) from error
        except (ray.exceptions.RayError, UserError) as error:
            raise UserError(
                "The workers of the cluster cannot open the catalogue.",
                "Every machine must see the same files and models at the same paths.",
                code="no_catalogue",
            ) from error

    def nearest(
        self, target: Doubles, k: int, *, weights: Doubles | None = None, among: Rows | None = None
    ) -> tuple[Rows, Doubles]:
        """See ``KnnIndex.nearest``.

        Raises
        ------
        UserError
            If a worker has ended and is not back in time (``busy``): nothing is answered from a part of the data.
        """
        parts = [
            (worker, among if among is None else _packed(mine, len(span)))
            for worker, span, mine in zip(self.workers, self._spans, self._divided(among), strict=True)
            if among is None or len(mine)
        ]
        with _complete():
            asked = [worker.nearest.remote(target, k, weights, part) for worker, part in parts]
            return merged(ray.get(asked, timeout=WITHIN), k)

    def ask(self, what: str, *arguments: Any) -> list[Any]:
        """See ``engine.recommend.slices.Sliced``."""
        with _complete():
            answers: list[Any] = ray.get(
                [worker.ask.remote(what, *arguments) for worker in self.workers], timeout=WITHIN
            )
            return answers

    def _divided(self, among: Rows | None) -> Sequence[Rows]:
        """The rows that may be searched, by slice, counted from its first."""
        if among is None:
            return [np.zeros(0, dtype=np.intp)] * len(self.workers)
        return [among[slice(*np.searchsorted(among, (one.start, one.stop)))] - one.start for one in self._spans]


@contextmanager
def _complete() -> Iterator[None]:
    """Turn the absence of a worker into a UserError (``busy``): nothing is answered from a part of the data."""
    try:
        yield
    except Exception as error:
        # Of a connection that was given up Ray tells with an error of no kind of its own.
        if isinstance(error, (*_LOST, ConnectionError)) or not ray.is_initialized():
            raise UserError(
                "The search is not complete at the moment.", "Try again in a minute.", code="busy"
            ) from error
        raise


class _Slice:
    """Searches the recordings of a span, in a process of its own.

    Parameters
    ----------
    directory : Path
        Of the build.
    manifest : mapping
        Of the catalogue, so that a worker cannot open another build's files.
    span : Span
    fitted : (Path, str or None) or None
        Directory of the fitted models and the fingerprint that it must have; None to search nearest sounds only.
    """

    def __init__(
        self, directory: Path, manifest: dict[str, Any], span: Span, fitted: tuple[Path, str | None] | None
    ) -> None:
        self._span = span
        if fitted is None:
            traits = Files(directory, {_TRAITS: manifest["files"][_TRAITS]}).array(_TRAITS)
            self._index = KnnIndex.of_traits(traits[span.rows], manifest["features"])
            return
        models, fingerprint = fitted
        catalogue = Catalogue(directory, manifest)
        self._index = KnnIndex.of_traits(catalogue.traits[span.rows], manifest["features"])
        self._slice = Slice.of(catalogue, self._index, models, span)
        if models_fingerprint(models) != fingerprint:
            raise UserError("The fitted models are not those of the catalogue's process.", "", code="no_models")

    def count(self) -> int:
        """How many recordings it holds."""
        return len(self._span)

    def ask(self, what: str, *arguments: Any) -> Any:
        """What the slice says: a method of ``Slice`` and its arguments."""
        return getattr(self._slice, what)(*arguments)

    def nearest(
        self, target: Doubles, k: int, weights: Doubles | None, among: npt.NDArray[Any] | None
    ) -> tuple[Rows, Doubles]:
        """The k nearest of the slice, by their rows in the whole catalogue."""
        rows = None if among is None else _unpacked(among, len(self._span))
        found, distances = self._index.nearest(target, k, weights=weights, among=rows)
        return found + self._span.start, distances


def _packed(rows: Rows, count: int) -> npt.NDArray[np.uint8] | npt.NDArray[np.int32] | None:
    """Ascending rows of a slice, for sending: None for all, a bit a recording, or numbers where that is shorter."""
    if len(rows) == count:
        return None
    if len(rows) * 32 < count:
        return rows.astype(np.int32)
    chosen = np.zeros(count, dtype=bool)
    chosen[rows] = True
    return np.packbits(chosen)


def _unpacked(packed: npt.NDArray[Any], count: int) -> Rows:
    if packed.dtype == np.int32:
        return packed.astype(np.intp)
    return np.flatnonzero(np.unpackbits(packed, count=count))

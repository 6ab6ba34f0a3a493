"""The neighbour search over workers that each hold a slice of the catalogue: ask all, merge what they found, exactly.

Ray starts the workers, places them on the machines that there are, and starts one again that has ended. An answer is
made of what all workers found, or there is none.
"""

import os
import secrets
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import ray

from cluster.address import LOCAL, reachable
from engine.catalogue.files import Files
from engine.catalogue.store import Catalogue
from engine.errors import UserError
from engine.recommend.knn import Doubles, KnnIndex, OpenSearch, Rows, merged

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
        Opens the search of a catalogue, whose files every machine must see at the same path.

    Raises
    ------
    UserError
        If there is no cluster at that address.
    """
    if not reachable(address):
        raise _absent(address)
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    try:
        if address == LOCAL:
            # Without one Ray writes a token of its own into the home folder.
            os.environ.setdefault("RAY_AUTH_TOKEN", secrets.token_hex(32))
            ray.init(
                address="local", num_cpus=1, object_store_memory=_STORE, include_dashboard=False,
                log_to_driver=False, configure_logging=False, _node_ip_address="127.0.0.1",
            )  # fmt: skip
        else:
            ray.init(address=address, log_to_driver=False, configure_logging=False)
    except (ConnectionError, RuntimeError, ValueError) as error:
        raise _absent(address) from error
    return lambda catalogue, _: ClusterSearch(catalogue, slices)


def _absent(address: str) -> UserError:
    return UserError(f"No Ray cluster answers at {address}.", "Look at CRATEBOT_CLUSTER.", code="settings")


class ClusterSearch:
    """The neighbour search of one catalogue over workers. Safe to use from several threads.

    The workers end when this object does.

    Parameters
    ----------
    catalogue : Catalogue
    slices : int
        At least 1; at most a slice a recording is made.

    Raises
    ------
    UserError
        If a worker does not start or cannot open the catalogue's files.

    Attributes
    ----------
    workers : list of actor handles
        In the order of the slices.
    """

    def __init__(self, catalogue: Catalogue, slices: int) -> None:
        self._bounds = np.linspace(0, len(catalogue), min(slices, len(catalogue)) + 1).astype(np.intp)
        entries = {_TRAITS: catalogue.manifest["files"][_TRAITS]}
        directory = str(catalogue.directory.absolute())
        worker: Any = ray.remote(_Slice)
        # A search that a worker's end interrupted is done once more, by the worker in its place.
        options = worker.options(max_restarts=-1, max_task_retries=1, scheduling_strategy="SPREAD")
        self.workers = [
            options.remote(directory, entries, catalogue.manifest["features"], int(start), int(stop))
            for start, stop in self._slices()
        ]
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
                "Every machine must see the same files at the same path.",
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
            (worker, among if among is None else _packed(mine, stop - start))
            for worker, (start, stop), mine in zip(self.workers, self._slices(), self._divided(among), strict=True)
            if among is None or len(mine)
        ]
        try:
            asked = [worker.nearest.remote(target, k, weights, part) for worker, part in parts]
            return merged(ray.get(asked, timeout=WITHIN), k)
        except Exception as error:
            # Of a connection that was given up Ray tells with an error of no kind of its own.
            if isinstance(error, (*_LOST, ConnectionError)) or not ray.is_initialized():
                raise UserError(
                    "The search is not complete at the moment.", "Try again in a minute.", code="busy"
                ) from error
            raise

    def _slices(self) -> Iterator[tuple[int, int]]:
        return zip(self._bounds[:-1].tolist(), self._bounds[1:].tolist(), strict=True)

    def _divided(self, among: Rows | None) -> Sequence[Rows]:
        """The rows that may be searched, by slice, counted from its first."""
        if among is None:
            return [np.zeros(0, dtype=np.intp)] * len(self.workers)
        places = np.searchsorted(among, self._bounds)
        return [among[places[at] : places[at + 1]] - start for at, (start, _) in enumerate(self._slices())]


class _Slice:
    """Searches the recordings from ``start`` to before ``stop``, in a process of its own.

    Parameters
    ----------
    directory : str
        Of the build.
    entries : mapping
        What the manifest says of the file of traits, so that a worker cannot open another build's.
    features : mapping
        Means and deviations of the whole catalogue.
    """

    def __init__(
        self,
        directory: str,
        entries: Mapping[str, Mapping[str, Any]],
        features: Mapping[str, Mapping[str, Any]],
        start: int,
        stop: int,
    ) -> None:
        traits = Files(Path(directory), entries).array(_TRAITS)
        self._index = KnnIndex.of_traits(traits[start:stop], features)
        self._start = start
        self._count = stop - start

    def count(self) -> int:
        """How many recordings it holds."""
        return self._count

    def nearest(
        self, target: Doubles, k: int, weights: Doubles | None, among: npt.NDArray[Any] | None
    ) -> tuple[Rows, Doubles]:
        """The k nearest of the slice, by their rows in the whole catalogue."""
        rows = None if among is None else _unpacked(among, self._count)
        found, distances = self._index.nearest(target, k, weights=weights, among=rows)
        return found + self._start, distances


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

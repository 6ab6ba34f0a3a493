"""Read the files of one build of a catalogue: all are opened and checked when it is.

Small files are read into memory, so that nothing that happens to them matters any more. Larger ones are mapped. A
mapped file stays readable after its directory was removed, so a catalogue that is open answers from one build,
whatever is built meanwhile; but one that is cut ends the process at the next look at what it held. ``Files.changed``
tells before an answer looks. Nothing in these files is code: pickled objects are refused.
"""

import hashlib
import io
import json
import mmap
import os
import weakref
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final, TypeVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.ipc

from engine.defaults import PYTHON
from engine.errors import UserError

_PIECE: Final = 1 << 22  # bytes that a checksum reads at once; a multiple of the page size
_NPY_HEADER: Final = 1 << 14
_OWNED: Final = 16 * 10**6  # bytes of the smallest files of a build, together, that are read into memory

Content = mmap.mmap | bytes
Read = TypeVar("Read")


def listed(directory: Path) -> dict[str, dict[str, Any]]:
    """Describe every file below a directory, as a catalogue's manifest lists them.

    Returns
    -------
    dict of str to dict
        By path below the directory with ``/``, sorted: ``bytes``, ``crc32`` (8 hexadecimal digits) and ``sha256``.
    """
    paths = {path.relative_to(directory).as_posix(): path for path in directory.rglob("*") if path.is_file()}
    contents = ((name, paths[name].read_bytes()) for name in sorted(paths))
    return {
        name: {"bytes": len(content), "crc32": _crc32(content), "sha256": hashlib.sha256(content).hexdigest()}
        for name, content in contents
    }


class Files:
    """The files of one build.

    Parameters
    ----------
    directory : Path
        Where they lie.
    entries : mapping, or None
        What the manifest says of each, as ``listed`` gives it: size and CRC-32 of every file must agree. None while
        the catalogue is being built: files are then taken as they are, and mapped.

    Raises
    ------
    UserError
        If a file is absent or damaged (``no_catalogue``); the hint says what to do.
    """

    def __init__(self, directory: Path, entries: Mapping[str, Mapping[str, Any]] | None = None) -> None:
        self.directory = directory
        self._entries = entries or {}
        self._contents: dict[str, Content] | None = None
        self._mapped: list[tuple[io.FileIO, tuple[int, int]]] = []
        weakref.finalize(self, _close, self._mapped)
        if entries is not None:
            owned = _smallest(entries)
            self._contents = {name: self._checked(name, entry, name in owned) for name, entry in entries.items()}

    def __contains__(self, name: str) -> bool:
        return name in self._contents if self._contents is not None else (self.directory / name).is_file()

    def array(self, name: str) -> npt.NDArray[Any]:
        """A ``.npy`` file as an array that stays in the file until it is looked at.

        Raises
        ------
        UserError
            If the file is absent or damaged; so for every other format.
        """
        return self._read(name, _array)

    def arrays(self, name: str) -> dict[str, npt.NDArray[Any]]:
        """The arrays of a ``.npz`` file."""
        return self._read(name, _arrays)

    def table(self, name: str) -> pa.Table:
        """An Arrow file as a table whose columns stay in the file until they are looked at."""
        return self._read(name, lambda content: pyarrow.ipc.open_file(pa.BufferReader(content)).read_all())

    def json(self, name: str) -> Any:
        """The value in a JSON file."""
        return self._read(name, lambda content: json.loads(bytes(content)))

    @property
    def count(self) -> int:
        """How many files the manifest lists."""
        return len(self._contents or ())

    def changed(self) -> bool:
        """Whether somebody has written into a mapped file, or cut it, since it was opened.

        Then nothing may be read from here any more. Takes a microsecond a mapped file.
        """
        return any(_state(file) != before for file, before in self._mapped)

    def check(self) -> None:
        """Compare the SHA-256 of every file, too, with the manifest's. UserError for the first that differs."""
        for name, content in (self._contents or {}).items():
            if hashlib.sha256(content).hexdigest() != self._entries[name]["sha256"]:
                raise self._damaged(name, "does not match its SHA-256 in manifest.json")

    def _read(self, name: str, reader: Callable[[Content], Read]) -> Read:
        content = self._contents.get(name) if self._contents is not None else self._opened(name, owned=False)
        if content is None:
            raise self._damaged(name, "is absent")
        try:
            return reader(content)
        except Exception as error:  # each format has its own family of errors; all mean the same to the user
            raise self._damaged(name, "cannot be read") from error

    def _checked(self, name: str, entry: Mapping[str, Any], owned: bool) -> Content:
        content = self._opened(name, owned=owned)
        if len(content) != entry["bytes"]:
            raise self._damaged(name, f"has {len(content):,} bytes instead of {entry['bytes']:,}")
        if _crc32(content) != entry["crc32"]:
            raise self._damaged(name, "does not match its checksum in manifest.json")
        return content

    def _opened(self, name: str, *, owned: bool) -> Content:
        """The content, in memory or mapped."""
        try:
            file = io.FileIO(self.directory / name)
            # A file that is empty cannot be mapped.
            if owned or not os.fstat(file.fileno()).st_size:
                with file:
                    return file.readall()
            self._mapped.append((file, _state(file)))
            return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except FileNotFoundError:
            raise self._damaged(name, "is absent") from None
        except (OSError, ValueError) as error:
            raise self._damaged(name, "cannot be opened") from error

    def _damaged(self, name: str, what: str) -> UserError:
        catalogue = self.directory.parent
        return UserError(
            f"{name} of the catalogue in {catalogue} {what}.",
            f"Build the catalogue again: {PYTHON} -m engine build --source CSV --out {catalogue}.",
            code="no_catalogue",
        )


def _smallest(entries: Mapping[str, Mapping[str, Any]]) -> set[str]:
    """The smallest files that have ``_OWNED`` bytes at most together, by what a manifest says of them."""
    owned, left = set(), _OWNED
    for name in sorted(entries, key=lambda name: (entries[name]["bytes"], name)):
        left -= entries[name]["bytes"]
        if left >= 0:
            owned.add(name)
    return owned


def _state(file: io.FileIO) -> tuple[int, int]:
    """What changes when somebody writes into a file or cuts it."""
    found = os.fstat(file.fileno())
    return found.st_size, found.st_mtime_ns


def _close(mapped: list[tuple[io.FileIO, tuple[int, int]]]) -> None:
    for file, _ in mapped:
        file.close()


def _crc32(content: Content) -> str:
    """The CRC-32 of a file as ``listed`` writes it."""
    found = 0
    view = memoryview(content)
    for start in range(0, len(view), _PIECE):
        piece = view[start : start + _PIECE]
        found = zlib.crc32(piece, found)
        if isinstance(content, mmap.mmap) and hasattr(content, "madvise"):
            # What the checksum alone has read does not stay in this process's memory.
            content.madvise(mmap.MADV_DONTNEED, start, len(piece))
    return f"{found:08x}"


def _array(content: Content) -> npt.NDArray[Any]:
    head = io.BytesIO(content[:_NPY_HEADER])
    if np.lib.format.read_magic(head) != (1, 0):
        raise ValueError("another version of the format")
    shape, fortran, dtype = np.lib.format.read_array_header_1_0(head)
    if dtype.hasobject:
        raise ValueError("pickled objects")
    return np.ndarray(shape, dtype, buffer=content, offset=head.tell(), order="F" if fortran else "C")


def _arrays(content: Content) -> dict[str, npt.NDArray[Any]]:
    with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
        return {name: arrays[name] for name in arrays.files}

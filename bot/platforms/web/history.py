"""The requests of the channel on disk, so that the talk goes on after a restart; answers are asked anew."""

import contextlib
import hashlib
import json
import logging
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Protocol

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Kept:
    """What is kept of one exchange.

    Parameters
    ----------
    id : str
    owner : str
        A hash of the person's id: the id itself lets its holder in.
    name, text, label : str
        What the person was called, what was typed, and what stood on the button.
    at : float
        Seconds since 1970.
    title, request : str
        Of the answer: its title, and the canonical request that gives it again.
    """

    id: str
    owner: str
    name: str
    text: str
    label: str
    at: float
    title: str
    request: str


class History(Protocol):
    """Where the channel keeps what was asked. A database may take the place of the file."""

    def newest(self, most: int) -> list[Kept]:
        """The newest exchanges, oldest first."""

    def add(self, kept: Kept) -> None:
        """Keep one more."""


class FileHistory:
    """A bounded file of JSON lines that only this user can read. What cannot be read or written is left out.

    Parameters
    ----------
    path : Path
    most : int
        Lines kept when it is written anew, which happens when there are twice as many.
    """

    def __init__(self, path: Path, most: int = 200) -> None:
        self._path = path
        self._most = most
        self._lines = 0

    def newest(self, most: int) -> list[Kept]:
        """The newest exchanges, oldest first."""
        try:
            lines = self._path.read_text(encoding="utf-8").splitlines()
        except (OSError, ValueError):
            return []
        self._lines = len(lines)
        found = []
        for line in lines[-most:]:
            with contextlib.suppress(ValueError, TypeError):
                kept = Kept(**json.loads(line))
                if all(isinstance(value, float if name == "at" else str) for name, value in asdict(kept).items()):
                    found.append(kept)
        return found

    def add(self, kept: Kept) -> None:
        """Append one; the file is written anew when it has grown to twice its bound."""
        line = json.dumps(asdict(kept), ensure_ascii=True)
        try:
            if self._lines >= 2 * self._most:
                self._shorten()
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with open(self._path, "a", encoding="ascii", opener=_private) as file:
                file.write(line + "\n")
            self._lines += 1
        except OSError as error:
            log.warning("the channel's history cannot be written: %s", error.strerror)

    def _shorten(self) -> None:
        lines = [json.dumps(asdict(kept)) for kept in self.newest(self._most)]
        beside = self._path.with_suffix(".new")
        with open(beside, "w", encoding="ascii", opener=_private) as file:
            file.writelines(f"{line}\n" for line in lines)
        beside.replace(self._path)
        self._lines = len(lines)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def owner(person: str) -> str:
    """What stands for a person in what is kept."""
    return hashlib.sha256(person.encode()).hexdigest()[:32]

"""Check where results go before any work is done."""

import os
from pathlib import Path

from engine.errors import UserError, shortened


def require_writable(directory: Path, hint: str = "Name another directory.") -> None:
    """Make a directory if it is absent. UserError if that fails or nothing can be written there."""
    try:
        directory.mkdir(parents=True, exist_ok=True)
        (directory / ".lock").touch()
    except OSError as error:
        raise UserError(f"{shortened(directory)} cannot be written to: {error.strerror}.", hint) from None


def require_parent(out: Path) -> None:
    """Refuse a file that cannot be written. UserError if its directory is absent or closed, or it is a directory."""
    try:
        if not out.parent.is_dir():
            raise UserError(
                f"There is no directory {shortened(out.parent)} to write {shortened(out.name)} into.",
                "Make it, or name another.",
            )
        if not out.is_dir() and os.access(out if out.exists() else out.parent, os.W_OK):
            return
    except OSError:  # such as a name that is too long
        pass
    raise UserError(f"{shortened(out)} cannot be written to.", "Name another file.")


def make_parent(out: Path) -> None:
    """Make the directory of a file if it is absent. UserError if that fails or the file cannot be written."""
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(f"{shortened(out)} cannot be written: {error.strerror}.", "Name another file.") from None
    require_parent(out)


def require_another(out: Path, *read: Path) -> None:
    """Refuse to write over a file that is read. UserError if ``out`` is one of them."""
    for path in read:
        if out.exists() and path.exists() and out.samefile(path):
            raise UserError(f"{shortened(out)} is the file that is read.", "Name another file to write to.")

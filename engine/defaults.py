"""Where the catalogue, the models and downloads lie if nobody names a place, and how commands are typed here.

A checkout keeps them in its own folders ``data`` and ``models``, from whichever folder a program is started. The
installed package brings the models along and keeps its data in the user's data directory.
"""

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from engine.errors import UserError, shortened

_PACKAGE: Final = Path(__file__).parent
_ROOT: Final = _PACKAGE.parent


def _python() -> str:
    executable, here = Path(sys.executable), Path.cwd()
    # Hints reach people in a chat, who have no business with the folders of the server.
    return str(executable.relative_to(here)) if executable.is_relative_to(here) else "python"


PYTHON: Final = _python()
"""The running Python as it can be typed from the current folder, such as ``.venv/bin/python``, or ``python`` if it lies
elsewhere. A hint that begins with it works on a machine where ``python`` is another one or none."""


def data_directory(environment: Mapping[str, str] = os.environ) -> Path:
    """Find where catalogues and downloads are kept.

    In this order: ``CRATEBOT_DATA``; the folder ``data`` of a checkout; ``cratebot`` in the user's data directory (XDG
    Base Directory Specification; ``%LOCALAPPDATA%`` on Windows).
    """
    if named := environment.get("CRATEBOT_DATA"):
        return _expanded(named, "CRATEBOT_DATA")
    if (_ROOT / "pyproject.toml").is_file():
        return _typed(_ROOT / "data")
    home = environment.get("XDG_DATA_HOME") or environment.get("LOCALAPPDATA")
    return (Path(home) if home else Path.home() / ".local" / "share") / "cratebot"


def models_directory(environment: Mapping[str, str] = os.environ) -> Path:
    """Find the fitted models: ``CRATEBOT_MODELS``, else those of the checkout or of the installed package."""
    if named := environment.get("CRATEBOT_MODELS"):
        return _expanded(named, "CRATEBOT_MODELS")
    installed = _PACKAGE / "_models"
    return installed if installed.is_dir() else _typed(_ROOT / "models")


def catalogue_directory(environment: Mapping[str, str] = os.environ) -> Path:
    """Find the catalogue: ``CRATEBOT_CATALOGUE``, else ``catalogue`` or, where only that was made, ``demo`` in the data
    directory."""
    if named := environment.get("CRATEBOT_CATALOGUE"):
        return _expanded(named, "CRATEBOT_CATALOGUE")
    data = data_directory(environment)
    demo_only = (data / "demo").is_dir() and not (data / "catalogue").is_dir()
    return data / ("demo" if demo_only else "catalogue")


def _expanded(named: str, name: str) -> Path:
    """A path with ``~`` replaced. UserError if it begins with the home directory of a user who is not there."""
    try:
        return Path(named).expanduser()
    except RuntimeError:
        raise UserError(
            f"{name} begins with the home directory of a user who is not there: {shortened(named)}.", code="settings"
        ) from None


def _typed(path: Path) -> Path:
    """The path relative to the current folder if it is inside: shorter to read and to type."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path

"""How the libraries are installed that only some platforms and settings need."""

import shlex
from pathlib import Path
from typing import Final

_LOCK: Final = "requirements-extras.lock"


def how_to_install(package: Path = Path(__file__).parent) -> str:
    """The command: with the lock of the checkout or, where cratebot is installed, with the one that came along.

    Parameters
    ----------
    package : Path
        The folder of ``bot``.
    """
    shipped = package / _LOCK
    return f"pip install --require-hashes -r {shlex.quote(str(shipped)) if shipped.is_file() else _LOCK}"


INSTALL: Final = how_to_install()

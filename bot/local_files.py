"""Files on the machine of who asks: read by their path, and written into a folder of the run."""

import tempfile
from pathlib import Path

from bot.request import Upload
from engine import UserError


def read_upload(said: str, most: int) -> Upload:
    """The file at a path, as if it had been attached.

    Parameters
    ----------
    most : int
        Bytes that it may have.

    Raises
    ------
    UserError
        If it is larger, or cannot be read.
    """
    path = Path(said).expanduser()
    try:
        if path.stat().st_size > most:
            raise UserError(f"{path} is larger than {most >> 20} MB.", "Split it.", code="too_large")
        return Upload(path.name, path.read_bytes())
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "it is no path"
        raise UserError(f"{path} cannot be read: {why}.", "Give the path of a file.", code="not_found") from None


class Folder:
    """Where files of one run are written: made when the first one is, below the temporary folder.

    It stays when the process ends, since whoever reads the paths may do so later.
    """

    def __init__(self, inside: Path | None = None) -> None:
        self._inside = inside
        self._path: Path | None = None
        self._count = 0

    def keep(self, name: str, content: bytes) -> str:
        """Write into a place of its own below the folder, so that no reply overwrites another's; the path."""
        if self._path is None:
            self._path = Path(tempfile.mkdtemp(prefix="cratebot-", dir=self._inside))
        self._count += 1
        place = self._path / str(self._count)
        place.mkdir()
        path = place / Path(name).name
        path.write_bytes(content)
        return str(path)

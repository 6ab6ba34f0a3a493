"""Pictures and files of answers, under addresses that an assistant can read."""

from pathlib import Path
from typing import Final
from urllib.parse import quote

from bot.blobs import Blob, Blobs
from bot.local_files import Folder

FILES: Final = "cratebot://files/"
_MOST: Final = 64 * 2**20


class Kept:
    """Keeps them for their owners: in memory as far as there is room, or files in a folder.

    Parameters
    ----------
    folder : Folder or None
        Where files are written that the person is to find; None for nowhere, where assistants come by HTTP.
    """

    def __init__(self, folder: Folder | None = None) -> None:
        self._folder = folder
        self._blobs = Blobs(_MOST)
        self._written: dict[str, tuple[Path, str]] = {}

    def keep(self, name: str, content: bytes, media_type: str, owner: str) -> str:
        """Keep a picture or a file; its address."""
        if self._folder is not None and not media_type.startswith("image/"):
            path = Path(self._folder.keep(name, content))
            self._written[path.as_uri()] = (path, media_type)
            return path.as_uri()
        key = self._blobs.put(Blob(name, content, media_type, owner))
        return f"{FILES}{key}/{quote(name, safe='')}"

    def read(self, address: str, owner: str) -> tuple[bytes, str]:
        """The content at an address and its media type; ``LookupError`` if the owner has none there."""
        if address in self._written:
            path, media_type = self._written[address]
            return path.read_bytes(), media_type
        key, slash, _ = address.removeprefix(FILES).partition("/")
        blob = self._blobs.get(key) if address.startswith(FILES) and slash else None
        if blob is None or blob.owner != owner:
            raise LookupError(address)
        return blob.content, blob.media_type

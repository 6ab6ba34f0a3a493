"""Write files so that whatever interrupts it, the old content or the whole new one is there."""

import os
import uuid
from contextlib import suppress
from pathlib import Path


def write_whole(path: Path, content: bytes) -> None:
    """Write a file beside its place and move it there in one rename; a device or a pipe is written to as it is.

    Raises
    ------
    OSError
        If that fails; what was in its place stays as it was.
    """
    if path.exists() and not path.is_file():
        path.write_bytes(content)
        return
    path = path.resolve()
    beside = path.with_name(f".{uuid.uuid4().hex}.part")
    try:
        beside.write_bytes(content)
        if path.exists():
            beside.chmod(path.stat().st_mode)
        os.replace(beside, path)
    except OSError as error:
        error.filename = str(path)  # the name that the user knows
        raise
    finally:
        with suppress(OSError):
            beside.unlink()

"""Download the public table: one pinned revision, checked by its SHA-256 before it is put where others look for it."""

import logging
import os
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import pooch
import requests
from filelock import FileLock
from tqdm import tqdm

from engine.defaults import PYTHON
from engine.errors import UserError, shortened
from pipeline.places import make_parent
from pipeline.sources.spotify_listing import PUBLIC_TABLE_SHA256

# https://huggingface.co/datasets/maharshipandya/spotify-tracks-dataset
REVISION: Final = "635b034f69257814eff850a5c2b3346fe458134f"
URL: Final = f"https://huggingface.co/datasets/maharshipandya/spotify-tracks-dataset/resolve/{REVISION}/dataset.csv"
SHA256: Final = PUBLIC_TABLE_SHA256
MOST_BYTES: Final = 64_000_000  # the table has 20 MB
LEAST_SPEED: Final = 5_000  # bytes a second, on average after a patience of so many seconds
PATIENCE: Final = 30.0
_PIECE: Final = 1 << 16

_BY_HAND: Final = (
    f"Try again later, or download dataset.csv elsewhere and run: {PYTHON} -m engine build --source dataset.csv."
)


class _Refused(Exception):
    """A download that is larger or slower than the table can be; not tried again."""


def fetch(
    out: Path, *, url: str = "", connect_timeout: float = 10, retries: int = 3, show_progress: bool = False
) -> None:
    """Download the public table to ``out``; what was there stays until the new file has been checked.

    A download that breaks off is started again from the beginning, after a pause of one second more each time.

    Parameters
    ----------
    url : str
        Another address of the same file. Empty: ``CRATEBOT_DATASET_URL`` if set, else Hugging Face.
    connect_timeout : float
        Seconds to wait for the server to take the connection; three times as long for each next piece of the file.

    Raises
    ------
    UserError
        If the address is none, the server cannot be reached, breaks off every time or takes too long (``offline``),
        what came is not the table (``bad_table``), or ``out`` cannot be written.
    """
    url = url or os.environ.get("CRATEBOT_DATASET_URL", "") or URL
    try:
        server = urlsplit(url).hostname or shortened(url)
    except ValueError:
        raise UserError(f"{shortened(url)} is no address.", _BY_HAND, code="offline") from None
    part = out.with_name(f".{out.name}.part")
    make_parent(out)
    with FileLock(out.with_name(f".{out.name}.lock")):
        shutil.rmtree(part, ignore_errors=True)
        pooch.get_logger().setLevel(logging.CRITICAL)
        downloads = pooch.create(
            part, base_url="", registry={out.name: f"sha256:{SHA256}"}, urls={out.name: url}, retry_if_failed=retries
        )
        shown = show_progress and sys.stderr.isatty()
        downloader = _downloader((connect_timeout, 3 * connect_timeout), show_progress=shown)
        try:
            os.replace(downloads.fetch(out.name, downloader=downloader), out)
        except requests.HTTPError as error:
            status = error.response.status_code if error.response is not None else "an error"
            raise UserError(f"{server} answered {status} instead of the table.", _BY_HAND, code="offline") from None
        except requests.RequestException:
            raise UserError(f"{server} cannot be reached or broke off.", _BY_HAND, code="offline") from None
        except _Refused as error:
            raise UserError(f"{server} sent {error}.", _BY_HAND, code="offline") from None
        except ValueError:  # pooch: the checksum differs
            raise UserError(
                f"{server} sent something else than the public table: its SHA-256 differs.", _BY_HAND, code="bad_table"
            ) from None
        finally:
            shutil.rmtree(part, ignore_errors=True)


def _downloader(timeout: tuple[float, float], *, show_progress: bool) -> Callable[[str, str, Any], None]:
    """A downloader for pooch that ends what is larger than ``MOST_BYTES`` or slower than ``LEAST_SPEED``.

    Pooch's own waits for whole pieces, for ever if a byte comes every second.
    """

    def download(url: str, output_file: str, _: Any) -> None:
        began = time.monotonic()
        with requests.get(url, stream=True, timeout=timeout) as response, Path(output_file).open("wb") as file:
            response.raise_for_status()
            total = int(response.headers.get("Content-Length") or 0)
            with tqdm(total=total or None, unit="B", unit_scale=True, disable=not show_progress) as bar:
                while piece := _read(response):
                    file.write(piece)
                    bar.update(len(piece))
                    if file.tell() > MOST_BYTES:
                        raise _Refused(f"more than {MOST_BYTES / 1e6:.0f} MB, which cannot be the table")
                    if time.monotonic() - began > PATIENCE + file.tell() / LEAST_SPEED:
                        raise _Refused("the table too slowly")

    return download


def _read(response: requests.Response) -> bytes:
    """What has come of an answer by now, empty at its end."""
    try:
        return bytes(response.raw.read1(_PIECE, decode_content=True))
    except Exception as error:  # urllib3 has its own family of errors
        raise requests.ConnectionError("the connection broke off") from error

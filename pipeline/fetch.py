"""Download the public table: one pinned revision, checked by its SHA-256 before it is put where others look for it."""

import logging
import os
import shutil
import sys
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import pooch
import requests
from filelock import FileLock

from engine.defaults import PYTHON
from engine.errors import UserError
from pipeline.sources.spotify_listing import PUBLIC_TABLE_SHA256

# https://huggingface.co/datasets/maharshipandya/spotify-tracks-dataset
REVISION: Final = "635b034f69257814eff850a5c2b3346fe458134f"
URL: Final = f"https://huggingface.co/datasets/maharshipandya/spotify-tracks-dataset/resolve/{REVISION}/dataset.csv"
SHA256: Final = PUBLIC_TABLE_SHA256

_BY_HAND: Final = (
    f"Try again later, or download dataset.csv elsewhere and run: {PYTHON} -m engine build --source dataset.csv."
)


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
        If the server cannot be reached or breaks off every time (``offline``), or what came is not the table
        (``bad_table``).
    """
    url = url or os.environ.get("CRATEBOT_DATASET_URL", "") or URL
    server = urlsplit(url).hostname or url
    part = out.with_name(f".{out.name}.part")
    out.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(out.with_name(f".{out.name}.lock")):
        shutil.rmtree(part, ignore_errors=True)
        pooch.get_logger().setLevel(logging.CRITICAL)
        downloads = pooch.create(
            part, base_url="", registry={out.name: f"sha256:{SHA256}"}, urls={out.name: url}, retry_if_failed=retries
        )
        shown = show_progress and sys.stderr.isatty()
        downloader = pooch.HTTPDownloader(progressbar=shown, timeout=(connect_timeout, 3 * connect_timeout))
        try:
            os.replace(downloads.fetch(out.name, downloader=downloader), out)
        except requests.HTTPError as error:
            status = error.response.status_code if error.response is not None else "an error"
            raise UserError(f"{server} answered {status} instead of the table.", _BY_HAND, code="offline") from None
        except requests.RequestException:
            raise UserError(f"{server} cannot be reached or broke off.", _BY_HAND, code="offline") from None
        except ValueError:  # pooch: the checksum differs
            raise UserError(
                f"{server} sent something else than the public table: its SHA-256 differs.", _BY_HAND, code="bad_table"
            ) from None
        finally:
            shutil.rmtree(part, ignore_errors=True)

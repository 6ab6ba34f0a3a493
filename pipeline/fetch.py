"""Download of the public table: checked before it is put where others look for it."""

import logging
import os
import shutil
import sys
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from filelock import FileLock

from engine.errors import UserError

# https://huggingface.co/datasets/maharshipandya/spotify-tracks-dataset
URL: Final = "https://huggingface.co/datasets/maharshipandya/spotify-tracks-dataset/resolve/main/dataset.csv"
ROWS: Final = 114_000


def fetch(
    out: Path, *, url: str = "", connect_timeout: float = 10, retries: int = 3, show_progress: bool = False
) -> int:
    """Download the public table to ``out``; what was there stays until the new file has been checked.

    A download that breaks off is started again from the beginning, after a pause of one second more each time.

    Parameters
    ----------
    url : str
        Another address of the same file. Empty: ``CRATEBOT_DATASET_URL`` if set, else Hugging Face.
    connect_timeout : float
        Seconds to wait for the server to take the connection; three times as long for each next piece of the file.

    Returns
    -------
    int
        Rows of the table.

    Raises
    ------
    UserError
        If the server cannot be reached or breaks off every time (``offline``), or what came is not the whole table
        (``bad_table``).
    """
    import pooch
    import requests

    from pipeline.source import read_table

    url = url or os.environ.get("CRATEBOT_DATASET_URL", "") or URL
    server = urlsplit(url).hostname or url
    part = out.with_name(f".{out.name}.part")
    out.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(out.with_name(f".{out.name}.lock")):
        shutil.rmtree(part, ignore_errors=True)
        pooch.get_logger().setLevel(logging.WARNING)
        downloads = pooch.create(
            part, base_url="", registry={out.name: None}, urls={out.name: url}, retry_if_failed=retries
        )
        shown = show_progress and sys.stderr.isatty()
        downloader = pooch.HTTPDownloader(progressbar=shown, timeout=(connect_timeout, 3 * connect_timeout))
        try:
            fresh = Path(downloads.fetch(out.name, downloader=downloader))
            rows = len(read_table(fresh))
            if rows < ROWS:
                raise UserError(f"{server} sent a table of {rows:,} rows; it has {ROWS:,}.", code="bad_table")
            os.replace(fresh, out)
        except UserError:
            raise
        except requests.HTTPError as error:
            status = error.response.status_code if error.response is not None else "an error"
            raise UserError(f"{server} answered {status} instead of the table.", _BY_HAND, code="offline") from None
        except (requests.RequestException, ValueError):
            raise UserError(f"{server} cannot be reached or broke off.", _BY_HAND, code="offline") from None
        finally:
            shutil.rmtree(part, ignore_errors=True)
    return rows


_BY_HAND: Final = "Try again later, or download dataset.csv elsewhere and run: python -m engine build --source CSV."

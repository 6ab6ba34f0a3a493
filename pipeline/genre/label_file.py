"""Label a CSV file into another, for the command line."""

import gzip
import zlib
from pathlib import Path

from tqdm import tqdm

from engine.errors import UserError, shortened
from engine.genre.label import MAX_BYTES, Labelled, label
from engine.genre.model import GenreModel
from engine.writing import write_whole


def label_file(source: Path, out: Path, models: Path, *, audio_only: bool = False) -> Labelled:
    """Label each row of a file (CSV, also gzipped) with genres, with a progress bar.

    Raises
    ------
    UserError
        As ``engine.genre.label.label`` does, and if the file is absent or there are no models.
    """
    if not source.is_file():
        raise UserError(f"There is no file {shortened(source)}.", code="not_found")
    model = GenreModel.load(models)
    try:
        with gzip.open(source) if source.suffix == ".gz" else source.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise UserError(f"{shortened(source)} cannot be read: {error}.", code="bad_table") from error
    with tqdm(desc="label", unit="row") as bar:

        def show(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        labelled = label(content, model, audio_only=audio_only, on_progress=show)
    write_whole(out, labelled.content)
    return labelled

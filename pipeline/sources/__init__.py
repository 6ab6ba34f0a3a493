"""The table formats that the pipeline reads, one module each, and the function that reads a file of any of them."""

from collections.abc import Collection
from pathlib import Path
from typing import Final

from pipeline.sources.acousticbrainz import ACOUSTICBRAINZ, is_documents, read_documents
from pipeline.sources.base import Source, TableFormat, check_file, checksum, content_checksum, read_columns
from pipeline.sources.description import read_description
from pipeline.sources.own_table import own_format
from pipeline.sources.parts import read_in_parts
from pipeline.sources.spotify_listing import SPOTIFY_LISTING
from pipeline.sources.spotify_releases import SPOTIFY_RELEASES
from pipeline.sources.spotify_snapshot import SPOTIFY_SNAPSHOT

# The first format whose marker column a table has is taken, so the more particular ones stand first.
FORMATS: Final[tuple[TableFormat, ...]] = (SPOTIFY_SNAPSHOT, SPOTIFY_LISTING, SPOTIFY_RELEASES, ACOUSTICBRAINZ)


def read_source(path: Path, aside: Path | None = None) -> Source:
    """Read a table of any known format; its columns say which, or the TOML file beside it.

    Parameters
    ----------
    path : Path
        ``.csv``, ``.csv.gz``, ``.csv.xz``, ``.parquet``, or AcousticBrainz documents: ``.jsonl``, ``.jsonl.gz``.
    aside : Path or None
        Where the rows lie, read in parts; see ``pipeline.aside``. None reads them into memory.

    Raises
    ------
    UserError
        If the file is absent or is no table (``not_found``, ``bad_table``), or a column is missing, mistyped or out of
        range: one sentence names each such column and the first wrong value. If the TOML file beside it is none.
    """
    check_file(path)
    said = read_description(path)
    own = own_format(said.columns, path.name) if said.columns else None
    texts = {heading for form in ((own,) if own else FORMATS) for heading in form.texts}

    def format_of(headings: Collection[str]) -> TableFormat:
        # A table of no known format is measured against the listing, whose missing columns the message then names.
        return own or next((form for form in FORMATS if form.marker in headings), SPOTIFY_LISTING)

    read = None if aside is None or is_documents(path) else read_in_parts(path, texts, format_of, aside)
    if read is None:
        raw = read_documents(path) if is_documents(path) else read_columns(path, texts)
        form = format_of(raw.columns)
        read = form, form.typed(raw, path.name)
    found, rows = read
    content = content_checksum(path)
    about = found.known.get(content, said.provenance)
    return Source(path, found, rows, about, checksum(path), content, said.workspace)

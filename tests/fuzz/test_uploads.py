"""Hostile bytes for the readers of uploads, and hostile text for the writers of files."""

import io
import zipfile
from contextlib import suppress
from xml.etree import ElementTree

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.imports import tracks_in
from bot.imports.workbooks import rows_of
from bot.spreadsheet import workbook
from engine.errors import UserError
from engine.features import AUDIO_NAMES
from engine.genre import label as labelling

HEADER = ",".join(AUDIO_NAMES)
cells = st.text(max_size=20) | st.sampled_from(("0.5", "120", "-5", "nan", "1e999", "", '"', "=1+1", "\ufeff", "٣"))
lines = st.lists(cells, max_size=14).map(",".join)
tables = st.lists(lines, max_size=8).map(lambda rows: "\n".join([HEADER, *rows]))
as_bytes = st.sampled_from(("utf-8", "utf-8-sig", "utf-16", "latin-1"))
uploads = st.binary(max_size=400) | st.builds(
    lambda text, encoding, cut: text.encode(encoding, "replace")[cut:], tables, as_bytes, st.integers(0, 3)
)


@given(uploads)
@example(f"{HEADER}\r".encode())
@example(f'{HEADER}\n"'.encode())
@example(b"\xef\xbb\xbf\xef\xbb\xbf")
def test_any_upload_is_a_table_or_one_sentence(content):
    with suppress(UserError):
        table = labelling._parse(content, with_names=True)
        assert len(table.lines) == len(table.identities) == len(table.audio) == len(table.credits.artists)
        assert len(table.valid) + len(table.problems) == len(table.lines)


@given(uploads)
@example(b"title,artist\n\n,\n")
@example(b"uri\nspotify:track:\xc3\xa4")
def test_any_list_of_tracks_is_read_or_refused_in_one_sentence(engine, content):
    with suppress(UserError):
        tracks, doubtful, missing = tracks_in(engine, content)
        assert len({track.track_id for track in tracks}) == len(tracks)
        assert all(isinstance(line, str) for line in (*doubtful, *missing))


@pytest.mark.parametrize("kind", ["header", "cell", "title"])
@given(text=st.text())
def test_a_workbook_of_any_text_is_well_formed_and_has_no_formula(kind, text):
    title, header, cell = (text if one == kind else "plain" for one in ("title", "header", "cell"))
    with zipfile.ZipFile(io.BytesIO(workbook(title, (header,), [(cell,)]))) as book:
        for name in book.namelist():
            root = ElementTree.fromstring(book.read(name))
            assert not [element for element in root.iter() if element.tag.endswith("}f")]


@pytest.mark.parametrize(
    "content",
    [
        b'title,artist\n"' + b"x" * 200_000,
        b"x" * 200_000 + b",title",
        b"a\n" * 5 + b"b%d\n" * 600,
        b"c," * 500 + b"title",
    ],
    ids=["a long cell", "a long first line", "one line often", "many columns"],
)
def test_a_list_of_odd_shape_is_answered(engine, content):
    with suppress(UserError):
        tracks_in(engine, content)


def test_a_list_of_too_many_lines_is_refused(engine):
    with pytest.raises(UserError, match="more than 500 lines"):
        tracks_in(engine, "\n".join(f"song {number}" for number in range(10_000)))


BOOK = workbook("Titles", ("title", "artist"), [(f"Song {number}", "Somebody") for number in range(50)])


@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
@given(changes=st.dictionaries(st.integers(0, 10_000), st.integers(0, 255), min_size=1, max_size=6))
def test_a_damaged_workbook_is_read_or_refused_in_one_sentence(compression, changes):
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(BOOK)) as book, zipfile.ZipFile(packed, "w", compression) as again:
        for name in book.namelist():
            again.writestr(name, book.read(name))
    content = bytearray(packed.getvalue())
    for place, value in changes.items():
        content[place % len(content)] = value
    with suppress(UserError):
        list(rows_of(bytes(content)))

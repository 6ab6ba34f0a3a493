"""Files for spreadsheets: names in any script, no formulas, key and tempo beside the names."""

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from bot.exports import LONGEST_NAME, csv_file, file_name, files, harmless


def test_a_table_opens_in_spreadsheets_and_has_key_tempo_genres_and_popularity(engine):
    tracks = engine.best_known(5)
    (table,) = files(engine, tracks, "playlist", "calm")
    assert table.name == "cratebot-playlist-calm.csv"
    assert table.content.startswith(b"\xef\xbb\xbf")
    read = list(csv.DictReader(io.StringIO(table.content.decode("utf-8-sig"))))
    assert [row["popularity"] for row in read] == [str(track.popularity) for track in tracks]
    assert [row["camelot"] for row in read] == [engine.key(track).camelot for track in tracks]
    assert all(float(row["tempo"]) > 0 for row in read if row["tempo"])
    assert [row["genres"] for row in read] == [";".join(track.genres) for track in tracks]


@given(st.text(max_size=20))
def test_no_cell_begins_as_a_formula_unless_it_is_a_number(text):
    cell = harmless(text)
    if not cell.startswith(("=", "+", "-", "@", "\t", "\r")):
        return
    assert float(cell) == float(text)


def test_formulas_in_titles_are_neutralised_in_the_file():
    table = csv_file("x.csv", ("title", "loudness"), [("=cmd|' /C calc'!A0", -6.5)])
    assert table.content.decode("utf-8-sig") == "title,loudness\n'=cmd|' /C calc'!A0,-6.5\n"


@given(st.lists(st.text(max_size=40), max_size=4))
def test_file_names_are_short_and_safe(parts):
    name = file_name(*parts)
    assert len(name) <= LONGEST_NAME
    assert name.startswith("cratebot")
    assert all(character.isalnum() or character in "-_" for character in name)

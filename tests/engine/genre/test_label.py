"""A CSV of tracks gets labels row by row, and every row that cannot be labelled is named."""

import csv
import io
import tracemalloc

import numpy as np
import pytest

from engine.errors import UserError
from engine.genre import label as labelling
from engine.genre.label import HEADER, label
from tests.synthetic_genres import as_csv


def rows_of(labelled):
    return list(csv.DictReader(io.StringIO(labelled.content.decode())))


def test_every_row_gets_five_genres_and_a_confidence_label_in_the_order_of_the_file(model, unseen):
    labelled = label(as_csv(unseen), model)
    rows = rows_of(labelled)
    assert list(rows[0]) == list(HEADER)
    assert [row["track_id"] for row in rows] == [f"id{number}" for number in range(90)]
    found = model.predict_proba(unseen.audio, unseen.credits)
    assert [row["genre_1"] for row in rows] == [model.genres[genre] for genre in found.argmax(axis=1)]
    assert all(row["verdict"] in ("sure", "leaning", "can't tell") for row in rows)
    assert (labelled.labelled, labelled.by_names, labelled.problems) == (90, 90, ())


def test_what_a_track_is_filed_under_and_its_popularity_change_nothing(model, unseen):
    plain = label(as_csv(unseen), model)
    said = label(as_csv(unseen, track_genre=["polka"] * 90, popularity=["99"] * 90), model)
    assert said.content == plain.content


def test_names_left_aside_give_the_prediction_from_audio(model, unseen):
    labelled = label(as_csv(unseen), model, audio_only=True)
    first = [model.genres[genre] for genre in model.predict_proba(unseen.audio).argmax(axis=1)]
    assert [row["genre_1"] for row in rows_of(labelled)] == first
    assert labelled.by_names == 0


def test_bad_rows_are_named_by_line_and_kept_empty(model, unseen):
    lines = as_csv(unseen).decode().splitlines()
    lines[3] = lines[3].replace(",", ",x", 9)
    lines[5] = "id4,short"
    labelled = label("\n".join(lines).encode(), model)
    assert [line for line, _ in labelled.problems] == [4, 6]
    rows = rows_of(labelled)
    assert len(rows) == 90
    assert rows[4]["track_id"] == "id4"
    assert rows[4]["genre_1"] == rows[4]["p_1"] == rows[4]["verdict"] == ""
    assert "line 4" in labelled.summary


def test_audio_columns_alone_are_enough_and_what_was_imputed_is_said(model):
    header = "danceability,energy,loudness,speechiness,acousticness,instrumentalness,liveness,valence,tempo"
    labelled = label(f"{header}\n.5,.9,-4,.1,.1,0,.2,.5,0\n".encode(), model)
    assert labelled.labelled == 1
    assert labelled.imputed == ("tempo", "duration_ms", "key", "mode", "time_signature", "explicit")
    assert "duration_ms" in labelled.summary


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "lacks the columns danceability"),
        (b"a,b\n1,2\n", "lacks the columns"),
        (b"\x89PNG\r\n\x1a\n\xff", "not CSV"),
        (b"PK\x03\x04\0\0", "not CSV"),
    ],
)
def test_what_is_no_table_gets_one_sentence(model, content, sentence):
    with pytest.raises(UserError, match=sentence):
        label(content, model)


def test_too_many_rows_are_refused(model, unseen, monkeypatch):
    monkeypatch.setattr(labelling, "MAX_ROWS", 80)
    with pytest.raises(UserError, match="more than 80 rows"):
        label(as_csv(unseen), model)


def test_progress_ends_at_all_rows(model, unseen):
    said = []
    label(as_csv(unseen.take(np.arange(20))), model, on_progress=lambda done, total: said.append((done, total)))
    assert said[-1] == (20, 20)


AUDIO = "danceability,energy,loudness,speechiness,acousticness,instrumentalness,liveness,valence,tempo"
ROW = "0.5,0.5,-5,0.1,0.1,0,0.1,0.5,120"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (f"{AUDIO}{',x' * 391}\n" + (f"{ROW}{',' * 391}\n" * 20_000), "400 columns; at most 200"),
        (f"{AUDIO}\n{',' * 9_000_000}\n", "longer than any"),
        (f"{AUDIO}\n" + '"\n",' * 2_000_000, "longer than any"),
        (f"{AUDIO}\n" + f'{ROW},"{"x" * 400_000}"\n', "longer than any"),
    ],
    ids=["many columns", "one line of commas", "a row that never ends", "a long cell"],
)
def test_no_table_takes_more_memory_than_its_rows_are_worth(model, text, sentence):
    content = text.encode()
    tracemalloc.start()
    with pytest.raises(UserError, match=sentence):
        label(content, model)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 2_000_000


def test_cells_beside_the_wanted_columns_are_not_kept(model):
    content = f"{AUDIO}{',x' * 150}\n".encode() + f"{ROW}{',1234567' * 150}\n".encode() * 2_000
    tracemalloc.start()
    table = labelling._parse(content, with_names=True)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(table.lines) == 2_000
    assert peak < len(content) / 2


def test_an_id_that_a_spreadsheet_would_run_is_neutralised(model):
    labelled = label(f"track_id,{AUDIO}\n=cmd|' /C calc'!A0,{ROW}\n-6.5,{ROW}\n".encode(), model)
    assert [row["track_id"] for row in rows_of(labelled)] == ["'=cmd|' /C calc'!A0", "-6.5"]

"""A list is labelled row by row: from its own audio columns, else as the recording that it names; its columns stay."""

import csv
import io
from types import SimpleNamespace

import pytest

from engine import ListMatch, UserError
from engine.features import AUDIO_NAMES
from engine.genre.label import HEADER
from engine.genre.label_list import FROM, label_list
from engine.genre.predictor import Prediction

AUDIO = "0.5,0.9,-5,0.05,0.1,0.0,0.2,0.7,120"


@pytest.fixture
def labelled(model):
    """The labels of a CSV where the catalogue knows one song, called Known, as recording 7."""
    predictor = SimpleNamespace(
        model=model,
        track_id=lambda recording: f"id-of-{recording}",
        predict=lambda recording, kind: Prediction(((kind, 0.9), ("blues", 0.05)), "sure", out_of_fold=True),
    )

    def match(lines):
        confidence = {"Known": 1.0, "Unsure": 0.5}
        return (ListMatch(line, 7, confidence.get(line.title, 0.0)) for line in lines)

    return lambda text, **more: label_list(text.encode(), predictor, match, **more)


def rows_of(found):
    return list(csv.DictReader(io.StringIO(found.content.decode())))


def test_known_tracks_need_no_audio_columns_and_the_columns_of_the_file_are_kept(labelled):
    found = labelled("title,artist,note\nKnown,Ann,=1+1\nOther,Bob,b\nUnsure,Cleo,c\n")
    rows = rows_of(found)
    assert list(rows[0]) == [*HEADER, FROM, "title", "artist", "note"]
    assert [row["genre_1"] for row in rows] == ["full", "", ""]
    assert [row[FROM] for row in rows] == ["catalogue", "", ""]
    assert [row["track_id"] for row in rows] == ["id-of-7", "3", "4"]
    assert [row["note"] for row in rows] == ["'=1+1", "b", "c"]
    assert (found.rows, found.labelled, found.looked_up) == (3, 1, 1)
    assert [line for line, _ in found.problems] == [3, 4]
    assert "not in the catalogue" in found.problems[0][1]
    assert "doubtful" in found.problems[1][1]
    assert "1 known to the catalogue" in found.summary


def test_a_row_with_audio_columns_is_predicted_from_them_also_if_the_track_is_known(labelled, model):
    header = f"track_id,title,artist,{','.join(AUDIO_NAMES)}"
    rows = rows_of(labelled(f"{header}\na,Known,Ann,{AUDIO}\nb,Known,Ann{',' * 9}\nc,Other,Bob{',' * 9}\n"))
    assert [row[FROM] for row in rows] == ["audio", "catalogue", ""]
    assert rows[0]["genre_1"] in model.genres
    assert [row["track_id"] for row in rows] == ["a", "b", "c"]
    assert rows[0]["energy"] == "0.9"


def test_audio_only_takes_the_prediction_without_names(labelled):
    assert rows_of(labelled("title,artist\nKnown,Ann\n", audio_only=True))[0]["genre_1"] == "audio"


@pytest.mark.parametrize("text", ["energy,valence\n0.5,0.5\n", "title,artist\nOther,Bob\n", ""])
def test_where_nothing_can_be_labelled_the_audio_columns_that_lack_are_named(labelled, text):
    with pytest.raises(UserError, match="danceability"):
        labelled(text)

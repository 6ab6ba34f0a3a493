"""/genre, /model, /label and the neighbour map, with models trained on five genres of the demo."""

import csv
import io

import numpy as np
import pytest

from bot.reply import LONGEST_ALT
from bot.request import Upload
from engine.features import AUDIO_NAMES
from engine.recommend.similarity import KINDS


@pytest.fixture(scope="module")
def track(trained):
    return trained.catalogue.track(7)


def test_a_track_is_read_twice_told_where_it_is_filed_and_beside_typical_ones(ask_trained, track):
    reply = ask_trained(f"/genre track:{track.track_id}")
    assert reply.ok, reply.error
    for kind in ("full", "audio"):
        shares = [row.data["probability"] for row in reply.rows if row.data.get("reading") == kind]
        assert shares == sorted(shares, reverse=True)
        assert min(shares) >= 0.02, "what is hardly possible is not shown"
        assert sum(shares) == pytest.approx(1, abs=0.1)  # five genres in all, kept in 255ths
    assert ", ".join(track.genres) in reply.text
    first = reply.rows[0].title
    near = [row for row in reply.rows if "track_id" in row.data]
    assert near
    assert all(first in row.data["genres"] and row.data["track_id"] != track.track_id for row in near)
    assert any("had not seen this track" in line for line in reply.feedback)
    assert len(reply.pictures) == 2


def test_a_christmas_song_is_typical_of_no_genre(monkeypatch, trained, track):
    before = trained.explain_genre(track).typical
    similarity = trained.recommender.similarity
    kinds = np.array(similarity.kinds)
    kinds[[one.recording for one in before]] |= 1 << KINDS.index("christmas")
    monkeypatch.setitem(similarity.__dict__, "kinds", kinds)
    after = trained.explain_genre(track).typical
    assert len(after) == len(before) == 3
    assert not {one.recording for one in before} & {one.recording for one in after}


def test_a_prediction_below_a_useful_probability_names_no_genre(monkeypatch, ask_trained, track):
    monkeypatch.setattr("bot.commands.genre._USEFUL", 1.01)
    reply = ask_trained(f"/genre track:{track.track_id}")
    assert reply.ok, reply.error
    assert reply.title == f"{track.track_name}: the sound tells no genre"
    assert not any("probability" in row.data for row in reply.rows)
    assert all(row.detail == "near in sound" for row in reply.rows)
    assert sum("no genre is likely" in line for line in reply.feedback) == 2
    assert not reply.pictures


def test_typed_features_say_what_was_taken_at_the_median(ask_trained):
    reply = ask_trained("/genre energy:0.95 loudness:-3")
    missing = next(line for line in reply.feedback if "median" in line)
    assert all((name in missing) == (name not in ("energy", "loudness")) for name in AUDIO_NAMES)
    assert all(action.command.startswith("/") for action in reply.actions)
    quiet = ask_trained("/genre energy:0.05 loudness:-30 acousticness:0.95 instrumentalness:0.9")
    assert quiet.rows[0].title == "ambient"


def test_typed_features_that_tell_no_genre_show_what_sounds_nearest(monkeypatch, ask_trained):
    monkeypatch.setattr("bot.commands.genre._USEFUL", 1.01)
    reply = ask_trained("/genre tempo:120")
    assert "what sounds nearest is shown" in reply.text
    assert len(reply.rows) == 5
    assert all("match" in row.data for row in reply.rows)


def test_the_forest_reads_too(ask_trained, track):
    reply = ask_trained(f"/genre track:{track.track_id} model:forest")
    assert {row.data["reading"] for row in reply.rows if "reading" in row.data} == {"forest"}


def test_what_needs_models_says_how_to_get_them(ask_untrained):
    for question in ("/genre energy:0.9", "/model", "/explore confusion"):
        error = ask_untrained(question).error
        assert error.code == "no_models"
        assert "engine train" in error.hint


@pytest.mark.parametrize("show", ["confusion", "importance", "calibration", "f1"])
def test_the_card_has_its_pictures(ask_trained, show):
    reply = ask_trained(f"/model show:{show}")
    assert reply.ok, reply.error
    assert all(picture.png and 50 < len(picture.alt) <= LONGEST_ALT for picture in reply.pictures)
    assert len(reply.pictures) == (2 if show == "importance" else 1)
    assert {"audio", "full"} <= {row.data["reading"] for row in reply.rows}
    assert f"show:{show}" not in " ".join(action.command for action in reply.actions)


def sheet(rows):
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(("track_id", *AUDIO_NAMES))
    writer.writerows(rows)
    return Upload("my tracks.csv", out.getvalue().encode())


def test_a_file_comes_back_with_labels_and_every_bad_row_named(ask_trained):
    good = (0.5, 0.9, -5, 0.05, 0.1, 0.0, 0.2, 0.7, 120)
    upload = sheet([("a", *good), ("b", "loud", *good[1:]), ("c", *good)])
    reply = ask_trained("/label", file=upload)
    assert reply.title == "2 of 3 rows labelled"
    assert any("Line 3" in line and "danceability" in line for line in reply.feedback)
    labelled = list(csv.DictReader(io.StringIO(reply.files[0].content.decode())))
    assert [row["track_id"] for row in labelled] == ["a", "b", "c"]
    assert labelled[0]["genre_1"]
    assert not labelled[1]["genre_1"]
    assert reply.files[0].name == "my tracks-labelled.csv"
    assert reply.files[1].content.decode("utf-8-sig").splitlines()[1].startswith("3,")


def test_a_file_that_cannot_be_labelled_gets_one_sentence(ask_trained):
    assert "tempo" in ask_trained("/label", file=Upload("x.csv", b"track_id,energy\na,0.5\n")).error.message
    assert ask_trained("/label", file=Upload("x.png", b"\x89PNG\r\n\x1a\n\0\0")).error.code == "bad_table"
    assert ask_trained("/label file:x.csv").error.code == "missing_file"


def test_the_neighbour_map_comes_first_where_it_was_trained(ask_trained, track):
    reply = ask_trained(f"/explore map track:{track.track_id}")
    assert "nearest in sound are among" in reply.text
    assert "method:components" in reply.actions[0].command
    assert ask_trained(reply.actions[0].command).ok

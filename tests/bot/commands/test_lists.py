"""The commands that make longer lists: /playlist, /path, /blend, /save."""

import csv
import io

import pytest

from bot.request import read_request


def ask(conversation, text):
    return conversation.answer(read_request(text))


@pytest.fixture
def titles(engine):
    """Two tracks' ids that every platform can name."""
    return engine.catalogue.track(0).track_id, engine.catalogue.track(len(engine.catalogue) // 2).track_id


def test_every_list_says_what_to_press_next_and_each_press_is_answered(conversation, titles):
    a, b = titles
    for text in (
        "/playlist mood:calm to:energetic minutes:20",
        "/playlist mood:calm minutes:20",
        '/playlist mood:calm to:"energy:high valence:low" minutes:20',
        f"/path a:{a} b:{b} steps:5",
        f"/blend a:{a} b:{b}",
        "/save mood:happy",
    ):
        reply = ask(conversation, text)
        assert reply.ok, (text, reply.error)
        assert [action for action in reply.actions if not action.group]
        for action in reply.actions:
            assert ask(conversation, action.command).ok, action.command


def test_the_other_way_swaps_start_and_end(conversation):
    reply = ask(conversation, "/playlist mood:calm to:energetic minutes:20")
    (back,) = (action for action in reply.actions if action.label == "The other way")
    assert back.command == "/playlist mood:energetic to:mood:calm minutes:20"


def test_saving_keeps_the_list_and_its_order(conversation):
    shown = ask(conversation, "/playlist mood:calm to:energetic minutes:30")
    (save,) = (action for action in shown.actions if action.label == "Save")
    saved = ask(conversation, save.command)
    assert saved.rows == shown.rows
    (table,) = (file for file in saved.files if file.name.endswith(".csv"))
    read = list(csv.DictReader(io.StringIO(table.content.decode("utf-8-sig"))))
    assert [row["track_id"] for row in read] == [row.data["track_id"] for row in shown.rows]


def test_invented_tracks_get_no_links_and_that_is_said(conversation):
    reply = ask(conversation, "/save mood:happy")
    assert [file.name for file in reply.files] == ["cratebot-tracks-mood-happy.csv"]
    assert "synthetic" in reply.text


def test_real_tracks_are_saved_as_table_playlist_and_links(real_conversation):
    reply = ask(real_conversation, "/save energy:high mood:happy limit:20")
    table, links, playlist = reply.files
    ids = [row.data["track_id"] for row in reply.rows]
    assert links.content.decode().splitlines() == [f"https://open.spotify.com/track/{one}" for one in ids]
    lines = playlist.content.decode().splitlines()
    assert lines[0] == "#EXTM3U"
    assert [line.rpartition("/")[2] for line in lines[2::2]] == ids
    assert all(line.startswith("#EXTINF:") for line in lines[1::2])
    assert len(list(csv.DictReader(io.StringIO(table.content.decode("utf-8-sig"))))) == 20


def test_a_playlists_form_fits_into_discords_25_fields(conversation):
    for name in ("playlist", "path", "blend", "save"):
        assert len(conversation.commands[name].options) <= 25, name


def test_a_key_without_a_field_is_still_read(conversation):
    reply = ask(conversation, "/playlist mood:calm minutes:20 limit:3")
    assert len(reply.rows) > 3
    assert any("limit: and skip: are passed over" in line for line in reply.feedback)


def test_a_playlists_picture_states_its_curve_and_names_every_track(conversation):
    reply = ask(conversation, "/playlist mood:calm to:energetic minutes:20")
    (picture,) = reply.pictures
    assert picture.png.startswith(b"\x89PNG")
    assert "Energy rises from" in picture.alt
    assert all(row.data["track_name"][:20] in picture.alt for row in reply.rows)
    sad = ask(conversation, "/playlist mood:happy to:sad minutes:20")
    assert "Valence falls from" in sad.pictures[0].alt
    assert all(row.measure == row.data["valence"] for row in sad.rows)


def test_similar_takes_limits_and_offers_those_that_are_true_of_the_track(conversation, engine, titles):
    reply = ask(conversation, f"/similar track:{titles[0]} tempo:>100! explicit:no -genre:rock limit:4")
    assert reply.ok, reply.error
    for row in reply.rows:
        track = engine.find_track(row.data["track_id"])
        assert track.values["tempo"] >= 100
        assert not track.explicit
        assert "rock" not in track.genres
    plain = ask(conversation, f"/similar track:{titles[0]}")
    (well_known,) = (action for action in plain.actions if action.label == "Well known")
    assert all(row.data["popularity"] >= 60 for row in ask(conversation, well_known.command).rows)
    wrong = ask(conversation, f"/similar track:{titles[0]} language:finnish")
    assert not wrong.ok
    assert "Finnish" in wrong.error.message

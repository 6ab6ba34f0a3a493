"""/import: what is found is shown, what is doubtful is asked, what is missing is told; then the list is worked with."""

import csv
import io
from dataclasses import replace

import pytest

from bot.conversation import Conversation, Message
from bot.memory import Caller
from bot.request import Upload, read_request

ANN = Caller("discord:1", "general", "discord:ann", "Ann")


@pytest.fixture
def talk(engine):
    conversation = Conversation(engine)

    def said(text, who=ANN, **uploads):
        request = read_request(text, uploads={name: Upload("my set.csv", content) for name, content in uploads.items()})
        return conversation.answer(replace(request, caller=who))

    said.conversation = conversation
    yield said
    conversation.memory.close()
    conversation.close()


@pytest.fixture
def known(engine):
    """Tracks whose title no other song has."""
    tracks = engine.best_known(200)
    names = [track.track_name for track in tracks]
    return [track for track in tracks if names.count(track.track_name) == 1][:6]


def plain(track):
    return f"{track.artists[0]} - {track.track_name}"


def pressed(talk, reply, label):
    (action,) = (action for action in reply.actions if action.label == label)
    return talk(action.command)


def test_a_list_says_how_many_are_found_and_names_those_that_are_not(talk, known):
    content = "\n".join([*map(plain, known), plain(known[0]), "Nobody Zzyzx - Qwxk"]).encode()
    reply = talk("/import", file=content)
    assert reply.title == f"{len(known) + 1} of {len(known) + 2} lines found"
    assert reply.text == "1 not in the catalogue, 1 more than once."
    assert reply.feedback[0] == "Not in the catalogue: Nobody Zzyzx - Qwxk."
    assert [row.data["track_id"] for row in reply.rows] == [track.track_id for track in known]
    rows = list(csv.DictReader(io.StringIO(reply.files[0].content.decode("utf-8-sig"))))
    assert [row["verdict"] for row in rows] == ["found"] * (len(known) + 1) + ["missing"]


def test_pasted_lines_are_a_list(talk, known):
    pasted = "\n".join(map(plain, known))
    assert talk(f"/import {pasted}").title == f"{len(known)} of {len(known)} lines found"
    quoted = "; ".join(map(plain, known))
    assert talk(f'/import lines:"{quoted}"').title == f"{len(known)} of {len(known)} lines found"


def test_a_list_in_plain_words_is_imported(talk, known):
    message = Message(f"import this list: {plain(known[0])}\n{plain(known[1])}", caller=ANN)
    assert talk.conversation.said(message).title == "2 of 2 lines found"


def test_doubtful_lines_are_asked_and_a_choice_makes_them_part_of_the_list(talk, engine, known):
    titles = [track.track_name for track in engine.best_known(3000)]
    twice = next(title for title in titles if titles.count(title) > 3)
    reply = talk("/import", file=f"{plain(known[0])}\n{twice}".encode())
    assert reply.title == "1 of 2 lines found"
    choices = [action for action in reply.actions if action.group == f"{twice}?"]
    assert len(choices) > 1
    chosen = talk(choices[1].command)
    assert chosen.title == "my set: 2 tracks"
    assert choices[1].command.endswith(chosen.rows[1].data["track_id"])
    assert not any(action.group for action in chosen.actions)
    # Pressed again, or after the other button, it is the same list.
    assert talk(choices[1].command).actions == chosen.actions
    assert pressed(talk, reply, "Take the nearest").title == "my set: 2 tracks"


def test_what_comes_next_goes_on_from_the_list(talk, known):
    reply = talk("/import", file="\n".join(map(plain, known)).encode())
    profile = pressed(talk, reply, "Profile")
    assert "Genres: " in profile.text
    assert "Tempo: " in profile.text
    assert "Keys: " in profile.text
    assert profile.pictures
    ids = {track.track_id for track in known}
    fits = pressed(talk, reply, "What fits")
    assert fits.rows
    assert ids.isdisjoint(row.data["track_id"] for row in fits.rows)
    ordered = pressed(talk, reply, "In order")
    assert {row.data["track_id"] for row in ordered.rows} == ids
    assert ordered.files
    assert pressed(talk, reply, "Playlist around it").ok
    crate = pressed(talk, reply, "Into a crate")
    assert crate.title == f"{len(known)} tracks are in my set"
    assert {row.data["track_id"] for row in pressed(talk, crate, "The crate").rows} == ids
    assert pressed(talk, reply, "Into a crate").ok


def test_a_list_is_compared_with_a_genre_and_with_another_list(talk, known, engine):
    genre = engine.catalogue.genres[0]
    one = talk("/import", file=plain(known[0]).encode())
    name = one.actions[0].command.split("list:")[1].split()[0]
    with_genre = talk(f"/import list:{name} vs:{genre}")
    assert genre in with_genre.title
    assert len(with_genre.rows) == 11
    assert talk(f'/import vs:{name} lines:"{plain(known[1])}"').ok


def test_a_list_is_of_its_workspace_and_gone_with_who_imported_it(talk, known):
    reply = talk("/import", file=plain(known[0]).encode())
    again = reply.actions[0].command
    assert talk(again).ok
    elsewhere = talk(again, Caller("discord:2", "general", "discord:bob", "Bob"))
    assert elsewhere.error.message == "That list is not kept any more."
    talk("/forget me sure:yes")
    assert talk(again).error.code == "not_found"


def test_a_list_too_long_for_one_entry_of_the_memory_is_kept_whole(talk, engine):
    tracks = engine.best_known(1200)
    reply = talk("/import", file="\n".join(track.track_id for track in tracks).encode())
    count = len({track.track_id for track in tracks})
    assert reply.title == f"{count:,} of {count:,} lines found"
    name = reply.actions[0].command.split("list:")[1].split()[0]
    assert talk(f"/import list:{name}").title == f"my set: {count:,} tracks"


@pytest.mark.parametrize("content", [b"", b" \n\n", b"title,artist\n", b"\x89PNG\r\n\x1a\n\0"])
def test_what_names_nothing_is_told_in_one_sentence(talk, content):
    assert talk("/import", file=content).error.code in ("missing_parameter", "bad_table")

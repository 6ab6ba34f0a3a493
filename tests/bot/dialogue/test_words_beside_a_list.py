"""Words that come with a list are answered over it, in the same reply; what is not understood is said."""

import pytest

from bot.dialogue.own_lists import pasted
from bot.memory import Caller
from bot.request import Upload

ANN = Caller("discord:1", "general", "discord:ann", "Ann")


@pytest.fixture
def known(engine):
    """Tracks whose title no other song has."""
    tracks = engine.best_known(200)
    names = [track.track_name for track in tracks]
    return [track for track in tracks if names.count(track.track_name) == 1][:6]


def plain(tracks):
    return "\n".join(f"{track.artists[0]} - {track.track_name}" for track in tracks)


@pytest.fixture
def attached(talk, known):
    content = f"{plain(known)}\nNobody Zzyzx - Qwxk".encode()
    return lambda words: talk.say(words, caller=ANN, uploads={"file": Upload("my set.csv", content)})


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ("fill this up to 30 tracks", "fill:30"),
        ("Can you please make this 20 songs long?", "fill:20"),
        ("add 10 more songs like these", "do:fits more:10"),
        ("what genre is my list mostly", "do:profile"),
        ("here is my playlist, what's the vibe?", "do:profile"),
        ("compare this with {genre}", "vs:{genre}"),
        ("how does my list compare to {genre}?", "vs:{genre}"),
        ("order this from calm to energetic", "do:order by:energy"),
        ("which one is the fastest?", "do:order by:-tempo"),
        ("turn this into a playlist", "do:order"),
        ("anything here that is christmas?", "only:kind:christmas"),
        ("which of these are sad?", "only:mood:sad"),
        ("more like these but calm", "do:fits only:mood:calm"),
        ("save this as a crate called friday", "crate:friday"),
        ("put these in the summer ad crate", 'crate:"summer ad"'),
        ("export this as m3u", "do:files"),
        ("Erweitere diese Liste auf 30 Titel", "fill:30"),
        ("¿Qué género es mi lista?", "do:profile"),
        ("trie cette liste du calme au énergique", "do:order by:energy"),
        ("compare minha lista com {genre}", "vs:{genre}"),
    ],
)
def test_what_is_asked_beside_a_list_is_asked_of_it(attached, engine, words, asked):
    genre = engine.catalogue.genres[0]
    reply = attached(words.format(genre=genre))
    assert reply.ok
    command, name, rest = reply.request.split(" ", 2)
    assert (command, name[:10]) == ("/import", "list:list-")
    assert rest == asked.format(genre=genre)
    assert "6 of 7 lines found" in reply.text
    assert "Not in the catalogue: Nobody Zzyzx - Qwxk." in reply.feedback


def test_a_list_is_filled_up_with_what_is_not_in_it(attached, talk, known):
    reply = attached("fill this up to 10 tracks")
    assert reply.title == "10 tracks: 6 of yours and 4 that fit"
    assert {track.track_id for track in known}.isdisjoint(talk.ids())
    assert len(set(talk.ids())) == 4
    assert len(reply.files[0].content.decode("utf-8-sig").splitlines()) == 11


def test_the_rows_stand_in_the_order_that_was_asked_for(attached, known):
    rows = attached("order this from calm to energetic").rows
    energy = {track.track_id: track.values["energy"] for track in known}
    found = [energy[row.data["track_id"]] for row in rows]
    assert found == sorted(found)


def test_several_things_are_answered_in_turn_in_one_reply(attached):
    reply = attached("what genre is this mostly? then fill it up to 8")
    assert reply.title == "8 tracks: 6 of yours and 2 that fit"
    assert "Mostly " in reply.text
    assert "Not understood" not in " ".join(reply.feedback)


def test_words_that_are_not_understood_are_said_and_the_list_is_imported(attached):
    reply = attached("quuxify the flombo")
    assert reply.title == "6 of 7 lines found"
    assert reply.feedback[0] == 'Not understood: "quuxify the flombo"'
    reply = attached("compare this with quuxflombo")
    assert reply.title == "6 of 7 lines found"
    assert "quuxflombo" in reply.feedback[0]
    assert attached("Here is my list").feedback[0].startswith("Not in the catalogue")


def test_doubtful_lines_stay_a_choice_beside_the_answer(talk, engine, known):
    titles = [track.track_name for track in engine.best_known(3000)]
    twice = next(title for title in titles if titles.count(title) > 3)
    content = f"{plain(known)}\n{twice}".encode()
    reply = talk.say("what genre is this", caller=ANN, uploads={"file": Upload("a.txt", content)})
    assert [action for action in reply.actions if action.group == f"{twice}?"]


@pytest.mark.parametrize("message", ["fill this up to 8\n{lines}", "{lines}\n\nfill this up to 8 please"])
def test_words_above_or_below_pasted_lines_are_answered(talk, known, message):
    assert talk.say(message.format(lines=plain(known))).title == "8 tracks: 6 of yours and 2 that fit"


def test_the_talk_goes_on_about_the_list(attached, talk):
    attached("")
    assert talk.say("fill it up to 9 tracks", caller=ANN).title == "9 tracks: 6 of yours and 3 that fit"
    assert " do:profile" in talk.say("what genre are these mostly?", caller=ANN).request
    assert talk.say("calm music", caller=ANN).request.startswith("/recommend")
    assert " do:profile" in talk.say("what genre is my list?", caller=ANN).request


@pytest.mark.parametrize(
    "text",
    ["calm jazz\nfor a rainy day", "hi\nsomething like ABBA - Waterloo please", "one - two\nthree and four\nfive"],
)
def test_other_lines_are_no_list(text):
    assert pasted(text) is None


def test_titles_in_quotes_are_a_list_with_quotes_within_them_too():
    lines = '"Waterloo" by ABBA\n“Say "Hi" Now” by Blur\n""Heroes"" by David Bowie'
    assert pasted(f"what genre is this?\n{lines}") == (lines, "what genre is this?")


@pytest.mark.parametrize("words", ["", "make a playlist like "])
def test_a_link_to_a_playlist_is_said_not_to_be_opened(talk, words):
    reply = talk.say(f"{words}https://open.spotify.com/playlist/37i9dQZF1DXcBWIGoYBM5M")
    assert reply.title == "I do not open that link"
    attached = talk.say("", caller=ANN, uploads={"file": Upload("a.txt", b"https://youtu.be/dQw4w9WgXcQ")})
    assert any("not opened" in note for note in attached.feedback)

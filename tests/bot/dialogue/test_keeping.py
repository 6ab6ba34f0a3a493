"""Plain words that put what was shown into a crate."""

import pytest

from bot.conversation import Conversation, Message
from bot.dialogue import keeping
from bot.dialogue.context import Context
from bot.memory import Caller
from engine import Engine
from tests.conftest import MODELS


@pytest.fixture
def talk(engine):
    conversation = Conversation(engine)
    yield lambda text: conversation.said(Message(text, conversation="one"))
    conversation.memory.close()
    conversation.close()


def ids(reply):
    return [row.data["track_id"] for row in reply.rows]


def test_rows_that_were_shown_are_put_into_a_crate(talk):
    talk('/crate new "summer ad"')
    shown = ids(talk("/recommend mood:calm"))
    assert ids(talk("put the first three into summer ad")) == shown[:3]
    assert ids(talk("/recommend mood:calm")) == shown
    assert set(ids(talk("add the last one to our summer ad crate please"))) == {*shown[:3], shown[-1]}
    assert ids(talk("show me the summer ad crate"))[:3] == shown[:3]


def test_a_crate_that_is_not_there_is_said_and_offered(talk):
    talk("/recommend mood:calm")
    reply = talk("put the second one into winter ad")
    assert "no crate" in reply.title
    made = talk(reply.actions[0].command)
    assert ids(made) == [ids(talk("/recommend mood:calm"))[1]]


def test_consent_makes_the_crate_that_was_offered_and_only_that(talk):
    shown = ids(talk("/recommend mood:calm"))
    assert "no crate" in talk("put the first two into winter ad").title
    assert set(ids(talk("yes please"))) == set(shown[:2])
    assert talk("yes please").request != "/crate new"


def test_what_is_loved_is_remembered_when_asked(talk):
    shown = ids(talk("/recommend mood:calm"))
    talk("i love number 2")
    assert talk("remember that").request == f"/like track:{shown[1]}"


@pytest.mark.parametrize(
    "text", ["add some piano to it", "add jazz to the mix", "put on something calm", "post rock every day"]
)
def test_other_things_are_not_taken_for_a_crate(talk, text):
    talk("/recommend mood:calm")
    assert not talk(text).request.startswith(("/crate", "/digest"))


@pytest.mark.parametrize(
    ("text", "request_"),
    [
        ("make a crate called winter ad", '/crate new name:"winter ad"'),
        ("show our crates", "/crate list"),
        ("which of our crates has the most tracks?", "/crate list"),
        ("what else would fit the summer ad crate?", '/crate fits name:"summer ad"'),
        ("export the summer ad crate, please", '/crate export name:"summer ad"'),
        ("what's our taste", "/taste for:us"),
        ("recommend something we all like", "/recommend for:us"),
        ("watch Mira", '/watch artist:"Mira"'),
        ("watch the genre techno", '/watch genre:"techno"'),
        ("watch Mira for us", '/watch artist:"Mira"'),
        ("delete the summer ad crate", '/crate archive name:"summer ad"'),
        ("send us a digest every monday", "/digest every:monday at:09:00 what:emerging"),
        ("what do you know about me?", "/privacy"),
        ("forget me", "/forget me"),
        (
            "post emerging techno here every monday at 9:30",
            '/digest every:monday at:09:30 what:emerging genre:"techno"',
        ),
        ("send us emerging artists every day at 6 pm", "/digest every:day at:18:00 what:artists"),
        (
            "remind us every monday at 9 with rising techno",
            '/digest every:monday at:09:00 what:emerging genre:"techno"',
        ),
        ("every friday at 17:00 post calm jazz", '/digest every:friday at:17:00 what:recommend query:"calm jazz"'),
        ("stop that digest", "/digest stop"),
        ("cancel digest 2", "/digest stop number:2"),
        ("show our digests", "/digest list"),
        ("tell us when Mira moves", '/watch artist:"Mira"'),
        ("what are we watching?", "/watch list"),
        ("what did you learn about us?", "/taste for:us"),
    ],
)
def test_words_for_what_the_team_keeps(text, request_):
    assert keeping.kept(text, Context()).text == request_


def test_what_is_said_of_a_crates_rows_is_done_to_them(talk):
    shown = ids(talk("/recommend mood:calm"))
    talk('/crate new "summer ad"')
    talk("/recommend mood:calm")
    talk("put the first three into summer ad")
    approved = talk("approve the second one")
    assert [row.data["status"] for row in approved.rows] == ["proposed", "approved", "proposed"]
    assert [row.data["up"] for row in talk("vote for the last one").rows] == [0, 0, 1]
    assert ids(talk("remove the first one")) == shown[1:3]
    # The list before the crate is still what is refined.
    assert talk("more energy").request.startswith("/recommend")


def test_a_row_that_was_shown_is_watched_and_a_question_is_no_watch(talk):
    shown = ids(talk("/recommend mood:calm"))
    assert talk("watch the second one").request == f"/watch track:{shown[1]}"
    assert not talk("tell me if techno is rising").request.startswith("/watch")
    assert talk("watch the genre techno").request == "/watch genre:techno"


def test_this_crate_is_the_one_that_the_talk_was_of(talk):
    talk("/recommend mood:calm")
    talk('/crate new "summer ad"')
    talk('/crate new "other"')
    talk("show summer ad")
    asked = talk("what fits this crate that is less known?")
    assert asked.request == '/crate fits name:"summer ad" query:"less known"'
    talk("/recommend mood:calm")
    talk("put the first three into summer ad")
    assert talk("note on the second: too slow for the ad").rows[1].data["notes"]
    assert talk("mark the first as contacted").rows[0].data["status"] == "contacted"
    assert talk("who approved the first?").request == '/crate audit name:"summer ad"'
    assert talk("rename it to autumn ad").title.startswith("autumn ad")
    assert talk("archive the crate").request == '/crate archive name:"autumn ad"'


@pytest.mark.parametrize(
    "text", ["watch out", "remove the first one", "reject it", "love is in the air", "I love jazz"]
)
def test_without_a_crate_such_words_mean_music(talk, text):
    talk("/recommend mood:calm")
    assert not talk(text).request.startswith(("/crate", "/like"))


def test_what_is_loved_in_passing_is_kept_where_talks_are_kept_and_offered_elsewhere(engine, talk):
    shown = ids(talk("/recommend mood:calm"))
    offered = talk("love the second one")
    assert offered.actions[0].command == f"/like track:{shown[1]}"
    conversation = Conversation(engine, keep_contexts=True)
    ann = Caller("web", "main", "web:ann", "Ann")
    for text in ("/recommend mood:calm", "I love the second one", "never again the first one"):
        reply = conversation.said(Message(text, conversation="one", caller=ann))
    assert reply.feedback[0].startswith("Kept: never again for you: ")
    learned = conversation.memory.taste.of(ann)
    assert ([one.key for one in learned.likes], [one.key for one in learned.blocks]) == ([shown[1]], [shown[0]])
    conversation.memory.close()
    conversation.close()


def test_who_is_blocked_in_words_is_gone_until_unblocked(talk):
    shown = talk("/recommend mood:calm").rows
    artist = shown[0].data["artists"][0]

    def credited():
        return {name for row in talk("/recommend mood:calm").rows for name in row.data["artists"]}

    assert talk(f"block {artist}").request.startswith("/block artist:")
    assert artist not in credited()
    assert talk("who did I block?").rows[0].title == artist
    talk(f"unblock {artist}")
    assert artist in credited()
    second = ids(talk("/recommend mood:calm"))[1]
    assert talk("block the second one for everyone").request == f"/block track:{second} for:us"
    assert second not in ids(talk("/recommend mood:calm"))


@pytest.mark.parametrize("text", ["leg sie in die Liste Herbst", "ponlas en la lista Herbst"])
def test_rows_go_into_a_crate_in_other_languages_as_well(talk, text):
    rows = talk("/recommend mood:calm").rows
    asked = talk(text)
    assert asked.request.startswith('/crate add name:"Herbst"')
    assert all(row.data["track_id"] in asked.request for row in rows)


@pytest.mark.parametrize(
    "text", ["block {}", "never show me {} again", "I never want to hear {} again", "don't play {} anymore", "hide {}"]
)
def test_an_artist_is_blocked_in_words_before_any_list(talk, engine, text):
    artist = engine.best_known(1)[0].artists[0]
    kept = talk(text.format(artist))
    assert kept.title == f"Never again for you: {artist}"
    assert kept.feedback == ()
    assert talk(f"ban {artist} in this channel").title == f"Never again in this channel: {artist}"
    assert talk("unblock that artist").request.startswith("/taste without:")
    assert talk("who did I block?").title == "Your taste: nothing learned yet"


def test_the_artist_of_a_row_is_blocked_by_its_number(talk):
    rows = talk("/recommend mood:calm").rows
    asked = talk("block the artist of 3, I never want to hear that again")
    assert asked.title == f"Never again for you: {rows[2].data['artists'][0]}"


def test_that_artist_is_blocked_where_it_is_clear_who_that_is(talk, engine):
    track = engine.best_known(1)[0]
    talk(f"/track track:{track.track_id}")
    assert talk("never show me this artist again").title == f"Never again for you: {track.artists[0]}"
    rows = talk("/recommend mood:calm").rows
    names = [row.data["artists"][0] for row in rows]
    assert len(set(names)) == len(names), "nobody is in the list twice"
    asked = talk("block that artist")
    assert asked.error.message == "Name a track or an artist."
    talk(f"not by {names[1]}")
    assert talk("block that artist").title == f"Never again for you: {names[1]}"


def test_a_row_of_a_crate_that_was_not_shown_shows_the_crate(talk):
    talk('/crate new "summer ad"')
    talk("/help")
    assert talk("upvote the second one in summer ad").request == '/crate show name:"summer ad"'
    assert not talk("vote for peace in the middle east").request.startswith("/crate")


def test_several_rows_are_blocked_together(engine):
    conversation = Conversation(engine, keep_contexts=True)
    ann = Caller("web", "main", "web:ann", "Ann")
    shown, _ = (
        conversation.said(Message(text, conversation="one", caller=ann))
        for text in ("/recommend mood:calm", "block the first two")
    )
    assert {one.key for one in conversation.memory.taste.of(ann).blocks} == set(ids(shown)[:2])
    conversation.memory.close()
    conversation.close()


def test_a_title_that_begins_like_a_block_is_a_title(make, row, tmp_path):
    rows = [row("a" * 22, "The Lanterns", "Block Party Nights", "indie", 82), row("b" * 22, "Nell", "Door", "pop", 40)]
    conversation = Conversation(Engine.load(make(tmp_path, rows), MODELS))
    assert not conversation.said(Message("block party nights", conversation="one")).request.startswith("/block")
    conversation.close()


def test_a_crate_is_made_with_rows_in_one_sentence(talk):
    shown = talk("happy pop").rows
    asked = talk('make crate "ad pitch" and add numbers 1 and 3').request
    assert asked == f'/crate new name:"ad pitch" track:{shown[0].data["track_id"]} track:{shown[2].data["track_id"]}'


def test_whoever_moves_is_watched_by_name_alone(talk, conversation):
    name = conversation.engine.best_known(1)[0].artists[0]
    assert name in talk(f"alert me when something by {name} moves").request
    assert talk("what am i watching").request == "/watch do:list"


@pytest.mark.parametrize(
    "text", ["whats in my Oak Table crate", "what's in the Oak Table crate", "open my Oak Table crate"]
)
def test_a_crate_is_shown_or_it_is_said_which_there_are(talk, text):
    assert 'no crate called "Oak Table"' in talk(text).error.message
    talk("make a crate called Winter")
    assert "Winter" in talk(text).error.hint
    talk("make a crate called Oak Table")
    assert talk(text).title.startswith("Oak Table")


def test_a_list_has_no_name_and_a_crate_has(talk):
    talk("techno")
    reply = talk("rename it Walnut Table")
    assert "Only crates have names" in reply.title
    assert ids(talk(reply.actions[0].command)) == ids(talk("techno"))
    talk("show the Walnut Table crate")
    assert talk("rename it Oak Table").title.startswith("Oak Table")


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("put the best two in crate 'EV pitch' and note: second one needs clearance check", "needs clearance check"),
        ("save the first two in a crate called EV pitch with a note on number 2: too long?", "too long?"),
    ],
)
def test_rows_are_kept_and_the_note_beside_is_said_next(talk, text, note):
    shown = ids(talk("techno"))
    reply = talk(text)
    assert ids(reply) == shown[:2]
    noted = talk(reply.feedback[0].partition('say "')[2].removesuffix('"'))
    assert note in noted.rows[1].detail


def test_what_is_searched_for_a_crate_is_not_put_in_yet(talk):
    talk("make a crate called Oak Table")
    reply = talk("add number 1 from a search for happy techno")
    assert "nothing is added yet" in reply.feedback[0]
    assert ids(talk("put number 1 in Oak Table")) == ids(reply)[:1]


@pytest.mark.parametrize(
    "text",
    [
        "delete it, no wait dont",
        "remove that, no actually keep it",
        "drop number 2. never mind",
        "archive it, oh no, don't",
    ],
)
def test_an_order_that_is_taken_back_changes_nothing(talk, text):
    talk("techno")
    reply = talk(text)
    assert reply.title == "Nothing was changed."
    assert not reply.request


@pytest.mark.parametrize(
    "text", ["I hate christmas music. block it for me", "block christmas", "block christmas songs for good"]
)
def test_only_artists_and_tracks_are_blocked_and_a_kind_is_left_out_of_the_list(talk, text):
    talk("techno")
    reply = talk(text)
    assert "Only artists and tracks can be blocked" in reply.title
    assert "left out of every list unless you ask" in reply.text
    assert "-kind:christmas" in reply.actions[0].command


def test_a_reason_is_no_part_of_who_is_unblocked(talk, engine):
    name = engine.best_known(1)[0].artists[0]
    assert "Only artists and tracks" in talk("unblock christmas, its for my mum").title
    assert talk(f"block {name}, she's too sad").ok
    assert talk(f"unblock {name} please, it's for my mum").request == keeping_request(name)


def keeping_request(name):
    return f'/taste without:"{name}"' if " " in name else f"/taste without:{name}"


@pytest.mark.parametrize("text", ["what have I blocked so far", "ok now what do I have blocked", "who is blocked"])
def test_what_is_blocked_is_asked_in_many_words(talk, text):
    assert talk(text).request == "/taste"


@pytest.mark.parametrize("form", ["no {} ever again", "never play {} again", "{} never again", "no more {}, ever"])
def test_never_again_is_kept_and_the_list_is_without_them(engine, form):
    conversation = Conversation(engine)
    name = engine.best_known(1)[0].artists[0]
    try:
        first = conversation.said(Message(form.format(name), conversation="first"))
        assert first.request.startswith("/block artist:")
        conversation.said(Message("techno", conversation="other"))
        reply = conversation.said(Message(form.format(name), conversation="other"))
        assert "-artist:" in reply.request
        assert any(action.command.startswith("/block") for action in reply.actions) or "Kept" in reply.feedback[0]
    finally:
        conversation.memory.close()
        conversation.close()

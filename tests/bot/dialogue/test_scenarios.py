"""Dialogues with the requests that they must come to. ``{n.row}`` is the track in a row of the n-th answer, from 1."""

import re
from itertools import pairwise

import pytest

from bot.dialogue import bounds
from engine import Constraint, Query

SCENARIOS = {
    "refine": [
        ("techno", "/recommend genre:techno"),
        ("calmer", r"/recommend energy:<[\d.]+ genre:techno"),
        ("a bit faster", r"/recommend tempo:>\d+ energy:<[\d.]+ genre:techno"),
        ("no explicit ones", r"/recommend tempo:>\d+ energy:<[\d.]+ genre:techno explicit:no"),
        ("any tempo", r"/recommend energy:<[\d.]+ genre:techno explicit:no"),
        ("make it 8", r"/recommend energy:<[\d.]+ genre:techno explicit:no limit:8"),
        ("others", r"/recommend energy:<[\d.]+ genre:techno explicit:no limit:8 skip:8"),
    ],
    "go back": [
        ("reggae", "/recommend genre:reggae"),
        ("faster", r"/recommend tempo:>\d+ genre:reggae"),
        ("happier", r"/recommend valence:>[\d.]+ tempo:>\d+ genre:reggae"),
        ("take that back", r"/recommend tempo:>\d+ genre:reggae"),
        ("no, before that", "/recommend genre:reggae"),
        ("sad jazz", "/recommend mood:sad genre:jazz"),
        ("back to the reggae", "/recommend genre:reggae"),
    ],
    "rows": [
        ("folk", "/recommend genre:folk"),
        ("what genre is the second one?", "/genre track:{1.2}"),
        ("what key is number 2?", "/track track:{1.2}"),
        ("how fast is number 3?", "/track track:{1.3}"),
        ("is it explicit?", "/track track:{1.3}"),
        ("compare the first two", "/compare a:{1.1} b:{1.2}"),
        ("why the third?", "/why genre:folk"),
        ("where is the last one on the map?", "/explore what:map track:{1.5}"),
        ("more like the second", "/recommend like:{1.2}"),
        ("save those", "/save like:{1.2}"),
        ("make it a 30 minute playlist", "/playlist like:{1.2} minutes:30"),
    ],
    "several rows": [
        ("house", "/recommend genre:house"),
        ("i know number two already", "/recommend genre:house -track:{1.2}"),
        ("1 is fire, moar", "/recommend like:{2.1} -track:{1.2}"),
        ("back", "/recommend genre:house -track:{1.2}"),
        (
            "let me have 1, 2 and 4, bin the rest",
            "/recommend genre:house track:{4.1} track:{4.2} track:{4.4} -track:{1.2} limit:3",
        ),
        ("four more like those three", "/recommend like:{4.1} like:{4.2} like:{4.4} -track:{1.2} limit:4"),
    ],
    "the order of a list": [
        ("folk", "/recommend genre:folk"),
        ("start with the fastest one then", "/recommend genre:folk sort:-tempo"),
        ("now backwards", "/recommend genre:folk sort:tempo"),
        ("twice as many", "/recommend genre:folk sort:tempo limit:10"),
        ("list everything best known first", "/recommend genre:folk sort:-popularity limit:10"),
    ],
    "arcs": [
        ("jazz", "/recommend genre:jazz"),
        (
            "make 15 minutes out of it, starting lively and winding down",
            "/playlist energy:high genre:jazz to:mood:calm minutes:15",
        ),
        ("other way round", "/playlist mood:calm genre:jazz to:energy:high minutes:15"),
        ("rock, from sad to happy, half an hour", "/playlist mood:sad genre:rock to:mood:happy minutes:30"),
    ],
    "two things out at once": [
        ("country", "/recommend genre:country"),
        ("lose the third one and anything else by the same people", '/recommend genre:country -artist:.+ -track:{1.3}'),
        ("anything under 100 bpm out", '/recommend tempo:>100 genre:country -artist:.+ -track:{1.3}'),
        ("over 2 minutes", "/recommend duration:>120s tempo:>100 genre:country -artist:.+ -track:{1.3}"),
    ],
    "a decade narrows": [
        ("sad jazz", "/recommend mood:sad genre:jazz"),
        ("1920s", '/recommend mood:sad genre:jazz scene:"?1920s"?'),
    ],
    "rejections stay": [
        ("rock", "/recommend genre:rock"),
        ("not the second one", "/recommend genre:rock -track:{1.2}"),
        # The others stay as they are, and nobody new comes.
        ("drop number 1", r"/recommend genre:rock (?:track:\w+ ){4}-track:{1.2} -track:{2.1} limit:4"),
        ("new topic: pop", "/recommend genre:pop -track:{1.2} -track:{2.1}"),
    ],
    "other subjects": [
        ("happy country under 4 minutes", "/recommend duration:<240s mood:happy genre:country"),
        ("what about bluegrass?", "/recommend duration:<240s mood:happy genre:bluegrass"),
        ("und für jazz?", "/recommend duration:<240s mood:happy genre:jazz"),
        ("plus blues", "/recommend duration:<240s mood:happy genre:jazz genre:blues"),
        ("no jazz", "/recommend duration:<240s mood:happy genre:blues -genre:jazz"),
    ],
    "analyses": [
        ("techno vs trance", "/compare a:techno b:trance"),
        ("draw it", "/explore what:map genre:techno vs:trance"),
        ("now list some of the former", "/recommend genre:techno"),
        ("what makes those popular?", "/drivers genre:techno"),
        ("show me a map of metal", "/explore what:map genre:metal"),
        ("explain valence", "/explore what:features feature:valence"),
        ("which genres are there?", "/genres"),
        ("how many tracks do you know?", "/about"),
    ],
    "small talk leaves no trace": [
        ("hi", ""),
        ("disco", "/recommend genre:disco"),
        ("thanks!", ""),
        ("what's the weather like?", ""),
        ("slower", r"/recommend tempo:<\d+ genre:disco"),
    ],
    "a new topic needs no word": [
        ("fast disco", "/recommend tempo:high genre:disco"),
        ("sad piano songs", r"/recommend mood:sad genre:piano"),
    ],
    "german": [
        ("traurige musik, techno", "/recommend mood:sad genre:techno"),
        ("etwas schneller bitte", r"/recommend tempo:>\d+ mood:sad genre:techno"),
        ("mehr wie das zweite", r"/recommend tempo:>\d+ like:{2.2}"),
        ("zurück", r"/recommend tempo:>\d+ mood:sad genre:techno"),
    ],
    "consent asks for more": [
        ("folk", "/recommend genre:folk"),
        ("thanks", ""),
        ("yes please", "/recommend genre:folk skip:5"),
        ("ok. i will wait", ""),
    ],
    "a question passed over takes the likelier reading": [
        ("folk", "/recommend genre:folk"),
        ("not that one", ""),
        ("a bit calmer", r"/recommend energy:<[\d.]+ genre:folk -track:{1.1}"),
        ("not that one", ""),
        ("the second", r"/recommend energy:<[\d.]+ genre:folk -track:{1.1} -track:{3.2}"),
        ("not that one", ""),
        ("thanks", ""),
        ("a bit shorter", r"/recommend duration:<\S+ energy:<[\d.]+ genre:folk -track:{1.1} -track:{3.2}"),
    ],
    "what is asked of a row is answered": [
        ("folk", "/recommend genre:folk"),
        ("does the second have vocals?", "/track track:{1.2}"),
        ("is it sung?", "/track track:{1.2}"),
        ("the last one kills the vibe, replace it", "/recommend genre:folk -track:{1.5}"),
        ("number 1 has to go", "/recommend genre:folk -track:{1.5} -track:{1.1}"),
        ("no zorblax fandango", "/recommend genre:folk -track:{1.5} -track:{1.1}"),
        ("more 80s", r"/recommend genre:folk -track:{1.5} -track:{1.1} scene:\"1980s\""),
        ("back to the first list", "/recommend genre:folk track:{1.1} track:{1.2} track:{1.3} track:{1.4} track:{1.5}"),
    ],
    "which of two that were compared": [
        ("techno vs trance", "/compare a:techno b:trance"),
        ("which one is faster?", "/compare a:techno b:trance"),
    ],
    "questions about the list": [
        ("folk", "/recommend genre:folk"),
        ("what bpm is that on average?", ""),
        ("how long is that in total?", ""),
        ("what do these have in common?", "/why genre:folk"),
        ("more like that but calmer", r"/recommend energy:<[\d.]+ genre:folk"),
    ],
    "is one more than the other": [
        ("is house faster than techno?", "/compare a:house b:techno"),
        ("is music louder than in the 90s?", "/trends feature:loudness"),
    ],
    "what is too much is not asked for": [
        ("who sings this", ""),
        ("folk", "/recommend genre:folk"),
        ("that's too flimsy", ""),
        ("longer than 3 minutes", "/recommend duration:>180s genre:folk"),
        ("shorter than 4 though", "/recommend duration:180s-240s genre:folk"),
        (
            "swap 2 and 4",
            "/recommend duration:180s-240s genre:folk track:{5.1} track:{5.4} track:{5.3} track:{5.2} track:{5.5}",
        ),
        ("the second one is perfect, build the list around it", "/recommend duration:180s-240s like:{5.4}"),
    ],
    "what does not fit is taken out": [
        ("calm songs", "/recommend mood:calm"),
        ("the folk ones dont fit, take them out, and no jazz either", "/recommend mood:calm -genre:folk -genre:jazz"),
        ("actually jazz is fine", "/recommend mood:calm -genre:folk"),
        ("these are mostly techno tracks lol, can u drop those", "/recommend mood:calm -genre:folk -genre:techno"),
    ],
    "numbers and wishes beside them": [
        ("folk", "/recommend genre:folk"),
        ("faster than 100 bpm and less popular, like 30-50", r"/recommend tempo:>100 popularity:30-50 genre:folk"),
    ],
    "terms are explained": [
        ('whats "valence"?', "/explore what:features feature:valence"),
        ("what does BPM mean", "/explore what:features feature:tempo"),
        ("what is a camelot code", ""),
    ],
    "names in a row are compared": [
        ("compare folk, jazz and techno", "/compare a:folk b:jazz c:techno"),
        ("average tempo of folk vs jazz vs techno", "/compare a:folk b:jazz c:techno"),
    ],
    "close to a track in one thing": [
        ("folk", "/recommend genre:folk"),
        ("tell me about number 2", "/track track:{1.2}"),
        ("songs in the same key", r"/recommend genre:folk key:\d+[AB]"),
        ("and the same tempo", r"/recommend tempo:[\d.]+-[\d.]+ genre:folk key:\d+[AB]"),
    ],
    "examples of each": [
        ("techno vs trance", "/compare a:techno b:trance"),
        ("give me two examples of each", "/recommend genre:techno genre:trance limit:4"),
        ("do happy songs do better?", "/drivers feature:valence"),
    ],
    "minor and major": [
        ("folk in a minor key", "/recommend genre:folk key:minor"),
        ("major keys instead", "/recommend genre:folk key:major"),
        ("no major keys", "/recommend genre:folk key:minor"),
        ("which genres are growing?", "/emerging"),
        ("the opposite of folk", "/recommend -genre:folk key:minor"),
    ],
    "options": [
        ("how come there is no zorblax fandango", ""),
        ("folk", "/recommend genre:folk"),
        ("what genre is option 2", "/genre track:{2.2}"),
        ("how many are left?", ""),
        ("option 3 but calmer", r"/recommend energy:<[\d.]+ like:{2.3}"),
    ],
    "as many more as said": [
        ("folk", "/recommend genre:folk"),
        ("add one more song", "/recommend genre:folk limit:1 skip:5"),
    ],
    "two sentences": [
        ("blues", "/recommend genre:blues"),
        ("number 4 is it. more of that", "/recommend like:{1.4}"),
    ],
}  # fmt: skip


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_dialogue_comes_to_its_requests(talk, name):
    for said, wanted in SCENARIOS[name]:
        reply = talk.say(said)
        for turn, row in re.findall(r"\{(\d)\.(\d)\}", wanted):
            wanted = wanted.replace(f"{{{turn}.{row}}}", talk.ids(int(turn) - 1)[int(row) - 1])
        assert reply.ok, (said, reply.error)
        assert re.fullmatch(wanted, reply.request), (said, reply.request, wanted)


def test_a_slash_command_goes_through_as_it_stands(talk):
    talk.say("jazz")
    assert talk.say("/recommend energy:high limit:3").request == "/recommend energy:high limit:3"


def test_someone_else_is_asked_for_without_those_named_or_shown(talk, engine):
    artist = engine.recommend("genre:rock").tracks[0].artists[0]
    talk.say(f'songs by "{artist}"')
    query = engine.parse(talk.say("other artists please").request.partition(" ")[2])
    assert (query.artists, query.like_artists, query.not_artists) == ((), (artist,), (artist,))


def test_the_key_is_said_in_the_first_line(talk, engine):
    talk.say("folk")
    track = engine.find_track(talk.ids(0)[1])
    reply = talk.say("what key is number 2?")
    assert reply.text.startswith(f"{track.title} is in ")
    assert engine.key(track).name in reply.text.splitlines()[0]


def test_who_is_missed_is_asked_for(talk, engine):
    artist = engine.recommend("genre:rock").tracks[0].artists[0]
    assert engine.parse(talk.say(f"how come there's no {artist}?").request.partition(" ")[2]).artists == (artist,)


def test_words_in_titles_find_titles_with_them(talk, engine):
    word = engine.recommend("genre:folk").tracks[0].track_name.split()[0]
    reply = talk.say(f'songs with "{word}" in the title')
    assert reply.rows
    assert all(word in engine.find_track(row.data["track_id"]).track_name for row in reply.rows)


def test_the_middle_of_a_list_is_told(talk, engine):
    talk.say("folk")
    tempos = sorted(engine.find_track(one).values["tempo"] for one in talk.ids(0))
    assert f"{round(tempos[len(tempos) // 2])} BPM" in talk.say("what is the average tempo of those?").title


def test_what_is_in_the_same_vein_is_like_the_track_spoken_of_and_him_is_who_made_it(talk, engine):
    track = engine.recommend("genre:rock").tracks[0]
    talk.say(f"/track track:{track.track_id}")
    assert talk.say("songs in the same vein").request == f"/recommend like:{track.track_id}"
    assert engine.parse(talk.say("nothing by him tho").request.partition(" ")[2]).not_artists == track.artists[:1]


def test_more_by_the_artist_named_in_the_message(talk, engine):
    artist = engine.recommend("genre:rock").tracks[0].artists[0]
    talk.say("techno")
    asked = f'/recommend artist:"{artist}"' if " " in artist else f"/recommend artist:{artist}"
    assert talk.say(f"I love {artist}! got more of him?").request == asked


def test_a_title_to_add_leads_the_list(talk, engine):
    talk.say("techno")
    track = engine.recommend("genre:rock").tracks[0]
    reply = talk.say(f'please add "{track.track_name}" by {track.artists[0]}')
    assert reply.request == f"/recommend genre:techno track:{track.track_id}"
    assert talk.ids()[0] == track.track_id


def test_typing_a_label_does_what_the_button_does(new_talk):
    for label in ("Calmer", "others", "LESS KNOWN", "save", "Why", "more like ..."):
        talk = new_talk()
        first = talk.say("techno")
        typed = talk.say(label)
        begins = label.lower().removesuffix(" ...")
        action = next((one for one in first.actions if one.label.lower().startswith(begins)), None)
        if action is not None:
            assert typed.request == action.command


def test_a_button_with_plain_words_does_what_the_words_do(new_talk):
    greeted = new_talk().say("hello")
    for action in greeted.actions:
        if not action.command.startswith("/"):
            said, pressed = new_talk().say(action.command), new_talk().say(action.command, pressed=True)
            assert (said.request, said.title) == (pressed.request, pressed.title)


def test_a_refinement_gives_the_same_rows_typed_and_pressed(new_talk):
    typed, pressed = new_talk(), new_talk()
    typed.say("techno")
    first = pressed.say("techno")
    button = next(action for action in first.actions if action.label == "Calmer")
    assert typed.say("calmer").rows == pressed.say(button.command, pressed=True).rows


def test_calmer_moves_the_whole_list(talk, engine):
    def mean(reply):
        tracks = [engine.find_track(row.data["track_id"]) for row in reply.rows]
        return sum(engine.percentile("energy", track.values["energy"]) for track in tracks) / len(tracks)

    levels = [mean(talk.say(text)) for text in ("techno", "calmer", "calmer", "calmer")]
    assert all(after < before - 2 for before, after in pairwise(levels))


def test_what_was_rejected_is_not_shown_again_even_by_an_older_button(talk):
    first = talk.say("techno")
    rejected = talk.ids()[1]
    talk.say("not the second one")
    others = next(action for action in first.actions if action.label == "Save")
    reply = talk.say(others.command, pressed=True)
    assert rejected not in talk.ids()
    assert f"-track:{rejected}" in reply.request


def test_two_people_in_one_channel_are_not_mixed_up(new_talk):
    ann, bob = new_talk(), new_talk()
    ann.say("techno")
    bob.say("jazz")
    assert "genre:techno" in ann.say("calmer").request
    assert "genre:jazz" in bob.say("faster").request


def test_a_conversation_goes_on_after_a_restart_from_the_request_replied_to(new_talk):
    before, after = new_talk(), new_talk()
    carried = before.say("happy techno").request
    assert after.say("calmer", reply_to=carried).rows == before.say("calmer").rows


def test_a_reply_to_an_older_answer_goes_on_from_that_one(talk):
    techno = talk.say("techno").request
    talk.say("jazz")
    assert "genre:techno" in talk.say("calmer", reply_to=techno).request


def test_a_conversation_is_replayed_from_its_requests_alone(conversation, talk):
    for text in ("techno", "calmer", "not the second one", "what genre is number 3?", "thanks"):
        talk.say(text)
    replayed = conversation.replay(reply.request for reply in talk.replies)
    lived = conversation.dialogue.understand("10 more", _context(conversation, talk))
    assert conversation.dialogue.understand("10 more", replayed).request == lived.request


def _context(conversation, talk):
    with conversation.contexts.turn(talk.key) as slot:
        return slot.context


def test_a_row_that_is_not_there_is_said(talk):
    talk.say("techno")
    reply = talk.say("what genre is number 9?")
    assert not reply.ok
    assert "9" in reply.error.message


def test_before_anything_was_shown_a_reference_is_met_with_a_friendly_line(talk):
    reply = talk.say("save those")
    assert reply.ok
    assert not reply.rows
    assert not reply.request


@pytest.mark.parametrize("text", ["Hi wizard", "hello I'm ready", "ok amigos"])
def test_a_greeting_with_a_word_or_two_is_no_name(talk, text):
    reply = talk.say(text)
    assert reply.ok
    assert not reply.request


def test_a_name_to_add_that_is_not_there_is_said_and_the_list_goes_on(talk):
    first = talk.say("techno")
    reply = talk.say("could you add some Leela Harbottle?")
    assert reply.text.startswith('No artist or track called "Leela Harbottle" is in the catalogue.')
    assert not {row.title for row in reply.rows} & {row.title for row in first.rows}
    assert "genre:techno" in talk.say("calmer").request


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("throw out the ones with vocals", "instrumentalness:>0.8!"),
        ("nothing live", "-kind:live"),
        ("its not heavy enough", "energy:>"),
        ("too famous, keep it below 50", "popularity:<50"),
    ],
)
def test_a_complaint_is_not_turned_round(talk, text, part):
    talk.say("techno")
    request = talk.say(text).request
    assert request.startswith("/recommend")
    assert part in request
    assert "genre:techno" in request


@pytest.mark.parametrize(
    ("before", "text", "request_is"),
    [
        ("techno", "could it be in italian?", "/recommend genre:techno language:italian"),
        (
            "compare techno and house",
            "give me their 3 fastest",
            "/recommend genre:techno genre:house most:tempo limit:3",
        ),
        ("hello", "recommend me something you like", "/recommend popularity:>high surprise:much"),
        ("hello", "techno mix, about an hour", "/playlist genre:techno minutes:60"),
    ],
)
def test_a_wish_is_taken_for_one_whatever_its_shape(talk, before, text, request_is):
    talk.say(before)
    assert talk.say(text).request.startswith(request_is)


def test_shorter_ones_is_no_second():
    assert bounds.read("shorter ones", Query()) is None
    assert bounds.read("nothing longer than five minutes", Query()) == {"duration": Constraint(high=300.0)}


@pytest.mark.parametrize("text", ["yes please. those were incredible", "let's keep them coming"])
def test_whoever_is_content_and_wants_more_gets_the_next_ones(talk, text):
    first = talk.say("techno")
    again = talk.say(text)
    assert again.request == f"{first.request} skip:5"


def test_what_the_data_do_not_say_is_told_and_the_list_stays(talk):
    talk.say("techno")
    for asked, told in (("do you have any by women?", "woman or a man"), ("I'd like some from 2018 upwards", "years")):
        reply = talk.say(asked)
        assert any(told in note for note in reply.feedback), asked
        assert "genre:techno" in reply.request


def test_similar_to_something_that_was_not_said_is_asked_back(talk):
    reply = talk.say("are there any bands that sound like this?")
    assert reply.ok
    assert "Which track or artist" in reply.title


def test_noise_is_no_music(talk):
    for noise in ("?????", "🤷", "<script>alert(1)</script>"):
        assert not talk.say(noise).rows


def test_the_platform_says_how_many_where_the_message_does_not(talk):
    assert len(talk.say("techno", limit=12).rows) == 12
    assert len(talk.say("3 jazz songs", limit=12).rows) == 3


def test_what_people_wrote_reaches_no_log(talk, caplog, monkeypatch):
    def broken(_engine, text):
        raise RuntimeError(text)

    monkeypatch.setattr("bot.dialogue.free_text.hear", broken)
    assert talk.say("my secret query").error.code == "fault"
    assert "secret" not in caplog.text


def test_a_conversation_that_is_replayed_draws_no_pictures(conversation, monkeypatch):
    def drawn(*_):
        raise AssertionError("a picture was drawn")

    monkeypatch.setattr(conversation._charts, "png", drawn)
    replayed = conversation.replay(["/explore what:map genre:techno", "/recommend genre:techno"])
    assert [one.request for one in replayed.exchanges] == ["/explore what:map genre:techno", "/recommend genre:techno"]

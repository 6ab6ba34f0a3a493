"""Rows by number: why one is there, which is closest, whose it is; saved as shown, under the name that is said."""

import pytest

from bot.conversation import Conversation, Message


def test_a_row_is_explained_by_its_own_reasons(talk):
    shown = talk.say("sad indie")
    reply = talk.say("could you explain why you picked number two")
    assert reply.request.startswith("/why")
    assert f"Number 2, {shown.rows[1].title}: " in reply.text
    assert "Match" in reply.text


def test_two_rows_are_taken_and_more_is_found_in_the_direction_of_one(talk):
    talk.say("chill electronic")
    first, fifth = talk.ids()[0], talk.ids()[4]
    assert {first, fifth} == set(_ids_in(talk.say("ok I take number one and number five").actions[0].command))
    assert talk.say("nice, the 1st one is lovely, more in that direction").request == f"/recommend like:{first}"


def _ids_in(command):
    return [part.partition(":")[2] for part in command.split() if part.startswith("like:")]


def test_smaller_artists_like_one_and_what_the_second_made(talk, conversation):
    name = conversation.engine.best_known(1)[0].artists[0]
    before = talk.say(f'/artists like:"{name}"')
    after = talk.say("not the huge ones")
    assert "popularity:0-" in after.request
    most = int(after.request.split("popularity:0-")[1].split()[0])
    assert all(row.data["popularity"] <= most for row in after.rows)
    assert any(row.data["popularity"] > most for row in before.rows)
    second = after.rows[1].data["artist"]
    assert talk.say("what else by the guy at number 2").request in (
        f"/recommend artist:{second}",
        f'/recommend artist:"{second}"',
    )


def test_the_closest_row_is_measured_from_the_seed(talk, conversation):
    seed = conversation.engine.best_known(1)[0]
    talk.say(f"/similar track:{seed.track_id}")
    tempos = [conversation.engine.find_track(one).values["tempo"] for one in talk.ids()]
    nearest = min(range(len(tempos)), key=lambda at: abs(tempos[at] - seed.values["tempo"]))
    assert talk.say("which of these has the closest tempo").title.startswith(f"Number {nearest + 1},")


@pytest.mark.parametrize(
    "text", ["what goes next in key after {}", "mixing out of {}, what goes next in key", "what mixes well with {}"]
)
def test_what_goes_next_is_in_a_neighbouring_key_and_tempo(talk, conversation, text):
    engine = conversation.engine
    seed = next(track for track in engine.best_known(50) if engine.key(track).camelot)
    talk.say(text.format(seed.url or seed.title))
    wheel = engine.key(seed).camelot
    for one in map(engine.find_track, talk.ids()):
        hour, letter = int(wheel[:-1]), wheel[-1]
        near = {wheel, f"{hour % 12 + 1}{letter}", f"{(hour - 2) % 12 + 1}{letter}", f"{hour}{'AB'[letter == 'A']}"}
        assert engine.key(one).camelot in near
    assert talk.ids()


@pytest.mark.parametrize(
    ("text", "request_"),
    [
        ("what's bubbling up in jazz", "/emerging genre:jazz"),
        ("up and coming techno", "/emerging genre:techno"),
        ("who should we be looking at in rock right now", "/emerging kind:artists genre:rock"),
        ("cuales son los artistas emergentes en salsa", "/emerging kind:artists genre:salsa"),
        ("anyone breaking in house", "/emerging kind:artists genre:house"),
    ],
)
def test_other_words_for_what_is_rising(talk, text, request_):
    assert talk.say(text).request == request_


@pytest.mark.parametrize("text", ["songs for breaking up", "what goes well with coffee"])
def test_other_wishes_are_not_taken_for_it(talk, text):
    assert talk.say(text).request.startswith("/recommend")


def test_the_rows_shown_are_saved_under_the_name_that_is_said(talk):
    talk.say("slow ambient under 3 minutes")
    shown = talk.ids()
    reply = talk.say("save the top three as coast ad")
    assert talk.ids() == shown[:3]
    assert reply.title.startswith('Saved as "coast ad"')
    assert reply.files[0].name == "cratebot-coast-ad.csv"


def test_a_list_is_named_and_saved_in_one_sentence(talk):
    talk.say("quiet folk")
    shown = talk.ids()
    reply = talk.say("call it rainy sunday and save it")
    assert talk.ids() == shown
    assert '"rainy sunday"' in reply.title


def test_dump_with_a_quality_takes_rows_out_and_without_one_saves(talk):
    talk.say("calm guitar")
    assert talk.say("dump the ones shorter than 2 min").request.startswith("/recommend duration:>120")
    assert talk.say("dump it to a file").request.startswith("/save")


def test_crates_are_asked_for_and_made_in_loose_words(engine):
    conversation = Conversation(engine)
    say = lambda text: conversation.said(Message(text, conversation="crates")).request  # noqa: E731
    try:
        say("/crate new autumn")
        assert say("whats in my crates") == "/crate list"
        assert say("what crates do i have") == "/crate list"
        assert say("make one called gym") == '/crate new name:"gym"'
        filled = say("fill it w/ 7 fast techno tracks")
        assert filled.startswith("/recommend")
        assert "limit:7" in filled
        assert say("add the first two to gym").startswith('/crate add name:"gym" track:')
    finally:
        conversation.memory.close()
        conversation.close()


@pytest.mark.parametrize(
    "text",
    [
        "who made the second one, what else do they have",
        "who's number 2 by and do they have other songs",
        "I like 2, more by that artist",
        "love the second one! got any other songs by him?",
        "what else has the artist of 2 done",
        "other songs by whoever made the second one",
        "who did 2? show me their other stuff",
    ],
)
def test_more_is_found_by_whoever_made_a_row(talk, text):
    artist = talk.say("5 calm acoustic songs").rows[1].data["artists"][0]
    assert talk.say(text).request in (f"/recommend artist:{artist}", f'/recommend artist:"{artist}"')


def test_who_a_row_that_is_liked_is_by_is_told(talk):
    second = talk.say("5 calm acoustic songs").rows[1]
    assert talk.say("I like 2, who is that?").request == f"/track track:{second.data['track_id']}"


def test_more_of_a_list_by_one_artist_goes_on_with_it(talk, conversation):
    name = max(conversation.engine.best_known(20), key=lambda one: one.popularity).artists[0]
    before = talk.say(f'/recommend artist:"{name}" limit:2')
    after = talk.say("do they have more?")
    assert "skip:2" in after.request
    assert {row.data["track_id"] for row in before.rows}.isdisjoint(row.data["track_id"] for row in after.rows)


def test_the_best_known_of_the_artists_shown_is_a_row_of_the_list(talk):
    shown = talk.say("happy pop")
    best = max(shown.rows, key=lambda row: row.data["popularity"])
    assert best.title in talk.say("who's the most popular in there").text


def test_who_made_a_row_is_described_and_so_is_the_artist_just_asked_about(talk):
    second = talk.say("happy pop").rows[1].data["artists"][0]
    assert talk.say("what kind of music does the artist of 2 make").request.startswith("/artist name:")
    assert second in talk.say("what kind of music does the artist of 2 make").title
    talk.say("happy pop")
    talk.say("who is the artist of the second one")
    assert second in talk.say("what are they like").title


def test_alternatives_to_a_row_are_like_it_and_no_alternative_music(talk):
    first = talk.say("happy pop").rows[0].data["track_id"]
    assert talk.say("give me 3 alternatives to the first one").request == f"/recommend like:{first} limit:3"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("are any two of them in the same key", "different among 5"),
        ("is there a big difference in tempo between them", "different among 5"),
        ("how come these are all on one album", "Album, row by row"),
    ],
)
def test_a_question_about_rows_that_nothing_reads_is_told_what_it_names(talk, text, told):
    shown = talk.say("techno")
    reply = talk.say(text)
    assert told in reply.title
    assert [
        line.partition(". ")[2].startswith(row.title)
        for line, row in zip(reply.text.splitlines(), shown.rows, strict=True)
    ]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("whats the energy of the first three", [1, 2, 3]),
        ("wait my boss only reads english: whats the energy of the first three", [1, 2, 3]),
        ("how long are the last two", [4, 5]),
        ("what's the tempo of 2 to 4", [2, 3, 4]),
    ],
)
def test_several_rows_are_told_row_by_row(talk, text, rows):
    talk.say("techno")
    assert [int(line.partition(".")[0]) for line in talk.say(text).text.splitlines()] == rows


@pytest.mark.parametrize("text", ["make it 5", "bitte kürzer, nur fünf stück"])
def test_a_list_that_has_so_many_rows_already_is_told_to(talk, text):
    talk.say("techno")
    before = talk.ids()
    assert "the list has 5 tracks already" in talk.say(text).feedback
    assert talk.ids() == before


def test_another_end_is_asked_of_chosen_rows(talk, conversation):
    tracks = conversation.engine.best_known(3)
    talk.say(" ".join(("/recommend", *(f"track:{one.track_id}" for one in tracks), "sort:-energy", "limit:3")))
    talk.say("which has the highest bpm")
    happiest = max(tracks, key=lambda one: one.values["valence"])
    assert talk.say("and the happiest?").request == f"/track track:{happiest.track_id}"

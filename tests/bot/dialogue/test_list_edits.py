"""The list shown is edited as said: rows that were not spoken of stay, in their order."""

import pytest

LIST, SET = "techno", "house set 60 minutes, from 118 to 124 bpm"


def _moved(ids, order):
    return [ids[at - 1] for at in order]


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("move 3 to the top", [3, 1, 2, 4, 5]),
        ("could you put number 4 first please?", [4, 1, 2, 3, 5]),
        ("the second one should go last", [1, 3, 4, 5, 2]),
        ("put 5 after 1", [1, 5, 2, 3, 4]),
        ("move the last two to the start", [4, 5, 1, 2, 3]),
        ("shift 4 to second place", [1, 4, 2, 3, 5]),
        ("move 1 down two", [2, 3, 1, 4, 5]),
        ("exchange 2 and 5", [1, 5, 3, 4, 2]),
        ("move 5 to the top and swap 2 and 3", [5, 1, 3, 2, 4]),
    ],
)
def test_rows_move_and_the_others_keep_their_order(talk, text, order):
    talk.say(LIST)
    before = talk.ids()
    talk.say(text)
    assert talk.ids() == _moved(before, order)


@pytest.mark.parametrize("asked", [LIST, SET])
@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("swap 3 for something else like it", 2),
        ("take 2 out and give me another", 1),
        ("something else instead of 1", 0),
    ],
)
def test_another_stands_where_the_row_stood(talk, asked, text, at):
    talk.say(asked)
    before = talk.ids()
    talk.say(text)
    after = talk.ids()
    assert after[at] not in before
    assert [*after[:at], *after[at + 1 :]] == [*before[:at], *before[at + 1 :]]


@pytest.mark.parametrize("text", ["swap 2 for something by Nobody Atall", "add two by Nobody Atall"])
def test_who_is_not_there_is_said_and_the_list_stays(talk, text):
    talk.say(LIST)
    reply = talk.say(text)
    assert "Nobody Atall" in reply.title
    assert "stays" in reply.text
    assert not reply.request


@pytest.mark.parametrize("form", ["put some {} in", "add two by {}", "can you throw in a couple of {} songs"])
def test_somebody_is_put_into_the_list_and_its_rows_stay(talk, engine, form):
    talk.say("rock")
    artist = engine.find_track(talk.ids()[0]).artists[0]
    talk.say(LIST)
    before = talk.ids()
    talk.say(form.format(artist))
    assert talk.ids()[-len(before) :] == before
    added = talk.ids()[: -len(before)]
    assert added
    assert all(artist in engine.find_track(one).artists for one in added)


def test_what_is_beyond_a_limit_goes_and_nobody_new_comes(talk, engine):
    talk.say("rock")
    before = talk.ids()
    lengths = sorted(engine.find_track(one).values["duration"] for one in before)
    limit = round((lengths[-1] + lengths[-2]) / 2)
    talk.say(f"kick out anything over {limit} seconds")
    assert talk.ids() == [one for one in before if engine.find_track(one).values["duration"] <= limit]
    talk.say("fill it up again")
    assert len(talk.ids()) == len(before)
    assert talk.ids()[: len(before) - 1] == talk.ids(-2)


def test_rows_that_are_fine_stay_and_the_rest_is_exchanged(talk):
    talk.say(LIST)
    before = talk.ids()
    talk.say("2 and 4 yes, rest no, more")
    assert talk.ids()[:2] == [before[1], before[3]]
    assert not {before[0], before[2], before[4]} & {*talk.ids()}
    assert len(talk.ids()) == len(before)


@pytest.mark.parametrize("text", ["no more than one song each", "one per artist please", "max one each"])
def test_nobody_is_in_it_twice_and_the_others_stay(talk, engine, text):
    talk.say("rock")
    artist = engine.find_track(talk.ids()[0]).artists[0]
    talk.say(LIST)
    before = talk.ids()
    talk.say(f"add two by {artist}")
    both = talk.ids()
    talk.say(text)
    names = [engine.find_track(one).artists[0] for one in talk.ids()]
    assert len({*names}) == len(names) == len(both)
    assert before[0] in talk.ids()
    assert "genre:techno" in talk.replies[-1].request


@pytest.mark.parametrize("text", ["ok change it", "do it then", "yes, change that"])
def test_agreement_to_nothing_is_asked_back_about_the_list(talk, text):
    talk.say(LIST)
    reply = talk.say(text)
    assert "one of the rows" in reply.title
    assert not reply.request


def test_a_number_that_the_list_does_not_have_is_said(talk):
    talk.say(LIST)
    assert "no number 9" in talk.say("move 9 to the top").error.message


@pytest.mark.parametrize("text", ["put on something calm", "i want to move to something faster", "what is number 3?"])
def test_other_wishes_are_no_edits(talk, text):
    talk.say(LIST)
    before = talk.ids()
    reply = talk.say(text)
    assert not [line for line in reply.feedback if "the others" in line]
    assert talk.ids() != before[::-1]


@pytest.mark.parametrize("text", ["drop the third one", "take number 3 out please"])
def test_what_is_taken_out_is_not_replaced_unasked(talk, text):
    talk.say(LIST)
    before = talk.ids()
    talk.say(text)
    assert talk.ids() == [*before[:2], *before[3:]]


@pytest.mark.parametrize("text", ["give us 12 of em", "make it 12", "drop 2 and make it 12"])
def test_a_number_of_rows_is_no_name(talk, text):
    talk.say(LIST)
    before = talk.ids()
    reply = talk.say(text)
    assert len(talk.ids()) == 12
    assert before[0] in talk.ids()
    assert "called" not in str(reply)


@pytest.mark.parametrize(
    ("text", "trait", "most"), [("lose the two longest", "duration", True), ("cut the 2 slowest ones", "tempo", False)]
)
def test_so_many_rows_go_by_a_measure(talk, text, trait, most):
    talk.say(LIST)
    find = talk.dialogue.engine.find_track
    before = {one: find(one).values[trait] for one in talk.ids()}
    talk.say(text)
    gone = sorted(before, key=before.get, reverse=most)[:2]
    assert talk.ids() == [one for one in before if one not in gone]


def test_a_row_that_nobody_spoke_of_is_asked_for(talk):
    talk.say(LIST)
    reply = talk.say("this one no, too loud. the others are ok")
    assert "What should I change" in reply.title
    assert not reply.request


@pytest.mark.parametrize("wish", ["I also like {}", "cool. i like them, i also have a thing for {}"])
def test_who_is_liked_beside_rows_that_are_kept_is_heard_in_the_list(talk, engine, wish):
    added, liked = (engine.recommend(f"genre:{genre}").tracks[0].artists[0] for genre in ("techno", "jazz"))
    talk.say("sad rock")
    before = [row.data["track_id"] for row in talk.say(f"add some {added}").rows]
    reply = talk.say(wish.format(liked))
    now = [row.data["track_id"] for row in reply.rows]
    assert now[: len(before)] == before
    assert len(now) > len(before)


def test_the_oldest_goes_by_the_year_or_it_is_told_that_none_is_known(talk):
    talk.say("happy pop")
    assert talk.say("take out the oldest").title == "The year of release is known of none of these."


def test_more_are_given_beside_those_that_are_left(talk):
    talk.say("techno")
    kept = [one for at, one in enumerate(talk.ids()) if at != 2]
    reply = talk.say("drop the third one and give me two more")
    assert talk.ids()[:4] == kept
    assert len(reply.rows) == 6


def test_a_well_known_title_is_added_to_the_list(talk, conversation):
    track = next(
        one
        for one in conversation.engine.best_known(50)
        if conversation.engine.find_track(one.track_name).recording == one.recording
    )
    talk.say("folk under 3 minutes")
    before = talk.ids()
    talk.say(f"add {track.track_name.lower()} if you have it")
    assert talk.ids() == [track.track_id, *(one for one in before if one != track.track_id)]


def test_a_swap_stays_within_the_tempo_that_was_asked_for(talk, conversation):
    talk.say("techno between 120 and 126 bpm")
    talk.say("the second one is too dark, swap it")
    assert all(120 <= conversation.engine.find_track(one).values["tempo"] <= 126 for one in talk.ids())


def test_a_row_that_stands_there_already_is_said_to(talk):
    talk.say("techno")
    assert any("is number 1 already" in line for line in talk.say("move number 1 to the top").feedback)


def test_one_row_should_be_as_described(talk, conversation):
    talk.say("techno")
    before = talk.ids()
    talk.say("the first one should be really gentle")
    assert talk.ids()[1:] == before[1:]
    new, old = (conversation.engine.find_track(one).values["energy"] for one in (talk.ids()[0], before[0]))
    assert new < old


def test_a_list_begins_with_something_as_described(talk, conversation):
    talk.say("techno")
    before = talk.ids()
    reply = talk.say("start with something very slow")
    assert talk.ids()[1:] == before
    assert any("stands first now" in line for line in reply.feedback)


@pytest.mark.parametrize(
    "text", ["the last one goes", "the last one can go", "the last one has to go", "die letzte kann weg"]
)
def test_a_row_that_may_go_is_out(talk, text):
    talk.say(LIST)
    before = talk.ids()
    talk.say(text)
    assert talk.ids()[:4] == before[:4]
    assert before[4] not in talk.ids()


@pytest.mark.parametrize(
    "text",
    [
        "remove the artist of number 1",
        "no more of the first artist",
        "quita al primer artista",
        "retire l'artiste du premier",
    ],
)
def test_the_artist_of_a_row_goes_and_not_the_track_alone(talk, text):
    name = talk.say(LIST).rows[0].title.rpartition(" - ")[2].split(", ")[0]
    assert f'-artist:"{name}"' in talk.say(text).request or f"-artist:{name}" in talk.say(text).request


@pytest.mark.parametrize("text", ["two more in portuguese", "mets-en deux autres en portugais"])
def test_more_in_a_language_come_to_the_list(talk, text):
    talk.say(LIST)
    before = talk.ids()
    reply = talk.say(text)
    assert "-language" not in reply.request
    assert talk.ids()[2:] == before or "no 2 more in Portuguese" in reply.title


@pytest.mark.parametrize("text", ["mix it with a bit of jazz", "mistura com um pouco de jazz", "misch etwas jazz dazu"])
def test_some_of_a_genre_comes_to_the_list_and_its_rows_stay(talk, text):
    talk.say(LIST)
    before = talk.ids()
    talk.say(text)
    assert [one for one in talk.ids() if one in before] == before
    assert len(talk.ids()) > len(before)


def test_what_was_added_last_is_it(talk, conversation):
    track = next(
        one
        for one in conversation.engine.best_known(50)
        if conversation.engine.find_track(one.track_name).recording == one.recording
    )
    talk.say("folk under 3 minutes")
    talk.say(f"add {track.track_name.lower()}")
    talk.say("move it to the end")
    assert talk.ids()[-1] == track.track_id


def test_a_shorter_list_has_the_first_so_many(talk):
    talk.say("techno")
    before = talk.ids()
    talk.say("a shorter list, just your best two")
    assert talk.ids() == before[:2]

"""Talks go on after a restart, and end where somebody is forgotten."""

from dataclasses import replace

import pytest

from bot.conversation import Conversation, Message
from bot.dialogue.context import MOST_OFFERED, Context
from bot.dialogue.kept import to_json
from bot.dialogue.store import MOST_BESIDE_MEMORY
from bot.memory import Caller, Memory
from tests.bot.memory.gone import gone

ANN = Caller("web", "main", "web:ann", "Ann")
BOB = Caller("web", "main", "web:bob", "Bob")


@pytest.fixture
def started(engine, tmp_path):
    """Starts the bot anew over one memory; what is said to it, by whom."""
    running = []

    def start():
        conversation = Conversation(engine, memory=Memory.in_directory(tmp_path), keep_contexts=True)
        running.append(conversation)

        def said(text, who=ANN, key="one"):
            return conversation.said(Message(text, conversation=key, caller=who))

        said.conversation = conversation
        return said

    yield start
    for one in running:
        one.memory.close()
        one.close()


def tracks(reply):
    return [row.data["track_id"] for row in reply.rows]


def test_a_talk_goes_on_after_a_restart_as_if_there_had_been_none(started):
    said = started()
    first = said("calm jazz")
    said("not the first one")
    before, after = said, started()
    assert after.conversation.contexts is not before.conversation.contexts
    refined = after("more energy, please")
    assert refined.ok
    assert tracks(first)[0] not in tracks(refined)
    assert "jazz" in refined.request
    second = after("more like the second one")
    assert tracks(refined)[1] in second.request


def test_the_label_of_a_button_is_understood_after_a_restart(started):
    shown = started()("/recommend mood:calm")
    action = next(action for action in shown.actions if action.label == "Calmer")
    assert started()("Calmer").request == action.command


def test_a_process_holds_some_talks_and_reads_the_others_from_the_memory(started):
    said = started()
    first = said("calm jazz")
    contexts = said.conversation.contexts
    for number in range(MOST_BESIDE_MEMORY + 1):
        with contexts.turn(f"other {number}"):
            pass
    assert len(contexts) <= MOST_BESIDE_MEMORY
    assert tracks(first)[1] in said("more like the second one").request


def test_a_long_talk_holds_the_buttons_of_its_last_answers_alone(started):
    said = started()
    for _ in range(MOST_OFFERED + 2):
        assert said("/recommend mood:calm").actions
    with said.conversation.contexts.turn("one") as slot:
        assert [bool(one.actions) for one in slot.context.exchanges] == [False] * 2 + [True] * MOST_OFFERED


def test_nothing_of_what_was_written_is_kept_but_the_request(started):
    said = started()
    said("hello there, how are you my zanzibar friend?")
    said("calm jazz, please, and thank you so much")
    with said.conversation.memory.database.engine.connect() as connection:
        kept = connection.exec_driver_sql("SELECT data FROM contexts").scalar_one()
    assert "thank" not in kept
    assert "zanzibar" not in kept


def test_who_is_forgotten_is_forgotten_in_every_process_and_talk(started):
    one, other = started(), started()
    one("calm jazz", key="thread")
    other("calm jazz", ANN, key="another")
    one("more energy", BOB, key="thread")
    assert one("/forget me sure:yes", BOB, key="mine").ok
    kept = one.conversation.memory.contexts
    assert kept.load("mine") is None
    assert kept.load("thread") is None
    assert kept.load("another") is not None
    # Neither process brings back what it still held.
    one("/genres", key="thread")
    assert [one[0] for one in kept.load("thread")["exchanges"]] == ["/genres"]
    other("/forget server sure:yes", replace(ANN, may_manage=True))
    assert kept.load("another") is None


def test_a_new_start_is_one_also_after_a_restart(started):
    said = started()
    said("calm jazz")
    said.conversation.contexts.drop("one")
    assert started().conversation.memory.contexts.load("one") is None


def test_a_long_talk_is_kept_within_its_bound(started):
    said = started()
    for number in range(1, 16):
        assert said(f"/recommend energy:0.{number:02} limit:50").ok
    kept = said.conversation.memory.contexts.load("one")
    assert kept["exchanges"][-1][0].startswith("/recommend energy:0.15")
    assert len(kept["exchanges"][-1][2]) > 5


def test_an_empty_context_is_little():
    assert to_json(Context())["exchanges"] == []


def test_a_very_long_request_leaves_the_talk_working(started):
    said = started()
    said("calm jazz")
    assert not said("/taste " + "🎵" * 6000).ok
    assert said("more energy, please").ok
    assert started()("calm jazz").ok


def test_while_the_database_is_gone_talks_go_on_and_say_what_is_missing(started):
    said = started()
    said(f"/block track:{tracks(said('calm jazz'))[0]}")
    with gone(said.conversation.memory):
        refined = said("more energy, please")
        assert refined.ok
        assert "jazz" in refined.request
        assert "The team's memory does not answer. What you blocked may stand here." in refined.feedback
        assert said("/taste").error.message == "The team's memory does not answer."
    assert "jazz" in said("others").request
    assert said("/taste").ok

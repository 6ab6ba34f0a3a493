"""A catalogue that is built while the bot runs is taken up whole, and nothing under way notices."""

import asyncio
import os
import signal
from threading import Event

import pytest

from bot.conversation import Conversation, Message
from bot.serving import Renewal
from engine import Engine
from engine.catalogue.store import MANIFEST

A, B, C = (letter * 22 for letter in "abc")


@pytest.fixture
def talk(tmp_path, make, row):
    """A conversation over a catalogue of two tracks."""
    make(tmp_path, [row(A, "Ann", "Harbour", energy=0.9), row(B, "Bob", "Lantern", energy=0.8)])
    made = Conversation(Engine.load(tmp_path, tmp_path / "models"))
    yield made
    made.close()


def rebuilt(make, row, directory):
    """Build it again: in another order, with a track more and one less."""
    make(directory, [row(C, "Cleo", "New", energy=0.95), row(A, "Ann", "Harbour", energy=0.9)])


def shown(reply):
    return [row.data["track_id"] for row in reply.rows]


def test_nothing_is_taken_up_while_nothing_was_built(talk):
    engine = talk.engine
    assert not talk.renew()
    assert not talk.renew(again=True)
    assert talk.engine is engine


def test_a_request_under_way_keeps_its_catalogue_and_the_next_one_has_the_new(talk, tmp_path, make, row):
    engine = talk.engine
    with talk._serving.request():
        rebuilt(make, row, tmp_path)
        assert talk.renew()
        assert talk.engine is engine
        assert sorted(shown(talk.said(Message("/recommend energy:high")))) == [A, B]
    assert sorted(shown(talk.said(Message("/recommend energy:high")))) == [A, C]
    assert "From a catalogue of 2 recordings" in talk.said(Message("/genres")).feedback[-1]


def test_no_request_is_dropped_while_catalogues_are_replaced(talk, tmp_path, make, row):
    async def ask():
        asked = [talk.say(Message("/recommend energy:high")) for _ in range(10)]
        rebuilt(make, row, tmp_path)
        replies = asyncio.gather(*asked)
        await asyncio.to_thread(talk.renew)
        later = await talk.say(Message("/recommend energy:high"))
        return await replies, later

    replies, later = asyncio.run(ask())
    assert all(reply.ok for reply in replies)
    assert sorted(shown(later)) == [A, C]


def test_a_talk_goes_on_over_the_new_catalogue(talk, tmp_path, make, row):
    first = talk.said(Message("/recommend energy:high", conversation="talk"))
    assert sorted(shown(first)) == [A, B]
    rebuilt(make, row, tmp_path)
    talk.renew()
    # The track stood in row 0 of the catalogue before and stands in row 1 now.
    reply = talk.said(Message("more like harbour", conversation="talk"))
    assert f"track:{A}" in reply.request or f"like:{A}" in reply.request
    assert shown(reply) == [C]
    gone = talk.said(Message("what about lantern?", conversation="talk"))
    assert B not in shown(gone)


def test_a_damaged_catalogue_is_not_taken_up_and_a_whole_one_after_it_is(talk, tmp_path, make, row, caplog):
    engine = talk.engine
    whole = (tmp_path / MANIFEST).read_text()
    (tmp_path / MANIFEST).write_text(whole[:-20])
    assert not talk.renew()
    assert talk.engine is engine
    assert "the one before stays in use" in caplog.text
    rebuilt(make, row, tmp_path)
    assert talk.renew()


def test_the_signal_hup_looks_at_once(talk):
    looked = Event()

    def renew(*, again):
        if again:
            looked.set()
        return False

    with Renewal(renew, every=3600):
        os.kill(os.getpid(), signal.SIGHUP)
        assert looked.wait(20)

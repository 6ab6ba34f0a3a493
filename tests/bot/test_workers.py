"""Whose work is done when: by turns, heavy work apart, one at a time where that is asked for."""

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.workers import Turns, Workers
from engine import UserError, deadline
from engine.deadlines import check_deadline

WHO = st.tuples(st.sampled_from("ab"), st.sampled_from("xyz"))


@pytest.fixture
def workers():
    made = Workers(2)
    yield made
    made.shutdown()


@given(st.lists(WHO, max_size=40))
def test_nobody_waits_for_more_than_one_item_of_each_other_person(waiting):
    turns = Turns()
    for number, who in enumerate(waiting):
        turns.put(who, (who, number))
    order = [turns.take(lambda item: True) for _ in waiting]
    assert sorted(number for _, number in order) == list(range(len(waiting)))
    for who in set(waiting):
        mine = [place for place, (asked, _) in enumerate(order) if asked == who]
        between = [order[a + 1 : b] for a, b in zip([-1, *mine], mine, strict=False)]
        for others in between:
            people = [asked for asked, _ in others if asked[0] == who[0]]
            assert len(people) == len(set(people))


def test_heavy_work_leaves_a_thread_for_light_work(workers):
    release = threading.Event()
    heavy = [workers.submit(("", "ann"), release.wait, heavy=True) for _ in range(5)]
    assert workers.submit(("", "bob"), lambda: "light").result(timeout=10) == "light"
    release.set()
    assert all(one.result(timeout=10) for one in heavy)


def test_work_on_one_conversation_is_done_by_one_thread_at_a_time_and_keeps_no_other_thread(workers):
    release, began = threading.Event(), threading.Event()
    first = workers.submit(("", "ann"), lambda: (began.set(), release.wait()), alone="talk")
    assert began.wait(timeout=10)
    second = workers.submit(("", "bob"), lambda: "second", alone="talk")
    assert workers.submit(("", "eve"), lambda: "other").result(timeout=10) == "other"
    assert not second.done()
    release.set()
    assert second.result(timeout=10) == "second"
    assert first.done()


def test_an_error_reaches_whoever_waits_and_the_thread_goes_on(workers):
    failed = workers.submit(("", "ann"), lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        failed.result(timeout=10)
    assert workers.submit(("", "ann"), lambda: 1).result(timeout=10) == 1


def test_what_waits_at_the_end_is_cancelled(workers):
    release, began = threading.Event(), threading.Event()
    running = workers.submit(("", "ann"), lambda: (began.set(), release.wait()), alone="talk")
    waiting = workers.submit(("", "ann"), lambda: 1, alone="talk")
    assert began.wait(timeout=10)
    ending = threading.Thread(target=workers.shutdown)
    ending.start()
    release.set()
    ending.join(timeout=10)
    assert running.result(timeout=10)
    assert waiting.cancelled()
    with pytest.raises(RuntimeError):
        workers.submit(("", "ann"), lambda: 1)


def test_work_past_its_deadline_is_told_so():
    check_deadline()
    with deadline(-1), pytest.raises(UserError, match="too long"):
        check_deadline()
    with deadline(60):
        check_deadline()

"""Nobody asks faster than the bucket fills; nobody else is affected."""

from hypothesis import given
from hypothesis import strategies as st

from bot.cooldown import Cooldown


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_burst_is_free_and_then_the_seconds_left_are_named():
    clock = Clock()
    cooldown = Cooldown(burst=3, seconds=2.0, clock=clock)
    assert [cooldown.seconds_left("ana") for _ in range(5)] == [0, 0, 0, 2, 2]
    assert cooldown.seconds_left("ben") == 0
    clock.now += 1.5
    assert cooldown.seconds_left("ana") == 1
    clock.now += 0.5
    assert cooldown.seconds_left("ana") == 0
    assert cooldown.seconds_left("ana") == 2


def test_the_only_person_there_is_never_waits():
    cooldown = Cooldown(burst=1, seconds=60.0, clock=Clock())
    assert {cooldown.seconds_left("") for _ in range(20)} == {0}


@given(st.lists(st.floats(0, 3), min_size=1, max_size=40))
def test_waiting_as_told_is_always_enough_and_no_window_holds_more_than_the_bucket(pauses):
    clock = Clock()
    cooldown = Cooldown(burst=4, seconds=1.0, clock=clock)
    taken = []
    for pause in pauses:
        clock.now += pause
        left = cooldown.seconds_left("ana")
        if left:
            clock.now += left
            assert cooldown.seconds_left("ana") == 0
        taken.append(clock.now)
    for at in taken:
        assert sum(at <= other < at + 1 for other in taken) <= 5


def test_askers_are_forgotten_when_their_bucket_is_full_again():
    clock = Clock()
    cooldown = Cooldown(burst=2, seconds=1.0, clock=clock)
    for number in range(1000):
        cooldown.seconds_left(str(number))
    clock.now += 10
    cooldown.seconds_left("ana")
    assert list(cooldown._full_at) == ["ana"]

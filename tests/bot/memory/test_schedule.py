"""Wall-clock times through daylight saving."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot.memory.schedule import EVERY, last_until, next_after

BERLIN = "Europe/Berlin"


def utc(*when):
    return datetime(*when, tzinfo=ZoneInfo("UTC")).timestamp()


def test_nine_o_clock_is_nine_o_clock_before_and_after_the_clocks_change():
    assert next_after("monday", "09:00", BERLIN, utc(2026, 3, 24)) == utc(2026, 3, 30, 7)  # summer time since the 29th
    assert next_after("monday", "09:00", BERLIN, utc(2026, 3, 20)) == utc(2026, 3, 23, 8)
    assert next_after("monday", "09:00", BERLIN, utc(2026, 10, 20)) == utc(2026, 10, 26, 8)  # winter since the 25th


def test_a_time_that_the_spring_skips_comes_an_hour_later_and_one_that_comes_twice_comes_once():
    assert next_after("day", "02:30", BERLIN, utc(2026, 3, 28, 12)) == utc(2026, 3, 29, 1, 30)  # 03:30 on the wall
    assert next_after("day", "02:30", BERLIN, utc(2026, 3, 29, 1, 30)) == utc(2026, 3, 30, 0, 30)
    assert next_after("day", "02:30", BERLIN, utc(2026, 10, 24, 12)) == utc(2026, 10, 25, 0, 30)  # the first of two
    assert next_after("day", "02:30", BERLIN, utc(2026, 10, 25, 0, 30)) == utc(2026, 10, 26, 1, 30)


@given(
    st.sampled_from(EVERY),
    st.times().map(lambda time: f"{time:%H:%M}"),
    st.sampled_from(("UTC", BERLIN, "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia")),
    st.floats(utc(2000, 1, 1), utc(2037, 1, 1)),
)
def test_times_follow_one_another_each_once_a_local_day(every, at, zone, now):
    last, following = last_until(every, at, zone, now), next_after(every, at, zone, now)
    assert last <= now < following
    assert next_after(every, at, zone, last) == following
    assert last_until(every, at, zone, following) == following
    days = [datetime.fromtimestamp(moment, ZoneInfo(zone)).date() for moment in (last, following)]
    assert timedelta(0) < days[1] - days[0] <= timedelta(days=2 if every == "day" else 15)

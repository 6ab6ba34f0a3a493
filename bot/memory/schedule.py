"""When a weekly or daily time comes, in a time zone with daylight saving.

The clock times of a day are read as they stand on the wall: a time that daylight saving skips comes as much later as
the clock was put forward (02:30 as 03:30), a time that comes twice is the first of the two.
"""

from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
EVERY: Final = ("day", *DAYS)


def moment(day: date, at: str, zone: str) -> float:
    """A wall-clock time of a day in a zone, in seconds since 1970.

    >>> moment(date(2026, 3, 29), "02:30", "Europe/Berlin") - moment(date(2026, 3, 28), "02:30", "Europe/Berlin")
    86400.0
    """
    return datetime.combine(day, time.fromisoformat(at), ZoneInfo(zone)).timestamp()


def next_after(every: str, at: str, zone: str, after: float) -> float:
    """The first time strictly after a moment."""
    day = datetime.fromtimestamp(after, ZoneInfo(zone)).date() - timedelta(days=1)
    while not (_falls(every, day) and moment(day, at, zone) > after):
        day += timedelta(days=1)
    return moment(day, at, zone)


def last_until(every: str, at: str, zone: str, until: float) -> float:
    """The last time at or before a moment."""
    day = datetime.fromtimestamp(until, ZoneInfo(zone)).date() + timedelta(days=1)
    while not (_falls(every, day) and moment(day, at, zone) <= until):
        day -= timedelta(days=1)
    return moment(day, at, zone)


def patience(every: str) -> float:
    """Seconds that a missed time is still worth catching up: half of the time to the next."""
    return 12 * 3600.0 if every == "day" else 3.5 * 24 * 3600.0


def _falls(every: str, day: date) -> bool:
    return every == "day" or DAYS[day.weekday()] == every

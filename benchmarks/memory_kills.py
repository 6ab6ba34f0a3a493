"""Kills a process at random statements while it writes to the team's memory, and looks for what was lost.

``python -m benchmarks.memory_kills [KILLS] [URL]``. Each child process does one write after another, each acknowledged
on a pipe after its commit, and is killed with SIGKILL before a random statement, commits included. Afterwards all that
was acknowledged must be there, and no transaction half: every note has its line in the audit.
"""

import os
import random
import signal
import sys
import tempfile
import time
from pathlib import Path

from sqlalchemy import Engine, event, func, select
from sqlalchemy.orm import Session

from bot.memory import Caller, Memory, SavedTrack
from bot.memory.schema import ChangeRow, InteractionRow, NoteRow

SONG = SavedTrack("song", "Song", "Artist")
ANN = Caller("discord:1", "general", "discord:ann", "Ann")
MOST_STATEMENTS = 60
# Processes that write beside one another, and are in each other's way as the bot's are.
AT_ONCE = 8


def child(memory: Memory, number: int, pipe: int, at: int) -> None:
    """Write until killed at the ``at``-th statement; acknowledge each write after its commit."""
    left = at

    def one_less(*_: object) -> None:
        nonlocal left
        left -= 1
        if left <= 0:
            os.kill(os.getpid(), signal.SIGKILL)

    for moment in ("before_cursor_execute", "after_cursor_execute", "commit"):
        event.listen(Engine, moment, one_less)
    step = 0
    while True:
        step += 1
        name = f"{number}-{step}"
        caller = Caller("discord:1", "general", "discord:ann", "Ann", key=name)
        memory.crates.note(caller, "crate", SONG.track_id, name)
        os.write(pipe, f"{name}\n".encode())


def started(memory: Memory, number: int, at: int) -> tuple[int, int]:
    """A child that is to be killed: its process, and the pipe on which it acknowledges."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reading)
        try:
            child(memory, number, writing, at)
        finally:
            os._exit(1)
    os.close(writing)
    return pid, reading


def ended(pid: int, reading: int) -> list[str]:
    """What a child had acknowledged when it was killed."""
    with os.fdopen(reading) as pipe:
        acknowledged = pipe.read().split()
    _, status = os.waitpid(pid, 0)
    assert os.WIFSIGNALED(status), "the child was to be killed"
    return acknowledged


def kills(url: str, count: int, seed: int = 0) -> tuple[int, int]:
    """(acknowledged, lost) after so many kills.

    Raises
    ------
    AssertionError
        If a transaction was half done.
    """
    chance = random.Random(seed)
    setup = Memory(url)
    setup.crates.new(ANN, "crate")
    setup.crates.add(ANN, "crate", [SONG])
    setup.crates.note(ANN, "crate", SONG.track_id, "first")
    # No connection is open when the children are made: each opens its own.
    setup.close()
    acknowledged: list[str] = []
    for first in range(0, count, AT_ONCE):
        numbers = range(first, min(first + AT_ONCE, count))
        children = [started(setup, number, chance.randrange(1, MOST_STATEMENTS)) for number in numbers]
        for one in children:
            acknowledged += ended(*one)
    after = Memory(url)
    with Session(after.database.engine) as session:
        kept = set(session.scalars(select(NoteRow.text)))
        noted = session.scalar(select(func.count()).where(ChangeRow.what == "noted on").select_from(ChangeRow))
        keys = session.scalar(select(func.count()).where(InteractionRow.key.endswith(":note")))
    after.close()
    assert len(kept) == noted == keys + 1, (len(kept), noted, keys)
    return len(acknowledged), len(set(acknowledged) - kept)


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 and sys.argv[1].isdecimal() else 1000
    with tempfile.TemporaryDirectory() as folder:
        url = sys.argv[2] if len(sys.argv) > 2 else f"sqlite:///{Path(folder) / 'memory.sqlite'}"
        began = time.perf_counter()
        acknowledged, lost = kills(url, count)
        print(f"{count:,} kills in {time.perf_counter() - began:.0f} s: {acknowledged:,} acknowledged, {lost} lost")
        if lost:
            raise SystemExit(1)


if __name__ == "__main__":
    main()

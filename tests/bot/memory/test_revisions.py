"""Migrations from every released schema, with data in it; back-ups while the bot writes."""

import gzip
import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from people import ANN, BOB, SONG
from sqlalchemy import text

from bot.memory import Memory
from bot.memory.backup import backup, restore
from bot.memory.database import open_engine
from bot.memory.revisions import HEAD, current, upgrade
from bot.memory.schema import Base
from engine import UserError

REVISIONS = sorted(path.name[1:5] for path in Path("bot/memory/migrations/versions").glob("r*.py"))
OLD_ROWS = (
    "INSERT INTO teams (id) VALUES (1)",
    "INSERT INTO workspaces (id, team_id) VALUES ('discord:1', 1)",
    "INSERT INTO people (id, name) VALUES ('discord:ann', 'Ann')",
    "INSERT INTO crates (id, team_id, name, workspace_id, channel, person_id, changed_at, archived) "
    "VALUES (1, 1, 'Summer Ad', 'discord:1', 'general', 'discord:ann', 5.0, false),"
    "(2, 1, 'SUMMER AD', 'discord:1', 'general', 'discord:ann', 6.0, false)",
    "INSERT INTO items (id, crate_id, track_id, title, artist, status, person_id, at) "
    "VALUES (1, 1, 'song1', 'First Song', 'The Ones', 'proposed', 'discord:ann', 5.0)",
)


def at_revision(url, revision, rows=()):
    engine = open_engine(url)
    upgrade(engine, revision)
    with engine.begin() as connection:
        for row in rows:
            connection.execute(text(row))
    return engine


def test_the_newest_revision_is_the_head_and_makes_the_tables_of_the_models(url):
    engine = at_revision(url, HEAD)
    assert REVISIONS[-1] == HEAD
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
    engine.dispose()


def test_the_first_release_comes_up_with_its_data(url):
    at_revision(url, "0001", OLD_ROWS).dispose()
    memory = Memory(url)
    assert [line.name for line in memory.crates.overview(ANN)] == ["SUMMER AD (2)", "Summer Ad"]
    crate = memory.crates.get(ANN, "summer ad")
    assert (crate.created_by, [one.track for one in crate.items]) == ("Ann", [SONG])
    with pytest.raises(UserError, match="already"):
        memory.crates.new(ANN, "summer ad")
    memory.close()


def test_the_second_release_comes_up_with_its_data(url):
    later = (
        *OLD_ROWS[:3],
        "INSERT INTO crates (id, team_id, name, name_key, workspace_id, channel, person_id, changed_at, archived) "
        "VALUES (1, 1, 'X1', 'x1', 'discord:1', 'general', 'discord:ann', 5.0, false)",
        OLD_ROWS[4],
        "INSERT INTO items (id, crate_id, track_id, title, artist, status, person_id, at, assigned) "
        "VALUES (7, 1, 'song2', 'Second Song', 'The Twos', 'approved', 'discord:ann', 6.0, 'Bob')",
        "INSERT INTO contexts (key, person, data, expires) VALUES ('discord:1:7', 'discord:ann', '{}', 9e9)",
        "INSERT INTO live_messages (key, workspace_id, channel, message, at) "
        "VALUES ('crate:1', 'discord:1', 'c', 'm', 1)",
        "INSERT INTO digests (id, workspace_id, channel, every, at, zone, request, next_at, paused, leased_by, "
        "leased_until) VALUES (1, 'discord:1', 'c', 'monday', '09:00', 'UTC', '/emerging', 9e9, '', '', 0)",
    )
    at_revision(url, "0002", later).dispose()
    memory = Memory(url)
    crate = memory.crates.get(ANN, "x1")
    assert [(one.track.track_id, one.status, one.assigned) for one in crate.items] == [
        ("song1", "proposed", ""), ("song2", "approved", "Bob")
    ]  # fmt: skip
    memory.crates.move(ANN, "x1", "song2", 1)
    assert [one.track.track_id for one in memory.crates.get(ANN, "x1").items] == ["song2", "song1"]
    assert memory.contexts.load("discord:1:7") == {}
    assert [one.message for one in memory.live.behind("discord")] == ["m"]
    assert len(memory.digests.of("discord:1")) == 1
    memory.close()


def test_several_processes_migrate_once(url):
    at_revision(url, "0001", OLD_ROWS).dispose()
    memories = [Memory(url) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda one: len(one.crates.overview(ANN)), memories)) == [2] * 4
    for one in memories:
        one.close()


def test_a_back_up_while_people_write_is_one_moment_and_comes_back(memory, tmp_path):
    memory.crates.new(ANN, "summer ad")
    with ThreadPoolExecutor(4) as pool:
        adding = [
            pool.submit(memory.crates.add, ANN, "summer ad", [SONG.__class__(f"s{n}", f"Song {n}", "X")])
            for n in range(100)
        ]
        saved = backup(memory.url, tmp_path / "memory.gz")
        for one in adding:
            one.result()
    memory.crates.new(BOB, "made after the back-up")
    assert restore(memory.url, tmp_path / "memory.gz") == saved
    items, changes = memory.crates.get(ANN, "summer ad").items, memory.crates.changes(ANN, "summer ad", 200)
    # A track and its line in the audit are one transaction: no moment has one without the other.
    assert len(items) == len([one for one in changes if one.what == "added"])
    assert [line.name for line in memory.crates.overview(ANN)] == ["summer ad"]
    memory.crates.new(BOB, "numbers go on after a restore")


def test_a_back_up_of_the_first_release_is_brought_up(url, tmp_path):
    old = at_revision(f"sqlite:///{tmp_path / 'old.sqlite'}", "0001", OLD_ROWS)
    with old.connect() as connection, gzip.open(tmp_path / "old.gz", "wt") as out:
        print(json.dumps({"format": "cratebot-memory-1", "revision": current(connection)}), file=out)
        for table in ("teams", "workspaces", "people", "crates", "items"):
            for row in connection.execute(text(f"SELECT * FROM {table}")).mappings():
                values = {name: bool(value) if name == "archived" else value for name, value in row.items()}
                print(json.dumps([table, values]), file=out)
    assert restore(url, tmp_path / "old.gz") == 6
    memory = Memory(url)
    assert len(memory.crates.get(ANN, "summer ad").items) == 1
    memory.close()


def test_what_is_no_back_up_changes_nothing(memory, tmp_path):
    memory.crates.new(ANN, "summer ad")
    wrong = tmp_path / "wrong.gz"
    wrong.write_text("no gzip")
    with pytest.raises(UserError, match="cannot be read"):
        restore(memory.url, wrong)
    backup(memory.url, tmp_path / "good.gz")
    lines = gzip.decompress((tmp_path / "good.gz").read_bytes()).splitlines(keepends=True)
    wrong.write_bytes(gzip.compress(b"".join(lines[:-1]) + b'["crates", {"id": 1}]\n["cra'))
    with pytest.raises(UserError):
        restore(memory.url, wrong)
    wrong.write_bytes(gzip.compress(b'{"format": "cratebot-memory-1", "revision": "9999"}\n'))
    with pytest.raises(UserError, match="newer"):
        restore(memory.url, wrong)
    assert [line.name for line in memory.crates.overview(ANN)] == ["summer ad"]

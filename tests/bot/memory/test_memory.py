"""Crates, tastes, privacy and contexts, on both databases."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from people import ANN, BOB, BOSS, OTHER, SONG
from sqlalchemy import text

from bot.memory import Caller, Memory
from bot.memory.records import SOMEONE
from bot.memory.taste import of_artist, of_track
from engine import UserError

SLACK = Caller("slack:T1", "C1", "slack:U1", "Sue")


@pytest.fixture
def crates(memory):
    memory.crates.new(ANN, "Summer Ad")
    memory.crates.add(ANN, "summer ad", [SONG, OTHER])
    return memory.crates


def item(crates, caller=ANN, track=SONG):
    return next(one for one in crates.get(caller, "summer ad").items if one.track == track)


def test_a_crate_keeps_who_added_what_and_survives_a_restart(crates, memory):
    crates.add(BOB, "", [SONG, replace(OTHER, track_id="song3")])
    memory.close()
    kept = Memory(memory.url).crates.get(BOB, "SUMMER  ad")
    assert kept.name == "Summer Ad"
    assert [(one.track.track_id, one.added_by, one.status) for one in kept.items] == [
        ("song1", "Ann", "proposed"),
        ("song2", "Ann", "proposed"),
        ("song3", "Bob", "proposed"),
    ]


def test_a_person_has_one_vote_that_may_change_its_mind(crates):
    for value in (1, 1, -1):
        crates.vote(ANN, "summer ad", SONG.track_id, value)
    crates.vote(BOB, "summer ad", SONG.track_id, 1)
    assert (item(crates).up, item(crates).down) == (1, 1)
    crates.vote(ANN, "summer ad", SONG.track_id, 0)
    assert (item(crates).up, item(crates).down) == (1, 0)


def test_a_press_that_is_delivered_twice_counts_once(crates):
    press = replace(BOB, key="interaction-7")
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: crates.note(press, "summer ad", SONG.track_id, "too slow"), range(8)))
    assert [note.text for note in item(crates).notes] == ["too slow"]
    with pytest.raises(UserError):
        crates.note(replace(BOB, key="refused"), "no such crate", SONG.track_id, "x")
    crates.note(replace(BOB, key="refused"), "summer ad", SONG.track_id, "now it works")
    assert len(item(crates).notes) == 2


def test_fifty_people_at_once_lose_no_vote(crates):
    people = [replace(ANN, person=f"discord:{n}", name=f"P{n}") for n in range(50)]
    with ThreadPoolExecutor(16) as pool:
        list(pool.map(lambda who: crates.vote(who, "summer ad", SONG.track_id, 1), people))
    assert item(crates).up == 50
    assert len([one for one in crates.changes(ANN, "summer ad", 100) if one.what == "voted for"]) == 50


def test_a_new_workspace_met_by_many_at_once_is_made_once(memory):
    memory.database  # noqa: B018
    people = [replace(ANN, workspace="discord:new", person=f"discord:{n}") for n in range(12)]
    with ThreadPoolExecutor(12) as pool:
        list(pool.map(lambda who: memory.crates.new(who, f"crate {who.person}"), people))
    assert len(memory.crates.overview(people[0])) == 12


def test_only_approvers_decide(crates):
    with pytest.raises(UserError, match=r"may not change proposed to approved"):
        crates.status(BOB, "summer ad", SONG.track_id, "approved")
    crates.status(BOB, "summer ad", SONG.track_id, "shortlisted")
    crates.approver(ANN, "summer ad", "bob")
    crates.status(BOB, "summer ad", SONG.track_id, "approved")
    crates.status(BOSS, "summer ad", OTHER.track_id, "rejected")
    assert [one.status for one in crates.get(ANN, "summer ad").items] == ["approved", "rejected"]
    assert crates.get(ANN, "summer ad").approvers == ("Bob",)


def test_others_tracks_and_crates_are_not_taken_away(crates):
    with pytest.raises(UserError, match="may not take out"):
        crates.remove(BOB, "summer ad", SONG.track_id)
    for forbidden in (lambda: crates.rename(BOB, "summer ad", "mine"), lambda: crates.archive(BOB, "summer ad")):
        with pytest.raises(UserError, match="may not"):
            forbidden()
    crates.remove(BOSS, "summer ad", SONG.track_id)
    assert [one.track for one in crates.get(ANN, "").items] == [OTHER]


def test_an_archived_crate_is_shown_and_not_changed(crates):
    crates.archive(ANN, "summer ad")
    assert len(crates.get(ANN, "summer ad").items) == 2
    with pytest.raises(UserError, match="archived"):
        crates.add(ANN, "summer ad", [replace(SONG, track_id="x")])
    crates.archive(ANN, "summer ad", archived=False)
    crates.rename(ANN, "summer ad", "Winter Ad")
    assert [line.name for line in crates.overview(BOB)] == ["Winter Ad"]


def test_a_wrong_name_is_told_the_nearest_and_one_name_is_one_crate(crates):
    with pytest.raises(UserError) as error:
        crates.get(ANN, "sumer add")
    assert "Summer Ad" in error.value.hint
    with pytest.raises(UserError, match="already"):
        crates.new(BOB, "SUMMER AD")
    with pytest.raises(UserError, match="no crate"):
        crates.get(SLACK, "summer ad")


def test_linked_workspaces_share_crates(crates, memory, clock):
    crates.new(SLACK, "summer ad")
    code = memory.people.link_code(ANN)
    memory.people.link(SLACK, code)
    assert sorted(line.name for line in crates.overview(SLACK)) == ["Summer Ad", "summer ad (2)"]
    assert memory.people.linked(ANN) == ("slack:T1",)
    with pytest.raises(UserError, match="not valid"):
        memory.people.link(replace(SLACK, workspace="slack:T2"), code)
    late = memory.people.link_code(ANN)
    clock.now += 3600
    with pytest.raises(UserError, match="not valid"):
        memory.people.link(replace(SLACK, workspace="slack:T2"), late)


def test_taste_is_the_persons_everywhere_and_the_channels_in_it(memory):
    elsewhere = replace(ANN, channel="other")
    memory.taste.feel(ANN, of_track(SONG, "like"))
    memory.taste.feel(elsewhere, of_track(OTHER, "like"))
    memory.taste.feel(BOB, of_track(SONG, "dislike"))
    memory.taste.feel(BOB, of_track(OTHER, "dislike"))
    assert {one.key for one in memory.taste.of(ANN).likes} == {"song1", "song2"}
    here = memory.taste.of(ANN, "us")
    assert (here.likes, [one.key for one in here.dislikes]) == ((), ["song2"])
    memory.taste.feel(ANN, of_track(SONG, "block"))
    assert [one.key for one in memory.taste.of(ANN).blocks] == ["song1"]


def test_blocks_hold_for_their_person_and_a_channels_for_all(memory):
    memory.taste.feel(ANN, of_artist("Drake", "block"))
    memory.taste.feel(ANN, of_artist("Abba", "block"), "us")
    assert {one.key for one in memory.blocks(ANN)} == {"Drake", "Abba"}
    assert {one.key for one in memory.blocks(BOB)} == {"Abba"}
    assert memory.blocks(replace(BOB, channel="other")) == ()
    assert memory.taste.unlearn(BOB, "artist", "Abba", "us")
    assert not memory.taste.unlearn(BOB, "artist", "Drake")
    assert {one.key for one in memory.blocks(ANN)} == {"Drake"}


def test_a_forgotten_person_is_gone_everywhere_and_the_crates_stay(crates, memory):
    crates.vote(BOB, "summer ad", SONG.track_id, 1)
    crates.note(BOB, "summer ad", SONG.track_id, "nice")
    crates.add(BOB, "summer ad", [replace(SONG, track_id="song9")])
    crates.assign(ANN, "summer ad", SONG.track_id, "bob")
    memory.taste.feel(BOB, of_track(SONG, "like"))
    memory.contexts.save("discord:1/general/bob", {"requests": ["/genres"]}, person=BOB.person)
    assert {"people", "opinions", "votes", "notes", "items", "contexts", "changes"} <= set(memory.people.export(BOB))
    memory.people.forget(BOB)
    assert memory.people.export(BOB) == {}
    kept = crates.get(ANN, "summer ad")
    assert (kept.items[0].up, kept.items[0].notes[0].by, kept.items[0].assigned) == (1, SOMEONE, SOMEONE)
    assert kept.items[2].added_by == SOMEONE
    assert not any("Bob" in (one.by, one.title) for one in crates.changes(ANN, "summer ad"))
    assert "bob" not in str([vars(one) for one in crates.changes(ANN, "summer ad")]).lower()


def test_a_forgotten_workspace_takes_its_crates_unless_they_are_shared(crates, memory):
    memory.people.link(SLACK, memory.people.link_code(ANN))
    memory.people.forget_workspace(BOSS)
    assert [line.name for line in crates.overview(SLACK)] == ["Summer Ad"]
    assert list(crates.overview(ANN)) == []
    memory.people.forget_workspace(SLACK)
    assert list(crates.overview(SLACK)) == []


def test_a_context_is_kept_for_its_time_and_bounded(memory, clock):
    memory.contexts.save("web/main", {"requests": ["/recommend mood:calm"]})
    memory.contexts.save("web/main", {"requests": ["/genres"]})
    assert memory.contexts.load("web/main") == {"requests": ["/genres"]}
    with pytest.raises(ValueError, match="16384"):
        memory.contexts.save("web/main", {"requests": ["x" * 20_000]})
    clock.now += 31 * 24 * 3600
    assert memory.contexts.load("web/main") is None


def test_the_newest_live_messages_of_a_crate_are_known(memory, clock):
    memory.crates.new(ANN, "summer ad")
    for number in range(7):
        clock.now += 1
        memory.live.remember(ANN, "crate:1", str(number), memory.crates.get(ANN, "summer ad").changed_at)
    assert list(memory.live.behind("discord")) == []
    memory.crates.add(BOB, "summer ad", [SONG])
    behind = memory.live.behind("discord")
    assert [one.message for one in behind] == ["2", "3", "4", "5", "6"]
    assert (behind[0].crate, list(memory.live.behind("slack"))) == ("summer ad", [])
    # Of two processes that see it, one updates it.
    assert [memory.live.take(behind[0]), memory.live.take(behind[0])] == [True, False]
    memory.live.drop(behind[1])
    assert [one.message for one in memory.live.behind("discord")] == ["4", "5", "6"]


def test_a_message_whose_crate_changed_before_it_was_noted_is_behind(memory, clock):
    memory.crates.new(ANN, "summer ad")
    shown = memory.crates.get(ANN, "summer ad").changed_at
    clock.now += 1
    memory.crates.add(BOB, "summer ad", [SONG])
    memory.live.remember(ANN, "crate:1", "7", shown)
    assert [one.message for one in memory.live.behind("discord")] == ["7"]


def test_nothing_of_sqlalchemy_is_imported_before_the_memory_is_used():
    check = (
        "import bot.memory, bot.conversation, sys; m = bot.memory.Memory.temporary(); m.blocks(bot.memory.Caller()); "
    )
    check += "sys.exit('sqlalchemy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", check]).returncode == 0


def test_a_key_gives_one_turn_at_a_time_and_the_next_some_seconds_after_the_last_was_used(memory):
    other = Memory(memory.url, memory.clock)
    with ThreadPoolExecutor(8) as pool:
        turns = list(pool.map(lambda number: (memory, other)[number % 2].pace.take("a", 1000.0), range(10)))
    # PostgreSQL's own clock goes on meanwhile.
    assert sorted(round(turn.wait / 100) for turn in turns) == [0] + [10] * 9
    [used] = [turn for turn in turns if not turn.wait]
    other.pace.used("a", used, 500.0)
    assert round(memory.pace.take("a", 1000.0).wait / 100) == 5
    # What is told too late is of a turn that is over, and so is a turn that nobody told of.
    memory.pace.used("a", used, 0.0)
    assert round(other.pace.take("a", 1000.0).wait / 100) == 5
    assert [memory.pace.take("b", 0.0).wait for _ in range(2)] == [0.0, 0.0]
    other.close()


def test_only_the_end_of_a_conversation_may_be_lost_with_the_power(tmp_path):
    database = Memory(f"sqlite:///{tmp_path / 'memory.db'}").database

    def waits_for_the_disk(**how):
        return database.write(lambda session: session.scalar(text("PRAGMA synchronous")), **how) >= 2

    assert [waits_for_the_disk(), waits_for_the_disk(durable=False), waits_for_the_disk()] == [True, False, True]

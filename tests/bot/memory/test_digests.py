"""Digests are posted exactly once: through daylight saving, downtime and races."""

import asyncio
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from people import ANN, BOSS

from bot.conversation import Conversation
from bot.memory import Memory
from bot.posting import ChannelGone, NotPosted, Posting, post_for
from bot.reply import Reply, Row
from bot.request import read_request
from tests.bot.memory.gone import gone

DAY = 24 * 3600
MONDAY = datetime(2026, 3, 16, 8, tzinfo=ZoneInfo("UTC")).timestamp()  # 09:00 in Berlin, winter time


class Channel:
    """Keeps what was posted; breaks as told."""

    def __init__(self):
        self.posts = []
        self.breaks = None
        self.rows = [f"t{n}" for n in range(12)]

    async def answer(self, request, caller):
        return Reply("Rising", rows=tuple(Row(key, data={"track_id": key}) for key in self.rows))

    async def post(self, workspace, channel, reply, nonce):
        if self.breaks:
            raise self.breaks
        self.posts.append((workspace, channel, [row.title for row in reply.rows], nonce))


@pytest.fixture
def channel():
    return Channel()


@pytest.fixture
def posting(memory, channel):
    return Posting(memory, "discord", channel.answer, channel.post)


@pytest.fixture
def weekly(memory, clock):
    clock.now = MONDAY - DAY
    memory.digests.add(BOSS, "monday", "09:00", "Europe/Berlin", "/emerging limit:25")
    return memory.digests


async def test_it_comes_every_monday_at_nine_with_nothing_twice_in_four_weeks(weekly, posting, channel, clock):
    for hour in range(5 * 7 * 24):
        clock.now = MONDAY - DAY + hour * 3600
        await posting.post_next()
        channel.rows = [f"t{n + hour // 24}" for n in range(12)]
    due = [datetime.fromtimestamp(int(post[3].rsplit("-", 1)[1]), ZoneInfo("Europe/Berlin")) for post in channel.posts]
    assert [f"{when:%a %H:%M}" for when in due] == ["Mon 09:00"] * 5
    shown = [row for post in channel.posts[:4] for row in post[2]]
    assert len(shown) == len(set(shown)) > 12


async def test_after_a_short_downtime_it_is_caught_up_and_after_a_long_one_the_next_is_waited_for(
    weekly, posting, channel, clock
):
    clock.now = MONDAY + 2 * 7 * DAY + 2 * DAY  # three Mondays missed, the last two days ago
    assert await posting.post_next()
    assert not await posting.post_next()
    assert len(channel.posts) == 1
    clock.now = MONDAY + 3 * 7 * DAY + 5 * DAY
    assert not await posting.post_next()
    (digest,) = weekly.of("discord:1")
    assert digest.next_at == MONDAY + 4 * 7 * DAY - 3600  # summer time


async def test_two_processes_race_and_one_posts(weekly, memory, channel, clock):
    clock.now = MONDAY
    others = [Memory(memory.url, clock) for _ in range(4)]
    await asyncio.gather(*(Posting(one, "discord", channel.answer, channel.post).post_next() for one in others))
    for one in others:
        one.close()
    assert len(channel.posts) == 1


async def test_a_process_that_dies_before_sending_is_stood_in_for_and_one_that_dies_while_sending_is_not(
    weekly, posting, channel, clock
):
    clock.now = MONDAY
    due = weekly.lease("dead", "discord")
    assert not await posting.post_next()
    clock.now += 301
    assert not weekly.sending("dead", due)
    assert await posting.post_next()
    clock.now = MONDAY + 7 * DAY
    due = weekly.lease("dead", "discord")
    assert weekly.sending("dead", due)
    clock.now += 301
    assert not await posting.post_next()
    assert len(channel.posts) == 1
    assert weekly.of("discord:1")[0].next_at == MONDAY + 14 * DAY - 3600


async def test_what_was_refused_is_tried_again_and_a_gone_channel_pauses(weekly, posting, channel, clock):
    clock.now, channel.breaks = MONDAY, NotPosted()
    await posting.post_next()
    clock.now, channel.breaks = clock.now + 61, None
    assert await posting.post_next()
    assert len(channel.posts) == 1
    clock.now, channel.breaks = MONDAY + 7 * DAY, ChannelGone()
    await posting.post_next()
    (digest,) = weekly.of("discord:1")
    assert "gone" in digest.paused
    clock.now, channel.breaks = MONDAY + 14 * DAY, None
    assert not await posting.post_next()
    assert weekly.resume(BOSS, digest.id)
    clock.now = MONDAY + 21 * DAY
    assert await posting.post_next()


async def test_another_platform_leaves_it_alone_and_another_workspace_cannot_stop_it(weekly, memory, channel, clock):
    clock.now = MONDAY
    assert not await Posting(memory, "slack", channel.answer, channel.post).post_next()
    (digest,) = weekly.of("discord:1")
    assert not weekly.stop(replace(BOSS, workspace="discord:2"), digest.id)
    assert weekly.stop(BOSS, digest.id)


async def test_a_digest_answers_its_command_in_its_channel(engine, clock):
    conversation = Conversation(engine, memory=Memory.temporary())
    conversation.memory.clock = clock
    clock.now = MONDAY - DAY
    channel = Channel()
    caller = replace(BOSS, workspace="web", channel="main")
    request = replace(read_request("/digest every:monday at:9 what:recommend query:calm zone:berlin"), caller=caller)
    assert conversation.answer(request).ok
    clock.now = MONDAY
    running = asyncio.create_task(post_for(conversation, "web", channel.post))
    for _ in range(500):
        if channel.posts:
            break
        await asyncio.sleep(0.02)
    running.cancel()
    conversation.close()
    ((workspace, place, titles, _),) = channel.posts
    assert (workspace, place, len(titles)) == ("web", "main", 10)


async def test_what_moved_on_a_watch_list_is_posted_once(memory, posting, channel):
    memory.watches.add(ANN, "track", "t1", "One", "2022", 40)
    memory.watches.add(ANN, "genre", "pop", "pop", "2022", 50)
    memory.watches.add(ANN, "artist", "Gone", "Gone", "2022", 50)
    now = {"t1": 55.0, "pop": 50.2}
    assert await posting.post_moved("2024", lambda watch: now.get(watch.key)) == 1
    assert await posting.post_moved("2024", lambda watch: now.get(watch.key)) == 0
    assert [post[:3] for post in channel.posts] == [("discord:1", "general", ["One"])]
    assert [(one.key, one.value) for one in memory.watches.of(ANN)] == [("t1", 55), ("pop", 50.2), ("Gone", 50)]


async def test_watch_lists_of_two_channels_are_two_posts_and_a_refused_one_comes_again(memory, posting, channel):
    build = "build-01d7bdc76da0"
    for place in ("general", "random"):
        memory.watches.add(replace(ANN, channel=place), "track", "t1", "One", "2022", 40)
    channel.breaks = NotPosted()
    await posting.post_moved(build, lambda watch: 55.0)
    assert channel.posts == []
    channel.breaks = None
    assert await posting.post_moved(build, lambda watch: 55.0) == 2
    assert [post[1] for post in channel.posts] == ["general", "random"]
    nonces = {post[3] for post in channel.posts}
    assert len(nonces) == 2
    assert all(len(nonce) <= 25 for nonce in nonces)


async def test_a_database_that_is_gone_at_the_start_only_delays_posts(memory, posting, channel, monkeypatch):
    monkeypatch.setattr("bot.posting.LOOK_EVERY", 0.01)
    memory.watches.add(ANN, "track", "t1", "One", "2022", 40)
    with gone(memory):
        running = asyncio.create_task(posting.run(lambda: "2024", lambda watch: 55.0))
        await asyncio.sleep(0.1)
        assert not running.done()
    for _ in range(500):
        if channel.posts:
            break
        await asyncio.sleep(0.02)
    running.cancel()
    assert [post[2] for post in channel.posts] == [["One"]]

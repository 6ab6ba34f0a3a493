"""A team on Discord and on Slack at once: two programs over one database, seen through both stand-ins."""

import asyncio
import json
import re
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import pytest

pytest.importorskip("slack_bolt", reason="Slack is an extra: .venv/bin/pip install -e '.[slack]'")

from bot.conversation import Conversation
from bot.cooldown import Cooldown
from bot.memory import Memory
from bot.posting import post_for
from tests.bot.platforms.discord.stand_in import APPLICATION, StandIn
from tests.bot.platforms.running import discord_running, slack_running
from tests.bot.platforms.slack.conftest import Slack
from tests.bot.platforms.slack.conftest import slack as slack  # the fixture

DAY = 24 * 3600


@dataclass
class Team:
    """What people of the team do on either platform, and what they see there."""

    discord: StandIn
    slack: Slack
    engine: Any
    url: str
    clock: Any

    @asynccontextmanager
    async def at_work(self):
        """Both bots, each with its own connections to the database; entered again, they are restarted."""
        both = [
            Conversation(
                self.engine,
                cooldown=Cooldown(burst=10_000),
                memory=Memory(self.url, self.clock),
                keep_contexts=True,
            )
            for _ in range(2)
        ]
        async with discord_running(both[0], self.discord) as client, slack_running(both[1], self.slack):
            beside = [
                asyncio.create_task(one) for one in (post_for(both[0], "discord", client.post), client.live.run())
            ]
            yield
            for task in beside:
                task.cancel()
            await asyncio.gather(*beside, return_exceptions=True)
        for conversation in both:
            conversation.memory.close()
            conversation.close()

    async def on_discord(self, command: str, **options: Any) -> str:
        """A slash command in a channel of a server; the words of its answer."""
        self.clock.now += 1
        return (await (await self.discord.slash(command, _guild="9", **options)).answer()).text

    async def on_slack(self, command: str, text: str, **who: Any) -> str:
        """A slash command in a channel; the words of its answer."""
        self.clock.now += 1
        await self.slack.send("slash_commands", self.slack.typed(f"/{command}", text, **who))
        while "Working on it" in (said := words(await self.slack.answer())):
            pass  # the answer itself comes after it, on a busy machine
        return said

    async def seen_on_slack(self, expected: str) -> str:
        """Wait for a message that says something."""
        while expected not in (said := words(await self.slack.answer())):
            pass
        return said

    async def seen_on_discord(self, expected: str) -> str:
        """Wait until a message in the channel says something."""
        async with asyncio.timeout(15):
            while True:
                for message in self.discord.standing("1"):
                    if expected in message.text:
                        return message.text
                await asyncio.sleep(0.01)

    def posted(self, title: str) -> list[int]:
        """How many messages of a title stand on each platform."""
        slack = [one for one in self.slack.messages.values() if title in words(one)]
        return [sum(title in one.text for one in self.discord.standing("1")), len(slack)]


def words(message: dict[str, Any]) -> str:
    return message.get("text", "") + json.dumps(message.get("blocks", []), ensure_ascii=False)


@pytest.fixture
async def team(slack, engine, url, clock, monkeypatch):
    monkeypatch.setattr("bot.live.LOOK_EVERY", 0.02)
    monkeypatch.setattr("bot.posting.LOOK_EVERY", 0.02)
    slack.admins.add("U1")
    async with StandIn() as discord:
        yield Team(discord, slack, engine, url, clock)
        assert discord.problems == []


async def linked(team: Team) -> str:
    """Link the Slack team to the server by a code that is asked for on Discord; the code."""
    told = await team.on_discord("link")
    code = re.search(r"code:(\w+)", told.replace("\\", ""))[1]
    assert "Linked" in await team.on_slack("link", f"code:{code}")
    return code


async def test_a_crate_is_shared_by_a_code_that_holds_once_and_votes_show_on_both(team):
    first, second = team.engine.best_known(2)
    async with team.at_work():
        await team.on_discord("crate", do="new", name="summer ad")
        await team.on_discord("crate", do="add", name="summer ad", track=first.track_id)
        assert "no crate" in await team.on_slack("crate", 'show "summer ad"')
        code = await linked(team)
        assert "not valid" in await team.on_slack("link", f"code:{code}", team_id="T2")
        await team.on_slack("crate", f'add "summer ad" track:{second.track_id}')
        assert second.track_name in await team.seen_on_discord("summer ad: 2 tracks")
        await team.on_slack("crate", f'vote "summer ad" track:{first.track_id} vote:up')
        await team.seen_on_discord("+1 -0")
        await team.on_discord("crate", do="vote", name="summer ad", track=first.track_id, vote="up")
        await team.seen_on_slack("+2 -0")


async def test_likes_and_blocks_are_ones_own_on_each_platform_and_outlive_a_restart(team):
    (liked,), (blocked, *_) = team.engine.best_known(1), team.engine.recommend("mood:happy limit:5").tracks
    async with team.at_work():
        await team.on_discord("like", track=liked.track_id)
        await team.on_slack("like", f"track:{liked.track_id}")
        await team.on_discord("block", track=blocked.track_id)
    async with team.at_work():
        for told in (
            await team.on_discord("recommend", **{"for": "me"}),
            await team.on_slack("recommend", "for:me"),
        ):
            assert "near 1 like of yours" in told
        assert blocked.track_name not in await team.on_discord("recommend", mood="happy", limit=5)
        assert blocked.track_name in await team.on_slack("recommend", "mood:happy limit:5")


async def test_digests_come_once_to_each_platform_also_over_a_restart(team):
    async with team.at_work():
        assert "every monday at 09:00" in await team.on_discord("digest", every="monday", what="emerging")
        assert "every monday at 09:00" in await team.on_slack("digest", "every:monday what:emerging")
        assert team.posted("expected to gain") == [0, 0]
        team.clock.now += 7 * DAY
        await team.seen_on_slack("expected to gain")
        await team.seen_on_discord("expected to gain")
    async with team.at_work():
        team.clock.now += DAY
        await team.on_slack("digest", "list")
    assert team.posted("expected to gain") == [1, 1]


async def test_what_is_watched_is_posted_once_where_it_was_asked_for_when_a_newer_catalogue_comes(team):
    async with team.at_work():
        await team.on_discord("watch", genre="techno")
        await team.on_slack("watch", "genre:jazz")
    older = Memory(team.url, team.clock)
    for caller_platform in ("discord", "slack"):
        (watch,) = older.watches.outdated("", caller_platform)
        assert older.watches.take(watch, "an older build", watch.value - 20)
    older.close()
    for _ in range(2):
        async with team.at_work():
            assert "techno" in await team.seen_on_discord("What moved on your watch list")
            await team.on_slack("watch", "list")
    assert team.posted("What moved on your watch list") == [1, 1]


async def test_who_is_forgotten_on_one_platform_is_gone_on_the_other_and_the_shared_crate_stays(team):
    (track,) = team.engine.best_known(1)
    async with team.at_work():
        await team.on_discord("crate", do="new", name="summer ad")
        await linked(team)
        await team.on_discord("crate", do="add", name="summer ad", track=track.track_id)
        assert "Ana" in await team.on_slack("crate", 'show "summer ad"')
        assert "You are forgotten" in await team.on_discord("forget", what="me", sure=True)
        shown = await team.on_slack("crate", 'show "summer ad"')
        assert ("added by someone" in shown, "Ana" in shown) == (True, False)
        assert "may not" in await team.on_slack("forget", "server sure:yes", user_id="U2")
        assert "forgotten" in await team.on_slack("forget", "server sure:yes")
        assert "no crate" in await team.on_slack("crate", 'show "summer ad"')
        assert track.track_name in await team.on_discord("crate", do="show", name="summer ad")


async def test_what_is_kept_of_a_person_and_codes_are_shown_to_nobody_else(team):
    async with team.at_work():
        for command in ("export", "forget", "link"):
            answer = await (await team.discord.slash(command, _guild="9")).answer()
            assert answer.private, command
            await team.slack.send("slash_commands", team.slack.typed(f"/{command}"))
            assert (await team.slack.answer())["response_type"] == "ephemeral", command
        # An answer to a message in a server cannot be hidden from the others.
        said = await team.discord.say(f"<@{APPLICATION}> /export me", guild="9")
        told = await said.answer()
        assert "slash command /export" in told.text.replace("\\", ""), told.text
        assert told.attachments == []


async def test_a_crate_made_in_words_is_the_servers_also_of_one_joined_since_the_start(team):
    async with team.at_work():
        said = await team.discord.say(f"<@{APPLICATION}> make a crate called summer ad", guild="9")
        assert "summer ad" in (await said.answer()).text
        assert "summer ad" in await team.on_discord("crate", do="list")

"""What Discord says to the token, asked of the stand-in."""

from bot.platforms.discord.doctor import examine
from bot.settings import Settings
from tests.bot.platforms.discord.stand_in import ALL_PERMISSIONS, EMBED_LINKS, TOKEN, StandIn


async def found(stand_in, **settings):
    remote = await examine(Settings(**{"discord_token": TOKEN, "discord_api": stand_in.api, **settings}))
    return remote, [check.sentence for check in remote.checks if check.state == "mend"]


async def test_a_good_token_leaves_nothing_to_mend_and_tells_the_time():
    async with StandIn() as discord:
        discord.servers = [{"id": "1", "permissions": str(ALL_PERMISSIONS)}]
        remote, to_mend = await found(discord)
        assert to_mend == []
        assert abs(remote.ahead) < 5
        assert {call.method for call in discord.calls} == {"GET"}


async def test_what_is_wrong_is_named():
    async with StandIn(shards=4) as discord:
        assert (await found(discord, discord_token="wrong"))[1] == ["Discord does not accept DISCORD_TOKEN."]
        discord.servers = [
            {"id": "1", "permissions": str(ALL_PERMISSIONS & ~EMBED_LINKS & ~8)},
            {"id": "2", "permissions": "8"},
        ]
        assert (await found(discord, shards=([0], 2)))[1] == [
            "CRATEBOT_SHARDS divides the servers into 2; Discord recommends 4.",
            "In 1 of the 2 servers looked at the bot may not show answers as cards.",
        ]


async def test_without_a_network_the_token_is_not_called_wrong():
    remote = await examine(Settings(discord_token=TOKEN, discord_api="http://127.0.0.1:9"))
    assert [check.state for check in remote.checks] == ["fine", "unknown"]
    assert remote.ahead is None

"""Attached files come from Discord's own hosts, over HTTPS, and from nowhere else."""

from types import SimpleNamespace

import pytest

from bot.platforms.discord.files import _is_discord, fetched
from bot.reply import Error


@pytest.mark.parametrize(
    ("address", "own"),
    [
        ("https://cdn.discordapp.com/attachments/1/2/a.csv", True),
        ("https://media.discordapp.net/a.csv", True),
        ("http://cdn.discordapp.com/a.csv", False),
        ("https://cdn.discordapp.com.example/a.csv", False),
        ("https://notdiscordapp.com/a.csv", False),
        ("https://cdn.discordapp.com@example.com/a.csv", False),
        ("https://[::1/a.csv", False),
    ],
)
def test_discords_own_hosts(address, own):
    assert _is_discord(address) is own


async def test_only_discords_own_hosts_are_asked_for_files(monkeypatch):
    monkeypatch.setattr("bot.platforms.discord.files.ClientSession", lambda **_: pytest.fail("it was asked"))
    found = await fetched(SimpleNamespace(name="a.csv", size=3, url="https://files.example/a.csv"))
    assert isinstance(found, Error)
    assert found.message == "a.csv could not be downloaded."

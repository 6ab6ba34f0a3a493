from pathlib import Path

import pytest

from bot.settings import Settings
from engine.errors import UserError


def test_the_environment_becomes_settings():
    settings = Settings.read({"DISCORD_TOKEN": " abc ", "CRATEBOT_CATALOGUE": "/tmp/x", "CRATEBOT_WORKERS": "4"})
    assert (settings.discord_token, settings.catalogue, settings.workers) == ("abc", Path("/tmp/x"), 4)


@pytest.mark.parametrize("wrong", [{"CRATEBOT_WORKERS": "many"}, {"CRATEBOT_WORKERS": "0"}, {"CRATEBOT_LOG": "LOUD"}])
def test_a_wrong_setting_is_named(wrong):
    with pytest.raises(UserError) as mistake:
        Settings.read(wrong)
    assert next(iter(wrong)) in mistake.value.message


def test_the_cluster_is_this_machine_or_an_address():
    for said, read in (
        ("local", "LOCAL"),
        ("10.0.0.7:6379", "10.0.0.7:6379"),
        ("ray://head:10001", "ray://head:10001"),
    ):
        assert Settings.read({"CRATEBOT_CLUSTER": said}).cluster == read
    for wrong in ("head", "http://head:1", "head:port"):
        with pytest.raises(UserError, match="CRATEBOT_CLUSTER takes LOCAL, HOST:PORT or ray://HOST:PORT"):
            Settings.read({"CRATEBOT_CLUSTER": wrong})


def test_trusted_proxies_are_addresses_and_networks():
    settings = Settings.read({"CRATEBOT_TRUSTED_PROXY": "127.0.0.1, 10.0.0.0/8,::1"})
    assert [str(network) for network in settings.trusted_proxies] == ["127.0.0.1/32", "10.0.0.0/8", "::1/128"]
    with pytest.raises(UserError, match="CRATEBOT_TRUSTED_PROXY"):
        Settings.read({"CRATEBOT_TRUSTED_PROXY": "proxy.example"})


def test_tokens_of_programs_have_names_and_are_quoted_nowhere():
    token = "hush-" * 5
    settings = Settings.read({"CRATEBOT_API_TOKENS": f"ann:{token}, ann:{token}2,bob:{token}3"})
    assert [name for name, _ in settings.api_tokens] == ["ann", "ann", "bob"]
    assert {token, f"{token}2", f"{token}3"} <= set(settings.secrets)
    assert "hush" not in repr(settings)
    for wrong in (token, "ann:hush", f"ann {token}", f"ann:{token}!", f":{token}"):
        with pytest.raises(UserError, match="CRATEBOT_API_TOKENS takes NAME:TOKEN") as mistake:
            Settings.read({"CRATEBOT_API_TOKENS": wrong})
        assert "hush" not in str(mistake.value)


def test_a_secret_is_not_printed():
    assert "hush" not in repr(Settings.read({"DISCORD_TOKEN": "hush"}))


def test_every_variable_is_documented():
    documented = Path(".env.example").read_text()
    source = Path("bot/settings.py").read_text()
    import re

    for name in set(re.findall(r"\"((?:CRATEBOT|DISCORD|SLACK)_[A-Z_0-9]+)\"", source)):
        assert f"\n{name}=" in documented, name


def test_shards_are_numbers_and_ranges():
    read = {"0,1/4": ([0, 1], 4), "4-7, 0/8": ([0, 4, 5, 6, 7], 8), "0-255/1024": (list(range(256)), 1024)}
    for said, shards in read.items():
        assert Settings.read({"CRATEBOT_SHARDS": said}).shards == shards
    for wrong in ("4/4", "3-1/4", "0-4/4", "1-/4", "-1/4", "0-1-2/4", "0-999999998/999999999"):
        with pytest.raises(UserError, match="CRATEBOT_SHARDS takes shard numbers"):
            Settings.read({"CRATEBOT_SHARDS": wrong})

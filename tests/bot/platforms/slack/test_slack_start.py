import json

import pytest

from bot.platforms import slack as platform
from bot.settings import Settings


def test_missing_tokens_are_named_in_one_sentence(world, capsys):
    assert platform.run(world, Settings(slack_bot_token="xoxb-1")) == 2
    assert capsys.readouterr().err == ("Set SLACK_APP_TOKEN in .env; the README shows where Slack gives them.\n")


def test_the_missing_extra_is_named_in_one_sentence(world, capsys, monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert platform.run(world, Settings(slack_bot_token="xoxb-1", slack_app_token="xapp-1")) == 2
    assert (
        capsys.readouterr().err == "Slack needs an extra: pip install --require-hashes -r requirements-extras.lock.\n"
    )


def test_a_slack_that_cannot_be_reached_is_said_and_no_token_shown(world, capsys, monkeypatch):
    from functools import partial

    from slack_sdk.web.async_client import AsyncWebClient

    nowhere = partial(AsyncWebClient, base_url="http://127.0.0.1:9/api/")
    monkeypatch.setattr("bot.platforms.slack.app.AsyncWebClient", nowhere)
    assert platform.run(world, Settings(slack_bot_token="xoxb-secret", slack_app_token="xapp-secret")) == 2
    assert capsys.readouterr().err == "Slack cannot be reached from here.\n"


@pytest.mark.usefixtures("world")
def test_the_manifest_is_printed_as_json(capsys):
    assert platform.print_manifest() == 0
    assert json.loads(capsys.readouterr().out)["features"]["slash_commands"][0]["command"] == "/cratebot"

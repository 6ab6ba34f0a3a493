"""What Slack says to the tokens, asked of the stand-in."""

from functools import partial

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.platforms.slack.doctor import _scopes, examine
from bot.platforms.slack.manifest import SCOPES
from bot.settings import Settings

SETTINGS = Settings(slack_bot_token="xoxb-test", slack_app_token="xapp-test")


@pytest.fixture(autouse=True)
def here(slack, monkeypatch):
    client = partial(AsyncWebClient, base_url=f"{slack.url}/api/")
    monkeypatch.setattr("bot.platforms.slack.doctor.AsyncWebClient", client)


async def test_good_tokens_leave_nothing_to_mend_and_tell_the_time(slack):
    remote = await examine(SETTINGS)
    assert "mend" not in {check.state for check in remote.checks}
    assert abs(remote.ahead) < 5


@pytest.mark.parametrize(("token", "name"), [("xoxb-test", "SLACK_BOT_TOKEN"), ("xapp-test", "SLACK_APP_TOKEN")])
async def test_the_token_that_is_refused_is_named(slack, token, name):
    slack.refused_tokens.add(token)
    remote = await examine(SETTINGS)
    assert [check.sentence for check in remote.checks if check.state == "mend"] == [
        f"Slack refuses {name} (invalid_auth)."
    ]


def test_missing_scopes_are_named():
    assert _scopes(",".join(SCOPES)).state == "fine"
    assert _scopes(",".join(SCOPES[1:])).sentence == f"The app lacks the scopes {SCOPES[0]}."

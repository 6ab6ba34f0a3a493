"""Asks Slack whether the tokens and the scopes are as they should be."""

from typing import Final

from aiohttp import ClientError
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.doctor import Check, Remote, seconds_ahead
from bot.platforms.slack.manifest import SCOPES
from bot.platforms.slack.messages import code_of
from bot.settings import Settings

_PATIENCE: Final = 10


async def examine(settings: Settings) -> Remote:
    """What Slack says to the two tokens. Nothing is changed there."""
    checks: list[Check] = []
    ahead: float | None = None
    client = AsyncWebClient(settings.slack_bot_token, timeout=_PATIENCE)
    try:
        said = await client.auth_test()
        headers = {str(name).lower(): str(value) for name, value in said.headers.items()}
        ahead = seconds_ahead(headers.get("date", ""))
        checks.append(Check("slack", "fine", "Slack accepts SLACK_BOT_TOKEN."))
        checks.append(_scopes(headers.get("x-oauth-scopes", "")))
        await client.apps_connections_open(app_token=settings.slack_app_token)
        checks.append(Check("slack", "fine", "Slack accepts SLACK_APP_TOKEN and opens a socket for it."))
    except SlackApiError as error:
        which = "SLACK_APP_TOKEN" if checks else "SLACK_BOT_TOKEN"
        how = "Copy it anew; the app token needs the scope connections:write."
        checks.append(Check("slack", "mend", f"Slack refuses {which} ({code_of(error) or 'no reason given'}).", how))
    except (ClientError, OSError, TimeoutError):
        checks.append(Check("slack", "unknown", "Slack cannot be reached from here: the tokens were not tried."))
    return Remote(tuple(checks), ahead)


def _scopes(granted: str) -> Check:
    if not granted:
        return Check("slack", "unknown", "Slack did not say which scopes the app has.")
    missing = sorted(set(SCOPES) - {scope.strip() for scope in granted.split(",")})
    if not missing:
        return Check("slack", "fine", "The app has every scope that it uses.")
    how = "Put the manifest of python -m bot slack --manifest into the app, and install it again."
    return Check("slack", "mend", f"The app lacks the scopes {', '.join(missing)}.", how)

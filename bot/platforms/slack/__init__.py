"""The Slack platform: plain words, slash commands and buttons, over Socket Mode."""

import asyncio
import importlib.util
import json
import sys

from bot.commands import all_commands
from bot.conversation import Conversation
from bot.extras import INSTALL
from bot.platforms.slack.manifest import manifest
from bot.settings import Settings


def print_manifest() -> int:
    """Print the app manifest to paste when the Slack app is created."""
    print(json.dumps(manifest(all_commands().values()), indent=2))
    return 0


def run(conversation: Conversation, settings: Settings) -> int:
    """Answer on Slack until SIGTERM or SIGINT; 2, after a sentence, if Slack cannot be joined."""
    missing = [
        name
        for name, token in (
            ("SLACK_BOT_TOKEN", settings.slack_bot_token),
            ("SLACK_APP_TOKEN", settings.slack_app_token),
        )
        if not token
    ]
    if missing:
        return _refuse(f"Set {' and '.join(missing)} in .env; the README shows where Slack gives them.")
    if not importlib.util.find_spec("slack_bolt"):
        return _refuse(f"Slack needs an extra: {INSTALL}.")
    from aiohttp import ClientConnectionError
    from slack_sdk.errors import SlackApiError

    from bot.platforms.slack.app import serve

    try:
        asyncio.run(serve(conversation, settings.slack_bot_token, settings.slack_app_token))
    except SlackApiError as error:
        return _refuse(f"Slack refused a token ({error.response['error']}): check SLACK_BOT_TOKEN and SLACK_APP_TOKEN.")
    except (ClientConnectionError, TimeoutError):
        return _refuse("Slack cannot be reached from here.")
    return 0


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 2

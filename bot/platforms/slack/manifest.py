"""The app manifest: what to paste when the Slack app is created. It comes from the definitions of the commands."""

import re
from collections.abc import Iterable
from typing import Any, Final

from bot.definition import Definition

UMBRELLA: Final = "/cratebot"

# Slack's own commands and their other names (Slack's help page "Use built-in slash commands"). One of them in a
# manifest makes Slack refuse all of it.
_OWN: Final = """
active apps archive away call close collapse commands dm dnd expand feed feedback help huddle invite join keys kick
leave me msg mute open part prefs pro remind remove rename search shortcuts shrug star status topic who
"""
RESERVED: Final = frozenset(_OWN.split())
EVENTS: Final = (
    "app_home_opened",
    "app_mention",
    "assistant_thread_started",
    "message.channels",
    "message.groups",
    "message.im",
    "message.mpim",
)

# Pictures and files are uploaded; where the bot is no member they go to the user, which im:write is for. A command that
# takes a file takes the link of one, which files:read is for. The histories are for replies in threads: their events,
# and the request that the last answer carries. users:read tells people's names and who runs
# the workspace.
SCOPES: Final = (
    "app_mentions:read",
    "assistant:write",
    "channels:history",
    "chat:write",
    "commands",
    "files:read",
    "files:write",
    "groups:history",
    "im:history",
    "im:write",
    "mpim:history",
    "users:read",
)

_MOST_COMMANDS: Final = 50
_TAKEN: Final = re.compile(rf"(?<![\w/])/({'|'.join(sorted(RESERVED))})\b")


def typed(text: str) -> str:
    """A text in which each command stands as it is typed on Slack: ``/help`` becomes ``/cratebot help``."""
    return _TAKEN.sub(rf"{UMBRELLA} \1", text)


def manifest(definitions: Iterable[Definition]) -> dict[str, Any]:
    """The manifest of an app that has these commands.

    The umbrella command comes first and reaches every command; those whose names are free stand on their own as well.
    Limits are those of Slack's app manifest reference: 50 commands of 32 characters, descriptions of 2,000, usage
    hints of 1,000.
    """
    free = [definition for definition in definitions if definition.name not in RESERVED]
    commands = [_command(UMBRELLA, "Any command of cratebot by name, or a query", "help")]
    for definition in free[: _MOST_COMMANDS - 1]:
        example = definition.examples[0].partition(" ")[2] if definition.examples else ""
        commands.append(_command(f"/{definition.name}", definition.summary, example))
    return {
        "display_information": {
            "name": "cratebot",
            "description": "Recommendations, genres, rising tracks and drivers of popularity",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "assistant_view": {"assistant_description": "Finds music by description, and answers questions about it"},
            "bot_user": {"display_name": "cratebot", "always_online": True},
            "slash_commands": commands,
        },
        "oauth_config": {"scopes": {"bot": list(SCOPES)}},
        "settings": {
            "event_subscriptions": {"bot_events": list(EVENTS)},
            "interactivity": {"is_enabled": True},
            "org_deploy_enabled": False,
            "socket_mode_enabled": True,
            "token_rotation_enabled": False,
        },
    }


def _command(name: str, description: str, example: str) -> dict[str, Any]:
    entry = {"command": name, "description": description[:2000], "should_escape": False}
    return entry | ({"usage_hint": example[:1000]} if example else {})

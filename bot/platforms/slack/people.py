"""Who somebody is on Slack: the name that others see, and whether they run the workspace."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from aiohttp import ClientError
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.platforms.recent import Recent

NAME_LASTS: Final = 3600.0
"""Seconds that a name is taken as known; then it is asked for again."""

UNKNOWN_LASTS: Final = 300.0
"""The same where Slack gave none, as without the scope for it."""

_LONGEST: Final = 80  # Slack's own limit of a display name


@dataclass(frozen=True)
class Person:
    """A user.

    Parameters
    ----------
    name : str
        What others see; empty where Slack does not tell.
    manages : bool
        Whether the user is an admin or owner of the workspace.
    """

    name: str = ""
    manages: bool = False


class People:
    """Asks Slack who users are, and remembers names. Rights are asked for each time."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._names: Recent[tuple[str, str], tuple[str, float]] = Recent()

    async def of(self, client: AsyncWebClient, team: str, user: str) -> Person:
        """The user as Slack knows them now; nobody in particular where it does not tell."""
        try:
            found = (await client.users_info(user=user))["user"]
        except (SlackApiError, ClientError, OSError, TimeoutError):
            person = Person()
        else:
            person = Person(_name(found), bool(found.get("is_admin") or found.get("is_owner")))
        lasts = NAME_LASTS if person.name else UNKNOWN_LASTS
        self._names[team, user] = person.name, self._clock() + lasts
        return person

    async def name(self, client: AsyncWebClient, team: str, user: str, handle: str = "") -> str:
        """What others call the user, as last told; else the handle that came along, else the form of a mention.

        A mention in this form pings nobody where it stands as plain text.
        """
        known, until = self._names.get((team, user), ("", 0.0))
        if self._clock() >= until:
            known = (await self.of(client, team, user)).name
        return known or handle or f"<@{user}>"


def _name(user: Mapping[str, Any]) -> str:
    profile = user.get("profile") or {}
    names = (profile.get("display_name"), profile.get("real_name"), user.get("real_name"), user.get("name"))
    return next((" ".join(str(name).split())[:_LONGEST] for name in names if name), "")

"""``@Ana's list but calmer``: somebody else's list, which a talk may go on from."""

import re
from collections.abc import Iterable
from typing import Final

from bot.changing import unchanging
from bot.dialogue.context import LISTS
from bot.platforms.web.exchange import Exchange
from bot.reply import Error
from bot.request import read_request

_TAKEN: Final = re.compile(r"(?i)@(?P<name>[^@]{1,60}?)(?:['’]s?)\s+(?:last\s+)?(?:list|playlist|songs|tracks|one)\b")


def taken_up(text: str, exchanges: Iterable[Exchange]) -> tuple[str, str] | Error:
    """What a text says of somebody's list, and the request of that list.

    Parameters
    ----------
    text : str
    exchanges : iterable of Exchange
        Of the channel, oldest first.

    Returns
    -------
    (str, str) or Error
        The text as it is and no request where it names nobody's list; the error where who is named has none.
    """
    found = _TAKEN.search(text)
    if found is None or text.startswith("/"):
        return text, ""
    name = found["name"].strip().casefold()
    lists = (one for one in exchanges if one.name.casefold() == name and not one.private and _is_list(one.request))
    request = next(reversed([one.request for one in lists]), "")
    if not request:
        return Error("not_found", f"{found['name'].strip()} has no list in this channel.", "Names stand at the side.")
    before, after = text[: found.start()].strip(), text[found.end() :].strip(" ,.:;-")
    if not before and not after:
        return request, ""
    return (f"{before} that list {after}".strip() if before else after), request


def _is_list(request: str) -> bool:
    asked = read_request(request) if request else None
    return asked is not None and asked.command in LISTS and unchanging(asked) is not None

"""Which requests change what the team keeps: those are never asked anew by themselves."""

from typing import Final

from bot.request import Request, Token

_CHANGING: Final = frozenset({"like", "dislike", "block", "watch", "digest", "link", "forget"})
READING_VERBS: Final = frozenset({"", "show", "list", "fits", "gaps", "export", "audit"})
"""What /crate does without changing a crate."""


_REMOVING: Final = frozenset({"crate", "forget"})


def may_change(command: str) -> bool:
    """Whether some request of a command changes what is kept.

    >>> may_change("taste"), may_change("recommend")
    (True, False)
    """
    return command in _CHANGING or command in ("crate", "taste")


def may_remove(command: str) -> bool:
    """Whether some request of a command removes what several people, or somebody for long, put together."""
    return command in _REMOVING


def changes(request: Request) -> bool:
    """Whether answering a request changes what is kept.

    >>> from bot.request import read_request
    >>> changes(read_request('/crate vote "summer ad" track:"..." vote:up')), changes(read_request("/taste"))
    (True, False)
    """
    if request.command == "crate":
        return _verb(request) not in READING_VERBS
    if request.command == "import":
        return any(token.key == "crate" for token in request.tokens)
    if request.command == "taste":
        return any(token.key == "without" for token in request.tokens)
    return request.command in _CHANGING


def unchanging(request: Request) -> Request | None:
    """A request that shows what this one came to and changes nothing: the crate of a vote; None if there is none."""
    if not changes(request):
        return request
    if request.command != "crate" or _verb(request) == "rename":
        return None
    name = [token for token in request.tokens if token.key == "name"]
    loose = [token for token in request.tokens if not token.key and token.value != _verb(request)]
    named = name or [Token("name", " ".join(token.value for token in loose), quoted=True)] * bool(loose)
    return Request("crate", (Token("", "show"), *named))


def _verb(request: Request) -> str:
    """What /crate is to do: its first word, or ``do:``."""
    said = next((token.value for token in request.tokens if token.key == "do"), None)
    if said is None:
        said = next((token.value for token in request.tokens if not token.key and not token.quoted), "")
    return said.lower()

"""Text to Request: ``/name key:value key:"two words" free text``, the same on every platform."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from bot.memory import Caller
from bot.writable import writable
from engine import Token, UserError, join, read_tokens

__all__ = ["Request", "Token", "Upload", "may_list_tracks", "read_request", "yes_or_no"]

# Files that a message's attachment is read as a list of tracks by; others, such as pictures, are passed over.
_LISTS = (".csv", ".tsv", ".txt", ".xlsx", ".m3u", ".m3u8", ".xml", ".json")
_YES = frozenset({"yes", "true", "on", "1"})
# Commands that take pasted lines, whose ends would be lost among other words.
_TAKE_LINES = frozenset({"import", "label"})
_NO = frozenset({"no", "false", "off", "0"})
# What is kept of a person, and codes that let others in.
_PERSONAL = frozenset({"export", "forget", "link"})


@dataclass(frozen=True)
class Upload:
    """A file that somebody attached. The name is theirs: show it escaped, never write to it."""

    name: str
    content: bytes

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", writable(self.name))


@dataclass(frozen=True)
class Request:
    """A command with its parts, not yet checked. What no file or database could hold is replaced in them.

    Parameters
    ----------
    command : str
        Its name, lower case, without the slash.
    tokens : tuple of Token
    user : str
        Who asks, as an id that is stable on its platform; empty if there is only one person.
    name : str
        What the user is called.
    uploads : mapping of str to Upload
        By the parameter that they were attached to.
    theme : str
        ``dark`` or ``light``: how the user sees pictures; empty for the setting of the process.
    caller : Caller or None
        Who asks, and where, as the memory knows it; None in a terminal.
    """

    command: str
    tokens: tuple[Token, ...] = ()
    user: str = ""
    name: str = ""
    uploads: Mapping[str, Upload] = field(default_factory=dict)
    theme: str = ""
    caller: Caller | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "command", writable(self.command))
        object.__setattr__(self, "tokens", tuple(map(_writable, self.tokens)))

    @property
    def text(self) -> str:
        """The request as text: reading it gives the same command and tokens."""
        return f"/{self.command} {join(self.tokens)}".rstrip()

    @property
    def asked_by(self) -> Caller:
        """Who asks. A terminal has one person, who may do everything."""
        if self.caller is not None:
            return self.caller
        return Caller(person=self.user or "terminal:me", name=self.name or "me", may_manage=not self.user)

    @property
    def private(self) -> bool:
        """Whether only the user is to see the answer: ``private:yes``, and what is nobody else's business."""
        return self.command in _PERSONAL or any(
            token.key == "private" and token.value.lower() in _YES for token in self.tokens
        )


def _writable(token: Token) -> Token:
    key, value = writable(token.key), writable(token.value)
    return token if (key, value) == (token.key, token.value) else replace(token, key=key, value=value)


def may_list_tracks(name: str) -> bool:
    """Whether a file of that name may hold a list of tracks.

    Examples
    --------
    >>> may_list_tracks("Friday.M3U8"), may_list_tracks("cat.png")
    (True, False)
    """
    return name.lower().endswith(_LISTS)


def read_request(text: str, *, user: str = "", name: str = "", uploads: Mapping[str, Upload] | None = None) -> Request:
    """The request that a line of text makes; without a slash one for ``/recommend``.

    Plain words in a conversation are for ``bot.dialogue``, which understands more.
    """
    line = text.strip()
    command, rest = "recommend", line
    if line.startswith("/"):
        command, rest = [*line[1:].split(maxsplit=1), "", ""][:2]
        command = command.lower()
        if line[1:2].isspace() and ":" in command:
            # "/ private:yes" names no command.
            command, rest = "", line[1:]
    pasted = command in _TAKE_LINES and "\n" in rest and not any(token.key for token in read_tokens(rest))
    tokens = (Token("lines", rest, quoted=True),) if pasted else read_tokens(rest)
    return Request(command, tokens, user, name, uploads or {})


def yes_or_no(value: str, name: str) -> bool:
    """The truth of ``yes`` or ``no``.

    Raises
    ------
    UserError
        If it is neither.
    """
    if value.lower() in _YES:
        return True
    if value.lower() in _NO:
        return False
    raise UserError(f'{name} takes yes or no; "{value}" is neither.', f"Try {name}:yes.")

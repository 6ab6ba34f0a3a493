"""Text to Request: ``/name key:value key:"two words" free text``, the same on every platform."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.memory import Caller
from engine import Token, UserError, join, tokens

__all__ = ["Request", "Token", "Upload", "read_request", "yes_or_no"]

_YES = frozenset({"yes", "true", "on", "1"})
# What people ask without a slash that is no wish, and the command that answers it.
_QUESTIONS = (
    (re.compile(r"help|\?", re.IGNORECASE), "help"),
    (re.compile(r"(?:what|which) genres? (?:is|are) (?P<rest>.+?)\??", re.IGNORECASE), "genre"),
    (re.compile(r"what does (?P<rest>.+) sound like\??", re.IGNORECASE), "genre"),
    (re.compile(r"(?:who|what) is (?:about to rise|rising)(?: in (?P<rest>.+?))?\??", re.IGNORECASE), "emerging"),
    (re.compile(r"what (?:drives|moves) popularity in (?P<rest>.+?)\??", re.IGNORECASE), "drivers"),
    (re.compile(r"compare (?P<rest>.+ vs\.? .+)", re.IGNORECASE), "compare"),
    (re.compile(r"(?:make (?:me )?)?(?:an? )?playlist (?P<rest>.+)", re.IGNORECASE), "playlist"),
)
_NO = frozenset({"no", "false", "off", "0"})


@dataclass(frozen=True)
class Upload:
    """A file that somebody attached. The name is theirs: show it escaped, never write to it."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Request:
    """A command with its parts, not yet checked.

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
    workspace, channel : str
        Where it was asked, as ``bot.memory.Caller`` has it; empty in a terminal.
    may_manage : bool
        Whether the platform says that the user runs the workspace.
    key : str
        The platform's id of the interaction: what comes a second time under it is not done again.
    """

    command: str
    tokens: tuple[Token, ...] = ()
    user: str = ""
    name: str = ""
    uploads: Mapping[str, Upload] = field(default_factory=dict)
    theme: str = ""
    workspace: str = ""
    channel: str = ""
    may_manage: bool = False
    key: str = ""

    @property
    def text(self) -> str:
        """The request as text: reading it gives the same command and tokens."""
        return f"/{self.command} {join(self.tokens)}".rstrip()

    @property
    def caller(self) -> Caller:
        """Who asks, and where, as the memory knows it. A terminal has one person, who may do everything."""
        return Caller(
            self.workspace or "terminal",
            self.channel,
            self.user or "terminal:me",
            self.name or "me",
            self.may_manage or not self.workspace,
            self.key,
        )

    @property
    def private(self) -> bool:
        """Whether only the user is to see the answer (``private:yes``)."""
        return any(token.key == "private" and token.value.lower() in _YES for token in self.tokens)


def read_request(text: str, *, user: str = "", name: str = "", uploads: Mapping[str, Upload] | None = None) -> Request:
    """The request that a line of text makes. Without a slash it is a plain question, or a wish for ``/recommend``."""
    line = text.strip()
    command, rest = _plain(line)
    if line.startswith("/"):
        command, rest = [*line[1:].split(maxsplit=1), "", ""][:2]
        command = command.lower()
    return Request(command, tokens(rest), user, name, uploads or {})


def _plain(line: str) -> tuple[str, str]:
    for question, command in _QUESTIONS:
        if found := question.fullmatch(line):
            return command, found.groupdict().get("rest") or ""
    return "recommend", line


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

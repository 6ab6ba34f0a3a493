"""What a program asks, as a message: plain words, or a command with values for its fields."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from bot.conversation import Message
from bot.definition import Definition
from bot.dialogue.shared import DEFAULT_LIMIT
from bot.fields import request_of
from bot.memory import Caller
from bot.reply import cut
from bot.request import Upload
from engine import MOST_TRACKS, UserError

MOST_TEXT: Final = 4000
_NAME: Final = re.compile(r"[A-Za-z0-9_-]{0,64}")
_QUOTED: Final = 60

PLACE_FIELDS: Final[dict[str, Any]] = {
    "conversation": {
        "type": "string",
        "pattern": f"^{_NAME.pattern}$",
        "description": "A name of your choice for this conversation, of letters, digits, - and _. Say the same one "
        'again and what came before is known: "calmer", "more like the second one", "put the first in summer ad".',
    },
    "reply_to": {
        "type": "string",
        "maxLength": MOST_TEXT,
        "description": "The request of an earlier answer: this goes on from that answer.",
    },
}
WORDS_SCHEMA: Final[dict[str, Any]] = {
    "type": "object",
    "properties": {
        "text": {
            "type": "string",
            "minLength": 1,
            "maxLength": MOST_TEXT,
            "description": "What you want to know or hear, in plain words; or "
            "the command of an action, which begins with a slash.",
        },
        "limit": {
            "type": "integer",
            "minimum": 1,
            "maximum": MOST_TRACKS,
            "description": "How many tracks a list holds where the words do not say.",
        },
        **PLACE_FIELDS,
    },
    "required": ["text"],
    "additionalProperties": False,
}
"""JSON Schema of a question in plain words."""


@dataclass(frozen=True)
class Program:
    """A program that asks.

    Parameters
    ----------
    place : str
        What its conversations are kept under: conversations of different places never meet.
    user : str
        As in ``Message``.
    caller : Caller or None
        As in ``Message``.
    session : str
        The conversation where a question names none; empty for none, so that it stands alone.
    read : callable or None
        Reads files by their path, for a program that acts for who started this one; None for no such program.
    """

    place: str
    user: str = ""
    caller: Caller | None = None
    session: str = ""
    read: Callable[[str], Upload] | None = None

    def in_words(self, values: Mapping[str, Any]) -> Message:
        """The message that an object of ``WORDS_SCHEMA`` makes.

        Raises
        ------
        UserError
            If it is none.
        """
        for name in values:
            if name not in WORDS_SCHEMA["properties"]:
                hint = f"It takes {', '.join(WORDS_SCHEMA['properties'])}."
                raise UserError(f'There is no field "{cut(name, _QUOTED)}".', hint, code="unknown_parameter")
        text, limit = _text(values, "text"), values.get("limit", DEFAULT_LIMIT)
        if not text:
            raise UserError("text is missing.", "Say what you want to hear or to know.", code="missing_parameter")
        if isinstance(limit, bool) or not isinstance(limit, int | float) or limit not in range(1, MOST_TRACKS + 1):
            raise UserError(f"limit takes a whole number from 1 to {MOST_TRACKS}.")
        return replace(self._message(values), text=text, limit=int(limit))

    def command(self, definition: Definition, values: Mapping[str, Any], where: Mapping[str, Any]) -> Message:
        """The message that asks a command.

        Parameters
        ----------
        values : mapping
            Of the command's fields.
        where : mapping
            ``conversation`` and ``reply_to``, as far as given.

        Raises
        ------
        UserError
            If they are none.
        """
        request = request_of(definition, values, self.read)
        return replace(self._message(where), request=request, uploads=request.uploads)

    def _message(self, values: Mapping[str, Any]) -> Message:
        """An empty message in the conversation that the values name."""
        name = _text(values, "conversation")
        if not _NAME.fullmatch(name):
            raise UserError("conversation takes at most 64 letters, digits, - and _.", 'Try "conversation": "one".')
        name = name or self.session
        return Message(
            conversation=f"{self.place}:{name}" if name else "",
            user=self.user,
            name=self.caller.name if self.caller else "",
            reply_to=_text(values, "reply_to"),
            caller=self.caller,
        )


def _text(values: Mapping[str, Any], name: str) -> str:
    said = values.get(name, "")
    if not isinstance(said, str):
        raise UserError(f"{name} takes a text.")
    if len(said) > MOST_TEXT:
        raise UserError(f"{name} takes at most {MOST_TEXT:,} characters.", "Say it shorter.")
    return said

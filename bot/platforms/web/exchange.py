"""A question and its answer, as JSON that is made once and sent to everybody."""

from dataclasses import dataclass, field
from typing import Any

from bot.as_json import encoded
from bot.memory.records import MAIN, Said
from bot.platforms.web.line import owner


@dataclass
class Exchange:
    """A question and, once it stands, its answer.

    Parameters
    ----------
    id : str
    user : str
        The person, a secret between that person's browser and this process.
    asked_as : str
        The id that the user's page gave it; asking again under it is the same question.
    name, text, label : str
        What the user is called, what was typed, and what stood on the button if one was pressed instead.
    at : float
        Seconds since 1970.
    private : bool
    owner : str
        A hash of ``user``, which is all that is known of who asked before a restart.
    title, request : str
        Of an answer from before a restart: it is asked anew when somebody wants to see it.
    channel : str
    """

    id: str
    user: str
    asked_as: str
    name: str
    text: str
    label: str
    at: float
    private: bool
    owner: str = ""
    title: str = ""
    request: str = ""
    channel: str = MAIN
    # How often the answer was drawn anew since it was given.
    changed: int = 0
    _reply: bytes = b"null"
    _for_others: bytes = field(default=b"", repr=False)

    @classmethod
    def kept(cls, said: Said) -> "Exchange":
        """One from before a restart."""
        return cls(
            said.id, "", "", said.name, said.text, said.label, said.at, False, said.person.removeprefix("web:"),
            said.title or "Answered", said.request, said.channel,
        )  # fmt: skip

    @property
    def answered(self) -> bool:
        """Whether its answer is at hand."""
        return self._reply != b"null"

    def answer(self, reply: dict[str, Any]) -> None:
        """Take the answer, or one that stands in its place."""
        self.changed += self.answered
        self._reply, self._for_others = encoded(reply), b""

    def seen_by(self, person: str) -> bytes:
        """The message that shows it to one person: only the user learns under what id it was asked."""
        if owner(person) == self.owner:
            return self._message(own=True, asked_as=self.asked_as if person == self.user else "")
        if not self._for_others:
            self._for_others = self._message(own=False, asked_as="")
        return self._for_others

    def refusal(self, again_in_s: int) -> bytes:
        """The message that tells its user alone that it was not taken, and when to ask again."""
        return self._message(own=True, asked_as=self.asked_as, again_in_s=again_in_s)

    def _message(self, **more: Any) -> bytes:
        head = encoded({
            "type": "exchange",
            "kept": {"title": self.title, "request": self.request} if self.title else None,
            "id": self.id,
            "name": self.name,
            "text": self.text,
            "label": self.label,
            "at": self.at,
            "private": self.private,
            "changed": self.changed,
            **more,
        })  # fmt: skip
        return b'%s,"reply":%s}' % (head[:-1], self._reply)

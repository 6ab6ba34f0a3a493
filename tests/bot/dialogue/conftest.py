"""A talk: messages in one conversation, one after the other."""

from collections.abc import Callable
from itertools import count

import pytest

from bot.conversation import Conversation, Message
from bot.reply import Reply

_numbers = count()


class Talk:
    """One conversation with the bot."""

    def __init__(self, conversation: Conversation) -> None:
        self._conversation = conversation
        self.dialogue = conversation.dialogue
        self.key = f"talk {next(_numbers)}"
        self.replies: list[Reply] = []

    def say(self, text: str, **more) -> Reply:
        reply = self._conversation.said(Message(text, conversation=self.key, **more))
        self.replies.append(reply)
        return reply

    def ids(self, turn: int = -1) -> list[str]:
        """Track ids of the rows of a reply."""
        return [row.data["track_id"] for row in self.replies[turn].rows if "track_id" in row.data]


@pytest.fixture
def talk(conversation: Conversation) -> Talk:
    return Talk(conversation)


@pytest.fixture
def new_talk(conversation: Conversation) -> Callable[[], Talk]:
    return lambda: Talk(conversation)

"""Asking over the demo catalogue, and over one without any trained models."""

import pytest

from bot.conversation import Conversation
from bot.grammar import read_request
from engine import Engine
from engine.catalogue.demo import write_demo


@pytest.fixture(scope="session")
def ask(conversation):
    """The reply to a line of text."""
    return lambda text: conversation.answer(read_request(text))


@pytest.fixture(scope="session")
def ask_untrained(tmp_path_factory):
    """The reply to a line of text, where no model was ever trained."""
    directory = tmp_path_factory.mktemp("untrained")
    write_demo(directory, directory / "models")
    conversation = Conversation(Engine.load(directory, directory / "models"))
    yield lambda text: conversation.answer(read_request(text))
    conversation.close()

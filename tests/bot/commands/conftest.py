"""A conversation over the demo catalogue."""

import pytest

from bot.conversation import Conversation
from bot.grammar import read_request
from engine import Engine
from engine.catalogue.demo import write_demo


@pytest.fixture(scope="session")
def demo(tmp_path_factory):
    directory = tmp_path_factory.mktemp("demo")
    write_demo(directory, directory / "models")
    conversation = Conversation(Engine.load(directory, directory / "models"))
    yield conversation
    conversation.close()


@pytest.fixture(scope="session")
def ask(demo):
    """The reply to a line of text, over the demo catalogue, without trained models."""
    return lambda text: demo.answer(read_request(text))

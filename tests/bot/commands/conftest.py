"""Asking over the demo catalogue, over one without any trained models, and over one with small ones."""

import json

import pytest

from bot.conversation import Conversation
from bot.request import read_request
from engine import Engine
from pipeline.build import write_catalogue
from pipeline.demo import PROFILES, invent, write_demo
from pipeline.models import MODELS
from pipeline.people import NAME as PEOPLE
from pipeline.similarity_model import NAME as SIMILARITY
from pipeline.tables import Tables

GENRES = ("ambient", "comedy", "grindcore", "salsa", "techno")


@pytest.fixture(scope="session")
def ask(conversation):
    """The reply to a line of text."""
    return lambda text, **uploads: conversation.answer(read_request(text, uploads=uploads))


@pytest.fixture(scope="session")
def ask_untrained(tmp_path_factory):
    """The reply to a line of text, where no model was ever trained."""
    directory = tmp_path_factory.mktemp("untrained")
    write_demo(directory, directory / "models")
    conversation = Conversation(Engine.load(directory, directory / "models"))
    yield lambda text: conversation.answer(read_request(text))
    conversation.close()


@pytest.fixture(scope="session")
def trained(tmp_path_factory):
    """An engine over five genres, with readings and a map trained on them."""
    directory = tmp_path_factory.mktemp("trained")
    rows = invent(json.loads(PROFILES.read_text(encoding="utf-8")))
    rows = rows[rows["track_genre"].isin(GENRES)].reset_index(drop=True)
    tables = Tables.of(rows)
    for model in MODELS:
        if model.name not in (SIMILARITY, PEOPLE):  # take playlists
            model.train(tables, directory / "models")
    write_catalogue(tables, directory / "catalogue", directory / "models", kind="demo")
    return Engine.load(directory / "catalogue", directory / "models")


@pytest.fixture(scope="session")
def ask_trained(trained):
    """The reply to a line of text, where readings and map are there."""
    conversation = Conversation(trained)
    yield lambda text, **uploads: conversation.answer(read_request(text, uploads=uploads))
    conversation.close()

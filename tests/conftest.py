"""Catalogues for the tests: the demo one, and the real one where the table is at hand."""

import os
from pathlib import Path

import pytest

from bot.conversation import Conversation
from engine import Engine
from engine.catalogue.build import build
from engine.catalogue.demo import write_demo

MODELS = Path(__file__).parent.parent / "models"


@pytest.fixture(scope="session")
def real_table() -> Path:
    """The public table, by CRATEBOT_DATASET."""
    return _table("CRATEBOT_DATASET")


@pytest.fixture(scope="session")
def later_table() -> Path:
    """The later, dated table, by CRATEBOT_DATASET_2024."""
    return _table("CRATEBOT_DATASET_2024")


def _table(variable: str) -> Path:
    if not os.environ.get(variable):
        pytest.skip(f"{variable} is not set: no real table")
    return Path(os.environ[variable])


@pytest.fixture(scope="session")
def demo_catalogue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo catalogue, built."""
    directory = tmp_path_factory.mktemp("demo")
    write_demo(directory, MODELS)
    return directory


@pytest.fixture(scope="session")
def real_catalogue(real_table: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The catalogue of the real table, built."""
    directory = tmp_path_factory.mktemp("real")
    build([real_table], directory, MODELS)
    return directory


@pytest.fixture(scope="session")
def engine(demo_catalogue: Path) -> Engine:
    """An engine over the demo catalogue."""
    return Engine.load(demo_catalogue, MODELS)


@pytest.fixture(scope="session")
def real_engine(real_catalogue: Path) -> Engine:
    """An engine over the real catalogue."""
    return Engine.load(real_catalogue, MODELS)


@pytest.fixture(scope="session")
def conversation(engine: Engine) -> Conversation:
    """A conversation over the demo catalogue."""
    return Conversation(engine)


@pytest.fixture(scope="session")
def real_conversation(real_engine: Engine) -> Conversation:
    """A conversation over the real catalogue."""
    return Conversation(real_engine)

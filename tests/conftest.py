"""Catalogues for the tests: tiny ones of a few made-up rows, the demo one, the real one where the table is at hand."""

import os
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import settings

from bot.conversation import Conversation
from engine import Engine
from engine.catalogue.store import Catalogue, read_manifest
from engine.features import AUDIO_NAMES
from pipeline.build import build, write_catalogue
from pipeline.demo import write_demo
from pipeline.tables import Tables

# The same examples in every run: a failure belongs to the change that it came with. `make fuzz` looks for new ones.
settings.register_profile("same", derandomize=True, deadline=None)
settings.load_profile("same")

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


AUDIO = dict(zip(AUDIO_NAMES, (0.5, 0.6, -7.0, 0.05, 0.1, 0.0, 0.2, 0.7, 120.0), strict=True))


def make_row(track_id, artists="Ann", title="Song", genre="pop", popularity=10, **more):
    return {
        "track_id": track_id,
        "artists": artists,
        "album_name": "Album",
        "track_name": title,
        "track_genre": genre,
        "popularity": popularity,
        "duration_ms": 200_000,
        "key": 1,
        "mode": 1,
        "time_signature": 4,
        "explicit": False,
        **AUDIO,
        **more,
    }


@pytest.fixture(scope="session")
def row():
    """A row of the public table, of which a test says only what matters to it."""
    return make_row


@pytest.fixture(scope="session")
def make():
    """Build the catalogue of a few rows in a directory, which is given back."""

    def made(out, rows, snapshots=()):
        write_catalogue(Tables.of(pd.DataFrame(rows), snapshots), out, out / "models")
        return out

    return made


@pytest.fixture(scope="session")
def unfinished():
    """Open a built catalogue as the steps of a build see it: files may still be added."""

    def opened(directory):
        manifest = {name: value for name, value in read_manifest(directory).items() if name != "files"}
        return Catalogue(directory / manifest["build"], manifest)

    return opened


@pytest.fixture(scope="session")
def rows(row):
    """Two recordings in six rows, with what makes real tables hard."""
    return [
        row("a", "Ann;Bob", "NA", "pop", 10),
        row("a", "Ann;Bob", "NA", "rock", 12),
        row("a", "Ann;Bob", "NA", "rock", 12),
        row("b", "Ann;Bob", "Na", "jazz", 90, energy=0.61),  # the same song, analysed again
        row("c", "Cleo", "Slow", "jazz", 5, tempo=0.0, time_signature=0, explicit=True),
        row("d", "", "", "jazz"),
    ]


@pytest.fixture
def catalogue(tmp_path, make, rows):
    """Their catalogue."""
    return Catalogue.load(make(tmp_path, rows))

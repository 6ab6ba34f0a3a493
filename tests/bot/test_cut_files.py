"""Files of a catalogue that are cut or written over under a running bot end nothing, and give no wrong answer."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bot.conversation import Conversation, Message
from engine import Engine
from engine.catalogue import files

MODELS = Path(__file__).resolve().parents[2] / "models"
ASKED = ("/recommend energy:high mood:happy", "calm rock for a rainy sunday", "/emerging", "/drivers feature:valence")

# All files are mapped, as the large ones of a large catalogue are.
CUT = """
import sys
from pathlib import Path
from engine.catalogue import files
from tests.bot.test_cut_files import cut_each

files._OWNED = 0
cut_each(Path(sys.argv[1]))
"""


def cut_each(directory):
    """Cut each file of a catalogue in use, ask, write it back, and ask again."""
    talk = Conversation(Engine.load(directory, MODELS))
    first = talk.said(Message(ASKED[0])).rows
    for path in sorted(path for path in talk.engine.catalogue.directory.rglob("*") if path.is_file()):
        whole = path.read_bytes()
        os.truncate(path, 0 if path.suffix == ".npy" else len(whole) // 2)
        for text in ASKED:
            error = talk.said(Message(text)).error
            assert getattr(error, "code", None) == "no_catalogue", (path, text, error)
        assert talk.suggestions("recommend", "like", "a") == []
        assert not talk.readable
        path.write_bytes(whole)
        # The next look, a few seconds later.
        assert talk.renew(again=True)
        assert talk.readable
        assert talk.said(Message(ASKED[0])).rows == first
    assert first
    talk.close()


@pytest.fixture
def copy(demo_catalogue, tmp_path):
    return shutil.copytree(demo_catalogue, tmp_path / "copy")


def test_a_mapped_file_that_is_cut_under_a_running_bot_is_told_and_does_not_end_it(copy):
    done = subprocess.run([sys.executable, "-c", CUT, copy], capture_output=True, text=True, check=False)
    assert done.returncode == 0, (done.returncode, done.stderr[-2000:])


def test_small_files_that_are_cut_change_no_answer(copy):
    talk = Conversation(Engine.load(copy, MODELS))
    first = [talk.said(Message(text)).rows for text in ASKED]
    paths = [path for path in talk.engine.catalogue.directory.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in paths) <= files._OWNED
    for path in paths:
        os.truncate(path, 0)
    assert [talk.said(Message(text)).rows for text in ASKED] == first
    talk.close()


def test_a_file_that_is_written_over_is_read_anew(copy, monkeypatch):
    monkeypatch.setattr(files, "_OWNED", 0)
    talk = Conversation(Engine.load(copy, MODELS))
    engine = talk.engine
    path = engine.catalogue.directory / "traits.npy"
    path.write_bytes(path.read_bytes())
    assert talk.said(Message("/recommend energy:high")).ok
    assert talk.engine is not engine
    talk.close()

"""Every platform starts over a catalogue of any size and any names."""

import pytest

from bot.commands import all_commands, example_names
from engine import Engine


@pytest.mark.parametrize(
    "titles", [["Track 1"], ["Track 1", "Track 2", "Track 3"], ['Say "Hi"'], ["???", "1999"]], ids=str
)
def test_the_commands_are_made(tmp_path, make, row, titles):
    rows = [row(f"{at}", f"Band {at}", title, energy=0.1 * at) for at, title in enumerate(titles)]
    engine = Engine.load(make(tmp_path, rows), tmp_path / "models")
    names = example_names(engine)
    assert set(names) == {"track", "second_track", "artist"}
    assert all("{" not in example for of in all_commands(names).values() for example in of.examples)

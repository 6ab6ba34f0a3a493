"""How extras are installed is said so that it works where cratebot was installed from a wheel, too."""

import tomllib
from pathlib import Path

from bot.extras import INSTALL, how_to_install

HOUSE = Path(__file__).parents[2]


def test_the_hint_names_a_lock_that_is_there(tmp_path):
    shipped = tomllib.loads((HOUSE / "pyproject.toml").read_text())["tool"]["hatch"]["build"]["targets"]["wheel"]
    lock = INSTALL.rpartition(" ")[2]
    assert (HOUSE / lock).is_file()
    assert shipped["force-include"][lock] == f"bot/{lock}"
    installed = tmp_path / "two words"
    installed.mkdir()
    (installed / lock).touch()
    assert how_to_install(installed).endswith(f"-r '{installed / lock}'")

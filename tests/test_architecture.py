"""What the documents say of the house is so: each path they name exists."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
_PATH = re.compile(r"`((?:bot|charts|engine|pipeline|models|data|tests|benchmarks|docs|\.ci)/[\w./*-]*)`")


@pytest.mark.parametrize("name", ["ARCHITECTURE.md", "CONTRIBUTING.md", "README.md"])
def test_every_path_that_a_document_names_exists(name):
    named = set(_PATH.findall((ROOT / name).read_text(encoding="utf-8")))
    assert named
    # What is downloaded or built is not in a fresh clone.
    built = {"data/dataset.csv", "data/catalogue", "data/demo"}
    missing = sorted(path for path in named - built if not list(ROOT.glob(path.rstrip("/"))))
    assert not missing


def test_every_package_is_in_the_overview():
    overview = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    inits = [path for top in ("engine", "bot") for path in (ROOT / top).glob("*/__init__.py")]
    packages = [str(path.parent.relative_to(ROOT)) for path in inits]
    assert len(packages) > 5
    assert [package for package in packages if f"`{package}/`" not in overview] == []

"""The examples in docstrings give what they show."""

import doctest
import pkgutil
from importlib import import_module

import pytest

import engine

MODULES = sorted(
    module.name for module in pkgutil.walk_packages(engine.__path__, "engine.") if not module.name.endswith("__main__")
)


PIPELINE = ["pipeline.cleaning", "pipeline.genre.adam", "pipeline.genre.networks"]


@pytest.mark.parametrize("name", [*MODULES, *PIPELINE])
def test_the_examples_of_a_module_run_as_shown(name):
    assert doctest.testmod(import_module(name)).failed == 0


def test_there_are_examples():
    assert sum(doctest.testmod(import_module(name)).attempted for name in MODULES) > 20

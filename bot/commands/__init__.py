"""The commands, one file each."""

from importlib import import_module
from pkgutil import iter_modules

from bot.definition import Definition


def all_commands() -> dict[str, Definition]:
    """Every command by name: each ``Definition`` in the modules of this package, in alphabetical order of modules."""
    found = {}
    for module in iter_modules(__path__):
        for value in vars(import_module(f"{__name__}.{module.name}")).values():
            if isinstance(value, Definition):
                found[value.name] = value
    return found

"""The commands, one file each."""

from collections.abc import Mapping
from dataclasses import replace
from importlib import import_module
from pkgutil import iter_modules
from typing import Final

from bot.definition import Definition
from engine import Engine, UserError

WELL_KNOWN: Final = {"track": "Blinding Lights", "second_track": "Dancing Queen", "artist": "The Beatles"}


def all_commands(names: Mapping[str, str] = WELL_KNOWN) -> dict[str, Definition]:
    """Every command by name: each ``Definition`` in the modules of this package, in alphabetical order of modules.

    Parameters
    ----------
    names : mapping
        What the examples name: ``track``, ``second_track`` and ``artist``. A catalogue without the well-known ones
        has others, since an example that fails teaches nothing.
    """
    found = {}
    for module in iter_modules(__path__):
        for value in vars(import_module(f"{__name__}.{module.name}")).values():
            if isinstance(value, Definition):
                examples = tuple(example.format_map(names) for example in value.examples)
                found[value.name] = replace(value, examples=examples)
    return found


def example_names(engine: Engine) -> dict[str, str]:
    """What examples name in this catalogue: the well-known names, or where it lacks one its own best known."""
    if engine.changed_on_disk():
        return dict(WELL_KNOWN)
    try:
        for name in ("track", "second_track"):
            engine.find_track(WELL_KNOWN[name])
        engine.find_artist(WELL_KNOWN["artist"])
    except UserError:
        known = engine.best_known(200)
        plain = [track for track in known if (track.track_name + track.artists[0]).replace(" ", "").isalpha()]
        # Names of letters alone make the plainest examples. A small catalogue may hold none, or a single track; a
        # quotation mark would end the name in the middle of an example.
        quotable = [track for track in known if '"' not in track.title and "\\" not in track.title]
        chosen = list({track.track_name: track for track in (*plain, *quotable)}.values())
        if chosen:
            first, second = chosen[0], chosen[min(1, len(chosen) - 1)]
            return {"track": first.track_name, "second_track": second.track_name, "artist": first.artists[0]}
    return dict(WELL_KNOWN)

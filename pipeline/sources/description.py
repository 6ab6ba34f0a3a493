"""The small TOML file beside a table: where the table comes from, who may see it, and what its columns are."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from engine.errors import UserError, shortened
from pipeline.sources.base import Provenance

EVERYONE: Final = "everyone"
_WORKSPACE: Final = "workspace:"
_FACTS: Final = ("title", "publisher", "licence", "collected")
_LONGEST_WORKSPACE: Final = 100


@dataclass(frozen=True)
class Description:
    """What is said about a table.

    Parameters
    ----------
    provenance : Provenance
    workspace : str
        The only workspace that may see its rows; empty for everyone.
    columns : mapping of str to str or mapping
        By canonical name, its heading in the table, or ``heading`` and ``unit``; see ``pipeline.sources.own_table``.
        Empty where the table is of a known format.
    """

    provenance: Provenance
    workspace: str = ""
    columns: Mapping[str, Any] = field(default_factory=dict)


def read_description(path: Path) -> Description:
    """Read the file beside a table with the ending ``.toml``: ``tracks.toml`` for ``tracks.csv.gz``.

    Returns
    -------
    Description
        Without such a file, the name of the table's file and no more.

    Raises
    ------
    UserError
        If it is no such TOML.
    """
    beside = path.with_name(f"{path.name.partition('.')[0]}.toml")
    nothing = Provenance(path.name)
    if not beside.is_file():
        return Description(nothing)
    try:
        said = tomllib.loads(beside.read_text(encoding="utf-8"))
    except (ValueError, RecursionError):
        said = {"": ""}
    columns, visibility = said.pop("columns", {}), said.pop("visibility", EVERYONE)
    known = all(name in _FACTS and isinstance(value, str) for name, value in said.items())
    if not known or not isinstance(columns, dict) or not isinstance(visibility, str):
        raise UserError(
            f"{shortened(beside)} does not describe a table.",
            'It takes title, publisher, licence, collected, such as collected = "2022-10", visibility and [columns].',
            code="bad_table",
        )
    return Description(replace(nothing, **said), _workspace(visibility, beside), columns)


def _workspace(visibility: str, beside: Path) -> str:
    """The workspace that a visibility names, empty for everyone. UserError if it says neither."""
    name = visibility.removeprefix(_WORKSPACE).strip()
    if visibility == EVERYONE:
        return ""
    if visibility.startswith(_WORKSPACE) and name and name.isprintable() and len(name) <= _LONGEST_WORKSPACE:
        return name
    raise UserError(
        f'{shortened(beside)}: visibility "{shortened(visibility, 40)}" names nobody.',
        'It is "everyone" or a workspace, such as "workspace:slack:T0123" or "workspace:discord:123456".',
        code="bad_table",
    )

"""Count what makes a code base easy or hard to read: imports between and inside packages, lines, long functions.

    python -m benchmarks.house

An arrow up is an import of a module on a higher floor: a floor is the longest chain of imports below a package.
"""

import ast
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

PACKAGES = ("engine", "charts", "cluster", "pipeline", "bot")
ROOT = Path(__file__).resolve().parent.parent


def modules() -> Iterator[tuple[str, ast.Module, int]]:
    """Name, syntax tree and number of lines of every module."""
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            text = path.read_text(encoding="utf-8")
            name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
            yield name, ast.parse(text), text.count("\n")


def room(module: str) -> str:
    """The package of a module, with its sub-package: ``engine.genre``."""
    parts = module.split(".")
    nested = len(parts) > 2 or (ROOT / module.replace(".", "/")).is_dir()
    return ".".join(parts[:2]) if nested else parts[0]


def imported(tree: ast.AST) -> Iterator[str]:
    """Names of modules that a tree imports from the four packages."""
    for node in ast.walk(tree):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        yield from (name for name in names if name.split(".")[0] in PACKAGES)


def cycles(arrows: dict[str, set[str]]) -> list[list[str]]:
    """Groups of rooms that reach one another."""
    reach = {start: _reachable(start, arrows) for start in arrows}
    groups = {frozenset(other for other in reach[start] if start in reach.get(other, ())) for start in arrows}
    return [sorted(group) for group in groups if len(group) > 1]


def _reachable(start: str, arrows: dict[str, set[str]]) -> set[str]:
    found: set[str] = set()
    left = [start]
    while left:
        for other in arrows.get(left.pop(), ()):
            if other not in found:
                found.add(other)
                left.append(other)
    return found


def main() -> None:
    lines: dict[str, int] = defaultdict(int)
    between: dict[str, set[str]] = defaultdict(set)
    rooms: dict[str, set[str]] = defaultdict(set)
    inside, longest = 0, (0, "")
    for name, tree, count in modules():
        lines[name.split(".")[0]] += count
        own = room(name)
        rooms[own] |= {room(other) for other in imported(tree)} - {own}
        between[own.split(".")[0]] |= {other.split(".")[0] for other in imported(tree)} - {name.split(".")[0]}
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                inside += sum(isinstance(part, ast.Import | ast.ImportFrom) for part in ast.walk(node) if part != node)
                body = node.body[1:] if ast.get_docstring(node) else node.body
                size = (node.end_lineno or 0) - body[0].lineno + 1 if body else 0
                longest = max(longest, (size, f"{name}.{node.name}"))
    order = {package: place for place, package in enumerate(PACKAGES)}
    allowed = {"charts": {"engine"}, "pipeline": {"engine"}, "bot": {"engine", "charts", "pipeline"}, "engine": set()}
    up = sorted((a, b) for a, others in between.items() for b in others if b not in allowed[a])
    print("lines", {package: lines[package] for package in order})
    print("arrows between packages", sum(map(len, between.values())), "up:", up)
    print("rooms", len(rooms), "arrows", sum(map(len, rooms.values())), "cycles", cycles(rooms))
    print("imports inside functions", inside, "longest function", longest)


if __name__ == "__main__":
    sys.exit(main())

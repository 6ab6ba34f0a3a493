"""docs/OPERATING.md lists what the program has: settings, exit codes, log lines and metrics, no fewer and no more."""

import ast
import re
from pathlib import Path

import pytest

from tests.test_deploy import known_settings, metric_names

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "OPERATING.md").read_text()
# Whose return values end the process.
ENTRANCES = {"main", "run", "_run", "_refuse", "_refused", "keep", "print_manifest"}
LEVELS = {name: name.upper() for name in ("debug", "info", "warning", "error", "critical")} | {"exception": "ERROR"}


def first_cells(section):
    """The first two cells of each row of the table under a heading."""
    text = PAGE.split(f"\n## {section}\n")[1].split("\n## ")[0]
    rows = [line.strip("|").split(" | ") for line in text.splitlines() if line.startswith("| ")][1:]
    return [(row[0].strip(), row[1].strip()) for row in rows]


def trees(folder="bot"):
    return [(path, ast.parse(path.read_text())) for path in (ROOT / folder).rglob("*.py")]


def test_settings():
    documented = re.findall(r"`([A-Z_]+)`", " ".join(cell for cell, _ in first_cells("Settings")))
    assert sorted(documented) == sorted(known_settings())


def test_metrics(engine):
    exist = {name for name in metric_names(engine) if name.startswith("cratebot_") and not name.endswith("_created")}
    exist = {re.sub(r"_seconds_(bucket|count|sum)$", "_seconds", name) for name in exist}
    assert {cell.strip("`") for cell, _ in first_cells("Metrics")} == exist


def test_log_lines_and_their_levels():
    logged = set()
    for path, tree in trees():
        for call in ast.walk(tree):
            match call:
                case ast.Call(func=ast.Attribute(value=ast.Name(id="log"), attr=level), args=[text, *_]) if (
                    level in LEVELS
                ):
                    assert isinstance(text, ast.Constant), f"{path}: a log line whose words are not fixed"
                    words = re.sub(r"%[sdr]", "...", text.value.partition("\n")[0])
                    logged.add((words, LEVELS[level]))
    assert {(cell.strip("`"), level) for cell, level in first_cells("Logs")} == logged


def test_exit_codes():
    codes = set()
    for _, tree in trees():
        for function in ast.walk(tree):
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef) and function.name in ENTRANCES:
                for end in (node for node in ast.walk(function) if isinstance(node, ast.Return) and node.value):
                    codes |= {
                        one.value for one in ast.walk(end.value)
                        if isinstance(one, ast.Constant) and type(one.value) is int
                    }  # fmt: skip
    assert {int(cell) for cell, _ in first_cells("Exit codes")} == codes


@pytest.mark.parametrize("page", ["SECURITY.md", "docs/OPERATING.md"])
def test_what_the_pages_link_to_is_there(page):
    for link in re.findall(r"\]\(([^)#]+)\)", (ROOT / page).read_text()):
        assert ((ROOT / page).parent / link).exists(), link

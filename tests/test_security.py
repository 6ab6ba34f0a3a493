"""Every attack that SECURITY.md says is held has its test."""

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
ROW = re.compile(r"^\| (?P<attack>[^|]+) \| (?P<now>held|mended) \| `(?P<test>[^`]+)` \|$", re.M)


def test_every_attack_that_is_held_names_a_test_that_exists():
    text = (ROOT / "SECURITY.md").read_text()
    rows = [row.groupdict() for row in ROW.finditer(text)]
    table = text.partition("## Attacks that were tried")[2].partition("\n## ")[0]
    assert len(rows) == table.count("\n|") - 2 > 40
    tests = "\n".join(path.read_text() for path in (ROOT / "tests").rglob("test_*.py"))
    for row in rows:
        named = row["test"]
        assert (ROOT / named).is_file() if "/" in named else f"def {named}(" in tests, row

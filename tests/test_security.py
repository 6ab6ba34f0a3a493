"""Every attack that SECURITY.md tells of names what holds it and tests that are there."""

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
ROW = re.compile(r"^\| (?P<attack>[^|]+) \| (?P<held>[^|]+) \| (?P<tests>`[^`|]+`(?:, `[^`|]+`)*) \|$", re.M)


def test_every_attack_names_tests_that_exist():
    text = (ROOT / "SECURITY.md").read_text()
    table = text.partition("## Attacks that were tried")[2].partition("\n## ")[0]
    rows = [row.groupdict() for row in ROW.finditer(table)]
    assert len(rows) == table.count("\n|") - 2 > 45
    tests = "\n".join(path.read_text() for path in (ROOT / "tests").rglob("test_*.py"))
    for row in rows:
        for named in re.findall("`([^`]+)`", row["tests"]):
            assert (ROOT / named).is_file() if "/" in named else f"def {named}(" in tests, row

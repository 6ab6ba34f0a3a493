"""Writes docs/RELIABILITY.md from the reports of ``make fuzz`` and ``make soak``; nothing in it is typed by hand.

``python -m docs.make_reliability REPORT.json ...``, from the repository's root, with what ``--report`` of
``python -m tests.fuzz`` and ``python -m tests.soak`` wrote. A file that is not there is passed over.
"""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from engine.version import VERSION

PAGE = Path(__file__).with_name("RELIABILITY.md")
HEAD = f"""# Reliability

What was tried on this state (version {VERSION}, commit {{commit}}), and what went wrong. This page is written by
`python -m docs.make_reliability` from the reports of `python -m tests.fuzz` and `python -m tests.soak`. A run with the
same seed and catalogue tries the same inputs again.
"""


def main() -> None:
    reports = [json.loads(Path(path).read_text()) for path in sys.argv[1:] if Path(path).exists()]
    fuzzed = [one for one in reports if "inputs" in one]
    soaked = [one for one in reports if "platforms" in one]
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=True)
    parts = [HEAD.format(commit=commit.stdout.strip()), inputs(fuzzed), *map(soak, soaked)]
    PAGE.write_text("\n".join(part for part in parts if part).rstrip() + "\n")
    print(f"{PAGE} is written from {len(reports)} reports")


def inputs(reports: list[dict[str, Any]]) -> str:
    """Random inputs and walks, by kind, with the faults that they found."""
    tried: Counter[str] = Counter()
    answers: Counter[str] = Counter()
    faults: Counter[str] = Counter()
    for report in reports:
        tried.update(report["inputs"])
        answers.update(report["answers"])
        faults.update(report["faults"])
    slowest = max((report["slowest_cpu_ms"] for report in reports), default=0)
    seeds = ", ".join(str(report["seed"]) for report in reports)
    lines = [
        "## Random inputs",
        "",
        f"Seeds {seeds}. Every reply was drawn for Discord, Slack, the web page and the terminal and checked against",
        f"their limits. The slowest input took {slowest} ms of processor time.",
        "",
        "| kind of input | tried |",
        "|---|---:|",
        *(f"| {kind} | {count:,} |" for kind, count in tried.most_common()),
        f"| all | {tried.total():,} |",
        "",
        "| answered with | times |",
        "|---|---:|",
        *(f"| {code} | {count:,} |" for code, count in answers.most_common()),
        "",
        *([f"Faults found: {len(faults)} kinds."] if faults else ["Faults found: none."]),
        *(f"- {count} times: {what}" for what, count in faults.most_common()),
        "",
    ]
    return "\n".join(lines) if reports else ""


def soak(report: dict[str, Any]) -> str:
    """Requests through each platform's stand-in."""
    rows = []
    for one in report["platforms"]:
        warm, end = one["warm"] or {}, one["end"] or {}
        held = (f"{warm.get(name)} -> {end.get(name)}" for name in ("memory", "files", "threads", "tasks"))
        lost = f"{one['unanswered']} / {one['answered_twice']} / {one['faults']}"
        rows.append(f"| {one['platform']} | {one['asked']:,} | {lost} | {' | '.join(held)} |")
    troubles = sorted({kind for one in report["platforms"] for kind in one["troubles"]})
    told = [f"- {one['platform']}: {problem}" for one in report["platforms"] for problem in one["problems"]]
    lines = [
        "## Long days",
        "",
        f"Seed {report['seed']}. Mixed requests through the stand-in of each platform, with the team's memory; what",
        "the process held after half of them and at the end; then a hundred requests under each trouble:",
        f"{', '.join(troubles)}.",
        "",
        "| platform | requests | unanswered / answered twice / faults | memory, MB | files | threads | tasks |",
        "|---|---:|---:|---:|---:|---:|---:|",
        *rows,
        "",
        *(told or ["Nothing went wrong."]),
        "",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()

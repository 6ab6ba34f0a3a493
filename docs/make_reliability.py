"""Writes docs/RELIABILITY.md from the reports of ``make fuzz`` and ``make soak``; nothing in it is typed by hand.

``python -m docs.make_reliability REPORT.json ...``, from the repository's root, with what ``--report`` of
``python -m tests.fuzz``, ``python -m tests.fuzz.parsers`` and ``python -m tests.soak`` wrote. A file that is not there
is passed over.
"""

import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from engine.version import VERSION

PAGE = Path(__file__).with_name("RELIABILITY.md")
HEAD = f"""# Reliability

What was tried on version {VERSION}, and what went wrong; each part names the commits that it ran on. This page is
written by `python -m docs.make_reliability` from the reports of `python -m tests.fuzz`, `python -m tests.fuzz.parsers`
and `python -m tests.soak`. A run of the first or the last with the same seed and catalogue tries the same inputs again.
"""


def main() -> None:
    reports = [json.loads(Path(path).read_text()) for path in sys.argv[1:] if Path(path).exists()]
    fuzzed = [one for one in reports if "inputs" in one]
    soaked = [one for one in reports if "platforms" in one]
    parsed = [one for one in reports if "reader" in one]
    parts = [HEAD, inputs(fuzzed), readers(parsed), soaks(soaked)]
    PAGE.write_text("\n".join(part for part in parts if part).rstrip() + "\n")
    print(f"{PAGE} is written from {len(reports)} reports")


def commits(reports: list[dict[str, Any]]) -> str:
    """The states that reports are about."""
    return ", ".join(dict.fromkeys(report["commit"] for report in reports))


def inputs(reports: list[dict[str, Any]]) -> str:
    """Random inputs and walks, by kind, with the faults that they found."""
    tried: Counter[str] = Counter()
    answers: Counter[str] = Counter()
    faults: Counter[str] = Counter()
    for report in reports:
        tried.update(report["inputs"])
        answers.update(report["answers"])
        faults.update(report["faults"])
    seeds = ", ".join(str(report["seed"]) for report in reports)
    lines = [
        "## Random inputs",
        "",
        f"Commits {commits(reports)}; seeds {seeds}.",
        "Every reply was drawn for Discord, Slack, the web page and the terminal and checked against their limits;",
        "every result of a call of an assistant (MCP) against its schema and what clients take.",
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
        *found(reports),
        "",
    ]
    return "\n".join(lines) if reports else ""


def found(reports: list[dict[str, Any]]) -> list[str]:
    """The faults that each state had; one that a later state no longer has was mended."""
    lines = ["| state | inputs | slowest, ms of processor time | faults |", "|---|---:|---:|---|"]
    for report in reports:
        told = "; ".join(f"{count} times: {what}" for what, count in report["faults"].items()) or "none"
        tried = sum(report["inputs"].values())
        slowest = f"{report['slowest_cpu_ms']:,}" if report["slowest_cpu_ms"] else "not measured"
        lines.append(f"| {report['commit']} | {tried:,} | {slowest} | {told} |")
    return lines


def readers(reports: list[dict[str, Any]]) -> str:
    """Bytes for the readers of uploads and buttons, found by coverage."""
    lines = [
        "## Bytes, guided by coverage",
        "",
        f"Commit {commits(reports)}.",
        "Made by atheris from a few samples; none raised anything but a sentence for people.",
        "",
        "| reader | tried | read | refused |",
        "|---|---:|---:|---:|",
    ]
    for one in reports:
        read = one["answers"].get("read", 0)
        lines.append(f"| {one['reader']} | {one['tried']:,} | {read:,} | {one['tried'] - read:,} |")
    return "\n".join([*lines, ""]) if reports else ""


def soaks(reports: list[dict[str, Any]]) -> str:
    """Requests through each platform's stand-in."""
    rows = []
    platforms = [one for report in reports for one in report["platforms"]]
    for one in platforms:
        warm, end = one["warm"] or {}, one["end"] or {}
        held = (f"{warm.get(name)} -> {end.get(name)}" for name in ("memory", "files", "threads", "tasks"))
        lost = f"{one['unanswered']} / {one['answered_twice']} / {one['faults']}"
        rows.append(f"| {one['platform']} | {one['asked']:,} | {lost} | {' | '.join(held)} |")
    troubles = sorted({kind for one in platforms for kind in one["troubles"]})
    seeds = ", ".join(sorted({str(report["seed"]) for report in reports}))
    told = [f"- {one['platform']}: {problem}" for one in platforms for problem in one["problems"]]
    lines = [
        "## Long days",
        "",
        f"Commit {commits(reports)}; seed {seeds}.",
        "Mixed requests through the stand-in of each platform, with the team's memory; what the process",
        "held after half of them and at the end; then a hundred requests under each trouble:",
        f"{', '.join(troubles)}.",
        "Over MCP, what is wrong with the network is a call cancelled and made again, or every connection cut.",
        "Over the API, what is kept for programs to fetch is bounded to 1 MB instead of 64, so that it is full early.",
        "",
        "| platform | requests | unanswered / answered twice / faults | memory, MB | files | threads | tasks |",
        "|---|---:|---:|---:|---:|---:|---:|",
        *rows,
        "",
        *(told or ["Nothing went wrong."]),
        "",
    ]
    return "\n".join(lines) if reports else ""


if __name__ == "__main__":
    main()

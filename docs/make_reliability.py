"""Writes docs/RELIABILITY.md from the reports of ``make fuzz`` and ``make soak``; nothing in it is typed by hand.

``python -m docs.make_reliability REPORT.json ...``, from the repository's root, with what ``--report`` of
``python -m tests.fuzz``, ``python -m tests.fuzz.parsers`` and ``python -m tests.soak`` wrote. What they say is added
to docs/reliability.json, from which the page is made: of random inputs, readers, tables and damage every report
counts, of a platform's soaks the longest and a shorter one after it, of recoveries and floods the last. A file that is
not there is passed over.
"""

import json
import sys
from collections import Counter
from pathlib import Path
from statistics import median
from typing import Any

from engine.version import VERSION

PAGE = Path(__file__).with_name("RELIABILITY.md")
KEPT = Path(__file__).with_name("reliability.json")
HEAD = f"""# Reliability

What was tried on version {VERSION}, and what went wrong; each part names the commits that it ran on. This page is
written by `python -m docs.make_reliability` from the reports of `python -m tests.fuzz`, `python -m tests.fuzz.parsers`
and `python -m tests.soak`. A run of the first or the last with the same seed and catalogue tries the same inputs again.
"""
Kept = dict[str, Any]


def main() -> None:
    kept = json.loads(KEPT.read_text())
    reports = [json.loads(Path(path).read_text()) for path in sys.argv[1:] if Path(path).exists()]
    for report in reports:
        add(kept, report)
    KEPT.write_text(json.dumps(kept, indent=1) + "\n")
    made = (inputs(kept["inputs"]), readers(kept["readers"]), tables(kept["tables"]), damage(kept["damage"]))
    parts = [
        HEAD,
        *made,
        soaks(kept["soaks"], kept["later_soaks"]),
        recoveries(kept["recoveries"]),
        floods(kept["floods"]),
    ]
    PAGE.write_text("\n".join(part for part in parts if part).rstrip() + "\n")
    print(f"{PAGE} is written with {len(reports)} more reports")


def add(kept: Kept, report: dict[str, Any]) -> None:
    """Add what one report says."""
    if "inputs" in report:
        for name in ("inputs", "answers"):
            kept["inputs"][name] = dict(Counter(kept["inputs"][name]) + Counter(report[name]))
        tried = sum(report["inputs"].values())
        state = {name: report[name] for name in ("commit", "seed", "slowest_cpu_ms", "faults")}
        kept["inputs"]["states"].append(state | {"tried": tried})
        if "slowest" in report:
            kept["inputs"]["slowest"] = {"commit": report["commit"], "answers": report["slowest"]}
    elif "reader" in report:
        read = report["answers"].get("read", 0)
        kept["readers"].append({name: report[name] for name in ("commit", "reader", "tried")} | {"read": read})
    elif "tables" in report:
        kept["tables"].append(report)
    elif "damage" in report:
        kept["damage"].append(report)
    elif "flood" in report:
        kept["floods"] = [report]
    elif "platforms" in report:
        for one in report["platforms"]:
            name, state = one["platform"], {"commit": report["commit"], "seed": report["seed"]}
            longest = kept["soaks"].get(name, one)["asked"]
            as_long = one["asked"] >= longest or one["problems"]
            kept["soaks" if as_long else "later_soaks"][name] = one | state
            if as_long:
                kept["later_soaks"].pop(name, None)
            if one.get("recovery"):
                kept["recoveries"][name] = {"recovery": one["recovery"]} | state


def commits(reports: list[dict[str, Any]]) -> str:
    """The states that reports are about."""
    return ", ".join(dict.fromkeys(report["commit"] for report in reports))


def inputs(kept: Kept) -> str:
    """Random inputs and walks, by kind, with the faults that they found."""
    tried, answers, states = Counter(kept["inputs"]), Counter(kept["answers"]), kept["states"]
    seeds = ", ".join(str(state["seed"]) for state in states)
    lines = [
        "## Random inputs",
        "",
        f"Commits {commits(states)}; seeds {seeds}.",
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
        *found(states),
        "",
        *slowest(kept.get("slowest")),
    ]
    return "\n".join(lines) if states else ""


def found(states: list[dict[str, Any]]) -> list[str]:
    """The faults that each state had; one that a later state no longer has was mended."""
    lines = ["| state | inputs | slowest, ms of processor time | faults |", "|---|---:|---:|---|"]
    for state in states:
        told = "; ".join(f"{count} times: {what}" for what, count in state["faults"].items()) or "none"
        slowest = f"{state['slowest_cpu_ms']:,}" if state["slowest_cpu_ms"] else "not measured"
        lines.append(f"| {state['commit']} | {state['tried']:,} | {slowest} | {told} |")
    return lines


def slowest(measured: dict[str, Any] | None) -> list[str]:
    """The slowest answer of each command, where the last report says them."""
    if not measured:
        return []
    return [
        f"The slowest answer of each command at {measured['commit']}, with other work beside it. The first message of",
        "a process loads tables of words, half a second. Heavy commands never take all threads at once; a picture is",
        "drawn once and kept. Under none stands what was answered without one.",
        "",
        "| command | work | slowest, ms of processor time |",
        "|---|---|---:|",
        *(
            f"| {'/' + one['command'] if one['command'] else 'none'} | {one['work']} | {one['cpu_ms']:,} |"
            for one in measured["answers"]
        ),
        "",
    ]


def readers(reports: list[dict[str, Any]]) -> str:
    """Bytes for the readers of uploads and buttons, found by coverage."""
    rows = [
        f"| {one['reader']} | {one['tried']:,} | {one['read']:,} | {one['tried'] - one['read']:,} |" for one in reports
    ]
    lines = [
        "## Bytes, guided by coverage",
        "",
        f"Commit {commits(reports)}.",
        "Made by atheris from a few samples; none raised anything but a sentence for people.",
        "",
        "| reader | tried | read | refused |",
        "|---|---:|---:|---:|",
        *rows,
        "",
    ]
    return "\n".join(lines) if reports else ""


def tables(reports: list[dict[str, Any]]) -> str:
    """Tables and lists that were made to do harm."""
    lines = [
        "## Tables that were made to do harm",
        "",
        "Values that cannot be, odd names, foreign encodings, archives that are cut or unpack without end, one row,",
        "one genre or five thousand: refused with one sentence, or built and asked some 70 questions in every form.",
        "",
        "| state | for | tried | refused | taken | questions asked | findings |",
        "|---|---|---:|---:|---:|---:|---|",
    ]
    for report in reports:
        for one in report["tables"]:
            told = "; ".join(f"{count} times: {what}" for what, count in one["findings"].items()) or "none"
            counts = " | ".join(f"{one[name]:,}" for name in ("tried", "refused", "taken", "questions"))
            lines.append(f"| {report['commit']} | {one['for']} | {counts} | {told} |")
    return "\n".join([*lines, ""]) if reports else ""


def damage(reports: list[dict[str, Any]]) -> str:
    """Files of a catalogue and of its models that were damaged, and what the next start made of them."""
    lines = [
        "## Damaged files",
        "",
        "Each file of a built catalogue and of the models, in turn: cut in half, emptied, a bit changed at two places",
        "and in its head, removed; manifests of odd shapes; pickles where arrays are expected. After each the terminal",
        "was started and asked up to 21 questions.",
        "",
        "| state | of | tried | refused in one sentence | answered, unchanged | other |",
        "|---|---|---:|---:|---:|---|",
    ]
    for report in reports:
        for one in report["damage"]:
            told = "; ".join(f"{count} times: {what}" for what, count in one["other"].items()) or "none"
            counts = " | ".join(f"{one[name]:,}" for name in ("tried", "refused", "unchanged"))
            lines.append(f"| {report['commit']} | {one['of']} | {counts} | {told} |")
    return "\n".join([*lines, ""]) if reports else ""


def soaks(kept: Kept, later: Kept) -> str:
    """Requests through each platform's stand-in: the longest of each, and shorter ones on later states."""
    rows = []
    platforms = [*kept.values(), *later.values()]
    for one in platforms:
        warm, end = one["warm"] or {}, one["end"] or {}
        held = (f"{warm.get(name)} -> {end.get(name)}" for name in ("memory", "files", "threads", "tasks"))
        lost = f"{one['unanswered']} / {one['answered_twice']} / {one['faults']}"
        rows.append(f"| {one['platform']} | {one['commit']} | {one['asked']:,} | {lost} | {' | '.join(held)} |")
    troubles = sorted({kind for one in platforms for kind in one["troubles"]})
    under = sorted({count for one in platforms for count in one["troubles"].values()})
    seeds = ", ".join(sorted({str(one["seed"]) for one in platforms}))
    told = [f"- {one['platform']}: {problem}" for one in platforms for problem in one["problems"]]
    lines = [
        "## Long days",
        "",
        f"Commit {commits(platforms)}; seed {seeds}.",
        "Mixed requests through the stand-in of each platform, with the team's memory; what the process",
        f"held after half of them and at the end; then {' or '.join(map(str, under))} requests under each trouble:",
        f"{', '.join(troubles)}.",
        "Over MCP, what is wrong with the network is a call cancelled and made again, or every connection cut.",
        "Talks, crates and opinions grow all day: a talk holds its last thirty answers, and a hundred tracks rejected.",
        "Over the API, what is kept for programs to fetch is bounded to 1 MB instead of 64, so that it is full early.",
        "",
        "| platform | state | requests | unanswered / answered twice / faults | memory, MB | files | threads | tasks |",
        "|---|---|---:|---:|---:|---:|---:|---:|",
        *rows,
        "",
        *(told or ["Nothing went wrong."]),
        "",
        *courses(platforms),
    ]
    return "\n".join(lines) if platforms else ""


def courses(platforms: list[dict[str, Any]]) -> list[str]:
    """The memory on the way, where it was looked at: whether it levels off."""
    lines = []
    for one in platforms:
        course = one.get("course", [])
        shown = course[:: max(1, len(course) // 10)]
        if len(course) > len(shown) > 1 and shown[-1] != course[-1]:
            shown = [*shown, course[-1]]
        if len(course) > 2:
            held = ", ".join(f"{state['memory']} after {asked:,}" for asked, state in shown)
            lines += [f"Memory on the way, {one['platform']} at {one['commit']}, MB: {held}.", ""]
    return lines


def recoveries(kept: Kept) -> str:
    """How long the first good answer takes after each trouble."""
    rows = [
        f"| {platform} | {kind} | {len(taken)} | {median(taken):,.0f} | {max(taken):,} |"
        for platform, one in kept.items()
        for kind, taken in one["recovery"].items()
    ]
    lines = [
        "## After a trouble",
        "",
        f"Commit {commits(list(kept.values()))}.",
        "Milliseconds to the first good answer to a request that needs platform, catalogue and database, with nobody",
        "else asking: from the end of the trouble, or from where it happens if it is a single event (429, 5xx and cuts",
        "of the next call, a broken connection). After a catalogue was replaced: to the first answer from the new one.",
        "",
        "| platform | trouble | times | median | longest |",
        "|---|---|---:|---:|---:|",
        *rows,
        "",
    ]
    return "\n".join(lines) if rows else ""


def floods(reports: list[dict[str, Any]]) -> str:
    """What others get while one person floods."""
    rows = []
    for report in reports:
        for kind, one in report["flood"].items():
            shown = " | ".join(
                f"{one['quiet'][name]:,} -> {one['beside'][name]:,}" for name in ("a_second", "median_ms", "p95_ms")
            )
            rows.append(f"| {kind} | {one['asked']:,} | {shown} | {one['beside']['failed']} |")
    lines = [
        "## While one person floods",
        "",
        f"Commit {commits(reports)}.",
        "One person has a hundred requests under way all the time, with the usual limits on each person, and ten",
        "others ask one thing after the other: what they get without the flood and with it, three times in turn.",
        "",
        "| flood of | its requests | answers to others a second | median wait, ms | 95th percentile, ms | refused |",
        "|---|---:|---:|---:|---:|---:|",
        *rows,
        "",
    ]
    return "\n".join(lines) if rows else ""


if __name__ == "__main__":
    main()

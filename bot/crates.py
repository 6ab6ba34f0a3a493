"""Crates as rows, files and figures: pure functions between the memory's records and a reply."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from bot.exports import csv_file, files
from bot.memory import Caller, Memory
from bot.memory.crates import LONGEST_NAME
from bot.memory.records import STATUSES, Change, Crate, CrateLine, Item
from bot.personal import find, saved
from bot.reply import Action, File, Row, cut
from bot.say import say
from bot.spreadsheet import MEDIA_TYPE, workbook
from engine import LEVELS, Engine, Track, UserError

SORTS: Final = ("votes", "status", "added", "flow")
_TRAITS: Final = ("tempo", "energy", "valence", "duration")
_MOST_IN_A_SELECT: Final = 25
_COLUMNS: Final = (
    "track_id", "title", "artist", "status", "votes_for", "votes_against", "added_by", "added_on", "assigned", "notes",
)  # fmt: skip


def ordered(engine: Engine, crate: Crate, by: str) -> tuple[Item, ...]:
    """The items in an order: most votes first, furthest status first, oldest first, or for listening.

    By status and for listening, rejected ones stand at the end.
    """
    if by == "votes":
        return tuple(sorted(crate.items, key=lambda item: item.down - item.up))
    if by == "status":
        return tuple(sorted(crate.items, key=lambda item: (item.status == "rejected", -STATUSES.index(item.status))))
    if by == "flow":
        rejected = tuple(item for item in crate.items if item.status == "rejected")
        return (*_flow(engine, [item for item in crate.items if item.status != "rejected"]), *rejected)
    return crate.items


def kept_as(memory: Memory, caller: Caller, name: str, tracks: Sequence[Track]) -> str:
    """Keep a list as a new crate of that name; what came of it, in a line.

    A crate that is there already stays as it is: others may be at work on it. One that was put away takes the new list.
    """
    name = cut(" ".join(name.split()), LONGEST_NAME)
    try:
        lines = [line for line in memory.crates.overview(caller) if line.name.casefold() == name.casefold()]
        there = {item.track.track_id for item in memory.crates.get(caller, name).items} if lines else set()
        if lines and lines[0].archived:
            memory.crates.archive(caller, name, archived=False)
            for track_id in there:
                memory.crates.remove(caller, name, track_id)
        elif lines:
            if all(track.track_id in there for track in tracks):
                return f'These tracks are in the crate "{name}" already.'
            return f'A crate called "{name}" is there already and stays as it is: this list is in the files alone.'
        else:
            memory.crates.new(caller, name)
        memory.crates.add(caller, name, [saved(track) for track in tracks])
    except UserError as error:
        return f"It is in the files alone: {error}"
    return f'Kept as the crate "{name}": say "open {name}" to see it again.'


def _flow(engine: Engine, items: Sequence[Item]) -> tuple[Item, ...]:
    """From the calmest on, each time to the item nearest in energy and tempo; what the catalogue lacks at the end."""
    tracks = find(engine, [item.track.track_id for item in items])
    known = [item for item in items if item.track.track_id in tracks]
    places = for_listening(engine, [tracks[item.track.track_id] for item in known])
    return (*(known[place] for place in places), *(item for item in items if item.track.track_id not in tracks))


def for_listening(engine: Engine, tracks: Sequence[Track]) -> list[int]:
    """The places of the tracks in an order for listening.

    From the calmest on, each time to the one nearest in energy and tempo; those without a tempo at the end.
    """
    where = {
        place: (engine.percentile("energy", track.values["energy"]), engine.percentile("tempo", tempo))
        for place, track in enumerate(tracks)
        if (tempo := track.values["tempo"]) == tempo
    }
    left = dict(where)
    order: list[int] = []
    here = (0.0, 50.0)
    while left:
        nearest = min(left, key=lambda place: abs(left[place][0] - here[0]) + abs(left[place][1] - here[1]))
        here = left.pop(nearest)
        order.append(nearest)
    return [*order, *(place for place in range(len(tracks)) if place not in where)]


def rows(engine: Engine, items: Sequence[Item]) -> tuple[Row, ...]:
    """The items as rows, with votes as the measure."""
    tracks = find(engine, [item.track.track_id for item in items])
    return tuple(_row(item, tracks.get(item.track.track_id)) for item in items)


def _row(item: Item, track: Track | None) -> Row:
    notes = [f"{note.by}: {note.text}" for note in item.notes[-3:]]
    facts = [
        item.status,
        f"with {item.assigned}" if item.assigned else "",
        f"added by {item.added_by}",
        *notes,
        "" if track else "no longer in the catalogue",
    ]
    votes = item.up + item.down
    return Row(
        f"{item.track.title} - {item.track.artist}",
        url=track.url if track else None,
        measure=item.up / votes if votes else None,
        amount=f"+{item.up} -{item.down}" if votes else "no votes",
        detail=" · ".join(fact for fact in facts if fact),
        data={
            "track_id": item.track.track_id,
            "track_name": item.track.title,
            "artists": list(track.artists) if track else [item.track.artist],
            "status": item.status,
            "up": item.up,
            "down": item.down,
            "added_by": item.added_by,
            "assigned": item.assigned,
            "notes": [note.text for note in item.notes],
        },
    )


def crate_row(line: CrateLine) -> Row:
    """A crate in the list of crates."""
    tracks = f"{line.tracks} {'track' if line.tracks == 1 else 'tracks'}"
    detail = f"changed on {day(line.changed_at)}" + (" · archived" if line.archived else "")
    return Row(line.name, amount=tracks, detail=detail, data={"crate": line.name, "tracks": line.tracks})


def change_row(change: Change) -> Row:
    """One line of the audit."""
    what = f"{change.by} {change.what} {change.title}".strip()
    data = {"by": change.by, "what": change.what, "title": change.title}
    return Row(what, amount=f"{datetime.fromtimestamp(change.at, UTC):%Y-%m-%d %H:%M}", data=data)


def decisions(crate: Crate, changes: Sequence[Change]) -> str:
    """Who gave each track the status that it has now, a line each; tracks that are only proposed are left out.

    Parameters
    ----------
    changes : sequence of Change
        The crate's audit, the newest first.
    """
    by: dict[tuple[str, str], str] = {}
    for change in changes:
        by.setdefault((change.what, change.title), change.by)
    made = ((item, by.get((f"set to {item.status}:", item.track.title))) for item in crate.items)
    return "\n".join(
        f"{who} {item.status} {item.track.title}." for item, who in made if who and item.status != "proposed"
    )


def actions(crate: Crate, items: Sequence[Item]) -> tuple[Action, ...]:
    """What to press under a crate: vote, shortlist, approve, and the views."""

    def select(group: str, **values: str) -> list[Action]:
        return [
            Action(f"{n}. {item.track.title}", _on(crate, item, values), group=group)
            for n, item in enumerate(items[:_MOST_IN_A_SELECT], start=1)
        ]

    views = (
        Action("What fits", say("crate", "fits", name=crate.name)),
        Action("Gaps", say("crate", "gaps", name=crate.name)),
        Action("For listening", say("crate", "show", name=crate.name, sort="flow")),
        Action("Export", say("crate", "export", name=crate.name)),
        Action("Who did what", say("crate", "audit", name=crate.name)),
    )
    if not items or crate.archived:
        return views
    return (
        *select("Vote for ...", vote="up"),
        *select("Vote against ...", vote="down"),
        *select("Shortlist ...", status="shortlisted"),
        *select("Approve ...", status="approved"),
        *views,
    )


def _on(crate: Crate, item: Item, values: dict[str, str]) -> str:
    return say("crate", *values, name=crate.name, track=item.track.track_id, **values)


def gaps(engine: Engine, crate: Crate) -> tuple[Row, ...]:
    """For tempo, energy, mood and length: how many tracks lie at each level of the catalogue, and which have none."""
    tracks = find(engine, [item.track.track_id for item in crate.items if item.status != "rejected"]).values()
    found = []
    for name in _TRAITS:
        values = [value for track in tracks if (value := track.values[name]) == value]
        counts = dict.fromkeys(LEVELS, 0)
        for value in values:
            counts[engine.level(name, value)] += 1
        missing = [level for level, count in counts.items() if not count]
        held = ", ".join(f"{level} {count}" for level, count in counts.items() if count)
        found.append(
            Row(
                "mood (valence)" if name == "valence" else name,
                measure=1 - len(missing) / len(counts),
                amount=f"nothing {' or '.join(missing)}" if missing else "every level",
                detail=held,
                data={"trait": name, "counts": counts, "missing": missing},
            )
        )
    return tuple(found)


def export(engine: Engine, crate: Crate, items: Sequence[Item]) -> tuple[File, ...]:
    """CSV and XLSX of everything; M3U8 and links of the tracks that are not rejected and that the catalogue has."""
    name, cells = _file_name(crate.name), list(map(_cells, items))
    tables = (
        csv_file(f"{name}.csv", _COLUMNS, cells),
        File(f"{name}.xlsx", workbook(crate.name, _COLUMNS, cells), MEDIA_TYPE),
    )
    tracks = find(engine, [item.track.track_id for item in items if item.status != "rejected"])
    return (*tables, *files(engine, list(tracks.values()), crate.name)[1:])


def _cells(item: Item) -> tuple[object, ...]:
    notes = " | ".join(f"{note.by}: {note.text}" for note in item.notes)
    who = (item.added_by, day(item.added_at), item.assigned, notes)
    return (item.track.track_id, item.track.title, item.track.artist, item.status, item.up, item.down, *who)


def _file_name(name: str) -> str:
    return "-".join("".join(c if c.isalnum() else " " for c in name).split()).lower() or "crate"


def day(at: float) -> str:
    """``2026-03-30``, in UTC."""
    return f"{datetime.fromtimestamp(at, UTC):%Y-%m-%d}"

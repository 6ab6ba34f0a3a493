"""/crate: shared lists of tracks with votes, statuses and notes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Final

from rapidfuzz import process

from bot import crates
from bot.blocks import Blocks
from bot.definition import command
from bot.imports import tracks_in
from bot.memory import Caller, Memory
from bot.memory.records import MOST_TRACKS, STATUSES, Crate
from bot.parameters import Attachment, Choice, Count, Text, Tracks
from bot.personal import find, saved, without_blocks
from bot.reply import Action, Reply, cut
from bot.request import Upload
from bot.say import say
from bot.tracks import match_rows
from engine import Engine, Query, Track, UserError

_VOTES: Final = {"up": 1, "down": -1, "none": 0}
_SEEDS: Final = 20
_SAID_MISSING: Final = 10


@dataclass(frozen=True)
class Asked:
    """What was said to /crate."""

    engine: Engine
    memory: Memory
    caller: Caller
    name: str
    tracks: tuple[Track, ...]
    vote: str
    status: str
    text: str
    to: str
    sort: str
    place: int
    query: str
    lines: str
    file: Upload | None

    @property
    def crate(self) -> Crate:
        """The crate as it is now."""
        return self.memory.crates.get(self.caller, self.name)

    def need(self, value: str, field: str, example: str) -> str:
        """The value, or a UserError that says which field is missing."""
        if not value:
            raise UserError(f"Say {field}.", f"Try {example}", code="missing_parameter")
        return value


def show(asked: Asked) -> Reply:
    """The crate's tracks; without a name and with several crates, the crates."""
    if not asked.name and len(asked.memory.crates.overview(asked.caller)) != 1:
        return overview(asked)
    return shown(asked)


def shown(asked: Asked, said: str = "") -> Reply:
    """The crate as it is now, in the message that is kept up to date."""
    crate = asked.crate
    items = crates.ordered(asked.engine, crate, asked.sort)
    approvers = f"Approvers: {', '.join(dict.fromkeys((crate.created_by, *crate.approvers)))}"
    decided = [f"{sum(i.status == status for i in items)} {status}" for status in STATUSES]
    counts = [count for count in decided if not count.startswith("0")]
    return Reply(
        f"{crate.name}: {len(items)} {'track' if len(items) == 1 else 'tracks'}"
        + (" (archived)" if crate.archived else ""),
        " · ".join(counts) or 'Put tracks in: /crate add track:"..."',
        crates.rows(asked.engine, items),
        feedback=tuple(line for line in (said, approvers) if line),
        actions=crates.actions(crate, items),
        live=f"crate:{crate.id}",
        live_at=crate.changed_at,
    )


def overview(asked: Asked) -> Reply:
    """The team's crates."""
    lines = asked.memory.crates.overview(asked.caller)
    return Reply(
        f"{len(lines)} {'crate' if len(lines) == 1 else 'crates'}",
        "" if lines else 'Make one: /crate new "summer ad"',
        tuple(crates.crate_row(line) for line in lines),
        numbered=False,
        actions=tuple(Action(line.name, say("crate", "show", name=line.name), group="Open ...") for line in lines[:25]),
    )


def new(asked: Asked) -> Reply:
    """Make a crate, with tracks in it if some were named."""
    name = asked.need(asked.name, "what the crate is called", '/crate new "summer ad"')
    if asked.tracks and name.casefold() in (
        line.name.casefold() for line in asked.memory.crates.overview(asked.caller)
    ):
        return add(asked)  # tracks for a crate that is there are put into it
    asked.memory.crates.new(asked.caller, name)
    if asked.tracks:
        added = add(asked)
        return replace(added, feedback=(f'"{name}" is a new crate.', *added.feedback))
    return shown(asked, "Made.")


def add(asked: Asked) -> Reply:
    """Put tracks in."""
    asked.need("x" if asked.tracks else "", "which track", '/crate add "summer ad" track:"..."')
    names = [line.name for line in asked.memory.crates.overview(asked.caller)]
    if asked.name and asked.name.casefold() not in (name.casefold() for name in names):
        return _offered(asked, names)
    there = {item.track.track_id for item in asked.crate.items}
    asked.memory.crates.add(asked.caller, asked.name, [saved(track) for track in asked.tracks])
    fresh = len({track.track_id for track in asked.tracks} - there)
    already = len(asked.tracks) - fresh
    return shown(asked, f"{fresh} added." + (f" {already} in it already." if already else ""))


def import_(asked: Asked) -> Reply:
    """Put in the tracks of a list from elsewhere."""
    content: bytes | str = asked.file.content if asked.file is not None else asked.lines
    asked.need("x" if content else "", "which list", '/crate import "summer ad" lines:"Blinding Lights; ..."')
    tracks, doubtful, missing = tracks_in(asked.engine, content)
    if not tracks:
        raise UserError(
            "No line names a track of the catalogue for certain.",
            "A line each: a link, or artist - title. /import asks about doubtful ones.",
            code="not_found",
        )
    reply = add(replace(asked, tracks=tuple(tracks)))
    told = (("Not in the catalogue", missing), ("Doubtful, /import asks which they are", doubtful))
    return replace(reply, feedback=(*(f"{what}: {_few(lines)}." for what, lines in told if lines), *reply.feedback))


def _few(lines: Sequence[str]) -> str:
    """The first few lines of a list, and how many more there are."""
    more = f" and {len(lines) - _SAID_MISSING} more" if len(lines) > _SAID_MISSING else ""
    return "; ".join(cut(line, 60) for line in lines[:_SAID_MISSING]) + more


def _offered(asked: Asked, names: Sequence[str]) -> Reply:
    """That there is no such crate: make it, or put the tracks into another one."""
    tracks = " ".join(f"track:{track.track_id}" for track in asked.tracks)
    near = [match[0] for match in process.extract(asked.name, names, limit=3, score_cutoff=50)] or names[:3]
    return Reply(
        f'There is no crate called "{asked.name}" yet.',
        "Make it, or choose another one." if near else "Make it?",
        actions=(
            Action(f"Make {asked.name}", f"{say('crate', 'new', name=asked.name)} {tracks}"),
            *(Action(f"Put into {name}", f"{say('crate', 'add', name=name)} {tracks}") for name in near),
        ),
    )


def on_track(change: Callable[[Asked, str], None], said: str) -> Callable[[Asked], Reply]:
    """A change of one track, or of each that was named; then the crate."""

    def changed(asked: Asked) -> Reply:
        asked.need("x" if asked.tracks else "", "which track", 'track:"..."')
        for track in asked.tracks:
            # Each track is a write of its own, so each has its own key.
            key = f"{asked.caller.key}:{track.track_id}" if asked.caller.key else ""
            change(replace(asked, caller=replace(asked.caller, key=key)), track.track_id)
        return shown(asked, said)

    return changed


def _vote(asked: Asked, track_id: str) -> None:
    value = _VOTES[asked.need(asked.vote, "how you vote", "vote:up")]
    asked.memory.crates.vote(asked.caller, asked.name, track_id, value)


def _status(asked: Asked, track_id: str) -> None:
    status = asked.need(asked.status, f"which status ({', '.join(STATUSES)})", "status:shortlisted")
    asked.memory.crates.status(asked.caller, asked.name, track_id, status)


def _note(asked: Asked, track_id: str) -> None:
    asked.memory.crates.note(asked.caller, asked.name, track_id, asked.need(asked.text, "the note", 'note:"too slow"'))


def _move(asked: Asked, track_id: str) -> None:
    place = int(asked.need(str(asked.place or ""), "at which place", "place:1"))
    asked.memory.crates.move(asked.caller, asked.name, track_id, place)


def rename(asked: Asked) -> Reply:
    """Give the crate another name."""
    to = asked.need(asked.to, "the new name", '/crate rename "summer ad" to:"autumn ad"')
    asked.memory.crates.rename(asked.caller, asked.name, to)
    return shown(replace(asked, name=to), "Renamed.")


def approver(asked: Asked) -> Reply:
    """Let another person approve and reject."""
    asked.memory.crates.approver(asked.caller, asked.name, asked.need(asked.to, "who", "to:Ann"))
    return shown(asked, f"{asked.to} may approve now.")


def archive(asked: Asked, archived: bool = True) -> Reply:
    """Put the crate away."""
    asked = replace(asked, name=asked.crate.name)
    asked.memory.crates.archive(asked.caller, asked.name, archived)
    return shown(asked, "Archived." if archived else "Taken out of the archive.")


def audit(asked: Asked) -> Reply:
    """Who did what."""
    crate, changes = asked.crate, asked.memory.crates.changes(asked.caller, asked.name)
    return Reply(
        f"{crate.name}: who did what", crates.decisions(crate, changes), tuple(map(crates.change_row, changes)),
        numbered=False, feedback=("Times are in UTC, the newest first.",),
        actions=(Action("The crate", say("crate", "show", name=crate.name)),),
    )  # fmt: skip


def export(asked: Asked) -> Reply:
    """The crate as files."""
    crate = asked.crate
    items = crates.ordered(asked.engine, crate, asked.sort)
    made = crates.export(asked.engine, crate, items)
    return Reply(
        f"{crate.name} as files",
        "CSV and XLSX: every track with votes, status and notes. Links and M3U8: those that are not rejected.",
        files=made,
        actions=(Action("The crate", say("crate", "show", name=crate.name)),),
    )


def gaps(asked: Asked) -> Reply:
    """What the crate lacks in tempo, energy, mood and length."""
    crate = asked.crate
    return Reply(
        f"{crate.name}: what it holds, and what it lacks",
        "Counts by level of the catalogue; rejected tracks are left out.",
        crates.gaps(asked.engine, crate),
        numbered=False,
        actions=(Action("What fits", say("crate", "fits", name=crate.name)),),
    )


def fits(asked: Asked) -> Reply:
    """Tracks like those in the crate, away from its rejected ones."""
    crate = asked.crate
    ranked = crates.ordered(asked.engine, crate, "votes")
    tracks = find(asked.engine, [item.track.track_id for item in ranked])
    members, rejected = (
        [tracks[i.track.track_id] for i in ranked if (i.status == "rejected") is out and i.track.track_id in tracks]
        for out in (False, True)
    )
    if not members:
        raise UserError(f'"{crate.name}" holds nothing to go by.', 'Put tracks in: /crate add track:"..."')
    query = replace(
        asked.engine.parse(asked.query) if asked.query else Query(),
        like=tuple(members[:_SEEDS]),
        unlike=tuple(rejected[:_SEEDS]),
        not_tracks=tuple(tracks.values()),
        limit=10,
    )
    found = asked.engine.recommend(without_blocks(asked.engine, query, Blocks(asked.memory, asked.caller).known))
    away = f", away from {len(rejected)} rejected" if rejected else ""
    return Reply(
        f"What fits {crate.name}" + (f", {asked.query}" if asked.query else ""),
        rows=match_rows(found.tracks),
        feedback=(f"near {min(len(members), _SEEDS)} of its tracks{away}, without what is in it", *found.feedback),
        actions=(
            *(
                Action(
                    f"{n}. {track.title}", say("crate", "add", name=crate.name, track=track), group="Put into it ..."
                )
                for n, track in enumerate(found.tracks, start=1)
            ),
            Action("The crate", say("crate", "show", name=crate.name)),
        ),
    )


VERBS: Final[dict[str, Callable[[Asked], Reply]]] = {
    "show": show,
    "list": overview,
    "new": new,
    "add": add,
    "import": import_,
    "remove": on_track(lambda asked, track: asked.memory.crates.remove(asked.caller, asked.name, track), "Taken out."),
    "vote": on_track(_vote, "Your vote counts."),
    "status": on_track(_status, "Status changed."),
    "note": on_track(_note, "Noted."),
    "assign": on_track(
        lambda asked, track: asked.memory.crates.assign(asked.caller, asked.name, track, asked.to), "Assigned."
    ),
    "move": on_track(_move, "Moved."),
    "approver": approver,
    "fits": fits,
    "gaps": gaps,
    "export": export,
    "audit": audit,
    "rename": rename,
    "archive": archive,
    "unarchive": lambda asked: archive(asked, False),
}


@command(
    "crate",
    examples=("/crate list", "/crate"),
    provenance=False,
)
def crate(
    engine: Engine,
    *,
    memory: Memory,
    caller: Caller,
    do: Annotated[str, Choice("what to do", tuple(VERBS), free=True)] = "show",
    name: Annotated[str, Text("which crate; without it the one changed last here")] = "",
    track: Annotated[tuple[Track, ...], Tracks("tracks; in typed text several times", source="track")] = (),
    vote: Annotated[str, Choice("your vote", tuple(_VOTES))] = "",
    status: Annotated[str, Choice("for status", STATUSES)] = "",
    note: Annotated[str, Text("for note: what to remark")] = "",
    to: Annotated[str, Text("for rename, assign and approver: the new name, or who")] = "",
    place: Annotated[int, Count("for move: at which place of the list, from 1", 1, MOST_TRACKS)] = 0,
    sort: Annotated[str, Choice("in which order", crates.SORTS)] = "added",
    query: Annotated[str, Text("for fits: what it should be besides, as for /recommend")] = "",
    lines: Annotated[str, Text("for import: links or names of tracks, parted by semicolons")] = "",
    file: Annotated[Upload, Attachment("for import: a list of links or names, as for /import")] | None = None,
) -> Reply:
    """Shared lists of tracks: put tracks in, vote, approve, note, see what fits and what lacks, export.

    /crate new "summer ad" makes one, /crate add "summer ad" track:"..." puts tracks in. Everyone has one vote a track.
    Who made a crate, its approvers and whoever manages the workspace approve, reject and license.
    """
    asked = Asked(engine, memory, caller, name, track, vote, status, note, to, sort, place, query, lines, file)
    return VERBS[do](asked)

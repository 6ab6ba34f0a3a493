"""/import: a list of tracks from elsewhere, matched to the catalogue, and what can be done with it."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Annotated, Final

import charts
from bot.blocks import Blocks
from bot.commands.compare import compared
from bot.crates import for_listening
from bot.definition import command
from bot.exports import about, csv_file, files
from bot.imports import matches
from bot.lists import LINKS_ARE_CLOSED, MOST_DOUBTS, MOST_KEPT, NAME, Doubt, KeptList, doubt, load, save
from bot.memory import Caller, Memory
from bot.memory.records import MOST_TRACKS as MOST_IN_A_CRATE
from bot.parameters import Attachment, Choice, Count, Progress, Text
from bot.personal import find, saved, without_blocks
from bot.reply import Action, File, Reply, Row, cut
from bot.request import Upload
from bot.say import more_like, say
from bot.tracks import match_rows, track_row
from engine import (
    MOST_TRACKS,
    TRAIT_NAMES,
    Engine,
    ListMatch,
    Match,
    Query,
    Subject,
    Track,
    UserError,
    list_subject,
    than,
)

DOING: Final = ("show", "profile", "fits", "order", "files")
_SHOWN: Final = 10
_SAID: Final = 5
_ASKED: Final = 3  # selects of doubtful lines: a message of Discord holds five rows
_SEEDS: Final = 20
_MOST_ORDERED: Final = 500
_MOST_FILLED: Final = 200
_MOST_SHOWN: Final = 25
_LIKELY: Final = 70.0  # match from which on a track counts as what words such as "calm" describe
_NEAREST: Final = "nearest"
_LONGEST_TITLE: Final = 40
_LINK: Final = re.compile(r"https?://|spotify:(?!track:)")
_COLUMNS: Final = (
    "line", "text", "verdict", "confidence", "track_id", "track_name", "artists", "another_version", "or_perhaps",
)  # fmt: skip


@dataclass
class _Found:
    """What the lines of a list came to; of long lists only what a reply needs."""

    lines: int = 0
    found: int = 0
    doubtful: int = 0
    recordings: dict[int, None] = field(default_factory=dict)
    doubts: list[Doubt] = field(default_factory=list)
    misses: list[str] = field(default_factory=list)
    versions: list[str] = field(default_factory=list)
    links: bool = False

    @property
    def missing(self) -> int:
        """Lines that the catalogue does not have."""
        return self.lines - self.found - self.doubtful

    def note(self, match: ListMatch, tracks: Sequence[Track]) -> None:
        """Count a match; ``tracks`` are its recording and the others."""
        self.lines += 1
        text = cut(match.line.text, 60)
        if match.verdict == "found":
            self.found += 1
            if len(self.recordings) < MOST_KEPT:
                self.recordings[tracks[0].recording] = None
            if match.another_version and len(self.versions) < _SAID:
                self.versions.append(f"{text} (here: {tracks[0].track_name})")
        elif match.verdict == "doubtful":
            self.doubtful += 1
            if len(self.doubts) < MOST_DOUBTS:
                self.doubts.append(doubt(match.line.text, tuple(track.track_id for track in tracks)))
        else:
            self.links |= bool(_LINK.match(text))
            if len(self.misses) < _SAID:
                self.misses.append(text)


@dataclass(frozen=True)
class _Asked:
    """What is asked of a list: the fields of the command."""

    do: str = "show"
    vs: str = ""
    take: str = ""
    crate: str = ""
    only: Query = Query()
    by: str = ""
    fill: int | None = None
    more: int = _SHOWN


def _trait(by: str) -> str:
    """A trait to order by, with a minus where the highest comes first. UserError if it is none."""
    name = by.strip().lower().removeprefix("-")
    if by and name not in (*TRAIT_NAMES, "year"):
        known = ", ".join((*TRAIT_NAMES, "year"))
        raise UserError(
            f'A list cannot be ordered by "{cut(by, _LONGEST_TITLE)}".', f"It can by any of these: {known}."
        )
    return f"-{name}" if by.strip().startswith("-") else name


@command(
    "import",
    examples=('/import lines:"{track}; {second_track}"',),
    heavy=True,
)
def import_(
    engine: Engine,
    *,
    memory: Memory,
    caller: Caller,
    lines: Annotated[str, Text("links or names of tracks, parted by semicolons or lines")] = "",
    file: Annotated[Upload, Attachment("CSV, XLSX, M3U, rekordbox XML or a text with names or links")] | None = None,
    list: Annotated[str, Text("a list imported before, by its name")] = "",
    do: Annotated[str, Choice("what to do with it", DOING)] = "show",
    vs: Annotated[str, Text("profile: compare it with a genre, an artist, a track or another list")] = "",
    take: Annotated[str, Text("a track for a doubtful line, or nearest for all of them")] = "",
    crate: Annotated[str, Text("put the list into this crate; it is made if there is none")] = "",
    only: Annotated[
        str, Text("only what is so: of the list, or of what fits it; such as christmas or artist:ABBA")
    ] = "",
    by: Annotated[str, Text("order: a trait, such as energy or tempo; with a minus the highest first")] = "",
    fill: Annotated[int, Count("add what fits, until the list has so many tracks", 1, _MOST_FILLED)] | None = None,
    more: Annotated[int, Count("how many tracks that fit", 1, MOST_TRACKS)] = _SHOWN,
    progress: Progress,
) -> Reply:
    """Your own list of tracks: what of it the catalogue has, its profile, what fits it, an order.

    Takes a file or pasted lines: CSV, TSV, XLSX, M3U, rekordbox XML, exports of Spotify, Apple Music and Exportify,
    links, or lines such as Artist - Title. Doubtful lines are asked, missing ones are told. At most 100,000 lines.
    """
    asked = _Asked(do, vs, take, crate, engine.parse(only) if only else Query(), _trait(by), fill, more)
    if list:
        return _went_on(engine, memory, caller, load(memory, caller, list), asked)
    content: bytes | str = file.content if file is not None else lines
    if not content.strip():
        hint = "A line each: a link, or artist - title."
        raise UserError("Attach a list or paste its lines.", hint, code="missing_parameter")
    found = _Found()
    table = csv_file("matched.csv", _COLUMNS, _rows(engine, content, found, progress))
    if not found.lines:
        raise UserError("That list names no tracks.", "A line each: a link, or artist - title.", code="bad_table")
    track_ids = tuple(track.track_id for track in engine.catalogue.tracks(found.recordings))
    title = file.name.rpartition(".")[0][:_LONGEST_TITLE] if file is not None else ""
    kept = KeptList(track_ids, tuple(found.doubts), title)
    if replace(asked, take="") != _Asked():
        return _went_on(engine, memory, caller, kept, replace(asked, take=""))
    return _matched(engine, memory, caller, found, kept, table)


def _rows(engine: Engine, content: bytes | str, found: _Found, progress: Progress) -> Iterator[tuple[object, ...]]:
    """The lines as rows of a table, matched and noted one after the other."""
    about = content.count("\n") if isinstance(content, str) else content.count(b"\n")
    for match in matches(engine, content):
        near = match.recording
        nearest = [] if near is None or match.verdict == "missing" else [near, *(row for row, _ in match.others)]
        tracks = engine.catalogue.tracks(nearest)
        found.note(match, tracks)
        if found.lines % 500 == 0:
            progress(found.lines, max(about, found.lines))
        names = (tracks[0].track_id, tracks[0].track_name, ";".join(tracks[0].artists)) if tracks else ("", "", "")
        perhaps = "; ".join(track.title for track in tracks[1:])
        versions = " ".join(match.another_version) if tracks else ""
        yield (found.lines, match.line.text, match.verdict, f"{match.confidence:.2f}", *names, versions, perhaps)


def _matched(engine: Engine, memory: Memory, caller: Caller, found: _Found, kept: KeptList, table: File) -> Reply:
    """What was found of a list."""
    same = found.found - len(found.recordings) if found.found <= MOST_KEPT else 0
    parts = [
        f"{found.doubtful:,} doubtful (choose below)" if found.doubtful else "",
        f"{found.missing:,} not in the catalogue" if found.missing else "",
        f"{same:,} more than once" if same else "",
    ]
    reply = _shown(engine, memory, caller, kept)
    misses = "; ".join(found.misses)
    more = f" and {found.missing - len(found.misses):,} more" if found.missing > len(found.misses) else ""
    notes = (
        f"Not in the catalogue: {misses}{more}." if misses else "",
        LINKS_ARE_CLOSED if found.links else "",
        f"Another version: {'; '.join(found.versions)}." if found.versions else "",
        f"The first {MOST_KEPT:,} tracks are kept for what comes next." if found.found > MOST_KEPT else "",
    )
    said = ", ".join(part for part in parts if part)
    return replace(
        reply,
        title=f"{found.found:,} of {found.lines:,} lines found",
        text=f"{said}." if said else "",
        feedback=(*(note for note in notes if note), *reply.feedback),
        files=(table,),
    )


def _shown(engine: Engine, memory: Memory, caller: Caller, kept: KeptList) -> Reply:
    """The list as it is now, doubtful lines first, with what can be done with it."""
    tracks = list(find(engine, kept.track_ids[:_SHOWN]).values())
    asked = kept.doubts[:_ASKED]
    candidates = [find(engine, one.track_ids) for one in asked]
    unsure = [
        Row(
            f"{one.text}?",
            detail=f"perhaps {' or '.join(track.title for track in found.values())}",
            data={"line": one.text, "candidates": list(found)},
        )
        for one, found in zip(asked, candidates, strict=True)
    ]
    actions: tuple[Action, ...] = ()
    notes: tuple[str, ...] = ()
    if tracks or kept.doubts:
        try:
            name = save(memory, caller, kept)
        except UserError as error:
            notes = (f"The list is not kept: {error.message}",)
        else:
            actions = (*_choices(name, asked, candidates, len(kept.doubts)), *_actions(kept, name, tracks))
    rest = len(kept.track_ids) - len(tracks)
    return Reply(
        f"{kept.title or 'Your list'}: {len(kept.track_ids):,} tracks",
        f"{len(kept.doubts)} lines are doubtful: choose below." if len(kept.doubts) > 1
        else "One line is doubtful: choose below." if kept.doubts else "",
        (*unsure, *(track_row(track) for track in tracks)),
        numbered=False,
        feedback=(*((f"And {rest:,} more tracks.",) if rest else ()), *notes),
        actions=actions,
    )  # fmt: skip


def _choices(name: str, asked: Sequence[Doubt], candidates: Sequence[dict[str, Track]], count: int) -> list[Action]:
    """A select for each doubtful line, and one button for the nearest of all."""
    choices = [
        Action(track.title, say("import", list=name, take=track), group=f"{one.text}?")
        for one, found in zip(asked, candidates, strict=True)
        for track in found.values()
    ]
    if count:
        nearest = "Take the nearest" if count == 1 else f"Take the nearest of all {count}"
        choices.append(Action(nearest, say("import", list=name, take=_NEAREST)))
    return choices


def _actions(kept: KeptList, name: str, tracks: Sequence[Track]) -> list[Action]:
    if not kept.track_ids:
        return []
    return [
        Action("Profile", say("import", list=name, do="profile")),
        Action("What fits", say("import", list=name, do="fits")),
        Action("In order", say("import", list=name, do="order")),
        Action("Playlist around it", say("playlist", Query(like=tuple(tracks[:3])))),
        Action("Into a crate", say("import", list=name, crate=kept.title or "imported")),
    ]


def _went_on(engine: Engine, memory: Memory, caller: Caller, kept: KeptList, asked: _Asked) -> Reply:
    """What is asked of a list."""
    if asked.take:
        nearest = asked.take == _NEAREST
        chosen = kept.with_nearest() if nearest else kept.with_track(engine.find_track(asked.take).track_id)
        return _shown(engine, memory, caller, chosen)
    if asked.crate:
        return _into_crate(engine, memory, caller, kept, asked.crate)
    if replace(asked, more=_SHOWN) == _Asked():
        return _shown(engine, memory, caller, kept)
    tracks = list(find(engine, kept.track_ids).values())
    if not tracks:
        raise UserError("The catalogue has none of these tracks.", "Import another list.", code="not_found")
    back = (Action("The list", say("import", list=save(memory, caller, kept))),)
    if asked.fill is not None:
        return _filled(engine, memory, caller, kept, tracks, asked, back)
    if asked.do == "fits":
        return _fits(engine, memory, caller, tracks, asked, back)
    if asked.do == "order" or asked.by:
        return _order(engine, tracks, asked.by, back)
    if asked.vs:
        other = _other(engine, memory, caller, asked.vs)
        return compared(engine, list_subject(kept.title or "Your list", tracks), other, back)
    if asked.do == "files":
        made = files(engine, tracks, "list", kept.title)
        return Reply(f"Your list as files: {len(tracks):,} tracks", about(made), files=made, actions=back)
    if asked.do == "show":
        return _those_only(engine, kept, tracks, asked.only, back)
    return _profile(engine, kept, tracks, back)


def _other(engine: Engine, memory: Memory, caller: Caller, named: str) -> Subject:
    """What a list is compared with: another list, or what the text names."""
    if not NAME.fullmatch(named):
        return engine.find_subject(named)
    kept = load(memory, caller, named)
    return list_subject(kept.title or "the other list", _tracks(engine, kept))


def _tracks(engine: Engine, kept: KeptList) -> list[Track]:
    return list(find(engine, kept.track_ids).values())


def _profile(engine: Engine, kept: KeptList, tracks: Sequence[Track], back: tuple[Action, ...]) -> Reply:
    """Traits, genres, tempo and keys of a list."""
    portrait = engine.portrait(list_subject(kept.title or "Your list", tracks))
    genres = portrait.genres[:5]
    apart = ", ".join(
        f"{than(feature, place, 50)} than {max(place, 100 - place):.0f}%" for feature, place in portrait.apart
    )
    tempos = sorted(tempo for track in tracks if (tempo := track.values["tempo"]) == tempo)
    keys = Counter(key.camelot for track in tracks if (key := engine.key(track)).camelot)
    languages = Counter(filter(None, map(engine.language, tracks))).most_common(3)
    years = sorted(track.release_year for track in tracks if track.release_year)
    mostly = f"Mostly {genres[0][0]}: {genres[0][1]:,} of {len(tracks):,} tracks." if genres else ""
    parts = [
        f"{mostly} Genres: {', '.join(f'{genre} ({count})' for genre, count in genres)}.".lstrip(),
        f"Sound, by the median: {apart} of all recordings.",
        f"Tempo: half lie between {tempos[len(tempos) // 4]:.0f} and {tempos[(3 * len(tempos)) // 4]:.0f} BPM."
        if len(tempos) > 3 else "",
        f"Languages: {', '.join(f'{language} ({count})' for language, count in languages)}." if languages else "",
        f"Years: half came out from {years[len(years) // 4]} to {years[(3 * len(years)) // 4]}."
        if len(years) > 3 else "" if years else "Years: the catalogue knows none of these tracks.",
        f"Keys: {', '.join(f'{key} ({count})' for key, count in keys.most_common(5))}." if keys else "",
    ]  # fmt: skip
    chart = charts.portrait(portrait)
    shown = {track.recording: track for track in (*portrait.typical, *portrait.unusual)}
    typical = {track.recording for track in portrait.typical}
    against = genres[0][0] if genres else ""
    return Reply(
        chart.title,
        "\n\n".join(part for part in parts if part),
        tuple(
            track_row(track, detail="typical of the list" if row in typical else "unusual in the list")
            for row, track in shown.items()
        ),
        numbered=False,
        charts=(chart,),
        actions=(
            *more_like(list(shown.values())),
            *((Action(f"Compare with {against}", say("import", list=kept.name, vs=against)),) if against else ()),
            *back,
        ),
    )


def _fits(
    engine: Engine, memory: Memory, caller: Caller, tracks: Sequence[Track], asked: _Asked, back: tuple[Action, ...]
) -> Reply:
    """Tracks like those of the list, and not in it."""
    query = _near(tracks, asked.only)
    found = engine.recommend(without_blocks(engine, replace(query, limit=asked.more), Blocks(memory, caller).known))
    narrowed = (f"only {asked.only.summary}",) if asked.only != Query() else ()
    return Reply(
        "What fits your list",
        rows=match_rows(found.tracks),
        feedback=(
            f"near {len(query.like)} of its {len(tracks):,} tracks, without what is in it", *narrowed, *found.feedback
        ),
        actions=(*more_like(found.tracks), *back),
    )  # fmt: skip


def _near(tracks: Sequence[Track], only: Query) -> Query:
    """The query for what is like a list and not in it, with what else is asked of that."""
    step = max(1, -(-len(tracks) // _SEEDS))
    return replace(
        only,
        like=(*tracks[::step][:_SEEDS], *only.like),
        not_tracks=(*tracks[:MOST_IN_A_CRATE], *only.not_tracks),
    )


def _filled(
    engine: Engine,
    memory: Memory,
    caller: Caller,
    kept: KeptList,
    tracks: Sequence[Track],
    asked: _Asked,
    back: tuple[Action, ...],
) -> Reply:
    """The list with as many tracks that fit as it takes to reach a number, shown and as files."""
    wanted = (asked.fill or 0) - len(tracks)
    if wanted <= 0:
        return Reply(f"Your list has {len(tracks):,} tracks already", "Nothing is added.", actions=back)
    query, added, told = _near(tracks, asked.only), list[Match](), tuple[str, ...]()
    blocks = Blocks(memory, caller).known
    while len(added) < wanted:
        limit = min(wanted - len(added), MOST_TRACKS)
        found = engine.recommend(without_blocks(engine, replace(query, limit=limit), blocks))
        added, told = [*added, *found.tracks], told or found.feedback
        if len(found.tracks) < limit:
            break
        query = replace(query, not_tracks=(*query.not_tracks, *found.tracks))
    full = KeptList(tuple(track.track_id for track in (*tracks, *added)), title=kept.title)
    made = files(engine, [*tracks, *added], "list", "filled up")
    few = f" Nothing else fits: {wanted - len(added):,} are missing." if len(added) < wanted else ""
    doubts = (f"{len(kept.doubts):,} doubtful lines are not in it.",) if kept.doubts else ()
    rest = (f"And {len(added) - _MOST_SHOWN} more in the files.",) if len(added) > _MOST_SHOWN else ()
    return Reply(
        f"{len(tracks) + len(added):,} tracks: {len(tracks):,} of yours and {len(added):,} that fit",
        f"Below is what is new; the files hold all.{few} {about(made)}",
        match_rows(added[:_MOST_SHOWN]),
        feedback=(*rest, *doubts, *told),
        files=made,
        actions=(*_actions(full, save(memory, caller, full), tracks), *back),
    )


def _those_only(
    engine: Engine, kept: KeptList, tracks: Sequence[Track], only: Query, back: tuple[Action, ...]
) -> Reply:
    """Which tracks of the list a query describes: within its limits, and where it has no limits, near enough."""
    by_degree = bool(only.moods or only.constraints or only.scene or only.like or only.like_artists)
    values = engine.match(only, [track.track_id for track in tracks])
    least = _LIKELY if by_degree else 0
    those = [tracks[place] for place in (-values).argsort(kind="stable") if values[place] >= least]
    name, what = kept.title or "your list", only.summary.removeprefix("only ")
    if not those:
        return Reply(f"None of the {len(tracks):,} tracks of {name} is that: {what}", actions=back)
    rest = (f"And {len(those) - _MOST_SHOWN:,} more in the files.",) if len(those) > _MOST_SHOWN else ()
    return Reply(
        f"{len(those):,} of the {len(tracks):,} tracks of {name}: {what}",
        rows=tuple(track_row(track) for track in those[:_MOST_SHOWN]),
        feedback=(*(("the nearest first",) if by_degree else ()), *rest),
        files=files(engine, those, "list", "part"),
        actions=(*more_like(those), *back),
    )


def _order(engine: Engine, tracks: Sequence[Track], by: str, back: tuple[Action, ...]) -> Reply:
    """The list in an order for listening or by a trait, as files."""
    few = tracks[:_MOST_ORDERED]
    if by:
        name, down = by.removeprefix("-"), by.startswith("-")
        known = {track.track_id: value for track in few if (value := _value(track, name)) == value}
        if not known:
            raise UserError(f"The catalogue tells the {name} of none of these tracks.", "Order them by another trait.")
        ordered = sorted((t for t in few if t.track_id in known), key=lambda t: known[t.track_id], reverse=down)
        ordered += [track for track in few if track.track_id not in known]
        said = f"By {name}, {'highest' if down else 'lowest'} first."
        if len(known) < len(few):
            said += f" Nothing tells it of {len(few) - len(known):,}, which stand last."
    else:
        ordered = [few[place] for place in for_listening(engine, few)]
        said = "From the calmest on, each time to the track nearest in energy and tempo."
    made: tuple[File, ...] = files(engine, ordered, "list", "in order")
    cut_off = (f"The first {_MOST_ORDERED} tracks of {len(tracks):,}.",) if len(tracks) > len(few) else ()
    rest = (f"And {len(ordered) - _MOST_SHOWN} more in the files.",) if len(ordered) > _MOST_SHOWN else ()
    return Reply(
        f"Your list in order: {len(ordered)} tracks",
        f"{said} {about(made)}",
        tuple(track_row(track) for track in ordered[:_MOST_SHOWN]),
        feedback=(*cut_off, *rest),
        files=made,
        actions=back,
    )


def _value(track: Track, name: str) -> float:
    """A trait of a track, or its year; NaN where unknown."""
    if name == "year":
        return float(track.release_year) if track.release_year else float("nan")
    return float(track.values[name])


def _into_crate(engine: Engine, memory: Memory, caller: Caller, kept: KeptList, name: str) -> Reply:
    """Put the list into a crate."""
    tracks = [saved(track) for track in _tracks(engine, kept)]
    if not tracks:
        raise UserError("The catalogue has none of these tracks.", "Import another list.", code="not_found")
    names = {line.name.casefold() for line in memory.crates.overview(caller)}
    if name.casefold() not in names:
        memory.crates.new(replace(caller, key=f"{caller.key}:new" if caller.key else ""), name)
    memory.crates.add(caller, name, tracks)
    return Reply(
        f"{len(tracks):,} tracks are in {name}",
        actions=(
            Action("The crate", say("crate", "show", name=name)),
            Action("What fits", say("crate", "fits", name=name)),
        ),
    )

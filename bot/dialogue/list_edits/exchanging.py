"""Rows that change places, and rows that others come for: ``swap 2 and 5``, ``something slower instead of 2``."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from bot.dialogue import moves, set_rows
from bot.dialogue.list_edits.screen import Screen, no_such_row, rows_meant, which_row
from bot.dialogue.list_edits.somebody import A_SONG, BY, names_somebody, songs_by
from bot.dialogue.list_edits.wording import without_tail
from bot.dialogue.rows_said import Rows
from bot.reply import Reply
from engine import Query, Track

if TYPE_CHECKING:
    from bot.dialogue.manager import Turn

# "swap 2 and 5", "flip the order of 1 and 2"
_EXCHANGE: Final = re.compile(
    r"(?:swap|switch|exchange|flip|trade)(?: the (?:order|places?|positions?) of)? (?P<rest>.+?)(?: (?:around|round|over|places|positions))?"
)


def exchanged(turn: "Turn", on_screen: Screen, said: str) -> Screen | None:
    """``swap 2 and 5``: each where the other stood."""
    match = _EXCHANGE.fullmatch(said)
    if match is None:
        return None
    for joint in re.finditer(r"\s+(?:and|with|for|&)\s+", match["rest"]):
        both = [
            rows_meant(turn, on_screen, one) for one in (match["rest"][: joint.start()], match["rest"][joint.end() :])
        ]
        if any(one is None for one in both):
            continue
        one, other = (found for found in both if found is not None)
        if beyond := one[1].beyond or other[1].beyond:
            return no_such_row(on_screen, beyond)
        if len(one[0]) == len(other[0]) == 1 and one[0] != other[0]:
            rows = list(on_screen.rows)
            a, b = one[0][0], other[0][0]
            rows[a], rows[b] = rows[b], rows[a]
            note = f"{rows[b].track_name} and {rows[a].track_name} have changed places"
            return replace(on_screen, rows=tuple(rows), notes=(*on_screen.notes, note))
    return None


# "change it", "swap 7 for something by Jungle"
_REPLACE: Final = re.compile(r"(?:swap|change|replace|exchange|switch|trade|sub|substitute)(?: out)? (?P<rest>.+?)")
# "it", "that one": a row that nobody named
_THAT_ROW: Final = r"(?:it|(?:that|this)(?: (?:one|song|track))?|that)(?: out| please| instead| then| now)*"
# what stands between the row and what comes for it: "swap 7 for ...", "replace it with ..."
_FOR: Final = re.compile(r"\s+(?:for|with|by|to|into)\s+")
# "something slower instead of 2", "give me some Sade in place of the last one"
_IN_PLACE: Final = re.compile(
    r"(?:(?:put|use|get|give me|find(?: me)?|show me|have|play|i(?:['’]?d)? (?:want|like|need|prefer)|try)(?: in)? )?(?P<wish>.+?) (?:instead of|in place of|in the place of|for|rather than) (?P<rows>.+)"
)
# "give me another one", "something else instead"
ANOTHER: Final = re.compile(
    r"(?:(?:give|show|get|find|bring|suggest|pick|put|add|have|i(?:['’]?d)? (?:want|like|need)|try)(?: me| us)?(?: in)? )?(?P<what>another|something else|a different|a new|a better|one more|an other|some other|others?|new|something different|something better)(?: (?:one|song|track|ones|songs|tracks))?(?P<instead>(?:,? (?:instead|for (?:it|that|them)|in (?:its|their) place|in there|there))*)"
)


def replaced(turn: "Turn", on_screen: Screen, said: str) -> Screen | None:
    """``swap 7 for something by Jungle``, ``change it``, ``something slower instead of 2``: a row in another's place."""
    if (match := _REPLACE.fullmatch(said)) is not None:
        rest = match["rest"]
        if (bare := rows_meant(turn, on_screen, re.sub(r" (?:out|instead)$", "", rest))) is not None:
            return _in_place(turn, on_screen, bare, "")
        if re.fullmatch(_THAT_ROW, rest):
            return replace(on_screen, told=which_row(on_screen))
        for joint in _FOR.finditer(rest):
            found = rows_meant(turn, on_screen, re.sub(r" out$", "", rest[: joint.start()]))
            if found is not None:
                return _in_place(turn, on_screen, found, rest[joint.end() :])
            if re.fullmatch(_THAT_ROW, rest[: joint.start()]):
                return replace(on_screen, told=which_row(on_screen))
        return None
    if (match := _IN_PLACE.fullmatch(said)) is not None and (
        found := rows_meant(turn, on_screen, match["rows"])
    ) is not None:
        with_for = re.search(r"\bfor\b", said[match.end("wish") : match.start("rows")]) is not None
        pointed = re.search(r"\b(?:number|track|song|row|no|one)\b|#", match["rows"]) is not None
        if not with_for or pointed or ANOTHER.fullmatch(match["wish"]):
            return _in_place(turn, on_screen, found, match["wish"])
    return None


def another(turn: "Turn", on_screen: Screen, said: str) -> Screen | None:
    """``and give me another``, after a row was taken out or complained of."""
    match = ANOTHER.fullmatch(said)
    if match is None:
        return None
    if on_screen.gone:
        return _filled(turn, on_screen)
    if not match["instead"] or (found := rows_meant(turn, on_screen, "it")) is None:
        return None
    return _in_place(turn, on_screen, found, "")


def _filled(turn: "Turn", on_screen: Screen) -> Screen | None:
    """Others where rows were taken out in the same message."""
    rows = list(on_screen.rows)
    for at, track in on_screen.gone:
        rows.insert(at, track)
    restored = replace(on_screen, rows=tuple(rows), gone=(), notes=on_screen.notes[:-1])
    places = [next(n for n, one in enumerate(rows) if one.recording == track.recording) for _, track in on_screen.gone]
    return _in_place(turn, restored, (places, Rows(tuple(places))), "")


# "something like it", "of the same kind"
_LIKE_IT: Final = re.compile(
    r"(?:(?:something|anything|one|another|a (?:song|track)|another one)(?: else)? )?(?:(?:more |just )?like (?:it|that|that one|this|this one)|similar(?: to (?:it|that|this))?|of the same (?:kind|sort|style|vibe)|in the same (?:style|vein|vibe))"
)
# "something else", "another one that fits better": any other row
_NO_WISH: Final = re.compile(
    r"(?:(?:something|anything|another|some|one|a|an|the|other|others|else|different|new|better|fresh|of|that fits(?: better)?|more fitting|fitting|suitable|song|songs|track|tracks|ones|thing)\b\s*)*"
)


def _in_place(turn: "Turn", on_screen: Screen, found: tuple[list[int], Rows], wish: str) -> Screen | None:
    """Others, as wished, where these rows stand; what is wished for and not there is said, and nothing changes."""
    places, meant = found
    if meant.beyond:
        return no_such_row(on_screen, meant.beyond)
    if meant.kind == "all":
        return None
    gone = [on_screen.rows[at] for at in places]
    wish = without_tail(wish.strip(" ,."))
    by = BY.fullmatch(wish) or A_SONG.fullmatch(wish)
    if by is not None and by.re is A_SONG and not names_somebody(turn, by["name"]):
        by = None
    name = by["name"] if by is not None else wish
    if by is not None or names_somebody(turn, wish):
        other = songs_by(turn, on_screen, name, len(gone))
        if other is not None:
            return other if other.told is not None else _put_at(on_screen, places, other.rows)
    task = on_screen.task
    if _LIKE_IT.fullmatch(wish):
        wish = ""
        if task.command != "playlist":
            task = replace(task, query=Query(like=(gone[0],), explicit=(task.query or Query()).explicit))
    elif _NO_WISH.fullmatch(wish):
        wish = ""
    made = set_rows.in_place_of(turn, (task, on_screen.rows), gone, _bare_wish(wish))
    if made is None or isinstance(made, Reply):
        return replace(on_screen, told=made) if made is not None else None
    rows, notes = made
    left = {track.recording for track in rows}
    out = [track for track in gone if track.recording not in left]
    query = moves.without_tracks(replace(on_screen.task.query or Query(), tracks=()), out)
    return replace(
        on_screen, task=replace(on_screen.task, query=query), rows=tuple(rows), size=len(rows),
        notes=(*on_screen.notes, *notes),
    )  # fmt: skip


def _bare_wish(wish: str) -> str:
    """A wish without "something" or "another one" before what is wished for."""
    return (
        re.sub(
            r"^(?:(?:something|anything|one|another|a (?:song|track)|some|a|an)\b (?:else )?(?:that(?:['’]?s| is) )?)+",
            "",
            wish,
        ).strip()
        or wish
    )


def _put_at(on_screen: Screen, places: Sequence[int], new: Sequence[Track]) -> Screen:
    """The new rows where these rows stand, as many as there are."""
    rows = list(on_screen.rows)
    notes = []
    gone = []
    for at, track in zip(places, new, strict=False):
        notes.append(f"{track.title} in place of number {at + 1}, {rows[at].title}; the others stay")
        gone.append(rows[at])
        rows[at] = track
    if len(new) < len(places):
        notes.append(f"only {len(new)} of theirs {'is' if len(new) == 1 else 'are'} here, so the other rows stay")
    query = moves.without_tracks(replace(on_screen.task.query or Query(), tracks=()), gone)
    task = replace(on_screen.task, query=query)
    return replace(on_screen, task=task, rows=tuple(rows), notes=(*on_screen.notes, *notes))

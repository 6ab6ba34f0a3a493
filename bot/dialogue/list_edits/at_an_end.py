"""A song put in as the first or the last: ``put Hallelujah first``, ``a last dance to finish, something like it``."""

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from bot.dialogue import moves
from bot.dialogue.language import artist_named, hear
from bot.dialogue.list_edits.moving import OPEN_WITH
from bot.dialogue.list_edits.screen import Screen
from bot.dialogue.list_edits.somebody import A_SONG, BY, names_somebody, songs_by
from bot.dialogue.list_edits.wording import as_written, is_count, without_tail
from bot.reply import Reply
from engine import Query, UserError

if TYPE_CHECKING:
    from bot.dialogue.manager import Turn

# "first", "at the end", "to close with"
_AN_END: Final = (
    r"(?P<place>first|last|(?:right )?(?:at|to|in|on|for|as) (?:the |its |a |an )?(?:very )?(?:top|start|beginning|front|opening|opener|end|bottom|close|closing|closer|finish|finale|(?:last|final|closing|first|opening) (?:song|one|track|dance|tune|number))"
    r"|to (?:start|open|begin|kick off|finish|end|close|wrap up|round off)(?: (?:with|it|off|on|things|us))*)"
)
# "add a Queen song at the end", "put Hallelujah by Jeff Buckley first"
_PUT_AT: Final = re.compile(
    rf"(?:(?:put|add|place|stick|throw|drop|get|have|play|include|slip|insert|move|bring|give me|need|want)(?: on| in| me| us)? )?(?P<what>.+?),? {_AN_END}"
)
# "a last dance to finish, something like it", "to close, some Sade"
_END_WITH: Final = re.compile(
    r"(?:(?:with|add|need|want|give me|put(?: in)?) )?(?:(?:an?|one|the|some) )?(?P<place>(?:last|final|closing|first|opening) (?:dance|song|track|tune|number|one|slow dance))(?: to (?:finish|end|close|start|open|begin|wrap up|round off)(?: (?:with|it|off|on|things|up))*)?[,:; ]+(?:(?:should|could|must) be |is |being |maybe |ideally |with )*(?P<what>.+)"
    r"|(?P<place2>to (?:finish|end|close|start|open|begin|wrap up|round off)(?: (?:with|it|off|on|things|up))*)[, ]+(?P<what2>.+)"
)
# words of a place at the end, where others are at the start
_LAST_PLACE: Final = re.compile(r"\b(?:last|end|bottom|clos\w*|fin\w+|wrap|round)\b")


# "The first one is too cold" tells of a row, and names no "Too Old".
_JUDGES: Final = re.compile(
    r"\b(?:is|are|was|sounds?|feels?) (?:too|so|not|very|a bit|a little|way|really|just|still|kind of|quite|pretty|more|less)\b"
)


def put_at_end(turn: "Turn", on_screen: Screen, said: str) -> Screen | None:
    """``put Hallelujah first``, ``a last dance to finish, something like it``: what is put in stands at that end."""
    opens = OPEN_WITH.fullmatch(said)
    match = opens or _END_WITH.fullmatch(said) or _PUT_AT.fullmatch(said)
    if match is None or _JUDGES.search(said):
        return None
    groups = match.groupdict()
    what = groups.get("rows") or groups.get("what") or groups.get("what2") or ""
    place = groups.get("verb") or groups.get("place") or groups.get("place2") or ""
    what = without_tail(what.strip(" ,."))
    last = _LAST_PLACE.search(place) is not None
    new = _meant_rows(turn, on_screen, what)
    # A playlist that ends on something calm has another curve.
    if new is None and not (last and on_screen.task.command == "playlist") and not re.search(r"\b(?:is|being)\b", said):
        new = _such_row(turn, on_screen, what)  # "the first one is a parody" tells of a row
    if new is None or new.told is not None:
        return new
    there = {track.recording for track in new.rows}
    rest = [track for track in on_screen.rows if track.recording not in there]
    rows = (*rest, *new.rows) if last else (*new.rows, *rest)
    names = " and ".join(track.title for track in new.rows)
    verb = "stand" if len(new.rows) > 1 else "stands"
    note = f"{names} {verb} {'last' if last else 'first'} now; the others stay"
    return replace(on_screen, rows=rows, size=len(rows), notes=(*on_screen.notes, note))


# "something like Hallelujah", "a slow one in the style of Sade"
_ONE_LIKE: Final = re.compile(
    r"(?:(?:maybe|perhaps|ideally|something|anything|one|an?|another|(?:song|track)|slow|big|old|nice|good|classic|just|along the lines of|in the style of|similar to|more) ?)*\b(?:like|similar to|in the (?:style|vein) of|along the lines of) (?P<name>.+)"
)


# "something really gentle", "a slow one"
_ONE_SUCH: Final = re.compile(
    r"(?:something|anything|one|an?|some)(?: (?:song|track|tune|one|that(?:['’]?s| is)))* (?P<what>[\w-]+(?: [\w-]+){0,3}?)(?: (?:one|song|track|tune|number|thing))?"
)


def _such_row(turn: "Turn", on_screen: Screen, what: str) -> Screen | None:
    """One row as described, within the rest of what was asked for; None where more than a description is said."""
    match = _ONE_SUCH.fullmatch(what)
    heard = hear(turn.engine, f"{match['what']} songs") if match is not None else None
    if heard is None or heard.names or heard.missing or heard.passed_over or heard.untold or heard.counted:
        return None
    if not (heard.query.constraints or heard.query.moods or heard.query.genres) or heard.query.scene:
        return None
    asked = replace(on_screen.task.query or Query(), tracks=(), skip=0, most="", sort="", notes=())
    return _found(turn, on_screen, replace(moves.merged(asked, heard.query), limit=1))


def _meant_rows(turn: "Turn", on_screen: Screen, what: str) -> Screen | None:
    """The rows that a wish for one to be put in means: a track, one like it, one by somebody; None for other words."""
    if not what or re.match(r"(?:me|us|on|together|it|them|this|that|these|those|more|less)\b", what):
        return None
    query = on_screen.task.query or Query()
    if (like := _ONE_LIKE.fullmatch(what)) is not None:
        seed = turn.subjects.resolve(like["name"], ("track", "artist"))
        if seed is None:
            return None
        seeded = Query(like=(seed.track,)) if seed.track is not None else Query(like_artists=(seed.artist,))
        wanted = replace(seeded, explicit=query.explicit, limit=1)
        return _found(turn, on_screen, wanted)
    by = A_SONG.fullmatch(what) or BY.fullmatch(what)
    titled = (
        turn.subjects.track(what) if " by " in what and not re.match(r"(?:something|an?|one|some)\b", what) else None
    )
    if titled is not None:
        return replace(on_screen, rows=(titled,))
    if by is not None and by.re is BY and by["count"] and not is_count(by["count"]):
        # A title that the catalogue does not have, and not any song of theirs.
        artist = artist_named(turn.engine, by["name"])
        line = f'There is no "{as_written(turn, by["count"])}" by {artist} in the catalogue.'
        return replace(on_screen, told=Reply(title=line, text="The list stays as it is.")) if artist else None
    if by is not None and (by.re is BY or names_somebody(turn, by["name"])):
        return songs_by(turn, on_screen, by["name"], 1)
    if names_somebody(turn, what):
        return songs_by(turn, on_screen, what, 1)
    found = turn.subjects.named(what, ("track",))
    return replace(on_screen, rows=(found.track,)) if found is not None and found.track is not None else None


def _found(turn: "Turn", on_screen: Screen, wanted: Query) -> Screen | None:
    """As many rows as wanted that are not in the list yet; None if there are none."""
    try:
        found = turn.engine.recommend(turn.kept_out(moves.without_tracks(wanted, on_screen.rows))).tracks
    except UserError:
        return None
    return replace(on_screen, rows=tuple(found[: wanted.limit])) if found else None

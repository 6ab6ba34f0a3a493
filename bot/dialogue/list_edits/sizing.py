"""How many rows there are: filled up, a number of them, so many by each artist."""

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from bot.dialogue import acts, moves
from bot.dialogue.list_edits.screen import Screen
from engine import Query, Track

if TYPE_CHECKING:
    from bot.dialogue.manager import Turn

# "no more than one song each", "one per artist please"
_EACH: Final = re.compile(
    r"(?:(?:and|with|make (?:it|that)|keep (?:it|them)(?: to| at)?|i want|limit (?:it|them) to|there should be|only|just|max(?:imum)?(?: of)?|at most|no more than|not more than|never more than|up to|a maximum of)[, ]*)*(?P<count>one|two|1|2|a single)(?: (?:songs?|tracks?|tunes?|only|max))*(?: (?:each|apiece|(?:per|for each|from each|by each|from every|by every|of each|for every|by any|from any|by) (?:artist|band|act|singer|name|one|person|group|the same (?:artist|band|act)|one (?:artist|band|act))))(?: (?:only|max|please))*"
)


def thinned(turn: "Turn", on_screen: Screen, said: str) -> Screen | None:
    """``no more than one song each``: those beyond give way to others like the rest."""
    match = _EACH.fullmatch(said)
    if match is None or on_screen.task.command == "playlist":
        return None
    many = 2 if match["count"] in ("two", "2") else 1
    kept: list[Track] = []
    for track in on_screen.rows:
        if all(sum(name in one.artists for one in kept) < many for name in track.artists[:1]):
            kept.append(track)
    query = on_screen.task.query or Query()
    if query.artists:
        # A list of one artist's songs: others like them.
        query = replace(query, artists=(), like_artists=tuple(dict.fromkeys((*query.like_artists, *query.artists))))
    gone = len(on_screen.rows) - len(kept)
    note = f"{gone} gave way to others" if gone else "it is so already: nobody is in it more often"
    task = replace(on_screen.task, query=replace(query, per_artist=many))
    return replace(on_screen, task=task, rows=tuple(kept), notes=(*on_screen.notes, note))


# "fill it up again", "top it up to 12"
_FILL: Final = re.compile(
    r"(?:fill|top|stock)(?: (?:it|them|the (?:list|set|rest|gaps?)))? (?:back )?up(?: again)?(?: (?:to|with) (?P<count>\d{1,2})(?: (?:songs|tracks))?)?(?: again)?|refill(?: (?:it|the list))?"
)


def refilled(turn: "Turn", on_screen: Screen, said: str) -> Screen | None:
    """``fill it up again``: as many as the list before it had, or as said."""
    match = _FILL.fullmatch(said)
    if match is None or on_screen.task.command == "playlist":
        return None
    before = [len(one.tracks) for one in turn.context.current if one.is_list][-2:]
    size = int(match["count"]) if match["count"] else max((*before, len(on_screen.rows) + 1))
    note = f"filled up to {size}; the rows that were there stay"
    return replace(on_screen, size=min(size, moves.MOST_TRACKS), notes=(*on_screen.notes, note))


# "a shorter list, just your best two"
_BEST: Final = re.compile(
    r"(?:(?:a |an )?(?:shorter|smaller|even shorter) (?:list|selection)[,;:]? (?:and )?)?(?:(?:just|only|give me|show me|keep|leave|cut it to) )+(?:your|the) (?:very )?(?:best|top|favou?rite|strongest|first) (?P<count>one|two|three|four|five|\d)(?: (?:songs?|tracks?|ones?|of (?:them|these)))?"
)


def best(_: "Turn", on_screen: Screen, said: str) -> Screen | None:
    """``just your best two``: so many of the first rows, which fit best."""
    match = _BEST.fullmatch(said)
    size = (acts.count(match["count"]) or 0) if match is not None else 0
    if not 0 < size < len(on_screen.rows) or on_screen.task.command == "playlist":
        return None
    note = f"the first {size} of the list" if size > 1 else "the first of the list"
    return replace(on_screen, rows=on_screen.rows[:size], size=size, gone=(), notes=(*on_screen.notes, note))


# "give us 20 of them", "make it 25"
_SIZE: Final = re.compile(
    r"(?:(?P<verb>give|show|get|find|bring|make|hand|send|extend|expand|stretch|fill|grow|cut|shorten|trim)(?: (?:me|us|it|that|this|them|the (?:list|lot)))*(?: (?:up |down )?to| a list of)? (?P<count>\d{1,3}|[a-z]+)|(?P<bare>\d{1,3}|[a-z]+)(?= (?:of|songs|tracks)\b))"
    r"(?P<of> of (?:them|em|these|those|it)| (?:songs|tracks|tunes|titles|rows|ones))*(?: (?:long|in total|altogether|in all|instead|overall|all together))*"
)


def sized(_: "Turn", on_screen: Screen, said: str) -> Screen | None:
    """``give us 20 of them``, ``make it 25``: the list with so many rows."""
    match = _SIZE.fullmatch(said)
    if match is None or on_screen.task.command == "playlist":
        return None
    size = acts.count(match["count"] or match["bare"] or "") or 0
    rows = on_screen.rows
    if not 0 < size <= moves.MOST_TRACKS or size == len(rows) == on_screen.size:
        return None
    if size > len(rows):
        note = f"{size} rows; those that were there stay"
        return replace(on_screen, size=size, gone=(), notes=(*on_screen.notes, note))
    if not re.match(r"(?:make|cut|shorten|trim)\b", said):
        return None  # "give me 2 of them" may be any two
    note = f"the first {size} of the list"
    return replace(on_screen, rows=rows[:size], size=size, gone=(), notes=(*on_screen.notes, note))

"""What is most common in a genre or among the rows shown: the key, minor or major, the metre, the tempo."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

from bot.dialogue.inquiries.figures import Rows
from bot.dialogue.inquiries.said import Said, genre_of, genre_talked_of
from bot.dialogue.outcome import Outcome, request_of
from bot.dialogue.pattern_table import Pattern
from bot.reply import Action, Reply, Row
from engine import TRAIT_NAMES, Token
from engine.recommend.mixing import MODES

if TYPE_CHECKING:
    from bot.dialogue.manager import Turn

_SHOWN: Final = 5
_BAND: Final = 5  # BPM that one band of tempos is wide
_WHAT: Final = r"(?P<what{0}>keys?|modes?|scales?|tempos?|bpms?|speeds?|metres?|meters?|time signatures?)"
_MOST: Final = r"(?:most (?:common|frequent|usual|popular|used|typical|often used)|commonest|usual|typical|main|dominant|predominant)"
_IN: Final = r"(?: (?:in|of|for|among|within|with|to) (?P<where{0}>[\w&' -]+?))?"
_ASKS: Final = Pattern(
    rf"(?:(?:what|which)(?:'s|s| is| are| was)? )?(?:the )?{_MOST} {_WHAT.format('')}{_IN.format('')}"
    rf"|(?:what|which) {_WHAT.format(2)} (?:is|are|comes? up|appears?|gets? used|turns? up)(?: the)? ?(?:{_MOST}|most(?: often)?){_IN.format(2)}"
    rf"|(?:what|which) {_WHAT.format(3)} (?:do|does|are|is) (?:most|the most|the majority)(?: of)? (?P<where3>[\w&' -]+?)(?: (?:songs|tracks|recordings|tunes))?(?: (?:use|have|written in|played in|in|at|with))*"
)
_ROWS: Final = frozenset({"these", "those", "them", "the list", "this list", "here", "the rows", "the set", "this set"})


def commonest(turn: "Turn", asked: Said) -> Outcome | None:
    """``what key is most common in edm``, ``which key do most techno tracks use``, ``what key are most of these in``."""
    match = _ASKS.fullmatch(asked.text)
    if match is None:
        return None
    slots = {name.rstrip("23"): value for name, value in match.groupdict().items() if value}
    rows, where, genre = _rows(turn, asked, re.sub(r" (?:in|at|with|use|have)$", "", slots.get("where", "")))
    if rows is None:
        return None
    what = slots["what"].rstrip("s")
    if what in ("tempo", "bpm", "speed"):
        name, found = "tempo", _tempos(turn, rows)
    elif what in ("metre", "meter", "time signature"):
        name, found = "time signature", _counted([f"{beats}/4" for beats in _beats(turn, rows)])
    elif what in ("mode", "scale"):
        name, found = "mode", _counted([MODES[place % 2] for place in _places(turn, rows)])
    else:
        name, found = "key", _keys(turn, rows)
    if not found:
        return Outcome(reply=Reply(title=f"The {name} of {where} is not known."))
    known = sum(count for _, count in found)
    first, count = found[0]
    if len(rows) > 1 and count == 1:
        return Outcome(
            reply=Reply(title=f"No two of {where} have the same {name}: {', '.join(one for one, _ in found)}.")
        )
    if equal := [one for one, number in found if number == count][1:]:
        first = f"{first}, and as often {' and '.join(equal)}"
    actions = []
    if genre:
        actions.append(Action(f"About {genre}", request_of("genres", Token("name", genre)).text))
    if genre and name == "key":
        actions.append(Action(f"{genre.capitalize()} in {first}"[:80], f"{genre} in {first.partition(' (')[0]}"))
    return Outcome(
        reply=Reply(
            title=f"In {where} the most common {name} is {first}: {count:,} of {known:,} recordings, {count / known:.0%}",
            rows=tuple(
                Row(
                    value,
                    measure=count / known,
                    amount=f"{count / known:.0%}",
                    detail=f"{count:,} recording{'' if count == 1 else 's'}",
                )
                for value, count in found[:_SHOWN]
            ),
            actions=tuple(actions),
        )
    )


def _rows(turn: "Turn", asked: Said, phrase: str) -> tuple[Rows | None, str, str]:
    """The recordings that are meant, how they are called, and their genre if it is one."""
    catalogue = turn.engine.catalogue
    shown = turn.context.counted
    if shown is not None and shown.tracks and not turn.fresh and (phrase in _ROWS or (not phrase and not asked.genre)):
        return np.array([track.recording for track in shown.tracks]), "this list", ""
    genre = asked.genre or (genre_of(turn, phrase) if phrase else genre_talked_of(turn))
    if genre is None:
        return None, "", ""
    if not genre:
        return np.arange(len(catalogue)), "the whole catalogue", ""
    return catalogue.genre_members(genre), genre, genre


def _places(turn: "Turn", rows: Rows) -> list[int]:
    """Places on the Camelot wheel, of those whose key is known."""
    places: list[int] = turn.engine.keys(rows).tolist()
    return [place for place in places if place >= 0]


def _keys(turn: "Turn", rows: Rows) -> list[tuple[str, int]]:
    """Keys and how many recordings have each, the commonest first; each is named as one of its recordings has it."""
    of = dict(zip(turn.engine.keys(rows).tolist(), rows.tolist(), strict=True))
    names = {place: turn.engine.key(turn.engine.catalogue.track(row)) for place, row in of.items() if place >= 0}
    return [
        (f"{names[place].name} ({names[place].camelot})", count)
        for place, count in Counter(_places(turn, rows)).most_common()
    ]


def _beats(turn: "Turn", rows: Rows) -> list[int]:
    """Beats a bar, of those where they are known."""
    beats = turn.engine.catalogue.integers("time_signature", missing=0)[rows]
    return [int(one) for one in beats if one > 0]


def _tempos(turn: "Turn", rows: Rows) -> list[tuple[str, int]]:
    """Bands of tempo and how many recordings lie in each, the fullest first."""
    tempos = turn.engine.catalogue.traits[rows, TRAIT_NAMES.index("tempo")]
    low = (tempos[np.isfinite(tempos)] // _BAND * _BAND).astype(int)
    return _counted([f"{band} to {band + _BAND} BPM" for band in low])


def _counted(values: Sequence[str]) -> list[tuple[str, int]]:
    return Counter(values).most_common()

"""Rows said to be good or bad: ``1 and 3 yes, rest no, more``, ``this one no``."""

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from bot.dialogue import lists, moves
from bot.dialogue.list_edits.exchanging import ANOTHER
from bot.dialogue.list_edits.removing import OUT
from bot.dialogue.list_edits.screen import THIS_ONE, Screen, rows_meant, which_row
from bot.dialogue.list_edits.wording import plain
from engine import Query

if TYPE_CHECKING:
    from bot.dialogue.manager import Turn

# "2 no", "this one is out"
_BAD: Final = re.compile(
    r"(?P<rows>.+?)(?:['’]?s)?,? (?:(?:is|are|was|were|can|should|has to|have to|must) )?(?:(?:a|so|really|very|both|all|just) )*(?:no|nope|nah|not|out|away|bad|bin|go|goes|wrong|nothing|meh|gone|rubbish|weak|no good)"
)


def complained(_: "Turn", on_screen: Screen, said: str) -> Screen | None:
    """``this one no`` where no row was spoken of: which one is asked, and nothing changes."""
    match = _BAD.fullmatch(said)
    return replace(on_screen, told=which_row(on_screen)) if match and THIS_ONE.fullmatch(match["rows"]) else None


# "keep 1 and 3", "only the first two"
_KEEP: Final = re.compile(
    r"(?:(?:only |just )?(?:keep|i(?:['’]?ll)? (?:keep|take|like|love|want)|hold on to|leave)(?: only| just)?|only|just|yes to) (?P<rows>.+?)(?: (?:in|only))?"
)
# "1 and 3 yes", "the second is great"
_GOOD: Final = re.compile(
    r"(?P<rows>.+?)(?:['’]?s)?,? (?:(?:is|are|was|were|can|should|sounds?) )?(?:(?:a|an|so|really|very|both|all|definitely|totally|pretty|just|the) )*(?:yes(?: please)?|yep|yeah|in|stays?|keep(?:er|ers)?|good|great|fine|ok|okay|perfect|nice|cool|lovely|love it|spot on|right|winners?|works?|fits?|approved)"
)
# "the rest", "everything else"
_REST: Final = re.compile(
    r"(?:all )?(?:of )?(?:the )?(?:rest|others?|other ones|remaining(?: ones)?)|everything else|all (?:the )?others?"
)
# "lose the rest", "no others"
_REST_OUT: Final = re.compile(rf"(?:{OUT}|without|not|no) (?:{_REST.pattern})(?: out)?|no (?:rest|others)|nothing else")
# "give me some more like that", "fill it up"
_MORE: Final = re.compile(
    r"(?:(?:give me|show me|find(?: me)?|i want|get me|bring|and|with|some|a few|now|plus|any) )*(?:more|others?|new ones|some new ones|other ones|fresh ones|different ones|fill (?:it |them |the rest |the list )?up)(?: (?:like|of) (?:that|those|these|them|this|it|the (?:two|three|first)))?(?: (?:ones|songs|tracks|instead|please|for the rest|in (?:its|their) place))*"
)


def kept_and_more(turn: "Turn", on_screen: Screen, said: str) -> Screen | None:
    """``1 and 3 yes, rest no, more``: what is good stays, others like it come for what is not."""
    parts = [
        part
        for part in re.split(
            r"\s*[,;.!]+\s*(?:(?:and|but|so|then)\s+)?|\s+(?:but|and)\s+(?=(?:the )?(?:rest|others?|more|give|drop|lose|not|no|only)\b)|\s+[–-]+\s+",
            said,
        )
        if part
    ]
    good: list[int] = []
    bad: list[int] = []
    rest_out = more = False
    pending = ""
    for part in parts if len(parts) > 1 else ():
        # A comma may stand within the rows: "1, 3 yes".
        part = f"{pending}{part}"
        pending = ""
        one = re.sub(r"^(?:(?:and|but|so|then|the|please)\s+)+(?=\d)", "", plain(part))
        if _MORE.fullmatch(one) or (ANOTHER.fullmatch(one) and not one.startswith("new")):
            more = True
        elif _REST_OUT.fullmatch(one) or (
            (match := _BAD.fullmatch(one)) is not None and _REST.fullmatch(match["rows"])
        ):
            rest_out = True
        elif (
            (match := _KEEP.fullmatch(one) or _GOOD.fullmatch(one)) is not None
            and (found := rows_meant(turn, on_screen, match["rows"])) is not None
            and found[0]
        ):
            good += found[0]
        elif (match := _BAD.fullmatch(one)) is not None and (
            found := rows_meant(turn, on_screen, match["rows"])
        ) is not None:
            bad += found[0]
        elif (found := rows_meant(turn, on_screen, one)) is not None and found[1].kind == "rows":
            pending = f"{part}, "
        else:
            return None
    if pending or not good or not (rest_out or (more and bad)) or on_screen.task.command == "playlist":
        return None
    keep = [at for at in range(len(on_screen.rows)) if (at in good if rest_out else at not in bad)]
    kept = [on_screen.rows[at] for at in keep]
    gone = [track for at, track in enumerate(on_screen.rows) if at not in keep]
    query = on_screen.task.query or Query()
    alike = replace(query, like=tuple(kept[: lists.MOST_SEEDS]), tracks=())
    if turn.engine.within(alike) < 2 * len(on_screen.rows):
        alike = replace(moves.limits_of(query), not_tracks=query.not_tracks, like=alike.like)
    query = moves.without_tracks(alike, gone)
    told = f"{' and '.join(track.title for track in kept)} stay{'s' if len(kept) == 1 else ''}, with others like that"
    return replace(on_screen, task=replace(on_screen.task, query=query), rows=tuple(kept), notes=(told,))

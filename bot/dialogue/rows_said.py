"""Words that mean rows of the list shown and nothing else: ``3``, ``1 and 4``, ``the last two``, ``1 to 3``, ``it``.

Unlike ``references``, which looks for a row anywhere in a text, the whole text has to mean rows here, so that what
stands around them can be read as what is to be done with them.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.dialogue import references
from bot.dialogue.context import Context, Exchange, Shown
from bot.dialogue.lexicon import NUMBERS, ORDINALS, fold
from engine import Track

_FILLERS: Final = frozenset(
    "the these those that this of all both just only song songs track tracks tune tunes one ones row rows title titles "  # noqa: SIM905
    "pick picks number numbers nr no num entry place slot you gave me there here please".split()
)
_COUNTING: Final = frozenset("number numbers nr no num track tracks song songs row rows #".split())  # noqa: SIM905
_JOINTS: Final = frozenset(", and & + n plus or with".split())  # noqa: SIM905
_WHOLE: Final = re.compile(
    r"(?:(?:all|everything|both|every (?:one|song|track))(?: (?:of )?(?:it|them|these|those|that))?|(?:it|them|these|those|that)(?: all| both)|them|these|those"
    r"|(?:all )?(?:of )?(?:the|this|that|these|those|my|our) (?:whole |full |entire |complete )?(?:lists?|lot|sets?|playlists?|mix|selection|songs|tracks|ones|tunes|rows|thing|stuff|results?|\w+ (?:songs|tracks))"
    r"|all (?:the )?(?:\d+|\w+) (?:songs|tracks|of (?:them|these|those))|(?:the )?whole (?:thing|list|lot|set|playlist))"
)
_IT: Final = re.compile(
    r"(?:it|(?:that|this|the same)(?: (?:very )?(?:one|song|track|tune|record|title))?|the (?:song|track|one)|him|her)"
)
_OPENS: Final = re.compile(r"(?:the )?(?:opener|opening (?:one|song|track|tune))")
_CLOSES: Final = re.compile(r"(?:the )?(?:closer|closing (?:one|song|track|tune))")
_BEFORE_LAST: Final = re.compile(r"(?:the )?(?:second[- ]to[- ]last|penultimate|last but one)(?: (?:one|song|track))?")
_END: Final = re.compile(
    r"(?:the |my |your )?(?P<end>first|top|best|last|bottom)(?: of the)? (?P<count>\d{1,2}|[a-z]+)(?: (?:songs?|tracks?|ones?|tunes?|rows?|picks?))?(?: (?:of|from|in|on) (?:the |those|these|that|them|it|this|my|your)(?: ?(?:list|set|ones|lot|playlist))?)?"
)
_RANGE: Final = re.compile(
    r"(?:the )?(?:numbers?|tracks?|songs?|rows?|from|#)? ?(?P<low>\d{1,2})(?: ?[-–] ?| (?:to|through|till|until|thru) )(?P<high>\d{1,2})"
)
# "3 doesnt sound like her", and not "3 songs" or "3 more".
_OPENS_WITH: Final = re.compile(
    r"(?:(?:and|but|hm+|ok|so|no|this|that|the|number|track|song|#)[, ]*)*(?P<number>\d{1,2})(?= (?:is|isn|was|wasn|are|does|doesn|do|don|did|sounds?|feels?|seems?|not|has|hasn|ain|just|really)(?:['’]?t)?\b)"
)
_TOKEN: Final = re.compile(r"\d+(?:st|nd|rd|th)?|[^\W\d_][\w'’]*|[,&+#]|\S")
_OUT_OF: Final = re.compile(
    r"\s+(?:of|from|in|on) (?:those|these|them|it|that|this|(?:the|that|this|your|my) (?:list|set|playlist|lot))$"
)


@dataclass(frozen=True)
class Rows:
    """Rows of the list shown.

    Parameters
    ----------
    places : tuple of int
        From 0, in the order in which they were said.
    beyond : int
        A number that was said and that the list does not have; 0 for none.
    kind : str
        ``rows`` (by number, place or title), ``described``, ``all``, or ``it``.
    """

    places: tuple[int, ...] = ()
    beyond: int = 0
    kind: str = "rows"


def read(text: str, context: Context) -> Rows | None:
    """The rows that a whole text means; None if it means none, or something beside them."""
    shown = context.counted
    if shown is None or not shown.rows:
        return None
    said = _OUT_OF.sub("", fold(text).strip(" .,;:!?\"'“”"))
    count = len(shown.rows)
    if not said:
        return None
    if _WHOLE.fullmatch(said):
        return Rows(tuple(range(count)), kind="all")
    if _IT.fullmatch(said):
        track = spoken_of(context)
        places = _places_of(shown, (track,)) if track is not None else ()
        return Rows(places, kind="it") if places else None
    for pattern, place in ((_OPENS, 0), (_CLOSES, count - 1), (_BEFORE_LAST, max(count - 2, 0))):
        if pattern.fullmatch(said):
            return Rows((place,))
    return _at_an_end(said, count) or _from_to(said, count) or _numbered(said, count) or _called(text, said, shown)


def tracks(rows: Rows, shown: Exchange) -> tuple[Track, ...]:
    """The tracks of rows that are meant."""
    found = (shown.rows[at].track for at in rows.places if at < len(shown.rows))
    return tuple(track for track in found if track is not None)


def spoken_of(context: Context) -> Track | None:
    """The one track of which the talk was last: asked about, or a row that the last message named; None for none."""
    if context.focus:
        return context.focus[0]
    last = context.last
    if last is not None and last.task.command not in ("recommend", "playlist") and len(last.task.tracks) == 1:
        return next(iter(last.task.tracks.values()))
    if not context.said or not context.exchanges:
        return None
    # What was said of a row of the list before it changed was said of that list.
    made = context.exchanges[-1]
    before = Context(context.exchanges[:-1]) if made.is_list else context
    meant = named_in(context.said[-1], before)
    now = context.counted
    there = len(meant) == 1 and now is not None and bool(_places_of(now, meant))
    return meant[0] if there else None


def named_in(text: str, context: Context) -> tuple[Track, ...]:
    """The tracks of the rows that a message speaks of: ``3 doesnt sound like her``, ``send 1 and 2 to him``."""
    found = references.rows_of(text, context)
    if found is not None:
        return found.tracks
    shown, opens = context.counted, _OPENS_WITH.match(fold(text))
    number = _number(opens["number"]) if opens is not None else 0
    if shown is None or not 0 < number <= len(shown.rows):
        return ()
    track = shown.rows[number - 1].track
    return (track,) if track is not None else ()


def _places_of(shown: Exchange, meant: Sequence[Track]) -> tuple[int, ...]:
    out = {track.recording for track in meant}
    return tuple(at for at, row in enumerate(shown.rows) if row.track is not None and row.track.recording in out)


def _at_an_end(said: str, count: int) -> Rows | None:
    """``the first 4``, ``last two``."""
    match = _END.fullmatch(said)
    if match is None:
        return None
    size = int(match["count"]) if match["count"].isdecimal() else NUMBERS.get(match["count"], 0)
    if not size:
        return None
    if size > count:
        return Rows(beyond=size)
    return Rows(tuple(range(size) if match["end"] in ("first", "top", "best") else range(count - size, count)))


def _from_to(said: str, count: int) -> Rows | None:
    """``1 to 3``, ``tracks 2-5``."""
    match = _RANGE.fullmatch(said)
    if match is None or not 0 < int(match["low"]) < int(match["high"]):
        return None
    low, high = int(match["low"]), int(match["high"])
    return Rows(tuple(range(low - 1, high))) if high <= count else Rows(beyond=high)


def _numbered(said: str, count: int) -> Rows | None:
    """``3``, ``number two``, ``the second and the last one``, ``1, 2 and 4``."""
    said = re.sub(r"\bno\. ?(?=\d)", "no ", said)
    numbers: list[int] = []
    counting, joined, bare = False, True, 0
    words = _TOKEN.findall(said)
    for at, word in enumerate(words):
        if word in _JOINTS:
            joined = True
            continue
        number = _number(word)
        if word == "one" and at and (words[at - 1] in ORDINALS or words[at - 1] in ("that", "this", "the")):
            number = 0  # "the second one"
        if number:
            if not joined and not counting:
                return None
            written = word.isdecimal() or word in ORDINALS or word[0].isdecimal() or counting
            bare += not written
            numbers.append(count if number < 0 else number)
            joined = False
            continue
        if word not in _FILLERS and word != "#":
            return None
        counting = counting or word in _COUNTING
    if not numbers or (bare and len(numbers) < 2):
        return None  # "swap two" says how many
    beyond = next((number for number in numbers if number > count), 0)
    return Rows(beyond=beyond) if beyond else Rows(tuple(dict.fromkeys(number - 1 for number in numbers)))


def _number(word: str) -> int:
    if word.isdecimal():
        return int(word)
    if re.fullmatch(r"\d+(?:st|nd|rd|th)", word):
        return int(word[:-2])
    return ORDINALS.get(word, 0) or (NUMBERS.get(word, 0) if len(word) > 2 and word != "couple" else 0)


def _called(text: str, said: str, shown: Exchange) -> Rows | None:
    """``the Queen one``, ``Dancing Queen``, ``the fastest one``."""
    found = references.described(text, shown)
    if found is not None and found.end - found.start >= len(said) - 1:
        return Rows(_places_of(shown, found.tracks), kind="described") if found.tracks else None
    fits = tuple(at for at, row in enumerate(shown.rows) if said in _names(row))
    return Rows(fits) if len(fits) == 1 else None


def _names(row: Shown) -> tuple[str, ...]:
    """What one may call a row by: its title, bare or with its artists, and its first artist."""
    if row.track is None:
        return (fold(row.title),)
    title = fold(row.track.track_name)
    bare = re.split(r" - | \(| \[", title)[0].strip()
    return title, bare, fold(row.title), f"{bare} by {fold(row.track.artists[0])}"

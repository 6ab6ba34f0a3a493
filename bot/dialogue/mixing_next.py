"""What can be played after a track: near its tempo, in its own or a neighbouring key.

"What goes next in key after Strobe", "coming out of One More Time, what should I play next".
"""

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from bot.dialogue import acts, moves, references
from bot.dialogue.language import hear
from bot.dialogue.lexicon import fold
from bot.dialogue.outcome import Outcome, request_of
from bot.dialogue.shared import missing
from bot.reply import Reply
from engine import Constraint, Engine, Query, Track

if TYPE_CHECKING:
    from bot.dialogue.manager import Turn

_SMOOTH: Final = 0.06  # share by which a tempo may be moved without being heard
_WHEEL: Final = 12  # hours of the Camelot wheel
_START: Final = r"(?:(?:ok|okay|and|so|now|then|hey|hi|if|say|right)[, ]+)*"
_THEN: Final = (
    r"(?:what|which|something|anything|any|suggest|give|tell|show|find|need|where)\b.*\b"
    r"(?:next|after (?:that|it)|goes|go|play|follows?|mix(?:es)?|blends?|works?|fits?|match(?:es)?|in key|harmonic\w*|compatible|(?:drop|bring|throw) in)\b.*"
)
_OUT_OF: Final = re.compile(
    _START
    + r"(?:(?:i'?m |im |i am |when |while |we'?re )?(?:mixing|coming|going|transitioning|blending|fading|cutting) (?:out )?(?:of|from|off)|(?:i(?:'?ve| have|'?m)? |we(?:'?ve| have|'?re)? )?(?:am |are )?(?:just |now |currently )?(?:played|playing|spinning|dropped|on)|"
    rf"after|out of|from)\s+(?P<what>.+?)(?: (?:right )?now| at the moment| currently)?(?:\s*[,;.–-]+\s*|\s+(?=what\b|which\b))(?:and |so |now )?(?P<then>{_THEN})"
)
_AFTER: Final = re.compile(
    _START
    + r"(?:(?:can you |please )?(?:tell|show|give|find) me )?(?:what|which|something|anything)(?: (?:one|song|track|tune|else|record))?(?:['’]s| is| would| could| can| should| do| will| does)?(?: (?:i|we|you|that))? ?(?:to )?(?:(?:goes?|comes?|play|mix(?:es)?|blends?|works?|fits?|follows?|drop|segues?)\b)"
    r"(?: (?:good|well|best|nicely|great|smoothly|right|straight|in key|in|next|harmonically|cleanly|up|them|it))*"
    r" (?P<link>after|out of|with|into|following|from|behind|on top of|in key (?:after|with|from))?\s*(?P<what>.+?)(?P<key>,? (?:in key|harmonically|key[- ]?wise|in the same key|next|that (?:mixes|works) in key|in the mix))*[ ?.!]*"
)
_NEXT: Final = re.compile(
    r"\b(?:next|mix\w*|blends?|in key|in the mix|harmonic\w*|key[- ]?wise|segues?|drop|after|follows?|following|out of)\b"
)
_MIXES: Final = re.compile(r"\b(?:next|mix\w*|blends?|key|harmonic\w*|segues?|out of|transition\w*)\b")
_NOTHING: Final = re.compile(
    r"(?:(?:up|next|now|then|today|tonight|here|first|last|in|the|set|mix|please|on|for|me)\s*)+"
)


def in_key(engine: Engine, track: Track) -> Query:
    """What mixes with a track: its key, the relative and the neighbours on the Camelot wheel, within 6 % of its tempo."""
    code, tempo = engine.key(track).camelot, track.values["tempo"]
    constraints = {}
    if tempo == tempo:
        constraints["tempo"] = Constraint(low=round(tempo * (1 - _SMOOTH), 1), high=round(tempo * (1 + _SMOOTH), 1))
    return Query(constraints, keys=neighbours(code) if code else ())


def neighbours(code: str) -> tuple[str, ...]:
    """A place on the Camelot wheel, its relative and the two beside it.

    >>> neighbours("12A")
    ('12A', '1A', '11A', '12B')
    """
    number, letter = int(code[:-1]), code[-1]
    beside = (number % _WHEEL + 1, (number - 2) % _WHEEL + 1)
    return (code, *(f"{one}{letter}" for one in beside), f"{number}{'AB'[letter == 'A']}")


def read(turn: "Turn", text: str) -> Outcome | None:
    """Tracks to play after the one that is named; None if the text asks for something else."""
    said = fold(text)
    if len(text) > acts.LONGEST:
        return None
    match = _OUT_OF.fullmatch(said) or _AFTER.fullmatch(said)
    if match is None or not _NEXT.search(said):
        return None
    what = text[match.start("what") : match.end("what")].strip(" ,.?!\"'") if len(said) == len(text) else match["what"]
    if _NOTHING.fullmatch(fold(what)):
        return None
    if not _MIXES.search(said) and not _plainly_named(turn, what):
        return None  # "what should I play after dinner"
    found = turn.subjects.resolve(what, ("track",))
    if found is None or found.track is None:
        artist = turn.subjects.resolve(what, ("artist",))
        if (artist is not None and artist.artist) or hear(turn.engine, what).query.genres:
            return None
        return (
            missing(turn, what)
            if re.search(r"\w{3}", what) and references.pronoun(what, turn.context) is None
            else None
        )
    return after(turn, found.track)


def after(turn: "Turn", track: Track, played: tuple[Track, ...] = ()) -> Outcome:
    """What mixes with a track, without those that were played before it."""
    mixes = in_key(turn.engine, track)
    query = replace(mixes, like=(track,), not_tracks=played, limit=turn.list_limit())
    code = turn.engine.key(track).camelot
    tempo = track.values["tempo"]
    if not (code or mixes.constraints):
        return Outcome(reply=Reply(title=f"Neither the key nor the tempo of {track.title} is known."))
    parts = [f"key {' or '.join(mixes.keys)}"] if code else []
    parts += [f"{tempo * (1 - _SMOOTH):.0f}-{tempo * (1 + _SMOOTH):.0f} BPM"] if tempo == tempo else []
    at = " and ".join((*([f"{code}"] if code else []), *([f"{tempo:.0f} BPM"] if tempo == tempo else [])))
    note = f"{track.title} is {at}: what mixes with it is in {', '.join(parts)}"
    return Outcome(request_of("recommend", turn.kept_out(query).text), notes=(*turn.notes, note), focus=(track,))


def _plainly_named(turn: "Turn", what: str) -> bool:
    """Whether words mean a track for sure: rows shown, a title with its artist, or one written as a title is."""
    if references.find(what, turn.context) is not None or re.search(r"\s(?:by|-)\s", what):
        return True
    return any(word[:1].isupper() for word in what.split())


def compatible(turn: "Turn", query: Query, track: Track) -> Query | None:
    """The query only in keys that mix with a track's; None if its key is unknown."""
    code = turn.engine.key(track).camelot
    return moves.merged(query, Query(keys=neighbours(code))) if code else None

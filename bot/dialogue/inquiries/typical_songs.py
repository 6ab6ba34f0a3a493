"""The song of an artist that is least or most like the others of theirs, and what it differs in."""

import re
from typing import TYPE_CHECKING, Final

from bot.dialogue import references
from bot.dialogue.inquiries.said import Said, listed, said
from bot.dialogue.language import artist_named, genre_named
from bot.dialogue.outcome import Outcome, request_of
from bot.dialogue.pattern_table import Pattern
from bot.reply import Reply
from engine import AUDIO_NAMES, TRAIT_NAMES, WORDS, Engine, Portrait, Query, Track, trait

if TYPE_CHECKING:
    from bot.dialogue.manager import Turn

_SONG: Final = r"(?:songs?|tracks?|tunes?|recordings?|ones?|hits?|number)"
_LEAST: Final = (
    r"(?:most (?:un|a)typical|least typical|least representative|least characteristic|most unusual|most out of character|most unlike (?:them|him|her|the others)|most different|"
    r"weirdest|oddest|strangest|most (?:odd|strange|weird|surprising|uncharacteristic))"
)
_MOST: Final = r"(?:most typical|most representative|most characteristic|most usual|least unusual)"
_END: Final = rf"(?:(?P<least>{_LEAST})|(?P<most>{_MOST}))"
_THEIR: Final = r"(?:his|her|their|its)"
_SELF: Final = r"(?:themsel(?:f|ves)|himself|herself|itself|them|him|her|(?:the )?(?:rest|others?)(?: of (?:theirs|his|hers|them))?|(?:their|his|her) (?:other|usual|normal) (?:songs|stuff|sound|tracks|self|work|music))"
_LIKE: Final = r"(?:sounds?|is|are)(?: the)? (?:(?P<least>least|most un|furthest|farthest|least similar|most different)|(?P<most>most|closest|nearest|most similar))(?: ?like| to| from)?"
_ASKS: Final = (
    r"(?:(?:what|which|show me|give me|tell me|play|find|name)(?:'s|s| is| are| was| would be)?(?: the)? |the )?"
)
_FORMS: Final = tuple(
    Pattern(pattern)
    for pattern in (
        rf"(?:which|what) (?P<name>.+?)(?:'s)? {_SONG} {_LIKE} (?P<other>.+?)",
        rf"(?:which|what) (?P<name>.+?)(?:'s)? {_SONG} (?:is|are|sounds?|would be)(?: the)? {_END}(?: (?:of|for|one|in) .*| one)?",
        rf"(?:which|what)(?: {_SONG})? (?:of|by|from) (?P<name>.+?)(?:'s)?(?: {_SONG})? (?:is|are|sounds?|would be)(?: the)? {_END}(?: {_SONG})?",
        rf"(?:which|what)(?: {_SONG})? (?:of|by|from) (?P<name>.+?)(?:'s)?(?: {_SONG})? {_LIKE} (?P<other>.+?)",
        rf"{_ASKS}{_END} {_SONG} (?:by|of|from) (?P<name>.+?)",
        rf"{_ASKS}(?P<name>{_THEIR}|.+?)(?:'s|s')? {_END} {_SONG}",
        rf"{_ASKS}{_END} (?P<name>.+?)(?:'s)? {_SONG}",
        rf"{_ASKS}{_END} (?:of|for) (?P<name>.+?)",
        rf"(?:(?:what|how) about |(?:which|what)(?: one| of (?:them|these|those))?(?:'s| is| are| would be) )?(?:the )?{_END}(?: (?:one|song|track|of (?:them|theirs)))?(?P<name>)",
    )
)  # fmt: skip
_POINTS: Final = re.compile(
    r"(?:his|her|their|its|theirs|him|them|it|she|he|they|(?:that|this|the) (?:artist|band|singer|act|group))"
)
_NO_ARTIST: Final = frozenset("the a an of this that these those it one song songs track tracks".split())  # noqa: SIM905
_FAR: Final = 0.5
"""Standard deviations from which a difference is worth telling."""


def answer(turn: "Turn", asked: Said) -> Outcome | None:
    """``which radiohead song is the least like radiohead``: that song, with what it differs in."""
    found = _meant(turn, asked)
    if found is None:
        return None
    artist, least = found
    portrait = turn.engine.artist(artist)
    chosen = portrait.unusual if least else portrait.typical
    count = portrait.profile.count
    if not chosen:
        are = "There is one recording" if count == 1 else f"There are {count} recordings"
        return Outcome(
            reply=Reply(title=f"{are} of {artist} here, too few to call one typical or unusual."),
        )
    track = chosen[0]
    word = "least" if least else "most"
    others = f"Next: {listed([one.title for one in chosen[1:]])}." if len(chosen) > 1 else ""
    return Outcome(
        request_of("recommend", Query(tracks=(track,), limit=1).text),
        headline=f"{word.capitalize()} like the other recordings of {artist}: {track.title}",
        lead=f"{_why(turn.engine, portrait, track, least=least)} {others}".rstrip(),
        focus=(track,),
    )


def again(turn: "Turn", text: str) -> Outcome | None:
    """``and the most typical?``, after that was asked of an artist: the other end of the same songs."""
    asked = said(text)
    return answer(turn, asked) if _FORMS[-1].fullmatch(asked.text) and _asked_before(turn) is not None else None


def _asked_before(turn: "Turn") -> Said | None:
    """The question of this kind that names somebody, with nothing but its halves said since; None if there is none."""
    for text in () if turn.fresh else reversed(turn.context.said):
        before = said(text)
        if _FORMS[-1].fullmatch(before.text):
            continue
        return before if _meant(turn, before) is not None else None
    return None


def _meant(turn: "Turn", asked: Said) -> tuple[str, bool] | None:
    """The artist who is asked about, and whether the least typical is wanted; None if the text asks for neither."""
    for form in _FORMS:
        match = form.fullmatch(asked.text)
        if match is None:
            continue
        named = match["name"].strip()
        artist = _artist(turn, named)
        other = match.groupdict().get("other")
        if not artist or (other and not re.fullmatch(_SELF, other) and artist_named(turn.engine, other) != artist):
            continue
        return artist, bool(match["least"])
    return None


def _artist(turn: "Turn", named: str) -> str:
    """The artist of a name, of "their", or of the same question before; empty if there is none."""
    if _POINTS.fullmatch(named):
        return references.focus_artist(turn.context)
    if named:
        bare = re.sub(r"(?:'s|s')$", "", named)
        if {*bare.split()} <= _NO_ARTIST or genre_named(turn.engine, bare):
            return ""
        return artist_named(turn.engine, bare) or artist_named(turn.engine, named)
    if (before := _asked_before(turn)) is not None and (meant := _meant(turn, before)) is not None:
        return meant[0]
    last = turn.context.last
    if turn.fresh or last is None:
        return ""
    if last.is_list and last.task.query is not None and len(last.task.query.artists) == 1:
        return last.task.query.artists[0]
    return references.focus_artist(turn.context) if last.task.command == "artist" else ""


def _why(engine: Engine, portrait: Portrait, track: Track, *, least: bool) -> str:
    """How the sound of a track differs from the middle of its artist's, the largest gap first."""
    gaps = []
    for at, name in enumerate(AUDIO_NAMES):
        value, middle = references.value(track, name), float(portrait.profile.raw[TRAIT_NAMES.index(name)])
        size = (value - middle) / float(engine.catalogue.deviations[at])
        if abs(size) >= _FAR:
            show, words = trait(name).format, WORDS[name]
            gaps.append((abs(size), f"{words.more if size > 0 else words.less} ({show(value)} against {show(middle)})"))
    told = [text for _, text in sorted(gaps, reverse=True)]
    of = f"the median of {portrait.profile.count:,} recordings"
    if not told:
        return f"In all nine figures of the sound it lies near {of}."
    if not least:
        return f"It lies nearest to {of}; it differs most in being {listed(told[:2])}."
    return f"Against {of} it is {listed(told, 4)}." if len(told) <= 4 else f"Against {of} it is {listed(told[:4])}."

"""Plain words for what the team keeps: crates, likes and blocks, watch lists, digests, privacy.

``put the first three into summer ad``, ``approve the second one``, ``what is our taste``, ``watch Radiohead``.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Final

from bot.dialogue import references
from bot.dialogue.context import Context, Task
from bot.dialogue.lexicon import NUMBERS
from bot.memory.records import Feeling
from bot.request import Request
from engine import Token, Track

_END: Final = r"(?:,? please)?[.!?]*"
_START: Final = r"(?:please |can you |could you |let'?s )?"
_PUT: Final = re.compile(
    _START + r"(?:put|add|move|stick|throw|drop) (?P<what>.+?) (?:in|into|on|onto|to) "
    r"(?:the |our |my |a )?(?P<name>.+?)(?: crate| shortlist)?" + _END,
    re.IGNORECASE,
)
# What else things are added to: the list that is talked of.
_NO_CRATE: Final = frozenset({"it", "that", "this", "list", "the list", "playlist", "mix", "queue", "them", "those"})
_OF_LIST: Final = re.compile(r"(?i)\b(?:list|playlist|mix|queue)\b|^what")
_NAMED: Final = r"(?:the |our |my )?(?P<name>.+?)(?P<crate> crate)?"
_IN: Final = r"(?: (?:in|for|from|of) (?:the |our |my )?(?P<name>.+?)(?: crate)?)?"

# Words that speak of a crate by name, and what /crate does then.
_OF_CRATE: Final[tuple[tuple[str, re.Pattern[str]], ...]] = tuple(
    (verb, re.compile(f"{_START}(?:{pattern}){_END}", re.IGNORECASE))
    for verb, pattern in (
        ("show", rf"(?:show|open|what(?:'s| is) in)(?: me| us)? {_NAMED}"),
        (
            "new",
            r"(?:make|create|start|open|new)(?: me| us)?(?: an?)?(?: new)?(?P<crate> crate) (?:called |named |for )?(?P<name>.+?)",
        ),
        ("export", rf"(?:export|save|download) {_NAMED}"),
        ("fits", rf"what (?:else )?(?:fits|would fit|goes (?:well )?with|could go into|suits) (?:in |into )?{_NAMED}"),
        ("gaps", rf"what (?:is|'s) (?:missing|lacking) (?:in|from) {_NAMED}"),
        ("audit", rf"who (?:did what|changed what|changed) in {_NAMED}"),
        ("archive", rf"(?:archive|put away) {_NAMED}"),
    )
)
_LIST: Final = re.compile(
    r"(?:show|list|what are)(?: me| us)? (?:the |our |my |all )?(?:our |my )?crates|(?:which|what) crates (?:are there|do we have)",
    re.IGNORECASE,
)
# What is done to tracks of a crate; without "in NAME" only where a crate was shown last.
_ON_TRACKS: Final[tuple[tuple[tuple[str, ...], re.Pattern[str]], ...]] = tuple(
    (words, re.compile(_START + pattern + _IN + _END, re.IGNORECASE))
    for words, pattern in (
        (("vote", "vote:up"), r"(?:(?:i )?vote (?:for|up)|upvote) (?P<what>.+?)"),
        (("vote", "vote:down"), r"(?:(?:i )?vote (?:against|down)|downvote) (?P<what>.+?)"),
        (("status", "status:approved"), r"approve (?P<what>.+?)"),
        (("status", "status:rejected"), r"reject (?P<what>.+?)"),
        (("status", "status:shortlisted"), r"shortlist (?P<what>.+?)"),
        (("remove",), r"(?:remove|take out|delete|take) (?P<what>.+?)(?: out)?"),
    )
)

_FOR_US: Final = r"(?:for us|for (?:the|this) channel|we all like|for all of us)"
_PLAIN: Final[tuple[tuple[Request, re.Pattern[str]], ...]] = tuple(
    (request, re.compile(f"{_START}(?:{pattern}){_END}", re.IGNORECASE))
    for request, pattern in (
        (Request("taste"), r"(?:show(?: me)?|what(?:'s| is)|tell me) my taste(?: like)?|what do i like"
                           r"|what have you learned (?:about|of|from) (?:me|my taste)"),
        (Request("taste", (Token("for", "us"),)), r"(?:show(?: us| me)?|what(?:'s| is)) our taste(?: like)?|what do we like"),
        (Request("recommend", (Token("for", "us"),)),
         rf"(?:recommend|suggest|play|find|give)(?: us| me)? (?:something|music|songs|tracks) {_FOR_US}|something {_FOR_US}"),
        (Request("recommend", (Token("for", "me"),)),
         r"(?:recommend|suggest|play|find)(?: me)? (?:something|music|songs|tracks)"
         r" (?:just for me|for me|to my taste|i(?:'d| would| will) like)|something (?:for me|to my taste)"),
        (Request("watch", (Token("", "list"),)), r"(?:show(?: me)?|what(?:'s| is) on) (?:the|our|my) watch ?list"),
        (Request("privacy"), r"what do you (?:know|keep|store|remember|save) (?:about|of|on) (?:me|us)"
                             r"|what (?:is|do you have) stored about (?:me|us)|privacy"),
        (Request("forget", (Token("", "me"),)), r"forget (?:everything (?:about|on) )?me|delete (?:all )?my data"),
        (Request("export", (Token("", "me"),)), r"export my data|(?:give|send) me my data"),
    )
)  # fmt: skip
_WATCH: Final = re.compile(
    _START + r"(?P<verb>watch|keep an eye on|stop watching) (?:the )?(?P<kind>artist |genre |track |song )?(?P<name>.+?)"
    + _END,
    re.IGNORECASE,
)  # fmt: skip
_DIGEST: Final = re.compile(
    _START
    + r"(?:post|send)(?: us| me)? (?:the )?(?P<what>emerging (?:artists|tracks)|emerging)(?: in)?(?: (?P<genre>.+?))?"
    r"(?: here)? every (?P<every>day|monday|tuesday|wednesday|thursday|friday|saturday|sunday)"
    r"(?:(?: morning)? at (?P<hour>\d{1,2}|[a-z]{3,6})(?::(?P<minute>\d\d))?(?: ?(?P<half>am|pm))?)?" + _END,
    re.IGNORECASE,
)

# A list that is pasted after the words.
_IMPORTED: Final = re.compile(
    _START
    + r"(?:import|match|look up|read) (?:this|these|the following|my)(?: (?:list|tracks?|songs?|titles|playlist))?"
    r"\s*[:\n]\s*(?P<lines>.+)",
    re.IGNORECASE | re.DOTALL,
)

_LOVED: Final = re.compile(
    r"i (?:really |just )?(?:love|adore|like)(?: the sound of)? (?P<what>.+?)|love (?P<loved>.+?)|thumbs up (?:for|to) (?P<up>.+?)",
    re.IGNORECASE,
)
_NEVER: Final = re.compile(
    r"never again:?,?(?: (?P<what>.+?))?|never (?:ever )?(?:show|play|suggest|recommend|give)(?: me| us)? (?P<shown>.+?) again"
    r"|i never (?:ever )?want to (?:hear|see) (?P<heard>.+?)(?: ever)? again",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Said:
    """An opinion in passing: of tracks that were shown, or of somebody by name."""

    feeling: Feeling
    tracks: tuple[Track, ...] = ()
    name: str = ""


def kept(text: str, context: Context, genres: Collection[str] = ()) -> Request | None:
    """The request to what the team keeps that the words make; None if they speak of something else."""
    plain = next((request for request, pattern in _PLAIN if pattern.fullmatch(text)), None)
    if plain is not None:
        return plain
    if match := _IMPORTED.fullmatch(text):
        return Request("import", (Token("lines", match["lines"], quoted=True),))
    return (
        _of_crate(text, context)
        or _put(text, context)
        or _on_tracks(text, context)
        or _watched(text, genres)
        or _posted(text)
    )


def opinion(text: str, context: Context) -> Said | None:
    """What the words say for good of what was shown: "love the second one", "never show me Drake again"."""
    said = text.strip().rstrip(".!")
    if match := _LOVED.fullmatch(said):
        found = references.rows_of(_what(match), context)
        return Said("like", found.tracks) if found is not None and found.tracks else None
    if match := _NEVER.fullmatch(said):
        what = _what(match)
        # On its own it means the one track that was just talked of.
        found = references.find(what, context) if what else None
        tracks = found.tracks if found is not None else ()
        if not what and context.last is not None and len(context.last.tracks) == 1:
            tracks = context.last.tracks
        name = what if not tracks and found is None else ""
        return Said("block", tracks, name) if tracks or name else None
    return None


def _what(match: re.Match[str]) -> str:
    return next((value for value in match.groupdict().values() if value), "")


def _of_crate(text: str, context: Context) -> Request | None:
    if _LIST.fullmatch(text.strip().rstrip(".!?")):
        return Request("crate", (Token("", "list"),))
    for verb, pattern in _OF_CRATE:
        match = pattern.fullmatch(text)
        # Without the word a name is a crate's only if the talk was of that crate.
        if match and (match["crate"] or match["name"].casefold() in _names(context)):
            return Request("crate", (Token("", verb), _name(match)))
    return None


def _put(text: str, context: Context) -> Request | None:
    match = _PUT.fullmatch(text)
    if match is None or match["name"].lower() in _NO_CRATE or _OF_LIST.search(match["name"]):
        return None
    tracks = _meant(match["what"], context)
    return Request("crate", (Token("", "add"), _name(match), *_keyed(tracks))) if tracks else None


def _on_tracks(text: str, context: Context) -> Request | None:
    in_crate = context.last is not None and context.last.task.command == "crate"
    spoken_of = _names(context)
    for words, pattern in _ON_TRACKS:
        match = pattern.fullmatch(text)
        named_here = match is not None and (match["name"] or "").casefold() in spoken_of
        if match is None or not (in_crate or named_here or (match["name"] and words[0] != "remove")):
            continue
        shown = _counted(match["what"], context)
        if shown:
            named = (_name(match),) if match["name"] else ()
            keyed = [Token(key, value) for key, _, value in (word.partition(":") for word in words[1:])]
            return Request("crate", (Token("", words[0]), *named, *_keyed(shown), *keyed))
    return None


def _names(context: Context) -> frozenset[str]:
    """The crates that the talk was of."""
    tasks = (one.task for one in context.exchanges if one.task.command == "crate" and one.ok)
    return frozenset(task.fields["name"].strip('"').casefold() for task in tasks if task.fields.get("name"))


def _counted(what: str, context: Context) -> tuple[Track, ...]:
    """The rows that are meant, of a crate too: those of the last answer."""
    last = context.last
    if last is not None and last.task.command == "crate":
        last = next(
            (one for one in reversed(context.exchanges[-5:]) if one.task.command == "crate" and one.tracks), last
        )
        # Its rows are no list that people refine, so that the list before it stays what "the second one" means there.
        counted = references.rows_of(what, Context((replace(last, task=Task("recommend")),)))
        return counted.tracks if counted is not None else ()
    return _meant(what, context)


def _watched(text: str, genres: Collection[str]) -> Request | None:
    match = _WATCH.fullmatch(text)
    if match is None:
        return None
    kind = (match["kind"] or "").strip().lower().replace("song", "track")
    name = match["name"].strip('"“”')
    kind = kind or ("genre" if name.lower() in genres else "artist")
    stop = (Token("", "stop"),) if match["verb"].lower().startswith("stop") else ()
    return Request("watch", (*stop, Token(kind, name, quoted=True)))


def _posted(text: str) -> Request | None:
    match = _DIGEST.fullmatch(text)
    if match is None:
        return None
    said = (match["hour"] or "9").lower()
    hour = (int(said) if said.isdecimal() else NUMBERS.get(said, 9)) % 24
    hour += 12 if (match["half"] or "").lower() == "pm" and hour < 12 else 0
    parts = [
        Token("every", match["every"].lower()),
        Token("at", f"{hour:02}:{match['minute'] or '00'}"),
        Token("what", "artists" if match["what"].lower().endswith("artists") else "emerging"),
    ]
    return Request("digest", (*parts, *([Token("genre", match["genre"], quoted=True)] if match["genre"] else [])))


def _name(match: re.Match[str]) -> Token:
    return Token("name", match["name"].strip('"“”'), quoted=True)


def _keyed(tracks: Collection[Track]) -> tuple[Token, ...]:
    return tuple(Token("track", track.track_id) for track in tracks)


def _meant(what: str, context: Context) -> tuple[Track, ...]:
    """The tracks of the rows that are meant: counted, described, all of them, or the one in focus."""
    found = references.find(what, context)
    if found is None:
        return ()
    return found.tracks or references.focus_tracks(context)

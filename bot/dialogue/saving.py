"""Saving the rows shown under a name: ``save the top three as coast ad``, ``call it rainy sunday and save it``."""

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from bot.dialogue import acts, free_text, lists, references
from bot.dialogue.context import Exchange
from bot.dialogue.lexicon import fold
from bot.dialogue.outcome import Outcome, request_of
from bot.request import Request
from engine import Query, Token, Track

if TYPE_CHECKING:
    from bot.dialogue.manager import Turn

_START: Final = r"(?:(?:ok|okay|and|now|then|so|great|perfect|nice|please|can you|could you|can u|let'?s|just)[, ]+)*"
_VERB: Final = r"(?:save|export|store|keep|download)"
_NAMED: Final = (
    re.compile(
        _START
        + rf"(?:keep|take|pick|choose|use)(?: only| just)? (?P<what>.+?),? (?:and )?(?:then )?{_VERB} (?:them|those|these|it) (?:as|under|called|named)\s+[\"'“]?(?P<name>.+?)[\"'”]?(?: please)?[.! ]*"
    ),
    re.compile(
        _START
        + rf"(?:call|name|title) (?:it|this|that|them|the (?:list|set|playlist)|this (?:list|one))\s+[\"'“]?(?P<name>.+?)[\"'”]?,? and (?:then )?{_VERB}(?: (?:it|this|that|them|the list))?(?: please)?[.! ]*"
    ),
    re.compile(
        _START
        + rf"{_VERB}(?: me)? (?P<what>.+?) (?:as|under(?: the name)?|called|named)\s+[\"'“]?(?P<name>.+?)[\"'”]?(?: please)?[.! ]*"
    ),
    re.compile(
        _START
        + rf"{_VERB} (?P<what>it|this|that|them|those|these|the list|the lot|all)? ?and (?:call|name|title) (?:it|this|that|them)\s+[\"'“]?(?P<name>.+?)[\"'”]?(?: please)?[.! ]*"
    ),
)
# "save number 2", "the second one is perfect, save it"
_SOME: Final = (
    re.compile(_START + rf"{_VERB}(?: me| only| just)? (?P<what>.+?)(?: please| for me)?[.! ]*"),
    re.compile(
        _START
        + rf"(?P<what>.+?) (?:is|are|sounds?|will do|would be|works?)(?: (?:just|so|really|very|the))*(?: [\w-]+){{0,3}}[,.;!]+ (?:so |and |please )*{_VERB} (?:it|that|them|this|that one|those)(?: please| for me)?[.! ]*"
    ),
)
# "guardala como latin suave", "speicher das als techno hart"
_ELSEWHERE: Final = re.compile(
    r"(?:(?:y|und|et|e|bitte|por favor|ahora|jetzt|ok)[, ]+)*(?:enregistre|sauvegarde|speicher[en]*|guarda|guardad|salva|salve)[- ]?(?:la|le|les|das|es|die|sie|lo|las|los|esto|eso|ca|a|o|isso|diese liste|la liste|la lista)? "
    r"(?:als|unter(?: dem namen)?|como|sous(?: le nom(?: de)?)?|come|comme|com o nome(?: de)?) [\"'“«]?(?P<name>.+?)[\"'”»]?(?: bitte| por favor)?[.! ]*"
)
# What a list is saved as and no name: kinds of files, programs, things to make.
_NO_NAME: Final = re.compile(
    r"(?:an? |my |the |one |new )*(?:csv|files?|excel|xlsx?|spreadsheet|m3u8?|links?|table|document|text(?: file)?|pdf|json|playlists?|crates?|shortlists?|list|it|that|this|favou?rites?|spotify\b.*|rekordbox|serato|traktor|"
    r"(?:csv|excel|text|m3u8?) (?:file|table|list)|approved|rejected|shortlisted|licensed|.*\bcrate)"
)
_THE_LIST: Final = re.compile(
    r"(?:it|this|that|them|those|these|all(?: of (?:it|them|these|those))?|everything|the (?:whole |entire )?(?:list|lot|set|playlist|thing)|this (?:list|one|set|playlist))"
)
# "Can you make it a list I can send to the agency"
_TO_SEND: Final = re.compile(
    _START
    + r"(?:(?:can|could) (?:you|u|we) )?(?:make|turn|put|give|get|export|format)(?: me)?(?: (?:it|this|that|them|these))?(?: (?:in)?to| as)?(?: an?| the)? ?"
    r"(?:list|file|document|sheet|something|version|table)?(?: that| which)? (?:i|we) (?:can|could|may) (?:send|share|forward|mail|e-?mail|hand|show|give|pass)\b.*"
)
# Answers that save means first, where one of them came after the list.
_NO_LIST: Final = frozenset({"crate", "emerging", "path", "genres", "import"})
# "Fill it with 10 hard hitting drum and bass things", after a crate was made.
_FILL: Final = re.compile(
    r"(?i)(?:(?:ok|and|now|please|can you|then)[, ]+)*(?:fill|stock|populate|load)(?: up)? (?:it|this|that|the crate|[\w' -]{2,30}?)(?: up)? with (?P<what>.+?)[.! ]*"
)


def read(turn: "Turn", text: str) -> Outcome | None:
    """The rows shown as files under the name that is said; None if the text saves nothing so."""
    last = turn.context.last
    if last is not None and last.task.command == "crate" and (filled := _FILL.fullmatch(text.strip())) is not None:
        made = turn.outcome_of(filled["what"]) or free_text.read(turn, filled["what"])
        name = last.task.fields.get("name", "").strip('"') or "the crate"
        note = f'nothing is put in yet: say "add all of them to {name}", or which'
        return replace(made, notes=(*made.notes, note)) if made.request is not None else made
    listed = turn.shown
    others = last is not None and last is not listed and last.task.command in _NO_LIST
    if listed is None or others or len(text) > acts.LONGEST:
        return None
    said = fold(text)
    if _TO_SEND.fullmatch(said):
        return Outcome(lists.read_saved(turn, listed))
    for pattern in (*_NAMED, _ELSEWHERE):
        match = pattern.fullmatch(said)
        if match is None or _NO_NAME.fullmatch(match["name"]):
            continue
        name = text[match.start("name") : match.end("name")] if len(said) == len(text) else match["name"]
        what = match.groupdict().get("what") or "it"
        if _THE_LIST.fullmatch(what):
            return Outcome(_all_of(turn, listed, name))
        found = references.rows_of(what, turn.context)
        if found is not None and found.tracks:
            return rows(turn, listed, found.tracks, name)
    for pattern in _SOME:
        match = pattern.fullmatch(said)
        found = references.rows_of(match["what"], turn.context) if match is not None else None
        if match is not None and found is not None and found.end - found.start >= len(match["what"]) - 2:
            return rows(turn, listed, found.tracks) if found.tracks else None
    return None


def _all_of(turn: "Turn", listed: Exchange, name: str) -> Request:
    """The request that saves the list shown under a name."""
    request = lists.read_saved(turn, listed)
    if request.command not in ("save", "playlist"):
        return request
    return replace(request, tokens=(*request.tokens, Token("name", name, quoted=True)))


def rows(turn: "Turn", listed: Exchange, tracks: tuple[Track, ...], name: str = "") -> Outcome:
    """These rows as files and no others, whatever the query of the list would find for so few."""
    query = replace(listed.task.query or Query(), tracks=tracks, limit=len(tracks), skip=0, most="", sort="")
    field = [Token("name", name, quoted=True)] if name else []
    return Outcome(request_of("save", turn.kept_out(query).text, *field))

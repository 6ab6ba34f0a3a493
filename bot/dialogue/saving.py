"""Saving the rows shown under a name: ``save the top three as coast ad``, ``call it rainy sunday and save it``."""

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from bot.dialogue import acts, free_text, lists, references
from bot.dialogue.context import Exchange
from bot.dialogue.lexicon import fold
from bot.dialogue.outcome import Outcome, request_of
from bot.reply import Action, Reply
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
# "add number 1 from a search for soft bossa nova", of a crate
_FROM_SEARCH: Final = re.compile(
    r"(?i)(?:(?:ok|and|now|please|can you|then)[, ]+)*(?:add|put|take|get|throw in|include) (?P<rows>.+?) (?:from|of|out of) (?:an?|the|another|your|my) (?:new |quick )?(?:search(?:es)?|search results?|results?|list)(?: results?)? (?:for|of|on|with|about) (?P<what>.+?)(?:,? (?:to|in|into) (?:it|this|that|the (?:crate|list)))?[.! ]*"
)
# "rename it Walnut Table", of a list
_RENAMED: Final = re.compile(
    r"(?i)(?:(?:ok|okay|and|now|then|please|can you|could you|let['’]?s)[, ]+)*(?:rename|retitle)(?: (?:(?:the|this|that|my) (?:list|set|playlist|one)|it|this|that|them))(?: (?:to|into|as))? [\"'“]?(?P<name>[^\"”]+?)[\"'”]?[.! ]*"
)
_LATELY: Final = 4


def _crate_spoken_of(turn: "Turn") -> str:
    """The crate that was shown or changed lately, by name; empty for none."""
    for one in reversed(turn.context.exchanges[-_LATELY:]):
        fields = one.task.fields if one.task.command == "crate" and one.ok else {}
        if name := fields.get("to" if fields.get("do") == "rename" else "name"):
            return name.strip('"')
    return ""


def _searched(turn: "Turn", text: str) -> Outcome | None:
    """What is to be searched for a crate: its list, that nothing is put in yet, and how to say it."""
    match = _FROM_SEARCH.fullmatch(text.strip())
    name = _crate_spoken_of(turn) if match is not None else ""
    if match is None or not name:
        return None
    made = turn.anew(match["what"]).outcome(match["what"])
    if made.request is None:
        return made
    note = f'nothing is added yet: this is the search. Say "put {match["rows"]} in {name}" to add from it'
    return replace(made, notes=(note, *made.notes), fresh=True)


def _not_named(turn: "Turn", text: str, listed: Exchange) -> Outcome | None:
    """That a list has no name, where it is to be renamed; and the crate that it can be kept as."""
    match = _RENAMED.fullmatch(text.strip())
    if match is None:
        return None
    name = match["name"]
    named = Token("name", name, quoted=True)
    keep = Request("crate", (Token("", "new"), named, *(Token("track", one.track_id) for one in listed.tracks)))
    actions = [Action(f"Keep it as {name}", keep.text)]
    told = f'To keep it under that name, say "put all of them in a crate called {name}".'
    if crate := _crate_spoken_of(turn):
        renamed = Request(
            "crate", (Token("", "rename"), Token("name", crate, quoted=True), Token("to", name, quoted=True))
        )
        actions.insert(0, Action(f"Rename {crate}", renamed.text))
        told += f' The crate {crate} is renamed by "rename {crate} to {name}".'
    return Outcome(reply=Reply("Only crates have names, and this is a list.", told, actions=tuple(actions)))


def read(turn: "Turn", text: str) -> Outcome | None:
    """The rows shown as files under the name that is said; None if the text saves nothing so."""
    last = turn.context.last
    if last is not None and last.task.command == "crate" and (filled := _FILL.fullmatch(text.strip())) is not None:
        made = turn.outcome_of(filled["what"]) or free_text.read(turn, filled["what"])
        name = last.task.fields.get("name", "").strip('"') or "the crate"
        note = f'nothing is put in yet: say "add all of them to {name}", or which'
        return replace(made, notes=(*made.notes, note)) if made.request is not None else made
    if (searched := _searched(turn, text)) is not None:
        return searched
    listed = turn.shown
    others = last is not None and last is not listed and last.task.command in _NO_LIST
    if listed is None or others or len(text) > acts.LONGEST:
        return None
    if (unnamed := _not_named(turn, text, listed)) is not None:
        return unnamed
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

"""The rows shown kept under a name, put on the watch list, or handed on: the rows that are said, all of them or one.

``put 1 and 2 in a folder called Trainers``, ``keep this list for tomorrow``, ``the top 3 of those on my watch list``,
``send it to the client``. Nothing can be sent from here: the links are given instead.
"""

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from bot.dialogue import acts, lists, patterns, rows_said, saving, smalltalk
from bot.dialogue.context import Shown
from bot.dialogue.list_edits.wording import as_written, plain
from bot.dialogue.outcome import Outcome
from bot.dialogue.rows_said import Rows
from bot.dialogue.shared import failed
from bot.reply import Action, Reply
from bot.request import Request
from engine import Query, Token, Track, UserError

if TYPE_CHECKING:
    from bot.dialogue.manager import Turn

_VERB: Final = r"(?:put|add|save|keep|store|stick|throw|drop|bookmark|file|park|stash|collect|pop|chuck|move|copy|include|get|place|sort)"
_KIND: Final = r"(?:folder|playlist|crate|list|short ?list|collection|box|stack|pile|record bag)"
# The word is a part of the name: "sunday rotation".
_IN_NAME: Final = r"(?:rotation|library|favou?rites|archive|selection|picks|keepers|bag)"
_OURS: Final = r"(?:a|an|the|my|our|another|this|that|your|some)"
_KEPT: Final = re.compile(rf"{_VERB} (?P<rest>.+)")
_MADE: Final = re.compile(
    rf"(?:make|create|start|open|build)(?: (?:me|us))? (?:a|an|the) (?:new )?{_KIND},? (?:called|named|titled) [\"'“]?(?P<name>.+?)[\"'”]? (?:with|from|out of|of|using) (?P<rows>.+?)(?: in it)?"
)
_PREPOSITION: Final = re.compile(r"\s+(?:in|into|in to|on|onto|to|under|as)\s+")
_CRATE: Final = re.compile(
    rf"(?:{_OURS} )?(?:(?:new|own|separate|fresh|little) )*(?:{_KIND},?:? ?(?:called|named|titled|with the name|by the name of|labell?ed|for)? ?[\"'“]?(?P<name>[^\"”]+?)[\"'”]?|(?:called|named) [\"'“]?(?P<called>[^\"”]+?)[\"'”]?)"
)
_NAMED_CRATE: Final = re.compile(rf"(?:{_OURS} )?[\"'“]?(?P<name>[^\"”]+?)[\"'”]? {_KIND}")
_ITS_NAME: Final = re.compile(rf"(?:{_OURS} )?[\"'“]?(?P<name>(?:[^\"”]+? )?{_IN_NAME})[\"'”]?")
_NO_NAME: Final = re.compile(
    r"(?:(?:the|my|our|a|an|new|same|whole|full|entire|this|that|first|last|play|watch|set|other|one|next|it|them|spotify|apple music|youtube|tidal|deezer|wish|of|\d+|play ?list|minutes?|hours?|long|short|good|nice|single)\b ?)+|.*\b(?:minutes?|mins?|hours?|order|that (?:gets|goes|builds|starts))\b.*"
)
_WATCHED: Final = re.compile(
    r"(?:put|add|stick|keep|get|have|throw|pop|move) (?P<what>.+?) (?:on|onto|to|in|into|under) (?:the |my |our |a |your )?(?:watch(?:ing)? ?-?list|radar|follow(?:ing)? list|watched (?:ones|list))"
    r"|(?:watch|follow|monitor|keep (?:an eye|tabs|an ear) on|start (?:watching|following)) (?P<rows>.+)"
)
_PEOPLE: Final = re.compile(r"\b(?:artists?|bands?|acts?|singers?|guys|people|names|groups?)\b")
_SENT: Final = re.compile(
    r"(?:send|mail|e-?mail|forward|share|text|whats ?app|dm|message|airdrop)(?: (?:me|us|over|on|out))* (?P<what>.+?)(?: (?:over|on|out|off))?(?:,? (?:to|with|by|via|as|in|on|per) (?P<to>.+))?"
    r"|(?:send|mail|e-?mail|forward|share|text|whats ?app|message|dm) (?P<whom>(?:my|the|our|them|him|her) ?[\w' ]*?) (?P<what2>(?:number )?\d.*|the (?:list|first|last|top|links).*|this list|these|those|this|it|that)"
)
_SPOTIFY: Final = re.compile(
    r"(?:(?:have|get|give me|make|make me|turn|put|export|send|save|convert|i want|i need|need|want|download|open|add|play|do|copy|load|push|bring|create|as|transfer|see)\b ?)*(?:(?:all )?(?P<what>.+?) )??(?:(?:in(?:to)?|as|to|on|onto|for)\b ?)*+(?:(?:a|an|the|my|some)\b ?)*+(?:(?:list|playlist|links?|file|something|version)\b ?)*+(?:(?:for|in(?:to)?|on|to|from|of|i can (?:use|open|play|paste|import) in)\b ?)*+(?:(?:my|the|a)\b ?)*+(?:spotify|apple music|deezer|tidal|youtube(?: music)?)(?: (?:playlist|list|links?|account|app|please))*"
)
_LINKS: Final = re.compile(
    r"(?:(?:have|get|give me|send me|show me|i want|i need|need|want|can i have|what are|where are)\b ?)*(?:(?>all the|the|all|some|their|its)\b ?)*(?:spotify |web )?(?:links?|urls?)(?: (?:to|for|of) (?P<what>.+))?"
)
_FOR_LATER: Final = re.compile(
    r"(?P<verb>keep|save|hold on to|hang on to|remember|bookmark|store|put aside|set aside|park|file|leave) (?P<what>.+?)(?: (?:safe|aside|handy|somewhere|here))?(?P<when>(?: safe)? (?:for|until|till) (?P<name>.+?))?"
)
_A_LIST: Final = re.compile(r"\b(?:list|set|playlist|selection|mix|lot|tracks|songs)\b")
_PRONOUN: Final = re.compile(r"(?:it|that|this|them|these|those|all of (?:it|them|these|those))")
_BOTH: Final = re.compile(
    r"(?:them |those |these |the )?(?:both|two)(?: of (?:them|those|these))?(?: (?:songs|tracks))?"
)
_TWO: Final = 2
_FEW_LINKS: Final = 6  # links that are written out
_LONGEST_NAME: Final = 40


def read(turn: "Turn", text: str) -> Outcome | None:
    """The rows shown kept, watched or handed on as a text says; None if it says no such thing."""
    shown = turn.context.counted
    if shown is None or turn.fresh or len(text) > acts.LONGEST:
        return None
    if (noted := _kept_with_note(turn, text)) is not None:
        return noted
    for start in _starts(text):
        said = plain(text[start:])
        if said and (done := _watched(turn, said) or _kept(turn, said) or _for_later(turn, said) or _sent(turn, said)):
            return done
    return None


def _starts(text: str) -> list[int]:
    """Where what is asked for may begin: at the start, or behind thanks and praise."""
    found = [0]
    for match in re.finditer(r"[.!,;–-]+\s+", text):
        head = text[: match.start()].strip()
        if smalltalk.talk_kind(head) or patterns.praises(head):
            found.append(match.end())
    return found


def _meant(turn: "Turn", what: str) -> Rows | None:
    """The rows that words mean; "it" is the row last spoken of, else the whole list where that was answered last."""
    found = rows_said.read(what, turn.context)
    shown = turn.context.counted
    if shown is not None and re.fullmatch(r"(?:them|those|these)(?: both| two)?|both(?: of them)?", what):
        # Rows that the last message spoke of, where it made no new list.
        told = turn.context.said[-1] if turn.context.said and not turn.context.exchanges[-1].is_list else ""
        meant = {track.recording for track in rows_said.named_in(told, turn.context)} if told else set[int]()
        places = [at for at, row in enumerate(shown.rows) if row.track is not None and row.track.recording in meant]
        if len(places) > 1:
            return Rows(tuple(places))
    if found is None and shown is not None and _PRONOUN.fullmatch(what) and turn.context.last is shown:
        return Rows(tuple(range(len(shown.rows))), kind="all")
    return found


def _shown(turn: "Turn", rows: Rows) -> tuple[Shown, ...]:
    shown = turn.context.counted
    return tuple(shown.rows[at] for at in rows.places if at < len(shown.rows)) if shown is not None else ()


def _beyond(turn: "Turn", rows: Rows) -> Outcome | None:
    shown = turn.context.counted
    if not rows.beyond or shown is None:
        return None
    count = len(shown.rows)
    error = UserError(f"The list has {count} rows, so there is no number {rows.beyond}.", f"Say 1 to {count}.")
    return Outcome(reply=failed(error))


def _tracks(turn: "Turn", rows: Rows) -> tuple[Track, ...]:
    return tuple(row.track for row in _shown(turn, rows) if row.track is not None)


# Kept

# "put the best two in crate 'EV pitch' and note: second one needs clearance check"
_AND_NOTE: Final = re.compile(
    r"(?i)(?P<put>.+?)[,;.]?\s+(?:and |then |also |plus |with |adding )+(?:(?:add|make|leave|write|put) )?(?:an? |the )?(?:note|remark|comment)(?: (?:that|saying|on|for|to))?\s*:?\s+(?P<note>.+?)[. ]*"
)
_NOTED_ROW: Final = re.compile(
    r"(?i)(?:that )?(?P<row>(?:the )?(?:first|second|third|fourth|fifth|last)(?: (?:one|track|song))?|(?:number|no\.?|track|#) ?\d{1,2})(?: that|:|,)?\s+(?P<what>.+)"
)


def _kept_with_note(turn: "Turn", text: str) -> Outcome | None:
    """Rows kept under a name, and how the note that came with them is said next; None if no note comes with any."""
    match = _AND_NOTE.fullmatch(text)
    done = _kept(turn, plain(match["put"])) if match is not None else None
    if match is None or done is None or done.request is None:
        return done
    row = _NOTED_ROW.fullmatch(match["note"])
    said = f"note on {row['row']}: {row['what']}" if row is not None else f"note on number 1: {match['note']}"
    return replace(done, notes=(*done.notes, f'the note is not written yet: say "{said}"'))


def _kept(turn: "Turn", said: str) -> Outcome | None:
    """``put 1 and 2 in a folder called Trainers``: those rows in a crate of that name."""
    if (made := _MADE.fullmatch(said)) is not None and not _NO_NAME.fullmatch(made["name"]):
        rows = _meant(turn, made["rows"])
        return (_beyond(turn, rows) or _in_crate(turn, made["name"], rows)) if rows is not None else None
    match = _KEPT.fullmatch(said)
    if match is None:
        return None
    rest = match["rest"]
    for joint in _PREPOSITION.finditer(rest):
        name = _crate_named(rest[joint.end() :])
        if name and len(turn.context.focus) == _TWO and _BOTH.fullmatch(rest[: joint.start()]):
            # The two that were just spoken of, wherever they stand.
            named = Token("name", as_written(turn, name), quoted=True)
            return Outcome(Request("crate", (Token("", "new"), named, *_keyed(turn.context.focus))))
        rows = _meant(turn, rest[: joint.start()]) if name else None
        if rows is not None:
            return _beyond(turn, rows) or _in_crate(turn, name, rows)
    return None


def _crate_named(text: str) -> str:
    """The name of the crate that words for a place of keeping mean; empty if they mean none, or one without a name."""
    for pattern in (_CRATE, _NAMED_CRATE, _ITS_NAME):
        match = pattern.fullmatch(text.strip(" ."))
        name = next((one for one in match.groupdict().values() if one), "") if match is not None else ""
        name = re.sub(r"^(?:the|my|our) ", "", name)
        if name and not _NO_NAME.fullmatch(name) and len(name) <= _LONGEST_NAME:
            return name
    return ""


def _in_crate(turn: "Turn", name: str, rows: Rows, lead: str = "") -> Outcome | None:
    tracks = _tracks(turn, rows)
    if not tracks:
        return _only_tracks(turn, rows)
    tokens = (Token("name", as_written(turn, name), quoted=True), *_keyed(tracks))
    return Outcome(
        Request("crate", (Token("", "new"), *tokens)), lead=lead, focus=tracks[:1] if len(tracks) == 1 else ()
    )


def _only_tracks(turn: "Turn", rows: Rows) -> Outcome | None:
    """Rows that are artists go on the watch list: a crate holds tracks."""
    names = [row.artist for row in _shown(turn, rows) if row.artist]
    if not names:
        return None
    watched = Request("watch", tuple(Token("artist", name, quoted=True) for name in names))
    told = f"A crate holds tracks, and {'these rows are artists' if len(names) > 1 else 'this row is an artist'}."
    return Outcome(
        reply=Reply(
            title=told,
            text="Put them on the watch list instead, or ask for songs by one of them.",
            actions=(Action("Put on the watch list", watched.text), *(
                Action(f"Songs by {name}", f"/recommend {Token('artist', name, quoted=True)}") for name in names[:3]
            )),
        )
    )  # fmt: skip


def _keyed(tracks: tuple[Track, ...]) -> tuple[Token, ...]:
    return tuple(Token("track", track.track_id) for track in tracks)


def _for_later(turn: "Turn", said: str) -> Outcome | None:
    """``keep this list for tomorrow``: a crate named after the day or the occasion, else after what is in it."""
    match = _FOR_LATER.fullmatch(said)
    if match is None or (re.match(r"(?:this|that|these|those|it|them)$", match["what"]) and not match["when"]):
        return None
    rows = _meant(turn, match["what"])
    if rows is None or rows.beyond:
        return None
    pointed = re.match(r"(?:this|that|these|those|my)\b", match["what"]) is not None
    listed = rows.kind == "all" and (_A_LIST.search(match["what"]) or match["when"]) and (pointed or match["when"])
    if not listed and not (match["when"] and rows.kind in ("rows", "it", "described")):
        return None
    if match["verb"] == "save" and not match["when"]:
        return None  # as files
    name = re.sub(r"^(?:the |my |our )", "", match["name"] or "")
    if re.fullmatch(r"(?:me|us|later|now|then|good|future use|reference|another time|next time)?", name):
        name = _about(turn)
    lead = f'Kept as the crate "{as_written(turn, name)}": say "open {name}" to see it again.'
    return _in_crate(turn, name, rows, lead)


def _about(turn: "Turn") -> str:
    """What a list is called that was given no name."""
    listed = turn.context.last_list
    query = (listed.task.query if listed is not None else None) or Query()
    words = [*query.moods, *query.genres, *query.genres_all, query.scene, *query.artists, *query.like_artists]
    return " ".join(filter(None, words))[:_LONGEST_NAME].strip() or "kept list"


# Watched


def _watched(turn: "Turn", said: str) -> Outcome | None:
    """``the top 3 of those on my watch list``: the artists or the tracks of those rows."""
    match = _WATCHED.fullmatch(said)
    if match is None:
        return None
    what = match["what"] or match["rows"]
    people = _PEOPLE.search(what) is not None
    which = re.sub(r"\s+", " ", _PEOPLE.sub("ones", what)) if people else what
    rows = _meant(turn, which)
    if rows is None or (rows.kind == "it" and match["rows"]):
        return None
    if (beyond := _beyond(turn, rows)) is not None:
        return beyond
    tokens = []
    for row in _shown(turn, rows):
        artist = row.artist or (row.track.artists[0] if row.track is not None else "")
        if row.track is not None and not people:
            tokens.append(Token("track", row.track.track_id))
        elif artist:
            tokens.append(Token("artist", artist, quoted=" " in artist))
    return Outcome(Request("watch", tuple(dict.fromkeys(tokens)))) if tokens else None


# Handed on


def _sent(turn: "Turn", said: str) -> Outcome | None:
    """``send 1 and 2 to the client``, ``as a list for spotify``: that it cannot, and the links of those rows."""
    listed = turn.shown
    spotify = _SPOTIFY.fullmatch(said) if re.search(r"spotify|apple music|deezer|tidal|youtube", said) else None
    match = _SENT.fullmatch(said)
    links = _LINKS.fullmatch(said)
    one = spotify or match or links
    if one is None or listed is None or re.search(r"\bevery (?:day|\w+day|week|month)\b", said):
        return None
    groups = one.groupdict()
    what = (groups.get("what") or groups.get("what2") or "it").strip()
    what = re.sub(r"^(?:the )?(?:links?|urls?) (?:to|of|for) ", "", what)
    rows = _meant(turn, what)
    if (
        rows is not None
        and rows.kind == "it"
        and spotify is not None
        and not re.search(r"\b(?:link|url|song|track)\b", said)
    ):
        rows = _meant(turn, "the list")  # "can i have that for spotify"
    if rows is None and re.fullmatch(r"(?:the )?(?:links?|urls?|list|file|as|a|an|the|playlist| )+", what):
        rows = _meant(turn, "the list")
    if rows is None:
        return None
    if (beyond := _beyond(turn, rows)) is not None:
        return beyond
    tracks = _tracks(turn, rows)
    if not tracks or any(track.url is None for track in tracks):
        return None
    cannot = ""
    if match is not None:
        cannot = "I cannot send anything to anybody"
    elif spotify is not None:
        cannot = "I cannot make a playlist in another service"
    if rows.kind == "all" and len(tracks) == len(listed.tracks):
        lead = (
            f"{cannot}, but here is the list as files: the links paste into a playlist or a message." if cannot else ""
        )
        return Outcome(lists.read_saved(turn, listed), lead=lead)
    return _written_out(turn, tracks, cannot)


def _written_out(turn: "Turn", tracks: tuple[Track, ...], cannot: str) -> Outcome | None:
    listed = turn.shown
    if listed is None:
        return None
    files = saving.rows(turn, listed, tracks)
    lead = f"{cannot}, but here {'is the link' if len(tracks) == 1 else 'are the links'} to pass on:" if cannot else ""
    if len(tracks) > _FEW_LINKS:
        return replace(files, lead=lead)
    told = "\n".join(f"{track.title}: {track.url}" for track in tracks)
    title = lead or f"The link{'s' if len(tracks) > 1 else ''}:"
    reply = Reply(title=title, text=told, actions=(Action("As files", files.text),))
    return Outcome(reply=reply, focus=tracks[:1] if len(tracks) == 1 else ())

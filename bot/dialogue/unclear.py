"""What is said where a text was not understood: that a name is not there, a question back, or a friendly line."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from rapidfuzz.distance import OSA

from bot.dialogue import acts, patterns, row_facts, smalltalk
from bot.dialogue.context import Task
from bot.dialogue.language import Heard, artist_named
from bot.dialogue.lexicon import fold, words
from bot.dialogue.outcome import Outcome, request_of
from bot.dialogue.shared import failure, more, not_there
from bot.dialogue.subjects import Found
from bot.reply import Action, Reply
from engine import Query, Token, UserError

_OF_ROWS: Final = re.compile(
    r"(?:and |so |but |ok )*(?:are|is|do|does|have|has|which|what|how)\b(?! (?:you|u|i|we|about)\b).*\b(?:these|those|them|they|it|this|that|first|second|"
    r"third|fourth|fifth|last|ones?|list|rows?|between|among)\b"
)
"""Begins like a question, and points at rows."""
_FEW_WORDS: Final = 4
"""Words of a message that asks for no more than what the data does not tell: "any women?"."""
_MOST_ADDRESSED: Final = 2
_LONG: Final = 6
_LETTERS_A_SLIP: Final = 5
_KNOWN: Final = 60
"""Words after a greeting that may be an address, and the popularity from which they are a name all the same."""

if TYPE_CHECKING:
    from bot.dialogue.manager import Turn


def not_understood(turn: "Turn", text: str, heard: Heard) -> Outcome:
    """Not understood: a name that is not there is said to be not there; else one friendly line."""
    said = fold(text)
    if not heard.missing and (told := _of_rows(turn)) is not None:
        return told
    pleased = (patterns.praises(turn.text) or patterns.FURTHER.search(said)) and not patterns.ASKS_FOR.search(said)
    # "It's all good then. Let's go" is no song called "Let's Go".
    on_list = pleased and turn.base() is not None and not heard.missing
    if on_list and (outcome := _about_list(turn, text, heard)) is not None:
        return outcome
    if heard.untold and not heard.missing and len(words(text)) <= _FEW_WORDS and turn.base() is None:
        return Outcome(reply=ask_what_for(turn, text, heard))
    found = None if heard.untold or heard.alike else turn.subjects.known(text)
    if not heard.missing and (kind := _only_greets(turn, text, found)) is not None:
        return Outcome(reply=turn.small_talk(kind))
    if found is not None and found.artist and patterns.WISHES.search(said):
        query = Query(artists=(found.artist,), limit=turn.list_limit())
        return Outcome(request_of("recommend", turn.kept_out(query).text), notes=tuple(turn.notes))
    if found is not None:
        return about(turn, found)
    if heard.error is not None and heard.error.code == "not_found":
        return Outcome(reply=not_there(heard.error.message, heard.error.hint))
    if turn.base() is not None and not heard.missing and patterns.MORE_OF_IT.search(said):
        return further(turn)
    asked = patterns.ASKS_FOR.search(said) or patterns.REQUESTS.search(said)
    if heard.missing and heard.query.notes and (asked or len(words(text)) <= 2):
        return (None if acts.removal(text) else in_place(turn, heard)) or without(turn, heard.query.notes)
    base = turn.base()
    if (heard.no_years or heard.untold) and base is not None:
        turn.notes += heard.query.notes
        return turn.list_of(base[0], base[0].query or Query())
    if base is not None and not heard.missing and (outcome := _about_list(turn, text, heard)) is not None:
        return outcome
    if re.fullmatch(r"[^-–—]+\s?[-–—]\s[^-–—]+", text.strip()):
        return no_such_title(turn, text)
    named = [word for word in heard.passed_over if not word.islower()]
    if named or patterns.ASKS_FOR.search(fold(text)) or patterns.POINTS.search(fold(text)):
        return Outcome(reply=ask_what_for(turn, text, heard))
    if base is not None and heard.passed_over:
        return Outcome(reply=smalltalk.reply("change", line=_not_got(heard.passed_over)))
    return Outcome(
        reply=replace(
            failure(UserError(smalltalk.reply("lost").title, code="not_understood")),
            actions=smalltalk.reply("lost").actions,
        )
    )


def _of_rows(turn: "Turn") -> Outcome | None:
    """What a question about the rows shown names of them, where nothing else read it: "are any two in the same key"."""
    return row_facts.of_what_is_named(turn, turn.text) if _OF_ROWS.match(fold(turn.text)) else None


def without(turn: "Turn", notes: Sequence[str]) -> Outcome:
    """Names that the catalogue lacks: said, and where a list is shown it goes on without them."""
    following = more(turn)
    if following is None or following.request is None:
        return Outcome(reply=not_there(notes[0], " ".join(notes[1:])))
    return replace(following, lead=f"{' '.join(notes)} The list goes on without.")


def in_place(turn: "Turn", heard: Heard) -> Outcome | None:
    """A list like artists who play what a well-known one plays whom the catalogue lacks; None where none is known."""
    if not heard.alike or heard.understood:
        return None
    notes = " ".join((*heard.query.notes, "The list is like them."))
    base = turn.base()
    query = base[0].query if base is not None else None
    fitting = replace(
        query or Query(limit=turn.limit), artists=(), albums=(), like=(), tracks=(), like_artists=heard.alike, skip=0,
        most="", sort="", notes=(),
    )  # fmt: skip
    if turn.engine.within(fitting) < fitting.limit:
        fitting = Query(like_artists=heard.alike, limit=turn.list_limit())
    outcome = turn.list_of(Task("recommend"), fitting)
    return replace(outcome, lead=notes)


def stray_words(turn: "Turn", heard: Heard) -> Outcome:
    """Words beside a list that hardly say what music is wanted: what should change, or a list for them to press."""
    if (told := _of_rows(turn)) is not None:
        return told
    words_left = heard.query.scene
    query = turn.kept_out(replace(heard.query, limit=turn.list_limit(), notes=()))
    return Outcome(
        reply=smalltalk.reply(
            "change",
            (Action(f'Music for "{words_left[:40]}"', f"/recommend {query.text}"),),
            line=_not_got((words_left,)),
        )
    )


def _not_got(said: Sequence[str]) -> str:
    """The question what to change, with the words that were not understood."""
    shown = " and ".join(f'"{word}"' for word in dict.fromkeys(said[:3]))
    return f"I did not get {shown}. {smalltalk.line('change').partition('. ')[2]}"


def no_such_title(turn: "Turn", text: str) -> Outcome:
    """``Artist - Title`` that the catalogue lacks."""
    near = turn.engine.near(text)
    return Outcome(reply=not_there(f'"{text.strip()}" is not in the catalogue.', "The nearest:" if near else "", near))


def _only_greets(turn: "Turn", text: str, found: Found | None) -> str | None:
    """The small talk that a greeting and a word or two are, where nobody well known is called so: "hi wizard"."""
    opening = turn.text[: smalltalk.opening(turn.text)]
    if not opening.strip() or len(words(text)) > _MOST_ADDRESSED or well_known(turn, found):
        return None
    return "greeting" if smalltalk.talk_kind(opening) == "greeting" else "ok"


def well_known(turn: "Turn", found: Found | None) -> bool:
    """Whether many people know what was found: a track, an artist, or any genre."""
    if found is None or found.track is not None:
        return found is not None and found.track is not None and (found.track.popularity or 0) >= _KNOWN
    names = turn.engine.names
    return bool(found.genre) or names.artist_popularity(names.artist_code(found.artist)) >= _KNOWN


def _about_list(turn: "Turn", text: str, heard: Heard) -> Outcome | None:
    """Words about the list shown that change nothing of it: go on, be glad, or ask what to change."""
    said = fold(text)
    further_ones = patterns.FURTHER.search(said) or patterns.REPEATED.search(said)
    if (asked := turn.asked_beside(text)) is not None and (asked.request is not None or not further_ones):
        return asked
    if further_ones and not (heard.passed_over or heard.missing or heard.untold):
        return further(turn)
    if patterns.praises(text) and not patterns.ASKS_FOR.search(said):
        return Outcome(reply=turn.small_talk("praise"))
    if patterns.remarks(text):
        return Outcome(reply=turn.small_talk("praise" if patterns.praises(text) else "ok"))
    if not patterns.REQUESTS.search(said):
        if heard.passed_over and not patterns.LIKED.search(said):
            return Outcome(reply=smalltalk.reply("change", line=_not_got(heard.passed_over)))
        return Outcome(reply=turn.small_talk("praise" if patterns.LIKED.search(said) else "ok"))
    return None if heard.passed_over else Outcome(reply=smalltalk.reply("change"))


def further(turn: "Turn", count: int | None = None) -> Outcome:
    """The next tracks of the list shown, as many as it holds or as said."""
    outcome = more(turn, count)
    assert outcome is not None  # asked only where there is a list
    return outcome


def ask_what_for(turn: "Turn", text: str, heard: Heard) -> Reply:
    """Somebody asks for music and says nothing of it that can be used: one question back."""
    if heard.no_years or heard.untold:
        return smalltalk.reply("wanted", line=f"{' '.join(heard.query.notes)} {smalltalk.line('wanted')}")
    if heard.passed_over:
        parts = _side_by_side(text, heard.passed_over)
        if artists := list(filter(None, (artist_named(turn.engine, part) for part in parts)))[:1]:
            return _asks_for_artist(turn, artists[0])
        # Of a short word many a name is near: "big" means nobody.
        long = parts and (len(parts[0]) >= _LONG or " " in parts[0])
        near = turn.engine.names.near_artists(parts[0])[:1] if long else []
        if near and _nearly(fold(parts[0]), fold(near[0])):
            return _asks_for_artist(turn, near[0], f'I know no artist, track or sound called "{parts[0]}".')
        said = " or ".join(f'"{part}"' for part in parts[:2])
        line = f"I know no artist, track or sound called {said}. {smalltalk.line('wanted')}"
        return smalltalk.reply("wanted", line=line)
    return smalltalk.reply("which" if patterns.POINTS.search(fold(text)) else "wanted")


def _nearly(said: str, name: str) -> bool:
    """Whether a name may be what was said: "seeing" is nobody's, though "sleeping" is a band."""
    return said[:1] == name[:1] and (said in name or OSA.distance(said, name) <= max(1, len(said) // _LETTERS_A_SLIP))


def _asks_for_artist(turn: "Turn", artist: str, opening: str = "") -> Reply:
    """Somebody was named, or nearly, and what is wanted of them was not understood: a button for each reading."""
    readings = {"Songs by": Query(artists=(artist,)), "Songs like": Query(like_artists=(artist,))}
    actions = [
        Action(f"{label} {artist}", f"/recommend {turn.kept_out(replace(query, limit=turn.limit)).text}")
        for label, query in readings.items()
    ]
    title = f"{opening} Did you mean {artist}?" if opening else f"What should it be of {artist}?"
    return Reply(title=title, actions=tuple(actions))


def about(turn: "Turn", found: Found) -> Outcome:
    """What is known about a track, an artist or a genre."""
    if found.track is not None:
        return Outcome(request_of("track", Token("track", found.track.track_id)))
    if found.artist:
        return Outcome(request_of("artist", Token("name", found.artist, quoted=True)))
    return Outcome(request_of("recommend", turn.kept_out(Query(genres=(found.genre,), limit=turn.limit)).text))


def _side_by_side(text: str, said: Sequence[str]) -> list[str]:
    """Words of a text, those that stand side by side as one."""
    parts = re.findall(rf"\b(?:{'|'.join(map(re.escape, said))})(?:\s+(?:{'|'.join(map(re.escape, said))}))*\b", text)
    return list(dict.fromkeys(parts)) or list(said)

"""Free text that no act claims: a request that stands alone, or one that goes on from the list shown."""

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from bot.dialogue import (
    acts,
    joining,
    moves,
    patterns,
    row_facts,
    smalltalk,
    unclear,
)
from bot.dialogue.context import Question, Task
from bot.dialogue.language import Heard, hear
from bot.dialogue.lexicon import fold, words
from bot.dialogue.outcome import Outcome, playlist_query, request_of
from bot.dialogue.relaxing import within_reach
from bot.dialogue.shared import DEFAULT_LIMIT, MOST_MINUTES, not_there
from bot.dialogue.spelling import respelled
from bot.reply import Action, Reply
from engine import TRAIT_NAMES, Constraint, Query, Token

if TYPE_CHECKING:
    from bot.dialogue.manager import Turn


_SPEAKER: Final = re.compile(r"(?:i|we)\b")
_TELLS: Final = 0.5
"""Confidence under which a scene is found by its words in titles, and hardly by what they mean."""
# "peak is too weak"
_TOO: Final = re.compile(r"\b(?:is|are|was|were) (?:still |just |all )?too\b")
_MUSIC: Final = re.compile(r"\b(?:songs?|music|tracks?|playlist|something|anything|stuff|some|any|list|tunes?)\b")
# "are any two of them in the same key"
_ASKS_OF_ROWS: Final = re.compile(
    r"(?:and |so |but |ok )*(?:are|is|do|does|have|has) (?:(?:any|all|both|some|most|none|either|one|two|three)\b[ ]?){0,2}(?:of )?"
    r"(?:these|those|they|them)\b"
)
SURE: Final = 0.6
"""Confidence from which words beside a list say what music is wanted by themselves."""


def read(turn: "Turn", text: str) -> Outcome:
    """What no act claims: a refinement in words, or a request that stands alone."""
    if (made := _playlist_in_words(turn, text)) is not None:
        return made
    if _ASKS_OF_ROWS.match(fold(text)) and (told := row_facts.of_what_is_named(turn, text)) is not None:
        return told
    heard = without_title(text, hear(turn.engine, text))
    if patterns.TITLE.fullmatch(text.strip()) and heard.passed_over and not heard.names and turn.base() is None:
        return unclear.no_such_title(turn, text)
    if heard.understood:
        return as_heard(turn, text, heard)
    rest = acts.continues(text)
    if rest and turn.base() is not None and (heard_rest := hear(turn.engine, rest)).understood:
        return as_heard(turn, text, heard_rest)
    meant = respelled(text)
    if meant != text and (outcome := turn.outcome_of(meant)) is not None and outcome.request is not None:
        return replace(outcome, notes=(*outcome.notes, f'read as "{meant}"'))
    return unclear.not_understood(turn, text, heard)


def without_title(text: str, heard: Heard) -> Heard:
    """``TITLE by ARTIST``, where the artist has no such title: said, and its words are no situation."""
    scene = words(heard.query.scene)
    whose = (*heard.query.artists, *heard.missing)
    match = patterns.BY.fullmatch(text.strip(" ?!."))
    if match is None or not scene or not whose or patterns.GENERIC.search(fold(heard.query.scene)):
        return heard
    before = words(re.sub(patterns.BEFORE_TITLE, "", match["title"]))
    generic = patterns.GENERIC.search(" ".join(word for word in before if word != "for"))
    if before[-1:] != scene[-1:] or not {*scene} <= {*before} or generic:
        return heard
    title = re.sub(patterns.BEFORE_TITLE, "", match["title"]).strip(" \"'")
    if heard.query.artists:
        artist = heard.query.artists[0]
        notes: tuple[str, ...] = (f'"{title}" by {artist} is not in the catalogue; shown is what it has by {artist}.',)
    else:
        notes = (f'"{title}" is not in the catalogue.', *heard.query.notes)
    return replace(heard, query=replace(heard.query, scene="", notes=notes))


def as_heard(turn: "Turn", text: str, heard: Heard) -> Outcome:
    """The outcome of a text that was understood: a new list, or the one shown with more in it."""
    heard = without_title(text, heard)
    if heard.alike and not heard.names:
        # What a well-known artist plays whom the catalogue lacks, beside the rest of the wish.
        heard = replace(heard, query=replace(heard.query, like_artists=heard.alike))
    base = turn.base()
    if heard.missing and replace(heard.query, constraints={}).empty and patterns.ALIKE.search(fold(text)):
        # "Like Redbone but slower": without the one, slower says nothing.
        return Outcome(reply=not_there(heard.query.notes[0], " ".join(heard.query.notes[1:])))
    if turn.task is not None and heard.has_subject and not heard.only_scene and base is not None:
        # Sentences of one message describe one list.
        turn.notes += [note for note in heard.query.notes if note]
        return turn.list_of(turn.task, joining.joined(turn, turn.task.query or Query(), heard.query, add=True))
    pleased = patterns.praises(text) and not patterns.FURTHER.search(fold(text))
    if base is not None and heard.only_scene and (pleased or patterns.remarks(text)) and not turn.fresh:
        return turn.asked_beside(text) or Outcome(reply=turn.small_talk("praise" if pleased else "ok"))
    if heard.only_count and base and _SPEAKER.match(fold(text)) and not patterns.REQUESTS.search(fold(text)):
        # "I have rated all 10 songs", "I like a couple of these" ask for nothing.
        return Outcome(reply=turn.small_talk("praise" if patterns.praises(text) else "ok"))
    if heard.only_count:
        # Of a list a number says how long it should be.
        return (
            turn.list_of(base[0], moves.counted(base[0].query or Query(), heard.query.limit))
            if base
            else (Outcome(reply=unclear.ask_what_for(turn, text, heard)))
        )
    if base is not None and heard.only_scene and not turn.fresh:
        held = set(words(base[0].query.scene if base[0].query is not None else ""))
        if held and set(words(heard.query.scene)) <= held:
            # "Only if they are really from the eighties" says of the list shown what it is already.
            turn.notes += [note for note in heard.query.notes if note]
            return turn.list_of(base[0], base[0].query or Query())
    unsure = heard.scene_confidence < SURE or _tells_of_answer(turn.text)
    stray = turn.context.last is not None and heard.only_scene and unsure and not turn.fresh
    if stray and not patterns.NEW.search(fold(text)) and not heard.readings:
        return unclear.stray_words(turn, heard)
    if base is None and (from_answer := _from_answer(turn, heard)) is not None:
        return from_answer
    if base is None or not _goes_on(turn, text, heard):
        return fresh_list(turn, heard, text)
    task, _ = base
    query = joining.joined(turn, task.query or Query(), heard.query)
    turn.notes += [note for note in heard.query.notes if note]
    return turn.list_of(task, query)


def _from_answer(turn: "Turn", heard: Heard) -> Outcome | None:
    """What limits alone make of an answer that is no list: tracks like the one it was about, else a question back.

    A list of the whole catalogue within them would be something that nobody asked for.
    """
    last = turn.context.last
    query = heard.query
    if turn.fresh or last is None or last.is_list or heard.has_subject or query.moods or heard.missing:
        return None
    if query.empty or patterns.NEW.search(fold(turn.text)):
        return None
    seeds = tuple(track for track in last.task.tracks.values()) or turn.focus
    everything = turn.kept_out(replace(query, limit=turn.list_limit(), notes=()))
    if last.task.command in ("track", "genre", "path", "compare") and seeds:
        limited = turn.kept_out(replace(query, like=seeds, limit=turn.list_limit(), notes=()))
        names = " and ".join(track.track_name for track in seeds)
        note = f"taken as: like {names}"
        actions = (Action("Of all music", f"/recommend {everything.text}"),)
        return Outcome(
            request_of("recommend", limited.text),
            notes=(*turn.notes, *(one for one in query.notes if one), note),
            question=None if not query.constraints else Question(f"Like {names}, or of all music?", actions),
        )
    if last.task.command not in ("emerging", "compare", "explore", "drivers", "trends", "genres", "model", "artists"):
        return None
    return Outcome(
        reply=Reply(
            title=f"{query.summary[:1].upper()}{query.summary[1:]}: of what? The last answer is no list of tracks.",
            text="Say a genre, an artist, a mood or an occasion with it.",
            actions=(Action("Of all music", f"/recommend {everything.text}"),),
        )
    )


def _goes_on(turn: "Turn", text: str, heard: Heard) -> bool:
    """Whether free text narrows the list before rather than asking for something new."""
    said = fold(text).lstrip("¿¡ ")
    if patterns.NARROWS.search(said) and not heard.names:
        return True
    if patterns.SAME_BUT.match(said) or _only_decade(heard):
        return True
    if patterns.OF_THOSE.search(said) and not (heard.query.seeded or heard.query.artists):
        return True
    if patterns.NEW.search(said) and (
        not patterns.LINKED.match(said) or (patterns.ANEW.match(said) and heard.has_subject)
    ):
        # "Something sung after all" says of the list what it should be, and nothing that a list could be made of.
        return not (heard.has_subject or heard.query.moods or heard.query.most or heard.counted)
    if heard.has_subject:
        return bool(patterns.LINKED.match(said)) and len(words(text)) <= 8
    return len(words(text)) <= 12


def _tells_of_answer(text: str) -> bool:
    """Whether words say or ask something of the answer shown, and are no occasion: "key compatible?"."""
    said = fold(text)
    return _TOO.search(said) is not None or (text.rstrip().endswith("?") and _MUSIC.search(said) is None)


def _only_decade(heard: Heard) -> bool:
    """Whether a text says no more than a decade: it narrows what was asked for."""
    return heard.only_scene and bool(re.fullmatch(r"(?:(?:early |mid |late )?(?:19|20)\d0s ?)+", heard.query.scene))


def fresh_list(turn: "Turn", heard: Heard, text: str) -> Outcome:
    """A new list from a query, or the track or artist that the text names and no more."""
    query, given_up = within_reach(turn.engine, _really_calm(heard.query))
    turn.notes += given_up
    if query.limit == DEFAULT_LIMIT and turn.limit != DEFAULT_LIMIT and not heard.counted:
        query = replace(query, limit=turn.limit)
    end = query.most or query.sort
    if end and query.empty and not query.measured:
        # "The heaviest thing you've got": an order needs something to put in order.
        name, most = end.removeprefix("-"), end.startswith("-")
        level = Constraint("very high" if most else "very low") if name in TRAIT_NAMES else Constraint(low="medium")
        query = replace(query, constraints={name if name in TRAIT_NAMES else "popularity": level}, most="", sort=end)
    if query.artists and patterns.EVERYTHING.search(fold(text)) and not heard.counted:
        query = replace(query, limit=moves.MOST_TRACKS)
    if heard.only_scene and heard.scene_confidence < _TELLS:
        turn.notes.append(f'"{query.scene}" tells me little of the sound, so words in titles and names decide')
    request = turn._request(Task("recommend", replace(query, notes=())))
    question = None
    if len(heard.readings) > 1:
        readings = tuple(
            Action(label, turn._request(Task("recommend", replace(reading, limit=query.limit, notes=()))).text)
            for label, reading in heard.readings
        )
        question = Question(heard.question or "Which one did you mean?", readings)
    return Outcome(request, notes=(*turn.notes, *query.notes), question=question)


def _playlist_in_words(turn: "Turn", text: str) -> Outcome | None:
    """``gym playlist, 45 mins, hard as nails``: a playlist with its length and its query in one sentence."""
    said = fold(text)
    time = acts.minutes(text)
    named = re.search(r"\b(?:playlist|mixtape|dj set|mix|wiedergabeliste)\b", said)
    of_time = re.search(
        r"\b(?:minutes?|mins?|hours?|hour|h|stunden?|minuten|horas?|heures?)\s+"
        r"(?:of|worth of|long|playlist|set|mix)\b",
        said,
    )
    fields = [f"minutes:{min(max(time, 5), MOST_MINUTES)}"] if time else []
    if (shaped := _shaped(turn, text, fields)) is not None:
        return shaped
    if not named and not (time and (of_time or re.match(r"\s*(?:an?|one|half|eine?|una?|une|\d)", said))):
        return None
    if time is None and not (named and re.search(r"\bfrom .* to |\bplaylist\b", said)):
        return None
    wanted = acts.without_minutes(text) if time else text
    wanted = re.sub(
        r"(?i)\b(?:(?:make|build|create|give|do|need|want|i|me|us|please|a|an|dj)\s+)*(?:playlist|mixtape|set|mix)\b(?:\s+(?:of|for|with|from|long))?",
        " ",
        wanted,
    )
    heard = hear(turn.engine, wanted.strip(" ,.-"))
    curve = re.search(r"\b(?:from\s+)?(\w+)\s+(?:to|into|bis)\s+(\w+)\b", fold(wanted))
    # "A playlist to relax to" goes nowhere.
    if curve and not said.rstrip(" .!").endswith(" to") and (outcome := _curve(turn, wanted, curve, fields)):
        return outcome
    if (not heard.understood or heard.only_scene) and turn.base() is None:
        said = re.sub(patterns.EMPTY, "", fold(heard.query.scene or wanted))
        if not re.search(r"\w{3}", said):
            return Outcome(reply=smalltalk.reply("playlist"))
    if not heard.understood:
        return None
    if time is None:
        # Somebody who collects a playlist wants to choose; one that flows takes a length.
        turn.notes.append("for a playlist in an order that flows, say how long, such as 45 minutes")
        return fresh_list(turn, heard, text)
    if time > MOST_MINUTES:
        turn.notes.append(f"a playlist lasts {MOST_MINUTES} minutes at most")
    return Outcome(
        request_of("playlist", playlist_query(turn.kept_out(heard.query)).text, *fields),
        notes=(*turn.notes, *heard.query.notes),
    )


def _shaped(turn: "Turn", text: str, fields: list[str]) -> Outcome | None:
    """``from sad to happy``, ``starting lively and winding down``: a playlist that goes from one mood to another."""
    if len(text) > acts.LONGEST:
        return None
    match = patterns.ARC.search(text) or patterns.ARC_ENDS.search(text)
    if match is None:
        return None
    start, end = hear(turn.engine, match["start"]), hear(turn.engine, match["end"])
    if not all(one.query.moods or one.query.constraints for one in (start, end)) or start.names or end.names:
        return None
    rest = hear(turn.engine, acts.without_minutes(f"{text[: match.start()]} {text[match.end() :]}"))
    base = turn.base()
    query = rest.query if rest.understood and (rest.has_subject or base is None) else Query()
    if query.empty and base is not None and base[0].query is not None:
        query = replace(base[0].query, moods=(), constraints={})
    whole = replace(query, moods=start.query.moods, constraints={**query.constraints, **start.query.constraints})
    ends = replace(Query(), moods=end.query.moods, constraints=dict(end.query.constraints))
    to = Token("to", ends.text, quoted=True)
    notes = (*turn.notes, *(note for note in rest.query.notes if note))
    return Outcome(request_of("playlist", playlist_query(turn.kept_out(whole)).text, to, *fields), notes=notes)


def _curve(turn: "Turn", text: str, match: "re.Match[str]", fields: list[str]) -> Outcome | None:
    if len(text) > acts.LONGEST:
        return None
    start = hear(turn.engine, re.sub(r"\bfrom\b", " ", text[: match.start()] + " " + match[1]))
    end = hear(turn.engine, match[2])
    ends = end.query.moods or [name for name in end.query.constraints if name != "popularity"]
    if not (start.understood and end.understood and ends):
        return None
    to = Token("to", end.query.text)
    return Outcome(request_of("playlist", playlist_query(turn.kept_out(start.query)).text, to, *fields))


def _really_calm(query: Query) -> Query:
    """The query with a limit on energy where calm songs of one language are asked for: few are."""
    if not query.languages or not {"calm", "sleepy"} & {*query.moods} or "energy" in query.constraints:
        return query
    return replace(query, constraints={**query.constraints, "energy": Constraint(high="medium")})

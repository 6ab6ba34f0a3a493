"""Answers to short questions about rows: one fact or several, of one row, of all of them, or which row has most."""

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

from bot.dialogue import facts, references
from bot.dialogue.asked import Asked, named_in, read
from bot.dialogue.lexicon import fold
from bot.dialogue.outcome import Outcome, request_of
from bot.dialogue.shared import failed
from bot.reply import Reply, cut
from engine import TRAIT_NAMES, Token, Track, UserError

if TYPE_CHECKING:
    from bot.dialogue.manager import Turn

_QUALITIES: Final = frozenset({"explicit", "language", "liveness"})
# "you got any country?" asks for the music.
_COUNTRY_MUSIC: Final = re.compile(
    r"\b(?:any|some|more|good|got|hear|add|play|like) country\b(?! (?:of|they|he|she|are|is)\b)"
)
_UNKNOWN: Final = frozenset({"origin", "price"})
# What is asked of everything there is, rather than of the rows shown.
_OF_CATALOGUE: Final = re.compile(r"\byou (?:have|got|know|know of|own)\b|\b(?:catalog\w*|database|data)\b")
_PLURAL: Final = re.compile(r"\b(?:songs|tracks|tunes|ones)\b")
_SINGULAR: Final = re.compile(r"\b(?:one|song|track|tune)\b")
_BE: Final = re.compile(r"^(?:and |but |so |ok )*(?:is|are|were|was|sind|ist|son|es|sont|est)\b")
_PRICE: Final = re.compile(
    r"\b(?:price[ds]?|costs?|pay|paid|licen[cs]\w+|clearance|royalt\w+|copyright\w*|the rights|allowed to use|"
    r"how much (?:is|are|for|does|would|do)|charge|"
    r"free to use|free of charge|royalty[- ]free|public domain|creative commons)\b"
)
# "could it be in italian?" wishes for such tracks
_WISH: Final = re.compile(
    r"(?:and |but |so |ok )*(?:can|could|should|may|would) (?:it|they|this|these|those|that) be\b"
)
# "what is danceability?" asks what the word means; "what's the danceability" how much the rows have of it
_MEANING: Final = re.compile(
    r"(?:and |so |ok |but )*what(?:'s|s| is| does)? "
    r"(?:danceability|valence|acousticness|speechiness|liveness|instrumentalness|energy|loudness)"
    r"(?: mean| exactly| again)*\W*"
)
_SHARED: Final = re.compile(r"\b(?:in common|have both|(?:do|does) .* share|link(?:s|ed)?|connects?)\b")
_SAME: Final = re.compile(r"\b(?:same|differ\w*|alike|identical|match\w*|vary|varies|consistent)\b")
_LONGEST: Final = 250
_MOST_ASPECTS: Final = 3


def answer(turn: "Turn", text: str) -> Outcome | None:
    """The answer to a short question about what was shown; None if the text is no such question."""
    shown = turn.context.counted
    last = turn.context.last
    if turn.fresh or last is None:
        return None
    tracks = shown.tracks if shown is not None and len(shown.tracks) == len(shown.rows) else ()
    if (common := _in_common(turn, text)) is not None:
        return common
    if last is not None and text.rstrip().endswith("?") and _PRICE.search(fold(text)) and _refers(turn, text):
        return Outcome(reply=Reply(title=facts.NO_PRICES))
    said = fold(text)
    asked = None if _WISH.match(said) or _MEANING.fullmatch(said) else read(text, len(tracks))
    if asked is None:
        return None
    if asked.extreme is not None:
        # "On the longest album": a trait of something else.
        return None if asked.aspects else _extreme(turn, asked, text, tracks)
    return _of_rows(turn, asked, text, tracks) if asked.aspects else None


def of_what_is_named(turn: "Turn", text: str) -> Outcome | None:
    """Row by row what a question about rows names, where nothing tells what exactly it asks; None if it names nothing.

    ``are any two of them in the same key`` is told how many keys there are, and then which.
    """
    shown = turn.context.counted
    aspects = named_in(text)
    if turn.fresh or shown is None or not shown.tracks or len(shown.tracks) != len(shown.rows):
        return None
    if not aspects or len(aspects) > _MOST_ASPECTS:
        return None
    tracks = shown.tracks
    unknown = {"origin": facts.NO_ORIGINS, "price": facts.NO_PRICES}
    unknown |= {} if any(track.release_year for track in tracks) else {"year": facts.NO_YEARS}
    if title := next((unknown[aspect] for aspect in aspects if aspect in unknown), ""):
        return Outcome(reply=Reply(title=title))
    chosen = references.rows_of(text, turn.context)
    numbers = [one.number for one in chosen.rows] if chosen is not None else []
    meant = [(row.number, row.track) for row in shown.rows if row.track and (not numbers or row.number in numbers)]
    told = [[facts.short(turn.engine, track, aspect) for aspect in aspects] for _, track in meant]
    names = " and ".join("name" if aspect == "title" else aspect for aspect in aspects)
    title = f"{names.capitalize()}, row by row:"
    if _SAME.search(fold(text)) and len(meant) > 1:
        groups = Counter(", ".join(one) for one in told)
        often = [f"{what} ({count})" for what, count in groups.most_common() if count > 1]
        title = (
            f"All {len(meant)} the same: {often[0].rpartition(' (')[0]}."
            if len(groups) == 1
            else f"Not all: {len(groups)} different among {len(meant)}{'; more than once: ' if often else ''}{', '.join(often)}."
        )
    lines = [f"{number}. {track.title}: {', '.join(one)}" for (number, track), one in zip(meant, told, strict=True)]
    return Outcome(reply=Reply(title=title, text="\n".join(lines)))


def _refers(turn: "Turn", text: str) -> bool:
    return references.find(text, turn.context) is not None


def _extreme(turn: "Turn", asked: Asked, text: str, tracks: tuple[Track, ...]) -> Outcome | None:
    """The row shown that has most or least of a trait."""
    said = fold(text)
    assert asked.extreme is not None
    trait, most = asked.extreme
    last = turn.context.last
    if (
        len(tracks) < 2
        or trait not in TRAIT_NAMES
        or _OF_CATALOGUE.search(said)
        or re.search(r"\b(?:their|his|her)\b", said)  # of all that there is by them
        or (last and last.task.command == "compare")
    ):
        return None
    if not asked.several and (asked.rows or _PLURAL.search(said)):
        return None
    bare = re.fullmatch(r"(?:and |so |ok )*the [\w-]+", said.strip(" .!?"))
    if not (asked.asks or asked.several or _SINGULAR.search(said) or bare):
        return None
    best = facts.end_of(tracks, trait, most=most)
    if best is None:
        return Outcome(reply=Reply(title=f"The {trait} of these is unknown."))
    lead = f"Of the {len(tracks)} shown it is {best.title}, with {trait} {facts.value_text(best, trait)}."
    if asked.lyrics:
        lead = f"{facts.NO_WORDS} To go by how much of it is spoken: {lead[:1].lower()}{lead[1:]}"
    return Outcome(request_of("track", Token("track", best.track_id)), lead=lead)


def _of_rows(turn: "Turn", asked: Asked, text: str, tracks: tuple[Track, ...]) -> Outcome | None:
    """Facts of the rows that are meant."""
    if beyond := next((number for number in asked.rows if number > len(tracks)), 0):
        return _no_row(len(tracks), beyond) if tracks and asked.asks else None
    meant = tuple(tracks[number - 1 if number > 0 else number] for number in asked.rows) if tracks else ()
    if asked.rows and not meant:
        return None
    if _COUNTRY_MUSIC.search(fold(text)):
        return None
    if _UNKNOWN.issuperset(asked.aspects) and asked.asks and (meant or asked.person or asked.points or asked.several):
        title = facts.NO_ORIGINS if "origin" in asked.aspects else facts.NO_PRICES
        return Outcome(reply=Reply(title=title), focus=meant[:1])
    if any(aspect in _UNKNOWN for aspect in asked.aspects):
        return None
    if "genre" in asked.aspects and not asked.rows:
        return None  # a question about a track by name, or about genres
    if asked.aspects == ("genre",) and len(meant) == 1:
        return Outcome(request_of("genre", Token("track", meant[0].track_id)))
    meant = meant or _pointed(turn, asked, text, tracks)
    last = turn.context.last
    card = last is not None and last.task.command == "track" and meant == tuple(last.task.tracks.values())[:1]
    if not meant or not (_asks(asked, text, meant) or (card and not _QUALITIES & {*asked.aspects})):
        return None
    if len(meant) == 1:
        lead = " ".join(_sentence(turn, meant[0], aspect, asked) for aspect in asked.aspects)
        return Outcome(request_of("track", Token("track", meant[0].track_id)), lead=lead)
    if (told := _together(turn, asked, meant)) is not None:
        return Outcome(reply=Reply(title=told))
    numbers = asked.rows or tuple(range(1, len(meant) + 1))
    lines = [
        f"{len(tracks) if number < 0 else number}. {track.title}: "
        + ", ".join(facts.short(turn.engine, track, aspect) for aspect in asked.aspects)
        for number, track in zip(numbers, meant, strict=True)
    ]
    names = " and ".join("name" if aspect == "title" else aspect for aspect in asked.aspects)
    return Outcome(reply=Reply(title=f"{names.capitalize()}, row by row:", text="\n".join(lines)))


def _pointed(turn: "Turn", asked: Asked, text: str, tracks: tuple[Track, ...]) -> tuple[Track, ...]:
    """The tracks that a question without numbers means: one that was just spoken of, else all rows of the last list."""
    last = turn.context.last
    assert last is not None
    if {"artist", "year", "title"} & {*asked.aspects}:
        return ()  # "who is it by", "when was that": other tables know them
    if asked.points and not asked.several:
        return (turn.focus or references.focus_tracks(turn.context))[:1]
    if asked.several:
        return tracks
    if asked.person or _OF_CATALOGUE.search(fold(text)):
        return ()
    if last.task.tracks and last.task.command in ("track", "genre"):
        return tuple(last.task.tracks.values())[:1]
    return tracks if last.counts and _names_only(asked) else ()


def _names_only(asked: Asked) -> bool:
    """Whether no quality is asked about, which would ask for a list of such tracks: "explicit?"."""
    return asked.either or not _QUALITIES & {*asked.aspects}


def _asks(asked: Asked, text: str, meant: tuple[Track, ...]) -> bool:
    if asked.any and not _BE.search(fold(text)):
        return False  # "any live ones?" asks for them
    if _names_only(asked) or asked.rows or asked.several or asked.points:
        return asked.asks or bool(asked.rows)
    return asked.asks and len(meant) == 1


def _together(turn: "Turn", asked: Asked, tracks: tuple[Track, ...]) -> str | None:
    """Whether all rows, or any, are so: "are all of them clean?"."""
    if len(asked.aspects) != 1:
        return None
    aspect = asked.aspects[0]
    if aspect == "explicit":
        loud = [at for at, track in enumerate(tracks) if track.explicit]
        if not loud:
            return f"None of the {len(tracks)} is marked explicit: all count as clean."
        return _listed("Marked explicit", loud, tracks)
    if aspect == "language":
        known = [turn.engine.language(track) for track in tracks]
        if asked.wanted:
            so = [at for at, language in enumerate(known) if language == asked.wanted]
            name = asked.wanted.capitalize()
            return _listed(f"In {name}, to go by names", so, tracks) if so else f"None is known to be in {name}."
    if aspect == "instrumentalness" and (asked.every or asked.any):
        so = [at for at, track in enumerate(tracks) if track.values[aspect] >= 0.5]
        return (
            _listed("Instrumental, by Spotify's estimate", so, tracks)
            if so
            else f"None of the {len(tracks)}: all are sung."
        )
    return None


def _listed(what: str, places: list[int], tracks: tuple[Track, ...]) -> str:
    if len(places) == len(tracks):
        return f"{what}: all {len(tracks)}."
    told = ", ".join(f"number {at + 1} ({tracks[at].title})" for at in places)
    return cut(f"{what}: {len(places)} of the {len(tracks)}, {told}.", _LONGEST)


def _sentence(turn: "Turn", track: Track, aspect: str, asked: Asked) -> str:
    if aspect == "language":
        return facts.sung_in(turn.engine, track, asked.wanted)
    return facts.sentence(turn.engine, track, aspect)


def _no_row(count: int, number: int) -> Outcome:
    error = UserError(
        f"The last list has {count} rows, so there is no number {number}.", f"Say a number from 1 to {count}."
    )
    return Outcome(reply=failed(error))


def _in_common(turn: "Turn", text: str) -> Outcome | None:
    """``what do 1 and 4 have in common``: two rows compared, under what they share."""
    if not _SHARED.search(fold(text)):
        return None
    found = references.rows_of(text, turn.context)
    tracks = found.tracks if found is not None and found.kind == "rows" else ()
    if len(tracks) < 2:
        return None
    lead = facts.shared(turn.engine, tracks)
    return Outcome(request_of("compare", Token("a", tracks[0].track_id), Token("b", tracks[1].track_id)), lead=lead)

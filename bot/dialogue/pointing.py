"""Messages that point at what was shown: one row, whether somebody is in the list, its order, other versions."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from bot.dialogue import acts, facts, joining, references, returning, unclear
from bot.dialogue.acts import Act
from bot.dialogue.comparisons import comparison
from bot.dialogue.context import Context, Question, Shown
from bot.dialogue.language import artist_named, hear
from bot.dialogue.lexicon import ADJECTIVES, fold, superlative, words
from bot.dialogue.outcome import Outcome, playlist_query, request_of
from bot.dialogue.shared import artist_of, missing, single_seed
from bot.dialogue.spelling import respelled
from bot.dialogue.subjects import Found
from bot.reply import Action, Reply, cut
from engine import TRAIT_NAMES, Query, Token, Track

if TYPE_CHECKING:
    from bot.dialogue.manager import Turn

_MOST_VERSIONS: Final = 10
_LONGEST_TOLD: Final = 250
_NAMED: Final = re.compile(r"(?:the|that|das|la|el|le|o|a)\s+(?P<what>.+?)\s+(?:one|thing|song|track|tune)")
_ALTERED: Final = re.compile(
    r"\b(?:live|acoustic|unplugged|remix|mix|instrumental|karaoke|cover|demo|radio edit|sped up|slowed|orchestral)\b"
)
_MARKS: Final = {
    "remixed": r"remix|\bmix\b",
    "remixes": r"remix|\bmix\b",
    "remix": r"remix|\bmix\b",
    "acoustic": "acoustic|unplugged",
}


def _row(turn: "Turn", act: Act, text: str) -> Outcome | None:
    """``the Queen one``, ``number 3``, ``what about the second one?``: what is known about that row."""
    subject = fold(act["subject"])
    shown = turn.context.counted
    found = references.rows_of(subject, turn.context)
    if found is not None and is_row(subject, turn.context):
        if shown is not turn.context.last and fold(text).startswith(("what about", "how about", "and what about")):
            return None  # the last question about another track
        outcome = _about_row(turn, found.rows[0])
        fits = references.all_described(subject, shown) if shown is not None else ()
        return _other_rows(turn, outcome, fits) if outcome is not None else None
    reference = references.pronoun(subject, turn.context)
    if reference is not None and reference.kind == "artist" and reference.end - reference.start == len(subject):
        artist = references.focus_artist(turn.context)
        return unclear.about(turn, Found(artist=artist)) if artist else None
    match = _NAMED.fullmatch(subject)
    base = turn.base()
    if match is None or base is None:
        return None
    if (earlier := returning.list_about(turn, match["what"])) is not None:
        return earlier
    artist = artist_named(turn.engine, match["what"])
    if artist:
        return turn.list_of(base[0], joining.joined(turn, base[0].query or Query(), Query(artists=(artist,))))
    return None


def is_row(text: str, context: Context) -> bool:
    """Whether a text does nothing but point at one row."""
    found = references.rows_of(text, context)
    return found is not None and found.kind == "row" and found.end - found.start >= len(text.strip()) - 1


def _about_row(turn: "Turn", row: Shown) -> Outcome | None:
    if row.artist or row.track is None:
        return unclear.about(turn, Found(artist=row.artist, genre=row.genre)) if row.artist or row.genre else None
    return unclear.about(turn, Found(track=row.track))


def _other_rows(turn: "Turn", outcome: Outcome, fits: tuple[Shown, ...]) -> Outcome:
    """The outcome with the other rows that a description fits, to press."""
    readings = []
    for row in fits[:_MOST_VERSIONS]:
        one = _about_row(turn, row)
        if one is not None:
            readings.append(Action(cut(f"{row.number}. {row.title}"), one.text))
    if len(readings) < 2:
        return outcome
    return replace(outcome, question=Question("More than one row is like that; this is the first.", tuple(readings)))


def _in_list(turn: "Turn", act: Act, text: str) -> Outcome | None:
    """``anything by Dua Lipa in there?``: which rows are by them, or that none is."""
    shown = turn.context.counted
    artist = artist_of(turn, act["name"])
    if shown is None or not shown.tracks or not artist:
        return None
    count = len(shown.rows)
    theirs = [row for row in shown.rows if row.track is not None and artist in row.track.artists]
    if theirs:
        told = ", ".join(f"number {row.number} ({row.title})" for row in theirs)
        about = tuple(
            Action(cut(f"About number {row.number}"), f"/track {Token('track', row.track.track_id)}")
            for row in theirs
            if row.track is not None
        )
        return Outcome(reply=Reply(title=f"Yes: {told}.", actions=about), focus=tuple(
            row.track for row in theirs[:1] if row.track is not None
        ))  # fmt: skip
    base = turn.base()
    more: tuple[Action, ...] = ()
    if base is not None:
        added = turn.list_of(
            base[0], joining.joined(turn, base[0].query or Query(), Query(artists=(artist,)), add=True)
        )
        more = (Action(cut(f"Only by {artist}"), added.text),)
    return Outcome(
        reply=Reply(title=f"No, none of the {count} shown is by {artist}.", actions=more),
        focus=tuple(turn.subjects.recordings(artist, 1)),
    )


def _which_of(turn: "Turn", act: Act, text: str) -> Outcome | None:
    """``which of those is explicit?``: the rows that are."""
    shown = turn.context.counted
    if shown is None or not shown.tracks:
        return None
    found, name = facts.having(shown.tracks, fold(act["what"]), "")
    known = {track.recording for track in found}
    rows = [row for row in shown.rows if row.track is not None and row.track.recording in known]
    if not name:
        return None
    if not rows:
        return Outcome(reply=Reply(title=facts.counted(shown.tracks, fold(act["what"]), "")))
    told = ", ".join(f"number {row.number} ({row.title})" for row in rows)
    return Outcome(reply=Reply(title=cut(f"{name.capitalize()}: {told}.", _LONGEST_TOLD)), focus=tuple(found[:1]))


def _album(turn: "Turn", act: Act, text: str) -> Outcome | None:
    """``what else is on that album?``: of the track in question."""
    tracks = turn.focus or references.focus_tracks(turn.context)
    if not tracks or not tracks[0].album_name:
        return None
    query = Query(albums=(tracks[0].album_name,), artists=tracks[0].artists[:1], limit=turn.list_limit())
    return Outcome(request_of("recommend", turn.kept_out(query).text))


# "so it starts slow", "so that it ends on the fastest"
_AN_END: Final = re.compile(
    r"\b(?P<end>start|begin|open|end|finish|close)(?:s|es)?(?: (?:off|out|up|with|on|at|really|very|quite|nice and|the|a|something))* (?P<word>\w+)"
)


def _sort(turn: "Turn", act: Act, text: str) -> Outcome | None:
    """``sort by tempo``, ``order them from slow to fast``: the list in the order of a trait, highest first."""
    base = turn.base()
    if base is None:
        return None
    said = respelled(fold(act["what"]))
    end = _AN_END.search(said)
    first = end["word"] if end is not None else next(iter(words(said)), "")
    moves = ADJECTIVES.get(first) or superlative(first)
    trait = "year" if re.search(r"\b(?:year|release|date|age|newest|oldest)\b", said) else acts.trait_of(said)
    trait = trait or next(iter(moves or {}), "")
    if re.search(r"\b(?:builds?|rises?|grows?|peaks?|climbs?|mix\w*|flows?|harmonic\w*)\b", said):
        peak = Token("to", "mood:energetic") if re.search(r"\b(?:builds?|rises?|grows?|peaks?|climbs?)\b", said) else ""
        return Outcome(request_of("playlist", playlist_query(turn.kept_out(base[0].query or Query())).text, peak))
    if trait not in (*TRAIT_NAMES, "year"):
        return Outcome(reply=Reply(title=f"I can order a list by any of these: {', '.join(TRAIT_NAMES)}."))
    up = bool(re.search(r"\b(?:ascending|lowest|low to high|rising|least|small\w* first)\b", said))
    up = up or (
        bool(moves) and (moves[next(iter(moves))] < 0) != (end is not None and end["end"] in ("end", "finish", "close"))
    )
    return turn.list_of(base[0], replace(base[0].query or Query(), sort=trait if up else f"-{trait}", skip=0, notes=()))


def _ending(turn: "Turn", act: Act, text: str) -> Outcome | None:
    """``end it on something calm``: the playlist shown, with another end."""
    base = turn.base()
    if base is None or base[0].command != "playlist":
        return None
    query = hear(turn.engine, act["what"]).query
    if (said := comparison(act["what"])) is not None:
        query = hear(
            turn.engine, f"{'high' if next(iter(said.moves.values())) > 0 else 'low'} {next(iter(said.moves))}"
        ).query
    if not (query.moods or query.constraints):
        return None
    end = Query(query.constraints, moods=query.moods)
    task = replace(base[0], fields={**base[0].fields, "to": end.text})
    return turn.list_of(task, task.query or Query())


def _title(name: str) -> str:
    """A track's title without what tells its versions apart."""
    return re.split(r" - | \(| \[", fold(name))[0].strip()


def _versions(turn: "Turn", act: Act, text: str) -> Outcome | None:
    """``is there a live version?``: other recordings of the track in question."""
    last = turn.context.last
    if act["subject"]:
        found = turn.subjects.resolve(act["subject"], ("track",))
        if found is None or found.track is None:
            return missing(turn, act["subject"])
        track = found.track
    else:
        about = turn.focus or (tuple(last.task.tracks.values()) if last is not None and last.task.query is None else ())
        if not about and last is not None and single_seed(last) and re.search(r"\bversions?\b|\ban?\b", fold(text)):
            about = last.task.query.like if last.task.query is not None else ()
        if not about:
            return None
        track = about[0]
    kind = {"covered": "cover", "remixed": "remix"}.get(fold(act["kind"]), fold(act["kind"]))
    others = _recorded_again(turn, track, kind)
    what = f"{kind.rstrip('s')} version" if kind else "other version"
    if not others:
        return Outcome(reply=Reply(title=f"There is no {what} of {track.title} in the catalogue."), focus=(track,))
    tokens = [Token("track", one.track_id) for one in others]
    lead = f"{len(others)} {what}{'s' if len(others) > 1 else ''} of {_shown_title(track)}:"
    return Outcome(request_of("recommend", *tokens, f"limit:{len(others)}"), lead=lead)


def _shown_title(track: Track) -> str:
    return re.split(r" - | \(| \[", track.track_name)[0].strip()


def _recorded_again(turn: "Turn", track: Track, kind: str) -> list[Track]:
    """Recordings of the same title, the most popular first, of the kind that is asked for."""
    title = _title(track.track_name)
    known = {
        one.recording: one
        for one in (*turn.engine.find(title, 50), *turn.subjects.recordings(track.artists[0], 500))
        if _title(one.track_name) == title and one.recording != track.recording
    }
    same_song = [one for one in known.values() if _is_kind(one, track, kind)]
    return sorted(same_song, key=lambda one: -(one.popularity or 0))[:_MOST_VERSIONS]


def _is_kind(one: Track, track: Track, kind: str) -> bool:
    named = fold(f"{one.track_name} {one.album_name}")
    if kind in ("cover", "covers"):
        return not set(one.artists) & set(track.artists)
    if kind in ("original", "studio"):
        return bool(set(one.artists) & set(track.artists)) and not _ALTERED.search(named)
    return not kind or bool(re.search(_MARKS.get(kind, re.escape(kind)), named))


HANDLERS: Final[dict[str, Callable[["Turn", Act, str], Outcome | None]]] = {
    "row": _row,
    "inlist": _in_list,
    "whichof": _which_of,
    "album": _album,
    "sort": _sort,
    "ending": _ending,
    "versions": _versions,
}

"""Corrections: ``I meant the band``, ``no, the Nine Inch Nails one``, ``the other version``, ``I asked for calm``."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.dialogue import acts, moves
from bot.dialogue.comparisons import comparison
from bot.dialogue.language import artist_named, genre_named, hear
from bot.dialogue.lexicon import ADJECTIVES, fold, words
from bot.dialogue.outcome import Outcome, request_of
from engine import Engine, Query, Token, Track

if TYPE_CHECKING:
    from bot.dialogue.manager import Turn


def corrected(turn: "Turn", text: str, query: Query, shown: Sequence[Track]) -> Query | Outcome | None:
    """What a correction makes of the list, or of the last request; None if the text corrects nothing."""
    act = acts.correction(text)
    if act is not None and act.kind in ("meant", "asked", "other") and (other := _not_who(turn, act["what"], query)):
        return other
    if act is None:
        return _insisted(turn, text, query, shown) if shown and _opposed(text) else None
    # "no the Fleetwood Mac one": the comma is not always typed.
    what = re.sub(r"(?i)^(?:no|nah|nope)\s+(?:i (?:mean|meant|want) )?(?:the\s+)?(?=\w)", "", act["what"])
    if act.kind == "kinds" or act.kind == "kind":
        return _of_kind(turn, act["kind"], query)
    if act.kind == "version":
        return other_version(turn.engine, query)
    if act.kind in ("one", "other", "meant", "asked") and (version := _by_artist(turn, what, query)) is not None:
        return version
    if act.kind == "one":
        return _not_by_them(turn, what, query) if what != act["what"] else None
    if genre := genre_named(turn.engine, what):
        return moves.swapped(query, Query(genres=(genre,)))
    if act.kind == "asked" or _opposed(text):
        return _insisted(turn, what, query, shown)
    if act.kind == "meant" or (act.kind == "other" and comparison(text) is None and not acts.removal(text)):
        return _instead(turn, what, query)
    return None


def _not_who(turn: "Turn", what: str, query: Query) -> Query | None:
    """``I meant John Coltrane, not Alice Coltrane``: one artist in the place of the other, who is left out."""
    match = re.fullmatch(r"(?i)(?P<meant>.+?),? (?:and |but )?(?:not|rather than|instead of) (?P<not>.+)", what.strip())
    if match is None:
        return None
    meant, other = (artist_named(turn.engine, match[which]) for which in ("meant", "not"))
    if not meant or fold(meant) != fold(match["meant"].strip()):
        return None
    if not other or fold(other) != fold(match["not"].strip()):
        turn.notes.append(f'nobody called "{match["not"].strip()}" is in the catalogue')
        other = ""
    if other in query.like_artists:
        like = tuple(meant if name == other else name for name in query.like_artists)
        return moves.without_artists(replace(query, like_artists=like, skip=0, tracks=(), notes=()), (other,))
    changed = replace(query, artists=(meant,), genres=(), genres_all=(), skip=0, tracks=(), notes=())
    return moves.without_artists(changed, (other,)) if other else changed


def _of_kind(turn: "Turn", kind: str, query: Query) -> Query | Outcome | None:
    """``the band``: the same name as an artist, a track or a genre; ``artists not songs`` of what is rising."""
    last = next(
        (one for one in reversed(turn.context.exchanges[-4:]) if one.request and one.task.command == "emerging"), None
    )
    artists = kind.startswith(("artist", "band", "singer", "group", "rapper", "musician"))
    if last is not None and turn.context.last_list is not last:
        fields = {**last.task.fields, "kind": "artists" if artists else "tracks"}
        return Outcome(
            request_of("emerging", *(Token(name, value, quoted=" " in value) for name, value in fields.items()))
        )
    name = query.like[0].track_name if query.like else (*query.like_artists, *query.artists, "")[0]
    if not name:
        return None
    if artists and query.like and not artist_named(turn.engine, name):
        artist = query.like[0].artists[0]
        turn.notes.append(f'nobody here is called "{re.split(" - | [(]", name)[0]}", so this is like {artist}')
        return moves.swapped(query, Query(like_artists=(artist,)))
    if artists and (artist := artist_named(turn.engine, name)):
        return moves.swapped(query, Query(artists=(artist,)) if not query.like else Query(like_artists=(artist,)))
    if (
        kind in ("song", "track", "tune", "title", "songs", "tracks")
        and (track := turn.subjects.track(name)) is not None
    ):
        return moves.swapped(query, Query(like=(track,)))
    if kind.startswith(("genre", "style", "music")) and (genre := genre_named(turn.engine, name)):
        return moves.swapped(query, Query(genres=(genre,)))
    return None


def other_version(engine: Engine, query: Query) -> Query | None:
    """The seed by another artist, or another recording of it: the next one of the name."""
    if not query.like:
        return None
    seed = query.like[0]
    title = fold(seed.track_name).split(" - ")[0].split(" (")[0]
    found = [
        track
        for track in engine.find(title, 10)
        if fold(track.track_name).startswith(title) and track.recording != seed.recording
    ]
    others = [track for track in found if track.artists[0] != seed.artists[0]] or found
    return replace(query, like=(others[0],), skip=0, notes=()) if others else None


def _by_artist(turn: "Turn", what: str, query: Query) -> Query | Outcome | None:
    """The track of the same title by another artist ("ray lamontagne's"): as seed, or as subject."""
    seed = _title_in_question(turn, query)
    if seed is None:
        return None
    wanted = set(words(what)) - {"the", "one", "version", "by"}
    if not wanted:
        return None
    title = fold(seed).split(" - ")[0].split(" (")[0]
    for track in turn.engine.find(f"{title} {what}", 12):
        credited = {word for name in track.artists for word in words(name)}
        if wanted <= credited | set(words(track.track_name)) and wanted & credited and title in fold(track.track_name):
            last = turn.context.last
            if last is not None and last.task.command not in ("recommend", "similar") and last.task.tracks:
                key = next(iter(last.task.tracks))
                fields = [Token(name, value) for name, value in last.task.fields.items() if name != key]
                return Outcome(request_of(last.task.command, Token(key, track.track_id), *fields))
            rejected = tuple(one for one in query.like if one.recording != track.recording)
            return replace(
                query, like=(track,), unlike=tuple(one for one in query.unlike if one not in rejected), skip=0, notes=()
            )
    return None


def _not_by_them(turn: "Turn", what: str, query: Query) -> Outcome | None:
    """That the title in question is not there by the artist who is meant, and what is there by that artist."""
    seed, artist = _title_in_question(turn, query), artist_named(turn.engine, what)
    if seed is None or not artist:
        return None
    title = re.split(r" - | \(", seed)[0]
    theirs = Query(artists=(artist,), limit=turn.list_limit())
    return Outcome(
        request_of("recommend", turn.kept_out(theirs).text),
        lead=f'"{title}" by {artist} is not in the catalogue. This is what it has by {artist}.',
    )


def _title_in_question(turn: "Turn", query: Query) -> str | None:
    last = turn.context.last
    if last is not None and last.task.tracks:
        return next(iter(last.task.tracks.values())).track_name
    return query.like[0].track_name if query.like else None


def _opposed(text: str) -> bool:
    """``hopeful not depressing!``: one quality rather than another."""
    said = words(text)
    return any(word == "not" and place and said[place - 1] in ADJECTIVES for place, word in enumerate(said))


def _insisted(turn: "Turn", what: str, query: Query, shown: Sequence[Track]) -> Query | None:
    """The quality that was asked for and not met: a step that way from what was shown."""
    said = words(what)
    until = said.index("not") if "not" in said else len(said)
    wanted: dict[str, int] = {}
    for word in said[:until]:
        wanted |= ADJECTIVES.get(word, {})
    heard = hear(turn.engine, what)
    if heard.understood:
        query = moves.merged(query, heard.query)
    if wanted and shown:
        return moves.compared(turn.engine, query, shown, wanted)
    return query if heard.understood else None


def _named_kind(turn: "Turn", kind: str, name: str, query: Query) -> Query | None:
    """``I meant the song Creep``: of the artist in question, if it is one of theirs."""
    if kind not in ("song", "track", "tune", "title"):
        artist = artist_named(turn.engine, name)
        return moves.swapped(query, Query(artists=(artist,))) if artist else None
    by = [f"{name} {artist}" for artist in (*query.artists, *query.like_artists)]
    for text in (*by, name):
        if (track := turn.subjects.track(text)) is not None and fold(track.track_name).startswith(fold(name)):
            return moves.swapped(query, Query(like=(track,)))
    return None


def _instead(turn: "Turn", what: str, query: Query) -> Query | Outcome | None:
    """Another subject in place of the one before."""
    if said := re.fullmatch(r"(?i)(?P<kind>song|track|tune|title|artist|band|singer|rapper|group) (?P<name>.+)", what):
        return _named_kind(turn, said["kind"].lower(), said["name"], query)
    heard = hear(turn.engine, what)
    if heard.understood and heard.has_subject:
        return moves.swapped(query, heard.query)
    found = turn.subjects.named(what, ("artist", "track"))
    if found is None:
        return None
    if found.track is not None:
        return moves.swapped(query, Query(like=(found.track,)))
    return moves.swapped(query, Query(like_artists=(found.artist,)) if query.seeded else Query(artists=(found.artist,)))

"""Tracks as rows of a reply, and the actions under a list of recommendations."""

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from bot.dialogue import moves
from bot.reply import Action, Row
from bot.say import more_like, say
from engine import Engine, Match, Query, Recommendation, Track


def track_data(track: Track, **scores: Any) -> dict[str, Any]:
    """A track for programs; ``scores`` are what the command computed beside it."""
    return {
        "track_id": track.track_id,
        "track_name": track.track_name,
        "artists": list(track.artists),
        "album_name": track.album_name,
        "genres": list(track.genres),
        **({"predicted_genre": track.predicted_genre} if track.predicted_genre else {}),
        "popularity": track.popularity,
        "url": track.url,
        **{name: None if isinstance(score, float) and math.isnan(score) else score for name, score in scores.items()},
    }


def genre_chips(track: Track) -> tuple[str, ...]:
    """The genres that a track is filed under, or the predicted one, marked so."""
    return track.genres or ((f"{track.predicted_genre} (predicted)",) if track.predicted_genre else ())


def filed_under(track: Track) -> str:
    """Say under which genres a track is filed, or that it is under none, with the predicted one."""
    if track.genres:
        return f"Filed under: {', '.join(track.genres)}"
    predicted = f"; predicted: {track.predicted_genre}" if track.predicted_genre else ""
    return f"Filed under no genre{predicted}"


def track_row(track: Track, *, detail: str = "", measure: float | None = None, amount: str = "", **scores: Any) -> Row:
    """A track as a row; ``scores`` go into its data."""
    return Row(
        title=track.title,
        url=track.url,
        measure=measure,
        amount=amount,
        chips=genre_chips(track)[:3],
        detail=detail,
        data=track_data(track, **scores),
    )


def match_row(track: Match, *, detail: str = "", **scores: Any) -> Row:
    """A recommended track with its match and reasons; ``detail`` says something else than the reasons."""
    return track_row(
        track,
        detail=detail or " · ".join(track.reasons),
        measure=track.match / 100,
        amount=str(track.match),
        match=track.match,
        reasons=list(track.reasons),
        **scores,
    )


def match_rows(tracks: Sequence[Match]) -> tuple[Row, ...]:
    """Recommended tracks with their match and reasons."""
    return tuple(match_row(track) for track in tracks)


def refinements(engine: Engine, found: Recommendation, asked: Query | None = None) -> tuple[Action, ...]:
    """What may be asked next of a list: more like one track, another step of a trait, others, why, save.

    They start from what was ``asked``, not from limits that were relaxed to answer it.
    """
    query = found.query if asked is None else replace(asked, notes=())
    unchanged = replace(query, skip=0, notes=())

    def step(name: str, by: int) -> Query | None:
        changed = moves.compared(engine, query, found.tracks, {name: by}) if found.tracks else query
        return changed if changed != unchanged else None

    nexts: list[tuple[str, Query | None]] = [
        ("More energy", step("energy", 1)),
        ("Calmer", step("energy", -1)),
        ("Happier", step("valence", 1)),
        ("Darker", step("valence", -1)),
        ("Faster", step("tempo", 1)),
        ("Less known", step("popularity", -1)),
        ("Others", moves.others(query) if len(found.tracks) == query.limit else None),
    ]
    if query.artists and len(found.tracks) < query.limit:
        # Their recordings are used up: what is like them comes next.
        like = replace(query, artists=(), like_artists=(*query.like_artists, *query.artists), skip=0)
        nexts.append((f"Like {query.artists[0]}", moves.without_artists(like, query.artists)))
    return (
        *more_like(found.tracks),
        *(Action(label, say("recommend", query)) for label, query in nexts if query is not None),
        *(
            Action(f"With {kind}", say("recommend", replace(query, include=(*query.include, kind))))
            for kind in found.left_out[:1]
        ),
        Action("Why", say("why", query)),
        Action("Save", say("save", query)),
    )

"""Tracks as rows of a reply, and what may be pressed under a list of them."""

import math
from collections.abc import Sequence
from typing import Any

from bot.reply import Action, Row
from engine import Engine
from engine.catalogue.store import Track
from engine.defaults import PYTHON
from engine.recommend import refine
from engine.recommend.query import Query
from engine.recommend.recommender import Match, Recommendation
from engine.tokens import Token

_LONGEST_LABEL = 80
_INVENTED = (
    f"These tracks are synthetic: this is the demo catalogue. For real ones run: {PYTHON} -m engine fetch, "
    "then start again."
)


def track_data(track: Track, **scores: Any) -> dict[str, Any]:
    """A track for programs; ``scores`` are what the command computed beside it."""
    return {
        "track_id": track.track_id,
        "track_name": track.track_name,
        "artists": list(track.artists),
        "album_name": track.album_name,
        "genres": list(track.genres),
        "popularity": track.popularity,
        "url": track.url,
        **{name: None if isinstance(score, float) and math.isnan(score) else score for name, score in scores.items()},
    }


def track_row(track: Track, *, detail: str = "", measure: float | None = None, amount: str = "", **scores: Any) -> Row:
    """A track as a row; ``scores`` go into its data."""
    return Row(
        title=track.title,
        url=track.url,
        measure=measure,
        amount=amount,
        chips=track.genres[:3],
        detail=detail,
        data=track_data(track, **scores),
    )


def match_rows(tracks: Sequence[Match]) -> tuple[Row, ...]:
    """Recommended tracks with their match and reasons."""
    return tuple(
        track_row(
            track,
            detail=" · ".join(track.reasons),
            measure=track.match / 100,
            amount=str(track.match),
            match=track.match,
            reasons=list(track.reasons),
        )
        for track in tracks
    )


def provenance(engine: Engine) -> tuple[str, ...]:
    """The feedback line that the demo catalogue owes to everybody who reads a list from it."""
    return (_INVENTED,) if engine.catalogue.synthetic else ()


def more_like(tracks: Sequence[Track]) -> tuple[Action, ...]:
    """A select of the tracks shown."""
    return tuple(
        Action(_cut(f"{place}. {track.title}"), f"/similar {Token('track', track.track_id)}", group="More like ...")
        for place, track in enumerate(tracks[:25], start=1)
    )


def refinements(engine: Engine, found: Recommendation) -> tuple[Action, ...]:
    """What may be asked next, each as the text that pressing it amounts to; those that make sense."""
    query = found.query

    def step(name: str, by: int) -> Query | None:
        return refine.stepped(engine.catalogue, query, name, by)

    nexts: list[tuple[str, Query | None]] = [
        ("More energy", step("energy", 1)),
        ("Calmer", step("energy", -1)),
        ("Happier", step("valence", 1)),
        ("Darker", step("valence", -1)),
        ("Faster", step("tempo", 1)),
        ("Less known", refine.less_known(query, found.tracks)),
        ("Others", refine.others(query) if len(found.tracks) == query.limit else None),
    ]
    buttons = [Action(label, f"/recommend {wish.text}") for label, wish in nexts if wish is not None]
    return (
        *more_like(found.tracks),
        *buttons,
        Action("Why", f"/why {query.text}"),
        Action("Save", f"/save {query.text}"),
    )


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_LABEL else text[: _LONGEST_LABEL - 1] + "…"

"""/emerging: tracks and artists that are likely to rise, with reasons."""

from collections.abc import Iterator, Sequence
from typing import Annotated

import charts
from bot.definition import command
from bot.exports import csv_file
from bot.parameters import Choice, Count, Name, Range
from bot.reply import Action, File, Reply, Row
from bot.say import more_like, pick_genre, say
from bot.tracks import track_row
from engine import BAND, EmergingArtist, EmergingTrack, Engine, Ranking, Score, Track

_LONG_FILE = 100
_TRACK_COLUMNS = ("track_id", "track_name", "artists", "popularity", "emerging_score", "breakout_score", "reason")
_ARTIST_COLUMNS = ("artist", "score", "recordings", "popularity", "genres", "reason")


@command("emerging", examples=("/emerging", "/emerging kind:artists genre:techno", "/emerging score:formula"))
def emerging(
    engine: Engine,
    *,
    kind: Annotated[str, Choice("tracks or artists", ("tracks", "artists"))] = "tracks",
    genre: Annotated[str, Name("only in this genre", source="genre")] | None = None,
    score: Annotated[str, Choice("learned from what rose, or the formula", ("breakout", "formula"))] | None = None,
    popularity: Annotated[tuple[int, int], Range("popularity on the day of collection, such as 40-70", 0, 100)] = BAND,
    limit: Annotated[int, Count("how many", 1, 25)] = 10,
    track: Annotated[Track, Name("explain one track instead", source="track")] | None = None,
) -> Reply:
    """Tracks and artists that are likely to rise: known to some today, not yet to all, with reasons.

    The breakout score is learned from what became of tracks over two years; the formula is danceability + energy +
    valence + tempo / 200 - loudness / 60. The reply says how well each did in the backtest.
    """
    chosen: Score = "formula" if score == "formula" else "breakout" if score else engine.rising.default_score
    if track is not None:
        return _one(engine, track, chosen)
    found = engine.emerging(kind, genre=genre, score=chosen, popularity=popularity, k=limit)
    chart = charts.emerging_ranking(found)
    missing = () if engine.rising.default_score == "breakout" else (_UNLEARNED,)
    band = None if popularity == BAND else f"{popularity[0]}-{popularity[1]}"
    return Reply(
        chart.title,
        _SCORES[chosen],
        tuple(_row(entry, chosen) for entry in found.entries),
        feedback=(*found.feedback, *missing),
        charts=(chart,),
        files=(_table(engine, found, genre, popularity),),
        actions=(
            *_others(engine, kind, genre, chosen, band),
            *_explain(found),
            *more_like([entry.track for entry in found.entries if isinstance(entry, EmergingTrack)]),
            *pick_genre(engine, "emerging", among=_answerable(engine, kind), kind=kind, score=chosen),
        ),
    )


_SCORES = {
    "breakout": "Expected change of popularity over two years, learned from what became of tracks: from their "
    "artist's other recordings, their release, their genre and their sound.",
    "formula": "danceability + energy + valence + tempo / 200 - loudness / 60: what is lively and not loud. It "
    "knows nothing of what rose.",
}
_UNLEARNED = "There is no breakout score here: it takes trained models, and a build with them."


def _one(engine: Engine, track: Track, score: Score) -> Reply:
    """One track's score, part by part."""
    found = engine.explain_emerging(track, score)
    chart = charts.emerging_track(found, score)
    parts = found.parts if score == "breakout" else found.formula_parts
    rows = [_track_row(found, score)]
    rows += [
        Row(name, amount=charts.written_score(value, score), data={"part": name, "value": round(value, 4)})
        for name, value in sorted(parts.items(), key=lambda part: -part[1])
    ]
    inside = track.popularity is None or BAND[0] <= track.popularity <= BAND[1]
    outside = "" if inside else f" Its own popularity, {track.popularity}, is outside that band."
    other = _other(score)
    return Reply(
        chart.title,
        f"{found.reason[:1].upper()}{found.reason[1:]}. The score is above {found.percentile:.0f}% of the recordings "
        f"of popularity {BAND[0]}-{BAND[1]}.{outside}",
        tuple(rows),
        numbered=False,
        feedback=(engine.rising.tested(score),),
        charts=(chart,),
        actions=(
            *_switch(engine, say("emerging", track=track, score=other), other),
            Action("More like this", say("similar", track=track)),
            Action("All that is emerging", say("emerging")),
        ),
    )


def _row(of: EmergingTrack | EmergingArtist, score: Score) -> Row:
    return _artist_row(of, score) if isinstance(of, EmergingArtist) else _track_row(of, score)


def _track_row(of: EmergingTrack, score: Score) -> Row:
    amount = charts.written_score(of.formula, score)
    if score == "breakout" and of.change is not None:
        amount = f"{charts.written_score(of.change, score)} · {of.chance or 0:.0%}"
    parts = of.parts if score == "breakout" else of.formula_parts
    return track_row(
        of.track,
        detail=of.reason,
        measure=of.percentile / 100,
        amount=amount,
        reasons=[of.reason],
        emerging_score=round(of.formula, 6),
        breakout_score=None if of.change is None else round(of.change, 4),
        chance=None if of.chance is None else round(of.chance, 4),
        parts={name: round(value, 4) for name, value in parts.items()},
    )


def _artist_row(of: EmergingArtist, score: Score) -> Row:
    best = "; ".join(entry.track.track_name for entry in of.best)
    return Row(
        of.name,
        amount=charts.written_score(of.score, score),
        chips=of.genres,
        detail=f"{of.reason}. Best: {best}",
        data={
            "artist": of.name,
            "score": round(of.score, 4),
            "mean": round(of.mean, 4),
            "genre_mean": round(of.genre_mean, 4),
            "weight": round(of.weight, 4),
            "recordings": of.recordings,
            "popularity": of.popularity,
            "genres": list(of.genres),
            "reasons": [of.reason],
            "best": [entry.track.track_id for entry in of.best],
        },
    )


def _other(score: Score) -> Score:
    return "formula" if score == "breakout" else "breakout"


def _others(engine: Engine, kind: str, genre: str | None, score: Score, band: str | None) -> tuple[Action, ...]:
    """The other score and the other kind, all else the same."""
    other_kind, other = "artists" if kind == "tracks" else "tracks", _other(score)
    return (
        *_switch(engine, say("emerging", kind=kind, score=other, genre=genre, popularity=band), other),
        Action(other_kind.capitalize(), say("emerging", kind=other_kind, score=score, genre=genre, popularity=band)),
    )


def _switch(engine: Engine, text: str, score: str) -> tuple[Action, ...]:
    """The other score, where it is there."""
    there = score == "formula" or engine.rising.default_score == "breakout"
    return (Action(f"By the {score} score", text),) if there else ()


def _answerable(engine: Engine, kind: str) -> Sequence[str] | None:
    """The genres in which something of the kind may be emerging; None for all."""
    return engine.rising.genres_with_artists() if kind == "artists" else None


def _explain(found: Ranking) -> tuple[Action, ...]:
    actions = []
    entries: Sequence[EmergingTrack | EmergingArtist] = found.entries
    for place, entry in enumerate(entries, start=1):
        if isinstance(entry, EmergingTrack):
            text = say("emerging", track=entry.track, score=found.score)
            actions.append(Action(f"{place}. {entry.track.title}", text, group="Explain ..."))
        else:
            actions.append(Action(f"{place}. {entry.name}", say("artist", name=entry.name), group="About ..."))
    return tuple(actions)


def _table(engine: Engine, found: Ranking, genre: str | None, popularity: tuple[int, int]) -> File:
    """The same list, longer, as CSV."""
    longer = engine.emerging(found.kind, genre=genre, score=found.score, popularity=popularity, k=_LONG_FILE)
    header = _TRACK_COLUMNS if found.kind == "tracks" else _ARTIST_COLUMNS
    return csv_file(f"emerging-{found.kind}.csv", header, list(_lines(longer)))


def _lines(found: Ranking) -> Iterator[tuple[object, ...]]:
    for entry in found.entries:
        if isinstance(entry, EmergingTrack):
            track, change = entry.track, "" if entry.change is None else f"{entry.change:.4f}"
            names = (track.track_id, track.track_name, ";".join(track.artists))
            yield (*names, track.popularity, f"{entry.formula:.6f}", change, entry.reason)
        else:
            figures = (f"{entry.score:.4f}", entry.recordings, entry.popularity)
            yield (entry.name, *figures, ";".join(entry.genres), entry.reason)

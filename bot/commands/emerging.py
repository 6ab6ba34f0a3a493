"""/emerging: tracks and artists that are likely to rise, with reasons."""

import csv
import io
from collections.abc import Sequence
from typing import Annotated

from bot.definition import command
from bot.parameters import Choice, Count, GenreName, Range, TrackName
from bot.pictures import picture
from bot.reply import Action, File, Reply, Row
from bot.tracks import more_like, provenance, track_row
from charts import emerging as charts
from engine import Engine
from engine.catalogue.store import Track
from engine.emerging.formula import BAND
from engine.emerging.ranking import EmergingArtist, EmergingTrack, Ranking, Score
from engine.tokens import Token

_LONG_FILE = 100
_TRACK_COLUMNS = ("track_id", "track_name", "artists", "popularity", "emerging_score", "breakout_score", "reason")
_ARTIST_COLUMNS = ("artist", "score", "recordings", "popularity", "genres", "reason")


@command("emerging", examples=("/emerging", "/emerging kind:artists genre:techno", "/emerging score:formula"))
def emerging(
    engine: Engine,
    *,
    kind: Annotated[str, Choice("tracks or artists", ("tracks", "artists"))] = "tracks",
    genre: Annotated[str, GenreName("only in this genre")] | None = None,
    score: Annotated[str, Choice("learned from what rose, or the formula", ("breakout", "formula"))] | None = None,
    popularity: Annotated[tuple[int, int], Range("popularity today, such as 40-70", 0, 100)] = BAND,
    limit: Annotated[int, Count("how many", 1, 25)] = 10,
    track: Annotated[Track, TrackName("explain one track instead")] | None = None,
) -> Reply:
    """Tracks and artists that are likely to rise: known to some today, not yet to all, with reasons.

    The breakout score is learned from what became of tracks over two years; the formula is danceability + energy +
    valence + tempo / 200 - loudness / 60. The reply says how well each did when tested back.
    """
    chosen: Score = "formula" if score == "formula" else "breakout" if score else engine.rising.default_score
    if track is not None:
        return _one(engine, track, chosen)
    found = engine.emerging(kind, genre=genre, score=chosen, popularity=popularity, k=limit)
    question = ("emerging", kind, genre, chosen, popularity, limit)
    chart = engine.charts.picture(question, lambda theme: charts.ranking(found, theme))
    missing = () if engine.rising.default_score == "breakout" else (_UNLEARNED,)
    return Reply(
        chart.title,
        _SCORES[chosen],
        tuple(_row(entry, chosen) for entry in found.entries),
        feedback=(*found.feedback, *missing, *provenance(engine)),
        pictures=(picture(chart),),
        files=(_table(engine, found, genre, popularity),),
        actions=(
            *_others(engine, kind, genre, chosen, popularity),
            *_explain(found),
            *more_like([entry.track for entry in found.entries if isinstance(entry, EmergingTrack)]),
            *_genres(engine, kind, chosen),
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
    of = engine.rising.explain(track.recording, score)
    chart = engine.charts.picture(("emerging", track.recording, score), lambda theme: charts.track(of, score, theme))
    parts = of.parts if score == "breakout" else of.formula_parts
    rows = [_track_row(of, score)]
    rows += [
        Row(name, amount=charts.told(value, score), data={"part": name, "value": round(value, 4)})
        for name, value in sorted(parts.items(), key=lambda part: -part[1])
    ]
    inside = track.popularity is None or BAND[0] <= track.popularity <= BAND[1]
    outside = "" if inside else f" Its own popularity, {track.popularity}, is outside that band."
    named = Token("track", track.track_id)
    other = "formula" if score == "breakout" else "breakout"
    return Reply(
        chart.title,
        f"{of.reason[:1].upper()}{of.reason[1:]}. The score is above {of.percentile:.0f}% of the recordings of "
        f"popularity {BAND[0]}-{BAND[1]}.{outside}",
        tuple(rows),
        numbered=False,
        feedback=(engine.rising.tested(score), *provenance(engine)),
        pictures=(picture(chart),),
        actions=(
            *_switch(engine, f"/emerging {named} score:{other}", other),
            Action("More like this", f"/similar {named}"),
            Action("All that is emerging", "/emerging"),
        ),
    )


def _row(of: EmergingTrack | EmergingArtist, score: Score) -> Row:
    return _artist_row(of, score) if isinstance(of, EmergingArtist) else _track_row(of, score)


def _track_row(of: EmergingTrack, score: Score) -> Row:
    amount = charts.told(of.formula, score)
    if score == "breakout" and of.change is not None:
        amount = f"{charts.told(of.change, score)} · {of.chance or 0:.0%}"
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
        amount=charts.told(of.score, score),
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


def _others(
    engine: Engine, kind: str, genre: str | None, score: Score, popularity: tuple[int, int]
) -> tuple[Action, ...]:
    """The other score and the other kind, all else the same."""
    rest = [str(Token("genre", genre))] if genre else []
    rest += [f"popularity:{popularity[0]}-{popularity[1]}"] if popularity != BAND else []
    other_kind = "artists" if kind == "tracks" else "tracks"
    other_score = "formula" if score == "breakout" else "breakout"
    return (
        *_switch(engine, " ".join(("/emerging", f"kind:{kind}", f"score:{other_score}", *rest)), other_score),
        Action(other_kind.capitalize(), " ".join(("/emerging", f"kind:{other_kind}", f"score:{score}", *rest))),
    )


def _switch(engine: Engine, text: str, score: str) -> tuple[Action, ...]:
    """The other score, where it is there."""
    there = score == "formula" or engine.rising.default_score == "breakout"
    return (Action(f"By the {score} score", text),) if there else ()


def _explain(found: Ranking) -> tuple[Action, ...]:
    actions = []
    entries: Sequence[EmergingTrack | EmergingArtist] = found.entries
    for place, entry in enumerate(entries, start=1):
        if isinstance(entry, EmergingTrack):
            text = f"/emerging {Token('track', entry.track.track_id)} score:{found.score}"
            actions.append(Action(_cut(f"{place}. {entry.track.title}"), text, group="Explain ..."))
        else:
            text = f"/artist {Token('name', entry.name, quoted=True)}"
            actions.append(Action(_cut(f"{place}. {entry.name}"), text, group="About ..."))
    return tuple(actions)


def _genres(engine: Engine, kind: str, score: Score) -> tuple[Action, ...]:
    known = sorted(engine.explorer.genre_table, key=lambda genre: -genre.popularity)[:25]
    same = f"/emerging kind:{kind} score:{score}"
    return tuple(Action(genre.name, f"{same} {Token('genre', genre.name)}", "In one genre ...") for genre in known)


def _table(engine: Engine, found: Ranking, genre: str | None, popularity: tuple[int, int]) -> File:
    """The same list, longer, as CSV."""
    longer = engine.emerging(found.kind, genre=genre, score=found.score, popularity=popularity, k=_LONG_FILE)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_TRACK_COLUMNS if found.kind == "tracks" else _ARTIST_COLUMNS)
    for entry in longer.entries:
        if isinstance(entry, EmergingTrack):
            track, scores = entry.track, (f"{entry.formula:.6f}", "" if entry.change is None else f"{entry.change:.4f}")
            words = (track.track_id, track.track_name, ";".join(track.artists), track.popularity)
            writer.writerow((*words, *scores, entry.reason))
        else:
            figures = (f"{entry.score:.4f}", entry.recordings, entry.popularity)
            writer.writerow((entry.name, *figures, ";".join(entry.genres), entry.reason))
    return File(f"emerging-{found.kind}.csv", text.getvalue().encode())


def _cut(text: str) -> str:
    return text if len(text) <= 80 else text[:79] + "…"

"""/emerging: tracks and artists that are likely to rise, with reasons."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Annotated

import charts
from bot.blocks import Blocks
from bot.definition import command
from bot.exports import csv_file, file_name
from bot.memory.records import Opinion
from bot.parameters import Choice, Count, Name, Range
from bot.personal import allowed
from bot.reply import Action, File, Reply, Row
from bot.say import more_like, pick_genre, say
from bot.tracks import track_row
from engine import BAND, MARGIN, SCORES, EmergingArtist, EmergingTrack, Engine, Ranking, Score, Track

_LONG_FILE = 100
_TRACK_COLUMNS = (
    "track_id", "track_name", "artists", "album_name", "genres", "popularity", "key", "camelot", "tempo", "url",
    "emerging_score", "breakout_score", "relative_score", "chance", "reasons",
)  # fmt: skip
_ARTIST_COLUMNS = ("artist", "score", "recordings", "popularity", "genres", "best", "reasons")


@command("emerging", examples=("/emerging", "/emerging kind:artists genre:techno", "/emerging score:absolute"))
def emerging(
    engine: Engine,
    *,
    blocks: Blocks,
    kind: Annotated[str, Choice("tracks or artists", ("tracks", "artists"))] = "tracks",
    genre: Annotated[str, Name("only in this genre", source="genre")] | None = None,
    score: Annotated[
        str, Choice("against its genre, the rise itself, or the formula", SCORES, also=(("breakout", "absolute"),))
    ]
    | None = None,
    popularity: Annotated[tuple[int, int], Range("popularity on the day of collection, such as 40-70", 0, 100)] = BAND,
    limit: Annotated[int, Count("how many", 1, 25)] = 10,
    track: Annotated[Track, Name("explain one track instead", source="track")] | None = None,
) -> Reply:
    """Tracks and artists that are likely to rise: known to some today, not yet to all, with reasons.

    The relative score expects what a track gains on the usual change of its genre, the absolute score its change
    itself; both are learned from what became of tracks. The formula is danceability + energy + valence + tempo / 200 -
    loudness / 60. The reply says how well each did in the backtest.
    """
    chosen = _chosen(engine, score)
    if track is not None:
        return _one(engine, track, chosen)
    rank = partial(engine.emerging, kind, genre=genre, score=chosen, popularity=popularity)
    found, longer = rank(k=limit), rank(k=_LONG_FILE)
    if blocks.known:
        longer = _without(longer, blocks.known)
        found = replace(found, entries=longer.entries[:limit])
    chart = charts.emerging_ranking(found, until=engine.rising.until)
    missing = () if len(engine.rising.scores) > 1 else (_UNLEARNED,)
    band = None if popularity == BAND else f"{popularity[0]}-{popularity[1]}"
    return Reply(
        chart.title,
        _text(engine, found),
        tuple(_row(entry, chosen) for entry in found.entries),
        feedback=(*found.feedback, *missing),
        charts=(chart,),
        files=(_table(engine, longer),),
        actions=(
            *_others(engine, kind, genre, chosen, band),
            *_explain(found),
            *more_like([entry.track for entry in found.entries if isinstance(entry, EmergingTrack)]),
            *pick_genre(engine, "emerging", among=_answerable(engine, kind), kind=kind, score=chosen),
        ),
    )


def _without(found: Ranking, blocks: Sequence[Opinion]) -> Ranking:
    """The ranking without what is blocked."""
    if found.kind == "artists":
        blocked = {one.key for one in blocks if one.subject == "artist"}
        artists = (one for one in found.entries if isinstance(one, EmergingArtist))
        return replace(found, entries=tuple(one for one in artists if one.name not in blocked))
    tracks = {one.track.track_id: one for one in found.entries if isinstance(one, EmergingTrack)}
    left = allowed((one.track for one in tracks.values()), blocks)
    return replace(found, entries=tuple(tracks[track.track_id] for track in left))


_SCORES = {
    "relative": "What they are expected to gain on the usual change of their genre, in points of popularity",
    "absolute": "Expected change of popularity, in points",
    "formula": "danceability + energy + valence + tempo / 200 - loudness / 60: what is lively and not loud. It "
    "knows nothing of what rose.",
}
_UNKNOWN = (
    "It cannot know who still records, who is signed or what is promoted. Release dates are known for few tracks, so a "
    "track's age is guessed from its sound."
)
_UNLEARNED = "There is no learned score here: it takes trained models, and a build with them."


def _chosen(engine: Engine, score: str | None) -> Score:
    """The score that was named, or the catalogue's best."""
    return next((one for one in SCORES if one == score), engine.rising.default_score)


def _text(engine: Engine, found: Ranking) -> str:
    """What the score says of the list, in plain words."""
    if found.score == "formula":
        return _SCORES["formula"]
    rising = engine.rising
    since = engine.collected_month
    span = f", from {since} to {rising.until}" if rising.until and since and not since.endswith(rising.until) else ""
    parts = [f"{_SCORES[found.score]}{span}."]
    likely = [entry.likelihood(found.score) for entry in found.entries if isinstance(entry, EmergingTrack)]
    chances = [chance for chance in likely if chance is not None]
    if chances:
        of_ten = 10 * sum(chances) / len(chances)
        did = f"beat their genre by {MARGIN} points" if found.score == "relative" else "rose"
        parts.append(
            f"Of ten tracks scored like these, about {max(1, round(of_ten))} {did} by {rising.until}, in the test."
        )
    drift = [entry.drift for entry in found.entries if isinstance(entry, EmergingTrack) and entry.drift is not None]
    if found.genre and found.score == "relative" and drift:
        usual = sum(drift) / len(drift)
        parts.append(f"Tracks like these usually {'lost' if usual < 0 else 'gained'} {abs(usual):.1f} points.")
    return f"{' '.join(parts)}\n\n{_UNKNOWN}"


def _one(engine: Engine, track: Track, score: Score) -> Reply:
    """One track's score, part by part."""
    found = engine.explain_emerging(track, score)
    chart = charts.emerging_track(found, score)
    parts = found.formula_parts if score == "formula" else found.parts
    rows = [_track_row(found, score)]
    rows += [
        Row(name, amount=charts.written_score(value, score), data={"part": name, "value": round(value, 4)})
        for name, value in sorted(parts.items(), key=lambda part: -part[1])
    ]
    inside = track.popularity is None or BAND[0] <= track.popularity <= BAND[1]
    outside = "" if inside else f" Its own popularity, {track.popularity}, is outside that band."
    why = "; ".join(found.reasons)
    return Reply(
        chart.title,
        f"{why[:1].upper()}{why[1:]}. The score is above {found.percentile:.0f}% of the recordings "
        f"of popularity {BAND[0]}-{BAND[1]}.{outside}",
        tuple(rows),
        numbered=False,
        feedback=(engine.rising.tested(score),),
        charts=(chart,),
        actions=(
            *(
                Action(_LABELS[other], say("emerging", track=track, score=other))
                for other in engine.rising.scores
                if other != score
            ),
            Action("More like this", say("similar", track=track)),
            Action("All that is emerging", say("emerging")),
        ),
    )


_LABELS = {"relative": "Against its genre", "absolute": "By the rise itself", "formula": "By the formula score"}


def _row(of: EmergingTrack | EmergingArtist, score: Score) -> Row:
    return _artist_row(of, score) if isinstance(of, EmergingArtist) else _track_row(of, score)


def _track_row(of: EmergingTrack, score: Score) -> Row:
    chance = of.likelihood(score)
    amount = charts.written_score(of.value(score), score)
    parts = of.formula_parts if score == "formula" else of.parts
    popularity = "" if of.track.popularity is None else f"popularity {of.track.popularity}; "
    return track_row(
        of.track,
        detail=f"{popularity}{'; '.join(of.reasons)}",
        measure=of.percentile / 100,
        amount=amount if chance is None else f"{amount} points",
        reasons=list(of.reasons),
        emerging_score=round(of.formula, 6),
        breakout_score=_rounded(of.change),
        relative_score=_rounded(of.relative),
        chance=_rounded(chance),
        parts={name: round(value, 4) for name, value in parts.items()},
    )


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _artist_row(of: EmergingArtist, score: Score) -> Row:
    return Row(
        of.name,
        amount=charts.written_score(of.score, score),
        chips=of.genres,
        detail="; ".join(of.reasons),
        data={
            "artist": of.name,
            "score": round(of.score, 4),
            "mean": round(of.mean, 4),
            "genre_mean": round(of.genre_mean, 4),
            "weight": round(of.weight, 4),
            "recordings": of.recordings,
            "popularity": of.popularity,
            "genres": list(of.genres),
            "reasons": list(of.reasons),
            "best": [entry.track.track_id for entry in of.best],
        },
    )


def _others(engine: Engine, kind: str, genre: str | None, score: Score, band: str | None) -> tuple[Action, ...]:
    """The other scores and the other kind, all else the same."""
    other_kind = "artists" if kind == "tracks" else "tracks"
    scores = [
        Action(_LABELS[other], say("emerging", kind=kind, score=other, genre=genre, popularity=band))
        for other in engine.rising.scores
        if other != score
    ]
    answerable = other_kind == "tracks" or genre is None or genre in (_answerable(engine, other_kind) or ())
    if not answerable:
        return tuple(scores)
    switch = say("emerging", kind=other_kind, score=score, genre=genre, popularity=band)
    return (Action(other_kind.capitalize(), switch), *scores)


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


def _table(engine: Engine, longer: Ranking) -> File:
    """The same list, longer, as CSV."""
    header = _TRACK_COLUMNS if longer.kind == "tracks" else _ARTIST_COLUMNS
    score = "" if longer.score == "relative" else longer.score
    name = file_name("emerging", longer.kind, longer.genre or "", score)
    return csv_file(f"{name}.csv", header, list(_lines(engine, longer)))


def _lines(engine: Engine, found: Ranking) -> Iterator[tuple[object, ...]]:
    for entry in found.entries:
        if isinstance(entry, EmergingTrack):
            track, key = entry.track, engine.key(entry.track)
            tempo = track.values["tempo"]
            scores = [entry.change, entry.relative, entry.likelihood(found.score)]
            yield (
                track.track_id, track.track_name, ";".join(track.artists), track.album_name, ";".join(track.genres),
                track.popularity, key.name, key.camelot, "" if tempo != tempo else f"{tempo:.0f}", track.url or "",
                f"{entry.formula:.6f}", *("" if score is None else f"{score:.4f}" for score in scores),
                "; ".join(entry.reasons),
            )  # fmt: skip
        else:
            best = "; ".join(one.track.track_name for one in entry.best)
            figures = (f"{entry.score:.4f}", entry.recordings, entry.popularity)
            yield (entry.name, *figures, ";".join(entry.genres), best, "; ".join(entry.reasons))

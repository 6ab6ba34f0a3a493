"""/similar: tracks like one you name."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Annotated, Literal

from bot.blocks import Blocks
from bot.definition import command
from bot.parameters import Choice, Count, Limits, Name
from bot.personal import recommended
from bot.reply import Action, Reply
from bot.say import say
from bot.tracks import match_rows, refinements
from engine import MOST_TRACKS, Engine, Query, Recommendation, Track

_KEYS = (
    "genre", "not_genre", "mood", "energy", "tempo", "popularity", "language", "explicit", "year", "not_artist",
    "kind", "include", "skip",
)  # fmt: skip


@command("similar", examples=('/similar track:"{track}"', '/similar track:"{track}" popularity:>40 explicit:no'))
def similar(
    engine: Engine,
    *,
    blocks: Blocks,
    track: Annotated[Track, Name("title, title and artist, or a link", source="track")],
    limits: Annotated[Query, Limits(_KEYS)] = Query(),
    metric: Annotated[
        Literal["", "cosine", "euclidean"], Choice("compare audio features alone", ("cosine", "euclidean"))
    ] = "",
    limit: Annotated[int, Count("how many tracks", 1, MOST_TRACKS)] = 5,
) -> Reply:
    """Tracks like one you name, by sound, genre, scene, era, language and popularity.

    Fitted to what editors put into one playlist. genre:, popularity:, language:, tempo: and explicit: narrow the list;
    include: lets in kinds that are left out otherwise, such as christmas. metric:cosine and metric:euclidean give the
    exact neighbours over nine audio features instead.
    """
    asked = replace(limits, like=(track,), limit=limit, metric=metric)
    found = recommended(engine, asked, blocks)
    return Reply(
        title=f"Like {track.title}",
        rows=match_rows(found.tracks),
        feedback=found.feedback,
        actions=(*refinements(engine, found, asked), *_narrower(engine, track, limits, found)),
    )


def _narrower(engine: Engine, track: Track, limits: Query, found: Recommendation) -> Iterator[Action]:
    """The same list within limits that are true of the track: its genre, language, tempo; or better known."""
    if limits != Query() or not found.tracks:
        return
    again = partial(say, "similar", track=track, limit=found.query.limit, metric=found.query.metric or None)
    for genre in engine.credible_genres(track)[:2]:
        yield Action(f"Only {genre}", again(genre=genre))
    language = engine.language(track)
    if language and language != "english":
        yield Action(f"Only in {language.title()}", again(language=language))
    tempo = track.values["tempo"]
    if tempo == tempo:
        yield Action("Same tempo", again(tempo=f"{0.96 * tempo:.0f}-{1.04 * tempo:.0f}"))
    if engine.has_popularity:
        yield Action("Well known", again(popularity=">60"))

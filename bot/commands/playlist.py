"""/playlist: a longer list along a curve, in playing order."""

from dataclasses import replace
from typing import Annotated

import charts
from bot.definition import command
from bot.exports import about, files
from bot.memory import Caller, Memory
from bot.parameters import Count, End, QueryParam, YesNo
from bot.personal import without_blocks
from bot.reply import Action, Reply, Row
from bot.say import more_like, say
from bot.tracks import track_row
from engine import DURATION, MOST_MINUTES, Engine, Listed, Playlist, Query

_UNOFFERED = ("limit", "metric", "surprise")


@command(
    "playlist",
    examples=(
        "/playlist mood:calm to:energetic minutes:45",
        "/playlist genre:techno to:energetic minutes:60",
        "/playlist mood:happy explicit:no minutes:30 save:yes",
    ),
    heavy=True,
)
def playlist(
    engine: Engine,
    *,
    memory: Memory,
    caller: Caller,
    query: Annotated[Query, QueryParam("where it starts, and its limits", _UNOFFERED)] = Query(),
    to: Annotated[Query, End("the mood at the end, such as energetic")] = Query(),
    minutes: Annotated[int, Count("how long", 5, MOST_MINUTES)] = 45,
    save: Annotated[bool, YesNo("also as CSV, M3U8 and Spotify links")] = False,
) -> Reply:
    """A playlist along a curve: from one mood to another, in mixing order.

    Up to 100 tracks. Each lies near the point that the curve has reached and close to the one before it in tempo, key
    (Camelot wheel) and energy; no artist comes twice in a row. Limits such as genre:techno or tempo:>120 hold for all
    of it. to: takes a mood, or a query in quotes (to:"energy:high tempo:high"). The bars show what changes most.
    """
    made = engine.playlist(without_blocks(engine, query, memory.known_blocks(caller)), to, minutes)
    made = replace(made, query=query)
    saved = files(engine, made.tracks, "playlist", made.query.summary, made.to.summary) if save else ()
    curve = made.query.summary or "anything"
    if not made.to.empty:
        curve += f" → {made.to.summary}"
    return Reply(
        title=f"{len(made.tracks)} tracks · {round(made.seconds / 60)} min · {curve}",
        text=about(saved) if saved else "",
        rows=tuple(_row(track, made.curve) for track in made.tracks),
        feedback=made.feedback,
        charts=(charts.playlist_curve(made),),
        files=saved,
        actions=(*_next(made, minutes, save), *more_like(made.tracks)),
    )


def _row(track: Listed, curve: str) -> Row:
    values = track.values
    facts = [
        f"at {DURATION.format(track.starts)}",
        f"{values['tempo']:.0f} BPM" if values["tempo"] == values["tempo"] else "",
        f"key {track.key}" if track.key else "",
        f"{curve} {values[curve]:.2f}",
    ]
    return track_row(
        track,
        detail=" · ".join(fact for fact in facts if fact),
        measure=values[curve],
        amount=DURATION.format(values["duration"]),
        starts_seconds=round(track.starts, 1),
        seconds=round(values["duration"], 1),
        tempo=values["tempo"],
        camelot=track.key,
        energy=values["energy"],
        valence=values["valence"],
    )


def _next(made: Playlist, minutes: int, saved: bool) -> list[Action]:
    start, end = made.query, made.to
    actions = [] if saved else [Action("Save", say("playlist", start, to=end, minutes=minutes, save=True))]
    if minutes + 15 <= MOST_MINUTES:
        actions.append(Action("15 minutes longer", say("playlist", start, to=end, minutes=minutes + 15)))
    if end.empty:
        actions += [
            Action(label, say("playlist", start, to=Query(moods=(mood,)), minutes=minutes))
            for label, mood in (("End energetic", "energetic"), ("End calm", "calm"))
            if mood not in start.moods
        ]
    elif start.moods and end == Query(moods=end.moods):
        back = replace(start, moods=end.moods)
        actions.append(Action("The other way", say("playlist", back, to=Query(moods=start.moods), minutes=minutes)))
    return actions

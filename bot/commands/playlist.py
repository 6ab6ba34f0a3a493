"""/playlist: a longer list along a curve, in playing order."""

from dataclasses import replace
from typing import Annotated

import charts
from bot import crates
from bot.blocks import Blocks
from bot.definition import command
from bot.exports import about, files
from bot.memory import Caller, Memory
from bot.parameters import Choice, Count, End, Label, Parts, QueryParam, YesNo
from bot.personal import without_blocks
from bot.reply import Action, Reply, Row
from bot.say import more_like, say
from bot.tracks import track_row
from engine import DURATION, MOST_MINUTES, RISES, Engine, Listed, Part, Playlist, Query, Rise, unpinned

# A form holds 25 fields; what has none here is typed.
_UNOFFERED = ("limit", "metric", "surprise", "unlike", "not_artist", "liveness")


@command(
    "playlist",
    examples=(
        "/playlist mood:calm to:energetic minutes:45",
        "/playlist genre:techno to:energetic minutes:60",
        "/playlist genre:deep-house tempo:118 to:tempo:124 minutes:60 rise:late",
        '/playlist energy:low minutes:5 then:"minutes:20 energy:high; minutes:5 mood:calm"',
        "/playlist mood:happy explicit:no minutes:30 save:yes",
    ),
    heavy=True,
)
def playlist(
    engine: Engine,
    *,
    memory: Memory,
    caller: Caller,
    blocks: Blocks,
    query: Annotated[Query, QueryParam("where it starts, and its limits", _UNOFFERED)] = Query(),
    to: Annotated[Query, End("the mood at the end, such as energetic")] = Query(),
    minutes: Annotated[int, Count("how long; with then: how long the first part is", 5, MOST_MINUTES)] = 45,
    then: Annotated[tuple[Part, ...], Parts("parts that follow: minutes:20 energy:high; minutes:5 mood:calm")] = (),
    rise: Annotated[str, Choice("when most of the way to the end is made", RISES)] = "even",
    save: Annotated[bool, YesNo("also as CSV, M3U8 and Spotify links")] = False,
    name: Annotated[str, Label("what to call the saved list")] = "",
) -> Reply:
    """A playlist along a curve: from one mood to another, in mixing order.

    Up to 100 tracks. Each lies near the point that the curve has reached and close to the one before it in tempo, key
    (Camelot wheel) and energy; no artist comes twice in a row. Limits such as genre:techno or tempo:>120 hold for all
    of it. to: takes a mood, or a query in quotes (to:"energy:high tempo:high"); between two tempos in BPM the tempo
    follows the line. then: adds parts, each with its minutes and its own query; what they leave open holds from the
    part before. rise:late keeps the rise for the end. track: names the tracks that open it, in their order; in then:
    those that open a part. save:yes gives files; with name: the list is kept as a crate of that name, too. The bars
    show what changes most.
    """
    pace: Rise = next(one for one in RISES if one == rise)
    made = engine.playlist(without_blocks(engine, query, blocks.known), to, minutes, then, pace)
    made = replace(made, query=query)
    kept = crates.kept_as(memory, caller, name, made.tracks) if save and name else ""
    titles = (name,) if name else ("playlist", made.query.summary, made.to.summary)
    saved = files(engine, made.tracks, *titles) if save else ()
    called = f'Saved as "{name}": ' if saved and name else ""
    curve = _told(made.query).summary or "anything"
    if not to.empty:
        curve += f" → {to.summary}"
    for part in then:
        curve += f", then {_told(part.query).summary or 'the same'}{'' if part.to.empty else f' → {part.to.summary}'}"
    return Reply(
        title=f"{called}{len(made.tracks)} tracks · {round(made.seconds / 60)} min · {curve}",
        text=about(saved) if saved else "",
        rows=tuple(_row(track, made.curve) for track in made.tracks),
        feedback=(*((kept,) if kept else ()), *made.feedback),
        charts=(charts.playlist_curve(made),),
        files=saved,
        actions=(*(() if then or rise != "even" else _next(made, minutes, save)), *more_like(made.tracks)),
    )


def _told(query: Query) -> Query:
    return replace(unpinned(query), not_tracks=query.not_tracks)


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

"""/compare: two tracks, artists or genres, trait by trait."""

from typing import Annotated

from bot.definition import command
from bot.parameters import SubjectName
from bot.pictures import picture
from bot.reply import Action, Reply, Row
from bot.tracks import provenance
from engine import Engine
from engine.explore import Subject
from engine.features import TRAITS
from engine.tokens import Token


@command("compare", examples=("/compare a:techno b:classical", '/compare a:"{track}" b:"{artist}"'))
def compare(
    engine: Engine,
    *,
    a: Annotated[Subject, SubjectName("a track, an artist or a genre")],
    b: Annotated[Subject, SubjectName("what to compare it with")],
) -> Reply:
    """Two tracks, artists or genres, trait by trait.

    For an artist or a genre the values are medians over its recordings. Names are taken as genre first, then artist,
    then track.
    """
    (first, second), chart = engine.explorer.compare(a, b)
    rows = []
    for at, trait in enumerate(TRAITS):
        gap = first.places[at] - second.places[at]
        told = "one is unknown" if gap != gap else f"{abs(gap):.0f} percentiles {'higher' if gap > 0 else 'lower'}"
        rows.append(
            Row(
                trait.name,
                measure=None if gap != gap else abs(gap) / 100,
                amount=f"{trait.format(first.raw[at])} / {trait.format(second.raw[at])}",
                detail="the same" if abs(gap) < 0.5 else told,
                data={
                    "trait": trait.name,
                    "a": _number(first.raw[at]),
                    "b": _number(second.raw[at]),
                    "a_percentile": _number(first.places[at]),
                    "b_percentile": _number(second.places[at]),
                },
            )
        )
    return Reply(
        chart.title,
        f"{_told(a, first.count)}, and {_told(b, second.count)}. Percentiles are among all recordings.",
        tuple(rows),
        numbered=False,
        feedback=provenance(engine),
        pictures=(picture(chart),),
        actions=(
            *_about(a),
            *_about(b),
            Action("The other way round", f"/compare {Token('a', b.key)} {Token('b', a.key)}"),
        ),
    )


def _told(subject: Subject, count: int) -> str:
    if subject.kind == "track":
        return f"{subject.name} (a track)"
    kind = "an artist" if subject.kind == "artist" else "a genre"
    return f"{subject.name} ({kind}, median of {count:,} recording{'' if count == 1 else 's'})"


def _about(subject: Subject) -> tuple[Action, ...]:
    """What to ask of one of the two."""
    if subject.kind == "track":
        return (Action("More like it", f"/similar {Token('track', subject.key)}"),)
    if subject.kind == "artist":
        return (Action(_cut(f"About {subject.name}"), f"/artist {Token('name', subject.key, quoted=True)}"),)
    return (Action(f"{subject.name}: what moves popularity", f"/drivers {Token('genre', subject.key)}"),)


def _cut(text: str) -> str:
    return text if len(text) <= 80 else text[:79] + "…"


def _number(value: float) -> float | None:
    return None if value != value else round(float(value), 4)

"""/compare: two tracks, artists or genres, trait by trait."""

from typing import Annotated

import charts
from bot.definition import command
from bot.parameters import Name
from bot.reply import Action, Reply, Row, cut
from bot.say import say
from engine import TRAITS, Comparison, Engine, Feature, Profile, Subject

_LONGEST_NAME = 24


@command("compare", examples=("/compare a:techno b:classical", '/compare a:"{track}" b:"{artist}"'))
def compare(
    engine: Engine,
    *,
    a: Annotated[Subject, Name("a track, an artist or a genre", source="subject")],
    b: Annotated[Subject, Name("what to compare it with", source="subject")],
) -> Reply:
    """Two tracks, artists or genres, trait by trait.

    For an artist or a genre the values are medians over its recordings. Names are taken as genre first, then artist,
    then track.
    """
    return compared(engine, a, b, (Action("The other way round", say("compare", a=b, b=a)),))


def compared(engine: Engine, a: Subject, b: Subject, actions: tuple[Action, ...]) -> Reply:
    """The reply that compares two subjects, with actions after those about each."""
    found = engine.compare(a, b)
    chart = charts.comparison(found)
    return Reply(
        chart.title,
        f"{_described(a, found.first)}, and {_described(b, found.second)}. Percentiles are among all recordings.",
        tuple(_row(found, at, trait) for at, trait in enumerate(TRAITS)),
        numbered=False,
        charts=(chart,),
        actions=(*_about(a), *_about(b), *actions),
    )


def _row(found: Comparison, at: int, trait: Feature) -> Row:
    first, second = found.first, found.second
    one, other = (cut(profile.name, _LONGEST_NAME) for profile in (first, second))
    gap = first.places[at] - second.places[at]
    if gap != gap:
        detail = "one is unknown"
    elif abs(gap) < 0.5:
        detail = "the same"
    else:
        higher, lower = (one, other) if gap > 0 else (other, one)
        detail = f"{higher} {abs(gap):.0f} percentiles higher than {lower}"
    return Row(
        trait.name,
        measure=None if gap != gap else abs(gap) / 100,
        amount=f"{one} {trait.format(first.raw[at])} · {other} {trait.format(second.raw[at])}",
        detail=detail,
        data={
            "trait": trait.name,
            "a": _number(first.raw[at]),
            "b": _number(second.raw[at]),
            "a_percentile": _number(first.places[at]),
            "b_percentile": _number(second.places[at]),
        },
    )


def _described(subject: Subject, profile: Profile) -> str:
    if subject.kind == "track":
        return f"{subject.name} (a track)"
    kind = {"artist": "an artist", "genre": "a genre", "list": "a list"}[subject.kind]
    if profile.count == 1:
        return f"{subject.name} ({kind}, one recording)"
    return f"{subject.name} ({kind}, median of {profile.count:,} recordings)"


def _about(subject: Subject) -> tuple[Action, ...]:
    """What to ask of one of the two."""
    if subject.kind == "track":
        return (Action("More like it", say("similar", track=subject)),)
    if subject.kind == "list":
        return ()
    if subject.kind == "artist":
        return (Action(f"About {subject.name}", say("artist", name=subject)),)
    return (Action(f"{subject.name}: what moves popularity", say("drivers", genre=subject)),)


def _number(value: float) -> float | None:
    return None if value != value else round(float(value), 4)

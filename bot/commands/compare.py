"""/compare: two or three tracks, artists or genres, trait by trait."""

from collections.abc import Sequence
from itertools import combinations
from typing import Annotated

import charts
from bot.definition import command
from bot.parameters import Name
from bot.reply import Action, Reply, Row, cut
from bot.say import say
from engine import TRAITS, Comparison, Engine, Feature, Profile, Subject

_LONGEST_NAME = 24


@command(
    "compare",
    examples=(
        "/compare a:techno b:classical",
        '/compare a:"{track}" b:"{artist}"',
        "/compare a:techno b:house c:trance",
    ),
)
def compare(
    engine: Engine,
    *,
    a: Annotated[Subject, Name("a track, an artist or a genre", source="subject")],
    b: Annotated[Subject, Name("what to compare it with", source="subject")],
    c: Annotated[Subject, Name("a third one", source="subject")] | None = None,
) -> Reply:
    """Two tracks, artists or genres, or three, trait by trait.

    For an artist or a genre the values are medians over its recordings. Names are taken as genre first, then artist,
    then track.
    """
    if c is not None:
        return _three(engine, (a, b, c))
    return compared(engine, a, b, (Action("The other way round", say("compare", a=b, b=a)),))


def _three(engine: Engine, subjects: tuple[Subject, Subject, Subject]) -> Reply:
    """Three subjects side by side, with a chart of the first against each of the others."""
    first, *others = subjects
    pairs = [engine.compare(first, other) for other in others]
    profiles = (pairs[0].first, *(pair.second for pair in pairs))
    names = [cut(subject.name, _LONGEST_NAME) for subject in subjects]
    return Reply(
        f"{names[0]}, {names[1]} and {names[2]} side by side",
        f"{'; '.join(map(_described, subjects, profiles))}. Highest first in each row.",
        tuple(_row_of_three(names, profiles, at, trait) for at, trait in enumerate(TRAITS)),
        numbered=False,
        charts=tuple(map(charts.comparison, pairs)),
        actions=tuple(
            Action(cut(f"{one.name} against {other.name}"), say("compare", a=one, b=other))
            for one, other in combinations(subjects, 2)
        ),
    )


def _row_of_three(names: Sequence[str], profiles: Sequence[Profile], at: int, trait: Feature) -> Row:
    known = sorted(zip(names, profiles, strict=True), key=lambda one: -_sortable(one[1].raw[at]))
    return Row(
        trait.name,
        amount=" · ".join(f"{name} {trait.format(profile.raw[at])}" for name, profile in known),
        data={"trait": trait.name, **{key: _number(one.raw[at]) for key, one in zip("abc", profiles, strict=True)}},
    )


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


def _sortable(value: float) -> float:
    return float(value) if value == value else float("-inf")


def _number(value: float) -> float | None:
    return None if value != value else round(float(value), 4)

"""/drivers: what goes with popularity, genre by genre, with intervals."""

from collections.abc import Sequence
from typing import Annotated

import charts
from bot.definition import command
from bot.parameters import Choice, Name
from bot.reply import Action, Reply, Row
from bot.say import pick_genre, say
from engine import AUDIO_NAMES, Effect, Engine, GenreDrivers, UserError

_ENDS = 5
_MOST_GENRES = 12


@command("drivers", examples=("/drivers genre:metal", "/drivers feature:valence", "/drivers genre:pop vs:jazz"))
def drivers(
    engine: Engine,
    *,
    genre: Annotated[str, Name("in which genre", source="genre")] | None = None,
    vs: Annotated[str, Name("compare with this genre", source="genre")] | None = None,
    feature: Annotated[str, Choice("one feature over all genres", AUDIO_NAMES)] | None = None,
) -> Reply:
    """What goes with popularity in a genre, or where one feature does, with intervals.

    A linear regression of popularity on the nine audio features, over recordings. It says what goes with popularity
    in the table, not what would happen if a track were changed.
    """
    if genre and vs:
        return _versus(engine, genre, vs)
    if genre or vs:
        return _genre(engine, genre or str(vs))
    if feature:
        return _feature(engine, feature)
    raise UserError("/drivers needs a genre or a feature.", "Try /drivers genre:metal", code="missing_parameter")


def _genre(engine: Engine, genre: str) -> Reply:
    found = engine.drivers(genre)
    chart = charts.drivers_of_genre(found)
    there = engine.driver_table.genres
    near = [other.name for other, _ in engine.nearest_genres(genre, 2) if other.name in there]
    return Reply(
        chart.title,
        f"{found.conclusion}\n\nMeasured on {found.recordings:,} recordings by {found.artists:,} artists.",
        tuple(_effect_row(effect.feature, effect) for effect in found.ranked),
        numbered=False,
        feedback=found.caveats,
        charts=(chart,),
        actions=(
            *(Action(f"Against {other}", say("drivers", genre=genre, vs=other)) for other in near),
            *_each_feature(found.ranked),
            *pick_genre(engine, "drivers", among=there),
        ),
    )


def _versus(engine: Engine, genre: str, vs: str) -> Reply:
    found = engine.compare_drivers(genre, vs)
    chart = charts.drivers_compared(found)
    rows = tuple(
        Row(
            contrast.feature,
            amount=f"{genre} {contrast.a.points:+.1f} · {vs} {contrast.b.points:+.1f}",
            detail=f"difference {contrast.difference:+.1f} ({contrast.low:+.1f} to {contrast.high:+.1f})"
            + ("" if contrast.significant else ", may be chance"),
            data={
                "feature": contrast.feature,
                "a": round(contrast.a.points, 3),
                "b": round(contrast.b.points, 3),
                "difference": round(contrast.difference, 3),
                "low": round(contrast.low, 3),
                "high": round(contrast.high, 3),
                "significant": contrast.significant,
            },
        )
        for contrast in found.ranked
    )
    return Reply(
        chart.title,
        f"{found.a.conclusion}\n\n{found.b.conclusion}",
        rows,
        numbered=False,
        feedback=(
            "Points of popularity per standard deviation of the feature in its genre; one interval in twenty misses.",
        ),
        charts=(chart,),
        actions=(
            Action(f"{genre} alone", say("drivers", genre=genre)),
            Action(f"{vs} alone", say("drivers", genre=vs)),
            Action("How they sound", say("compare", a=genre, b=vs)),
        ),
    )


def _feature(engine: Engine, name: str) -> Reply:
    found = engine.feature_drivers(name)
    chart = charts.drivers_of_feature(found)
    pairs = found.pairs
    shown = pairs if len(pairs) <= 2 * _ENDS else (*pairs[:_ENDS], *pairs[-_ENDS:])
    ends = pairs if len(pairs) <= 2 * _MOST_GENRES else (*pairs[:_MOST_GENRES], *pairs[-_MOST_GENRES:])
    return Reply(
        chart.title,
        found.conclusion,
        tuple(_effect_row(entry.genre, effect, entry) for entry, effect in shown),
        numbered=False,
        feedback=(
            f"{found.tests:,} genre-feature pairs were tested together, and corrected for that.",
            "Popularity 0 is left out: mostly stale releases, not disliked tracks.",
        ),
        charts=(chart,),
        actions=(
            Action(f"How {name} is spread", say("explore", "features", feature=name)),
            *(Action(entry.genre, say("drivers", genre=entry.genre), group="In one genre ...") for entry, _ in ends),
        ),
    )


def _effect_row(title: str, effect: Effect, entry: GenreDrivers | None = None) -> Row:
    few = " · few recordings" if entry is not None and entry.few else ""
    return Row(
        title,
        amount=f"{effect.points:+.1f} ({effect.low:+.1f} to {effect.high:+.1f})",
        detail=("more than chance" if effect.significant else "may be chance") + few,
        data={
            **({"genre": entry.genre} if entry else {}),
            "feature": effect.feature,
            "points": round(effect.points, 4),
            "low": round(effect.low, 4),
            "high": round(effect.high, 4),
            "per_unit": round(effect.per_unit, 4),
            "q": round(effect.q, 6),
            "significant": effect.significant,
        },
    )


def _each_feature(ranked: Sequence[Effect]) -> tuple[Action, ...]:
    return tuple(
        Action(effect.feature, say("drivers", feature=effect.feature), group="One feature over all genres ...")
        for effect in ranked
    )

"""/drivers: what goes with popularity, genre by genre, with intervals."""

from collections.abc import Sequence
from typing import Annotated

from bot.definition import command
from bot.parameters import Choice, GenreName
from bot.pictures import picture
from bot.reply import Action, Reply, Row
from bot.tracks import provenance
from charts import drivers as charts
from engine import Engine
from engine.drivers import Effect, GenreDrivers
from engine.errors import UserError
from engine.features import AUDIO_NAMES
from engine.tokens import Token

_ENDS = 5


@command("drivers", examples=("/drivers genre:metal", "/drivers feature:valence", "/drivers genre:pop vs:jazz"))
def drivers(
    engine: Engine,
    *,
    genre: Annotated[str, GenreName("in which genre")] | None = None,
    vs: Annotated[str, GenreName("compare with this genre")] | None = None,
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
    entry = engine.drivers(genre)
    chart = engine.charts.picture(("drivers", genre), lambda theme: charts.genre(entry, theme))
    fit = (
        f"{entry.recordings:,} recordings by {entry.artists:,} artists; R² {entry.r2:.1%} in sample, "
        f"{entry.cv_r2:.1%} on artists not seen before."
    )
    near = [other.name for other, _ in engine.explorer.nearest_genres(genre, 2)]
    return Reply(
        chart.title,
        f"{entry.conclusion}\n\n{fit}",
        tuple(_effect_row(effect.feature, effect) for effect in entry.ranked),
        numbered=False,
        feedback=(*entry.caveats, *provenance(engine)),
        pictures=(picture(chart),),
        actions=(
            *(Action(f"Against {other}", f"/drivers {Token('genre', genre)} {Token('vs', other)}") for other in near),
            *_features(entry.ranked),
            *_genres(engine),
        ),
    )


def _versus(engine: Engine, genre: str, vs: str) -> Reply:
    a, b = engine.drivers(genre), engine.drivers(vs)
    contrasts = engine.driver_table.compare(genre, vs)
    chart = engine.charts.picture(("drivers", genre, vs), lambda theme: charts.versus(a, b, contrasts, theme))
    ordered = sorted(contrasts, key=lambda contrast: -abs(contrast.difference))
    rows = tuple(
        Row(
            contrast.feature,
            amount=f"{contrast.a.points:+.1f} / {contrast.b.points:+.1f}",
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
        for contrast in ordered
    )
    return Reply(
        chart.title,
        f"{a.conclusion}\n\n{b.conclusion}",
        rows,
        numbered=False,
        feedback=(
            "Points of popularity per standard deviation of the feature in its genre; one interval in twenty misses.",
            *provenance(engine),
        ),
        pictures=(picture(chart),),
        actions=(
            Action(f"{a.genre} alone", f"/drivers {Token('genre', genre)}"),
            Action(f"{b.genre} alone", f"/drivers {Token('genre', vs)}"),
            Action("How they sound", f"/compare {Token('a', genre)} {Token('b', vs)}"),
        ),
    )


def _feature(engine: Engine, name: str) -> Reply:
    table = engine.driver_table
    pairs = table.feature(name)
    chart = engine.charts.picture(("drivers of", name), lambda theme: charts.feature(name, pairs, table, theme))
    shown = pairs if len(pairs) <= 2 * _ENDS else (*pairs[:_ENDS], *pairs[-_ENDS:])
    return Reply(
        chart.title,
        table.feature_conclusion(name),
        tuple(_effect_row(entry.genre, effect, entry) for entry, effect in shown),
        numbered=False,
        feedback=(
            f"{table.tests:,} genre-feature pairs were tested together, and corrected for that.",
            "Popularity 0 is left out: mostly stale releases, not disliked tracks.",
            *provenance(engine),
        ),
        pictures=(picture(chart),),
        actions=(
            Action(f"How {name} is spread", f"/explore features feature:{name}"),
            *(
                Action(entry.genre, f"/drivers {Token('genre', entry.genre)}", group="In one genre ...")
                for entry, _ in (*pairs[:12], *pairs[-12:])
            ),
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


def _features(ranked: Sequence[Effect]) -> tuple[Action, ...]:
    return tuple(
        Action(effect.feature, f"/drivers feature:{effect.feature}", group="One feature over all genres ...")
        for effect in ranked
    )


def _genres(engine: Engine) -> tuple[Action, ...]:
    known = sorted(engine.explorer.genre_table, key=lambda genre: -genre.popularity)[:25]
    return tuple(
        Action(genre.name, f"/drivers {Token('genre', genre.name)}", group="Another genre ...")
        for genre in known
        if genre.name in engine.driver_table.genres
    )

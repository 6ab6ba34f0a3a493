"""/genre: what a track sounds like, how sure that is, and what it is filed under."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated

import charts
from bot.definition import command
from bot.parameters import Choice, Features, Name
from bot.reply import Action, Reply, Row
from bot.say import more_like, say
from bot.tracks import filed_under, match_rows, track_row
from charts import chance
from engine import Engine, GenreExplanation, Kind, Prediction, Track, UserError, trait

_NOTABLE = 1.05  # times as likely; less would be shown as 1.0 times
_LONGEST_TITLE = 3  # typed features
_USEFUL = 0.25  # of the likeliest genre; below it a prediction names none
_WORTH_A_ROW = 0.02
_HEADINGS: Mapping[Kind, str] = {
    "full": "From audio and names",
    "audio": "From audio alone",
    "forest": "From audio, by the forest",
}


@command(
    "genre",
    examples=("/genre energy:0.9 danceability:0.7", '/genre track:"{track}"', "/genre tempo:174 model:forest"),
)
def genre(
    engine: Engine,
    *,
    track: Annotated[Track, Name("a track of the catalogue", source="track")] | None = None,
    features: Annotated[dict[str, float], Features("or typed features")] | None = None,
    model: Annotated[str, Choice("which model predicts", ("best", "forest"))] = "best",
) -> Reply:
    """What a track, or a set of typed features, sounds like, and how sure that is.

    Predictions are made from audio alone and from audio and names together, never from popularity or from what the
    track is filed under. A track that the models were trained on is judged by models that had not seen it. Sure is
    right at least four times in five; typed features that are missing are taken at the median.
    """
    if track is not None:
        return _track(engine, track, model)
    if features:
        return _typed(engine, features, model)
    raise UserError("/genre needs a track or a feature.", "Try /genre energy:0.9 tempo:174", code="missing_parameter")


def _track(engine: Engine, track: Track, model: str) -> Reply:
    found = engine.explain_genre(track, ("forest",) if model == "forest" else ("full", "audio"))
    main, first, filed = found.main, found.first, frozenset(track.genres)
    title = _title(track.track_name, main)
    agrees = "That is where it is filed." if first in filed else "That is not where it is filed." if filed else ""
    shown = _headed(found)
    drawn = [charts.genre_prediction(shown, filed, title)] if shown else []
    against: tuple[Action, ...] = ()
    if found.in_catalogue and _useful(main):
        drawn.append(charts.comparison(engine.compare(track, first)))
        against = (Action(f"Against {first}", say("compare", a=track, b=first)),)
    return Reply(
        title,
        f"{_sentence(main)} {agrees if main.confidence_label == 'sure' else ''}".rstrip()
        + f"\n\n{filed_under(track)}\n\n{_arguments(found)}",
        tuple(_rows(found)) or tuple(_neighbours(engine, track)),
        numbered=False,
        feedback=(_unseen(main), *_unlikely(found)),
        charts=tuple(drawn),
        actions=(
            Action("By the forest", say("genre", track=track, model="forest"))
            if model != "forest"
            else Action("By the best models", say("genre", track=track)),
            Action("More like this", say("similar", track=track)),
            *(against if _useful(main) else ()),
            Action("How good is the model?", say("model")),
            *more_like(found.typical),
        ),
    )


def _typed(engine: Engine, features: dict[str, float], model: str) -> Reply:
    found = engine.explain_features(features, "forest" if model == "forest" else "audio")
    said = ", ".join(f"{name} {trait(name).format(value)}" for name, value in features.items())
    many = len(features) > _LONGEST_TITLE
    verb = "sounds" if len(features) == 1 else "sound"
    title = _title(f"These {len(features)} features" if many else said, found.main, verb)
    return Reply(
        title,
        f"{_sentence(found.main)}\n\n{_arguments(found)}".rstrip(),
        tuple(_rows(found)) or _nearest(engine, features),
        numbered=False,
        feedback=(f"Taken at the catalogue's median: {', '.join(found.missing)}.",) if found.missing else (),
        charts=(charts.genre_prediction(_headed(found), frozenset(), title),) if _headed(found) else (),
        actions=(
            Action("By the forest", say("genre", **features, model="forest"))
            if model != "forest"
            else Action("By the best model", say("genre", **features)),
            Action("Tracks like that", say("recommend", **features)),
            Action("How good is the model?", say("model")),
            *more_like(found.typical),
        ),
    )


def _headed(found: GenreExplanation) -> dict[str, Prediction]:
    """The predictions that name a genre, by heading, without what is hardly possible."""
    return {
        _HEADINGS[kind]: replace(prediction, top=tuple(_worth(prediction)))
        for kind, prediction in found.predictions.items()
        if _useful(prediction)
    }


def _useful(prediction: Prediction) -> bool:
    return prediction.top[0][1] >= _USEFUL


def _worth(prediction: Prediction) -> list[tuple[str, float]]:
    """The genres of a prediction that are worth a row."""
    return [(name, probability) for name, probability in prediction.top if probability >= _WORTH_A_ROW]


def _unlikely(found: GenreExplanation) -> tuple[str, ...]:
    """Which predictions name no genre, in a sentence each."""
    return tuple(
        f"{_HEADINGS[kind]}, no genre is likely: the first would be {prediction.top[0][0]} with "
        f"{chance(prediction.top[0][1])}."
        for kind, prediction in found.predictions.items()
        if not _useful(prediction)
    )


def _neighbours(engine: Engine, track: Track) -> list[Row]:
    """What sounds nearest, where no genre is likely."""
    near = engine.similar(track, k=5, metric="cosine").tracks
    return [track_row(one, detail="near in sound", reasons=["near in sound"]) for one in near]


def _nearest(engine: Engine, features: Mapping[str, float]) -> tuple[Row, ...]:
    """What sounds nearest to typed features, where no genre is likely."""
    said = " ".join(f"{name}:{value:g}" for name, value in features.items())
    return match_rows(engine.recommend(said, 5).tracks)


def _title(name: str, prediction: Prediction, verb: str = "sounds") -> str:
    if not _useful(prediction):
        return f"{name}: the sound tells no genre"
    first = prediction.top[0][0]
    if prediction.confidence_label == "sure":
        return f"{name} {verb} like {first}"
    if prediction.confidence_label == "leaning":
        return f"{name} {verb} like {first}, perhaps"
    return f"{name}: the sound does not tell; {first} is the best guess"


def _sentence(prediction: Prediction) -> str:
    """How sure the prediction is, in words."""
    if not _useful(prediction):
        return "No genre is likely; what sounds nearest is shown instead."
    (first, likely), (second, next_likely) = prediction.top[:2]
    found = f"{first} {chance(likely)}, then {second} {chance(next_likely)}"
    if prediction.confidence_label == "sure":
        return f"Sure: {found}."
    if prediction.confidence_label == "leaning":
        return f"Leaning: {found}; predictions like this are right about every other time."
    return f"Can't tell: {found}; do not rely on it."


def _arguments(found: GenreExplanation) -> str:
    """What argues for the first genre against the second; nothing where neither is likely."""
    if not _useful(found.main):
        return ""
    notable = [
        f"{argument.feature} {trait(argument.feature).format(argument.value)} ({argument.factor:.1f} times)"
        for argument in found.arguments
        if argument.factor >= _NOTABLE
    ]
    if not notable:
        return f"No single feature argues for {found.first} against {found.second}."
    return f"For {found.first} against {found.second}, compared with a median track: {', '.join(notable)} as likely."


def _rows(found: GenreExplanation) -> list[Row]:
    rows = [
        Row(
            name,
            measure=probability,
            amount=chance(probability),
            detail=_HEADINGS[kind].lower(),
            data={
                "genre": name,
                "probability": round(probability, 4),
                "reading": kind,
                "rank": rank,
                "verdict": prediction.confidence_label,
            },
        )
        for kind, prediction in found.predictions.items()
        if _useful(prediction)
        for rank, (name, probability) in enumerate(_worth(prediction), start=1)
    ]
    if not _useful(found.main):
        return rows
    near = [track_row(track, detail=f"typical of {found.first}, near in sound") for track in found.typical]
    return rows + near


def _unseen(prediction: Prediction) -> str:
    if prediction.out_of_fold:
        return "Predicted by models that had not seen this track."
    return "Predicted by the whole model just now; it may have been trained on this track."

"""/genre: what a track sounds like, how sure that is, and what it is filed under."""

from collections.abc import Mapping, Sequence
from typing import Annotated

import numpy as np

from bot.definition import command
from bot.parameters import Choice, Features, TrackName
from bot.pictures import picture
from bot.reply import Action, Picture, Reply, Row
from bot.tracks import more_like, provenance, track_row
from charts import genre as charts
from engine import Engine
from engine.catalogue.store import Track
from engine.errors import UserError
from engine.explore import Subject
from engine.features import trait
from engine.genre.predictor import Argument, Kind, Prediction
from engine.tokens import Token

_TELLING = 1.05  # times as likely; less would be shown as none
_LONGEST_TITLE = 3  # typed features
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
    track: Annotated[Track, TrackName("a track of the catalogue")] | None = None,
    features: Annotated[dict[str, float], Features("or typed features")] | None = None,
    model: Annotated[str, Choice("what reads it", ("best", "forest"))] = "best",
) -> Reply:
    """What a track, or a set of typed features, sounds like, and how sure that is.

    Readings are made from audio alone and from audio and names together, never from popularity or from what the
    track is filed under. A track that the models learned from is read by models that had not seen it. Sure is right
    at least four times in five; typed features that are missing are taken at the median.
    """
    if track is not None:
        return _track(engine, track, model)
    if features:
        return _typed(engine, features, model)
    raise UserError("/genre needs a track or a feature.", "Try /genre energy:0.9 tempo:174", code="missing_parameter")


def _track(engine: Engine, track: Track, model: str) -> Reply:
    kinds: tuple[Kind, ...] = ("forest",) if model == "forest" else ("full", "audio")
    readings = {kind: engine.genre(track, kind) for kind in kinds}
    main = readings[kinds[0]]
    first, second = main.top[0][0], main.top[1][0]
    filed = frozenset(track.genres)
    reader = engine.genre_predictor
    audio = reader.audio_inputs(track.recording)
    typical = engine.catalogue.tracks(reader.typical(first, audio, without=track.recording))
    pictures = [_bars(engine, readings, filed, _title(track.track_name, main), (track.recording, model))]
    if first in engine.catalogue.genres:
        members = engine.catalogue.genre_members(first)
        named = Subject("track", track.track_name, track.track_id, np.array([track.recording]))
        pictures.append(picture(engine.explorer.compare(named, Subject("genre", first, first, members))[1]))
    agrees = "That is where it is filed." if first in filed else "That is not where it is filed."
    label = Token("track", track.track_id)
    return Reply(
        _title(track.track_name, main),
        f"{_sentence(main)} {agrees if main.confidence_label == 'sure' else ''}".rstrip()
        + f"\n\nFiled under: {', '.join(track.genres)}\n\n"
        + _arguments(reader.arguments(audio, first, second), first, second),
        (*_rows(readings), *(track_row(near, detail=f"typical of {first}, near in sound") for near in typical)),
        numbered=False,
        feedback=(_unseen(main), *provenance(engine)),
        pictures=tuple(pictures),
        actions=(
            *(
                (Action("By the forest", f"/genre {label} model:forest"),)
                if model != "forest"
                else (Action("By the best models", f"/genre {label}"),)
            ),
            Action("More like this", f"/similar {label}"),
            Action(f"Against {first}", f"/compare {Token('a', track.track_id)} {Token('b', first)}"),
            Action("How good is the model?", "/model"),
            *more_like(typical),
        ),
    )


def _typed(engine: Engine, features: dict[str, float], model: str) -> Reply:
    kind: Kind = "forest" if model == "forest" else "audio"
    reading, missing = engine.genre_predictor.predict_typed(features, kind)
    reader = engine.genre_predictor
    first, second = reading.top[0][0], reading.top[1][0]
    audio = reader.typed_inputs(features)
    typical = engine.catalogue.tracks(reader.typical(first, audio)) if first in engine.catalogue.genres else []
    said = ", ".join(f"{name} {trait(name).format(value)}" for name, value in features.items())
    many = len(features) > _LONGEST_TITLE
    title = _title(
        f"These {len(features)} features" if many else said, reading, "sounds" if len(features) == 1 else "sound"
    )
    chart = _bars(engine, {kind: reading}, frozenset(), title, (*features.items(), kind))
    at_median = f"Taken at the catalogue's median: {', '.join(missing)}." if missing else ""
    typed = " ".join(f"{name}:{value:g}" for name, value in features.items())
    return Reply(
        title,
        f"{_sentence(reading)}\n\n{_arguments(reader.arguments(audio, first, second), first, second)}",
        (*_rows({kind: reading}), *(track_row(near, detail=f"typical of {first}, near in sound") for near in typical)),
        numbered=False,
        feedback=(*((at_median,) if at_median else ()), *provenance(engine)),
        pictures=(chart,),
        actions=(
            Action("By the forest", f"/genre {typed} model:forest")
            if kind != "forest"
            else Action("By the best model", f"/genre {typed}"),
            Action("Tracks like that", f"/recommend {typed}"),
            Action("How good is the model?", "/model"),
            *more_like(typical),
        ),
    )


def _bars(
    engine: Engine, readings: Mapping[Kind, Prediction], filed: frozenset[str], title: str, question: tuple[object, ...]
) -> Picture:
    of = [charts.Bars(_HEADINGS[kind], reading.top) for kind, reading in readings.items()]
    chart = engine.charts.picture(("genre", *question), lambda theme: charts.readings("genre", of, filed, title, theme))
    return picture(chart)


def _title(name: str, reading: Prediction, verb: str = "sounds") -> str:
    first = reading.top[0][0]
    if reading.confidence_label == "sure":
        return f"{name} {verb} like {first}"
    if reading.confidence_label == "leaning":
        return f"{name} {verb} like {first}, perhaps"
    return f"{name}: the sound does not tell; {first} is the best guess"


def _sentence(reading: Prediction) -> str:
    """The confidence_label in words."""
    (first, likely), (second, next_likely) = reading.top[:2]
    told = f"{first} {charts.chance(likely)}, then {second} {charts.chance(next_likely)}"
    if reading.confidence_label == "sure":
        return f"Sure: {told}."
    if reading.confidence_label == "leaning":
        return f"Leaning: {told}; readings like this are right about every other time."
    return f"Can't tell: {told}; do not rely on it."


def _arguments(found: Sequence[Argument], first: str, second: str) -> str:
    """What argues for the first genre against the second."""
    told = [
        f"{argument.feature} {trait(argument.feature).format(argument.value)} ({argument.factor:.1f} times)"
        for argument in found
        if argument.factor >= _TELLING
    ]
    if not told:
        return f"No single feature argues for {first} against {second}."
    return f"For {first} against {second}, compared with a median track: {', '.join(told)} as likely."


def _rows(readings: Mapping[Kind, Prediction]) -> list[Row]:
    return [
        Row(
            name,
            measure=probability,
            amount=charts.chance(probability),
            detail=_HEADINGS[kind].lower(),
            data={
                "genre": name,
                "probability": round(probability, 4),
                "reading": kind,
                "rank": rank,
                "verdict": reading.confidence_label,
            },
        )
        for kind, reading in readings.items()
        for rank, (name, probability) in enumerate(reading.top, start=1)
    ]


def _unseen(reading: Prediction) -> str:
    if reading.out_of_fold:
        return "Read by models that had not seen this track: no memory of it."
    return "Read just now by the whole model, which may have learned from this track: partly a memory."

"""Synthetic recordings of three genres that differ in sound and in names, and a model fitted to them."""

import csv
import io
from functools import cache

import numpy as np
import pytest

from engine.genre.encoding import COLUMNS
from engine.genre.model import GenreModel
from engine.genre.name_features import Credits
from pipeline.genre.fit import OutOfFold, TrainingSet, fit

GENRES = ["ambient", "metal", "polka"]
WORDS = {"ambient": "ocean dream drift", "metal": "blood doom grave", "polka": "bier oma tanz"}


def synthetic(count: int, seed: int) -> TrainingSet:
    """Recordings of three genres, ten to an artist; loudness and energy go with the genre."""
    rng = np.random.default_rng(seed)
    genre = np.arange(count) // 10 % 3
    audio = rng.random((count, len(COLUMNS)))
    audio[:, COLUMNS.index("energy")] = np.clip(genre / 3 + rng.normal(0.15, 0.1, count), 0, 1)
    audio[:, COLUMNS.index("loudness")] = -20 + 6 * genre + rng.normal(0, 2, count)
    audio[:, COLUMNS.index("tempo")] = np.where(rng.random(count) < 0.1, np.nan, rng.normal(120, 20, count))
    audio[:, COLUMNS.index("duration_ms")] = rng.normal(200_000, 30_000, count)
    audio[:, COLUMNS.index("key")] = rng.integers(0, 12, count)
    audio[:, COLUMNS.index("time_signature")] = 4
    words = [WORDS[GENRES[number]].split() for number in genre]
    return TrainingSet(
        audio=audio,
        credits=Credits(
            [f"{of[0]} artist {row // 10}" for row, of in enumerate(words)],
            [f"{of[1]} album {row // 5}" for row, of in enumerate(words)],
            [f"{of[2]} song {row}" for row, of in enumerate(words)],
        ),
        truth=np.eye(3, dtype=bool)[genre],
        genres=GENRES,
        group=np.arange(count) // 10,
    )


def as_csv(data: TrainingSet, **extra: list[str]) -> bytes:
    """The recordings as people would send them."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["track_id", "artists", "album_name", "track_name", *COLUMNS, *extra])
    names = zip(data.credits.artists, data.credits.album_name, data.credits.track_name, strict=True)
    for row, (name, audio) in enumerate(zip(names, data.audio, strict=True)):
        cells = ["0" if value != value else f"{value:.6f}" for value in audio]
        writer.writerow([f"id{row}", *name, *cells, *(column[row] for column in extra.values())])
    return out.getvalue().encode()


@cache
def fitted() -> tuple[GenreModel, OutOfFold]:
    """Fitted once for all tests."""
    return fit(synthetic(360, seed=1))


@pytest.fixture(scope="session")
def known() -> TrainingSet:
    return synthetic(360, seed=1)


@pytest.fixture(scope="session")
def unseen() -> TrainingSet:
    """Of other artists."""
    data = synthetic(90, seed=2)
    return TrainingSet(
        data.audio,
        Credits([f"new {name}" for name in data.credits.artists], data.credits.album_name, data.credits.track_name),
        data.truth,
        data.genres,
        data.group + 1000,
    )


@pytest.fixture(scope="session")
def model() -> GenreModel:
    return fitted()[0]

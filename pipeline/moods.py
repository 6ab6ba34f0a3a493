"""Moods as editors use the words: distance in sound, and what sound, genres and scene add to it.

A mood's score is the mean of two: how near a recording lies to the mood's place among the traits
(``engine.recommend.moods``), and a ridge regression on membership in editors' playlists of that mood.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from engine.features import LEVELS, TRAIT_NAMES
from engine.recommend.moods import MOODS
from pipeline.similarity_inputs import POPULARITY_KNOTS, Floats, Inputs
from pipeline.similarity_model import Linear

PLAYLISTS: Final = {
    "happy": r"happy|good vibes|great day|feel.?good|good times",
    "workout": r"workout|motivat|power hour|energy boost|\bgym\b|running|cardio",
    "sleepy": r"sleep|bedtime|peaceful",
    "focus": r"focus|brain food|to think|creativity|study|concentrat",
    "party": r"party|dance rising|club",
    "calm": r"chill|calm|relax|stress free|unwind|peace|mellow|soothing",
    "sad": r"\bsad\b|heartbreak|feels|melanchol|break.?up",
    "romantic": r"love|date night|romantic|romance|wedding",
}
"""Titles of the playlists that teach a mood."""
HAND: Final = 0.5  # weight of the distance in traits beside the regression, both in standard deviations
_PENALTY: Final = 100.0
_FEWEST: Final = 15  # recordings that teach a mood
_WIDTH: Final = 30.0  # percentiles


def distances(inputs: Inputs, moods: Sequence[str]) -> Floats:
    """Nearness of recordings to the place of each mood among the traits: float32, shape (n, moods), standardised."""
    places = {}
    for trait in {trait for mood in moods for trait in MOODS[mood]}:
        values = np.asarray(inputs.catalogue.traits[:, TRAIT_NAMES.index(trait)], dtype=np.float64)
        known = values[~np.isnan(values)]
        values = np.where(np.isnan(values), np.median(known) if len(known) else 0.0, values)
        order = np.sort(values)
        places[trait] = 50 * (np.searchsorted(order, values) + np.searchsorted(order, values, "right")) / len(values)
    columns = []
    for mood in moods:
        apart = [((places[trait] - LEVELS[level]) / _WIDTH) ** 2 for trait, level in MOODS[mood].items()]
        columns.append(-np.sqrt(np.mean(apart, axis=0)))
    return standardised(np.column_stack(columns))


def standardised(values: npt.NDArray[np.floating]) -> Floats:
    """Columns with mean 0 and deviation 1."""
    deviation = values.std(axis=0)
    return np.asarray((values - values.mean(axis=0)) / np.where(deviation > 0, deviation, 1), dtype=np.float32)


def without_popularity(about: Floats) -> Floats:
    """What is known of recordings but for their popularity, which says nothing of a mood."""
    return about[:, : about.shape[1] - len(POPULARITY_KNOTS)]


def fit(about: Floats, titles: Sequence[str], rows: Sequence[Sequence[int]]) -> tuple[tuple[str, ...], Linear]:
    """Regressions on membership in playlists of each mood, against the recordings of all other playlists.

    Parameters
    ----------
    about : float32, shape (n, columns)
        ``pipeline.similarity_model.recording_inputs``.
    titles, rows : of playlists
        Their recordings.

    Returns
    -------
    moods : tuple of str
        Those with enough to learn from.
    model : Linear
        One output a mood.
    """
    known = np.unique(np.concatenate([np.array(part, dtype=np.intp) for part in rows]))
    x = without_popularity(about[known])
    fitted: dict[str, Linear] = {}
    for mood, pattern in PLAYLISTS.items():
        of_mood = [part for title, part in zip(titles, rows, strict=True) if re.search(pattern, title.lower())]
        member = np.isin(known, np.concatenate([np.array(part) for part in of_mood] or [np.zeros(0)]))
        if member.sum() >= _FEWEST:
            fitted[mood] = _fit_one(x, member)
    columns = x.shape[1]
    weights = [model.weights[:, 0] for model in fitted.values()]
    offsets = [model.offset[0] - model.centre @ model.weights[:, 0] for model in fitted.values()]
    stacked = np.column_stack([np.zeros((columns, 0), np.float32), *weights]).astype(np.float32)
    return tuple(fitted), Linear(np.zeros(columns, np.float32), stacked, np.array(offsets, dtype=np.float32))


def _fit_one(x: Floats, member: npt.NDArray[np.bool_]) -> Linear:
    share = np.where(member, 0.5 / member.sum(), 0.5 / max((~member).sum(), 1)) * len(member)
    penalty = _PENALTY * max(1.0, 100 / member.sum())
    return Linear.fit(x, member[:, None].astype(np.float32), penalty, share)


def scores(inputs: Inputs, learned: Mapping[str, npt.NDArray[np.floating]]) -> tuple[tuple[str, ...], Floats]:
    """Every mood of ``engine.recommend.moods`` with the score of each recording.

    Parameters
    ----------
    learned : mapping of str to float, shape (n,)
        Outputs of the regressions, by mood.

    Returns
    -------
    moods : tuple of str
    scores : float32, shape (moods, n)
        Mean 0 and deviation 1 for each mood.
    """
    moods = tuple(MOODS)
    table = distances(inputs, moods)
    for place, mood in enumerate(moods):
        if mood in learned:
            table[:, place] = HAND * table[:, place] + standardised(np.asarray(learned[mood])[:, None])[:, 0]
    return moods, np.ascontiguousarray(standardised(table).T)

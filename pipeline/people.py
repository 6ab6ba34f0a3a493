"""Fit how several liked tracks are blended, and what match figures mean, by replaying what people chose.

Taste: of each dialogue the first half of the tracks that the person liked are seeds, and the later half is to be found
among all recordings. Match figures: logistic regression on recordings of editors' playlists, the playlist that judges
held out. What likeness learned from the judging lists is fitted anew without them.
"""

import gzip
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from tqdm import tqdm

from engine import Engine, artifacts
from engine.recommend.people import FORMAT_VERSION, NAME
from engine.recommend.similarity import SAME_GENRE, Similarity
from pipeline import people_card as card
from pipeline.scene_table import read_scenes
from pipeline.scenes import NAMES_NO_SCENE, Fit, Playlist
from pipeline.scenes import read_playlists as read_titled
from pipeline.similarity_evaluation import kinds_and_charts
from pipeline.similarity_inputs import Floats, Inputs
from pipeline.similarity_model import SimilarityModel, describe, vectors, with_people
from pipeline.similarity_training import Listening, about_recordings, fit_people, read_dialogues, read_playlists
from pipeline.songs import core_title, letters

NEAREST: Final = (0.0, 0.25, 0.5, 0.75, 1.0)
POPULARITY: Final = (0.0, 0.02, 0.03, 0.04, 0.06)
DISLIKED: Final = (0.0, 0.1, 0.25, 0.5)
BY_HAND: Final = (0.0, 0.0, 0.5)
"""Nearest, popularity and disliked before anything was fitted: Rocchio's formula."""
FOLDS: Final = 5
_FEWEST_LIKES: Final = 4
_FEWEST_OF_A_LIST: Final = 20
_SEEDS: Final = 4
_UNKNOWN: Final = 1.0
_LOOKED_AT: Final = 400

Odds = tuple[float, float]


@dataclass(frozen=True)
class Replay:
    """A dialogue as it was played: recordings of the catalogue, in the order in which they were judged.

    Parameters
    ----------
    first, later : tuple of int
        Liked in the first half, and after it.
    disliked : tuple of int
    """

    first: tuple[int, ...]
    later: tuple[int, ...]
    disliked: tuple[int, ...]


def read_replays(path: Path, inputs: Inputs) -> list[Replay]:
    """Dialogues as JSON lines with ``turns`` (``liked`` and ``disliked`` ids) and ``tracks`` (title, artists by id)."""
    known: dict[tuple[str, str], int] = {}
    names = inputs.catalogue.words["artists"].to_pylist()
    for row in np.argsort(-inputs.popularity, kind="stable"):
        for name in names[row]:
            known.setdefault((letters(name), core_title(inputs.titles[row])), int(row))
    replays = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            item = json.loads(line)
            liked, disliked = (list(_judged(item, kind, known)) for kind in ("liked", "disliked"))
            if len(liked) >= _FEWEST_LIKES:
                half = len(liked) // 2
                against = tuple(row for row in disliked if row not in liked)
                replays.append(Replay(tuple(liked[:half]), tuple(liked[half:]), against))
    return replays


def _judged(item: Mapping[str, Any], kind: str, known: Mapping[tuple[str, str], int]) -> Iterable[int]:
    rows: dict[int, None] = {}
    for turn in item["turns"]:
        for track in turn[kind] or ():
            told = item["tracks"].get(track, {"title": "", "artists": []})
            keys = [(letters(name), core_title(told["title"])) for name in told["artists"]]
            rows |= {known[key]: None for key in keys if key in known}
    return rows


# -- Taste -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Candidates:
    """The recordings of a catalogue, and how like the tracks of one dialogue they are; float32, shape (n,) each."""

    mean: Floats
    likest: Floats
    disliked: Floats
    known: Floats  # popularity, less for what nobody knows
    songs: npt.NDArray[np.int32]
    out: npt.NDArray[np.bool_]  # judged before, or of a kind that lists leave out

    def scores(self, nearest: float, popularity: float, disliked: float) -> Floats:
        """The recordings scored by some weights."""
        total = (1 - nearest) * self.mean + nearest * self.likest + popularity * self.known - disliked * self.disliked
        total = total - np.where(self.known == 0, np.float32(_UNKNOWN), np.float32(0))
        total[self.out] = -np.inf
        return np.asarray(total, dtype=np.float32)

    def found(self, scores: Floats, later: Sequence[int]) -> npt.NDArray[np.float64]:
        """Whether a later like is among the first ten songs, among the first 50, and the share found in 50."""
        best = np.argpartition(-scores, _LOOKED_AT)[:_LOOKED_AT]
        ranked = list(dict.fromkeys(self.songs[best[np.argsort(-scores[best], kind="stable")]].tolist()))
        wanted = {int(self.songs[row]) for row in later}
        hits = [len(wanted & set(ranked[:most])) for most in (10, 50)]
        return np.array([hits[0] > 0, hits[1] > 0, hits[1] / len(wanted)], dtype=np.float64)


def candidates(similarity: Similarity, wide: Floats, bias: Floats, popularity: Floats, replay: Replay) -> Candidates:
    """What the tracks judged in a dialogue tell of all recordings."""
    each = np.array([_like(similarity, wide, bias, row) for row in replay.first])
    against = [_like(similarity, wide, bias, row) for row in replay.disliked]
    judged = {int(similarity.songs[row]) for row in (*replay.first, *replay.disliked)}
    return Candidates(
        mean=each.mean(axis=0),
        likest=each.max(axis=0),
        disliked=np.mean(against, axis=0, dtype=np.float32) if against else np.zeros(len(popularity), np.float32),
        known=popularity,
        songs=np.asarray(similarity.songs),
        out=similarity.left_out() | np.isin(similarity.songs, list(judged)),
    )


def _like(similarity: Similarity, wide: Floats, bias: Floats, row: int) -> Floats:
    out = np.einsum("ij,j->i", wide, wide[row]) + bias
    out[similarity.by_same_artists(row)] += np.float32(similarity.same_artist)
    out[similarity.of_same_genres(row)] += np.float32(SAME_GENRE)
    return np.asarray(out, dtype=np.float32)


def fit_taste(found: Mapping[tuple[float, float, float], npt.NDArray[np.float64]]) -> tuple[float, float, float]:
    """The weights that find most: hits among ten, and twice the share found in 50.

    Parameters
    ----------
    found : dict of weights to float, shape (dialogues, 3)
        ``Candidates.found`` of each dialogue.
    """
    return max(found, key=lambda weights: float((found[weights][:, 0] + 2 * found[weights][:, 2]).mean()))


def cross_validated(found: Mapping[tuple[float, float, float], npt.NDArray[np.float64]], seed: int = 0) -> list[float]:
    """What weights find that were fitted on the other dialogues: means of the three figures over all dialogues."""
    count = len(next(iter(found.values())))
    fold = np.random.default_rng(seed).permutation(count) % FOLDS
    held = np.zeros((count, 3))
    for number in range(FOLDS):
        weights = fit_taste({one: rows[fold != number] for one, rows in found.items()})
        held[fold == number] = found[weights][fold == number]
    return [round(float(mean), 3) for mean in held.mean(axis=0)]


# -- Match figures -----------------------------------------------------------------------------------------------------


def logistic(scores: Floats, chosen: npt.NDArray[np.bool_], *, even: bool) -> Odds:
    """Offset and slope of the log odds of being chosen; ``even`` as if as many were chosen as not."""
    weight = np.where(chosen, 0.5 / chosen.mean(), 0.5 / (1 - chosen.mean())) if even else np.ones(len(chosen))
    fitted = LogisticRegression(C=1e6).fit(scores[:, None].astype(np.float64), chosen, sample_weight=weight)
    return round(float(fitted.intercept_[0]), 3), round(float(fitted.coef_[0, 0]), 3)


def reliability(odds: Odds, scores: Floats, chosen: npt.NDArray[np.bool_], *, even: bool) -> list[list[int]]:
    """By tenths of the match: the match said and found, in percent, and how many recordings; few are left out."""
    said = 1 / (1 + np.exp(-odds[0] - odds[1] * scores.astype(np.float64)))
    weight = np.where(chosen, 0.5 / chosen.mean(), 0.5 / (1 - chosen.mean())) if even else np.ones(len(chosen))
    tenth = np.minimum((10 * said).astype(np.intp), 9)
    table = []
    for number in range(10):
        inside = tenth == number
        if np.count_nonzero(inside) >= 200:
            found = float((weight * chosen)[inside].sum() / weight[inside].sum())
            mean = float((weight * said)[inside].sum() / weight[inside].sum())
            table.append([round(100 * mean), round(100 * found), int(np.count_nonzero(inside))])
    return table


def described(engine: Engine, playlists: Sequence[Playlist]) -> Iterator[tuple[Floats, npt.NDArray[np.bool_]]]:
    """For each title and description that says how music shall be: how near to ideal the editors' recordings are.

    The scenes are fitted anew without the playlist and its near duplicates.

    Yields
    ------
    shares : float, shape (recordings of all playlists,)
    chosen : bool
    """
    fit = Fit(read_scenes(), engine.catalogue, list(playlists))
    every = np.unique(np.concatenate([playlist.recordings for playlist in playlists]))
    scorer = engine.recommender.scorer
    assert scorer.scenes is not None
    vocabulary = scorer.scenes.vocabulary
    for number, playlist in enumerate(playlists):
        if len(playlist.recordings) < _FEWEST_OF_A_LIST or NAMES_NO_SCENE.search(playlist.title):
            continue
        for name, values in fit.weights({number, *fit.near(number)}).items():
            setattr(vocabulary, name, values)
        for text in filter(None, (playlist.title, playlist.description)):
            query = engine.parse(text)
            if query.moods or query.scene:
                scores = scorer.scores(query)
                shares = scores.figures.shares(scores.total[every].astype(np.float64))
                yield shares.astype(np.float32), np.isin(every, playlist.recordings)


def several(
    similarity: Similarity, inputs: Inputs, model: SimilarityModel, kinds: Listening, others: Listening,
    popularity: Floats, weights: tuple[float, float, float],
) -> Iterator[tuple[Floats, npt.NDArray[np.bool_]]]:  # fmt: skip
    """For some recordings of each playlist: how like them the others of all are, and which stand with them."""
    about, described = about_recordings(model, inputs), describe(inputs, model)
    random = np.random.default_rng(1)
    half = random.random(len(kinds.rows)) < 0.5
    for judges in (half, ~half):
        fitted = fit_people(model, inputs, kinds.take(np.flatnonzero(~judges).tolist()) + others, about)
        told = vectors(with_people(described, inputs, fitted, about), model.weights)
        wide, bias = told.rows_of(slice(None)), told.bias
        lists = [kinds.rows[place] for place in np.flatnonzero(judges) if len(kinds.rows[place]) >= _FEWEST_OF_A_LIST]
        every = np.unique(np.concatenate([np.array(rows) for rows in lists]))
        for rows in lists:
            seeds = tuple(int(row) for row in random.choice(rows, _SEEDS, replace=False))
            scored = candidates(similarity, wide, bias, popularity, Replay(seeds, (), ())).scores(*weights)
            other = every[np.isfinite(scored[every])]
            yield scored[other], np.isin(other, rows)


# -- Training ----------------------------------------------------------------------------------------------------------


def train(engine: Engine, models: Path, playlists: Path, dialogues: Path, out: Path, *, show_progress: bool) -> str:
    """Fit everything and write ``people.npz`` with its card.

    Parameters
    ----------
    engine : Engine
        Over a catalogue with likeness and scenes. Its vocabulary is changed.
    models : Path
        Where the likeness and scenes are that were fitted.
    playlists, dialogues : Path
        JSON lines, gzipped.
    out : Path

    Returns
    -------
    str
        What was done.
    """
    similarity, model = engine.recommender.similarity, SimilarityModel.load(models)
    inputs = Inputs(engine.catalogue, model.genres)
    popularity = np.nan_to_num(np.asarray(engine.catalogue.rank_popularity, dtype=np.float32))
    lists = read_playlists(playlists, inputs)
    kinds, charts = kinds_and_charts(lists)
    replays = read_replays(dialogues, inputs)
    with tqdm(total=3, desc="people", disable=None if show_progress else True) as bar:
        found = _replayed(similarity, inputs, model, lists, popularity, replays)
        taste = fit_taste(found)
        bar.update()
        talk = read_dialogues(dialogues, inputs)
        pairs = [*several(similarity, inputs, model, kinds, charts + talk, popularity, (*taste[:2], 0.0))]
        bar.update()
        chosen = [*described(engine, read_titled(playlists, engine.catalogue))]
        bar.update()
    odds = {"several": logistic(*_joined(pairs), even=False), "described": logistic(*_joined(chosen), even=True)}
    figures: dict[str, Any] = {
        "dialogues": len(replays),
        "weights": {"nearest": taste[0], "popularity": taste[1], "disliked": taste[2]},
        "held out": cross_validated(found),
        "by hand": [round(float(mean), 3) for mean in found[BY_HAND].mean(axis=0)],
        "without taste": _untasted(similarity, popularity, replays),
        "several": {"odds": odds["several"], "table": reliability(odds["several"], *_joined(pairs), even=False)},
        "described": {"odds": odds["described"], "texts": len(chosen), "table": _held_out(chosen)},
    }
    arrays = {
        "taste": np.array(taste[:2], dtype=np.float32),
        **{name: np.array(values, dtype=np.float32) for name, values in odds.items()},
    }
    path = artifacts.save(out, NAME, arrays, format_version=FORMAT_VERSION, about={"figures": figures})
    card.write(out)
    return f"Taste: a later like among ten in {figures['held out'][0]:.0%} of dialogues held out. In {path.name}."


def _replayed(
    similarity: Similarity, inputs: Inputs, model: SimilarityModel, lists: Listening, popularity: Floats,
    replays: Sequence[Replay],
) -> dict[tuple[float, float, float], npt.NDArray[np.float64]]:  # fmt: skip
    """What each weighting finds in each dialogue, with likeness learned from playlists alone."""
    about = about_recordings(model, inputs)
    fitted = fit_people(model, inputs, lists, about)
    told = vectors(with_people(describe(inputs, model), inputs, fitted, about), model.weights)
    wide, bias = told.rows_of(slice(None)), told.bias
    found: dict[tuple[float, float, float], list[npt.NDArray[np.float64]]] = {}
    for replay in replays:
        scored = candidates(similarity, wide, bias, popularity, replay)
        for weights in product(NEAREST, POPULARITY, DISLIKED):
            found.setdefault(weights, []).append(scored.found(scored.scores(*weights), replay.later))
    return {weights: np.array(rows) for weights, rows in found.items()}


def _untasted(similarity: Similarity, popularity: Floats, replays: Sequence[Replay]) -> list[float]:
    """What the best known recordings find, whatever a person likes."""
    found = []
    nothing = np.zeros(len(popularity), dtype=np.float32)
    for replay in replays:
        judged = {int(similarity.songs[row]) for row in (*replay.first, *replay.disliked)}
        out = similarity.left_out() | np.isin(similarity.songs, list(judged))
        scored = Candidates(nothing, nothing, nothing, popularity, np.asarray(similarity.songs), out)
        found.append(scored.found(scored.scores(0, 1, 0), replay.later))
    return [round(float(mean), 3) for mean in np.mean(found, axis=0)]


def _joined(parts: Sequence[tuple[Floats, npt.NDArray[np.bool_]]]) -> tuple[Floats, npt.NDArray[np.bool_]]:
    return np.concatenate([scores for scores, _ in parts]), np.concatenate([chosen for _, chosen in parts])


def _held_out(parts: Sequence[tuple[Floats, npt.NDArray[np.bool_]]]) -> list[list[int]]:
    """The reliability of odds that were fitted on the texts of other folds."""
    fold = np.random.default_rng(0).permutation(len(parts)) % FOLDS
    said, chosen = [], []
    for number in range(FOLDS):
        odds = logistic(*_joined([part for part, of in zip(parts, fold, strict=True) if of != number]), even=True)
        scores, inside = _joined([part for part, of in zip(parts, fold, strict=True) if of == number])
        said.append(odds[0] + odds[1] * scores)
        chosen.append(inside)
    return reliability((0.0, 1.0), np.concatenate(said), np.concatenate(chosen), even=True)

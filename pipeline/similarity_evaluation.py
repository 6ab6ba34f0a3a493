"""How well likeness agrees with playlists and dialogues that it was not fitted on."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from scipy.stats import rankdata
from sklearn.linear_model import LogisticRegression

from engine.languages import COUNTRIES
from engine.recommend.similarity import SAME_GENRE, closeness, standings
from pipeline import moods
from pipeline.similarity_inputs import Floats, Inputs, unit
from pipeline.similarity_model import SQUARED, Described, SimilarityModel, with_people
from pipeline.similarity_training import CHARTS, Listening, about_recordings, fit_people

TOP: Final = 10
SPLITS: Final = 6
_BY_HAND: Final = {"filed genres": 1.0, "sound": 0.3, "popularity": 1.0}


@dataclass(frozen=True)
class Pool:
    """Seeds and candidates: all recordings of some lists.

    Parameters
    ----------
    rows : intp, shape (m,)
    together : bool, shape (m, m)
        Whether two are in one list.
    same_song : bool, shape (m, m)
    """

    rows: npt.NDArray[np.intp]
    together: npt.NDArray[np.bool_]
    same_song: npt.NDArray[np.bool_]

    @classmethod
    def of(cls, lists: Sequence[Sequence[int]], songs: npt.NDArray[np.int32]) -> "Pool":
        """The recordings of some lists."""
        rows = np.unique(np.concatenate([np.array(part, dtype=np.intp) for part in lists]))
        member = np.zeros((len(rows), len(lists)), dtype=np.float32)
        for column, part in enumerate(lists):
            member[np.searchsorted(rows, part), column] = 1
        return cls(rows, member @ member.T > 0, songs[rows][:, None] == songs[rows][None])

    def precision(self, scores: Floats) -> float:
        """Of the ten candidates with the highest scores, the share in a list with the seed; mean over all seeds.

        Versions of the seed's song are no candidates.
        """
        scores = np.where(self.same_song, -np.inf, scores)
        top = np.argsort(-scores, axis=1, kind="stable")[:, :TOP]
        return float(np.take_along_axis(self.together, top, axis=1).mean())

    def chance(self) -> float:
        """The precision of a list drawn by lot."""
        return float(self.together[~self.same_song].mean())


def likeness(described: Described, inputs: Inputs, rows: npt.NDArray[np.intp], songs: Any) -> dict[str, Floats]:
    """The likeness of recordings by each block, unweighted: float32, shape (m, m), one row a seed."""
    standing, known = standings(inputs.popularity, songs, inputs.main)
    out: dict[str, Floats] = {}
    for name, block in described.blocks.items():
        part = block[rows]
        out[name] = -np.square(part - part.T) if name in SQUARED else part @ part.T
    out["appeal"] = np.broadcast_to(described.appeal[rows], (len(rows), len(rows)))
    credits = inputs.credits[rows]
    out["same artist"] = np.asarray((credits @ credits.T).toarray() > 0, dtype=np.float32)
    out["popularity"] = closeness(standing[rows][None], known[rows][:, None])
    filed = unit(inputs.filed[rows])
    out["filed genres"] = filed @ filed.T
    return out


def weighted(parts: Mapping[str, Floats], weights: Mapping[str, float]) -> Floats:
    """The weighted sum of likenesses."""
    return np.asarray(sum(weight * parts[name] for name, weight in weights.items()), dtype=np.float32)


def held_out(
    model: SimilarityModel, described: Described, inputs: Inputs, playlists: Listening, others: Listening, songs: Any
) -> dict[str, Any]:
    """Precision at ten on playlists that nothing was fitted on, with baselines and without each ingredient.

    Half of the playlists teach, the other half judges, by turns and anew for each of several splits. What rests on
    the dated table alone is the same in all.

    Parameters
    ----------
    playlists : Listening
        Without charts.
    others : Listening
        Charts and dialogues, which always teach.
    songs : int32, shape (n,)
    """
    about = about_recordings(model, inputs)
    random = np.random.default_rng(1)
    found: list[dict[str, float]] = []
    for _ in range(SPLITS // 2):
        half = random.random(len(playlists.rows)) < 0.5
        for judges in (half, ~half):
            fitted = fit_people(model, inputs, playlists.take(np.flatnonzero(~judges).tolist()) + others, about)
            pool = Pool.of([playlists.rows[place] for place in np.flatnonzero(judges)], songs)
            parts = likeness(with_people(described, inputs, fitted, about), inputs, pool.rows, songs)
            found.append(_figures(pool, parts, model.weights))
    return {name: float(np.mean([figures[name] for figures in found])) for name in found[0]}


def calibrate(
    model: SimilarityModel, described: Described, inputs: Inputs, playlists: Listening, others: Listening, songs: Any
) -> dict[str, Any]:
    """How often editors put two recordings together, by their likeness: logistic regression on pairs held out.

    Pairs are of recordings that stand in playlists of editors, on the splits of ``held_out``; two of one song are none.

    Returns
    -------
    dict
        ``offset`` and ``slope`` of the log odds, as ``engine.recommend.scoring`` uses them; ``table`` of (match said,
        found) in percent, by tenths of the match; ``pairs``.
    """
    about = about_recordings(model, inputs)
    random = np.random.default_rng(1)
    scores: list[Floats] = []
    labels: list[npt.NDArray[np.bool_]] = []
    for _ in range(SPLITS // 2):
        half = random.random(len(playlists.rows)) < 0.5
        for judges in (half, ~half):
            fitted = fit_people(model, inputs, playlists.take(np.flatnonzero(~judges).tolist()) + others, about)
            pool = Pool.of([playlists.rows[place] for place in np.flatnonzero(judges)], songs)
            parts = likeness(with_people(described, inputs, fitted, about), inputs, pool.rows, songs)
            filed = inputs.filed[pool.rows][:, [genre not in COUNTRIES for genre in inputs.genres]]
            total = weighted(parts, model.weights) + SAME_GENRE * (filed @ filed.T > 0)
            scores.append(total[~pool.same_song])
            labels.append(pool.together[~pool.same_song])
    x, y = np.concatenate(scores).astype(np.float64), np.concatenate(labels)
    fit = LogisticRegression(C=1e6).fit(x[:, None], y)
    said = fit.predict_proba(x[:, None])[:, 1]
    tenth = np.minimum((10 * said).astype(np.intp), 9)
    table = [
        [round(100 * float(said[tenth == n].mean())), round(100 * float(y[tenth == n].mean()))]
        for n in range(10)
        if np.count_nonzero(tenth == n) >= _ENOUGH_PAIRS
    ]
    return {
        "offset": round(float(fit.intercept_[0]), 3),
        "slope": round(float(fit.coef_[0, 0]), 3),
        "pairs": len(x),
        "table": table,
    }


_ENOUGH_PAIRS: Final = 200


def _figures(pool: Pool, parts: Mapping[str, Floats], weights: Mapping[str, float]) -> dict[str, float]:
    without = {f"without {name}": {**weights, name: 0.0} for name in weights}
    people = {"without playlists": {**weights, "lists": 0.0, "taste": 0.0, "appeal": 0.0}}
    baselines = {"sound alone": {"sound": 1.0}, "filed genres, sound and popularity by hand": _BY_HAND}
    kinds = {"all": weights, **baselines, **people, **without}
    figures = {name: pool.precision(weighted(parts, chosen)) for name, chosen in kinds.items()}
    return {**figures, "by chance": pool.chance()}


def on_dialogues(
    model: SimilarityModel, described: Described, inputs: Inputs, playlists: Listening, dialogues: Listening, songs: Any
) -> dict[str, float]:
    """Precision at ten on the goals of dialogues, learned from playlists alone, with baselines."""
    about = about_recordings(model, inputs)
    fitted = fit_people(model, inputs, playlists, about)
    pool = Pool.of([rows for rows in dialogues.rows if len(rows) > 1], songs)
    parts = likeness(with_people(described, inputs, fitted, about), inputs, pool.rows, songs)
    figures = _figures(pool, parts, model.weights)
    names = ("all", "sound alone", "filed genres, sound and popularity by hand", "without playlists", "by chance")
    return {name: figures[name] for name in names}


def mood_areas(inputs: Inputs, about: Floats, playlists: Listening) -> dict[str, tuple[float, float]]:
    """Area under the ROC curve of each mood on playlists of that mood, each held out in turn.

    The recordings of the held-out playlist teach nothing; it is told from the recordings of playlists of other moods.

    Returns
    -------
    dict
        By mood: fitted, and by distance among the traits alone; means over its playlists.
    """
    known = np.unique(np.concatenate([np.array(rows, dtype=np.intp) for rows in playlists.rows]))
    hand = moods.distances(inputs, tuple(moods.PLAYLISTS))
    out = {}
    for column, (mood, pattern) in enumerate(moods.PLAYLISTS.items()):
        of_mood = [
            place
            for place, (title, rows) in enumerate(zip(playlists.titles, playlists.rows, strict=True))
            if re.search(pattern, title.lower()) and len(rows) >= _FEWEST
        ]
        found = []
        for held in of_mood:
            lists = [np.setdiff1d(rows, playlists.rows[held]).tolist() for rows in playlists.rows]
            titles = [title if place != held else "" for place, title in enumerate(playlists.titles)]
            names, fitted = moods.fit(about, titles, lists)
            score = moods.HAND * hand[:, column]
            if mood in names:
                learned = fitted(moods.without_popularity(about))[:, names.index(mood)]
                score = score + learned / learned[known].std()
            others = np.setdiff1d(known, np.concatenate([playlists.rows[place] for place in of_mood]))
            found.append([_area(values, playlists.rows[held], others) for values in (score, hand[:, column])])
        if found:
            out[mood] = (float(np.mean([one for one, _ in found])), float(np.mean([other for _, other in found])))
    return out


_FEWEST: Final = 8


def _area(values: Floats, inside: Iterable[int], outside: npt.NDArray[np.intp]) -> float:
    members = np.fromiter(inside, dtype=np.intp)
    ranks = rankdata(np.concatenate([values[members], values[outside]]))[: len(members)]
    return float((ranks.sum() - len(members) * (len(members) + 1) / 2) / (len(members) * len(outside)))


def kinds_and_charts(listening: Listening) -> tuple[Listening, Listening]:
    """Playlists of a kind, and those of the day."""
    charts = [bool(CHARTS.search(title)) for title in listening.titles]
    return (
        listening.take([place for place, chart in enumerate(charts) if not chart]),
        listening.take([place for place, chart in enumerate(charts) if chart]),
    )

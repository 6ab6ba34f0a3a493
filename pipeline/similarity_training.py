"""Fitting what makes recordings alike, from dated tables, playlists and dialogues."""

import ast
import gzip
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import csr_array

from engine.genre.encoding import AudioEncoder
from engine.recommend.similarity import DOUBTFUL
from pipeline import moods
from pipeline.credibility import artist_truth, credibility, thresholds
from pipeline.similarity_inputs import Floats, Inputs, name_key, ppmi
from pipeline.similarity_model import (
    LATEST,
    ArtistTable,
    Linear,
    Prior,
    SimilarityModel,
    Trust,
    YearTable,
    compressed,
    era_inputs,
    era_of,
    eras,
    recording_inputs,
    scene_inputs,
)
from pipeline.songs import core_title, letters

SCENES: Final = 32
LISTS: Final = 24
TASTES: Final = 24
_BINS: Final = 16
_RARE: Final = 3  # artist genres that fewer artists have tell nothing of others
_POPULARITIES: Final = (1, 15, 25, 35, 45, 55, 62, 68, 74, 80, 86)
_SMALLEST: Final = 5  # recordings of a playlist that teaches
CHARTS: Final = re.compile(r"top 50|new music", re.IGNORECASE)
"""Playlists of the day, not of a kind."""

# Found by coordinate ascent on precision at ten; see the card.
WEIGHTS: Final = {
    "genre": 0.5, "sound": 1.0, "sounds like": 1.0, "artist": 0.35, "scene": 1.4, "lists": 0.8, "taste": 1.0,
    "era": 1.5, "popularity": 1.0, "appeal": 0.3, "same artist": 0.5,
}  # fmt: skip


@dataclass(frozen=True)
class Listening:
    """What people put together.

    Parameters
    ----------
    titles : tuple of str
        Of the lists; empty for a dialogue.
    artists : tuple of tuple of str
        Main artists of each list's tracks, with repeats.
    rows : tuple of tuple of int
        Recordings of the catalogue in each list, ascending.
    """

    titles: tuple[str, ...]
    artists: tuple[tuple[str, ...], ...]
    rows: tuple[tuple[int, ...], ...]

    def take(self, chosen: Sequence[int]) -> "Listening":
        """Some of the lists."""
        return Listening(
            tuple(self.titles[place] for place in chosen),
            tuple(self.artists[place] for place in chosen),
            tuple(self.rows[place] for place in chosen),
        )

    def __add__(self, other: "Listening") -> "Listening":
        return Listening(self.titles + other.titles, self.artists + other.artists, self.rows + other.rows)


def _lines(path: Path) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def read_playlists(path: Path, inputs: Inputs) -> Listening:
    """Playlists as JSON lines with ``title`` and ``tracks`` (id, title, artists)."""
    table = inputs.catalogue.releases.select(["track_id", "recording"])
    recording = dict(zip(table["track_id"].to_pylist(), table["recording"].to_pylist(), strict=True))
    lists = _lines(path)
    return Listening(
        tuple(item["title"] for item in lists),
        tuple(tuple(name for track in item["tracks"] for name in track[2][:2]) for item in lists),
        tuple(tuple(sorted({recording[t[0]] for t in item["tracks"] if t[0] in recording})) for item in lists),
    )


def read_dialogues(path: Path, inputs: Inputs) -> Listening:
    """The goal playlists of dialogues as JSON lines with ``goal`` and ``tracks`` (title, artists by id)."""
    names = inputs.catalogue.words["artists"].to_pylist()
    known: dict[tuple[str, str], int] = {}
    for row in np.argsort(-inputs.popularity, kind="stable"):
        for name in names[row]:
            known.setdefault((letters(name), core_title(inputs.titles[row])), int(row))
    artists, rows = [], []
    for item in _lines(path):
        tracks = [item["tracks"][track] for track in dict.fromkeys(item["goal"]) if track in item["tracks"]]
        artists.append(tuple(name for track in tracks for name in track["artists"][:2]))
        keys = [(letters(name), core_title(track["title"])) for track in tracks for name in track["artists"]]
        rows.append(tuple(sorted({known[key] for key in keys if key in known})))
    return Listening(("",) * len(rows), tuple(artists), tuple(rows))


def read_dated(path: Path) -> pd.DataFrame:
    """Track id, artist (case aside), year and artist genres of a dated table; years after 2022 left out."""
    raw = pd.read_csv(path, keep_default_na=False, usecols=["track_id", "artist_name", "release_date", "artist_genres"])
    genres = [ast.literal_eval(cell) if cell.startswith("[") else [] for cell in raw["artist_genres"]]
    year = pd.to_numeric(raw["release_date"].str[:4], errors="coerce")
    table = pd.DataFrame({"track_id": raw["track_id"], "artist": raw["artist_name"], "year": year, "genres": genres})
    return table[(table["year"] > 1900) & (table["year"] < LATEST)].reset_index(drop=True)


def fit_artists(dated: pd.DataFrame) -> tuple[YearTable, ArtistTable]:
    """Median years and scene vectors of the artists of a dated table."""
    keys = np.array([name_key(name) for name in dated["artist"]], dtype=np.uint64)
    grouped = dated.groupby(keys)
    median = grouped["year"].median()
    order = np.argsort(median.index.to_numpy(np.uint64))
    years = np.clip(median.to_numpy()[order] - 1950, 0, 255).astype(np.uint8)
    genres = grouped["genres"].first()
    counts = genres.explode().value_counts()
    place = {genre: number for number, genre in enumerate(sorted(counts.index[counts >= _RARE]))}
    cells = [(row, place[genre]) for row, names in enumerate(genres) for genre in names if genre in place]
    rows, columns = zip(*cells, strict=True)
    matrix = csr_array((np.ones(len(rows)), (rows, columns)), shape=(len(genres), len(place)))
    table = ArtistTable.of(genres.index.to_numpy(np.uint64), compressed(ppmi(matrix), SCENES))
    return YearTable(median.index.to_numpy(np.uint64)[order], years), table


def fit_lists(listening: Listening) -> ArtistTable:
    """Artists by the playlists and dialogues that hold them."""
    places: dict[str, int] = {}
    rows, columns = [], []
    for number, artists in enumerate(listening.artists):
        for name in artists:
            rows.append(places.setdefault(name.casefold().strip(), len(places)))
            columns.append(number)
    matrix = csr_array((np.ones(len(rows)), (rows, columns)), shape=(len(places), len(listening.artists)))
    matrix.sum_duplicates()
    keys = np.array([name_key(name) for name in places], dtype=np.uint64)
    return ArtistTable.of(keys, compressed(ppmi(csr_array(matrix.minimum(3))), LISTS))


def fit_taste(about: Floats, listening: Listening) -> tuple[Linear, Linear]:
    """Taste and appeal of recordings from the playlists that hold them.

    Taste: ridge regression on membership in each playlist, large ones weighing less, compressed to few dimensions.
    Appeal: ridge regression on the root of the share of others that a recording shares a playlist with.
    """
    lists = [rows for rows in listening.rows if len(rows) >= _SMALLEST]
    known = np.unique(np.concatenate([np.array(rows) for rows in lists]))
    member = np.zeros((len(known), len(lists)))
    for column, rows in enumerate(lists):
        member[np.searchsorted(known, rows), column] = 1
    linear = Linear.fit(about[known], member / np.sqrt(member.sum(axis=0)), 3.0)
    left, values, _ = np.linalg.svd(linear.weights.astype(np.float64), full_matrices=False)
    keep = min(TASTES, len(values))
    taste = Linear(linear.centre, (left[:, :keep] * values[:keep]).astype(np.float32), np.zeros(keep, np.float32))
    together = (member @ member.T > 0).mean(axis=1)
    appeal = Linear.fit(about[known], np.sqrt(together)[:, None], 30.0)
    spread = float(appeal(about[known]).std()) or 1.0
    scaled = replace(appeal, weights=appeal.weights / spread, offset=appeal.offset / spread)
    return taste, scaled


def fit(inputs: Inputs, dated: pd.DataFrame, listening: Listening) -> tuple[SimilarityModel, dict[str, Any]]:
    """Fit everything but the weights of the blocks, which are those found once.

    Parameters
    ----------
    inputs : Inputs
        A catalogue with out-of-fold genre predictions.
    dated : DataFrame
        As ``read_dated`` gives it.
    listening : Listening
        Playlists and dialogues to learn from; charts teach artists only.
    """
    encoder = AudioEncoder.fit(inputs.audio, _BINS)
    artist_years, scenes = fit_artists(dated)
    years = artist_years(inputs.artist_keys)
    era_model, figures = fit_era(inputs, encoder, dated, years)
    era = eras(inputs, era_model(era_inputs(inputs, encoder))[:, 0], years)
    told, known = scenes(inputs.artist_keys)
    about_artists = scene_inputs(inputs, encoder, era)
    scene = Linear.fit(about_artists[known], told[known], 3.0)
    trust, checked = fit_trust(inputs, about_artists, dated)
    model = SimilarityModel(
        genres=inputs.genres,
        encoder=encoder,
        era=era_model,
        scene=scene,
        taste=scene,  # until fitted
        appeal=scene,
        moods=scene,
        mood_names=(),
        prior=fit_prior(inputs.popularity, listening),
        trust=trust,
        artist_years=artist_years,
        artist_scenes=scenes,
        artist_lists=scenes,
        weights=dict(WEIGHTS),
    )
    fitted = fit_people(model, inputs, listening, about_recordings(model, inputs))
    return fitted, {"era": figures, "doubtful": checked}


def fit_people(model: SimilarityModel, inputs: Inputs, listening: Listening, about: Floats) -> SimilarityModel:
    """The same model with what is learned from playlists and dialogues fitted anew.

    Parameters
    ----------
    about : float32, shape (n, columns)
        ``about_recordings``.
    """
    kinds = listening.take([n for n, title in enumerate(listening.titles) if title and not CHARTS.search(title)])
    taste, appeal = fit_taste(about, kinds)
    names, fitted = moods.fit(about, kinds.titles, kinds.rows)
    return replace(model, artist_lists=fit_lists(listening), taste=taste, appeal=appeal, moods=fitted, mood_names=names)


def about_recordings(model: SimilarityModel, inputs: Inputs) -> Floats:
    """``recording_inputs`` by the fitted era and scene."""
    return recording_inputs(inputs, model.encoder, *model.era_and_scene(inputs))


def fit_prior(popularity: npt.NDArray[Any], listening: Listening) -> Prior:
    """How much likelier recordings of each popularity are to be in a list than their share of the catalogue says."""
    chosen = np.array([row for rows in listening.rows for row in rows])
    edges = np.array([1, *_POPULARITIES[1:], 101])
    there = np.histogram(popularity, edges)[0]
    times = np.histogram(popularity[chosen], edges)[0]
    lift = np.maximum.accumulate(np.log((times + 1) / (there + 1)))
    middles = (edges[:-1] + np.minimum(edges[1:], 100)) / 2
    # The least popular of known popularity stand a step above the unknown; where few lists tell, the slope is small.
    lift = lift + middles / 100
    values = (lift - lift[0] + 1) / (lift[-1] - lift[0] + 1)
    return Prior(middles.astype(np.float32), values.astype(np.float32))


def fit_trust(inputs: Inputs, about_artists: Floats, dated: pd.DataFrame) -> tuple[Trust, dict[str, Any]]:
    """Genres of artists from their artist genres, and how well doubtful labels are found with whole artists held out.

    Parameters
    ----------
    about_artists : float32, shape (artists, columns)
        ``pipeline.similarity_model.scene_inputs``.
    """
    by_artist = dated.groupby(dated["artist"].str.casefold().str.strip())["genres"].first()
    names = [name.casefold().strip() for name in inputs.catalogue.artist_names.to_pylist()]
    known = np.array([place for place, name in enumerate(names) if len(by_artist.get(name, ()))])
    truth = artist_truth(inputs.genres, [by_artist[names[place]] for place in known])
    taught = np.asarray(~np.isnan(truth).any(axis=0))
    truth = np.nan_to_num(truth)
    held = np.zeros((len(names), len(inputs.genres)), dtype=np.float32)
    held[known] = out_of_fold(about_artists[known], truth)
    rows = np.flatnonzero(np.isin(inputs.main, known))
    filed = inputs.filed[rows]
    threshold = np.where(taught, thresholds(held[inputs.main[rows]], filed), thresholds(inputs.from_all, inputs.filed))
    right = np.zeros((len(names), len(inputs.genres)), dtype=np.float32)
    right[known] = truth
    credible = credibility(held[inputs.main[rows]], threshold, taught)
    linear = Linear.fit(about_artists[known], truth, 3.0)
    trust = Trust(linear.centre, linear.weights, linear.offset, taught, threshold.astype(np.float32))
    return trust, check_doubtful(inputs, filed, credible, right[inputs.main[rows]])


def out_of_fold(inputs: Floats, targets: Floats) -> Floats:
    """Outputs of ridge regressions that did not see the row, averaged over several partitions into five folds."""
    random = np.random.default_rng(0)
    out = np.zeros_like(targets)
    for _ in range(_PARTITIONS):
        fold = random.integers(0, 5, len(inputs))
        for number in range(5):
            train, test = fold != number, fold == number
            out[test] += Linear.fit(inputs[train], targets[train], 3.0)(inputs[test]) / _PARTITIONS
    return out


_PARTITIONS: Final = 5
CHECKED: Final = ("k-pop", "reggae", "dub", "house", "dance", "disco", "blues", "jazz", "funk", "country")
_EACH: Final = 30


def check_doubtful(inputs: Inputs, filed: Floats, credible: Floats, right: Floats) -> dict[str, Any]:
    """Precision and recall of "doubtful" over 30 recordings of each of ten genres, artists held out.

    Parameters
    ----------
    filed, credible, right : float32, shape (recordings of known artists, genres)
    """
    random = np.random.default_rng(0)
    out: dict[str, Any] = {}
    flagged, wrong = [], []
    for genre in CHECKED:
        if genre not in inputs.genres:
            continue
        place = inputs.genres.index(genre)
        members = np.flatnonzero(filed[:, place])
        doubtful, false = credible[:, place] < DOUBTFUL, right[:, place] == 0
        out[genre] = _precision_recall(doubtful[members], false[members])
        chosen = random.choice(members, min(_EACH, len(members)), replace=False)
        flagged.append(doubtful[chosen])
        wrong.append(false[chosen])
    return {"together": _precision_recall(np.concatenate(flagged), np.concatenate(wrong)), "by genre": out}


def _precision_recall(flagged: npt.NDArray[np.bool_], wrong: npt.NDArray[np.bool_]) -> dict[str, float]:
    both = float((flagged & wrong).sum())
    return {
        "recordings": len(wrong),
        "wrong": float(wrong.mean()),
        "precision": both / max(int(flagged.sum()), 1),
        "recall": both / max(int(wrong.sum()), 1),
    }


def fit_era(
    inputs: Inputs, encoder: AudioEncoder, dated: pd.DataFrame, artist_years: npt.NDArray[Any]
) -> tuple[Linear, dict[str, float]]:
    """The era model, and its R2 on recordings of known year with whole artists held out, beside the artist's median."""
    columns = inputs.catalogue.releases.select(["track_id", "recording"])
    year_of_id = dated.drop_duplicates("track_id").set_index("track_id")["year"]
    ids = pd.Series(columns["track_id"].to_pylist()).map(year_of_id)
    exact = ids.groupby(columns["recording"].to_numpy()).min().reindex(range(len(inputs.catalogue))).to_numpy()
    target = np.where(np.isfinite(exact), exact, artist_years[inputs.main])
    rows = np.flatnonzero(np.isfinite(target))
    x, y = era_inputs(inputs, encoder)[rows], era_of(target[rows])[:, None]
    sample = np.where(np.isfinite(exact[rows]), 1.0, 0.5)
    fold = np.random.default_rng(0).integers(0, 5, len(artist_years))[inputs.main[rows]]
    held = np.zeros(len(rows))
    for number in range(5):
        train, test = fold != number, fold == number
        held[test] = Linear.fit(x[train], y[train], 30.0, sample[train])(x[test])[:, 0]
    sure = np.isfinite(exact[rows])
    r2 = 1 - float(np.mean((held - y[:, 0])[sure] ** 2) / np.var(y[sure, 0]))
    return Linear.fit(x, y, 30.0, sample), {"recordings of known year": int(sure.sum()), "R2, artists held out": r2}

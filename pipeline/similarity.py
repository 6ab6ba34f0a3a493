"""Likeness between the recordings of a catalogue: fitting it, and computing its arrays when a catalogue is built."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from scipy.sparse import csc_array, csr_array
from tqdm import tqdm

from engine.catalogue.store import Catalogue
from engine.errors import UserError
from engine.languages import LANGUAGES
from engine.recommend.similarity import DIRECTORY, DOUBTFUL
from pipeline import kinds, moods, songs
from pipeline import similarity_card as card
from pipeline.credibility import credibility
from pipeline.freeing import give_back
from pipeline.languages import languages
from pipeline.similarity_evaluation import calibrate, held_out, kinds_and_charts, mood_areas, on_dialogues
from pipeline.similarity_inputs import Floats, Inputs, Rows, parts, side_by_side, unit, worked
from pipeline.similarity_model import (
    Described,
    SimilarityModel,
    artist_graph,
    artist_groups,
    describe,
    squeezed,
    tells_style,
    vectors,
)
from pipeline.similarity_training import (
    Listening,
    about_recordings,
    fit,
    read_dated,
    read_dialogues,
    read_playlists,
)
from pipeline.sources.base import checksum

DIMENSIONS: Final = 48
# Without a model: what the catalogue alone tells, weighed as the fitted weights weigh it.
_PLAIN: Final = {"genre": 1.0, "sound": 0.7, "artist": 0.7, "popularity": 1.5, "appeal": 0.5, "same artist": 0.5}


def build(catalogue: Path, models: Path) -> None:
    """Compute likeness for the catalogue in a directory, beside its other arrays. UserError if there is none."""
    write(Catalogue.load(catalogue), models)


def write(catalogue: Catalogue, models: Path) -> None:
    """Compute the arrays of ``engine.recommend.similarity`` for a catalogue; a step of the build.

    Parameters
    ----------
    catalogue : Catalogue
    models : Path
        Directory of fitted models. Without a similarity model likeness rests on genres, sound, the artists' company
        and popularity, every filed genre is credible, and no years are told.
    """
    directory = catalogue.directory / DIRECTORY
    directory.mkdir(exist_ok=True)
    model = _model(models)
    inputs = Inputs(catalogue, model.genres if model else catalogue.genres)
    described = describe(inputs, model) if model else _plain(inputs)
    weights = model.weights if model else _PLAIN
    of_artists = _of_artists(inputs, described, directory)
    credible = _credible(inputs, model, described)
    learned = dict(zip(model.mood_names, described.moods.T.copy(), strict=True)) if model else {}
    wide = vectors(described, weights)
    narrow, bias = squeezed(wide.rows_of, DIMENSIONS, _importance(inputs), directory / "vectors.npy"), wide.bias
    del described, wide
    give_back()
    arrays: dict[str, npt.NDArray[np.generic]] = {
        "bias": bias,
        "artist_bias": of_artists,
        "songs": songs.write(catalogue, directory),
        "kinds": kinds.write(catalogue, directory),
        "years": inputs.years,
        "artist_years": _artist_years(inputs, model),
        "languages": languages(inputs, credible >= np.float32(DOUBTFUL)),
        "credibility": of_members(catalogue, inputs, credible),
        "typicality": typicality(catalogue, inputs, credible, narrow),
        "priors": model.prior(inputs.popularity) if model else inputs.popularity / 100,
    }
    names, table = moods.scores(inputs, learned)
    arrays["mood_table"] = table.astype(np.float16)
    for name, array in arrays.items():
        np.save(directory / f"{name}.npy", array)
    about = {
        "same_artist": weights["same artist"],
        "popularity": weights["popularity"],
        "languages": LANGUAGES,
        "moods": names,
    }
    (directory / "about.json").write_text(json.dumps(about, ensure_ascii=False), encoding="utf-8")


def _artist_years(inputs: Inputs, model: SimilarityModel | None) -> npt.NDArray[np.int16]:
    """The median year of each artist's recordings in a dated table: int16, shape (artists,); 0 where unknown."""
    if model is None:
        return np.zeros(len(inputs.artist_keys), dtype=np.int16)
    return np.nan_to_num(model.artist_years(inputs.artist_keys)).astype(np.int16)


def train(
    catalogue: Catalogue, dated: Path, playlists: Path, dialogues: Path, out: Path, *, show_progress: bool = False
) -> str:
    """Fit likeness and write it, with a card, into a models directory.

    Parameters
    ----------
    catalogue : Catalogue
        With out-of-fold genre predictions.
    dated : Path
        A later table with release dates and artist genres.
    playlists, dialogues : Path
        JSON lines, gzipped; see ``pipeline.similarity_training``.
    out : Path

    Returns
    -------
    str
        What was done.
    """
    inputs = Inputs(catalogue, catalogue.genres)
    listening, talk = read_playlists(playlists, inputs), read_dialogues(dialogues, inputs)
    with tqdm(total=3, desc="likeness", disable=None if show_progress else True) as bar:
        model, figures = fit(inputs, read_dated(dated), listening + talk)
        bar.update()
        figures |= evaluate(model, inputs, listening, talk)
        bar.update()
        sources = [{"name": path.name, "sha256": checksum(path)} for path in (dated, playlists, dialogues)]
        sources = [*({"name": s["name"], "sha256": s["sha256"]} for s in catalogue.manifest["sources"]), *sources]
        path = model.save(out, {"what": "likeness between recordings", "sources": sources, "figures": figures})
        card.write(out)
        bar.update()
    return f"Likeness: precision@10 {figures['playlists']['all']:.3f} on playlists held out. Written to {path.name}."


def evaluate(model: SimilarityModel, inputs: Inputs, playlists: Listening, talk: Listening) -> dict[str, Any]:
    """Figures on playlists and dialogues held out."""
    kinds_of, charts = kinds_and_charts(playlists)
    described = describe(inputs, model)
    song = songs.song_numbers(inputs.catalogue.words["track_name"], inputs.catalogue.words["artists"])
    areas = mood_areas(inputs, about_recordings(model, inputs), kinds_of)
    return {
        "playlists": held_out(model, described, inputs, kinds_of, charts + talk, song),
        "calibration": calibrate(model, described, inputs, kinds_of, charts + talk, song),
        "dialogues": on_dialogues(model, described, inputs, playlists, talk, song),
        "moods": {mood: {"fitted": fitted, "traits alone": hand} for mood, (fitted, hand) in areas.items()},
        "lists": {"playlists": len(kinds_of.rows), "charts": len(charts.rows), "dialogues": len(talk.rows)},
    }


def _model(models: Path) -> SimilarityModel | None:
    try:
        return SimilarityModel.load(models)
    except UserError as error:
        if error.code != "no_models":
            raise
        return None


def _plain(inputs: Inputs) -> Described:
    """What a catalogue tells without a fitted model."""
    graph, count, told = artist_graph(inputs), len(inputs.catalogue), tells_style(inputs.genres)

    def blocks_of(rows: Rows) -> dict[str, Floats]:
        return {
            "genre": unit((inputs.probabilities(1, rows) + inputs.filed_of(rows) / 2) * told),
            "sound": unit(inputs.standardised_of(rows)),
            "artist": graph[inputs.main[rows]],
        }

    nothing = np.zeros((count, 0), dtype=np.float32)
    appeal = np.asarray(inputs.popularity / 50, dtype=np.float32)
    return Described(blocks_of, {}, appeal, np.zeros(count, dtype=np.float32), nothing)


def _importance(inputs: Inputs) -> Floats:
    """How much each recording counts where vectors lose precision: the popular are compared most."""
    return np.square((inputs.popularity + 10) / 50)


# How artists are compared: by scene, lists, company and typical sound; a little for standing.
_ARTIST_WEIGHTS: Final = {
    "scene": 2.0, "genre": 1.5, "artist": 1.0, "sounds like": 0.9, "lists": 0.6, "sound": 0.7, "taste": 0.3,
}  # fmt: skip
_ARTIST_POPULARITY: Final = 0.3
_ARTIST_ERA: Final = 1.0


def _of_artists(inputs: Inputs, described: Described, directory: Path) -> Floats:
    """Write vectors of artists, as means of their recordings' blocks, and return what speaks for an artist.

    That is popularity and works.
    """
    share = inputs.popularity / 50 + np.float32(0.1)
    total = (inputs.credits.T @ share)[:, None]
    one = described.blocks_of(slice(0, 1))
    names = [name for name in _ARTIST_WEIGHTS if name in one]
    width = sum(one[name].shape[1] for name in names)

    def mean(values_of: Callable[[Rows], Floats], artists: slice) -> Floats:
        out = np.zeros((len(total[artists]), values_of(slice(0, 1)).shape[1]), dtype=np.float32)
        inputs.summed(lambda rows: np.asarray(values_of(rows) * share[rows, None], dtype=np.float32), out, artists)
        out /= total[artists]
        return out

    def blocks_of(artists: slice) -> Floats:
        blocks = mean(lambda rows: side_by_side(*map(described.blocks_of(rows).__getitem__, names)), artists)
        place = 0
        for name in names:
            columns = blocks[:, place : place + one[name].shape[1]]
            columns[:] = np.sqrt(np.float32(_ARTIST_WEIGHTS[name])) * unit(columns)
            place += columns.shape[1]
        return blocks

    groups = artist_groups(len(total))
    era = np.concatenate([mean(lambda rows: described.era[rows, None], group) for group in groups])
    era -= era.mean()
    known = np.concatenate([mean(lambda rows: inputs.popularity[rows, None], group) for group in groups])[:, 0]
    bias = _ARTIST_POPULARITY * known / 50 + 0.1 * np.log(np.maximum(inputs.credited_counts, 1))
    bias = bias - _ARTIST_ERA * era[:, 0] ** 2
    era_column = np.sqrt(np.float32(2 * _ARTIST_ERA)) * era
    # The blocks of all artists of a large table take a quarter of a gigabyte for each 500,000 rows.
    with TemporaryFile(dir=inputs.catalogue.directory) as aside:
        for group in groups:
            blocks_of(group).tofile(aside)
        aside.flush()

        def rows_of(part: slice) -> Floats:
            first, last = part.start * width * 4, part.stop * width * 4
            blocks = np.frombuffer(os.pread(aside.fileno(), last - first, first), dtype=np.float32)
            return side_by_side(blocks.reshape(-1, width), era_column[part])

        squeezed(rows_of, DIMENSIONS, np.square((known + 10) / 50), directory / "artist_vectors.npy")
    return np.asarray(bias, dtype=np.float32)


def _credible(inputs: Inputs, model: SimilarityModel | None, described: Described) -> csr_array:
    """Credibility of each filed genre, in the places of ``inputs.filings``; float32.

    Of a table unlike those that the models were fitted on, such as a synthetic one, all that is filed is credible.
    """
    filings = inputs.filings
    if model is None or not inputs.predicted or described.credible is None:
        return filings
    trust, values = model.trust, np.empty(filings.nnz, dtype=np.float32)
    told = described.credible

    def judge(part: slice) -> None:
        probabilities = np.where(trust.taught, told[inputs.main[part]], inputs.probabilities(1, part))
        found = credibility(probabilities, trust.threshold, trust.taught)
        first, last = filings.indptr[part.start], filings.indptr[part.stop]
        rows = np.repeat(np.arange(len(found)), np.diff(filings.indptr[part.start : part.stop + 1]))
        values[first:last] = found[rows, filings.indices[first:last]]

    for _ in worked(judge, parts(len(inputs.catalogue))):
        pass
    return csr_array((values, filings.indices, filings.indptr), shape=filings.shape)


def of_members(catalogue: Catalogue, inputs: Inputs, values: csr_array) -> Floats:
    """Values of filed genres in the order of ``catalogue.genre_rows``; 1 for genres that no model knows."""
    out = np.ones(len(catalogue.genre_rows), dtype=np.float32)
    by_genre = csc_array(values)
    for number, genre in enumerate(catalogue.genres):
        if genre in inputs.genres:
            place = inputs.genres.index(genre)
            members = slice(int(catalogue.genre_starts[number]), int(catalogue.genre_starts[number + 1]))
            out[members] = by_genre.data[by_genre.indptr[place] : by_genre.indptr[place + 1]]
    return out


def typicality(catalogue: Catalogue, inputs: Inputs, credible: csr_array, rows: Floats) -> Floats:
    """How typical each recording is for each genre it is filed under, in the order of ``catalogue.genre_rows``.

    The rank of its cosine to the mean vector of the genre's credible members, from 0 to 1, times its credibility.
    """
    trusted = of_members(catalogue, inputs, credible)
    out = np.zeros(len(trusted), dtype=np.float32)
    for number in range(len(catalogue.genres)):
        part = slice(int(catalogue.genre_starts[number]), int(catalogue.genre_starts[number + 1]))
        members = unit(rows[catalogue.genre_rows[part]])
        weights = np.where(trusted[part] >= DOUBTFUL, trusted[part], 0)
        centre = (members * weights[:, None]).sum(axis=0)
        near = np.einsum("ij,j->i", members, centre)
        rank = np.argsort(np.argsort(near, kind="stable"), kind="stable") / max(len(near) - 1, 1)
        out[part] = rank * trusted[part]
    return out

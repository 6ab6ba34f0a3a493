"""Write out-of-fold predictions: to a models directory while training, and from there into a catalogue."""

import json
from collections.abc import Mapping
from hashlib import blake2b
from pathlib import Path
from typing import Final

import numpy as np

from engine import artifacts
from engine.catalogue.store import Catalogue
from engine.genre.model import OUT_OF_FOLD_NAME
from engine.genre.predictor import ABOUT_FILE, GENRES_FILE, OUT_OF_FOLD_KINDS, SHARES_FILE, TOP, Kind

FORMAT_VERSION: Final = 1


def save(directory: Path, track_ids: list[str], genres: list[str], predictions: Mapping[Kind, np.ndarray]) -> None:
    """Save the out-of-fold predictions of the training recordings to a models directory.

    Parameters
    ----------
    track_ids : list of str
        Of the release shown for each recording; saved as hashes.
    predictions : mapping of kind to float, shape (recordings, genres)
        Saved as the five likeliest genres, probabilities in 255ths.
    """
    keys = np.array([_key(track_id) for track_id in track_ids], dtype=np.uint64)
    order = np.argsort(keys)
    top, share = zip(*(_top(predictions[kind][order]) for kind in OUT_OF_FOLD_KINDS), strict=True)
    arrays = {"keys": keys[order], "genre": np.stack(top, axis=1), "share": np.stack(share, axis=1)}
    about = {"genres": genres, "kinds": OUT_OF_FOLD_KINDS}
    artifacts.save(directory, OUT_OF_FOLD_NAME, arrays, format_version=FORMAT_VERSION, about=about)


def _top(probabilities: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    best = np.argsort(-probabilities, axis=1, kind="stable")[:, :TOP]
    small = np.uint8 if probabilities.shape[1] <= 256 else np.uint16
    return best.astype(small), np.round(np.take_along_axis(probabilities, best, axis=1) * 255).astype(np.uint8)


def _key(track_id: str) -> int:
    return int.from_bytes(blake2b(track_id.encode(), digest_size=8).digest(), "little")


def write(catalogue: Catalogue, models: Path) -> None:
    """Copy the predictions of the catalogue's recordings beside it; a step of the build.

    Raises
    ------
    UserError
        If they are absent, damaged or of another format version.
    """
    arrays, about = artifacts.load(models, OUT_OF_FOLD_NAME, format_version=FORMAT_VERSION)
    wanted = np.array([_key(track_id) for track_id in catalogue.words["track_id"].to_pylist()], dtype=np.uint64)
    place = np.minimum(np.searchsorted(arrays["keys"], wanted), len(arrays["keys"]) - 1)
    share = arrays["share"][place]
    share[arrays["keys"][place] != wanted] = 0
    np.save(catalogue.directory / GENRES_FILE, arrays["genre"][place])
    np.save(catalogue.directory / SHARES_FILE, share)
    described = {"genres": about["genres"], "sha256": about["sha256"]}
    (catalogue.directory / ABOUT_FILE).write_text(json.dumps(described), encoding="utf-8")

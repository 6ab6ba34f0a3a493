"""Rank recordings by what was said in the last messages: words, scenes, named artists and popularity together.

The weights were chosen on 808 turns of 190 dialogues in which a person builds a playlist (Conversational Playlist
Curation Dataset, CC BY 4.0); see ``models/SCENES.md``.
"""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from engine.catalogue.store import Catalogue
from engine.features import TRAIT_NAMES
from engine.language.scenes import Scenes
from engine.language.words import WordIndex, content_words

Float32 = npt.NDArray[np.float32]

EARLIER: Final = 0.6
"""Weight of a word for each message that has come since."""
SCENE_WEIGHT: Final = 0.7
ARTIST_WEIGHT: Final = 12.0
POPULARITY_WEIGHT: Final = 0.15
"""Of one point of popularity, against BM25."""


def word_weights(messages: Sequence[str]) -> dict[str, float]:
    """The content words of some messages, oldest first, with what each counts.

    Examples
    --------
    >>> word_weights(["jazz for a dinner", "more piano please"])
    {'piano': 1.0, 'jazz': 0.6, 'dinner': 0.6}
    """
    weights: dict[str, float] = {}
    for age, message in enumerate(reversed(messages)):
        for word in content_words(message):
            weights.setdefault(word, EARLIER**age)
    return weights


def text_scores(
    messages: Sequence[str], words: WordIndex, scenes: Scenes, artists: Mapping[int, float] | None = None
) -> Float32:
    """How well each recording answers the last messages of a conversation.

    Parameters
    ----------
    messages : sequence of str
        What the user said, oldest first; the last three are enough. Rejected parts should have been taken out.
    words, scenes
        Of the same catalogue.
    artists : mapping of int to float, optional
        Codes of artists that were named, with 1 for those named last, less for earlier ones.

    Returns
    -------
    float32, shape (n,)
        Higher is better; about 0 to 40.
    """
    catalogue = scenes.catalogue
    scores = words.scores(word_weights(messages))
    scores += SCENE_WEIGHT * scenes.scores(" ".join(messages))
    scores += POPULARITY_WEIGHT * np.nan_to_num(catalogue.traits[:, TRAIT_NAMES.index("popularity")])
    scores += ARTIST_WEIGHT * _of_artists(catalogue, artists or {})
    return scores


def _of_artists(catalogue: Catalogue, artists: Mapping[int, float]) -> Float32:
    """The largest weight of any artist that each recording credits."""
    named = np.zeros(len(catalogue), dtype=np.float32)
    for artist, weight in artists.items():
        members = catalogue.artist_members(artist)
        named[members] = np.maximum(named[members], weight)
    return named

"""Slips of the finger in the words that talk about a list: "nubmer", "slowst", "simlar"."""

import re
from functools import lru_cache
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.dialogue.lexicon import ADJECTIVES, COMPARATIVES, NOUNS, NUMBERS, ORDINALS, QUALITIES, fold

_SHORTEST: Final = 5
"""Letters from which a word may be a slip of another."""
_WORDS: Final = (
    "number numbers song songs track tracks artist artists album genre tempo energy popularity popular duration "
    "length explicit instrumental playlist export download compare difference between similar different another "
    "replace remove without instead again first second third fourth fifth sixth seventh eighth ninth tenth last "
    "previous longest shortest fastest slowest loudest quietest happiest saddest calmest newest oldest average "
    "which where there these those please more fewer other others louder quieter faster slower happier sadder "
    "calmer longer shorter danceable energetic famous recommend suggest something anything explain crate watch "
    "approve reject shuffle reverse backwards order sorted "
)


def respelled(text: str) -> str:
    """The text with such slips mended; the same text if it has none."""
    return re.sub(r"[^\W\d_]{5,}", lambda match: _meant(match[0]), text)


@lru_cache(maxsize=512)
def _meant(word: str) -> str:
    plain, known = fold(word), _known()
    if plain in known or len(plain) < _SHORTEST:
        return word
    most = 2 if len(plain) >= 8 else 1
    match = process.extractOne(plain, known, scorer=OSA.distance, score_cutoff=most, processor=None)
    return match[0] if match is not None and match[0][0] == plain[0] else word


@lru_cache(maxsize=1)
def _known() -> tuple[str, ...]:
    listed = (*_WORDS.split(), *ADJECTIVES, *COMPARATIVES, *NOUNS, *QUALITIES, *NUMBERS, *ORDINALS)
    return tuple(dict.fromkeys(word for word in listed if word.isalpha() and len(word) >= _SHORTEST - 1))

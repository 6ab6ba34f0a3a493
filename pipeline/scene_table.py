"""The scenes as written in ``data/``: their phrases, genres and traits, and translations of the phrases."""

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from engine.features import TRAIT_NAMES

DATA: Final = Path(__file__).parents[1] / "data"
SCENES: Final = DATA / "scenes.csv"
TRANSLATIONS: Final = DATA / "scene_translations.csv"
SCENE_WORDS: Final = DATA / "scene_words.npz"

_SEPARATOR: Final = " | "
# Shorter words are not inflected: too many other words look like their forms.
_SHORTEST: Final = 4


@dataclass(frozen=True)
class Scene:
    """A situation, activity, place, time, season, mood, use or style.

    Parameters
    ----------
    name : str
        Short, for people.
    style : bool
        Whether it is a style, language or country of music; else a situation, mood, use and the like.
    phrases : tuple of str
        What people call it. Words near to one of these in meaning lead to the scene, too.
    exact : tuple of str
        Phrases that count only as written, since they have other meanings ("blue", "fall").
    genres : tuple of str
        Most typical first.
    traits : dict of str to float
        By trait, from -3 (very low) to 3 (very high).
    clean : bool
        Whether explicit lyrics are out of place, as at a wedding.
    """

    name: str
    style: bool
    phrases: tuple[str, ...]
    exact: tuple[str, ...]
    genres: tuple[str, ...]
    traits: dict[str, float]
    clean: bool = False


def read_scenes(path: Path = SCENES) -> list[Scene]:
    """The scenes of ``data/scenes.csv``. ValueError if a trait or a phrase is not usable."""
    with path.open(encoding="utf-8", newline="") as lines:
        return [_scene(row) for row in csv.DictReader(lines)]


def _scene(row: dict[str, str]) -> Scene:
    phrases, exact = (tuple(filter(None, row[name].split(_SEPARATOR))) for name in ("phrases", "exact"))
    traits = {name: float(value) for name, value in (part.split() for part in filter(None, row["traits"].split(", ")))}
    unknown = traits.keys() - set(TRAIT_NAMES)
    if unknown or not phrases + exact:
        raise ValueError(f"data/scenes.csv: {row}: unknown traits {sorted(unknown)}, or no phrase")
    return Scene(
        row["name"], row["kind"] == "style", phrases, exact, tuple(row["genres"].split()), traits, bool(row["clean"])
    )


def read_translations(path: Path = TRANSLATIONS) -> tuple[dict[str, str], dict[str, str]]:
    """English phrases of the foreign phrases in ``data/scene_translations.csv``, and of their inflected forms."""
    with path.open(encoding="utf-8", newline="") as lines:
        cells = [
            (language, phrase, row["english"])
            for row in csv.DictReader(lines)
            for language, phrases in row.items()
            if language != "english"
            for phrase in phrases.split(_SEPARATOR)
            if phrase
        ]
    translated = {phrase: english for _, phrase, english in cells}
    inflected = {form: english for language, phrase, english in cells for form in inflections(phrase, language)}
    return translated, inflected


def inflections(word: str, language: str) -> list[str]:
    """Other forms of a single word, by rule: endings of German adjectives, Romance gender and plural, English plural.

    Examples
    --------
    >>> inflections("ruhig", "german")
    ['ruhige', 'ruhiger', 'ruhiges', 'ruhigen', 'ruhigem']
    >>> inflections("animado", "portuguese"), inflections("lullaby", "english")
    (['animada', 'animados', 'animadas'], ['lullabies'])
    """
    if len(word) < _SHORTEST or not word.isalpha():
        return []
    if language == "german":
        return [word + ending for ending in ("e", "er", "es", "en", "em")]
    if language == "english":
        return [word[:-1] + "ies"] if word.endswith("y") and word[-2] not in "aeiou" else [word + "s"]
    if word.endswith("o") and language != "french":
        return [word[:-1] + ending for ending in ("a", "os", "as")]
    return [word + ending for ending in (("e", "s", "es") if language == "french" else ("s", "es"))]

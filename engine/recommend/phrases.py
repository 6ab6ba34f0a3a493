"""Words for trait values as music people say them: ``energetic``, ``dark mood``, ``fast (150 BPM)``."""

from collections.abc import Mapping, Sequence
from typing import Final

from engine.features import LEVELS, trait
from engine.levels import Levels

# By trait, from very low to very high.
_WORDS: Final[dict[str, Sequence[str]]] = {
    "danceability": ("not danceable", "hardly danceable", "moderately danceable", "danceable", "very danceable"),
    "energy": ("very calm", "calm", "moderate energy", "energetic", "very energetic"),
    "loudness": ("very quiet", "quiet", "moderately loud", "loud", "very loud"),
    "speechiness": ("hardly a spoken word", "few spoken words", "some spoken words", "wordy", "very wordy"),
    "acousticness": ("electric", "mostly electric", "partly acoustic", "acoustic", "very acoustic"),
    "valence": ("very dark mood", "dark mood", "neutral mood", "bright mood", "very bright mood"),
    "tempo": ("very slow", "slow", "medium tempo", "fast", "very fast"),
    "duration": ("very short", "short", "usual length", "long", "very long"),
    "popularity": ("hardly known", "little known", "known", "popular", "very popular"),
}
_TOLD: Final = tuple(tuple(words) for words in _WORDS.values())
# Spotify's own thresholds for what these two confidences mean: over 0.5 instrumental, over 0.8 live.
_SUNG, _INSTRUMENTAL, _LIVE = 0.1, 0.5, 0.8
_WITH_VALUE: Final = ("tempo", "duration", "popularity")


def of_one_trait(one: str, other: str) -> bool:
    """Whether two phrases tell of the same trait.

    >>> of_one_trait("moderate energy", "calm"), of_one_trait("slow (108 BPM)", "calm")
    (True, False)
    """
    return any(one.startswith(words) and any(other.startswith(word) for word in words) for words in _TOLD)


def phrase(levels: Levels, name: str, value: float) -> str:
    """A trait value in words; empty if it is missing.

    Examples
    --------
    >>> levels = Levels({"tempo": [76.0, 95.0, 122.0, 144.0, 174.0]})
    >>> phrase(levels, "tempo", 145.0), phrase(levels, "instrumentalness", 0.9), phrase(levels, "tempo", float("nan"))
    ('fast (145 BPM)', 'instrumental', '')
    """
    if value != value:
        return ""
    if name == "instrumentalness":
        return "instrumental" if value >= _INSTRUMENTAL else "sung" if value < _SUNG else "hardly any singing"
    if name == "liveness":
        return (
            "live recording" if value >= _LIVE else "no audience to be heard" if value < _INSTRUMENTAL else "maybe live"
        )
    word = _WORDS[name][list(LEVELS).index(levels.level_of(name, value))]
    return f"{word} ({trait(name).format(value)})" if name in _WITH_VALUE else word


def character(levels: Levels, values: Mapping[str, float], count: int = 3) -> list[str]:
    """The traits that set a track apart from the catalogue, in words, the most telling first."""

    def apart(name: str) -> float:
        order = list(LEVELS)
        level = levels.level_of(name, values[name])
        return abs(order.index(level) - 2) if level in order else -1

    names = sorted(("energy", "valence", "acousticness", "danceability", "tempo"), key=apart, reverse=True)
    words = [phrase(levels, name, values[name]) for name in names[:count]]
    return [word for word in words if word]

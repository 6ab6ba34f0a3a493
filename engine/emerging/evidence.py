"""What speaks for a track and against it, in words, from the parts of its score and the facts behind them."""

from collections.abc import Mapping
from typing import Final

import numpy as np

from engine.emerging.formula import MINIMUM
from engine.features import LEVELS, TRAIT_NAMES

MOST: Final = 3  # statements for a track
_LEAST: Final = 0.1  # points that a group of inputs has to add for a statement
_AGAINST: Final = -0.5
_BELOW: Final = 8  # points below the artist's other recordings, for a statement to say so
_TOP: Final = 35  # percent of its genres
_ROOM: Final = "so far better known than "
_ALONE: Final = "the only track of its album here"
_COMMON: Final = (_ROOM, _ALONE, "an album track")  # how statements begin that are true of most tracks
_RECENT: Final = 5  # years
_OLD: Final = 18
_MARKS: Final = np.array(list(LEVELS.values()))
_SOUNDS: Final = {
    "energy": ("energetic", "calm"),
    "danceability": ("danceable", "free in its beat"),
    "acousticness": ("acoustic", "electric"),
    "valence": ("bright", "dark"),
    "tempo": ("fast", "slow"),
    "instrumentalness": ("instrumental", "sung"),
}
_WORDS: Final = {
    "popularity now": "where it stands now",
    "artist": "what its artist's other recordings reach",
    "release": "the release it is on",
    "genre": "its place in its genres",
    "sound": "its sound",
    "words": "the wording of its title",
}


def statements(
    parts: Mapping[str, float],
    facts: Mapping[str, float],
    traits: np.ndarray,
    era: float,
    levels: Mapping[str, list[float]],
) -> list[str]:
    """The strongest two or three statements about a track, the strongest first.

    Parameters
    ----------
    parts : mapping of str to float
        Points that each of ``engine.emerging.scores.PARTS`` adds.
    facts : mapping of str to float
        By ``engine.emerging.scores.FACTS``.
    traits : float, shape (traits,)
        Raw, in the order of ``engine.features.TRAIT_NAMES``.
    era : float
        The age that it sounds like, in years.
    levels : mapping of str to list of float
        Of the catalogue, by trait.
    """
    now = float(traits[TRAIT_NAMES.index("popularity")])
    said = {
        "popularity now": f"stands at {now:.0f}, from where there is room to rise",
        "artist": _artist(facts, now),
        "release": _release(facts),
        "genre": _genre(facts),
        "sound": _sound(traits, era, levels),
        "words": "",
    }
    ranked = sorted(said, key=lambda name: -parts[name])
    telling = [name for name in ranked if said[name] and parts[name] >= _LEAST]
    # What is true of most tracks comes last, where little else is to be said.
    telling.sort(key=lambda name: said[name].startswith(_COMMON) or name == "popularity now")
    found = [said[name] for name in telling][: MOST - 1]
    weakest = ranked[-1]
    if parts[weakest] <= _AGAINST:
        found.append(f"against it: {_WORDS[weakest]}")
    if facts["seasonal"] > 0:
        found.append("a seasonal title: its popularity depends on the month")
    return found


def _artist(facts: Mapping[str, float], now: float) -> str:
    others, mean, best = facts["artist_others"], facts["artist_mean"], facts["artist_best"]
    if others >= MINIMUM and mean - now >= _BELOW:
        return f"below its artist's usual: their {others:.0f} other tracks here average {mean:.0f}"
    if others >= 1 and facts["artist_rank"] == 0:
        return f"its artist's best known of {others + 1:.0f} tracks here, the next stands at {best:.0f}"
    if best - now >= _BELOW:
        return f"its artist has reached {best:.0f} with another track"
    if facts["credited_best"] - now >= _BELOW:
        return f"one of its artists has reached {facts['credited_best']:.0f} elsewhere"
    if others >= 1:
        return (
            f"its artist's {others:.0f} other {'track averages' if others == 1 else 'tracks here average'} {mean:.0f}"
        )
    return "the only track of its artist here"


def _release(facts: Mapping[str, float]) -> str:
    if facts["single"] > 0:
        return "out as a single"
    if facts["soundtrack"] > 0:
        return "from a soundtrack"
    if facts["album_others"] >= 1 and facts["album_rank"] * (facts["album_others"] + 1) <= 1.5:
        return f"the best known of {facts['album_others'] + 1:.0f} tracks of its album here"
    if facts["releases"] > 1:
        return f"out on {facts['releases']:.0f} releases"
    return "an album track" if facts["album_others"] else _ALONE


def _genre(facts: Mapping[str, float]) -> str:
    share = max(1, 100 * (1 - facts["genre_rank"]))
    return f"in the top {share:.0f}% of its genres" if share <= _TOP else f"{_ROOM}{100 - share:.0f}% of its genres"


def _sound(traits: np.ndarray, era: float, levels: Mapping[str, list[float]]) -> str:
    """Its two most marked features, and whether it sounds new."""
    places = {
        name: float(np.interp(traits[TRAIT_NAMES.index(name)], levels[name], _MARKS))
        for name in _SOUNDS
        if not np.isnan(traits[TRAIT_NAMES.index(name)])
    }
    marked = sorted(places, key=lambda name: -abs(places[name] - 50))[:2]
    words = " and ".join(_SOUNDS[name][0 if places[name] > 50 else 1] for name in marked)
    age = ", sounds recent" if era <= _RECENT else ", an older sound" if era >= _OLD else ""
    return f"{words}{age}" if words else ""

"""Sentences that answer a question about the data: genres and artists by their medians, certainty, what was tested."""

import math
import statistics
from collections.abc import Collection, Mapping, Sequence

import numpy as np

from bot.dialogue.references import value
from engine import AUDIO_NAMES, TRAIT_NAMES, WORDS, Engine, Genre, Profile, Track, trait

_WORTH_TELLING = 0.005
"""Probability from which on a genre is told beside the likeliest."""


def genre_with_most(engine: Engine, name: str, *, most: bool, count: int = 1) -> str:
    """The genre whose median of a trait is the highest, or the lowest, and the next ones."""
    ordered = genre_ends(engine, name, most=most)
    show = trait(name).format if name != "popularity" else "{:.0f}".format
    told = [
        f"{one.name} ({show(one.popularity if name == 'popularity' else one.median(name))})"
        for one in ordered[: max(count, 4)]
    ]
    word = WORDS[name].most if most else WORDS[name].least
    measured = "mean popularity" if name == "popularity" else f"median {name}"
    if count > 1:
        return f"By {measured} the {count} {word}: {', '.join(told[:count])}."
    return f"By {measured}, {told[0]} is the {word} of {len(ordered)} genres; then {', '.join(told[1:4])}."


def least_of_genres(engine: Engine, name: str, *, count: int = 1) -> str:
    """The genres whose median of a trait is the lowest, as the title of an answer about them."""
    first, *others = [one.name for one in genre_ends(engine, name, most=False)[: max(count, 3)]]
    word = WORDS[name].least
    if count > 1:
        return f"The {count} {word} genres: {_listed([first, *others])}"
    return f"{first.capitalize()} is the {word} genre" + (f", then {_listed(others)}" if others else "")


def _listed(names: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def genre_ends(engine: Engine, name: str, *, most: bool) -> list[Genre]:
    """Genres by their median of a trait, or by mean popularity, the highest first, or the lowest."""

    def at(genre: Genre) -> float:
        return genre.popularity if name == "popularity" else genre.median(name)

    return sorted((genre for genre in engine.genre_table if at(genre) == at(genre)), key=at, reverse=most)


def of_genre(engine: Engine, genre: str, name: str) -> str:
    """The median of a trait in a genre, beside that of all recordings."""
    found = engine.spread(name, genre)
    show = found.of.trait.format
    return (
        f"Median {name} of {genre}: {show(found.of.median)}, over {found.of.count:,} recordings; "
        f"of all {found.whole.count:,}, {show(found.whole.median)}."
    )


def medians(tracks: Sequence[Track], artists: Collection[str], name: str) -> Mapping[str, float]:
    """The median of a trait over some tracks, by artist; those without a value left out."""
    values: dict[str, list[float]] = {artist: [] for artist in artists}
    for track in tracks:
        for artist in track.artists:
            number = value(track, name)
            if artist in values and not math.isnan(number):
                values[artist].append(number)
    return {artist: statistics.median(known) for artist, known in values.items() if known}


def profiles(engine: Engine, names: Sequence[str]) -> list[Profile]:
    """The profiles of genres or artists, in order."""
    first, *others = names
    pairs = [engine.compare(first, other) for other in others]
    return [pairs[0].first, *(pair.second for pair in pairs)]


def ranked(engine: Engine, names: Sequence[str], name: str, *, most: bool = True) -> list[tuple[str, float]]:
    """Genres or artists by their median of a trait, the highest first, or the lowest; unknown ones left out."""
    at = list(TRAIT_NAMES).index(name)
    known = [(one.name, float(one.raw[at])) for one in profiles(engine, names) if one.raw[at] == one.raw[at]]
    return sorted(known, key=lambda one: one[1], reverse=most)


def side_by_side(engine: Engine, names: Sequence[str], name: str, *, most: bool) -> str:
    """Which of two or three has more of a trait, or less of it."""
    ordered = ranked(engine, names, name, most=most)
    if len(ordered) < 2:
        return f"The {name} of these is not known."
    shown = [(one, trait(name).format(number)) for one, number in ordered]
    if len({text for _, text in shown}) == 1:
        return f"No difference: the median {name} of each is {shown[0][1]}."
    rest = ", ".join(f"{one} {text}" for one, text in shown[1:])
    words = WORDS[name]
    word = (words.more if most else words.less) if len(shown) == 2 else f"the {words.most if most else words.least}"
    first = shown[0][0].capitalize() if shown[0][0] in engine.catalogue.genres else shown[0][0]
    return f"{first} is {word}: median {name} {shown[0][1]}; {rest}."


def distance(engine: Engine, first: str, second: str) -> float:
    """How far apart two sound: the distance of their medians of the audio features, in standard deviations."""
    one, other = profiles(engine, (first, second))
    size = len(AUDIO_NAMES)
    gaps = (one.raw[:size] - other.raw[:size]) / engine.catalogue.deviations
    return float(np.sqrt(np.nansum(gaps**2)))


def middle_of(engine: Engine, names: Sequence[str]) -> Mapping[str, float]:
    """The middle of the medians of several, by audio feature, of those that people hear most readily."""
    raw = np.array([one.raw for one in profiles(engine, names)])
    return {
        name: round(float(number), 2)
        for name, number in zip(TRAIT_NAMES, raw.mean(axis=0), strict=True)
        if name in ("danceability", "energy", "valence", "tempo", "acousticness") and number == number
    }


def certainty(engine: Engine, track: Track, *, others: bool) -> str:
    """How sure the genre of a track is, or which genres came next."""
    found = engine.genre(track)
    (first, chance), *rest = found.top
    if others:
        near = [f"{name} {share:.0%}" for name, share in rest if share >= _WORTH_TELLING]
        if not near:
            return f"Nothing else came near: {first} has {chance:.0%}, {rest[0][0]} as the next under 1%."
        return f"After {first} with {chance:.0%} came {', '.join(near)}."
    label = {"sure": "Sure", "leaning": "Leaning, not sure", "can't tell": "Not sure at all"}[found.confidence_label]
    second = f"{rest[0][1]:.0%}" if rest[0][1] >= _WORTH_TELLING else "under 1%"
    return f"{label}: {first} with a probability of {chance:.0%}, then {rest[0][0]} with {second}."


def trend_limits(engine: Engine, fields: Mapping[str, str]) -> str:
    """What speaks for and against a trend that was shown."""
    if fields.get("what") == "popularity":
        return "These are differences between two collections of the same tracks."
    found = engine.trend(fields.get("feature", "energy"), fields.get("genre") or None)
    count = sum(period.recordings for period in found.periods)
    return f"It rests on {count:,} recordings with known years. {' '.join(found.caveats)}".rstrip()


def lasting(tracks: Sequence[Track]) -> str:
    """How long the tracks of a list last together."""
    seconds = sum(value(track, "duration") for track in tracks)
    return f"{seconds / 60:.0f} minutes: {trait('duration').format(seconds)} over {len(tracks)} tracks."

"""Look up what goes with popularity in a genre: one linear regression of popularity on the audio features a genre.

``pipeline.drivers`` fits the regressions when the catalogue is built. The figures say what *goes with* popularity
among the tracks that were collected; nobody changed a track's valence and watched what happened.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from engine.catalogue.files import Files
from engine.errors import UserError
from engine.features import AUDIO_NAMES

FILE: Final = "drivers.json"
ENOUGH: Final = 150  # recordings; with fewer, an interval is too wide to act on, and the genre is flagged
SIGNIFICANT: Final = 0.05  # false-discovery rate
INFLATED: Final = 5.0  # a variance inflation factor above this is noted, by the usual rule of thumb
SLIGHT: Final = 0.01  # below this share of variance on unseen artists, audio explains nothing worth acting on


@dataclass(frozen=True)
class Effect:
    """The regression coefficient of one feature in one genre, the other eight held equal.

    Parameters
    ----------
    feature : str
    points : float
        Points of popularity (0-100) per standard deviation of the feature in the genre.
    low, high : float
        Robust 95% interval of ``points``.
    per_unit : float
        Points per unit of the feature (per dB, per BPM, or from 0 to 1).
    deviation : float
        The standard deviation of the feature in the genre, in its unit.
    p : float
        Probability of such an effect by chance, for this test alone.
    q : float
        The same after correction over all genres and features: the false-discovery rate.
    q_artists : float
        ``q`` with errors clustered by main artist.
    inflation : float
        Variance inflation factor: 1 if the feature is independent of the other eight.
    points_with_zeros : float
        ``points``, had recordings of popularity 0 been kept.
    """

    feature: str
    points: float
    low: float
    high: float
    per_unit: float
    deviation: float
    p: float
    q: float
    q_artists: float
    inflation: float
    points_with_zeros: float

    @property
    def significant(self) -> bool:
        """Whether the effect is significant over all the tests made, by recordings and by artists."""
        return max(self.q, self.q_artists) < SIGNIFICANT


@dataclass(frozen=True)
class GenreDrivers:
    """The regression of one genre.

    Parameters
    ----------
    genre : str
    recordings, artists : int
        Recordings the regression is fitted on, and their main artists.
    zeros, without_tempo : int
        Recordings left out for a popularity of 0, and for a missing tempo.
    r2 : float
        Share of the variance of popularity that the nine features explain, in sample.
    cv_r2 : float
        The same on artists the regression has not seen (5 folds); negative if the genre's mean does better.
    effects : tuple of Effect
        One a feature, in the order of ``engine.features.AUDIO_NAMES``.
    """

    genre: str
    recordings: int
    artists: int
    zeros: int
    without_tempo: int
    r2: float
    cv_r2: float
    effects: tuple[Effect, ...]

    @property
    def few(self) -> bool:
        """Whether there are too few recordings to trust."""
        return self.recordings < ENOUGH

    @property
    def ranked(self) -> tuple[Effect, ...]:
        """The effects, largest first in size."""
        return tuple(sorted(self.effects, key=lambda effect: -abs(effect.points)))

    @property
    def conclusion(self) -> str:
        """Two sentences in plain words."""
        significant = [effect for effect in self.ranked if effect.significant]
        share = "none" if self.cv_r2 < SLIGHT / 2 else f"{self.cv_r2:.0%}"
        share += " of the differences in popularity between tracks of artists not seen before"
        if not significant:
            return (
                f"Nothing here moves popularity: in {self.genre}, no audio feature goes with it more than chance "
                f"would over all genres. Together the nine features explain {share}."
            )
        described = [_described(effect) for effect in significant[:3]]
        first = f"In {self.genre}, a track is {_listed(described)}, per standard deviation and all else equal."
        if self.cv_r2 < SLIGHT:
            return f"{first} But nothing here lets you predict it: the nine features explain {share}."
        return f"{first} Together the nine features explain {share}; the rest is not in the sound."

    @property
    def caveats(self) -> tuple[str, ...]:
        """What to keep in mind, a sentence each: exclusions, few recordings, features that move together."""
        notes = [f"Left out: {self.zeros:,} with popularity 0 (mostly stale releases, not disliked tracks)"]
        notes[0] += f" and {self.without_tempo:,} without a tempo." if self.without_tempo else "."
        flipped = [e.feature for e in self.effects if e.significant and e.points * e.points_with_zeros < 0]
        if flipped:
            notes.append(f"With popularity 0 kept, the sign of {_listed(flipped)} would turn.")
        if self.few:
            notes.append(f"Only {self.recordings:,} recordings, under {ENOUGH}: take the intervals as hints.")
        lumped = [e.feature for e in self.effects if e.q < SIGNIFICANT <= e.q_artists]
        if lumped:
            notes.append(
                f"By recordings {_listed(lumped)} would count too, but not once each artist's recordings are taken "
                f"together ({self.artists:,} artists)."
            )
        inflated = [e.feature for e in self.effects if e.inflation > INFLATED]
        if inflated:
            notes.append(
                f"{_listed(inflated).capitalize()} move together here, so their effects are hard to tell apart."
            )
        notes.append("This is what goes with popularity in the table, not what would happen if a track were changed.")
        return tuple(notes)


@dataclass(frozen=True)
class Contrast:
    """One feature's effect in two genres.

    ``difference`` is ``a - b`` in points per standard deviation, with its 95% interval ``low`` to ``high`` (the two
    regressions taken as independent).
    """

    feature: str
    a: Effect
    b: Effect
    difference: float
    low: float
    high: float

    @property
    def significant(self) -> bool:
        """Whether the interval leaves out 0."""
        return self.low > 0 or self.high < 0


@dataclass(frozen=True)
class GenreContrast:
    """The effects of two genres side by side.

    Parameters
    ----------
    a, b : GenreDrivers
    ranked : tuple of Contrast
        One a feature, the largest difference first.
    """

    a: GenreDrivers
    b: GenreDrivers
    ranked: tuple[Contrast, ...]


@dataclass(frozen=True)
class FeatureDrivers:
    """One audio feature over all genres.

    Parameters
    ----------
    feature : str
    pairs : tuple of (GenreDrivers, Effect)
        From the most positive effect to the most negative.
    tests : int
        Genre-feature pairs that were tested together.
    conclusion : str
        Two sentences in plain words.
    """

    feature: str
    pairs: tuple[tuple[GenreDrivers, Effect], ...]
    tests: int
    conclusion: str


class Drivers:
    """The regressions of a catalogue, by genre and by feature.

    Parameters
    ----------
    genres : sequence of GenreDrivers
    """

    def __init__(self, genres: Sequence[GenreDrivers]) -> None:
        self._genres = {entry.genre: entry for entry in genres}

    @classmethod
    def load(cls, files: Files) -> "Drivers":
        """Load the regressions of a catalogue.

        Raises
        ------
        UserError
            If the catalogue was built without it.
        """
        if FILE not in files:
            raise UserError(
                "The catalogue holds no drivers.",
                "Build it again: python -m engine build --source CSV --out DIR.",
                code="not_found",
            )
        entries = files.json(FILE)
        return cls(
            [
                GenreDrivers(**entry | {"effects": tuple(Effect(**effect) for effect in entry["effects"])})
                for entry in entries
            ]
        )

    @cached_property
    def genres(self) -> tuple[str, ...]:
        """The genres with a regression, by name."""
        return tuple(sorted(self._genres))

    @property
    def tests(self) -> int:
        """The number of genre-feature pairs tested together."""
        return len(self._genres) * len(AUDIO_NAMES)

    def genre(self, name: str) -> GenreDrivers:
        """The regression of one genre.

        Raises
        ------
        UserError
            If the genre is unknown or too small for any regression.
        """
        if name not in self._genres:
            raise UserError(
                f'There is no regression for the genre "{name}".',
                f"Genres: {', '.join(self.genres)}.",
                code="not_found",
            )
        return self._genres[name]

    def feature(self, name: str) -> tuple[tuple[GenreDrivers, Effect], ...]:
        """Every genre with its effect of one audio feature, from the most positive to the most negative.

        Raises
        ------
        UserError
            If there is no such audio feature.
        """
        if name not in AUDIO_NAMES:
            raise UserError(f'"{name}" is no audio feature.', f"Features: {', '.join(AUDIO_NAMES)}.")
        place = AUDIO_NAMES.index(name)
        pairs = [(entry, entry.effects[place]) for entry in self._genres.values()]
        return tuple(sorted(pairs, key=lambda pair: -pair[1].points))

    def feature_conclusion(self, name: str) -> str:
        """Two sentences in plain words on one feature over all genres."""
        pairs = self.feature(name)
        up = [entry.genre for entry, effect in pairs if effect.significant and effect.points > 0]
        down = [entry.genre for entry, effect in reversed(pairs) if effect.significant and effect.points < 0]
        if not up and not down:
            return (
                f"Nowhere does {name} go with popularity more than chance would over all genres. "
                f"That is {len(pairs)} genres looked at."
            )
        first = f"More {name} goes with higher popularity in {len(up)} of {len(pairs)} genres"
        first += f" (most in {_listed(up[:3])})" if up else ""
        second = f"with lower popularity in {len(down)}" + (f" (most in {_listed(down[:3])})" if down else "")
        return f"{first}, {second}. In the other {len(pairs) - len(up) - len(down)} it may as well be chance."

    def over_genres(self, name: str) -> FeatureDrivers:
        """One audio feature over all genres.

        Raises
        ------
        UserError
            If there is no such audio feature, or no genre has enough recordings for a regression.
        """
        pairs = self.feature(name)
        if not pairs:
            raise UserError(
                "No genre here has enough recordings for a regression.",
                f"It takes {3 * (len(AUDIO_NAMES) + 1)} recordings of a genre with a tempo and a popularity above 0.",
                code="not_found",
            )
        return FeatureDrivers(name, pairs, self.tests, self.feature_conclusion(name))

    def contrast(self, a: str, b: str) -> GenreContrast:
        """Two genres side by side. UserError if one has no regression."""
        ranked = sorted(self.compare(a, b), key=lambda contrast: -abs(contrast.difference))
        return GenreContrast(self.genre(a), self.genre(b), tuple(ranked))

    def compare(self, a: str, b: str) -> tuple[Contrast, ...]:
        """The effects of two genres side by side, in the order of the features."""
        return tuple(_contrast(one, two) for one, two in zip(self.genre(a).effects, self.genre(b).effects, strict=True))


def _contrast(a: Effect, b: Effect) -> Contrast:
    # The half-widths of independent 95% intervals add up in squares.
    half = float(np.hypot((a.high - a.low) / 2, (b.high - b.low) / 2))
    difference = a.points - b.points
    return Contrast(a.feature, a, b, difference, difference - half, difference + half)


def _described(effect: Effect) -> str:
    return (
        f"{abs(effect.points):.1f} points {'more' if effect.points > 0 else 'less'} popular "
        f"({effect.low:+.1f} to {effect.high:+.1f}) with higher {effect.feature}"
    )


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"

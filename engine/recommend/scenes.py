"""Open vocabulary: what any words mean in audio traits and genres, and how well each recording fits them.

A *scene* is a situation, activity, place, time, season, mood, use or style that people name when they ask for music.
``data/scenes.csv`` describes about 300 of them; ``pipeline.scenes`` fits what each means (see ``models/SCENES.md``).
The vocabulary leads from phrases ("dinner party") and from some ten thousand single words ("barbecue", "thunderstorm")
to the scenes nearest in meaning. A text is the mixture of the scenes of its words:

    score = traits . audio weights + genre memberships . genre weights

where traits are percentiles, scaled to variance 1, and memberships are those of the recording and of its artist.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Final, Self

import numpy as np
import numpy.typing as npt

from engine import artifacts
from engine.catalogue.store import Catalogue
from engine.features import TRAIT_NAMES
from engine.recommend.similarity import CREDIBILITY, DOUBTFUL
from engine.recommend.spans import Request, Scoring, Span, whole
from engine.recommend.words import FUNCTION_WORDS, tokens

Float32 = npt.NDArray[np.float32]

ARTIFACT: Final = "scenes"
FORMAT_VERSION: Final = 2
DIRECTORY: Final = "scene_features"
MEMBERSHIP_SCALE: Final = 200
"""Genre memberships from 0 to 1 are stored as whole two-hundredths."""

_NEGATIONS: Final = "not no non nothing never without less nicht kein keine ohne sin sans pas sem nao"
NEGATIONS: Final = frozenset(_NEGATIONS.split())
# Words that may stand between a negation and what it negates.
_DEGREE_WORDS: Final = "too so very that as quite really overly any zu sehr muy tan trop tres muito tao"
_DEGREES: Final = frozenset(_DEGREE_WORDS.split())

# A genre whose weight is below this share of the largest cannot change an order visibly.
_SMALLEST_SHARE: Final = 0.06
# A trait that differs from the catalogue's mean by less (in standard deviations of its percentile) is no opinion.
_LEAN: Final = 0.15
_UNDERSTOOD: Final = 0.3
_SPANS: Final = 2  # of which figures are kept: a process scores a whole catalogue or one slice
_BESIDE_STYLE: Final = 0.6
# Words that say little beside others: a wine bar on a Tuesday is a wine bar, and a heist scene a heist.
_DAYS: Final = "monday tuesday wednesday thursday friday saturday sunday weekday weekdays weekend"
_BESIDE: Final = frozenset(f"{_DAYS} scene scenes shots shot footage clip clips sequence montage intro outro".split())
_LITTLE: Final = 0.15
_SAYS_WHAT: Final = 0.5  # confidence of a word that says by itself what is meant
# "not too sleepy" asks for less than the opposite of sleepy.
_NEGATED: Final = 0.3

# By trait: what is said of a recording in the upper or lower part, and the percentile (and raw value) it takes.
_ADJECTIVES: Final[dict[str, tuple[str, str]]] = {
    "danceability": ("danceable", "not danceable"),
    "energy": ("energetic", "calm"),
    "loudness": ("loud", "quiet"),
    "speechiness": ("wordy", "few spoken words"),
    "acousticness": ("acoustic", "electric"),
    "instrumentalness": ("instrumental", "sung"),
    "liveness": ("live", "studio recording"),
    "valence": ("bright mood", "dark mood"),
    "tempo": ("fast", "slow"),
    "duration": ("long", "short"),
    "popularity": ("popular", "little known"),
}
# An adjective that names an absolute property is said only where the raw value agrees.
_RAW_LIMITS: Final[dict[str, tuple[float, float]]] = {
    "acousticness": (0.5, 0.2),
    "instrumentalness": (0.5, 0.1),
    "speechiness": (0.15, 0.05),
    "liveness": (0.6, 0.2),
}
# What a recording gains or loses for each unit of a scene's lean on such a property, where the raw value is plain.
_PROPERTY: Final = 0.75
# What a recording with explicit lyrics loses where they are out of place, in standard deviations of the score.
_EXPLICIT: Final = 1.5
# A doubtful label counts so much of a credible one.
_OF_DOUBTFUL: Final = 0.4
# Words of titles and names that mean what a text means: as many, from such a likeness of their meanings on.
_MOST_KINDRED: Final = 12
_KINDRED: Final = 0.6
_AGREES: Final = 0.65
"""Percentile from which on a trait counts as high (and 1 minus it, low) in a reason."""


@dataclass(frozen=True)
class SceneProfile:
    """What a text means.

    Parameters
    ----------
    traits : dict of str to float
        By audio trait (and popularity), how far the music lies from the catalogue's mean, in standard deviations of
        the percentile: 1.7 is the very top. Strongest first; traits without an opinion are left out.
    genres : dict of str to float
        Genres that speak for a recording, the strongest with 1, strongest first.
    understood : dict of str to str
        Words and phrases that have a meaning, each with the name of the scene that it is nearest to.
    styles : tuple of str
        Those of ``understood`` that name a style, language or country of music, such as a genre that the catalogue
        does not have: ``genres`` are the nearest.
    unknown : tuple of str
        Other words, function words left out.
    confidence : float
        0-1: how sure the best understood word is. 1 is a phrase of the training set, 0 that nothing was understood.
    coverage : float
        0-1: share of the words, function words left out, that were understood, weighted by their confidence.
    audio_weights : float32, shape (11,)
        Of the traits in the order of ``engine.features.TRAITS``.
    genre_weights : float32, shape (g,)
        Of the model's genres.
    clean : float
        0-1: how far explicit lyrics are out of place, as at a wedding.
    """

    traits: dict[str, float]
    genres: dict[str, float]
    understood: dict[str, str]
    styles: tuple[str, ...]
    unknown: tuple[str, ...]
    confidence: float
    coverage: float
    audio_weights: Float32
    genre_weights: Float32
    clean: float = 0.0

    def __bool__(self) -> bool:
        """Whether anything was understood."""
        return self.confidence > 0

    @property
    def said(self) -> float:
        """How much a text says of the sound, from 1: "podcast bed" nearly 3, "halloween" 1.5.

        The more it says, the less names and popularity have to tell beside it.
        """
        return 1 + 2 * float(np.sqrt(sum(lean**2 for lean in self.traits.values())))

    def describe(self, most: int = 3) -> str:
        """The strongest traits and genres in words: ``calm, acoustic, quiet; piano, ambient, new-age``."""
        said = [_ADJECTIVES[name][lean < 0] for name, lean in self.traits.items()]
        return "; ".join(", ".join(part[:most]) for part in (said, list(self.genres)) if part)


class Vocabulary:
    """Fitted scenes, and the phrases and words that lead to them.

    Parameters
    ----------
    arrays : dict of str to ndarray
        ``entries`` (bytes, UTF-8), ``nearest`` (uint16, scenes of each entry), ``shares`` (uint8, parts of 255),
        ``confidences`` (uint8, parts of 255; 0 for phrases to pass over), ``names`` (bytes, of each scene), ``styles``
        (bool, whether a scene is a style, language or country of music), ``clean`` (bool, whether explicit lyrics are
        out of place), ``leans``, ``audio_weights`` (float32, scene
        by trait), ``genre_weights`` (float32, scene by genre), ``genres`` (bytes).
    """

    def __init__(self, arrays: dict[str, npt.NDArray[np.generic]]) -> None:
        self._arrays = arrays
        self.leans = arrays["leans"].astype(np.float32)
        self.audio_weights = arrays["audio_weights"].astype(np.float32)
        self.genre_weights = arrays["genre_weights"].astype(np.float32)
        self.styles = arrays["styles"].astype(bool)
        self.clean = arrays["clean"].astype(bool)
        self.genres = _texts(arrays["genres"])
        self.names = _texts(arrays["names"])

    @classmethod
    def load(cls, models: Path) -> Self:
        """The vocabulary in a directory of models. Raises what ``engine.artifacts.load`` raises."""
        arrays, _ = artifacts.load(models, ARTIFACT, format_version=FORMAT_VERSION)
        return cls(arrays)

    @property
    def entries(self) -> Collection[str]:
        """All phrases and words, folded: for completion, and to tell a typing error from a word."""
        return self._places.keys()

    def __contains__(self, entry: object) -> bool:
        return entry in self._places

    @cached_property
    def _places(self) -> dict[str, int]:
        return {entry: place for place, entry in enumerate(_texts(self._arrays["entries"]))}

    @cached_property
    def _longest(self) -> int:
        return max((entry.count(" ") + 1 for entry in self._places), default=1)

    @cached_property
    def _shares(self) -> Float32:
        shares: Float32 = self._arrays["shares"].astype(np.float32)
        shares /= np.maximum(shares.sum(axis=1, keepdims=True), 1)
        return shares

    def mixture(self, words: Sequence[str]) -> tuple[Float32, dict[str, tuple[float, int]], list[str]]:
        """The scenes of a text.

        Parameters
        ----------
        words : sequence of str
            As ``engine.recommend.words.tokens`` writes them.

        Returns
        -------
        mixture : float32, shape (scenes,)
            Weights, whose absolute values sum to 1 unless nothing was understood; negative after a negation.
        found : dict of str to (confidence, scene)
            Words and phrases with a meaning.
        unknown : list of str
            Words that have none, function words left out.
        """
        mixture = np.zeros(len(self.names), dtype=np.float32)
        found: dict[str, tuple[float, int]] = {}
        unknown: list[str] = []
        told: list[tuple[str, int, int, float]] = []
        for entry, place, sign in self._segments(words):
            if place is None:
                unknown.append(entry)
            elif confidence := float(self._arrays["confidences"][place]) / 255:
                told.append((entry, place, sign, confidence))  # without, "I love ..." is not about love
        plain = any(confidence >= _SAYS_WHAT and entry not in _BESIDE for entry, _, _, confidence in told)
        for entry, place, sign, confidence in told:
            nearest = self._arrays["nearest"][place].astype(np.intp)
            weight = confidence if sign > 0 else -_NEGATED * confidence
            if plain and entry in _BESIDE:
                weight *= _LITTLE
            np.add.at(mixture, nearest, weight * self._shares[place])
            found[entry] = confidence, int(nearest[0])
        total = float(np.abs(mixture).sum())
        return (mixture / total if total else mixture), found, list(dict.fromkeys(unknown))

    def for_genres(self, mixture: Float32) -> Float32:
        """The mixture with less of situations beside a style: "happy folk" is folk, and not the happy genres."""
        if not (mixture[self.styles] > 0).any():
            return mixture
        beside: Float32 = np.where(self.styles, mixture, _BESIDE_STYLE * mixture)
        return beside

    def kindred(self, mixture: Float32, most: int, least: float) -> dict[str, float]:
        """Single words that mean what a mixture of scenes means, with their likeness from ``least`` to 1, likest first.

        Styles of music are passed over: a title with "rock" in it is not always rock.
        """
        wanted = np.where(self.styles, np.float32(0), mixture)
        if not wanted.any():
            return {}
        shares, scenes, confidences, entries = self._of_one_word
        likeness = (shares * (wanted / wanted.max())[scenes]).sum(axis=1) * confidences
        near = np.flatnonzero(likeness >= least)
        best = near[np.argsort(-likeness[near], kind="stable")[:most]]
        return {bytes(entries[place]).decode(): float(likeness[place]) for place in best}

    @cached_property
    def _of_one_word(self) -> tuple[Float32, npt.NDArray[np.intp], Float32, npt.NDArray[np.generic]]:
        """Of the entries of one word: shares of their scenes, these scenes, confidences, and the entries."""
        single = np.flatnonzero(~self._several)
        arrays = self._arrays
        confidences: Float32 = arrays["confidences"][single].astype(np.float32)
        confidences /= 255
        return self._shares[single], arrays["nearest"][single].astype(np.intp), confidences, arrays["entries"][single]

    @property
    def occasions(self) -> list[str]:
        """Phrases of more than one word that are certain to name a scene, and no style of music."""
        sure = self._several & (self._arrays["confidences"] == 255)
        sure &= ~self.styles[self._arrays["nearest"][:, 0].astype(np.intp)]
        return [bytes(self._arrays["entries"][place]).decode() for place in np.flatnonzero(sure)]

    @cached_property
    def single(self) -> list[str]:
        """Single words that have a meaning."""
        told = self._arrays["confidences"].astype(np.float32) > 0
        return [entry for entry, place in self._places.items() if " " not in entry and told[place]]

    @cached_property
    def _several(self) -> npt.NDArray[np.bool_]:
        """Entries of more than one word."""
        return np.array([" " in entry for entry in self._places], dtype=bool)

    def _segments(self, words: Sequence[str]) -> list[tuple[str, int | None, int]]:
        """The text cut into entries, the longest first that fits, with -1 after a negation; function words left out."""
        segments: list[tuple[str, int | None, int]] = []
        start, sign = 0, 1
        while start < len(words):
            for end in range(min(start + self._longest, len(words)), start, -1):
                entry = " ".join(words[start:end])
                place = self._places.get(entry)
                if place is not None:
                    segments.append((entry, place, sign))
                    sign = 1
                    break
            else:
                end = start + 1
                word = words[start]
                if word not in FUNCTION_WORDS:
                    segments.append((word, None, sign))
                if word in NEGATIONS:
                    sign = -1
                elif word not in _DEGREES:
                    sign = 1
            start = end
        return segments


class Scenes:
    """The open vocabulary over a catalogue.

    Parameters
    ----------
    vocabulary : Vocabulary
    catalogue : Catalogue
        Built with ``pipeline.scenes.write_scene_features``. UserError if it was built without.
    """

    def __init__(self, vocabulary: Vocabulary, catalogue: Catalogue) -> None:
        self.vocabulary = vocabulary
        self.catalogue = catalogue
        files = catalogue.files
        self._traits = files.array(f"{DIRECTORY}/traits.npy")
        self._genre_starts = files.array(f"{DIRECTORY}/genre_starts.npy")
        self._genre_rows = files.array(f"{DIRECTORY}/genre_rows.npy")
        self._memberships = files.array(f"{DIRECTORY}/memberships.npy")
        self._filed_under = lru_cache(_SPANS)(self._filed_under_of)

    @staticmethod
    def stored(catalogue: Catalogue) -> bool:
        """Whether the catalogue was built with what scenes need."""
        return f"{DIRECTORY}/traits.npy" in catalogue.files

    @classmethod
    def load(cls, models: Path, catalogue: Catalogue | Path) -> Self:
        """The vocabulary in ``models`` over a catalogue or the catalogue in a directory."""
        if not isinstance(catalogue, Catalogue):
            catalogue = Catalogue.load(catalogue)
        return cls(Vocabulary.load(models), catalogue)

    def profile(self, text: str) -> SceneProfile:
        """What a text means: ``"rainy sunday morning"``, ``"Musik zum Einschlafen"``, ``"advert for a bakery"``.

        A word or phrase directly after a negation ("not too loud", "ohne Gesang") counts against what it means.
        """
        vocabulary = self.vocabulary
        mixture, found, unknown = vocabulary.mixture(tokens(text))
        leans = mixture @ vocabulary.leans
        genre_weights = vocabulary.for_genres(mixture) @ vocabulary.genre_weights
        confidences = [confidence for confidence, _ in found.values()]
        understood = {
            entry: vocabulary.names[scene] for entry, (confidence, scene) in found.items() if confidence >= _UNDERSTOOD
        }
        faint = [entry for entry in found if entry not in understood]
        return SceneProfile(
            traits={
                TRAIT_NAMES[place]: round(float(leans[place]), 2)
                for place in np.argsort(-np.abs(leans), kind="stable")
                if abs(leans[place]) >= _LEAN
            },
            genres=_strongest(dict(zip(vocabulary.genres, genre_weights.tolist(), strict=True))),
            understood=understood,
            styles=tuple(entry for entry in understood if vocabulary.styles[found[entry][1]]),
            unknown=tuple(unknown + faint),
            confidence=max(confidences, default=0.0),
            coverage=sum(confidences) / max(len(found) + len(unknown), 1),
            audio_weights=(mixture @ vocabulary.audio_weights).astype(np.float32),
            genre_weights=genre_weights.astype(np.float32),
            clean=float(np.maximum(mixture, 0)[vocabulary.clean].sum()),
        )

    def scores(self, text: str | SceneProfile) -> Float32:
        """How well each recording fits a text: ``scoring`` over the whole catalogue."""
        count = len(self.catalogue)
        return whole(self.scoring(text, Span(0, count, count)), count)

    def scoring(self, text: str | SceneProfile, span: Span) -> Scoring[Float32]:
        """How well each recording of a span fits a text.

        Returns
        -------
        float32, shape (n,)
            Higher is better. Mean 0 and standard deviation equal to the confidence of the profile, so that it can be
            added to other scores; all 0 if nothing was understood.
        """
        profile = self.profile(text) if isinstance(text, str) else text
        if not profile:
            return np.zeros(len(span), dtype=np.float32)
        # Not BLAS, which rounds a recording by those beside it.
        scores: Float32 = np.einsum("i,ij->j", profile.audio_weights, self._traits[:, span.rows])
        scores += self._of_genres(profile.genre_weights, span)
        [spread] = yield [Request(scores)]
        scores /= max(spread.deviation, 1e-9)
        self._add_properties(scores, profile, span)
        [spread] = yield [Request(scores)]
        scores -= np.float32(spread.mean)
        scores *= profile.confidence / max(spread.deviation, 1e-9)
        return scores

    def _of_genres(self, weights: Float32, span: Span) -> Float32:
        """What each recording's genres add, of which the catalogue may know others than the model.

        Divided by the fourth root of how many it is filed under: "dance, edm, electro, house" is one kind of music
        under four labels, and not four times as fitting as one filed under house alone.
        """
        known = dict(zip(self.vocabulary.genres, weights.tolist(), strict=True))
        least = _SMALLEST_SHARE * float(np.abs(weights).max(initial=0))
        scores = np.zeros(len(span), dtype=np.float32)
        for number, genre in enumerate(self.catalogue.genres):
            weight = known.get(genre, 0.0)
            if abs(weight) > least:
                members = slice(*self._genre_starts[number : number + 2])
                own = span.among(self._genre_rows[members])
                part = self._memberships[members][own].astype(np.float32)
                part *= weight / MEMBERSHIP_SCALE
                rows = self._genre_rows[members][own]
                part[np.searchsorted(rows, self._doubtful(number, span))] *= _OF_DOUBTFUL
                scores[rows - span.start if span.start else rows] += part
        scores /= self._filed_under(span)
        return scores

    def _filed_under_of(self, span: Span) -> Float32:
        counts = np.bincount(span.local(self.catalogue.genre_rows), minlength=len(span))
        roots: Float32 = (np.maximum(counts, 1) ** 0.25).astype(np.float32)
        return roots

    def _doubtful(self, genre: int, span: Span) -> npt.NDArray[np.int32]:
        """Recordings that are filed under a genre, by its number, and of which that is doubtful; ascending."""
        members = slice(*self.catalogue.genre_starts[genre : genre + 2])
        rows: npt.NDArray[np.int32] = self.catalogue.genre_rows[members]
        if self._credibility is None:
            return rows[:0]
        doubtful = rows[self._credibility[members] < DOUBTFUL]
        return doubtful[span.among(doubtful)]

    @cached_property
    def _credibility(self) -> Float32 | None:
        files = self.catalogue.files
        return files.array(CREDIBILITY) if CREDIBILITY in files else None

    def _add_properties(self, scores: Float32, profile: SceneProfile, span: Span) -> None:
        """What a recording plainly has or lacks, such as singing: percentiles of what is mostly 0 hardly tell."""
        for name, (high, low) in _RAW_LIMITS.items():
            lean = profile.traits.get(name, 0.0)
            if lean:
                raw = self.catalogue.traits[span.rows, TRAIT_NAMES.index(name)]
                # A product costs a tenth of an assignment to the recordings that a mask picks.
                scores += np.float32(_PROPERTY * lean) * (raw >= high)
                scores -= np.float32(_PROPERTY * lean) * (raw <= low)
        if profile.clean:
            scores -= np.float32(_EXPLICIT * profile.clean) * self.catalogue.explicit[span.rows]

    def kindred_words(self, text: str) -> dict[str, float]:
        """Words that mean what a text means, for finding them in titles: ``{"ghost": 1.0, "witch": 1.0, ...}``.

        Returns
        -------
        dict of str to float
            Words that are not in the text, with their likeness in meaning, 0-1; the likest first.
        """
        said = tokens(text)
        mixture, _, _ = self.vocabulary.mixture(said)
        words = self.vocabulary.kindred(np.maximum(mixture, 0), _MOST_KINDRED, _KINDRED)
        return {word: likeness for word, likeness in words.items() if word not in said}

    def reasons(self, profile: SceneProfile, recording: int, most: int = 3) -> list[str]:
        """Why a recording fits: traits and genres that the profile asks for and the recording has.

        Examples: ``["calm", "acoustic", "filed as jazz, chill"]``.
        """
        said = []
        for name, lean in profile.traits.items():
            place = TRAIT_NAMES.index(name)
            percentile = 0.5 + float(self._traits[place, recording]) / np.sqrt(12)
            high = lean > 0
            if (percentile if high else 1 - percentile) < _AGREES:
                continue
            limits = _RAW_LIMITS.get(name)
            raw = float(self.catalogue.traits[recording, place])
            if limits is None or (raw >= limits[0] if high else raw <= limits[1]):
                said.append(_ADJECTIVES[name][not high])
        filed = [genre for genre in profile.genres if genre in self.catalogue.words["genres"][recording].as_py()]
        return said[:most] + ([f"filed as {', '.join(filed[:2])}"] if filed else [])


def _strongest(weights: dict[str, float], least: float = 0.2) -> dict[str, float]:
    """The positive weights as shares of the largest, from the largest down to ``least``."""
    largest = max(weights.values(), default=0.0)
    if largest <= 0:
        return {}
    shares = {name: weight / largest for name, weight in weights.items() if weight >= least * largest}
    return {name: round(share, 2) for name, share in sorted(shares.items(), key=lambda pair: -pair[1])}


def _texts(values: npt.NDArray[np.generic]) -> list[str]:
    return [bytes(value).decode() for value in values.tolist()]

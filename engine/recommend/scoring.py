"""How well each recording answers a query: a weighted sum of traits, moods, words and likeness."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Final

import numpy as np

from engine.catalogue.store import Catalogue
from engine.errors import UserError
from engine.features import TRAIT_NAMES
from engine.levels import Levels
from engine.recommend.knn import Doubles, Floats, KnnIndex, Rows
from engine.recommend.query import Constraint, Query
from engine.recommend.scenes import Scenes
from engine.recommend.similarity import DOUBTFUL, KINDS, LEFT_OUT, Similarity
from engine.recommend.words import WordIndex, content_words

# Log odds that editors put a recording and its seed into one playlist: logistic regression on 11 million pairs of
# recordings, half of the playlists held out each time; see models/SIMILARITY.md.
_ODDS: Final = -2.994
_ODDS_BY_LIKENESS: Final = 0.629
# What each part counts in the sum. A trait one standard deviation off costs half of _TRAITS; the other parts have mean
# 0 and standard deviation 1 over the catalogue. Chosen on dialogues and playlists; see models/SIMILARITY.md.
_TRAITS: Final = 4.0
_MOOD: Final = 1.0
_SCENE: Final = 1.0
_WORDS: Final = 0.25
_LIKENESS: Final = 1.5

_PRIOR: Final = 2.0
_TYPICAL: Final = 2.0
_POPULAR: Final = 2.0
_UNKNOWN: Final = 1.0
_DOUBTED: Final = 3.0
_SAME_KIND: Final = 2.0
_LEFT_OUT: Final = sum(1 << KINDS.index(kind) for kind in LEFT_OUT)
_NAMED_KIND: Final = 4.0
_QUERY_BESIDE_WORDS: Final = 0.5
_OWN_POPULARITY: Final = 12
# Of one point of popularity: what people ask for in their own words is mostly what is known.
_POINT: Final = 0.08
_FAMOUS: Final = ("high", "very high")


@dataclass(frozen=True)
class Scores:
    """How well each recording answers a query.

    Parameters
    ----------
    total : float32, shape (n,)
        Higher is better; what lists are ordered by.
    ideal : float
        The total of a recording that is best in every part: at the traits asked for, like the seeds themselves, the
        best for its moods and words, known to everybody.
    calibrated : bool
        Whether the total is plain likeness to seeds. The match is then how often editors put such a recording into one
        playlist with the seed, among recordings that stand in their playlists; otherwise it is how far a recording
        stands on the way from an average recording (0) to the ideal one (1).
    """

    total: Floats
    ideal: float
    calibrated: bool = False

    def fit(self, rows: Rows) -> Doubles:
        """What the match figure says of recordings, 0-1, in the order of the totals; float64."""
        if self.calibrated:
            return 1 / (1 + np.exp(-_ODDS - _ODDS_BY_LIKENESS * self.total[rows].astype(np.float64)))
        average = float(self.total.mean())
        share = (self.total[rows].astype(np.float64) - average) / max(self.ideal - average, 1e-9)
        return np.clip(share, 0, 1)


@dataclass(frozen=True)
class _Part:
    score: Floats
    best: float  # the score of the ideal recording


class Scorer:
    """Scores the recordings of one catalogue.

    Parameters
    ----------
    catalogue : Catalogue
    knn : KnnIndex
    similarity : Similarity
    models : Path
        Directory of fitted models.
    """

    def __init__(self, catalogue: Catalogue, knn: KnnIndex, similarity: Similarity, models: Path) -> None:
        self._catalogue = catalogue
        self._levels = Levels.from_manifest(catalogue.manifest)
        self._knn = knn
        self._similarity = similarity
        self._models = models

    @cached_property
    def scenes(self) -> Scenes | None:
        """What words mean in sound and genres; None where none were fitted, or not at the build: names then tell."""
        if not Scenes.stored(self._catalogue):
            return None
        try:
            return Scenes.load(self._models, self._catalogue)
        except UserError as error:
            if error.code != "no_models":
                raise
            return None

    @cached_property
    def _words(self) -> WordIndex:
        return WordIndex.load(self._catalogue)

    def scores(self, query: Query) -> Scores:
        """The scores of all recordings for a query."""
        if _only_seeds(query):
            return self._of_seeds(query)
        parts = [
            *self._traits(query),
            *(self._of_deviations(self._mood(mood), _MOOD) for mood in query.moods),
            *self._scene(query.scene),
            *self._kinds(query),
            *self._likeness(query),
        ]
        total = self._prior(query)
        ideal = float(total.max(initial=0))
        for part in parts:
            total += part.score
            ideal += part.best
        return Scores(total, ideal)

    def _of_seeds(self, query: Query) -> Scores:
        """Likeness alone, in which popularity has its part: what else speaks for a recording would only blur it."""
        seeds, away = ([track.recording for track in tracks] for tracks in (query.seeds, query.unlike))
        total = self._similarity.scores(seeds, unlike=away)
        if not asks_unknown(query):
            total -= self._losses
        shared = int(np.bitwise_or.reduce(self._similarity.kinds[seeds])) & _LEFT_OUT
        if shared:
            # Who starts from a christmas song wants christmas songs.
            total += np.where(self._similarity.kinds & np.uint16(shared), np.float32(_SAME_KIND), np.float32(0))
        return Scores(total, float(total.max(initial=0)), calibrated=True)

    def graded(self, query: Query, words: str) -> Floats:
        """Scores with genres, artists and limits as preferences, beside the meaning of all words; float32, shape (n,).

        On playlists held out, words alone tell editors' tracks apart best, and the query adds to them.
        """
        soft = replace(
            query,
            artists=(), genres=(), genres_all=(), albums=(), scene="",
            like_artists=(*query.like_artists, *query.artists),
            constraints={name: replace(one, low=None, high=None) for name, one in query.constraints.items()},
        )  # fmt: skip
        total = np.float32(_QUERY_BESIDE_WORDS) * self.scores(soft).total
        for genre in (*query.genres, *query.genres_all):
            total[self._catalogue.genre_members(genre)] += np.float32(_QUERY_BESIDE_WORDS)
        for part in self._scene(words):
            total += part.score
        return total

    def _traits(self, query: Query) -> list[_Part]:
        """Distance to the levels and values asked for; popularity is asked for from below only."""
        target, weights = np.zeros(len(TRAIT_NAMES)), np.zeros(len(TRAIT_NAMES))
        parts = []
        for name, constraint in query.constraints.items():
            if constraint.target is None:
                continue
            place = TRAIT_NAMES.index(name)
            value = self._levels.raw(name, constraint.target)
            if name == "popularity" and constraint.target in _FAMOUS:
                parts.append(self._at_least(place, value))
                continue
            target[place] = (value - self._knn.means[place]) / self._knn.deviations[place]
            weights[place] = 1.0
        if weights.any():
            squared = np.maximum(self._knn.distances(target, weights), 0)
            count = float(np.sqrt(np.count_nonzero(weights)))
            parts.append(_Part(np.float32(-_TRAITS * count / 2) * squared, 0.0))
        return parts

    def _at_least(self, place: int, value: float) -> _Part:
        short = np.maximum(value - self._catalogue.traits[:, place], 0) / self._knn.deviations[place]
        squared = np.square(np.nan_to_num(short).astype(np.float32))
        return _Part(np.float32(-_TRAITS / 2) * squared, 0.0)

    def _mood(self, mood: str) -> Floats:
        return self._similarity.mood_scores(mood)

    def _scene(self, text: str) -> list[_Part]:
        if not text:
            return []
        parts = []
        if self.scenes is not None:
            profile = self.scenes.profile(text)
            if profile:
                scores = self.scenes.scores(profile)
                parts.append(self._of_deviations(scores, _SCENE))
        named = np.float32(_WORDS) * self._words.scores(dict.fromkeys(content_words(text), 1.0))
        return [*parts, _Part(named, float(named.max(initial=0)))]

    def _kinds(self, query: Query) -> list[_Part]:
        """Kinds of recording that the words of a query name: those recordings come first."""
        wanted = sum(1 << KINDS.index(kind) for kind in kinds_named(query.scene) if kind in KINDS)
        if not wanted:
            return []
        those = ((self._similarity.kinds & np.uint16(wanted)) != 0).astype(np.float32)
        return [_Part(np.float32(_NAMED_KIND) * those, _NAMED_KIND)]

    def _likeness(self, query: Query) -> list[_Part]:
        """Likeness to the tracks and artists named, less that to those that the answer shall keep away from."""
        if not query.seeded:
            return []
        similarity = self._similarity
        seeds = [track.recording for track in query.seeds]
        away = [track.recording for track in query.unlike]
        for name in query.unlike_artists:
            away += similarity.typical_recordings(self._artist(name))
        liked = [self._artist(name) for name in query.like_artists]
        parts = []
        if seeds:
            parts.append(self._standardised(similarity.scores(seeds, unlike=away), seeds))
        if liked:
            examples = [row for artist in liked for row in similarity.typical_recordings(artist)]
            part = self._standardised(similarity.artist_scores(liked, unlike=away), examples)
            for artist in liked:
                # Of the artists' own recordings, those that they are known for.
                own = self._catalogue.artist_members(artist)
                part.score[own] += np.nan_to_num(self._catalogue.rank_popularity[own]) / np.float32(_OWN_POPULARITY)
            parts.append(part)
        if not parts:
            against = self._standardised(similarity.scores(away), away)
            parts.append(_Part(-against.score, float(-against.score.min())))
        return parts

    def _artist(self, name: str) -> int:
        return self._similarity.artist_code(name)

    def _standardised(self, scores: Floats, seeds: Sequence[int]) -> _Part:
        """Likeness in standard deviations from the catalogue's mean; ideal is what the seeds have."""
        score = np.float32(_LIKENESS) / np.float32(scores.std() or 1) * (scores - np.float32(scores.mean()))
        return _Part(score, float(score[list(seeds)].mean()))

    def _of_deviations(self, scores: Floats, weight: float) -> _Part:
        score = np.float32(weight) * scores
        return _Part(score, float(score.max(initial=0)))

    @cached_property
    def _losses(self) -> Floats:
        """What recordings lose of which nobody knows how popular they are: float32, shape (n,)."""
        return np.where(self._catalogue.rank_popularity == 0, np.float32(_UNKNOWN), np.float32(0))

    def _prior(self, query: Query) -> Floats:
        """What speaks for recordings before anything else is asked: how known they are, how typical of the genres."""
        popularity = query.constraints.get("popularity", Constraint())
        prior = np.zeros(len(self._catalogue), dtype=np.float32)
        if not asks_unknown(query):
            # Of a kind such as christmas songs people mean those that everybody knows.
            asked = popularity.low is not None or popularity.target in _FAMOUS or bool(query.kinds)
            prior += np.float32(_POPULAR if asked else _PRIOR) * self._similarity.prior()
            if point := _of_a_point(query):
                prior += np.float32(point) * self._catalogue.traits[:, TRAIT_NAMES.index("popularity")]
            if asked:
                prior += self._catalogue.rank_popularity / np.float32(25)
            prior -= self._losses
        for genre in (*query.genres, *query.genres_all):
            members = self._catalogue.genre_members(genre)
            prior[members] += np.float32(_TYPICAL) * self._similarity.genre_typicality(genre)
            prior[members] -= np.float32(_DOUBTED) * (self._similarity.genre_credibilities(genre) < DOUBTFUL)
        # Of a table without popularity nobody is known.
        return np.nan_to_num(prior, copy=False)


def _of_a_point(query: Query) -> float:
    """What a point of popularity counts: the more a query leaves open, the better a guess is what people know."""
    if query.constraints or query.seeds or len(query.genres) > 1:
        return 0.0
    return _POINT / 4 if query.moods else _POINT / 2 if query.genres or query.genres_all else _POINT


def _only_seeds(query: Query) -> bool:
    """Whether a query ranks by likeness to tracks and by nothing else."""
    others = query.like_artists or query.unlike_artists or query.moods or query.scene
    return bool(query.seeds) and not others and all(one.target is None for one in query.constraints.values())


def asks_unknown(query: Query) -> bool:
    """Whether little-known recordings are asked for."""
    popularity = query.constraints.get("popularity", Constraint())
    return popularity.high is not None or popularity.target in ("very low", "low")


def kinds_named(text: str) -> list[str]:
    """Kinds of recording that words name: ``christmas``, ``lullaby``."""
    words = set(content_words(text))
    return [kind for kind, (_, said) in _ASKED_BY.items() if words & said]


def kinds_let_in(query: Query) -> tuple[str, ...]:
    """Kinds of recording that a query asks for, by name, genre or words, though lists usually leave them out."""
    of_genres = [kind for kind, (genres, _) in _ASKED_BY.items() if genres & {*query.genres, *query.genres_all}]
    return tuple(dict.fromkeys((*query.kinds, *query.include, *of_genres, *kinds_named(query.scene))))


_ASKED_BY: Final[dict[str, tuple[frozenset[str], frozenset[str]]]] = {
    "christmas": (frozenset(), frozenset(("christmas", "xmas", "advent", "santa", "navidad", "weihnachten", "noel"))),
    "children": (
        frozenset(("children", "kids", "disney")),
        frozenset(("children", "kids", "child", "toddler", "toddlers", "baby", "lullaby", "lullabies", "nursery")),
    ),
    "sleep": (frozenset(("sleep",)), frozenset(("noise", "asmr", "waves", "rainfall", "meditation", "spa"))),
    "comedy": (frozenset(("comedy",)), frozenset(("comedy", "funny", "standup", "jokes", "humor", "parody"))),
    "show tunes": (
        frozenset(("show-tunes", "disney")),
        frozenset(("broadway", "musical", "musicals", "theatre", "theater", "show", "disney")),
    ),
    "karaoke": (frozenset(), frozenset(("karaoke",))),
    "cover": (frozenset(), frozenset(("cover", "covers", "tribute"))),
    "sped up": (frozenset(), frozenset(("sped", "nightcore", "slowed"))),
}

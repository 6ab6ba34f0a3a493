"""How well each recording answers a query: a weighted sum of traits, moods, words and likeness.

Computed for a whole catalogue or for a span of it, where figures over the whole come from all who hold a part
(``engine.recommend.spans``): a recording's score is the same to the last digit.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from engine.catalogue.store import Catalogue
from engine.emerging import scores as emerging
from engine.errors import UserError
from engine.features import TRAIT_NAMES
from engine.languages import BY_WORD, SUNG, word_of
from engine.levels import Levels
from engine.recommend.knn import Doubles, Floats, KnnIndex
from engine.recommend.people import Odds, People
from engine.recommend.query import Constraint, Query
from engine.recommend.scenes import Scenes
from engine.recommend.similarity import DOUBTFUL, KINDS, LEFT_OUT, Similarity
from engine.recommend.spans import Request, Scoring, Span, together, whole
from engine.recommend.styles import Styles
from engine.recommend.words import WordIndex, content_words

# Log odds that editors put a recording and its seed into one playlist: logistic regression on 11 million pairs of
# recordings, half of the playlists held out each time; see models/SIMILARITY.md.
_LIKE_ONE: Final = Odds(-2.994, 0.629)
# What each part counts in the sum. A trait one standard deviation off costs half of _TRAITS; the other parts have mean
# 0 and standard deviation 1 over the catalogue. Chosen on dialogues and playlists; see models/SIMILARITY.md.
_TRAITS: Final = 4.0
_FELT_TEMPO: Final = 0.3
_MOOD: Final = 1.0
_SCENE: Final = 1.0
_SCENE_BESIDE: Final = 0.5
_WORDS: Final = 0.25
_LIKENESS: Final = 1.5
# Of a word that means what was said, beside the word itself.
_KINDRED: Final = 0.4
# Moods that no editor's playlist teaches.
_UNTAUGHT: Final = ("angry", "dark", "dreamy", "energetic")
# Of these, and of moods beside others, so much is what their word means as a scene, genres included.
_MOOD_AS_SCENE: Final = 0.6
# Of several moods and a scene a recording should fit each: the share that is lost of what it has too little of one.
_LEAST: Final = 0.25

_PRIOR: Final = 2.0
# For an occasion in words, how well a recording fits it: of the first ten among all recordings of editors' playlists,
# .24 stood in the playlist of that title with _PRIOR and _POINT, and .27 do; lists share fewer tracks with one another.
_PRIOR_OF_SCENES: Final = 1.0
# Beside artists, of whom likeness tells more: of the ten recordings by others that rank first, those that editors put
# into a playlist with the artist were .43 with _PRIOR and _POINT, and are .54; of a genre of the artist .51 and .83.
_PRIOR_OF_ARTISTS: Final = 0.5
_TYPICAL: Final = 2.0
# How typical of a genre recordings are that only their artist tells to be of it.
_KNOWN_FOR: Final = 0.5
_POPULAR: Final = 2.0
_UNKNOWN: Final = 1.0
# Who asks for what hardly anybody knows does not mean a forgotten release of somebody whom everybody knows: a song
# that is well known, or by somebody who is, loses so much.
_RENOWN: Final = 2.0
_LITTLE_KNOWN, _RENOWNED_FROM = 35.0, 55.0  # popularity
_PLAYED_FROM: Final = 10.0
"""Popularity from which a recording is played by somebody."""
_DOUBTED: Final = 3.0
# Editors who name a list for an occasion in English take such recordings so much less, beside others as popular (log
# odds, logistic regression on popularity and language).
_FOREIGN: Final = 0.9
_DOUBTED_LANGUAGE: Final = 0.6
# Under many genres stand songs of one region of the world, most often South Asian film songs, that nobody means who
# names the genre alone.
_ELSEWHERE: Final = 2.0
_SAME_KIND: Final = 2.0
_LEFT_OUT: Final = sum(1 << KINDS.index(kind) for kind in LEFT_OUT)
_NAMED_KIND: Final = 4.0
_QUERY_BESIDE_WORDS: Final = 0.5
_OWN_POPULARITY: Final = 12
# Of one point of popularity: what people ask for in their own words is mostly what is known.
_POINT: Final = 0.08
_POINT_OF_SCENES: Final = 0.04
_FAMOUS: Final = ("high", "very high")


@dataclass(frozen=True)
class Figures:
    """What totals mean.

    Parameters
    ----------
    average, least, most : float
        Of the totals of the whole catalogue.
    ideal : float
        The total of a recording that is best in every part: at the traits asked for, like the seeds themselves, the
        best for its moods and words, known to everybody.
    odds : Odds or None
        What the match figure means. Of likeness to seeds: how often editors put such a recording into one playlist
        with the seeds, among recordings that stand in their playlists. Of moods and occasions: of as many recordings
        that editors chose for such words as for others, the share of the former. None where traits alone are asked
        for: the match is then how far a recording stands on the way from an average one (0) to the ideal one (1).
    likeness : bool
        Whether the odds are of the total; else of the share of the way to the ideal.
    """

    average: float
    least: float
    most: float
    ideal: float
    odds: Odds | None = None
    likeness: bool = False

    def fit(self, totals: Doubles) -> Doubles:
        """What the match figure says of recordings, 0-1, in the order of their totals; float64."""
        if self.odds is None:
            return np.clip(self.shares(totals), 0, 1)
        return self.odds(totals if self.likeness else self.shares(totals))

    def shares(self, totals: Doubles) -> Doubles:
        """How far recordings stand on the way from an average one (0) to the ideal one (1); float64, unbounded."""
        return np.asarray((totals - self.average) / max(self.ideal - self.average, 1e-9))

    def normalised(self, totals: Doubles) -> Doubles:
        """Totals on the way from the least (0) to the most (1) of the catalogue."""
        return np.asarray((totals - self.least) / max(self.most - self.least, 1e-9))


@dataclass(frozen=True)
class Scores:
    """How well each recording of a span answers a query.

    Parameters
    ----------
    total : float32, shape (n,)
        Higher is better; what lists are ordered by.
    figures : Figures
    """

    total: Floats
    figures: Figures


@dataclass(frozen=True)
class _Part:
    score: Floats
    best: float  # the score of the ideal recording


class Scorer:
    """Scores the recordings of one catalogue, or of a span of it.

    Parameters
    ----------
    catalogue : Catalogue
    knn : KnnIndex
        Of the span.
    similarity : Similarity
    styles : Styles
    models : Path
        Directory of fitted models.
    span : Span or None
        None: the whole catalogue.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        knn: KnnIndex,
        similarity: Similarity,
        styles: Styles,
        models: Path,
        span: Span | None = None,
    ) -> None:
        self._catalogue = catalogue
        self._span = span or Span(0, len(catalogue), len(catalogue))
        self._styles = styles
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

    def open_models(self) -> None:
        """Open the fitted models now, and not when they are first needed."""
        _ = self.scenes, self._people

    @cached_property
    def _people(self) -> People:
        return People.load(self._models, _LIKE_ONE)

    @cached_property
    def _words(self) -> WordIndex:
        return WordIndex.load(self._catalogue)

    def scores(self, query: Query) -> Scores:
        """The scores of all recordings for a query, by a scorer of the whole catalogue."""
        return whole(self.scoring(query), len(self._catalogue))

    def scoring(self, query: Query) -> Scoring[Scores]:
        """The scores of the span's recordings for a query."""
        if _only_seeds(query):
            return (yield from self._of_seeds(query))
        found = yield from together(
            [self._prior(query), self._meanings(query), self._named(query.scene), self._likeness(query)]
        )
        (prior,), *others = found
        meanings, named, likeness = others
        total, ideal = prior.score, prior.best
        for part in (*self._traits(query), *meanings, *named, *self._kinds(query), *likeness):
            total += part.score
            ideal += part.best
        odds = self._people.described if query.moods or query.scene else None
        [spread] = yield [Request(total)]
        return Scores(total, Figures(spread.mean, float(spread.least), float(spread.most), ideal, odds))

    def _of_seeds(self, query: Query) -> Scoring[Scores]:
        """Likeness alone, in which popularity has its part: what else speaks for a recording would only blur it."""
        seeds, away = ([track.recording for track in tracks] for tracks in (query.seeds, query.unlike))
        several = len(seeds) > 1
        total = self._similarity.scores(seeds, unlike=away, span=self._span, as_known=_popularity_open(query))
        if several:
            mean = self._similarity.scores(seeds, span=self._span) if away else total.copy()
            total += np.float32(self._people.nearest) * (self._likest(seeds) - mean)
        known = self._popularity
        if asks_unknown(query):
            # How known a recording is has no part in the order; match figures are those of well-known recordings.
            known = np.full_like(known, 100)
            total -= self._renown(query)
        else:
            total -= self._losses
        if several:
            total += np.float32(self._people.popularity) * known
        shared = int(np.bitwise_or.reduce(self._similarity.kinds[seeds])) & _LEFT_OUT
        if shared:
            # Who starts from a christmas song wants christmas songs.
            kinds = self._similarity.kinds[self._span.rows]
            total += np.where(kinds & np.uint16(shared), np.float32(_SAME_KIND), np.float32(0))
        odds = self._people.several if several else _LIKE_ONE
        [spread] = yield [Request(total)]
        least, most = float(spread.least), float(spread.most)
        return Scores(total, Figures(spread.mean, least, most, max(most, 0.0), odds, likeness=True))

    def _likest(self, seeds: Sequence[int]) -> Floats:
        """Likeness to the seed that each recording is most like."""
        likest = self._similarity.scores(seeds[:1], span=self._span)
        for seed in seeds[1:]:
            np.maximum(likest, self._similarity.scores([seed], span=self._span), out=likest)
        return likest

    def graded(self, query: Query, words: str) -> Floats:
        """Scores with genres, artists and limits as preferences, beside the meaning of all words; float32, shape (n,).

        By a scorer of the whole catalogue.

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
        for parts in whole(together([self._meanings(Query(scene=words)), self._named(words)]), len(self._catalogue)):
            for part in parts:
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
        self._felt(query, target, weights)
        if weights.any():
            squared = np.maximum(self._knn.distances(target, weights), 0)
            count = float(np.sqrt(np.count_nonzero(weights)))
            parts.append(_Part(np.float32(-_TRAITS * count / 2) * squared, 0.0))
        return parts

    def _felt(self, query: Query, target: Doubles, weights: Doubles) -> None:
        """How fast music feels: a beat tracker hears 95 beats or twice as many, people hear whether it drives."""
        tempo = query.constraints.get("tempo", Constraint()).target
        if isinstance(tempo, str) and tempo != "medium" and "energy" not in query.constraints:
            place = TRAIT_NAMES.index("energy")
            target[place] = (self._levels.raw("energy", tempo) - self._knn.means[place]) / self._knn.deviations[place]
            weights[place] = _FELT_TEMPO

    def _at_least(self, place: int, value: float) -> _Part:
        short = np.maximum(value - self._catalogue.traits[self._span.rows, place], 0) / self._knn.deviations[place]
        squared = np.square(np.nan_to_num(short).astype(np.float32))
        return _Part(np.float32(-_TRAITS / 2) * squared, 0.0)

    def _meanings(self, query: Query) -> Scoring[list[_Part]]:
        """Moods and the scene add up, less what the one that fits a recording least falls short of the mean of all."""
        several = len(query.moods) > 1
        scorings = [self._mood(mood, as_scene=several or mood in _UNTAUGHT) for mood in query.moods]
        weights = [_MOOD] * len(scorings)
        if query.scene and self.scenes is not None:
            profile = self.scenes.profile(query.scene)
            if profile:
                scorings.append(self.scenes.scoring(profile, self._span))
                # Somebody's sound tells more of what is meant than the occasion does.
                weights.append(_SCENE_BESIDE if query.seeded else _SCENE)
        if not scorings:
            return []
        found = yield from together(scorings)
        if len(found) == 1:
            return [(yield from self._of_deviations(np.float32(weights[0]) * found[0], 1.0))]
        each = np.array([np.float32(weight) * scores for weight, scores in zip(weights, found, strict=True)])
        short = each.mean(axis=0) - each.min(axis=0)
        part = yield from self._of_deviations(each.sum(axis=0) - np.float32(_LEAST * len(each)) * short, 1.0)
        return [part]

    def _mood(self, mood: str, as_scene: bool) -> Scoring[Floats]:
        scores = self._similarity.mood_scores(mood, self._span)
        if self.scenes is None or not as_scene:
            return scores
        share = np.float32(_MOOD_AS_SCENE)
        meant = yield from self.scenes.scoring(mood, self._span)
        return np.asarray((1 - share) * scores + share * meant)

    def _named(self, text: str) -> Scoring[list[_Part]]:
        """Words of a scene, and those that mean the same, in titles and names."""
        if not text:
            return []
        words = dict.fromkeys(content_words(text), 1.0)
        if self.scenes is not None:
            said = self.scenes.profile(text).said
            words = {word: _KINDRED * likeness for word, likeness in self.scenes.kindred_words(text).items()} | words
            words = {word: weight / said for word, weight in words.items()}
        part = yield from self._of_deviations(self._words.scores(words, self._span), _WORDS)
        return [part]

    def _kinds(self, query: Query) -> list[_Part]:
        """Kinds of recording that the words of a query name: those recordings come first."""
        wanted = sum(1 << KINDS.index(kind) for kind in kinds_named(query.scene) if kind in KINDS)
        if not wanted:
            return []
        those = ((self._similarity.kinds[self._span.rows] & np.uint16(wanted)) != 0).astype(np.float32)
        return [_Part(np.float32(_NAMED_KIND) * those, _NAMED_KIND)]

    def _likeness(self, query: Query) -> Scoring[list[_Part]]:
        """Likeness to the tracks and artists named, less that to those that the answer shall keep away from."""
        if not query.seeded:
            return []
        similarity = self._similarity
        seeds = [track.recording for track in query.seeds]
        away = [track.recording for track in query.unlike]
        for name in query.unlike_artists:
            away += similarity.typical_recordings(self._artist(name))
        liked = [self._artist(name) for name in query.like_artists]
        span = self._span
        if not seeds and not liked:
            part = yield from self._standardised(similarity.scores(away, span=span), (), -1.0)
            if query.moods or query.scene or query.genres or query.constraints:
                # What else is asked for tells which way: away is no direction, and far enough is far enough.
                np.minimum(part.score, 0, out=part.score)
                part = _Part(part.score, min(part.best, 0.0))
            return [part]
        scorings, known = [], _popularity_open(query)
        if seeds:
            scorings.append(self._standardised(similarity.scores(seeds, unlike=away, span=span, as_known=known), seeds))
        if liked:
            examples = [row for artist in liked for row in similarity.typical_recordings(artist)]
            scorings.append(
                self._standardised(similarity.artist_scores(liked, unlike=away, span=span, as_known=known), examples)
            )
        parts = yield from together(scorings)
        for artist in liked:
            # Of the artists' own recordings, those that they are known for.
            own = span.local(self._catalogue.artist_members(artist))
            parts[-1].score[own] += self._popularity[own] / np.float32(_OWN_POPULARITY)
        return parts

    def _artist(self, name: str) -> int:
        return self._similarity.artist_code(name)

    def _standardised(self, scores: Floats, seeds: Sequence[int], sign: float = 1.0) -> Scoring[_Part]:
        """Likeness in standard deviations from the catalogue's mean; ideal is what the seeds have, or none has less."""
        [spread] = yield [Request(scores, seeds)]
        unit, mean = np.float32(sign * _LIKENESS) / np.float32(spread.deviation or 1), np.float32(spread.mean)
        ideal = np.array([spread.single[row] for row in seeds] or [spread.least], dtype=np.float32)
        return _Part(unit * (scores - mean), float((unit * (ideal - mean)).mean()))

    def _of_deviations(self, scores: Floats, weight: float) -> Scoring[_Part]:
        [spread] = yield [Request(scores, extremes=True)]
        return _Part(np.float32(weight) * scores, max(float(np.float32(weight) * spread.most), 0.0))

    @cached_property
    def _foreign(self) -> Floats:
        """What recordings lose that are sung in another language than English, as far as names tell."""
        languages = self._similarity.languages[self._span.rows]
        return np.where(self._not_english(languages) | self._regional, np.float32(_FOREIGN), np.float32(0))

    @cached_property
    def _all_regional(self) -> npt.NDArray[np.bool_]:
        """Recordings of a region of the world whose names tell it; none where the build had no model for it."""
        if not emerging.Scores.stored(self._catalogue.files):
            return np.zeros(len(self._catalogue), dtype=bool)
        return np.asarray(self._catalogue.files.array(emerging.array_file("region")) > 0)

    @property
    def _regional(self) -> npt.NDArray[np.bool_]:
        return self._all_regional[self._span.rows]

    def _doubted_language(self, query: Query) -> Floats:
        """What recordings lose that only names tell to be in a language asked for, not where they are filed."""
        asked = {word_of(BY_WORD[one]) for one in query.languages if one in BY_WORD} | set(query.languages)
        home = [genre for genre, spoken in SUNG.items() if spoken in asked and genre in self._catalogue.genres]
        doubted = np.full(len(self._span), np.float32(_DOUBTED_LANGUAGE if home else 0))
        for genre in home:
            doubted[self._span.local(self._catalogue.genre_members(genre))] = 0
        return doubted

    def _not_english(self, languages: npt.NDArray[np.uint8]) -> npt.NDArray[np.bool_]:
        english = self._similarity.language_names.index("English")
        return np.asarray((languages > 0) & (languages != english))

    def _leaves_language_open(self, query: Query) -> bool:
        """Whether nothing is asked for that would tell a language or a country; most genres may."""
        in_english = all(self._in_english(genre) for genre in (*query.genres, *query.genres_all))
        return in_english and not query.seeded and self._names_no_country(query)

    def _names_no_country(self, query: Query) -> bool:
        """Whether nothing but genres is asked for that would tell a language or a country."""
        if query.languages or query.not_languages or query.artists or query.albums or query.kinds:
            return False
        seeds = [track.recording for track in query.seeds]
        for name in query.like_artists:
            seeds += self._similarity.typical_recordings(self._artist(name))
        if self._all_regional[seeds].any():
            return False
        return not (query.scene and self.scenes is not None and self.scenes.profile(query.scene).styles)

    def _in_english(self, genre: str) -> bool:
        """Whether a genre is known for artists who mostly sing in English, whatever else is filed under it."""
        known = self._styles.recordings(genre)
        return len(known) > 0 and bool(self._not_english(self._similarity.languages[known]).mean() < 0.5)

    @cached_property
    def _popularity(self) -> Floats:
        """Of the span's recordings; 0 where it is missing."""
        return np.nan_to_num(self._catalogue.traits[self._span.rows, TRAIT_NAMES.index("popularity")])

    @cached_property
    def _losses(self) -> Floats:
        """What recordings lose of which nobody knows how popular they are: float32, shape (n,)."""
        return np.where(self._popularity == 0, np.float32(_UNKNOWN), np.float32(0))

    def _renown(self, query: Query) -> Floats:
        """What recordings lose that hardly anybody means by little known: float32, shape (n,).

        Those that are well known in another version, or by their artist, and, where more than those are within the
        limit, those that nobody plays: mostly releases that another one has taken the place of.
        """
        limit = query.constraints["popularity"].high
        high = _LITTLE_KNOWN if limit is None else self._levels.raw("popularity", limit)
        lost = np.zeros(len(self._span), dtype=np.float32)
        if high >= 2 * _PLAYED_FROM:
            lost += np.float32(_UNKNOWN) * np.clip(1 - self._popularity / np.float32(_PLAYED_FROM), 0, 1)
        if high <= _LITTLE_KNOWN:
            known = self._similarity.known[self._span.rows]
            share = np.clip((known - _LITTLE_KNOWN) / (_RENOWNED_FROM - _LITTLE_KNOWN), 0, 1)
            lost += np.float32(_RENOWN) * share
        return lost

    def _of_a_point(self, query: Query) -> float:
        """What a point of popularity counts: the more a query leaves open, the better a guess is what people know."""
        if query.constraints or query.seeds or query.like_artists or len(query.genres) > 1:
            return 0.0
        said = self.scenes.profile(query.scene).said if query.scene and self.scenes is not None else 2.0
        if query.moods:
            return _POINT / (2 * said)
        if query.genres or query.genres_all:
            return _POINT / 2
        return _POINT_OF_SCENES / said if query.scene else _POINT

    def _prior_weight(self, query: Query) -> float:
        if query.like_artists:
            return _PRIOR_OF_ARTISTS
        return _PRIOR_OF_SCENES if query.scene and not query.moods else _PRIOR

    def _prior(self, query: Query) -> Scoring[list[_Part]]:
        """What speaks for recordings before anything else is asked: how known they are, how typical of the genres."""
        popularity = query.constraints.get("popularity", Constraint())
        span = self._span
        prior = np.zeros(len(span), dtype=np.float32)
        if not asks_unknown(query):
            # Of a kind such as christmas songs people mean those that everybody knows.
            asked = popularity.low is not None or popularity.target in _FAMOUS or bool(query.kinds)
            weight = _POPULAR if asked else self._prior_weight(query)
            prior += np.float32(weight) * self._similarity.priors[span.rows]
            if point := self._of_a_point(query):
                prior += np.float32(point) * self._popularity
            if asked:
                prior += self._popularity / np.float32(25)
            prior -= self._losses
        else:
            prior -= self._renown(query)
        no_country = self._names_no_country(query)
        if self._leaves_language_open(query):
            prior -= self._foreign
        if query.languages and not (query.artists or query.genres or query.genres_all):
            prior -= self._doubted_language(query)
        for genre in (*query.genres, *query.genres_all):
            members = self._catalogue.genre_members(genre)
            here = span.among(members)
            own = members[here] - span.start
            prior[own] += np.float32(_TYPICAL) * self._similarity.genre_typicality(genre)[here]
            doubtful = self._similarity.genre_credibilities(genre)[here] < DOUBTFUL
            prior[own] -= np.float32(_DOUBTED) * doubtful
            if no_country and genre not in emerging.REGIONAL:
                prior[own] -= np.float32(_ELSEWHERE) * self._regional[own]
            known_for = span.local(self._styles.recordings(genre))
            filed = np.zeros(len(span), dtype=bool)
            filed[own[~doubtful]] = True
            prior[known_for[~filed[known_for]]] += np.float32(_TYPICAL * _KNOWN_FOR)
        for rejected in query.not_genres:
            # Who wants no metal hardly wants metalcore.
            for genre in (other for other in self._catalogue.genres if rejected in other and other != rejected):
                prior[span.local(self._catalogue.genre_members(genre))] -= np.float32(_DOUBTED)
        # Of a table without popularity nobody is known.
        return [(yield from self._of_deviations(np.nan_to_num(prior, copy=False), 1.0))]


def _only_seeds(query: Query) -> bool:
    """Whether a query ranks by likeness to tracks and by nothing else."""
    others = query.like_artists or query.unlike_artists or query.moods or query.scene
    return bool(query.seeds) and not others and all(one.target is None for one in query.constraints.values())


def _popularity_open(query: Query) -> bool:
    """Whether a query says nothing of popularity, so that being as known as the seed counts."""
    return "popularity" not in query.constraints


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
    "sleep": (frozenset(("sleep",)), frozenset(("noise", "asmr", "waves", "rainfall"))),
    "comedy": (frozenset(("comedy",)), frozenset(("comedy", "funny", "standup", "jokes", "humor", "parody"))),
    "show tunes": (
        frozenset(("show-tunes", "disney")),
        frozenset(("broadway", "musical", "musicals", "theatre", "theater", "show", "disney")),
    ),
    "karaoke": (frozenset(), frozenset(("karaoke",))),
    "cover": (frozenset(), frozenset(("cover", "covers", "tribute"))),
    "sped up": (frozenset(), frozenset(("sped", "nightcore", "slowed"))),
}

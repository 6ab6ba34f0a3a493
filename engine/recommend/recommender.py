"""From query to tracks: filter, rank, relax, explain."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain, islice
from pathlib import Path
from typing import Final, Protocol

import numpy as np
import numpy.typing as npt

from engine.catalogue.names import Names
from engine.catalogue.store import Catalogue, Track
from engine.errors import UserError
from engine.features import TRAIT_NAMES, trait
from engine.languages import BY_WORD
from engine.levels import Levels
from engine.recommend.aim import Aim, aim_of
from engine.recommend.filters import Filters, Pool
from engine.recommend.knn import Doubles, KnnIndex, NeighbourSearch, Rows
from engine.recommend.phrases import character
from engine.recommend.query import Constraint, Metric, Query
from engine.recommend.reasons import asked_traits, like_whole_sound, set_apart, telling, without_echoes
from engine.recommend.scoring import Figures, Scorer, asks_unknown, kinds_let_in
from engine.recommend.similarity import LEFT_OUT, Similarity
from engine.recommend.slices import Asked, Found, Slice, Sliced
from engine.recommend.spans import Span
from engine.recommend.styles import Styles, listed, without_styles_and_decades
from engine.recommend.variety import interleaved

MOST_OF_AN_ARTIST: Final = 2
_OTHERS_BETWEEN: Final = 1
# In long lists an artist may stand once in so many tracks.
_LONG: Final = 10
MOST_REASONS: Final = 4
# "WoO 59", "Op. 27 No. 2", "K. 467", "BWV 988".
_WORK: Final = re.compile(r"\b(?:WoO|Op|KV?|BWV|HWV|RV|Hob|[DLRS])\.? ?\d+(?:,? No\. ?\d+)?\b")
_NAMED: Final = "asked for by name"
_ENDS_OF: Final = 200  # the best among which those with most of a trait are looked for, where some answer better
_LEADERS: Final = 60  # among so many of the best a known recording is looked for, to lead the list
_STRIDES: Final = {"none": 1, "some": 8, "much": 40}


@dataclass(frozen=True)
class Match(Track):
    """A track with how well it meets a constraint.

    Parameters
    ----------
    match : int
        0-100: how far on the way from an average recording to an ideal answer (``scoring.Scores.fit``). With a
        metric asked for: 100 times the cosine, at least 0, or ``100 exp(-d^2 / 2)`` with d the root mean square
        distance in standard deviations.
    distance : float
        1 - cosine, or d; without a metric 1 less the match.
    meets, misses : tuple of str
        ``energy high``; ``tempo low``.
    """

    match: int
    distance: float
    meets: tuple[str, ...]
    misses: tuple[str, ...]

    @property
    def reasons(self) -> tuple[str, ...]:
        """What it meets, then what it misses, marked so."""
        return (*self.meets, *(f"but {missed}" for missed in self.misses))


@dataclass(frozen=True)
class Recommendation:
    """The answer to a constraint.

    Parameters
    ----------
    query : Query
    tracks : tuple of Match
        Nearest first.
    searched, within : int
        Recordings in the catalogue, and those within the hard limits.
    feedback : tuple of str
        What was done to the constraint.
    metric : str
        What ``distance`` and ``match`` were measured by: ``cosine``, ``euclidean``, or empty for the default scores.
    left_out : tuple of str
        Kinds of recording that would have stood in the list, had they been asked for, such as ``christmas``.
    """

    query: Query
    tracks: tuple[Match, ...]
    searched: int
    within: int
    feedback: tuple[str, ...]
    metric: Metric
    left_out: tuple[str, ...] = ()


class Recommender:
    """Recommends tracks of one catalogue. Safe to use from several threads.

    Parameters
    ----------
    catalogue : Catalogue
    knn : KnnIndex
    names : Names
    models : Path
        Directory of fitted models.
    search : NeighbourSearch or None
        What finds whole sounds near to another; None for the index. Where it is ``Sliced``, lists are filtered and
        scored in its slices, too.

    Attributes
    ----------
    similarity : Similarity
    filters : Filters
    scorer : Scorer
    styles : Styles
    """

    def __init__(
        self, catalogue: Catalogue, knn: KnnIndex, names: Names, models: Path, search: NeighbourSearch | None = None
    ) -> None:
        self.catalogue = catalogue
        self.knn = knn
        self._search = search or knn
        self.names = names
        self.similarity = Similarity.load(catalogue)
        self.levels = Levels.from_manifest(catalogue.manifest)
        self.styles = Styles(catalogue, names)
        self.filters = Filters(catalogue, names, self.similarity, self.styles)
        self.scorer = Scorer(catalogue, knn, self.similarity, self.styles, models)
        span = Span(0, len(catalogue), len(catalogue))
        self._slices: Sliced = search if isinstance(search, Sliced) else Slice(self.scorer, self.filters, span)

    def recommend(self, query: Query) -> Recommendation:
        """The tracks that answer a query best.

        Over recordings; limits hold, unless fewer than asked are left: then limits that are not hard are relaxed one
        after the other, the last said first, and the feedback says so. A song is shown once, an artist at most twice,
        unless artists were asked for. The same query gives the same answer.

        Raises
        ------
        UserError
            If nothing is asked for, or nothing in the catalogue is within the hard limits.
        """
        if query.empty and not query.most:
            raise UserError(
                "Tell me what you want to hear.",
                'Try energy:high mood:happy, genre:techno tempo:>130 or like:"a track".',
            )
        feedback = list(query.notes)
        named = query.like_artists
        query, told = self.styles.applied(query)
        feedback += told
        ranking = self._ranking(query, feedback)
        feedback += [
            f"{word.title()}: names tell no more than {BY_WORD[word]}"
            for word in query.languages
            if BY_WORD[word].lower() != word
        ]
        left_out = Pool(query, left_out=True)
        leading = self.filters.leading(query)
        # Where every row was named, there is nothing to find, and no limit to relax for it.
        all_named = len(leading) >= query.skip + query.limit
        relaxed, chosen, within = self._relaxed(query, ranking, [] if all_named else feedback)
        query = query if all_named else relaxed
        if not chosen and not leading:
            raise self.filters.nothing_within(query)
        limited = within + len(query.named) + len(query.unlike) < len(self.catalogue)
        pools = f"{len(self.catalogue):,} recordings" + (
            f" -> {within:,} within your limits" if limited else " searched"
        )
        feedback.insert(0, pools)
        feedback += filter(None, [self.filters.told_years(query)])
        shown = _slice(chosen, query, leading)
        first = [row for row in shown if row in leading]
        others = self._as_ranked(query, ranking, [row for row in shown if row not in leading])
        if not shown:
            raise UserError("That was all: no further track is within your limits.", "Relax a limit.")
        if len(shown) < query.limit:
            feedback.append(f"only {len(shown)} of {query.limit}: nothing else is within your limits")
        led = (
            self._matches(query, ranking, np.array(first, dtype=np.intp), feedback)
            if all_named and len(first) > 1
            else self._led(ranking, first)
        )
        tracks = self._matches(query, ranking, np.array(others, dtype=np.intp), feedback)
        kinds = {} if query.most else self._missed(query, ranking, left_out, others)
        if query.most and not query.measured and not query.artists:
            feedback.append(f"{query.per_artist or MOST_OF_AN_ARTIST} tracks of an artist at most")
        if kinds:
            counts = ", ".join(f"{kind} ({count})" for kind, count in kinds.items())
            feedback.append(f"left out unless asked for: {counts}")
        feedback += self._filed_elsewhere(query, tracks)
        if query.sort:
            tracks = _sorted(tracks, query.sort)
        return Recommendation(
            replace(query, like_artists=named),
            (*led, *tracks),
            len(self.catalogue),
            within,
            tuple(feedback),
            ranking.metric,
            tuple(kinds),
        )

    def within(self, query: Query) -> int:
        """How many recordings are left once limits that are not hard are relaxed."""
        hard = {name: one for name, one in query.constraints.items() if one.hard}
        return sum(self._slices.ask("count", Pool(replace(query, constraints=hard))))

    def match(self, query: Query, rows: Rows, words: str = "") -> Doubles:
        """How well recordings answer a query, for telling any recordings apart.

        Unlike in a list, where genres, artists and limits decide who is in it at all, here only hard constraints and
        what is excluded do; the others count as preferences, together with what all the words of the request mean.

        Parameters
        ----------
        query : Query
        rows : intp, shape (m,)
        words : str
            The free words that the query was read from; empty if it was typed in keys.

        Returns
        -------
        float64, shape (m,)
            0-100; -inf outside hard constraints.
        """
        ranking = self._ranking(query, [])
        if isinstance(ranking, _ByDistance) and not words:
            values = 100 * ranking.normalised(rows)
        else:
            total = self.scorer.graded(query, words) if words else self.scorer.scores(query).total
            values = 100 * (total[rows].astype(np.float64) - total.min()) / max(float(np.ptp(total)), 1e-9)
        hard = {name: one for name, one in query.constraints.items() if one.hard}
        strict = replace(query, genres=(), genres_all=(), artists=(), albums=(), constraints=hard) if words else query
        values[~self.filters.mask(strict, everything=True)[rows]] = -np.inf
        return values

    def _ranking(self, query: Query, feedback: list[str]) -> "_Ranking":
        aim = aim_of(self.levels, self.knn, query, feedback)
        exact = query.metric and not (query.like_artists or query.unlike_artists or query.scene)
        if aim.whole and (exact or not query.seeded):
            return _ByDistance(self.knn, self._search, self.filters, aim)
        return _ByScore(self._slices, query)

    def _relaxed(self, query: Query, ranking: "_Ranking", feedback: list[str]) -> tuple[Query, list[int], int]:
        """The query relaxed as far as it takes to find enough, the recordings found, best first, and how many were
        within its limits as they stood."""
        wanted = max(query.limit + query.skip - len(query.tracks), 0)
        needed = wanted * _STRIDES[query.surprise]
        chosen, within = self._best(query, ranking, needed)
        loose = [
            name
            for name, constraint in query.constraints.items()
            if not constraint.hard and (constraint.low is not None or constraint.high is not None)
        ]
        while len(chosen) < wanted and loose:
            name, before = loose.pop(), query
            # An artist shown at most twice may need more than just enough.
            for enough in (wanted, 3 * wanted):
                wider = self._widened(before, name, enough)
                if wider is not None:
                    query = before.with_constraint(name, wider)
                    chosen = list(dict.fromkeys([*chosen, *self._best(query, ranking, needed)[0]]))
                if len(chosen) >= wanted:
                    break
            if query is before and not chosen:
                # Nothing is within the other limits either: this one goes, so that the next can be relaxed.
                query = before.with_constraint(name, replace(before.constraints[name], low=None, high=None))
                chosen, _ = self._best(query, ranking, needed)
                feedback.append(f"nothing within your limits: {name} no longer limited")
            elif query is not before:
                feedback.append(_told_relaxed(name, query.constraints[name], within))
        return query, chosen, within

    def _widened(self, query: Query, name: str, enough: int) -> Constraint | None:
        """The constraint on a trait, relaxed until ``enough`` recordings lie within it; None if they do already."""
        constraint = query.constraints[name]
        low, high = self.filters.bounds(name, constraint)
        beyond = np.concatenate(self._slices.ask("beyond", Pool(query, without=name), name, low, high, enough))
        reach = float(np.sort(beyond)[min(enough, len(beyond)) - 1]) if len(beyond) else 0.0
        if reach == 0:
            return None
        # Rounded outward to a figure that people would say.
        limits = trait(name)
        step = 1.0 if limits.high > 1 else 0.01
        return replace(
            constraint,
            low=None if constraint.low is None else max(limits.low, round(math.floor((low - reach) / step) * step, 2)),
            high=None
            if constraint.high is None
            else min(limits.high, round(math.ceil((high + reach) / step) * step, 2)),
        )

    def _best(self, query: Query, ranking: "_Ranking", needed: int) -> tuple[list[int], int]:
        """The best within the limits in order, songs once, no artist too often, and how many are within them.

        More are looked at until enough are found.
        """
        if query.most:
            return self._ends(query, ranking, needed)
        look, pool = 4 * needed + 60, Pool(query)
        while True:
            best, within = ranking.best(pool, look)
            ordered: Iterable[int] = best.tolist()
            if isinstance(ranking, _ByScore):
                if _leaves_genres_open(query):
                    ordered = interleaved(self.catalogue, best, ranking.totals(best))
                if not asks_unknown(query):
                    ordered = self._led_by_known(ordered)
            # Only as many are put in order and looked at as the list takes.
            chosen = list(islice(self._varied(query, ordered), needed))
            if len(chosen) >= needed or len(best) < look or look >= within:
                return chosen, within
            look *= 4

    def _ends(self, query: Query, ranking: "_Ranking", needed: int) -> tuple[list[int], int]:
        """Those that have most, or least, of a trait, and how many are within the limits.

        Of all within the limits, without those whose filing under the genre asked for is doubtful; where some answer
        better than others, of the best ones.
        """
        pool = Pool(query)
        best, within = ranking.best(pool, _ENDS_OF if query.preferring else 1)
        rows = best if query.preferring else np.flatnonzero(self.filters.allowed(pool))
        name, sign = query.most.lstrip("-"), -1 if query.most.startswith("-") else 1
        if name == "year":
            values = self.catalogue.integers("release_year", missing=0)[rows].astype(np.float64)
            values[values == 0] = np.nan
        else:
            values = self.catalogue.traits[rows, TRAIT_NAMES.index(name)].astype(np.float64)
        popularity = self.catalogue.traits[rows, TRAIT_NAMES.index("popularity")]
        ordered = rows[np.lexsort((rows, -popularity, sign * values))][: int(np.isfinite(values).sum())]
        asked = {*query.genres, *query.genres_all}
        chosen: list[int] = []
        varied: list[int] = []
        for start in range(0, len(ordered), _ENDS_OF):
            few = ordered[start : start + _ENDS_OF]
            chosen += [row for row in few.tolist() if not (asked and self._doubtful(row, asked))]
            varied = list(islice(self._varied(query, chosen), needed))
            if len(varied) >= needed:
                break
        return varied, within

    def _doubtful(self, row: int, asked: set[str]) -> bool:
        """Whether a recording is filed under the genres asked for, and doubtfully under each."""
        filed = asked.intersection(self.catalogue.tracks([row])[0].genres)
        return bool(filed) and filed.isdisjoint(self.similarity.credible_genres(row))

    def _as_ranked(self, query: Query, ranking: "_Ranking", rows: list[int]) -> list[int]:
        """The rows of a list that was chosen for variety, the best first."""
        if not rows or query.most or not isinstance(ranking, _ByScore) or not _leaves_genres_open(query):
            return rows
        ordered: list[int] = np.array(rows)[np.argsort(-ranking.totals(np.array(rows)), kind="stable")].tolist()
        return ordered if asks_unknown(query) else list(self._led_by_known(ordered))

    def _led_by_known(self, rows: Iterable[int]) -> Iterator[int]:
        """The rows with one of known popularity first, if there is one among the best."""
        left = iter(rows)
        before: list[int] = []
        for row in islice(left, _LEADERS):
            if self.catalogue.traits[row, TRAIT_NAMES.index("popularity")] > 0:
                yield row
                break
            before.append(row)
        yield from chain(before, left)

    def _varied(self, query: Query, rows: Iterable[int]) -> Iterator[int]:
        """The rows with each song once, none that was named or rejected, and no artist too often."""
        named = [track.recording for track in (*query.named, *query.unlike, *query.not_tracks)]
        liked = {self.similarity.artist_code(name) for name in query.like_artists}
        works = {self._work(row) for row in named}
        shown: dict[int, int] = {}
        for track in query.tracks if query.per_artist else ():
            for artist in self.similarity.artists_of(track.recording):
                shown[artist] = shown.get(artist, 0) + 1
        waiting: list[int] = []
        others = 0
        for row in self.similarity.one_per_song(rows, but=named):
            # In a long list guests do not count: too much of it would be left out for them.
            long = query.limit > _LONG * MOST_OF_AN_ARTIST and not query.per_artist
            credited = [int(self.catalogue.main_artists[row])] if long else self.similarity.artists_of(row)
            most = query.per_artist or max(MOST_OF_AN_ARTIST, query.limit // _LONG)
            asked = bool(query.artists or query.albums or query.measured) and not query.per_artist
            if asked or all(shown.get(artist, 0) < most for artist in credited):
                if not asked and (work := self._work(row)):
                    if work in works:
                        continue
                    works.add(work)
                yield row
                for artist in credited:
                    shown[artist] = shown.get(artist, 0) + 1
                others += liked.isdisjoint(credited)
            elif not query.per_artist and not liked.isdisjoint(credited):
                waiting.append(row)
            # Whoever names an artist wants others like that one, and now and then one more by the same.
            if waiting and others >= _OTHERS_BETWEEN:
                yield waiting.pop(0)
                others = 0

    def _work(self, row: int) -> tuple[int, str] | None:
        """A composition by its composer and its number in the catalogue of works; None of what has no number."""
        found = _WORK.search(self.catalogue.words["track_name"][row].as_py())
        return (int(self.catalogue.main_artists[row]), "".join(found[0].lower().split())) if found else None

    def _led(self, ranking: "_Ranking", rows: list[int]) -> tuple[Match, ...]:
        """The tracks that lead the list because they were named."""
        matches, distances = ranking.matches(np.array(rows, dtype=np.intp))
        return tuple(
            Match(**vars(track), match=int(matches[at]), distance=float(distances[at]), meets=(_NAMED,), misses=())
            for at, track in enumerate(self.catalogue.tracks(rows))
        )

    def _matches(self, query: Query, ranking: "_Ranking", rows: Rows, feedback: list[str]) -> tuple[Match, ...]:
        tracks = self.catalogue.tracks(rows)
        reasons = [self._reasons(query, ranking, track) for track in tracks]
        meets, misses = [meets for meets, _ in reasons], [misses for _, misses in reasons]
        if query.seeds or query.like_artists:
            meets, common = telling(meets, MOST_REASONS)
            if common:
                said = (words.removeprefix("both ").removeprefix("but ").removesuffix(" too") for words in common)
                feedback.append(f"all of these: {', '.join(said)}")
        if not isinstance(ranking, _ByDistance):
            new = set_apart(self.levels, self.knn, tracks, [[*one, *two] for one, two in reasons])
            alone = Counter(map(tuple, meets))
            meets = [
                said if query.seeded and alone[tuple(said)] == 1 else without_echoes(said, [words] if words else [])
                for said, words in zip(meets, new, strict=True)
            ]
        matches, distances = ranking.matches(rows)
        return tuple(
            Match(
                **vars(track),
                match=int(matches[place]),
                distance=float(distances[place]),
                meets=tuple(dict.fromkeys(meets[place])),
                misses=tuple(dict.fromkeys(misses[place])),
            )
            for place, track in enumerate(tracks)
        )

    def _reasons(self, query: Query, ranking: "_Ranking", track: Track) -> tuple[list[str], list[str]]:
        """What of the query a track meets, and what it misses, in words that are true of the track."""
        meets, misses = asked_traits(self.levels, self.knn, query, track)
        if (name := (query.most or query.sort).lstrip("-")) and name not in query.constraints:
            told = str(track.release_year) if name == "year" else trait(name).format(track.values[name])
            meets = [f"{name} {told}", *meets]
        if isinstance(ranking, _ByDistance):
            alike, apart = like_whole_sound(self.levels, self.knn, ranking.aim, track)
            return meets + alike, misses + apart
        likeness = self._likeness(query, track)
        if query.moods or query.constraints:
            # Where something else was asked for, it is no fault to be darker or faster than whom it should be like.
            likeness = [said for said in likeness if not said.startswith("but ")]
        meets += likeness
        # What artists stand for is told by them, and not by how long or loud it is on average.
        scene = without_styles_and_decades(query.scene) if query.like_artists else query.scene
        scenes = self.scorer.scenes if scene else None
        if scenes is not None:
            meets = without_echoes(meets, scenes.reasons(scenes.profile(scene), track.recording))
        asked = [genre for genre in (*query.genres, *query.genres_all) if genre in track.genres]
        if asked and not set(asked) & set(self.similarity.credible_genres(track.recording)):
            misses.append(f"doubtful as {asked[0]}")
        return meets or character(self.levels, track.values), misses

    def _missed(self, query: Query, ranking: "_Ranking", left_out: Pool, shown: list[int]) -> dict[str, int]:
        """Kinds left out of which recordings would have stood in the list, with how many songs; most first."""
        if not shown or not isinstance(ranking, _ByScore):
            return {}
        better = ranking.above(left_out, float(ranking.normalised(np.array(shown)).min()))
        songs = self.similarity.one_per_song(better, but=[track.recording for track in query.named])
        counts = Counter(kind for row in songs for kind in self.similarity.kinds_of(row) if kind in LEFT_OUT)
        asked = {
            *kinds_let_in(query),
            *(kind for track in query.seeds for kind in self.similarity.kinds_of(track.recording)),
        }
        return {kind: count for kind, count in counts.most_common() if kind not in asked}

    def _filed_elsewhere(self, query: Query, tracks: tuple[Match, ...]) -> list[str]:
        """Which artists of a list are of a genre asked for, though the catalogue files their tracks elsewhere."""
        for genre in (*query.genres, *query.genres_all):
            known = self.styles.recordings(genre)
            elsewhere = [one for one in tracks if genre not in one.genres]
            names = dict.fromkeys(one.artists[0] for one in elsewhere if one.recording in known)
            if names:
                return [f"known for {genre}, filed elsewhere: {listed(list(names))}"]
        return []

    def _likeness(self, query: Query, track: Track) -> list[str]:
        """How a track compares with the first seed, or with the one of the artists named that it is closest to."""
        if query.seeds or not query.like_artists:
            return [said for seed in query.seeds[:1] for both in self._compared(seed.recording, track) for said in both]
        if len(query.like_artists) > 1 and set(query.like_artists) & set(track.artists):
            return character(self.levels, track.values)
        name = max(query.like_artists, key=lambda one: self._closeness(one, track.recording))
        alike, apart = self._compared(self.similarity.typical_recordings(self.similarity.artist_code(name))[0], track)
        return [*([f"close to {name}"] if len(query.like_artists) > 1 else []), *alike, *apart]

    def _compared(self, seed: int, track: Track) -> tuple[list[str], list[str]]:
        alike, apart = self.similarity.reasons(seed, track.recording)
        return list(alike), list(apart)

    def _closeness(self, artist: str, recording: int) -> float:
        centre = self.similarity.centre(self.similarity.artist_code(artist))
        return float(self.similarity.vectors[recording] @ centre)


class _Ranking(Protocol):
    """An order of recordings, and the figures shown with them."""

    metric: Metric

    def best(self, pool: Pool, count: int) -> tuple[Rows, int]:
        """The first of a pool, best first, at least ``count`` if the pool has so many; and how many it has."""

    def matches(self, rows: Rows) -> tuple[npt.NDArray[np.int64], Doubles]:
        """Match (0-100) and distance of recordings."""

    def normalised(self, rows: Rows) -> Doubles:
        """0-1, in the order of the ranking."""


class _ByScore:
    """The default: the scores of ``engine.recommend.scoring``, computed where the recordings are held.

    What figures mean is known once ``best`` was asked for.
    """

    metric: Metric = ""

    def __init__(self, slices: Sliced, query: Query) -> None:
        self._slices = slices
        self._asked = Asked(query)
        self._totals: dict[int, float] = {}
        self._figures = Figures(0, 0, 0, 0)

    def totals(self, rows: Rows) -> Doubles:
        """The scores of recordings."""
        missing = [int(row) for row in rows if int(row) not in self._totals]
        for part in self._slices.ask("totals", self._asked, missing) if missing else ():
            self._totals.update(part)
        return np.array([self._totals[int(row)] for row in rows], dtype=np.float64)

    def above(self, pool: Pool, least: float) -> Rows:
        """Recordings of a pool above a share in ``normalised``, ascending."""
        return np.concatenate(self._slices.ask("above", self._asked, pool, least))

    def best(self, pool: Pool, count: int) -> tuple[Rows, int]:
        """See ``_Ranking``."""
        parts = self._slices.ask("best", self._asked, pool, count)
        while not isinstance(parts[0], Found):
            self._asked = self._asked.told(parts)
            parts = self._slices.ask("best", self._asked, pool, count)
        found = Found.merged(parts, count)
        self._figures = found.figures
        self._totals.update(zip(found.rows.tolist(), found.totals.tolist(), strict=True))
        return found.rows, found.within

    def matches(self, rows: Rows) -> tuple[npt.NDArray[np.int64], Doubles]:
        """See ``_Ranking``."""
        fit = self._figures.fit(self.totals(rows))
        return np.rint(100 * fit).astype(np.int64), 1 - fit

    def normalised(self, rows: Rows) -> Doubles:
        """See ``_Ranking``."""
        return self._figures.normalised(self.totals(rows))


class _ByDistance:
    """Exact distances between whole sounds: the nine audio features."""

    def __init__(self, knn: KnnIndex, search: NeighbourSearch, filters: Filters, aim: Aim) -> None:
        self._knn = knn
        self._search = search
        self._filters = filters
        self.aim = aim
        self.metric: Metric = "cosine" if aim.weights is None else "euclidean"

    def best(self, pool: Pool, count: int) -> tuple[Rows, int]:
        """See ``_Ranking``."""
        among = np.flatnonzero(self._filters.allowed(pool))
        return self._search.nearest(self.aim.target, count, weights=self.aim.weights, among=among)[0], len(among)

    def _distances(self, rows: Rows) -> Doubles:
        if self.aim.weights is None:
            return 1 - self._knn.exact_cosines(rows, self.aim.target)
        return self._knn.exact_distances(rows, self.aim.target, self.aim.weights)

    def matches(self, rows: Rows) -> tuple[npt.NDArray[np.int64], Doubles]:
        """See ``_Ranking``."""
        distances = self._distances(rows)
        return _match(distances, cosine=self.aim.weights is None), distances

    def normalised(self, rows: Rows) -> Doubles:
        """See ``_Ranking``."""
        distances = self._distances(rows)
        return 1 - distances / 2 if self.aim.weights is None else 1 / (1 + distances)


def _leaves_genres_open(query: Query) -> bool:
    """Whether an occasion or a mood is asked for, and nothing that names a kind of music."""
    named = query.genres or query.genres_all or query.artists or query.albums or query.kinds or query.seeded
    return bool(query.scene or query.moods) and not named


def _sorted(tracks: tuple[Match, ...], sort: str) -> tuple[Match, ...]:
    """Tracks by a trait or by year, ascending or (``-``) descending; those without a value last."""
    name, sign = sort.lstrip("-"), -1 if sort.startswith("-") else 1

    def place(track: Match) -> float:
        value = track.release_year if name == "year" else track.values[name]
        return math.inf if value is None or math.isnan(value) else sign * value

    return tuple(sorted(tracks, key=place))


def _match(distances: Doubles, *, cosine: bool) -> npt.NDArray[np.int64]:
    scores = 1 - distances if cosine else np.exp(-np.square(distances) / 2)
    return np.asarray(np.rint(100 * np.clip(scores, 0, 1)), dtype=np.int64)


def _slice(chosen: list[int], query: Query, leading: list[int]) -> list[int]:
    """Those to show: the leading ones, then the nearest, or with surprise every so-manyth of them.

    With surprise the list begins at the last of each stride.
    """
    wanted = max(query.limit + query.skip - len(leading), 1)
    stride = _STRIDES[query.surprise]
    if len(chosen) < stride * wanted:
        # A small pool is spread as far as it goes.
        stride = max(1, len(chosen) // wanted)
    return [*leading, *chosen[stride - 1 :: stride]][query.skip : query.skip + query.limit]


def _told_relaxed(name: str, wider: Constraint, within: int) -> str:
    feature = trait(name)
    where = f"only {within}" if within else "nothing"
    parts = []
    if wider.low is not None:
        parts.append(f"down to {feature.format(float(wider.low))}")
    if wider.high is not None:
        parts.append(f"up to {feature.format(float(wider.high))}")
    return f"{where} within your limits: {name} relaxed {' and '.join(parts)}"

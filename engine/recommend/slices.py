"""What the holder of some recordings is asked about a query, so that all holders together make one exact answer."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Lock
from typing import Any, Final, Protocol, Self, runtime_checkable

import numpy as np

from engine.catalogue.names import Names
from engine.catalogue.store import Catalogue
from engine.recommend.filters import Filters, Pool
from engine.recommend.knn import Doubles, Floats, KnnIndex, Rows, smallest
from engine.recommend.query import Query
from engine.recommend.scoring import Figures, Scorer, Scores
from engine.recommend.similarity import Similarity
from engine.recommend.spans import Request, Scoring, Span, Spread, Summary
from engine.recommend.styles import Styles

_KEPT: Final = 8  # scorings whose totals are kept
_KEPT_BYTES: Final = 1 << 27


@runtime_checkable
class Sliced(Protocol):
    """Holds a catalogue in slices."""

    def ask(self, what: str, *arguments: Any) -> list[Any]:
        """Ask every slice the same: a method of ``Slice`` and its arguments; the answers in the order of the slices.

        Raises
        ------
        UserError
            If a slice does not answer (``busy``).
        """


@dataclass(frozen=True)
class Asked:
    """A query that is being scored, as it is told to all slices.

    Parameters
    ----------
    query : Query
    known : tuple of sequences of Spread
        The figures over the whole catalogue so far. They are all that a slice needs to go on, so one that was lost is
        replaced by any other over the same recordings.
    token : str
        By which a slice knows what it has computed already.
    """

    query: Query
    known: tuple[Sequence[Spread], ...] = ()
    token: str = field(default_factory=lambda: secrets.token_hex(8))

    def told(self, parts: Sequence[Sequence[Summary]]) -> Self:
        """With the figures that the summaries of all slices make."""
        return replace(self, known=(*self.known, [Spread.of(each) for each in zip(*parts, strict=True)]))


@dataclass(frozen=True)
class Found:
    """The best of a pool.

    Parameters
    ----------
    rows : intp, shape (m,)
        Best first; equal ones in catalogue order.
    totals : float32, shape (m,)
    within : int
        How many recordings the pool holds.
    figures : Figures
        The same from every slice.
    """

    rows: Rows
    totals: Floats
    within: int
    figures: Figures

    @classmethod
    def merged(cls, parts: Sequence[Self], count: int) -> Self:
        """The best of what slices found, each at least its ``count`` best; all that equal the last are among them."""
        rows, totals = (np.concatenate([getattr(part, name) for part in parts]) for name in ("rows", "totals"))
        order = np.lexsort((rows, -totals))
        rows, totals = rows[order], totals[order]
        if len(rows) > count:
            kept = totals >= totals[count - 1]
            rows, totals = rows[kept], totals[kept]
        return cls(rows, totals, sum(part.within for part in parts), parts[0].figures)


class Slice:
    """The recordings of a span, in this process. Safe to use from several threads.

    Parameters
    ----------
    scorer : Scorer
        Of the span.
    filters : Filters
        Of the span.
    span : Span
    """

    def __init__(self, scorer: Scorer, filters: Filters, span: Span) -> None:
        self._scorer = scorer
        self._filters = filters
        self._span = span
        self._runs: dict[str, _Run] = {}
        self._most = max(1, min(_KEPT, _KEPT_BYTES // (4 * max(len(span), 1))))
        self._lock = Lock()

    @classmethod
    def of(cls, catalogue: Catalogue, knn: KnnIndex, models: Path, span: Span) -> Self:
        """Open a slice.

        Parameters
        ----------
        catalogue : Catalogue
            All of it; of arrays over recordings only the span is looked at.
        knn : KnnIndex
            Of the span.
        models : Path
            Directory of fitted models.
        span : Span
        """
        names, similarity = Names(catalogue), Similarity.load(catalogue)
        styles = Styles(catalogue, names)
        scorer = Scorer(catalogue, knn, similarity, styles, models, span)
        scorer.open_models()
        return cls(scorer, Filters(catalogue, names, similarity, styles, span), span)

    def ask(self, what: str, *arguments: Any) -> list[Any]:
        """Ask this one, which holds all recordings; see ``Sliced``."""
        return [getattr(self, what)(*arguments)]

    def best(self, asked: Asked, pool: Pool, count: int) -> list[Summary] | Found:
        """At least the ``count`` best of the pool, or summaries of what has to be known of all slices before."""
        scores = self._scores(asked)
        if not isinstance(scores, Scores):
            return [Summary.of(request, self._span) for request in scores]
        rows = np.flatnonzero(self._filters.allowed(pool))
        totals = scores.total[rows]
        few = smallest(-totals, count)
        few = few[np.argsort(-totals[few], kind="stable")]
        return Found(rows[few] + self._span.start, totals[few], len(rows), scores.figures)

    def totals(self, asked: Asked, rows: Sequence[int]) -> dict[int, np.float32]:
        """The totals of those of some recordings that lie in the slice, once everything is known."""
        scores = self._scores(asked)
        assert isinstance(scores, Scores)
        start, stop = self._span.start, self._span.stop
        return {row: scores.total[row - start] for row in rows if start <= row < stop}

    def above(self, asked: Asked, pool: Pool, least: float) -> Rows:
        """Recordings of a pool whose totals, on the way from the catalogue's least to its most, are above a share."""
        rows, scores = np.flatnonzero(self._filters.allowed(pool)), self._scores(asked)
        assert isinstance(scores, Scores)
        return rows[scores.figures.normalised(scores.total[rows].astype(np.float64)) > least] + self._span.start

    def count(self, pool: Pool) -> int:
        """How many recordings a pool holds."""
        return int(np.count_nonzero(self._filters.allowed(pool)))

    def beyond(self, pool: Pool, name: str, low: float, high: float, count: int) -> Doubles:
        """How far outside of two limits the values of a trait lie, ascending; at most the ``count`` least far."""
        values = self._filters.values(name)[self._filters.allowed(pool)].astype(np.float64)
        apart = np.maximum(np.maximum(low - values, values - high), 0)
        apart = apart[~np.isnan(apart)]
        return np.sort(apart[smallest(apart, count)])[:count]

    def _scores(self, asked: Asked) -> Scores | Sequence[Request]:
        """The scores, or what has to be known before. Where another process began, all is computed anew."""
        with self._lock:
            run = self._runs.pop(asked.token, None)
        if run is None or run.told > len(asked.known):
            run = _Run(self._scorer.scoring(asked.query))
        for spreads in asked.known[run.told :]:
            run.go_on(spreads)
        with self._lock:
            self._runs[asked.token] = run
            while len(self._runs) > self._most:
                del self._runs[next(iter(self._runs))]
        return run.state


class _Run:
    """A scoring, as far as it has come."""

    def __init__(self, scoring: Scoring[Scores]) -> None:
        self._scoring = scoring
        self.told = 0
        self.state: Scores | Sequence[Request] = next(scoring)

    def go_on(self, spreads: Sequence[Spread]) -> None:
        """Go on with the figures that were asked for."""
        self.told += 1
        try:
            self.state = self._scoring.send(spreads)
        except StopIteration as end:
            self.state = end.value

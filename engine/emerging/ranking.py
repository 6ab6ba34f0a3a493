"""Rank emerging tracks and artists by score, each with the parts of its score and a reason in words."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, Literal

import numpy as np

from engine.catalogue.store import Catalogue, Track
from engine.emerging.formula import BAND, MINIMUM, WEIGHTS, formula_parts
from engine.emerging.scores import BUILD_AGAIN, FACTS, PARTS, Scores
from engine.errors import UserError

Score = Literal["breakout", "formula"]

PER_ARTIST: Final = 2  # tracks of one main artist in a list, so that it shows more than one discography
EVIDENCE: Final = 3  # best tracks shown with an artist
_UNDER_RANKED: Final = 8  # points below the artist's other recordings, for a reason to say so


@dataclass(frozen=True)
class EmergingTrack:
    """A track with its scores.

    Parameters
    ----------
    track : Track
    formula : float
        About 0.5 to 4.
    formula_parts : dict of str to float
        What each of the five features adds; their sum is ``formula``.
    change, chance : float or None
        Expected change of popularity over two years in points, and the chance to rise, 0-1; None if the catalogue
        was built without the breakout model.
    parts : dict of str to float
        What each group of inputs adds to ``change``, in points; empty without the model.
    percentile : float
        Share of the recordings within ``formula.BAND`` with a lower score, 0-100, for the score asked for.
    reason : str
        In words, why; begins with a lower-case letter.
    """

    track: Track
    formula: float
    formula_parts: dict[str, float]
    change: float | None
    chance: float | None
    parts: dict[str, float]
    percentile: float
    reason: str


@dataclass(frozen=True)
class EmergingArtist:
    """An artist judged by all recordings that credit them.

    Parameters
    ----------
    name : str
    score : float
        The mean over the artist's recordings within the band, drawn toward what the genres' recordings score.
    mean, genre_mean : float
        The mean itself, and the mean it is drawn toward.
    weight : float
        How much of ``score`` is the artist's own mean, 0-1.
    recordings : int
        Within the band.
    popularity : int
        Of the artist's most popular recording.
    genres : tuple of str
        Most frequent first, at most three.
    best : tuple of EmergingTrack
        The best recordings by the score, as evidence.
    reason : str
    """

    name: str
    score: float
    mean: float
    genre_mean: float
    weight: float
    recordings: int
    popularity: int
    genres: tuple[str, ...]
    best: tuple[EmergingTrack, ...]
    reason: str


@dataclass(frozen=True)
class Ranking:
    """A list of tracks or of artists.

    Parameters
    ----------
    kind : {"tracks", "artists"}
    score : {"breakout", "formula"}
    entries : tuple of EmergingTrack or of EmergingArtist
        Best first.
    candidates : int
        Recordings or artists that were ranked.
    feedback : tuple of str
        What was done, and how well the score did in the backtest: a sentence each.
    """

    kind: Literal["tracks", "artists"]
    score: Score
    entries: tuple[EmergingTrack, ...] | tuple[EmergingArtist, ...]
    candidates: int
    feedback: tuple[str, ...]


class Emerging:
    """Ranks the tracks and artists of a catalogue by their emerging scores.

    Parameters
    ----------
    catalogue : Catalogue
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._scores = Scores.load(catalogue.directory)

    @property
    def default_score(self) -> Score:
        """``breakout`` where the catalogue was built with its model."""
        return "breakout" if self._scores.learned else "formula"

    @property
    def figures(self) -> dict[str, Any]:
        """The backtest figures of the scores, as the model card has them; empty without the model."""
        return dict(self._catalogue.manifest.get("emerging", {}).get("figures", {}))

    def tested(self, score: Score, kind: Literal["tracks", "artists"] = "tracks") -> str:
        """One sentence on how well a score did in the backtest."""
        figures = self.figures.get(kind, {})
        if score not in figures:
            return "This score has no backtest: that takes a second, later table."
        its, other = figures[score], figures["breakout" if score == "formula" else "formula"]
        seen = (
            f"{figures['count']:,} artists, {MINIMUM} or more of whose tracks were"
            if kind == "artists"
            else f"{figures['count']:,} tracks"
        )
        return (
            f"Backtest on {seen} seen again two years later: of its top {figures['top']}, "
            f"{its['risen']:.0f} rose, against {other['risen']:.0f} of the other score's and {figures['rose']:.0%} of "
            "all; only tracks still in sight could be tested."
        )

    def tracks(
        self,
        genre: str | None = None,
        score: Score | None = None,
        popularity: tuple[float, float] = BAND,
        limit: int = 10,
    ) -> Ranking:
        """The tracks with the highest score.

        Parameters
        ----------
        genre : str, optional
            Only recordings of that genre.
        score : {"breakout", "formula"}, optional
            By default ``default_score``.
        popularity : (float, float)
            Lowest and highest, both included.
        limit : int
            How many.

        Raises
        ------
        UserError
            If genre or score are unknown, the breakout model is absent, or no recording is left.
        """
        score, values = self._values(score)
        rows = self._within(genre, popularity)
        order = rows[np.argsort(-values[rows], kind="stable")]
        chosen: list[int] = []
        taken: dict[int, int] = {}
        for row in order.tolist():
            artist = int(self._catalogue.main_artists[row])
            if taken.get(artist, 0) < PER_ARTIST:
                taken[artist] = taken.get(artist, 0) + 1
                chosen.append(row)
            if len(chosen) == limit:
                break
        feedback = (
            f"{len(rows):,} recordings of popularity {popularity[0]:g} to {popularity[1]:g} ranked"
            f"{f' in {genre}' if genre else ''}, at most {PER_ARTIST} tracks an artist shown.",
            self.tested(score),
        )
        return Ranking("tracks", score, tuple(self.explain(row, score) for row in chosen), len(rows), feedback)

    def explain(self, recording: int, score: Score | None = None) -> EmergingTrack:
        """One track with its scores, their parts and the reason; also outside the band."""
        score, values = self._values(score)
        scores, row = self._scores, recording
        band = self._in_band[score]
        parts = dict(zip(PARTS, (float(part) for part in scores.parts[row]), strict=True)) if scores.learned else {}
        terms = formula_parts(self._catalogue.traits[row : row + 1], self._typical_tempo)[0]
        formula = dict(zip(WEIGHTS, terms.tolist(), strict=True))
        return EmergingTrack(
            track=self._catalogue.track(row),
            formula=float(scores.formula[row]),
            formula_parts=formula,
            change=float(scores.change[row]) if scores.learned else None,
            chance=float(scores.chance[row]) if scores.learned else None,
            parts=parts,
            percentile=100 * float(np.searchsorted(band, values[row])) / max(1, len(band)),
            reason=self._formula_reason(formula) if score == "formula" else self._breakout_reason(row, parts),
        )

    def artists(
        self,
        genre: str | None = None,
        score: Score | None = None,
        popularity: tuple[float, float] = BAND,
        limit: int = 10,
    ) -> Ranking:
        """The artists whose recordings score highest together, every credited artist counting.

        An artist needs three recordings within the band and none above it. The mean over few recordings is drawn
        toward what recordings of the same genres score, by empirical Bayes: with n recordings, its own mean weighs
        n / (n + within / between), where ``within`` and ``between`` are the variances within and between artists
        (Morris 1983, J. Am. Stat. Assoc. 78).

        Parameters and errors are those of ``tracks``.
        """
        score, values = self._values(score)
        rows = self._within(genre, popularity)
        pool = self._pool(values, rows, self._shrinkage(values, self._within(None, popularity)), popularity[1])
        order = np.argsort(-pool.score, kind="stable")[:limit]
        if not len(order):
            raise UserError(
                f"No artist{f' of {genre}' if genre else ''} has {MINIMUM} recordings of popularity "
                f"{popularity[0]:g} to {popularity[1]:g} and none above.",
                "Ask for a wider range, or without a genre.",
                code="not_found",
            )
        feedback = (
            f"{len(pool.artists):,} artists with at least {MINIMUM} recordings of popularity {popularity[0]:g} to "
            f"{popularity[1]:g}{f' in {genre}' if genre else ''} and no hit above; means drawn toward the genre's.",
            self.tested(score, "artists"),
        )
        entries = tuple(self._artist(pool, int(place), values, rows, score) for place in order)
        return Ranking("artists", score, entries, len(pool.artists), feedback)

    def genres_with_artists(self, popularity: tuple[float, float] = BAND) -> tuple[str, ...]:
        """The genres for which ``artists`` finds some, by name; about 60 ms at 80,000 recordings."""
        low, high = popularity
        catalogue, count = self._catalogue, len(self._catalogue.artist_starts) - 1
        within = (self._popularity >= low) & (self._popularity <= high)
        without_hit = self._most_popular <= high
        found = []
        for genre in catalogue.genres:
            chosen = np.zeros(len(catalogue), dtype=bool)
            chosen[catalogue.genre_members(genre)] = True
            used = (chosen & within)[catalogue.artist_rows]
            recordings = np.bincount(self._artist_of[used], minlength=count)
            if ((recordings >= MINIMUM) & without_hit).any():
                found.append(genre)
        return tuple(found)

    def _values(self, score: Score | None) -> tuple[Score, np.ndarray]:
        score = score or self.default_score
        if score == "formula":
            return score, self._scores.formula
        if score != "breakout":
            raise UserError(f'There is no score "{score}".', "Scores: breakout, formula.")
        if not self._scores.learned:
            raise UserError("The catalogue was built without the breakout model.", BUILD_AGAIN, code="not_found")
        return score, self._scores.change

    def _within(self, genre: str | None, popularity: tuple[float, float]) -> np.ndarray:
        catalogue = self._catalogue
        if genre is not None and genre not in catalogue.genres:
            raise UserError(
                f'There is no genre "{genre}".', f"Genres: {', '.join(catalogue.genres)}.", code="not_found"
            )
        rows = np.arange(len(catalogue)) if genre is None else catalogue.genre_members(genre)
        low, high = popularity
        rows = rows[(self._popularity[rows] >= low) & (self._popularity[rows] <= high)]
        if not len(rows):
            raise UserError(
                f"No recording{f' of {genre}' if genre else ''} has a popularity of {low:g} to {high:g}.",
                f"Popularity runs from 0 to 100; the usual band is {BAND[0]}-{BAND[1]}.",
                code="not_found",
            )
        return rows

    @cached_property
    def _popularity(self) -> np.ndarray:
        return np.asarray(self._catalogue.traits[:, -1])

    @cached_property
    def _typical_tempo(self) -> float:
        return typical_tempo(self._catalogue.manifest)

    @cached_property
    def _in_band(self) -> dict[Score, np.ndarray]:
        """The scores of the recordings of the usual band, ascending."""
        rows = (self._popularity >= BAND[0]) & (self._popularity <= BAND[1])
        return {"formula": np.sort(self._scores.formula[rows]), "breakout": np.sort(self._scores.change[rows])}

    @cached_property
    def _artist_of(self) -> np.ndarray:
        """The artist of each entry of ``artist_rows``."""
        return np.repeat(np.arange(len(self._catalogue.artist_starts) - 1), np.diff(self._catalogue.artist_starts))

    @cached_property
    def _most_popular(self) -> np.ndarray:
        """The popularity of each artist's most popular recording."""
        return np.maximum.reduceat(
            self._popularity[self._catalogue.artist_rows], np.asarray(self._catalogue.artist_starts[:-1])
        )

    def _pool(self, values: np.ndarray, rows: np.ndarray, shrinkage: float, ceiling: float) -> "_Pool":
        n, mean, prior, _ = self._means(values, rows)
        hit = self._most_popular
        judged = (n >= MINIMUM) & (hit <= ceiling)
        weight = n / (n + shrinkage)
        score = prior + weight * (mean - prior)
        columns = (score, mean, prior, weight, n, hit)
        return _Pool(np.flatnonzero(judged), *(column[judged] for column in columns))

    def _shrinkage(self, values: np.ndarray, rows: np.ndarray) -> float:
        """Variance within artists over variance between them, by the method of moments."""
        n, mean, prior, squares = self._means(values, rows)
        judged = n >= MINIMUM
        if not judged.any():
            return 1.0
        within = float(squares.sum()) / max(1, int(n.sum()) - int((n > 0).sum()))
        # The spread of artists' means beyond what the spread of their recordings explains; never quite none.
        between = float(((mean - prior)[judged] ** 2 - within / n[judged]).mean())
        return within / max(between, 1e-6)

    def _means(self, values: np.ndarray, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """By artist: recordings, their mean, the mean of their genres' level, the squares about the mean."""
        catalogue, count = self._catalogue, len(self._catalogue.artist_starts) - 1
        chosen = np.zeros(len(catalogue), dtype=bool)
        chosen[rows] = True
        used = chosen[catalogue.artist_rows]
        artists, recordings = self._artist_of[used], catalogue.artist_rows[used]
        value = values[recordings].astype(np.float64)
        n = np.bincount(artists, minlength=count)
        some = np.maximum(n, 1)
        mean = np.bincount(artists, value, count) / some
        prior = np.bincount(artists, self._genre_level(values, rows)[recordings], count) / some
        return n, mean, prior, np.bincount(artists, (value - mean[artists]) ** 2, count)

    def _genre_level(self, values: np.ndarray, rows: np.ndarray) -> np.ndarray:
        """For each recording, the mean over its genres of what that genre's chosen recordings score."""
        catalogue, genres = self._catalogue, len(self._catalogue.genres)
        genre_of = np.repeat(np.arange(genres), np.diff(catalogue.genre_starts))
        chosen = np.zeros(len(catalogue), dtype=bool)
        chosen[rows] = True
        used = chosen[catalogue.genre_rows]
        members, owners = catalogue.genre_rows[used], genre_of[used]
        level = np.bincount(owners, values[members], genres) / np.maximum(np.bincount(owners, minlength=genres), 1)
        listed = np.bincount(members, minlength=len(catalogue))
        return np.asarray(np.bincount(members, level[owners], len(catalogue)) / np.maximum(listed, 1))

    def _artist(self, pool: "_Pool", place: int, values: np.ndarray, rows: np.ndarray, score: Score) -> EmergingArtist:
        catalogue = self._catalogue
        code = int(pool.artists[place])
        members = catalogue.artist_members(code)
        own = members[np.isin(members, rows, kind="table")]
        best = own[np.argsort(-values[own], kind="stable")]
        names = [genre for row in own.tolist() for genre in catalogue.words["genres"][row].as_py()]
        genres = sorted(set(names), key=lambda genre: (-names.count(genre), genre))[:3]
        entry = {
            "score": float(pool.score[place]),
            "mean": float(pool.mean[place]),
            "genre_mean": float(pool.prior[place]),
            "weight": float(pool.weight[place]),
        }
        count = int(pool.recordings[place])
        unit = " points" if score == "breakout" else ""
        sign = "+" if score == "breakout" else ""
        return EmergingArtist(
            name=catalogue.artist_names[code].as_py(),
            **entry,
            recordings=count,
            popularity=int(pool.hit[place]),
            genres=tuple(genres),
            best=tuple(self.explain(int(row), score) for row in best[:EVIDENCE]),
            reason=(
                f"{count} recordings average {entry['mean']:{sign}.1f}{unit} where their genres average "
                f"{entry['genre_mean']:{sign}.1f}; the artist's own mean counts {entry['weight']:.0%}"
            ),
        )

    def _formula_reason(self, parts: dict[str, float]) -> str:
        """Which features lift the track most above the catalogue's medians."""
        levels = self._catalogue.levels
        lift = {name: parts[name] - WEIGHTS[name] * levels[name][2] for name in WEIGHTS}
        strongest = sorted((name for name in lift if lift[name] > 0), key=lambda name: -lift[name])[:2]
        lifts = [f"{'low ' if name == 'loudness' else 'high '}{name} ({lift[name]:+.2f})" for name in strongest]
        return f"{' and '.join(lifts)} against a median track" if lifts else "no feature stands above a median track"

    def _breakout_reason(self, row: int, parts: dict[str, float]) -> str:
        """The strongest group of inputs in words, after the plainest fact if there is one."""
        facts = dict(zip(FACTS, self._scores.facts[row].tolist(), strict=True))
        now = float(self._popularity[row])
        reasons = []
        if facts["artist_others"] >= MINIMUM and facts["artist_mean"] - now >= _UNDER_RANKED:
            reasons.append(f"under-ranked for its artist: their other tracks average {facts['artist_mean']:.0f}")
        elif facts["artist_best"] - now >= 2 * _UNDER_RANKED:
            reasons.append(f"far below its artist's best, which stands at {facts['artist_best']:.0f}")
        elif facts["artist_others"] >= 1 and facts["artist_rank"] == 0:
            reasons.append("its artist's most popular recording here")
        ranked = sorted(PARTS[:-1], key=lambda name: -parts[name])
        strongest, weakest = ranked[0], ranked[-1]
        if parts[strongest] > 0:
            reasons.append(f"{_WORDS[strongest]} speaks for it ({parts[strongest]:+.1f} points)")
        if parts[weakest] < -1:
            reasons.append(f"{_WORDS[weakest]} against it ({parts[weakest]:+.1f})")
        if facts["seasonal"] > 0:
            reasons.append("a seasonal title: its popularity depends on the month")
        return "; ".join(reasons) or "nothing about it stands out"


_WORDS: Final = {
    "popularity now": "where it stands now",
    "artist": "what its artist's other recordings reach",
    "release": "the release it is on",
    "genre": "its genre",
    "sound": "its sound",
    "words": "the wording of its title",
}


def typical_tempo(manifest: dict[str, Any]) -> float:
    """The catalogue's median tempo in BPM, which stands in for a missing one; 0 if no recording has any."""
    return float(np.nan_to_num(manifest["levels"]["tempo"][2]))


@dataclass(frozen=True)
class _Pool:
    """Artists that may be ranked; every array has one entry an artist."""

    artists: np.ndarray
    score: np.ndarray
    mean: np.ndarray
    prior: np.ndarray
    weight: np.ndarray
    recordings: np.ndarray
    hit: np.ndarray

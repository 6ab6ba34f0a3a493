"""Rank emerging tracks and artists by score, each with the parts of its score and a reason in words."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, Literal

import numpy as np

from engine.catalogue.store import Catalogue, Track
from engine.emerging.candidates import KNOWN, PER_ARTIST, Candidates, capped
from engine.emerging.evidence import statements
from engine.emerging.formula import BAND, MINIMUM, WEIGHTS, formula_parts
from engine.emerging.scores import BUILD_AGAIN, FACTS, PARTS, Scores
from engine.errors import UserError
from engine.metadata import as_of

Score = Literal["relative", "absolute", "formula"]
SCORES: Final[tuple[Score, ...]] = ("relative", "absolute", "formula")

EVIDENCE: Final = 3  # best tracks shown with an artist


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
    change, relative : float or None
        Expected change of popularity in points, and expected change beyond the usual change of its genres; None if
        the catalogue was built without the breakout model, as all that is said to be "or None".
    chance, odds : float or None
        The chance to rise, and the chance to beat its genres' usual change by ``scores.MARGIN`` points; 0-1.
    drift : float or None
        The usual change of its genres, in points.
    parts : dict of str to float
        What each group of inputs adds to the score asked for, in points; empty without the model.
    percentile : float
        Share of the recordings within ``formula.BAND`` with a lower score, 0-100, for the score asked for.
    reasons : tuple of str
        What speaks for it and against it, the strongest first; each begins with a lower-case letter.
    """

    track: Track
    formula: float
    formula_parts: dict[str, float]
    change: float | None
    relative: float | None
    chance: float | None
    odds: float | None
    drift: float | None
    parts: dict[str, float]
    percentile: float
    reasons: tuple[str, ...]

    def value(self, score: Score) -> float:
        """The score of that name."""
        value = {"relative": self.relative, "absolute": self.change, "formula": self.formula}[score]
        return self.formula if value is None else value

    def likelihood(self, score: Score) -> float | None:
        """How likely it is that what the score promises comes; None for the formula, which promises nothing."""
        return {"relative": self.odds, "absolute": self.chance, "formula": None}[score]


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
    reasons : tuple of str
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
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Ranking:
    """A list of tracks or of artists.

    Parameters
    ----------
    kind : {"tracks", "artists"}
    score : {"relative", "absolute", "formula"}
    genre : str or None
    entries : tuple of EmergingTrack or of EmergingArtist
        Best first.
    candidates : int
        Recordings or artists that were ranked.
    feedback : tuple of str
        What was done, and how well the score did in the backtest: a sentence each.
    """

    kind: Literal["tracks", "artists"]
    score: Score
    genre: str | None
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
        self._scores = Scores.load(catalogue.files)
        self._candidates = Candidates(catalogue, self._scores)

    @property
    def default_score(self) -> Score:
        """``relative`` where the catalogue was built with the breakout model."""
        return "relative" if self._scores.learned else "formula"

    @property
    def scores(self) -> tuple[Score, ...]:
        """The scores that the catalogue has."""
        return SCORES if self._scores.learned else ("formula",)

    @property
    def figures(self) -> dict[str, Any]:
        """The backtest figures of the scores, as the model card has them; empty without the model."""
        return dict(self._about.get("figures", {}))

    @property
    def _about(self) -> dict[str, Any]:
        return dict(self._catalogue.manifest.get("emerging", {}))

    @property
    def until(self) -> str:
        """The month that the forecasts reach to, such as "November 2024"; empty without the model."""
        return as_of(str(self._about.get("until", ""))[:7]).removeprefix("as of ")

    def tested(self, score: Score, kind: Literal["tracks", "artists"] = "tracks") -> str:
        """One sentence on how well a score did in the backtest."""
        figures = self.figures.get(kind if score == "absolute" else f"relative {kind}", {})
        if score not in figures:
            return "This score has no backtest: that takes a second, later table."
        its, top, margin = figures[score], figures["top"], figures["margin"]
        what = f"beat the usual change of their genre by over {margin:g} points" if margin else "rose"
        who = "artists" if kind == "artists" else "tracks"
        return (
            f"Tested on {figures['count']:,} {who} seen again in {self.until}, artists held out: of the {top} ranked "
            f"first, {its['risen']:.0f} {what}; of any {top}, {top * figures['rose']:.0f}."
        )

    def tracks(
        self,
        genre: str | None = None,
        score: Score | None = None,
        popularity: tuple[float, float] = BAND,
        limit: int = 10,
    ) -> Ranking:
        """The tracks with the highest score.

        By the learned scores, a genre counts its credible members, what a scout does not ask for is left out
        (``Candidates.left_out``). By the relative score, no album, region or genre fills the list
        (``Candidates.diverse``), by none does an artist.

        Parameters
        ----------
        genre : str, optional
            Only recordings of that genre.
        score : {"relative", "absolute", "formula"}, optional
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
        rows, notes = self._considered(genre, score, popularity)
        order = rows[np.argsort(-values[rows], kind="stable")]
        if score == "relative":
            chosen = self._candidates.diverse(order.tolist(), limit, genre)
        else:
            chosen = capped(order.tolist(), limit, {"artist": (self._main_artist, PER_ARTIST)})
        entries = tuple(self.explain(row, score) for row in chosen)
        return Ranking("tracks", score, genre, entries, len(rows), (*notes, self.tested(score)))

    def _main_artist(self, row: int) -> int:
        return int(self._catalogue.main_artists[row])

    def _considered(
        self, genre: str | None, score: Score, popularity: tuple[float, float]
    ) -> tuple[np.ndarray, tuple[str, ...]]:
        """The recordings to rank, and what was left out, in a sentence."""
        rows = self._within(genre, popularity, credible=score != "formula")
        where = f" in {genre}" if genre else ""
        band = f"of popularity {popularity[0]:g} to {popularity[1]:g}{where}"
        if score == "formula":
            return rows, (f"{len(rows):,} recordings {band} ranked.",)
        kept, why = np.ones(len(rows), dtype=bool), []
        for reason, mask in self._candidates.not_new(max(KNOWN, popularity[1])).items():
            out = mask[rows] & kept
            if out.any():
                kept &= ~out
                why.append(f"{int(out.sum()):,} {reason}")
        none = ""
        if not kept.any():
            # A small genre may have nobody new; what there is of it is told for what it is.
            kept[:] = True
            none = f"No newcomer{where} here, so these are by artists who are not new: {'; '.join(why)}. "
            why = []
        for reason, mask in self._candidates.left_out.items():
            out = mask[rows] & kept
            # Of music that is mostly old, such as some blues, enough has to be left for a list.
            if out.any() and (kept & ~out).sum() >= _ENOUGH:
                kept &= ~out
                why.append(f"{int(out.sum()):,} {reason}")
        left_out = f" Left out: {'; '.join(why)}." if why else ""
        return rows[kept], (f"{none}{int(kept.sum()):,} recordings {band} ranked.{left_out}",)

    def explain(self, recording: int, score: Score | None = None) -> EmergingTrack:
        """One track with its scores, their parts and the reasons; also outside the band."""
        score, values = self._values(score)
        scores, row = self._scores, recording
        band = self._in_band[score]
        stored = scores.parts if score == "absolute" else scores.relative_parts
        learned = scores.learned
        parts = dict(zip(PARTS, (float(part) for part in stored[row]), strict=True)) if learned else {}
        terms = formula_parts(self._catalogue.traits[row : row + 1], self._typical_tempo)[0]
        formula = dict(zip(WEIGHTS, terms.tolist(), strict=True))
        known = {name: float(getattr(scores, name)[row]) if learned else None for name in _LEARNED}
        return EmergingTrack(
            track=self._catalogue.track(row),
            formula=float(scores.formula[row]),
            formula_parts=formula,
            parts=parts,
            percentile=100 * float(np.searchsorted(band, values[row])) / max(1, len(band)),
            reasons=(self._formula_reason(formula),) if score == "formula" else self._reasons(row, parts),
            **known,
        )

    def artists(
        self,
        genre: str | None = None,
        score: Score | None = None,
        popularity: tuple[float, float] = BAND,
        limit: int = 10,
    ) -> Ranking:
        """The artists whose recordings score highest together, every credited artist counting.

        An artist needs three recordings within the band (fewer where a genre has nobody with three), of which a third
        are of the genre, and none above it or of ``candidates.KNOWN`` or more, leads most of its recordings, is not
        established (``Candidates.established``), and is no account for covers or reworked tracks
        (``Candidates.accounts``). The mean over few recordings is drawn toward what recordings of the same genres
        score, by empirical Bayes: with n recordings, its own mean weighs n / (n + within / between), where ``within``
        and ``between`` are the variances within and between artists (Morris 1983, J. Am. Stat. Assoc. 78).

        Parameters and errors are those of ``tracks``.
        """
        score, values = self._values(score)
        rows = self._within(None, popularity)
        of_genre = None if genre is None else self._mostly(genre, popularity, credible=score != "formula")
        highest = _highest(popularity)
        shrinkage, fewest = self._shrinkage(values, rows), MINIMUM
        pool = self._pool(values, rows, shrinkage, highest, of_genre)
        if not len(pool.artists):
            # Of a small genre, a guess from fewer recordings beats none; it is drawn all the more to its genre's level.
            fewest = 1
            pool = self._pool(values, rows, shrinkage, highest, of_genre, fewest)
        order = np.argsort(-pool.score, kind="stable")
        if not len(order):
            raise UserError(
                f"No artist{f' of {genre}' if genre else ''} has recordings of popularity "
                f"{popularity[0]:g} to {popularity[1]:g} and none above {highest:g}.",
                "Ask for a wider range, or without a genre.",
                code="not_found",
            )
        places = [int(place) for place in order[:limit]]
        if score == "relative":
            places = self._diverse_artists(pool, order, rows, limit, genre)
        at_least = f"at least {fewest} recording{'s' if fewest > 1 else ''}"
        few = f"No artist here has {MINIMUM} such recordings: a rough guess. " if fewest < MINIMUM else ""
        feedback = (
            f"{few}{len(pool.artists):,} artists with {at_least} of popularity {popularity[0]:g} to "
            f"{popularity[1]:g}{f', a third or more of them in {genre},' if genre else ''} and none above {highest:g}; "
            "no accounts for covers or reworked "
            "tracks, nobody who is mostly reissued, has many recordings here or is known to be long at it. A mean over "
            "few recordings is drawn toward its genre's.",
            self.tested(score, "artists"),
        )
        within = _mask(rows, len(self._catalogue))
        entries = tuple(self._artist(pool, place, values, within, score) for place in places)
        return Ranking("artists", score, genre, entries, len(pool.artists), feedback)

    def _diverse_artists(
        self, pool: "_Pool", order: np.ndarray, rows: np.ndarray, limit: int, genre: str | None
    ) -> list[int]:
        """The best places of the pool that keep a list diverse; an artist stands where their first recording does."""
        within = _mask(rows, len(self._catalogue))
        first: dict[int, int] = {}
        for place in order[: _LOOKED_AT * limit].tolist():
            members = self._catalogue.artist_members(int(pool.artists[place]))
            own = members[within[members]].tolist()
            first.setdefault(next((row for row in own if row not in first), own[0]), place)
        return [first[row] for row in self._candidates.diverse(first, limit, genre)]

    def genres_with_artists(self, popularity: tuple[float, float] = BAND) -> tuple[str, ...]:
        """The genres for which ``artists`` finds some, by name; about 60 ms at 80,000 recordings."""
        low, high = popularity
        catalogue = self._catalogue
        within = (self._popularity >= low) & (self._popularity <= high)
        credits = self._credits(np.flatnonzero(within))
        possible = (self._candidates.most_popular <= _highest(popularity)) & self._possible & (credits >= 1)
        artists = np.flatnonzero(possible)
        # Whom each recording credits, of these artists alone: few.
        used = possible[self._candidates.artist_of] & within[catalogue.artist_rows]
        recordings, names = catalogue.artist_rows[used], self._candidates.artist_of[used]
        found = []
        for genre in catalogue.genres:
            chosen = np.zeros(len(catalogue), dtype=bool)
            chosen[self._candidates.credible(genre)] = True
            own = np.bincount(names[chosen[recordings]], minlength=len(credits))[artists]
            if (own >= np.maximum(_OF_GENRE * credits[artists], 1)).any():
                found.append(genre)
        return tuple(found)

    def _values(self, score: Score | None) -> tuple[Score, np.ndarray]:
        score = score or self.default_score
        if score not in SCORES:
            raise UserError(f'There is no score "{score}".', f"Scores: {', '.join(SCORES)}.")
        if score not in self.scores:
            raise UserError("The catalogue was built without the breakout model.", BUILD_AGAIN, code="not_found")
        scores = self._scores
        return score, {"relative": scores.relative, "absolute": scores.change, "formula": scores.formula}[score]

    def _within(self, genre: str | None, popularity: tuple[float, float], credible: bool = False) -> np.ndarray:
        catalogue = self._catalogue
        if genre is not None and genre not in catalogue.genres:
            raise UserError(
                f'There is no genre "{genre}".', f"Genres: {', '.join(catalogue.genres)}.", code="not_found"
            )
        rows: np.ndarray = np.arange(len(catalogue))
        if genre is not None:
            rows = self._candidates.credible(genre) if credible else catalogue.genre_members(genre)
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
        return {score: np.sort(self._values(score)[1][rows]) for score in self.scores}

    @cached_property
    def _possible(self) -> np.ndarray:
        """Artists that may be emerging: no accounts, not mostly reissued, not established; bool, shape (artists,)."""
        return ~(self._candidates.accounts | self._candidates.reissued | self._candidates.established)

    def _pool(
        self,
        values: np.ndarray,
        rows: np.ndarray,
        shrinkage: float,
        highest: float,
        of_genre: np.ndarray | None,
        fewest: int = MINIMUM,
    ) -> "_Pool":
        n, mean, prior, _ = self._means(values, rows)
        hit = self._candidates.most_popular
        judged = (n >= fewest) & (hit <= highest) & self._possible
        if of_genre is not None:
            judged &= of_genre
        weight = n / (n + shrinkage)
        score = prior + weight * (mean - prior)
        columns = (score, mean, prior, weight, n, hit)
        return _Pool(np.flatnonzero(judged), *(column[judged] for column in columns))

    def _mostly(self, genre: str, popularity: tuple[float, float], credible: bool = True) -> np.ndarray:
        """Artists of whose recordings within the band a third or more are of a genre; bool, shape (artists,)."""
        own = self._credits(self._within(genre, popularity, credible))
        return np.asarray(own >= np.maximum(_OF_GENRE * self._credits(self._within(None, popularity)), 1))

    def _credits(self, rows: np.ndarray) -> np.ndarray:
        """How many of some recordings credit each artist."""
        chosen = np.zeros(len(self._catalogue), dtype=bool)
        chosen[rows] = True
        used = chosen[self._catalogue.artist_rows]
        return np.bincount(self._candidates.artist_of[used], minlength=len(self._catalogue.artist_starts) - 1)

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
        artists, recordings = self._candidates.artist_of[used], catalogue.artist_rows[used]
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

    def _artist(
        self, pool: "_Pool", place: int, values: np.ndarray, within: np.ndarray, score: Score
    ) -> EmergingArtist:
        catalogue = self._catalogue
        code = int(pool.artists[place])
        members = catalogue.artist_members(code)
        own = members[within[members]]
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
        shown = tuple(self.explain(int(row), score) for row in best[:EVIDENCE])
        return EmergingArtist(
            name=catalogue.artist_names[code].as_py(),
            **entry,
            recordings=count,
            popularity=int(pool.hit[place]),
            genres=tuple(genres),
            best=shown,
            reasons=self._artist_reasons(entry, count, int(pool.hit[place]), shown, score),
        )

    @staticmethod
    def _artist_reasons(
        entry: dict[str, float], count: int, hit: int, best: tuple[EmergingTrack, ...], score: Score
    ) -> tuple[str, ...]:
        sign = "+" if score != "formula" else ""
        average, usual = (f"{round(entry[name], 1) + 0.0:{sign}.1f}" for name in ("mean", "genre_mean"))
        points = " points" if score != "formula" else ""
        reasons = [
            f"{count} tracks average {average}{points}, their genres {usual}"
            if count > 1
            else f"1 track, at {average}{points}, its genres {usual}",
            f"the best known stands at {hit}",
        ]
        if best:
            reasons.append(f"most promising: {best[0].track.track_name}, {best[0].reasons[0]}")
        return tuple(reasons)

    def _formula_reason(self, parts: dict[str, float]) -> str:
        """Which features lift the track most above the catalogue's medians."""
        levels = self._catalogue.levels
        lift = {name: parts[name] - WEIGHTS[name] * levels[name][2] for name in WEIGHTS}
        strongest = sorted((name for name in lift if lift[name] > 0), key=lambda name: -lift[name])[:2]
        lifts = [f"{'low ' if name == 'loudness' else 'high '}{name} ({lift[name]:+.2f})" for name in strongest]
        return f"{' and '.join(lifts)} against a median track" if lifts else "no feature stands above a median track"

    def _reasons(self, row: int, parts: dict[str, float]) -> tuple[str, ...]:
        facts = dict(zip(FACTS, self._scores.facts[row].tolist(), strict=True))
        found = statements(
            parts, facts, self._catalogue.traits[row], float(self._scores.era[row]), self._catalogue.levels
        )
        return tuple(found) or ("nothing about it stands out",)


_LEARNED: Final = ("change", "relative", "chance", "odds", "drift")
_ENOUGH: Final = 20  # recordings
_OF_GENRE: Final = 1 / 3  # share of an artist's recordings within the band
_LOOKED_AT: Final = 40  # artists for each one shown, among which a diverse list is sought


def _mask(rows: np.ndarray, count: int) -> np.ndarray:
    """Which of so many recordings are among some: bool, shape (count,)."""
    within = np.zeros(count, dtype=bool)
    within[rows] = True
    return within


def _highest(popularity: tuple[float, float]) -> float:
    """What the best known recording of an emerging artist may have."""
    return popularity[1] if popularity[1] > KNOWN else min(popularity[1], KNOWN - 1)


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

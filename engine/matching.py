"""Match the lines of a list from elsewhere to recordings of the catalogue, each with a confidence.

A line is looked up by id or ISRC, then by its exact names, and only then by names like them: artists that share
trigrams with the line's are compared by all their titles, titles likewise by their artists. What is nearest is judged
by a logistic regression on how far the two names are apart.
"""

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal, NamedTuple

import numpy as np
import numpy.typing as npt
from rapidfuzz import process
from rapidfuzz.distance import OSA

from engine.catalogue.dictionary import ARTIST, TRACK
from engine.catalogue.names import EXACT, SPOTIFY_LINK, TRACK_ID, Names, fold
from engine.catalogue.store import Catalogue
from engine.deadlines import check_deadline
from engine.features import TRAIT_NAMES
from engine.list_names import TitleForms, cleaned, credits, latin, splits, title_parts, unnumbered

Verdict = Literal["found", "doubtful", "missing"]

SURE: Final = 0.8
"""Confidence from which a line counts as found."""

LIKELY: Final = 0.15
"""Confidence from which a line is doubtful, and no miss."""

_NEAR_ARTISTS: Final = 8
_NEAR_TITLES: Final = 12
_COMPARED: Final = 4
_MOST_ROWS: Final = 400
_LONGEST: Final = 300
_RUNNERS_UP: Final = 4
_NUMBERS: Final = re.compile(r"\d+|\b(?:ii|iii|iv|vi|vii|viii|ix|xi|xii)\b")
# An intercept and weights, fitted by logistic regression; ``benchmarks.matching`` says how and measures it.
_WEIGHTS: Final = (6.9, -7.7, -1.8, -14.7, -0.1, -11.5, -5.7, -5.3, -1.9, -4.0)
_SHORTEST_CUT: Final = 5
_GOOD: Final = 1.5
_LEAST_LOGIT: Final = -2.0
_APART: Final = 2.0
_FINE: Final = 2.0
_TOLERANCE: Final = 30.0  # seconds
_DURATION: Final = TRAIT_NAMES.index("duration")
_ALIKE: Final = 0.8
# Confidence in a line that names no artist: a title that only one song has, or a much better known one than others (20
# points of popularity, as ``find_tracks`` adds them); one that is only like the title.
_NAMED: Final = 0.9
_BETTER_KNOWN: Final = 0.2
_POSSIBLE: Final = 0.3
# Of the versions, those that most lists leave out.
_USUAL: Final = frozenset({"remaster", "radio edit"})
_CREDITS: Final = 6
_SAME: Final = (0.0, 0.0, 0.0)
_ALIKE_ENOUGH: Final = 0.45


@dataclass(frozen=True)
class ListLine:
    """One line of a list: what it says of a track, all of it optional.

    Parameters
    ----------
    text : str
        The line as it is shown to people; read as a link, an id or names if nothing else is given.
    title, artist, album : str
    link : str
        A track id, a link to open.spotify.com, or a spotify: URI.
    seconds : float
        How long the track lasts; NaN if unknown.
    isrc : str
        Its International Standard Recording Code, with or without hyphens.
    """

    text: str
    title: str = ""
    artist: str = ""
    album: str = ""
    link: str = ""
    seconds: float = math.nan
    isrc: str = ""


@dataclass(frozen=True)
class ListMatch:
    """What a line of a list was matched to.

    Parameters
    ----------
    line : ListLine
    recording : int or None
        The nearest recording; None if none is near.
    confidence : float
        0-1: how likely it is that song.
    others : tuple of (recording, confidence)
        Other songs that it may be, likeliest first, at most four.
    another_version : tuple of str
        Version words in which line and recording differ, such as ``live``; empty if they agree.
    """

    line: ListLine
    recording: int | None
    confidence: float
    others: tuple[tuple[int, float], ...] = ()
    another_version: tuple[str, ...] = ()

    @property
    def verdict(self) -> Verdict:
        """``found`` from a confidence of ``SURE``, ``doubtful`` from ``LIKELY``, else ``missing``."""
        if self.recording is None or self.confidence < LIKELY:
            return "missing"
        return "found" if self.confidence >= SURE else "doubtful"


class Reading(NamedTuple):
    """One way to read a line: its title, its credits folded (the whole text first), and whether fields are swapped."""

    title: TitleForms
    artists: tuple[str, ...]
    swapped: bool = False


class _Candidate(NamedTuple):
    """A recording compared with a reading.

    Parameters
    ----------
    row : int
    logit : float
        Of being the song that is meant, if no other song answers to the names.
    fit : float
        The same, less for all that tells recordings apart: the rest of the title, guests, version, album, length.
    versions : frozenset of str
        Version words in which the two differ; a remaster or radio edit that the line only leaves out is no other one.
    core : str
    artists : frozenset of str
        Folded, to tell whether two are recordings of one song.
    """

    row: int
    logit: float
    fit: float
    versions: frozenset[str]
    core: str
    artists: frozenset[str]

    def same_song(self, other: "_Candidate") -> bool:
        """Whether both have the title, but for additions, and an artist in common."""
        return self.core == other.core and not self.artists.isdisjoint(other.artists)


class ListMatcher:
    """Matches lines to the recordings of a catalogue. Safe to use from several threads; keeps nothing of the lines."""

    def __init__(self, catalogue: Catalogue, names: Names) -> None:
        self._catalogue = catalogue
        self._names = names

    def match(self, lines: Iterable[ListLine]) -> Iterator[ListMatch]:
        """Match each line, one after the other, in constant memory. UserError when the deadline is over."""
        for line in lines:
            check_deadline()
            yield self._match(line)

    def _match(self, line: ListLine) -> ListMatch:
        link = line.link or line.text
        if SPOTIFY_LINK.search(link) or TRACK_ID.fullmatch(link.strip()):
            row = self._names.linked(link)
            if row is not None:
                return ListMatch(line, row, 1.0)
            if not (line.title or line.isrc):
                return ListMatch(line, None, 0.0)
        if line.isrc and (known := self._catalogue.recording_of_isrc(line.isrc)) is not None:
            return ListMatch(line, known, 1.0)
        best: dict[int, _Candidate] = {}
        readings = list(readings_of(line))
        if not readings:
            return self._unparted(line)
        for reading in readings:
            for row in self.near(reading):
                found = self._compared(reading, row, line)
                held = best.get(row)
                if held is None or held.fit < found.fit:
                    best[row] = found
            if any(found.logit > _GOOD for found in best.values()):
                break
        popularity = self._catalogue.rank_popularity
        ranked = sorted(best.values(), key=lambda one: (-round(one.fit, 3), -popularity[one.row], one.row))
        return self._judged(line, ranked)

    def _unparted(self, line: ListLine) -> ListMatch:
        """A line that nothing parts into title and artist, by the search that reads what people type."""
        text = unnumbered(cleaned(line.text))
        found = self._names.find_tracks(text, 1 + _RUNNERS_UP)
        if not found or found[0][1] < _ALIKE:
            return ListMatch(line, None, 0.0)
        (row, score), *rest = found
        others = tuple((other, _POSSIBLE) for other, likeness in rest if likeness >= _ALIKE)
        if not (score >= EXACT or self._names.is_named(text, row)):
            return ListMatch(line, row, _POSSIBLE, others)
        # Of songs of the same name, one that is much better known is meant.
        song = self._song(row)
        rivals = (likeness for other, likeness in rest if likeness >= EXACT and self._song(other) != song)
        sure = score - max(rivals, default=0.0) >= _BETTER_KNOWN
        return ListMatch(line, row, _NAMED if sure else 0.5, others)

    def _song(self, row: int) -> tuple[str, int]:
        """What recordings of one song have in common."""
        title = self._catalogue.words["track_name"][row].as_py()
        return title_parts(title).core, int(self._catalogue.main_artists[row])

    def _judged(self, line: ListLine, ranked: Sequence[_Candidate]) -> ListMatch:
        """The likeliest candidate, and other songs."""
        if not ranked:
            return ListMatch(line, None, 0.0)
        first, *rest = ranked
        songs: list[_Candidate] = []
        for other in rest:
            if other.logit > _LEAST_LOGIT and not any(other.same_song(song) for song in (first, *songs)):
                songs.append(other)
        confidence = _probability(first.logit)
        if songs:
            # Two songs answer to the line: the nearer one is as much likelier as it is nearer.
            confidence *= _probability(_APART * (first.fit - songs[0].fit))
        others = tuple((song.row, min(confidence, _probability(song.logit))) for song in songs[:_RUNNERS_UP])
        return ListMatch(line, first.row, confidence, others, tuple(sorted(first.versions)))

    # Which recordings are worth comparing

    def near(self, reading: Reading, *, exact: bool = True) -> list[int]:
        """Recordings that a reading may mean: those of exactly these names, else those of names like them.

        Without ``exact`` those of names like them are given in any case.
        """
        titled = self._titled(reading)
        if not reading.artists:
            return titled[:_MOST_ROWS] or self._like_title(reading)
        codes = self._credited(reading)
        members = self._members(codes)
        if exact and (both := set(titled).intersection(members)):
            return sorted(both)
        if not codes:
            members = self._members(self._like_artists(reading))
        rows = self._best_titles(reading, members)
        rows += self._best_artists(reading, titled[:_MOST_ROWS])
        if not codes and not reading.swapped:
            rows += self._best_artists(reading, self._like_title(reading))
        return rows

    def _titled(self, reading: Reading) -> list[int]:
        """Recordings of exactly that title, with or without additions."""
        compacts = dict.fromkeys(form.replace(" ", "") for form in reading.title[:3])
        rows = [
            named.owner
            for found in self._names.dictionary.find(list(compacts))
            for named in found
            if named.kind == TRACK
        ]
        for compact in compacts:
            rows += self._latin_titles.get(compact, ())
        return list(dict.fromkeys(rows))

    def _credited(self, reading: Reading) -> list[int]:
        """Artists of exactly these names."""
        compacts = [name.replace(" ", "") for name in reading.artists]
        codes = [
            named.owner for found in self._names.dictionary.find(compacts) for named in found if named.kind == ARTIST
        ]
        for compact in compacts:
            codes += self._latin_artists.get(compact, ())
        return list(dict.fromkeys(codes))

    def _members(self, codes: Iterable[int]) -> list[int]:
        found = [self._catalogue.artist_members(code) for code in codes]
        return np.concatenate(found).tolist() if found else []

    def _like_artists(self, reading: Reading) -> list[int]:
        near = self._names.artists.nearest
        codes = near(reading.artists[0], _NEAR_ARTISTS)
        if len(reading.artists) > 1:
            codes += near(reading.artists[1], _NEAR_ARTISTS // 2)
        return list(dict.fromkeys(codes))

    def _like_title(self, reading: Reading) -> list[int]:
        codes = self._names.titles.nearest(reading.title.core, _NEAR_TITLES)
        order, starts = self._rows_of_titles
        return [row for code in codes for row in order[starts[code] : starts[code + 1]].tolist()]

    def _best_titles(self, reading: Reading, rows: Sequence[int]) -> list[int]:
        """The few of the recordings whose titles are most like the reading's."""
        if not rows:
            return []
        core, texts, (wholes, _, bares) = (
            reading.title.core,
            self._title_texts,
            self._names.title_codes[:, rows].tolist(),
        )
        titles = [texts[code] for code in bares]
        alike = process.cdist([core], titles, scorer=OSA.normalized_similarity)[0]
        if reading.title.whole != core or wholes != bares:
            whole = process.cdist(
                [reading.title.whole], [texts[code] for code in wholes], scorer=OSA.normalized_similarity
            )
            alike = np.maximum(alike, whole[0])
        if len(core) >= _SHORTEST_CUT:
            alike += [0.5 if title.startswith(core) else 0.0 for title in titles]
        return _best(rows, alike)

    def _best_artists(self, reading: Reading, rows: Sequence[int]) -> list[int]:
        """The few of the recordings whose artists are most like the reading's."""
        if not rows:
            return []
        texts = self._names.artists.texts
        names = [texts[code].as_py() for code in self._catalogue.main_artists[rows].tolist()]
        alike = process.cdist(reading.artists[:3], names, scorer=OSA.normalized_similarity).max(axis=0)
        if len(reading.artists[0]) >= _SHORTEST_CUT:
            alike += [0.5 if name.startswith(reading.artists[0]) else 0.0 for name in names]
        return _best(rows, alike)

    @cached_property
    def _title_texts(self) -> list[str]:
        return list(self._names.titles.texts.to_pylist())

    @cached_property
    def _rows_of_titles(self) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Recordings of each title without its additions: ``rows[starts[code]:starts[code + 1]]``."""
        codes = self._names.title_codes
        pairs = np.unique(np.stack([codes.ravel(), np.tile(np.arange(codes.shape[1]), len(codes))]), axis=1)
        return pairs[1], np.searchsorted(pairs[0], np.arange(len(self._names.titles.texts) + 1))

    @cached_property
    def _latin_titles(self) -> dict[str, list[int]]:
        """Recordings by their titles in Latin letters, where they are written in others."""
        words = self._catalogue.words["track_name"]
        return _by_latin(
            (row, core) for row, title in enumerate(words.to_pylist()) if not title.isascii() for core in _cores(title)
        )

    @cached_property
    def _latin_artists(self) -> dict[str, list[int]]:
        """Artists by their names in Latin letters, where they are written in others."""
        names = self._catalogue.artist_names.to_pylist()
        return _by_latin((code, name) for code, name in enumerate(names) if not name.isascii())

    # How alike they are

    def features(self, reading: Reading, row: int) -> tuple[float, ...]:
        """How far a reading and a recording are apart, as the weights take it."""
        words = self._catalogue.words
        return _features(reading, title_parts(words["track_name"][row].as_py()), words["artists"][row].as_py())

    def _compared(self, reading: Reading, row: int, line: ListLine) -> _Candidate:
        words = self._catalogue.words
        title = title_parts(words["track_name"][row].as_py())
        artists: list[str] = words["artists"][row].as_py()
        names = [fold(name) for name in artists]
        logit = logit_of(_features(reading, title, artists))
        different = reading.title.versions ^ title.versions
        fit = logit - _FINE * (1 - OSA.normalized_similarity(reading.title.full, title.full)) - 0.3 * len(different)
        if reading.artists:
            credits = " ".join(sorted(reading.artists[1:] or reading.artists))
            fit -= _FINE * (1 - OSA.normalized_similarity(credits, " ".join(sorted(names))))
        if not math.isnan(line.seconds):
            length = float(self._catalogue.traits[row, _DURATION])
            fit -= min(abs(length - line.seconds) / _TOLERANCE, 1.0) if length == length else 0.0
        if line.album and fold(line.album) != fold(words["album_name"][row].as_py()):
            fit -= 0.2
        said = (reading.title.versions - title.versions) | (title.versions - reading.title.versions - _USUAL)
        return _Candidate(row, logit, fit, said, title.core, frozenset(names))


def _best(rows: Sequence[int], alike: npt.NDArray[np.float32]) -> list[int]:
    """The few recordings that are most alike, and alike enough to be compared."""
    order = np.argsort(-alike, kind="stable")[:_COMPARED]
    return [rows[place] for place in order[alike[order] >= _ALIKE_ENOUGH].tolist()]


def _cores(title: str) -> set[str]:
    return {title, title.split(" - ")[0]}


def _by_latin(named: Iterable[tuple[int, str]]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for owner, name in named:
        spelt = latin(name)
        if spelt != fold(name):
            found.setdefault(spelt.replace(" ", ""), []).append(owner)
    return found


def readings_of(line: ListLine) -> Iterator[Reading]:
    """The ways to read a line, likeliest first."""
    if line.title:
        title, artist = cleaned(line.title)[:_LONGEST], cleaned(line.artist)[:_LONGEST]
        yield _reading(title, artist)
        if artist:
            yield _reading(artist, title, swapped=True)
        else:
            yield from _parted(title)
        return
    text = cleaned(line.text)[:_LONGEST]
    for form in dict.fromkeys((unnumbered(text), text)):
        yield from _parted(form)


def _parted(text: str) -> Iterator[Reading]:
    for artist, title in splits(text):
        yield _reading(title, artist)
        yield _reading(artist, title, swapped=True)


def _reading(title: str, artist: str, *, swapped: bool = False) -> Reading:
    parts = title_parts(title)
    return Reading(parts, tuple(dict.fromkeys((*credits(artist), *parts.guests))) if artist else (), swapped)


def logit_of(features: Sequence[float]) -> float:
    """The logit of being the same song."""
    return _WEIGHTS[0] + sum(weight * value for weight, value in zip(_WEIGHTS[1:], features, strict=True))


def _features(reading: Reading, title: TitleForms, artists: Sequence[str]) -> tuple[float, ...]:
    """How far a reading and a recording are apart; all 0 where they agree.

    Returns
    -------
    tuple of float
        Share of the title's letters that differ, and edits of it; the same of the artist; share of the title cut off
        (half of it where a word is cut); the same of the artist; whether numbers differ; whether the fields are
        swapped; whether no artist is named.
    """
    pairs = _title_pairs(reading.title, title)
    share, edits, cut = min(_apart(a, b) for a, b in pairs)
    in_a_word = cut > 0 and any(_cut_in_a_word(a, b) for a, b in pairs)
    numbers = not in_a_word and _NUMBERS.findall(reading.title.core) != _NUMBERS.findall(title.core)
    of_artist = min(_apart(a, b) for a, b in _artist_pairs(reading.artists, artists) if b) if reading.artists else _SAME
    return (
        share, edits, *of_artist[:2], cut / 2 if in_a_word else cut, of_artist[2], float(numbers),
        float(reading.swapped), float(not reading.artists),
    )  # fmt: skip


def _title_pairs(ours: TitleForms, theirs: TitleForms) -> list[tuple[str, str]]:
    """Forms of two titles that may be the same."""
    pairs = [(ours.core, theirs.core), (ours.full, theirs.full), (ours.full, theirs.core)]
    if ours.whole != ours.full or theirs.whole != theirs.full:
        pairs.append((ours.whole, theirs.whole))
    if ours.latin != ours.core or theirs.latin != theirs.core:
        pairs.append((ours.latin, theirs.latin))
    return pairs


def _artist_pairs(said: Sequence[str], artists: Sequence[str]) -> list[tuple[str, str]]:
    """Credits of a line and of a recording that may be the same."""
    names = [fold(name) for name in artists]
    joined = " ".join(names)
    pairs = [(said[0], joined), *((part, name) for part in said[:_CREDITS] for name in names[:_CREDITS])]
    if len(said) > 2:
        pairs.append((" ".join(sorted(said[1:])), " ".join(sorted(names))))
    if not joined.isascii():
        pairs += [(part, latin(name)) for part in said[:_CREDITS] for name in artists[:_CREDITS]]
    return pairs


def _cut_in_a_word(a: str, b: str) -> bool:
    """Whether ``a`` is ``b`` cut within a word that is no number."""
    if len(a) >= len(b) or not b.startswith(a) or not b[len(a)].isalpha():
        return False
    return _NUMBERS.fullmatch(a.rpartition(" ")[2]) is None


def _apart(a: str, b: str) -> tuple[float, float, float]:
    """Share of differing letters, edits, and whether ``a`` is ``b`` cut short (its share of letters lost)."""
    a, b = a.replace(" ", ""), b.replace(" ", "")
    if a == b:
        return 0.0, 0.0, 0.0
    if len(a) >= _SHORTEST_CUT and b.startswith(a):
        return 0.0, 0.0, 1 - len(a) / len(b)
    edits = OSA.distance(a, b)
    return edits / max(len(a), len(b)), float(edits), 0.0


def _probability(logit: float) -> float:
    return 1 / (1 + math.exp(-max(min(logit, 30.0), -30.0)))

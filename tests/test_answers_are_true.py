"""Answers are what the table says: rows, pools, reasons, percentiles and counts, worked out anew with pandas alone."""

import json
import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import pytest

from bot.conversation import Conversation
from bot.cooldown import Cooldown
from bot.reply import Picture
from bot.request import read_request
from charts import Chart
from engine import Engine, UserError
from pipeline.demo import invent
from pipeline.profiles import PROFILES
from tests.derivation import LEVELS, TRAITS, Derived, Limits, plain

LEFT_OUT = ("christmas", "children", "sleep", "comedy", "show tunes", "karaoke", "cover", "sped up")
"""Kinds of recording that lists leave out unless they are asked for; what they are is told from names, not derived."""

WORDS = {
    "energy": ("very calm", "calm", "moderate energy", "energetic", "very energetic"),
    "acousticness": ("electric", "mostly electric", "partly acoustic", "acoustic", "very acoustic"),
    "valence": ("very dark mood", "dark mood", "neutral mood", "bright mood", "very bright mood"),
    "danceability": ("not danceable", "hardly danceable", "moderately danceable", "danceable", "very danceable"),
    "loudness": ("very quiet", "quiet", "moderately loud", "loud", "very loud"),
    "speechiness": ("hardly a spoken word", "few spoken words", "some spoken words", "wordy", "very wordy"),
    "tempo": ("very slow", "slow", "medium tempo", "fast", "very fast"),
    "duration": ("very short", "short", "usual length", "long", "very long"),
    "popularity": ("hardly known", "little known", "known", "popular", "very popular"),
}
LEVEL_BY_WORD = {
    word: (name, level) for name, words in WORDS.items() for word, level in zip(words, LEVELS, strict=True)
}
RANGES = {
    "energy": 2, "valence": 2, "acousticness": 2, "danceability": 2, "tempo": 0, "loudness": 1, "popularity": 0,
    "duration": 0, "speechiness": 2, "liveness": 2, "instrumentalness": 2,
}  # fmt: skip
"""Digits of the limits that are asked for."""


@dataclass
class Asked:
    """A request, and what it wants.

    Parameters
    ----------
    pool_is_known : bool
        Whether nothing is left out that only names tell.
    seed : int or None
        The recording that whole sounds are compared with.
    """

    text: str
    limits: Limits
    limit: int
    pool_is_known: bool
    hard: set[str] = field(default_factory=set)
    seed: int | None = None


class Requests:
    """Random requests for tracks over a derived table."""

    def __init__(self, table: Derived, chance: random.Random) -> None:
        self.table, self.chance = table, chance
        self.genres = sorted(set().union(*table.recordings["genres"]))
        names = {name for names in table.recordings["names"] for name in names}
        self.artists = sorted(name for name in names if re.fullmatch(r"[A-Za-z]{3,12}( [A-Za-z]{3,12})?", name))

    def next(self) -> Asked:
        chance = self.chance
        parts: list[str] = []
        limits = Limits({}, set())
        asked = Asked("", limits, chance.choice((1, 3, 5, 10, 20)), chance.random() < 0.6)
        makers: list[Callable[[Limits, set[str]], str]] = [
            self._range, self._genre, self._not_genre, self._explicit, self._not_artist
        ]  # fmt: skip
        if chance.random() < 0.15:
            # A target would shift the sound that is compared with.
            asked.seed = chance.randrange(len(self.table.recordings))
            limits.not_recordings += (asked.seed,)
            parts += [f"like:{self.table.recordings['track_id'].iloc[asked.seed]}", "metric:cosine"]
        else:
            makers += [self._range, self._level, self._target, self._genre]
        parts += [make(limits, asked.hard) for make in chance.sample(makers, chance.randint(1, 4))]
        if chance.random() < 0.2:
            parts.append(self._not_track(limits))
        if asked.pool_is_known:
            parts += [f'include:"{kind}"' for kind in LEFT_OUT]
        asked.text = " ".join([*filter(None, parts), f"limit:{asked.limit}"])
        return asked

    def _trait(self, limits: Limits) -> str:
        return self.chance.choice([name for name in RANGES if name not in limits.ranges and name not in limits.known])

    def _range(self, limits: Limits, hard: set[str]) -> str:
        name, chance = self._trait(limits), self.chance
        known = self.table.recordings[name].dropna()
        ends = sorted(np.round(known.sample(2, random_state=chance.randrange(1 << 30)), RANGES[name]))
        low, high = (max(0.0, end) if name in ("tempo", "popularity") else float(end) for end in ends)
        unit = "s" if name == "duration" else ""
        mark = "!" if chance.random() < 0.5 else ""
        if mark:
            hard.add(name)
        shape = chance.choice(("between", "over", "under"))
        limits.ranges[name] = (None if shape == "under" else low, None if shape == "over" else high)
        said = {"between": f"{low:g}{unit}-{high:g}{unit}", "over": f">{low:g}{unit}", "under": f"<{high:g}{unit}"}
        return f"{name}:{said[shape]}{mark}"

    def _level(self, limits: Limits, hard: set[str]) -> str:
        name, level = self._trait(limits), self.chance.choice(list(LEVELS))
        marks = self.table.levels[name]
        hard.add(name)
        limits.ranges[name] = {
            "very low": (None, marks["very low"]), "low": (None, marks["low"]), "medium": (marks["low"], marks["high"]),
            "high": (marks["high"], None), "very high": (marks["very high"], None),
        }[level]  # fmt: skip
        return f'{name}:"{level}!"'

    def _target(self, limits: Limits, hard: set[str]) -> str:
        name = self._trait(limits)
        limits.known.add(name)
        return f"{name}:{self.chance.choice(('low', 'medium', 'high'))}"

    def _genre(self, limits: Limits, hard: set[str]) -> str:
        genre = self.chance.choice(self.genres)
        limits.genres += (genre,)
        return f"genre:{genre}"

    def _not_genre(self, limits: Limits, hard: set[str]) -> str:
        genre = self.chance.choice(self.genres)
        limits.not_genres += (genre,)
        return f"-genre:{genre}"

    def _explicit(self, limits: Limits, hard: set[str]) -> str:
        limits.explicit = self.chance.random() < 0.3
        return f"explicit:{'yes' if limits.explicit else 'no'}"

    def _not_artist(self, limits: Limits, hard: set[str]) -> str:
        artist = self.chance.choice(self.artists)
        limits.not_artists += (artist,)
        return f'-artist:"{artist}"'

    def _not_track(self, limits: Limits) -> str:
        recording = self.chance.randrange(len(self.table.recordings))
        limits.not_recordings += (recording,)
        return f"-track:{self.table.recordings['track_id'].iloc[recording]}"


def relaxed(feedback: tuple[str, ...], limits: Limits) -> Limits:
    """The limits as the answer says that it relaxed them, with room for the digits that it does not show."""
    ranges = dict(limits.ranges)
    for name in list(ranges):
        for line in feedback:
            if f"{name} no longer limited" in line:
                del ranges[name]
            elif match := re.search(
                rf": {name} relaxed(?: down to (?P<low>\S+))?.*?(?:up to (?P<high>\S+))?$",
                line.replace(" BPM", "").replace(" dB", ""),
            ):
                low, high = (None if end is None else _number(end) for end in (match["low"], match["high"]))
                room = {"tempo": 0.6, "duration": 0.6, "popularity": 0.6, "loudness": 0.06}.get(name, 0.006)
                ranges[name] = (None if low is None else low - room, None if high is None else high + room)
    return Limits(**{**vars(limits), "ranges": ranges})


def _number(text: str) -> float:
    minutes, colon, seconds = text.rpartition(":")
    return 60 * float(minutes) + float(seconds) if colon else float(text)


def check(table: Derived, engine: Engine, asked: Asked) -> None:
    """Compare an answer with the table."""
    allowed = table.allowed(asked.limits)
    count = int(allowed.sum())
    try:
        found = engine.recommend(asked.text)
    except UserError:
        strict = Limits(
            **{**vars(asked.limits), "ranges": {n: r for n, r in asked.limits.ranges.items() if n in asked.hard}}
        )
        # Nothing is within the limits that are never relaxed, or nothing but what names leave out.
        assert not table.allowed(strict).any() or not asked.pool_is_known, asked.text
        return
    assert found.searched == len(table.recordings)
    assert found.within == count if asked.pool_is_known else found.within <= count, (asked.text, found.within, count)
    assert f"{found.searched:,} recordings" in found.feedback[0]
    if count < found.searched - len(asked.limits.not_recordings):
        assert f"{found.within:,} within your limits" in found.feedback[0]
    assert len(found.tracks) <= asked.limit
    rows = [int(table.of_id[track.track_id]) for track in found.tracks]
    assert len(set(rows)) == len(rows)
    wider = table.allowed(relaxed(found.feedback, asked.limits))
    assert wider[rows].all(), (asked.text, found.feedback, found.tracks[int(np.argmin(wider[rows]))])
    for row, track in zip(rows, found.tracks, strict=True):
        check_track(table, row, track)
    if asked.seed is not None:
        sound, seed = table.standardised, table.standardised[asked.seed]
        cosines = sound @ seed / np.maximum(np.linalg.norm(sound, axis=1) * np.linalg.norm(seed), 1e-12)
        assert [track.match for track in found.tracks] == pytest.approx(100 * np.clip(cosines[rows], 0, 1), abs=0.51)
        assert all(np.diff(cosines[rows]) < 1e-5) or "relaxed" in " ".join(found.feedback), asked.text


def check_track(table: Derived, row: int, track: object) -> None:
    """What is said of a track stands in the table, figures and words."""
    known = table.recordings.iloc[row]
    assert track.track_id == known["track_id"]
    assert (track.track_name, track.album_name) == (known["track_name"], known["album_name"])
    assert list(track.artists) == list(dict.fromkeys(known["names"]))
    assert set(track.genres) == known["genres"]
    assert (track.popularity, track.explicit) == (known["popularity"], known["explicit"])
    for name in TRAITS:
        assert track.values[name] == pytest.approx(known[name], rel=1e-6, nan_ok=True)
    for reason in track.reasons:
        check_reason(table, known, reason)


def check_reason(table: Derived, known: pd.Series, reason: str) -> None:
    """The figures of a reason are the track's, and its level word is that of the value."""
    words = reason.removeprefix("but ")
    if match := re.search(r"\((\d+) BPM\)", words):
        assert abs(known["tempo"] - int(match[1])) <= 0.5 + 1e-3, reason
    if match := re.search(r"\((\d+):(\d\d)\)", words):
        assert abs(known["duration"] - 60 * int(match[1]) - int(match[2])) <= 0.5 + 1e-3, reason
    if match := re.search(r"(?:known|popular) \((\d+)\)", words):
        assert known["popularity"] == int(match[1]), reason
    bare = re.sub(r" \(.*\)$", "", words)
    if bare in LEVEL_BY_WORD:
        name, level = LEVEL_BY_WORD[bare]
        assert table.level_of(name, known[name]) == level, (reason, known[name])
    if match := re.fullmatch(r"both ([\w&, -]+)", words):
        genres = [part for part in re.split(r", | and ", match[1]) if part in set(table._filed)]
        assert all(genre in known["genres"] for genre in genres), (reason, known["genres"])


def check_figures(table: Derived, talk: Conversation, chance: random.Random, count: int) -> None:
    """Percentiles of tracks, comparisons of genres, counts of genres and artists."""
    everything = table.recordings
    for row in chance.sample(range(len(everything)), count):
        reply = talk.answer(read_request(f"/track track:{everything['track_id'].iloc[row]}"))
        for shown in (one.data for one in reply.rows if "percentile" in one.data):
            value = everything[shown["trait"]].iloc[row]
            assert shown["value"] == pytest.approx(value, rel=1e-6)
            there = table.percentile(shown["trait"], value)
            assert shown["percentile"] == pytest.approx(there, abs=0.051), (reply.title, shown, there)
    genres = sorted(table._filed)
    for one, other in (chance.sample(genres, 2) for _ in range(count // 10)):
        for shown in (row.data for row in talk.answer(read_request(f"/compare a:{one} b:{other}")).rows):
            for side, genre in (("a", one), ("b", other)):
                median = float(np.nanmedian(everything[shown["trait"]].iloc[table._filed[genre]]))
                assert shown[side] == pytest.approx(median, rel=1e-4, abs=1e-4)
                assert shown[f"{side}_percentile"] == pytest.approx(table.percentile(shown["trait"], median), abs=0.3)
    for shown in (row.data for row in talk.answer(read_request("/genres by:size limit:25")).rows):
        members = everything.iloc[table._filed[shown["genre"]]]
        assert shown["count"] == len(members)
        assert shown["popularity"] == pytest.approx(members["popularity"].mean(), abs=0.005)
    for artist in chance.sample(Requests(table, chance).artists, count // 10):
        reply = talk.answer(read_request(f'/artist name:"{artist}"'))
        assert f"{len(table._credited[plain(artist)]):,} recording" in reply.text, artist


class Undrawn(Conversation):
    """A conversation without pictures, which take longer than all the rest."""

    def _picture(self, chart: Chart, theme: str) -> Picture:
        return Picture(chart.name, b"", "")


def check_all(table: Derived, engine: Engine, count: int) -> None:
    chance = random.Random(20221)
    for name in TRAITS:
        marks = [engine.levels.raw(name, level) for level in LEVELS]
        assert marks == pytest.approx(list(table.levels[name].values()), rel=1e-6)
    assert engine.catalogue.manifest["counts"]["tracks"] == len(table.of_id)
    assert len(engine.catalogue) == len(table.recordings)
    requests = Requests(table, chance)
    for _ in range(count):
        check(table, engine, requests.next())
    talk = Undrawn(engine, cooldown=Cooldown(burst=10**9))
    check_figures(table, talk, chance, count // 10)
    talk.close()


def test_answers_over_the_demo_table_are_true(engine):
    table = Derived(invent(json.loads(PROFILES.read_text())))
    check_all(table, engine, 150)


def test_two_thousand_answers_over_the_real_table_are_true(real_table, real_engine):
    check_all(Derived(pd.read_csv(real_table, keep_default_na=False, index_col=0)), real_engine, 2000)

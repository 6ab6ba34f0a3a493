"""Fit what the language package reads: word frequencies and the name scorer."""

import gzip
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from sklearn.linear_model import LogisticRegression

from engine import artifacts
from engine.catalogue.dictionary import Dictionary, key_of
from engine.catalogue.names import fold, title_forms
from engine.catalogue.store import Catalogue
from engine.language import entities
from engine.language.frequency import ARTIFACT, FORMAT_VERSION, Frequencies

_ENGLISH: Final = 30_000
_OTHERS: Final = 6_000


def frequencies(top: Callable[[str, int], Sequence[str]], zipf: Callable[[str, str], float]) -> dict[str, np.ndarray]:
    """Zipf frequencies of the commonest words of five languages, by hash.

    Parameters
    ----------
    top, zipf : callable
        ``wordfreq.top_n_list`` and ``wordfreq.zipf_frequency`` (Robyn Speer, code Apache 2.0, data CC BY-SA 4.0).
    """
    held: dict[int, int] = {}
    for language, count in (("en", _ENGLISH), ("de", _OTHERS), ("es", _OTHERS), ("fr", _OTHERS), ("pt", _OTHERS)):
        for word in top(language, count):
            key = key_of(fold(word).replace(" ", ""))
            value = round(10 * (zipf(word, language) - (0.0 if language == "en" else 0.5)))
            held[key] = max(held.get(key, 0), value)
    keys = np.array(sorted(held), dtype=np.uint64)
    return {"word_keys": keys, "word_zipf": np.array([held[int(key)] for key in keys], dtype=np.uint8)}


def read_requests(path: Path) -> list[dict[str, Any]]:
    """Requests with the names that people marked: ``text`` and ``mentions`` (``mention``, ``type``, ``name``)."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def half_of(request: dict[str, Any]) -> int:
    """0 or 1, by a hash of the text: which half a request belongs to."""
    return hashlib.sha256(request["text"].encode()).digest()[0] % 2


def examples(
    requests: Sequence[dict[str, Any]], catalogue: Catalogue, common: Frequencies
) -> tuple[np.ndarray, np.ndarray]:
    """Features and labels of every candidate span of the requests: 1 where people marked it as a name."""
    dictionary = Dictionary(catalogue.files)
    credits = entities.Credits(catalogue)
    rows: list[list[float]] = []
    labels: list[int] = []
    for request in requests:
        marked = {(m["type"] == "Artist", _compact(m["mention"])) for m in request["mentions"]}
        context = entities.read_context(request["text"])
        found = entities.with_partners(context, entities.candidates(context, dictionary, credits), credits)
        for one in found:
            rows.append(entities.features(context, one, common, (one.start, one.end) in entities.both_kinds(found)))
            said = "".join(word.plain for word in context.words[one.start : one.end])
            forms = {said, said.removesuffix("s"), said.removeprefix("the"), "the" + said}
            labels.append(int(any((one.kind == "artist", form) in marked for form in forms)))
    return np.array(rows), np.array(labels)


_ARTIST_TURNS: Final = (
    "{a}", "{a} please", "some {a}", "songs by {a}", "play {a}", "{a} but calmer", "something like {a}", "like {a}",
    "{a} and {b}", "{a} meets {b}", "anything by {a}?", "more {a}", "upbeat {a} songs", "do you have {a}",
    "who sounds like {a}", "music from {a} for a workout", "like {a} but slower", "no {a}", "rock like {a}",
    "without {a}",
    "think {a} and {b}",
)  # fmt: skip
_TITLE_TURNS: Final = (
    "like {t}", "sounds like {t}", "{t} by {a}", "songs like {t} by {a}", "something like {t}", "{t} {a}", "{t} - {a}",
    "more like {t}", "similar to {t}", "songs that remind me of {t} by {a}", "smth like {t} but faster",
)  # fmt: skip


_BY_SURNAME: Final = 0.1


def short_turns(catalogue: Catalogue, count: int, seed: int) -> list[dict[str, Any]]:
    """Short lower-case messages made of a pattern and names of well-known artists and titles."""
    random = np.random.default_rng(seed)
    popularity = np.nan_to_num(catalogue.traits[:, -1])
    known = np.flatnonzero(popularity >= 60)
    turns = []
    for number in range(count):
        one, two = (catalogue.track(int(row)) for row in random.choice(known, 2, replace=False))
        title = title_forms(one.track_name)[2]
        a, b = one.artists[0], two.artists[0]
        if " " in a and random.random() < _BY_SURNAME:
            a = a.split()[-1]
        patterns = _ARTIST_TURNS if number % 2 else _TITLE_TURNS
        pattern = patterns[int(random.integers(len(patterns)))]
        mentions = [
            {"mention": name, "type": kind, "name": name}
            for key, name, kind in (("{a}", a, "Artist"), ("{b}", b, "Artist"), ("{t}", title, "WoA"))
            if key in pattern
        ]
        turns.append({"text": pattern.format(a=a.lower(), b=b.lower(), t=title), "mentions": mentions})
    return turns


def lower(requests: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The requests as typed without capitals."""
    return [{**request, "text": request["text"].lower()} for request in requests]


def fit(rows: np.ndarray, labels: np.ndarray, weights: np.ndarray | None = None) -> np.ndarray:
    """Weights of the name scorer, one a feature: logistic regression, L2 penalty."""
    model = LogisticRegression(C=1.0, fit_intercept=False, max_iter=2000)
    return np.asarray(model.fit(rows, labels, sample_weight=weights).coef_[0], dtype=np.float64)


def train(requests: Sequence[dict[str, Any]], catalogue: Catalogue, common: Frequencies) -> np.ndarray:
    """Fit the name scorer on requests as written and in lower case, and on short turns; the latter two count half."""
    parts = [(requests, 1.0), (lower(requests), 0.5), (short_turns(catalogue, 800, 0), 0.5)]
    made = [(*examples(part, catalogue, common), weight) for part, weight in parts]
    rows = np.concatenate([rows for rows, _, _ in made])
    labels = np.concatenate([labels for _, labels, _ in made])
    weights = np.concatenate([np.full(len(labels), weight) for _, labels, weight in made])
    return fit(rows, labels, weights)


def save(models: Path, weights: np.ndarray, common: Mapping[str, np.ndarray], requests: int) -> Path:
    """Write the word frequencies and the name scorer into a models directory."""
    about = {
        "what": "how common words are in five languages, and the weights of the scorer of names in free text",
        "features": list(entities.FEATURES),
        "learned_from": f"{requests} requests with names marked by people (MusicRecoNER, Deezer, MIT), and short turns",
        "sources": ["MusicRecoNER", "wordfreq 3.1 (data CC BY-SA 4.0)"],
    }
    arrays = {"name_weights": weights, **common}
    return artifacts.save(models, ARTIFACT, arrays, format_version=FORMAT_VERSION, about=about)


def _compact(text: str) -> str:
    return fold(text.replace("|", " ")).replace(" ", "")

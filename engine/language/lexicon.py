"""Lexicons: what words and phrases mean, one JSON file a language, all in the same format.

A file has sections. Most map a value of the slash grammar to the phrases that say it, parted by commas
(``"tempo:high": "fast, quick"``); ``lexicons/README.md`` describes each. A language is added by adding a file.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from engine.language.free_text import words

_DIRECTORY: Final = Path(__file__).parent / "lexicons"


@dataclass(frozen=True)
class Meaning:
    """What a phrase means.

    Parameters
    ----------
    kind : str
        ``mood``, ``genre``, ``absent`` (a genre that the catalogue lacks), ``trait``, ``explicit``, ``language``,
        ``kind``, ``unknown``, ``situation``, ``comparative``, ``negation``, ``less``, ``more``, ``very``, ``only``,
        ``idiom``, ``cue``, ``number``, ``decade``, ``noun``, ``sort``, ``surprise``, ``vocal``.
    value : str
        In the terms of the slash grammar where it has one: ``tempo:high``, ``french&hip-hop``.
    near : str
        Of an absent genre, the nearest genres that the catalogue has, as ``a+b``.
    """

    kind: str
    value: str
    near: str = ""


@dataclass
class Lexicon:
    """The phrases of one language.

    Attributes
    ----------
    language : str
        Its English name, lower case.
    phrases : dict of str to tuple of Meaning
        By phrase: the plain words (``engine.language.free_text``), parted by blanks.
    talk : dict of str to str
        By whole message that is small talk, its act.
    small : frozenset of str
        Words that say nothing by themselves.
    begun : dict of str to int
        By first word, words of the longest phrase that begins with it.
    single : list of str
        The phrases of one word.
    long_small : list of str
        The small words long enough that a slip in them can be told.
    """

    language: str
    phrases: dict[str, tuple[Meaning, ...]] = field(default_factory=dict)
    talk: dict[str, str] = field(default_factory=dict)
    small: frozenset[str] = frozenset()
    begun: dict[str, int] = field(default_factory=dict)
    single: list[str] = field(default_factory=list)
    long_small: list[str] = field(default_factory=list)

    def at(self, plain: tuple[str, ...], start: int) -> Iterator[tuple[int, tuple[Meaning, ...]]]:
        """The phrases that begin at a word: how many words each has, and what it means; the longest first."""
        longest = self.begun.get(plain[start], 0)
        for size in range(min(longest, len(plain) - start), 0, -1):
            meanings = self.phrases.get(" ".join(plain[start : start + size]) if size > 1 else plain[start])
            if meanings:
                yield size, meanings


_SIMPLE: Final = {
    "moods": "mood",
    "genres": "genre",
    "traits": "trait",
    "explicit": "explicit",
    "languages": "language",
    "kinds": "kind",
    "unknown": "unknown",
    "situations": "situation",
    "comparatives": "comparative",
    "cues": "cue",
    "sort": "sort",
    "surprise": "surprise",
    "units": "unit",
    "amounts": "amount",
    "emoji": "mood",
    "emoji_genres": "genre",
    "emoji_scene": "situation",
}
_LISTS: Final = {
    "negations": "negation", "less": "less", "more": "more", "very": "very", "only": "only", "idioms": "idiom",
    "nouns": "noun", "vocal_words": "vocal",
}  # fmt: skip


def nearest_to_absent(text: str) -> tuple[str, ...]:
    """The genres nearest to one that the lexicons know to be absent, as the whole text says it; else none."""
    phrase = phrase_of(text)
    meanings = (meaning for lexicon in lexicons().values() for meaning in lexicon.phrases.get(phrase, ()))
    return next((tuple(meaning.near.split("+")) for meaning in meanings if meaning.kind == "absent"), ())


def phrase_of(text: str) -> str:
    """The plain words of a phrase, parted by blanks."""
    if text.isascii() and text.replace(" ", "").isalnum():
        return " ".join(text.lower().split())
    return " ".join(word.plain for word in words(text))


_ELIDED: Final = re.compile(
    r"(?i)(?<![\w'’])((?:[cdjlmnst]|qu|jusqu|un|dell|all|nell|sull|dall|quell|quest|bell)['’])(?=(\w+))"
)
"""Words that lose their last letter before a vowel, in French and Italian: "d'instrumental", "dell'estate"."""


def parted(text: str, language: str) -> str:
    """A text with a blank in place of each apostrophe before which a word lost a letter, as long as it was.

    Only where what follows means something by itself: "L'Impératrice" stays a name.

    >>> parted("pas d'instrumental, comme l'Imperatrice", "french")
    "pas d instrumental, comme l'Imperatrice"
    """
    if language not in ("french", "italian"):
        return text
    if language == "italian":
        # "Né rock né metal": without its accent it would be the "ne" of "ne voglio dieci".
        text = re.sub(r"(?i)(?<!\w)n[éè](?=\s)", "no", text)
    known = [lexicons()[language], lexicons()["english"]]

    def apart(match: re.Match[str]) -> str:
        word = phrase_of(match[2])
        meant = any(word in one.begun or word in known[0].small for one in known)
        return f"{match[1][:-1]} " if meant else match[0]

    return _ELIDED.sub(apart, text)


def _phrases(section: str, said: str) -> Iterable[str]:
    if section.startswith("emoji"):
        return [word.plain for word in words(" ".join(said))] if said else []
    # "plein d'énergie" also as ``parted`` leaves it.
    forms = (form for part in said.split(",") for form in dict.fromkeys((part, part.replace("'", " "))))
    return list(dict.fromkeys(phrase for form in forms if (phrase := phrase_of(form))))


def _entries(data: Mapping[str, Any]) -> Iterator[tuple[str, Meaning]]:
    for section, kind in _SIMPLE.items():
        for value, said in data.get(section, {}).items():
            for phrase in _phrases(section, said):
                yield phrase, Meaning(kind, value)
    for name, entry in data.get("absent", {}).items():
        for phrase in _phrases("absent", entry["said"]):
            yield phrase, Meaning("absent", name, entry["near"])
    for section, kind in _LISTS.items():
        for phrase in _phrases(section, data.get(section, "")):
            yield phrase, Meaning(kind, phrase)
    for section, kind in (("numbers", "number"), ("decades", "decade")):
        for phrase, value in data.get(section, {}).items():
            yield phrase_of(phrase), Meaning(kind, str(value))


def _with_endings(phrases: dict[str, tuple[Meaning, ...]], endings: str) -> None:
    """Adjectives take the endings of their language: traurig, traurige, trauriger."""
    ends = [end.strip() for end in endings.split(",") if end.strip()]
    for phrase, meanings in list(phrases.items()):
        if len(phrase) > 3 and all(meaning.kind in ("mood", "trait", "genre") for meaning in meanings):
            for end in ends:
                phrases.setdefault(phrase + end, meanings)


def longest_by_first_word(phrases: Iterable[str]) -> dict[str, int]:
    """By first word, words of the longest phrase that begins with it."""
    begun: dict[str, int] = {}
    for phrase in phrases:
        first = phrase.partition(" ")[0]
        begun[first] = max(begun.get(first, 0), phrase.count(" ") + 1)
    return begun


@lru_cache(maxsize=1)
def lexicons() -> dict[str, Lexicon]:
    """Every lexicon, by language; English first."""
    found = {}
    for path in sorted(_DIRECTORY.glob("*.json"), key=lambda path: (path.stem != "en", path.stem)):
        data = json.loads(path.read_text(encoding="utf-8"))
        phrases: dict[str, tuple[Meaning, ...]] = {}
        for phrase, meaning in _entries(data):
            phrases[phrase] = (*phrases.get(phrase, ()), meaning)
        _with_endings(phrases, data.get("endings", ""))
        small = frozenset(phrase_of(word).replace(" ", "") for word in data["small"].split(","))
        if data["language"] != "english":
            # No name begins with "non troppo"; the English ones stand among the small words as they are.
            degrees = ("negations", "less", "more", "very", "only")
            small |= {word for one in degrees for word in phrase_of(data.get(one, "").replace(",", " ")).split()}
        talk = {phrase: act for act, said in data["talk"].items() for phrase in _phrases("talk", said)}
        found[data["language"]] = Lexicon(
            data["language"],
            phrases,
            talk,
            small,
            longest_by_first_word(phrases),
            [phrase for phrase in phrases if " " not in phrase],
            sorted(word for word in small if len(word) >= 8),
        )
    return found


def language_of(plain: tuple[str, ...]) -> str:
    """The language of a message: the one most of whose words its lexicon holds; English if in doubt.

    Examples
    --------
    >>> language_of(("suche", "ruhige", "musik", "zum", "einschlafen"))
    'german'
    >>> language_of(("calm", "music"))
    'english'
    """
    known = {name: _known(lexicon, plain) for name, lexicon in lexicons().items()}
    best = max(known, key=lambda name: (known[name][0], name == "english", known[name][1]))
    return best if known[best][0] > known["english"][0] else "english"


def _known(lexicon: Lexicon, plain: tuple[str, ...]) -> tuple[int, int]:
    """How many words the lexicon explains with English names of genres, which count in every language, and without."""
    english = lexicons()["english"]
    count = borrowed = place = 0
    while place < len(plain):
        word = plain[place]
        size = next((size for size, _ in lexicon.at(plain, place)), 0) if word in lexicon.begun else 0
        if not size and word not in lexicon.small:
            if lexicon is not english and word in english.begun:
                size = next((size for size, found in english.at(plain, place) if found[0].kind == "genre"), 0)
            borrowed += size
        else:
            count += max(size, 1)
        place += max(size, 1)
    return count + borrowed, count

"""Amounts in free text: counts, tempos, lengths, keys, years and decades, in digits or in words."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from engine.language.lexicon import lexicons

_LEAST_TEMPO: Final = 55
_MOST_TEMPO: Final = 220
# "45 minutes" is how long a list is, "3 minutes" how long a track is.
_LONG_TRACK: Final = 15 * 60


@dataclass(frozen=True)
class Amount:
    """One amount and where it stands.

    Parameters
    ----------
    kind : str
        ``spot`` (seconds, of a film that the music is for), ``tempo`` (BPM), ``duration`` (seconds, of a track),
        ``length`` (seconds, of the whole list), ``limit``,
        ``key`` (``A minor`` or ``8A``), ``year``, ``loudness`` (dB), ``popularity``.
    start, end : int
        Its place in the text.
    low, high, target : float or None
        A bound below, a bound above, or the value itself.
    name : str
        Of a key.
    """

    kind: str
    start: int
    end: int
    low: float | None = None
    high: float | None = None
    target: float | None = None
    name: str = ""


# "6 minutes or longer", "4 minutes tops"; "140 bpm and less popular" says how popular.
_BEHIND: Final = (
    r"(?:\s*(?P<up>\+|\bplus\b|\b(?:or|and)\s+(?:more(?!\s+(?!please\b|pls\b)\w)|longer|over|above|up|upwards|faster|higher|louder)\b|"
    r"\bat\s+(?:the\s+)?least\b|"
    r"\bminimum\b|\bupwards\b)|\s*\blong\b|"
    r"\s*(?P<down>\b(?:or|and)\s+(?:less(?!\s+(?!please\b|pls\b)\w)|under|below|shorter|slower|lower|quieter)\b|\bat\s+(?:the\s+)?most\b|\bmax(?:imum)?\b|\btops\b))?"
)
# "A 30-second car commercial" says how long the film is, and not the track.
_SPOT: Final = 120
_OF_SPOT: Final = re.compile(
    r"\W*(?:[\w'’-]+\s+){0,3}?(?:commercials?|ads?|adverts?|advertisement|spots?|teasers?|trailers?|clips?|"
    r"reels?|cut|promos?|films?|videos?|slot|tv|tiktok)\b"
)
# What "60+" counts where it is no tempo.
_COUNTED: Final = (
    "guests?|people|persons?|folks|crowd|audience|club|years?|yrs?|year-olds?|songs?|tracks?|tunes?|"
    "albums?|artists?|kids|plays|streams"
)
# What a number from 0 to 100 without a unit is of, beside words that say how well known something is.
_KNOWN: Final = re.compile(
    r"\b(?:popularity|popular|famous|fame|well[ -]known|known|obscure|underground|unknown|mainstream|popularidad\w*|"
    r"popularite\w*|beliebtheit|bekannt\w*|conocid\w+|conhecid\w+|popularidade|popolarita|conosciut\w+|connue?s?)\b"
)
_TEMPO_SAID: Final = re.compile(r"\b(?:bpm|tempo|beats|fast\w*|slow\w*|minutes?|mins?|seconds?|secs?)\b")
_POPULARITY: Final = r"popularity(?:\s+(?:score|level|rating|figure|value))?"
_MOST_POPULARITY: Final = 100
_ISH: Final = re.compile(r"(?<=\d)-?ish\b")


def find_amounts(text: str, language: str = "english") -> list[Amount]:
    """The amounts of a text, in order; none overlaps another.

    Examples
    --------
    >>> [(a.kind, a.low, a.high, a.target) for a in find_amounts("20 songs, 120-125 bpm, under 3 min")]
    [('limit', None, None, 20.0), ('tempo', 120.0, 125.0, None), ('duration', None, 180.0, None)]
    """
    # "90ish": blanks in its place keep the places of the letters.
    plain = _ISH.sub(lambda match: " " * len(match[0]), _level(text))
    grammar = _grammar(language)
    found: list[Amount] = []
    taken = [False] * len(plain)
    for amount in grammar.amounts(plain):
        if not any(taken[amount.start : amount.end]):
            taken[amount.start : amount.end] = [True] * (amount.end - amount.start)
            ish = _ISH.match(_level(text), amount.end)
            found.append(replace(amount, end=ish.end()) if ish else amount)
    return sorted(found, key=lambda amount: amount.start)


def _level(text: str) -> str:
    """Lower case without accents, letter for letter, so that places stay the same."""
    if text.isascii():
        return text.lower()
    return "".join((unicodedata.normalize("NFKD", letter.lower()) or letter)[0] for letter in text)


def _any(phrases: list[str]) -> str:
    return "|".join(re.escape(phrase).replace(r"\ ", r"[\s'’-]+") for phrase in sorted(phrases, key=len, reverse=True))


class _Grammar:
    """The patterns of one language (English counts everywhere)."""

    def __init__(self, language: str) -> None:
        said: dict[tuple[str, str], list[str]] = {}
        self.values: dict[str, float] = {}
        self.decades: dict[str, int] = {}
        nouns: list[str] = []
        for name in dict.fromkeys(("english", language)):
            for phrase, meanings in lexicons()[name].phrases.items():
                for meaning in meanings:
                    if meaning.kind in ("unit", "amount"):
                        said.setdefault((meaning.kind, meaning.value), []).append(phrase)
                    elif meaning.kind == "number":
                        self.values[phrase] = float(meaning.value)
                    elif meaning.kind == "decade":
                        self.decades[phrase] = int(meaning.value)
                    elif meaning.kind == "noun":
                        nouns.append(phrase)
        number = rf"(?:\d+(?:[.,]\d+)?|{_any(list(self.values))})"

        def limits(over: str = "") -> str:
            return "|".join(
                rf"(?P<{name}>{_any(said['amount', name])}{extra})"
                for name, extra in (("under", "|<"), ("over", f"|>{over}"), ("around", "|~"))
            )

        bound = limits()
        minute, second, hour, bpm = (_any(said["unit", unit]) for unit in ("minute", "second", "hour", "bpm"))
        dash = r"\s*(?:-|–|to|and|bis|a|y|et|e|und|ai|ate)\s*"

        def compile_(pattern: str) -> re.Pattern[str]:
            return re.compile(pattern)

        self.half_hour = compile_(
            r"\b(?:half\s+an?\s+hour|halbe\s+stunde|media\s+hora|demi[\s-]heure|meia\s+hora|mezz['’]ora|mezza\s+ora)\b"
        )
        self.hours = compile_(
            rf"(?:\b(?:{bound})\s*)?(?<![\w.,])(?:(?P<n>{number})|(?P<one>an?|un['’]))\s*-?(?:{hour})\b"
            rf"(?:\s*(?P<half>and\s+a\s+half|y\s+media|et\s+demie|e\s+meia|e\s+mezz[ao])|\s*(?:and\s+)?(?P<m>\d+)(?:\s*(?:{minute}|m))?\b)?"
        )
        self.clock_range = compile_(r"\b(?P<a>\d{1,2}:\d{2})\s*(?:-|–|to|and)\s*(?P<b>\d{1,2}:\d{2})\b")
        self.clock = compile_(rf"(?:\b(?:{bound})\s*)?(?<!\d)(?P<n>\d{{1,2}}:[0-5]\d)\b")
        unit = rf"(?P<minute>{minute})|(?P<second>{second})|(?P<bpm>{bpm})|(?P<db>db)|(?P<pop>popularity)"
        self.spans = compile_(rf"(?<![\w.,])(?P<a>{number}){dash}(?P<b>{number})\s*-?(?:{unit})\b")
        self.units = compile_(
            rf"(?:(?:\b|(?=[<>~]))(?:{limits('|beyond|past|after|exceeding')})\s*)?"
            rf"(?:[-−–](?=\d+\s*db\b))?(?<![\w.,])(?P<n>{number})(?P<plus>\+)?\s*-?(?:{unit})(?:\b|(?<=\W)){_BEHIND}"
        )
        self.unit_first = compile_(rf"\b(?:bpm|tempo)\s*(?:of|:|=|is)?\s*(?:(?:{bound})\s*)?(?P<n>\d{{2,3}})\b")
        self.bare_span = compile_(
            r"(?<![\w.,:])(?P<a>\d{2,3})\s*(?:-|–|to|and|bis|a|y|et|e|und)\s*(?P<b>\d{2,3})(?![\w:%])"
        )
        self.popularity_first = compile_(
            rf"\b(?:{_POPULARITY}|popularidad|popularite|popularidade|popolarita|popularitat|beliebtheit|bekanntheit)\s*(?:of|is|:|=|from|be|that\s+is)?\s*"
            rf"(?:between\s+|from\s+)?(?:(?:{bound})\s*)?(?<![\w.,])(?P<n>\d{{1,3}})(?:{dash}(?P<b>\d{{1,3}}))?(?![\w:%])"
            rf"(?:\s*(?P<up>\+|\bplus\b|\b(?:or|and)\s+(?:more|over|above|up|higher)\b)|"
            rf"\s*(?P<down>\b(?:or|and)\s+(?:less|under|below|lower)\b))?"
        )
        self.pop_behind = compile_(
            rf"(?:\b(?:{bound})\s*)(?<![\w.,])(?P<n>\d{{1,3}})\s+pop\b(?=\s*(?:[.,;!?)]|$|score|points))"
        )
        # "less popular, like 30-50"
        self.known_span = compile_(
            rf"(?:{_KNOWN.pattern})[\s,:;]*(?:(?:like|say|around|about|maybe|between|from|somewhere|roughly|so|ideally|in|the|range)[\s,]+)*"
            rf"(?P<span>(?P<a>\d{{1,3}}){dash}(?P<b>\d{{1,3}}))(?![\w:%]|\s*(?:{unit})\b)"
        )
        self.known_bound = compile_(rf"(?:\b|(?=[<>~]))(?:{bound})\s*(?P<n>\d{{1,3}})(?![\w:%.,]\w|\w)")
        self.upwards = compile_(rf"(?<![\w.,:])(?P<n>\d{{2,3}})\+(?:\s*bpm)?(?!\s*(?:{_COUNTED})\b)")
        self.bare = compile_(rf"(?:\b|(?=[<>~]))(?:{bound})\s*(?P<n>\d{{2,3}})(?![\w:%]|\s*(?:%|years|jahre))")
        noun = _any(nouns)
        self.count = compile_(
            rf"(?<![\w.,:/#-])(?P<n>(?:{number}))(?=(?:\s+(?!by\b|from\b|like\b)[\w'’&-]+){{0,4}}?\s+(?:{noun})\b)"
        )
        self.top = compile_(
            rf"\b(?P<top>top|best|first|give\s+me|gimme|only|just|limit|dame|gib\s+mir|donne\s+moi|donne-moi|dammi|ne\s+voglio|me\s+da)\s+(?P<n>\d{{1,2}}|{_any(list(self.values))})\b(?!\s*(?:{minute}|{second}|{hour}|{bpm}|:))"
        )
        self.lead = compile_(rf"^\W*(?P<n>\d{{1,2}})\s+(?=[a-z])(?!(?:{minute}|{second}|{hour}|{bpm}|s)\b)")
        self.decade = compile_(
            rf"(?:\b(?P<part>early|mid|late)[\s-]+)?(?:\b(?:the|in\s+den|los|las|les|annees|anos)\s+)?(?<!\w)['’]?"
            rf"(?:(?P<d>\d{{2}}|(?:19|20)\d0)['’]?\s?(?:s|er|ern)\b|(?P<w>{_any(list(self.decades))})\b)"
        )
        self.year_span = compile_(r"\b(?P<a>(?:19|20)\d\d)\s*(?:-|–|to|and|bis|a|y)\s*(?P<b>(?:19|20)\d\d)\b")
        bounds = "|".join(
            rf"(?P<{name}>{_any(said['amount', name])}{extra})"
            for name, extra in (("after", "|newer\\s+than"), ("before", "|older\\s+than"))
        )
        self.year = compile_(
            rf"(?:\b(?:{bounds})\s+)?(?:\b(?P<exact>in|from|year|released\s+in|aus|de|of|circa)\s+)?(?:the\s+year\s+)?(?<![\w.,/-])(?P<n>(?:19[2-9]|20[0-2])\d)(?![\w.,]\d|\w|\s*(?:bpm|{noun})\b)"
            r"(?P<up>\s*(?:\+|(?:and|or)\s+(?:up|above|later|newer|onwards?|after)\b|upwards?\b|onwards?\b))?"
        )
        self.key = compile_(
            r"(?:\b(?:in|key(?:\s+of)?:?)\s+(?:the\s+key\s+of\s+)?)?\b(?P<note>[a-g])(?:\s?(?P<acc>#|♯|♭|(?<=\w)b|sharp|flat))?[\s-]?"
            r"(?P<mode>minor|major|min(?=\b)|maj|moll|dur|menor|mayor|mineur|majeur|m(?=\b))(?!\w)"
        )
        self.key_in = compile_(
            r"\b(?:key(?:\s+of)?:?|in\s+the\s+key\s+of)\s+(?P<note>[a-g])(?:\s?(?P<acc>#|♯|♭|b|sharp|flat))?(?!\w)"
        )
        self.mode = compile_(
            r"\b(?:(?:in\s+)?(?:an?\s+|any\s+|the\s+)?(?=\w+\s+keys?\b)|in\s+(?=\w+(?:[,.;!?]|$|\s+(?:and|but|with|no)\b)))(?P<mode>minor|major)(?:\s+keys?)?\b"
        )
        self.camelot = compile_(r"(?<![\w.,])(?P<code>(?:1[0-2]|[1-9])[ab])(?!\w)")

    def number(self, said: str) -> float:
        """The value of digits or of a number word."""
        said = " ".join(said.split())
        return self.values[said] if said in self.values else float(said.replace(",", "."))

    def amounts(self, text: str) -> Iterator[Amount]:
        """Every amount that some pattern finds, the surest patterns first."""
        yield from self._years(text)
        yield from self._popularities(text)
        yield from self._lengths(text)
        yield from self._tempos(text)
        yield from self._keys(text)
        yield from self._counts(text)

    def _years(self, text: str) -> Iterator[Amount]:
        for match in self.year_span.finditer(text):
            low, high = sorted((float(match["a"]), float(match["b"])))
            yield Amount("year", *match.span(), low=low, high=high)
        for match in self.decade.finditer(text):
            if match["w"]:
                first = self.decades[" ".join(match["w"].split())]
            else:
                digits = int(match["d"])
                first = digits if digits > 100 else digits + (2000 if digits < 30 else 1900)
                if first % 10 or first > 2020:
                    continue
            low, high = {"early": (0, 4), "mid": (3, 6), "late": (5, 9)}.get(match["part"] or "", (0, 9))
            yield Amount("year", *match.span(), low=float(first + low), high=float(first + high))
        for match in self.year.finditer(text):
            year = float(match["n"])
            if match["up"] or (match["after"] and not match["exact"] and match["after"] != "from"):
                yield Amount("year", *match.span(), low=year)
            elif match["before"] and not match["exact"]:
                yield Amount("year", *match.span(), high=year)
            elif match["exact"] or match["after"]:
                yield Amount("year", *match.span(), low=year, high=year)

    def _popularities(self, text: str) -> Iterator[Amount]:
        for match in self.popularity_first.finditer(text):
            low = float(match["n"])
            if match["b"]:
                yield Amount("popularity", *match.span(), low=low, high=float(match["b"]))
            else:
                yield _bounded("popularity", match, low)
        for match in self.pop_behind.finditer(text):
            yield _bounded("popularity", match, float(match["n"]))
        for match in self.known_span.finditer(text):
            low, high = sorted((float(match["a"]), float(match["b"])))
            if high <= _MOST_POPULARITY:
                yield Amount("popularity", *match.span("span"), low=low, high=high)
        if not _KNOWN.search(text) or _TEMPO_SAID.search(text):
            return
        for match in self.known_bound.finditer(text):
            if not match["around"] and float(match["n"]) <= _MOST_POPULARITY:
                yield _bounded("popularity", match, float(match["n"]))

    def _lengths(self, text: str) -> Iterator[Amount]:
        for match in self.half_hour.finditer(text):
            yield Amount("length", *match.span(), target=1800.0)
        for match in self.hours.finditer(text):
            hours = self.number(match["n"]) if match["n"] else 1.0
            seconds = 3600 * (hours + (0.5 if match["half"] else 0)) + 60 * float(match["m"] or 0)
            yield Amount("length", *match.span(), target=seconds)
        for match in self.clock_range.finditer(text):
            low, high = sorted((_clock(match["a"]), _clock(match["b"])))
            yield Amount("duration", *match.span(), low=low, high=high)
        for match in self.clock.finditer(text):
            yield _bounded("duration", match, _clock(match["n"]))

    def _tempos(self, text: str) -> Iterator[Amount]:
        for match in self.spans.finditer(text):
            kind, scale = _unit(match)
            low, high = sorted((self.number(match["a"]) * scale, self.number(match["b"]) * scale))
            yield Amount(kind, *match.span(), low=low, high=high)
        for match in self.units.finditer(text):
            kind, scale = _unit(match)
            value = self.number(match["n"]) * scale
            if kind == "duration" and value <= _SPOT and _OF_SPOT.match(text, match.end()):
                kind = "spot"
            limited = any(match[name] for name in ("under", "over", "up", "down", "plus"))
            if kind == "duration" and value >= _LONG_TRACK and not limited:
                kind = "length"
            around = match["around"] if not limited else None
            yield _bounded(kind, match, value) if limited or around else Amount(kind, *match.span(), target=value)
        for match in self.upwards.finditer(text):
            if _LEAST_TEMPO <= float(match["n"]) <= _MOST_TEMPO:
                yield Amount("tempo", *match.span(), low=float(match["n"]))
        for match in self.unit_first.finditer(text):
            yield _bounded("tempo", match, float(match["n"]))
        for match in self.bare_span.finditer(text):
            low, high = sorted((float(match["a"]), float(match["b"])))
            if low >= _LEAST_TEMPO and high <= _MOST_TEMPO:
                yield Amount("tempo", *match.span(), low=low, high=high)
        for match in self.bare.finditer(text):
            value = float(match["n"])
            # "in the top 100", "at 30" are no tempos; "around 128" is.
            if _LEAST_TEMPO <= value <= _MOST_TEMPO:
                yield _bounded("tempo", match, value)

    def _keys(self, text: str) -> Iterator[Amount]:
        for match in self.mode.finditer(text):
            yield Amount("key", *match.span(), name=match["mode"])
        for pattern in (self.key, self.key_in):
            for match in pattern.finditer(text):
                said = match.groupdict()
                mode = "minor" if (said.get("mode") or "major").startswith(("m", "min")) else "major"
                mode = "major" if (said.get("mode") or "major") in ("major", "maj", "dur", "mayor", "majeur") else mode
                sharp = {"#": "#", "♯": "#", "sharp": "#", "b": "b", "♭": "b", "flat": "b"}.get(said["acc"] or "", "")
                short = said.get("mode") in ("m", "min", "maj")
                led = match[0].startswith(("in ", "key"))
                # "a minor problem" is no key.
                if (short or (said["note"] == "a" and text[match.end() :].strip())) and not led:
                    continue
                yield Amount("key", *match.span(), name=f"{said['note'].upper()}{sharp} {mode}")
        for match in self.camelot.finditer(text):
            yield Amount("key", *match.span(), name=match["code"].upper())

    def _counts(self, text: str) -> Iterator[Amount]:
        for pattern in (self.top, self.count, self.lead):
            for match in pattern.finditer(text):
                count = self.number(match["n"])
                one = match["n"] in ("one", "ein", "eine", "un", "une", "una", "uno", "um", "uma")
                # "All three of these" says how many there are.
                told = _ALL.search(text[: match.start()]) is not None
                if count == int(count) and 1 <= count <= 200 and not (one or told):
                    yield Amount("limit", *match.span("n"), target=count)


_ALL: Final = re.compile(r"\b(?:all|both|those|these)(?: of)?(?: the)?\s+$")


def _clock(said: str) -> float:
    minutes, _, seconds = said.partition(":")
    return 60.0 * int(minutes) + int(seconds)


def _unit(match: re.Match[str]) -> tuple[str, float]:
    if match["bpm"]:
        return "tempo", 1.0
    if match["db"]:
        return "loudness", -1.0
    if match["pop"]:
        return "popularity", 1.0
    return "duration", 60.0 if match["minute"] else 1.0


def _bounded(kind: str, match: re.Match[str], value: float) -> Amount:
    said = match.groupdict()
    if said.get("under") or said.get("down"):
        return Amount(kind, *match.span(), high=value)
    if said.get("over") or said.get("up") or said.get("plus"):
        return Amount(kind, *match.span(), low=value)
    return Amount(kind, *match.span(), target=value)


@lru_cache(maxsize=8)
def _grammar(language: str) -> _Grammar:
    return _Grammar(language)

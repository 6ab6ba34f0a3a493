"""Why a histogram that was shown has a second peak: a tempo read at half or double, or genres that lie there."""

import re
from typing import TYPE_CHECKING, Final

import numpy as np

from bot.dialogue.inquiries import figures
from bot.dialogue.inquiries.figures import Rows
from bot.dialogue.inquiries.said import Said, listed
from bot.dialogue.outcome import Outcome
from bot.dialogue.pattern_table import Pattern
from bot.reply import Action, Reply
from engine import TRAIT_NAMES, Distribution, Engine, trait

if TYPE_CHECKING:
    from bot.dialogue.manager import Turn

_BUMP: Final = (
    r"(?:bumps?|peaks?|spikes?|humps?|clusters?|blips?|hills?|bulges?|lumps?|jumps?|tails?|outliers?|pile|group)"
)
_OPENING: Final = r"(?:why|how come|what|where|explain|who|which|is|are|do|does|tell me (?:why|about)|i see|there)"
_ASKS: Final = Pattern(
    rf"{_OPENING}\b.*\b{_BUMP}\b.*|(?:why|how come)\b.*\b(?:so many|so much|a lot|that many|so often)\b.*\d.*"
)
_NUMBER: Final = re.compile(r"(?<![\w.])\d{1,3}(?:\.\d+)?(?![\w.]*%)")
_TWO: Final = re.compile(
    r"\b(?:two|second|other|another|smaller|little|small|first|left|right|lower|upper) (?:\w+ )?(?:bumps?|peaks?|spikes?|humps?)\b"
)
_ALIKE: Final = 0.06
"""The share by which a tempo may miss half or double of another and count as that."""
_BESIDE: Final = 0.15
"""The share of the median that a second peak of tempos is away from it, at least."""
_WIDTH: Final = {"tempo": 3.0, "loudness": 1.0, "duration": 10.0, "popularity": 2.0}
_GENRES: Final = 4


def explained(turn: "Turn", asked: Said) -> Outcome | None:
    """``why is there a bump around 87``, after a histogram: half of the usual tempo, or what lies there."""
    last = turn.context.last
    if last is None or turn.fresh or last.task.command != "explore":
        return None
    name = last.task.fields.get("feature") or ("popularity" if last.task.fields.get("what") == "popularity" else "")
    if name not in TRAIT_NAMES or not _ASKS.fullmatch(asked.text):
        return None
    genre = last.task.fields.get("genre", "")
    of = turn.engine.spread(name, genre or None).of
    number = _NUMBER.search(asked.text)
    at = float(number[0]) if number is not None else None
    if at is None and (_TWO.search(asked.text) or name == "tempo"):
        at = second_peak(of)
    if at is None:
        return None
    again = Action("That answer again", last.request)
    rows = _near(turn.engine, genre, name, at)
    title, text = _told(turn.engine, genre, of, at, rows)
    return Outcome(reply=Reply(title=title, text=text, actions=(again,)))


def second_peak(of: Distribution) -> float | None:
    """The middle of the highest bar that is higher than its neighbours and away from the median; None if there is none."""
    shares, middles = of.shares, (of.edges[:-1] + of.edges[1:]) / 2
    size = abs(of.median) if of.trait.high - of.trait.low > 1 else of.trait.high - of.trait.low
    tops = [
        place
        for place in range(1, len(shares) - 1)
        if shares[place] > shares[place - 1]
        and shares[place] >= shares[place + 1]
        and abs(middles[place] - of.median) > _BESIDE * size
    ]
    return float(middles[max(tops, key=lambda place: shares[place])]) if tops else None


def times(value: float, usual: float) -> str:
    """Whether a tempo is half or double of another one: "half", "double", or empty for neither.

    >>> times(87, 174), times(174, 87), times(100, 120)
    ('half', 'double', '')
    """
    for word, factor in (("half", 0.5), ("double", 2.0)):
        if abs(value - factor * usual) <= _ALIKE * factor * usual:
            return word
    return ""


def _width(name: str) -> float:
    return _WIDTH.get(name, 0.02)


def _near(engine: Engine, genre: str, name: str, at: float) -> Rows:
    """Recordings whose trait lies near a value."""
    rows = figures.members(engine, genre)
    values = engine.catalogue.traits[rows, TRAIT_NAMES.index(name)]
    near: Rows = rows[np.abs(values - at) <= _width(name)]
    return near


def _told(engine: Engine, genre: str, of: Distribution, at: float, rows: Rows) -> tuple[str, str]:
    name, show = of.trait.name, trait(of.trait.name).format
    width = f"{show(_width(name))}" if name != "duration" else f"{_width(name):.0f} seconds"
    where = f"recordings of {genre}" if genre else "recordings"
    count = f"{len(rows):,} of {of.count:,} {where} ({figures.share(len(rows), of.count)}) lie within {width} of it."
    kind = times(at, of.median) if name == "tempo" else ""
    if kind:
        beats = "every other beat" if kind == "half" else "every beat twice"
        title = f"{at:.0f} BPM is {kind} of {at * 2 if kind == 'half' else at / 2:.0f}: most likely music of the usual tempo, of which {beats} was counted."
        usual = f"The median {f'of {genre} ' if genre else ''}is {show(of.median)}."
        return title, f"{usual} Spotify estimates the tempo from the sound, and may read it at half or double. {count}"
    there = _genres(engine, genre, rows)
    title = f"Around {show(at)}: {count[:-1].replace(' of it', '')}."
    if not there:
        return title, ""
    also = "Of these are also filed" if genre else "Most of them are filed"
    why = "Why they lie there the data do not tell." if name != "tempo" else _elsewhere(at)
    return title, f"{also} under {listed(there)}. {why}"


def _elsewhere(at: float) -> str:
    """What a tempo would be at double or at half, which may have been meant."""
    other = at * 2 if at < 100 else at / 2
    return f"Some may be read at {'half' if at < 100 else 'double'} of their tempo, which would be {other:.0f} BPM."


def _genres(engine: Engine, genre: str, rows: Rows) -> list[str]:
    """The genres most frequent among recordings, with how many, but for the one that was asked about."""
    counts = {
        name: len(np.intersect1d(engine.catalogue.genre_members(name), rows, assume_unique=True))
        for name in engine.catalogue.genres
        if name != genre
    }
    ordered = sorted((name for name in counts if counts[name]), key=lambda name: -counts[name])
    return [f"{name} ({counts[name]:,})" for name in ordered[:_GENRES]]

"""Sentences that answer a question about a track or a list before the details do."""

import re
import statistics
from collections.abc import Sequence
from typing import Final

from bot.dialogue.context import Exchange, Shown
from bot.dialogue.references import value
from bot.reply import Action, Reply
from engine import TRAIT_NAMES, WORDS, Comparison, Engine, Token, Track, join, trait

NO_YEARS: Final = (
    "I have no release years: the catalogue knows how tracks sound and how popular they were in October 2022, not when "
    "they came out."
)
NO_ORIGINS: Final = (
    "Where artists come from is not in the data: it has titles, albums, genres, popularity and how tracks sound."
)
NO_PRICES: Final = "Prices and rights are not in the data: ask the label or publisher."
NO_WORDS: Final = "The words of songs are not in the data."

# Spotify counts a track as instrumental from 0.5 on, and as surely so the nearer to 1; sung tracks lie near 0.
_SUNG: Final = 0.2
_INSTRUMENTAL: Final = 0.8


def sentence(engine: Engine, track: Track, aspect: str) -> str:
    """One sentence on one aspect of a track: ``tempo``, ``artist``, ``explicit`` and so on."""
    name = track.title
    if aspect == "artist":
        return f"{track.track_name} is by {', '.join(track.artists)}."
    if aspect == "title":
        return f"It is called {track.track_name}, by {', '.join(track.artists)}."
    if aspect == "album":
        return f"{name} is on the album {track.album_name}."
    if aspect == "genre":
        return f"{name} is filed under {' and '.join(track.genres)}."
    if aspect == "explicit":
        return f"{name} is {'marked explicit' if track.explicit else 'not marked explicit: it counts as clean'}."
    if aspect == "year":
        return f"{name} came out in {track.release_year}." if track.release_year else NO_YEARS
    if aspect == "key":
        key = engine.key(track)
        return f"{name} is in {key.name} (Camelot {key.camelot})." if key.name else f"The key of {name} is unknown."
    if aspect in TRAIT_NAMES:
        number = value(track, aspect)
        if number != number:
            return f"The {aspect} of {name} is unknown."
        if aspect == "instrumentalness":
            likely = "is sung" if number < _SUNG else "is instrumental" if number > _INSTRUMENTAL else "may be either"
            return f"{name} {likely}, to go by its instrumentalness of {value_text(track, aspect)} of 1."
        told = f"{aspect.capitalize()} of {name}: {value_text(track, aspect)}"
        return f"{told}, {engine.level(aspect, number)} among all recordings."
    return ""


def short(engine: Engine, track: Track, aspect: str) -> str:
    """One aspect of a track without a sentence around it: ``120 BPM``, ``clean``."""
    if aspect in (*TRAIT_NAMES, "popularity"):
        return value_text(track, aspect)
    if aspect == "genre":
        return " and ".join(track.genres) or "unknown"
    if aspect == "key":
        return engine.key(track).name or "unknown"
    if aspect == "explicit":
        return "explicit" if track.explicit else "clean"
    if aspect == "language":
        return engine.language(track) or "unknown"
    if aspect == "year":
        return str(track.release_year or "unknown")
    return {"artist": ", ".join(track.artists), "title": track.track_name, "album": track.album_name}.get(aspect, "")


def sung_in(engine: Engine, track: Track, wanted: str = "") -> str:
    """What language a track is sung in, as far as names tell, or whether in the one that is asked about."""
    known = engine.language(track)
    if not known:
        return f"What language {track.title} is in, neither its names nor where it is filed tell."
    name = "an Indian language" if known == "indian" else known.capitalize()
    told = f"{track.title} is in {name}, to go by its names and where it is filed."
    return told if not wanted else f"Yes: {told}" if known == wanted else f"No: {told}"


def end_of(tracks: Sequence[Track], aspect: str, *, most: bool) -> Track | None:
    """The track that has most or least of a trait; None where it is known of none."""
    known = [track for track in tracks if value(track, aspect) == value(track, aspect)]
    return max(known, key=lambda track: value(track, aspect) if most else -value(track, aspect), default=None)


def shared(engine: Engine, tracks: Sequence[Track]) -> str:
    """What tracks have in common: artists, genres, and traits of the same level."""
    parts = []
    for name, sets in (
        ("by", [track.artists for track in tracks]),
        ("filed under", [track.genres for track in tracks]),
    ):
        both = [one for one in sets[0] if all(one in other for other in sets[1:])]
        parts += [f"{name} {' and '.join(both)}"] if both else []
    levels = [
        (aspect, {engine.level(aspect, value(track, aspect)) for track in tracks})
        for aspect in TRAIT_NAMES
        if all(value(track, aspect) == value(track, aspect) for track in tracks)
    ]
    alike = [f"{aspect} {next(iter(level))}" for aspect, level in levels if len(level) == 1 and level != {"medium"}]
    parts += [", ".join(alike)] if alike else []
    names = " and ".join(track.track_name for track in tracks)
    return f"{names} have in common: {'; '.join(parts)}." if parts else f"{names} share neither genre nor sound."


def middle(tracks: Sequence[Track], aspect: str) -> str:
    """The median and the range of a trait over the rows of a list; of lengths also their sum. "" if it is no trait."""
    if aspect not in TRAIT_NAMES or not tracks:
        return ""
    known = sorted(number for number in (value(track, aspect) for track in tracks) if number == number)
    if not known:
        return f"The {aspect} of these is unknown."
    shown = trait(aspect).format
    told = f"Median {aspect} of the {len(tracks)}: {shown(statistics.median(known))}"
    told += f", from {shown(known[0])} to {shown(known[-1])}" if known[0] != known[-1] else ""
    return f"{told}; {shown(sum(known))} in all." if aspect == "duration" else f"{told}."


def more_of_two(found: Comparison, aspect: str, most: bool) -> str:
    """Which of two that are compared has more of a trait, or less of it."""
    at = list(TRAIT_NAMES).index(aspect)
    sides = sorted((found.first, found.second), key=lambda one: -one.raw[at] if most else one.raw[at])
    values = [trait(aspect).format(one.raw[at]) for one in sides]
    if values[0] == values[1]:
        return f"Neither: the {aspect} of both is {values[0]}."
    word = WORDS[aspect].more if most else WORDS[aspect].less
    return f"{sides[0].name} is {word}: {aspect} {values[0]} against {values[1]} of {sides[1].name}."


def value_text(track: Track, name: str) -> str:
    """A trait of a track as people write it."""
    if name == "popularity":
        return "unknown" if track.popularity is None else f"{track.popularity} of 100"
    return trait(name).format(value(track, name))


_LIMIT: Final = re.compile(
    r"(?P<way>over|above|under|below|faster than|slower than|longer than|shorter than|more than|less than)\s+"
    r"(?P<number>\d+)\s*(?P<minutes>min(?:ute)?s?\b)?"
)
_LESS: Final = ("under", "below", "slower than", "shorter than", "less than")


def having(tracks: Sequence[Track], what: str, genre: str) -> tuple[list[Track], str]:
    """The tracks of a list that have a quality, and its name; "" if the quality is none that can be counted."""
    if re.search(r"\b(?:clean|not explicit)\b", what):
        return [track for track in tracks if not track.explicit], "clean"
    if re.search(r"\b(?:explicit|swear\w*|dirty|curs\w*)\b", what):
        return [track for track in tracks if track.explicit], "explicit"
    if re.search(r"\binstrumental", what):
        return [track for track in tracks if track.values["instrumentalness"] >= 0.5], "instrumental"
    limit = _LIMIT.search(what)
    if limit:
        number, up = float(limit["number"]), limit["way"] not in _LESS
        name = "duration" if limit["minutes"] else "popularity" if "popular" in what else "tempo"
        bound = 60 * number if name == "duration" else number
        fits = [track for track in tracks if value(track, name) != bound and (value(track, name) > bound) == up]
        unit = {"duration": " minutes", "popularity": " in popularity", "tempo": " BPM"}[name]
        return fits, f"{'over' if up else 'under'} {limit['number']}{unit}"
    if genre:
        return [track for track in tracks if genre in track.genres], f"filed under {genre}"
    return [], ""


def counted(tracks: Sequence[Track], what: str, genre: str) -> str:
    """How many tracks of a list have a quality; empty if the quality is none that can be counted."""
    found, name = having(tracks, what, genre)
    return _told(len(found), len(tracks), name) if name else ""


def _told(count: int, of: int, what: str) -> str:
    return f"{count or 'None'} of the {of} {'is' if count == 1 else 'are'} {what}."


def because(listed: Exchange, row: Shown) -> str:
    """Which row is meant, before the reasons of all of them."""
    return f"Number {row.number} is {row.title}. Its reasons stand in its row."


def noted(tracks: Sequence[Track]) -> Reply:
    """An acceptance: what may be done with the tracks that were liked."""
    liked = join([Token("like", track.track_id) for track in tracks])
    if len(tracks) > 1:
        titles = " and ".join(track.title for track in tracks)
        return Reply(
            title=f'Noted: {titles}. Say "more like those".',
            actions=(Action("More like those", f"/recommend {liked}"),),
        )
    named = tracks[0].track_id
    return Reply(
        title=f'Noted: {tracks[0].title}. Say "more like that", or ask anything about it.',
        actions=(
            Action("More like it", f"/recommend {liked}"),
            Action("Remember that I like it", f"/like {Token('track', named)}"),
            Action("About it", f"/track {Token('track', named)}"),
        ),
    )


def collected(engine: Engine) -> str:
    """How old the data is, in a sentence."""
    dates = [str(source["collected"]) for source in engine.catalogue.manifest["sources"] if source.get("collected")]
    if not dates:
        return ""
    return f"The data was collected in {' and '.join(map(_month, dates))}: nothing newer is in it."


def _month(date: str) -> str:
    """``October 2022`` of ``2022-10``."""
    year, _, month = date.partition("-")
    names = (
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    )  # fmt: skip
    number = int(month[:2]) if month[:2].isdigit() else 0
    return f"{names[number - 1]} {year}" if 1 <= number <= 12 else year


def tested(engine: Engine) -> str:
    """How well the forecast of what rises did when tested."""
    return f"How it did when tested: {engine.rising.tested(engine.rising.default_score)}"


def how_tested(engine: Engine, listed: Exchange) -> str:
    """How well the forecast behind a list did when tested: that of artists, or of tracks."""
    if listed.task.fields.get("kind") != "artists":
        return tested(engine)
    return f"How it did when tested: {engine.rising.tested(engine.rising.default_score, 'artists')}"

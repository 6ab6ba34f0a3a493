"""The demo catalogue: synthetic tracks that sound, genre by genre, as the public table says real ones do.

Traits are drawn from a Gaussian copula (Nelsen, An Introduction to Copulas, 2nd ed., 2006): correlated normal numbers
whose ranks are read off each trait's quantiles. Names are put together from word lists; nobody bears them.
"""

import json
import random
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from engine.features import AUDIO_NAMES, TRAIT_NAMES
from pipeline.build import write_catalogue
from pipeline.profiles import PROFILES
from pipeline.sources.base import checksum
from pipeline.sources.spotify_listing import PUBLIC_TABLE, SPOTIFY_LISTING
from pipeline.tables import Tables

RECORDINGS_A_GENRE: Final = 100
_SEED: Final = 20221
_ARTISTS_A_GENRE: Final = 24
# Shares as in the public table, roughly: recordings under two genres, and under two track ids.
_TWO_GENRES: Final = 0.14
_TWO_RELEASES: Final = 0.08
_ID_LETTERS: Final = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_ADJECTIVES: Final = _words(
    "Amber Borrowed Brittle Clockwork Crooked Distant Drowsy Electric Fading Feathered Gilded Hollow Inky Lopsided "
    "Lunar Marbled Midnight Mossy Nervous Paper Patient Polite Quilted Restless Rusty Salted Secondhand Silver "
    "Sleepless Slow Stubborn Sunken Tangled Thirsty Unfinished Velvet Wandering Weightless Whispering Woollen"
)
_NOUNS: Final = _words(
    "Accordion Anchor Avenue Balcony Beacon Bicycle Biscuit Cathedral Comet Compass Corridor Curtain Elevator Ferry "
    "Fountain Garden Glacier Harbour Heron Kettle Ladder Lantern Lighthouse Magnet Mirror Moth Orchard Otter Parade "
    "Pigeon Postcard Pylon Raincoat Satellite Staircase Suitcase Teapot Telescope Thimble Thunder Tram Umbrella Violin "
    "Volcano Walnut Weathervane Window Zeppelin"
)
_VERBS: Final = _words(
    "Borrowing Carrying Chasing Counting Drawing Feeding Following Forgetting Hiding Holding Leaving Losing Mending "
    "Missing Naming Painting Rowing Selling Stealing Watching"
)
_TIMES: Final = ("at Dawn", "after Dark", "in November", "on a Sunday", "by the Sea", "in Reverse", "without You")
_STARTS: Final = _words("Bal Cor Dre Fen Gal Hes Ild Jor Kel Lum Mor Nax Orv Pel Quo Ras Sev Tam Ulm Vex Wil Yor Zan")
_MIDDLES: Final = _words("a e i o u ae io ari ola ebo una imi oro uba")
_ENDS: Final = _words("bek dorn fin gast lo mund nia quist rell sso tova vane wick zo")

# Names that break a careless display: markup, mentions, formulas, right-to-left text, signs alone, great length.
_HOSTILE_TITLES: Final = (
    "*Bold* _Move_ ~~Gone~~",
    "[Click Here](https://example.com)",
    "@everyone Dance",
    "<b>Loud</b> & <script>alert(1)</script>",
    "||Spoiler|| `Code` ```Block```",
    "=SUM(A1:A9)",
    "NA",
    "null",
    "مرفأ من زجاج",
    "נמל של זכוכית",
    "\u202eTurned Around\u202c",
    "硝子の港 ☔",
    "🎈🎈🎈",
    "???",
    'The "Quoted" \\ Backslash',
    "Harbour) (Almost] [Closed",
    "A Very Long Goodbye " * 9 + "and One More Hello",
    "<@123456789012345678> <#1> <!channel>",
    "100% %s {0} ${HOME}",
    "Smörgåsbord på Ångbåten",
)
_HOSTILE_ARTISTS: Final = (
    "*Asterisk*",
    "The [Brackets]",
    "_under_score_",
    "Zażółć Gęślą",
    "🛸 Unidentified 🛸",
    "فرقة النورس",
)


def write_demo(out: Path, models: Path, *, profiles: Path = PROFILES, show_progress: bool = False) -> dict[str, Any]:
    """Make the demo catalogue: 100 recordings in each genre of the profiles, always the same.

    Returns
    -------
    dict
        The manifest, of kind ``demo``.
    """
    genres = json.loads(profiles.read_text(encoding="utf-8"))
    source = {
        "name": f"synthetic from {profiles.name}",
        "sha256": checksum(profiles),
        "dated": False,
        **asdict(PUBLIC_TABLE),
    }
    tables = Tables.of(invent(genres), entries=[source])
    return write_catalogue(tables, out, models, kind="demo", show_progress=show_progress)


def invent(profiles: dict[str, Any]) -> pd.DataFrame:
    """Rows of a public table that never was.

    Parameters
    ----------
    profiles : dict
        As ``pipeline.profiles.write_profiles`` writes it.

    Returns
    -------
    DataFrame
        The columns of ``SPOTIFY_LISTING``; one row for each release in each of its genres.
    """
    genres: dict[str, dict[str, Any]] = profiles["genres"]
    probabilities = np.array(profiles["probabilities"])
    numbers, words = np.random.default_rng(_SEED), random.Random(_SEED)  # noqa: S311
    near = _nearest_genres(genres)
    artists = _artist_names(words)
    hostile = iter(_HOSTILE_TITLES)
    rows: list[dict[str, Any]] = []
    for place, (genre, profile) in enumerate(genres.items()):
        traits = _draw(profile, probabilities, RECORDINGS_A_GENRE, numbers)
        band = [next(artists) for _ in range(_ARTISTS_A_GENRE)]
        if place % 19 == 0:
            band[0] = _HOSTILE_ARTISTS[place // 19 % len(_HOSTILE_ARTISTS)]
        taken: set[tuple[str, str]] = set()
        for number in range(RECORDINGS_A_GENRE):
            # The first artists of a genre have many recordings, the last one or two.
            main = band[int(_ARTISTS_A_GENRE * words.random() ** 2)]
            title = next(hostile, None) if number == 7 and place % 5 == 0 else None  # spread over the genres
            while title is None or (main, title) in taken:
                title = _title(words)
            taken.add((main, title))
            guest = [words.choice([name for name in band if name != main])] if words.random() < 0.15 else []
            track = {
                "track_id": _track_id(words),
                "artists": ";".join([main, *guest]),
                "album_name": title if words.random() < 0.4 else _title(words),
                "track_name": title,
                "key": words.choices(range(12), profile["keys"])[0],
                "mode": int(words.random() < profile["major"]),
                "time_signature": words.choices(range(6), profile["signatures"])[0],
                "explicit": words.random() < profile["explicit"],
                "duration_ms": round(1000 * traits["duration"][number]),
                "popularity": round(traits["popularity"][number]),
            } | {name: float(f"{traits[name][number]:.4g}") for name in AUDIO_NAMES}
            if words.random() < profile["without_tempo"]:
                track |= {"tempo": 0.0, "time_signature": 0}
            releases = [track]
            if words.random() < _TWO_RELEASES:
                again = {"track_id": _track_id(words), "album_name": f"The Best of {genre}", "popularity": 0}
                releases.append(track | again)
            listed = [genre, near[genre]] if words.random() < _TWO_GENRES else [genre]
            rows += [release | {"track_genre": name} for release in releases for name in listed]
    return pd.DataFrame(rows)[list(SPOTIFY_LISTING.names)]


def _draw(
    profile: dict[str, Any], probabilities: npt.NDArray[np.float64], count: int, numbers: np.random.Generator
) -> dict[str, npt.NDArray[np.float64]]:
    """Traits of recordings of one genre, by name, each of shape (count,).

    Ranks stand in for probabilities, so that each trait's distribution is met as exactly as ``count`` allows.
    """
    size = len(TRAIT_NAMES)
    ranks = np.eye(size)
    ranks[np.tril_indices(size, -1)] = profile["correlations"]
    ranks = np.tril(ranks) + np.tril(ranks, -1).T
    # Spearman's correlation as the normal distribution's own (Pearson 1907); rounding may have cost definiteness.
    values, vectors = np.linalg.eigh(2 * np.sin(np.pi / 6 * ranks))
    normals = numbers.standard_normal((count, size)) * np.sqrt(np.clip(values, 1e-6, None)) @ vectors.T
    shares = (normals.argsort(0).argsort(0) + 0.5) / count
    return {
        name: np.interp(shares[:, place], probabilities, profile["quantiles"][name])
        for place, name in enumerate(TRAIT_NAMES)
    }


def _nearest_genres(genres: dict[str, dict[str, Any]]) -> dict[str, str]:
    """To each genre the one whose medians are most like its own."""
    names = list(genres)
    medians = np.array([[np.median(genres[name]["quantiles"][trait]) for trait in AUDIO_NAMES] for name in names])
    medians = (medians - medians.mean(0)) / medians.std(0)
    distances = np.square(medians[:, None] - medians[None]).sum(-1) + 1e9 * np.eye(len(names))
    return {name: names[int(nearest)] for name, nearest in zip(names, distances.argmin(1), strict=True)}


def _artist_names(words: random.Random) -> Iterator[str]:
    """Names of artists who do not exist, none twice."""
    given: set[str] = set()
    while True:
        person = words.choice(_STARTS) + words.choice(_MIDDLES) + words.choice(_ENDS)
        family = words.choice(_STARTS) + words.choice(_MIDDLES) + words.choice(_ENDS)
        adjective, noun = words.choice(_ADJECTIVES), words.choice(_NOUNS)
        band = words.choice((f"The {adjective} {noun}s", f"{noun} & the {adjective} {family}s"))
        name = words.choice((f"{person} {family}", band))
        if name not in given:
            given.add(name)
            yield name


def _title(words: random.Random) -> str:
    adjective, noun, other = words.choice(_ADJECTIVES), words.choice(_NOUNS), words.choice(_NOUNS)
    verb, time = words.choice(_VERBS), words.choice(_TIMES)
    article = "an" if noun[0] in "AEIOU" else "a"
    return words.choice(
        (
            f"{adjective} {noun}",
            f"{adjective} {noun} {time}",
            f"{verb} the {noun}",
            f"{verb} {noun}s {time}",
            f"{noun} and {other}",
            f"{noun} {time}",
            f"I Was {article} {noun}",
            f"No More {noun}s",
            f"{noun} ({adjective} Version)",
            f"{verb} {article} {adjective} {noun}" if adjective[0] not in "AEIOU" else f"{noun} of the {other}",
        )
    )


def _track_id(words: random.Random) -> str:
    return "".join(words.choices(_ID_LETTERS, k=22))

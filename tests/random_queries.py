"""Random queries over a catalogue, with everything that a query may hold."""

from collections.abc import Iterator

import numpy as np

from engine.catalogue.store import Catalogue, Track
from engine.features import LEVELS, TRAITS
from engine.recommend.moods import MOODS
from engine.recommend.query import Constraint, Query
from engine.recommend.similarity import KINDS

_SCENES = (
    "rainy sunday morning", "road trip", "gym workout", "christmas dinner", "halloween party", "studying at night",
    "afrobeats party", "1990s rock", "lullaby for a baby", "not too loud dinner", "heartbreak", "xyzzy",
)  # fmt: skip
_LANGUAGES = ("english", "spanish", "german", "french", "korean")


def random_queries(catalogue: Catalogue, count: int, seed: int = 0) -> Iterator[Query]:
    """So many queries, the same for a seed; a third of them are likeness to tracks, with limits."""
    chance = np.random.default_rng(seed)

    def said(share: float) -> bool:
        return bool(chance.random() < share)

    def some(names: tuple[str, ...], most: int) -> tuple[str, ...]:
        return tuple(chance.choice(names, size=int(chance.integers(1, most + 1)), replace=False).tolist())

    def tracks(most: int) -> tuple[Track, ...]:
        return tuple(catalogue.tracks(chance.integers(len(catalogue), size=int(chance.integers(1, most + 1)))))

    def artists(most: int) -> tuple[str, ...]:
        return tuple(dict.fromkeys(track.artists[0] for track in tracks(most)))

    def constraint(name: str) -> Constraint:
        low, high = sorted(chance.choice(catalogue.levels[name], size=2).tolist())
        target = str(chance.choice(list(LEVELS))) if said(0.5) else None
        return Constraint(target, low if said(0.4) else None, high if said(0.4) else None, hard=said(0.2))

    for _ in range(count):
        alone = said(0.3)
        names = chance.choice([feature.name for feature in TRAITS], size=int(chance.integers(0, 4)), replace=False)
        parts: dict[str, object] = {
            "like": tracks(3) if alone or said(0.2) else (),
            "unlike": tracks(2) if said(0.1) else (),
            "constraints": {name: constraint(name) for name in names.tolist()},
            "genres": some(catalogue.genres, 2) if said(0.3) else (),
            "not_genres": some(catalogue.genres, 2) if said(0.1) else (),
            "genres_all": some(catalogue.genres, 2) if said(0.05) else (),
            "explicit": said(0.5) if said(0.2) else None,
            "languages": some(_LANGUAGES, 2) if said(0.1) else (),
            "not_languages": some(_LANGUAGES, 2) if said(0.1) else (),
            "kinds": some(KINDS, 1) if said(0.05) else (),
            "not_kinds": some(KINDS, 2) if said(0.1) else (),
            "not_tracks": tracks(3) if said(0.2) else (),
            "not_artists": artists(2) if said(0.1) else (),
            "artists": artists(4) if said(0.05) else (),
            "tracks": tracks(2) if said(0.05) else (),
            "albums": (tracks(1)[0].album_name,) if said(0.03) else (),
            "keys": ("minor",) if said(0.05) else (),
            "limit": int(chance.integers(1, 40)),
            "skip": int(chance.integers(0, 20)) if said(0.1) else 0,
            "surprise": str(chance.choice(["none", "some", "much"], p=[0.8, 0.1, 0.1])),
            "metric": str(chance.choice(["", "cosine", "euclidean"], p=[0.9, 0.05, 0.05])),
        }
        if not alone:
            parts |= {
                "moods": some(tuple(MOODS), 2) if said(0.4) else (),
                "not_moods": some(tuple(MOODS), 1) if said(0.1) else (),
                "scene": str(chance.choice(_SCENES)) if said(0.4) else "",
                "like_artists": artists(2) if said(0.2) else (),
                "unlike_artists": artists(2) if said(0.1) else (),
            }
        yield Query(**parts)  # type: ignore[arg-type]

"""Styles of music told by artists who play them: ``afrobeats``, ``motown``, the hip-hop of the 1990s.

No genre of the catalogue names these, or the catalogue files them elsewhere: 2Pac stands under funk. ``styles.json``
names artists for each style, and for the decades by genre, from what is commonly known of them; and the styles and
decades whose artists are of a genre wherever the catalogue files them.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any, Final

import numpy as np

from engine.catalogue.names import Names, fold
from engine.catalogue.store import Catalogue
from engine.recommend.knn import Rows
from engine.recommend.query import Query

_DATA: Final = Path(__file__).with_name("styles.json")
_ANY_GENRE: Final = "any"
# So many artists the catalogue must hold for a style, and so many stand for it at most.
_FEWEST: Final = 2
_MOST: Final = 8
_MOST_LISTED: Final = 4


@cache
def _data() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(_DATA.read_text(encoding="utf-8"))
    return found


@cache
def _said(section: str) -> re.Pattern[str]:
    names = sorted(_data()[section], key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)")


def _list_called(name: str) -> Sequence[str]:
    """The artists of a style, or of a decade and a genre: ``trap``, ``1990s hip-hop``."""
    data = _data()
    if name in data["styles"]:
        found: Sequence[str] = data["styles"][name]
        return found
    decade, family = name.split(" ", 1)
    return list(data["decades"][decade][family])


@cache
def _lists() -> dict[str, tuple[str, ...]]:
    """By artist, the lists that name them: decades with a genre first, as some styles tell little of the sound."""
    data = _data()
    decades = (f"{decade} {family}" for decade, families in data["decades"].items() for family in families)
    found: dict[str, tuple[str, ...]] = {}
    for called in (*(one for one in decades if not one.endswith(f" {_ANY_GENRE}")), *data["styles"]):
        for name in _list_called(called):
            found[name] = (*found.get(name, ()), called)
    return found


def styles_in(text: str) -> list[str]:
    """The styles that words for a scene name, in the order said.

    >>> styles_in("afrobeats party 1990s")
    ['afrobeats']
    """
    return list(dict.fromkeys(_said("styles").findall(text)))


def without_styles(text: str) -> str:
    """Words for a scene without the styles that they name.

    >>> without_styles("afrobeats party 1990s")
    'party 1990s'
    """
    return " ".join(_said("styles").sub(" ", text).split())


def without_styles_and_decades(text: str) -> str:
    """Words for a scene without all that artists may stand for.

    >>> without_styles_and_decades("afrobeats party 1990s")
    'party'
    """
    return " ".join(_said("decades").sub(" ", without_styles(text)).split())


class Styles:
    """Artists of the catalogue by style.

    Parameters
    ----------
    catalogue : Catalogue
    names : Names
    """

    def __init__(self, catalogue: Catalogue, names: Names) -> None:
        self._catalogue = catalogue
        self._names = names
        self.recordings = lru_cache(maxsize=None)(self._recordings)

    @cached_property
    def _family(self) -> dict[str, str]:
        return {genre: name for name, genres in _data()["families"].items() for genre in genres}

    @cached_property
    def _of_family(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {family: set() for family in _data()["families"]}
        for decade in _data()["decades"].values():
            for family in decade.keys() & found.keys():
                found[family].update(filter(None, map(self._names.credited, decade[family])))
        return found

    def players(self, style: str) -> tuple[str, ...]:
        """The artists of the catalogue who stand for a style, at most eight; none where it holds too few."""
        return tuple(self._held(_data()["styles"].get(style, ()))[:_MOST])

    @cached_property
    def absent(self) -> dict[str, str]:
        """Well-known artists whom the catalogue lacks: by the letters and digits of the folded name, the name."""
        lacking = (name for name in _lists() if not self._names.credited(name))
        return {"".join(filter(str.isalnum, fold(name))): name for name in lacking}

    def stand_ins(self, artist: str) -> tuple[str, ...]:
        """Artists of the catalogue who play what one does whom it lacks: of the first decade or style with enough."""
        for called in _lists().get(artist, ()):
            if held := self._held(_list_called(called)):
                return tuple(held[:_MOST_LISTED])
        return ()

    def plays(self, artist: str, genres: Sequence[str]) -> bool:
        """Whether an artist, as credited, stands for one of the genres in some decade."""
        families = {self._family[genre] for genre in genres if genre in self._family}
        return any(artist in self._of_family[family] for family in families)

    def _recordings(self, genre: str) -> Rows:
        """Recordings whose main artist is of a genre wherever the catalogue files them: ascending, often none."""
        named = [name for part in _data()["genres"].get(genre, ()) for name in _list_called(part)]
        held = filter(None, map(self._names.credited, named))
        codes = np.array(sorted({self._names.artist_code(name) for name in held}), dtype=np.int32)
        return np.flatnonzero(np.isin(self._catalogue.main_artists, codes))

    def artists(self, query: Query) -> tuple[str, ...]:
        """Artists who play what the scene of a query names: a style, or the genres of the query in a decade.

        None where the query names artists, albums, languages or kinds of recording that it keeps to.
        """
        if not query.scene or query.artists or query.albums or query.languages or query.kinds:
            return ()
        found = [self._held(names) for names in self._lists(query)]
        each = -(-_MOST // max(len(found), 1))
        rejected = {*query.not_artists, *query.unlike_artists}
        return tuple(dict.fromkeys(name for names in found for name in names[:each] if name not in rejected))

    def applied(self, query: Query) -> tuple[Query, list[str]]:
        """The query with those artists beside the ones that it should sound like, and what to say about it."""
        found = self.artists(query)
        if not found:
            return query, []
        liked = tuple(dict.fromkeys((*query.like_artists, *found)))
        return replace(query, like_artists=liked), [f"{query.scene}: artists such as {listed(found)}"]

    def _lists(self, query: Query) -> list[Sequence[str]]:
        """The lists of artists that a query calls for, in the order said."""
        if styles := styles_in(query.scene):
            return [_data()["styles"][name] for name in styles]
        genres = (*query.genres, *query.genres_all)
        families = dict.fromkeys(self._family.get(genre, "") for genre in genres) if genres else [_ANY_GENRE]
        decades = [_data()["decades"][name] for name in dict.fromkeys(_said("decades").findall(query.scene))]
        return [decade[family] for decade in decades for family in families if family in decade]

    def _held(self, names: Sequence[str]) -> list[str]:
        """Those of the artists whom the catalogue holds, as it credits them; none if there are too few."""
        held = [credited for name in names if (credited := self._names.credited(name))]
        return held if len(held) >= _FEWEST else []


def listed(names: Sequence[str]) -> str:
    """The first names, and how many others."""
    shown, others = names[:_MOST_LISTED], len(names) - _MOST_LISTED
    if others > 1:
        return f"{', '.join(shown)} and {others} others"
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]

"""Which recordings are versions of one song: remasters, radio edits, live takes, remixes, guest and album versions.

Recordings belong together if they credit an artist in common and their titles agree but for what stands in brackets,
after a dash or after "feat.", and so on along the chain. A cover by somebody else is another song.
"""

import re
import unicodedata
from array import array
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from engine.catalogue.store import Catalogue
from pipeline.arrow_files import cells

FILE: Final = "songs.npy"

_BRACKETS: Final = re.compile(r"\(.*?\)|\[.*?\]|（.*?）|【.*?】")
_VERSION: Final = re.compile(r"\s[-–—]\s|\s(?:feat|ft|featuring)\b\.?", re.IGNORECASE)


def letters(text: str) -> str:
    """The letters and digits of a text, without case, accents and blanks.

    Examples
    --------
    >>> letters("Déjà Vu!")
    'dejavu'
    """
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in plain if letter.isalnum() or letter == "_")


def core_title(title: str) -> str:
    """A title without brackets, version and guests; the whole title if nothing is left.

    Examples
    --------
    >>> core_title("Under Pressure - Remastered 2011"), core_title("(Intro)")
    ('underpressure', 'intro')
    """
    return letters(_VERSION.split(_BRACKETS.sub("", title))[0]) or letters(title) or title


def song_numbers(titles: Iterable[str], artists: Iterable[Sequence[str]]) -> npt.NDArray[np.int32]:
    """The song of each recording.

    Parameters
    ----------
    titles : iterable of str
    artists : iterable of sequence of str
        The credited artists of each recording.

    Returns
    -------
    int32, shape (recordings,)
        Numbered by first appearance.
    """
    cores: dict[str, int] = {}
    acts: dict[str, int] = {}
    plain = cache(letters)  # names recur
    pairs, ends = array("q"), array("i", [0])
    for title, names in zip(titles, artists, strict=True):
        core = cores.setdefault(core_title(title), len(cores))
        pairs.extend(acts.setdefault(plain(name) or name, len(acts)) << 32 | core for name in names)
        ends.append(len(pairs))
    del cores, acts, plain
    count = len(ends) - 1
    keys, places = np.unique(np.asarray(pairs), return_inverse=True)
    del pairs
    size = count + len(keys)
    rows = np.repeat(np.arange(count, dtype=np.int32), np.diff(np.asarray(ends)))
    links = coo_array((np.ones(len(rows), dtype=np.int8), (rows, (places + count).astype(np.int32))), (size, size))
    _, component = connected_components(links, directed=False)
    _, first, song = np.unique(component[:count], return_index=True, return_inverse=True)
    by_appearance = np.argsort(np.argsort(first))
    return np.asarray(by_appearance[song], dtype=np.int32)


def write(catalogue: Catalogue, directory: Path) -> npt.NDArray[np.int32]:
    """Write the song of each recording of a catalogue as ``songs.npy``, and return it."""
    songs = song_numbers(cells(catalogue.words["track_name"]), cells(catalogue.words["artists"]))
    np.save(directory / FILE, songs)
    return songs

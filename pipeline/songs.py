"""Which recordings are versions of one song: remasters, radio edits, live takes, remixes, guest and album versions.

Recordings belong together if they credit an artist in common and their titles agree but for what stands in brackets,
after a dash or after "feat.", and so on along the chain. A cover by somebody else is another song.
"""

import re
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from engine.catalogue.store import Catalogue
from pipeline.text_columns import by_ascii, coded, pieces, without_bytes

FILE: Final = "songs.npy"

_BRACKETS: Final = re.compile(r"\(.*?\)|\[.*?\]|（.*?）|【.*?】")
_BLANK: Final = r"[\s\x0b\x1c-\x1f]"  # all that Python's \s finds in ASCII; RE2's finds less
_VERSION: Final = re.compile(rf"{_BLANK}[-–—]{_BLANK}|{_BLANK}(?:feat|ft|featuring)\b\.?", re.IGNORECASE)
_OTHERS: Final = re.compile(r"\W+")
_LETTERS: Final = np.array([byte < 128 and not _OTHERS.match(chr(byte)) for byte in range(256)])


def letters(text: str) -> str:
    """The letters and digits of a text, without case, accents and blanks.

    Examples
    --------
    >>> letters("Déjà Vu!")
    'dejavu'
    """
    return _OTHERS.sub("", unicodedata.normalize("NFKD", text.casefold()))


def core_title(title: str) -> str:
    """A title without brackets, version and guests; the whole title if nothing is left.

    Examples
    --------
    >>> core_title("Under Pressure - Remastered 2011"), core_title("(Intro)")
    ('underpressure', 'intro')
    """
    return letters(_VERSION.split(_BRACKETS.sub("", title))[0]) or letters(title) or title


def letters_of(texts: pa.Array) -> pa.Array:
    """``letters`` of each text of a column."""
    return by_ascii(texts, _ascii_letters, letters)


def core_titles(titles: pa.Array) -> pa.Array:
    """``core_title`` of each title of a column."""
    return by_ascii(titles, _ascii_cores, core_title)


def _ascii_letters(texts: pa.Array) -> pa.Array:
    return without_bytes(pc.ascii_lower(texts), _LETTERS)


def _ascii_cores(titles: pa.Array) -> pa.Array:
    """Null where nothing is left."""
    plain = pc.replace_substring_regex(titles, _BRACKETS.pattern, "")
    cores = _ascii_letters(pc.replace_substring_regex(plain, rf"(?is)(?:{_VERSION.pattern}).*", ""))
    return pc.if_else(pc.equal(cores, ""), pa.scalar(None, cores.type), cores)


def song_numbers(titles: pa.Array | pa.ChunkedArray, artists: pa.Array | pa.ChunkedArray) -> npt.NDArray[np.int32]:
    """The song of each recording.

    Parameters
    ----------
    titles : array of string, shape (recordings,)
    artists : array of lists of string, shape (recordings,)
        The credited artists of each recording.

    Returns
    -------
    int32, shape (recordings,)
        Numbered by first appearance.
    """
    core = _codes(titles, core_titles)
    name, names = coded(pc.list_flatten(artists))
    act = _codes(names, _acts)[name]
    count = len(core)
    rows = np.repeat(np.arange(count, dtype=np.int32), pc.list_value_length(artists).to_numpy())
    keys, places = np.unique(act.astype(np.int64) << 32 | core[rows], return_inverse=True)
    del name, act, core
    size = count + len(keys)
    links = coo_array((np.ones(len(rows), dtype=np.int8), (rows, (places + count).astype(np.int32))), (size, size))
    found, component = connected_components(links, directed=False)
    first = np.empty(found, dtype=np.int32)
    first[component[count - 1 :: -1]] = np.arange(count - 1, -1, -1)  # the first is written last
    begins = np.zeros(count, dtype=np.int32)
    begins[first] = 1
    return np.asarray((np.cumsum(begins) - 1)[first[component[:count]]], dtype=np.int32)


def _codes(texts: pa.Array | pa.ChunkedArray, of: Callable[[pa.Array], pa.Array]) -> npt.NDArray[np.int32]:
    """A number for each text, the same for those of which a function gives the same: int32, shape (texts,)."""
    codes, _ = coded(pa.chunked_array([of(piece) for piece in pieces(texts)], pa.string()))
    return codes.astype(np.int32)


def _acts(names: pa.Array) -> pa.Array:
    """Names of artists as far as they tell them apart: names without letters as they are."""
    plain = letters_of(names)
    return pc.if_else(pc.equal(plain, ""), names, plain)


def write(catalogue: Catalogue, directory: Path) -> npt.NDArray[np.int32]:
    """Write the song of each recording of a catalogue as ``songs.npy``, and return it."""
    songs = song_numbers(catalogue.words["track_name"], catalogue.words["artists"])
    np.save(directory / FILE, songs)
    return songs

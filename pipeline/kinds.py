"""Kinds of recording that a list leaves out unless they are asked for, and versions: one bit each.

Told from titles, album names, artist names, filed genres and how much is spoken. Words are in the languages that the
public table holds.
"""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from engine.catalogue.store import Catalogue
from engine.features import TRAIT_NAMES
from engine.recommend.similarity import KINDS
from pipeline.text_columns import Flags, by_ascii, coded, found_in, lower, pieces

FILE: Final = "kinds.npy"

_SPOKEN: Final = 0.66  # Spotify's documentation: above it a recording is probably made entirely of spoken words
_DEDICATED: Final = ("children", "kids", "sleep", "comedy", "show-tunes", "disney")
_RAP: Final = ("hip-hop", "trap", "rap", "dancehall", "reggaeton", "grindcore", "death-metal", "dubstep")


_CHRISTMAS: Final = (
    r"christmas|\bx-?mas\b|navidad|navideñ|villancico|weihnacht|heilige nacht|stille nacht|o tannenbaum|"
    r"\bno[eë]ls?\b|\bnatale\b|natalin[oa]|feliz natal|\bjul(?:e|en|sanger?|låtar?|musik|hits|klassiker)\b|joulu|"
    r"kerst(?:mis|fees|hits|lied)|świąt|kolęd|vánoc|karácsony|crăciun|colind|рожд?еств|новый год|クリスマス|聖誕|圣诞|"
    r"크리스마스|캐럴|giáng sinh|jingle bell|santa claus|santa baby|\bsanta'?s\b|silent night|winter wonderland|"
    r"rudolph|frosty the snow|mistletoe|o holy night|drummer boy|joy to the world|deck the hall|sleigh (?:ride|bell)|"
    r"carol of the bells|away in a manger|adeste fideles|come all ye faithful|first noel|let it snow|auld lang syne|"
    r"happy holidays?|holiday (?:season|classics|favou?rites|songs|music|jazz|cheer|hits|party mix)|"
    r"sugar plum|silver bells|herald angels|midnight clear|yuletide|\bnativity\b"
)
_EDITION: Final = re.compile(r"[(\[][^)\]]*\b[eé]di(?:tion|ción|ção|zione)\b[^)\]]*[)\]]")
_CHILDREN: Final = (
    r"nursery rhyme|kinderlied|kinderhits|für kinder|\bkita\b|lullab(?:y|ies)|canciones infantiles|"
    r"para (?:niños|bebés)|"
    r"comptine|pour enfants|barnvis|\bbarnelåt|børnesang|lastenlaul|"
    r"kids? (?:songs|hits|music|dance|party|bop|trap|jams)|"
    r"songs for (?:kids|children|toddlers|babies)|for (?:kids|children|toddlers|babies)\b|"
    r"children'?s (?:songs|music|choir)|"
    r"baby shark|cocomelon|kidz bop|pinkfong|sesame street|super simple songs|the wiggles|chuchu ?tv|peppa pig|"
    r"paw patrol|mini ?pop kids|little baby bum|galinha pintadinha|cantajuego|dora the explorer|wheels on the bus|"
    r"hörspiel|benjamin blümchen|bibi blocksberg|folge \d+\b"
)
_SLEEP: Final = (
    r"(?:white|brown|pink|green) noise|weißes rauschen|ruido blanco|bruit blanc|rumore bianco|ruído branco|"
    r"rain sounds?|sounds? of (?:rain|nature|the ocean)|nature sounds|(?:ocean|sea) waves? (?:for|sound)|"
    r"fan (?:noise|sound)|"
    r"thunderstorms? (?:for|sound)|womb sound|\basmr\b|sleep (?:music|sounds?|noise|waves?|therapy)|deep sleep|"
    r"for sleep(?:ing)?\b|baby sleep|meeresrauschen|regengeräusch|(?:delta|theta) waves|\d+ ?hz\b|binaural|loopable"
)
_REST: Final = (
    r"noise|rauschen|\brain|thunder|storm|\bsounds?\b|ocean|waves?\b|\bsea\b|\bfans?\b|hair ?dryer|vacuum|hoover|"
    r"air condition|\bbab(?:y|ies)\b|loop|\bhz\b|meer|wind\b|fire ?place|geräusch|"
    r"relaxing|relaxation|\bspa\b|water|nature"
)
_COMEDY: Final = (
    r"stand[- ]?up comedy|comedy (?:central|album|special|store)|\bkapitel \d+|\bchapter \d+: |audiobook|hörbuch"
)
_CAST: Final = (
    r"original (?:\w+ ){0,3}cast|cast recording|cast (?:album|version)|(?:broadway|west end|london) (?:cast|recording)|"
    r"\bthe musical\b|\bdas musical\b|\bmusicals\b|\bcast of\b|the phantom of the opera"
)
_FILM: Final = (
    r"soundtrack|trilha sonora|banda sonora|bande originale|colonna sonora|film-?musik|motion picture|\bfrom \"|"
    r"\(from |aus \"|disney|musical|\bcast\b|reprise"
)
_KARAOKE: Final = (
    r"karaoke|instrumental version.*(?:originally|famous)|backing track|sing[- ]?along version|playback version|"
    r"with(?:out)? (?:lead|backing) vocals"
)
_COVER: Final = (
    r"in the style of|(?:originally performed|made famous|as performed|in the manner) by|\btribute (?:to|band|version)|"
    r"a tribute|cover version|\bcovers?\)|\(.*\bcover\b.*\)|\[.*\bcover\b.*\]| - .*\bcover\b|"
    r"\brenditions?\b|recreated version|"
    r"rockabye baby|8-?bit version|vitamin string quartet|piano tribute|kidz bop|mini ?pop kids"
)
_SPED: Final = r"sped[- ]?up|speed(?:ed)?[- ]up|nightcore|\bslowed\b|slow(?:ed)? ?(?:\+|&|and) ?reverb"
_LIVE: Final = (
    r"\(live|\[live| - live\b|\blive (?:at|from|in|on|version|session|recording|acoustic|edit)\b|\ben vivo\b|"
    r"\bao vivo\b|"
    r"\bin concert\b|unplugged|en directo|dal vivo|\bkonzert\b|ライブ"
)
_REMIX: Final = (
    r"\bremix(?:e[sd])?\b|\brmx\b|\bmix\)|\bmix\]| - .*\bmix(?:ed)?\b|\brework\b|\bbootleg\b|\bmash-?up\b|\bvip\b"
)

_TITLES: Final = ("track_name",)
_RELEASES: Final = ("track_name", "album_name")
_ANYWHERE: Final = ("track_name", "album_name", "artists")
# Patterns of lower-case text that tell a kind, and the columns of words where they stand.
_TOLD: Final[dict[str, tuple[str, Sequence[str]]]] = {
    "christmas": (_CHRISTMAS, _RELEASES),
    "children": (_CHILDREN, _ANYWHERE),
    "sleep": (_SLEEP, _ANYWHERE),
    "comedy": (_COMEDY, _ANYWHERE),
    "show tunes": (_CAST, _ANYWHERE),
    "karaoke": (_KARAOKE, _ANYWHERE),
    "cover": (_COVER, _ANYWHERE),
    "sped up": (_SPED, _RELEASES),
    "live": (_LIVE, _TITLES),
    "remix": (_REMIX, _TITLES),
}
assert tuple(_TOLD) == KINDS
# Kinds that are looked for in one pass: few texts are of any. Arrow is slow with longer expressions.
_TOGETHER: Final = (
    ("christmas", "comedy"),
    ("children", "sleep"),
    ("show tunes", "karaoke", "sped up"),
    ("cover",),
    ("live", "remix"),
)
assert sorted(kind for group in _TOGETHER for kind in group) == sorted(KINDS)


def kind_flags(catalogue: Catalogue) -> npt.NDArray[np.uint16]:
    """Kinds of each recording: uint16, shape (n,); bit ``k`` stands for ``KINDS[k]``."""
    flags = _told(catalogue.words)
    filed = {genre: _members(catalogue, genre) for genre in (*_DEDICATED, *_RAP)}
    alone = np.bincount(catalogue.genre_rows, minlength=len(catalogue)) == 1
    speech = np.asarray(catalogue.traits[:, TRAIT_NAMES.index("speechiness")])
    rap = np.logical_or.reduce([filed[genre] for genre in _RAP])
    found = {
        "children": filed["children"] | (filed["kids"] & alone & ~catalogue.explicit),
        "sleep": _of_these(catalogue, filed["sleep"], _REST),
        "show tunes": filed["show-tunes"] | _of_these(catalogue, filed["disney"], _FILM),
        "comedy": (filed["comedy"] & (speech > _SPOKEN / 2)) | ((speech > _SPOKEN) & ~rap & ~catalogue.explicit),
    }
    for kind, rows in found.items():
        flags[rows] |= _bit(kind)
    return flags


def _bit(kind: str) -> np.uint16:
    return np.uint16(1 << KINDS.index(kind))


def _told(words: pa.Table) -> npt.NDArray[np.uint16]:
    """The kinds that the names of recordings tell; each different name is looked at once."""
    flags = np.zeros(len(words), np.uint16)
    for column in _ANYWHERE:
        codes, names = coded(_texts(words[column]))
        told = [_told_by(column, _lowered(column, piece)) for piece in pieces(names)]
        flags |= np.concatenate(told)[codes]
    return flags


def _told_by(column: str, names: pa.Array) -> npt.NDArray[np.uint16]:
    """The kinds that names of a column tell."""
    flags = np.zeros(len(names), np.uint16)
    for group in _TOGETHER:
        patterns = {kind: _TOLD[kind][0] for kind in group if column in _TOLD[kind][1]}
        if patterns:
            rows = np.flatnonzero(found_in(names, "|".join(patterns.values()).replace(r"\b", "")))
            some = names.take(pa.array(rows))
            for kind, pattern in patterns.items():
                flags[rows[found_in(some, pattern)]] |= _bit(kind)
    return flags


def _of_these(catalogue: Catalogue, rows: Flags, pattern: str) -> Flags:
    """Those of some recordings that have a word anywhere."""
    words = catalogue.words.select(_ANYWHERE).take(pa.array(np.flatnonzero(rows)))
    found = np.zeros(len(rows), np.bool_)
    for column in _ANYWHERE:
        told = [found_in(_lowered(column, piece), pattern) for piece in pieces(_texts(words[column]))]
        found[rows] |= np.concatenate(told)
    return found


def _texts(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Names as texts: those of a recording's artists in one."""
    if not pa.types.is_list(column.type):
        return column
    return pa.chunked_array([pc.binary_join(piece, " / ") for piece in pieces(column)])


def _lowered(column: str, names: pa.Array) -> pa.Array:
    """Names in lower case; an album that was sold once more for christmas holds the songs that it held before."""
    names = lower(names)
    if column != "album_name":
        return names
    return by_ascii(names, lambda albums: pc.replace_substring_regex(albums, _EDITION.pattern, ""), _without_edition)


def _without_edition(album: str) -> str:
    return _EDITION.sub("", album)


def _members(catalogue: Catalogue, genre: str) -> npt.NDArray[np.bool_]:
    out = np.zeros(len(catalogue), dtype=np.bool_)
    if genre in catalogue.genres:
        out[catalogue.genre_members(genre)] = True
    return out


def write(catalogue: Catalogue, directory: Path) -> npt.NDArray[np.uint16]:
    """Write the kinds of each recording of a catalogue as ``kinds.npy``, and return them."""
    flags = kind_flags(catalogue)
    np.save(directory / FILE, flags)
    return flags

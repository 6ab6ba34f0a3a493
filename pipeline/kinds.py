"""Kinds of recording that a list leaves out unless they are asked for, and versions: one bit each.

Told from titles, album names, artist names, filed genres and how much is spoken. Words are in the languages that the
public table holds.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from engine.catalogue.store import Catalogue
from engine.features import TRAIT_NAMES
from engine.recommend.similarity import KINDS

FILE: Final = "kinds.npy"
_PART: Final = 65_536  # recordings whose names are looked at at once

_SPOKEN: Final = 0.66  # Spotify's documentation: above it a recording is probably made entirely of spoken words
_DEDICATED: Final = ("children", "kids", "sleep", "comedy", "show-tunes", "disney")
_RAP: Final = ("hip-hop", "trap", "rap", "dancehall", "reggaeton", "grindcore", "death-metal", "dubstep")


@dataclass(frozen=True)
class Words:
    """Patterns of lower-case text that tell a kind, by where they stand; empty where none does."""

    anywhere: str = ""
    title: str = ""
    album: str = ""
    artist: str = ""

    def __call__(self, titles: pa.Array, albums: pa.Array, artists: pa.Array) -> npt.NDArray[np.bool_]:
        """Which recordings have one of the words: bool, shape (n,)."""
        found = np.zeros(len(titles), dtype=np.bool_)
        columns = [(self.title, titles), (self.album, albums), (self.artist, artists)]
        columns += [(self.anywhere, column) for column in (titles, albums, artists)]
        for pattern, texts in columns:
            if pattern:
                search = re.compile(pattern).search
                for row in np.flatnonzero(_may_match(pattern, texts)):
                    found[row] = found[row] or search(texts[row].as_py()) is not None
        return found


def _may_match(pattern: str, texts: pa.Array) -> npt.NDArray[np.bool_]:
    """Texts that a pattern without its word boundaries matches: all that it matches, and some that it does not.

    Arrow's expressions are matched many times faster than Python's, but know letters of ASCII only.
    """
    wider = pattern.replace(r"\b", "").replace(r"\w", r"\S").replace(r"\d", r"\pN")
    return np.asarray(pc.match_substring_regex(texts, wider).to_numpy(zero_copy_only=False), dtype=np.bool_)


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

_TOLD: Final[dict[str, Words]] = {
    "christmas": Words(title=_CHRISTMAS, album=_CHRISTMAS),
    "children": Words(anywhere=_CHILDREN),
    "sleep": Words(anywhere=_SLEEP),
    "comedy": Words(anywhere=_COMEDY),
    "show tunes": Words(album=_CAST, artist=_CAST, title=_CAST),
    "karaoke": Words(anywhere=_KARAOKE),
    "cover": Words(anywhere=_COVER),
    "sped up": Words(title=_SPED, album=_SPED),
    "live": Words(title=_LIVE),
    "remix": Words(title=_REMIX),
}
assert tuple(_TOLD) == KINDS


def kind_flags(catalogue: Catalogue) -> npt.NDArray[np.uint16]:
    """Kinds of each recording: uint16, shape (n,); bit ``k`` stands for ``KINDS[k]``."""
    told = [_told(catalogue.words.slice(start, _PART)) for start in range(0, max(len(catalogue), 1), _PART)]
    found = {name: np.concatenate([part[name] for part in told]) for name in told[0]}
    filed = {genre: _members(catalogue, genre) for genre in (*_DEDICATED, *_RAP)}
    alone = np.bincount(catalogue.genre_rows, minlength=len(catalogue)) == 1
    speech = np.asarray(catalogue.traits[:, TRAIT_NAMES.index("speechiness")])
    found["children"] |= filed["children"] | (filed["kids"] & alone & ~catalogue.explicit)
    found["sleep"] |= filed["sleep"] & found["rest"]
    found["show tunes"] |= filed["show-tunes"] | (filed["disney"] & found["film"])
    rap = np.logical_or.reduce([filed[genre] for genre in _RAP])
    found["comedy"] |= (filed["comedy"] & (speech > _SPOKEN / 2)) | ((speech > _SPOKEN) & ~rap & ~catalogue.explicit)
    flags = np.zeros(len(catalogue), dtype=np.uint16)
    for place, kind in enumerate(KINDS):
        flags |= found[kind].astype(np.uint16) << np.uint16(place)
    return flags


def _told(words: pa.Table) -> dict[str, npt.NDArray[np.bool_]]:
    """What the names of some recordings tell: kinds, and signs of a kind for genres that are mostly of it."""
    titles = pa.array([title.lower() for title in words["track_name"].to_pylist()], pa.string())
    # An album that was sold once more for christmas holds the songs that it held before.
    albums = pa.array([_EDITION.sub("", album.lower()) for album in words["album_name"].to_pylist()], pa.string())
    artists = pa.array([" / ".join(names).lower() for names in words["artists"].to_pylist()], pa.string())
    asked = {**_TOLD, "rest": Words(anywhere=_REST), "film": Words(anywhere=_FILM)}
    return {name: of(titles, albums, artists) for name, of in asked.items()}


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

"""Names as lists of tracks write them: title and artist in one text, guests, versions, file names, other scripts."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from engine.catalogue.names import fold

_DASH: Final = re.compile(r"\s+[-–—−~|]+\s+|\s*\t\s*|\s*[–—]\s*")
_BY: Final = re.compile(r"\s+(?:by|von|par|por)\s+", re.IGNORECASE)
_GUESTS: Final = re.compile(
    r"\s*[(\[（]\s*(?:feat|ft|featuring|with)\b\.?\s*([^)\]）]*)[)\]）]?|\s(?:feat|ft|featuring)\b\.?(?:\s+(.*?))?(?=\s[-–—]\s|[(\[]|$)",
    re.IGNORECASE,
)
_ADDITIONS: Final = re.compile(r"[(\[（【]([^)\]）】]*)(?:[)\]）】]|$)|\s[-–—]\s(.*)$")
_CREDITS: Final = re.compile(
    r"\s*[;,/|+×]\s*|\s+(?:&|and|x|vs\.?|with|und|y|e|et|con|feat\.?|ft\.?|featuring|presents|pres\.?)\s+|\s*&\s*",
    re.IGNORECASE,
)
# What programs and video pages add to a name, and no catalogue has.
_FILE_NAME: Final = re.compile(r"\.(?:mp3|flac|wav|m4a|aac|ogg|opus|aiff?|wma|alac)$", re.IGNORECASE)
_NUMBER: Final = re.compile(r"^\s*(?:#?\d{1,4}\s*[.)\]:]\s*|\d{1,3}\s+-\s+|0\d\s+(?=\D))")
_NOISE: Final = re.compile(
    r"\s*[(\[]\s*(?:official|lyrics?|hd|hq|4k|audio|video|visuali[sz]er|clean|explicit|free|full|out now|music video)"
    r"\b[^)\]]*[)\]]",
    re.IGNORECASE,
)
# A place in a video before a line, or the length behind one; "JAY-Z - 4:44" has a time for its title.
_TIMED: Final = re.compile(
    r"^[(\[]?(?:\d{1,2}:)?\d{1,2}:\d{2}[)\]]?\s*(?:[-–—|]\s*)?(?=\S.*\s[-–—]\s)"
    r"|(?<=\w|[)\]\"'!?.])\s+[(\[]?(?:\d{1,2}:)?\d{1,2}:\d{2}[)\]]?\s*$"
)
_BULLET: Final = re.compile(r"^(?:[•·▪●○►▶♪*]|-(?=\s))\s*(?=\S)")
_ENDS_CUT: Final = re.compile(r"\s*(?:…|\.\.\.+)\s*$")

_VERSIONS: Final[dict[str, re.Pattern[str]]] = {
    name: re.compile(rf"\b(?:{words})\b")
    for name, words in {
        "live": r"live|ao vivo|en vivo|en directo|in concert|unplugged|concert|session|sessions|dal vivo",
        "remix": r"remix|rmx|mix|mixed|bootleg|vip|flip|rework|refix|mashup|dub|edit|club",
        "acoustic": r"acoustic|acustico|acustica|acoustique|stripped|piano",
        "instrumental": r"instrumental|karaoke|backing track",
        "cover": r"cover|tribute|originally performed",
        "sped up": r"sped up|nightcore|speed up",
        "slowed": r"slowed|slowed down|reverb",
        "demo": r"demo",
        "remaster": r"remaster|remastered|remasterizado|remasterizada|remasterise",
        "radio edit": r"radio edit|radio version|radio mix|single edit|edit radio",
        "extended": r"extended|12 inch|long version",
        "a cappella": r"a cappella|acapella|acappella",
        "lofi": r"lofi|lo fi",
        "reprise": r"reprise",
    }.items()
}
_NO_REMIX: Final = re.compile(
    r"\b(?:original mix|original edit|radio edit|radio mix|single edit|album mix|single mix|stereo mix|mono mix|"
    r"mono mixed|extended mix|acoustic mix|edit radio|\d{4} mix|\d{4} stereo mix)\b"
)

# Scripts whose letters have one usual Latin spelling (BGN/PCGN for Cyrillic, ELOT 743 for Greek, both without accents).
_LATIN: Final = str.maketrans(
    dict(
        zip(
            "абвгдезийклмнопрстуфыэіїєґ",
            ["a", "b", "v", "g", "d", "e", "z", "i", "y", "k", "l", "m", "n", "o", "p", "r", "s", "t", "u", "f",
             "y", "e", "i", "yi", "ye", "g"],
            strict=True,
        )
    )
    | {"ё": "e", "ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ь": "", "ю": "yu"}
    | {"я": "ya"}
    | dict(zip("αβγδεζηικλμνξοπρσςτυφωάέήίόύώϊϋ", "avgdeziiklmnxoprsstyfoaeiioyoiy", strict=True))
    | {"θ": "th", "χ": "ch", "ψ": "ps"}
)  # fmt: skip
_SYLLABLE: Final = re.compile(r"(HIRAGANA|KATAKANA) LETTER (SMALL )?([A-Z]+)|HANGUL SYLLABLE ([A-Z]+)")
_HEPBURN: Final = {"SI": "shi", "TI": "chi", "TU": "tsu", "HU": "fu", "ZI": "ji", "DI": "ji", "DU": "zu"}


@lru_cache(maxsize=4096)
def latin(text: str) -> str:
    """A text of Cyrillic, Greek, kana or Hangul in Latin letters, folded; others only folded.

    Examples
    --------
    >>> latin("Кино"), latin("さくら"), latin("방탄"), latin("Ελλάδα")
    ('kino', 'sakura', 'bangtan', 'ellada')
    """
    if text.isascii():
        return fold(text)
    plain = unicodedata.normalize("NFC", text.casefold()).translate(_LATIN)
    if not plain.isascii():
        plain = "".join(_syllable(letter) for letter in plain)
    return fold(plain)


def _syllable(letter: str) -> str:
    """A kana or Hangul syllable in Latin letters; other letters as they are."""
    if letter.isascii():
        return letter
    if letter in "ーっッ":
        return ""
    found = _SYLLABLE.match(unicodedata.name(letter, ""))
    if found is None:
        return letter
    return (found[4] or _HEPBURN.get(found[3], found[3])).lower()


def versions(title: str) -> frozenset[str]:
    """Which versions a title says that it is: of live, remix, remaster, radio edit and so on.

    Examples
    --------
    >>> sorted(versions("Under Pressure - Live at Wembley / Remastered 2011")), versions("Live Forever")
    (['live', 'remaster'], frozenset())
    """
    said = " ".join(" ".join(filter(None, part)) for part in _ADDITIONS.findall(title))
    return _versions_in(fold(said)) if said else frozenset()


@lru_cache(maxsize=1024)
def _versions_in(words: str) -> frozenset[str]:
    found = {name for name, pattern in _VERSIONS.items() if pattern.search(words)}
    if "remix" in found and not _VERSIONS["remix"].search(_NO_REMIX.sub(" ", words)):
        found.discard("remix")
    return frozenset(found)


class TitleForms(NamedTuple):
    """A title as it is compared.

    Parameters
    ----------
    whole : str
        Folded, with everything.
    full : str
        Folded, without guests.
    core : str
        Folded, without what stands in brackets or after a dash, too.
    latin : str
        The core in Latin letters.
    versions : frozenset of str
    guests : tuple of str
        Folded artists that the title names after "feat.".
    """

    whole: str
    full: str
    core: str
    latin: str
    versions: frozenset[str]
    guests: tuple[str, ...]


@lru_cache(maxsize=4096)
def title_parts(title: str) -> TitleForms:
    """The parts of a title.

    Examples
    --------
    >>> found = title_parts("Say My Name (feat. Zyra) - Live")
    >>> found.full, found.core, found.versions, found.guests
    ('say my name live', 'say my name', frozenset({'live'}), ('zyra',))
    """
    guests = tuple(name for found in _GUESTS.findall(title) for name in credits(found[0] or found[1]))
    bare = _GUESTS.sub(" ", title).strip() if guests else title
    core = _ADDITIONS.sub(" ", bare).strip(" -–—.") or bare or title
    bare = bare or title
    return TitleForms(fold(title), fold(bare), fold(core), latin(core), versions(bare), guests)


@lru_cache(maxsize=4096)
def credits(text: str) -> tuple[str, ...]:
    """The artists that a credit names, folded: the whole text first, then its parts.

    Examples
    --------
    >>> credits("Simon & Garfunkel"), credits("Drake feat. Rihanna")
    (('simon and garfunkel', 'simon', 'garfunkel'), ('drake feat rihanna', 'drake', 'rihanna'))
    """
    names = [fold(text), *(fold(part) for part in _CREDITS.split(text) if part)]
    return tuple(dict.fromkeys(name for name in names if name))


def cleaned(text: str) -> str:
    """A name without numbering, file suffix, underscores for blanks and words such as "(Official Video)".

    Examples
    --------
    >>> cleaned("Daft_Punk_-_One_More_Time_(Official_Video).mp3")
    'Daft Punk - One More Time'
    >>> cleaned("[03:24] Blur - Song 2 2:02"), cleaned("JAY-Z - 4:44")
    ('Blur - Song 2', 'JAY-Z - 4:44')
    """
    plain = _TIMED.sub("", _BULLET.sub("", _FILE_NAME.sub("", text.strip())))
    if plain.count("_") > plain.count(" "):
        plain = plain.replace("_", " ")
    plain = _NOISE.sub("", plain)
    return _ENDS_CUT.sub("", plain).strip() or text.strip()


def unnumbered(text: str) -> str:
    """A name without a number before it. "99 Luftballons" keeps its own.

    >>> unnumbered("01 - Hello"), unnumbered("12. Hello"), unnumbered("99 Luftballons")
    ('Hello', 'Hello', '99 Luftballons')
    """
    return _NUMBER.sub("", text) or text


def splits(text: str) -> Iterator[tuple[str, str]]:
    """The ways to take a line apart into (artist, title), likeliest first; none where nothing parts it.

    >>> list(splits("Queen - Under Pressure - Live"))
    [('Queen', 'Under Pressure - Live'), ('Queen - Under Pressure', 'Live')]
    """
    found = list(_DASH.finditer(text))
    for part in found[:3]:
        left, right = text[: part.start()].strip(), text[part.end() :].strip()
        if left and right:
            yield left, right
    if not found:
        for part in list(_BY.finditer(text))[-1:]:
            yield text[part.end() :].strip(), text[: part.start()].strip()
        if "-" in text and " " in text:
            left, _, right = text.partition("-")
            if left.strip() and right.strip():
                yield left.strip(), right.strip()

"""What a short question asks of rows, read word by word: which aspect, of which rows, or which row has most of it.

Every word has to be accounted for: a word that asks, points or fills may stand anywhere, and one word more makes it
another message. So "whats the 4th one off", "number 3 - what album is it on" and "name of 7?" need no pattern each.
"""

import re
from dataclasses import dataclass
from typing import Final

from rapidfuzz.distance import OSA

from bot.dialogue import lexicon
from bot.dialogue.lexicon import ADJECTIVES, NOUNS, NUMBERS, ORDINALS, words


def _set(*said: str) -> frozenset[str]:
    return frozenset(" ".join(said).split())


def _table(*rows: tuple[str, str]) -> dict[str, str]:
    return {word: name for name, said in rows for word in said.split()}


# Words that name an aspect wherever they stand.
_NOUNS: Final = _table(
    ("tempo", "bpm bpms tempo tempos pace speed vitesse velocidad velocidade geschwindigkeit"),
    ("duration", "length duration runtime dauer laenge duracion duree duracao dura duran dure durent dauert dauern"),
    ("popularity", "popularity fame popularidad popularite popularidade bekanntheit beliebtheit"),
    ("key", "key keys camelot tonart tonalidad tonalite tonalidade"),
    ("valence", "valence positivity"),
    ("energy", "energy energia energie"),
    ("danceability", "danceability"),
    ("loudness", "loudness lautstarke"),
    ("acousticness", "acousticness"),
    ("instrumentalness", "instrumentalness"),
    ("speechiness", "speechiness"),
    ("liveness", "liveness"),
    ("album", "album albums record lp ep alben albumes"),
    ("year", "year decade jahr ano annee released"),
    ("artist", "artist singer band artista cantante artiste chanteur kunstler sanger interpret"),
    ("title", "name title titel titulo titre called named heisst nombre nom"),
    ("genre", "genre style musikrichtung estilo genero"),
    ("language", "language sprache idioma langue lingua"),
    ("origin", "country nationality land pais pays"),
    ("price", "price cost costs pay fee licence license licensing rights"),
)
# Qualities that are asked about: "is 3 explicit", "are all of them clean", "explicit or no".
_QUALITIES: Final = _table(
    ("explicit", "explicit clean swear swears swearing dirty explizit explicito explicita explicite"),
    ("instrumentalness", "instrumental sung vocal vocals singing voice voices instrumentale"),
    ("liveness", "live"),
)
LANGUAGES: Final = _set(
    "english spanish german french portuguese italian japanese korean chinese mandarin hindi swedish turkish malay "
    "indonesian russian arabic dutch polish danish norwegian finnish greek hebrew tamil telugu punjabi cantonese thai"
)
_WHY: Final = _set(
    "many cuantos cuantas combien quantos quantas wieviele viele why why's whys warum wieso weshalb pourquoi porque"
)
_HOW: Final = _set("how wie cuan que tan quao")
_ASKING: Final = _set(
    "what whats what's wat wats wht which whichs whos who's who whose how is are was were does do did has have can "
    "tell where wheres where's when was welche welcher welches wer wie wo ist sind hat cual cuales que quien como cuanto "
    "cuanta es son de quel quelle quels quelles laquelle lequel est sont qui combien qual quais quem quanto quanta sao"
) - {"de", "can"}
_FILLING: Final = _set(
    "a an the of lange lang off on in at for from by to is are be as and und y et e & so ok okay then now again also "
    "too actually exactly btw well please pls plz bitte hm um me us you u your list shown here there got get one ones song songs track tracks "
    "tune tunes number numbers nubmer no nr nummer numero row go goes run runs running come comes came out made make sings "
    "sing sang did does do has have had can could would know want like much many long time id i'd let check give show "
    "das der die den dem ein eine von auf im in lied stuck titel spielt "
    "el la lo los las del al en un una tiene cancion tema "
    "le les l du au combien temps chanson morceau "
    "o os as da na musica faixa tem esta or not oder nicht ou yes nein non nao either wondering just "
    "marked as out about exact actual really lasts last it its it's that that's this thats he she they their them"
)
_IDENTIFIES: Final = _set("what whats what's which wat wats who whos who's")
_HERS: Final = _set("she he they her his him their artist band singer group ella elle")
_POINTING: Final = _set("it its it's that that's this thats")
_SEVERAL: Final = _set("these those them they all both any every everything each alle todas todos toutes tous")
_ALL: Final = _set("all every everything each both alle todas todos toutes tous")
_ANY: Final = _set("any")
_MOST: Final = _set("most highest biggest greatest")
_LEAST: Final = _set("least lowest fewest smallest")
_MAS: Final = _set("mas plus mais am")
_MENOS: Final = _set("menos moins")
_PEAKS: Final = {"peak": ("energy", True), "climax": ("energy", True), "banger": ("energy", True)}
_ONE: Final = _set("one song track tune")
_WORDS: Final = _set("words lyrics text texto paroles letra")
_KNOWN: Final = frozenset({*_NOUNS, *_QUALITIES, *_ASKING, *_FILLING, *_SEVERAL, *ORDINALS, *_MOST, *_LEAST})
_ENDS: Final = _set(
    "first top last bottom erste ersten letzten primeras primeros primeiras primeiros premiers premieres"
)
_TO: Final = _set("to through thru till until bis hasta ate")
_SEVERAL_ROWS: Final = 2
_FORGIVEN: Final = frozenset({*_NOUNS, *ORDINALS, "number", "which", "track", "called"})
_SLIPPED: Final = 5
"""Letters from which on a slip in a word is forgiven."""
_LONGEST: Final = 14
"""Words of such a question."""


@dataclass(frozen=True)
class Asked:
    """A question about rows or about the track in question.

    Parameters
    ----------
    aspects : tuple of str
        ``tempo``, ``album``, ``explicit``, ``language``, ``origin``, ``price`` ...
    rows : tuple of int
        Numbers of rows; -1 is the last one.
    extreme : (str, bool) or None
        The trait of which the row meant has most, or least.
    wanted : str
        The language that is asked about by name.
    every, any : bool
        Whether all rows are asked about, or whether any is so.
    several : bool
        Whether rows are pointed at as several.
    points : bool
        Whether one thing is pointed at: "it".
    asks : bool
        Whether the words make a question: by a word that asks, or by its mark.
    lyrics : bool
        Whether words of songs are asked about, which nobody counted.
    person : bool
        Whether somebody is pointed at: "she".
    either : bool
        Whether it ends as "or not".
    """

    aspects: tuple[str, ...] = ()
    rows: tuple[int, ...] = ()
    extreme: tuple[str, bool] | None = None
    wanted: str = ""
    every: bool = False
    any: bool = False
    several: bool = False
    points: bool = False
    asks: bool = False
    lyrics: bool = False
    person: bool = False
    either: bool = False


def read(text: str, count: int = 0) -> Asked | None:
    """What a text asks of rows of a list of ``count``; None where a word of it says something else.

    >>> read("wat tempo is nubmer 2 an 5", 5).rows
    (2, 5)
    >>> read("the saddest of all of them?", 5).extreme
    ('valence', False)
    >>> read("something sadder", 5) is None
    True
    """
    said = [word.lstrip("#") for word in words(text)]
    if not said or len(said) > _LONGEST or not _WHY.isdisjoint(said):
        return None
    found = _Reading(said, count)
    if not found.complete:
        return None
    asks = text.rstrip().endswith("?") or any(word in _ASKING for word in said) or _either(said)
    return Asked(
        ("language",) if found.wanted else tuple(dict.fromkeys(found.aspects)), tuple(dict.fromkeys(found.rows)), found.extreme, found.wanted,
        every=bool(_ALL & {*said}), any=bool(_ANY & {*said}), several=bool(_SEVERAL & {*said}),
        points=bool(_POINTING & {*said}), asks=asks, lyrics=found.lyrics, person=bool(_HERS & {*said}),
        either=_either(said),
    )  # fmt: skip


def named_in(text: str) -> tuple[str, ...]:
    """The aspects that a text names, whatever else it says; a decade is one of the year.

    >>> named_in("are any two of them in the same key")
    ('key',)
    """
    said = words(text)
    found = [_NOUNS.get(word) or _QUALITIES.get(word) or "" for word in said]
    found += ["year"] if any(re.fullmatch(r"(?:19|20)?\d0'?s", word) for word in said) else []
    return tuple(dict.fromkeys(filter(None, found)))


def _either(said: list[str]) -> bool:
    """``explicit or no``, ``clean or not``."""
    return bool(re.search(r"\b(?:or|oder|ou|o) (?:no|not|nicht|non|nao)$", " ".join(said)))


class _Reading:
    """The words of one question, each taken for what it is."""

    def __init__(self, said: list[str], count: int) -> None:
        self.said, self.count = said, count
        self.aspects: list[str] = []
        self.rows: list[int] = []
        self.extreme: tuple[str, bool] | None = None
        self.wanted = ""
        self.lyrics = False
        self.complete = True
        place = 0
        while place < len(said):
            taken = self._taken(place)
            if not taken:
                self.complete = False
                return
            place += taken
        self._placed()

    def _taken(self, place: int) -> int:
        """How many words from here are accounted for; 0 for none."""
        word = self.said[place]
        after = self.said[place + 1 : place + 3]
        if size := self._superlative(word, after):
            return size
        if word in _HOW and after and (trait := _asked_how(after[0])):
            self.aspects.append(trait)
            return 2
        if word in ("who", "whos", "who's", "whose", "wer", "quien", "qui", "quem"):
            self.aspects.append("artist")
            return 1
        if word in ("when", "cuando", "quand", "wann"):
            self.aspects.append("year")
            return 1
        if word in ("where", "wheres", "where's", "wo", "woher") and ({"from", "come", "comes", "her"} & {*self.said}):
            self.aspects.append("origin")
            return 1
        if size := self._rows_at_end(word, after):
            return size
        if size := self._rows_to(place, word, after):
            return size
        if self._row(place, word):
            return 1
        if word in LANGUAGES and place and self.said[place - 1] == "in":
            self.aspects.append("language")
            self.wanted = word
            return 1
        if word in _NOUNS or word in _QUALITIES:
            self.aspects.append(_NOUNS.get(word) or _QUALITIES[word])
            return 1
        if word in _ASKING or word in _FILLING or word in _SEVERAL:
            return 1
        meant = _slip(word)
        if meant and meant != word:
            self.said[place] = meant
            return self._taken(place)
        return 0

    def _superlative(self, word: str, after: list[str]) -> int:
        if word in _PEAKS:
            self.extreme = _PEAKS[word]
            return 1
        up = word in _MOST or word in _MAS
        if up or word in _LEAST or word in _MENOS:
            if not after:
                return 0
            if after[0] in _WORDS:
                self.extreme, self.lyrics = ("speechiness", up), True
                return 2
            foreign = word in _MAS | _MENOS
            if foreign and not (
                {"cual", "laquelle", "lequel", "quelle", "quel", "qual", "welches", "welche", "welcher", "quien"}
                & {*self.said}
            ):
                return 0
            moves = lexicon.superlative(after[0]) if word == "am" else {}
            moves = moves or ADJECTIVES.get(after[0]) or NOUNS.get(after[0]) or _trait(after[0])
            if not moves:
                return 0
            trait, way = next(iter(moves.items()))
            self.extreme = trait, (way > 0) == up
            return 2
        if word == "best" and after and after[0] in ("known", "liked", "loved"):
            self.extreme = "popularity", True
            return 2
        moves = _ending(word)
        if moves:
            trait, way = next(iter(moves.items()))
            self.extreme = trait, way > 0
            return 1
        return 0

    def _rows_at_end(self, word: str, after: list[str]) -> int:
        """``the first three``, ``the last 2``: those rows."""
        size = (lexicon.count(after[0]) or 0) if after and word in _ENDS else 0
        if size < _SEVERAL_ROWS:
            return 0
        last = word in ("last", "bottom")
        first = max(self.count - size, 0) + 1 if last else 1
        self.rows += range(first, first + size)
        return 2

    def _rows_to(self, place: int, word: str, after: list[str]) -> int:
        """``1 to 3``: the rows between as well."""
        low = self.said[place - 1] if place else ""
        high = after[0] if after else ""
        if word not in _TO or not (low.isdecimal() and high.isdecimal() and self.rows) or self.rows[-1] != int(low):
            return 0
        if not int(low) < int(high) <= self.count:
            return 0
        self.rows += range(int(low) + 1, int(high) + 1)
        return 2

    def _row(self, place: int, word: str) -> bool:
        before = self.said[place - 1] if place else ""
        if word == "last" and {"duration"} & {*self.aspects} and self.rows:
            return True  # "how long does 3 last"
        if word in ORDINALS and word not in ("final",):
            self.rows.append(ORDINALS[word])
            return True
        if word == "top" and place + 1 < len(self.said) and self.said[place + 1] in _ONE:
            self.rows.append(1)
            return True
        if word == "bottom":
            self.rows.append(-1)
            return True
        if word.isdecimal() and 1 <= int(word) <= max(self.count, 1):
            self.rows.append(int(word))
            return True
        counts = before in ("number", "numbers", "nr", "no", "nummer", "numero", "row", "track", "song") or (
            before in ("and", "an", "und", "y", "et", "e", "&") and self.rows
        )
        if counts and word in NUMBERS and word:
            self.rows.append(NUMBERS[word])
            return True
        return False

    def _placed(self) -> None:
        """``what is number 4 off``: the album, where nothing else is asked."""
        if self.aspects or self.extreme or not self.rows:
            return
        said = {*self.said}
        if said & {"what", "whats", "what's", "which", "wat", "wats"} and (
            self.said[-1] in ("off", "from", "on") or "off" in said
        ):
            self.aspects.append("album")
        elif {"from"} & said and said & {"where", "wheres"}:
            self.aspects.append("origin")
        elif self.said[0] in _IDENTIFIES and len(self.rows) == 1:
            self.aspects.append("title")  # "whats track 6"


def _asked_how(word: str) -> str:
    """The trait that "how" asks for with an adjective."""
    if word in _QUALITIES:
        return _QUALITIES[word]
    moves = ADJECTIVES.get(word)
    return next(iter(moves)) if moves else ""


def _trait(word: str) -> dict[str, int]:
    """A trait that is named itself: ``lowest bpm``, ``highest valence``."""
    name = _NOUNS.get(word, "")
    return (
        {name: 1}
        if name
        and (
            name in NOUNS
            or name not in ("album", "year", "artist", "title", "language", "key", "origin", "price", "genre")
        )
        else {}
    )


def _ending(word: str) -> dict[str, int]:
    """What ``saddest`` or ``langsamste`` says of traits."""
    if word.endswith("est"):
        return lexicon.superlative(word)
    for ending in ("sten", "stes", "ster", "ste"):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            stem = word.removesuffix(ending)
            return dict(ADJECTIVES.get(stem) or ADJECTIVES.get(stem.removesuffix("e")) or {})
    return {}


def _slip(word: str) -> str:
    """The word of these tables that was meant, one slip away; empty for none."""
    if word in _KNOWN:
        return ""
    if len(word) < _SLIPPED or word in ADJECTIVES or word in NOUNS:
        return "and" if word == "an" else ""
    return next((one for one in _FORGIVEN if len(one) >= _SLIPPED and OSA.distance(word, one, score_cutoff=1) <= 1), "")

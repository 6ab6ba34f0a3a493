"""The language that an artist's titles and genres tell, as far as names can.

Scripts other than Latin decide by themselves; Chinese characters alone are Japanese where the artist also writes kana.
For Latin script the small words of each language are counted in the titles and albums of an artist, together with
genres that belong to a language as far as the names of their artists agree: "sertanejo" is Portuguese, while "j-dance"
holds more Jamaicans than Japanese. Instrumental recordings have none.
"""

import re
from collections import Counter, defaultdict
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.sparse import csc_array, csr_array

from engine.features import TRAIT_NAMES
from engine.languages import LANGUAGES
from pipeline.arrow_files import cells
from pipeline.similarity_inputs import Inputs

_SCRIPTS: Final = (
    ("Korean", r"[가-힯ᄀ-ᇿ]"),
    ("Japanese", r"[぀-ヿ]"),
    ("Chinese", r"[一-鿿]"),
    ("Russian", r"[Ѐ-ӿ]"),
    ("Persian or Arabic", r"[؀-ۿ]"),
    ("Hebrew", r"[֐-׿]"),
    ("an Indian language", r"[ऀ-෿]"),
    ("Thai", r"[฀-๿]"),
    ("Greek", r"[Ͱ-Ͽ]"),
)
# Words that other languages have as well ("die", "come", "do", "ben") are left out.
_WORDS: Final = {
    "English": "the of and you my your in on it me to is for we this with love i'm don't all what when never night got "
    "do die come one like be no let back get up down",
    "Spanish": "el los las del que mi con por para amor vida corazón noche más quiero eres soy como esta "
    "ella nadie mujer vez cuando contigo otra mí tú aquí bien",
    "Portuguese": "não você meu minha pra dos ao por mais coração saudade deus só é nós tô "
    "quem seu sua foi vou tem faz bem",
    "French": "le les des du moi toi est pas pour dans ton sur qui amour vie nous vous "
    "c'est j'ai coeur",
    "German": "der und ich du nicht ein eine mein dein ist wir mit für von wenn nur kein liebe "
    "nacht leben immer",
    "Italian": "il gli della non per mi amore vita questo nel più è cuore tutto",
    "Swedish": "och jag är för inte att när kärlek hjärta hela alla",
    "Turkish": "bir bu aşk beni seni yar gibi kadar değil için yok gönül çok benim senin olsun",
    "Malay or Indonesian": "yang aku kau cinta hati ku dengan rindu untuk bukan ini itu cintaku "
    "kamu selamat",
    "an Indian language": "hai dil tera tere teri mera mere meri pyar ishq jaan nahi kya kahin yeh mein aur naina "
    "zindagi yaar sanam bollywood telugu tamil hindi punjabi",
}  # fmt: skip
_GENRES: Final = {
    "Spanish": "latin latino reggaeton salsa spanish tango",
    "Portuguese": "brazil forro mpb pagode samba sertanejo",
    "French": "french",
    "German": "german",
    "Swedish": "swedish",
    "Turkish": "turkish",
    "Malay or Indonesian": "malay",
    "an Indian language": "indian pop-film",
    "Korean": "k-pop",
    "Japanese": "anime j-dance j-idol j-pop j-rock",
    "Chinese": "cantopop mandopop",
    "Persian or Arabic": "iranian",
}
_WORD: Final = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_GENRE_WEIGHT: Final = 2.0
_MARGIN: Final = 1.5  # how much the first language has to lead the second
_FEWEST: Final = 2.0  # words, or a genre
# Where a recording's own names tell nothing, its artist's others have to tell more.
_MARGIN_OF_OTHERS: Final = 3.0
_FEWEST_OF_OTHERS: Final = 4.0
_OF_LETTERS: Final = 0.3  # so much of a name has to be in a script
_OF_ALBUM: Final = 0.5  # a word of an album, which may be anybody's collection
_OF_SCRIPT: Final = 3.0  # words that a title in the script of a language is worth
# A genre tells a language if of its artists whose names tell one, so many of at least so many tell that one.
_AGREEMENT: Final = 0.75
_FEWEST_ARTISTS: Final = 5
_INSTRUMENTAL: Final = 0.5  # Spotify's documentation: above it there is probably no singing


def languages(inputs: Inputs, credible: csr_array) -> npt.NDArray[np.uint8]:
    """The language of each recording, as a place in ``LANGUAGES``; 0 where unknown or instrumental.

    Parameters
    ----------
    inputs : Inputs
    credible : csr_array of bool, shape (n, genres of ``inputs``)
        Filed genres that are not doubtful.
    """
    titles = inputs.catalogue.words["track_name"]
    own = _own_evidence(inputs)
    of_artist = _of_artists(inputs, own)
    scripts = {
        artist: _script(name.casefold())
        for artist, name in enumerate(cells(inputs.catalogue.artist_names))
        if artist in of_artist
    }
    kana = {
        int(artist) for artist, title in zip(inputs.main, cells(titles), strict=True) if _script(title) == "Japanese"
    }
    for artist, told in zip(inputs.main, _of_genres(inputs, credible, of_artist), strict=True):
        of_artist[int(artist)].update(dict.fromkeys(told, _GENRE_WEIGHT))
    instrumental = inputs.catalogue.traits[:, TRAIT_NAMES.index("instrumentalness")] > _INSTRUMENTAL
    out = np.zeros(len(own), dtype=np.uint8)
    for row, (artist, title, evidence) in enumerate(zip(inputs.main, cells(titles), own, strict=True)):
        if not instrumental[row]:
            script = _script(title) or scripts[int(artist)]
            if script == "Chinese" and int(artist) in kana:
                script = "Japanese"
            out[row] = LANGUAGES.index(script or _clearest(evidence, of_artist[int(artist)]))
    return out


def _own_evidence(inputs: Inputs) -> list[Counter[str]]:
    """Of each recording, what its own names tell. Much is told of many: it is kept once."""
    owners: dict[str, list[str]] = defaultdict(list)
    for language, words in _WORDS.items():
        for word in words.split():
            owners[word].append(language)
    columns = (cells(inputs.catalogue.words[name]) for name in ("track_name", "album_name", "artists"))
    found = []
    kept: dict[tuple[tuple[str, float], ...], Counter[str]] = {}
    for title, album, names in zip(*columns, strict=True):
        evidence = _evidence(title, " ".join(names), owners)
        for language, count in _evidence(album, " ".join(names), owners).items():
            evidence[language] += _OF_ALBUM * count  # type: ignore[assignment]
        found.append(kept.setdefault(tuple(evidence.items()), evidence))
    return found


def _of_artists(inputs: Inputs, own: list[Counter[str]]) -> dict[int, Counter[str]]:
    """Of each artist, what the names of all recordings tell, by words and by scripts."""
    found: dict[int, Counter[str]] = defaultdict(Counter)
    for artist, title, evidence in zip(inputs.main, cells(inputs.catalogue.words["track_name"]), own, strict=True):
        found[int(artist)].update(evidence)
        script = _script(title)
        if script:
            found[int(artist)][script] += _OF_SCRIPT  # type: ignore[assignment]
    return found


def _script(text: str) -> str:
    """The language that a script tells, or none."""
    if text.isascii():
        return ""
    letters = sum(letter.isalpha() for letter in text)
    for language, script in _SCRIPTS:
        # Japanese is told by its kana, however many Chinese characters stand beside them.
        least = 1 if language == "Japanese" else _OF_LETTERS * letters
        if len(re.findall(script, text)) >= max(least, 1):
            return language
    return ""


def _evidence(names: str, artists: str, owners: dict[str, list[str]]) -> Counter[str]:
    """How many small words of each language the names hold, those of artists left out: "Del McCoury" is no Spanish.

    A word of several languages counts in parts.
    """
    found: Counter[str] = Counter()
    passed_over = set(_WORD.findall(artists.casefold()))
    for word in _WORD.findall(names.casefold()):
        for language in owners.get(word, ()) if word not in passed_over else ():
            found[language] += 1 / len(owners[word])  # type: ignore[assignment]
    return found


def _of_genres(inputs: Inputs, credible: csr_array, of_artist: dict[int, Counter[str]]) -> list[tuple[str, ...]]:
    """Languages that the credible genres of each recording tell."""
    owner = {genre: language for language, genres in _GENRES.items() for genre in genres.split()}
    out: list[tuple[str, ...]] = [()] * credible.shape[0]
    kept: dict[tuple[str, ...], tuple[str, ...]] = {}
    by_genre = csc_array(credible)
    for place, genre in enumerate(inputs.genres):
        if genre not in owner:
            continue
        there = slice(by_genre.indptr[place], by_genre.indptr[place + 1])
        rows = by_genre.indices[there][by_genre.data[there]].tolist()
        language = owner[genre]
        if rows and _tells(language, [of_artist[artist] for artist in {int(inputs.main[row]) for row in rows}]):
            for row in rows:
                if language not in out[row]:
                    told = (*out[row], language)
                    out[row] = kept.setdefault(told, told)
    return out


def _tells(language: str, artists: list[Counter[str]]) -> bool:
    """Whether what the names of a genre's artists tell is mostly one language."""
    telling = [names for names in artists if max(names.values(), default=0) >= 1]
    agreeing = sum(names[language] >= max(names.values()) for names in telling)
    return len(telling) >= _FEWEST_ARTISTS and agreeing >= _AGREEMENT * len(telling)


def _clearest(own: Counter[str], of_artist: Counter[str]) -> str:
    """The language that leads clearly in a recording's own names and in all of its artist's; none if they differ."""
    total = Counter(of_artist)
    for language, count in own.items():
        total[language] += 2 * count
    told = max(own.values(), default=0) >= 1
    leader = _leader(total, *((_MARGIN, _FEWEST) if told else (_MARGIN_OF_OTHERS, _FEWEST_OF_OTHERS)))
    return "" if told and own[leader] < max(own.values()) else leader


def _leader(counts: Counter[str], margin: float, fewest: float) -> str:
    ranked = counts.most_common(2)
    if not ranked or ranked[0][1] < fewest:
        return ""
    second = ranked[1][1] if len(ranked) > 1 else 0
    return ranked[0][0] if ranked[0][1] >= margin * second else ""

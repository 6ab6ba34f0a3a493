"""The language that an artist's titles and genres tell, as far as names can.

Scripts other than Latin decide by themselves. For Latin script the small words of each language are counted in the
titles and albums of an artist, together with genres that belong to a language. Instrumental recordings have none.
"""

import re
from collections import Counter, defaultdict
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.sparse import csc_array, csr_array

from engine.features import TRAIT_NAMES
from engine.languages import LANGUAGES
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
    ("Greek", r"[Ͱ-Ͽ]{2}"),
)
_WORDS: Final = {
    "English": "the of and you my your in on it me to is for we this with love i'm don't all what when never night got",
    "Spanish": "el los las del que mi tu te por con para una amor vida corazón noche más quiero eres soy como sin esta "
    "ella nadie mujer vez cuando contigo otra yo mí tú aquí bien",
    "Portuguese": "não você meu minha pra do da dos das ao em um uma mais vivo coração saudade deus só é nós tô "
    "quem seu sua foi vou tem faz bem",
    "French": "le les des du je tu moi toi est pas pour dans ma mon ton sur qui une amour vie nous vous "
    "c'est j'ai coeur",
    "German": "der die das und ich du nicht ein eine mein dein ist wir mit für auf im von zu wenn nur kein liebe "
    "nacht leben immer",
    "Italian": "il gli della di che non per sono con mi ti una amore vita questo nel più è cuore sei come tutto",
    "Swedish": "och jag det är en som på för inte dig mig att vi av om när kärlek hjärta min din hela alla",
    "Turkish": "bir ve bu ben sen aşk beni seni gel yar gibi kadar değil için yok gönül çok benim senin olsun",
    "Malay or Indonesian": "yang aku kau cinta dan di hati ku mu tak dengan kita rindu untuk bukan ini itu cintaku "
    "kamu sayang selamat",
    "an Indian language": "hai dil tera tere teri mera mere meri ki ka ke ko pyar tu tum hum se na main ishq jaan o "
    "nahi kya kahin yeh ye bollywood telugu tamil hindi punjabi",
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
_INSTRUMENTAL: Final = 0.5  # Spotify's documentation: above it there is probably no singing


def languages(inputs: Inputs, credible: csr_array) -> npt.NDArray[np.uint8]:
    """The language of each recording, as a place in ``LANGUAGES``; 0 where unknown or instrumental.

    Parameters
    ----------
    inputs : Inputs
    credible : csr_array of bool, shape (n, genres of ``inputs``)
        Filed genres that are not doubtful.
    """
    owners: dict[str, list[str]] = defaultdict(list)
    for language, words in _WORDS.items():
        for word in words.split():
            owners[word].append(language)
    filed = _of_genres(inputs, credible)
    own = [_evidence(title, album, owners) for title, album in zip(inputs.titles, inputs.albums, strict=True)]
    of_artist: dict[int, Counter[str]] = defaultdict(Counter)
    for artist, evidence, genre in zip(inputs.main, own, filed, strict=True):
        of_artist[int(artist)].update(evidence)
        of_artist[int(artist)].update(genre)
    names = [name.casefold() for name in inputs.catalogue.artist_names.to_pylist()]
    scripts = {artist: _script(names[artist]) for artist in of_artist}
    instrumental = inputs.catalogue.traits[:, TRAIT_NAMES.index("instrumentalness")] > _INSTRUMENTAL
    out = np.zeros(len(own), dtype=np.uint8)
    for row, (artist, evidence) in enumerate(zip(inputs.main, own, strict=True)):
        if not instrumental[row]:
            script = _script(inputs.titles[row]) or scripts[int(artist)]
            out[row] = LANGUAGES.index(script or _clearest(evidence, of_artist[int(artist)]))
    return out


def _script(text: str) -> str:
    """The language that a script tells, or none."""
    if text.isascii():
        return ""
    return next((language for language, letters in _SCRIPTS if re.search(letters, text)), "")


def _evidence(title: str, album: str, owners: dict[str, list[str]]) -> Counter[str]:
    """How many small words of each language the names hold; a word of several languages counts in parts."""
    found: Counter[str] = Counter()
    for word in _WORD.findall(f"{title} {album}".casefold()):
        for language in owners.get(word, ()):
            found[language] += 1 / len(owners[word])  # type: ignore[assignment]
    return found


def _of_genres(inputs: Inputs, credible: csr_array) -> list[Counter[str]]:
    """Languages that the credible genres of each recording belong to."""
    owner = {genre: language for language, genres in _GENRES.items() for genre in genres.split()}
    columns = [(place, owner[genre]) for place, genre in enumerate(inputs.genres) if genre in owner]
    out: list[Counter[str]] = [Counter() for _ in range(credible.shape[0])]
    by_genre = csc_array(credible)
    for place, language in columns:
        there = slice(by_genre.indptr[place], by_genre.indptr[place + 1])
        for row in by_genre.indices[there][by_genre.data[there]]:
            out[row][language] = _GENRE_WEIGHT
    return out


def _clearest(own: Counter[str], of_artist: Counter[str]) -> str:
    """The language that leads clearly: in the recording's own names, else over all of the artist's."""
    total = Counter(of_artist)
    for language, count in own.items():
        total[language] += 2 * count
    ranked = total.most_common(2)
    if not ranked or ranked[0][1] < _FEWEST:
        return ""
    second = ranked[1][1] if len(ranked) > 1 else 0
    return ranked[0][0] if ranked[0][1] >= _MARGIN * second else ""

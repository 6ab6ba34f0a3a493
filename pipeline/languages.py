"""The language that an artist's titles and genres tell, as far as names can.

Scripts other than Latin decide by themselves; Chinese characters alone are Japanese where the artist also writes kana.
For Latin script the small words of each language are counted in the titles and albums of an artist, together with
genres that belong to a language as far as the names of their artists agree: "sertanejo" is Portuguese, while "j-dance"
holds more Jamaicans than Japanese. Instrumental recordings have none.
"""

import re
from functools import cache
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from scipy.sparse import csc_array, csr_array, vstack

from engine.features import TRAIT_NAMES
from engine.languages import LANGUAGES
from pipeline.similarity_inputs import Inputs, parts
from pipeline.text_columns import casefolded

SCRIPTS: Final = (
    ("Korean", "가-힯", "ᄀ-ᇿ"),
    ("Japanese", "぀-ヿ"),
    ("Chinese", "一-鿿"),
    ("Russian", "Ѐ-ӿ"),
    ("Persian or Arabic", "؀-ۿ"),
    ("Hebrew", "֐-׿"),
    ("an Indian language", "ऀ-෿"),
    ("Thai", "฀-๿"),
    ("Greek", "Ͱ-Ͽ"),
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
SMALL_WORDS: Final = tuple(dict.fromkeys(word for words in _WORDS.values() for word in words.split()))
_LANGUAGES_OF_WORDS: Final = np.array(
    [[word in _WORDS.get(language, "").split() for language in LANGUAGES] for word in SMALL_WORDS], dtype=np.float32
)
# A word of several languages counts in parts.
_TELLS: Final = csr_array(_LANGUAGES_OF_WORDS / _LANGUAGES_OF_WORDS.sum(axis=1, keepdims=True))
_LETTER: Final = re.compile(r"[^\W\d_]")
# Letters of the small words by number; 0 is what stands between words, 1 every other letter.
_LETTERS: Final = {letter: number for number, letter in enumerate(sorted({*"".join(SMALL_WORDS)} - {"'"}), start=2)}
# Matches each text that holds a small word, and some that do not: Arrow's expressions know letters of ASCII only.
_MAY_HOLD_ONE: Final = rf"(?:^|[^a-z])(?:{'|'.join(SMALL_WORDS)})(?:$|[^a-z])"
_LONGEST: Final = max(map(len, SMALL_WORDS))
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
_JAPANESE: Final = LANGUAGES.index("Japanese")
_CHINESE: Final = LANGUAGES.index("Chinese")
_INSTRUMENTAL: Final = 0.5  # Spotify's documentation: above it there is probably no singing
_PART: Final = 65_536  # recordings whose words are told apart at once


def languages(inputs: Inputs, credible: csr_array) -> npt.NDArray[np.uint8]:
    """The language of each recording, as a place in ``LANGUAGES``; 0 where unknown or instrumental.

    Parameters
    ----------
    inputs : Inputs
    credible : csr_array of bool, shape (n, genres of ``inputs``)
        Filed genres that are not doubtful.
    """
    catalogue, main = inputs.catalogue, inputs.main
    own, scripts = _own_evidence(catalogue.words), script_languages(catalogue.words["track_name"])
    of_artist = _of_artists(inputs, own, scripts)
    of_artist = of_artist + _of_genres(inputs, credible, of_artist)
    of_names = script_languages(casefolded(catalogue.artist_names))
    writes_kana = np.zeros(len(of_names), dtype=np.bool_)
    writes_kana[main[scripts == _JAPANESE]] = True
    out = np.empty(len(main), dtype=np.uint8)
    for part in parts(len(main)):
        artists = main[part]
        script = np.where(scripts[part] > 0, scripts[part], of_names[artists])
        script[(script == _CHINESE) & writes_kana[artists]] = _JAPANESE
        out[part] = np.where(script > 0, script, _clearest(own[part].toarray(), of_artist[artists].toarray()))
    out[catalogue.traits[:, TRAIT_NAMES.index("instrumentalness")] > _INSTRUMENTAL] = 0
    return out


def _own_evidence(words: pa.Table) -> csr_array:
    """Of each recording, what its own names tell: float32, shape (n, languages).

    Small words are counted but for those of artists: "Del McCoury" is no Spanish. All counts are quarters, so that sums
    are exact in whatever order.
    """
    found = []
    for start in range(0, max(len(words), 1), _PART):
        some = words.slice(start, _PART)
        titles, albums, artists = (some[name].combine_chunks() for name in ("track_name", "album_name", "artists"))
        counts = small_words(titles) + np.float32(_OF_ALBUM) * small_words(albums)
        of_artists = small_words(artists.flatten())
        if of_artists.nnz:
            counts = counts - counts * (_grouped(of_artists, pc.list_value_length(artists)) > 0)
        evidence = csr_array(counts @ _TELLS)
        evidence.eliminate_zeros()
        found.append(evidence)
    return csr_array(vstack(found, format="csr"))


def _grouped(rows: csr_array, lengths: pa.Array) -> csr_array:
    """Sums of so many rows each."""
    ends = np.concatenate([[0], np.cumsum(lengths)])
    adding = csr_array((np.ones(ends[-1], dtype=np.float32), np.arange(ends[-1]), ends), shape=(len(lengths), ends[-1]))
    return csr_array(adding @ rows)


def small_words(texts: pa.Array) -> csr_array:
    """How often each text holds each of the small words, case aside: float32, shape (texts, small words)."""
    folded = casefolded(texts)
    rows = np.flatnonzero(pc.match_substring_regex(folded, _MAY_HOLD_ONE))
    lines = folded.take(pa.array(rows))
    joined = pc.binary_join(pa.ListArray.from_arrays(pa.array([0, len(rows)], pa.int32()), lines), "\n")[0].as_py()
    letters, starts, ends = _words(f"\n{joined}\n")
    keys = _keys(letters, starts, ends)
    known, order = _keys_of_small_words()
    nearest = np.minimum(np.searchsorted(known, keys), len(known) - 1)
    found = np.flatnonzero(known[nearest] == keys)
    line = np.searchsorted(np.cumsum(np.asarray(pc.utf8_length(lines)) + 1), starts[found])
    ones = np.ones(len(found), dtype=np.float32)
    return csr_array((ones, (rows[line], order[nearest[found]])), shape=(len(texts), len(SMALL_WORDS)))


def _words(text: str) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """The words of a text that begins and ends between words: letters, or twice letters with an apostrophe between.

    Returns
    -------
    letters : uint8, shape (characters,)
        Numbers as in ``_LETTERS``.
    starts, ends : intp, shape (words,)
        Places in the text.
    """
    points = np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32)
    present = np.flatnonzero(np.bincount(points))
    numbers = np.zeros(present[-1] + 1, dtype=np.uint8)
    numbers[present] = [_LETTERS.get(letter, _LETTER.match(letter) is not None) for letter in map(chr, present)]
    letters = numbers[points]
    within = letters > 0
    edges = np.flatnonzero(within[1:] != within[:-1]) + 1
    starts, ends = edges[::2], edges[1::2]
    linked = np.zeros(len(starts), dtype=np.bool_)
    linked[1:] = (starts[1:] - ends[:-1] == 1) & (points[ends[:-1]] == ord("'"))
    # Of "rock'n'roll" the first two are one word: every other apostrophe of a chain joins.
    places = np.arange(len(starts))
    joined = linked & ((places - np.maximum.accumulate(np.where(linked, 0, places))) % 2 == 1)
    return letters, starts[~joined], ends[~np.roll(joined, -1)]


def _keys(
    letters: npt.NDArray[np.uint8], starts: npt.NDArray[np.intp], ends: npt.NDArray[np.intp]
) -> npt.NDArray[np.int64]:
    """Words as numbers; no other word has the number of a small word: int64, shape (words,)."""
    keys = np.zeros(len(starts), dtype=np.int64)
    # Where a small word ends, an apostrophe and a letter of a longer word may follow.
    for place in range(_LONGEST + 2):
        keys = keys * (len(_LETTERS) + 2) + letters[np.minimum(starts + place, ends)]
    return keys


@cache
def _keys_of_small_words() -> tuple[npt.NDArray[np.int64], npt.NDArray[np.intp]]:
    """``_keys`` of the small words in ascending order, and the place of each in ``SMALL_WORDS``."""
    keys = _keys(*_words("\n" + "\n".join(SMALL_WORDS) + "\n"))
    order = np.argsort(keys)
    return keys[order], order


def script_languages(texts: pa.Array | pa.ChunkedArray) -> npt.NDArray[np.uint8]:
    """The language that the script of each text tells, as a place in ``LANGUAGES``, or 0: uint8, shape (texts,)."""
    out = np.zeros(len(texts), dtype=np.uint8)
    for part in parts(len(texts)):
        some = texts.slice(part.start, part.stop - part.start)
        others = pc.invert(pc.string_is_ascii(some))
        if pc.any(others).as_py():
            out[part][np.asarray(others)] = _told_by_script(some.filter(others).to_pylist())
    return out


def _told_by_script(texts: list[str]) -> npt.NDArray[np.uint8]:
    """``script_languages`` of texts none of which is empty."""
    joined = "".join(texts)
    starts = np.cumsum([0, *map(len, texts[:-1])])
    points = np.frombuffer(joined.encode("utf-32-le"), dtype=np.uint32)
    letters = np.add.reduceat(np.fromiter(map(str.isalpha, joined), np.intp, len(joined)), starts)
    out = np.zeros(len(texts), dtype=np.uint8)
    for language, *ranges in SCRIPTS:
        within = np.zeros(len(points), dtype=np.intp)
        for first, last in (map(ord, each.split("-")) for each in ranges):
            within += (points >= first) & (points <= last)
        # Japanese is told by its kana, however many Chinese characters stand beside them.
        least = 1 if language == "Japanese" else np.maximum(_OF_LETTERS * letters, 1)
        out[(out == 0) & (np.add.reduceat(within, starts) >= least)] = LANGUAGES.index(language)
    return out


def _of_artists(inputs: Inputs, own: csr_array, scripts: npt.NDArray[np.uint8]) -> csr_array:
    """Of each artist, what the names of all recordings tell, by words and by scripts: shape (artists, languages)."""
    written = np.flatnonzero(scripts)
    artists = np.concatenate([np.repeat(inputs.main, np.diff(own.indptr)), inputs.main[written]])
    told = np.concatenate([own.indices, scripts[written]])
    amounts = np.concatenate([own.data, np.full(len(written), _OF_SCRIPT, dtype=np.float32)])
    return csr_array((amounts, (artists, told)), shape=(len(inputs.catalogue.artist_names), len(LANGUAGES)))


def _of_genres(inputs: Inputs, credible: csr_array, of_artist: csr_array) -> csr_array:
    """Of each artist, what the credible genres of all recordings tell: shape (artists, languages).

    A recording's genres of one language count once.
    """
    owner = {genre: LANGUAGES.index(language) for language, genres in _GENRES.items() for genre in genres.split()}
    by_genre = csc_array(credible)
    found = [np.zeros(0, dtype=np.intp)]
    for place, genre in enumerate(inputs.genres):
        if genre not in owner:
            continue
        there = slice(by_genre.indptr[place], by_genre.indptr[place + 1])
        rows = by_genre.indices[there][by_genre.data[there]].astype(np.intp)
        if _tells(owner[genre], of_artist[np.unique(inputs.main[rows])].toarray()):
            found.append(rows * len(LANGUAGES) + owner[genre])
    rows, told = np.divmod(np.unique(np.concatenate(found)), len(LANGUAGES))
    amounts = np.full(len(rows), _GENRE_WEIGHT, dtype=np.float32)
    return csr_array((amounts, (inputs.main[rows], told)), shape=of_artist.shape)


def _tells(language: int, artists: npt.NDArray[np.float32]) -> bool:
    """Whether what the names of a genre's artists tell is mostly one language."""
    most = artists.max(axis=1, initial=0)
    telling = most >= 1
    agreeing = int((artists[telling, language] >= most[telling]).sum())
    return bool(telling.sum() >= _FEWEST_ARTISTS and agreeing >= _AGREEMENT * telling.sum())


def _clearest(own: npt.NDArray[np.float32], of_artist: npt.NDArray[np.float32]) -> npt.NDArray[np.intp]:
    """The language that leads clearly in a recording's own names and in all of its artist's; 0 if they differ.

    Parameters
    ----------
    own, of_artist : float32, shape (n, languages)
        What each recording's names tell, and those of its artist's recordings.
    """
    total, most = of_artist + 2 * own, own.max(axis=1)
    told, rows = most >= 1, np.arange(len(own))
    leader = total.argmax(axis=1)
    first = total[rows, leader]
    total[rows, leader] = 0
    margin = np.where(told, _MARGIN, _MARGIN_OF_OTHERS)
    leads = (first >= np.where(told, _FEWEST, _FEWEST_OF_OTHERS)) & (first >= margin * total.max(axis=1))
    return np.where(leads & ~(told & (own[rows, leader] < most)), leader, 0)

"""Words of a text, and a BM25 index of the words in titles, artist names, album names and genres.

The ranking function is Okapi BM25 (S. Robertson and H. Zaragoza, "The Probabilistic Relevance Framework: BM25 and
Beyond", 2009) with k1 = 1.2 and b = 0.6 over one bag of words per recording, as in BM25F: a word in an album's name
counts less than one in the title, and one in an artist's name least. ``pipeline.word_index`` computes each word's part
of the score when the catalogue is built.
"""

import html
import re
from collections.abc import Mapping
from typing import Final, Self

import numpy as np
import numpy.typing as npt

from engine.catalogue.dictionary import HASH
from engine.catalogue.files import Files
from engine.catalogue.names import fold
from engine.catalogue.store import Catalogue
from engine.recommend.spans import Span

Float32 = npt.NDArray[np.float32]

DIRECTORY: Final = "word_index"
IMPACT_SCALE: Final = 100
"""Impacts are stored as whole hundredths; the largest that BM25 can give is k1 + 1 = 2.2."""

_TAG: Final = re.compile(r"<[^>]*>")

_FUNCTION_WORDS: Final = """
i a an the to and of for in on at me my mine you your yours we us our ours he him his she her hers they them their it
its is are am was were be been being this that these those there here then than so as or but if because while when
where which who whom whose what why how about from by with without into onto out off up over under through around
across behind between during before after again too very just only also even still not no nor yes yeah ok okay please
thanks thank hi hello hey can could would should will shall may might must do does did done doing have has had having
get gets got getting give gives gave go goes going gone come comes make makes made making let lets want wants wanted
need needs needed like likes liked add adds added play plays played playing put find found show shows send suggest
recommend listen listening listens hear heard hearing know knows see seen look looks looking try keep take takes use
one ones two some any all each every both few more less most other others another such much many lot lots bit little
kind kinds sort type types thing things stuff something anything nothing everything someone anyone everyone way ways
good great nice perfect best better favorite favorites favourite favourites awesome amazing really sure maybe perhaps
dont didnt doesnt isnt arent im ive id ill youre youve thats theres lets whats cant wont d s m ve t re ll u ur gonna
wanna music song songs track tracks tune tunes playlist playlists list lists album albums artist artists band bands
singer singers number genre genres spotify feat vol volume pt edition version versions sound sounds sounding sounded
vibe vibes style styles feel feeling mood moods mix mixes theme themes group groups tempo high low vocal vocals voice
voices lyric lyrics era decade decades age similar suggestion suggestions recommendation recommendations create help
well same oh wow fit etc definitely though request trying kinda else prefer picks based name include choice choices
selection selections enough specific super right based far variety think thinking mind now together english turn day
days hour hours minute minutes min mins second seconds last first next different couple friend updated update updates
daily weekly week years year time times start back end

der die das den dem des ein eine einen einem einer und oder fur mit ohne von vom zu zum zur im ins am an auf aus bei
ich du er sie es wir ihr mich mir dich dir uns mein meine dein deine sein ist sind war bitte danke will mochte brauche
hatte gern gerne mehr nicht kein keine auch noch nur etwas was wie wenn zum beim musik lied lieder song el la los las
un una unos unas y o u de del al en con sin por para que como mi tu su es son soy estoy quiero quisiera necesito dame
pon mas menos muy algo musica cancion canciones favor gracias hola le les un une des du et ou de au aux en dans avec
sans pour par sur que qui je tu il elle nous vous ils mon ma mes ton ta est sont suis veux voudrais cherche plus moins
tres pas musique chanson chansons merci bonjour o os as um uma uns umas e de do da dos das no na nos nas em com sem
por para que eu voce meu minha seu sua quero queria preciso mais menos muito nao musica musicas cancao cancoes
obrigado obrigada ola
"""
# Words that say nothing of the music: function words of five languages, and what every request for music contains.
FUNCTION_WORDS: Final[frozenset[str]] = frozenset(_FUNCTION_WORDS.split())

_TALK_WORDS: Final = """
create created creates creating build building making add adds added adding include included throw increase continue
move ahead lastly finally rate rated rating ratings done wow lovely beautiful wonderful fantastic excellent awesome
brilliant favourites fav faves loved loving enjoy enjoyed enjoying definitely certainly exactly absolutely needs
needed weren wasn didn isn aren won couldn wouldn shouldn recent additions addition picks pick picked selected theme
themed topic question forget forgot remember purely alright okay yeah yes sure welcome appreciate glad hope hosting
client clients agency customer clear cut
"""
# Words of people who talk about a list, rather than about music.
TALK_WORDS: Final[frozenset[str]] = frozenset(_TALK_WORDS.split())


def tokens(text: str) -> list[str]:
    """The words of a text without case, accents, punctuation and HTML.

    Examples
    --------
    >>> tokens("Rainy <b>Sunday</b> morning, with R&amp;B!")
    ['rainy', 'sunday', 'morning', 'with', 'r', 'and', 'b']
    """
    return fold(without_markup(text)).split()


def without_markup(text: str) -> str:
    """The text without HTML."""
    return html.unescape(_TAG.sub(" ", text)) if "<" in text or "&" in text else text


def content_words(text: str) -> list[str]:
    """The words of a text that may say something of the music, each once, in order.

    Examples
    --------
    >>> content_words("I want some songs for a road trip, a long road trip")
    ['road', 'trip', 'long']
    """
    return [word for word in dict.fromkeys(tokens(text)) if word not in FUNCTION_WORDS]


def word_key(word: str) -> int:
    """The 64-bit hash by which the index knows a word."""
    return int.from_bytes(HASH(word.encode("utf-8", "replace")).digest(), "little")


class WordIndex:
    """BM25 over the words of titles, artist names, album names and genres.

    Attributes
    ----------
    count : int
        Recordings.
    """

    def __init__(self, files: Files, count: int) -> None:
        self.count = count
        self._keys = files.array(f"{DIRECTORY}/keys.npy")
        self._starts = files.array(f"{DIRECTORY}/starts.npy")
        self._rows = files.array(f"{DIRECTORY}/rows.npy")
        self._impacts = files.array(f"{DIRECTORY}/impacts.npy")

    @classmethod
    def load(cls, catalogue: Catalogue) -> Self:
        """Open the index of a catalogue. UserError if it was built without one."""
        return cls(catalogue.files, len(catalogue))

    def inverse_frequency(self, word: str) -> float:
        """BM25's weight of a word, ``log(1 + (n - df + 0.5) / (df + 0.5))``; 0 for one that nowhere occurs."""
        found = self._postings(word)
        if found is None:
            return 0.0
        frequency = found[1] - found[0]
        return float(np.log1p((self.count - frequency + 0.5) / (frequency + 0.5)))

    def recordings(self, word: str) -> npt.NDArray[np.int32]:
        """Recordings in whose words this one stands, ascending."""
        found = self._postings(word)
        rows: npt.NDArray[np.int32] = self._rows[slice(*found)] if found else np.zeros(0, dtype=np.int32)
        return rows

    def scores(self, words: Mapping[str, float], span: Span | None = None) -> Float32:
        """BM25 of every recording.

        Parameters
        ----------
        words : mapping of str to float
            Weight of each word, as ``tokens`` writes it; 1 is usual, less for what was said earlier. Function words
            should have been left out (``content_words``).
        span : Span or None
            The recordings to score; None for all.

        Returns
        -------
        float32, shape (n,)
            0 where no word occurs; a rare word in a short entry gives up to about 20.
        """
        span = span or Span(0, self.count, self.count)
        scores = np.zeros(len(span), dtype=np.float32)
        for word, weight in words.items():
            found = self._postings(word)
            if found is None:
                continue
            rows = self._rows[slice(*found)]
            own = span.among(rows)
            part = self._impacts[slice(*found)][own].astype(np.float32)
            part *= weight * self.inverse_frequency(word) / IMPACT_SCALE
            # Each recording stands once in a word's list, so that plain indexing adds up.
            scores[rows[own] - span.start] += part
        return scores

    def _postings(self, word: str) -> tuple[int, int] | None:
        key = np.uint64(word_key(word))
        place = int(np.searchsorted(self._keys, key))
        if place == len(self._keys) or self._keys[place] != key:
            return None
        return int(self._starts[place]), int(self._starts[place + 1])

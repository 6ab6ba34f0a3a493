"""One search over the names of tracks, artists and genres, for people who type as people type.

Names are *folded*: case, accents and punctuation do not count. Titles and artist names are indexed by their character
trigrams; a query adds up the weights of the trigrams it shares with each, the best few are compared in full, and
popular ones come first among equals. Arrays are made at build time and mapped.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from engine.catalogue.dictionary import ALBUM, ARTIST, Dictionary
from engine.catalogue.files import Files
from engine.catalogue.store import Catalogue
from engine.errors import UserError

Int32 = npt.NDArray[np.int32]

# Letters that Unicode does not take apart, and signs that stand for letters in artists' names (A$AP Rocky, Ke$ha).
_LETTERS: Final = str.maketrans(
    {
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "æ": "ae",
        "œ": "oe",
        "ı": "i",
        "$": "s",
        "€": "e",
    }
    | dict.fromkeys("'’‘`´ʼ")
)
_BANG_IN_WORD: Final = re.compile(r"!(?<=\w!)(?=\w)")
BRACKETS: Final = re.compile(r"[(\[（【][^)\]）】]*[)\]）】]")
ADDITION: Final = re.compile(r"\s-\s|\s[(\[]?(?:feat|ft)\b", re.IGNORECASE)
SPOTIFY_LINK: Final = re.compile(
    r"(?:open\.spotify\.com/(?:[\w-]+/)*?|spotify:)(track|album|artist|playlist|episode|show)[/:](\w+)"
)
TRACK_ID: Final = re.compile(r"[0-9A-Za-z]{22}")

_LONGEST_QUERY: Final = 120
_MOST_GRAMS: Final = 48
# Of ``nearest``: how many trigrams are looked at, and how many texts may hold them together.
_RAREST_GRAMS: Final = 14
_FEWEST_GRAMS: Final = 5
_MOST_OWNERS: Final = 6000
_LEAST_SHARED: Final = 0.3
_CANDIDATES: Final = 60
_LIKELY_ARTISTS: Final = 200
_KEPT: Final = 512
_LIKELIEST: Final = 12
# Of the weight of a query's trigrams: what a title with slips shares at least, and a little less than that.
_SHARES_ENOUGH: Final = 0.3
_SHARES_SOME: Final = 0.29
_MOST_NEAR: Final = 3
# Of a surname: its letters, and how known its bearer is, by popularity and recordings.
_SURNAME: Final = 4
_KNOWN: Final = 40
_SEVERAL: Final = 3
# Letters of a part of a title that tell it, beside its artist's name.
_LONG_TITLE: Final = 8
# From this score on a name looks like what was written in a sentence; below, offering it only puzzles.
_NEAR: Final = 0.75
"""Searches whose results are kept: one message asks for the same names several times."""
# Worth of 100 points of popularity, in similarity: enough to order near-equals, not to beat a better match.
_POPULARITY: Final = 0.12
# A title without its "(feat. ...)" or "- Remastered 2011" is as good as named in full, but a few points of popularity.
_CUT_TITLE: Final = 10
_HALF_NAMED_ARTIST: Final = 15
# Words that may stand between title and artist, or be left out of an artist's name.
_FILLERS: Final = frozenset({"a", "and", "by", "feat", "from", "of", "the", "with"})
SHORT_FOR: Final = {"part": "pt", "mister": "mr", "featuring": "feat", "ft": "feat"}


class _Unaccented(dict[int, int | None]):
    """What becomes of a letter without accents, for ``str.translate``: combining marks are left out."""

    def __missing__(self, code: int) -> int | None:
        self[code] = None if unicodedata.combining(chr(code)) else code
        return self[code]


class _Plain(dict[int, str | int | None]):
    """What becomes of a letter or a sign, for ``str.translate``: blanks for signs."""

    def __missing__(self, code: int) -> str | int | None:
        letter = chr(code)
        kept = letter.isalnum() or letter == "\n" or (code > 127 and unicodedata.category(letter)[0] == "M")
        self[code] = code if kept else " "
        return self[code]


_UNACCENTED: Final = _Unaccented()
_PLAIN: Final = _Plain(_LETTERS)


def plain_letters(text: str) -> str:
    """The text without case and accents, and with a blank for each other sign.

    Lines stay lines, and no letter depends on another line: many texts, one a line, are done at once.
    """
    plain = text.casefold()
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain).casefold().translate(_UNACCENTED)
    if "!" in plain:
        plain = _BANG_IN_WORD.sub("i", plain)
    # Apart from the other signs: text without accents is several times quicker translated sign by sign.
    return plain.replace("&", " and ").translate(_PLAIN)


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """The text without case, accents and punctuation; words parted by single blanks.

    A text of signs alone ("÷", "???") stays as it is, since nothing else names it.

    Examples
    --------
    >>> fold("Beyoncé — Déjà Vu (feat. JAY-Z)")
    'beyonce deja vu feat jay z'
    >>> fold("A$AP Rocky; P!nk; Don't")
    'asap rocky pink dont'
    """
    words = plain_letters(text).split()
    if not SHORT_FOR.keys().isdisjoint(words):
        words = [SHORT_FOR.get(word, word) for word in words]
    return " ".join(words) or unparted(text)


def unparted(text: str) -> str:
    """The text without blanks."""
    return "".join(text.split())


def title_forms(title: str) -> tuple[str, str, str]:
    """The title folded in full, without what comes after a dash or "feat.", and without what stands in brackets, too.

    Examples
    --------
    >>> title_forms("(I Can't Get No) Satisfaction - Mono Version")
    ('i cant get no satisfaction mono version', 'i cant get no satisfaction', 'satisfaction')
    """
    begun, bare = title_parts(title)
    full = fold(title)
    return full, full if begun == title else fold(begun), full if bare == title else fold(bare)


def title_parts(title: str) -> tuple[str, str]:
    """The title without what comes after a dash or "feat.", and without what stands in brackets, too; not folded."""
    begun = ADDITION.split(title, maxsplit=1)[0].strip() or title
    return begun, BRACKETS.sub(" ", begun).strip() or begun


def gram_codes(text: str) -> list[int]:
    """The distinct trigrams of one folded text, ascending: three code points of 21 bits each, which is a gram's code.

    Words are taken with a blank before and after; the first letter of a word counts as a gram of its own, so that one
    letter finds something.
    """
    points = [32, *map(ord, text), 32]
    found = set()
    for first, second, third in zip(points, points[1:], points[2:], strict=False):
        if second != 32:
            found.add(first << 42 | second << 21 | third)
            if first == 32:
                found.add(first << 42 | second << 21)
    return sorted(found)


GRAM_PARTS: Final = ("codes", "starts", "owners", "weights", "totals")
"""Arrays of a ``GramIndex``, as files."""


class GramIndex:
    """Which texts hold which trigrams.

    A trigram weighs ``log(1 + texts / texts that hold it)``, the inverse document frequency.

    Attributes
    ----------
    texts : pyarrow.Array of str
        The folded texts.
    codes : int64
        Every trigram once, ascending.
    starts, owners : int32
        Texts that hold trigram ``g``: ``owners[starts[g]:starts[g + 1]]``.
    weights : float32
        Of each trigram.
    totals : float32
        Sum of the weights of each text's trigrams.
    """

    def __init__(self, files: Files, name: str) -> None:
        self.texts: pa.Array = files.table(f"names/{name}.arrow")["text"].chunk(0)
        arrays = (files.array(f"names/{name}_{part}.npy") for part in GRAM_PARTS)
        self.codes, self.starts, self.owners, self.weights, self.totals = arrays

    def shared(self, query: str) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
        """How much of the query each text holds, and how much of the text the query holds; both 0-1."""
        sums, of_all = self._summed(query)
        if not of_all:
            return sums, sums
        of_text = sums / self.totals
        sums /= np.float32(of_all)
        return sums, of_text

    def likeliest(self, query: str) -> list[int]:
        """Places of the dozen texts most like a folded query among those that share a third of it, the likest first."""
        sums, of_all = self._summed(query)
        # Few texts share so much, and the others are not looked at again.
        places = np.flatnonzero(sums > np.float32(_SHARES_SOME * of_all)) if of_all else np.empty(0, dtype=np.intp)
        of_query = sums[places] / np.float32(of_all or 1)
        rough = of_query + np.float32(0.4) * (sums[places] / self.totals[places])
        likely = _largest(rough, _LIKELIEST, of_query > np.float32(_SHARES_ENOUGH))
        found: list[int] = places[sorted(likely, key=lambda at: -float(rough[at]))].tolist()
        return found

    def _summed(self, query: str) -> tuple[npt.NDArray[np.float32], float]:
        """The weights of the query's trigrams that each text holds, added up, and those of all of them."""
        wanted = np.array(gram_codes(query), dtype=np.int64)
        places = np.searchsorted(self.codes, wanted)
        inside = places < len(self.codes)
        places, wanted = places[inside], wanted[inside]
        # A gram that no text has stands before another one, which must not count in its stead.
        places = places[self.codes[places] == wanted]
        # The rarest say most, and are the quickest to add up.
        places = places[np.argsort(self.weights[places])[::-1][:_MOST_GRAMS]]
        if not len(places):
            return np.zeros(len(self.totals), dtype=np.float32), 0.0
        starts, ends = self.starts[places], self.starts[places + 1]
        owners = np.concatenate([self.owners[start:end] for start, end in zip(starts, ends, strict=True)])
        weights = self.weights[places]
        sums = np.bincount(owners, np.repeat(weights, ends - starts), minlength=len(self.totals)).astype(np.float32)
        return sums, float(weights.sum())

    def nearest(self, text: str, count: int) -> list[int]:
        """Places of the texts that share the most with a folded text, by its rarest trigrams alone; in no order.

        A twentieth of the time of ``shared``, for lists of names: at most ``count`` are given, all of which share
        ``_LEAST_SHARED`` of the weight looked at.
        """
        wanted = np.array(gram_codes(text[:_LONGEST_QUERY]), dtype=np.int64)
        places = np.searchsorted(self.codes, wanted)
        places[places == len(self.codes)] = 0
        places = places[self.codes[places] == wanted]
        if not len(places):
            return []
        starts = self.starts[places]
        sizes = self.starts[places + 1] - starts
        order = np.argsort(sizes)
        places, starts, sizes = places[order], starts[order], sizes[order]
        # The rarest first; common ones only until there are enough to go by.
        few = min(max(_FEWEST_GRAMS, int(np.searchsorted(np.cumsum(sizes), _MOST_OWNERS))), _RAREST_GRAMS)
        sizes, weights = sizes[:few], self.weights[places[:few]]
        pairs = zip(starts[:few].tolist(), sizes.tolist(), strict=True)
        owners = np.concatenate([self.owners[start : start + size] for start, size in pairs])
        sums = np.bincount(owners, np.repeat(weights, sizes), minlength=len(self.totals))
        found = np.flatnonzero(sums >= _LEAST_SHARED * weights.sum())
        if len(found) > count:
            worth = sums[found] * (1 + 0.5 * sums[found] / self.totals[found])
            found = found[np.argpartition(worth, -count)[-count:]]
        return found.tolist()


class Names:
    """The name search of a catalogue.

    Attributes
    ----------
    titles, artists : GramIndex
        Over the distinct forms of titles, and over the artists in order of their codes.
    title_codes : int32, shape (3, n)
        The forms of each recording's title (``title_forms``), as places in ``titles``.
    dictionary : Dictionary
    """

    def __init__(self, catalogue: Catalogue) -> None:
        files = catalogue.files
        self._catalogue = catalogue
        self.titles = GramIndex(files, "titles")
        self.artists = GramIndex(files, "artists")
        self.title_codes: Int32 = files.array("names/title_codes.npy")
        self.dictionary = Dictionary(files)
        self._ids = files.array("names/ids.npy")
        self._id_recordings: Int32 = files.array("names/id_recordings.npy")
        self._popularity = catalogue.rank_popularity
        artist_popularity = self._popularity[catalogue.artist_rows]
        self._artist_popularity = np.maximum.reduceat(artist_popularity, catalogue.artist_starts[:-1])
        self._tracks_like = lru_cache(_KEPT)(self._search_tracks)
        self._artists_like = lru_cache(_KEPT)(self._search_artists)
        self._credited = lru_cache(_KEPT)(self._recordings_of)
        self._track_called = lru_cache(_KEPT)(self._exact_track)
        self._title_near = lru_cache(_KEPT)(self._search_title)
        self._genres = {fold(genre).replace(" ", ""): genre for genre in sorted(catalogue.genres, reverse=True)}

    def recording_of(self, track_id: str) -> int | None:
        """The recording that a track id is a release of, or None if the catalogue does not hold it."""
        wanted = track_id.encode()
        if len(wanted) > self._ids.dtype.itemsize:
            # NumPy would widen a copy of all ids to the length of the text.
            return None
        place = int(np.searchsorted(self._ids, wanted))
        if place < len(self._ids) and self._ids[place] == wanted:
            return int(self._id_recordings[place])
        return None

    def linked(self, text: str) -> int | None:
        """The recording of a track id of any release, or of a link to one; None if the catalogue does not hold it."""
        link = SPOTIFY_LINK.search(text)
        return self.recording_of(link[2] if link else text.strip())

    def find_tracks(self, text: str, limit: int = 5) -> list[tuple[int, float]]:
        """Recordings that the text may name, likeliest first.

        The text may be a title, ``title artist``, ``artist - title``, ``title by artist``, the beginning of one of
        these, a track id of any release, or a link to one. Without a text the most popular ones are given.

        Returns
        -------
        list of (recording, score)
            At most ``limit``. A score from 2 up means that the text names the recording exactly; others lie in 0-1.12.
        """
        if SPOTIFY_LINK.search(text) or TRACK_ID.fullmatch(text.strip()):
            named = self.linked(text)
            if named is not None or SPOTIFY_LINK.search(text):
                return [] if named is None else [(named, 3.0)]
        query = fold(text[:_LONGEST_QUERY])
        if not query:
            return _most_popular(self._popularity, limit)
        return list(self._tracks_like(query, limit))

    def _search_tracks(self, query: str, limit: int) -> tuple[tuple[int, float], ...]:
        scored = [(row, self._score(row, query)) for row in self._candidates(query)]
        scored.sort(key=lambda pair: (-pair[1], pair[0]))
        return tuple(scored[:limit])

    def resolve_track(self, text: str) -> int:
        """The recording that the text names.

        A slip in a word is forgiven (``same_words``); a part of a title, or another artist, is not, but for the first
        three words or more of a longer one ("clair de lune" for "Clair de Lune, L. 32").

        Raises
        ------
        UserError
            If it names none; the hint says the nearest ones.
        """
        query = fold(text[:_LONGEST_QUERY])
        link = SPOTIFY_LINK.search(text)
        if not link and not TRACK_ID.fullmatch(text.strip()) and (row := self._track_called(query)) is not None:
            return row
        if link and link[1] != "track":
            raise UserError(
                f"That link does not lead to a track, but: {link[1]}.", "Link to a track.", code="not_found"
            )
        found = self.find_tracks(text, 10)
        if link and not found:
            raise UserError(
                "The track of that link is not in the catalogue.", "Name it by title and artist.", code="not_found"
            )
        for row, score in found:
            titles, artists = self._parts(row)
            if score >= EXACT or names_with_slips(query, titles, artists):
                return row
        if (begun := self._begun_by(query, [row for row, _ in found])) is not None:
            return begun
        if query.count(" ") >= 2:
            for row, _ in found:
                if f"{self._parts(row)[0][0]} ".startswith(f"{query} "):
                    return row
        nearest = "; ".join(track.title for track in self._catalogue.tracks([row for row, _ in found[:_MOST_NEAR]]))
        raise _not_found("track", text, nearest)

    def _begun_by(self, query: str, rows: Sequence[int]) -> int | None:
        """The best known recording of which a folded query names the artist, by surname at least, and holds the title.

        Of a title only a part may be said, if it is long enough to tell: "clair de lune debussy".
        """
        words, best = query.split(), None
        for row in rows:
            titles, artists = self._parts(row)
            surnames = {name.split()[-1] for name in artists if name}
            credited = {word for name in artists for word in name.split()} | _FILLERS
            for cut in range(1, len(words)):
                for said, named in ((words[:cut], words[cut:]), (words[cut:], words[:cut])):
                    if not surnames & set(named) or not credited.issuperset(named):
                        continue
                    title = " ".join(word for word in said if word != "by")
                    holds = len(title) >= _LONG_TITLE and f" {title} " in f" {titles[0]} "
                    if holds and (best is None or self._popularity[row] > self._popularity[best]):
                        best = row
        return best

    def find_artists(self, text: str, limit: int = 5) -> list[tuple[str, float]]:
        """Artists that the text may name, likeliest first: names as credited, with scores as for tracks."""
        query = fold(text[:_LONGEST_QUERY])
        if not query:
            popular = _most_popular(self._artist_popularity, limit)
            return [(self._catalogue.artist_names[code].as_py(), score) for code, score in popular]
        return list(self._artists_like(query, limit))

    def _search_artists(self, query: str, limit: int) -> tuple[tuple[str, float], ...]:
        of_query, of_name = self.artists.shared(query)
        rough = of_query + 0.5 * of_name + self._artist_popularity * np.float32(0.002)
        scored = []
        for code in _largest(rough, _CANDIDATES, of_query > 0):
            name = self.artists.texts[code].as_py()
            likeness = EXACT if query in (name, name.removeprefix("the ")) else _likeness(query, name)
            score = likeness + _POPULARITY * float(self._artist_popularity[code]) / 100
            scored.append((code, score))
        scored.sort(key=lambda pair: (-pair[1], pair[0]))
        return tuple((self._catalogue.artist_names[code].as_py(), score) for code, score in scored[:limit])

    def resolve_artist(self, text: str) -> str:
        """The artist that the text names, as credited, the most popular spelling of it.

        Raises
        ------
        UserError
            If it names none; the hint says the nearest ones.
        """
        query = fold(text[:_LONGEST_QUERY])
        if (code := self._artist_called(query)) is not None:
            return str(self._catalogue.artist_names[code].as_py())
        if (code := self._by_surname(query)) is not None:
            return str(self._catalogue.artist_names[code].as_py())
        found = self.find_artists(text, 10)
        for name, score in found:
            if score >= EXACT or same_words(query, fold(name)):
                return name
        raise _not_found("artist", text, "; ".join(name for name, _ in found[:_MOST_NEAR]))

    def near_tracks(self, text: str) -> list[int]:
        """Recordings to offer where nothing is called so: the likeliest three; none if all are unlike."""
        return [row for row, score in self.find_tracks(text, _MOST_NEAR) if score >= _NEAR]

    def near_artists(self, text: str) -> list[str]:
        """Artists to offer where nobody is called so, as credited: the likeliest three; none if all are unlike."""
        return [name for name, score in self.find_artists(text, _MOST_NEAR) if score >= _NEAR]

    def held_as(self, text: str, kind: str) -> bool:
        """Whether a ``track`` is named by id or link, or an ``artist`` as credited: neither is searched for."""
        if kind == "artist":
            return self._artist_called(fold(text[:_LONGEST_QUERY])) is not None
        return bool(SPOTIFY_LINK.search(text) or TRACK_ID.fullmatch(text.strip()))

    def credited(self, name: str) -> str | None:
        """The artist of exactly that name (case, accents and "the" apart) as credited; None if there is none."""
        code = self._artist_called(fold(name))
        return None if code is None else str(self._catalogue.artist_names[code].as_py())

    def _artist_called(self, query: str) -> int | None:
        """The code of the most popular artist of that folded name, with or without "the"; None if there is none."""
        codes = [named.owner for named in self.dictionary.find([query.replace(" ", "")])[0] if named.kind == ARTIST]
        names = {code: self.artists.texts[code].as_py() for code in codes}
        called = [code for code, name in names.items() if query in (name, name.removeprefix("the "))]
        return min(called, key=lambda code: (-float(self._artist_popularity[code]), code), default=None)

    def _by_surname(self, query: str) -> int | None:
        """The code of the artist who is meant by a surname: "Beethoven", "Marley"; None if nobody well known is.

        A band that is named after its leader counts ("Bob Marley & The Wailers"). Of several the one with most to
        tell for, by popularity and number of recordings.
        """
        if len(query) < _SURNAME:
            return None
        known = [code for code in self._with_word(query) if query in _leader(self.artists.texts[code].as_py())]
        counts = {code: len(self._catalogue.artist_members(code)) for code in known}
        worth = {code: float(self._artist_popularity[code]) * np.log1p(counts[code]) for code in known}
        best = max(known, key=lambda code: (worth[code], -code), default=None)
        told = best is not None and self._artist_popularity[best] >= _KNOWN and counts[best] >= _SEVERAL
        return best if told else None

    def bearers(self, word: str) -> list[str]:
        """Artists of whose names a word is a part, as credited, the best known first: ``taylor`` gives Taylor Swift."""
        query = fold(word)
        codes = [code for code in self._with_word(query) if query in self.artists.texts[code].as_py().split()]
        counts = {code: len(self._catalogue.artist_members(code)) for code in codes}
        codes.sort(key=lambda code: (-float(self._artist_popularity[code]) * np.log1p(counts[code]), code))
        return [str(self._catalogue.artist_names[code].as_py()) for code in codes]

    def _with_word(self, word: str) -> list[int]:
        """Codes of the artists whose folded name may hold a word: those that hold all of its trigrams."""
        of_query, _ = self.artists.shared(word)
        return np.flatnonzero(of_query > 0.999).tolist()

    def artist_code(self, name: str) -> int:
        """The code of an artist by the name as credited. ValueError if there is none of that name."""
        for code in self._artists_called(fold(name)):
            if self._catalogue.artist_names[code].as_py() == name:
                return int(code)
        raise ValueError(f"no artist is credited as {name!r}")

    def artist_popularity(self, code: int) -> int:
        """Popularity of the artist's best known recording, 0-100."""
        return int(self._artist_popularity[code])

    def known_artists(self, least: int) -> list[tuple[int, int]]:
        """Code and popularity of the artists whose best known recording has at least that popularity."""
        codes = np.flatnonzero(self._artist_popularity >= least)
        return [(code, int(self._artist_popularity[code])) for code in codes.tolist()]

    def titled(self, word: str) -> list[int]:
        """Recordings whose title holds the word, in catalogue order."""
        said = f" {fold(word)} "
        holds = np.array([said in f" {title} " for title in self.titles.texts.to_pylist()], dtype=bool)
        return np.flatnonzero(holds[self.title_codes].any(axis=0)).tolist()

    def near_title(self, text: str) -> int | None:
        """The best known recording whose title is the text but for slips (``same_words``); None if there is none."""
        return self._title_near(fold(text[:_LONGEST_QUERY]))

    def _search_title(self, query: str) -> int | None:
        codes = [code for code in self.titles.likeliest(query) if same_words(query, self.titles.texts[code].as_py())]
        if not codes:
            return None
        rows = np.flatnonzero((self.title_codes == codes[0]).any(axis=0))
        return int(rows[np.argmax(self._popularity[rows])])

    def artist_recordings(self, name: str) -> Int32:
        """Recordings that credit the artist under any spelling of the name (case, accents, punctuation); ascending.

        The array is read-only.
        """
        return self._credited(fold(name))

    def _recordings_of(self, folded: str) -> Int32:
        members = [self._catalogue.artist_members(code) for code in self._artists_called(folded)]
        found = np.unique(np.concatenate(members)) if members else np.empty(0, dtype=np.int32)
        found.flags.writeable = False
        return found

    def _artists_called(self, folded: str) -> list[int]:
        """Codes of the artists of exactly that folded name."""
        (named,) = self.dictionary.find([folded.replace(" ", "")])
        codes = sorted(one.owner for one in named if one.kind == ARTIST)
        return [code for code in codes if self.artists.texts[code].as_py() == folded]

    def album_recordings(self, name: str) -> Int32:
        """Recordings on an album of that name (case and spaces apart), ascending."""
        wanted = " ".join(name.casefold().split())
        albums, main = self._catalogue.words["album_name"], self._catalogue.main_artists
        compact = fold(name).replace(" ", "")
        # The dictionary holds one recording of each main artist of an album; a name of signs alone is not in it.
        held = [named.owner for named in self.dictionary.find([compact])[0] if named.kind == ALBUM]
        artists = {int(main[row]) for row in held}
        rows = [row for artist in artists for row in self._catalogue.artist_members(artist).tolist()]
        candidates = sorted(set(rows)) if compact else range(len(self._catalogue))
        found = [row for row in candidates if " ".join(albums[row].as_py().casefold().split()) == wanted]
        return np.array(found, dtype=np.int32)

    def find_genres(self, text: str, limit: int = 5) -> list[tuple[str, float]]:
        """Genres that the text may name, likeliest first; the first ones in the alphabet for an empty text."""
        query = fold(text[:_LONGEST_QUERY])
        query = _GENRE_ALIASES.get(query, query)
        scored = [(genre, _genre_likeness(query, genre)) for genre in self._catalogue.genres]
        scored.sort(key=lambda pair: (-pair[1], pair[0]))
        return scored[:limit]

    def resolve_genre(self, text: str) -> str:
        """The genre that the text names: ``hip hop``, ``Hip-Hop`` and ``hiphop`` are hip-hop, ``rnb`` is r-n-b.

        A genre with a slip of the finger is none where an artist is called just so: Sade is not the genre sad.

        Raises
        ------
        UserError
            If it names none; the hint says the nearest ones.
        """
        query = fold(text[:_LONGEST_QUERY])
        if (named := self._genres.get(_GENRE_ALIASES.get(query, query).replace(" ", ""))) is not None:
            return named
        found = self.find_genres(text, 3)
        for genre, score in found:
            if score >= 1 or (same_words(query, fold(genre)) and self._artist_called(query) is None):
                return genre
        raise _not_found("genre", text, ", ".join(genre for genre, _ in found))

    def is_named(self, text: str, row: int) -> bool:
        """Whether the text is the recording's title, alone or beside artists, but for slips of the finger."""
        return names_with_slips(fold(text[:_LONGEST_QUERY]), *self._parts(row))

    def _candidates(self, query: str) -> list[int]:
        """The recordings worth a closer look, by trigrams alone."""
        of_query, of_title = self.titles.shared(query)
        by_title = of_query + np.float32(0.4) * of_title
        full, begun, bare = self.title_codes
        rough = by_title[full]
        np.maximum(rough, by_title[begun], out=rough)
        np.maximum(rough, by_title[bare], out=rough)
        of_query, of_artist = self.artists.shared(query)
        by_artist = of_query * (1 + np.float32(0.2) * of_artist)
        likely = _largest(by_artist, _LIKELY_ARTISTS, by_artist > 0)
        if likely:
            members = [self._catalogue.artist_members(code) for code in likely]
            bonus = np.zeros(len(rough), dtype=np.float32)
            gained = np.repeat(by_artist[likely], [len(rows) for rows in members])
            np.maximum.at(bonus, np.concatenate(members), gained)
            rough += bonus
        return _largest(rough + self._popularity * np.float32(0.002), _CANDIDATES, rough > 0)

    def _exact_track(self, query: str) -> int | None:
        """The best known of the recordings that a folded query names exactly; None if it names none."""
        best: tuple[float, int] | None = None
        for row in self._candidates(query) if query else ():
            titles = self.titles_of(row)
            # Artists are looked up only where the title fits: it seldom does.
            if any(f" {title} " in f" {query} " for title in titles):
                score = self._exact_score(row, query, titles, self._artists_of(row))
                if score is not None and (best is None or (-score, row) < best):
                    best = (-score, row)
        return None if best is None else best[1]

    def _parts(self, row: int) -> tuple[list[str], list[str]]:
        """Folded titles of the recording, the full one first, and its folded artists."""
        return self.titles_of(row), self._artists_of(row)

    def titles_of(self, row: int) -> list[str]:
        """Folded titles of a recording, the full one first."""
        return list(dict.fromkeys(self.titles.texts[code].as_py() for code in self.title_codes[:, row].tolist()))

    def _artists_of(self, row: int) -> list[str]:
        return [fold(name) for name in self._catalogue.words["artists"][row].as_py()]

    def _score(self, row: int, query: str) -> float:
        titles, artists = self._parts(row)
        exact = self._exact_score(row, query, titles, artists)
        if exact is not None:
            return exact
        likeness = max(_likeness(query, form) for form in _forms(titles, artists))
        return likeness + _POPULARITY * float(self._popularity[row]) / 100

    def _exact_score(self, row: int, query: str, titles: Sequence[str], artists: Sequence[str]) -> float | None:
        exact = _exactness(query, titles, artists)
        return None if exact is None else EXACT + max(float(self._popularity[row]) - exact, 0) / 100


EXACT: Final = 2.0


def _not_found(kind: str, text: str, nearest: str) -> UserError:
    """The sentence for a name that names nothing."""
    shown = text if len(text) <= 80 else f"{text[:79]}…"
    hint = f"Nearest: {nearest}." if nearest else f"Name the {kind} as its page does."
    return UserError(f'No {kind} is called "{shown}".', hint, code="not_found")


def _exactness(query: str, titles: Sequence[str], artists: Sequence[str]) -> int | None:
    """None unless the query is one of the titles, alone or beside artists; else points to take off its popularity."""
    padded = f" {query} "
    for title in titles:
        if f" {title} " in padded:
            rest = set(padded.replace(f" {title} ", " ", 1).split())
            named = {word for name in artists if rest.issuperset(words := _telling(name)) for word in words}
            half_named = {word for name in artists for word in name.split()}
            if rest <= half_named | _FILLERS:
                cut = _CUT_TITLE if title != titles[0] else 0
                return cut + (0 if rest <= named | _FILLERS else _HALF_NAMED_ARTIST)
    return None


def _leader(name: str) -> tuple[str, ...]:
    """The last word of an artist's folded name; of a band that is named after its leader, the leader's name, too."""
    leader, *band = name.split(" and ")
    words = leader.split()
    surname = (words[-1],) if len(words) > 1 else ()
    return (*surname, leader) if band and band[0].startswith(("the ", "his ", "her ")) else surname


def _telling(name: str) -> set[str]:
    """The words of an artist's name that cannot be left out."""
    return set(name.split()) - _FILLERS or set(name.split())


def _forms(titles: Sequence[str], artists: Sequence[str]) -> list[str]:
    """Ways to name a recording: by title, and by title and artists in both orders."""
    names = dict.fromkeys([*artists[:3], " ".join(artists)])
    return [*titles, *(form for title in titles for name in names for form in (f"{title} {name}", f"{name} {title}"))]


def names_with_slips(query: str, titles: Sequence[str], artists: Sequence[str]) -> bool:
    """Whether a folded query is one of the titles, alone or beside artists, but for slips of the finger."""
    words = query.split()
    credited = {word for name in artists for word in name.split()} | _FILLERS
    for title in titles:
        length = len(title.split())
        for start in range(len(words) - length + 1):
            rest = words[:start] + words[start + length :]
            if same_words(" ".join(words[start : start + length]), title) and all(
                any(slip(word, other) for other in credited) for word in rest
            ):
                return True
    return any(same_words(query, form) for form in _forms(titles, artists))


def same_words(text: str, name: str) -> bool:
    """Whether two folded texts are the same but for slips of the finger.

    Word by word, one edit (a letter added, left out, changed, or two swapped) in words of four to seven letters, two
    in longer ones. In shorter ones none, except for one such word in a text of three or more that is otherwise the
    same. A number is never a slip for another. Words written together or apart count as one.
    """
    if text == name:
        return True
    words, others = text.split(), name.split()
    if len(words) != len(others):
        return text.replace(" ", "") == name.replace(" ", "")
    pairs = list(zip(words, others, strict=True))
    if all(slip(word, other) for word, other in pairs):
        return True
    different = [(word, other) for word, other in pairs if word != other]
    return len(words) > 2 and len(different) == 1 and slip(*different[0], shortest=2)


def slip(word: str, other: str, shortest: int = 4) -> bool:
    """Whether a word is another but for a slip; words under the shortest length must be equal."""
    if word == other:
        return True
    length = max(len(word), len(other))
    allowed = 2 if length >= 8 else 1
    if length < shortest or OSA.distance(word, other, score_cutoff=allowed) > allowed:
        return False
    return not any(map(str.isdigit, word + other))


def _likeness(query: str, name: str) -> float:
    """0-1: how well a folded query names a folded name; 0.9 or so at most where it names the beginning or a part."""
    whole = fuzz.ratio(query, name)
    if len(query) >= len(name):
        return whole / 100
    # What was typed so far, against as much of the name.
    part = 0.9 * fuzz.ratio(query, name[: len(query) + 1])
    if part > 60 and _begins_words(query, name):
        part = 90
    if part < 80 and " " in query:
        part = max(part, 0.85 * fuzz.token_set_ratio(query, name))
    # Among equally good parts, the shorter name has less that was not said.
    return max(whole, 0.95 * part + 0.05 * whole) / 100


def _begins_words(query: str, name: str) -> bool:
    """Whether the words of the query begin the first words of the name: "blind li" begins "blinding lights"."""
    return all(word.startswith(begun) for begun, word in zip(query.split(), name.split(), strict=False))


def _most_popular(popularity: npt.NDArray[np.float32], limit: int) -> list[tuple[int, float]]:
    """What to offer before anything is typed."""
    places = np.argsort(-popularity, kind="stable")[:limit].tolist()
    return [(place, _POPULARITY * float(popularity[place]) / 100) for place in places]


def _largest(values: npt.NDArray[np.float32], count: int, among: npt.NDArray[np.bool_]) -> list[int]:
    """Places of the largest values, in no order."""
    rows = np.flatnonzero(among)
    if len(rows) > count:
        rows = rows[np.argpartition(values[rows], -count)[-count:]]
    return rows.tolist()


_GENRE_ALIASES: Final = {
    "rnb": "r n b",
    "r b": "r n b",
    "r and b": "r n b",
    "rhythm and blues": "r n b",
    "dnb": "drum and bass",
    "d n b": "drum and bass",
    "drum n bass": "drum and bass",
    "electronica": "electronic",
    "hip hop rap": "hip hop",
    "rap": "hip hop",
    "kpop": "k pop",
    "jpop": "j pop",
    "idm": "idm",
    "edm": "edm",
    "bossa nova": "mpb",
    "lofi": "chill",
    "lo fi": "chill",
}


def _genre_likeness(query: str, genre: str) -> float:
    """1 where the query is the genre but for blanks and hyphens; less the less alike they are."""
    name = fold(genre)
    if query.replace(" ", "") == name.replace(" ", ""):
        return 1.0
    return min(_likeness(query, name), 0.99)

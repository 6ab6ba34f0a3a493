"""Free text to a query, through the engine's parser: what was understood, what was not, what to ask."""

import re
from dataclasses import dataclass, replace
from typing import Final

from rapidfuzz.distance import OSA

from bot.dialogue.lexicon import fold
from engine import Engine, Query, Understanding, UserError


@dataclass(frozen=True)
class Heard:
    """What a text says on its own.

    Parameters
    ----------
    query : Query
        Empty if nothing was understood.
    missing : tuple of str
        Names that are said and not in the catalogue.
    passed_over : tuple of str
        Words that said nothing.
    readings : tuple of (str, Query)
        Two or more if the text may be meant in several ways: a label for each, the likelier first.
    question : str
        What to ask then.
    error : UserError or None
        Why nothing was understood.
    no_years : bool
        Whether it names a time of release, which the catalogue does not know.
    untold : tuple of str
        What it asks for and the data do not say, a sentence each.
    scene_confidence : float
        0-1: how sure it is that the words of the scene say what music is wanted.
    counted : bool
        Whether it says how many tracks.
    alike : tuple of str
        Artists of the catalogue who play what the missing ones play, where those are well known.
    """

    query: Query = Query()
    missing: tuple[str, ...] = ()
    passed_over: tuple[str, ...] = ()
    readings: tuple[tuple[str, Query], ...] = ()
    question: str = ""
    error: UserError | None = None
    no_years: bool = False
    untold: tuple[str, ...] = ()
    scene_confidence: float = 1.0
    counted: bool = False
    alike: tuple[str, ...] = ()

    @property
    def understood(self) -> bool:
        """Whether the text asks for anything."""
        return self.error is None and not _blank(self.query)

    @property
    def only_count(self) -> bool:
        """Whether nothing but how many was understood."""
        return (
            self.query.empty
            and not self.missing
            and not self.query.sort
            and not self.query.most
            and self.query.surprise == "none"
        )

    @property
    def only_scene(self) -> bool:
        """Whether nothing but words of an open vocabulary was understood, which may be small words left over."""
        return bool(self.query.scene) and not self.missing and _blank(replace(self.query, scene=""))

    @property
    def names(self) -> bool:
        """Whether it names an artist, a track or an album."""
        query = self.query
        return bool(query.artists or query.named or query.like_artists or query.albums)

    @property
    def has_subject(self) -> bool:
        """Whether it names what to hear, so that it can stand alone: a genre, an artist, a track, a situation."""
        query = self.query
        return bool(
            query.genres or query.genres_all or query.artists or query.named or query.like_artists or query.albums
            or query.scene
        )  # fmt: skip


def _blank(query: Query) -> bool:
    return (
        query.empty and query.limit == Query().limit and not query.sort and not query.most and query.surprise == "none"
    )


def hear(engine: Engine, text: str) -> Heard:
    """Read a text with the engine's parser. Never raises a UserError: it is told in ``error``."""
    if not re.search(r"\w", text):
        return Heard(error=UserError("I don't understand that.", "Say what you want to hear."))
    try:
        return _understood(engine, engine.understand(text))
    except UserError as error:
        return Heard(error=error)


def _understood(engine: Engine, found: Understanding) -> Heard:
    """What the engine's ``Understanding`` says."""
    readings: tuple[tuple[str, Query], ...] = ()
    question = ""
    for one in found.questions[:1]:
        question = one.text
        readings = tuple((label, engine.parse(text)) for label, text in one.readings)
    missing = tuple(one.text for one in found.missing_names)
    return Heard(
        found.query,
        missing,
        tuple(found.passed_over),
        readings,
        question,
        no_years=found.no_years,
        untold=tuple(found.unknown),
        scene_confidence=found.scene_confidence,
        counted=found.counted,
        alike=tuple(dict.fromkeys(name for one in found.missing_names for name in one.alike)),
    )


def genre_named(engine: Engine, text: str) -> str:
    """The genre that the whole text names, exactly or by another usual name; empty if it names none."""
    plain = re.sub(r"^(?:the|some|a|any|der|die|das|la|el|le|o|a)\s+", "", fold(text).strip(" ?!.,"))
    plain = re.sub(
        r"\s+(?:music|songs?|tracks?|genre|scene|stuff|ones?|musik|musica|musique|tunes?|artists?|bands?|playlist)$",
        "",
        plain,
    )
    for form in dict.fromkeys((plain, plain.removesuffix("s"), plain + "s")):
        try:
            genre = engine.find_genre(form)
        except UserError:
            continue
        squeezed = re.sub(r"[^a-z0-9]", "", form)
        if re.sub(r"[^a-z0-9]", "", genre) == squeezed or (len(squeezed) > 2 and squeezed not in _NO_GENRES):
            return genre
    return ""


def genre_or_nearest(engine: Engine, text: str) -> str:
    """The genre that the whole text names, or the nearest one to a style that is no genre here; empty if neither."""
    nearest = engine.genres_in_place_of(text)
    return nearest[0] if nearest else genre_named(engine, text)


_NO_GENRES = frozenset({"blue", "club", "party", "more", "sounds", "track", "songs"})


_NO_SLIP: Final = 3
"""Letters that no slip of the finger changes at once."""


# They point to somebody, whoever else is called so.
_SOMEBODY: Final = frozenset({"him", "her", "them", "it", "he", "she", "they", "me", "you", "us"})


def artist_named(engine: Engine, text: str) -> str:
    """The artist that the whole text names, as credited; empty if there is none. Short names forgive no slip."""
    said = re.sub(r"'s$", "", text.strip(" ?!.,"))
    if said in _SOMEBODY:
        return ""
    try:
        name = engine.find_artist(said)
    except UserError:
        return ""
    plain, other = (re.sub(r"[^\w]|\b(?:the|and)\b", "", fold(one)) for one in (said, name))
    slip = len(plain) >= 6 and plain[:1] == other[:1] and OSA.distance(plain, other, score_cutoff=1) <= 1
    # What is no slip at all is a nickname: "SOAD". Genres are none: "jazz" is not Johnny Hates Jazz.
    nickname = OSA.distance(plain, other, score_cutoff=_NO_SLIP) > _NO_SLIP and _letters(said) not in map(
        _letters, engine.catalogue.genres
    )
    return name if plain == other or slip or nickname else ""


def _letters(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", fold(text))


def limited(heard: Heard, limit: int) -> Heard:
    """The same with another number of tracks."""
    return replace(heard, query=replace(heard.query, limit=limit))

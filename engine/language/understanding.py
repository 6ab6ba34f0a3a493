"""What a message was understood as: the query, and everything that has to be said about it."""

from dataclasses import dataclass, field

from engine.recommend.query import Query


@dataclass(frozen=True)
class Mention:
    """A name that was read in a message.

    Parameters
    ----------
    kind : str
        ``artist``, ``track`` or ``album``.
    text : str
        As written.
    start, end : int
        Its place in the message.
    value : str
        The artist as credited, the track id, or the album.
    role : str
        ``like`` (sounds like it), ``wanted`` (a track to be shown itself), ``by`` (only its recordings), ``unlike``,
        ``rejected`` (never shown), or ``named`` where the query has no field for it, such as the artist of a track that
        is named beside it.
    score : float
        Log-odds that it was meant as a name.
    alternatives : tuple of str
        Other tracks or artists that the name may stand for: track ids, or artists as credited.
    recording : int or None
        Of a track or an album: the (best known) recording.
    """

    kind: str
    text: str
    start: int
    end: int
    value: str
    role: str
    score: float = 0.0
    alternatives: tuple[str, ...] = ()
    recording: int | None = None


@dataclass(frozen=True)
class MissingName:
    """A name that the catalogue does not have.

    Parameters
    ----------
    text, kind : str
        As written, and ``artist``, ``track`` or another word for what it may be.
    nearest : tuple of str
        What the catalogue has of nearly that name.
    alike : tuple of str
        Artists of the catalogue who play what a well-known artist plays whom it lacks.
    """

    text: str
    kind: str
    nearest: tuple[str, ...] = ()
    alike: tuple[str, ...] = ()


@dataclass(frozen=True)
class MissingGenre:
    """A genre that is none of the catalogue's.

    Parameters
    ----------
    name : str
        As said.
    nearest : tuple of str
        The nearest genres of the catalogue.
    played : bool
        Whether artists of the catalogue stand for it: the query names its style, and not the nearest genres.
    """

    name: str
    nearest: tuple[str, ...]
    played: bool = False


@dataclass(frozen=True)
class Question:
    """Two or more close readings of one message.

    Parameters
    ----------
    text : str
        What to ask.
    readings : tuple of (label, canonical text)
        The likeliest first; it is what ``Understanding.query`` holds.
    """

    text: str
    readings: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Understanding:
    """What one message says.

    Parameters
    ----------
    text : str
    query : Query
        With the notes that a reply has to show.
    language : str
        English name of the language of the message, lower case.
    mentions : tuple of Mention
    missing_names, missing_genres : tuple
    passed_over : tuple of str
        Words that were not used.
    corrections : tuple of (written, read)
        Typing errors that were forgiven.
    contradictions : tuple of str
        Sentences.
    questions : tuple of Question
    comparisons : tuple of (trait, step)
        "faster": ``("tempo", 1)``, "less energy": ``("energy", -1)``. The query holds each as a constraint, too, for a
        message that stands alone.
    seconds : float or None
        How long the whole list is to be, in seconds.
    talk : str
        ``greeting``, ``thanks`` and the like, if the message is nothing else; empty otherwise.
    no_years : bool
        Whether years were asked for that the catalogue does not have.
    rejections : tuple of str
        What was rejected, as written.
    unknown : tuple of str
        What is asked for and the data do not say, a sentence each.
    scene_confidence : float
        0-1: how sure it is that the words of the scene say what music is wanted; 1 where there is no scene.
    counted : bool
        Whether it says how many tracks.
    """

    text: str
    query: Query
    language: str = "english"
    mentions: tuple[Mention, ...] = ()
    missing_names: tuple[MissingName, ...] = ()
    missing_genres: tuple[MissingGenre, ...] = ()
    passed_over: tuple[str, ...] = ()
    corrections: tuple[tuple[str, str], ...] = ()
    contradictions: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()
    comparisons: tuple[tuple[str, int], ...] = ()
    seconds: float | None = None
    talk: str = ""
    no_years: bool = False
    rejections: tuple[str, ...] = ()
    unknown: tuple[str, ...] = field(default=())
    scene_confidence: float = 1.0
    counted: bool = False

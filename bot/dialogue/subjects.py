"""Names and references to a track, an artist or a genre."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.dialogue import references
from bot.dialogue.context import Context
from bot.dialogue.language import artist_named, genre_or_nearest
from bot.dialogue.lexicon import fold
from engine import Engine, Track, UserError

# An artist this popular is meant before a song of the same name.
_FAMOUS = 55
POINTERS = frozenset({"it", "this", "that", "these", "those", "them"})


@dataclass(frozen=True)
class Found:
    """One of a track, an artist and a genre."""

    track: Track | None = None
    artist: str = ""
    genre: str = ""

    @property
    def key(self) -> str:
        """What names it in a command."""
        return self.track.track_id if self.track is not None else self.artist or self.genre

    @property
    def name(self) -> str:
        """What it is called."""
        return self.track.title if self.track is not None else self.artist or self.genre


@dataclass(frozen=True)
class Subjects:
    """Resolves the slots of acts.

    Parameters
    ----------
    engine : Engine
    context : Context
    focus : tuple of Track
        What "it" means because an earlier sentence of the message said so; empty to take it from the context.
    """

    engine: Engine
    context: Context
    focus: tuple[Track, ...] = ()

    def tracks_meant(self, text: str) -> tuple[Track, ...]:
        """The tracks that a reference in the text means: counted rows, else what a pronoun stands for."""
        if (found := references.rows_of(text, self.context)) is not None and found.tracks:
            return found.tracks
        reference = references.pronoun(text, self.context)
        if reference is None:
            return ()
        if reference.kind == "all" and self.context.counted is not None:
            return self.context.counted.tracks
        if reference.kind in ("pronoun", "all"):
            return self.focus or references.focus_tracks(self.context)
        return ()

    def resolve(self, text: str, order: Sequence[str] = ("genre", "artist", "track")) -> Found | None:
        """What a slot means: a reference, else a name, tried as the kinds in this order; None if it is nothing.

        A short pronoun ("it", "that artist") is a reference only where it is nearly all of the slot, since "that" and
        "it" stand in titles too.
        """
        plain = clean(text)
        said = fold(text.strip())
        # "From track 5 to track 6": rows, and no titles "5" and "6".
        pointed = _ARTIST_OF.match(said) or _ROW_NUMBER.fullmatch(said)
        if found := self._referred(text if pointed else plain, order):
            return found
        return None if fold(plain) in POINTERS else self.named(plain, order)

    def _referred(self, text: str, order: Sequence[str]) -> Found | None:
        if match := _ARTIST_OF.match(fold(text)):
            found = self.resolve(text[match.end() :], ("track",))
            return Found(artist=found.track.artists[0]) if found is not None and found.track is not None else None
        rows = references.rows_of(text, self.context)
        if rows is not None and rows.rows:
            row = rows.rows[0]
            if row.track is not None:
                return Found(track=row.track)
            return Found(artist=row.artist) if row.artist else Found(genre=row.genre) if row.genre else None
        reference = references.pronoun(text, self.context)
        if (
            reference is None
            or len(text.strip()) - (reference.end - reference.start) > 14
            or not _small(text, reference)
        ):
            return None
        if reference.kind == "artist":
            artist = references.focus_artist(self.context)
            return Found(artist=artist) if artist else None
        spoken_of = self.focus or self.context.focus
        if spoken_of and reference.kind == "pronoun":
            return Found(track=spoken_of[0])
        if order[0] == "genre" and (genres := references.focus_genres(self.context, self.engine.catalogue.genres)):
            return Found(genre=genres[0])
        if (order[0] == "artist" or _PEOPLE.search(fold(text))) and self._artist_in_focus():
            return Found(artist=self._artist_in_focus())
        if tracks := self.focus or references.focus_tracks(self.context):
            return Found(track=tracks[0])
        return None

    def _artist_in_focus(self) -> str:
        last = self.context.last
        return last.task.fields.get("name", "") if last is not None and last.task.command == "artist" else ""

    def named(self, text: str, order: Sequence[str] = ("genre", "artist", "track")) -> Found | None:
        """What a name names."""
        plain = clean(text)
        if not plain:
            return None
        for kind in order:
            if kind == "genre" and (genre := genre_or_nearest(self.engine, plain)):
                return Found(genre=genre)
            if kind == "artist" and (artist := artist_named(self.engine, plain)) and self._meant(artist, plain, order):
                return Found(artist=artist)
            if kind == "track" and (track := self.track(plain)) is not None:
                return Found(track=track)
        return None

    def _meant(self, artist: str, text: str, order: Sequence[str]) -> bool:
        """Whether an artist is meant, where a song of the name is much better known."""
        if "track" not in order or fold(artist) == fold(text):
            return True
        track = self.track(text)
        return track is None or fold(track.track_name) != fold(text)

    def track(self, text: str) -> Track | None:
        """The track that the text names, by title, title and artist, id or link; None if there is none."""
        plain = clean(text)
        for form in dict.fromkeys((text.strip(), plain, re.sub(r"(?i)\s+(?:song|track|recording)$", "", plain))):
            if not form:
                continue
            try:
                return self.engine.find_track(form)
            except UserError:
                continue
        return None

    def known(self, text: str) -> Found | None:
        """What a message that is no more than a name means: a famous artist before a song of the name."""
        plain = clean(
            re.sub(
                r"(?i)^(?:do you have|have you(?: got)?|got|show me|any|i want|give me|what about|find)\s+"
                r"(?:any\s+|some\s+|more\s+)?",
                "",
                text.strip(),
            )
        )
        return self.named(plain)

    def recordings(self, artist: str, most: int = 20) -> list[Track]:
        """An artist's recordings, the most popular first."""
        rows = self.engine.names.artist_recordings(artist).tolist()
        tracks = self.engine.catalogue.tracks(rows)
        return sorted(tracks, key=lambda track: -(track.popularity or 0))[:most]


_ROW_NUMBER = re.compile(r"(?:the )?(?:track|song|number|no\.?|row|#) ?\d{1,2}")
_PEOPLE = re.compile(r"\b(?:they|them)\b")
_ARTIST_OF = re.compile(
    r"(?:the )?(?:artist|band|singer|group|musician|act)s? (?:of|behind|on|from|who (?:made|sings|did)) "
)


def _small(text: str, reference: references.Reference) -> bool:
    """Whether what stands beside the reference is no more than small words."""
    rest = fold(text[: reference.start] + " " + text[reference.end :])
    return not re.sub(
        r"\b(?:the|a|an|of|in|on|for|to|is|are|was|do|did|does|you|put|there|here|have|has|song|track|one|songs|tracks|artist|"
        r"music|genre|list|by|from|now|again|really|both|all|sort|kind|type|spirit|style|vein|stuff|things?|like|some|where|"
        r"at|with|same)\b|[^\w]",
        "",
        rest,
    ).strip()


def clean(text: str) -> str:
    """A slot without quotes, punctuation at its ends and words that belong to no name."""
    plain = text.strip().strip("\"“”„'«».,;:!?¿¡ ")
    plain = re.sub(
        r"(?i)^(?:the (?:song|track|artist|band|genre|singer|rapper)|song|track|artist|band)\s+(?=\S)", "", plain
    )
    plain = re.sub(r"(?i),?\s+(?:the|der|die)\s+(?:rapper|singer|band|artist|song|track|group|dj)$", "", plain)
    return re.sub(r"(?i)\s+(?:please|though|then)$", "", plain).strip()

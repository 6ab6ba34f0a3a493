"""What the names chosen in a message stand for there: whom it should be like, by whom, without whom."""

from collections.abc import Mapping, Sequence
from typing import Final

from engine.catalogue.dictionary import ALBUM, TRACK, Named
from engine.catalogue.names import Names
from engine.catalogue.store import Catalogue
from engine.language import entities
from engine.language.cues import BY, CLOSE, JOINS, NOUNS, SOME, STYLES, WANTING, artist_name, asks
from engine.language.entities import Candidate, Context
from engine.language.free_text import breaks
from engine.language.understanding import Mention

_SMALL_BEFORE: Final = 3
_BY_ARTIST: Final = 0.5
_LEAST_TITLE: Final = 2
"""Words of a title that nothing but its place tells: one alone is a genre or a mood as likely."""
# Words that say how much, or which, of somebody's music is asked for.
_NO_TITLE: Final = (
    NOUNS
    | SOME
    | entities.NOUNS
    | frozenset(["something", "anything", "everything", "stuff", "one", "ones", "few", "couple", "lot", "lots", "bit"])
    | frozenset(
        ["other", "others", "another", "else", "hits", "hit", "best", "all", "every", "top", "popular", "newest"]
    )
    | frozenset(["latest", "favourite", "favorite", "me", "us", "it", "them", "these", "those", "this", "that", "made"])
)


class Roles:
    """What the names chosen in a message stand for there: whom it should be like, by whom, without whom.

    Parameters
    ----------
    catalogue : Catalogue
    names : Names
    """

    def __init__(self, catalogue: Catalogue, names: Names) -> None:
        self._catalogue = catalogue
        self._names = names

    def mentions(
        self, context: Context, picked: Sequence[Candidate], titles: Sequence[tuple[int, int]] = ()
    ) -> list[Mention]:
        """The names chosen, each with what it stands for and its role.

        Parameters
        ----------
        context : Context
        picked : sequence of Candidate
        titles : sequence of (start, end)
            Words that are titles which the artist after them has nothing of.
        """
        roles = self._roles(context, picked, {end: start for start, end in titles})
        spans = {(one.start, one.end) for one in picked}
        mentions = []
        for one, role in zip(picked, roles, strict=True):
            start, end = context.words[one.start].start, context.words[one.end - 1].end
            text = context.text[start:end]
            if one.kind == "artist":
                named = role
                if one.partner in spans and role in ("like", "by", "unlike"):
                    named = "named"
                value = artist_name(self._catalogue, one.named[0])
                others = tuple(
                    artist_name(self._catalogue, other)
                    for other in one.named[1:3]
                    if other.popularity >= CLOSE * one.named[0].popularity
                )
                mentions.append(Mention("artist", text, start, end, value, named, one.score, others))
            else:
                mentions.append(self._work(context, one, text, start, end, role))
        return mentions

    def _work(self, context: Context, one: Candidate, text: str, start: int, end: int, role: str) -> Mention:
        tracks = sorted((named for named in one.named if named.kind == TRACK), key=self._fame, reverse=True)
        albums = [named for named in one.named if named.kind == ALBUM]
        before = context.words[one.start - 1].plain if one.start else ""
        wants_album = before in ("album", "albums", "lp", "record") or (
            role == "by" and before in ("from", "off", "of", "aus", "de")
        )
        if albums and (wants_album or not tracks):
            row = albums[0].owner
            name = str(self._catalogue.words["album_name"][row].as_py())
            return Mention("album", text, start, end, name, role, one.score, (), row)
        best = tracks[0]
        track = self._catalogue.track(best.owner)
        others = tuple(
            self._catalogue.words["track_id"][named.owner].as_py()
            for named in tracks[1:4]
            if named.popularity >= CLOSE * best.popularity
            and self._catalogue.main_artists[named.owner] != self._catalogue.main_artists[best.owner]
        )
        return Mention(
            "track", text, start, end, track.track_id, "like" if role == "by" else role, one.score, others, best.owner
        )

    def _fame(self, track: Named) -> float:
        """How well known a track and its artist are: where neither recording is, "Poker Face" is Lady Gaga's."""
        artist = int(self._catalogue.main_artists[track.owner])
        return track.popularity + _BY_ARTIST * self._names.artist_popularity(artist)

    def _roles(self, context: Context, picked: Sequence[Candidate], titles: Mapping[int, int]) -> list[str]:
        wishes_alike = any(
            word.plain
            in (
                "similar",
                "resemble",
                "resembling",
                "sounds",
                "remind",
                "reminds",
                "reminiscent",
                "ähnlich",
                "parecido",
            )
            or word.plain.startswith(("simil", "ahnlich", "parecid"))
            for word in context.words
        ) or any(context.like)
        roles: list[str] = []
        for place, one in enumerate(picked):
            before = entities.cue_place(context, one.start)
            if context.unlike[one.start] or context.unlike[before]:
                role = "unlike"
            elif context.like[one.start] or context.like[before]:
                role = "like"
            elif context.by[one.start] or context.by[before]:
                role = "by"
            elif place and roles[-1] == "unlike" and one.partner == (picked[place - 1].start, picked[place - 1].end):
                role = "unlike"  # "unlike Kavinsky's Nightcall"
            elif place and self._listed(context, picked[place - 1], one):
                role = roles[-1]
            elif one.kind == "work" and wanted(context, one):
                role = "wanted"
            elif one.kind == "work" or wishes_alike:
                role = "like"
            else:
                role = "by"
            if role == "by" and _a_bit_of(context, one) and any(context.like[: one.start]):
                role = "like"
            following = context.words[one.end].plain if one.end < len(context.words) else ""
            if role == "by" and following in STYLES:
                role = "like"
            if role == "by" and before and self._title_liked(context, before, titles, wishes_alike):
                role = "like"
            if place and {"meets", "x", "vs"} & {
                word.plain for word in context.words[picked[place - 1].end : one.start]
            }:
                role = roles[-1] = "like"
            roles.append(role)
        return roles

    def _title_liked(self, context: Context, place: int, titles: Mapping[int, int], wishes_alike: bool) -> bool:
        """Whether a title that "by" parts from an artist is one to resemble: "songs like TITLE by ARTIST"."""
        if context.words[place - 1].plain not in BY:
            return False
        if place - 1 in titles:
            return wishes_alike
        first = title_start(context, place - 1, ())
        return first < place - 1 and context.like[entities.cue_place(context, first)]

    def _listed(self, context: Context, before: Candidate, one: Candidate) -> bool:
        between = context.words[before.end : one.start]
        gap = context.words[one.start].gap
        return len(between) <= 2 and not breaks(gap) and (
            any(word.plain in JOINS for word in between) or any(sign in gap for sign in ",/&+-–")
        )  # fmt: skip


def _a_bit_of(context: Context, one: Candidate) -> bool:
    """Whether somebody is named as an ingredient: "a bit of NAME"."""
    before = [word.plain for word in context.words[max(0, one.start - 2) : one.start]]
    return len(before) == 2 and before[1] == "of" and before[0] in ("bit", "touch", "hint", "dash", "little", "spot")


def wanted(context: Context, one: Candidate) -> bool:
    """Whether a title is asked for itself, as in "please add TITLE" and "how about TITLE"."""
    words = context.words
    for near in range(one.start - 1, -1, -1):
        if breaks(words[near + 1].gap) or context.like[near + 1]:
            return False
        if words[near].plain in WANTING or (words[near].plain == "about" and asks(context, near)):
            return True
    return False


def _capital(context: Context, place: int) -> bool:
    return context.capital(place) or (place > 0 and context.cased and context.words[place].capital)


def _titled(context: Context, end: int) -> bool:
    """Whether a message begins with words that are written as a title up to here: "Marry You by ..."."""
    said = context.words[:end]
    written = end <= entities.MOST_WORDS and all(word.capital and not word.gap for word in said)
    return written and not any(word.plain in NOUNS for word in said) and any(map(context.loosely, range(end)))


def title_start(context: Context, end: int, spans: Sequence[tuple[int, int]]) -> int:
    """Where a title that ends here may begin: small words count only between others."""
    start = end
    if end > 1 and _titled(context, end) and not any(a < end for a, _ in spans):
        return 0
    while start > 0 and not any(a < start <= b for a, b in spans):
        inner = start < end and start > 1 and context.small[start - 1] and context.loosely(start - 2)
        inner = inner or (context.small[start - 1] and _capital(context, start - 1))
        cue = context.like[start] or context.by[start] or context.unlike[start] or context.negated[start]
        if cue and start < end:
            return start
        before = context.words[start - 1]
        wanting = before.plain in WANTING and (start == 1 or (context.cased and before.text.islower()))
        if cue or wanting or not (context.loosely(start - 1) or inner):
            break
        start -= 1
        if context.words[start].gap:
            break
    for size in range(1, _SMALL_BEFORE + 1):
        # "out of One More Time by ...": small words that a title begins with stand right after a cue.
        first = start - size
        if start == end or first < 1 or not all(context.small[first:start]):
            break
        if context.like[first] or context.by[first]:
            return first
    if (asked := _asked_title_start(context, end, spans)) < start or start == end:
        return asked
    named = any(word.plain in NOUNS for word in context.words[max(0, start - 5) : start])
    return end if named and not (start < end and entities.quoted(context, start, end)) else start


def _asked_title_start(context: Context, end: int, spans: Sequence[tuple[int, int]]) -> int:
    """Where a title of ordinary words begins that a verb asks for: "add Over You by NAME", but not "more by NAME"."""
    words = context.words
    first = end
    while first > 0 and words[first - 1].plain not in WANTING and not breaks(words[first].gap):
        first -= 1
    span = range(first, end)
    asked = first > 0 and words[first - 1].plain in WANTING and not words[first].gap
    taken = any(a < end and first < b for a, b in spans)
    if not asked or taken or len(span) < _LEAST_TITLE or len(span) > entities.MOST_WORDS:
        return end
    described = any(words[place].plain in _NO_TITLE or context.masked[place] for place in span)
    told = all(words[place].capital for place in (first, end - 1)) or not context.content[end - 1]
    return first if told and not described else end

"""Songs by somebody that an edit asks for: who is meant, and what of theirs is not in the list yet."""

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from bot.dialogue import moves
from bot.dialogue.comparisons import comparison
from bot.dialogue.language import artist_named, genre_named, hear
from bot.dialogue.lexicon import fold
from bot.dialogue.list_edits.screen import Screen
from bot.dialogue.list_edits.wording import as_written
from bot.reply import Reply
from engine import Query, UserError

if TYPE_CHECKING:
    from bot.dialogue.manager import Turn

# "two more by Prince", "something by Jungle", "Hurt by Johnny Cash"
BY: Final = re.compile(
    r"(?:(?:(?P<count>\d{1,2}|[a-z]+(?: of)?|a couple(?: of)?|a few|a bit of|a little(?: bit of)?) )??(?:(?:more|other|another|good|nice|else) )*(?:(?:songs?|tracks?|tunes?|ones?|things?|stuff|something|anything|music)(?: else)? )?)?(?:by|from) (?P<name>.+)"
)
# "a Queen song", "some more Sade tracks"
A_SONG: Final = re.compile(
    r"(?:an?|one|some|another|any|two|three|a couple of|a few)(?: more)? (?P<name>.+?) (?:songs?|tracks?|tunes?|numbers?|ones?|hits?|classics?)"
)


def names_somebody(turn: "Turn", wish: str) -> bool:
    """Whether a wish is the name of an artist and no word for a genre, a mood or a sound."""
    if not wish or genre_meant(turn, wish) or not artist_named(turn.engine, wish):
        return False
    heard = hear(turn.engine, wish)
    return comparison(wish) is None and not (heard.query.moods or heard.query.constraints)


def genre_meant(turn: "Turn", name: str) -> str:
    """The genre that a name means; none where somebody is called exactly so and the genre is not: Sade is not sad."""
    genre = genre_named(turn.engine, name)
    artist = artist_named(turn.engine, name)
    return "" if artist and fold(artist) == name and genre != name else genre


# Words that no name has where nobody is called so: what was left of a sentence is not looked up as somebody.
_NO_NAME: Final = re.compile(
    r"\b(?:i|me|you|we|us|they|them|em|him|her|it|please|because|cause|meant|mean|asked|want|wanted|make|put|swap|give|first|last|end|top|start|beginning|finish|can['’]?t|don['’]?t|isn['’]?t|not)\b|^\d+$|^\d+ of\b"
)


def songs_by(turn: "Turn", on_screen: Screen, name: str, count: int) -> Screen | None:
    """Songs by somebody that are not in the list yet, as rows; or that the catalogue has nobody or nothing of theirs."""
    name = re.sub(r"^(?:the (?:artist|band|group) )", "", name.strip(" \"'“”"))
    artist = artist_named(turn.engine, name)
    if not artist:
        if name in (
            "them",
            "him",
            "her",
            "the same artist",
            "that artist",
            "the same band",
            "someone else",
            "somebody else",
            "another artist",
        ):
            return None
        if _NO_NAME.search(name):
            return None
        if hear(turn.engine, f"add {name}").alike:
            return None  # a well-known artist whom the catalogue lacks: others play that
        name = as_written(turn, name)
        near = turn.engine.names.near_artists(name)[:1]
        hint = f"The list stays as it is. The nearest name here is {near[0]}." if near else "The list stays as it is."
        return replace(on_screen, told=Reply(title=f'No artist called "{name}" is in the catalogue.', text=hint))
    query = on_screen.task.query or Query()
    wanted = Query(artists=(artist,), explicit=query.explicit, limit=count, sort="-popularity")
    fitting = moves.merged(replace(moves.limits_of(query), artists=(), genres=(), genres_all=()), wanted)
    for one in (fitting, wanted):
        try:
            found = turn.engine.recommend(turn.kept_out(moves.without_tracks(one, on_screen.rows))).tracks
        except UserError:
            continue
        theirs = tuple(track for track in found if artist in track.artists)
        if len(theirs) >= count or (one is wanted and theirs):
            return replace(on_screen, rows=theirs[:count])
    line = f"There is nothing more by {artist} in the catalogue."
    return replace(on_screen, told=Reply(title=line, text="The list stays as it is."))

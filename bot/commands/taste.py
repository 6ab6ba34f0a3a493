"""/taste: what was learned of a person's or a channel's taste, and taking it back."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Final

import charts
from bot.definition import command
from bot.memory import Caller, Memory
from bot.memory.records import Audience, Opinion, Taste
from bot.parameters import Choice, Text, nearest
from bot.personal import tracks_of
from bot.reply import Action, Reply, Row
from bot.say import say
from engine import AUDIO, Engine, Track, UserError

_SAID_ARTISTS: Final = 5


@command("taste", examples=("/taste", "/taste for:us"), provenance=False)
def taste(
    engine: Engine,
    *,
    memory: Memory,
    caller: Caller,
    for_: Annotated[str, Choice("yours, or this channel's", ("me", "us"))] = "me",
    without: Annotated[str, Text("take back what was said of this track or artist")] = "",
) -> Reply:
    """What I learned of your taste, or of this channel's, in words and a picture.

    without: takes back what was said of a track or an artist.
    """
    audience: Audience = "us" if for_ == "us" else "me"
    learned = _seen_here(engine, memory.taste.of(caller, audience))
    if without:
        _take_back(memory, caller, learned, _seen_here(engine, memory.taste.of(caller)), without, audience)
        learned = _seen_here(engine, memory.taste.of(caller, audience))
    likes = tracks_of(engine, learned.likes)
    whose = "Your taste" if audience == "me" else "This channel's taste"
    counts = [
        f"{len(opinions)} {word}"
        for word, opinions in (("liked", learned.likes), ("disliked", learned.dislikes), ("blocked", learned.blocks))
        if opinions
    ]
    return Reply(
        f"{whose}: {', '.join(counts) or 'nothing learned yet'}",
        _words(engine, likes, [one.title for one in learned.likes if one.subject == "artist"]),
        tuple(_row(one) for one in (*learned.likes, *learned.dislikes, *learned.blocks)),
        numbered=False,
        charts=(charts.taste_profile(_places(engine, likes), whose),) if len(likes) > 1 else (),
        actions=_actions(learned, audience),
    )


def _seen_here(engine: Engine, learned: Taste) -> Taste:
    """What was learned, without names of private tables that the workspace may not see: a person may be in several."""
    if not engine.private_tables:
        return learned

    def seen(opinions: Sequence[Opinion]) -> tuple[Opinion, ...]:
        return tuple(one for one in opinions if engine.holds(one.subject, one.key))

    return replace(learned, likes=seen(learned.likes), dislikes=seen(learned.dislikes), blocks=seen(learned.blocks))


def _take_back(memory: Memory, caller: Caller, learned: Taste, mine: Taste, name: str, audience: Audience) -> None:
    """Forget one opinion. In a channel, blocks and the caller's own are taken back, not other people's."""
    known = [*learned.blocks, *mine.likes, *mine.dislikes, *mine.blocks]
    found = next((one for one in known if name.casefold() in (one.key.casefold(), one.title.casefold())), None)
    # "Ed" takes back what was said of Ed Sheeran, where it can be nobody else.
    begun = [one for one in known if name.casefold() in one.title.casefold().split()]
    if found is None and len({(one.subject, one.key) for one in begun}) == 1:
        found = begun[0]
    if found is None:
        hint = nearest(name, [one.title for one in known]) or "/taste shows what was."
        raise UserError(f'You said nothing of "{name}".', hint, code="not_found")
    memory.taste.unlearn(caller, found.subject, found.key, audience if found in learned.blocks else "me")


def _words(engine: Engine, likes: Sequence[Track], artists: Sequence[str]) -> str:
    """What the liked tracks have in common, in a sentence or two; of artists alone, who they are."""
    if not likes and artists:
        more = f" and {len(artists) - _SAID_ARTISTS} more" if len(artists) > _SAID_ARTISTS else ""
        return f"Artists like {', '.join(artists[:_SAID_ARTISTS])}{more}."
    if not likes:
        return 'Say what you like: /like track:"...", or choose "I like ..." under a list.'
    genres = [genre for genre, _ in Counter(genre for track in likes for genre in track.genres).most_common(3)]
    apart = sorted(_places(engine, likes).items(), key=lambda place: -abs(place[1] - 50))[:3]
    sound = ", ".join(f"{name} {'high' if place > 50 else 'low'}" for name, place in apart if abs(place - 50) > 15)
    return f"Mostly {', '.join(genres)}. " + (f"What stands out: {sound}." if sound else "Near the middle in sound.")


def _places(engine: Engine, likes: Sequence[Track]) -> dict[str, float]:
    """Mean percentile of the liked tracks, by audio feature."""
    places = {}
    for feature in AUDIO:
        values = [track.values[feature.name] for track in likes]
        known = [engine.percentile(feature.name, value) for value in values if value == value]
        if known:
            places[feature.name] = sum(known) / len(known)
    return places


def _row(one: Opinion) -> Row:
    title = one.title if one.subject == "artist" else f"{one.title} - {one.artist}"
    return Row(title, amount=one.feeling, detail=one.subject, data={"feeling": one.feeling, one.subject: one.key})


def _actions(learned: Taste, audience: Audience) -> tuple[Action, ...]:
    known = (*learned.likes, *learned.dislikes, *learned.blocks)
    other = ("This channel's", "us") if audience == "me" else ("Mine", "me")
    return (
        *([Action("Recommend by it", say("recommend", for_=audience))] if learned.likes else []),
        Action(other[0], say("taste", for_=other[1])),
        *(Action(one.title, say("taste", without=one.key, for_=audience), group="Take back ...") for one in known[:25]),
    )

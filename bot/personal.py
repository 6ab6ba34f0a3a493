"""What was learned of a person or a channel, as part of a query."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Final, TypeVar

from bot.blocks import Blocks
from bot.dialogue.keeping import Said
from bot.memory import SavedTrack
from bot.memory.records import Audience, Opinion, Taste
from bot.reply import Action, Reply
from bot.say import say
from engine import Engine, Query, Recommendation, Track, UserError

T = TypeVar("T", bound=Track)

MOST_SEEDS: Final = 20
"""Liked tracks that a query takes as seeds, the newest."""

_MOST_IN_A_SELECT: Final = 25


def saved(track: Track) -> SavedTrack:
    """The track as the memory keeps it."""
    return SavedTrack(track.track_id, track.track_name, ", ".join(track.artists))


def find(engine: Engine, track_ids: Iterable[str]) -> dict[str, Track]:
    """The tracks that the catalogue has, by the ids asked for; one recording may be shown under another of its ids."""
    found = {}
    for track_id in track_ids:
        try:
            found[track_id] = engine.find_track(track_id)
        except UserError:
            continue
    return found


def tracks_of(engine: Engine, opinions: Iterable[Opinion]) -> list[Track]:
    """The tracks among the opinions that the catalogue has, in order, the first ``MOST_SEEDS``."""
    ids = [one.key for one in opinions if one.subject == "track"]
    return list(find(engine, ids[:MOST_SEEDS]).values())


def opinions_of(engine: Engine, said: Said) -> list[Opinion]:
    """The opinions that somebody uttered in passing; a name that is no artist's is none."""
    if said.name:
        try:
            artist = engine.find_artist(said.name)
        except UserError:
            return []
        return [Opinion("artist", artist, artist, artist, said.feeling)]
    tracks = map(saved, said.tracks)
    return [Opinion("track", one.track_id, one.title, one.artist, said.feeling) for one in tracks]


def keep_action(one: Opinion) -> Action:
    """What to press so that an opinion is kept for good."""
    command = "like" if one.feeling == "like" else "block"
    text = f"/{command} track:{one.key}" if one.subject == "track" else say(command, artist=one.key)
    return Action(f"{'Remember that I like' if command == 'like' else 'Never again:'} {one.title}", text)


def without_blocks(engine: Engine, query: Query, blocks: Sequence[Opinion]) -> Query:
    """The query with the caller's blocks as hard limits; names that the catalogue lacks are left out."""
    artists = []
    for one in blocks:
        if one.subject == "artist" and one.key not in query.artists:
            try:
                artists.append(engine.find_artist(one.key))
            except UserError:
                continue
    tracks = find(engine, [one.key for one in blocks if one.subject == "track"]).values()
    return replace(
        query,
        not_artists=tuple(dict.fromkeys((*query.not_artists, *artists))),
        not_tracks=tuple({track.track_id: track for track in (*query.not_tracks, *tracks)}.values()),
    )


def allowed(tracks: Iterable[T], blocks: Sequence[Opinion], asked: Sequence[Track] = ()) -> list[T]:
    """The tracks that are not blocked, by themselves or by an artist of theirs; those ``asked`` for by name stay."""
    ids = {one.key for one in blocks if one.subject == "track"}
    artists = {one.key for one in blocks if one.subject == "artist"}
    named = {track.track_id for track in asked}
    return [
        track
        for track in tracks
        if track.track_id in named or (track.track_id not in ids and artists.isdisjoint(track.artists))
    ]


def recommended(engine: Engine, query: Query, blocks: Blocks) -> Recommendation:
    """What the engine recommends without what the caller has blocked; its query as it was said."""
    return as_asked(engine.recommend(without_blocks(engine, query, blocks.known)), query)


def towards(engine: Engine, query: Query, taste: Taste, audience: Audience) -> tuple[Query, str]:
    """The query with liked tracks as seeds and without disliked ones; and a line that says so.

    Replaying dialogues showed that keeping away from what is like the disliked tracks finds less of what people like
    next (``models/PEOPLE.md``).

    Raises
    ------
    UserError
        If nothing is liked that the catalogue has.
    """
    likes, dislikes = tracks_of(engine, taste.likes), tracks_of(engine, taste.dislikes)
    artists = [one.key for one in taste.likes if one.subject == "artist"][:MOST_SEEDS]
    whose = "yours" if audience == "me" else "this channel's"
    if not likes and not artists:
        raise UserError(
            "I know nothing yet that you like." if audience == "me" else "Nobody here has said yet what they like.",
            'Say it: /like track:"...", or choose "I like ..." under a list.',
        )
    asked = replace(
        query,
        like=tuple({track.track_id: track for track in (*query.like, *likes)}.values()),
        like_artists=tuple(dict.fromkeys((*query.like_artists, *artists))),
        not_tracks=tuple({track.track_id: track for track in (*query.not_tracks, *likes, *dislikes)}.values()),
    )
    against = f", without {len(dislikes)} disliked" if dislikes else ""
    count = len(likes) + len(artists)
    return asked, f"near {count} {'like' if count == 1 else 'likes'} of {whose}{against} (/taste shows them)"


def as_asked(found: Recommendation, query: Query) -> Recommendation:
    """The recommendation with its query as it was said, without what the memory added: for titles and actions."""
    kept = {name: getattr(query, name) for name in ("like", "unlike", "like_artists", "not_artists", "not_tracks")}
    return replace(found, query=replace(found.query, **kept))


def hidden(reply: Reply, blocks: Blocks, asked: Collection[Track] = ()) -> Reply:
    """A reply without rows that the caller has blocked, here and by whatever command; it says how many are left out.

    Tracks that were ``asked`` for by name stay, and so do those of a blocked artist where no ranking is shown: the
    artist was asked for.
    """
    if not reply.rows:
        return reply
    if blocks.unread:
        unsure = f"{blocks.unread} What you blocked may stand here."
        return replace(reply, feedback=(*reply.feedback, unsure)) if reply.numbered else reply
    if not blocks.known:
        return reply
    tracks = {one.key for one in blocks.known if one.subject == "track"} - {track.track_id for track in asked}
    artists = {one.key for one in blocks.known if one.subject == "artist" and reply.numbered}
    kept = [
        place
        for place, row in enumerate(reply.rows)
        if row.data.get("track_id") not in tracks and artists.isdisjoint(row.data.get("artists") or ())
    ]
    left_out = len(reply.rows) - len(kept)
    if not left_out:
        return reply
    actions = _of_rows(reply, kept) if reply.numbered else _without_tracks(reply.actions, tracks)
    if not kept:
        title = "All of it is blocked, by you or this channel"
        return replace(reply, title=title, text="/taste takes it back.", rows=(), actions=actions)
    rows = tuple(reply.rows[place] for place in kept)
    said = f"{left_out} left out: blocked by you or this channel"
    return replace(reply, rows=rows, actions=actions, feedback=(*reply.feedback, said))


def _of_rows(reply: Reply, kept: Sequence[int]) -> tuple[Action, ...]:
    """The actions without those on a row that is left out; those on the others by their new numbers."""
    numbers = {place + 1: number for number, place in enumerate(kept, start=1)}
    actions = []
    for action in reply.actions:
        number, dot, rest = action.label.partition(". ")
        if not (dot and action.group and number.isdecimal() and int(number) <= len(reply.rows)):
            actions.append(action)
        elif int(number) in numbers:
            actions.append(replace(action, label=f"{numbers[int(number)]}. {rest}"))
    return tuple(actions)


def _without_tracks(actions: Sequence[Action], tracks: Collection[str]) -> tuple[Action, ...]:
    """The actions of which none names one of the tracks, in a card whose rows have no numbers."""
    return tuple(action for action in actions if not any(track in action.command for track in tracks))


def thumbs(tracks: Sequence[Track]) -> tuple[Action, ...]:
    """Two selects of the tracks shown: what the caller likes, and what is never to come again."""
    shown = list(enumerate(tracks[:_MOST_IN_A_SELECT], start=1))
    return (
        *(Action(f"{n}. {track.title}", say("like", track=track), group="I like ...") for n, track in shown),
        *(Action(f"{n}. {track.title}", say("block", track=track), group="Never again ...") for n, track in shown),
    )

"""What was said before in one conversation: requests, what their answers showed, what was rejected, what was asked."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from bot.dialogue.lexicon import fold
from bot.reply import Action, Reply
from engine import Query, Track

MOST_EXCHANGES: Final = 30
MOST_REJECTED: Final = 100
MOST_OFFERED: Final = 3
"""The last exchanges whose buttons may still be called by their labels."""

# Commands whose rows are a list that people count through: "the second one".
LISTS: Final = frozenset(
    {"recommend", "similar", "save", "why", "playlist", "blend", "path", "emerging", "artist", "artists"}
)
# Commands of which a refinement makes another list.
REFINED: Final = frozenset({"recommend", "similar", "save", "why", "playlist", "blend", "path", "artists"})


@dataclass(frozen=True)
class Shown:
    """One row of an answer, numbered from 1: a track, an artist or a genre."""

    number: int
    title: str
    track: Track | None = None
    artist: str = ""
    genre: str = ""


@dataclass(frozen=True)
class Task:
    """A request taken apart, so that one part can be exchanged.

    Parameters
    ----------
    command : str
    query : Query or None
        Where the command takes one.
    fields : mapping of str to str
        Its other parameters, by name, as text.
    tracks : mapping of str to Track
        Those of the fields that name a track.
    """

    command: str
    query: Query | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    tracks: Mapping[str, Track] = field(default_factory=dict)


@dataclass(frozen=True)
class Question:
    """What the bot asked back: one button for each reading. The first reading is the likelier one."""

    text: str
    readings: tuple[Action, ...]


@dataclass(frozen=True)
class Exchange:
    """A request and what its answer showed.

    Parameters
    ----------
    request : str
        Canonical; empty for small talk.
    task : Task
    rows : tuple of Shown
    actions : tuple of Action
        What the answer offered to press.
    ok : bool
        Whether there was an answer.
    question : Question or None
        What it asked back, or the other readings of a message that it took one way.
    focus : tuple of Track
        What "it" means next, where there was no request: the track of which somebody said that they like it.
    allowed : tuple of str
        Artists that were rejected before and may come again.
    fresh : bool
        Whether somebody started over here.
    told : str
        The first line of the answer, which "why?" asks about. Not kept over a restart.
    """

    request: str
    task: Task
    rows: tuple[Shown, ...] = ()
    actions: tuple[Action, ...] = ()
    ok: bool = True
    question: Question | None = None
    focus: tuple[Track, ...] = ()
    allowed: tuple[str, ...] = ()
    fresh: bool = False
    told: str = ""

    @property
    def tracks(self) -> tuple[Track, ...]:
        """The tracks of the rows, in order."""
        return tuple(row.track for row in self.rows if row.track is not None)

    @property
    def is_list(self) -> bool:
        """Whether its rows are a list of tracks that may be refined."""
        return self.ok and self.task.command in REFINED and self.task.query is not None

    @property
    def counts(self) -> bool:
        """Whether "the second one" may mean one of its rows."""
        explains = self.task.command == "emerging" and bool(self.task.tracks)  # one track, part by part
        return self.task.command in LISTS and not explains and any(row.track or row.artist for row in self.rows)


@dataclass(frozen=True)
class Context:
    """The exchanges of one conversation, oldest first. Immutable: each exchange gives a new context.

    Parameters
    ----------
    exchanges : tuple of Exchange
        The last ones, at most 30.
    rejected_tracks : tuple of Track
    rejected_artists : tuple of str
        Never shown again in this conversation, unless they are asked for by name.
    said : tuple of str
        The last messages as written, for a name in them that "her" may mean. Kept in memory only.
    """

    exchanges: tuple[Exchange, ...] = ()
    rejected_tracks: tuple[Track, ...] = ()
    rejected_artists: tuple[str, ...] = ()
    said: tuple[str, ...] = ()

    def with_exchange(self, exchange: Exchange, said: str = "") -> "Context":
        """The context after one more exchange; what its query excludes stays excluded."""
        tracks = self.rejected_tracks
        artists = tuple(name for name in self.rejected_artists if name not in exchange.allowed)
        query = exchange.task.query
        if query is not None:
            known = {track.recording for track in tracks}
            tracks += tuple(track for track in query.not_tracks if track.recording not in known)
            wanted = {fold(name) for name in (*query.artists, *query.like_artists)}
            artists = tuple(name for name in artists if fold(name) not in wanted)
            # "Others like them" leaves out somebody who is liked: that rejects nobody.
            artists += tuple(name for name in query.not_artists if name not in (*artists, *query.like_artists))
            chosen = {track.recording for track in query.named}
            tracks = tuple(track for track in tracks if track.recording not in chosen)
        return replace(
            self,
            exchanges=_without_old_offers((*self.exchanges, exchange)[-MOST_EXCHANGES:]),
            rejected_tracks=tracks[-MOST_REJECTED:],
            rejected_artists=artists[-MOST_REJECTED:],
            said=(*self.said, said)[-3:],
        )

    @property
    def current(self) -> tuple[Exchange, ...]:
        """The exchanges since somebody started over."""
        starts = [at for at, one in enumerate(self.exchanges) if one.fresh]
        return self.exchanges[starts[-1] :] if starts else self.exchanges

    @property
    def last(self) -> Exchange | None:
        """The last exchange that answered something, small talk apart."""
        return next((one for one in reversed(self.current) if one.request), None)

    @property
    def focus(self) -> tuple[Track, ...]:
        """What "it" means since the last request: a track that somebody said they like."""
        for exchange in reversed(self.current):
            if exchange.request or exchange.focus:
                return exchange.focus
        return ()

    @property
    def last_list(self) -> Exchange | None:
        """The last exchange that gave a list of tracks which can be refined."""
        return next((one for one in reversed(self.current) if one.is_list), None)

    @property
    def counted(self) -> Exchange | None:
        """The last exchange whose rows people count through."""
        return next((one for one in reversed(self.current) if one.counts), None)

    @property
    def question(self) -> Question | None:
        """What was asked back in the last exchange."""
        return self.exchanges[-1].question if self.exchanges else None

    def action(self, text: str) -> Action | None:
        """What the last answers offered under this label: case and a cut end with ``...`` do not matter."""
        said = " ".join(fold(text).split())
        cut = said.rstrip(".… ") if said.endswith(("...", "…")) else ""
        for exchange in reversed(self.exchanges[-MOST_OFFERED:]):
            labels = [(" ".join(fold(action.label).split()), action) for action in exchange.actions]
            if exchange is not self.last:
                # "Why?" asks about the last answer, and not about a list before it.
                labels = [one for one in labels if one[0].rstrip("?") != "why"]
            for label, action in labels:
                if said in (label, label.rstrip("?!…")) or said.rstrip("?!.") == label:
                    return action
            if cut and len(fits := [action for label, action in labels if label.startswith(cut)]) == 1:
                return fits[0]
        return None


def _without_old_offers(exchanges: tuple[Exchange, ...]) -> tuple[Exchange, ...]:
    """Exchanges whose older ones hold no buttons: each repeats its request, with all that was rejected by then.

    Those of an import stay, because they name the list.
    """
    older = (
        one if not one.actions or one.request.startswith("/import") else replace(one, actions=())
        for one in exchanges[:-MOST_OFFERED]
    )
    return (*older, *exchanges[-MOST_OFFERED:])


def exchange_of(
    task: Task, reply: Reply, find: Callable[[str], Track | None], question: Question | None = None
) -> Exchange:
    """The exchange that a reply makes.

    Parameters
    ----------
    find : callable
        The track of an id, None if there is none.
    """
    rows = []
    for number, row in enumerate(reply.rows, start=1):
        data = row.data
        track = find(str(data["track_id"])) if "track_id" in data else None
        rows.append(
            Shown(
                number, row.title, track,
                artist=str(data.get("artist") or ""), genre=str(data.get("genre") or "") if track is None else "",
            )
        )  # fmt: skip
    return Exchange(reply.request, task, tuple(rows), reply.actions, reply.ok, question, told=reply.title)

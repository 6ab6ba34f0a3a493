"""What the store gives back: plain frozen data, no database behind it."""

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from bot.writable import writable

Subject: TypeAlias = Literal["track", "artist"]
Feeling: TypeAlias = Literal["like", "dislike", "block"]
Audience: TypeAlias = Literal["me", "us"]

MAIN: Final = "main"
"""The channel of the web page that is always there."""

MOST_TRACKS: Final = 500
"""Of a crate."""

STATUSES: Final = ("proposed", "shortlisted", "approved", "rejected", "contacted", "licensed")
DECISIONS: Final = frozenset({"approved", "rejected", "licensed"})
"""The statuses that only an approver may give."""

SOMEONE: Final = "someone"
"""Who did something, once that person is forgotten."""


@dataclass(frozen=True)
class Caller:
    """Who asks, and where.

    Parameters
    ----------
    workspace : str
        ``discord:SERVER``, ``slack:TEAM``, ``web``, ``mcp`` or ``terminal``.
    channel : str
        Its id within the workspace.
    person : str
        Stable on the platform, such as ``discord:42``.
    name : str
        What the person is called today.
    may_manage : bool
        Whether the platform says that this person runs the workspace.
    key : str
        The platform's id of the interaction. A write under a key that was seen before is not done again.
    """

    workspace: str = "terminal"
    channel: str = ""
    person: str = "terminal:me"
    name: str = "me"
    may_manage: bool = False
    key: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", writable(self.name))

    @property
    def reached(self) -> bool:
        """Whether something can be posted later where this person is; programs and the terminal only get answers."""
        return self.workspace not in ("terminal", "mcp")


@dataclass(frozen=True)
class SavedTrack:
    """A track as it is kept: readable also when a rebuilt catalogue lacks it."""

    track_id: str
    title: str
    artist: str


@dataclass(frozen=True)
class Opinion:
    """What somebody thinks of a track or an artist; ``key`` is the track's id or the artist's name."""

    subject: Subject
    key: str
    title: str
    artist: str
    feeling: Feeling


@dataclass(frozen=True)
class Taste:
    """What was learned for a person or a channel, the newest first.

    Parameters
    ----------
    likes, dislikes : tuple of Opinion
        A channel's are those of its people: more for than against, or the other way round.
    blocks : tuple of Opinion
        What is never to be shown.
    """

    likes: tuple[Opinion, ...] = ()
    dislikes: tuple[Opinion, ...] = ()
    blocks: tuple[Opinion, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether nothing was learned."""
        return not (self.likes or self.dislikes or self.blocks)


@dataclass(frozen=True)
class Note:
    """A remark on a track of a crate."""

    by: str
    text: str
    at: float


@dataclass(frozen=True)
class Item:
    """A track in a crate.

    Parameters
    ----------
    status : str
        One of ``STATUSES``.
    added_by, assigned : str
        Names; ``assigned`` is empty if nobody is.
    added_at : float
        Seconds since 1970.
    up, down : int
        Votes for and against.
    notes : tuple of Note
        The oldest first.
    """

    track: SavedTrack
    status: str
    added_by: str
    added_at: float
    assigned: str
    up: int
    down: int
    notes: tuple[Note, ...]


@dataclass(frozen=True)
class Crate:
    """A shared list of tracks, its items in the team's own order: that of adding, unless somebody moved them."""

    id: int
    name: str
    created_by: str
    archived: bool
    approvers: tuple[str, ...]
    items: tuple[Item, ...]
    changed_at: float = 0.0


@dataclass(frozen=True)
class CrateLine:
    """A crate in a list of crates."""

    name: str
    tracks: int
    archived: bool
    changed_at: float


@dataclass(frozen=True)
class Change:
    """One line of a crate's audit: who did what to which track."""

    by: str
    what: str
    title: str
    at: float


@dataclass(frozen=True)
class Said:
    """A message of the web page and what its answer was.

    Parameters
    ----------
    person : str
        Who asked, as in ``Caller``; empty for what the bot posted by itself.
    name : str
        What the person was called then.
    text, label : str
        What was typed, and what stood on the button if one was pressed instead.
    at : float
        Seconds since 1970.
    title, request : str
        Of the answer: its title, and the canonical request that gives it again.
    """

    id: str
    channel: str
    person: str
    name: str
    text: str
    label: str
    at: float
    title: str
    request: str


@dataclass(frozen=True)
class LiveMessage:
    """A message that shows a crate as it was at ``seen``; now it is as of ``changed_at``."""

    key: str
    workspace: str
    channel: str
    message: str
    crate: str
    seen: float
    changed_at: float


@dataclass(frozen=True)
class Watch:
    """Something whose popularity is followed from one catalogue to the next.

    Parameters
    ----------
    subject : str
        ``track``, ``artist`` or ``genre``.
    build : str
        The catalogue that ``value`` is from.
    value : float
        Its popularity there.
    """

    id: int
    workspace: str
    channel: str
    subject: str
    key: str
    title: str
    build: str
    value: float


@dataclass(frozen=True)
class Digest:
    """A request that is answered in a channel at fixed times.

    Parameters
    ----------
    every : str
        ``day`` or a day of the week.
    at : str
        ``09:00``, local time in ``zone``.
    request : str
        The command that is answered.
    next_at : float
        When it is due, in seconds since 1970.
    paused : str
        Why it is not posted; empty if it is.
    """

    id: int
    workspace: str
    channel: str
    every: str
    at: str
    zone: str
    request: str
    next_at: float
    paused: str


@dataclass(frozen=True)
class Due:
    """A digest that this process has leased: to be posted once.

    Parameters
    ----------
    at : float
        The time that it was due.
    recent : frozenset of str
        What it has posted in the last four weeks.
    """

    digest: Digest
    at: float
    recent: frozenset[str]

    @property
    def nonce(self) -> str:
        """The same for every try at this post."""
        return f"digest-{self.digest.id}-{int(self.at)}"


@dataclass(frozen=True)
class Turn:
    """What asking for a turn gave.

    Parameters
    ----------
    wait : float
        0 where the turn was given; else the seconds after which it may be free.
    until : float
        Until when the key is kept for whom the turn was given to, or was, by the database's clock.
    """

    wait: float
    until: float

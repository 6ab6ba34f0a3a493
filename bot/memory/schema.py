"""The tables, as they are at the newest revision; ``migrations`` leads there from every older one.

Times are seconds since 1970. Tracks are kept by id with title and artist beside it. A person who is forgotten leaves
crates intact: what belongs to the person goes (CASCADE), what belongs to the team stays without a name (SET NULL).
"""

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    """Of all tables."""


def _owner(table: str, *, primary_key: bool = False, index: bool | None = None) -> Mapped[str]:
    return mapped_column(ForeignKey(f"{table}.id", ondelete="CASCADE"), primary_key=primary_key, index=index)


def _crate(*, primary_key: bool = False) -> Mapped[int]:
    return mapped_column(ForeignKey("crates.id", ondelete="CASCADE"), primary_key=primary_key)


def _person() -> Mapped[str | None]:
    return mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)


class TeamRow(Base):
    """Workspaces that share their crates: one, or several that were linked."""

    __tablename__ = "teams"
    id: Mapped[int] = mapped_column(primary_key=True)


class WorkspaceRow(Base):
    """A Discord server, a Slack team, a web instance, a terminal."""

    __tablename__ = "workspaces"
    id: Mapped[str] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("teams.id", ondelete="CASCADE"), index=True)
    zone: Mapped[str] = mapped_column(default="UTC", server_default="UTC")


class LinkCodeRow(Base):
    """A one-time code by which another workspace joins a team."""

    __tablename__ = "link_codes"
    code: Mapped[str] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("teams.id", ondelete="CASCADE"))
    expires: Mapped[float]


class PersonRow(Base):
    """Somebody who changed something."""

    __tablename__ = "people"
    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]


class OpinionRow(Base):
    """What a person said of a track or an artist, in which channel."""

    __tablename__ = "opinions"
    __table_args__ = (Index("ix_opinions_channel", "workspace_id", "channel"),)
    person_id: Mapped[str] = _owner("people", primary_key=True)
    workspace_id: Mapped[str] = _owner("workspaces", primary_key=True)
    channel: Mapped[str] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str]
    artist: Mapped[str]
    feeling: Mapped[str]
    at: Mapped[float]


class ChannelBlockRow(Base):
    """What is never shown in a channel, to nobody."""

    __tablename__ = "channel_blocks"
    workspace_id: Mapped[str] = _owner("workspaces", primary_key=True)
    channel: Mapped[str] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str]
    artist: Mapped[str]
    person_id: Mapped[str | None] = _person()
    at: Mapped[float]


class CrateRow(Base):
    """A shared list of tracks."""

    __tablename__ = "crates"
    __table_args__ = (Index("ix_crates_team_name", "team_id", "name_key", unique=True),)
    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("teams.id", ondelete="CASCADE"))
    name: Mapped[str]
    name_key: Mapped[str] = mapped_column(server_default="")
    workspace_id: Mapped[str]
    channel: Mapped[str]
    person_id: Mapped[str | None] = _person()
    changed_at: Mapped[float]
    archived: Mapped[bool] = mapped_column(default=False)
    person: Mapped[PersonRow | None] = relationship()
    approvers: Mapped[list[PersonRow]] = relationship(secondary="approvers", order_by="PersonRow.name")


class ApproverRow(Base):
    """Who may decide on the tracks of a crate, besides who made it and who manages the workspace."""

    __tablename__ = "approvers"
    crate_id: Mapped[int] = _crate(primary_key=True)
    person_id: Mapped[str] = _owner("people", primary_key=True)


class ItemRow(Base):
    """A track in a crate."""

    __tablename__ = "items"
    __table_args__ = (UniqueConstraint("crate_id", "track_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    crate_id: Mapped[int] = _crate()
    track_id: Mapped[str]
    title: Mapped[str]
    artist: Mapped[str]
    status: Mapped[str]
    person_id: Mapped[str | None] = _person()
    at: Mapped[float]
    assigned: Mapped[str] = mapped_column(default="", server_default="")
    place: Mapped[int] = mapped_column(default=0, server_default="0")
    person: Mapped[PersonRow | None] = relationship()


class VoteRow(Base):
    """A vote on a track of a crate, +1 or -1. One a person."""

    __tablename__ = "votes"
    __table_args__ = (UniqueConstraint("item_id", "person_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("items.id", ondelete="CASCADE"))
    person_id: Mapped[str | None] = _person()
    value: Mapped[int]


class NoteRow(Base):
    """A remark on a track of a crate."""

    __tablename__ = "notes"
    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("items.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[str | None] = _person()
    text: Mapped[str]
    at: Mapped[float]
    person: Mapped[PersonRow | None] = relationship()


class ChangeRow(Base):
    """The audit of a crate: who did what to which track."""

    __tablename__ = "changes"
    id: Mapped[int] = mapped_column(primary_key=True)
    crate_id: Mapped[int] = mapped_column(ForeignKey("crates.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[str | None] = _person()
    what: Mapped[str]
    title: Mapped[str]
    at: Mapped[float]
    person: Mapped[PersonRow | None] = relationship()


class InteractionRow(Base):
    """A write that was done, so that the platform's second delivery of it is not done again."""

    __tablename__ = "interactions"
    key: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[float] = mapped_column(index=True)


class ContextRow(Base):
    """What a conversation has come to: canonical requests, no message text."""

    __tablename__ = "contexts"
    key: Mapped[str] = mapped_column(primary_key=True)
    workspace: Mapped[str] = mapped_column(default="", server_default="")
    person: Mapped[str] = mapped_column(index=True)
    data: Mapped[str]
    expires: Mapped[float] = mapped_column(index=True)


class WatchRow(Base):
    """A track, an artist or a genre that a channel follows."""

    __tablename__ = "watches"
    __table_args__ = (UniqueConstraint("workspace_id", "channel", "subject", "key"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[str] = _owner("workspaces")
    channel: Mapped[str]
    person_id: Mapped[str | None] = _person()
    subject: Mapped[str]
    key: Mapped[str]
    title: Mapped[str]
    build: Mapped[str]
    value: Mapped[float]


class DigestRow(Base):
    """A request that is answered in a channel at fixed times, and the lease of the process that is at it."""

    __tablename__ = "digests"
    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[str] = _owner("workspaces", index=True)
    channel: Mapped[str]
    person_id: Mapped[str | None] = _person()
    every: Mapped[str]
    at: Mapped[str]
    zone: Mapped[str]
    request: Mapped[str]
    next_at: Mapped[float] = mapped_column(index=True)
    paused: Mapped[str] = mapped_column(default="")
    leased_by: Mapped[str] = mapped_column(default="")
    leased_until: Mapped[float] = mapped_column(default=0.0)


class DigestRunRow(Base):
    """One posting of a digest: ``leased``, ``sending``, then ``sent``, ``missed`` or ``unknown``."""

    __tablename__ = "digest_runs"
    digest_id: Mapped[int] = mapped_column(ForeignKey("digests.id", ondelete="CASCADE"), primary_key=True)
    due: Mapped[float] = mapped_column(primary_key=True)
    state: Mapped[str]


class DigestItemRow(Base):
    """What a digest has posted, and when."""

    __tablename__ = "digest_items"
    digest_id: Mapped[int] = mapped_column(ForeignKey("digests.id", ondelete="CASCADE"), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[float]


class LiveMessageRow(Base):
    """A message that a platform keeps up to date, by the ``live`` key of the reply in it."""

    __tablename__ = "live_messages"
    key: Mapped[str] = mapped_column(primary_key=True)
    workspace_id: Mapped[str] = _owner("workspaces", primary_key=True)
    channel: Mapped[str] = mapped_column(primary_key=True)
    message: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[float]
    seen: Mapped[float] = mapped_column(default=0.0, server_default="0")


class PaceRow(Base):
    """When the next turn is at something that may be done once in so many seconds."""

    __tablename__ = "paces"
    key: Mapped[str] = mapped_column(primary_key=True)
    next_at: Mapped[float]


class ChannelRow(Base):
    """A channel of the web page, by its name."""

    __tablename__ = "channels"
    workspace_id: Mapped[str] = _owner("workspaces", primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[float]


class MessageRow(Base):
    """What somebody asked on the web page, and the request that gives the answer again. Goes with its person."""

    __tablename__ = "messages"
    __table_args__ = (Index("ix_messages_channel", "workspace_id", "channel", "at"),)
    id: Mapped[str] = mapped_column(primary_key=True)
    workspace_id: Mapped[str] = _owner("workspaces")
    channel: Mapped[str]
    person_id: Mapped[str | None] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    name: Mapped[str]
    text: Mapped[str]
    label: Mapped[str]
    title: Mapped[str]
    request: Mapped[str]
    at: Mapped[float] = mapped_column(index=True)

"""What people like, dislike and never want to meet again."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Final, cast

from sqlalchemy import bindparam, column, delete, literal, select, union_all

from bot.memory.database import Database, present, put
from bot.memory.records import Audience, Caller, Feeling, Opinion, SavedTrack, Subject, Taste
from bot.memory.schema import ChannelBlockRow, OpinionRow

_OPINION_KEY = ("person_id", "workspace_id", "channel", "subject", "key")


def of_track(track: SavedTrack, feeling: Feeling) -> Opinion:
    """An opinion on a track."""
    return Opinion("track", track.track_id, track.title, track.artist, feeling)


def of_artist(name: str, feeling: Feeling) -> Opinion:
    """An opinion on an artist."""
    return Opinion("artist", name, name, name, feeling)


class Tastes:
    """Opinions of people, and of channels as the sum of their people's."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def feel(self, caller: Caller, opinion: Opinion, audience: Audience = "me") -> None:
        """Keep an opinion in place of the person's earlier one; a block ``for us`` holds for the whole channel."""

        def work(session: Any) -> None:
            present(session, caller)
            values = {
                "workspace_id": caller.workspace, "channel": caller.channel, "person_id": caller.person,
                "subject": opinion.subject, "key": opinion.key, "title": opinion.title, "artist": opinion.artist,
                "at": self._database.clock(),
            }  # fmt: skip
            if audience == "us" and opinion.feeling == "block":
                put(session, ChannelBlockRow, values)
            else:
                values["feeling"] = opinion.feeling
                put(session, OpinionRow, values, replace=("title", "artist", "feeling", "at"))

        self._database.write(work, _once(caller, "feel"))

    def unlearn(self, caller: Caller, subject: Subject, key: str, audience: Audience = "me") -> bool:
        """Take back what the person said of something anywhere, or the channel's block; whether there was anything."""
        table = OpinionRow if audience == "me" else ChannelBlockRow
        where = [table.subject == subject, table.key == key]
        if audience == "me":
            where.append(OpinionRow.person_id == caller.person)
        else:
            where += [ChannelBlockRow.workspace_id == caller.workspace, ChannelBlockRow.channel == caller.channel]

        def work(session: Any) -> bool:
            return bool(session.execute(delete(table).where(*where)).rowcount)

        return bool(self._database.write(work, _once(caller, "unlearn")))

    def of(self, caller: Caller, audience: Audience = "me") -> Taste:
        """What was learned for the person, wherever it was said, or for the channel, whoever said it."""
        mine = OpinionRow.person_id == caller.person
        here = (OpinionRow.workspace_id == caller.workspace) & (OpinionRow.channel == caller.channel)

        def work(session: Any) -> Taste:
            rows = session.scalars(
                select(OpinionRow).where(mine if audience == "me" else here).order_by(OpinionRow.at.desc())
            ).all()
            opinions = [_opinion(row) for row in rows]
            return _personal(opinions) if audience == "me" else _shared(opinions)

        learned = self._database.read(work)
        return (
            learned
            if audience == "me"
            else replace(learned, blocks=tuple(map(_opinion, self._database.rows(_CHANNEL_BLOCKS, _here(caller)))))
        )

    def blocks(self, caller: Caller) -> tuple[Opinion, ...]:
        """What this person is never shown here: the own blocks, then the channel's."""
        found = self._database.rows(_BLOCKS, {"person": caller.person, **_here(caller)})
        mine = _personal(_opinion(row) for row in found if row.own).blocks
        here = (_opinion(row) for row in found if not row.own)
        return tuple({(one.subject, one.key): one for one in (*mine, *here)}.values())


# Made once: they are run for every answer, and making them takes longer.
_MINE: Final = OpinionRow.person_id == bindparam("person")
# A later like in another channel takes a block back, so all opinions on what was ever blocked are looked at.
_EVER_BLOCKED: Final = select(
    OpinionRow.subject, OpinionRow.key, OpinionRow.title, OpinionRow.artist, OpinionRow.feeling, OpinionRow.at,
    literal(True).label("own"),
).where(_MINE, OpinionRow.key.in_(select(OpinionRow.key).where(_MINE, OpinionRow.feeling == "block")))  # fmt: skip
_BLOCKED_HERE: Final = select(
    ChannelBlockRow.subject, ChannelBlockRow.key, ChannelBlockRow.title, ChannelBlockRow.artist,
    literal("block").label("feeling"), ChannelBlockRow.at, literal(False).label("own"),
).where(
    ChannelBlockRow.workspace_id == bindparam("workspace"), ChannelBlockRow.channel == bindparam("channel")
)  # fmt: skip
_BLOCKS: Final = union_all(_EVER_BLOCKED, _BLOCKED_HERE).order_by(column("at").desc())
_CHANNEL_BLOCKS: Final = _BLOCKED_HERE.order_by(column("at").desc())


def _here(caller: Caller) -> dict[str, str]:
    return {"workspace": caller.workspace, "channel": caller.channel}


def _opinion(row: Any) -> Opinion:
    return Opinion(cast(Subject, row.subject), row.key, row.title, row.artist, cast(Feeling, row.feeling))


def _personal(opinions: Iterable[Opinion]) -> Taste:
    """Of one person, who may have said one thing in one channel and later another in the next."""
    newest: dict[tuple[str, str], Opinion] = {}
    for one in opinions:
        newest.setdefault((one.subject, one.key), one)
    parts = {
        feeling: tuple(one for one in newest.values() if one.feeling == feeling)
        for feeling in ("like", "dislike", "block")
    }
    return Taste(parts["like"], parts["dislike"], parts["block"])


def _shared(opinions: Iterable[Opinion]) -> Taste:
    """Of one channel: more for than against, or the other way round."""
    sums: dict[tuple[str, str], int] = {}
    newest: dict[tuple[str, str], Opinion] = {}
    for one in opinions:
        sign = 1 if one.feeling == "like" else -1
        sums[one.subject, one.key] = sums.get((one.subject, one.key), 0) + sign
        newest.setdefault((one.subject, one.key), one)
    return Taste(
        tuple(replace(newest[key], feeling="like") for key, total in sums.items() if total > 0),
        tuple(replace(newest[key], feeling="dislike") for key, total in sums.items() if total < 0),
    )


def _once(caller: Caller, what: str) -> str:
    return f"{caller.key}:{what}" if caller.key else ""

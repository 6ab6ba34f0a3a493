"""/digest: a list posted in this channel every day or week."""

from datetime import datetime
from typing import Annotated, Final
from zoneinfo import ZoneInfo

from bot.definition import command
from bot.memory import Caller, Memory
from bot.memory.records import Digest
from bot.memory.schedule import EVERY
from bot.parameters import Choice, ClockTime, Count, Name, Text, Zone
from bot.reply import Action, Reply, Row
from bot.say import say
from engine import Engine, UserError

_WHAT: Final = ("emerging", "artists", "recommend")
# More than is shown: what was posted in the last four weeks is left out.
_ENOUGH: Final = 25


@command(
    "digest",
    examples=("/digest every:monday at:09:00 what:emerging genre:techno", "/digest list"),
    provenance=False,
)
def digest(
    engine: Engine,
    *,
    memory: Memory,
    caller: Caller,
    do: Annotated[str, Choice("what to do", ("add", "list", "stop", "resume"), free=True)] = "add",
    every: Annotated[str, Choice("on which day of the week, or every day", EVERY)] = "",
    at: Annotated[str, ClockTime("at what time, such as 09:00")] = "09:00",
    what: Annotated[str, Choice("emerging tracks, emerging artists, or what /recommend gives", _WHAT)] = "emerging",
    genre: Annotated[str, Name("only in this genre", source="genre")] | None = None,
    query: Annotated[str, Text("for recommend: what it should be, as for /recommend")] = "",
    zone: Annotated[str, Zone("time zone, such as Europe/Berlin; kept for next time")] = "",
    number: Annotated[int, Count("for stop and resume: which digest", 1, 10**9)] = 0,
) -> Reply:
    """Post a list here every week or day: emerging tracks or artists, or recommendations.

    Nothing is posted twice within four weeks. A time that was missed is caught up if it is not long ago. Whoever
    manages the workspace may change digests.
    """
    if do == "list" or (do == "add" and not every):
        return _listed(memory, caller)
    if do == "add" and not caller.reached:
        raise UserError(
            "Nothing can be posted here.",
            "Make digests on Discord, on Slack or on the web page.",
            code="not_allowed",
        )
    if not caller.may_manage:
        raise UserError("You may not change digests.", "Ask whoever manages this workspace.", code="not_allowed")
    if do == "add":
        if zone:
            memory.people.set_zone(caller, zone)
        request = _request(engine, what, genre, query)
        memory.digests.add(caller, every, at, zone or memory.people.zone(caller), request)
        return _listed(memory, caller, "It is posted here.")
    number = number or _only(memory, caller, paused=do == "resume")
    if not number:
        several = f"Say which: /digest {do} number:1."
        return _listed(memory, caller, several if memory.digests.of(caller.workspace) else "There is no digest here.")
    change = memory.digests.stop if do == "stop" else memory.digests.resume
    if not change(caller, number):
        raise UserError(f"There is no digest {number} here.", "/digest list shows them.", code="not_found")
    return _listed(memory, caller, "Stopped." if do == "stop" else "Goes on.")


def _only(memory: Memory, caller: Caller, *, paused: bool) -> int:
    """The number of the one digest that can be meant; 0 if there are several or none."""
    meant = [one.id for one in memory.digests.of(caller.workspace) if not paused or one.paused]
    return meant[0] if len(meant) == 1 else 0


def _request(engine: Engine, what: str, genre: str | None, query: str) -> str:
    """The command that the digest answers each time; checked now, so that it works then."""
    if what == "recommend":
        asked = engine.parse(" ".join(filter(None, (query, f'genre:"{genre}"' if genre else "", f"limit:{_ENOUGH}"))))
        if asked.empty:
            raise UserError("Say what to recommend.", 'Try query:"calm jazz".', code="missing_parameter")
        return say("recommend", asked)
    return say("emerging", kind="artists" if what == "artists" else "tracks", genre=genre, limit=_ENOUGH)


def _listed(memory: Memory, caller: Caller, said: str = "") -> Reply:
    digests = memory.digests.of(caller.workspace)
    return Reply(
        f"{len(digests)} {'digest' if len(digests) == 1 else 'digests'}",
        "" if digests else "Make one: /digest every:monday at:09:00 what:emerging",
        tuple(map(_row, digests)),
        numbered=False,
        feedback=(said,) if said else (),
        actions=(
            *(Action(f"Stop {one.id}", say("digest", "stop", number=one.id), group="Stop ...") for one in digests),
            *(
                Action(f"Resume {one.id}", say("digest", "resume", number=one.id), group="Resume ...")
                for one in digests
                if one.paused
            ),
        ),
    )


def _row(one: Digest) -> Row:
    following = datetime.fromtimestamp(one.next_at, ZoneInfo(one.zone))
    return Row(
        f"{one.id}. every {one.every} at {one.at}, {one.zone}",
        amount=f"paused: {one.paused}" if one.paused else f"next {following:%Y-%m-%d %H:%M}",
        detail=one.request,
        data={"digest": one.id, "request": one.request, "next_at": one.next_at, "paused": one.paused},
    )

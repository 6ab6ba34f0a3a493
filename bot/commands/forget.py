"""/forget: remove a person, their opinions, or all that was kept of a workspace."""

from dataclasses import replace
from typing import Annotated

from bot.definition import command
from bot.memory import Caller, Memory
from bot.parameters import Choice, YesNo
from bot.reply import Action, Reply
from bot.say import say
from engine import Engine, UserError

_LOST = {
    "me": 'Your likes, blocks and talks go; crates stay, with "someone" in your place.',
    "likes": "What you said that you like and dislike goes; blocks and crates stay.",
    "server": "Channel blocks, watch lists and digests go; so do the crates, unless a linked workspace shares them.",
}
_WHAT = tuple(_LOST)


@command("forget", examples=("/forget me", "/forget likes"), provenance=False)
def forget(
    engine: Engine,
    *,
    memory: Memory,
    caller: Caller,
    what: Annotated[str, Choice("you, what you like, or all of this workspace", _WHAT, free=True)] = "me",
    sure: Annotated[bool, YesNo("yes removes it; there is no way back")] = False,
) -> Reply:
    """Remove you everywhere at once; likes: only your opinions; server: all that is kept of this one."""
    if what == "server" and not caller.may_manage:
        raise UserError("You may not remove what the team keeps.", "Ask whoever manages this workspace.",
                        code="not_allowed")  # fmt: skip
    if not sure:
        lost = _LOST[what]
        return Reply(
            "Are you sure?", f"{lost} There is no way back.",
            actions=(Action("Yes, forget it", say("forget", what, sure=True)), Action("Export first", say("export"))),
        )  # fmt: skip
    if what == "likes":
        learned = memory.taste.of(caller)
        for one in (*learned.likes, *learned.dislikes):
            memory.taste.unlearn(replace(caller, key=""), one.subject, one.key)
        return Reply("What you like is forgotten.", "Blocks stay: /taste shows them.")
    if what == "me":
        memory.people.forget(caller)
        return Reply("You are forgotten.", "Nothing of you is kept any more.")
    memory.people.forget_workspace(caller)
    return Reply("This workspace is forgotten.", "Nothing of it is kept any more.")

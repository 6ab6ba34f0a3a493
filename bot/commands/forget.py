"""/forget: remove a person, or all that was kept of a workspace."""

from typing import Annotated

from bot.definition import command
from bot.memory import Caller, Memory
from bot.parameters import Choice, YesNo
from bot.reply import Action, Reply
from bot.say import say
from engine import Engine, UserError


@command("forget", examples=("/forget me",), provenance=False)
def forget(
    engine: Engine,
    *,
    memory: Memory,
    caller: Caller,
    what: Annotated[str, Choice("you, or all that was kept of this workspace", ("me", "server"), free=True)] = "me",
    sure: Annotated[bool, YesNo("yes removes it; there is no way back")] = False,
) -> Reply:
    """Remove you everywhere at once, or with server all that was kept of this workspace."""
    if what == "server" and not caller.may_manage:
        raise UserError("You may not remove what the team keeps.", "Ask whoever manages this workspace.",
                        code="not_allowed")  # fmt: skip
    if not sure:
        lost = (
            'Your likes, blocks and talks go; crates stay, with "someone" in your place.'
            if what == "me"
            else "Channel blocks, watch lists and digests go; so do the crates, unless a linked workspace shares them."
        )
        return Reply(
            "Are you sure?", f"{lost} There is no way back.",
            actions=(Action("Yes, forget it", say("forget", what, sure=True)), Action("Export first", say("export"))),
        )  # fmt: skip
    if what == "me":
        memory.people.forget(caller)
        return Reply("You are forgotten.", "Nothing of you is kept any more.")
    memory.people.forget_workspace(caller)
    return Reply("This workspace is forgotten.", "Nothing of it is kept any more.")

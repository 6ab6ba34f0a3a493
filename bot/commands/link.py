"""/link: share crates between two workspaces, such as a Discord server and a Slack team."""

from typing import Annotated

from bot.definition import command
from bot.memory import Caller, Memory
from bot.parameters import Text
from bot.reply import Action, Reply
from bot.say import say
from engine import Engine, UserError


@command("link", examples=("/link",), provenance=False)
def link(
    engine: Engine,
    *,
    memory: Memory,
    caller: Caller,
    code: Annotated[str, Text("the code that /link gave in the other workspace")] = "",
) -> Reply:
    """Share the crates of two workspaces: /link here gives a code, /link with it there joins them."""
    if not caller.may_manage:
        raise UserError("You may not link workspaces.", "Ask whoever manages this workspace.", code="not_allowed")
    if code:
        memory.people.link(caller, code)
        said = f"Crates are shared with {', '.join(memory.people.linked(caller))} now."
        return Reply("Linked", said, actions=(Action("Crates", say("crate", "list")),))
    made = memory.people.link_code(caller)
    return Reply("A code for the other workspace", f"Say there within 15 minutes: /link code:{made}")

"""/privacy: what is stored, where, and how long."""

from bot.definition import command
from bot.memory import Caller, Memory
from bot.reply import Action, Reply
from bot.say import say
from engine import Engine

_TEXT = """Kept: what you like, dislike and block; crates with who added, voted, noted and decided what; watch lists and
digests; the requests of a conversation as commands, and the tracks of lists that you import{contexts}.

{messages} Nothing leaves the machines that the bot and its database run on.

Your likes are yours on every server where you meet this bot; crates belong to the team of this workspace.

/export me gives you all of it as a file. /forget me removes it everywhere at once; crates stay, with "someone" in your
place. Whoever manages the workspace can remove all that was kept of it: /forget server."""


@command("privacy", examples=("/privacy",), provenance=False)
def privacy(engine: Engine, *, memory: Memory, caller: Caller) -> Reply:
    """What is stored about you and your team, where, how long, and how to remove it."""
    linked = memory.people.linked(caller) if memory.started else ()
    where = "a PostgreSQL database" if memory.url.startswith("postgresql") else "a file on the bot's machine"
    text = _TEXT.format(
        contexts=f", for {memory.context_days:g} days" if memory.context_days else ", until the bot is restarted",
        messages=_messages(memory, caller),
    )
    return Reply(
        "What is kept, and where",
        " ".join(text.split("\n")).replace("  ", "\n\n") + f"\n\nWhere: {where}."
        + (f" This workspace shares its crates with {', '.join(linked)}." if linked else ""),
        actions=(Action("What is kept of me", say("export", "me")), Action("Forget me", say("forget", "me"))),
    )  # fmt: skip


def _messages(memory: Memory, caller: Caller) -> str:
    """What becomes of the text of messages: only the web page, which has no other log, keeps it."""
    if caller.workspace != "web" or not memory.history_days:
        return "Not kept: the text of your messages."
    return (
        f"What is asked on this page, but not in private, is kept for {memory.history_days:g} days, so that it can be "
        "read and searched."
    )

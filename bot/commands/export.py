"""/export: all that is kept of a person, as a file."""

import json
from typing import Annotated

from bot.definition import command
from bot.memory import Caller, Memory
from bot.parameters import Choice
from bot.reply import Action, File, Reply
from bot.say import say
from engine import Engine


@command("export", examples=("/export me",), provenance=False)
def export(
    engine: Engine,
    *,
    memory: Memory,
    caller: Caller,
    what: Annotated[str, Choice("what is kept of you", ("me",), free=True)] = "me",
) -> Reply:
    """All that is kept of you, as a file."""
    kept = memory.people.export(caller) if memory.started else {}
    count = sum(map(len, kept.values()))
    content = json.dumps(kept, indent=1, ensure_ascii=False).encode()
    return Reply(
        f"{count} {'entry' if count == 1 else 'entries'} kept of you",
        ", ".join(f"{name.replace('_', ' ')} {len(rows)}" for name, rows in kept.items()) or "Nothing.",
        files=(File("cratebot-about-me.json", content, "application/json"),) if kept else (),
        actions=(Action("Forget me", say("forget", "me")),),
    )

"""Thirty conversations, replayed: what was said and pressed, and the gist of each reply.

``python -m tests.bot.replay CATALOGUE`` writes the gists anew after a change that is meant.
"""

import json
import sys
from pathlib import Path
from typing import Any

from bot.conversation import Conversation
from bot.reply import Reply
from bot.request import read_request

FILE = Path(__file__).parent / "conversations.json"
SHOWN = 3


def gist(reply: Reply) -> dict[str, Any]:
    """What of a reply should stay as it is: enough to notice a change, not all its words."""
    if reply.error is not None:
        return {"error": reply.error.code, "says": reply.error.message}
    found: dict[str, Any] = {"title": reply.title}
    if reply.rows:
        found |= {"rows": len(reply.rows), "first": [row.title for row in reply.rows[:SHOWN]]}
    if reply.pictures:
        found["pictures"] = len(reply.pictures)
    if reply.files:
        found["files"] = [file.name for file in reply.files]
    return found


def replay(conversation: Conversation, turns: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The gists of a conversation. A turn ``says`` a text or ``presses`` what the last reply offered under a label
    that begins so."""
    gists = []
    offered: dict[str, str] = {}
    for turn in turns:
        text = turn.get("say") or next((offered[label] for label in offered if label.startswith(turn["press"])), None)
        if text is None:
            return [*gists, {"offered": sorted(offered)}]
        reply = conversation.answer(read_request(text))
        offered = {action.label: action.command for action in reply.actions}
        gists.append(gist(reply))
    return gists


def main() -> None:
    """Write the gists anew."""
    from engine import Engine

    conversation = Conversation(Engine.load(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else "models"))
    conversations = json.loads(FILE.read_text())
    for one in conversations:
        for turn, found in zip(one["turns"], replay(conversation, one["turns"]), strict=False):
            turn["gist"] = found
    FILE.write_text(written(conversations))


def written(conversations: list[dict[str, Any]]) -> str:
    """JSON with a line a turn."""
    parts = []
    for one in conversations:
        turns = ",\n".join(f"  {json.dumps(turn, ensure_ascii=False)}" for turn in one["turns"])
        parts.append(f' {{"about": {json.dumps(one["about"])}, "turns": [\n{turns}\n ]}}')
    return "[\n" + ",\n".join(parts) + "\n]\n"


if __name__ == "__main__":
    main()

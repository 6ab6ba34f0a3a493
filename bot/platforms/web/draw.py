"""Definitions and replies as the JSON that the page draws. The page inserts all of it as text."""

import struct
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from bot.definition import Definition
from bot.platforms.web.blobs import Blob, Blobs
from bot.reply import Picture, Reply

_FIRST_TRIES = ("recommend", "similar", "emerging", "compare", "playlist")


def commands_json(commands: Mapping[str, Definition]) -> list[dict[str, Any]]:
    """What the page needs to complete a command by itself; ``free`` is the option that takes words without a key."""
    return [
        {
            "name": definition.name,
            "summary": definition.summary,
            "examples": definition.examples,
            "free": next((p.name for p in definition.parameters if p.kind.free), ""),
            "options": [asdict(option) for option in definition.options],
        }
        for definition in commands.values()
    ]


def first_tries(commands: Mapping[str, Definition]) -> list[dict[str, str]]:
    """Four things to try for somebody who has never been here: well-known commands first, then any."""
    names = sorted(commands, key=lambda name: _FIRST_TRIES.index(name) if name in _FIRST_TRIES else len(_FIRST_TRIES))
    return [
        {"label": commands[name].summary.partition(":")[0].rstrip("."), "command": commands[name].examples[0]}
        for name in names
        if commands[name].examples
    ][:4]


def reply_json(reply: Reply, blobs: Blobs) -> dict[str, Any]:
    """The reply; its pictures and files are put among the blobs and named by their ids."""
    return {
        "title": reply.title,
        "text": reply.text,
        "numbered": reply.numbered,
        "rows": [
            {
                "title": row.title,
                "url": row.url,
                "measure": row.measure,
                "amount": row.amount,
                "chips": row.chips,
                "detail": row.detail,
            }
            for row in reply.rows
        ],
        "feedback": reply.feedback,
        "pictures": list(_pictures(reply.pictures, blobs)),
        "files": [
            {
                "name": file.name,
                "bytes": len(file.content),
                "id": blobs.put(Blob(file.name, file.content, file.media_type)),
            }
            for file in reply.files
        ],
        "actions": [asdict(action) for action in reply.actions],
        "error": asdict(reply.error) if reply.error else None,
        "elapsed_ms": reply.elapsed_ms,
    }


def _pictures(pictures: Iterable[Picture], blobs: Blobs) -> Iterable[dict[str, Any]]:
    for picture in pictures:
        # Width and height stand in a PNG's first chunk; with them the page keeps the place free and does not jump.
        width, height = struct.unpack(">II", picture.png[16:24])
        key = blobs.put(Blob(picture.name, picture.png, "image/png"))
        yield {"id": key, "name": picture.name, "alt": picture.alt, "width": width, "height": height}

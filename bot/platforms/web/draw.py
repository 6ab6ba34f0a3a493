"""Definitions and replies as the JSON that the page draws. The page inserts all of it as text."""

import math
import struct
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from bot.blobs import Blob, Blobs
from bot.chips import Chip
from bot.definition import Definition
from bot.reply import Picture, Reply
from bot.welcome import Welcome


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


def welcome_json(welcome: Welcome) -> dict[str, Any]:
    """The first message."""
    return {"catalogue": welcome.catalogue, "notice": welcome.notice, "tries": welcome.tries}


def reply_json(reply: Reply, blobs: Blobs, chips: Iterable[Chip] = ()) -> dict[str, Any]:
    """The reply; its pictures and files are put among the blobs and named by their ids."""
    return {
        "title": reply.title,
        "text": reply.text,
        "numbered": reply.numbered,
        "rows": [
            {
                "title": row.title,
                "url": row.url,
                "measure": row.measure if row.measure is not None and math.isfinite(row.measure) else None,
                "amount": row.amount,
                "measured": "match" if "match" in row.data else "",
                "chips": row.chips,
                "detail": row.detail,
                "track": row.data.get("track_id", ""),
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
        "links": [asdict(link) for link in reply.links],
        "error": asdict(reply.error) if reply.error else None,
        "request": reply.request,
        "chips": [asdict(chip) for chip in chips],
        "elapsed_ms": reply.elapsed_ms,
    }


def _pictures(pictures: Iterable[Picture], blobs: Blobs) -> Iterable[dict[str, Any]]:
    for picture in pictures:
        # Width and height stand in a PNG's first chunk; with them the page keeps the place free and does not jump.
        width, height = struct.unpack(">II", picture.png[16:24])
        key = blobs.put(Blob(picture.name, picture.png, "image/png", draw=picture.draw))
        yield {
            "id": key,
            "name": picture.name,
            "alt": picture.alt,
            "width": width,
            "height": height,
            "drawn": picture.draw is not None,
        }

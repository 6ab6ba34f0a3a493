"""Replies as JSON for programs: one object, the same in the terminal, over HTTP and for assistants."""

import json
import math
from collections.abc import Callable
from typing import Any, Final, TypeAlias, get_args

from bot.reply import Reply
from engine import ErrorCode

Keep: TypeAlias = Callable[[str, bytes], str]
"""Keeps a picture or a file under a name, and says where it can be read: a path or an address."""

_TEXT: Final = {"type": "string"}
_TEXTS: Final = {"type": "array", "items": _TEXT}

REPLY_SCHEMA: Final[dict[str, Any]] = {
    "type": "object",
    "properties": {
        "command": {"type": "string", "description": "Empty for small talk."},
        "request": {"type": "string", "description": "What was understood, as a slash command."},
        "ok": {"type": "boolean"},
        "title": _TEXT,
        "text": _TEXT,
        "rows": {
            "type": "array",
            "items": {"type": "object"},
            "description": "An object a line.",
        },
        "feedback": {
            **_TEXTS,
            "description": "Limits that were relaxed, and the like.",
        },
        "images": {**_TEXTS, "description": "Addresses."},
        "files": {**_TEXTS, "description": "Addresses."},
        "actions": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"label": _TEXT, "command": _TEXT},
                "required": ["label", "command"],
                "additionalProperties": False,
            },
            "description": "What may be asked next.",
        },
        "links": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"label": _TEXT, "url": _TEXT},
                "required": ["label", "url"],
                "additionalProperties": False,
            },
            "description": "Where to listen.",
        },
        "elapsed_ms": {"type": "number"},
        "error": {
            "type": "object",
            "properties": {
                "code": {"type": "string", "enum": list(get_args(ErrorCode))},
                "message": _TEXT,
                "hint": _TEXT,
            },
            "required": ["code", "message", "hint"],
            "additionalProperties": False,
        },
    },
    "required": [
        "command", "request", "ok", "title", "text", "rows", "feedback", "images", "files", "actions", "links",
        "elapsed_ms",
    ],
}  # fmt: skip
"""JSON Schema of what ``reply_object`` gives."""


def reply_object(reply: Reply, keep: Keep) -> dict[str, Any]:
    """A reply as an object of JSON types, with null for numbers that JSON has not.

    Parameters
    ----------
    keep : callable
        Called with the name and the content of each picture and file.
    """
    said: dict[str, Any] = {
        "command": reply.request[1:].partition(" ")[0],
        "request": reply.request,
        "ok": reply.ok,
        "title": reply.title,
        "text": reply.text,
        "rows": [
            dict(row.data) or {"title": row.title, "amount": row.amount, "detail": row.detail} for row in reply.rows
        ],
        "feedback": list(reply.feedback),
        "images": [keep(picture.name, picture.png) for picture in reply.pictures],
        "files": [keep(file.name, file.content) for file in reply.files],
        "actions": [{"label": action.label, "command": action.command} for action in reply.actions],
        "links": [{"label": link.label, "url": link.url} for link in reply.links],
        "elapsed_ms": reply.elapsed_ms,
    }
    if reply.error is not None:
        said["error"] = {"code": reply.error.code, "message": reply.error.message, "hint": reply.error.hint}
    return finite(said)  # type: ignore[no-any-return]


def encoded(message: Any) -> bytes:
    """A message as JSON, with null for numbers that JSON has not."""
    try:
        return json.dumps(message, separators=(",", ":"), allow_nan=False).encode()
    except ValueError:
        return json.dumps(finite(message), separators=(",", ":"), allow_nan=False).encode()


def finite(value: Any) -> Any:
    """A value of JSON types with None in place of infinity and of what is no number."""
    if isinstance(value, dict):
        return {key: finite(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [finite(one) for one in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value

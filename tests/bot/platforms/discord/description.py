"""Discord's own description of its API, as a check of every body that the bot sends."""

import json
import os
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

PATH = os.environ.get("CRATEBOT_DISCORD_OPENAPI", "")
needs_description = pytest.mark.skipif(
    not PATH, reason="CRATEBOT_DISCORD_OPENAPI names no copy of Discord's API description"
)


@cache
def _description() -> dict[str, Any]:
    return json.loads(Path(PATH).read_text())


@cache
def _validator(method: str, path: str) -> Draft202012Validator | None:
    """The check of a route's body; None if it takes none. Literal paths come before templated ones."""
    paths = _description()["paths"]
    for template in sorted(paths, key=lambda one: (one.count("{"), -len(one))):
        if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", template), path) and method.lower() in paths[template]:
            body = paths[template][method.lower()].get("requestBody")
            if body is None:
                return None
            schema = body["content"].get("application/json") or next(iter(body["content"].values()))
            return Draft202012Validator({**schema["schema"], "components": _description()["components"]})
    raise LookupError(f"{method} {path} is no route of Discord's")


@cache
def schema(name: str) -> Draft202012Validator:
    """The check of one named schema."""
    return Draft202012Validator({"$ref": f"#/components/schemas/{name}", "components": _description()["components"]})


def problems(method: str, path: str, body: Any) -> list[str]:
    """What is wrong with a body; nothing where there is no description."""
    if not PATH:
        return []
    validator = _validator(method, path)
    if validator is None:
        return [] if body is None else [f"{method} {path} takes no body"]
    # A new attachment is numbered by its part, which Discord takes as a number although it describes a string.
    for message in (body, body.get("data")) if isinstance(body, dict) else ():
        for attachment in (message or {}).get("attachments") or ():
            attachment["id"] = str(attachment["id"])
    # So are the ids of the message that is replied to, which the library writes as numbers.
    for key, value in ((body or {}).get("message_reference") or {}).items() if isinstance(body, dict) else ():
        if key.endswith("_id"):
            body["message_reference"][key] = str(value)
    return [f"{error.json_path}: {error.message[:200]}" for error in validator.iter_errors(body)]

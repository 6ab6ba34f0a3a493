"""The OpenAPI description of the API, from the definitions of the commands."""

from collections.abc import Iterable
from typing import Any, Final

from bot.as_json import REPLY_SCHEMA
from bot.asking import PLACE_FIELDS, WORDS_SCHEMA
from bot.definition import Definition
from bot.fields import schema_of

PREFIX: Final = "/api/v1"
MOST_COMPLETIONS: Final = 25
_MOST_TYPED: Final = 200
_ERRORS: Final = {
    400: "The body is no JSON object.",
    401: "The token is missing or wrong.",
    403: "Another site may not ask, or this may not be done with this token.",
    404: "There is nothing at that address, or no longer.",
    405: "Another method is needed.",
    408: "The body took too long to arrive.",
    413: "The body or a file in it is too large.",
    415: "The body has to be application/json.",
    422: "A mistake of the caller's, such as a name that is not in the catalogue: the hint names the nearest thing.",
    429: "Too many requests: Retry-After says when again.",
    500: "A mistake of the server's: the hint holds the reference that its log knows it by.",
    503: "Too many requests of everybody's, or something that is not at hand.",
}
COMPLETION_SCHEMA: Final[dict[str, Any]] = {
    "type": "object",
    "properties": {
        "command": {"type": "string", "maxLength": _MOST_TYPED, "description": "Empty for a name inside a sentence."},
        "option": {"type": "string", "maxLength": _MOST_TYPED, "description": "A field; else name or artist."},
        "text": {"type": "string", "maxLength": _MOST_TYPED, "description": "What was typed so far."},
        "limit": {"type": "integer", "minimum": 1, "maximum": MOST_COMPLETIONS},
    },
    "required": ["option", "text"],
    "additionalProperties": False,
}  # fmt: skip
_SUGGESTIONS: Final = {
    "type": "object",
    "properties": {
        "suggestions": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "label": {"type": "string"},
                    "value": {"type": "string", "description": "What names it without doubt, such as a track id."},
                },
                "required": ["label", "value"],
                "additionalProperties": False,
            },
        }
    },
    "required": ["suggestions"],
    "additionalProperties": False,
}
_ERROR: Final = {
    "type": "object",
    "properties": {"ok": {"const": False}, "error": REPLY_SCHEMA["properties"]["error"]},
    "required": ["ok", "error"],
}


def openapi(definitions: Iterable[Definition], version: str, *, token_needed: bool) -> dict[str, Any]:
    """The description, OpenAPI 3.1.

    Parameters
    ----------
    definitions : iterable of Definition
        The commands.
    version : str
        Of cratebot.
    token_needed : bool
        Whether requests need a bearer token.
    """
    commands = {f"ask_{definition.name}": _command(definition) for definition in definitions}
    asked = {"oneOf": [_ref(name) for name in ("ask_in_words", *commands)]}
    completed = _operation("complete", "What the text typed so far into a field may become.", "suggestions")
    return {
        "openapi": "3.1.0",
        "info": {"title": "cratebot", "version": version, "summary": "Answers about music, from a catalogue."},
        "servers": [{"url": PREFIX}],
        "security": [{"token": []}] if token_needed else [],
        "paths": {
            "/ask": {"post": _operation("ask", "Ask in plain words, or a command with its fields.", "reply", asked)},
            "/complete": {
                "get": {**completed, "operationId": "complete_by_query", "parameters": _query(COMPLETION_SCHEMA)},
                "post": {**completed, "requestBody": _body(_ref("completion"))},
            },
            "/files/{key}": {"get": _file()},
            "/openapi.json": {"get": _operation("openapi", "This description.", "description")},
        },
        "components": {
            "schemas": {
                "reply": REPLY_SCHEMA,
                "error": _ERROR,
                "suggestions": _SUGGESTIONS,
                "completion": COMPLETION_SCHEMA,
                "description": {"type": "object", "required": ["openapi", "paths"]},
                "ask_in_words": WORDS_SCHEMA,
                **commands,
            },
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }  # fmt: skip


def _command(definition: Definition) -> dict[str, Any]:
    options = schema_of(definition)
    return {
        "type": "object",
        "description": definition.summary,
        "properties": {"command": {"const": definition.name}, "options": options, **PLACE_FIELDS},
        "required": ["command", "options"] if "required" in options else ["command"],
        "additionalProperties": False,
    }


def _operation(name: str, summary: str, answer: str, asked: dict[str, Any] | None = None) -> dict[str, Any]:
    body = {"requestBody": _body(asked)} if asked else {}
    return {
        "operationId": name,
        "summary": summary,
        **body,
        "responses": _responses("The answer.", _json(_ref(answer))),
    }


def _file() -> dict[str, Any]:
    content: dict[str, Any] = {"image/png": {}, "*/*": {}}
    return {
        "operationId": "file",
        "summary": "A picture or file of an answer, which says this address; kept for a while.",
        "parameters": [{"name": "key", "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}],
        "responses": _responses("The file.", content),
    }


def _responses(about: str, content: dict[str, Any]) -> dict[str, Any]:
    errors = {str(status): {"description": words, "content": _json(_ref("error"))} for status, words in _ERRORS.items()}
    return {"200": {"description": about, "content": content}, **errors}


def _query(schema: dict[str, Any]) -> list[dict[str, Any]]:
    """The fields of an object as parameters in the address."""
    return [
        {"name": name, "in": "query", "required": name in schema["required"], "schema": field}
        for name, field in schema["properties"].items()
    ]


def _body(schema: dict[str, Any]) -> dict[str, Any]:
    return {"required": True, "content": _json(schema)}


def _json(schema: dict[str, Any]) -> dict[str, Any]:
    return {"application/json": {"schema": schema}}


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}

"""Requests of programs: the fields of each command as JSON Schema, and values for them as a request."""

import binascii
import re
from base64 import b64decode
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from bot.definition import Definition
from bot.parameters import Option, nearest
from bot.reply import cut
from bot.request import Request, Token, Upload, read_request
from engine import UserError

LARGEST_FILE: Final = 20 * 2**20
# What only helps who types.
_TYPED: Final = re.compile(r" \((?:typed: |-)[^)]*\)|; in typed text several times")
_MOST_EXAMPLES: Final = 3
# JSON sets no bound to a number; hundreds of digits fit no float, and thousands cannot be written.
_LARGEST: Final = 1e300
_QUOTED: Final = 60
_PATH: Final = {"type": "string", "description": "Or, in place of its content, where it lies on this machine."}
_TYPES: Final[Mapping[str, dict[str, Any]]] = {
    "text": {"type": "string"},
    "whole": {"type": "integer"},
    "yes/no": {"type": "boolean"},
    "file": {
        "type": "object",
        "properties": {
            "name": {"type": "string", "description": "What the file is called, such as tracks.csv."},
            "text": {"type": "string", "description": "Its content, if it is text."},
            "base64": {"type": "string", "description": "Its content in Base64, if it is no text."},
        },
        "additionalProperties": False,
    },
}
_SOURCES: Final = {
    "track": 'A title, "Artist - Title", a Spotify link or a track id.',
    "artist": "A name.",
    "subject": "A track, an artist or a genre.",
}
_TAKES: Final = {
    "text": "a text",
    "whole": "a whole number",
    "yes/no": "true or false",
    "file": "an object with a name and either text or base64",
}


def schema_of(definition: Definition, *, by_path: bool = False) -> dict[str, Any]:
    """JSON Schema of a command's fields, with examples as far as the command has some that name fields.

    Parameters
    ----------
    by_path : bool
        Whether a file may be named by its path.
    """
    schema: dict[str, Any] = {
        "type": "object",
        "properties": {field.name: _schema(field, by_path=by_path) for field in definition.fields},
        "additionalProperties": False,
    }
    if required := [field.name for field in definition.fields if field.required]:
        schema["required"] = required
    if examples := list(_examples(definition))[:_MOST_EXAMPLES]:
        schema["examples"] = examples
    return schema


def _schema(field: Option, *, by_path: bool) -> dict[str, Any]:
    """JSON Schema of one field."""
    schema = dict(_TYPES[field.type])
    if field.type == "file" and by_path:
        schema["properties"] = {**schema["properties"], "path": _PATH}
    if field.number:
        schema["type"] = ["string", "number"]
    if field.choices:
        schema["enum"] = list(field.choices)
    if field.low is not None and field.high is not None:
        schema |= {"minimum": field.low, "maximum": field.high}
    if field.many:
        schema = {"type": "array", "items": schema}
    about = _TYPED.sub("", field.description[:1].upper() + field.description[1:]).removesuffix(".")
    source = "" if "link" in about else _SOURCES.get(field.source, "")
    return {**schema, "description": f"{about}. {source}".strip()}


def _examples(definition: Definition) -> Iterator[dict[str, Any]]:
    """The command's examples as values of its fields; without those that hold what no single field does."""
    fields = {field.name: field for field in definition.fields}
    free = next((one.name for one in definition.parameters if one.kind.free and one.name in fields), "")
    for example in definition.examples:
        values: dict[str, Any] = {}
        for token in read_request(example).tokens:
            name = token.key or free
            field = fields.get(name)
            if field is None or token.negated or field.type not in ("text", "whole"):
                break
            if field.many:
                values.setdefault(name, []).append(token.value)
            elif field.type == "whole":
                values[name] = int(token.value)
            else:
                values[name] = f"{values[name]} {token.value}" if name in values else token.value
        else:
            if values:
                yield values


def request_of(
    definition: Definition, values: Mapping[str, Any], read: Callable[[str], Upload] | None = None
) -> Request:
    """The request that values for a command's fields make.

    Parameters
    ----------
    read : callable or None
        Reads a file by its path, or raises UserError; None where files may not be named so.

    Raises
    ------
    UserError
        If there is no such field, or a value is not of the field's type. What else may be wrong is found when the
        request is answered.
    """
    fields = {field.name: field for field in definition.fields}
    tokens: list[Token] = []
    uploads: dict[str, Upload] = {}
    for name, value in values.items():
        field = fields.get(name)
        if field is None:
            hint = f"{nearest(name, fields)} It takes {', '.join(fields) or 'nothing'}.".strip()
            message = f'/{definition.name} has no "{cut(name, _QUOTED)}".'
            raise UserError(message, hint, code="unknown_parameter")
        if field.type == "file":
            uploads[name] = _upload(field, value, read)
        else:
            tokens.extend(Token(name, said, quoted=True) for said in _said(field, value))
    return Request(definition.name, tuple(tokens), uploads=uploads)


def _said(field: Option, value: Any) -> Sequence[str]:
    """What a value amounts to in words: one text, or several for a field that may be said several times."""
    if field.many:
        if not isinstance(value, list):
            raise UserError(f"{field.name} takes a list of texts.", f'Try ["{cut(str(value), _QUOTED)}"].')
        return [_one(field, one) for one in value]
    return [_one(field, value)]


def _one(field: Option, value: Any) -> str:
    if field.type == "yes/no" and isinstance(value, bool):
        return "yes" if value else "no"
    number = isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= _LARGEST
    if field.type == "whole" and number and value == value // 1:
        return str(int(value))
    if field.type == "text" and isinstance(value, str):
        return value
    if field.number and number:
        return f"{value:.10g}"
    takes = f"{_TAKES[field.type]}{' or a number' if field.number else ''}"
    bounds = f" from {field.low} to {field.high}" if field.low is not None else ""
    raise UserError(f"{field.name} takes {takes}{bounds}, of that type in JSON.")


def _upload(field: Option, value: Any, read: Callable[[str], Upload] | None) -> Upload:
    """The file that an object holds or names."""
    if read is not None and isinstance(value, dict) and isinstance(value.get("path"), str):
        return read(value["path"])
    known = isinstance(value, dict) and value.keys() <= {"name", "text", "base64"}
    if not known or not all(isinstance(one, str) for one in value.values()) or ("text" in value) == ("base64" in value):
        raise UserError(f"{field.name} takes {_TAKES['file']}.", code="missing_file")
    try:
        content = value["text"].encode() if "text" in value else b64decode(value["base64"], validate=True)
    except (binascii.Error, UnicodeEncodeError):
        raise UserError(f"The content of {field.name} cannot be read.", "Give base64 as RFC 4648 has it.") from None
    if len(content) > LARGEST_FILE:
        raise UserError(f"{field.name} is larger than {LARGEST_FILE >> 20} MB.", "Split it.", code="too_large")
    return Upload(value.get("name") or "file", content)

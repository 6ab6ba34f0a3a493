"""Requests taken apart: the command, the query that a refinement changes, and what else was said to it."""

from collections.abc import Mapping
from dataclasses import replace

from bot.binding import bind_arguments
from bot.definition import Definition
from bot.dialogue.context import Task
from bot.dialogue.outcome import request_of
from bot.dialogue.shared import DEFAULT_LIMIT
from bot.parameters import Features, Tracks
from bot.request import Request
from engine import Engine, Query, Token, Track, UserError, join


def read(engine: Engine, commands: Mapping[str, Definition], request: Request) -> Task:
    """A request taken apart, so that a refinement can go on from it; only its command if it cannot be read."""
    return _with_seeds(_said(engine, commands, request))


def _said(engine: Engine, commands: Mapping[str, Definition], request: Request) -> Task:
    """A request taken apart as it was typed."""
    definition = commands.get(request.command)
    if definition is None:
        return Task(request.command)
    try:
        said = bind_arguments(definition.name, definition.parameters, request.tokens)
        bound = definition.bind(request, engine)
    except UserError:
        return Task(request.command)
    query: Query | None = None
    fields: dict[str, str] = {}
    tracks: dict[str, Track] = {}
    for parameter in definition.parameters:
        value = bound.get(parameter.argument)
        if isinstance(value, Query) and any(option.name == "genre" for option in parameter.options):
            query = value
        elif isinstance(parameter.kind, Features):
            fields |= {token.key: token.value for token in said[parameter.name]}
        elif value is not None and said[parameter.name]:
            name = value if isinstance(value, str) else getattr(value, "key", None)
            fields[parameter.name] = str(name or " ".join(token.value for token in said[parameter.name]))
            if isinstance(value, Track):
                fields[parameter.name] = value.track_id
                tracks[parameter.name] = value
            elif getattr(value, "kind", "") == "track":
                tracks[parameter.name] = engine.find_track(value.key)
    if query is None and any(option.name == "genre" and option.many for option in definition.options):
        query = Query()
    return Task(request.command, query, fields, tracks)


def _with_seeds(task: Task) -> Task:
    """``/similar`` and ``/blend`` as the query that makes the same list, so that a refinement can go on from it."""
    if task.command in ("similar", "blend") and task.tracks:
        limit = int(task.fields.get("limit", DEFAULT_LIMIT))
        return replace(task, query=replace(task.query or Query(), like=tuple(task.tracks.values()), limit=limit))
    if task.command == "artists" and "like" in task.fields:
        return replace(task, query=Query(like_artists=(task.fields["like"],)))
    return task


def canonical(engine: Engine, commands: Mapping[str, Definition], request: Request) -> str:
    """The request as text with all that was said free of keys read into keys; as it stands if it cannot be read."""
    task = _said(engine, commands, request)
    definition = commands.get(request.command)
    if definition is None or request.uploads:
        return request.text
    several = {one.name for one in definition.parameters if isinstance(one.kind, Tracks)}
    if several and (task.command == "crate" or any(token.key in several for token in request.tokens)):
        return request.text
    asks = any(option.name == "genre" and option.many for option in definition.options)
    if not (task.fields or task.query) and request.tokens:
        return request.text
    fields = [Token(name, value, quoted=" " in value) for name, value in task.fields.items()]
    return request_of(task.command, task.query.text if asks and task.query is not None else "", join(fields)).text

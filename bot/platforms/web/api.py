"""JSON over HTTP for programs: ask, complete, and the description of both, behind tokens."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict
from typing import Any, Final, NoReturn

from aiohttp import web

from bot.as_json import encoded, finite, reply_object
from bot.asking import Program
from bot.bearer import Bearers
from bot.blobs import Blob, Blobs
from bot.conversation import Message, failure
from bot.cooldown import Cooldown
from bot.memory import Caller
from bot.memory.records import MAIN
from bot.platforms.web.addresses import is_loopback, without_port
from bot.platforms.web.channel import Channel
from bot.platforms.web.entry import Entry
from bot.platforms.web.line import WORKSPACE
from bot.platforms.web.openapi import COMPLETION_SCHEMA, MOST_COMPLETIONS, PREFIX, openapi
from bot.platforms.web.sending import send_file
from bot.platforms.web.uploads import Uploads
from bot.reply import Error, Reply
from bot.settings import UserError

_SMALL: Final = 64 * 2**10
_BODY_S: Final = 10
_MOST_KEPT: Final = 64 * 2**20
_PLACE: Final = frozenset({"conversation", "reply_to"})
# Codes of errors that are no mistake of the caller's words, as HTTP has them; all others are 422.
_STATUS: Final[Mapping[str, int]] = {
    "bad_models": 503, "busy": 503, "fault": 500, "no_catalogue": 503, "no_models": 503, "not_allowed": 403,
    "offline": 503, "too_fast": 429, "too_large": 413,
}  # fmt: skip
# What HTTP's own refusals are, as an error of ours: the code, one sentence, a hint.
_REFUSALS: Final = {
    400: Error("bad_value", "The body is no JSON object.", "Send an object as the description has it."),
    401: Error("not_allowed", "The token is missing or wrong.", "Send Authorization: Bearer TOKEN."),
    403: Error("not_allowed", "Another site may not ask.", "Ask from a program, without Origin."),
    404: Error("not_found", "There is nothing at that address, or no longer.", f"See {PREFIX}/openapi.json."),
    405: Error("bad_value", "That address takes another method.", f"See {PREFIX}/openapi.json."),
    408: Error("bad_value", "The body took too long to arrive.", "Send it again."),
    413: Error("too_large", "The body is too large.", "Split the file."),
    415: Error("bad_value", "The body has to be application/json.", "Say so in Content-Type."),
    429: Error("too_fast", "Too many requests of yours arrive at once.", "Try again in a few seconds."),
}

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Api:
    """The handlers under ``/api/v1``.

    Parameters
    ----------
    channel : Channel
        Of the page, whose workspace the programs work in.
    entry : Entry
        Of the page: while that asks for no passphrase and there are no tokens, anybody on this machine may ask.
    bearers : Bearers
        Who may ask otherwise.
    """

    def __init__(self, channel: Channel, entry: Entry, bearers: Bearers) -> None:
        self._channel = channel
        self._conversation = channel.conversation
        self._entry = entry
        self._bearers = bearers
        self._token_needed = bool(bearers) or not entry.open
        self._kept = Blobs(_MOST_KEPT)
        self._bodies = Uploads()
        self._questions = Cooldown()
        self._completions = Cooldown(burst=60, seconds=0.05)

    def add_routes(self, router: web.UrlDispatcher) -> None:
        """Add the addresses."""
        router.add_post(f"{PREFIX}/ask", self._ask)
        router.add_get(f"{PREFIX}/complete", self._complete, allow_head=False)
        router.add_post(f"{PREFIX}/complete", self._complete)
        router.add_get(f"{PREFIX}/files/{{key}}", self._file, allow_head=False)
        router.add_get(f"{PREFIX}/openapi.json", self._description, allow_head=False)

    async def answer(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """The response of a handler to who may ask; every refusal is JSON."""
        try:
            self._check_site(request)
            self._program(request)
            return await handler(request)
        except UserError as error:
            return _response(failure(Error(error.code, error.message, error.hint)))
        except web.HTTPException as refusal:
            if refusal.status not in _REFUSALS:
                raise
            headers = {name: refusal.headers[name] for name in ("Allow", "Retry-After") if name in refusal.headers}
            if refusal.status == 401:
                headers["WWW-Authenticate"] = "Bearer"
            return _json({"ok": False, "error": asdict(_REFUSALS[refusal.status])}, refusal.status, headers)

    def _check_site(self, request: web.Request) -> None:
        """Refuse what a page of another site sends, and a name that was rebound to this address."""
        host, origin = request.headers.get("Host", ""), request.headers.get("Origin")
        other = origin is not None and origin.partition("://")[2].lower() != host.lower()
        rebound = self._entry.open and not is_loopback(without_port(host))
        if other or rebound or request.headers.get("Sec-Fetch-Site", "none") not in ("none", "same-origin"):
            raise web.HTTPForbidden

    def _program(self, request: web.Request) -> Program:
        """Who asks. HTTPUnauthorized if that needs a token, and there is none that is right."""
        if not self._token_needed:
            return Program("api", caller=Caller(WORKSPACE, MAIN, "web:anonymous", "Anonymous"))
        name = self._bearers.name(request.headers.get("Authorization", ""))
        if not name:
            raise web.HTTPUnauthorized
        user = f"token:{name}"
        return Program(f"api:{name}", user, Caller(WORKSPACE, MAIN, user, name))

    async def _ask(self, request: web.Request) -> web.Response:
        program = self._program(request)
        content = await self._content(request, program.user)
        if wait := self._questions.seconds_left(program.user):
            return _too_fast(wait)
        # Reading a large file takes a moment.
        message = await asyncio.to_thread(self._message, program, content)
        reply = await self._conversation.say(message)
        await self._channel.changed(reply)

        def keep(name: str, content: bytes) -> str:
            types = {file.name: file.media_type for file in reply.files}
            blob = Blob(name, content, types.get(name, "image/png"), program.place)
            return f"{PREFIX}/files/{self._kept.put(blob)}"

        return _response(reply, reply_object(reply, keep))

    def _message(self, program: Program, content: bytes) -> Message:
        """The message that a body makes."""
        values = _object(content)
        if "command" not in values:
            return program.in_words(values)
        for name in values:
            if name not in ("command", "options", *_PLACE):
                raise UserError(
                    "A command has no such field beside it.",
                    f"It takes options, {' and '.join(sorted(_PLACE))}.",
                    code="unknown_parameter",
                )
        command, options = values["command"], values.get("options", {})
        if not isinstance(command, str) or not isinstance(options, dict):
            raise UserError("command takes the name of a command, options an object.")
        where = {name: values[name] for name in _PLACE if name in values}
        return program.command(self._conversation.definition(command), options, where)

    async def _complete(self, request: web.Request) -> web.Response:
        program = self._program(request)
        if request.method == "POST":
            values = _object(await self._content(request, program.user))
        else:
            values = dict(request.query)
            if values.get("limit", "").isdecimal() and len(values["limit"]) < 4:
                values["limit"] = int(values["limit"])
        if wait := self._completions.seconds_left(program.user):
            return _too_fast(wait)
        command, option, text, limit = _completion(values)
        found = await self._conversation.complete(command, option, text, limit)
        return _json({"suggestions": [asdict(suggestion) for suggestion in found]})

    async def _file(self, request: web.Request) -> web.StreamResponse:
        blob = self._kept.get(request.match_info["key"])
        if blob is None or blob.owner != self._program(request).place:
            raise web.HTTPNotFound
        return await send_file(request, blob.name, blob.content, blob.media_type)

    async def _description(self, request: web.Request) -> web.Response:
        version = self._conversation.engine.metadata().version
        return _json(openapi(self._conversation.commands.values(), version, token_needed=self._token_needed))

    async def _content(self, request: web.Request, user: str) -> bytes:
        """The body, within the limits of an uploaded file."""
        if request.content_type != "application/json":
            raise web.HTTPUnsupportedMediaType
        if (request.content_length or _SMALL + 1) > _SMALL:
            return await self._bodies.read(request, user)
        try:
            async with asyncio.timeout(_BODY_S):
                return await request.read()
        except TimeoutError:
            raise web.HTTPRequestTimeout from None


def _object(content: bytes) -> dict[str, Any]:
    """A body as an object; HTTPBadRequest if it is none."""

    def refuse(name: str) -> NoReturn:
        raise ValueError(name)

    try:
        values = json.loads(content, parse_constant=refuse)
    except (ValueError, RecursionError):
        raise web.HTTPBadRequest from None
    if not isinstance(values, dict):
        raise web.HTTPBadRequest
    return values


def _completion(values: Mapping[str, Any]) -> tuple[str, str, str, int]:
    """Command, field, text and how many; UserError if they are not what ``COMPLETION_SCHEMA`` says."""
    fields: dict[str, Any] = COMPLETION_SCHEMA["properties"]
    if unknown := values.keys() - fields:
        raise UserError(f"There is no field {min(unknown)[:40]!r}.", f"It takes {', '.join(fields)}.")
    limit = values.get("limit", MOST_COMPLETIONS)
    whole = isinstance(limit, int | float) and not isinstance(limit, bool)
    if not whole or limit not in range(1, MOST_COMPLETIONS + 1):
        raise UserError(f"limit takes a whole number from 1 to {MOST_COMPLETIONS}.")
    said = [values.get("command", ""), values.get("option"), values.get("text")]
    if not all(isinstance(one, str) and len(one) <= fields["text"]["maxLength"] for one in said):
        raise UserError("command, option and text take texts.", "option and text are needed.", code="missing_parameter")
    return said[0], said[1], said[2], int(limit)


def _too_fast(wait: int) -> web.Response:
    error = Error("too_fast", "You ask faster than I can answer everyone.", f"Again in {wait} s.")
    return _json({"ok": False, "error": asdict(error)}, 429, {"Retry-After": str(wait)})


def _response(reply: Reply, said: dict[str, Any] | None = None) -> web.Response:
    status = 200 if reply.error is None else _STATUS.get(reply.error.code, 422)
    return _json(said or reply_object(reply, lambda name, content: ""), status)


def _json(value: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> web.Response:
    return web.Response(body=encoded(finite(value)), status=status, headers=headers, content_type="application/json")

"""The MCP server: requests of assistants to messages of a conversation, and replies back."""

import asyncio
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, TypeAlias

from mcp import MCPError
from mcp.server import Server, ServerRequestContext
from mcp.types import (
    INVALID_PARAMS,
    CallToolRequestParams,
    CallToolResult,
    CompleteRequestParams,
    CompleteResult,
    Completion,
    GetPromptRequestParams,
    GetPromptResult,
    ListPromptsResult,
    ListResourcesResult,
    ListResourceTemplatesResult,
    ListToolsResult,
    PaginatedRequestParams,
    PromptReference,
    ReadResourceRequestParams,
    ReadResourceResult,
)

from bot.asking import Program
from bot.conversation import Conversation, Message, failure
from bot.local_files import Folder
from bot.platforms.mcp.kept import Kept
from bot.platforms.mcp.prompts import JOBS, prompt, prompts, source_of
from bot.platforms.mcp.resources import Resources
from bot.platforms.mcp.tools import ASK, result, tools
from bot.reply import Error, Reply
from bot.settings import UserError

Context: TypeAlias = ServerRequestContext[Any, Any]
ProgramOf: TypeAlias = Callable[[Context], Program]
"""Which program a request comes from."""

_TOLD_EVERY_S: Final = 0.1
_INSTRUCTIONS: Final = """cratebot answers questions about music from one catalogue of recordings with audio \
features, genres and popularity, and from models fitted to it. {catalogue}

Take a tool with exact fields where you know them, and ask for plain words. Names of tracks and artists are forgiven \
small slips; a title may be followed by its artist. A level is very low, low, medium, high or very high; a trait also \
takes a number, >x, <x or a-b, and ! makes it a limit that is never relaxed (energy: "high!").

A list goes on with skip, where the tool has that field, or with the command of an action, which ask takes as its \
text. The line "Understood as" says what was asked for; notes say what was relaxed. What the catalogue does not hold \
is said to be missing: do not fill it in from memory."""


class Progress:
    """Takes a worker's progress into the event loop and tells it to the assistant, ten times a second at most."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._cancelled = threading.Event()
        self._news = asyncio.Event()
        self._latest = (0, 0)
        self._told = (0, 0)

    def __call__(self, done: int, total: int) -> None:
        """Note how far the work is, in the worker's thread. UserError if nobody waits for it any more."""
        if self._cancelled.is_set():
            raise UserError("The request was cancelled.", code="busy")
        self._loop.call_soon_threadsafe(self._note, done, total)

    def _note(self, done: int, total: int) -> None:
        self._latest = (done, total)
        self._news.set()

    def cancel(self) -> None:
        """Let the work end when it next tells how far it is."""
        self._cancelled.set()

    async def tell(self, context: Context) -> None:
        """Tell what is new until cancelled."""
        while True:
            await self._news.wait()
            await self.tell_latest(context)
            await asyncio.sleep(_TOLD_EVERY_S)

    async def tell_latest(self, context: Context) -> None:
        """Tell how far the work is, if that is new."""
        self._news.clear()
        if self._latest != self._told:
            done, total = self._told = self._latest
            await context.session.report_progress(done, total, f"{done:,} of {total:,}")


class Assistants:
    """The handlers of one running server.

    Parameters
    ----------
    conversation : Conversation
    models : Path
        The folder with the models' cards.
    program_of : callable
        Which program a request comes from.
    folder : Folder or None
        Where files of answers are written, where the assistant acts for the person of this machine; files are then
        also read by their path.
    """

    def __init__(
        self, conversation: Conversation, models: Path, program_of: ProgramOf, folder: Folder | None = None
    ) -> None:
        self._conversation = conversation
        self._program_of = program_of
        self._kept = Kept(folder)
        self._resources = Resources(conversation, models, self._kept)
        self._tools = tools(conversation.commands.values(), by_path=folder is not None)

    def server(self, version: str, catalogue: str) -> Server[Any]:
        """The server.

        Parameters
        ----------
        version : str
            Of cratebot.
        catalogue : str
            One sentence about what the answers come from.
        """
        return Server(
            "cratebot",
            title="cratebot",
            version=version,
            instructions=_INSTRUCTIONS.format(catalogue=catalogue),
            on_list_tools=self.list_tools,
            on_call_tool=self.call_tool,
            on_list_resources=self.list_resources,
            on_list_resource_templates=self.list_templates,
            on_read_resource=self.read_resource,
            on_list_prompts=self.list_prompts,
            on_get_prompt=self.get_prompt,
            on_completion=self.complete,
        )

    async def list_tools(self, context: Context, params: PaginatedRequestParams | None) -> ListToolsResult:
        """Every command, and plain words."""
        return ListToolsResult(tools=self._tools)

    async def call_tool(self, context: Context, params: CallToolRequestParams) -> CallToolResult:
        """The answer; a mistake of the caller's is a result that says it, so that the assistant can mend it."""
        program = self._program_of(context)
        # Some clients send null for what was left out.
        values = {name: value for name, value in (params.arguments or {}).items() if value is not None}
        try:
            # A file may have to be read or decoded.
            message = await asyncio.to_thread(self._message, program, params.name, values)
        except UserError as error:
            reply = failure(Error(error.code, error.message, error.hint))
        else:
            reply = await self._answer(context, message)
        return result(reply, self._kept, program.place)

    def _message(self, program: Program, name: str, values: dict[str, Any]) -> Message:
        if name == ASK:
            return program.in_words(values)
        try:
            definition = self._conversation.definition(name)
        except UserError as error:
            raise MCPError(INVALID_PARAMS, str(error)) from None
        return program.command(definition, values, {})

    async def _answer(self, context: Context, message: Message) -> Reply:
        """The reply, with progress told meanwhile; cancelling ends the work where it tells its progress."""
        progress = Progress()
        telling = asyncio.create_task(progress.tell(context))
        try:
            reply = await self._conversation.say(message, progress)
        finally:
            progress.cancel()
            telling.cancel()
        await progress.tell_latest(context)
        return reply

    async def list_resources(self, context: Context, params: PaginatedRequestParams | None) -> ListResourcesResult:
        """Facts about the catalogue, and the models' cards."""
        return ListResourcesResult(resources=self._resources.list())

    async def list_templates(
        self, context: Context, params: PaginatedRequestParams | None
    ) -> ListResourceTemplatesResult:
        """Addresses of pictures and files."""
        return ListResourceTemplatesResult(resource_templates=self._resources.templates)

    async def read_resource(self, context: Context, params: ReadResourceRequestParams) -> ReadResourceResult:
        """What is at an address."""
        try:
            return await self._resources.read(params.uri, self._program_of(context).place)
        except LookupError:
            raise MCPError(INVALID_PARAMS, "There is nothing at that address, or no longer. Ask again.") from None

    async def list_prompts(self, context: Context, params: PaginatedRequestParams | None) -> ListPromptsResult:
        """Prompts for common jobs."""
        return ListPromptsResult(prompts=prompts())

    async def get_prompt(self, context: Context, params: GetPromptRequestParams) -> GetPromptResult:
        """A prompt with its arguments."""
        if params.name not in JOBS:
            raise MCPError(INVALID_PARAMS, f"There is no such prompt. There are {', '.join(JOBS)}.")
        try:
            return prompt(JOBS[params.name], params.arguments or {})
        except LookupError as missing:
            raise MCPError(INVALID_PARAMS, f"The prompt {params.name} needs {missing.args[0]}.") from None

    async def complete(self, context: Context, params: CompleteRequestParams) -> CompleteResult:
        """Names for an argument of a prompt."""
        values: list[str] = []
        if isinstance(params.ref, PromptReference):
            command, field = source_of(params.ref.name, params.argument.name)
            if command:
                found = await self._conversation.complete(command, field, params.argument.value)
                values = [suggestion.label for suggestion in found]
        return CompleteResult(completion=Completion(values=values))

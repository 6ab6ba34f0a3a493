"""The MCP platform: every command as a tool for assistants, over standard input and output or HTTP on loopback."""

import asyncio
import importlib.util
import logging
import sys
from typing import Final

from bot.bearer import Bearers
from bot.conversation import Conversation
from bot.extras import INSTALL
from bot.settings import Settings

HOST: Final = "127.0.0.1"
PORT: Final = 8322
PATH: Final = "/mcp"


def run(conversation: Conversation, settings: Settings, *, http: bool, port: int) -> int:
    """Answer an assistant until it goes, or over HTTP until SIGTERM; 2, after a sentence, if that cannot be done."""
    if not importlib.util.find_spec("mcp"):
        return _refuse(f"MCP needs an extra: {INSTALL}.")
    if http and not settings.api_tokens:
        return _refuse("Over HTTP everybody on this machine could ask: set CRATEBOT_API_TOKENS first.")
    from bot.platforms.mcp.serving import serve_http, serve_stdio

    # It would log headers of whoever connects.
    logging.getLogger("mcp").setLevel(logging.ERROR)
    if not http:
        asyncio.run(serve_stdio(conversation, settings.models))
        return 0
    try:
        asyncio.run(serve_http(conversation, settings.models, Bearers(settings.api_tokens), port))
    except OSError as error:
        return _refuse(f"Cannot listen on port {port}: {error.strerror}. Try --port 0.")
    return 0


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 2

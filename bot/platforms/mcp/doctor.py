"""Checks what assistants need: the package, tokens, and a port of this machine that is free or is ours."""

import importlib.util
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPException

from bot.doctor import Check
from bot.extras import INSTALL
from bot.platforms.mcp import HOST, PATH, PORT
from bot.settings import Settings


def examine(settings: Settings, port: int = PORT) -> Iterator[Check]:
    """Whether assistants can ask: the package, the tokens, and what listens where the server would."""
    if importlib.util.find_spec("mcp") is None:
        found = "Assistants cannot ask by MCP: mcp is not installed."
        yield Check("mcp", "unknown", found, f"If they should: {INSTALL}")
        return
    if not settings.api_tokens:
        found = "Assistants can ask by MCP over standard input and output; over HTTP that needs CRATEBOT_API_TOKENS."
        yield Check("mcp", "fine", found)
        return
    held = {token for _, token in settings.api_tokens}
    if any(settings.secrets.count(token) > 1 for token in held):
        found = "A token in CRATEBOT_API_TOKENS is given twice, or is a secret of another kind, too."
        yield Check("mcp", "mend", found, "Make one for each program.")
    where = f"{HOST}:{port}"
    answer = _status(port)
    if answer is None:
        yield Check("mcp", "fine", f"python -m bot mcp --http will listen on {where}, for this machine alone.")
    elif answer == 401:
        yield Check("mcp", "fine", f"The MCP server listens on {where} and lets nobody in without a token.")
    else:
        found = f"Another program listens on {where}, where python -m bot mcp --http would."
        yield Check("mcp", "mend", found, "End it, or name another port: --port N.")


def _status(port: int) -> int | None:
    """How what listens there answers to a request without a token; None if nothing listens, 0 if it is no HTTP."""
    connection = HTTPConnection(HOST, port, timeout=2)
    try:
        connection.request("GET", PATH)
        return connection.getresponse().status
    except ConnectionRefusedError:
        return None
    except (OSError, HTTPException):
        return 0
    finally:
        connection.close()

"""A reply drawn for every platform, and what that platform would refuse of it."""

import io
import json
from collections.abc import Callable
from typing import Any

from rich.console import Console

from bot.as_json import reply_object
from bot.blobs import Blobs
from bot.chips import Chip
from bot.platforms import console
from bot.platforms.slack.blocks import message
from bot.platforms.web.draw import reply_json
from bot.reply import Reply
from tests.bot.platforms.discord import limits
from tests.bot.platforms.slack.conftest import problems as problems_of_slack


class _Nowhere(console.Folder):
    """Files are named, not written."""

    def keep(self, name: str, content: bytes) -> str:
        return f"/kept/{name}"


def problems(reply: Reply, chips: tuple[Chip, ...], width: int) -> list[str]:
    """What is wrong with the reply on any platform, one line each. Must run in an event loop.

    Parameters
    ----------
    reply : Reply
    chips : tuple of Chip
        Of its request.
    width : int
        Characters of a line of the terminal.
    """
    drawn: dict[str, Callable[[], Any]] = {
        "discord": lambda: limits.check(reply, user="A" * 40 + "*@everyone"),
        "discord, no embeds": lambda: limits.check(reply, user="A\u202e\n# x", embeds=False, attachments=False),
        "slack": lambda: _none(problems_of_slack(message(reply, "ana asked"))),
        "slack, no tables": lambda: _none(problems_of_slack(message(reply, "ana asked", tables=False))),
        "web": lambda: json.dumps(reply_json(reply, Blobs(1 << 20), chips), allow_nan=False),
        "terminal, for programs": lambda: _line(reply),
        "terminal": lambda: _printed(reply, width),
    }
    found = []
    for platform, draw in drawn.items():
        try:
            draw()
        except Exception as error:
            found.append(f"{platform}: {where(error)}")
    return found


def where(error: BaseException) -> str:
    """The kind of an exception and the place in our own code that it comes from."""
    trace, last = error.__traceback__, "?"
    while trace is not None:
        name = trace.tb_frame.f_code.co_filename
        if "site-packages" not in name and "/lib/python" not in name:
            last = f"{name.rsplit('/', 2)[-2]}/{name.rsplit('/', 1)[-1]}:{trace.tb_lineno}"
        trace = trace.tb_next
    return f"{type(error).__name__} at {last} {str(error)[:120]}"


def _none(problems: list[str]) -> None:
    assert not problems, problems


def _line(reply: Reply) -> None:
    line = reply_object(reply, _Nowhere().keep)
    json.dumps(line, ensure_ascii=False, allow_nan=False).encode()


def _printed(reply: Reply, width: int) -> None:
    sink = io.StringIO()
    console.draw(Console(file=sink, width=width, highlight=False), reply, _Nowhere())
    sink.getvalue().encode()

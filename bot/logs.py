"""Logging: one handler, text or JSON lines, into which neither secrets nor what people wrote gets at any level.

Three rules make it so, for our own lines and those of libraries. Of an exception its kind and place are logged, never
its words, which may quote a message. Libraries log from INFO up, since their DEBUG lines show what was received. What
looks like a secret, or is one of the settings', is taken out of every line.
"""

import json
import logging
import os
import re
import sys
import threading
import traceback
from collections.abc import Iterable
from datetime import UTC, datetime
from types import TracebackType
from typing import Final, Literal, TextIO

from bot.observing import request_id
from bot.settings import UserError

log = logging.getLogger(__name__)

_OURS: Final = frozenset({"bot", "charts", "engine", "pipeline", "__main__"})
_SHORTEST_SECRET: Final = 6
_DEEPEST: Final = 10
_GONE: Final = "..."
# Tokens in addresses of Discord's answers (good for 15 minutes), Slack's tokens and addresses, passwords in addresses.
_SECRET: Final = re.compile(
    r"(?<=webhooks/)(\d+/)[^/\s?]{20,}|(?<=interactions/)(\d+/)[^/\s?]+|\bx(?:ox[a-z]|app)-[\w-]+|(?<=://)[^/\s:@]*:[^/\s@]+(?=@)"
    r"|(?<=ticket=)[^\s&]+|(?<=hooks\.slack\.com/)\S+|(?<=Bot )[\w-]{20,}\.[\w.-]+|(?<=Bearer )\S+"
)

Form = Literal["TEXT", "JSON"]


class Discreet:
    """Takes secrets and the words of exceptions out of text.

    Parameters
    ----------
    secrets : iterable of str
        Of the settings. Those of fewer than six characters are left: they would tear words apart.
    """

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        known = sorted({one for one in secrets if len(one) >= _SHORTEST_SECRET}, key=len, reverse=True)
        self._known = re.compile("|".join(map(re.escape, known))) if known else None

    def __call__(self, text: str, error: BaseException | None = None) -> str:
        """The text without secrets, and without the words of the error that it is about."""
        if error is not None:
            for words in (repr(error), str(error)):
                text = text.replace(words, kind(error)) if len(words) > 1 else text
        if self._known is not None:
            text = self._known.sub(_GONE, text)
        return _SECRET.sub(lambda found: (found[1] or found[2] or "") + _GONE, text)


def kind(error: BaseException) -> str:
    """What an exception is, in words that are nobody's: its type, and for one of the system what the system says."""
    name = type(error).__name__
    if isinstance(error, OSError) and isinstance(error.errno, int):
        return f"{name}: {os.strerror(error.errno)}"
    return f"{name}: {error.code}" if isinstance(error, UserError) else name


def trace(error: BaseException) -> str:
    """Where an exception came from: files, lines and kinds, the first cause first."""
    parts: list[str] = []
    at: BaseException | None = error
    while at is not None and len(parts) < _DEEPEST:
        parts.append("".join(traceback.format_tb(at.__traceback__)) + kind(at))
        at = at.__cause__ or (None if at.__suppress_context__ else at.__context__)
    return "\n".join(reversed(parts))


class Lines(logging.Formatter):
    """Log lines as text, with the id of the request that they are about."""

    def __init__(self, discreet: Discreet) -> None:
        super().__init__()
        self._discreet = discreet

    def format(self, record: logging.LogRecord) -> str:
        """One line, and the trace of an exception below it."""
        at = datetime.fromtimestamp(record.created, UTC).strftime("%Y-%m-%d %H:%M:%S,%f")[:-3]
        about = f" request={request_id()}" if request_id() else ""
        text = f"{at} {record.levelname} {record.name}{about} {self.message(record)}"
        return f"{text}\n{where}" if (where := self.where(record)) else text

    def message(self, record: logging.LogRecord) -> str:
        """Its text."""
        # A library may have put the error that it handles into its text without handing it over.
        error = (record.exc_info[1] if record.exc_info else None) or sys.exc_info()[1]
        return self._discreet(record.getMessage(), error)

    def where(self, record: logging.LogRecord) -> str:
        """Where its exception came from; empty if there is none."""
        error = record.exc_info[1] if record.exc_info else None
        return self._discreet(trace(error)) if error is not None else ""


class JsonLines(Lines):
    """Log lines as JSON objects: ``time``, ``level``, ``logger``, ``message``, ``request``, ``trace`` and figures."""

    def format(self, record: logging.LogRecord) -> str:
        """One object."""
        message, _, below = self.message(record).partition("\n")
        fields = getattr(record, "fields", None)
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": message,
        }
        if request_id():
            line["request"] = request_id()
        if isinstance(fields, dict):
            # The text repeats them.
            line |= {"message": message.partition(" ")[0], **fields}
        if where := self.where(record) or below:
            line["trace"] = where
        return json.dumps(line, ensure_ascii=False, default=str)


def _of_interest(record: logging.LogRecord) -> bool:
    """Whether a line is for whoever runs the bot: libraries show at DEBUG what they received."""
    return record.levelno > logging.DEBUG or record.name.partition(".")[0] in _OURS


def set_up(level: str = "WARNING", form: Form = "TEXT", secrets: Iterable[str] = (), out: TextIO | None = None) -> None:
    """Log from now on as the settings say, and log what nobody catches.

    Parameters
    ----------
    level : str
        ``DEBUG``, ``INFO``, ``WARNING`` or ``ERROR``.
    form : {"TEXT", "JSON"}
    secrets : iterable of str
        What may stand in no line.
    out : text stream or None
        None for standard error.
    """
    discreet = Discreet(secrets)
    handler = logging.StreamHandler(out)
    handler.setFormatter(JsonLines(discreet) if form == "JSON" else Lines(discreet))
    handler.addFilter(_of_interest)
    logging.basicConfig(level=level, handlers=[handler], force=True)
    logging.captureWarnings(True)
    # Seven lines at each start about parts that are not used.
    logging.getLogger("alembic.runtime.plugins").setLevel(logging.WARNING)
    sys.excepthook = _uncaught
    threading.excepthook = _uncaught_in_thread


def _uncaught(kind: type[BaseException], error: BaseException, where: TracebackType | None) -> None:
    log.critical("the program ends", exc_info=(kind, error, where))


def _uncaught_in_thread(found: threading.ExceptHookArgs) -> None:
    if found.exc_value is not None:
        name = found.thread.name if found.thread else "unknown"
        log.error("the thread %s has ended", name, exc_info=(found.exc_type, found.exc_value, found.exc_traceback))

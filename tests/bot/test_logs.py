"""Log lines: one a request, as text or JSON; no secret and nothing that anybody wrote in any of them."""

import json
import logging
import sys
import threading

import pytest

from bot.conversation import Conversation, Message
from bot.definition import command
from bot.observing import Observer, request_id
from bot.reply import Reply
from bot.settings import Settings

SECRET = "open-sesame-77"  # which the fixture is given as a setting
# Traces show lines of source, so that the word stands in one of its own.
WRITTEN = "quuxify"


@command("broken", examples=("/broken",), provenance=False)
def broken(engine: object) -> Reply:
    """Fail as a library would: with what somebody wrote in the error's words."""
    try:
        raise KeyError(f"{WRITTEN} the zorkcore")
    except KeyError as error:
        raise ValueError(f"could not convert {request_id()} {WRITTEN}") from error


@pytest.fixture
def talk(engine):
    made = Conversation(engine, {"broken": broken}, observer=Observer("web"))
    yield made
    made.close()


async def test_a_request_is_one_json_line_and_its_id_is_what_a_fault_tells_the_user(written, talk):
    out = written("INFO", "JSON")
    reply = await talk.say(Message("/broken"))
    fault, answered = map(json.loads, out.getvalue().splitlines())
    assert answered["request"] == fault["request"]
    assert reply.error.hint.endswith(f"{answered['request']}.")
    assert {key: answered[key] for key in ("logger", "message", "platform", "command", "outcome")} == {
        "logger": "bot.observing", "message": "answered", "platform": "web", "command": "broken", "outcome": "fault",
    }  # fmt: skip
    assert isinstance(answered["ms"], int)
    assert fault["message"] == f"fault {answered['request']} in /broken"
    assert "in broken" in fault["trace"]
    assert "KeyError\n" in fault["trace"]
    assert WRITTEN not in out.getvalue() + str(reply)


async def test_requests_at_once_have_ids_of_their_own(written, talk):
    import asyncio

    out = written("INFO", "JSON")
    replies = await asyncio.gather(*(talk.say(Message("/broken", user=str(n))) for n in range(8)))
    lines = [json.loads(line) for line in out.getvalue().splitlines()]
    answered = {line["request"] for line in lines if line["message"] == "answered"}
    assert answered == {reply.error.hint[-9:-1] for reply in replies}
    assert len(answered) == 8


def test_text_lines_name_the_request_too(written):
    out = written("INFO")
    with Observer("console").request() as seen:
        seen.outcome = "answer"
    line = out.getvalue()
    assert f" INFO bot.observing request={seen.id} answered platform=console command=talk outcome=answer ms=" in line


def test_libraries_say_nothing_at_debug_and_we_do(written):
    out = written()
    for name in ("discord.gateway", "slack_sdk.web", "slack_bolt", "aiohttp.client", "asyncio", "sqlalchemy.engine"):
        logging.getLogger(name).debug(f"received {WRITTEN}")
    logging.getLogger("bot.platforms.web").debug("kept")
    assert out.getvalue().count("\n") == 1
    assert "kept" in out.getvalue()


@pytest.mark.parametrize(
    "line",
    [
        f"passphrase {SECRET}",
        "https://discord.com/api/v10/webhooks/900/aW50ZXJhY3Rpb246MTIzNDU2Nzg5OnRva2Vu/messages/@original",
        "POST /interactions/123/aW50ZXJhY3Rpb246MTIzNDU2/callback",
        "Authorization: Bearer xoxb-1-2-abcdef",
        "token xapp-1-A-2-abcdef refused",
        "wss://wss-primary.slack.com/link/?ticket=abcdef-123&app_id=1",
        "https://hooks.slack.com/commands/T1/2/abcdef",
        "postgresql+psycopg://bot:abcdef@db/cratebot",
    ],
)
def test_what_looks_like_a_secret_is_taken_out_of_every_line(written, line):
    out = written()
    logging.getLogger("library").warning("%s and more", line)
    assert "..." in out.getvalue()
    assert "and more" in out.getvalue()
    for secret in (SECRET, "aW50ZXJhY3Rpb246", "abcdef"):
        assert secret not in out.getvalue()


def test_of_an_exception_the_kind_and_place_are_logged_and_never_its_words(written):
    out = written(form="TEXT")
    try:
        raise RuntimeError(WRITTEN)
    except RuntimeError as error:
        logging.getLogger("aiohttp.server").exception("Error handling request")
        # As asyncio and slack_sdk do: the words are in the line already.
        logging.getLogger("asyncio").error("Task exception\nfuture: <Task exception=%r>", error)
        logging.getLogger("slack_sdk").error(f"Failed to receive: {error}")
    assert out.getvalue().count("RuntimeError") == 4
    assert "test_logs.py" in out.getvalue()
    assert WRITTEN not in out.getvalue()


def test_what_nobody_catches_is_logged_like_that_too(written):
    out = written()
    ended = threading.Thread(target=lambda: {}[WRITTEN], name="warm")
    ended.start()
    ended.join()
    try:
        raise OSError(28, WRITTEN, f"{WRITTEN}.csv")
    except OSError as error:
        sys.excepthook(type(error), error, error.__traceback__)
    assert "the thread warm has ended" in out.getvalue()
    assert "OSError: No space left on device" in out.getvalue()
    assert WRITTEN not in out.getvalue()


def test_no_repr_tells_a_secret_or_what_was_written():
    settings = Settings.read(
        {
            "DISCORD_TOKEN": SECRET, "SLACK_BOT_TOKEN": f"xoxb-{SECRET}", "SLACK_APP_TOKEN": f"xapp-{SECRET}",
            "CRATEBOT_WEB_PASSPHRASE": f"pass {SECRET}", "CRATEBOT_DATABASE": f"postgres://bot:word{SECRET}@db/x",
        }
    )  # fmt: skip
    assert sorted(settings.secrets) == sorted(
        (SECRET, f"xoxb-{SECRET}", f"xapp-{SECRET}", f"pass {SECRET}", f"word{SECRET}")
    )
    assert SECRET not in repr(settings)

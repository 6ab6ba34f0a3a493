"""``python -m bot``: read the settings, find the catalogue and run one platform.

Exit codes: 0 done, 2 the user's mistake (one sentence on stderr), 1 our fault, or something to mend that the doctor
found, 130 interrupted.
"""

import argparse
import gc
import logging
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from threading import Thread
from typing import Any, Final

from dotenv import load_dotenv

from bot import heap, logs
from bot.conversation import Conversation
from bot.memory import Memory
from bot.observing import Observer, new_id
from bot.platforms.mcp import PORT as MCP_PORT
from bot.serving import Renewal
from bot.settings import Settings, env_file
from engine import Engine, OpenSearch, UserError, in_process
from pipeline.bootstrap import find_or_make

HOST: Final = "127.0.0.1"
PORT: Final = 8321

log = logging.getLogger(__name__)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one platform until it ends and return the exit code."""
    load_dotenv(env_file())
    options = parser().parse_args(arguments)
    if options.platform == "doctor":
        logs.set_up("ERROR")
        return int(import_module("bot.doctor").run(os.environ, as_json=options.format == "json"))
    try:
        settings = Settings.read(os.environ)
        logs.set_up(settings.log_level, settings.log_format, settings.secrets)
        return run(options, settings)
    except UserError as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Whoever read has had enough (``| head -1``); nothing more can be written, at the exit neither.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        print(f"{error.filename or 'The system'}: {error.strerror or type(error).__name__}.", file=sys.stderr)
        return 2
    except Exception as error:
        log.critical("fault %s ends the program\n%s", new_id(), logs.trace(error))
        return 1


def parser() -> argparse.ArgumentParser:
    """Make the parser; each platform has its own options."""
    whole = argparse.ArgumentParser(prog="python -m bot", description="Talk with cratebot.")
    platforms = whole.add_subparsers(
        dest="platform", metavar="platform", help="default: discord if DISCORD_TOKEN is set, else web"
    )
    web = platforms.add_parser("web", help="a page in the browser")
    web.add_argument("--host", default=HOST, help="the address to listen on; default: %(default)s")
    web.add_argument("--port", type=_port, default=PORT, help="default: %(default)s; 0 takes a free one")
    console = platforms.add_parser("console", help="this terminal")
    console.add_argument("--format", choices=("text", "json"), default="text", help="how replies are written")
    console.add_argument(
        "--limit", type=int, default=5, choices=range(1, 51), metavar="1-50",
        help="how many tracks a list holds where the message does not say; default: %(default)s",
    )  # fmt: skip
    for keeping, done in (("backup", "written to"), ("restore", "read from; replaces all that is kept")):
        platforms.add_parser(keeping, help="the team's memory, also while the bot runs").add_argument(
            "file", type=Path, help=f"the file that it is {done}"
        )
    checks = platforms.add_parser("doctor", help="check the set-up, and say what to mend; changes nothing")
    checks.add_argument("--format", choices=("text", "json"), default="text", help="how what was found is written")
    platforms.add_parser("discord", help="a Discord server; needs DISCORD_TOKEN")
    slack = platforms.add_parser("slack", help="a Slack workspace; needs SLACK_BOT_TOKEN and SLACK_APP_TOKEN")
    slack.add_argument("--manifest", action="store_true", help="print the app manifest and end")
    assistants = platforms.add_parser("mcp", help="tools for an assistant, by the Model Context Protocol")
    assistants.add_argument(
        "--http", action="store_true",
        help="listen on this machine instead of standard input and output; needs CRATEBOT_API_TOKENS",
    )  # fmt: skip
    assistants.add_argument("--port", type=_port, default=MCP_PORT, help="for --http; default: %(default)s")
    return whole


def _port(said: str) -> int:
    if not said.isdecimal() or len(said) > 5 or int(said) > 65535:
        raise argparse.ArgumentTypeError(f"a port is a whole number from 0 to 65535; {said[:40]!r} is none")
    return int(said)


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Open the engine and run the platform."""
    heap.share()
    name = options.platform or ("discord" if settings.discord_token else "web")
    memory = memory_of(settings)
    if name in ("backup", "restore"):
        return keep(name, memory.url, options.file)
    # Each platform brings libraries that the others do without, so only the one that runs is imported.
    platform = import_module(f"bot.platforms.{name}")
    if name == "slack" and options.manifest:
        return int(platform.print_manifest())
    as_json = name == "console" and options.format == "json"
    say = _silent if as_json else _log if settings.log_format == "JSON" else _say
    directory, which = find_or_make(settings.catalogue, settings.dataset, settings.models, settings.data, say)
    say(which)
    engine = Engine.load(directory, settings.models, open_search=search_of(settings))
    conversation = Conversation(
        engine,
        workers=settings.workers,
        theme=settings.pictures.lower(),
        memory=memory,
        # A run of the terminal is a conversation of its own.
        keep_contexts=name != "console",
        observer=Observer(name),
    )
    try:
        if name == "console":
            return int(platform.run(conversation, as_json=as_json, limit=options.limit))
        # A wrong address is told now, and not to the first who asks.
        _ = memory.database
        # A server has time between its start and the first question; a terminal has not.
        Thread(target=conversation.warm, name="warm").start()
        # Long-lived objects are kept out of garbage collection: scanning them took a tenth of a second.
        gc.collect()
        gc.freeze()
        with import_module("bot.health").Health(conversation, settings), Renewal(conversation.renew):
            return int(platform.run(conversation, settings, **_options(name, options)))
    finally:
        conversation.close()
        memory.close()


def _options(name: str, options: argparse.Namespace) -> dict[str, Any]:
    """What a platform is told beside the settings."""
    if name == "mcp":
        return {"http": options.http, "port": options.port}
    if name == "web":
        return {"host": options.host, "port": options.port} if options.platform else {"host": HOST, "port": PORT}
    return {}


def search_of(settings: Settings) -> OpenSearch:
    """What searches for the nearest sounds: this process, or the cluster that the settings name."""
    if not settings.cluster:
        return in_process
    try:
        search = import_module("cluster.search")
    except ModuleNotFoundError as error:
        if error.name != "ray":
            raise
        raise UserError(
            "CRATEBOT_CLUSTER needs Ray, which is not installed.",
            "pip install --require-hashes -r requirements-cluster.lock",
            code="settings",
        ) from None
    opened: OpenSearch = search.connect(settings.cluster, settings.cluster_slices)
    return opened


def memory_of(settings: Settings) -> Memory:
    """What the team keeps, where the settings say."""
    if not settings.database:
        return Memory.in_directory(
            settings.data, context_days=settings.context_days, history_days=settings.history_days
        )
    return Memory(settings.database, context_days=settings.context_days, history_days=settings.history_days)


def keep(what: str, url: str, file: Path) -> int:
    """Back up the team's memory into a file, or restore it from one. UserError if that cannot be done."""
    # SQLAlchemy is imported only where it is needed.
    backups = import_module("bot.memory.backup")
    count = (backups.backup if what == "backup" else backups.restore)(url, file)
    print(f"{count:,} rows {'written to' if what == 'backup' else 'restored from'} {file}")
    return 0


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


def _log(sentence: str) -> None:
    log.info("start: %s", sentence)


def _silent(sentence: str) -> None:
    """Programs that read JSON lines get no other ones."""


if __name__ == "__main__":
    sys.exit(main())

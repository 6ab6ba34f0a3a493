"""``python -m bot``: pick a platform and wire it.

Exit codes: 0 done, 2 a mistake in the settings (one sentence on stderr), 1 our fault.
"""

import argparse
import gc
import logging
import os
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from threading import Thread

from dotenv import load_dotenv

from bot.conversation import Conversation
from bot.memory import Memory
from bot.settings import Settings
from engine import Engine, UserError
from pipeline.bootstrap import find_or_make

PLATFORMS = ("web", "console", "discord", "slack")
KEEPING = ("backup", "restore")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one platform until it ends; the exit code."""
    load_dotenv()
    parser = argparse.ArgumentParser(prog="python -m bot", description="Talk with cratebot.")
    parser.add_argument(
        "platform",
        nargs="?",
        choices=(*PLATFORMS, *KEEPING),
        help="default: discord if DISCORD_TOKEN is set, else web; backup and restore: the team's memory, while it runs",
    )
    parser.add_argument("file", nargs="?", type=Path, help="backup, restore: the file")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="console: how replies are written")
    parser.add_argument("--host", default="127.0.0.1", help="web: the address to listen on")
    parser.add_argument("--port", type=int, default=8321, help="web: the port; 0 takes a free one")
    parser.add_argument("--manifest", action="store_true", help="slack: print the app manifest and end")
    options = parser.parse_args(arguments)
    try:
        settings = Settings.read(os.environ)
        logging.basicConfig(level=settings.log_level, format="%(asctime)s %(levelname)s %(name)s %(message)s")
        return run(options, settings)
    except UserError as mistake:
        print(mistake, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Wire the platform; imports only what it needs."""
    platform = options.platform or ("discord" if settings.discord_token else "web")
    if platform == "slack" and options.manifest:
        from bot.platforms.slack import print_manifest

        return print_manifest()
    memory = Memory(settings.database) if settings.database else Memory.in_directory(settings.data)
    if platform in KEEPING:
        return keep(platform, memory.url, options.file)
    directory, which = find_or_make(settings.catalogue, settings.dataset, settings.models, settings.data)
    if options.format != "json":
        print(which, file=sys.stderr)
    engine = Engine.load(directory, settings.models)
    conversation = Conversation(engine, workers=settings.workers, theme=settings.pictures.lower(), memory=memory)
    try:
        if platform == "console":
            from bot.platforms.console import run as run_console

            return run_console(conversation, as_json=options.format == "json")
        if platform == "web":
            from bot.platforms.web import run as run_web

            serve = partial(run_web, conversation, settings, options.host, options.port)
        elif platform == "slack":
            from bot.platforms.slack import run as run_slack

            serve = partial(run_slack, conversation, settings)
        else:
            from bot.platforms.discord import run as run_discord

            serve = partial(run_discord, conversation, settings)
        # A wrong address is told now and not to the first who asks.
        _ = memory.database
        # A server has time between its start and the first question; a terminal has not.
        Thread(target=conversation.warm, name="warm").start()
        # What stands for good is not looked through for garbage any more: that held everything for a tenth of a second.
        gc.collect()
        gc.freeze()
        return serve()
    finally:
        conversation.close()
        memory.close()


def keep(what: str, url: str, file: Path | None) -> int:
    """Back up the team's memory into a file, or restore it from one. UserError if that cannot be done."""
    if file is None:
        raise UserError(f"{what} needs a file.", f"Try python -m bot {what} memory.gz.", code="settings")
    # Imported here because of SQLAlchemy, which no answer waits for.
    from bot.memory.backup import backup, restore

    count = backup(url, file) if what == "backup" else restore(url, file)
    print(f"{count:,} rows {'written to' if what == 'backup' else 'restored from'} {file}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

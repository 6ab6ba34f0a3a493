"""``python -m bot doctor``: checks the set-up before people meet it, and says what is fine and what to mend.

Nothing is built, migrated or written, and no secret is printed.
"""

import asyncio
import importlib.util
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Final, Literal

from bot.extras import INSTALL
from bot.logs import Discreet, kind
from bot.memory import Memory
from bot.settings import Settings, UserError, env_file
from cluster.address import LOCAL, reachable
from engine import Engine

State = Literal["fine", "mend", "unknown"]

OLDEST: Final = (3, 11)

FEWEST_FILES: Final = 512
"""Open files that the web page needs when 200 people have it open."""

SPACE: Final = 500 * 2**20
"""Bytes that a build of the public table and its predecessor take, with room for the memory."""

SKEW: Final = 3.0
"""Seconds that the clock may be wrong: Discord gives three for a first answer, counted from its own clock."""


@dataclass(frozen=True)
class Check:
    """What was found.

    Parameters
    ----------
    name : str
        Of the thing, the same in every run.
    state : {"fine", "mend", "unknown"}
    sentence : str
        What was found.
    how : str
        How to mend it.
    """

    name: str
    state: State
    sentence: str
    how: str = ""


@dataclass(frozen=True)
class Remote:
    """What was found out at a platform's own servers.

    Parameters
    ----------
    checks : tuple of Check
    ahead : float or None
        Seconds that our clock is ahead of theirs.
    """

    checks: tuple[Check, ...]
    ahead: float | None = None


def run(environment: Mapping[str, str], *, as_json: bool) -> int:
    """Check everything and print what was found; 1 if anything is to mend, else 0."""
    checks, secrets = examine(environment)
    discreet = Discreet(secrets)
    good = all(check.state != "mend" for check in checks)
    if as_json:
        print(discreet(json.dumps({"ok": good, "checks": [asdict(check) for check in checks]}, indent=1)))
    else:
        for check in checks:
            print(discreet(f"{check.state:<8}{check.sentence} {check.how}".rstrip()))
        count = sum(check.state == "mend" for check in checks)
        print("Nothing is to mend." if good else f"To mend: {count}.")
    return 0 if good else 1


def examine(environment: Mapping[str, str]) -> tuple[list[Check], tuple[str, ...]]:
    """Every check, and the secrets that may not be shown with them."""
    checks = [_python()]
    try:
        settings = Settings.read(environment)
    except UserError as error:
        return [*checks, Check("settings", "mend", error.message, error.hint)], ()
    checks.append(Check("settings", "fine", "The settings can be read."))
    ahead = None
    for look in (_env_file, _extras, _tokens):
        checks += look(settings)
    for platform, token in (("discord", settings.discord_token), ("slack", settings.slack_bot_token)):
        if token and all(check.state != "mend" or check.name != platform for check in checks):
            remote = _remote(platform, settings)
            checks += remote.checks
            ahead = ahead if remote.ahead is None else remote.ahead
    for look in (_web, _mcp, _catalogue, _cluster, _memory, _folders, _files):
        checks += look(settings)
    return [*checks, clock(ahead)], settings.secrets


def _python() -> Check:
    version = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info[:2] >= OLDEST:
        return Check("python", "fine", f"Python {version}.")
    return Check("python", "mend", f"Python {version} is too old.", "Take 3.11 or newer.")


def _env_file(_: Settings) -> Iterator[Check]:
    path = env_file()
    if path.is_file() and os.name == "posix" and path.stat().st_mode & 0o077:
        yield Check(
            "env_file", "mend", f"Others on this machine may read {path} and the tokens in it.", f"chmod 600 {path}"
        )


def _extras(settings: Settings) -> Iterator[Check]:
    wanted = (
        ("slack_bolt", bool(settings.slack_bot_token), "Slack"),
        ("prometheus_client", settings.health_port is not None, "CRATEBOT_HEALTH_PORT"),
        ("psycopg", settings.database.startswith("postgresql"), "PostgreSQL"),
    )
    for module, asked, what in wanted:
        if asked and importlib.util.find_spec(module) is None:
            yield Check("extras", "mend", f"{what} needs {module}, which is not installed.", INSTALL)


def _tokens(settings: Settings) -> Iterator[Check]:
    """The shape of the tokens, which tells a wrong one without asking anybody."""
    token = settings.discord_token
    if token and (len(token.split(".")) != 3 or not (token.isascii() and token.isprintable() and " " not in token)):
        found = "DISCORD_TOKEN does not look like a bot's token, which has three parts with dots between them."
        yield Check("discord", "mend", found, "Copy it anew from the page Bot of the application.")
    bot, app = settings.slack_bot_token, settings.slack_app_token
    for said, name, begins in ((bot, "SLACK_BOT_TOKEN", "xoxb-"), (app, "SLACK_APP_TOKEN", "xapp-")):
        if said and not said.startswith(begins):
            how = "The README shows where Slack gives it."
            yield Check("slack", "mend", f"{name} does not begin with {begins}.", how)
    if bool(bot) != bool(app):
        yield Check("slack", "mend", "Only one of SLACK_BOT_TOKEN and SLACK_APP_TOKEN is set.", "Slack needs both.")
    if not (token or bot):
        yield Check("platforms", "fine", "No token is set: the bot runs as a web page or in a terminal.")


def _remote(platform: str, settings: Settings) -> Remote:
    try:
        found: Remote = asyncio.run(import_module(f"bot.platforms.{platform}.doctor").examine(settings))
    except ModuleNotFoundError:
        return Remote(())  # told as a missing extra
    return found


def _web(settings: Settings) -> Iterator[Check]:
    if 0 < len(settings.web_passphrase) < 8:
        found = "CRATEBOT_WEB_PASSPHRASE has fewer than eight characters."
        yield Check("web", "mend", found, "Take one that nobody guesses.")


def _mcp(settings: Settings) -> Iterator[Check]:
    yield from import_module("bot.platforms.mcp.doctor").examine(settings)


def _catalogue(settings: Settings) -> Iterator[Check]:
    places = [settings.catalogue] if settings.catalogue else [settings.data / "catalogue", settings.data / "demo"]
    place = next((place for place in places if (place / "manifest.json").is_file()), places[0])
    if settings.dataset and not settings.dataset.is_file():
        how = "Name a table that is there, or none."
        yield Check("catalogue", "mend", f"CRATEBOT_DATASET names {settings.dataset}, which is not there.", how)
        return
    try:
        engine = Engine.load(place, settings.models)
        manifest, known = engine.catalogue.manifest, engine.best_known(1)
        built = datetime.fromtimestamp(Path(engine.catalogue.directory).stat().st_mtime, UTC)
    except UserError as error:
        if error.code == "no_catalogue" and settings.catalogue is None:
            table = settings.dataset or "the public table, which it downloads"
            yield Check("catalogue", "fine", f"There is no catalogue yet: the first start builds it from {table}.")
        else:
            yield Check("catalogue", "mend", error.message, error.hint)
        return
    except Exception as error:
        how = "Build it again: python -m engine build --source CSV."
        yield Check("catalogue", "mend", f"The catalogue in {place} cannot be opened ({kind(error)}).", how)
        return
    age = (datetime.now(UTC) - built).days
    yield Check(
        "catalogue", "fine" if age >= 0 else "mend",
        f"The catalogue in {place} holds {len(engine.catalogue):,} recordings ({manifest['kind']}), popularity "
        f"{engine.popularity_as_of}, "
        f"built {age} days ago.",
    )  # fmt: skip
    questions: dict[str, Callable[[], object]] = {
        "Recommendations": lambda: engine.recommend("energy:high", 1),
        "Genre predictions": lambda: engine.genre(known[0]) if known else None,
        "Emerging scores": lambda: engine.emerging(),
    }
    for what, ask in questions.items():
        yield _asked(what, ask, settings)


def _asked(what: str, ask: Callable[[], object], settings: Settings) -> Check:
    """Whether a part of the catalogue answers; a damaged model file is found by its checksum on the way."""
    try:
        ask()
    except UserError as error:
        state: State = "mend" if error.code in ("bad_models", "no_catalogue") else "unknown"
        return Check("models", state, f"{what} do not work: {error.message}", error.hint)
    except Exception as error:
        how = f"Look at the files in {settings.models}, and build the catalogue again."
        return Check("models", "mend", f"{what} fail ({kind(error)}).", how)
    return Check("models", "fine", f"{what} work.")


def _cluster(settings: Settings) -> Iterator[Check]:
    if not settings.cluster:
        return
    if importlib.util.find_spec("ray") is None:
        how = "pip install --require-hashes -r requirements-cluster.lock"
        yield Check("cluster", "mend", "CRATEBOT_CLUSTER needs ray, which is not installed.", how)
    elif not reachable(settings.cluster):
        found = f"Nothing answers at CRATEBOT_CLUSTER, {settings.cluster}."
        yield Check("cluster", "mend", found, "Start the cluster, or name another.")
    else:
        where = "on this machine" if settings.cluster == LOCAL else f"of the cluster at {settings.cluster}"
        said = f"Lists are scored by {settings.cluster_slices} workers {where}."
        yield Check("cluster", "fine", said)


def _memory(settings: Settings) -> Iterator[Check]:
    memory = Memory(settings.database) if settings.database else Memory.in_directory(settings.data)
    where = "PostgreSQL" if settings.database.startswith("postgresql") else memory.url.removeprefix("sqlite:///")
    if not memory.started:
        yield Check("memory", "fine", f"The team's memory will be made in {where} when something is kept.")
        return
    try:
        found, newest = memory.revision()
    except UserError as error:
        yield Check("memory", "mend", error.message, error.hint)
        return
    if found == newest:
        yield Check("memory", "fine", f"The team's memory in {where} is reached, at migration {found}.")
    elif found < newest:
        said = f"The team's memory in {where} is at migration {found or 'none'}; the next start brings it to {newest}."
        yield Check("memory", "fine", said, "Back it up first: python -m bot backup FILE.")
    else:
        said = f"The team's memory in {where} is at migration {found}, of a newer version; this one knows {newest}."
        yield Check("memory", "mend", said, "Update cratebot.")


def _folders(settings: Settings) -> Iterator[Check]:
    for what, folder in (("data", settings.data), ("temporary files", Path(tempfile.gettempdir()))):
        there = next((one for one in (folder, *folder.absolute().parents) if one.exists()), Path("/"))
        if not there.is_dir() or not os.access(there, os.W_OK):
            how = "Name another with CRATEBOT_DATA." if what == "data" else "Name another with TMPDIR."
            yield Check("folders", "mend", f"The folder for {what}, {folder}, cannot be written to.", how)
        elif (free := shutil.disk_usage(there).free) < SPACE:
            said = f"The folder for {what}, {folder}, has {free >> 20} MB left."
            yield Check("folders", "mend", said, f"Make room for {SPACE >> 20} MB.")
        else:
            yield Check("folders", "fine", f"The folder for {what}, {folder}, can be written to.")


def _files(_: Settings) -> Iterator[Check]:
    try:
        import resource
    except ImportError:
        return  # Windows has no such limit.
    soft, _hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != resource.RLIM_INFINITY and soft < FEWEST_FILES:
        how = "Raise it: ulimit -n 4096, or LimitNOFILE= in the systemd unit."
        yield Check("files", "mend", f"This process may open {soft} files; with many people that is too few.", how)
    else:
        yield Check("files", "fine", "This process may open enough files.")


def clock(ahead: float | None) -> Check:
    """Whether the clock is right, compared with a platform's."""
    if ahead is None:
        return Check("clock", "unknown", f"The clock says {time.strftime('%Y-%m-%d %H:%M:%S %Z')}; nobody was asked.")
    if abs(ahead) <= SKEW:
        return Check("clock", "fine", "The clock is right.")
    way = "ahead" if ahead > 0 else "behind"
    return Check("clock", "mend", f"The clock is {abs(ahead):.0f} s {way}.", "Set it, and keep it right with NTP.")


def seconds_ahead(date: str) -> float | None:
    """How far our clock is ahead of the ``Date`` of an HTTP response; None if it has none."""
    try:
        return time.time() - datetime.strptime(date, "%a, %d %b %Y %H:%M:%S GMT").replace(tzinfo=UTC).timestamp()
    except ValueError:
        return None

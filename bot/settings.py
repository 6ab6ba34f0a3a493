"""Settings: the environment and .env as one frozen object; a mistake is one sentence, at start."""

import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Final, Literal, LiteralString, TypeVar

from dotenv import find_dotenv

from engine import UserError as UserError  # for platforms, which import no engine
from engine import data_directory, models_directory

_PATHS: Final = ("CRATEBOT_CATALOGUE", "CRATEBOT_DATASET", "CRATEBOT_MODELS", "CRATEBOT_DATA")
_MOST_DIGITS: Final = 9
_MOST_SHARDS: Final = 10_000  # of one process
_LONGEST_QUOTE: Final = 40
_NAMED_TOKEN: Final = re.compile(r"(?P<name>[A-Za-z0-9_-]{1,32}):(?P<token>[A-Za-z0-9_-]{20,200})")
_CLUSTER: Final = re.compile(r"(ray://)?([A-Za-z0-9._-]+|\[[0-9A-Fa-f:]+\]):[0-9]{1,5}")

Word = TypeVar("Word", bound=LiteralString)


@dataclass(frozen=True)
class Settings:
    """How this process is set up. Every field is an environment variable, named in ``.env.example``.

    Parameters
    ----------
    catalogue, dataset : Path or None
        ``CRATEBOT_CATALOGUE``, a built catalogue; ``CRATEBOT_DATASET``, the table to build one from.
    models : Path
        ``CRATEBOT_MODELS``; else as ``engine.defaults.models_directory`` finds them.
    data : Path
        ``CRATEBOT_DATA``: where catalogues and downloads are kept; else as ``engine.defaults.data_directory`` says.
    discord_token : str
        ``DISCORD_TOKEN``.
    slack_bot_token, slack_app_token : str
        ``SLACK_BOT_TOKEN`` (xoxb-...) and ``SLACK_APP_TOKEN`` (xapp-...).
    discord_api : str
        ``CRATEBOT_DISCORD_API``: another base address of Discord's API, of a proxy or a stand-in.
    shards : tuple or None
        ``CRATEBOT_SHARDS``: the shards that this process runs, and of how many: ``0,1/4`` or
        ``0-255/1024``. None for all.
    health_host : str
        ``CRATEBOT_HEALTH_HOST``: the address at which health and metrics are served; loopback where not said.
    health_port : int or None
        ``CRATEBOT_HEALTH_PORT``: the port of ``/healthz``, ``/readyz`` and ``/metrics``. None for nowhere.
    web_passphrase : str
        ``CRATEBOT_WEB_PASSPHRASE``: asked for by the web page; required where other machines can reach it.
    web_https : bool
        ``CRATEBOT_WEB_HTTPS``: ``YES`` behind a proxy that speaks HTTPS, so that cookies are sent over nothing else.
    trusted_proxies : tuple of networks
        ``CRATEBOT_TRUSTED_PROXY``: addresses or networks of proxies in front of the web page, whose
        ``X-Forwarded-For`` and ``X-Forwarded-Proto`` are believed.
    api_tokens : tuple of (str, str)
        ``CRATEBOT_API_TOKENS``: names and tokens of programs that may use the web platform's API and the MCP server
        over HTTP: ``NAME:TOKEN``, with commas between.
    workers : int
        ``CRATEBOT_WORKERS``: threads that answer.
    pictures : str
        ``CRATEBOT_PICTURES``: ``DARK`` or ``LIGHT``, the theme of the pictures.
    log_level : str
        ``CRATEBOT_LOG``.
    log_format : str
        ``CRATEBOT_LOG_FORMAT``: ``TEXT``, or ``JSON`` for an object a line.
    database : str
        ``CRATEBOT_DATABASE``: where the team's memory is kept: ``sqlite:///FILE``, or ``postgresql+psycopg://...``,
        which several processes may share. Empty for an SQLite file in the data directory.
    cluster : str
        ``CRATEBOT_CLUSTER``: where the nearest sounds are searched: ``LOCAL`` for workers on this machine, or the
        address of a Ray cluster. Empty for this process.
    cluster_slices : int
        ``CRATEBOT_CLUSTER_SLICES``: over how many workers the catalogue is divided there.
    context_days, history_days : int
        ``CRATEBOT_CONTEXT_DAYS``, how long a conversation can be gone on with; ``CRATEBOT_HISTORY_DAYS``, how long the
        web page's messages are kept. 0: not beyond the process.
    """

    catalogue: Path | None = None
    dataset: Path | None = None
    models: Path = field(default_factory=models_directory)
    data: Path = field(default_factory=data_directory)
    discord_token: str = ""
    slack_bot_token: str = ""
    slack_app_token: str = ""
    discord_api: str = ""
    shards: tuple[list[int], int] | None = None
    health_host: str = "127.0.0.1"
    health_port: int | None = None
    web_passphrase: str = ""
    web_https: bool = False
    trusted_proxies: tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...] = ()
    api_tokens: tuple[tuple[str, str], ...] = ()
    workers: int = 2
    pictures: str = "DARK"
    log_level: str = "WARNING"
    log_format: Literal["TEXT", "JSON"] = "TEXT"
    database: str = ""
    cluster: str = ""
    cluster_slices: int = 2
    context_days: int = 30
    history_days: int = 90

    def __repr__(self) -> str:
        # A settings object that lands in a log must not take its secrets along.
        return f"Settings(catalogue={self.catalogue}, models={self.models}, data={self.data})"

    @property
    def secrets(self) -> tuple[str, ...]:
        """What may stand in no log line: all tokens, the passphrase and the password of the database."""
        password = re.search(r"://[^/@]*?:([^@]+)@", self.database)
        all_of_them = (
            self.discord_token, self.slack_bot_token, self.slack_app_token, self.web_passphrase,
            password[1] if password else "", *(token for _, token in self.api_tokens),
        )  # fmt: skip
        return tuple(filter(None, all_of_them))

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> "Settings":
        """The settings that an environment makes.

        Raises
        ------
        UserError
            If a value cannot be used: one sentence names the variable.
        """

        for name in _PATHS:
            home(environment, name)

        def path(name: str) -> Path | None:
            return Path(environment[name]).expanduser() if environment.get(name) else None

        return cls(
            catalogue=path("CRATEBOT_CATALOGUE"),
            dataset=path("CRATEBOT_DATASET"),
            models=models_directory(environment),
            data=data_directory(environment),
            discord_token=environment.get("DISCORD_TOKEN", "").strip(),
            slack_bot_token=environment.get("SLACK_BOT_TOKEN", "").strip(),
            slack_app_token=environment.get("SLACK_APP_TOKEN", "").strip(),
            discord_api=environment.get("CRATEBOT_DISCORD_API", "").strip(),
            shards=shards(environment, "CRATEBOT_SHARDS"),
            health_host=environment.get("CRATEBOT_HEALTH_HOST", "").strip() or "127.0.0.1",
            health_port=whole(environment, "CRATEBOT_HEALTH_PORT", 0, 1, 65535) or None,
            web_passphrase=environment.get("CRATEBOT_WEB_PASSPHRASE", "").strip(),
            web_https=one_of(environment, "CRATEBOT_WEB_HTTPS", "NO", ("YES", "NO")) == "YES",
            trusted_proxies=networks(environment, "CRATEBOT_TRUSTED_PROXY"),
            api_tokens=named_tokens(environment, "CRATEBOT_API_TOKENS"),
            workers=whole(environment, "CRATEBOT_WORKERS", 2, 1, 64),
            pictures=one_of(environment, "CRATEBOT_PICTURES", "DARK", ("DARK", "LIGHT")),
            log_level=one_of(environment, "CRATEBOT_LOG", "WARNING", ("DEBUG", "INFO", "WARNING", "ERROR")),
            log_format=one_of(environment, "CRATEBOT_LOG_FORMAT", "TEXT", ("TEXT", "JSON")),
            database=database(environment, "CRATEBOT_DATABASE"),
            cluster=cluster(environment, "CRATEBOT_CLUSTER"),
            cluster_slices=whole(environment, "CRATEBOT_CLUSTER_SLICES", 2, 1, 1000),
            context_days=whole(environment, "CRATEBOT_CONTEXT_DAYS", 30, 0, 3650),
            history_days=whole(environment, "CRATEBOT_HISTORY_DAYS", 90, 0, 3650),
        )


def env_file() -> Path:
    """The file with settings: ``.env`` beside the checkout, else in the current folder or above it."""
    return Path(find_dotenv() or find_dotenv(usecwd=True) or ".env")


def cut(said: str) -> str:
    """A value as an error quotes it: with the beginning of a long one."""
    return repr(said if len(said) <= _LONGEST_QUOTE else f"{said[: _LONGEST_QUOTE - 3]}...")


def home(environment: Mapping[str, str], name: str) -> None:
    """Check that the user is there whose home folder a path begins with (``~ann/table.csv``). UserError if not."""
    try:
        Path(environment.get(name, "")).expanduser()
    except RuntimeError:
        said = cut(environment[name])
        raise UserError(f"{name} is in the home folder of a user who is not there: {said}.", code="settings") from None


def whole(environment: Mapping[str, str], name: str, default: int, low: int, high: int) -> int:
    """A whole number from the environment, within bounds. UserError if it is none."""
    said = environment.get(name, "").strip()
    if not said:
        return default
    if not (said.isdecimal() and len(said) <= _MOST_DIGITS and low <= int(said) <= high):
        raise UserError(f"{name} takes a whole number from {low} to {high}; {cut(said)} is none.", code="settings")
    return int(said)


def one_of(environment: Mapping[str, str], name: str, default: Word, allowed: tuple[Word, ...]) -> Word:
    """One of a few words from the environment. UserError if it is another."""
    said = environment.get(name, "").strip().upper() or default
    for word in allowed:
        if said == word:
            return word
    raise UserError(f"{name} takes {', '.join(allowed)}; {cut(said)} is none of them.", code="settings")


def shards(environment: Mapping[str, str], name: str) -> tuple[list[int], int] | None:
    """Shard numbers and their count, such as ``0,1/4`` or ``0-255/1024``, from the environment. UserError if none."""
    said = environment.get(name, "").replace(" ", "")
    if not said:
        return None
    numbers, _, count = said.partition("/")
    found = [part.partition("-")[::2] if "-" in part else (part, part) for part in numbers.split(",")]
    whole_numbers = all(part.isdecimal() and len(part) <= _MOST_DIGITS for part in (*chain(*found), count))
    if not whole_numbers or not all(
        int(first) <= int(last) < min(int(count), int(first) + _MOST_SHARDS) for first, last in found
    ):
        raise UserError(
            f"{name} takes shard numbers and how many there are, such as 0,1/4 or 0-255/1024; {cut(said)} is not that.",
            code="settings",
        )
    return sorted({number for first, last in found for number in range(int(first), int(last) + 1)}), int(count)


def networks(environment: Mapping[str, str], name: str) -> tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]:
    """Addresses and networks, with commas between, from the environment. UserError if one is none."""
    said = [part.strip() for part in environment.get(name, "").split(",") if part.strip()]
    try:
        return tuple(ipaddress.ip_network(part) for part in said)
    except ValueError:
        raise UserError(
            f"{name} takes addresses or networks, such as 127.0.0.1, 10.0.0.0/8; one of them is none.", code="settings"
        ) from None


def named_tokens(environment: Mapping[str, str], name: str) -> tuple[tuple[str, str], ...]:
    """Names and their tokens, such as ``ann:TOKEN,bob:TOKEN``, from the environment. UserError, without quoting any."""
    said = [part.strip() for part in environment.get(name, "").split(",") if part.strip()]
    found = [_NAMED_TOKEN.fullmatch(part) for part in said]
    if not all(found):
        how = 'python -c "import secrets; print(secrets.token_urlsafe(24))"'
        raise UserError(
            f"{name} takes NAME:TOKEN, several with commas; both of letters, digits, - and _, a token of 20 to 200.",
            f"This makes one: {how}",
            code="settings",
        )
    return tuple((one["name"], one["token"]) for one in found if one)


def cluster(environment: Mapping[str, str], name: str) -> str:
    """``LOCAL`` or the address of a Ray cluster from the environment; empty for none. UserError if it is neither."""
    said = environment.get(name, "").strip()
    if said.upper() == "LOCAL":
        return "LOCAL"
    if said and not _CLUSTER.fullmatch(said):
        raise UserError(f"{name} takes LOCAL, HOST:PORT or ray://HOST:PORT; {cut(said)} is none.", code="settings")
    return said


def database(environment: Mapping[str, str], name: str) -> str:
    """The address of a database from the environment. UserError if it is of another kind than those that are tested."""
    said = environment.get(name, "").strip()
    if said.startswith(("postgres://", "postgresql://")):
        # What hosts hand out; SQLAlchemy would look for another driver.
        said = f"postgresql+psycopg://{said.partition('://')[2]}"
    if said and not said.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise UserError(f"{name} takes sqlite:///FILE or postgresql+psycopg://USER@HOST/NAME.", code="settings")
    return said

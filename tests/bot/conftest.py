"""Logs as they are written, and the team's memory on SQLite and, where it is installed, on PostgreSQL."""

import io
import logging
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import pytest

from bot import logs
from bot.memory import Memory


@pytest.fixture
def written(monkeypatch):
    """Set up logging into a text that the test reads; everything is as before afterwards."""
    root = logging.getLogger()
    before = root.handlers[:], root.level
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    root.handlers = []
    out = io.StringIO()

    def set_up(level="DEBUG", form="TEXT", secrets=("open-sesame-77",)):
        logs.set_up(level, form, secrets, out)
        return out

    yield set_up
    root.handlers, root.level = before
    logging.captureWarnings(False)


def binaries() -> Path | None:
    """Where PostgreSQL's server programs are: on the path, or where Debian keeps them."""
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return versions[-1].parent if versions else None


@pytest.fixture(scope="session")
def postgres():
    """The address of a fresh cluster, started as an unprivileged user when we are root."""
    programs = binaries()
    if programs is None:
        pytest.skip("PostgreSQL's server is not installed")
    pytest.importorskip("psycopg", reason="psycopg is not installed")
    directory = tempfile.mkdtemp(prefix="cratebot-pg-")
    user = {}
    if os.getuid() == 0:
        user = {"user": "postgres"}
        shutil.chown(directory, "postgres")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]

    def run(*command):
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=directory, **user)

    data = f"{directory}/data"
    run(programs / "initdb", "-D", data, "-A", "trust", "-U", "cratebot", "-E", "UTF8")
    settings = f"-p {port} -k {directory} -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=200"
    run(programs / "pg_ctl", "-D", data, "-w", "-l", f"{directory}/log", "-o", settings, "start")
    yield f"postgresql+psycopg://cratebot@127.0.0.1:{port}/"
    run(programs / "pg_ctl", "-D", data, "-m", "immediate", "stop")
    shutil.rmtree(directory, ignore_errors=True)


_numbers = iter(range(10_000))


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path):
    """An empty database of either kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'memory.sqlite'}"
    import psycopg

    server = request.getfixturevalue("postgres")
    name = f"test{next(_numbers)}"
    with psycopg.connect(server.replace("+psycopg", "") + "postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return server + name


class Clock:
    """The time, as the test says."""

    def __init__(self, now: float = 1_700_000_000.0) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def memory(url, clock):
    """A memory over an empty database."""
    made = Memory(url, clock)
    yield made
    made.close()

"""The download: the whole table or nothing, and a sentence when there is no network."""

import hashlib
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pandas as pd
import pytest

from engine.__main__ import main
from engine.errors import UserError
from pipeline import fetch as fetching
from pipeline.fetch import fetch


class Server(ThreadingHTTPServer):
    """Serves ``body``; the first ``breaks`` answers end in the middle."""

    def __init__(self, body=b"", breaks=0, status=200):
        super().__init__(("127.0.0.1", 0), Handler)
        self.body, self.breaks, self.status, self.asked = body, breaks, status, 0
        self.url = f"http://127.0.0.1:{self.server_port}/dataset.csv?token=secret"
        threading.Thread(target=self.serve_forever, daemon=True).start()


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.asked += 1
        broken = self.server.asked <= self.server.breaks
        self.send_response(self.server.status)
        self.send_header("Content-Length", str(len(self.server.body)))
        self.end_headers()
        self.wfile.write(self.server.body[: len(self.server.body) // 2] if broken else self.server.body)

    def log_message(self, *arguments):
        pass


@pytest.fixture
def serve(monkeypatch, table):
    monkeypatch.setattr(fetching, "SHA256", hashlib.sha256(table).hexdigest())
    monkeypatch.setattr("pooch.core.time.sleep", lambda seconds: None)
    servers = []

    def start(*arguments, **options):
        servers.append(Server(*arguments, **options))
        return servers[-1]

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture
def table(row):
    return pd.DataFrame([row(f"{number}", title=f"Song {number}") for number in range(3)]).to_csv(index=False).encode()


@pytest.fixture
def out(tmp_path):
    """Where the table goes; an older one is there."""
    path = tmp_path / "data" / "dataset.csv"
    path.parent.mkdir()
    path.write_text("older")
    return path


def left_behind(out):
    return sorted(path.name for path in out.parent.iterdir() if not path.name.endswith(".lock"))


def test_the_table_is_put_in_place_once_it_is_whole_and_checked(serve, table, out):
    server = serve(table)
    fetch(out, url=server.url)
    assert out.read_bytes() == table
    assert left_behind(out) == ["dataset.csv"]


def test_a_download_that_breaks_off_is_started_again(serve, table, out):
    server = serve(table, breaks=2)
    fetch(out, url=server.url, retries=2)
    assert server.asked == 3
    assert out.read_bytes() == table


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (lambda table: {"body": table, "breaks": 9}, "127.0.0.1 cannot be reached or broke off"),
        (lambda table: {"body": table.replace(b"valence", b"violence")}, "its SHA-256 differs"),
        (lambda table: {"body": b"\n".join(table.split(b"\n")[:2])}, "its SHA-256 differs"),
        (lambda table: {"body": b"<html>", "status": 200}, "its SHA-256 differs"),
        (lambda table: {"status": 503}, "answered 503"),
    ],
)
def test_what_is_not_the_whole_table_never_takes_its_place(serve, table, out, answer, sentence):
    with pytest.raises(UserError, match=sentence) as caught:
        fetch(out, url=serve(**answer(table)).url, retries=0)
    assert "secret" not in str(caught.value)
    assert out.read_text() == "older"
    assert left_behind(out) == ["dataset.csv"]


def test_offline_is_one_sentence_and_exit_2(serve, out, capsys, monkeypatch):
    server = serve()
    server.shutdown()
    server.server_close()
    monkeypatch.setenv("CRATEBOT_DATASET_URL", server.url)
    assert main(["fetch", "--out", str(out)]) == 2
    errors = capsys.readouterr().err
    assert errors.startswith("127.0.0.1 cannot be reached")
    assert errors.count("\n") == 1


def test_a_download_that_is_too_large_or_too_slow_is_ended(serve, table, out, monkeypatch):
    server = serve(table)
    monkeypatch.setattr(fetching, "MOST_BYTES", len(table) - 1)
    with pytest.raises(UserError, match="which cannot be the table"):
        fetch(out, url=server.url)
    assert server.asked == 1
    monkeypatch.setattr(fetching, "MOST_BYTES", len(table))
    monkeypatch.setattr(fetching, "PATIENCE", -1.0)
    with pytest.raises(UserError, match="too slowly"):
        fetch(out, url=server.url)
    assert out.read_text() == "older"
    assert left_behind(out) == ["dataset.csv"]


def test_an_address_or_a_place_that_cannot_be_is_one_sentence(tmp_path, capsys):
    (tmp_path / "file").write_text("")
    assert main(["fetch", "--url", "http://[::1", "--out", str(tmp_path / "x.csv")]) == 2
    assert main(["fetch", "--url", "http://127.0.0.1:9/", "--out", str(tmp_path / "file" / "x.csv")]) == 2
    assert capsys.readouterr().err.count("\n") == 2

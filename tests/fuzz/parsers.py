"""Coverage-guided fuzzing of what reads bytes, by atheris: ``python -m tests.fuzz.parsers lists -max_total_time=300``.

The readers are ``lists`` (what ``/crate import`` takes), ``tables`` (what ``/label`` takes) and ``buttons`` (Discord's
custom ids). Everything after the reader's name is for libFuzzer. ``CRATEBOT_FUZZ_REPORT`` names a file for what was
tried, for ``docs.make_reliability``. atheris is no dependency of the tests: ``pip install atheris`` first.
"""

import base64
import json
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["bot", "engine"]):
    from bot.conversation import Conversation
    from bot.cooldown import Cooldown
    from bot.platforms.discord import custom_id
    from bot.request import Request, Token, Upload
    from bot.spreadsheet import workbook
    from engine import Engine

from pipeline.demo import write_demo
from tests.commit import commit

MODELS = Path(__file__).resolve().parents[2] / "models"
LONGEST = 20_000
HEADER = b"danceability,energy,loudness,speechiness,acousticness,instrumentalness,liveness,valence,tempo"
XSPF = b"""<?xml version="1.0"?><playlist xmlns="http://xspf.org/ns/0/"><trackList>
<track><title>A</title><creator>B</creator></track></trackList></playlist>"""
SAMPLES = {
    "lists": (
        b"#EXTM3U\n#EXTINF:200,Artist - Title\nfile.mp3\n",
        b"title,artist\nA,B\n",
        b"Spotify URI\nspotify:track:x\n",
        XSPF,
        b"A - B\nC by D\n",
        b'"a;b",c\r\n\xef\xbb\xbf',
        b"[playlist]\nTitle1=A\n",
        workbook("T", ("title", "artist"), [("A", "B")]),
    ),
    "tables": (
        HEADER + b"\n" + b"0.5,0.5,-5,0.1,0.1,0,0.1,0.5,120\n" * 2,
        HEADER + b",track_name,artists\n",
        b"\x1f\x8b",
    ),
    "buttons": (b"/recommend energy:high mood:happy", b"\0" + bytes(40), b"\2" + bytes(60)),
}


def reader(name: str, talk: Conversation) -> Callable[[bytes], str]:
    """What takes the bytes and says what came of them; an exception or a reply that is our fault is a finding."""

    def button(content: bytes) -> str:
        # As it is, and as what stands behind a checksum that is right.
        forged = "1" + base64.b85encode(custom_id._checksum(content) + content).decode()
        texts = [custom_id.unpack(made) for made in (content.decode("utf-8", "replace"), forged)]
        assert all(len(text) <= LONGEST for text in texts if text is not None)
        return "refused" if texts == [None, None] else "read"

    def upload(content: bytes) -> str:
        said = (Token("", "import"), Token("name", "x", quoted=True)) if name == "lists" else ()
        command = "crate" if name == "lists" else "label"
        reply = talk.answer(Request(command, said, uploads={"file": Upload("list.txt", content)}))
        assert reply.error is None or reply.error.code != "fault"
        return reply.error.code if reply.error else "read"

    return button if name == "buttons" else upload


def main() -> None:
    name = sys.argv[1]
    scratch = Path(tempfile.mkdtemp())
    samples = scratch / "samples"
    samples.mkdir()
    for number, sample in enumerate(SAMPLES[name]):
        (samples / str(number)).write_bytes(sample)
    write_demo(scratch / "demo", MODELS)
    talk = Conversation(Engine.load(scratch / "demo", MODELS), cooldown=Cooldown(burst=10**9))
    talk.answer(Request("crate", (Token("", "new"), Token("name", "x", quoted=True))))
    read, answers = reader(name, talk), Counter[str]()
    report, state = os.environ.get("CRATEBOT_FUZZ_REPORT"), commit()

    def one(content: bytes) -> None:
        answers[read(content)] += 1
        if report and answers.total() % 500 == 0:
            # libFuzzer ends the process without a word to Python.
            made = {"commit": state, "reader": name, "tried": answers.total(), "answers": dict(answers.most_common())}
            Path(report).write_text(json.dumps(made, indent=1) + "\n")

    atheris.Setup([sys.argv[0], *sys.argv[2:], str(samples)], one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()

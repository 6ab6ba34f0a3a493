"""A private table stays with its workspace: to anybody else the bot answers as if the table did not exist."""

import asyncio
import json
from dataclasses import asdict

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation import Conversation, Message
from bot.cooldown import Cooldown
from bot.memory import Caller, Memory
from engine import Engine
from engine.features import AUDIO_NAMES
from pipeline.build import build

OURS, THEIRS = "slack:T1", "slack:T2"
SECRETS = ("Krummhorn", "Zyxwort", "Quellbaum", "Nachtfalter")
"""In every name of the private table, and in no other."""

DESCRIPTION = f"""
title = "Nachtfalter archive"
visibility = "workspace:{OURS}"
collected = "2026-01"
[columns]
artists = "Artist"
"""


def public(row, number):
    words = ("Blue", "Red", "Green", "Gold", "Grey", "Slow", "Old", "New")
    title = f"{words[number % 8]} {words[number // 8]}"
    audio = {"energy": number / 64, "valence": (number * 7 % 64) / 64, "tempo": 80.0 + number}
    artist = f"Ann {words[number % 5]}"
    return row(f"{number:022d}", artist, title, ("pop", "rock", "jazz")[number % 3], number, **audio)


def private(number):
    audio = dict(zip(AUDIO_NAMES, (0.5, 0.6, -7.0, 0.05, 0.1, 0.0, 0.2, 0.7, 120.0), strict=True))
    return {
        "track_id": f"zz{number:020d}",
        "Artist": "Zyxwort Quellbaum",
        "track_name": f"Krummhorn {number}",
        "album_name": "Nachtfalter",
        "track_genre": "pop",
        "popularity": 99,
        "duration_ms": 200_000 + 1000 * number,
        "release_date": "1999",
        "year": 1999,
    } | audio | {"energy": number / 8}  # fmt: skip


@pytest.fixture(scope="module")
def talks(tmp_path_factory, row):
    """The bot over a catalogue with a private table, and one over the catalogue without it."""
    folder = tmp_path_factory.mktemp("tables")
    pd.DataFrame([public(row, number) for number in range(64)]).to_csv(folder / "public.csv", index=False)
    pd.DataFrame([private(number) for number in range(8)]).to_csv(folder / "private.csv", index=False)
    (folder / "private.toml").write_text(DESCRIPTION)
    both, alone = folder / "both", folder / "alone"
    build([folder / "public.csv", folder / "private.csv"], both, folder / "models")
    build([folder / "public.csv"], alone, folder / "models")
    engines = [Engine.load(directory, folder / "models") for directory in (both, alone)]
    made = [Conversation(one, cooldown=Cooldown(burst=10**9), memory=Memory.temporary()) for one in engines]
    yield made
    for one in made:
        one.close()


def said(talk, text, workspace):
    """All of a reply that anybody may see."""
    caller = Caller(workspace, "general", f"{workspace}:U1", "Somebody")
    reply = talk.said(Message(text, conversation=f"{workspace}:{text}", user=caller.person, caller=caller))
    shown = asdict(reply) | {"elapsed_ms": 0, "pictures": [], "charts": [], "files": []}
    pictures = [(one.name, one.alt, len(one.png)) for one in reply.pictures]
    files = [(one.name, one.content) for one in reply.files]
    return reply, json.dumps([shown, pictures, files], default=str)


EVERYTHING = (
    "/about", "/genres", "/genres name:pop", "/explore", "/explore genre:pop", "/explore view:map", "/emerging",
    "/emerging kind:artists", "/trends", "/drivers genre:pop", '/track track:"Krummhorn 1"', "/track track:{id}",
    '/artist name:"Zyxwort Quellbaum"', '/artists like:"Zyxwort Quellbaum"', '/similar track:"Krummhorn 2"',
    "/similar track:{public}", "/recommend energy:high", "/recommend genre:pop limit:50", "/recommend year:1999",
    "/recommend artist:\"Zyxwort Quellbaum\"", "/recommend album:Nachtfalter", "/recommend sort:-popularity genre:pop",
    "/playlist genre:pop", "/playlist mood:calm to:energy:high", "/path from:{public} to:{other}",
    "/blend a:{public} b:{id}", "/blend a:{public} b:{other}", "/compare a:pop b:rock", "/why genre:pop",
    "/save genre:pop", "/crate", "/crate add:{id}", "/genre track:{id}", "/like track:{id}", "/taste", "/digest",
    "/watch", "/watch artist:\"Zyxwort Quellbaum\"", "/block artist:\"Zyxwort Quellbaum\"", "/link track:{id}", "/help",
    "/privacy", "songs like krummhorn 3", "something by zyxwort quellbaum", "how many songs are there", "energetic pop",
    "who made krummhorn 1?", "the most popular songs", "surprise me",
)  # fmt: skip
FILL = {"id": f"zz{1:020d}", "public": f"{5:022d}", "other": f"{60:022d}"}


@pytest.mark.parametrize("text", EVERYTHING)
def test_others_are_answered_as_if_the_table_did_not_exist(talks, text):
    text = text.format(**FILL)
    _, shown = said(talks[0], text, THEIRS)
    assert shown == said(talks[1], text, THEIRS)[1]
    assert "Nachtfalter archive" not in shown


@given(
    st.lists(
        st.sampled_from(
            ["genre:pop", "energy:high", "popularity:high", "year:1999", "krummhorn", "zyxwort", "calm", "limit:50",
             'like:"Krummhorn 4"', 'artist:"Zyxwort Quellbaum"', "sort:-popularity", "similar", "album:Nachtfalter",
             f"like:{FILL['id']}", f"like:{FILL['public']}", "surprise:much", "upbeat", "songs", "from the 90s"]
        ), min_size=1, max_size=4,
    ),
    st.sampled_from(["/recommend ", "/playlist ", "/why ", "/similar track:{public} ", ""]),
)  # fmt: skip
def test_no_request_of_others_finds_a_private_recording(talks, words, command):
    text = command.format(**FILL) + " ".join(words)
    reply, shown = said(talks[0], text, THEIRS)
    assert shown == said(talks[1], text, THEIRS)[1]
    assert not any(str(row.data.get("track_id", "")).startswith("zz") for row in reply.rows)


@pytest.mark.parametrize("typed", ["krum", "zyx", "nacht", "zz00", ""])
def test_no_completion_offers_a_private_name_to_others(talks, typed):
    for command, option in (
        ("track", "track"),
        ("artist", "name"),
        ("recommend", "artist"),
        ("", "name"),
        ("", "artist"),
    ):
        for workspace in (THEIRS, "web", ""):
            found = asyncio.run(talks[0].complete(command, option, typed, 25, workspace))
            assert not any(secret in one.label for one in found for secret in SECRETS)
    ours = asyncio.run(talks[0].complete("track", "track", "krum", 25, OURS))
    assert any("Krummhorn" in one.label for one in ours)


def test_the_workspace_itself_finds_its_table_in_every_list(talks):
    asked = ("/track track:{id}", "/recommend year:1999", "/recommend genre:pop", "songs by zyxwort quellbaum")
    for text in (*asked, '/artist name:"Zyxwort Quellbaum"'):
        reply, shown = said(talks[0], text.format(**FILL), OURS)
        assert reply.ok
        assert "Krummhorn" in shown
    assert "Nachtfalter archive" in said(talks[0], "/about", OURS)[1]


def test_what_somebody_liked_there_is_not_told_elsewhere(talks):
    track = f"zz{3:020d}"
    here, there = (Caller(workspace, "general", "slack:U7", "Ann") for workspace in (OURS, THEIRS))
    liked = talks[0].said(Message(f"/like track:{track}", user=here.person, caller=here))
    assert liked.ok
    shown = talks[0].said(Message("/taste", user=there.person, caller=there))
    assert "Krummhorn" not in json.dumps(asdict(shown), default=str)
    assert "Krummhorn" in json.dumps(
        asdict(talks[0].said(Message("/taste", user=here.person, caller=here))), default=str
    )


def test_no_file_that_others_are_answered_from_holds_a_private_name(talks):
    catalogue = talks[0].engine.catalogue
    for name in catalogue.manifest["files"]:
        content = (catalogue.directory / name).read_bytes()
        assert not any(secret.encode() in content for secret in SECRETS), name

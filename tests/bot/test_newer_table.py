"""A table of a later date: what is watched moves, and the answers say of when their popularity is."""

import pandas as pd
import pytest

from bot.conversation import Conversation, Message
from bot.memory import Caller, Memory
from bot.posting import Posting
from bot.watching import popularity
from engine import Engine
from engine.catalogue.store import Catalogue
from engine.features import AUDIO_NAMES
from pipeline.build import build

ANN = ["a" * 21 + str(number) for number in range(5)]


@pytest.fixture
def tables(tmp_path, row):
    """A listing of 2022 with five tracks by Ann and one by Bob, and what a table of 2024 says of Ann's."""
    listing = [row(track_id, "Ann", f"Song {n}", popularity=40 + n, energy=n / 10) for n, track_id in enumerate(ANN)]
    listing.append(row("b" * 22, "Bob", "Other", popularity=70, energy=0.9))
    paths = tmp_path / "listing.csv", tmp_path / "later.csv"
    pd.DataFrame(listing).to_csv(paths[0], index=False)
    paths[0].with_suffix(".toml").write_text('collected = "2022-10"\n')
    later = [
        {
            "track_id": one["track_id"],
            "artist_name": "Ann",
            "album_name": "Album",
            "track_name": one["track_name"],
            "release_date": "2019",
            "search_genre": "pop",
            "data_collection_date": "2024-11-06",
            "popularity": one["popularity"] + 20,
            "duration_ms": one["duration_ms"],
            **{name: one[name] for name in AUDIO_NAMES},
        }
        for one in listing[:5]
    ]
    pd.DataFrame(later).to_csv(paths[1], index=False)
    return paths


@pytest.mark.parametrize("newest_first", [False, True])
def test_the_popularity_of_the_last_date_counts_in_whatever_order_tables_are_named(tables, tmp_path, newest_first):
    manifest = build(tables[::-1] if newest_first else tables, tmp_path / "out", tmp_path / "models")
    engine = Engine.load(tmp_path / "out", tmp_path / "models")
    ann, bob = engine.find_track(ANN[0]), engine.find_track("b" * 22)
    assert (ann.popularity, ann.popularity_date) == (60, "2024-11-06")
    assert (bob.popularity, bob.popularity_date) == (70, "2022-10")
    assert manifest["popularity_dates"] == {"2022-10": 1, "2024-11-06": 5}
    assert engine.popularity_changes().rose[0].change == 20


def test_an_older_table_changes_no_popularity(tables, tmp_path):
    listing, later = tables
    listing.with_suffix(".toml").write_text('collected = "2025-01"\n')
    build([listing, later], tmp_path / "out", tmp_path / "models")
    assert Catalogue.load(tmp_path / "out").track(0).popularity == 40


async def test_who_is_watched_moves_when_a_newer_table_is_built_in(tables, tmp_path):
    build(tables[:1], tmp_path / "out", tmp_path / "models")
    talk = Conversation(Engine.load(tmp_path / "out", tmp_path / "models"), memory=Memory.temporary())
    caller = Caller("discord:1", "general", "1", "Ann")
    assert (await talk.say(Message("/watch artist:Ann", caller=caller))).ok
    posted = []

    async def post(workspace, channel, reply, nonce):
        posted.append(reply)

    build(tables, tmp_path / "out", tmp_path / "models")
    newer = Engine.load(tmp_path / "out", tmp_path / "models")
    posting = Posting(talk.memory, "discord", None, post, lambda: newer.popularity_as_of)
    name = newer.catalogue.directory.name
    await posting.post_moved(name, lambda watch: popularity(newer, watch.subject, watch.key))
    talk.close()
    (moved,) = posted
    assert moved.rows[0].detail == "artist: popularity 43 -> 63"
    assert "as of 6 November 2024 (of 1 recording as of October 2022)" in moved.feedback[0]

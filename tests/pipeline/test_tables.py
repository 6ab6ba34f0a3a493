"""Tables are read once, for the build and for every training."""

from dataclasses import replace
from types import SimpleNamespace

import pandas as pd
import pytest

from engine import Engine
from engine.catalogue.store import Catalogue
from engine.errors import UserError
from engine.metadata import describe
from pipeline.__main__ import main
from pipeline.build import build, summary
from pipeline.sources.spotify_listing import PUBLIC_TABLE, SPOTIFY_LISTING
from pipeline.sources.spotify_snapshot import SPOTIFY_SNAPSHOT
from pipeline.tables import read_tables


@pytest.fixture
def write(tmp_path):
    """Write rows to a CSV file, whose path is given back."""

    def written(name, rows):
        path = tmp_path / name
        pd.DataFrame(rows).to_csv(path, index=False)
        return path

    return written


def dated(row, track_id, **more):
    later = {"artist_name": "Ann", "search_genre": "pop", "release_date": "2019", "data_collection_date": "2024-11-06"}
    return row(track_id, **(later | more))


def test_every_model_is_trained_on_all_listings(write, row, tmp_path, monkeypatch):
    seen = []
    model = SimpleNamespace(name="any", train=lambda tables, out, **more: str(seen.append(len(tables.recordings))))
    monkeypatch.setattr("pipeline.__main__.MODELS", (model, model))
    sources = (write("one.csv", [row("a", energy=0.1)]), write("two.csv", [row("b", "Bob", energy=0.2)]))
    options = [word for path in sources for word in ("--source", str(path))]
    assert main(["train", *options, "--out", str(tmp_path / "models")]) == 0
    assert seen == [2, 2]


def test_a_dated_table_with_a_header_only_adds_nothing(write, row, tmp_path):
    later = tmp_path / "later.csv"
    later.write_text(",".join(SPOTIFY_SNAPSHOT.names) + "\n")
    manifest = build([write("one.csv", [row("a")]), later], tmp_path / "out", tmp_path / "models")
    assert [source["collected"] for source in manifest["sources"]] == ["", ""]
    assert "later.csv (date of collection unknown)" in summary(manifest)


def test_rows_of_a_snapshot_without_popularity_are_left_out(write, row):
    rows = [dated(row, "a", popularity=""), dated(row, "b", popularity=7)]
    tables = read_tables([write("one.csv", [row("a"), row("b")]), write("later.csv", rows)])
    assert [snapshot["track_id"].tolist() for snapshot in tables.snapshots] == [["b"]]


def test_the_public_table_is_known_by_its_content_and_another_by_the_file_beside_it(write, row, tmp_path, monkeypatch):
    path = write("team.csv", [row("a")])
    assert read_tables([path]).collected == ""
    (tmp_path / "team.toml").write_text('title = "Team crate"\nlicence = "CC0"\ncollected = "2026-01"\n')
    tables = read_tables([path])
    assert (tables.collected, tables.entries[0]["title"]) == ("2026-01", "Team crate")
    content = tables.entries[0]["content_sha256"]
    monkeypatch.setattr("pipeline.sources.FORMATS", (replace(SPOTIFY_LISTING, known={content: PUBLIC_TABLE}),))
    assert read_tables([path]).entries[0]["title"] == PUBLIC_TABLE.title


def test_a_file_beside_a_table_that_does_not_describe_it_is_refused(write, row, tmp_path):
    path = write("team.csv", [row("a")])
    (tmp_path / "team.toml").write_text('owner = "us"\n')
    with pytest.raises(UserError, match=r"team.toml does not describe a table.*licence"):
        read_tables([path])


def test_about_says_no_more_of_a_table_than_is_known(write, row, tmp_path):
    build([write("mine.csv", [row("a")])], tmp_path / "out", tmp_path / "models")
    catalogue = Catalogue.load(tmp_path / "out")
    text = " ".join(describe(catalogue, tmp_path / "models").paragraphs)
    assert "Tracks: mine.csv (licence unknown, date of collection unknown)." in text
    assert "ODbL" not in text


def test_what_a_table_lacks_is_missing_and_not_invented(write, row, tmp_path):
    rows = [row("a"), row("b", "Bob", energy=0.2)]
    bare = pd.DataFrame(rows).drop(columns=["key", "mode", "time_signature", "popularity"])
    manifest = build([write("bare.csv", bare)], tmp_path / "out", tmp_path / "models")
    assert "emerging scores" in summary(manifest)
    engine = Engine.load(tmp_path / "out", tmp_path / "models")
    words = engine.catalogue.words
    assert [words[name][0].as_py() for name in ("key", "mode", "time_signature")] == [None, None, None]
    assert engine.catalogue.track(0).popularity is None
    assert [track.popularity for track in engine.recommend("energy:high", k=2).tracks] == [None, None]
    with pytest.raises(UserError, match="No recording is within your limits"):
        engine.recommend("popularity:high")

"""AcousticBrainz documents give what they tell, and nothing is made up of the rest."""

import gzip
import json
import math

import pandas as pd
import pytest

from engine import Engine, UserError
from pipeline.build import build, summary
from pipeline.sources import read_source


def document(number, title, artist="Ann", **more):
    """As the extractor writes it, cut down to the parts that are read and some that are not."""
    return {
        "lowlevel": {"average_loudness": 0.9, "dynamic_complexity": 2.5},
        "rhythm": {"bpm": 139.925872803, "danceability": 1.2},
        "tonal": {"key_key": "F#", "key_scale": "minor", "key_strength": 0.6},
        "metadata": {
            "audio_properties": {"length": 200.4, "lossless": False},
            "tags": {
                "artist": [artist],
                "title": [title],
                "album": ["Journey"],
                "date": ["2012-00-00"],
                "isrc": [f"GBABC24{number:05d}"],
                "musicbrainz_recordingid": [f"0dad432b-16cc-4bf0-8961-{number:012d}"],
            },
        },
        "highlevel": {"mood_happy": {"all": {"happy": 0.99}, "value": "happy"}},
    } | more  # fmt: skip


def written(path, *documents):
    path.write_bytes(gzip.compress("\n".join(json.dumps(one) for one in documents).encode()))
    return path


def test_what_a_document_tells_is_read_and_the_rest_is_missing(tmp_path):
    (row,) = read_source(written(tmp_path / "ab.jsonl.gz", document(1, "Nascence"))).rows.to_dict("records")
    assert (row["artists"], row["track_name"], row["album_name"], row["isrc"]) == (
        "Ann", "Nascence", "Journey", "GBABC2400001",
    )  # fmt: skip
    assert (row["tempo"], row["key"], row["mode"]) == (pytest.approx(139.926, abs=0.001), 6, 0)
    assert (row["duration_ms"], row["release_date"]) == (200_400, "2012")
    assert not {"energy", "loudness", "valence", "danceability"} & row.keys()


def test_a_newer_extractor_names_the_key_elsewhere_and_a_document_may_lack_parts(tmp_path):
    newer = document(1, "One", tonal={"key_edma": {"key": "Bb", "scale": "major"}}, rhythm={})
    rows = read_source(written(tmp_path / "ab.jsonl.gz", newer, {"highlevel": {}})).rows
    assert (rows["key"][0], rows["mode"][0]) == (10, 1)
    assert math.isnan(rows["tempo"][0])
    assert (rows["track_name"][1], rows["duration_ms"][1]) == ("", 0)


def test_a_line_that_is_no_document_is_told_by_its_number(tmp_path):
    path = tmp_path / "ab.jsonl"
    path.write_text(json.dumps(document(1, "One")) + "\n[1]\n")
    with pytest.raises(UserError, match=r"ab\.jsonl cannot be read: line 2 is no AcousticBrainz document"):
        read_source(path)


def test_recordings_of_unknown_sound_are_found_by_name_and_never_ranked_by_it(tmp_path, row):
    listing = [row("a" * 22, "Ann", "Blue", energy=0.9), row("b" * 22, "Bob", "Red", energy=0.1)]
    pd.DataFrame(listing).drop(columns=["key", "mode"]).to_csv(tmp_path / "listing.csv", index=False)
    documents = written(
        tmp_path / "ab.jsonl.gz", document(1, "Blue"), document(2, "Nascence", "Cleo"), {"metadata": {}}
    )
    manifest = build([tmp_path / "listing.csv", documents], tmp_path / "out", tmp_path / "models")
    assert "1 recordings stand in more than one table" in summary(manifest)
    assert "1 dropped without artist, album, title, genre or length" in summary(manifest)
    engine = Engine.load(tmp_path / "out", tmp_path / "models")
    blue, cleo = engine.find_track("Blue"), engine.find_track("Nascence")
    assert (engine.key(blue).name, blue.release_year, blue.values["energy"]) == (
        "F♯/G♭ minor",
        2012,
        pytest.approx(0.9),
    )
    assert (cleo.values["tempo"], cleo.popularity) == (pytest.approx(139.9, abs=0.1), None)
    assert math.isnan(cleo.values["energy"])
    assert [track.track_name for track in engine.recommend("energy:high", k=9).tracks] == ["Blue", "Red"]
    assert "Nascence" in [track.track_name for track in engine.recommend("tempo:>139!", k=9).tracks]

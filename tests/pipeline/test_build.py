"""The build: what it counts, and what it never harms."""

import multiprocessing
import os
import signal

import numpy as np
import pandas as pd
import pytest

from engine import artifacts
from engine.catalogue.store import Catalogue, left_out
from engine.errors import UserError
from engine.recommend.knn import KnnIndex
from engine.sound_map import sound_map
from pipeline.build import build, write_catalogue
from pipeline.models import MODELS
from pipeline.people import NAME as PEOPLE
from pipeline.sources.spotify_snapshot import SPOTIFY_SNAPSHOT
from pipeline.steps import STEPS, BuildStep
from pipeline.tables import Tables


def test_the_manifest_counts_what_was_dropped(catalogue):
    assert catalogue.manifest["counts"] == {
        "rows": 6,
        "incomplete": 1,
        "duplicates": 1,
        "tracks": 3,
        "recordings": 2,
        "genres": 3,
        "without_tempo": 1,
    }


def test_a_snapshot_adds_the_earliest_release_year(tmp_path, make, row, rows):
    later = {"artist_name": "Ann", "search_genre": "pop", "data_collection_date": "2024-11-06", "popularity": 1.0}
    snapshot = pd.DataFrame(
        [
            row(track_id, "Eve", **later, title=track_id, energy=0.9, release_date=day)
            for track_id, day in (("a", "2019-03-01"), ("b", "2017"), ("x", "1999"))
        ]
    )
    catalogue = Catalogue.load(make(tmp_path, rows, (snapshot,)))
    assert [catalogue.track(0).release_year, catalogue.track(1).release_year] == [2017, None]


def kill_while_building(out, rows):
    def die(context):
        os.kill(os.getpid(), signal.SIGKILL)

    steps = (STEPS[0], BuildStep("die", die, foundation=True))
    write_catalogue(Tables.of(pd.DataFrame(rows)), out, out / "models", steps=steps)


def test_a_build_killed_halfway_leaves_the_catalogue_as_it_was_and_the_next_sweeps_up(tmp_path, make, rows):
    before = Catalogue.load(make(tmp_path, rows))
    killed = multiprocessing.get_context("spawn").Process(target=kill_while_building, args=(tmp_path, rows[:1]))
    killed.start()
    killed.join()
    assert killed.exitcode == -signal.SIGKILL
    assert len(list(tmp_path.glob("build-*"))) == 2
    assert Catalogue.load(tmp_path).manifest == before.manifest

    after = Catalogue.load(make(tmp_path, rows))
    assert {path.name for path in tmp_path.glob("build-*")} == {before.directory.name, after.directory.name}


def test_a_build_that_fails_keeps_the_catalogue_and_the_one_before_it(tmp_path, make, rows):
    first, second = (Catalogue.load(make(tmp_path, rows)) for _ in range(2))
    (tmp_path / "build-interrupted").mkdir()

    def fail(context):
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        write_catalogue(Tables.of(pd.DataFrame(rows)), tmp_path, tmp_path, steps=(BuildStep("fail", fail, True),))
    assert {path.name for path in tmp_path.glob("build-*")} == {first.directory.name, second.directory.name}
    assert Catalogue.load(tmp_path).manifest == second.manifest


def test_dated_tables_alone_are_no_catalogue(tmp_path):
    days = {"release_date": "1999", "data_collection_date": "2024-11-06"}
    pd.DataFrame([dict.fromkeys(SPOTIFY_SNAPSHOT.names, "1") | days]).to_csv(tmp_path / "later.csv")
    with pytest.raises(UserError, match=r"later.csv: no table here lists tracks\."):
        build([tmp_path / "later.csv"], tmp_path / "out", tmp_path)


def test_a_damaged_model_stops_the_build_and_the_catalogue_stays_as_it_was(tmp_path, make, rows):
    before = Catalogue.load(make(tmp_path / "out", rows)).manifest
    models = tmp_path / "models"
    artifacts.save(models, "sound_map", {"means": np.zeros(9)}, format_version=1, about={})
    (models / "sound_map.npz").write_bytes(b"half")
    with pytest.raises(UserError, match=r"sound_map.npz does not match its checksum"):
        write_catalogue(Tables.of(pd.DataFrame(rows)), tmp_path / "out", models)
    assert Catalogue.load(tmp_path / "out").manifest == before


def test_absent_models_are_told(tmp_path, rows):
    manifest = write_catalogue(Tables.of(pd.DataFrame(rows)), tmp_path / "out", tmp_path / "models")
    parts = ", ".join(sorted(model.title for model in MODELS if model.name != PEOPLE))  # builds no part
    assert left_out(manifest) == [f"There are no models in {tmp_path / 'models'}. Left out: {parts}."]


def test_a_feature_that_never_varies_has_one_deviation_everywhere(tmp_path, make, row):
    catalogue = Catalogue.load(make(tmp_path, [row("a"), row("b", "Bob", energy=0.1)]))
    index = KnnIndex.of(catalogue)
    assert catalogue.deviations.tolist() == index.deviations[: len(catalogue.deviations)].tolist()
    assert np.isfinite(sound_map(catalogue, "components").places).all()


def test_the_real_table_is_80809_recordings(real_table, tmp_path):
    manifest = build([real_table], tmp_path, tmp_path / "models")
    assert manifest["counts"] == {
        "rows": 114_000,
        "incomplete": 1,
        "duplicates": 450,
        "tracks": 89_740,
        "recordings": 80_809,
        "genres": 114,
        "without_tempo": 157,
    }

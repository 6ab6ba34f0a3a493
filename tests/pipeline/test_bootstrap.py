"""A program finds a catalogue that is up to date, or makes one, and says which."""

import json
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pandas as pd
import pytest
from filelock import FileLock

from engine import artifacts
from engine.catalogue.store import Catalogue
from engine.errors import UserError
from pipeline import demo
from pipeline.bootstrap import find_or_make


@pytest.fixture
def table(tmp_path, row):
    path = tmp_path / "table.csv"
    pd.DataFrame([row("a"), row("b", "Bob", energy=0.1)]).to_csv(path, index=False)
    return path


@pytest.fixture
def data(tmp_path, monkeypatch):
    """An empty data directory on a machine without a network."""
    monkeypatch.setenv("CRATEBOT_DATASET_URL", "http://127.0.0.1:9/dataset.csv")
    return tmp_path / "data"


def build_of(directory):
    return json.loads((directory / "manifest.json").read_text())["build"]


def test_the_catalogue_named_is_used_as_it_is(tmp_path, make, row, data):
    named = make(tmp_path / "named", [row("a")])
    assert find_or_make(named, None, tmp_path / "models", data)[0] == named
    with pytest.raises(UserError, match="no catalogue in"):
        find_or_make(tmp_path / "nowhere", None, tmp_path / "models", data)


def test_a_table_named_is_built_once(table, tmp_path, data):
    directory, sentence = find_or_make(None, table, tmp_path / "models", data)
    assert sentence.startswith(
        f"Catalogue: 2 recordings, in {data / 'catalogue'}.\nThere are no models in {tmp_path / 'models'}. Left out: "
    )
    first = build_of(directory)
    find_or_make(None, table, tmp_path / "models", data)
    assert build_of(directory) == first
    with pytest.raises(UserError, match="CRATEBOT_DATASET names"):
        find_or_make(None, tmp_path / "nowhere.csv", tmp_path / "models", data)


@pytest.mark.parametrize("change", ["schema", "models", "table"])
def test_a_catalogue_is_made_anew_when_what_it_was_made_from_has_changed(table, tmp_path, data, row, change):
    models = tmp_path / "models"
    directory, _ = find_or_make(None, table, models, data)
    first = build_of(directory)
    if change == "schema":
        manifest = json.loads((directory / "manifest.json").read_text())
        (directory / "manifest.json").write_text(json.dumps(manifest | {"schema_version": 0}))
    elif change == "models":
        artifacts.save(models, "other", {"a": np.zeros(2)}, format_version=1, about={})
    else:
        pd.DataFrame([row("c")]).to_csv(table, index=False)
    find_or_make(None, table, models, data)
    assert build_of(directory) != first


def test_the_downloaded_table_is_built_without_being_named(table, tmp_path, data):
    data.mkdir()
    table.rename(data / "dataset.csv")
    assert find_or_make(None, None, tmp_path / "models", data)[0] == data / "catalogue"


def test_programs_that_start_at_once_make_one_catalogue(table, tmp_path, data):
    with ThreadPoolExecutor(3) as pool:
        waiting = [pool.submit(find_or_make, None, table, tmp_path / "models", data) for _ in range(3)]
        assert len({future.result() for future in waiting}) == 1
    assert len(list((data / "catalogue").glob("build-*"))) == 1


def test_without_table_or_network_the_demo_answers_and_later_gives_way_to_the_table(table, tmp_path, data, monkeypatch):
    monkeypatch.setattr(demo, "RECORDINGS_A_GENRE", 3)
    directory, sentence = find_or_make(None, None, tmp_path / "models", data)
    assert Catalogue.load(directory).synthetic
    assert "342 synthetic tracks" in sentence
    assert "python -m engine fetch" in sentence
    first = build_of(directory)
    assert build_of(find_or_make(None, None, tmp_path / "models", data)[0]) == first
    assert not Catalogue.load(find_or_make(None, table, tmp_path / "models", data)[0]).synthetic


def test_a_damaged_catalogue_is_made_anew(table, tmp_path, data):
    directory, _ = find_or_make(None, table, tmp_path / "models", data)
    first = build_of(directory)
    with (directory / first / "traits.npy").open("r+b") as file:
        file.truncate(100)
    find_or_make(None, table, tmp_path / "models", data)
    assert build_of(directory) != first
    Catalogue.load(directory)


def test_a_data_directory_that_cannot_be_made_is_one_sentence(table, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(UserError, match=r"cannot be written to.*CRATEBOT_DATA"):
        find_or_make(None, table, tmp_path / "models", tmp_path / "file")


def test_whoever_waits_for_another_start_is_told(table, tmp_path, data):
    data.mkdir()
    lock = FileLock(data / ".lock", thread_local=False)
    lock.acquire()
    said = []

    def say(sentence):
        said.append(sentence)
        lock.release(force=True)

    find_or_make(None, table, tmp_path / "models", data, say)
    assert said[0] == "Another program is making the catalogue; waiting for it ..."

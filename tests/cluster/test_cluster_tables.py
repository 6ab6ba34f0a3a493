"""A listing read over a cluster makes the catalogue that one process makes of it, to the last byte."""

import json

import pandas as pd
import pytest

from pipeline.build import build
from pipeline.demo import invent
from pipeline.profiles import PROFILES
from pipeline.sources import read_source
from tests.conftest import MODELS

pytest.importorskip("ray", reason="ray, of the extra cluster, is not installed")

from cluster import __main__ as command_line
from cluster.address import LOCAL
from pipeline.__main__ import run

pytestmark = pytest.mark.usefixtures("ray_starts")


@pytest.fixture
def demo_rows():
    """The demo's rows, some of them twice, incomplete, or one recording by a chain of sound and names."""
    rows = invent(json.loads(PROFILES.read_text(encoding="utf-8")))
    again = rows.iloc[:300].assign(track_genre="elsewhere", popularity=99)
    nameless = rows.iloc[:40].assign(artists=" ")
    chain = pd.concat([rows.iloc[[5, 900, 900]]], ignore_index=True).assign(track_id=["chain1", "chain2", "chain3"])
    chain.loc[1, "energy"] = chain.loc[0, "energy"]
    chain.loc[[0, 1], ["artists", "track_name"]] = ["ANN", "One"]
    return pd.concat([rows, again, chain, rows.iloc[::7], nameless], ignore_index=True)


@pytest.fixture
def real_rows(real_table):
    return read_source(real_table).rows


@pytest.mark.parametrize("which", ["demo_rows", "real_rows"])
def test_files_over_a_cluster_are_built_as_one_table_is_to_the_last_byte(which, tmp_path, request):
    rows = request.getfixturevalue(which)
    rows.to_parquet(tmp_path / "whole.parquet", index=False)
    (tmp_path / "parts").mkdir()
    for number in range(3):
        part = slice(number * len(rows) // 3, (number + 1) * len(rows) // 3)
        rows.iloc[part].to_parquet(tmp_path / "parts" / f"{number}.parquet", index=False)
    here = build([tmp_path / "whole.parquet"], tmp_path / "here", MODELS)
    asked = [
        "build",
        "--source",
        tmp_path / "parts",
        "--out",
        tmp_path / "there",
        "--models",
        MODELS,
        "--cluster",
        LOCAL,
    ]
    assert run(command_line.parser, list(map(str, asked))) == 0
    there = json.loads((tmp_path / "there" / "manifest.json").read_text(encoding="utf-8"))
    assert there["counts"] == here["counts"]
    assert there["files"] == here["files"]


def test_a_file_that_is_no_listing_is_named(tmp_path, demo_rows, capsys):
    demo_rows.head(50).to_parquet(tmp_path / "0.parquet", index=False)
    demo_rows.head(50).assign(energy=7.0).to_parquet(tmp_path / "1.parquet", index=False)
    asked = ["build", "--source", str(tmp_path), "--out", str(tmp_path / "out"), "--cluster", LOCAL]
    assert run(command_line.parser, asked) == 2
    assert capsys.readouterr().err.startswith("1.parquet cannot be used: energy is out of range (row 1 holds '7.0'")

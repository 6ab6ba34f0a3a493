"""Models trained over a cluster are those that one process trains."""

import json

import numpy as np
import pytest

from pipeline.__main__ import main, run
from pipeline.demo import invent
from pipeline.profiles import PROFILES

pytest.importorskip("ray", reason="ray, of the extra cluster, is not installed")

from cluster import __main__ as command_line
from cluster.address import LOCAL


@pytest.mark.usefixtures("ray_starts")
def test_a_genre_model_trained_over_a_cluster_is_the_one_process_s_to_the_last_byte(tmp_path):
    rows = invent(json.loads(PROFILES.read_text(encoding="utf-8")))
    rows[rows["track_genre"].isin(["jazz", "metal", "samba"])].to_parquet(tmp_path / "rows.parquet", index=False)
    asked = ["train", "--model", "genre", "--source", str(tmp_path / "rows.parquet"), "--out"]
    for out in ("here", "there"):
        (tmp_path / out).mkdir()
    assert main([*asked, str(tmp_path / "here")]) == 0
    assert run(command_line.parser, [*asked, str(tmp_path / "there"), "--cluster", LOCAL]) == 0
    names = {path.name for path in (tmp_path / "here").glob("*.npz")}
    assert names
    for name in names:
        with np.load(tmp_path / "here" / name) as here, np.load(tmp_path / "there" / name) as there:
            assert here.files == there.files
            for array in here.files:
                np.testing.assert_array_equal(here[array], there[array], err_msg=f"{array} of {name}")

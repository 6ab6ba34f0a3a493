"""A table that is read in parts is the table that is read at once."""

import numpy as np
import pandas as pd
import pytest

from engine.errors import UserError
from pipeline.sources import parts, read_source
from pipeline.tables import combined, read_sources


@pytest.fixture(autouse=True)
def small_parts(monkeypatch):
    monkeypatch.setattr(parts, "_ROWS", 2)


@pytest.mark.parametrize("suffix", [".csv", ".csv.gz", ".parquet"])
@pytest.mark.parametrize(
    "later",
    [
        {},
        {"key": -1, "time_signature": 0},  # missing, of whole numbers
        {"energy": 1, "popularity": 7.0},  # with a point in one part and without in another
        {"popularity": ""},  # words in one part and numbers in another
        {"track_id": "007", "artists": "12", "track_name": "NA"},
    ],
)
def test_rows_and_types_do_not_depend_on_parts(tmp_path, row, suffix, later):
    table = pd.DataFrame([row("a"), row("b"), row("c"), row("d"), row("e") | later])
    path = tmp_path / f"table{suffix}"
    if suffix == ".parquet":
        table.replace("", np.nan).to_parquet(path)
    else:
        table.to_csv(path, index=False)
    at_once, in_parts = read_source(path), read_source(path, tmp_path)
    pd.testing.assert_frame_equal(in_parts.rows, at_once.rows, check_exact=True)
    assert in_parts.format is at_once.format


def test_what_is_wrong_in_a_later_part_is_named_by_its_row_in_the_table(tmp_path, row):
    path = tmp_path / "table.csv"
    pd.DataFrame([row("a"), row("b"), row("c", tempo="fast")]).to_csv(path, index=False)
    with pytest.raises(UserError, match=r"tempo is mistyped \(row 3 holds 'fast', not a number\)"):
        read_source(path, tmp_path)


def test_tracks_and_recordings_are_the_same_where_they_lie_in_files(tmp_path, rows):
    path, aside = tmp_path / "table.csv", tmp_path / "aside"
    aside.mkdir()
    pd.DataFrame([*rows, rows[0], rows[1] | {"album_name": " "}]).to_csv(path, index=False)
    in_memory = combined(read_sources([path]))
    in_files = combined(read_sources([path], aside=aside), aside=aside)
    assert in_files.counts == in_memory.counts
    for name in ("tracks", "recordings"):
        pd.testing.assert_frame_equal(getattr(in_files, name), getattr(in_memory, name), check_exact=True)
    assert not list(aside.iterdir())

"""Tables are read as they are, or refused with a sentence."""

import numpy as np
import pandas as pd
import pytest

from engine.errors import UserError
from pipeline.sources import read_source
from pipeline.sources.base import Column, TableFormat


def test_a_table_names_every_missing_and_every_mistyped_column_in_one_sentence(tmp_path, row):
    table = tmp_path / "table.csv"
    mistyped = {"tempo": "fast", "explicit": "perhaps", "duration_ms": "3:20", "popularity": 1.5, "energy": "inf"}
    pd.DataFrame([row("a"), row("b", **mistyped)]).drop(columns=["key", "valence"]).to_csv(table, index=False)
    with pytest.raises(UserError) as caught:
        read_source(table)
    assert caught.value.message == (
        "table.csv cannot be used: lacks the column valence; "
        "popularity is mistyped (row 2 holds '1.5', not a whole number); "
        "duration_ms is mistyped (row 2 holds '3:20', not a whole number); "
        "explicit is mistyped (row 2 holds 'perhaps', not true or false); "
        "energy is mistyped (row 2 holds 'inf', not a number); "
        "tempo is mistyped (row 2 holds 'fast', not a number)."
    )


@pytest.mark.parametrize("suffix", [".csv", ".csv.gz", ".csv.xz", ".parquet"])
def test_a_table_reads_the_same_from_every_kind_of_file(tmp_path, rows, suffix):
    path, table = tmp_path / f"table{suffix}", pd.DataFrame(rows)
    table.to_parquet(path) if suffix == ".parquet" else table.to_csv(path)
    expected = table.assign(time_signature=table["time_signature"].replace(0, np.nan))
    pd.testing.assert_frame_equal(read_source(path).rows[table.columns], expected, check_dtype=False)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"energy": 61.0}, "energy is out of range (row 2 holds '61.0', allowed are 0 to 1)"),
        ({"popularity": 300}, "popularity is out of range (row 2 holds '300', allowed are 0 to 100)"),
        ({"loudness": -700.0}, "loudness is out of range (row 2 holds '-700.0', allowed are -100 to 20)"),
        ({"key": 12}, "key is out of range (row 2 holds '12', allowed are -1 to 11)"),
    ],
)
def test_a_value_out_of_range_is_named_with_its_column(tmp_path, row, wrong, sentence):
    pd.DataFrame([row("a"), row("b", **wrong)]).to_csv(tmp_path / "table.csv", index=False)
    with pytest.raises(UserError, match="cannot be used") as caught:
        read_source(tmp_path / "table.csv")
    assert sentence in caught.value.message


def test_a_format_renames_and_rescales(tmp_path):
    percent = TableFormat(
        "percent table", "Energy %", (Column("energy", "number", 0, 1, heading="Energy %", scale=0.01),)
    )
    raw = pd.DataFrame({"Energy %": [50, 100]})
    assert percent.typed(raw, "table.csv")["energy"].tolist() == [0.5, 1.0]
    with pytest.raises(UserError, match=r"Energy % is out of range \(row 1 holds '101', allowed are 0 to 100\)"):
        percent.typed(pd.DataFrame({"Energy %": [101]}), "table.csv")

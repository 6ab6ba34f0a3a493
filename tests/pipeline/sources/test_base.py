"""Tables are read as they are, or refused with a sentence."""

import os

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


def test_a_pipe_is_no_table_and_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.csv")
    with pytest.raises(UserError, match="There is no file"):
        read_source(tmp_path / "pipe.csv", tmp_path)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"energy": 61.0}, "energy is out of range (row 2 holds '61.0', allowed are 0 to 1)"),
        ({"popularity": 300}, "popularity is out of range (row 2 holds '300', allowed are 0 to 100)"),
        ({"loudness": -700.0}, "loudness is out of range (row 2 holds '-700.0', allowed are -100 to 20)"),
        ({"key": 12}, "key is out of range (row 2 holds '12', allowed are -1 to 11)"),
        ({"duration_ms": 2**31}, "duration_ms is out of range (row 2 holds '2147483648', allowed are 0 to 1e+09)"),
        ({"tempo": 1e39}, "tempo is out of range (row 2 holds '1e+39', allowed are 0 to 400)"),
        ({"energy": "x\n" * 4000}, f"energy is mistyped (row 2 holds '{'x' + chr(92) + 'n'}"),
        (
            {"track_genre": "x" * 5000},
            "track_genre is too long (row 2 holds 'xxxxxxxxxxxxxxxxxxxx…xxxxxxxxxxxxxxxxxxxx', ",
        ),
    ],
)
def test_a_value_out_of_range_is_named_with_its_column(tmp_path, row, wrong, sentence):
    pd.DataFrame([row("a"), row("b", **wrong)]).to_csv(tmp_path / "table.csv", index=False)
    with pytest.raises(UserError, match="cannot be used") as caught:
        read_source(tmp_path / "table.csv")
    assert sentence in caught.value.message
    assert len(caught.value.message) < 300
    assert caught.value.message.isprintable()


def test_a_format_renames_and_rescales(tmp_path):
    percent = TableFormat(
        "percent table", "Energy %", (Column("energy", "number", 0, 1, heading="Energy %", scale=0.01),)
    )
    raw = pd.DataFrame({"Energy %": [50, 100]})
    assert percent.typed(raw, "table.csv")["energy"].tolist() == [0.5, 1.0]
    with pytest.raises(UserError, match=r"Energy % is out of range \(row 1 holds '101', allowed are 0 to 100\)"):
        percent.typed(pd.DataFrame({"Energy %": [101]}), "table.csv")


def test_flags_dates_and_lists_are_no_numbers(tmp_path, row):
    for number, value in enumerate((True, pd.Timestamp("2020-01-01"), [0.5])):
        path = tmp_path / f"{number}.parquet"
        pd.DataFrame([row("a", energy=value)]).to_parquet(path)
        with pytest.raises(UserError, match=r"energy is mistyped \(row 1 holds"):
            read_source(path)


def test_a_column_of_nulls_is_missing_where_it_may_be_absent(tmp_path, row):
    table = pd.DataFrame([row("a")]).assign(popularity=pd.array([None], dtype="Int64"))
    table.to_parquet(tmp_path / "table.parquet")
    assert read_source(tmp_path / "table.parquet").rows["popularity"].isna().all()


def test_a_list_is_no_text(tmp_path, row):
    pd.DataFrame([row("a", artists=["Ann", "Bob"])]).to_parquet(tmp_path / "table.parquet")
    with pytest.raises(UserError, match=r"artists is mistyped \(row 1 holds .*, not text\)"):
        read_source(tmp_path / "table.parquet")


def test_a_column_that_is_there_twice_is_refused(tmp_path, row):
    table = tmp_path / "table.csv"
    header, cells = pd.DataFrame([row("a")]).to_csv(index=False).splitlines()
    table.write_text(f"{header},energy,track_genre\n{cells},0.5,rock\n")
    with pytest.raises(UserError, match="has the column track_genre twice; has the column energy twice"):
        read_source(table)


def test_a_sentence_about_a_table_stays_short(tmp_path):
    path = tmp_path / f"new\nline{'x' * 150}.csv"
    path.write_text(",".join(f"column {number}" for number in range(10_000)))
    with pytest.raises(UserError) as caught:
        read_source(path)
    assert len(caught.value.message) < 500
    assert caught.value.message.isprintable()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"release_date": "soon"}, "release_date is mistyped (row 2 holds 'soon', not a date)"),
        ({"release_date": "9999-99-99"}, "release_date is mistyped"),
        ({"data_collection_date": ""}, "data_collection_date is mistyped (row 2 holds '', not a date)"),
        ({"popularity": "inf"}, "popularity is mistyped (row 2 holds 'inf', not a number)"),
        ({"popularity": 500}, "popularity is out of range"),
        ({"tempo": "1e400"}, "tempo is mistyped"),
    ],
)
def test_odd_dates_and_numbers_of_a_dated_table_are_refused(tmp_path, row, wrong, sentence):
    dated = {"artist_name": "Ann", "search_genre": "pop", "release_date": "1999", "data_collection_date": "2024-11-06"}
    good = row("a") | dated | {"release_date": "0000", "popularity": ""}
    pd.DataFrame([good, row("b") | dated | wrong]).to_csv(tmp_path / "later.csv", index=False)
    with pytest.raises(UserError, match=r"later.csv cannot be used") as caught:
        read_source(tmp_path / "later.csv")
    assert sentence in caught.value.message
    pd.DataFrame([good]).to_csv(tmp_path / "later.csv", index=False)
    assert read_source(tmp_path / "later.csv").rows["release_date"].tolist() == [""]

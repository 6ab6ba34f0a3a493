"""Tables are read as they are, or refused with a sentence."""

import pandas as pd
import pytest

from engine.catalogue.source import read_table
from engine.errors import Mistake


def test_a_table_names_every_missing_and_every_mistyped_column_in_one_sentence(tmp_path, row, rows):
    table = tmp_path / "table.csv"
    pd.DataFrame(rows).drop(columns=["key", "energy"]).to_csv(table, index=False)
    with pytest.raises(Mistake, match=r"table.csv lacks the columns key, energy\."):
        read_table(table)
    pd.DataFrame([row("a"), row("b", tempo="fast", explicit="perhaps")]).to_csv(table, index=False)
    with pytest.raises(Mistake, match=r"explicit \(row 2 holds 'perhaps'.*tempo \(row 2 holds 'fast'"):
        read_table(table)


@pytest.mark.parametrize("suffix", [".csv", ".csv.gz", ".csv.xz", ".parquet"])
def test_a_table_reads_the_same_from_every_kind_of_file(tmp_path, rows, suffix):
    path, table = tmp_path / f"table{suffix}", pd.DataFrame(rows)
    table.to_parquet(path) if suffix == ".parquet" else table.to_csv(path)
    pd.testing.assert_frame_equal(read_table(path)[table.columns], table, check_dtype=False)

"""Training writes the score, or says in a sentence why it cannot."""

import numpy as np
import pytest

from engine import artifacts
from engine.errors import UserError
from pipeline.breakout import training
from pipeline.breakout.backtest import backtest
from pipeline.breakout.card import CARD
from pipeline.breakout.model import NAME, BreakoutModel
from pipeline.breakout.training import evaluate, table, train
from pipeline.tables import Tables


@pytest.fixture(scope="module")
def tables(listing, later) -> Tables:
    entries = [
        {"name": name, "sha256": 8 * name, "dated": name == "later", "collected": "2022-10"}
        for name in ("listing", "later")
    ]
    return Tables.of(listing, [later], entries)


def test_without_a_later_table_training_says_that_it_is_left_out_and_the_backtest_asks_for_one(listing, tmp_path):
    tables = Tables.of(listing)
    assert "left out" in train(tables, tmp_path / "models")
    assert not (tmp_path / "models").exists()
    with pytest.raises(UserError, match="--source LATER"):
        evaluate(tables)


def test_two_tables_with_little_in_common_are_refused_with_the_number(listing, later, tmp_path):
    with pytest.raises(UserError, match=r"Only 7 tracks.*needs 500"):
        train(Tables.of(listing, [later.head(7)]), tmp_path / "models")


def test_what_is_trained_is_saved_with_its_figures_and_a_card(tables, tmp_path, monkeypatch):
    monkeypatch.setattr(training, "SEEDS", (0,))
    assert "breakout" in train(tables, tmp_path)
    assert BreakoutModel.load(tmp_path).genres == tuple(f"genre {number}" for number in range(5))
    about = artifacts.about(tmp_path, NAME)
    assert about["trained_on"] == {"tracks": 600, "popularity": [30, 85]}
    assert np.isfinite(about["headline"]["rank correlation with the change, artists held out"])
    card = (tmp_path / CARD).read_text("utf-8")
    assert "Trained on** 600 tracks of popularity 30 to 85" in card
    assert "5 folds, 1 seeds" in card


def test_the_backtest_table_names_every_score_with_its_spread(tracks, data):
    text = table(backtest(tracks, data, (0,)))
    for score in ("absolute", "relative", "formula", "catches up", "majority"):
        assert score in text
    assert "+-" in text

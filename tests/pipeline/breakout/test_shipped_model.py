"""The shipped model on the real tables."""

import csv
import shutil
from pathlib import Path

import numpy as np
import pytest

from engine import artifacts
from engine.catalogue.store import Catalogue
from engine.emerging.ranking import Emerging
from engine.emerging.scores import DATED, REGIONS, Scores
from pipeline.breakout import card
from pipeline.breakout.model import NAME
from pipeline.breakout.scores import export

MODELS = Path(__file__).parents[3] / "models"


def test_the_shipped_model_was_better_than_the_formula_on_artists_held_out_and_is_small():
    about = artifacts.about(MODELS, NAME)
    figures, beyond = about["figures"]["tracks"], about["figures"]["relative tracks"]
    assert figures["absolute"]["correlation"] > 0.34 > abs(figures["formula"]["correlation"])
    assert figures[f"absolute{DATED}"]["correlation"] > 0.45
    assert figures["absolute"]["risen"] > figures["formula"]["risen"] > figures["majority"]["risen"]
    assert beyond["relative"]["risen"] > 2 * beyond["majority"]["risen"]
    assert beyond["relative"]["risen"] > beyond["absolute"]["risen"]
    assert about["bytes"] < 7_500_000


def test_the_card_says_what_the_manifest_does(tmp_path):
    shutil.copy(MODELS / "manifest.json", tmp_path)
    assert card.write(tmp_path).read_text("utf-8") == (MODELS / card.CARD).read_text("utf-8")


def test_every_track_id_is_scored_also_outside_the_band(real_catalogue, tmp_path):
    assert export(Catalogue.load(real_catalogue), tmp_path / "scores.csv") == 89_740
    with (tmp_path / "scores.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert all(np.isfinite([float(row["emerging_score"]), float(row["breakout_score"])]).all() for row in rows)


def test_the_real_list_is_sane(real_catalogue):
    emerging = Emerging(Catalogue.load(real_catalogue))
    [first, *_] = ranking = emerging.tracks(limit=20).entries
    assert 0 < first.relative < 15
    assert sum(first.parts.values()) == pytest.approx(first.relative, abs=0.05)
    assert "Tested on 2,0" in emerging.tracks().feedback[1]
    assert all(np.diff([entry.relative for entry in ranking]) <= 0)
    formula = emerging.tracks(score="formula", limit=1).entries[0]
    assert (formula.track.title, round(formula.formula, 4)) == ("Incredible - M-Beat, General Levy", 3.66)


def test_no_region_fills_a_list_and_film_songs_of_india_are_no_k_pop(real_catalogue):
    catalogue = Catalogue.load(real_catalogue)
    emerging, region = Emerging(catalogue), Scores.load(catalogue.files).region
    south_asia = REGIONS.index("South Asia")
    for genre in (None, "jazz", "rock", "pop", "indie"):
        entries = emerging.tracks(genre=genre).entries
        assert sum(region[entry.track.recording] == south_asia for entry in entries) <= 2
    assert not any(region[entry.track.recording] == south_asia for entry in emerging.tracks(genre="k-pop").entries)

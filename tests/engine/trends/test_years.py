import json

import numpy as np
import pandas as pd
import pytest

from engine.catalogue.files import Files
from engine.errors import UserError
from engine.features import AUDIO_NAMES
from engine.trends.years import FEATURES, Years
from pipeline.years import write


@pytest.fixture(scope="module")
def snapshot() -> pd.DataFrame:
    """40 recordings a year from 1990 to 2019 in one genre; energy rises by 0.01 a year, valence does not."""
    rng = np.random.default_rng(3)
    year = np.repeat(np.arange(1990, 2020), 40)
    rows = pd.DataFrame(rng.uniform(0.4, 0.5, size=(len(year), 9)), columns=list(AUDIO_NAMES))
    rows["energy"] += (year - 1990) * 0.01
    rows["tempo"] += 120
    return rows.assign(
        track_id=[f"id{n}" for n in range(len(year))],
        artist_name="Ann",
        track_name=[f"Song {n}" for n in range(len(year))],
        release_date=[f"{y}-05-01" for y in year],
        duration_ms=200_000.0,
        search_genre="hip hop",
        data_collection_date="2024-11-06",
        popularity=50.0,
    )


@pytest.fixture
def years(snapshot, tmp_path) -> Years:
    write([snapshot], "made-up table", tmp_path)
    return Years.load(Files(tmp_path))


def test_a_rise_is_told_with_its_years_and_what_does_not_move_is_not_called_a_trend(years):
    energy, valence = years.feature("energy"), years.feature("valence")
    assert [energy.periods[0].first, energy.periods[-1].last, energy.recordings] == [1990, 2019, 1200]
    difference, low, high = energy.change
    assert low < 0.2 < high
    assert difference == pytest.approx(0.2, abs=0.01)
    assert energy.conclusion.startswith("Energy rose from 0.")
    assert "within chance" in valence.conclusion


def test_a_genre_is_told_by_five_years_under_the_name_the_listing_uses(years):
    trend = years.feature("energy", "hip-hop")
    assert [period.label for period in trend.periods][:2] == ["1990-1994", "1995-1999"]
    assert all(period.recordings == 200 for period in trend.periods)
    assert "made-up table, collected 2024-11-06" in trend.caveats[0]


def test_a_reissue_counts_in_the_year_of_the_earliest_release(snapshot, tmp_path):
    reissues = snapshot.iloc[:40].assign(release_date="2010", track_id=[f"again{n}" for n in range(40)])
    write([pd.concat([snapshot, reissues])], "made-up table", tmp_path)
    periods = {period.first: period.recordings for period in Years.load(Files(tmp_path)).feature("energy").periods}
    assert (periods[1990], periods[2010]) == (40, 40)


def test_years_with_few_recordings_are_left_out(snapshot, tmp_path):
    write([snapshot.drop(snapshot.index[:11])], "made-up table", tmp_path)
    assert Years.load(Files(tmp_path)).feature("energy").periods[0].first == 1991


def test_without_a_dated_table_the_shipped_aggregates_answer_and_name_their_source(tmp_path):
    energy = Years.load(Files(tmp_path)).feature("energy")
    assert energy.change[1] > 0.2
    assert energy.recordings > 20_000
    assert "2024-11-06" in energy.caveats[0]


def test_no_shipped_figure_rests_on_fewer_than_30_recordings(tmp_path):
    shipped = Years.load(Files(tmp_path))
    for name in FEATURES:
        assert min(period.recordings for period in shipped.feature(name).periods) >= 30


def test_an_undated_genre_is_answered_with_those_that_have_dates(years):
    with pytest.raises(UserError, match=r"Genres with known dates: hip-hop"):
        years.feature("energy", "salsa")
    with pytest.raises(UserError, match="danceability"):
        years.feature("popularity")


def test_aggregates_are_plain_json(years, tmp_path):
    entry = json.loads((tmp_path / "yearly_features.json").read_text())
    assert np.array(entry["all"]["means"]).shape == (30, len(FEATURES))

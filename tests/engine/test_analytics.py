"""The numbers behind the pictures, against hand counts and numpy's own."""

from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from engine import analytics
from engine.features import AUDIO, TRAIT_NAMES

TEMPO, POPULARITY = TRAIT_NAMES.index("tempo"), TRAIT_NAMES.index("popularity")


def catalogue_of(traits, **genres):
    traits = np.asarray(traits, dtype=np.float32)
    audio = traits[:, : len(AUDIO)].astype(np.float64)
    deviations = np.nanstd(audio, axis=0)
    return SimpleNamespace(
        traits=traits,
        ascending=lambda at: np.sort(traits[:, at][~np.isnan(traits[:, at])]),
        genres=tuple(sorted(genres)),
        genre_members=lambda name: np.array(genres[name]),
        means=np.nanmean(audio, axis=0),
        deviations=np.where(deviations > 0, deviations, 1),
    )


@pytest.fixture
def catalogue():
    """Twelve recordings: six quiet, six loud; one of each without a tempo; popularity 0, 10, 20, ..."""
    rng = np.random.default_rng(7)
    traits = rng.uniform(0, 1, (12, len(TRAIT_NAMES)))
    traits[:, TEMPO] *= 200
    traits[[0, 6], TEMPO] = np.nan
    traits[:, POPULARITY] = [0, 0, 0, 10, 20, 30, 40, 50, 60, 70, 80, 90]
    traits[:, 1] = [0.1] * 6 + [0.9] * 6
    return catalogue_of(traits, quiet=range(6), loud=range(6, 12))


def test_a_distribution_counts_each_known_value_once(catalogue):
    popularity = analytics.distribution(catalogue, "popularity")
    assert popularity.zero == popularity.shares[0] == 3 / 12
    assert (popularity.count, popularity.missing, popularity.median) == (12, 0, 35)
    assert popularity.shares.sum() == pytest.approx(1)
    tempo = analytics.distribution(catalogue, "tempo", np.arange(6))
    assert (tempo.count, tempo.missing) == (5, 1)
    assert tempo.shares.sum() == pytest.approx(1)


def test_genres_are_told_by_their_own_recordings(catalogue):
    loud, quiet = analytics.genres(catalogue)
    assert (loud.name, loud.count, loud.popularity, loud.median("energy")) == ("loud", 6, 65, pytest.approx(0.9))
    assert (quiet.count, quiet.popularity) == (6, 10)
    assert quiet.error == pytest.approx(np.std([0, 0, 0, 10, 20, 30], ddof=1) / np.sqrt(6))


def test_the_nearest_genres_leave_the_asked_one_out():
    catalogue = catalogue_of(np.outer([1, 2, 10, 1, 2, 10], np.ones(11)), low=[0, 3], middle=[1, 4], high=[2, 5])
    found = analytics.nearest_genres(catalogue, analytics.genres(catalogue), "low", 5)
    assert [genre.name for genre, _ in found] == ["middle", "high"]
    assert found[0][1] == pytest.approx(np.sqrt(9) / catalogue.deviations[0])


@settings(deadline=None)
@given(arrays(np.float32, (20, 11), elements=st.floats(-100, 100, width=16)), st.sets(st.integers(0, 19), max_size=5))
def test_correlations_are_numpys_over_the_recordings_that_have_both(traits, missing):
    traits[list(missing), TEMPO] = np.nan
    matrix = analytics.correlations(catalogue_of(traits))
    known = ~np.isnan(traits[:, TEMPO])
    with np.errstate(invalid="ignore", divide="ignore"):
        for a, b, rows in ((0, 1, slice(None)), (TEMPO, 2, known)):
            expected = np.corrcoef(traits[rows, a].astype(float), traits[rows, b].astype(float))[0, 1]
            steady = min(np.ptp(traits[rows, a]), np.ptp(traits[rows, b])) < 0.1
            assert steady or matrix[a, b] == pytest.approx(expected, abs=1e-6)


def test_the_strongest_pairs_come_first_and_those_without_a_correlation_are_left_out():
    traits = np.random.default_rng(1).normal(size=(50, 11))
    traits[:, 2] = -3 * traits[:, 1]
    traits[:, 5] = 4
    pairs = analytics.strongest(analytics.correlations(catalogue_of(traits)))
    assert [feature.name for feature in pairs[0][:2]] == ["loudness", "energy"]
    assert pairs[0][2] == pytest.approx(-1)
    assert len(pairs) == 45  # instrumentalness does not vary: ten of 55 pairs have none


@given(st.lists(st.integers(0, 5), min_size=1, max_size=30), st.integers(0, 5))
def test_a_percentile_is_the_share_below_and_half_of_the_equals(column, value):
    traits = np.zeros((len(column), 11))
    traits[:, 0] = column
    place = analytics.percentiles(catalogue_of(traits), np.full(11, value))[0]
    below, equal = sum(one < value for one in column), column.count(value)
    assert place == pytest.approx(100 * (below + equal / 2) / len(column))


def test_a_missing_tempo_has_no_percentile(catalogue):
    one = analytics.profile(catalogue, "one", np.array([0]))
    assert np.isnan(one.places[TEMPO])
    assert not np.isnan(np.delete(one.places, TEMPO)).any()


def test_what_sets_two_apart_is_what_differs_most_and_shows(catalogue):
    quiet, loud = (analytics.profile(catalogue, name, catalogue.genre_members(name)) for name in ("quiet", "loud"))
    assert analytics.differences(quiet, loud)[0].name == "energy"
    assert analytics.differences(quiet, quiet) == ()


def test_the_most_typical_recording_is_the_one_in_the_middle():
    traits = np.outer([0, 1, 2, 3, 50], np.ones(11))
    rows, distances = analytics.by_typicality(catalogue_of(traits), np.arange(5))
    assert rows[0] == 2
    assert rows[-1] == 4
    assert list(distances) == sorted(distances)

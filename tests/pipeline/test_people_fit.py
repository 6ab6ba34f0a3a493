"""Fitting to replayed choices: the weights that find most, and figures that mean what they say."""

import gzip
import json

import numpy as np
import pytest

from engine.catalogue.store import Catalogue
from pipeline.people import Candidates, cross_validated, fit_taste, logistic, read_replays, reliability
from pipeline.similarity_inputs import Inputs


def test_the_weights_that_find_most_are_chosen():
    poor, good = np.tile([0.0, 0.0, 0.1], (20, 1)), np.tile([1.0, 1.0, 0.5], (20, 1))
    found = {(0.0, 0.0, 0.5): poor, (0.5, 0.02, 0.0): good}
    assert fit_taste(found) == (0.5, 0.02, 0.0)
    assert cross_validated(found) == [1.0, 1.0, 0.5]


def test_a_dialogue_is_judged_by_weights_of_the_others():
    first, second = np.zeros((10, 3)), np.zeros((10, 3))
    first[:, 0], second[0, 0] = 0.5, 6.0  # the second is better for one dialogue alone, and so on the mean
    found = {(0.0, 0.0, 0.0): first, (1.0, 0.0, 0.0): second}
    assert fit_taste(found) == (1.0, 0.0, 0.0)
    assert cross_validated(found)[0] < second[:, 0].mean()


def test_what_was_judged_before_is_not_found_again():
    scores = np.linspace(1, 0, 500, dtype=np.float32)
    out = np.zeros(500, dtype=bool)
    out[0] = True
    nothing = np.zeros(500, dtype=np.float32)
    candidates = Candidates(scores, scores, nothing, nothing + 50, np.arange(500, dtype=np.int32), out)
    ranked = candidates.scores(0.5, 0.02, 0.0)
    assert candidates.found(ranked, [0]).tolist() == [0, 0, 0]
    assert candidates.found(ranked, [1, 400]).tolist() == [1, 1, 0.5]


@pytest.mark.parametrize("even", [True, False])
def test_a_match_of_so_much_is_found_so_often(even):
    random = np.random.default_rng(0)
    scores = random.normal(size=40_000).astype(np.float32)
    chosen = random.random(40_000) < 1 / (1 + np.exp(3 - 1.5 * scores))
    odds = logistic(scores, chosen, even=even)
    assert odds[1] == pytest.approx(1.5, abs=0.1)
    table = reliability(odds, scores, chosen, even=even)
    assert len(table) > 5
    assert all(abs(said - found) <= 6 for said, found, _ in table)


def test_likes_are_read_in_their_order_and_halved(tmp_path, make, row):
    names = "abcde"
    rows = [row(name, f"Artist {name}", title=f"Song {name}", energy=place / 10) for place, name in enumerate(names)]
    catalogue = Catalogue.load(make(tmp_path, rows))
    turns = [{"liked": ["1", "2", "9"], "disliked": ["5"]}, {"liked": ["3", "4"], "disliked": ["1"]}]
    tracks = {str(n): {"title": f"Song {name}", "artists": [f"Artist {name}"]} for n, name in enumerate(names, 1)}
    path = tmp_path / "dialogues.jsonl.gz"
    with gzip.open(path, "wt", encoding="utf-8") as lines:
        lines.write(json.dumps({"turns": turns, "tracks": tracks}) + "\n")
        lines.write(json.dumps({"turns": turns[:1], "tracks": tracks}) + "\n")
    ids = catalogue.words["track_id"].to_pylist()
    (replay,) = read_replays(path, Inputs(catalogue, catalogue.genres))
    assert [ids[place] for place in (*replay.first, *replay.later)] == ["a", "b", "c", "d"]
    assert len(replay.first) == 2
    assert [ids[place] for place in replay.disliked] == ["e"]

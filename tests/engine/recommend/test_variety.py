"""Lists for an occasion are of several kinds of music."""

import numpy as np
import pytest

from engine.recommend.variety import interleaved


def genres_of(engine, rows):
    return [engine.catalogue.words["genres"][int(row)].as_py() for row in rows]


def test_a_list_takes_turns_where_scores_are_close(engine):
    houses, jazzes = (engine.catalogue.genre_members(genre)[:6] for genre in ("house", "jazz"))
    rows = np.concatenate([houses, jazzes])
    scores = np.concatenate([np.linspace(1, 0.9, 6), np.linspace(0.8, 0.7, 6)])
    chosen = list(interleaved(engine.catalogue, rows, scores))
    assert sorted(chosen) == sorted(rows)
    assert chosen[0] == rows[0]
    assert {genre for genres in genres_of(engine, chosen[:4]) for genre in genres} >= {"house", "jazz"}


def test_a_much_better_recording_is_not_passed_over_for_variety(engine):
    rows = np.concatenate([engine.catalogue.genre_members("house")[:3], engine.catalogue.genre_members("jazz")[:3]])
    chosen = list(interleaved(engine.catalogue, rows, np.array([9.0, 8, 7, 1, 0.9, 0.8])))
    assert chosen[:3] == list(rows[:3])


@pytest.mark.parametrize("text", ["mood:party", 'scene:"dinner party"'])
def test_longer_lists_hold_what_shorter_ones_hold(engine, text):
    short, long = ({track.recording for track in engine.recommend(f"{text} limit:{limit}").tracks} for limit in (5, 20))
    assert short <= long

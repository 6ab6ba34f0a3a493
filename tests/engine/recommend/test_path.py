from itertools import pairwise

import numpy as np
import pytest

from engine.errors import UserError
from engine.features import AUDIO_NAMES


@pytest.fixture(params=["engine", "real_engine"])
def walker(request):
    return request.getfixturevalue(request.param)


@pytest.fixture
def ends(walker):
    """Two tracks that are far apart in energy."""
    energy = walker.catalogue.traits[:, AUDIO_NAMES.index("energy")]
    order = np.argsort(energy, kind="stable")
    return walker.catalogue.track(order[len(order) // 10]), walker.catalogue.track(order[-len(order) // 10])


@pytest.mark.parametrize("steps", [3, 7, 12])
def test_a_walk_starts_at_one_track_ends_at_the_other_and_never_turns_back(walker, ends, steps):
    walked = walker.path(*ends, steps)
    assert (walked[0].track_id, walked[-1].track_id) == (ends[0].track_id, ends[1].track_id)
    assert len(walked) == steps
    progress = [track.progress for track in walked]
    assert progress[0] == pytest.approx(0, abs=1e-5)
    assert progress[-1] == pytest.approx(1, abs=1e-5)
    assert all(before < after for before, after in pairwise(progress))


def test_a_walk_repeats_no_track_and_no_artist(walker, ends):
    walked = walker.path(*ends, 12)
    between = [artist for track in walked[1:-1] for artist in track.artists]
    assert len({track.recording for track in walked}) == len(walked)
    assert len(set(between)) == len(between)
    assert not set(between) & {*ends[0].artists, *ends[1].artists}


def test_every_step_of_a_walk_is_shorter_than_the_leap(real_engine):
    first, last = real_engine.find_track("Blinding Lights"), real_engine.find_track("Dancing Queen")
    sounds = real_engine.knn.standardised[: len(AUDIO_NAMES), [first.recording, last.recording]]
    leap = float(np.sqrt(np.square(np.diff(sounds.astype(float), axis=1)).mean()))
    assert max(track.distance for track in real_engine.path(first, last, 9)) < leap


def test_the_same_walk_is_found_again(walker, ends):
    assert walker.path(*ends) == walker.path(*ends)


def test_a_blend_stands_between_the_two(walker, ends):
    found, shares = walker.blend(*ends, 10)
    assert len(shares) == len(found.tracks)
    assert 0.25 < np.mean(shares) < 0.75
    assert not {ends[0].recording, ends[1].recording} & {track.recording for track in found.tracks}


def test_between_a_track_and_itself_there_is_nothing(engine):
    track = engine.catalogue.track(0)
    for way in (engine.path, engine.blend):
        with pytest.raises(UserError, match="the same sound") as raised:
            way(track, track)
        assert "another" in raised.value.hint

import numpy as np
import pytest

from engine.errors import UserError
from engine.features import LEVELS, TRAIT_NAMES
from engine.recommend.refine import less_known, others, stepped


def test_hard_limits_hold_for_every_track(engine):
    found = engine.recommend("energy:>0.5! tempo:100-140! explicit:no -genre:techno limit:50")
    assert len(found.tracks) == 50
    for track in found.tracks:
        assert track.values["energy"] >= 0.5
        assert 100 <= track.values["tempo"] <= 140
        assert not track.explicit
        assert "techno" not in track.genres


def test_a_limit_that_leaves_too_little_is_widened_and_said_so(engine):
    tempos = engine.catalogue.traits[engine.catalogue.genre_members("jazz"), TRAIT_NAMES.index("tempo")]
    second = float(np.sort(tempos[~np.isnan(tempos)])[-2])
    found = engine.recommend(f"genre:jazz tempo:>{second:.0f}")
    assert len(found.tracks) == 5
    assert any("tempo relaxed" in line for line in found.feedback)
    assert all("jazz" in track.genres for track in found.tracks)


def test_a_firm_limit_is_never_widened(engine):
    with pytest.raises(UserError) as mistake:
        engine.recommend("genre:jazz tempo:>249!")
    assert "tempo" in mistake.value.message
    assert "nearest" in mistake.value.hint.lower()


def test_an_artist_is_shown_at_most_twice(engine):
    mains = [track.artists[0] for track in engine.recommend("energy:high limit:50").tracks]
    assert max(mains.count(artist) for artist in mains) <= 2


def test_the_next_ones_repeat_nothing(engine):
    first = engine.recommend("mood:calm limit:20")
    second = engine.recommend(others(first.query))
    assert not {t.recording for t in first.tracks} & {t.recording for t in second.tracks}
    assert first.tracks == engine.recommend("mood:calm limit:20").tracks


def test_match_falls_and_distance_grows_down_the_list(engine):
    for wish in ("energy:0.9 danceability:0.2", "mood:sad", "surprise:much mood:party"):
        matches = [track.match for track in engine.recommend(f"{wish} limit:30").tracks]
        assert matches == sorted(matches, reverse=True)
    distances = [track.distance for track in engine.similar(engine.catalogue.track(3), k=30).tracks]
    assert distances == sorted(distances)


def test_reasons_tell_what_is_met_and_what_is_missed(engine):
    for track in engine.recommend("genre:sleep energy:very high instrumentalness:very high limit:3").tracks:
        assert set(track.misses) | set(track.meets) == {
            f"{name} {engine.level(name, track.values[name])}" for name in ("energy", "instrumentalness")
        }
        assert "energy very high" not in track.misses
        assert track.meets or track.misses


def test_similar_tracks_are_the_exact_cosine_neighbours(engine):
    knn, seed = engine.knn, 11
    audio = knn.standardised[:9].astype(np.float64)
    units = audio / np.linalg.norm(audio, axis=0)
    order = [row for row in np.argsort(1 - units[:, seed] @ units, kind="stable") if row != seed]
    mains, expected = {}, []
    for row in order:
        artist = int(engine.catalogue.main_artists[row])
        mains[artist] = mains.get(artist, 0) + 1
        if mains[artist] <= 2:
            expected.append(row)
    found = engine.similar(engine.catalogue.track(seed), k=10)
    assert [track.recording for track in found.tracks] == expected[:10]


def test_an_unliked_track_pushes_away_from_itself(engine):
    liked, unliked = engine.catalogue.track(3), engine.catalogue.track(900)
    plain = engine.recommend(f"like:{liked.track_id} limit:20")
    pushed = engine.recommend(f"like:{liked.track_id} unlike:{unliked.track_id} limit:20")
    sound = engine.knn.directions[:, unliked.recording]

    def nearness(found):
        return float(np.mean(sound @ engine.knn.directions[:, [track.recording for track in found.tracks]]))

    assert nearness(pushed) < nearness(plain)


def test_a_step_goes_one_level_and_ends_at_the_end(engine):
    constraint = engine.parse("energy:high")
    more = stepped(engine.catalogue, constraint, "energy", 1)
    assert more.constraints["energy"].target == "very high"
    assert stepped(engine.catalogue, more, "energy", 1) is None
    assert stepped(engine.catalogue, engine.parse("mood:calm"), "energy", 1).constraints["energy"].target == "medium"


def test_less_known_is_less_known(engine):
    found = engine.recommend("energy:high limit:10")
    constraint = less_known(found.query, found.tracks)
    again = engine.recommend(constraint)
    assert max(track.popularity for track in again.tracks) < sorted(t.popularity for t in found.tracks)[5]


def test_levels_are_percentiles_of_the_catalogue(engine):
    for name in ("energy", "speechiness", "tempo"):
        values = engine.catalogue.traits[:, TRAIT_NAMES.index(name)]
        for level, mark in LEVELS.items():
            value = float(np.nanpercentile(values, mark))
            assert abs(engine.percentile(name, value) - mark) < 1
            assert engine.level(name, value) == level


def test_nothing_asked_for_is_answered_with_what_could_be(engine):
    with pytest.raises(UserError) as mistake:
        engine.recommend("")
    assert "energy:high" in mistake.value.hint


def test_a_recording_is_never_recommended_under_two_of_its_ids(real_engine):
    tracks = real_engine.recommend('like:"Blinding Lights"', k=50).tracks
    assert len({track.recording for track in tracks}) == 50
    assert len({(track.track_name.casefold(), track.artists) for track in tracks}) == 50

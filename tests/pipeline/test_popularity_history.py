"""Rows of a later table find their recordings."""

from pipeline.cleaning import clean
from pipeline.popularity_history import link
from tests.engine.trends.test_popularity import later, listing


def test_recordings_are_linked_by_id_then_sound_then_name():
    tracks = clean(listing())[0]
    rows = later({"t1": 0, "t2": 0, "t4": 0, "t5": 0})
    rows["track_id"] = ["t1", "new", "new too", "unknown"]
    rows.loc[0, "danceability"] = 0.02  # as t2 sounds, but the id counts first
    rows.loc[1, "track_name"] = "Retitled"
    rows.loc[2, "energy"] = 7.0
    rows.loc[2, "track_name"] = "SONG 4"
    rows.loc[3, ["energy", "track_name"]] = [7.0, "Unheard"]
    assert link(tracks, rows).fillna(-1).tolist() == [1, 2, 4, -1]

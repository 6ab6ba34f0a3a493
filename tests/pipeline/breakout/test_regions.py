"""Regions are told from names, by what recordings filed under genres of one region are called."""

import pandas as pd

from engine.emerging.scores import REGIONS
from pipeline.breakout.regions import regions


def recordings_of(*rows: tuple[str, str, tuple[str, ...]]) -> pd.DataFrame:
    """From (title, artist, genres)."""
    frame = pd.DataFrame(rows, columns=["track_name", "artists", "genres"])
    return frame.assign(album_name=frame["track_name"], main_artist=frame["artists"])


def test_names_tell_the_region_of_what_is_filed_elsewhere(tmp_path):
    recordings = recordings_of(
        *((f"Dil Tera Hai {number}", f"Arjun Kumar {number}", ("indian",)) for number in range(10)),
        *((f"Summer Night {number}", f"Johnny Smith {number}", ("rock",)) for number in range(10)),
        ("Dil Mera Tera", "Kumar Arjun", ("k-pop",)),
        ("Night of Summer", "Smith Johnny", ()),
    )
    found = regions(recordings, tmp_path)
    assert [REGIONS[place] for place in found] == ["South Asia"] * 10 + [""] * 10 + ["South Asia", ""]


def test_a_table_of_one_region_tells_nothing():
    assert regions(recordings_of(("Rise", "Ann", ("rock",)), ("Star", "Bob", ("pop",)))).tolist() == [0, 0]
    assert len(regions(recordings_of())) == 0

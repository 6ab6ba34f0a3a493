"""Lines of lists find the recording that they mean, and none that they do not mean."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.matching import RECIPES, Truth, damaged
from engine import Engine, ListLine
from tests.conftest import MODELS

LINK = "https://open.spotify.com/track/"


@pytest.fixture(scope="module")
def small(tmp_path_factory, make, row):
    """An engine over a few recordings whose names are hard to match."""
    names = {
        "dejavu": ("Déjà Vu (feat. JAY-Z)", "Beyoncé;JAY-Z"),
        "pressure": ("Under Pressure - Remastered 2011", "Queen;David Bowie"),
        "studio": ("Harbour Lights", "Ann Lee"),
        "live": ("Harbour Lights - Live", "Ann Lee"),
        "cover": ("Harbour Lights", "The Otherwise Unknown"),
        "kino": ("Группа крови", "Кино"),
        "ace": ("Ace of Spades", "Motörhead"),
        "second": ("Sonata No. 2 in A", "Clara Weiss"),
        "third": ("Sonata No. 3 in A", "Clara Weiss"),
        "long": ("Everything That Happens Will Happen Today", "Dora & the Ports"),
        "once": ("Penumbra", "Edda"),
    }
    rows = [
        row(name, artists, title, energy=0.01 * number, duration_ms=100_000 + 10_000 * number)
        for number, (name, (title, artists)) in enumerate(names.items())
    ]
    return Engine.load(make(tmp_path_factory.mktemp("small"), rows), MODELS)


def matched(engine, *lines):
    return list(engine.match_list(lines))


def track_of(engine, match):
    return None if match.recording is None else engine.catalogue.track(match.recording).track_id


@pytest.mark.parametrize(
    ("title", "artist", "wanted"),
    [
        ("deja vu", "BEYONCE", "dejavu"),
        ("Déjà Vu", "Beyoncé feat. JAY-Z", "dejavu"),
        ("Beyoncé", "Déjà Vu", "dejavu"),
        ("Under Presure", "Queen", "pressure"),
        ("Under Pressure (Official Video)", "David Bowie & Queen", "pressure"),
        ("Harbour Lights - Live at Sea", "Ann Lee", "live"),
        ("Harbour Lights (2009 Remaster)", "Ann Lee", "studio"),
        ("Harbour Lights", "Otherwise Unknown", "cover"),
        ("Gruppa krovi", "Kino", "kino"),
        ("Ace of Spades", "Motoerhead", "ace"),
        ("Sonata No. 3 in A", "Clara Weis", "third"),
        ("Everything That Happens Will Ha", "Dora and the Ports", "long"),
    ],
)
def test_a_title_and_an_artist_as_lists_write_them_find_their_recording(small, title, artist, wanted):
    (match,) = matched(small, ListLine(f"{title} - {artist}", title, artist))
    assert (track_of(small, match), match.verdict) == (wanted, "found")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Queen - Under Pressure", "pressure"),
        ("Under Pressure – Queen", "pressure"),
        ("03. Motorhead_-_Ace_of_Spades.mp3", "ace"),
        ("penumbra", "once"),
        ("Penumbra by Edda", "once"),
    ],
)
def test_a_plain_line_finds_its_recording(small, text, wanted):
    (match,) = matched(small, ListLine(text))
    assert (track_of(small, match), match.verdict) == (wanted, "found")


@pytest.mark.parametrize(
    ("title", "artist"),
    [
        ("Sonata No. 4 in A", "Clara Weiss"),
        ("Harbour Lights", "Somebody Else"),
        ("Lanterns", "Ann Lee"),
        ("Nothing of the Kind", "Nobody At All"),
    ],
)
def test_a_song_that_is_not_there_is_not_taken_for_another(small, title, artist):
    (match,) = matched(small, ListLine(f"{title} - {artist}", title, artist))
    assert match.verdict != "found"


def test_a_link_to_any_release_is_that_recording_and_an_unknown_one_goes_by_its_names(engine):
    track = engine.best_known(1)[0]
    known, unknown, named = matched(
        engine,
        ListLine(LINK + track.track_id),
        ListLine(LINK + "0" * 22),
        ListLine("x", track.track_name, track.artists[0], link="spotify:track:" + "0" * 22),
    )
    assert (known.recording, known.confidence) == (track.recording, 1.0)
    assert (unknown.recording, unknown.verdict) == (None, "missing")
    assert named.recording == track.recording


def test_another_version_is_found_where_there_is_no_other_and_that_is_said(small):
    live, remix = matched(
        small,
        ListLine("", "Harbour Lights (Live)", "Ann Lee"),
        ListLine("", "Penumbra - Night Remix", "Edda"),
    )
    assert live.another_version == ()
    assert (track_of(small, remix), remix.another_version) == ("once", ("remix",))


def test_a_title_of_several_songs_is_doubtful_and_names_them(small):
    (match,) = matched(small, ListLine("Harbour Lights"))
    assert match.verdict == "doubtful"
    named = {track_of(small, match), *(small.catalogue.track(row).track_id for row, _ in match.others)}
    assert {"studio", "cover"} <= named


def test_the_length_tells_recordings_of_one_song_apart(tmp_path, make, row):
    rows = [
        row("short", "Ann", "Song (Mono)", energy=0.1, duration_ms=100_000),
        row("long", "Ann", "Song (Nomo)", energy=0.9, duration_ms=400_000),
    ]
    engine = Engine.load(make(tmp_path, rows), MODELS)
    found = matched(engine, *(ListLine("", "Song", "Ann", seconds=seconds) for seconds in (100.0, 400.0)))
    assert [track_of(engine, match) for match in found] == ["short", "long"]


lines = st.builds(
    ListLine,
    st.text(max_size=40),
    st.text(max_size=40),
    st.text(max_size=40),
    link=st.text(max_size=30),
    seconds=st.floats(0, 1e6) | st.just(math.nan),
)


@settings(max_examples=100)
@given(lines)
def test_any_line_has_an_answer_with_a_confidence(small, line):
    (match,) = matched(small, line)
    assert 0 <= match.confidence <= 1
    assert match.recording is None or 0 <= match.recording < len(small.catalogue)
    assert all(0 <= row < len(small.catalogue) and row != match.recording for row, _ in match.others)


def figures(engine, count):
    """Precision and recall over damaged names of the catalogue."""
    truth = Truth(engine.catalogue)
    songs = truth.songs[:: len(truth.songs) // count][:count]
    found = matched(engine, *(line for _, line in damaged(songs, 5)))
    taken = [(song, match) for song, match in zip(songs, found, strict=True) if match.verdict == "found"]
    right = sum(truth.same(match.recording, song) for song, match in taken)
    return right / len(taken), right / len(songs)


def test_damaged_names_of_the_demo_are_found_again(engine):
    precision, recall = figures(engine, 10 * len(RECIPES))
    assert precision >= 0.98
    assert recall >= 0.9


def test_damaged_names_of_the_real_catalogue_are_found_again(real_engine):
    precision, recall = figures(real_engine, 50 * len(RECIPES))
    assert precision >= 0.99
    assert recall >= 0.97

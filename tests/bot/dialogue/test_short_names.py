"""Names of artists who were spoken of before are enough in part, and who was meant takes the place of who was not."""

import pytest

from bot.dialogue.short_names import spelled_out


class _Turn:
    def __init__(self, *names):
        query = type("Q", (), {"artists": names, "like_artists": ()})()
        task = type("T", (), {"query": query, "fields": {}})()
        one = type("E", (), {"task": task, "tracks": (), "rows": ()})()
        self.context = type("C", (), {"current": (one,)})()
        self.fresh = False


@pytest.mark.parametrize(
    ("text", "full"),
    [
        ("a song between Nina and Etta", "a song between Nina Simone and Etta James"),
        ("I meant Nina, not Etta", "I meant Nina Simone, not Etta James"),
        ("more by Simone please", "more by Nina Simone please"),
        ("something like Nina Hagen", "something like Nina Hagen"),
        ("is it in A and B minor", "is it in A and B minor"),
        ("by somebody like nina", "by somebody like nina"),
    ],
)
def test_a_name_that_one_artist_of_the_talk_bears_is_that_artist(text, full):
    assert spelled_out(_Turn("Nina Simone", "Etta James"), text) == full


def test_a_name_that_two_bear_stays_as_it_is():
    assert spelled_out(_Turn("Nina Simone", "Nina Hagen"), "more like Nina") == "more like Nina"

"""The dated table's genres are matched to the listing's."""

import pytest

from pipeline.years import genre_name


@pytest.mark.parametrize(("theirs", "ours"), [("hip hop", "hip-hop"), ("r&b", "r-n-b"), ("jazz", "jazz")])
def test_genres_are_spelled_as_the_listing_does(theirs, ours):
    assert genre_name(theirs) == ours

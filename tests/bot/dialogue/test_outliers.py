"""Which of the rows shown fits the others least."""

import pytest


@pytest.mark.parametrize(
    "text",
    ["which one doesn't fit", "what's the odd one out?", "which of these sticks out the most", "any outliers in there"],
)
def test_the_row_furthest_from_the_others_is_told_with_what_sets_it_apart(talk, conversation, text):
    talk.say("ambient, 4 songs")
    quiet = talk.ids()
    loud = conversation.engine.recommend("genre:metal", 1).tracks[0]
    talk.say(
        " ".join(
            (
                "/recommend",
                *(f"track:{one}" for one in quiet[:2]),
                f"track:{loud.track_id}",
                f"track:{quiet[2]}",
                "limit:4",
            )
        )
    )
    reply = talk.say(text)
    assert reply.title.startswith(f"By its sound number 3, {loud.title}, is furthest")
    assert "the others" in reply.title
    assert talk.say("Take it out").rows
    assert loud.track_id not in talk.ids()

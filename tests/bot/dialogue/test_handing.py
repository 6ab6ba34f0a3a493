"""What is to be kept, watched or sent is the rows that were said, under the name that was said."""

import pytest


@pytest.fixture
def shown(talk):
    talk.say("techno")
    return talk.ids()


@pytest.mark.parametrize(
    ("text", "name", "rows"),
    [
        ("put 1 and 2 in a folder called Runners", "Runners", [1, 2]),
        ("add the last one to saturday rotation", "saturday rotation", [5]),
        ("save the first 3 of those in my winter playlist", "winter", [1, 2, 3]),
        ("put them all in a crate called Friday", "Friday", [1, 2, 3, 4, 5]),
        ("That is splendid, thanks. Please keep this list for the party.", "party", [1, 2, 3, 4, 5]),
    ],
)
def test_rows_are_kept_under_the_name_that_is_said(talk, shown, text, name, rows):
    kept = " ".join(f"track:{shown[row - 1]}" for row in rows)
    reply = talk.say(text)
    assert reply.request in (f'/crate new name:"{name}" {kept}', f"/crate new name:{name} {kept}")


def test_several_rows_go_on_the_watch_list(talk, shown):
    assert talk.say("put the top 3 of those on my watch list").request == "/watch " + " ".join(
        f"track:{one}" for one in shown[:3]
    )


def test_them_is_what_was_just_spoken_of(talk, shown):
    talk.say("send 1 and 2 to the client")
    kept = " ".join(f"track:{one}" for one in shown[:2])
    assert talk.say("then put them in a folder called Runners").request.endswith(kept)


def test_it_cannot_send_and_says_so(talk, shown):
    talk.say("techno")
    reply = talk.say("ok send the whole list to the client")
    assert "cannot send" in reply.text or not reply.request  # synthetic tracks have no links
    assert reply.title != "Fine."


@pytest.mark.parametrize("text", ["keep 1 and 3", "put 3 in second place", "add some piano", "send me something calm"])
def test_edits_and_wishes_are_not_kept(talk, shown, text):
    assert not talk.say(text).request.startswith(("/crate", "/watch"))

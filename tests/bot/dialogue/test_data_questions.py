"""Questions about the data and the halves that follow them, in more wordings than any table of patterns."""

import pytest


@pytest.mark.parametrize(
    ("said", "request_is"),
    [
        ("which genre has the shortest songs", "/explore what:features feature:duration"),
        ("what's the fastest genre here?", "/explore what:features feature:tempo"),
        ("name the 3 saddest genres", "/explore what:features feature:valence"),
        ("rank genres by energy", "/explore what:features feature:energy"),
        ("which genre is the most popular?", "/explore what:genres"),
        ("which genre has the most tracks", "/explore what:genres by:size"),
        ("how many tracks are in techno", "/genres name:techno"),
        ("how many jazz songs do you have", "/genres name:jazz"),
        ("number of recordings in rock?", "/genres name:rock"),
        ("average tempo of techno", "/explore what:features genre:techno feature:tempo"),
        ("how long are songs in jazz", "/explore what:features genre:jazz feature:duration"),
        ("how danceable is techno usually?", "/explore what:features genre:techno feature:danceability"),
        ("which is faster, techno or jazz", "/compare a:techno b:jazz"),
        ("jazz or rock, which one's more energetic?", "/compare a:jazz b:rock"),
        ("what's the difference between techno and house in your data", "/compare a:techno b:house"),
        (
            "is there a link between loudness and popularity",
            "/explore what:correlations feature:loudness with:popularity",
        ),
        (
            "does energy go with popularity in rock?",
            "/explore what:correlations genre:rock feature:energy with:popularity",
        ),
        ("tempo vs energy in jazz", "/explore what:correlations genre:jazz feature:tempo with:energy"),
        ("so loud songs sell better?", "/drivers feature:loudness"),
    ],
)  # fmt: skip
def test_a_question_about_the_data_is_no_wish_for_tracks(talk, said, request_is):
    reply = talk.say(said)
    assert reply.request == request_is
    assert reply.ok


@pytest.mark.parametrize(
    ("said", "request_is"),
    [
        (
            ("does loudness correlate with popularity", "and within jazz only?", "what about danceability"),
            "/explore what:correlations genre:jazz feature:danceability with:popularity",
        ),
        (("techno vs house", "add jazz"), "/compare a:techno b:house c:jazz"),
        (("techno vs house", "and jazz?", "which is the slowest?"), "/compare a:techno b:house c:jazz"),
        (("how fast is techno", "vs jazz"), "/compare a:techno b:jazz"),
        (("is music getting faster?", "same for song length"), "/trends feature:duration"),
        (
            ("how many songs are in jazz", "whats the average tempo there"),
            "/explore what:features genre:jazz feature:tempo",
        ),
        (("techno vs house", "which is faster?", "top 3 from the winner"), "/recommend genre:"),
    ],
)  # fmt: skip
def test_half_a_question_goes_on_from_the_one_before(talk, said, request_is):
    for text in said:
        reply = talk.say(text)
    assert reply.request.startswith(request_is)
    assert reply.ok


def test_what_lies_between_and_what_is_nearer_is_told_of_those_compared(talk):
    talk.say("techno vs jazz")
    assert "is closer to house" in talk.say("which of the two is closer to house").title
    between = talk.say("one track right between them")
    assert between.request.startswith("/recommend")
    assert between.request.endswith("limit:1")
    assert len(between.rows) == 1


def test_the_artist_with_the_most_tracks_of_a_genre_is_counted(talk, engine):
    reply = talk.say("which rock artist has the most tracks?")
    tracks = engine.catalogue.tracks(engine.catalogue.genre_members("rock").tolist())
    first = reply.rows[0].data
    assert first["count"] == sum(first["artist"] in track.artists for track in tracks)


@pytest.mark.parametrize(
    "said", ["fast techno", "something more energetic than techno", "sad songs", "jazz and rock", "long jazz tracks",
             "popular house from the top", "techno like house but slower"],
)  # fmt: skip
def test_a_wish_for_tracks_is_no_question_about_the_data(talk, said):
    assert talk.say(said).request.startswith("/recommend")

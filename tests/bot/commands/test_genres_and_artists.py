"""/genres NAME shows who belongs there and who hardly does; /artists like:NAME gives reasons."""


def test_a_genre_shows_typical_members_and_doubtful_ones_apart(ask, engine):
    reply = ask("/genres techno")
    assert reply.ok, reply.error
    assert reply.request == "/genres name:techno"
    typical = [row.data for row in reply.rows if row.detail == "typical"]
    doubtful = [row.data for row in reply.rows if row.detail.startswith("doubtful")]
    assert typical
    assert len(typical) + len(doubtful) == len(reply.rows)
    assert all("techno" in row["genres"] for row in (*typical, *doubtful))
    assert all(row["credibility"] < 0.5 for row in doubtful)


def test_artists_like_one_come_with_reasons_and_without_the_one_asked_for(ask, engine):
    name = engine.best_known(1)[0].artists[0]
    reply = ask(f'/artists like:"{name}" limit:5')
    assert reply.ok, reply.error
    names = [row.data["artist"] for row in reply.rows]
    assert len(names) == 5
    assert name not in names
    assert all(row.data["reasons"] for row in reply.rows)


def test_an_artist_who_is_not_there_is_said_to_be_not_there(ask):
    reply = ask('/artists like:"Nobody Of That Name"')
    assert reply.error.code == "not_found"
    assert "No artist is called" in reply.error.message

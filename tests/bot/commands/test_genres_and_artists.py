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


def test_artists_of_a_genre_record_a_third_of_their_tracks_in_it_and_are_in_the_order_asked_for(ask, engine):
    reply = ask("/artists genre:techno sort:recordings limit:20")
    assert reply.ok, reply.error
    rows = [row.data for row in reply.rows]
    assert rows
    assert all(3 * row["recordings"] >= row["recordings_here"] for row in rows)
    assert [row["recordings"] for row in rows] == sorted((row["recordings"] for row in rows), reverse=True)
    for row in rows:
        theirs = [
            track
            for track in engine.catalogue.tracks(range(len(engine.catalogue)))
            if track.artists[0] == row["artist"]
        ]
        assert len(theirs) == row["recordings_here"]
        assert row["recordings"] <= sum("techno" in track.genres for track in theirs)
        assert any(track.track_id == row["track_id"] for track in theirs)


def test_artists_of_a_genre_within_a_band_of_popularity(ask):
    rows = [row.data for row in ask("/artists genre:techno popularity:10-60 limit:50").rows]
    assert rows
    assert all(10 <= row["popularity"] <= 60 for row in rows)
    assert ask("/artists").error.code == "missing_parameter"
    assert ask('/artists like:"Somebody" genre:techno').error is not None

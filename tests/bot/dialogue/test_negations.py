"""What somebody does not want is in no answer, however it is said."""

import random

import pytest

from bot.conversation import Message

FORMS = (
    "music for {scene}, no {thing}", "music for {scene} but not {thing}", "songs for {scene} without {thing}",
    "something for {scene}, anything but {thing}", "{scene} music except {thing}", "tracks for {scene}, avoid {thing}",
    "I hate {thing}, give me something for {scene}", "please never {thing}: music for {scene}",
    "songs for {scene} minus {thing}", "nothing {thing}, for {scene}", "music for {scene}, I don't like {thing}",
    "music for {scene} excluding {thing}",
)  # fmt: skip
SCENES = ("a road trip", "cooking dinner", "studying", "a party", "the gym", "a rainy evening", "a wedding")
GENRES = ("rock", "pop", "jazz", "techno", "house", "country", "metal", "reggae", "hip-hop", "folk", "blues", "disco")
MOODS = ("sad", "happy", "calm", "energetic")


@pytest.mark.parametrize("seed", range(3))
def test_a_rejected_genre_mood_or_artist_is_in_no_answer(conversation, seed):
    chance = random.Random(seed)
    engine = conversation.engine
    known = [track.artists[0] for track in engine.recommend("popularity:>80 limit:20").tracks]
    for _ in range(80):
        kind = chance.choice(("genre", "mood", "artist"))
        thing = chance.choice({"genre": GENRES, "mood": MOODS, "artist": known}[kind])
        text = chance.choice(FORMS).format(scene=chance.choice(SCENES), thing=thing)
        reply = conversation.said(Message(text, limit=10))
        tracks = [engine.find_track(row.data["track_id"]) for row in reply.rows]
        assert reply.ok, text
        assert tracks, text
        if kind == "genre":
            assert not any(thing in track.genres for track in tracks), text
        elif kind == "artist":
            assert not any(thing in track.artists for track in tracks), text
        else:
            assert f"-mood:{thing}" in reply.request or "valence:" in reply.request or "energy:" in reply.request, text

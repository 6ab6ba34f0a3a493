"""A table that is odd but possible makes a catalogue that every command answers over."""

import json
from collections.abc import Callable

import pandas as pd
import pytest

from bot.blobs import Blobs
from bot.conversation import Conversation, Message
from bot.platforms.web.draw import reply_json
from bot.request import Request, Token, read_request
from engine import Engine
from engine.features import AUDIO_NAMES
from pipeline.build import write_catalogue
from pipeline.tables import Tables
from tests.conftest import MODELS

QUESTIONS = (
    "/recommend energy:high mood:happy",
    "/genres",
    "/explore map",
    "/explore correlations",
    "/explore features",
    "/emerging",
    "/emerging kind:artists",
    "/trends popularity",
    "/about",
    "/playlist mood:calm to:energetic minutes:30",
    "/drivers feature:valence",
    "/help",
)
WORDS = (
    "something calm for a rainy sunday",
    "calmer",
    "90s rock",
    "folk metal",
    "no christmas songs",
    "some latin jazz",
)


def varied(row, count, **same):
    """So many tracks that differ in every way, but for what is the same in all."""
    return [
        row(f"id{n}", f"Artist {n // 2}", f"Song {n}", f"genre {n % 3}", n % 100)
        | {name: 0.1 + (n * 7 % 80) / 100 for name in AUDIO_NAMES if name not in ("loudness", "tempo")}
        | {"loudness": -5.0 - n % 9, "tempo": 80.0 + n % 60}
        | same
        for n in range(count)
    ]


TABLES: dict[str, Callable] = {
    "one row": lambda row: varied(row, 1),
    "all the same sound": lambda row: varied(row, 40, **dict.fromkeys(AUDIO_NAMES, 0.5)),
    "no beat anywhere": lambda row: varied(row, 40, tempo=0.0, time_signature=0),
    "one genre": lambda row: varied(row, 40, track_genre="techno"),
    "a genre each": lambda row: [one | {"track_genre": f"style {n}"} for n, one in enumerate(varied(row, 300))],
    "genres of long names": lambda row: [
        one | {"track_genre": f"{'very long name ' * 20}{n % 4}"} for n, one in enumerate(varied(row, 200))
    ],
    "popularity nowhere known": lambda row: varied(row, 60, popularity=None),
    "one artist": lambda row: varied(row, 40, artists="Queen"),
    "names of signs": lambda row: varied(row, 40, artists='"', track_name='"""', album_name="=1+1", track_genre="a:b"),
    "nobody is popular": lambda row: varied(row, 40, popularity=0),
}


@pytest.mark.parametrize("name", TABLES)
def test_an_odd_table_makes_a_catalogue_that_answers(tmp_path, row, name, caplog):
    write_catalogue(Tables.of(pd.DataFrame(TABLES[name](row))), tmp_path, MODELS)
    engine = Engine.load(tmp_path, MODELS)
    conversation = Conversation(engine)
    track = engine.catalogue.track(0)
    asked = [read_request(text) for text in QUESTIONS]
    asked += [Request(command, (Token("track", track.track_id),)) for command in ("track", "similar", "genre")]
    asked += [Request("genres", (Token("like", track.genres[0], quoted=True),))]
    asked += [Request("artist", (Token("name", track.artists[0], quoted=True),))]
    asked += [Request(command, (Token("genre", track.genres[0], quoted=True),)) for command in ("recommend", "drivers")]
    replies = [(request.text, conversation.answer(request)) for request in asked]
    replies += [(text, conversation.said(Message(text, conversation="talk"))) for text in WORDS]
    for text, reply in replies:
        assert not (reply.error and reply.error.code == "fault"), (text, caplog.text)
        json.dumps(reply_json(reply, Blobs(1_000_000)), allow_nan=False)
        json.dumps([dict(one.data) for one in reply.rows], allow_nan=False)


def test_a_genre_that_the_table_has_not_is_said_to_be_none(tmp_path, row):
    write_catalogue(Tables.of(pd.DataFrame(TABLES["one genre"](row))), tmp_path, MODELS)
    talk = Conversation(Engine.load(tmp_path, MODELS))
    for text, genre in (("some jazz please", "jazz"), ("no rock", "rock"), ("folk metal", "folk metal")):
        error = talk.said(Message(text)).error
        assert error is not None
        assert (error.message, error.hint) == (f'No genre is called "{genre}".', "Nearest: techno.")
    reply = talk.said(Message("calm jazz or techno"))
    assert reply.request == "/recommend mood:calm genre:techno"
    assert '"jazz" is not one of the genres here; it was left out.' in reply.feedback

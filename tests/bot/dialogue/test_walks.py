"""Random walks over buttons and refinements: what holds on every one of them."""

import random

import pytest

from bot.request import read_request

STARTS = ("techno", "happy pop", "sad jazz under 5 minutes", "fast rock, no explicit ones", "calm piano")
SAID = (
    "calmer", "more energy", "less sad", "a bit faster", "much slower", "more obscure", "better known",
    "shorter", "more acoustic", "others", "5 more", "next", "back", "not the second one", "drop the first",
    "no more of that artist", "more like the third", "without jazz", "plus blues", "what about folk?",
    "only clean ones", "any tempo", "top 3 only", "make it 7", "as a playlist", "why?",
    "how popular is the first?", "thanks", "new topic: soul",
)  # fmt: skip
STEPS = 12


@pytest.mark.parametrize("seed", range(40))
def test_a_walk_keeps_its_promises(talk, engine, seed):
    chance = random.Random(seed)
    reply = talk.say(chance.choice(STARTS))
    rejected: set[int] = set()
    for _ in range(STEPS):
        actions = [action for action in reply.actions if action.command.startswith(("/recommend", "/save", "/why"))]
        if actions and chance.random() < 0.4:
            reply = talk.say(chance.choice(actions).command, pressed=True)
        else:
            reply = talk.say(chance.choice(SAID))
        if not reply.request:
            continue
        # The request reads back: asked again, it is the same request.
        assert talk_request(talk, reply.request) == reply.request
        task = talk.dialogue.task(read_request(reply.request))
        if not reply.ok or task.query is None or task.command not in ("recommend", "save", "why", "playlist"):
            continue
        shown = [engine.find_track(row.data["track_id"]) for row in reply.rows if "track_id" in row.data]
        chosen = {track.recording for track in task.query.like}
        rejected = (rejected | {track.recording for track in task.query.not_tracks}) - chosen
        assert not rejected & {track.recording for track in shown}
        assert len({(track.track_name.casefold(), track.artists[0]) for track in shown}) == len(shown)
        relaxed = " ".join(reply.feedback)
        for track in shown:
            assert obeys(track, task.query, relaxed), (reply.request, track)


def talk_request(talk, text):
    return talk.dialogue.canonical(read_request(text))


def obeys(track, query, relaxed):
    """Whether a track is within every constraint that the request shows, but for limits that the reply relaxed."""
    genres, artists = set(track.genres), set(track.artists)
    limits = [
        (track.values[name], one)
        for name, one in query.constraints.items()
        if name not in relaxed and (isinstance(one.low, float) or isinstance(one.high, float))
    ]
    return (
        (not query.genres or genres & set(query.genres))
        and genres.issuperset(query.genres_all)
        and not genres & set(query.not_genres)
        and (not query.artists or artists & set(query.artists))
        and not artists & set(query.not_artists)
        and query.explicit in (None, track.explicit)
        and all((one.low is None or value >= one.low - 1e-6) for value, one in limits)
        and all((one.high is None or value <= one.high + 1e-6) for value, one in limits)
    )

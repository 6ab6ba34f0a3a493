"""Random walks through a conversation, over buttons, their labels and refinements, and what holds on all of them."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from bot.changing import changes
from bot.conversation import Conversation, Message
from bot.reply import Action, Reply
from bot.request import read_request
from engine import Query, Track

STARTS: Final = (
    "techno", "happy pop", "sad jazz under 5 minutes", "fast rock, no explicit ones", "calm piano", "blues or folk",
    "dance music over 120 bpm", "something for a rainy sunday", "reggae", "/recommend genre:metal energy:high!",
)  # fmt: skip
SAID: Final = (
    "calmer", "more energy", "less sad", "a bit faster", "much slower", "more obscure", "better known", "shorter",
    "more acoustic", "others", "5 more", "next", "back", "no, before that", "not the second one", "drop the first",
    "no more of that artist", "more like the third", "without jazz", "plus blues", "what about folk?",
    "only clean ones", "any tempo", "top 3 only", "make it 7", "as a playlist", "why?", "same but happy",
    "how popular is the first?", "thanks", "new topic: soul", "never that one again", "no more of the second artist",
    "remove the remixes", "only german", "not that one", "2", "the second one but calmer", "house instead",
    "sort by tempo", "start over", "I don't like the first one", "love the second one", "more like that",
    "what about french?", "swap the last one out", "longer",
)  # fmt: skip
LISTS: Final = ("recommend", "save", "why", "playlist", "similar")


@dataclass
class Walk:
    """One conversation.

    Parameters
    ----------
    conversation : Conversation
    key : str
        Of the conversation, which nobody else uses.
    chance : random.Random

    Attributes
    ----------
    problems : list of str
        What did not hold, with the steps that led there.
    """

    conversation: Conversation
    key: str
    chance: random.Random
    steps: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    _tracks: set[int] = field(default_factory=set)
    _artists: set[str] = field(default_factory=set)

    def go(self, steps: int) -> list[str]:
        """Walk, and give back what did not hold."""
        reply = self._say(self.chance.choice(STARTS))
        for _ in range(steps):
            offered = [action for action in reply.actions if not changes(read_request(action.command))]
            act = self.chance.random()
            if offered and act < 0.35:
                reply = self._say(self.chance.choice(offered).command, pressed=True)
            elif offered and act < 0.5:
                reply = self._typed(self.chance.choice(offered), reply.actions)
            else:
                reply = self._say(self.chance.choice(SAID))
        self.conversation.contexts.drop(self.key)
        return self.problems

    def _say(self, text: str, *, pressed: bool = False) -> Reply:
        self.steps.append(f"[{text}]" if pressed else text)
        reply = self.conversation.said(Message(text, conversation=self.key, pressed=pressed))
        self._check(reply)
        return reply

    def _typed(self, action: Action, offered: Sequence[Action]) -> Reply:
        """Type the label of a button; another talk that stands at the same point presses it."""
        with self.conversation.contexts.turn(self.key) as slot:
            context = slot.context
        with self.conversation.contexts.turn(f"{self.key}, pressed") as slot:
            slot.context = context
        pressed = self.conversation.said(Message(action.command, conversation=f"{self.key}, pressed", pressed=True))
        self.conversation.contexts.drop(f"{self.key}, pressed")
        reply = self._say(action.label)
        alone = [one for one in offered if one.label == action.label] == [action]
        if alone and (reply.request, shown(reply)) != (pressed.request, shown(pressed)):
            self._problem(f"typing {action.label!r} gives {reply.request}, pressing it {pressed.request}")
        return reply

    def _check(self, reply: Reply) -> None:
        if reply.error is not None and reply.error.code == "fault":
            self._problem("fault")
        if not reply.request:
            return
        request = read_request(reply.request)
        again = self.conversation.dialogue.canonical(request)
        if again != reply.request:
            self._problem(f"{reply.request} reads back as {again}")
        task = self.conversation.dialogue.task(request)
        if not reply.ok or task.query is None or task.command not in LISTS:
            return
        if task.command != "playlist" and shown(self.conversation.answer(request)) != shown(reply):
            self._problem(f"{reply.request} asked again gives other rows")
        self._rows(reply, task.query)

    def _rows(self, reply: Reply, query: Query) -> None:
        """No rejected track or artist, no song twice, nothing outside of what is seen to be asked for."""
        chosen = {track.recording for track in query.named}
        self._tracks = (self._tracks | {track.recording for track in query.not_tracks}) - chosen
        asked_for = {*query.artists, *query.like_artists}
        self._artists = (self._artists | set(query.not_artists)) - asked_for
        tracks = [self.conversation.engine.find_track(row) for row in shown(reply)]
        for track in tracks:
            if track.recording in self._tracks:
                self._problem(f"the rejected {track.title} came back")
            if self._artists & set(track.artists):
                self._problem(f"the rejected artist of {track.title} came back")
            kinds = self.conversation.engine.recommender.similarity.kinds_of(track.recording)
            if set(kinds) & set(query.not_kinds) or (query.kinds and not set(kinds) & set(query.kinds)):
                self._problem(f"{track.title} is of a kind that {reply.request} leaves out")
            known = [
                genre
                for genre in (*query.genres, *query.genres_all)
                if track.recording in self.conversation.engine.recommender.styles.recordings(genre)
            ]
            if track not in query.tracks and not obeys(track, query, " ".join(reply.feedback), known):
                self._problem(f"{track.title} is outside of {reply.request}")
        if len({(track.track_name.casefold(), track.artists[0]) for track in tracks}) < len(tracks):
            self._problem(f"a song twice in {reply.request}")

    def _problem(self, what: str) -> None:
        self.problems.append(f"{what}\n    after {' > '.join(self.steps)}")


def shown(reply: Reply) -> list[str]:
    """The track ids of the rows."""
    return [row.data["track_id"] for row in reply.rows if "track_id" in row.data]


def obeys(track: Track, query: Query, relaxed: str, known: Sequence[str] = ()) -> bool:
    """Whether a track is within every constraint that the request shows, but for limits that the reply relaxed.

    Parameters
    ----------
    known : sequence of str
        Genres that the track's artist is known for, wherever the table files the track.
    """
    genres, artists = {*track.genres, *known}, set(track.artists)
    limits = [
        (track.values[name], one)
        for name, one in query.constraints.items()
        if name not in relaxed and (isinstance(one.low, float) or isinstance(one.high, float))
    ]
    return (
        (not query.genres or bool(genres & set(query.genres)))
        and (not query.genres_all or bool(genres & set(query.genres_all)))
        and not genres & set(query.not_genres)
        and (not query.artists or bool(artists & set(query.artists)))
        and not artists & set(query.not_artists)
        and query.explicit in (None, track.explicit)
        and all(not isinstance(one.low, float) or value >= one.low - 1e-6 for value, one in limits)
        and all(not isinstance(one.high, float) or value <= one.high + 1e-6 for value, one in limits)
    )


def walk(conversation: Conversation, seed: int, steps: int = 12) -> list[str]:
    """What does not hold on the walk of a seed."""
    return Walk(conversation, f"walk {seed}", random.Random(seed)).go(steps)

"""What people ask over a long day: lists, questions, refinements, the team's crates, some pictures, some nonsense."""

import random
from collections.abc import Callable

from bot.conversation import Conversation
from bot.request import Token
from bot.say import say

_REFINED = ("calmer", "a bit faster", "others", "not the second one", "more like the first", "make it 7", "back")
_LEVELS = ("low", "medium", "high", "very high", "high!")
_TRAITS = ("energy", "valence", "tempo", "danceability", "loudness", "acousticness")


class Day:
    """Makes requests over the names of one catalogue; the same seed makes the same ones."""

    def __init__(self, conversation: Conversation, seed: int) -> None:
        self.chance = random.Random(seed)
        engine = conversation.engine
        rows = [self.chance.randrange(len(engine.catalogue)) for _ in range(400)]
        self.tracks = engine.catalogue.tracks(rows)
        self.genres = list(engine.catalogue.genres)
        self._kinds: dict[Callable[[], str], float] = {
            self._list: 40, self._refined: 20, self._question: 16, self._crate: 8, self._opinion: 5, self._odd: 7,
            self._picture: 1, self._mood: 3,
        }  # fmt: skip

    def next(self) -> str:
        """One request."""
        (kind,) = self.chance.choices(list(self._kinds), list(self._kinds.values()))
        return kind()

    def light(self) -> str:
        """One request that no picture is drawn for, and that stands alone."""
        return self.chance.choices((self._list, self._question), (40, 16))[0]()

    def _list(self) -> str:
        traits = [f"{self.chance.choice(_TRAITS)}:{self.chance.choice(_LEVELS)}" for _ in range(2)]
        genre = f"genre:{self.chance.choice(self.genres)}"
        parts = self.chance.choice((traits, [*traits, genre], [genre, f"limit:{self.chance.randint(1, 20)}"]))
        return f"/{self.chance.choice(('recommend', 'recommend', 'why', 'save'))} {' '.join(parts)}"

    def _refined(self) -> str:
        return self.chance.choice(_REFINED)

    def _question(self) -> str:
        one, other = self.chance.sample(self.tracks, 2)
        return self.chance.choice(
            (say("similar", track=one), say("track", track=one), say("blend", a=one, b=other),
             say("path", a=one, b=other), f"how popular is {one.title}?", say("genres", name=self.genres[0]))
        )  # fmt: skip

    def _mood(self) -> str:
        return self.chance.choice(("happy dance music", "calm jazz under 4 minutes", "help", "thanks", "/about"))

    def _crate(self) -> str:
        name, track = f"crate {self.chance.randrange(5)}", self.chance.choice(self.tracks)
        verb = self.chance.choice(("new", "add", "add", "vote", "show", "list"))
        words = str(Token("name", name, quoted=True))
        added = f" track:{track.track_id}" if verb in ("add", "vote") else ""
        return f"/crate {verb} {words}{added}{' vote:up' if verb == 'vote' else ''}"

    def _opinion(self) -> str:
        track = self.chance.choice(self.tracks)
        return self.chance.choice((say("like", track=track), say("dislike", track=track), "/taste", "love the first"))

    def _odd(self) -> str:
        noise = "".join(chr(self.chance.randrange(33, 0x2FF)) for _ in range(30))
        return self.chance.choice(("/nothing", f"/track {noise}", f"/recommend {noise}", "energy:999", noise))

    def _picture(self) -> str:
        genre = self.chance.choice(self.genres)
        return self.chance.choice((f"/explore features {genre}", f"/drivers {genre}", f"/compare a:{genre} b:pop"))

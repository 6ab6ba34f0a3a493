# ruff: noqa: E501, SIM905 - tables of words
"""Random inputs of every kind, from what is nearly right to noise; the same seed gives the same inputs."""

import base64
import random
import sys
import unicodedata
import zlib
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from bot.conversation import Conversation
from bot.memory import Caller
from bot.platforms.discord import custom_id
from bot.request import Request, Token, Upload
from engine.features import AUDIO_NAMES

CONVERSATIONS: Final = 40

WORDS: Final = tuple(
    (
        "upbeat acoustic under 3 minutes not explicit like by from very high energy low happy calm sad techno rock pop "
        "k-pop hip hop jazz fast slow loud quiet instrumental live with without between 100 and 120 bpm around about 10 "
        "tracks songs the a an of to vs versus playlist 45 minutes compare what genre is which genres are does sound like "
        "who rising in drives moves popularity make me help ? clean kid never non isn't don't some much none artists "
        "breakout formula cosine map correlations importance yes no on off 0 1 private christmas german spanish 1990s old "
        "new unknown remix cover rainy sunday morning driving study dinner crate add vote"
    ).split()
)
FOLLOW_UPS: Final = (
    "calmer", "less sad", "a bit faster", "much slower", "more obscure", "better known", "shorter", "others", "5 more",
    "next", "back", "no, before that", "not the second one", "drop the first", "no more of that artist", "without jazz",
    "more like the third", "plus blues", "what about folk?", "only clean ones", "any tempo", "make it 7", "why?",
    "as a playlist", "how popular is the first?", "thanks", "new topic: soul", "compare the first two", "love it",
    "what genre is number 3?", "save those as csv", "who is rising there?", "plot that", "the band", "start over",
    "same but happy", "never that again", "put the first into a crate", "etwas schneller", "más triste", "again",
    "the 99th", "number 0", "the last", "the first two", "it", "that artist", "her", "no", "yes", "ok", "stop", "?",
)  # fmt: skip
NUMBERS: Final = (
    "1e999", "-1e999", "nan", "NaN", "inf", "-inf", "-0", "+0", "0x10", "1_000", "1e-320", "٣", "１２", "²", "9" * 400,
    "9" * 5000, "0." + "0" * 400 + "1", "1,5", "1.5.5", "--5", "5-", "-5--3", "90-10", "40-70", "70-40", "0-0", "3:25",
    "3:99", "99999:99", "1:2:3", ">", "<", ">=", ">>5", "<=-", ">nan", ">high", "low-high", "high-low", "high!", "!",
    "0.5!", "50%", "500%", "120 bpm", "-60 db", "100 minutes", "99999999999999999999", "true", "None", "½", "1/0", "−5",
    "0.3", "0.8", "120", "90-130", ">0.5", "<0.4!", "2010", "1990-1999", "medium", "very low", "", " ", "\t",
)  # fmt: skip
HOSTILE: Final = (
    "<script>alert(1)</script>", "@everyone", "<@1>", "<#1>", "<!channel>", "[a](https://evil.example)", "{{7*7}}",
    "'; DROP TABLE tracks;--", "${jndi:ldap://x}", "%s%n", "{0.__class__}", "../../etc/passwd", "C:\\x", "\x1b[31mred",
    "=cmd|' /C calc'!A0", "a\nb\r\nc", "\\", '\\\\"', '"', '"' * 50, "“„”«»", "a:" * 300, ":" * 300, "-" * 300, "!" * 300,
    "/" * 100, "//x", "/ /", "-genre:", "-:", '-"', "(" * 200, "[" * 200 + "]" * 200, "```", "||a||", "\0", "A" * 6000,
    "🎵" * 3000, "é" * 4000, "x " * 2000, "\u0301" * 3000, "like love " * 100, "happy like " + "q " * 900,
)  # fmt: skip
LINKS: Final = (
    "https://open.spotify.com/track/0VjIjW4GlUZAMYd2vXMi3b", "spotify:track:0VjIjW4GlUZAMYd2vXMi3b", "spotify:artist:x",
    "https://open.spotify.com/intl-de/track/" + "a" * 3000, "spotify:track:" + "ä" * 22, "spotify:track:\ud800",
    "spotify:track:" + "\U00020000" * 1900, "https://open.spotify.com/album/1", "z" * 22, "0" * 22, "http://[::1]/",
)  # fmt: skip
KEYS: Final = (
    "mood", "genre", "not_genre", "like", "like_2", "like_", "not_like", "not_not_genre", "unlike", "explicit", "artist",
    "limit", "metric", "surprise", "skip", "private", "energy", "tempo", "duration", "loudness", "valence", "popularity",
    "track", "a", "b", "to", "minutes", "save", "steps", "what", "vs", "feature", "by", "method", "kind", "score", "name",
    "command", "file", "for", "scene", "year", "sort", "key", "language", "album", "include", "sure", "page", "engine",
    "self", "__class__", "http", "spotify", "Z" * 50, "Energy", "ener gy",
)  # fmt: skip
MARKS: Final = '*_~`|<>[]()#-@:;"“”„«»\\/!?.,+=&%$^{}'


@dataclass(frozen=True)
class Said:
    """A message, as a platform would hand it over."""

    text: str = ""
    request: Request | None = None
    conversation: str = ""
    reply_to: str = ""
    pressed: bool = False
    uploads: dict[str, Upload] | None = None


@dataclass(frozen=True)
class Typed:
    """What stands in a field or a line that is to be completed."""

    command: str
    option: str
    text: str
    limit: int


@dataclass(frozen=True)
class Pressed:
    """A custom id, forged or altered; ``of`` is what was packed into it before."""

    custom_id: str
    of: str = ""


Input = Said | Typed | Pressed


class Inputs:
    """Makes inputs for a conversation over one catalogue.

    Parameters
    ----------
    conversation : Conversation
        Its commands and its catalogue's names are what inputs are made of.
    chance : random.Random
    """

    def __init__(self, conversation: Conversation, chance: random.Random) -> None:
        self.chance = chance
        self.commands = conversation.commands
        words = conversation.engine.catalogue.words
        rows = [chance.randrange(len(conversation.engine.catalogue)) for _ in range(400)]
        self.titles = [words["track_name"][row].as_py() for row in rows]
        self.artists = [words["artists"][row].as_py()[0] for row in rows]
        self.ids = [words["track_id"][row].as_py() for row in rows]
        self.genres = list(conversation.engine.catalogue.genres)
        self._talking: dict[str, Any] = {}
        self._kinds: dict[str, tuple[float, Callable[[], Input]]] = {
            "grammar": (0.24, self._grammar),
            "fields": (0.12, self._fields),
            "mutated example": (0.1, self._mutated),
            "plain words": (0.14, self._plain),
            "follow-up": (0.16, self._follow_up),
            "word soup": (0.06, self._soup),
            "long text": (0.02, self._long),
            "completion": (0.06, self._typed),
            "custom id": (0.06, self._custom_id),
            "table": (0.01, self._table),
            "list": (0.03, self._list),
        }

    def next(self) -> tuple[str, Input]:
        """A kind and an input of it."""
        names = list(self._kinds)
        (kind,) = self.chance.choices(names, [self._kinds[name][0] for name in names])
        return kind, self._kinds[kind][1]()

    def answered(self, conversation: str, request: str, offered: Sequence[tuple[str, str]]) -> None:
        """Keep what an answer of a conversation carries, for what is pressed or replied to next."""
        self._talking[conversation] = (request, list(offered)[:40])

    # Texts

    @cached_property
    def _categories(self) -> dict[str, list[str]]:
        """Characters of each Unicode category, lone surrogates (``Cs``) and controls among them."""
        found: dict[str, list[str]] = defaultdict(list)
        for code in range(sys.maxunicode + 1):
            letters = found[unicodedata.category(chr(code))]
            if len(letters) < 3000 or code % 97 == 0:
                letters.append(chr(code))
        return found

    def odd(self, most: int = 8) -> str:
        """Some characters of one Unicode category."""
        letters = self._categories[self.chance.choice(list(self._categories))]
        return "".join(self.chance.choice(letters) for _ in range(self.chance.randint(1, most)))

    def soup(self, most: int = 60) -> str:
        """Words, marks, numbers and odd characters together."""
        parts = []
        for _ in range(self.chance.randint(1, 6)):
            made = self.chance.choices(
                (
                    self.odd,
                    lambda: "".join(self.chance.choice(MARKS) for _ in range(self.chance.randint(1, 10))),
                    lambda: self.chance.choice(WORDS),
                    lambda: self.chance.choice(NUMBERS)[:most],
                    lambda: self.chance.choice(HOSTILE)[:most],
                    lambda: chr(self.chance.randrange(sys.maxunicode + 1)),
                ),
                (35, 15, 25, 10, 10, 5),
            )[0]()
            parts.append(made)
        return self.chance.choice(("", " ")).join(parts)[: 4 * most]

    def _name(self) -> str:
        return self.chance.choice(self.chance.choice((self.titles, self.artists, self.genres, self.ids)))

    def _value(self, option: Any) -> str:
        """What may stand in a field: often what fits."""
        chance = self.chance
        if chance.random() < 0.25:
            return chance.choice((self.soup(), chance.choice(NUMBERS), chance.choice(HOSTILE), chance.choice(LINKS)))
        fitting: dict[str, Sequence[str]] = {
            "track": (*self.titles[:60], *self.ids[:60]),
            "artist": self.artists,
            "genre": self.genres,
            "subject": (*self.genres, *self.artists[:20], *self.titles[:20]),
            "mood": ("happy", "calm", "sad+calm", "energetic", "party"),
            "level": ("low", "high", "very high", "medium!", ">0.5", "0.2-0.7", "120"),
            "command": tuple(self.commands),
        }
        if option.choices:
            return chance.choice(option.choices)
        if option.type == "yes/no":
            return chance.choice(("yes", "no"))
        if option.type == "whole":
            return str(chance.randint(option.low or 0, option.high or 50))
        return chance.choice(fitting.get(option.source, (*WORDS, *NUMBERS)))

    def _quoted(self, text: str) -> str:
        kind = self.chance.random()
        if kind < 0.5:
            return str(Token("", text, quoted=True))
        return f"“{text}”" if kind < 0.65 else f'"{text}' if kind < 0.72 else text

    def _mutation(self, text: str) -> str:
        letters = list(text)
        for _ in range(self.chance.randint(1, 3)):
            at, act = self.chance.randrange(len(letters) + 1), self.chance.random()
            if act < 0.6:
                letters.insert(at, self.chance.choice((self.odd(1), self.chance.choice(MARKS), " ", "x")))
            elif letters:
                letters.pop(min(at, len(letters) - 1))
        return "".join(letters)

    def _conversation(self) -> str:
        return f"talk-{self.chance.randrange(CONVERSATIONS)}" if self.chance.random() < 0.7 else ""

    # Kinds of input

    def _grammar(self) -> Said:
        chance, command = self.chance, self.chance.choice(list(self.commands))
        parts = []
        for _ in range(chance.choice((0, 1, 1, 2, 2, 3, 4, 6))):
            option = chance.choice(self.commands[command].options)
            if chance.random() < 0.15:
                parts.append(chance.choice((self.soup(), chance.choice(WORDS), self._value(option))))
                continue
            key = option.name if chance.random() < 0.9 else chance.choice(KEYS)
            parts.append(f"{'-' * (chance.random() < 0.1)}{key}:{self._quoted(self._value(option))}")
        return Said(f"/{command} {' '.join(parts)}", conversation=self._conversation())

    def _fields(self) -> Said:
        command = self.chance.choice(list(self.commands))
        options = self.commands[command].options
        said = self.chance.sample(options, min(len(options), self.chance.randint(0, 4)))
        tokens = [Token(option.name, self._value(option), quoted=True) for option in said]
        if self.chance.random() < 0.1:
            tokens.append(Token(self.chance.choice(KEYS), self.soup(), quoted=True))
        return Said(request=Request(command, tuple(tokens)), conversation=self._conversation())

    def _mutated(self) -> Said:
        definition = self.commands[self.chance.choice(list(self.commands))]
        text = self.chance.choice(definition.examples)
        for _ in range(self.chance.randint(1, 4)):
            text = self._mutation(text)
        return Said(text, conversation=self._conversation())

    def _plain(self) -> Said:
        chance = self.chance
        opening = chance.choice(
            ("", "", "what genre is ", "who is rising in ", "what drives popularity in ", "compare ", "songs like ",
             "make me a playlist ", "something by ", "remember that I like ", "show the crate ", "when I write ", "hi ")
        )  # fmt: skip
        words = [
            chance.choice((chance.choice(WORDS), chance.choice(WORDS), self._name(), self.soup(20)))
            for _ in range(chance.randint(0, 9))
        ]
        return Said(opening + " ".join(words) + chance.choice(("", "", "?")), conversation=self._conversation())

    def _follow_up(self) -> Said:
        """What goes on a conversation: words, a press, the label of a button, a reply to the last answer."""
        chance = self.chance
        if not self._talking:
            return self._plain()
        conversation = chance.choice(list(self._talking))
        request, offered = self._talking[conversation]
        act = chance.random()
        if offered and act < 0.35:
            return Said(chance.choice(offered)[1], conversation=conversation, pressed=True)
        if offered and act < 0.5:
            return Said(chance.choice(offered)[0], conversation=conversation)
        words = chance.choice(FOLLOW_UPS)
        if chance.random() < 0.2:
            words = chance.choice((f"{words} {self.soup(20)}", self._mutation(words), f"{words} and {self._name()}"))
        replied = request if chance.random() < 0.3 else ""
        if chance.random() < 0.03:
            replied = self._mutation(replied)
        return Said(words, conversation=conversation, reply_to=replied)

    def _soup(self) -> Said:
        start = self.chance.choice(("", "/", f"/{self.chance.choice(list(self.commands))} ", f"/{self.soup(8)} "))
        return Said(start + self.soup(), conversation=self._conversation())

    def _long(self) -> Said:
        chance, command = self.chance, self.chance.choice(list(self.commands))
        many = chance.choice((50, 300, 1500))
        option = chance.choice(self.commands[command].options)
        text = chance.choice(
            (
                lambda: f"/{command} " + " ".join(f"{chance.choice(KEYS)}:{chance.choice(WORDS)}" for _ in range(many)),
                lambda: f"/{command} " + " ".join(chance.choice(WORDS) for _ in range(many)),
                lambda: f"/{command} {option.name}:" + self.soup(300) * chance.randint(1, 20),
                lambda: chance.choice(("", f"/{command} ")) + chance.choice(HOSTILE) * chance.randint(1, 3),
                lambda: f"/{command} " + " ".join(f'like:"{chance.choice(self.titles)}"' for _ in range(50)),
                lambda: " ".join(f"-genre:{genre}" for genre in self.genres[:60]),
                lambda: " ".join(f"between {chance.randint(0, 300)} and 200 bpm" for _ in range(many)),
                lambda: " ".join(self._name() for _ in range(min(many, 300))),
            )
        )()
        return Said(text[:12_000], conversation=self._conversation())

    def _typed(self) -> Typed:
        chance = self.chance
        command = chance.choice((*self.commands, "", "nothing"))
        names = [option.name for option in self.commands[command].options] if command in self.commands else []
        title = chance.choice(self.titles)
        text = chance.choice(
            (self.soup(), self.odd(), title, title[: chance.randint(0, 8)], chance.choice(LINKS), "A" * 5000, " ", "")
        )
        option = chance.choice((*names, "name", "artist", "", "nothing"))
        return Typed(command, option, text, chance.choice((25, 25, 12, 1, 0)))

    def _custom_id(self) -> Pressed:
        """A real one, an altered one, or one that is forged with the right checksum around a hostile body."""
        chance = self.chance
        if chance.random() < 0.5:
            text = chance.choice(
                (f"/recommend {self.soup(30)}", f'/similar track:"{chance.choice(self.ids)}"', f"/{self.soup(9)}",
                 f"/recommend energy:high mood:happy genre:{chance.choice(self.genres)}")
            )  # fmt: skip
            made = custom_id.pack(text)
            if made is not None:
                at = chance.randrange(1, len(made))
                altered = made[:at] + chance.choice("0aZ~!#") + made[at + 1 :]
                return Pressed(made, text) if chance.random() < 0.5 else Pressed(altered)
        if chance.random() < 0.3:
            return Pressed(chance.choice(("1", "2", "")) + self.soup(100)[:120])
        ids = chance.choice((0, 0, 1, 2, 255))
        deflate = zlib.compressobj(9, zlib.DEFLATED, -15, 9, zlib.Z_DEFAULT_STRATEGY, custom_id._WORDS)
        plain = chance.choice(
            (b"a" * 200_000, b"\x01\x01", b"/recommend " * 900, b"\xff\xfe", self.soup().encode("utf-8", "replace"))
        )
        content = chance.choice((deflate.compress(plain) + deflate.flush(), chance.randbytes(chance.randint(0, 40))))
        body = bytes([ids]) + chance.randbytes(16 * min(ids, 2)) + content
        return Pressed("1" + base64.b85encode(custom_id._checksum(body) + body).decode())

    def _table(self) -> Said:
        """A table to label: right, odd or no table at all."""
        name = self.chance.choice(
            ("a.csv", "../../x.csv", self.soup(10), "", "a" * 300 + ".csv", "\0.csv", "x\r\nX: y")
        )
        said = (Token("audio_only", self.chance.choice(("yes", "no", "x"))),) if self.chance.random() < 0.3 else ()
        return Said(request=Request("label", said, uploads={"file": Upload(name, self._csv())}))

    def _csv(self) -> bytes:
        chance = self.chance
        if chance.random() < 0.2:
            return chance.choice((b"", b"\0" * 50, b"PK\x03\x04", b"\xff\xfe", chance.randbytes(200), b'"' * 99))
        header = [*AUDIO_NAMES, *chance.sample(("track_name", "artists", "track_id", "duration_ms", "key", "x"), 3)]
        if chance.random() < 0.2:
            header = chance.sample(header, chance.randint(1, len(header)))
        lines = [",".join(header)]
        for _ in range(chance.choice((0, 1, 5, 40))):
            odd = chance.random() < 0.3
            cells = [
                chance.choice(NUMBERS)[:80]
                if odd
                else {"tempo": "120", "loudness": "-7", "key": "3", "duration_ms": "200000"}.get(name)
                or (
                    f"{chance.random():.3f}" if name in AUDIO_NAMES else self._name().replace(",", " ").replace('"', "")
                )
                for name in header
            ]
            lines.append(",".join(cells[: -1 if chance.random() < 0.05 else None]))
        text = chance.choice(("\n", "\r\n", "\r")).join(lines)
        return text.encode(chance.choice(("utf-8", "utf-8", "utf-8-sig", "utf-16")), "surrogatepass")

    def _list(self) -> Said:
        """A crate: made, filled from a list of any form, voted on, exported."""
        chance, name = self.chance, self.chance.choice(("Spots", "a b", "x", self.soup(12)))
        lines = [
            chance.choice((self._name(), self.soup(), chance.choice(LINKS), f"{self._name()} - {self._name()}"))
            for _ in range(chance.choice((1, 5, 30)))
        ]
        head = chance.choice(("", "#EXTM3U\n", "track_id,title,artist\n", "title,artist\n", "Spotify URI;x\n", ","))
        content = (head + "\n".join(lines)).encode(chance.choice(("utf-8", "utf-16", "utf-8-sig")), "surrogatepass")
        action = chance.choice(self.commands["crate"].examples).split()[1:2] or ["list"]
        tokens = (Token("", action[0]), Token("name", name, quoted=True), Token("track", self._name(), quoted=True))
        request = Request("crate", tokens[: chance.randint(1, 3)])
        if chance.random() < 0.5:
            request = Request("crate", (Token("", "import"), tokens[1]), uploads={"file": Upload("l.txt", content)})
        return Said(request=request, conversation=self._conversation())


def caller(chance: random.Random) -> Caller:
    """One of a few people, in one of a few channels."""
    person = chance.randrange(6)
    return Caller("web", f"channel-{chance.randrange(3)}", f"web:{person}", f"P{person}", may_manage=person == 0)

"""Shapes of long messages: one thing said again and again, in words, in keys and with names of the catalogue."""

import random
from collections.abc import Callable
from itertools import cycle
from typing import Final

from bot.conversation import Conversation, Message
from engine import Engine, tokens
from engine.catalogue import names

LONGEST: Final = 4000
"""Characters of the longest message that a platform takes."""
ORDINARY: Final = "happy pop songs like Wonderwall, not too fast, without live ones"

_WORDS: Final = (
    "not", "no", "without", "like", "love", "happy", "sad", "calm", "energetic", "faster", "slower", "100 bpm", "90s",
    "rock", "techno", "jazz", "by", "and", "or", "but", "songs", "popular", "unknown", "for", "a rainy", "sunday",
    "playlist", "minutes", "30", "then", "more", "less", "very", "Queen", "Adele", "Blinding Lights", "Yesterday",
    "the", "to", "from", "between", "in", "minor", "key", "instrumental", "live", "acoustic",
)  # fmt: skip


def _soup(length: int) -> str:
    """Ordinary words of requests in an order that says nothing."""
    chosen = random.Random(3)
    return " ".join(chosen.choice(_WORDS) for _ in range(length // 4))


SHAPES: Final[dict[str, Callable[[int], str]]] = {
    "quotes": lambda n: '"' * n,
    "backslashes": lambda n: '"' + "\\" * n,
    "keys": lambda n: "a:" * n,
    "minus": lambda n: "-" * n,
    "blanks": lambda n: "x" + " " * n + "x",
    "words": lambda n: "upbeat " * n,
    "unknown words": lambda n: "qwxz " * n,
    "one long word": lambda n: "q" * n,
    "between": lambda n: "between 1 and " * n,
    "amounts": lambda n: "100 bpm " * n,
    "under": lambda n: "under " * n,
    "digits": lambda n: "9" * n,
    "vs": lambda n: "compare a" + " vs b" * n,
    "what genre": lambda n: "what genre is " + "a?" * n,
    "playlist": lambda n: "playlist 45 minutes " * n,
    "like": lambda n: "like " * n,
    "like love": lambda n: "happy " + "like love " * n,
    "like words": lambda n: "happy like " + "q " * n,
    "quoted likes": lambda n: "like " + '"love" ' * n,
    "by": lambda n: "by " + "love and " * n,
    "names": lambda n: "Love, Home, Blue, " * n,
    "not": lambda n: "not " * n,
    "without": lambda n: "without sad without rock " * n,
    "link paths": lambda n: "open.spotify.com/" + "a/" * n,
    "a long link": lambda n: "/similar spotify:track:" + "a" * n,
    "a long link of rare letters": lambda n: "/similar spotify:track:" + "\U00020000" * n,
    "a long id": lambda n: "/track " + "0" * n,
    "a title of many words": lambda n: "/track " + "love " * n,
    "combining marks": lambda n: "/track e" + "\u0301" * n,
    "genres": lambda n: "genre:" + "pop+" * n + "rock",
    "moods": lambda n: "mood:" + "happy+" * n + "calm",
    "levels": lambda n: "energy:" + "very " * n + "high",
    "ranges": lambda n: "tempo:" + "1-" * n,
    "queries": lambda n: "/recommend " + "energy:high " * n,
    "help": lambda n: "/help " + "x" * n,
    "commas": lambda n: ",;.!?()" * n,
    "ordinals": lambda n: "the first and the second and " * n,
    "comparisons": lambda n: "calmer and faster but less sad " * n,
    "rejections": lambda n: "not the first one, " * n,
    "german": lambda n: "etwas schneller bitte und " * n,
    "and then": lambda n: "happy pop and then sad jazz. " * n,
    "negated keys": lambda n: "-genre:rock " * n,
    "emoji": lambda n: "👩‍👩‍👧‍👦" * n,
    "crate": lambda n: "put the first and the second into the crate x and " * n,
    "dashes": lambda n: "a - b - " * n,
    "slashes": lambda n: "/" * n,
    "misses": lambda n: "songs like " + ", ".join(f"Zqx{i}y Wvbnk" for i in range(n // 10)),
    "missing links": lambda n: "spotify:track:zzzzzzzzzzzzzzzzzzzzzz " * n,
    "slips": lambda n: "acousticcness instrumentalnes danceabilitty energettic " * n,
    "scene": lambda n: "rainy sunday morning with coffee in the kitchen while it snows outside " * n,
    "ordinary words as names": lambda n: "the one love you and me baby time night " * n,
    "capitals": lambda n: "I want Love And Home And Blue And Time By Queen And Adele Like Prince " * n,
    "languages": lambda n: "/recommend " + "language:spanish -language:german " * n,
    "kinds": lambda n: "/recommend " + "kind:live include:christmas " * n,
    "albums": lambda n: "/recommend " + "album:love " * n,
    "sentences": lambda n: "play something happy. not too fast! " * n,
    "chinese": lambda n: "音楽をください夜の歌" * n,
    "korean": lambda n: "사랑 노래 밤 " * n,
    "arabic": lambda n: "حب ليل " * n,
    "numbers for a choice": lambda n: "/explore " + "7 " * n,
    "words for a choice": lambda n: "/explore " + "maps of genres " * n,
    "soup": lambda n: _soup(n),
    "full width": lambda n: "ｅｎｅｒｇｙ：ｈｉｇｈ　" * n,
}

_OVER_TITLES: Final = {
    "like keys": ("/recommend ", 'like:"{}" ', ""),
    "like keys in words": ("", 'like:"{}" ', ""),
    "unlike keys": ("/recommend ", 'unlike:"{}" ', ""),
    "titles never to be shown": ("/recommend ", '-track:"{}" ', ""),
    "seeds of a playlist": ("/playlist ", 'like:"{}" ', ""),
    "titles for a crate": ("/crate add name:x ", 'track:"{}" ', ""),
    "quoted titles": ("", '"{}" ', ""),
    "liked titles": ("songs like ", "{} and ", "more"),
    "rejected titles": ("", "not {}, ", "please"),
    "compared titles": ("/compare ", "{} vs ", "x"),
    "titles of one field": ("/similar ", "{} ", ""),
    "titles for a crate, in words": ("put ", "{} and ", "into the crate x"),
    "titles asked about": ("what genre is ", "{} and ", "x?"),
    "titles in sentences": ("", "songs like {}. ", ""),
}
_OVER_ARTISTS: Final = {
    "artists": ("", "{}, ", "please"),
    "by artists": ("songs by ", "{} and ", "others"),
    "artist keys": ("/recommend ", 'artist:"{}" ', ""),
    "rejected artist keys": ("/recommend ", '-artist:"{}" ', ""),
    "like artist keys": ("/recommend ", 'like_artist:"{}" ', ""),
    "rejected artists": ("pop without ", "{} or ", "live ones"),
}
_OVER_GENRES: Final = {
    "genre keys": ("/recommend ", "genre:{} ", ""),
    "rejected genre keys": ("/recommend ", "-genre:{} ", ""),
    "misspelt genres": ("/recommend ", "genre:{}x ", ""),
    "genres side by side": ("", "{} ", ""),
}


def long_messages(engine: Engine) -> dict[str, str]:
    """Every shape at full length, by its name."""
    words = engine.catalogue.words
    titles = [title.replace('"', "") for title in words["track_name"][:400].to_pylist()]
    artists = engine.catalogue.artist_names[:400].to_pylist()
    made = {name: shape(LONGEST) for name, shape in SHAPES.items()}
    for over, shapes in ((titles, _OVER_TITLES), (artists, _OVER_ARTISTS), (engine.catalogue.genres, _OVER_GENRES)):
        for name, (opening, repeated, closing) in shapes.items():
            said = "".join(repeated.format(one) for one in over)
            many = said * (LONGEST // max(len(said), 1) + 1)
            made[name] = opening + many[: LONGEST - len(opening) - len(closing)] + closing
    ids = words["track_id"][:400].to_pylist()
    made["ids"] = " ".join(ids)
    made["ids after keys"] = "/recommend " + " ".join(f"like:{track}" for track in ids)
    mixed = zip(titles, artists, ids, cycle(engine.catalogue.genres), strict=False)
    made["names of all kinds"] = " ".join(" ".join(names) for names in mixed)
    return {name: text[:LONGEST] for name, text in made.items()}


def ready(talk: Conversation) -> None:
    """Begin a conversation with a list; nothing that was looked up before is remembered."""
    talk.contexts.drop("growth")
    talk.said(Message("techno", conversation="growth"))
    names.fold.cache_clear()
    tokens.cached_tokens.cache_clear()
    for holder in (talk.engine, talk.engine.names, talk.engine._parser):
        for held in vars(holder).values():
            if hasattr(held, "cache_clear"):
                held.cache_clear()


def send(talk: Conversation, text: str) -> None:
    """Say it in the conversation that is ready."""
    talk.said(Message(text, conversation="growth"))

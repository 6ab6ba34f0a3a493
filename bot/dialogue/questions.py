"""Questions about one track, artist or genre, or about the rows shown: facts, who, when, how many."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from bot.dialogue import acts, facts, moves, references, smalltalk, titled, unclear
from bot.dialogue.acts import Act
from bot.dialogue.comparisons import comparison
from bot.dialogue.context import Task
from bot.dialogue.language import artist_named, genre_named, hear
from bot.dialogue.lexicon import fold, words
from bot.dialogue.outcome import Outcome, request_of
from bot.dialogue.shared import (
    FEATURES,
    artist_of,
    beyond,
    last_two,
    missing,
)
from bot.dialogue.subjects import POINTERS, clean
from bot.reply import Action, Reply
from engine import Query, Token, Track

if TYPE_CHECKING:
    from bot.dialogue.manager import Turn

_NOW: Final = re.compile(r"(?i),? (?:these days|right now|nowadays|at the moment|currently|today|now|in general)\W*$")
_CALLED_SO: Final = 8
_AS_KNOWN: Final = 0.7
_MOST_CALLED_SO: Final = 3
_ALL_OF_ONE: Final = 1000  # recordings by one artist


def _fact(turn: "Turn", act: Act, text: str) -> Outcome | None:
    if re.match(r"there\b", fold(act["subject"])):
        return None  # "is there something more danceable" asks for it
    if act["aspect"] == "popularity" and (genre := genre_named(turn.engine, _NOW.sub("", act["subject"]))):
        # "How popular is reggaeton these days": the genre, and no track called so.
        return Outcome(request_of("explore", "popularity", Token("genre", genre)))
    found = turn.subjects.resolve(
        act["subject"] or "it", ("track", "artist", "genre") if act.kind != "info" else ("genre", "artist", "track")
    )
    if found is None:
        return beyond(turn, act["subject"]) or _fact_missing(turn, act, text)
    aspect = {"who": "artist", "named": "title", "year": "year"}.get(act.kind, act["aspect"])
    if found.track is not None:
        lead = facts.sentence(turn.engine, found.track, aspect)
        if act.kind == "who" and (others := _others_called(turn, act["subject"], found.track)):
            lead = f"{lead} Others called so are by {', '.join(others)}."
        return Outcome(request_of("track", Token("track", found.track.track_id)), lead=lead)
    if found.artist:
        return Outcome(request_of("artist", Token("name", found.artist, quoted=True)))
    if aspect in (FEATURES | {"popularity"}):
        view = "popularity" if aspect == "popularity" else f"features feature:{aspect}"
        return Outcome(request_of("explore", view, Token("genre", found.genre)))
    return Outcome(request_of("genres", Token("like", found.genre)))


def _others_called(turn: "Turn", subject: str, track: Track) -> list[str]:
    """Who else has a track of the title that was asked about that is about as well known, the best known first."""
    title = fold(clean(subject))
    named = [
        one for one in turn.engine.find(title, _CALLED_SO) if fold(re.split(r" - | [(\[]", one.track_name)[0]) == title
    ]
    least = _AS_KNOWN * (track.popularity or 0)
    names = dict.fromkeys(one.artists[0] for one in named if (one.popularity or 0) >= least)
    return [name for name in names if name not in track.artists][:_MOST_CALLED_SO]


def _fact_missing(turn: "Turn", act: Act, text: str) -> Outcome | None:
    if act.kind in ("who", "info", "year") or not clean(act["subject"]):
        return None
    if references.pronoun(act["subject"], turn.context) is not None or len(words(act["subject"])) > 8:
        return None
    return missing(turn, act["subject"])


def _who(turn: "Turn", act: Act, text: str) -> Outcome | None:
    """``who is that by?`` of a track; ``who is Adele?`` of an artist."""
    subject = act["subject"]
    # "Who is Queen?" asks for somebody, "who is that by?" for a track's.
    somebody = re.match(
        r"(?:and |so )*who(?:'s|s| is| are| was) (?!.*\b(?:by|singing|sings|behind|on|playing)\b)", fold(text)
    )
    found = turn.subjects.resolve(subject, ("artist", "track") if somebody else ("track", "artist"))
    if found is None:
        points = fold(clean(subject)) in POINTERS and turn.context.last is None
        return Outcome(reply=smalltalk.reply("which")) if points else None
    if found.track is None:
        return unclear.about(turn, found)
    return _fact(turn, act, text)


def _year(turn: "Turn", act: Act, text: str) -> Outcome | None:
    last = turn.context.last
    if last is not None and last.task.command == "about" and not act["subject"].replace("it", ""):
        return Outcome(request_of("about"), lead=facts.collected(turn.engine))
    if re.search(r"\b(?:data|catalog|you)\b", fold(act["subject"])):
        return Outcome(request_of("about"))
    found = turn.subjects.resolve(act["subject"], ("track", "artist")) if act["subject"] else None
    if found is None and act["subject"]:
        return None
    if found is not None and found.track is not None:
        lead = facts.sentence(turn.engine, found.track, "year")
        return Outcome(request_of("track", Token("track", found.track.track_id)), lead=lead)
    return Outcome(reply=Reply(title=facts.NO_YEARS))


def _genre(turn: "Turn", act: Act, text: str) -> Outcome | None:
    subject = act["subject"] or "it"
    found = turn.subjects.resolve(subject, ("track", "artist"))
    if found is None:
        return beyond(turn, subject) or (_fact_missing(turn, act, text) if act["subject"] else None)
    if found.track is not None:
        return Outcome(request_of("genre", Token("track", found.track.track_id)))
    return unclear.about(turn, found)


def _info(turn: "Turn", act: Act, text: str) -> Outcome | None:
    subject = act["subject"]
    if re.search(r"\b(?:data|catalog\w*|dataset|model)\b", fold(subject)):
        return Outcome(request_of("about"))
    found = turn.subjects.resolve(subject, ("artist", "track", "genre"))
    if found is None:
        return beyond(turn, subject)
    if found.genre:
        return Outcome(
            request_of("explore", "genres") if not found.genre else request_of("genres", Token("like", found.genre))
        )
    return unclear.about(turn, found)


def _theirs(turn: "Turn", act: Act, text: str) -> Outcome | None:
    """``what do you have by her``, ``their biggest hit?``."""
    artist = artist_of(turn, act["subject"])
    if not artist:
        return None
    query = Query(artists=(artist,), limit=turn.limit)
    if act.kind == "biggest":
        one = not act["what"].endswith("s")
        query = replace(query, most="-popularity", limit=1 if one else turn.limit)
    return Outcome(request_of("recommend", turn.kept_out(query).text))


def _their_most(turn: "Turn", act: Act, text: str) -> Outcome | None:
    """``their saddest song?``: of all there is by them, the one that has most of a trait."""
    artist, meant = artist_of(turn, act["subject"]), acts.extreme_of(act.slots)
    if not artist or meant is None:
        return None
    trait, most = meant
    sign = 1 if most else -1
    known = turn.subjects.recordings(artist, _ALL_OF_ONE)
    known = [one for one in known if references.value(one, trait) == references.value(one, trait)]
    ranked = sorted(known, key=lambda one: -sign * references.value(one, trait))
    if not ranked:
        return None
    first, lead = ranked[0], f"Of {len(ranked)} recordings by {artist} it is "
    lead += f"{ranked[0].track_name}, with {trait} {facts.value_text(ranked[0], trait)}."
    if not act["what"].endswith("s") or len(ranked) == 1:
        return Outcome(request_of("track", Token("track", first.track_id)), lead=lead)
    shown = ranked[: turn.limit]
    return Outcome(request_of("recommend", *(Token("track", one.track_id) for one in shown), f"limit:{len(shown)}"))


def _they_have(turn: "Turn", act: Act, text: str) -> Outcome | None:
    """``do they have anything faster?``: what there is by them, compared with what was shown of them."""
    artist = artist_of(turn, act["subject"])
    if not artist:
        return None
    query = Query(artists=(artist,), limit=turn.limit)
    if (said := comparison(act["what"])) is not None:
        shown = turn.focus or references.focus_tracks(turn.context) or turn.subjects.recordings(artist)
        query = moves.compared(turn.engine, query, shown, said.moves, said.strength)
    elif (heard := hear(turn.engine, act["what"])).understood:
        query = moves.merged(query, heard.query)
    return Outcome(request_of("recommend", turn.kept_out(query).text))


def _rejected(turn: "Turn", act: Act, text: str) -> Outcome | None:
    """``what did you take out?``: what never comes back in this conversation."""
    tracks, artists = turn.context.rejected_tracks, turn.context.rejected_artists
    if not tracks and not artists:
        return Outcome(reply=Reply(title="Nothing is left out so far."))
    told = [f"anything by {name}" for name in artists] + [track.title for track in tracks]
    return Outcome(reply=Reply(title="Left out of every list here:", text="\n".join(told)))


def _others(turn: "Turn", act: Act, text: str) -> Outcome | None:
    """``what else do they have?``: of a list by many, more of it; else what there is by them."""
    last = turn.context.last
    query = last.task.query if last is not None and last is turn.context.last_list else None
    if query is not None and not (query.seeded or query.artists):
        return unclear.further(turn)
    artist = artist_of(turn, act["subject"])
    if query is not None and query.artists == (artist,):
        return unclear.further(turn)
    return _theirs(turn, act, text)


def _superlative(turn: "Turn", act: Act, text: str) -> Outcome | None:
    """The row of the last list that has most of something; of two tracks asked about, both compared."""
    meant = acts.extreme_of(act.slots)
    if meant is None:
        return None
    trait, most = meant
    pair = last_two(turn)
    shown = turn.context.counted
    last = turn.context.last
    if last is not None and last.task.command == "compare" and not last.task.tracks:
        return _more_of_two(turn, last.task, trait, most)
    best = fold(act["how"]) in ("most", "least", "highest", "lowest") or fold(act["word"]).endswith("est")
    if len(pair) == 2 and last is not None and not last.counts and not (best and shown is not None):
        first = max(pair, key=lambda track: (1 if most else -1) * references.value(track, trait))
        other = pair[0] if first is pair[1] else pair[1]
        lead = f"{first.title}: {facts.value_text(first, trait)}; the other {facts.value_text(other, trait)}."
        return Outcome(request_of("compare", Token("a", pair[0].track_id), Token("b", pair[1].track_id)), lead=lead)
    if shown is None or not shown.tracks:
        return None
    track = max(shown.tracks, key=lambda one: (1 if most else -1) * _or(references.value(one, trait), most))
    lead = f"Of the {len(shown.tracks)} shown it is {track.title}, with {trait} {facts.value_text(track, trait)}."
    return Outcome(request_of("track", Token("track", track.track_id)), lead=lead)


def _more_of_two(turn: "Turn", task: Task, trait: str, most: bool) -> Outcome:
    """Which of two artists or genres that were compared has more of a trait, by their medians."""
    names = (task.fields["a"], task.fields["b"])
    lead = facts.more_of_two(turn.engine.compare(*names), trait, most)
    tokens = (Token(key, name, quoted=" " in name) for key, name in zip("ab", names, strict=True))
    return Outcome(request_of("compare", *tokens), lead=lead)


def _middle(turn: "Turn", act: Act, text: str) -> Outcome | None:
    """``what bpm is that on average?``: of the rows of the last list."""
    shown = turn.context.counted
    told = facts.middle(shown.tracks, act["aspect"]) if shown is not None else ""
    return Outcome(reply=Reply(title=told)) if told else None


def _how_many(turn: "Turn", act: Act, text: str) -> Outcome | None:
    """``how many tracks of Bad Bunny do you have``."""
    if genre := genre_named(turn.engine, act["subject"]):
        return Outcome(request_of("genres", Token("name", genre)))
    artist = artist_of(turn, act["subject"]) or artist_named(turn.engine, act["subject"])
    if not artist:
        return missing(turn, act["subject"], "artist")
    count = len(turn.subjects.recordings(artist, _ALL_OF_ONE))
    shown = Action(f"Songs by {artist}", f"/recommend {turn.kept_out(Query(artists=(artist,), limit=turn.limit)).text}")
    return Outcome(reply=Reply(title=f"{count:,} by {artist}.", actions=(shown,)))


def _left(turn: "Turn", act: Act, text: str) -> Outcome | None:
    """``how many are left``: the rows of the last list."""
    shown = turn.context.counted
    count = len(shown.rows) if shown is not None else 0
    return Outcome(reply=Reply(title=f"{count} in the list.")) if count else None


def _in_title(turn: "Turn", act: Act, text: str) -> Outcome:
    return titled.listed(turn, titled.word_of(text) or act["subject"].strip(" '\"“”‘’"))


def _goes(turn: "Turn", act: Act, text: str) -> Outcome:
    """``the song that goes ...``: by its title, as the words of songs are not known."""
    found = turn.subjects.named(act["subject"], ("track",))
    if found is None or found.track is None:
        line = f'No title here is "{act["subject"]}", and the words of songs are not in the data.'
        return Outcome(reply=Reply(title=line, text="Say the title or who sings it."))
    return Outcome(request_of("track", Token("track", found.track.track_id)))


def _or(value: float, most: bool) -> float:
    return value if value == value else (-1e9 if most else 1e9)


def _count_of(turn: "Turn", act: Act, text: str) -> Outcome | None:
    shown = turn.context.counted
    if shown is None or not shown.tracks:
        return None
    what = fold(act["what"])
    told = facts.counted(shown.tracks, what, genre_named(turn.engine, what))
    return Outcome(reply=Reply(title=told)) if told else None


HANDLERS: Final[dict[str, Callable[["Turn", Act, str], Outcome | None]]] = {
    "fact": _fact,
    "who": _who,
    "named": _fact,
    "year": _year,
    "genre": _genre,
    "info": _info,
    "theirs": _theirs,
    "others": _others,
    "theirmost": _their_most,
    "theyhave": _they_have,
    "rejected": _rejected,
    "biggest": _theirs,
    "middle": _middle,
    "goes": _goes,
    "left": _left,
    "intitle": _in_title,
    "howmany": _how_many,
    "superlative": _superlative,
    "countof": _count_of,
}

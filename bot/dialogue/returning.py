"""Going back to an earlier list, and asking the same again for something else: ``back``, ``and for jazz?``."""

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from bot.dialogue import (
    acts,
    facts,
    free_text,
    moves,
    patterns,
    refining,
    set_parts,
    smalltalk,
    unclear,
)
from bot.dialogue.context import Exchange, Task
from bot.dialogue.language import Heard, artist_named, genre_named, hear
from bot.dialogue.lexicon import fold
from bot.dialogue.outcome import Outcome, request_of
from bot.dialogue.shared import missing
from bot.dialogue.subjects import Found
from engine import Query, Token, Track, styles_in, without_styles

if TYPE_CHECKING:
    from bot.dialogue.manager import Turn


_A_LIST: Final = r"(?:lists?|sets?|versions?|orders?|playlists?|mix|selections?|batch|results?)"
# The list that was there before, in other words. "The first one" and "the last one" are rows.
_BEFORE: Final = (
    rf"(?:(?:the |that |your |my |our )?(?:very )?(?:(?:previous|earlier|prior|old)(?: (?:{_A_LIST}|ones?|tracks|songs))?|(?:first|last|original|other) {_A_LIST})(?: (?:you (?:gave|showed|had|made)(?: me| us)?|(?:we|i) had|before))?"
    rf"|(?:the |that |your )?(?:(?:{_A_LIST}|ones?|tracks|songs) )?(?:from |just |right )?before(?: (?:that|this|it|the last (?:one|change)|last))?|(?:the |that |your )?(?:{_A_LIST}|ones?) (?:you (?:gave|showed|had)(?: me| us)?|(?:we|i) had|from) (?:before|earlier|first)"
    r"|what (?:you|we|i) had(?: before| earlier)?|(?:how|like|as) (?:it|that|they) (?:was|were)(?: before| earlier)?)"
)
_BACK: Final = re.compile(
    r"(?:(?:please|so|can you|can we|could you|could we|let['’]?s|i(?:['’]?d| would)? (?:want|like|rather|prefer)(?: to)?|just)[, ]+)*"
    rf"(?:(?:go|take (?:me|us)|bring (?:me|us)|get|step|roll|switch|change|move|put|bring|turn) (?:it |that |this |things |everything )?back(?: (?:a|one) step)?(?: to {_BEFORE})?|back(?: to {_BEFORE})?|undo(?: (?:it|that|this|the last (?:one|change)))?|revert(?: (?:it|that|this))?|restore (?:it|that|{_BEFORE})"
    rf"|(?:have|give (?:me|us)|show (?:me|us)|use|keep|take|want|see) {_BEFORE}(?: (?:back|again|instead|better|more))*)(?: (?:please|then|now|again|instead))*"
)
_BETTER: Final = re.compile(
    rf"(?:(?:no|nah|hm+|ok|actually|honestly|sorry|oh|wait|i think|i guess)[, ]+)*(?:{_BEFORE} (?:was|were|is|are|felt|sounded|looked|worked) (?:(?:much|way|far|a lot|so much|actually|really|definitely|a bit|all) )*(?:better|nicer|best|fine|good|great|perfect|it|closer)"
    rf"|(?:i|we) (?:(?:really|actually|much) )?(?:liked|preferred|prefer|like|loved|want|wanted) {_BEFORE}(?: (?:better|more|back|again))*|{_BEFORE}(?: (?:again|back|please|instead))*)"
)
# "is it raining?" is no other occasion.
_ASKS_OF_IT: Final = re.compile(r"(?:is|are|was|were|does|do|did|has|have|can|could|will|would|should)\b")
_THE_FIRST: Final = re.compile(rf"\b(?:first|original) {_A_LIST}\b")


def read(turn: "Turn", text: str) -> Outcome | None:
    """The earlier list, where a text says that it was better or asks for it again; None if it does not."""
    lists = [one for one in turn.context.current if one.is_list]
    if lists and fold(text).strip(" .!?") == "show the list again":
        return _again(turn, lists[-1])
    if len(lists) < 2 or len(text) > acts.LONGEST or turn.fresh:
        return None
    parts = [
        part
        for part in re.split(r"\s*[,;.!]+\s*(?:(?:and|so|please|then) )*|\s+(?:so|and) ", fold(text).strip(" ¿¡?!.,"))
        if part
    ]
    if not parts or not all(_BACK.fullmatch(part) or _BETTER.fullmatch(part) for part in parts):
        return None
    return undo(turn, "the first list" if _THE_FIRST.search(fold(text)) else "")


def undo(turn: "Turn", target: str) -> Outcome:
    """The list before, or the one that a text names ("back to the jazz"); going back twice goes two steps."""
    lists = [one for one in turn.context.exchanges if one.is_list]
    if lists and patterns.FIRST_LIST.fullmatch(fold(target).strip()):
        return _again(turn, lists[0])
    if target and (found := _list_about(turn, target, lists)) is not None:
        return _again(turn, found)
    if lists and re.search(r"\w{3}", re.sub(patterns.STEPS, "", fold(target))):
        turn.notes.append(f'no list here was about "{target}", so this is the one before')
    if not lists:
        return Outcome(reply=smalltalk.reply("nothing"))
    now = _shown(lists[-1])
    earlier = next((at for at, one in enumerate(lists[:-1]) if _shown(one) == now), len(lists) - 1)
    before = next((one for one in reversed(lists[:earlier]) if _shown(one) != now), None)
    if before is None:
        return Outcome(reply=smalltalk.reply("nothing", line="That was the first list: there is none before it."))
    return _again(turn, before)


def _shown(exchange: Exchange) -> tuple[str, tuple[int, ...]]:
    """What tells one list from another: what it shows, and whether as a playlist or not."""
    kind = "playlist" if exchange.task.command == "playlist" else ""
    return kind, tuple(track.recording for track in exchange.tracks)


def _again(turn: "Turn", exchange: Exchange) -> Outcome:
    """A list as it stood: also the rows of it that were taken out since."""
    query = exchange.task.query or Query()
    out = {track.recording for track in turn.context.rejected_tracks}
    if any(track.recording in out for track in exchange.tracks):
        bare = replace(query, tracks=(), skip=0, most="", sort="")
        return set_parts.with_rows(turn, replace(exchange.task, query=bare), exchange.tracks)
    return turn.list_of(exchange.task, query)


def list_about(turn: "Turn", text: str) -> Outcome | None:
    """The list that a text names, shown again; None if none is about that."""
    lists = [one for one in turn.context.exchanges if one.is_list]
    found = _list_about(turn, text, lists) if not turn.fresh else None
    return _again(turn, found) if found is not None else None


def _list_about(turn: "Turn", text: str, lists: list[Exchange]) -> Exchange | None:
    wanted = fold(re.sub(r"(?i)^(?:the|what|where)\s+|\s+(?:list|songs?|tracks?|stuff|music|ones?|thing)$", "", text))
    genre = genre_named(turn.engine, text)
    for one in reversed(lists):
        query = one.task.query or Query()
        names = [*query.genres, *query.genres_all, *query.artists, *query.like_artists, *query.moods]
        names += [track.track_name for track in query.named] + [query.scene]
        if (genre and genre in names) or any(wanted and wanted in fold(name) for name in names if name):
            return one
    return None


def again_for(turn: "Turn", what: str, text: str) -> Outcome | None:
    """The last request that can take another subject, with it in the place of its own."""
    if turn.fresh:
        return None
    for exchange in reversed([one for one in turn.context.current if one.request][-4:]):
        if (outcome := _again_with(turn, exchange, what, text)) is not None:
            return outcome
        if exchange.is_list:
            return None
    return None


def _again_with(turn: "Turn", last: Exchange, what: str, text: str) -> Outcome | None:
    task = last.task
    slot = next((name for name in ("track", "name", "genre", "like", "a") if name in task.fields), "")
    if task.command in ("emerging", "drivers", "trends") or (task.command == "explore" and slot != "track"):
        if genre := genre_named(turn.engine, what):
            # Of one rising track the question was why; another genre has others.
            fields = {name: one for name, one in task.fields.items() if (task.command, name) != ("emerging", "track")}
            return Outcome(request_of(task.command, *_other_fields(replace(task, fields=fields), "genre", genre)))
        if task.command != "explore":
            return None
    if task.query is None:
        return _again_about(turn, task, slot, what, text)
    base = turn.base()
    if base is None:
        return None
    heard = hear(turn.engine, what)
    query = base[0].query or Query()
    if genre := genre_named(turn.engine, what):
        of_country = refining.of_country(turn, query, genre)
        return turn.list_of(base[0], of_country or moves.swapped(query, Query(genres=(genre,))))
    if (artist := artist_named(turn.engine, what)) and (query.artists or _means_artist(turn, artist, heard)):
        more = Query(like_artists=(artist,)) if query.seeded else Query(artists=(artist,))
        return turn.list_of(base[0], moves.swapped(query, more))
    if heard.only_scene and _NAME.fullmatch(what.strip()) and not styles_in(heard.query.scene):
        found = turn.subjects.named(what, ("artist", "track"))
        if found is None:
            # "What about Dry Cleaning?" means a band, and not what the words mean.
            return missing(turn, what, "artist")
    if heard.only_scene and (heard.scene_confidence < free_text.SURE or _ASKS_OF_IT.match(fold(what))):
        return unclear.stray_words(turn, heard)
    if heard.understood and (heard.has_subject or acts.ellipsis(text)):
        turn.notes += list(heard.query.notes)
        if without_styles(heard.query.scene) and not heard.query.genres:
            # Another situation; what language it is in, and whether it is clean, holds on.
            held = replace(
                heard.query,
                languages=heard.query.languages or query.languages,
                explicit=query.explicit if heard.query.explicit is None else heard.query.explicit,
            )
            return free_text.fresh_list(turn, replace(heard, query=held), text)
        return turn.list_of(base[0], moves.swapped(query, heard.query))
    if acts.ellipsis(text) and (found := turn.subjects.named(what, ("artist", "track"))) is not None:
        more = Query(like=(found.track,)) if found.track is not None else Query(artists=(found.artist,))
        if found.artist and query.seeded:
            more = Query(like_artists=(found.artist,))
        return turn.list_of(base[0], moves.swapped(query, more))
    return None


# Written as a name: "Dry Cleaning", "Fontaines DC".
_NAME: Final = re.compile(r"[A-Z][\w'’.!-]*(?:\s+(?:(?:of|the|and|&|in|on|de|la) )?[A-Z][\w'’.!-]*)+")


def _means_artist(turn: "Turn", artist: str, heard: Heard) -> bool:
    """Whether a text that an artist is called by means them: it says nothing else, and they are well known."""
    return (heard.names or not heard.understood) and unclear.well_known(turn, Found(artist=artist))


def _again_about(turn: "Turn", task: Task, slot: str, what: str, text: str) -> Outcome | None:
    """The same question about another track, artist or genre."""
    order = {"artist": ("artist", "track"), "explore": ("genre", "track", "artist")}.get(
        task.command, ("track", "artist")
    )
    found = turn.subjects.resolve(what, order)
    if found is None:
        return None
    if task.command == "explore":
        if found.artist:
            return None
        key, view = ("track" if found.track else "genre"), task.fields.get("what", "map")
        return Outcome(request_of("explore", view if found.genre else "map", Token(key, found.key)))
    if found.track is not None and task.command in ("track", "genre", "similar"):
        lead = facts.sentence(turn.engine, found.track, "") if task.command == "track" else ""
        return Outcome(request_of(task.command, *_other_fields(task, "track", found.key)), lead=lead)
    return unclear.about(turn, found) if found.artist else None


def _other_fields(task: Task, name: str, value: str) -> list[Token]:
    fields = {**task.fields, name: value}
    return [Token(key, one, quoted=" " in one) for key, one in fields.items()]


def _track(track: Track, key: str = "track") -> Token:
    return Token(key, track.track_id)

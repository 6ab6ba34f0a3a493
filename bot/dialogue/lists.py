"""Moves on the list shown: more, save, playlist, why, count, accept, reject, seeds from its rows."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from bot.dialogue import acts, corrections, facts, free_text, moves, reasons, references, returning, smalltalk
from bot.dialogue.acts import Act
from bot.dialogue.comparisons import comparison
from bot.dialogue.context import Exchange, Question, Task
from bot.dialogue.language import Heard, artist_named, hear
from bot.dialogue.lexicon import fold, words
from bot.dialogue.outcome import Outcome, playlist_query, request_of
from bot.dialogue.shared import (
    MOST_MINUTES,
    beyond,
    fields_of,
    last_two,
    missing,
    more,
    read_again,
    single_seed,
)
from bot.reply import Action, Reply, cut
from bot.request import Request, read_request
from engine import Constraint, Query, Track
from engine.tokens import Token

if TYPE_CHECKING:
    from bot.dialogue.manager import Turn

FEWEST_MINUTES: Final = 5
_LONGER_BY: Final = 15  # minutes, where nothing says how much
# A value is the same if it differs by less than a part of it, or by this of a trait from 0 to 1.
_ALIKE: Final = (0.03, 0.05)
_WEAK_LINKS: Final = frozenset(
    {"in", "of", "into", "with", "around", "out of", "after", "next to", "von", "du", "das", "mit"}
)
_ASKING: Final = re.compile(
    r"\b(?:(?:recommend|suggest|give|show|find|get|add|play|make|want|need|have|hear|see|can|could|would|will|you|i|we|me|us|please|some|any|a|an|"
    r"the|few|bit|lot|of|more|another|other|others|else|something|anything|things|stuff|songs?|tracks?|tunes?|music|ones?|"
    r"and|but|so|ok|now|just|maybe|also|do|is|are|there|that|like|love|id|im|let|lets|got|what|which|how|about|mehr|mas|plus|"
    r"mais|etwas|algo|ein|paar|noch|dame|unos?|unas?|yes|no|good|great|nice|really|very|\d+|two|three|four|five|six|ten|"
    r"playlist|list|mix|build|create|it|this|those|these)\b['’]?\s*)+"
)
MOST_SEEDS: Final = 3  # rows that a list may be like
_MOST_ASKED: Final = 10  # rows of a question back


def _save(turn: "Turn", act: Act, text: str) -> Outcome | None:
    """The last list as files: the same request with its files."""
    found = references.rows_of(text, turn.context)
    listed = turn.context.last_list
    last = turn.context.last
    if found is not None and len(found.tracks) and listed is not None and len(found.tracks) < len(listed.tracks):
        return _only_rows(turn, listed, found.tracks)
    if (
        last is not None
        and last.task.command in ("emerging", "genres", "path")
        and (listed is None or last is not listed)
    ):
        return Outcome(
            request_of("path", *fields_of(last), "save:yes") if last.task.command == "path" else read_again(last)
        )
    if turn.task is not None and turn.task.query is not None:
        return turn.list_of(turn.task, turn.task.query, "save")
    if listed is None:
        return Outcome(reply=smalltalk.reply("nothing"))
    return Outcome(read_saved(turn, listed))


def read_saved(turn: "Turn", listed: Exchange) -> Request:
    """The request that saves a list as files."""
    task = listed.task
    query = task.query or Query()
    if task.command == "playlist":
        fields = [token for token in fields_of(listed) if token.key not in ("save", "name")]
        return request_of("playlist", turn.kept_out(playlist_query(query)).text, *fields, "save:yes")
    return request_of("save", turn.kept_out(query).text)


def _only_rows(turn: "Turn", listed: Exchange, tracks: tuple[Track, ...]) -> Outcome:
    """These rows as files: a query for so few might find others."""
    query = replace(listed.task.query or Query(), tracks=tracks, limit=len(tracks), skip=0, most="", sort="")
    return Outcome(request_of("save", turn.kept_out(query).text))


def _playlist(turn: "Turn", act: Act, text: str) -> Outcome | None:
    """The list shown as a playlist, of the length that is said; else the last playlist made longer or shorter."""
    time = int(act["minutes"]) if act["minutes"] else None
    base = turn.base()
    about = turn.focus or (references.focus_tracks(turn.context) if base is None else ())
    if base is None and not about:
        return None
    query = base[0].query or Query() if base is not None else Query(like=tuple(about))
    last = turn.context.last
    if last is not None and last.task.tracks and last.task.command in ("track", "genre", "similar") and not turn.task:
        query = Query(like=tuple(last.task.tracks.values()))
    found = references.rows_of(act["ref"] + " " + act["from"], turn.context)
    if found is not None and found.tracks:
        query = Query(like=found.tracks)
    fields: dict[str, str] = {}
    if base is not None and base[0].command == "playlist":
        fields = {name: value for name, value in base[0].fields.items() if name != "save"}
    notes = []
    if time is not None:
        if time > MOST_MINUTES:
            notes.append(f"a playlist lasts {MOST_MINUTES} minutes at most: that is what this one aims at")
        fields["minutes"] = str(min(max(time, FEWEST_MINUTES), MOST_MINUTES))
    tokens = [Token(name, value, quoted=" " in value) for name, value in fields.items()]
    made = turn.kept_out(playlist_query(query))
    return Outcome(request_of("playlist", made.text, *tokens), notes=tuple(notes))


def _longer(turn: "Turn", act: Act, text: str) -> Outcome | None:
    listed = turn.context.last_list
    by = acts.count(act["by"]) if act["by"] else _LONGER_BY
    if listed is None or listed.task.command != "playlist" or by is None:
        return None
    sign = 1 if fold(act["way"]) in ("longer", "more") else -1
    minutes = int(listed.task.fields.get("minutes", 45)) + sign * by
    minutes = min(max(minutes, FEWEST_MINUTES), MOST_MINUTES)
    fields = [token for token in fields_of(listed) if token.key not in ("save", "minutes")]
    query = turn.kept_out(playlist_query(listed.task.query or Query()))
    return Outcome(request_of("playlist", query.text, *fields, f"minutes:{minutes}"))


def _why(turn: "Turn", act: Act, text: str) -> Outcome | None:
    """Why a row, or the whole list, was recommended."""
    listed = turn.context.last_list
    if (not_there := beyond(turn, act["subject"])) is not None:
        return not_there
    last = turn.context.last
    if (
        last is not None
        and last.task.command == "emerging"
        and (found := references.rows_of(act["subject"], turn.context))
    ):
        row = found.rows[0]
        if row.track is not None:
            return Outcome(request_of("emerging", Token("track", row.track.track_id)))
        return Outcome(request_of("artist", Token("name", row.artist, quoted=True))) if row.artist else None
    if listed is None:
        return None
    subject = act["subject"]
    found = references.rows_of(subject, turn.context)
    if (
        found is None
        and subject
        and not re.fullmatch(
            r"(?:(?:not|this|these|those|that|it|them|they|did you|do you|were|are|is|was|pick|choose|chose|recommend|"
            r"suggest|show|put|me|the|list|one|ones|song|songs|track|tracks|in there|here|there|so|few|many|only|"
            r"all)\s*)+",
            fold(subject),
        )
    ):
        return None
    query = turn.kept_out(
        playlist_query(listed.task.query or Query())
        if listed.task.command == "playlist"
        else listed.task.query or Query()
    )
    lead = ""
    if found is not None and found.tracks:
        lead = reasons.of_row(turn, listed, found.rows[0])
    return Outcome(request_of("why", query.text), lead=lead, focus=found.tracks if found is not None else ())


def _undo(turn: "Turn", act: Act, text: str) -> Outcome | None:
    return returning.undo(turn, act["target"])


def _more(turn: "Turn", act: Act, text: str) -> Outcome | None:
    """The next ones of the list; of what is rising, more of it."""
    count = acts.count(act["count"]) if act["count"] else None
    last = turn.context.last
    # "more like that one" after a question about a track means the track, not the list before.
    of_one = turn.focus or (last is not None and last.task.command in ("track", "genre") and last.task.tracks)
    if of_one and references.pronoun(text, turn.context) is not None and (found := like_reference(turn, text)):
        return found
    if by_artist := _more_by(turn, text, count):
        return by_artist
    if last is not None and last.task.command == "emerging":
        limit = min(25, int(last.task.fields.get("limit", 10)) + (count or 10))
        fields = [token for token in fields_of(last) if token.key != "limit"]
        return Outcome(request_of("emerging", *fields, f"limit:{limit}"))
    return more(turn, count)


def _more_by(turn: "Turn", text: str, count: int | None = None) -> Outcome | None:
    """``got more of him?``: recordings by an artist who was named earlier in the message, or is in focus."""
    artist = _artist_referred(turn, text)
    if not artist:
        return None
    shown = turn.base()
    if shown is not None and shown[0].query is not None and shown[0].query.artists == (artist,):
        return more(turn, count)
    return free_text.fresh_list(turn, Heard(Query(artists=(artist,))), text)


def _artist_referred(turn: "Turn", text: str) -> str:
    """The artist of whom there shall be more; empty for nobody."""
    match = re.search(
        r"\b(?P<how>of|from|by)\s+(?P<who>him|her|them|(?:that|this|the same) (?:band|artist|singer|group|rapper))\b",
        fold(text),
    )
    if match is None:
        return ""
    heard = hear(turn.engine, turn.text[: turn.text.find(text)]).query
    if names := (*heard.artists, *heard.like_artists):
        return names[-1]
    # "More of them" may mean the tracks.
    return "" if match["who"] == "them" and match["how"] == "of" else references.focus_artist(turn.context)


def _surprise(turn: "Turn", act: Act, text: str) -> Outcome | None:
    """Something further out than the list shown; without one, anything well known and mixed."""
    base = turn.base()
    if base is not None:
        query = base[0].query or Query()
        further = moves.others(replace(query, surprise="some" if query.surprise == "none" else "much"))
        return turn.list_of(base[0], further)
    start = hear(turn.engine, "popular").query
    query = replace(start if not start.empty else Query(constraints={}), surprise="much", limit=turn.limit, notes=())
    return Outcome(
        request_of("recommend", turn.kept_out(query).text),
        notes=("a mixed list to begin with: say what you like of it",),
    )


def _count(turn: "Turn", act: Act, text: str) -> Outcome | None:
    count = acts.count(act["count"])
    base = turn.base()
    if base is None or count is None or not 1 <= count <= moves.MOST_TRACKS:
        return None
    if base[0].command == "playlist":
        return None
    if len(base[1]) == count:
        turn.notes.append(f"the list has {count} track{'s' if count > 1 else ''} already")
    return turn.list_of(base[0], moves.counted(base[0].query or Query(), count))


def _any(turn: "Turn", act: Act, text: str) -> Outcome | None:
    """``any tempo``: the list without that limit."""
    base = turn.base()
    if base is None:
        return None
    word = "year" if act["when"] else fold(act["what"])
    what = {
        "decade": "year", "era": "year", "age": "year", "speed": "tempo", "bpm": "tempo", "style": "genre",
        "length": "duration", "explicitness": "explicit", "lyrics": "instrumentalness", "singing": "instrumentalness",
        "vocal": "instrumentalness", "voice": "instrumentalness", "singer": "instrumentalness",
    }.get(word if word in ("lyrics", "singing") else word.removesuffix("s"), word)  # fmt: skip
    query = moves.freed(base[0].query or Query(), what)
    if query.empty:
        return Outcome(reply=smalltalk.reply("wanted"))  # nothing else was asked for
    return turn.list_of(base[0], query)


def _accept(turn: "Turn", act: Act, text: str) -> Outcome | None:
    # "I like them, I also have a thing for Adele": what is liked besides is asked for.
    besides = re.split(r",|;|\b(?:and|but)\b", text, maxsplit=1)
    if len(besides) > 1 and (heard := hear(turn.engine, besides[1])).names and not heard.missing:
        return turn.outcome_of(besides[1])
    found = references.find(act["subject"], turn.context)
    if found is not None and not found.rows and re.search(r"\d", act["subject"]):
        return None  # "keep it within 3 bpm"
    artist = artist_named(turn.engine, act["subject"]) if found is None else None
    if not artist and (asked := turn.asked_beside(text)) is not None:
        return asked
    if artist:
        # "I love Queen" beside a list asks for some of it.
        base = turn.base()
        return turn.list_of(base[0], Query(like_artists=(artist,), limit=turn.list_limit())) if base else None
    if found is None or (not found.rows and found.kind not in ("pronoun", "all")):
        return None
    if found.tracks:
        turn.focus = found.tracks
        return Outcome(reply=facts.noted(found.tracks), focus=found.tracks)
    return Outcome(reply=turn.small_talk("praise"))


def _reject(turn: "Turn", act: Act, text: str) -> Outcome | None:
    """``not that one``: it never comes back; the list is filled up."""
    base = turn.base()
    if base is None:
        return None
    found = references.rows_of(act["subject"], turn.context)
    if found is not None and found.tracks:
        query = moves.without_tracks(base[0].query or Query(), found.tracks)
        return turn.list_of(base[0], _with_one_for_it(turn, query, act["for"] or act["for2"]))
    reference = references.pronoun(act["subject"], turn.context)
    last = turn.context.last
    if reference is None or last is None:
        return None
    if last.task.tracks and last.task.command in ("track", "genre", "explore"):
        return turn.list_of(base[0], moves.without_tracks(base[0].query or Query(), tuple(last.task.tracks.values())))
    query = base[0].query or Query()
    if turn.focus and reference.kind == "pronoun":
        return turn.list_of(base[0], moves.without_tracks(query, turn.focus))
    asked = turn.context.question is not None or not re.search(r"\b(?:one|song|track)\b", fold(act["subject"]))
    if asked and len(query.like) == 1 and (other := _next_of_name(turn, query)) is not None:
        return other
    if len(last.tracks) > 1 and re.search(r"\b(?:one|song|track)\b", fold(act["subject"])):
        return _which_row(turn, base[0], last)
    return turn.list_of(base[0], moves.without_tracks(query, last.tracks)) if last.tracks else None


def _with_one_for_it(turn: "Turn", query: Query, wanted: str) -> Query:
    """The query with a track of what is wanted in place of a row: ``swap number 2 for something by Etta James``."""
    heard = hear(turn.engine, wanted)
    if not wanted or not heard.understood:
        return query
    shown = turn.context.counted.tracks if turn.context.counted is not None else ()
    others = moves.without_tracks(moves.swapped(query, heard.query), shown)
    one = turn.engine.recommend(turn.kept_out(replace(others, limit=1, skip=0))).tracks
    return replace(query, tracks=(*one, *query.tracks)) if one else query


def _which_row(turn: "Turn", task: Task, shown: Exchange) -> Outcome:
    """``not that one`` beside several rows, none of which was spoken of: which of them?"""
    query = task.query or Query()
    readings = tuple(
        Action(cut(f"{row.number}. {row.title}"), turn.list_of(task, moves.without_tracks(query, [row.track])).text)
        for row in shown.rows[:_MOST_ASKED]
        if row.track is not None
    )
    question = Question("Which one should go? Say its number.", readings)
    return Outcome(reply=Reply(title=question.text, actions=readings), question=question)


def _next_of_name(turn: "Turn", query: Query) -> Outcome | None:
    other = corrections.other_version(turn.engine, query)
    return Outcome(request_of("recommend", turn.kept_out(other).text)) if other is not None else None


def like_reference(turn: "Turn", text: str) -> Outcome | None:
    """``more like the second one but calmer``, ``more of that``, ``10 tracks to mix out of it``: a list from a seed."""
    act = acts.likeness(text)
    if act is None:
        return _former(turn, text)
    if acts.removal(text):
        return None  # "I don't like the first one" asks for nothing like it
    if by_artist := _more_by(turn, text):
        return by_artist
    what = act["what"]
    head = re.split(r"\s*[,;]?\s*\b(?:but|only|just|aber|pero|mais|except|without|and)\b\s*", what, maxsplit=1)
    number = re.fullmatch(r"\d{1,2}", head[0].strip())
    several = references.rows_of(what, turn.context)
    if several is not None and several.kind == "rows" and not several.start and len(several.tracks) > 1:
        # "Like 2 and 4": the "and" is between rows.
        head, number = [what[: several.end], *([what[several.end :]] if several.end < len(what) else [])], None
    found = references.rows_of(f"number {head[0]}" if number else head[0], turn.context)
    tracks = found.tracks if found is not None else ()
    if not tracks and (one := _of_two(turn, head[0])) is not None:
        tracks = (one,)
    reference = references.pronoun(head[0], turn.context, said_now=bool(turn.focus))
    last = turn.context.last
    if not tracks:
        if re.search(r"\b(?:former|latter)\b", fold(head[0])):
            return _former(turn, text)
        if reference is None or not _only_reference(head[0]) or _says_more(act):
            return None
        if reference.kind == "artist" and (artist := references.focus_artist(turn.context)):
            query = Query(like_artists=(artist,))
        elif turn.focus or (last and (last.task.tracks or (single_seed(last) and reference.kind == "pronoun"))):
            query = Query(like=turn.focus or references.focus_tracks(turn.context))
            tracks = query.like
        elif (theirs := _like_whom(turn, act)) is not None:
            query = theirs
        elif (base := turn.base()) is not None:
            # "More like that but calmer" beside a list changes it.
            rest = re.sub(r"(?i)^[\s,;]*(?:(?:but|just|aber|pero|mais|and)\b\s*)?", "", what[len(head[0]) :])
            if rest and (changed := turn.outcome_of(rest)) is not None:
                return changed
            count = acts.count(act["count"]) if act["count"] else None
            task = base[0]
            return turn.list_of(task, moves.others(task.query or Query(), count))
        else:
            return None
    else:
        base = turn.base()
        query = replace(moves.limits_of(base[0].query or Query()) if base else Query(), like=tracks[:MOST_SEEDS])
    query = replace(query, limit=min(acts.count(act["count"]) or turn.list_limit(), moves.MOST_TRACKS))
    tail = text[len(text.rstrip(" ?.!")) - (len(what) - len(head[0])) :] if len(head) > 1 else ""
    if tail.strip() and (said := comparison(tail)) is not None and tracks:
        if said.rest and (heard := hear(turn.engine, " ".join(said.rest))).understood:
            query = moves.merged(query, heard.query)
        query = moves.compared(turn.engine, query, tracks, said.moves, said.strength)
    elif len(head) > 1 and (heard := hear(turn.engine, re.sub(r"^\W*but\s+", "", tail.strip()) or head[1])).understood:
        query = moves.merged(query, heard.query)
    return Outcome(request_of("recommend", turn.kept_out(query).text))


def _like_whom(turn: "Turn", act: Act) -> Query | None:
    """``find stuff like that`` beside songs of an artist: like them; "more like that" are the next of the list."""
    base = turn.base()
    query = base[0].query if base is not None else None
    if query is None or len(query.artists) != 1 or query.seeded or fold(act["link"]) not in ("like", "similar to"):
        return None
    if not re.search(r"\b(?:stuff|something|anything|things|bands?|artists?|others?)\b", fold(turn.text)):
        return None
    return Query(like_artists=query.artists) if not re.search(r"\bmore\b", fold(turn.text)) else None


def _says_more(act: Act) -> bool:
    """Whether words before a weak link say what is wanted: "more hope in it" is no "more of it"."""
    if fold(act["link"]) not in _WEAK_LINKS:
        return False
    return bool(re.sub(_ASKING, " ", fold(act["lead"])).strip(" ,.!?'’"))


def _only_reference(text: str) -> bool:
    rest = re.sub(
        r"\b(?:it|that|this|those|these|them|one|ones|song|track|sort|kind|type|of|thing|things|spirit|style|vein|the|same|"
        r"artist|band|him|her|das|davon|eso|esto|esa|ese|esas|esos|celle|celui|la|essa|esse|ca|cela|isso|please|stuff|music|list|vibe|mood|direction|bitte|by|lines|like)\b|\W",
        "",
        fold(text),
    )
    return not rest


def _former(turn: "Turn", text: str) -> Outcome | None:
    """``list some of the former``: of the two that were compared."""
    match = re.search(r"\b(?P<which>former|latter|first|second)\b", fold(text))
    last = turn.context.last
    if match is None:
        return None
    exchange = next((one for one in reversed(turn.context.exchanges[-4:]) if one.task.command == "compare"), None)
    if exchange is None and last is not None and last.task.fields.get("vs"):
        exchange = last
    if exchange is None or (match["which"] in ("first", "second") and last is not exchange):
        return None
    first = match["which"] in ("former", "first")
    task = exchange.task
    key = ("a" if first else "b") if "a" in task.fields else ("genre" if first else "vs")
    value = task.fields.get(key, "")
    if key in task.tracks:
        query = Query(like=(task.tracks[key],))
    elif value in turn.engine.catalogue.genres:
        query = Query(genres=(value,))
    else:
        query = Query(artists=(value,))
    return Outcome(request_of("recommend", turn.kept_out(replace(query, limit=turn.limit)).text))


def _of_two(turn: "Turn", text: str) -> Track | None:
    """``the heavier one`` of two tracks that were asked about."""
    pair = last_two(turn)
    match = re.search(
        r"\b(?:the )?(?:(?P<how>more|less|most|least)\s+)?(?P<word>\w+)\s+"
        r"(?:one|song|track|of (?:the two|them|those))\b",
        fold(text),
    )
    if len(pair) < 2 or match is None:
        return None
    meant = acts.extreme_of({name: one for name, one in match.groupdict().items() if one})
    if meant is None:
        return None
    trait, most = meant
    return max(pair, key=lambda track: (1 if most else -1) * references.value(track, trait))


def ellipsis(turn: "Turn", text: str) -> Outcome | None:
    """``and for jazz?``: the last request about another subject."""
    what = acts.ellipsis(text)
    if not what:
        plain = re.sub(r"(?i)^(?:and|und|y|et|e|or|but)[, ]+", "", text.strip("¿ "))
        short = len(words(plain)) <= 5 and text.rstrip().endswith("?")
        what = plain.strip(" ?") if short else ""
        if not what:
            return None
    return returning.again_for(turn, what, text)


def _nearest(turn: "Turn", act: Act, text: str) -> Outcome | None:
    """``the nearest you have then``: the list again, or the nearest name that the last answer offered."""
    last = turn.context.last
    if last is not None and last is turn.context.last_list:
        return turn.list_of(last.task, last.task.query or Query())
    offered = turn.context.exchanges[-1].actions if turn.context.exchanges else ()
    first = next((action for action in offered if action.command.startswith("/") and action.command != "/help"), None)
    return Outcome(read_request(first.command)) if first is not None else None


def _reorder(turn: "Turn", act: Act, text: str) -> Outcome | None:
    """``swap 12 and 40`` of ten rows: what moves rows did not find them."""
    if turn.base() is None:
        return None
    line = "I did not get which row goes where. Say, for example: move number 5 to the end, or swap 2 and 4."
    actions = (Action("Sort by tempo", "sort by tempo"), Action("Make it a playlist", "make it a playlist"))
    return Outcome(reply=Reply(title=line, actions=actions))


def _each(turn: "Turn", act: Act, text: str) -> Outcome | None:
    """``two examples of each``: of the two that were compared."""
    last = turn.context.last
    if last is None or last.task.command != "compare":
        return None
    names = [last.task.fields.get(key, "") for key in ("a", "b")]
    genres = [name for name in names if name in turn.engine.catalogue.genres]
    each = acts.count(act["count"]) or 2
    query = Query(genres=tuple(genres)) if len(genres) == 2 else Query(artists=tuple(names))
    if last.task.tracks or len(genres) == 1:
        return None
    return Outcome(request_of("recommend", turn.kept_out(replace(query, limit=2 * each)).text))


def _same(turn: "Turn", act: Act, text: str) -> Outcome | None:
    """``in the same key``, ``with the same bpm as Blinding Lights``: close to the track that is meant."""
    subject = act["subject"]
    found = turn.subjects.resolve(subject, ("track",)) if subject else None
    tracks = turn.focus or references.focus_tracks(turn.context)
    track = found.track if found is not None else tracks[0] if tracks and not subject else None
    if track is None:
        return missing(turn, subject) if subject else Outcome(reply=smalltalk.reply("which"))
    base = turn.base()
    query = base[0].query or Query() if base is not None and not subject else Query(limit=turn.limit)
    for what in filter(None, (act["what"], act["also"])):
        if what == "key":
            key = turn.engine.key(track)
            if not key.camelot:
                return Outcome(reply=Reply(title=f"The key of {track.title} is unknown."))
            query = moves.merged(query, Query(keys=(key.camelot,)))
            continue
        trait = acts.trait_of(what) or {"bpm": "tempo", "speed": "tempo", "length": "duration"}.get(what, "")
        number = references.value(track, trait)
        within = max(_ALIKE[0] * abs(number), _ALIKE[1] if abs(number) <= 1 else 0.0)
        near = Constraint(low=round(number - within, 2), high=round(number + within, 2))
        query = moves.merged(query, Query(constraints={trait: near}))
    if act["rest"] and (heard := hear(turn.engine, act["rest"])).understood:
        query = moves.merged(query, heard.query)
    return (
        turn.list_of(base[0], query)
        if base is not None and not subject
        else Outcome(request_of("recommend", turn.kept_out(query).text))
    )


def _within(turn: "Turn", act: Act, text: str) -> Outcome | None:
    """``keep it within 3 bpm``: near the tempo of the track that the list was made from, or of its first row."""
    base = turn.base()
    if base is None:
        return None
    query = base[0].query or Query()
    subject = act["subject"]
    found = turn.subjects.resolve(subject, ("track",)) if subject else None
    if subject and (found is None or found.track is None):
        return missing(turn, subject)
    tracks = (found.track,) if found is not None else (*query.named, *turn.context.focus, *base[1])
    track = next((one for one in tracks if one is not None and one.values["tempo"] == one.values["tempo"]), None)
    if track is None:
        return None
    by = float(acts.count(act["count"]) or 0)
    tempo = round(track.values["tempo"], 1)
    turn.notes.append(f"counted from the {tempo:.0f} BPM of {track.title}")
    return turn.list_of(base[0], moves.merged(query, Query({"tempo": Constraint(low=tempo - by, high=tempo + by)})))


HANDLERS: Final[dict[str, Callable[["Turn", Act, str], Outcome | None]]] = {
    "save": _save,
    "playlist": _playlist,
    "longer": _longer,
    "why": _why,
    "undo": _undo,
    "more": _more,
    "surprise": _surprise,
    "count": _count,
    "any": _any,
    "nearest": _nearest,
    "accept": _accept,
    "reject": _reject,
    "reorder": _reorder,
    "each": _each,
    "same": _same,
    "within": _within,
}

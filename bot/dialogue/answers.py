"""From a dialogue act with its slots to a request: questions about tracks, artists and genres, and moves on a list."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from bot.dialogue import acts, facts, moves, references, smalltalk
from bot.dialogue.acts import Act
from bot.dialogue.comparisons import comparison
from bot.dialogue.context import Exchange
from bot.dialogue.language import artist_named, genre_named, hear
from bot.dialogue.lexicon import FILLERS, fold, words
from bot.dialogue.outcome import Outcome, playlist_query, request_of
from bot.dialogue.subjects import Found, clean
from bot.reply import Reply
from engine import Query, Token, Track, UserError

if TYPE_CHECKING:
    from bot.dialogue.manager import Turn

MOST_MINUTES: Final = 180
FEWEST_MINUTES: Final = 5
_TREND_FEATURES: Final = frozenset(
    "danceability energy loudness speechiness acousticness instrumentalness liveness valence tempo duration".split()  # noqa: SIM905
)


def outcome(turn: "Turn", act: Act, text: str) -> Outcome | None:
    """The outcome of an act; None if it can be none here: there is nothing to refer to, or a name is no name."""
    handler = _HANDLERS.get(act.kind)
    return handler(turn, act, text) if handler is not None else None


def _missing(turn: "Turn", text: str, kind: str = "track") -> Outcome:
    """A name that is not in the catalogue, with the nearest."""
    name = clean(text)
    near = [track.title for track in turn.engine.find(name, 3)] if name else []
    hint = f"Nearest: {'; '.join(near)}." if near else ""
    error = UserError(f'"{name}" is not in the catalogue.', hint, code="not_found")
    return Outcome(reply=failed(error, turn.engine.find(name, 3) if name else []))


def failed(error: UserError, near: list[Track] | None = None) -> Reply:
    """The reply that says why there is no answer, with the nearest names to press."""
    from bot.reply import Action, Error

    actions = tuple(Action(track.title[:80], f"/track {Token('track', track.track_id)}") for track in near or [])
    return Reply(
        title="Not here",
        error=Error(error.code, error.message, error.hint),
        actions=(*actions, Action("Help", "/help")),
    )


# Facts about one thing


def _fact(turn: "Turn", act: Act, text: str) -> Outcome | None:
    found = turn.subjects.resolve(
        act["subject"], ("track", "artist", "genre") if act.kind != "info" else ("genre", "artist", "track")
    )
    if found is None:
        return _beyond(turn, act["subject"]) or _fact_missing(turn, act, text)
    aspect = {"who": "artist", "named": "title", "year": "year"}.get(act.kind, act["aspect"])
    if found.track is not None:
        lead = facts.sentence(turn.engine, found.track, aspect)
        return Outcome(request_of("track", Token("track", found.track.track_id)), lead=lead)
    if found.artist:
        return Outcome(request_of("artist", Token("name", found.artist, quoted=True)))
    if aspect in moves_traits():
        view = "popularity" if aspect == "popularity" else f"features feature:{aspect}"
        return Outcome(request_of("explore", view, Token("genre", found.genre)))
    return Outcome(request_of("genres", Token("like", found.genre)))


def moves_traits() -> frozenset[str]:
    """The aspects that are traits."""
    return _TREND_FEATURES | {"popularity"}


def _fact_missing(turn: "Turn", act: Act, text: str) -> Outcome | None:
    if act.kind in ("who", "info", "year") or not clean(act["subject"]):
        return None
    if references.pronoun(act["subject"], turn.context) is not None or len(words(act["subject"])) > 8:
        return None
    return _missing(turn, act["subject"])


def _beyond(turn: "Turn", text: str) -> Outcome | None:
    """A row that the last list does not have."""
    number = references.beyond(text, turn.context)
    if number is None or turn.context.counted is None:
        return None
    count = len(turn.context.counted.rows)
    error = UserError(
        f"The last list has {count} rows, so there is no number {number}.", f"Say a number from 1 to {count}."
    )
    return Outcome(reply=failed(error))


def _who(turn: "Turn", act: Act, text: str) -> Outcome | None:
    """``who is that by?`` of a track; ``who is Adele?`` of an artist."""
    subject = act["subject"]
    found = turn.subjects.resolve(subject, ("track", "artist"))
    if found is None:
        return None
    if found.track is None:
        return turn.about(found)
    return _fact(turn, act, text)


def _year(turn: "Turn", act: Act, text: str) -> Outcome | None:
    last = turn.context.last
    if last is not None and last.task.command == "about" and not act["subject"].replace("it", ""):
        return _about(turn, act, text)
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
        return _beyond(turn, subject) or (_fact_missing(turn, act, text) if act["subject"] else None)
    if found.track is not None:
        return Outcome(request_of("genre", Token("track", found.track.track_id)))
    return turn.about(found)


def _info(turn: "Turn", act: Act, text: str) -> Outcome | None:
    subject = act["subject"]
    if re.search(r"\b(?:data|catalog\w*|dataset|model)\b", fold(subject)):
        return Outcome(request_of("about"))
    found = turn.subjects.resolve(subject, ("artist", "track", "genre"))
    if found is None:
        return _beyond(turn, subject)
    if found.genre:
        return Outcome(
            request_of("explore", "genres") if not found.genre else request_of("genres", Token("like", found.genre))
        )
    return turn.about(found)


def _theirs(turn: "Turn", act: Act, text: str) -> Outcome | None:
    """``what do you have by her``, ``their biggest hit?``."""
    artist = _artist_of(turn, act["subject"])
    if not artist:
        return None
    query = Query(artists=(artist,), limit=turn.limit)
    if act.kind == "biggest":
        one = not act["what"].endswith("s")
        query = replace(query, sort="-popularity", limit=1 if one else turn.limit)
    return Outcome(request_of("recommend", turn.kept_out(query).text))


def _artist_of(turn: "Turn", text: str) -> str:
    found = turn.subjects.resolve(text, ("artist", "track"))
    if found is not None and (found.artist or found.track):
        return found.artist or (found.track.artists[0] if found.track else "")
    named = re.sub(r"(?i)'s$", "", text)
    if re.fullmatch(r"(?:their|his|her|him|them|she|he|they)", fold(named)):
        return turn.mentioned_artist() or references.focus_artist(turn.context)
    return artist_named(turn.engine, named)


def _superlative(turn: "Turn", act: Act, text: str) -> Outcome | None:
    """The row of the last list that has most of something; of two tracks asked about, both compared."""
    meant = acts.extreme_of(act.slots)
    if meant is None:
        return None
    trait, most = meant
    pair = _last_two(turn)
    shown = turn.context.counted
    last = turn.context.last
    best = fold(act["how"]) in ("most", "least", "highest", "lowest") or fold(act["word"]).endswith("est")
    if len(pair) == 2 and last is not None and not last.counts and not (best and shown is not None):
        first = max(pair, key=lambda track: (1 if most else -1) * references.value(track, trait))
        lead = f"{first.title}: {facts.value_text(first, trait)}; the other {facts.value_text(pair[0] if first is pair[1] else pair[1], trait)}."
        return Outcome(request_of("compare", Token("a", pair[0].track_id), Token("b", pair[1].track_id)), lead=lead)
    if shown is None or not shown.tracks:
        return None
    track = max(shown.tracks, key=lambda one: (1 if most else -1) * _or(references.value(one, trait), most))
    lead = f"Of the {len(shown.tracks)} shown it is {track.title}, with {trait} {facts.value_text(track, trait)}."
    return Outcome(request_of("track", Token("track", track.track_id)), lead=lead)


def _or(value: float, most: bool) -> float:
    return value if value == value else (-1e9 if most else 1e9)


def _last_two(turn: "Turn") -> list[Track]:
    """The two tracks that the last exchanges were about, the earlier first."""
    found: list[Track] = []
    for exchange in reversed([one for one in turn.context.exchanges if one.request][-4:]):
        if exchange.task.command not in ("track", "genre", "compare"):
            break
        found = [track for track in exchange.task.tracks.values() if track not in found] + found
    return found[-2:]


def _count_of(turn: "Turn", act: Act, text: str) -> Outcome | None:
    shown = turn.context.counted
    if shown is None or not shown.tracks:
        return None
    what = fold(act["what"])
    told = facts.counted(turn.engine, shown.tracks, what, genre_named(turn.engine, what))
    return Outcome(reply=Reply(title=told)) if told else None


# Commands in words


def _trends(turn: "Turn", act: Act, text: str) -> Outcome | None:
    trait = act["trait"] if act["trait"] in _TREND_FEATURES else acts.trait_of(text)
    if act["trait"] == "popularity" or trait == "popularity":
        return Outcome(request_of("trends", "popularity"))
    trait = trait if trait in _TREND_FEATURES else "energy"
    genre = _genre_in(turn, act["what"])
    return Outcome(request_of("trends", Token("feature", trait), Token("genre", genre) if genre else ""))


def _genre_in(turn: "Turn", text: str) -> str:
    """A genre named anywhere in a text, the longest first; else the one that "there" or "its" means."""
    said = [word for word in re.findall(r"[\w&'-]+", text)]
    for size in (3, 2, 1):
        for start in range(len(said) - size + 1):
            part = " ".join(said[start : start + size])
            if (size > 1 or fold(part) not in FILLERS | _NO_GENRE) and (genre := genre_named(turn.engine, part)):
                return genre
    return ""


_NO_GENRE: Final = frozenset(
    "song songs track tracks music artist artists band bands popular popularity big famous hit hits rising year years who "  # noqa: SIM905
    "what which makes make drives chart charts happy sad sleep study party chill dance comedy guitar piano club disney kids "
    "children romance show house's going will break next up coming how many faster slower louder good great".split()
)


def _focus_genre(turn: "Turn", text: str) -> str:
    if re.search(
        r"\b(?:there|it|its|that|those|these|this|they|them|their|here|the genre|dort|alli|la|lo)\b", fold(text)
    ):
        genres = references.focus_genres(turn.context)
        if genres:
            return genres[0]
        tracks = turn.context.last.tracks if turn.context.last is not None else ()
        names = [name for track in tracks for name in track.genres]
        return max(names, key=names.count) if names else ""
    return ""


def _emerging(turn: "Turn", act: Act, text: str) -> Outcome | None:
    said = fold(text)
    genre = _genre_in(turn, _after_topic(text)) or _genre_in(turn, text) or _focus_genre(turn, said)
    people = re.search(
        r"\b(?:who|whos|artists?|bands?|acts?|singers?|rappers?|sign|talents?|newcomers?|musicians?|wer|quien|quienes|qui|quem|stars?|artistas?|artistes?)\b",
        said,
    )
    things = re.search(r"\b(?:songs?|tracks?|lieder|canciones|chansons|musicas)\b", said)
    kind: Token | str = Token("kind", "artists") if people and not things else ""
    if kind and genre:
        try:
            turn.engine.emerging("artists", genre=genre, k=1)
        except UserError:
            tokens = (Token("genre", genre),)
            return Outcome(
                request_of("emerging", *tokens), notes=(f"too few artists of {genre} to rank: these are tracks",)
            )
    return Outcome(request_of("emerging", kind, Token("genre", genre) if genre else ""))


def _after_topic(text: str) -> str:
    match = re.search(r"\b(?:in|en|im|dans|em|of|within)\s+(.+)$", fold(text))
    return text[match.start(1) : match.end(1)] if match else ""


def _drivers(turn: "Turn", act: Act, text: str) -> Outcome | None:
    slots = " ".join(act[name] for name in ("what", "where", "es", "fr", "pt"))
    genre = _genre_in(turn, slots) or _genre_in(turn, text) or _focus_genre(turn, f"{slots} {text}")
    if genre:
        return Outcome(request_of("drivers", Token("genre", genre)))
    trait = acts.trait_of(slots)
    if trait in _TREND_FEATURES and trait != "duration":
        return Outcome(request_of("drivers", Token("feature", trait)))
    if found := turn.subjects.resolve(act["what"], ("track",)) if act["what"] and len(words(act["what"])) > 1 else None:
        if found.track is not None:
            genre = found.track.genres[0]
            return Outcome(
                request_of("drivers", Token("genre", genre)), notes=(f"{found.track.title} is filed under {genre}",)
            )
    genres = [genre for genre in ("pop", "rock") if genre in turn.engine.catalogue.genres] or list(
        turn.engine.catalogue.genres[:1]
    )
    return Outcome(
        request_of("drivers", Token("genre", genres[0])),
        notes=(f"what goes with popularity differs by genre; shown for {genres[0]}, name another one for that",),
    )


def _model(turn: "Turn", act: Act, text: str) -> Outcome | None:
    said = fold(text)
    if act.kind == "trust":
        last = turn.context.last
        if last is not None and last.task.command == "emerging" and not re.search(r"\bgenre|model|classif", said):
            return Outcome(read_again(last), lead=facts.tested(turn.engine))
        if last is None or last.task.command not in ("model", "genre", "label"):
            if not re.search(r"\bgenre|model|classif|artist", said):
                return None
    if re.search(r"\b(?:mess|fail|wrong|confus|mix|worst|weak|struggl|mistak|hardest)", said):
        last = turn.context.last
        about = re.search(r"\b(?:genre|model|classif\w*|guess\w*|predict\w*|it|you|which|what)\b", said)
        return Outcome(request_of("model", "show:confusion")) if about or last is not None else None
    return Outcome(request_of("model", "show:calibration" if re.search(r"\bcalibrat|confident|sure\b", said) else ""))


def read_again(exchange: Exchange) -> "Request":
    """The request of an exchange."""
    from bot.request import read_request

    return read_request(exchange.request)


def _about(turn: "Turn", act: Act, text: str) -> Outcome | None:
    return Outcome(request_of("about"), lead=facts.collected(turn.engine))


def _nearest(turn: "Turn", act: Act, text: str) -> Outcome | None:
    """``the nearest you have then``: the list again, or the nearest name that the last answer offered."""
    last = turn.context.last
    if last is not None and last is turn.context.last_list:
        return turn.list_of(last.task, last.task.query or Query())
    offered = turn.context.exchanges[-1].actions if turn.context.exchanges else ()
    from bot.request import read_request

    first = next((action for action in offered if action.command.startswith("/") and action.command != "/help"), None)
    return Outcome(read_request(first.command)) if first is not None else None


def _compare(turn: "Turn", act: Act, text: str) -> Outcome | None:
    if act["a"] and act["b"]:
        pair = [turn.subjects.resolve(act[name]) for name in ("a", "b")]
        missing = [act[name] for name, one in zip(("a", "b"), pair, strict=True) if one is None]
        rows = references.rows_of(f"{act['a']} and {act['b']}", turn.context)
        if rows is not None and len(rows.rows) >= 2 and missing:
            pair = [Found(track=track) for track in rows.tracks[:2]]
        elif missing:
            return _missing(turn, missing[0])
        found = [one for one in pair if one is not None]
    else:
        found = _two_meant(turn, act["both"] or act["these"] or act["between"] or "they")
    if len(found) < 2:
        return None
    tokens = [Token(name, one.key, quoted=" " in one.key) for name, one in zip(("a", "b"), found, strict=False)]
    return Outcome(request_of("compare", *tokens))


def _two_meant(turn: "Turn", text: str) -> list[Found]:
    tracks = turn.subjects.tracks_meant(text)
    if len(tracks) >= 2:
        return [Found(track=track) for track in tracks[:2]]
    if len(pair := _last_two(turn)) == 2 and not (turn.context.last and turn.context.last.counts):
        return [Found(track=track) for track in pair]
    shown = turn.context.counted
    return [Found(track=track) for track in shown.tracks[:2]] if shown is not None else []


def _artists_like(turn: "Turn", act: Act, text: str) -> Outcome | None:
    subject = act["subject"]
    artist = _artist_of(turn, subject) if subject else references.focus_artist(turn.context)
    if not artist:
        if subject and not references.pronoun(subject, turn.context):
            found = turn.subjects.resolve(subject, ("artist", "track"))
            if found is None or found.track is None:
                heard = hear(turn.engine, text)
                return None if heard.understood and heard.has_subject else _missing(turn, subject, "artist")
            artist = found.track.artists[0]
        else:
            return None
    if "artists" in turn.commands:
        return Outcome(request_of("artists", Token("like", artist, quoted=True)))
    query = Query(like_artists=(artist,), limit=turn.limit)
    return Outcome(request_of("recommend", turn.kept_out(query).text))


def _explain(turn: "Turn", act: Act, text: str) -> Outcome | None:
    trait = fold(act["trait"])
    if trait == "popularity":
        return Outcome(request_of("explore", "popularity"))
    return Outcome(request_of("explore", "features", Token("feature", trait)))


def _spread(turn: "Turn", act: Act, text: str) -> Outcome | None:
    trait = acts.trait_of(act["trait"]) or acts.trait_of(text)
    genre = _genre_in(turn, act["genre"]) if act["genre"] else ""
    parts = ("popularity",) if trait == "popularity" else ("features", Token("feature", trait)) if trait else None
    return Outcome(request_of("explore", *parts, Token("genre", genre) if genre else "")) if parts else None


def _correlations(turn: "Turn", act: Act, text: str) -> Outcome | None:
    return Outcome(request_of("explore", "correlations"))


def _genres(turn: "Turn", act: Act, text: str) -> Outcome | None:
    like = re.search(r"\b(?:like|similar to|close to)\s+(.+?)\s*\??$", fold(text))
    if like and (genre := genre_named(turn.engine, like[1])):
        return Outcome(request_of("genres", Token("like", genre)))
    order = "by:size" if re.search(r"\b(?:biggest|largest|most tracks)\b", fold(text)) else ""
    return Outcome(request_of("genres", order))


def _map(turn: "Turn", act: Act, text: str) -> Outcome | None:
    """The sound map: of everything, of a genre, of two, or of where a track lies."""
    subject = act["subject"]
    last = turn.context.last
    asks_map = re.search(
        r"\b(?:map|karte|mapa|carte|plot|draw|chart|graph|visuali[sz]e|picture|diagram|pinpoint|on it|zeichne|dibuja|dessine|desenha|sits?|lies?|located|locate)\b",
        fold(text),
    )
    if not asks_map and not (last is not None and last.task.command == "explore"):
        return None
    if (
        (trait := acts.trait_of(subject))
        and re.search(r"\b(?:plot|chart|graph|draw|histogram|diagram)\b", fold(text))
        and not references.find(subject, turn.context)
    ):
        genre = _genre_in(turn, subject)
        view = "popularity" if trait == "popularity" else f"features feature:{trait}"
        return Outcome(request_of("explore", view, Token("genre", genre) if genre else ""))
    bare = re.sub(
        r"\b(?:the|all|of|whole|music|songs?|tracks?|catalog\w*|everything|entire|sound|your|a|map|here|please|me|show|world|in)\b",
        "",
        fold(subject),
    ).strip()
    if not bare:
        return Outcome(request_of("explore", "map"))
    pair = re.split(r"\s+(?:and|vs\.?|versus|against|und|y|et|e)\s+", subject)
    if len(pair) == 2 and (both := [genre_named(turn.engine, one) for one in pair]) and all(both):
        return Outcome(request_of("explore", "map", Token("genre", both[0]), Token("vs", both[1])))
    found = turn.subjects.resolve(subject, ("genre", "track", "artist"))
    if _means_all(turn, subject) or (found is None and references.pronoun(subject, turn.context)):
        return _draw_last(turn)
    if found is None:
        return _beyond(turn, subject) or (_missing(turn, subject) if asks_map else None)
    if found.track is not None:
        return Outcome(request_of("explore", "map", Token("track", found.track.track_id)))
    if found.genre:
        return Outcome(request_of("explore", "map", Token("genre", found.genre)))
    best = turn.subjects.recordings(found.artist, 1)
    return Outcome(
        request_of("explore", "map", Token("track", best[0].track_id)),
        notes=(f"the map shows tracks and genres; shown is {found.artist}'s best known track",),
    )


def _means_all(turn: "Turn", text: str) -> bool:
    last = turn.context.last
    reference = references.find(text, turn.context)
    if last is None or reference is None or reference.rows:
        return False
    return reference.kind == "all" or (reference.kind == "pronoun" and not last.task.tracks and not _single_seed(last))


def _single_seed(exchange: Exchange) -> bool:
    return exchange.task.query is not None and len(exchange.task.query.like) == 1


def _draw_last(turn: "Turn") -> Outcome | None:
    """``draw it``: what the last answer was about, as a picture."""
    last = turn.context.last
    if last is None:
        return None
    task = last.task
    if task.command in ("compare", "emerging", "drivers", "trends", "explore", "model", "genres", "genre", "playlist"):
        both = [task.fields[name] for name in ("a", "b") if name in task.fields and name not in task.tracks]
        genres = [one for one in both if one in turn.engine.catalogue.genres]
        if task.command == "compare" and len(genres) == 2:
            return Outcome(request_of("explore", "map", Token("genre", genres[0]), Token("vs", genres[1])))
        return Outcome(read_again(last))
    if genres := list(references.focus_genres(turn.context)):
        parts = [Token("genre", genres[0])] + [Token("vs", genre) for genre in genres[1:2]]
        return Outcome(request_of("explore", "map", *parts))
    if tracks := references.focus_tracks(turn.context):
        return Outcome(request_of("explore", "map", Token("track", tracks[0].track_id)))
    return Outcome(request_of("explore", "map"))


# Moves on the list shown


def _save(turn: "Turn", act: Act, text: str) -> Outcome | None:
    """The last list as files: the same request with its files."""
    found = references.rows_of(text, turn.context)
    listed = turn.context.last_list
    last = turn.context.last
    if found is not None and len(found.tracks) and listed is not None and len(found.tracks) < len(listed.tracks):
        return (
            _only_rows(turn, listed, len(found.tracks))
            if found.rows[0].number == 1
            else Outcome(read_saved(turn, listed))
        )
    if (
        last is not None
        and last.task.command in ("emerging", "genres", "path")
        and (listed is None or last is not listed)
    ):
        return Outcome(
            request_of("path", *_fields(last), "save:yes") if last.task.command == "path" else read_again(last)
        )
    if turn.task is not None and turn.task.query is not None:
        return turn.list_of(turn.task, turn.task.query, "save")
    if listed is None:
        return Outcome(reply=smalltalk.reply("nothing"))
    return Outcome(read_saved(turn, listed))


def _fields(exchange: Exchange) -> list[Token]:
    return [Token(name, value, quoted=" " in value) for name, value in exchange.task.fields.items()]


def read_saved(turn: "Turn", listed: Exchange) -> "Request":
    """The request that saves a list as files."""
    task = listed.task
    query = task.query or Query()
    if task.command == "playlist":
        fields = [token for token in _fields(listed) if token.key != "save"]
        return request_of("playlist", turn.kept_out(playlist_query(query)).text, *fields, "save:yes")
    return request_of("save", turn.kept_out(query).text)


def _only_rows(turn: "Turn", listed: Exchange, count: int) -> Outcome:
    return Outcome(request_of("save", turn.kept_out(moves.counted(listed.task.query or Query(), count)).text))


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
    by = acts.count(act["by"])
    if listed is None or listed.task.command != "playlist" or by is None:
        return None
    sign = 1 if fold(act["way"]) in ("longer", "more") else -1
    minutes = int(listed.task.fields.get("minutes", 45)) + sign * by
    minutes = min(max(minutes, FEWEST_MINUTES), MOST_MINUTES)
    fields = [token for token in _fields(listed) if token.key not in ("save", "minutes")]
    query = turn.kept_out(playlist_query(listed.task.query or Query()))
    return Outcome(request_of("playlist", query.text, *fields, f"minutes:{minutes}"))


def _why(turn: "Turn", act: Act, text: str) -> Outcome | None:
    """Why a row, or the whole list, was recommended."""
    listed = turn.context.last_list
    if (beyond := _beyond(turn, act["subject"])) is not None:
        return beyond
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
            r"(?:(?:not|this|these|those|that|it|them|they|did you|do you|were|are|is|was|pick|choose|chose|recommend|suggest|show|put|me|the|list|one|ones|song|songs|track|tracks|in there|here|there)\s*)+",
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
        lead = facts.because(listed, found.rows[0])
    return Outcome(request_of("why", query.text), lead=lead)


def _undo(turn: "Turn", act: Act, text: str) -> Outcome | None:
    return turn.undo(act["target"])


def _more(turn: "Turn", act: Act, text: str) -> Outcome | None:
    """The next ones of the list; of what is rising, more of it."""
    count = acts.count(act["count"]) if act["count"] else None
    last = turn.context.last
    if turn.focus and references.pronoun(text, turn.context) is not None:
        return like_reference(turn, text)
    if last is not None and last.task.command == "emerging":
        limit = min(25, int(last.task.fields.get("limit", 10)) + (count or 10))
        fields = [token for token in _fields(last) if token.key != "limit"]
        return Outcome(request_of("emerging", *fields, f"limit:{limit}"))
    if (base := turn.base()) is None:
        return None
    task, _ = base
    query = task.query or Query()
    if task.command == "playlist":
        fields = {**task.fields, "minutes": str(min(int(task.fields.get("minutes", 45)) + 15, MOST_MINUTES))}
        return turn.list_of(replace(task, fields=fields), query)
    return turn.list_of(task, moves.others(query, count))


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
    return turn.list_of(base[0], moves.counted(base[0].query or Query(), count))


def _any(turn: "Turn", act: Act, text: str) -> Outcome | None:
    """``any tempo``: the list without that limit."""
    base = turn.base()
    if base is None:
        return None
    word = "year" if act["when"] else fold(act["what"])
    what = {
        "decade": "year", "era": "year", "age": "year", "speed": "tempo", "bpm": "tempo", "style": "genre",
        "length": "duration", "explicitness": "explicit",
    }.get(word, word)  # fmt: skip
    return turn.list_of(base[0], moves.freed(base[0].query or Query(), what))


def _accept(turn: "Turn", act: Act, text: str) -> Outcome | None:
    found = references.find(act["subject"], turn.context)
    if found is None or (not found.rows and found.kind not in ("pronoun", "all")):
        return None
    if found.tracks:
        turn.focus = found.tracks
        track = found.tracks[0]
        return Outcome(reply=facts.noted(track))
    return Outcome(reply=turn.small_talk("praise"))


def _reject(turn: "Turn", act: Act, text: str) -> Outcome | None:
    """``not that one``: it never comes back; the list is filled up."""
    base = turn.base()
    if base is None:
        return None
    found = references.rows_of(act["subject"], turn.context)
    if found is not None and found.tracks:
        return turn.list_of(base[0], moves.without_tracks(base[0].query or Query(), found.tracks))
    reference = references.pronoun(act["subject"], turn.context)
    last = turn.context.last
    if reference is None or last is None:
        return None
    if last.task.tracks and last.task.command in ("track", "genre", "explore"):
        return turn.list_of(base[0], moves.without_tracks(base[0].query or Query(), tuple(last.task.tracks.values())))
    query = base[0].query or Query()
    if len(query.like) == 1 and (other := _next_of_name(turn, query)) is not None:
        return other
    if len(last.tracks) == 1:
        return turn.list_of(base[0], moves.without_tracks(query, last.tracks))
    if last.tracks:
        return turn.list_of(base[0], moves.without_tracks(query, last.tracks))
    return None


def _next_of_name(turn: "Turn", query: Query) -> Outcome | None:
    from bot.dialogue import corrections

    other = corrections._other_version(turn.engine, query)
    return Outcome(request_of("recommend", turn.kept_out(other).text)) if other is not None else None


def like_reference(turn: "Turn", text: str) -> Outcome | None:
    """``more like the second one but calmer``, ``more of that``, ``10 tracks to mix out of it``: a list from a seed."""
    act = acts.likeness(text)
    if act is None:
        return _former(turn, text)
    what = act["what"]
    head = re.split(r"\s*[,;]?\s*\b(?:but|only|just|aber|pero|mais|except|without|and)\b\s*", what, maxsplit=1)
    found = references.rows_of(head[0], turn.context)
    tracks = found.tracks if found is not None else ()
    if not tracks and (one := _of_two(turn, head[0])) is not None:
        tracks = (one,)
    reference = references.pronoun(head[0], turn.context)
    last = turn.context.last
    if not tracks:
        if re.search(r"\b(?:former|latter)\b", fold(head[0])):
            return _former(turn, text)
        if reference is None or not _only_reference(head[0]):
            return None
        if reference.kind == "artist" and (artist := references.focus_artist(turn.context)):
            query = Query(like_artists=(artist,))
        elif turn.focus or (last and (last.task.tracks or (_single_seed(last) and reference.kind == "pronoun"))):
            query = Query(like=turn.focus or references.focus_tracks(turn.context))
            tracks = query.like
        elif (base := turn.base()) is not None:
            count = acts.count(act["count"]) if act["count"] else None
            task = base[0]
            return turn.list_of(task, moves.others(task.query or Query(), count))
        else:
            return None
    else:
        query = Query(like=tracks[:3])
    query = replace(query, limit=min(acts.count(act["count"]) or turn.list_limit(), moves.MOST_TRACKS))
    tail = text[len(text.rstrip(" ?.!")) - (len(what) - len(head[0])) :] if len(head) > 1 else ""
    if tail.strip() and (said := comparison(tail)) is not None and tracks:
        query = moves.compared(turn.engine, query, tracks, said.moves, said.strength)
    elif len(head) > 1 and (heard := hear(turn.engine, re.sub(r"^\W*but\s+", "", tail.strip()) or head[1])).understood:
        query = moves.merged(query, heard.query)
    return Outcome(request_of("recommend", turn.kept_out(query).text))


def _only_reference(text: str) -> bool:
    rest = re.sub(
        r"\b(?:it|that|this|those|these|them|one|ones|song|track|sort|kind|type|of|thing|things|spirit|style|vein|the|same|"
        r"artist|band|him|her|das|davon|eso|esto|ca|cela|isso|please|stuff|music|list|vibe|mood|direction|bitte|by|lines|like)\b|\W",
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
    pair = _last_two(turn)
    match = re.search(
        r"\b(?:the )?(?:(?P<how>more|less|most|least)\s+)?(?P<word>\w+)\s+(?:one|song|track|of (?:the two|them|those))\b",
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
    return turn.again_for(what, text)


_HANDLERS: Final[dict[str, Callable[["Turn", Act, str], Outcome | None]]] = {
    "fact": _fact, "who": _who, "named": _fact, "year": _year, "genre": _genre, "info": _info, "theirs": _theirs,
    "biggest": _theirs, "superlative": _superlative, "countof": _count_of, "trends": _trends, "emerging": _emerging,
    "drivers": _drivers, "model": _model, "trust": _model, "about": _about, "compare": _compare,
    "artists_like": _artists_like, "explain": _explain, "spread": _spread, "correlations": _correlations,
    "genres": _genres, "map": _map, "save": _save, "playlist": _playlist, "longer": _longer, "why": _why, "undo": _undo,
    "more": _more, "surprise": _surprise, "count": _count, "any": _any, "nearest": _nearest, "accept": _accept, "reject": _reject,
}  # fmt: skip

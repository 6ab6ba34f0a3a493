"""Every analysis in words: trends, emerging, drivers, model, about, compare, similar artists, explore, genres."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from bot.dialogue import acts, facts, free_text, references, smalltalk, unclear
from bot.dialogue.acts import Act
from bot.dialogue.comparisons import comparison
from bot.dialogue.language import genre_or_nearest, hear
from bot.dialogue.lexicon import fold, words
from bot.dialogue.outcome import Outcome, request_of
from bot.dialogue.rising import NOT_THESE, beside, popularity_band
from bot.dialogue.shared import (
    FEATURES,
    artist_of,
    artist_of_task,
    beyond,
    focus_genre,
    genre_in,
    last_two,
    missing,
    more,
    names_in,
    read_again,
    single_seed,
)
from bot.dialogue.subjects import Found
from engine import BAND, TRAIT_NAMES, Query, UserError
from engine.tokens import Token

if TYPE_CHECKING:
    from bot.dialogue.manager import Turn

# "how has energy changed in pop", "the tempo of metal since 1980"
_NARROWED_TO: Final = re.compile(
    r"\b(?:in|of|for|within) (?P<what>(?!the\b|last\b|\d)[\w&'/-]+(?: [\w&'/-]+)??)(?: music)?(?= (?:over|since|from|through|across|in|during)\b|[?.! ]*$)"
)


_MOST_COMPARED: Final = 3


def _trends(turn: "Turn", act: Act, text: str) -> Outcome | None:
    trait = act["trait"] if act["trait"] in FEATURES else acts.trait_of(text)
    if act["trait"] == "popularity" or trait == "popularity":
        return Outcome(request_of("trends", "popularity"))
    trait = trait if trait in FEATURES else "energy"
    narrowed = _NARROWED_TO.search(fold(text))
    genre = _dated_genre(turn, act["what"]) or (_dated_genre(turn, narrowed["what"]) if narrowed else "")
    # "how have hip hop songs changed over the years"
    genre = genre or next(iter(hear(turn.engine, text).query.genres), "")
    return Outcome(request_of("trends", Token("feature", trait), Token("genre", genre) if genre else ""))


def _dated_genre(turn: "Turn", text: str) -> str:
    """The genre that a text names, of those that the years know first: the catalogue files nothing under some."""
    said = re.sub(r" (?:music|songs|tracks)$", "", fold(text))
    return next((name for name in turn.engine.years.genres if fold(name) == said), "") or genre_in(turn, said)


def _emerging(turn: "Turn", act: Act, text: str) -> Outcome | None:
    said = fold(text)
    named = genre_in(turn, _after_topic(text)) or genre_in(turn, text)
    # "up and coming rappers"
    named = named or next(iter(hear(turn.engine, text).query.genres), "")
    genre = named or focus_genre(turn, said)
    pointed = genre and not named and genre not in references.focus_genres(turn.context, turn.engine.catalogue.genres)
    notes = (f"most of what was spoken of is filed under {genre}",) if pointed else ()
    if other := beside(turn, said, genre if named else ""):
        notes = (*notes, other)
    said = NOT_THESE.sub("", said)
    people = re.search(
        r"\b(?:who|whos|artists?|bands?|acts?|singers?|rappers?|sign|talents?|newcomers?|musicians?|wer|quien|quienes|qui|quem|stars?|artistas?|artistes?)\b",
        said,
    )
    things = re.search(r"\b(?:songs?|tracks?|lieder|canciones|chansons|musicas)\b", said)
    kind: Token | str = Token("kind", "artists") if people and not things else ""
    band = popularity_band(turn, text)
    limits = Token("popularity", f"{band[0]}-{band[1]}") if band else ""
    if kind and genre:
        try:
            turn.engine.emerging("artists", genre=genre, popularity=band or BAND, k=1)
        except UserError:
            tokens = (Token("genre", genre), limits)
            return Outcome(
                request_of("emerging", *tokens),
                notes=(*notes, f"too few artists of {genre} to rank: these are tracks"),
            )
    return Outcome(request_of("emerging", kind, Token("genre", genre) if genre else "", limits), notes=notes)


def _after_topic(text: str) -> str:
    match = re.search(r"\b(?:in|en|im|dans|em|of|within)\s+(.+)$", fold(text))
    return text[match.start(1) : match.end(1)] if match else ""


_WHY_KNOWN: Final = re.compile(
    r"(?i)(?:(?:and|so|but|ok)[, ]+)*why (?:is|are|did|was|has|does)\s+(?P<name>.+?)\s+(?:become |become |been )?(?:so |that |such a |this |really )*(?:popular|big|famous|successful|well[- ]known|hit|do well|blow up|take off)\b.*"
)


def _why_known(turn: "Turn", text: str) -> Outcome | None:
    """``why is Unholy so popular``: how popular it is, and that nothing here says why of a single track."""
    match = _WHY_KNOWN.fullmatch(text.strip())
    name = match["name"].strip() if match is not None else ""
    if (
        not name
        or genre_in(turn, name)
        or re.fullmatch(r"(?i)some|certain|other|these|most|songs?|tracks?|music", name)
    ):
        return None
    pointed = references.pronoun(name, turn.context) is not None and len(words(name)) <= 2
    found = turn.subjects.resolve(name, ("track",)) if not pointed else None
    tracks = (turn.focus or references.focus_tracks(turn.context))[:1] if pointed else ()
    track = found.track if found is not None else next(iter(tracks), None)
    if track is None:
        return None
    genre = turn.engine.main_genre(track)
    lead = (
        f"{track.title} has popularity {facts.value_text(track, 'popularity')} {turn.engine.popularity_as_of}. "
        "Why a single track is liked, nothing here can tell: not who promoted it, nor what people said of it."
    )
    request = (
        request_of("drivers", Token("genre", genre)) if genre else request_of("track", Token("track", track.track_id))
    )
    return Outcome(request, lead=lead + (f" This is what goes with popularity in {genre}:" if genre else ""))


def _drivers(turn: "Turn", act: Act, text: str) -> Outcome | None:
    if (of_track := _why_known(turn, text)) is not None:
        return of_track
    if not act["where"] and (quality := acts.trait_of(act["quality"])) in FEATURES and quality != "duration":
        # "Do happy songs do better": a trait, though a genre is called so, too.
        return Outcome(request_of("drivers", Token("feature", quality)))
    slots = " ".join(act[name] for name in ("quality", "what", "where", "es", "fr", "pt"))
    genre = (
        genre_in(turn, act["where"])
        or genre_in(turn, slots)
        or genre_in(turn, text)
        or focus_genre(turn, f"{slots} {text}")
    )
    if genre:
        return Outcome(request_of("drivers", Token("genre", genre)))
    trait = acts.trait_of(slots)
    if trait in FEATURES and trait != "duration":
        return Outcome(request_of("drivers", Token("feature", trait)))
    found = turn.subjects.resolve(act["what"], ("track",)) if len(words(act["what"])) > 1 else None
    if found is not None and found.track is not None and found.track.genres:
        genre = found.track.genres[0]
        return Outcome(
            request_of("drivers", Token("genre", genre)), notes=(f"{found.track.title} is filed under {genre}",)
        )
    genres: list[str] = [genre for genre in ("pop", "rock") if genre in turn.engine.catalogue.genres] or list(
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
            return Outcome(read_again(last), lead=facts.how_tested(turn.engine, last))
        asked_before = last is not None and last.task.command in ("model", "genre", "label")
        if not asked_before and not re.search(r"\bgenre|model|classif|artist|are you\b", said):
            return None
    if re.search(r"\b(?:mess|fail|wrong|confus|mix|worst|weak|struggl|mistak|hardest)", said):
        last = turn.context.last
        about = re.search(r"\b(?:genre|model|classif\w*|guess\w*|predict\w*|it|you|which|what)\b", said)
        return Outcome(request_of("model", "show:confusion")) if about or last is not None or "matrix" in said else None
    return Outcome(request_of("model", "show:calibration" if re.search(r"\bcalibrat|confident|sure\b", said) else ""))


def _about(turn: "Turn", act: Act, text: str) -> Outcome | None:
    return Outcome(request_of("about"), lead=facts.collected(turn.engine))


def _compare(turn: "Turn", act: Act, text: str) -> Outcome | None:
    if act["a"] and act["b"]:
        pair = [turn.subjects.resolve(act[name]) for name in ("a", "b")]
        unknown = [act[name] for name, one in zip(("a", "b"), pair, strict=True) if one is None]
        rows = references.rows_of(f"{act['a']} and {act['b']}", turn.context)
        if rows is not None and len(rows.rows) >= 2 and unknown:
            pair = [Found(row.track, row.artist if row.track is None else "", row.genre) for row in rows.rows[:2]]
        elif unknown:
            return _those_known(turn, f"{act['a']} and {act['b']}") or missing(turn, unknown[0])
        found = [one for one in pair if one is not None]
    elif act["with"]:
        found = _with_focus(turn, act["with"])
    else:
        found = _two_meant(turn, act["both"] or act["these"] or act["between"] or "they")
    if len(found) < 2:
        return None
    tokens = [Token(name, one.key, quoted=" " in one.key) for name, one in zip(("a", "b"), found, strict=False)]
    lead = ""
    if said := comparison(f"{act['how']} {act['word']}"):
        trait, way = next(iter(said.moves.items()))
        compared = turn.engine.compare(found[0].key, found[1].key)
        lead = facts.more_of_two(compared, trait, way > 0)
        if acts.WHETHER.match(text):
            at = list(TRAIT_NAMES).index(trait)
            gap = way * (compared.first.raw[at] - compared.second.raw[at])
            lead = lead if lead.startswith("Neither") else f"{'Yes' if gap > 0 else 'No'}: {lead}"
    return Outcome(request_of("compare", *tokens), lead=lead)


def _those_known(turn: "Turn", text: str) -> Outcome | None:
    """Of three or more names to compare those that are in the catalogue; None where that leaves fewer than two."""
    known, unknown = names_in(turn, text)
    if not 2 <= len(known) <= _MOST_COMPARED:
        return None
    tokens = [Token(key, name, quoted=" " in name) for key, name in zip("abc", known, strict=False)]
    notes = tuple(f'"{name}" is not in the catalogue, so it is left out' for name in unknown)
    return Outcome(request_of("compare", *tokens), notes=notes)


def _with_focus(turn: "Turn", text: str) -> list[Found]:
    """What the last answer was about, and what a text names: ``and compared to Coldplay?``."""
    artist = artist_of_task(turn.context.last.task) if turn.context.last is not None else ""
    artist = "" if artist in turn.engine.catalogue.genres else artist
    genres = references.focus_genres(turn.context, turn.engine.catalogue.genres)
    named = turn.subjects.resolve(text, ("genre", "artist", "track") if genres else ("artist", "track", "genre"))
    if named is None:
        return []
    if named.genre and genres:
        return [Found(genre=genres[0]), named]
    if named.artist and (artist or (artist := references.focus_artist(turn.context))):
        return [Found(artist=artist), named]
    tracks = turn.focus or references.focus_tracks(turn.context)
    return [Found(track=tracks[0]), named] if tracks else []


def _two_meant(turn: "Turn", text: str) -> list[Found]:
    named = [turn.subjects.named(part) for part in re.split(r"\s+(?:and|und|y|et|e)\s+", text)]
    if len(named) == 2 and all(named):
        return [one for one in named if one is not None]
    tracks = turn.subjects.tracks_meant(text)
    if len(tracks) >= 2:
        return [Found(track=track) for track in tracks[:2]]
    if len(pair := last_two(turn)) == 2 and not (turn.context.last and turn.context.last.counts):
        return [Found(track=track) for track in pair]
    shown = turn.context.counted
    return [Found(track=track) for track in shown.tracks[:2]] if shown is not None else []


_POINTER: Final = re.compile(r"(?i)(?:this|these|that|those|it|them|the following|this one|that one|the above)\W*")
# Words of somebody who fills a list of tracks, whoever is like whom: "add artists like Drake", "I enjoy bands like Muse".
_FOR_LIST: Final = re.compile(
    r"\b(?:add|songs?|tracks?|music|playlist|tunes|play|hear|listen(?:ing)?|include|throw)\b"
    r"|\b(?:i|we)(?:'m| am| are|'re)? (?:(?:also|really|do|usually|mostly|just|more) )*(?:like|love|enjoy|prefer|into|fond of|(?:a )?fan of)\b"
)
_MORE_ARTISTS: Final = re.compile(r"\b(?:more|other) (?:artists?|bands?|singers?|musicians?|acts?|rappers?|groups?)\b")
_ASKS_WHO: Final = re.compile(r"(?:(?:and|so|ok|but)[, ]+)*(?:who|which|what)\b")


def _artist_spoken_of(turn: "Turn") -> str:
    """Whom the sentence before in the same message named; else whom the talk was of."""
    query = turn.task.query if turn.task is not None else None
    named = (*query.artists, *query.like_artists) if query is not None else ()
    return named[-1] if named else references.focus_artist(turn.context)


def _fills_list(turn: "Turn", text: str) -> bool:
    """Whether songs are wanted where artists are spoken of, and not the names of artists."""
    said = fold(text)
    if _ASKS_WHO.match(said):
        return False
    return bool(_FOR_LIST.search(said) or (turn.base() is not None and _MORE_ARTISTS.search(said)))


def _artists_like(turn: "Turn", act: Act, text: str) -> Outcome | None:
    subject = act["subject"]
    if _POINTER.fullmatch(subject) and references.pronoun(subject, turn.context) is None:
        return Outcome(reply=smalltalk.reply("which"))
    heard = hear(turn.engine, text)
    named = heard.query
    names = tuple(dict.fromkeys((*named.like_artists, *named.artists)))
    for_list = _fills_list(turn, text)
    if for_list and (lacking := unclear.in_place(turn, heard)) is not None:
        return lacking
    if for_list and not names and re.fullmatch(r"(?:them|these|those|this|that)\W*", fold(subject)):
        # "More artists like those": the next of the list, or what the sentence before asked for.
        return turn.list_of(turn.task, turn.task.query or Query()) if turn.task is not None else more(turn)
    if for_list and names:
        # "Add some 2Pac and similar artists" fills a list of tracks.
        return free_text.fresh_list(turn, replace(heard, query=replace(named, artists=(), like_artists=names)), text)
    if not subject and names:
        artist = names[0]
    else:
        found = turn.subjects.resolve(subject, ("artist",)) if subject else None
        # Who is like somebody is asked of artists: "Beethoven" is the composer, though a track is called so.
        named_so = found.artist if found is not None else ""
        artist = named_so or (artist_of(turn, subject) if subject else _artist_spoken_of(turn))
    if not artist:
        if subject and not references.pronoun(subject, turn.context):
            found = turn.subjects.resolve(subject, ("artist", "track"))
            if found is None or found.track is None:
                heard = hear(turn.engine, text)
                if heard.missing and turn.base() is not None:
                    return None  # the list goes on without
                asked = heard.has_subject or heard.query.moods or heard.query.constraints
                return None if heard.understood and asked else missing(turn, subject, "artist")
            artist = found.track.artists[0]
        else:
            return None
    if "artists" in turn.commands and not for_list:
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
    genre = genre_in(turn, act["genre"]) if act["genre"] else ""
    parts = ("popularity",) if trait == "popularity" else ("features", Token("feature", trait)) if trait else None
    return Outcome(request_of("explore", *parts, Token("genre", genre) if genre else "")) if parts else None


def _correlations(turn: "Turn", act: Act, text: str) -> Outcome | None:
    return Outcome(request_of("explore", "correlations"))


def _genres(turn: "Turn", act: Act, text: str) -> Outcome | None:
    like = re.search(r"\b(?:like|similar to|close to)\s+(.+?)\s*\??$", fold(text))
    if like and (genre := genre_or_nearest(turn.engine, like[1])):
        return Outcome(request_of("genres", Token("like", genre)))
    order = "by:size" if re.search(r"\b(?:biggest|largest|most tracks)\b", fold(text)) else ""
    return Outcome(request_of("genres", order))


def _map(turn: "Turn", act: Act, text: str) -> Outcome | None:
    """The sound map: of everything, of a genre, of two, or of where a track lies."""
    subject = act["subject"]
    last = turn.context.last
    asks_map = re.search(
        r"\b(?:map|karte|mapa|carte|plot|draw|chart|graph|visuali[sz]e|picture|diagram|pinpoint|on it|zeichne|dibuja|"
        r"dessine|desenha|sits?|lies?|located|locate)\b",
        fold(text),
    )
    if not asks_map and not (last is not None and last.task.command == "explore"):
        return None
    if (
        (trait := acts.trait_of(subject))
        and re.search(r"\b(?:plot|chart|graph|draw|histogram|diagram)\b", fold(text))
        and not references.find(subject, turn.context)
    ):
        genre = genre_in(turn, subject)
        view = "popularity" if trait == "popularity" else f"features feature:{trait}"
        return Outcome(request_of("explore", view, Token("genre", genre) if genre else ""))
    bare = re.sub(
        r"\b(?:the|all|of|whole|genres|music|songs?|tracks?|catalog\w*|everything|entire|sound|your|a|map|here|please|me|show|world|in)\b",
        "",
        fold(subject),
    ).strip()
    if not bare:
        return Outcome(request_of("explore", "map"))
    pair = re.split(r"\s+(?:and|vs\.?|versus|against|und|y|et|e)\s+", subject)
    if len(pair) == 2 and (both := [genre_or_nearest(turn.engine, one) for one in pair]) and all(both):
        return Outcome(request_of("explore", "map", Token("genre", both[0]), Token("vs", both[1])))
    found = turn.subjects.resolve(subject, ("genre", "track", "artist"))
    if _means_all(turn, subject) or (found is None and references.pronoun(subject, turn.context)):
        last = turn.context.last
        if asks_map and last is not None and last.task.command in ("genre", "track") and last.task.tracks:
            track = next(iter(last.task.tracks.values()))
            return Outcome(request_of("explore", "map", Token("track", track.track_id)))
        return draw_last(turn)
    if found is None:
        return beyond(turn, subject) or (missing(turn, subject) if asks_map else None)
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
    return reference.kind == "all" or (reference.kind == "pronoun" and not last.task.tracks and not single_seed(last))


def draw_last(turn: "Turn") -> Outcome | None:
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
    genres = list(references.focus_genres(turn.context, turn.engine.catalogue.genres))
    if genres and task.command != "artists":
        parts = [Token("genre", genres[0])] + [Token("vs", genre) for genre in genres[1:2]]
        return Outcome(request_of("explore", "map", *parts))
    if tracks := references.focus_tracks(turn.context):
        return Outcome(request_of("explore", "map", Token("track", tracks[0].track_id)))
    return Outcome(request_of("explore", "map"))


HANDLERS: Final[dict[str, Callable[["Turn", Act, str], Outcome | None]]] = {
    "trends": _trends,
    "emerging": _emerging,
    "drivers": _drivers,
    "model": _model,
    "trust": _model,
    "about": _about,
    "compare": _compare,
    "artists_like": _artists_like,
    "explain": _explain,
    "spread": _spread,
    "correlations": _correlations,
    "genres": _genres,
    "map": _map,
}

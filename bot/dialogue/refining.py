"""Moves on the list shown: calmer, without rap, only german, plus jazz. Each makes another query of a text, or none."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from bot.dialogue import (
    acts,
    bounds,
    free_text,
    joining,
    lists,
    moves,
    patterns,
    references,
    returning,
    titled,
    unclear,
)
from bot.dialogue.comparisons import comparison
from bot.dialogue.language import Heard, artist_named, genre_named, hear
from bot.dialogue.lexicon import FILLERS, fold, words
from bot.dialogue.outcome import Outcome
from bot.dialogue.shared import FEW
from engine import Constraint, Engine, Query, Track

if TYPE_CHECKING:
    from bot.dialogue.manager import Turn


# "... and anything else by the same people", "... and without electronic stuff"
_TWO_REMOVALS: Final = re.compile(
    r"(?i)\s+and\s+(?:(?:also|then|please)\s+)*(?:without|no|drop|remove|skip|lose|(?=(?:anything|everything|all)\b))\s*"
)
_ANY_OF: Final = re.compile(
    r"(?i)^(?:(?:the|any|more|all|of|songs?|tracks?|anything|everything|else|other|music|stuff|by|from|)\s+)+(?!(?:people|guys|folks|lot)\b)"
)
# "anything with vocals", "the ones that have singing"
_THAT_HAS: Final = re.compile(
    r"(?i)^(?:ones?\s+)?(?:with|having|containing|that (?:has|have|are|is|contains?))\s+(?=\w)"
)
_REASON: Final = re.compile(
    r"(?i)\s*(?:[,;]|\s-)\s*(?:we|i|they|it|he|she|that|this|which|because|cause|cuz|since|too|not|everyone|everybody|everything|people|nobody|no one|there|so|as|enough|our|my|please|thanks|thx|ok|sorry|lol)\b.*$|\s+(?:because|since|as)\s+(?:we|i|they|it|he|she)\b.*$"
)

_MOST_BESIDE: Final = 24  # words beside a comparison: with more, a message is no remark on a list


_FROM_ALBUM: Final = re.compile(
    r"(?i)(?:(?:the|those|these) )?(?:(?:ones?|songs?|tracks?|stuff) )?(?:(?:that are )?(?:from|off|on) )?"
    r"(?:(?:the|his|her|their) )?(?:(?:album|record|lp) )?(?P<album>.+?)[.!?]*"
)


# "actually the beatles are fine", "put the beatles back in", "explicit is ok"
_ALLOWED: Final = re.compile(
    r"(?i)(?:(?:actually|ok|okay|no|well|fine|oh|but|wait|on second thou?ghts?|you know what|and)[,. ]+)*"
    r"(?:(?:some |a bit of |a little )?(?P<name>[^,.;!?]+?) (?:is|are)(?: (?:actually|all|totally|perfectly|really))* (?:fine|ok(?:ay)?|alright|allowed|welcome)(?: (?:again|after all|too|then|with me|though|as well|by me|now))*"
    r"|(?:put|bring|let|get|take|have|add) (?P<back>[^,.;!?]+?) back(?: (?:in|on|into [^,.;!?]+))?"
    r"|(?P<again>[^,.;!?]+?) (?:can|may) (?:come|go) back(?: in)?|(?:allow|include|un-?block|un-?ban) (?P<allow>[^,.;!?]+?)(?: again)?)(?: (?:please|pls))?[.! ]*"
)


def allowed(turn: "Turn", text: str, query: Query, shown: tuple[Track, ...]) -> Query | None:
    """``actually the beatles are fine``: what was kept out may come again."""
    match = _ALLOWED.fullmatch(text.strip())
    if match is None:
        return None
    name = next(filter(None, match.groups()))
    artists = {fold(one) for one in (artist_named(turn.engine, name), name) if one}
    kept_out = hear(turn.engine, f"no {name}").query
    artists |= {fold(one) for one in kept_out.not_artists}
    genres = {genre_named(turn.engine, name), *kept_out.not_genres}
    turn.allowed = tuple(one for one in turn.context.rejected_artists if fold(one) in artists)
    lifted = replace(
        query,
        not_artists=tuple(one for one in query.not_artists if fold(one) not in artists),
        not_genres=tuple(one for one in query.not_genres if one not in genres),
        not_kinds=tuple(one for one in query.not_kinds if one not in kept_out.not_kinds),
        not_moods=tuple(one for one in query.not_moods if one not in kept_out.not_moods),
        explicit=None if kept_out.explicit is False and query.explicit is False else query.explicit,
    )
    return lifted if lifted != query or turn.allowed else None


def removed(turn: "Turn", text: str, query: Query, shown: tuple[Track, ...]) -> Query | Outcome | None:
    """``without rap``, ``drop number 2``."""
    what = acts.removal(text)
    if not what or comparison(text) is not None:
        return None
    # "Skip Depeche Mode, we played them to death": what follows says why.
    bare = _REASON.sub("", what)
    what, text = bare, text if bare == what else f"no {bare}"
    if _TWO_REMOVALS.search(what):
        first, second = _TWO_REMOVALS.split(what, maxsplit=1)
        one = _without(turn, first, query, f"without {first}")
        if isinstance(one, Query):
            turn.focus = tuple(one.not_tracks[len(query.not_tracks) :]) or turn.focus
            both = _without(turn, second, one, f"without {second}")
            return both if both is not None else one
    return _without(turn, what, query, text)


def _without(turn: "Turn", what: str, query: Query, text: str) -> Query | Outcome | None:
    """The query without the rows, the artist, the genre or the quality that a text names."""
    context = turn.context
    if (found := references.rows_of(what, context)) is not None and found.tracks:
        return moves.without_tracks(query, found.tracks)
    reference = references.pronoun(what, context)
    bare = _ANY_OF.sub("", what).strip()
    whole = reference is not None and reference.end - reference.start >= len(bare) - 12
    if reference is not None and whole and reference.kind == "artist":
        artist = turn.focus[0].artists[0] if turn.focus else references.focus_artist(context)
        return moves.without_artists(query, (artist,)) if artist else None
    if reference is not None and whole and reference.kind == "pronoun":
        return moves.without_tracks(query, references.focus_tracks(context))
    plain = _ANY_OF.sub("", what).strip()
    plain = re.sub(r"(?i)\s+(?:ones?|songs?|tracks?|stuff|tunes?)$", "", plain)
    plain = _THAT_HAS.sub("", plain)
    if genre := genre_named(turn.engine, plain):
        return _without_genre(turn, query, genre, f"no {plain}")
    if (title := _shown_title(turn, plain)) is not None:
        return moves.without_tracks(query, title)
    if plain != what.strip() and (heard := hear(turn.engine, f"no {what}")).understood and not heard.query.not_artists:
        # "Not love songs": what the whole phrase means comes before a name that is a part of it.
        return moves.merged(query, heard.query)
    named = [artist for artist in _artists_in(turn, plain) if artist]
    if named and not genre_named(turn.engine, plain):
        # "Not Adele herself" keeps what is like her; one of several is no longer asked for.
        like = tuple(name for name in query.like_artists if name not in named) or query.like_artists
        without = moves.without_artists(replace(query, like_artists=like), named)
        if query.artists and replace(without, not_artists=()).empty:
            # Of a list of theirs alone that they should leave, what is like them is left.
            return replace(without, like_artists=query.artists)
        return without
    # "Remove the remixes" names them: what a text wants out is read behind "no", whatever verb stood there.
    fewer = re.search(r"\b(?:less|not (?:so|too|as|very)|fewer)\b", fold(text))
    for form in (text, f"no {plain}") if fewer else (f"no {plain}",):
        if (heard := hear(turn.engine, form)).understood:
            return moves.merged(query, _part_of_country(turn, query, heard.query, plain))
    if (entire := hear(turn.engine, text)).understood:
        if (kept := _part_of_country(turn, query, entire.query, plain)) != entire.query:
            return moves.merged(query, kept)
        return None  # "sans voix": as it stands, in its own language
    if heard.missing or len(words(" ".join(heard.passed_over))) == len(words(plain)):
        turn.notes.append(f'nothing called "{plain}" is in the catalogue, so none of it was in the list')
        return query
    return None


def _part_of_country(turn: "Turn", query: Query, more: Query, said: str) -> Query:
    """What is rejected, but for the country asked for: "no variété" of French pop can not be told from what is French."""
    asked = {*query.genres, *query.genres_all} & patterns.COUNTRIES & {*more.not_genres}
    if not asked:
        return more
    turn.notes.append(f'"{said}" can not be told from what is {" or ".join(sorted(asked))} here, so that stays')
    return replace(more, not_genres=tuple(one for one in more.not_genres if one not in asked))


def _without_genre(turn: "Turn", query: Query, genre: str, text: str) -> Query:
    """The query without a genre, and without the family that its name stands for."""
    heard = hear(turn.engine, text).query
    return moves.merged(
        query, Query(not_genres=tuple(dict.fromkeys((genre, *heard.not_genres))), not_artists=heard.not_artists)
    )


def _artists_in(turn: "Turn", text: str) -> list[str]:
    """Artists that a text lists: of the rows shown first, then any of the catalogue."""
    shown = {fold(name): name for one in turn.context.exchanges for track in one.tracks for name in track.artists}
    parts = [text, *re.split(r"\s*(?:,| and | or | & )\s*", text)] if re.search(r",| and | or | & ", text) else [text]
    if whole := shown.get(fold(text)) or artist_named(turn.engine, text):
        return [whole]
    found = [shown.get(fold(part)) or artist_named(turn.engine, part) for part in parts[1:]]
    if all(found) and found:
        return found
    head = re.split(r"\s*[,;(]\s*", text)[0]
    return [artist_named(turn.engine, head)] if head != text else []


def _shown_title(turn: "Turn", text: str) -> list[Track] | None:
    said = fold(text)
    fits = [
        track
        for one in reversed(turn.context.exchanges[-4:])
        for track in one.tracks
        if len(said) > 3 and (fold(track.track_name) == said or fold(track.track_name).startswith(f"{said} "))
    ]
    names = list(dict.fromkeys(track.artists[0] for track in fits))
    # A title that was not shown may be kept out too, where the artist is known.
    base = turn.base()
    names += [name for name in (base[0].query.artists if base and base[0].query else ()) if name not in names]
    versions = [
        track
        for name in names[:2]
        for track in turn.subjects.recordings(name, 500)
        if len(said) > 3 and fold(track.track_name).startswith(said)
    ]
    found = {track.recording: track for track in (*fits, *versions)}
    return list(found.values())[:12] or None


def bounded(turn: "Turn", text: str, query: Query, shown: tuple[Track, ...]) -> Query | Outcome | None:
    """``nothing above 130``, ``drop anything longer than five minutes``."""
    limits = bounds.read(text, query)
    if limits is None and "," in text:
        # "Too long, keep them under 4 minutes": the number is what counts.
        before, _, last = text.rpartition(",")
        said = comparison(before)
        limits = bounds.read(last, query) if said is not None and not said.rest else None
        limits = limits if limits is not None and said is not None and set(said.moves) <= set(limits) else None
    if limits is None:
        return None
    return moves.merged(query, Query(constraints={trait: _beside(query, trait, new) for trait, new in limits.items()}))


def _beside(query: Query, trait: str, new: Constraint) -> Constraint:
    """A new limit beside the opposite one that was there: "over 5 minutes", then "under 7 though"."""
    old = query.constraints.get(trait, Constraint())
    low, high = (one if one is not None else other for one, other in ((new.low, old.low), (new.high, old.high)))
    if isinstance(low, float | int) and isinstance(high, float | int) and low < high:
        return replace(new, low=low, high=high)
    return new


def explicit(turn: "Turn", text: str, query: Query, shown: tuple[Track, ...]) -> Query | Outcome | None:
    """``cleaner``, ``drop the explicit ones``."""
    said = " ".join(word for word in words(text) if word not in FILLERS or word == "no")
    if patterns.CLEAN.fullmatch(said):
        return moves.merged(query, Query(explicit=False))
    return None


def compared(turn: "Turn", text: str, query: Query, shown: tuple[Track, ...]) -> Query | Outcome | None:
    """``calmer``, ``a bit faster``, ``less sad``: measured from the tracks shown."""
    said = comparison(text)
    if said is None or len(said.rest) > _MOST_BESIDE:
        return None
    rejected = comparison(acts.removal(text))
    if rejected is not None and rejected.moves == said.moves and not rejected.rest:
        # "Nothing slower", "drop the quieter ones": away from what the comparative says.
        away = {name: -way for name, way in said.moves.items()}
        return moves.compared(turn.engine, query, shown, away, said.strength) if shown else None
    told = hear(turn.engine, text).query.constraints
    numbers = {name: told[name] for name in said.moves if name in told and _in_numbers(told[name])}
    if numbers:
        # "A bit longer, they should have at least 5 minutes"
        return moves.merged(query, Query(constraints=numbers))
    base = shown or query.named
    found = references.rows_of(text, turn.context)
    rest = " ".join(said.rest)
    if found is not None and found.tracks:
        # "the first one is too slow": the new list is to be faster than that one, and than the rest of the list.
        changed = moves.compared(turn.engine, query, found.tracks, said.moves, said.strength)
        both = moves.compared(turn.engine, query, base or found.tracks, said.moves, said.strength)
        return _tighter(turn.engine, changed, both, said.moves)
    if not base:
        return None
    if rest and len(said.rest) > 1:
        heard = hear(turn.engine, rest)
        if heard.understood and heard.has_subject and not patterns.LINKED.match(fold(text)):
            return None
        if heard.understood and not heard.only_scene:
            query = moves.merged(query, heard.query)
    elif rest and (heard := hear(turn.engine, rest)).understood and not heard.only_scene:
        query = moves.merged(query, heard.query)
    changed = moves.compared(turn.engine, query, base, said.moves, said.strength)
    if changed == query and shown and set(said.moves) == {"popularity"}:
        turn.notes.append("nothing here is less known than these, so these are others")
        return moves.others(query)
    if changed == query and shown:
        names = " and ".join(said.moves)
        turn.notes.append(f"these are at the end of what there is in {names} already, so these are others")
        return moves.others(query)
    return (
        _less_electronic(turn, changed)
        if _ELECTRONIC.search(fold(text)) and said.moves.get("acousticness") == 1
        else changed
    )


def more_of_scene(turn: "Turn", text: str, query: Query, shown: tuple[Track, ...]) -> Query | None:
    """``cooler, more bass``: what the occasion shown should have more of, where no single trait measures it."""
    said = fold(text).strip(" .!")
    parts = [part for part in re.split(r"\s*(?:,|\band\b|\bbut\b)\s*", said) if part]
    wanted: list[str] = []
    more = Query()
    for part in parts:
        match = _MORE_OF.fullmatch(part)
        if match is None:
            return None
        word = match["more"] or match["er"]
        if comparison(part) is not None:
            continue
        plain = _positive(word) if match["er"] else ""
        if word in _OF_TIME:
            return None
        if meant := _scene_word(turn, plain or word):
            wanted.append(meant)
        elif plain and (heard := hear(turn.engine, plain)).understood and not heard.names:
            more = moves.merged(more, heard.query)
        else:
            return None
    if (not wanted and more.empty) or not (query.scene or query.named or query.artists or query.genres):
        return None
    query = moves.merged(query, more)
    told = comparison(text)
    base = shown or query.named
    if told is not None and base:
        query = moves.compared(turn.engine, query, base, told.moves, told.strength)
    scene = dict.fromkeys((*query.scene.split(), *wanted))
    return replace(query, scene=" ".join(scene), skip=0, notes=())


def _scene_word(turn: "Turn", word: str) -> str:
    heard = hear(turn.engine, word) if word else Heard()
    return heard.query.scene if heard.only_scene and heard.scene_confidence >= _MEANT and not heard.passed_over else ""


def _positive(word: str) -> str:
    """The word that a comparative is of: ``funnier`` of funny, ``cooler`` of cool; empty for none."""
    if word.endswith("ier"):
        return f"{word[:-3]}y"
    bare = word.removesuffix("er")
    if bare == word:
        return ""
    return bare[:-1] if len(bare) > 3 and bare[-1] == bare[-2] and bare[-1] not in "lsz" else bare


# "a bit more bass", "cooler"
_MORE_OF: Final = re.compile(
    r"(?:(?:ok|maybe|just|make it|something|a (?:bit|little|lot|touch)|much|even|way|with|some|slightly) )*(?:more (?P<more>[a-z]+)|(?P<er>[a-z]{3,}er))(?: (?:please|pls|then|one|ones))?"
)
_MEANT: Final = 0.6
_OF_TIME: Final = ("older", "newer", "younger", "earlier", "later")  # no data tell when
_CHARTS: Final = re.compile(r"\b(?:biggest|charts?|hits?|hottest|number ones?)\b")
_ELECTRONIC: Final = re.compile(
    r"\b(?:electronic\w*|synthetic|synthy|elektronisch\w*|electroni(?:co|que)\w*|eletronic\w+)\b"
)


def _less_electronic(turn: "Turn", query: Query) -> Query:
    """Without electronic genres that were not asked for: acousticness alone leaves most of them in."""
    asked = {*query.genres, *query.genres_all}
    family = hear(turn.engine, "no electronic, no edm, no house, no techno, no trance, no dubstep").query.not_genres
    return moves.merged(query, Query(not_genres=tuple(name for name in family if name not in asked)))


def _in_numbers(constraint: Constraint) -> bool:
    """Whether a limit was said as a number, and not as a level."""
    return any(isinstance(one, int | float) for one in (constraint.low, constraint.high))


def compared_seed(turn: "Turn", text: str) -> Outcome | None:
    """``like X but calmer`` as a new request: compared with the seed."""
    match = re.search(r"[,;]?\s*\b(?:but|only|just|aber|pero|mais|mas|except|though)\b\s*(?P<how>.{3,40})$", fold(text))
    said = comparison(match["how"]) if match else None
    if match is None or said is None:
        return None
    heard = hear(turn.engine, text[: match.start()])
    if not heard.understood:
        return None
    base = list(heard.query.named)
    names = (*heard.query.like_artists, *heard.query.artists)
    base += [track for name in names for track in turn.subjects.recordings(name)]
    if not base:
        return None
    query = moves.compared(turn.engine, heard.query, base, said.moves, said.strength)
    return free_text.fresh_list(turn, replace(heard, query=query), text)


def replaced(turn: "Turn", text: str, query: Query, shown: tuple[Track, ...]) -> Query | Outcome | None:
    """``and for jazz?``, where a word says that the subject changes."""
    if what := acts.instead(text):
        return returning.again_for(turn, what, text)
    return lists.ellipsis(turn, text) if acts.ellipsis(text) else None


def ellipsis(turn: "Turn", text: str, query: Query, shown: tuple[Track, ...]) -> Query | Outcome | None:
    """``and for jazz?``, ``what about techno?``."""
    return lists.ellipsis(turn, text)


def restricted(turn: "Turn", text: str, query: Query, shown: tuple[Track, ...]) -> Query | Outcome | None:
    """``only german``, ``make it all metal``, ``can it be instrumental``."""
    what = acts.restriction(text)
    if not what:
        return None
    heard = hear(turn.engine, what)
    genre = genre_named(turn.engine, what)
    if (found := titled.narrowed(turn, Query(genres=(genre,)) if genre else heard.query, what)) is not None:
        return found
    held = query.genres or query.artists or query.like_artists or query.named
    if heard.query.moods and not heard.query.genres and held:
        # "Only the sad ones" of a genre's or like somebody's: a mood, though a genre is called so, too.
        return moves.merged(query, heard.query)
    if genre:
        if query.seeded and turn.engine.within(narrow := moves.merged(query, Query(genres=(genre,)))) >= FEW:
            return narrow  # "indie ones" of what is like a track
        return of_country(turn, query, genre) or moves.swapped(query, Query(genres=(genre,)))
    if album := _album(turn, what, query):
        return replace(query, albums=(album,), notes=())
    for form in (text, what):
        heard = hear(turn.engine, form)
        if heard.understood:
            return moves.merged(query, heard.query)
    return None


def _album(turn: "Turn", text: str, query: Query) -> str:
    """The album of the artist shown that a text names: ``the ones from AM``; empty for none."""
    match = _FROM_ALBUM.fullmatch(text.strip())
    if match is None or not query.artists:
        return ""
    theirs = {row for name in query.artists for row in turn.engine.names.artist_recordings(name).tolist()}
    rows = [row for row in turn.engine.names.album_recordings(match["album"]).tolist() if row in theirs]
    return turn.engine.catalogue.track(rows[0]).album_name if rows else ""


def from_country(turn: "Turn", text: str, query: Query, shown: tuple[Track, ...]) -> Query | None:
    """``from france`` after house: house from there; None where more is said, or no genre is shown."""
    if not query.genres or not _FROM.match(fold(text)):
        return None
    said = hear(turn.engine, text).query
    if len(said.genres) != 1 or replace(said, genres=(), notes=()) != Query():
        return None
    return of_country(turn, query, said.genres[0])


def of_country(turn: "Turn", query: Query, genre: str) -> Query | None:
    """The query narrowed to a country or language in place of the one before; None for any other genre."""
    if genre not in patterns.COUNTRIES:
        return None
    if query.sort == "-popularity" or query.most == "-popularity" or _CHARTS.search(query.scene):
        turn.notes.append(f"there are no charts by country here: this is what is filed under {genre}")
    bare = replace(
        query,
        genres=tuple(one for one in query.genres if one not in patterns.COUNTRIES),
        genres_all=tuple(one for one in query.genres_all if one not in patterns.COUNTRIES),
    )
    narrowed = moves.narrowed(bare, (genre,))
    return narrowed if turn.engine.within(narrowed) >= FEW else moves.swapped(query, Query(genres=(genre,)))


_FROM: Final = re.compile(
    r"(?:(?:and|but|ok|only|just|now|rather|the ones?|some|anything|something|can it be|all|artists?)[, ]+)*from\b"
)


def added(turn: "Turn", text: str, query: Query, shown: tuple[Track, ...]) -> Query | Outcome | None:
    """``plus black metal``, ``and burna boy``, or a short word that only narrows: ``chilled ones``, ``clean``."""
    what = acts.addition(text)
    if patterns.ANEW.match(fold(text).lstrip("¿¡ ")):
        return None
    if what and fold(what).strip(" .!") in ("him", "her", "them") and turn.context.focus:
        # Whom the talk was of: "is Otis Redding in there?", "add him".
        return joining.joined(turn, query, Query(artists=turn.context.focus[0].artists[:1]), add=True)
    if what and not (heard := _hear_added(turn, text, what)).error:
        if heard.missing and not heard.understood:
            return unclear.in_place(turn, heard) or unclear.without(turn, heard.query.notes)
        if (further := patterns.ADD_MORE.search(fold(text))) and not heard.understood:
            return unclear.further(turn, acts.count(further["many"] or ""))
        if heard.passed_over and not (heard.understood or heard.untold or heard.no_years):
            return Outcome(reply=unclear.ask_what_for(turn, what, heard))
        more = heard.query
        if more.like and acts.likeness(what) is None and not patterns.ALIKE.search(fold(what)):
            more = replace(more, tracks=(*more.tracks, *more.like), like=())
        turn.notes += more.notes
        if (query.like_artists and more.artists) or (query.named and not query.artists and more.artists):
            more = replace(more, artists=(), like_artists=more.artists)
        return joining.joined(turn, query, more, add=True)
    if what and (artist := artist_named(turn.engine, what)):
        if query.like_artists or query.named:
            return joining.joined(turn, query, Query(like_artists=(artist,)), add=True)
        return joining.joined(turn, query, Query(artists=(artist,)), add=True)
    return None


def _hear_added(turn: "Turn", text: str, what: str) -> Heard:
    """What is added; where words such as "from" stand before it, they tell names from other words."""
    if patterns.NAMES_FOLLOW.search(fold(text[: text.find(what)])):
        whole = free_text.without_title(text, hear(turn.engine, text))
        if whole.names or whole.missing:
            return whole
    return free_text.without_title(what, hear(turn.engine, what))


def _tighter(engine: Engine, first: Query, second: Query, said: Mapping[str, int]) -> Query:
    """For each trait that moves, the limit of the two that lies further that way."""
    constraints = dict(first.constraints)
    for trait, way in said.items():
        one, other = first.constraints.get(trait), second.constraints.get(trait)
        if one is None or other is None:
            constraints[trait] = one or other or Constraint()
            continue
        ends = [(limit.low if way > 0 else limit.high, limit) for limit in (one, other)]
        known = [(end, limit) for end, limit in ends if isinstance(end, float)]
        if known:
            constraints[trait] = (max if way > 0 else min)(known, key=lambda pair: pair[0])[1]
    return replace(first, constraints=constraints)

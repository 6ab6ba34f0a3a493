"""Songs put into the list, by somebody or of a genre: ``put some Sade in``, ``add two by Prince``, ``and Erykah Badu``."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import TYPE_CHECKING, Final

from bot.dialogue import free_text, moves, unclear
from bot.dialogue.asked import LANGUAGES
from bot.dialogue.comparisons import comparison
from bot.dialogue.language import Heard, artist_named, hear
from bot.dialogue.lexicon import fold
from bot.dialogue.list_edits.screen import Screen, rows_meant
from bot.dialogue.list_edits.somebody import BY, genre_meant, songs_by
from bot.dialogue.list_edits.wording import as_written, count_of, is_count, plain
from bot.dialogue.subjects import Found
from bot.reply import Reply
from engine import Query, Track, UserError

if TYPE_CHECKING:
    from bot.dialogue.manager import Turn

# "put some Sade in", "add two by Prince", "throw in some jazz as well"
_PUT: Final = re.compile(
    r"(?:put|add|throw|mix|sneak|work|slip|squeeze|include|have|get|chuck|(?:drop|toss)(?= in\b)|stick(?! to\b| with\b)|bring|sprinkle|insert|fit|want|like|need|pop)(?P<in> in)? (?P<what>.+?)"
    r"(?P<into>(?:,? (?:in(?:to)?(?: (?:there|it|this|that|the (?:mix|list|set|playlist|lot)|my (?:list|set|playlist)))?|in between|to (?:it|this|that|them|these|those|the (?:list|set|playlist|mix|lot))|on (?:there|it)|as well|too|also))*)"
)
# "some Sade", "a couple of Queen songs", "3 by Prince"
_AMOUNT: Final = re.compile(
    r"(?P<count>a couple(?: of)?|a few|a bit(?: more)? of|a little(?: bit)?(?: of)?|some(?: more)?|a touch of|one|two|three|four|five|six|\d{1,2})(?: more)?(?: (?:songs?|tracks?|tunes?))? (?:(?:by|from|of) )?(?P<name>.+?)(?: (?:songs?|tracks?|tunes?))?"
)
# "some more", "a few more of them": the next ones, and nobody of that name
_MORE_OF_IT: Final = re.compile(
    r"(?:(?:some|a few|a couple|a bit|even|any|many|much|a lot|lots?|few|\d{1,2}) (?:of )?)*(?:more|others?|another)(?: (?:songs?|tracks?|tunes?|music|ones?|stuff|suggestions?))?(?: (?:of|like|from|by|to) (?:it|them|this|that|these|those|the (?:same|list))(?: (?:songs?|tracks?|ones?|kinds?|artists?))?)?(?: (?:please|then|now))?"
)


# "give me two more", after something was taken out
_COUNT_MORE: Final = re.compile(
    r"(?:(?:give|get|show|find|add|put|bring|suggest)(?: me| us)?(?: in)? )?(?P<count>\d{1,2}|one|two|three|four|five|six|ten|a couple(?: of)?|a few) (?:more|others|new ones|additional)(?: (?:ones?|songs?|tracks?|tunes?))?(?: (?:in(?: there)?|on top|like (?:them|these|those|the (?:others|rest))))*"
)


def more_beside(turn: "Turn", on_screen: Screen, said: str) -> Screen | None:
    """``give me two more``, after a row was taken out: so many of the same behind those that are left."""
    match = _COUNT_MORE.fullmatch(said) if on_screen.gone else None
    if match is None:
        return None
    shown = (*on_screen.rows, *(track for _, track in on_screen.gone))
    query = replace(on_screen.task.query or Query(), tracks=(), limit=count_of(match["count"]) or _SOME, notes=())
    try:
        found = turn.engine.recommend(turn.kept_out(moves.without_tracks(query, shown))).tracks
    except UserError:
        found = ()
    note = f"added at the end: {_listed(found)}" if found else "nothing more is within what you asked for"
    rows = (*on_screen.rows, *found)
    return replace(on_screen, rows=rows, size=len(rows), notes=(*on_screen.notes, note))


# "two more in Portuguese", "add three in French"
_IN_LANGUAGE: Final = re.compile(
    rf"(?:(?P<verb>put|add|throw|mix|include|give me|get me|i want|have|stick|bring)(?: in)? )?(?P<count>a couple(?: of)?|a few|one|two|three|four|five|six|\d{{1,2}})(?P<more> (?:more|others?|extra|further|additional))?(?: (?:songs?|tracks?|tunes?|ones?))?(?: that are| which are| sung)? in (?P<language>{'|'.join(sorted(LANGUAGES))})(?: (?:too|as well|to it|to the list|on top))*"
)


def _in_language(turn: "Turn", on_screen: Screen, said: str) -> Screen | None:
    """The list with so many more songs in a language, of its own genres if there are enough; None for other words."""
    match = _IN_LANGUAGE.fullmatch(said)
    if match is None or not (match["more"] or match["verb"] in ("put", "add", "throw", "mix", "include", "stick")):
        return None
    count, language = count_of(match["count"]), match["language"]
    query = on_screen.task.query or Query()
    wanted = replace(
        moves.limits_of(query), languages=(language,), not_languages=(), artists=(), limit=count, moods=query.moods
    )
    filed = replace(wanted, genres=query.genres, genres_all=query.genres_all)
    for one in (filed, wanted, Query(languages=(language,), explicit=query.explicit, limit=count)):
        try:
            found = turn.engine.recommend(turn.kept_out(moves.without_tracks(one, on_screen.rows))).tracks
        except UserError:
            continue
        if len(found) >= count:
            kept = tuple(name for name in query.not_languages if name != language)
            free = replace(query, languages=(), not_languages=kept)
            return _added(replace(on_screen, task=replace(on_screen.task, query=free)), found)
    title = f"There are no {count} more in {language.capitalize()} in the catalogue."
    return replace(on_screen, told=Reply(title=title, text="The list stays as it is."))


def put_in(turn: "Turn", on_screen: Screen, said: str) -> Screen | None:
    """``put some Sade in``, ``add two by Prince``: songs by somebody, or of a genre, behind or between the rows."""
    if (spoken := _in_language(turn, on_screen, said)) is not None:
        return spoken
    match = _PUT.fullmatch(said)
    if match is None:
        return _and_somebody(turn, on_screen, said)
    what, into = match["what"].strip(), bool(match["into"] or match["in"])
    if (
        re.match(r"(?:me|us|on|together|it|them|this|that)\b", what)
        or _MORE_OF_IT.fullmatch(what)
        or re.search(r"[.!?;] ", what)
    ):
        return None
    wants = re.match(r"(?:want|like|need|get|have|fit)\b", said) is not None
    if wants and not into:
        return None
    if (theirs := _instead_of_title(turn, on_screen, what)) is not None:
        return theirs
    if (by := BY.fullmatch(what)) is not None and not re.match(
        r"(?:from|of) (?:the )?(?:\d0|19|20|another|other)", by["name"]
    ):
        single = re.match(r"(?:something|anything|(?:an?|one) )", what) is not None
        sure = re.search(r"\bby\b", what) is not None
        if sure and by["count"] and not is_count(by["count"]) and (one := turn.subjects.track(what)) is not None:
            return _added(on_screen, (one,))  # "add Hurt by Johnny Cash"
        return _with(turn, on_screen, by["name"], count_of(by["count"]) or int(single), sure=sure)
    what = re.sub(r",? (?:if (?:you|u|it['’]?s|they['’]?re|possible|available)\b.*|please|pls)$", "", what)
    amount = _AMOUNT.fullmatch(what)
    name = amount["name"] if amount is not None else what
    if amount is None and not into:
        if (
            (there := rows_meant(turn, on_screen, name)) is not None
            and there[1].kind == "rows"
            and not re.search(r"\d", name)
        ):
            line = f"{on_screen.rows[there[0][0]].title} is in the list already, as number {there[0][0] + 1}."
            return replace(on_screen, told=Reply(title=line)) if re.match(r"(?:add|include|put)\b", said) else None
        if not turn.subjects.named(name, ("artist",)):
            if not wants and _is_well_known_title(turn, name):
                return _with(turn, on_screen, name, 0)
            return _by_several(turn, on_screen, name, 0)
    return _with(turn, on_screen, name, count_of(amount["count"] if amount is not None else ""), into=into)


def _instead_of_title(turn: "Turn", on_screen: Screen, what: str) -> Screen | None:
    """Songs by the artist of a title that the catalogue lacks, which is said; None for any other text."""
    if " by " not in what:
        return None
    said = as_written(turn, what)
    heard = hear(turn.engine, f"add {said}")
    lacking = [name.rpartition(" - ") for name in heard.missing if " - " in name]
    if not lacking and heard.query.scene and (bare := free_text.without_title(said, heard)) != heard:
        lacking = [(said, " - ", name) for name in bare.query.artists[:1]]
    for title, _, artist in lacking[:1]:
        if not artist_named(turn.engine, artist):
            continue
        found = songs_by(turn, on_screen, artist, _some(on_screen))
        title = re.sub(rf"(?i)\s+by\s+{re.escape(artist)}$", "", title)
        note = f'"{title}" by {artist} is not in the catalogue'
        if found is None or found.told is not None:
            return replace(on_screen, notes=(*on_screen.notes, f"{note}, and nothing else by {artist}"))
        return _added(replace(on_screen, notes=(*on_screen.notes, note)), found.rows)
    return None


def _and_somebody(turn: "Turn", on_screen: Screen, said: str) -> Screen | None:
    """``and Erykah Badu``, after somebody was put in."""
    before = turn.context.said[-1] if turn.context.said else ""
    if not re.match(r"(?i)\W*(?:ok |oh |yes )*(?:and|plus|also|maybe)\b", turn.text) or not before:
        return None
    last = _PUT.fullmatch(plain(before))
    if last is None or not (last["into"] or last["in"] or BY.fullmatch(last["what"])):
        return None
    name = re.sub(r"(?:,? (?:too|as well|also|maybe))+$", "", said)
    amount = _AMOUNT.fullmatch(name)
    return _with(
        turn, on_screen, amount["name"] if amount else name, count_of(amount["count"] if amount else ""), sure=True
    )


def _with(
    turn: "Turn", on_screen: Screen, name: str, count: int, *, sure: bool = False, into: bool = False
) -> Screen | None:
    """The list with songs of what a name means; None if it means neither somebody nor a genre."""
    heard = hear(turn.engine, name)
    if heard.alike:
        return None  # a well-known artist whom the catalogue lacks: others play that
    if count and not sure and (described := _described(turn, on_screen, heard, count)) is not None:
        return described
    genre = "" if sure else genre_meant(turn, name)
    artist = artist_named(turn.engine, name)
    if not artist and not genre and (several := _by_several(turn, on_screen, name, count)) is not None:
        return several
    if artist and not genre and not sure and not (heard.names or unclear.well_known(turn, Found(artist=artist))):
        artist = ""
    if artist and not genre:
        new = songs_by(turn, on_screen, name, count or _some(on_screen))
        return new if new is None or new.told is not None else _added(on_screen, new.rows)
    if genre and (into or count):
        return _of_genre(turn, on_screen, genre, count or _some(on_screen))
    if (
        not genre
        and (found := turn.subjects.named(name, ("track",))) is not None
        and found.track is not None
        and not sure
        and fold(found.track.track_name)[:1]
        == name[:1]  # a slip is seldom in the first letter: no "Best Life" for Westlife
    ):
        if found.track.recording in {track.recording for track in on_screen.rows}:
            return replace(on_screen, told=Reply(title=f"{found.track.title} is in the list already."))
        return _added(on_screen, (found.track,))
    if sure or (into and heard.missing):
        return songs_by(turn, on_screen, name, count or _some(on_screen))
    return None


def _is_well_known_title(turn: "Turn", name: str) -> bool:
    """Whether a track that many know is called just so, and the words mean nothing else: "add thriller"."""
    if genre_meant(turn, name) or comparison(name) is not None or (query := hear(turn.engine, name).query).moods:
        return False
    if query.constraints or query.genres or query.artists:
        return False
    track = turn.subjects.track(name)
    title = re.split(r" - | [(\[]", track.track_name)[0] if track is not None else ""
    return track is not None and fold(title) == name and unclear.well_known(turn, Found(track=track))


def _by_several(turn: "Turn", on_screen: Screen, names: str, count: int) -> Screen | None:
    """The list with songs by each of several artists in turn; who is not in the catalogue is told. None for others."""
    said = as_written(turn, names)
    one, heard = hear(turn.engine, said), hear(turn.engine, f"songs by {said}")
    heard = one if one.query.artists and not heard.missing else heard
    query = heard.query
    alone = replace(query, artists=(), notes=()) == Query()
    # One of them alone is somebody only where nothing but the name says so: "add some life".
    several = len(query.artists) + len(heard.missing) > 1 or one.query.artists == query.artists
    if not (alone and several and query.artists) or heard.passed_over:
        return None
    each = max(count or _some(on_screen), len(query.artists)) // len(query.artists)
    found = [(artist, songs_by(turn, on_screen, artist, each)) for artist in query.artists]
    rows = [one.rows for _, one in found if one is not None and one.told is None]
    if not rows:
        return None
    nobody = [f"there is nothing more by {artist}" for artist, one in found if one is None or one.told is not None]
    mixed = [track for at in zip_longest(*rows) for track in at if track is not None]
    new = list({track.recording: track for track in mixed}.values())
    return _added(replace(on_screen, notes=(*on_screen.notes, *query.notes, *nobody)), new)


def _of_genre(turn: "Turn", on_screen: Screen, genre: str, count: int) -> Screen | None:
    """The list with so many songs of a genre, within its limits if there are enough; None if there are too few."""
    query = on_screen.task.query or Query()
    wanted = replace(moves.limits_of(query), genres=(genre,), genres_all=(), artists=(), limit=count, moods=query.moods)
    for one in (wanted, Query(genres=(genre,), explicit=query.explicit, limit=count)):
        try:
            found = turn.engine.recommend(turn.kept_out(moves.without_tracks(one, on_screen.rows))).tracks
        except UserError:
            continue
        if len(found) >= count:
            return _added(on_screen, found)
    return None


# "add 3 calm songs at the end"
_AT_THE_END: Final = re.compile(
    r"(?i)\b(?:(?:at|to|on|for|by) the end|to (?:finish|close|end)|last|cool[- ]?down|wind[- ]?down|come[- ]?down)\b"
)


def _described(turn: "Turn", on_screen: Screen, heard: Heard, count: int) -> Screen | None:
    """The list with so many songs of a mood or with traits: "add 3 calm songs". None where words name something else."""
    said, base = heard.query, on_screen.task.query or Query()
    if not (said.moods or said.constraints) or heard.missing or heard.passed_over:
        return None
    if said.genres or said.artists or said.tracks or said.scene:
        return None
    limits = moves.limits_of(base)
    wanted = replace(
        limits,
        moods=said.moods,
        constraints={**limits.constraints, **said.constraints},
        genres=base.genres,
        genres_all=base.genres_all,
        limit=count,
    )
    alone = Query(moods=said.moods, constraints=said.constraints, explicit=base.explicit, limit=count)
    for one in (wanted, alone):
        try:
            found = turn.engine.recommend(turn.kept_out(moves.without_tracks(one, on_screen.rows))).tracks
        except UserError:
            continue
        if len(found) >= count:
            if not _AT_THE_END.search(turn.text):
                return _added(on_screen, found)
            rows = (*on_screen.rows, *found)
            note = f"added at the end: {_listed(found)}; the others stay"
            return replace(on_screen, rows=rows, size=len(rows), notes=(*on_screen.notes, note))
    return None


_SOME: Final = 2
_MOST_UNCOUNTED: Final = 25
"""Songs that are put into a long list where no number is said."""


def _some(on_screen: Screen) -> int:
    """How many songs are put in where no number is said: the more, the longer the list, and what it has room for."""
    room = (on_screen.task.query or Query()).limit - len(on_screen.rows)
    return min(max(_SOME, len(on_screen.rows) // 2, room), _MOST_UNCOUNTED)


def _added(on_screen: Screen, new: Sequence[Track]) -> Screen:
    """The rows with new ones: in a set where their tempos fit, in a list on top, where they are seen."""
    if on_screen.task.command != "playlist":
        rows = [*new, *on_screen.rows]
        note = f"added on top: {_listed(new)}; the others stay"
        return replace(on_screen, rows=tuple(rows), size=len(rows), notes=(*on_screen.notes, note))
    rows = list(on_screen.rows)
    for track in new:
        gaps = [abs(one.values["tempo"] - track.values["tempo"]) for one in rows[1:]]
        known = [(gap, at) for at, gap in enumerate(gaps, start=1) if gap == gap]
        rows.insert(min(known)[1] if known else len(rows), track)
    note = f"added: {_listed(new)}; the others stay"
    return replace(on_screen, rows=tuple(rows), size=len(rows), notes=(*on_screen.notes, note))


_MOST_TOLD: Final = 6


def _listed(tracks: Sequence[Track]) -> str:
    """The titles of a few tracks, and how many more there are."""
    told = ", ".join(track.title for track in tracks[:_MOST_TOLD])
    more = len(tracks) - _MOST_TOLD
    return f"{told} and {more} more" if more > 0 else told

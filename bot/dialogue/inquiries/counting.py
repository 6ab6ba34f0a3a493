"""Counts and shares: how many recordings are something, which share of a genre, of the rows, of the best known."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from bot.dialogue.inquiries import figures
from bot.dialogue.inquiries.figures import Rows
from bot.dialogue.inquiries.said import Said, genre_of, said
from bot.dialogue.language import artist_named, hear
from bot.dialogue.lexicon import NUMBERS
from bot.dialogue.outcome import Outcome, request_of
from bot.dialogue.pattern_table import Pattern
from bot.reply import Action, Reply, Row
from engine import Query, Token, trait

if TYPE_CHECKING:
    from bot.dialogue.manager import Turn

_SHOWN: Final = 10
# Moods that one trait tells; "romantic" or "party" is more than any one.
_COUNTED_MOODS: Final = frozenset({"happy", "sad", "calm", "energetic", "dark"})
_THINGS: Final = r"(?:songs?|tracks?|recordings?|tunes?|titles|music|ones|pieces|artists)"
_HAVE: Final = (
    r"(?:are there|do (?:you|u|we) (?:have|know|hold|got)|have (?:you|u) (?:got)?|you got|exist|is there|are (?:in|on) (?:here|the (?:data|catalog\w*|database))|"
    r"(?:in|of) (?:the|your|this) (?:\w+ )?(?:catalog\w*|data ?base|data ?set|data|collection|library)|there are|there)"
)
# "how many songs are there between 120 and 125 bpm in A minor", "how many rap songs are explicit"
_HOW_MANY: Final = Pattern(
    r"(?:how many|what(?:'s| is) the (?:number|count) of|number of|count(?: the)?)\s+(?:of )?(?P<what>.+)"
)
# "what share of metal is explicit", "is techno mostly in minor"
_SHARE: Final = Pattern(
    r"(?:what|which|how (?:big|large|high) a|how (?:big|large|high) is the)(?:'s| is)?(?: the)? (?:share|percentage|percent|per cent|proportion|fraction|part|%|ratio)(?: of)? (?P<what>.+?) (?P<be>is|are|has|have|in|was|were|use|uses|contain|contains|get|gets) (?P<quality>.+)"
)
_SHARE_OF: Final = Pattern(
    r"(?:what|what's|whats|what is|how (?:high|big|large) is)?(?: the)? ?(?P<quality>[\w -]+?) (?:share|percentage|proportion|ratio|rate) (?:of|in|among) (?P<what>.+)"
)
_SHARE_IN: Final = Pattern(
    r"(?:what|what's|whats|what is|how (?:high|big|large) is)(?: the)? ?(?:share|percentage|percent|proportion|fraction|ratio|rate) of (?P<quality>[\w -]+?)(?: (?:songs|tracks|recordings|music|lyrics|content))? (?:in|among|within) (?P<what>.+)"
)
_HOW_EXPLICIT: Final = Pattern(
    r"how (?P<quality>explicit|clean|sweary|dirty|instrumental) (?:is|are) (?P<what>.+?)(?: (?:songs|tracks|lyrics))?"
)
_DO_MOST: Final = Pattern(
    r"do (?:most|the majority of|all)(?: of)?(?: the)? (?P<what>.+?)(?: (?:songs|tracks|recordings))? (?P<quality>swear|curse|have (?:swear\w*|explicit) ?\w*)"
)
_HOW_MUCH_OF: Final = Pattern(r"how much (?:of )?(?P<what>.+?) (?P<be>is|are|has) (?P<quality>.+)")
_MOSTLY: Final = Pattern(
    r"(?:is|are) (?P<what>.+?) (?:mostly|mainly|usually|often|generally|always|typically|predominantly|more often) (?P<quality>.+)"
)
_MOST_ARE: Final = Pattern(
    r"(?:is|are) (?:most|the majority|more than half)(?: of)?(?: (?:the|all))? (?P<what>.+?)(?: (?:songs|tracks|recordings|music))? (?P<quality>(?:in (?:an? )?)?[\w-]+(?: keys?)?)"
)
_OF_THEM: Final = Pattern(
    r"(?:how many|what (?:share|percentage|part|proportion)|which (?:share|percentage)) of (?:them|these|those|that|it|all (?:of )?(?:them|those))\b(?: (?:songs|tracks|ones))?(?: (?:is|are|was|were|have|has))?(?: (?:in|filed (?:under|as)|marked))? (?P<quality>.+)"
)
_TOP: Final = Pattern(
    r"(?:the |your )?(?:top|(?P<by>most popular|biggest|best known)) (?P<count>\d{1,4}|ten|twenty|fifty|hundred)(?: (?:songs|tracks|hits|of|in|from|for))*\s*(?P<where>.*)"
)
_ALL: Final = Pattern(
    r"(?:the |your |this )?(?:whole |entire |full |all (?:of )?(?:the )?)?(?:catalog\w*|data ?base|data ?set|data|collection|library|songs|tracks|recordings|music|everything|all|all (?:the )?(?:songs|tracks|music)|them all)"
)
_MORE: Final = Pattern(
    r"(?:who|which(?: of (?:them|these|the two|those))?|which (?:artist|band|one|genre|of them)s?)(?:'s| is| has| have| got|'s got)?(?: got| the)? (?P<way>more|most|fewer|fewest|less) (?P<thing>songs?|tracks?|recordings?|music|titles|tunes|explicit (?:songs|tracks)|hits?)"
    r"(?: (?:in|on) (?:here|the (?:catalog\w*|data)|your (?:catalog\w*|data)))?(?: ?[,:;-]? ?(?P<one>.+?),? (?:or|and|vs\.?|versus) (?P<other>.+))?"
)
_MORE_AFTER: Final = Pattern(
    r"(?P<one>.+?),? (?:or|vs\.?|versus) (?P<other>.+?)[,:;-]+ ?(?:who|which(?: one)?|which of them)(?:'s| has| have| got)?(?: got| the)? (?P<way>more|most|fewer|fewest|less) (?P<thing>songs?|tracks?|recordings?|music|hits?)(?: .*)?"
)
_MORE_OF: Final = Pattern(
    r"(?:are|is) there more(?: (?:songs|tracks|recordings|music))?(?: (?:that are|which are|filed under))? (?P<one>(?:in )?[\w -]+?)(?: (?:songs|tracks|recordings|ones|music|keys?))?,? (?:or|than) (?:in )?(?P<other>[\w -]+?)(?: (?:songs|tracks|recordings|ones|music|keys?))?(?: (?:in|within) (?P<where>.+))?"
)
_MOST_TRACKS: Final = Pattern(
    r"(?:(?:which|what) (?:artists?|bands?|acts?|singers?|musicians?|rappers?|djs?|producers?)|who)(?: (?:in|on|of) (?:the |your |this )?(?:catalog\w*|data ?base|data ?set|data|collection|library))?(?: (?:has|have|is there with|got|with|had))(?: got)?(?: the)? (?:most|largest number of|highest number of|biggest number of) (?:songs?|tracks?|recordings?|titles|music|entries)"
    r"(?: (?:(?:in )?here|(?:in )?there|in|(?:in|on) (?:the |your |this )?(?:catalog\w*|data ?base|data ?set|data|collection|library)))?(?: (?:in|of|for|within|from) (?P<where>.+))?"
)
_MOST_GENRES: Final = Pattern(
    r"(?:(?:which|what) (?:artists?|bands?|acts?|singers?|musicians?|djs?|producers?)|who)(?: (?:is|are|has|have|was|shows? up|appears?|turns? up|stands?|spans?|covers?|plays?|makes?|comes? up|do|does))*(?: (?:filed|found|listed|music))?(?: (?:in|under|across|of|with|from))?(?: the)? (?:most|largest number of|highest number of)(?: different)? (?:genres|styles)(?: .*)?"
)
_GENRES_BY: Final = Pattern(
    r"(?:which|what|rank|sort|list|show(?: me)?)(?:'s| is| are)?(?: the| all)? (?:genres?|styles?)(?: of music)?(?: (?:is|are|has|have|by|use|uses))?(?: the)? (?P<way>most|least|more|fewest|cleanest|dirtiest|highest|lowest|swears?|curses?|by)?(?: ?(?:share of|often|rate of))?(?: ?(?P<quality>explicit\w*(?: (?:songs|tracks|lyrics|content))?|swear\w*(?: words)?|curs\w*|profan\w*|clean(?: songs)?|bad (?:words|language)|remix\w*|minor keys?|major keys?|in (?:a )?(?:minor|major)(?: keys?)?|live (?:recordings|songs|tracks)))?(?: (?:the )?(?P<way2>most|least|songs|tracks|lyrics))*"
)
_TABLE: Final = Pattern(
    r"(?:give me|show(?: me)?|gimme|make(?: me)?|i want|can i (?:have|see|get)|as|put (?:it|that) in|let me see)?\s*(?:it |that |them |this )?(?:as |in )?(?:an? |the )?(?:table|list|ranking|chart)?(?: (?:of )?(?:the )?)?(?:top (?P<count>\d{1,2}|ten|five|twenty|three))(?: (?:as |in )?(?:an? )?(?:table|list|ranking))?"
)
_QUALITIES: Final[Mapping[str, str]] = {
    "explicit": r"explicit\w*|swear\w*|curs\w*|profan\w*|dirt\w*|bad (?:words|language)",
    "clean": r"clean\w*",
    "in a minor key": r"minor",
    "in a major key": r"major",
    "remixes": r"remix\w*",
    "live recordings": r"live",
}
"""What genres are ranked by, by the words that ask for it; the key is also how it is told."""


def quality_rows(turn: "Turn", phrase: str) -> tuple[Query, str] | None:
    """What a quality asks, as a query, and how it is told; None if it is nothing that can be counted."""
    bare = re.sub(r"^(?:have|has|an?|the|marked|filed (?:under|as)|sung|from)\s+", "", phrase.strip())
    for name, pattern in _QUALITIES.items():
        if re.fullmatch(
            rf"(?:in )?(?:an? |the )?(?:{pattern})(?: (?:keys?|songs?|tracks?|lyrics|content|words|recordings?|versions?|mixes))?",
            bare,
        ):
            bare = name
    genre = genre_of(turn, bare)
    if genre:
        return Query(genres=(genre,)), genre
    for form in (bare, f"songs {bare}", f"{bare} songs"):
        heard = hear(turn.engine, form)
        query = replace(heard.query, notes=(), limit=Query().limit)
        if (
            heard.understood
            and not set(query.moods) - _COUNTED_MOODS
            and not (heard.passed_over or heard.missing or query.scene or query.seeded)
            and not query.empty
        ):
            return query, bare
    return None


def _told(turn: "Turn", query: Query) -> str:
    """What moods and levels count as, since people may mean something else by them."""
    parts = []
    for name, limit in turn.engine.limits_of(query).items():
        asked = query.constraints.get(name)
        if asked is not None and asked.target is not None and not isinstance(asked.target, str):
            continue
        if (
            asked is not None
            and asked.target is None
            and not any(isinstance(one, str) for one in (asked.low, asked.high))
        ):
            continue
        show = trait(name).format
        bounds = [
            f"{word} {show(float(end))}"
            for word, end in (("from", limit.low), ("up to", limit.high))
            if isinstance(end, float | int)
        ]
        if bounds:
            parts.append(f"{name} {' '.join(bounds)}")
    return f"Counted by {' and '.join(parts)}." if parts else ""


def how_many(turn: "Turn", asked: Said) -> Outcome | None:
    """How many recordings are all that is said, with the best known of them to see."""
    match = _HOW_MANY.fullmatch(asked.text)
    if match is None:
        return None
    if (of := _OF_THEM.fullmatch(asked.text)) is not None:
        return _of_counted(turn, asked, of["quality"])
    what = re.sub(rf"\s*\b{_HAVE}\b", " ", match["what"])
    what = re.sub(
        rf"^((?:\w+ ){{0,3}}?{_THINGS}) (?:is|are|have|has|was|were|with|that are)\b", r"\1", " ".join(what.split())
    )
    what = " ".join(what.split())
    if not re.search(rf"\b{_THINGS}\b", what) and not asked.genre:
        return None
    if re.search(r"\b(?:these|those|them|it|genres|artists?|bands|left|him|her|this list|the list)\b", what):
        return None
    heard = hear(turn.engine, what)
    query = heard.query
    if asked.genre:
        query = replace(query, genres=(asked.genre,))
    plain = not (
        query.constraints
        or query.moods
        or query.keys
        or query.explicit is not None
        or query.kinds
        or query.languages
        or query.years
    )
    if what.startswith("minutes") or set(query.moods) - _COUNTED_MOODS:
        return None
    if (
        heard.missing
        or query.seeded
        or query.scene
        or query.empty
        or query.like_artists
        or query.albums
        or (plain and not asked.genre)
    ):
        return None  # a genre or an artist alone is counted elsewhere
    return _counted(turn, replace(query, sort="", most="", limit=turn.limit, notes=()), heard.passed_over)


def _counted(turn: "Turn", query: Query, passed_over: tuple[str, ...] = ()) -> Outcome:
    rows = turn.engine.rows_within(query)
    total = len(turn.engine.catalogue)
    lead = f"{len(rows):,} of {total:,} recordings, {figures.share(len(rows), total)}."
    if query.genres:
        inside = len(turn.engine.rows_within(Query(genres=query.genres)))
        lead = f"{len(rows):,} recordings: {figures.share(len(rows), inside)} of the {inside:,} filed under {' or '.join(query.genres)}."
    lead = f"{lead} {_told(turn, query)}".strip()
    notes = tuple(f'passed over "{word}"' for word in passed_over)
    if not len(rows):
        return Outcome(
            reply=Reply(title=f"None: no recording here is all of that. {_told(turn, query)}".strip()), notes=notes
        )
    return Outcome(request_of("recommend", _shown(turn, query, rows).text), lead=lead, notes=notes)


def _shown(turn: "Turn", query: Query, rows: Rows) -> Query:
    """What shows those counted, the best known first; of few those and no others, where a list would relax its limits."""
    if len(rows) < turn.limit:
        tracks = turn.engine.catalogue.tracks(figures.most_popular(turn.engine, rows, len(rows)))
        return Query(tracks=tuple(tracks), limit=len(tracks))
    return turn.kept_out(replace(query, most="-popularity"))


def _of_counted(turn: "Turn", asked: Said, quality: str) -> Outcome | None:
    """``how many of them are techno``, where what was counted before, or a genre, is meant and not the rows shown."""
    before = _counted_before(turn)
    if before is None:
        return None
    found = quality_rows(turn, quality)
    if found is None:
        return None
    query, name = found
    rows = _rows_counted(turn, before)
    all_of = len(rows)
    part = np.intersect1d(rows, turn.engine.rows_within(query))
    lead = (
        f"{len(part):,} of the {all_of:,}, {figures.share(len(part), all_of)}, are {name}. {_told(turn, query)}".strip()
    )
    both = replace(
        before, genres_all=(*before.genres_all, *query.genres) if before.genres else before.genres_all,
        genres=before.genres or query.genres, constraints={**before.constraints, **query.constraints},
        moods=(*before.moods, *query.moods), keys=query.keys or before.keys,
        explicit=before.explicit if query.explicit is None else query.explicit, kinds=(*before.kinds, *query.kinds),
    )  # fmt: skip
    if not len(part):
        return Outcome(reply=Reply(title=f"None of the {all_of:,} is {name}. {_told(turn, query)}".strip()))
    return Outcome(request_of("recommend", _shown(turn, both, part).text), lead=lead)


def _rows_counted(turn: "Turn", counted: Query) -> Rows:
    """What was counted: tracks by themselves where they were few, else all that the query says."""
    if counted.tracks:
        return np.array(sorted(track.recording for track in counted.tracks))
    return turn.engine.rows_within(counted)


def _counted_before(turn: "Turn") -> Query | None:
    """What the last message had counted, if it was such a question."""
    last = turn.context.exchanges[-1] if turn.context.exchanges else None
    if last is None or turn.fresh or not turn.context.said:
        return None
    counts = _HOW_MANY.fullmatch(said(turn.context.said[-1]).text)
    if counts is None:
        return None
    if last.task.command == "genres" and (genre := last.task.fields.get("name", "")):
        return Query(genres=(genre,))
    return replace(last.task.query, sort="", most="") if last.is_list and last.task.query is not None else None


def share(turn: "Turn", asked: Said) -> Outcome | None:
    """``what share of metal is explicit``, ``the explicit share of the top 100``, ``is techno mostly in minor``."""
    for pattern in (_OF_THEM, _SHARE, _SHARE_IN, _SHARE_OF, _HOW_MUCH_OF, _HOW_EXPLICIT, _DO_MOST, _MOSTLY, _MOST_ARE):
        match = pattern.fullmatch(asked.text)
        if match is None:
            continue
        if pattern is _OF_THEM:
            return _of_counted(turn, asked, match["quality"])
        quality = match["quality"]
        if match.groupdict().get("be") == "in":
            quality = f"in {quality}"
        group = _group(turn, asked, match["what"])
        found = quality_rows(turn, quality)
        if group is not None and found is not None:
            return _share(turn, *group, *found, mostly=pattern in (_MOSTLY, _MOST_ARE, _DO_MOST))
    return None


def _group(turn: "Turn", asked: Said, phrase: str) -> tuple[Rows, str, Query | None] | None:
    """The recordings that a phrase names: a genre, the best known, all; with their name and their query."""
    bare = phrase.strip()
    shown = turn.context.counted
    if asked.genre:
        return figures.members(turn.engine, asked.genre), asked.genre, Query(genres=(asked.genre,))
    if re.fullmatch(r"(?:these|those|them|the (?:list|rows)|this list|that list)", bare):
        if shown is None or not shown.tracks:
            return None
        return np.array([track.recording for track in shown.tracks]), "rows shown", None
    if (top := _TOP.fullmatch(bare)) is not None:
        words = {"hundred": 100, "fifty": 50}
        count = int(top["count"]) if top["count"].isdecimal() else words.get(top["count"]) or int(NUMBERS[top["count"]])
        genre = genre_of(turn, re.sub(r"^(?:in|of|from|for)\s+", "", top["where"]))
        if genre is None:
            return None
        rows = figures.most_popular(turn.engine, figures.members(turn.engine, genre), count)
        return rows, f"most popular{' of ' + genre if genre else ''}", None
    if _ALL.fullmatch(bare):
        return figures.members(turn.engine, ""), "recordings here", Query()
    if genre := genre_of(turn, bare):
        return figures.members(turn.engine, genre), f"{genre} recordings", Query(genres=(genre,))
    if artist := artist_named(turn.engine, bare):
        query = Query(artists=(artist,))
        return turn.engine.rows_within(query), f"recordings by {artist}", query
    return None


def _share(
    turn: "Turn", rows: Rows, of: str, inside: Query | None, query: Query, name: str, *, mostly: bool = False
) -> Outcome:
    part = np.intersect1d(rows, turn.engine.rows_within(query))
    every = turn.engine.rows_within(query)
    total = len(turn.engine.catalogue)
    answered = "" if not mostly else "Yes: " if 2 * len(part) > len(rows) else "No: "
    have = "have" if name.startswith(("no ", "any ")) else "are"
    title = f"{answered}{figures.share(len(part), len(rows))} of the {len(rows):,} {of} {have} {name}: {len(part):,}."
    beside = f"Of all {total:,} recordings it is {figures.share(len(every), total)}." if len(rows) != total else ""
    text = " ".join(filter(None, (beside, _told(turn, query))))
    actions: tuple[Action, ...] = ()
    if inside is not None and len(part) and not (inside.genres and query.genres):
        both = replace(query, genres=inside.genres or query.genres, artists=inside.artists, limit=turn.limit)
        actions = (Action("Show some", f"/recommend {both.text}"),)
    return Outcome(reply=Reply(title=title, text=text, actions=actions))


def who_has_more(turn: "Turn", asked: Said) -> Outcome | None:
    """``who has more songs, Coldplay or Radiohead``: recordings, counted; of those compared where none is named."""
    match = _MORE.fullmatch(asked.text) or _MORE_AFTER.fullmatch(asked.text)
    if match is None or (match["way"] in ("most", "fewest") and not match["one"]):
        return None
    if match["one"]:
        names = [match["one"], match["other"]]
    else:
        last = turn.context.last
        if last is None or last.task.command != "compare" or last.task.tracks:
            return None
        names = [last.task.fields[key].strip('"') for key in "abc" if key in last.task.fields]
    explicit = True if "explicit" in match["thing"] else None
    counted: list[tuple[str, int]] = []
    for phrase in names:
        genre = genre_of(turn, phrase)
        artist = "" if genre else artist_named(turn.engine, phrase)
        if not (genre or artist):
            return None
        query = Query(genres=(genre,) if genre else (), artists=(artist,) if artist else (), explicit=explicit)
        counted.append((genre or artist, len(turn.engine.rows_within(query))))
    counted.sort(key=lambda one: one[1], reverse=match["way"] not in ("fewer", "fewest", "less"))
    kind = "explicit recordings" if explicit else "recordings"
    (first, count), *rest = counted
    told = ", ".join(f"{name} {number:,}" for name, number in rest)
    same = all(number == count for _, number in rest)
    title = f"The same: {count:,} {kind} each." if same else f"{first}: {count:,} {kind} here; {told}."
    tokens = [Token(key, name, quoted=" " in name) for key, (name, _) in zip("abc", counted, strict=False)]
    return Outcome(
        reply=Reply(title=title, actions=(Action("Compare their sound", request_of("compare", *tokens).text),))
    )


def more_of(turn: "Turn", asked: Said) -> Outcome | None:
    """``are there more songs in major or in minor``: two qualities, counted."""
    match = _MORE_OF.fullmatch(asked.text)
    if match is None:
        return None
    genre = asked.genre or (genre_of(turn, match["where"]) if match["where"] else "")
    if genre is None:
        return None
    counted = []
    for phrase in (match["one"], match["other"]):
        found = quality_rows(turn, re.sub(r"^(?:in|that are)\s+", "", phrase))
        if found is None:
            return None
        rows = np.intersect1d(turn.engine.rows_within(found[0]), figures.members(turn.engine, genre))
        counted.append((found[1], len(rows)))
    (first, more), (second, fewer) = sorted(counted, key=lambda one: -one[1])
    of = f"{genre} recordings" if genre else "recordings"
    title = (
        f"The same: {more:,} {of} each." if more == fewer else f"More {of} are {first}: {more:,}; {second}: {fewer:,}."
    )
    return Outcome(reply=Reply(title=title))


def most_tracks(turn: "Turn", asked: Said) -> Outcome | None:
    """``which artist has the most tracks``: in the catalogue, or in a genre that is said."""
    match = _MOST_TRACKS.fullmatch(asked.text)
    if match is None:
        return None
    genre = asked.genre or (genre_of(turn, match["where"]) if match["where"] else "")
    if genre is None:
        return None
    catalogue = turn.engine.catalogue
    if genre:
        names = Counter(
            name for track in catalogue.tracks(catalogue.genre_members(genre).tolist()) for name in track.artists
        )
        ranked = names.most_common(_SHOWN)
    else:
        counts = np.diff(catalogue.artist_starts)
        best = np.argsort(-counts, kind="stable")[:_SHOWN]
        ranked = [(catalogue.artist_names[int(code)].as_py(), int(counts[code])) for code in best]
    (first, count), *_ = ranked
    title = (
        f"In {genre} most recordings are by {first}: {count:,} of {len(catalogue.genre_members(genre)):,}."
        if genre
        else f"Most recordings here are by {first}: {count:,} of {len(catalogue):,}."
    )
    rows = tuple(
        Row(name, amount=f"{number:,} recordings", data={"artist": name, "count": number}) for name, number in ranked
    )
    actions = tuple(Action(f"About {name}", f"/artist {Token('name', name, quoted=True)}") for name, _ in ranked[:3])
    return Outcome(reply=Reply(title=title, text="Everybody credited counts, guests too.", rows=rows, actions=actions))


def most_genres(turn: "Turn", asked: Said) -> Outcome | None:
    """``who is in the most genres``: artists by the genres that any recording of theirs is filed under."""
    if not _MOST_GENRES.fullmatch(asked.text):
        return None
    catalogue = turn.engine.catalogue
    starts, rows = np.asarray(catalogue.artist_starts[:-1]), np.asarray(catalogue.artist_rows)
    genres = np.zeros(len(starts), dtype=int)
    for genre in catalogue.genres:
        filed = np.zeros(len(catalogue), dtype=int)
        filed[catalogue.genre_members(genre)] = 1
        genres += np.add.reduceat(filed[rows], starts) > 0
    best = np.argsort(-genres, kind="stable")[:_SHOWN]
    ranked = [(catalogue.artist_names[int(code)].as_py(), int(genres[code])) for code in best]
    listed_rows = tuple(
        Row(name, amount=f"{number} genres", data={"artist": name, "genres": number}) for name, number in ranked
    )
    (first, count), *_ = ranked
    title = f"In most genres stands {first}: recordings filed under {count} of {len(catalogue.genres)}."
    actions = tuple(Action(f"About {name}", f"/artist {Token('name', name, quoted=True)}") for name, _ in ranked[:3])
    return Outcome(
        reply=Reply(title=title, text="Everybody credited counts, guests too.", rows=listed_rows, actions=actions)
    )


def genres_by(turn: "Turn", asked: Said) -> Outcome | None:
    """``which genres are the most explicit``: genres ranked by the share of something that no median tells."""
    match = _GENRES_BY.fullmatch(asked.text)
    if match is None:
        return None
    ways = {match["way"] or "", match["way2"] or ""}
    words = f"{match['quality'] or ''} {match['way'] or ''}"
    name = next((one for one, pattern in _QUALITIES.items() if re.search(rf"\b(?:{pattern})", words)), "")
    if not name:
        return None
    fewest = bool(ways & {"least", "fewest", "lowest"})
    phrase = {"in a minor key": "songs in a minor key", "in a major key": "songs in a major key"}.get(
        name, f"{name} songs"
    )
    query = hear(turn.engine, phrase).query
    chosen = np.zeros(len(turn.engine.catalogue), dtype=bool)
    chosen[turn.engine.rows_within(replace(query, notes=()))] = True
    shares = []
    for genre in turn.engine.catalogue.genres:
        rows = figures.members(turn.engine, genre)
        if len(rows):
            shares.append((float(chosen[rows].mean()), genre, len(rows)))
    shares.sort(key=lambda one: (one[0] if fewest else -one[0], one[1]))
    shown = shares[: asked.number or _SHOWN]
    title = f"{shown[0][1].capitalize()} has the {'smallest' if fewest else 'largest'} share of recordings that are {name}: {figures.share(round(shown[0][0] * shown[0][2]), shown[0][2])}."
    overall = figures.share(int(chosen.sum()), len(chosen))
    rows_shown = tuple(
        Row(
            genre, measure=part, amount=figures.share(round(part * count), count), detail=f"of {count:,} recordings",
            data={"genre": genre, "share": round(part, 4), "count": count},
        )
        for part, genre, count in shown
    )  # fmt: skip
    actions = tuple(
        Action(f"What moves {genre}", request_of("drivers", Token("genre", genre)).text)
        for _, genre, _ in shown[:3]
        if figures.driven(turn.engine, genre)
    )
    return Outcome(
        reply=Reply(title=title, text=f"Over all recordings it is {overall}.", rows=rows_shown, actions=actions)
    )


def asks_for_table(text: str) -> int:
    """How many rows "give me a table, top 10" asks of the ranking before; 0 if it is no such message."""
    match = _TABLE.fullmatch(text)
    if match is None or not re.search(r"\b(?:table|list|ranking|chart)\b", text):
        return 0
    return int(match["count"]) if match["count"].isdecimal() else int(NUMBERS[match["count"]])

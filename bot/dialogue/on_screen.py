"""Questions about the rows on screen as a whole: how many there are, which one to take, which is likely to rise.

``how many is that now``, ``which of his would you take``, ``is any of them growing?``, ``why isn't Myth higher``,
``who else makes stuff like number 1``, ``and for each one a slower one``. What has to be said in one order reads a
pattern; the rest reads which words stand in the question, whatever their order.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from bot.dialogue import acts, data_facts, facts, joining, moves, reasons, references, row_facts, row_questions, unclear
from bot.dialogue.comparisons import comparison
from bot.dialogue.context import Exchange, Shown
from bot.dialogue.language import artist_named
from bot.dialogue.lexicon import NUMBERS, fold, words
from bot.dialogue.outcome import Outcome, request_of
from bot.dialogue.shared import not_there
from bot.dialogue.subjects import Found
from bot.reply import Action, Reply, cut
from engine import Query, Token, Track, UserError

if TYPE_CHECKING:
    from bot.dialogue.manager import Turn


def _set(said: str) -> frozenset[str]:
    return frozenset(said.split())


SMALL: Final = _set(
    "and ok okay so now then but well please pls hm the a an of in on for is are was were be do does did have has it its this that these those them they "
    "there here one ones song songs track tracks tune tunes row rows list playlist set you u we i me if to had just all any right still actually exactly "
    "which what who whats what's whos who's lot from out among him his her hers their theirs by band artist artists act acts guys people"
)
_POINTING: Final = _set(
    "it this that these those them they there list playlist set now left one ones his her hers their theirs him"
)
_COUNTING: Final = _set("how many got left far total altogether together currently remaining again titles")
_TAKING: Final = _set(
    "would could should can pick choose take use go with recommend keep open start favourite favorite favourites favorites your yours choice pick recommendation "
    "best prefer play only must single top say vote fancy yourself really personally think why"
)
_TAKES: Final = _set(
    "pick choose take use recommend favourite favorite choice recommendation prefer best keep fancy go"
)
_RISES: Final = re.compile(
    r"\b(?:grow(?:ing|s)?|rising|rises?|climb(?:ing|s)?|blow(?:ing)? up|take off|taking off|gain(?:ing|s)?|trending|up[- ]and[- ]coming|on the (?:rise|up|way up)|break(?:ing)?(?: out| through| big)?|"
    r"breakout|make it(?: big)?|making it|potential|get(?:ting)? (?:big|bigger|famous)|going (?:up|places)|be (?:big|huge|a hit|famous)|next big(?: thing)?|momentum|going to go far|future|emerging)\b"
)
_THAT_ARTIST: Final = re.compile(r"\b(?:he|she|they|it|that (?:artist|band|act|one)|this (?:artist|band|act))\b")
_BARE_NUMBER: Final = re.compile(r"\b(of|behind|from|on|is|are|will|does) (\d{1,2})\b")
_OF_ROWS: Final = re.compile(
    r"\b(?:(?:any|which|who|one|some|none|most|all|anyone|anybody|many|either|both)(?: one| ones| song| track| artist| artists| act| acts)? (?:of|among|from|in) (?:these|those|them|the (?:list|five|ones|rows|lot)|this list|here)|"
    r"(?:are|is) (?:they|these|those|any(?: of)?(?: them| these| those)?)\b|which ones?\b|among (?:these|those|them)|of (?:these|those|them)\b|(?:do|does|will|would) (?:any|they|these|those)\b)"
)
_ASKS: Final = re.compile(
    r"^(?:(?:and|ok|okay|so|but|now|then|well|hm+|right)[, ]+)*(?:is|are|was|which|who|whos|who's|what|do|does|will|would|how|any|has|have|can|could)\b"
)
_WHAT_IS_IT: Final = re.compile(
    r"(?:(?:and|ok|okay|so|but|now|wait|hm+)[, ]+)*(?:(?:what|who|which)(?:['’]?s|s| is| was| are)? (?:it|that|this|they|he|she)(?: (?:one|song|track|tune|artist|band))?(?: (?:called|by|again|then|exactly|anyway))*"
    r"|(?:what|which)(?: (?:song|track|one))? (?:is|was) (?:it|that|this)(?: one)?)[ ?.!]*"
)
_HIGHER: Final = re.compile(
    r"(?:(?:and|ok|so|but|hm+)[, ]+)*(?:why|how come)(?: is| are| was)?(?:n['’]?t| not)? (?P<what>.+?)(?: is| are)?(?:n['’]?t| not)? ?(?:ranked |placed |listed )?(?P<how>higher(?: up)?|in (?:there|here|it|the list|this list)|on (?:there|it|the list|this list)|there|included|first|at the top|on top|number (?:one|1)|among (?:them|these|those))[ ?.!]*"
)
_NOT: Final = re.compile(r"n['’]?t\b|\bnot\b")
_WHO_ELSE: Final = re.compile(
    r"(?:(?:and|ok|okay|so|but|now|do you know)[, ]+)*(?:(?:who(?:['’]?s)?|which (?:other )?(?:artists?|bands?|acts?|people)|what (?:other )?(?:artists?|bands?|acts?))(?: else)?(?: (?:is|are|that))?|(?:any(?:one|body)|some(?:one|body)|other (?:artists?|bands?|acts?|people))(?: else)?(?: (?:who|that))?) "
    r"(?:(?:makes?|does|do|doing|making|plays?|playing|records?|writes?|sounds?|is|are|going|works?) )?(?:(?:stuff|music|things|something|songs|tracks|tunes|anything|much|a bit|kind of) )*(?:like|similar to|close to|in the (?:style|vein|spirit) of|as) (?P<what>.+?)(?P<small>,? but (?:(?:who |that )?(?:is|are) )?(?:smaller|less(?:er)? (?:known|famous|popular|big)|more obscure|unknown|under the radar|(?:(?:is|are)n['’]?t|(?:is |are )?not|who (?:is|are)n['’]?t) (?:(?:as|so|that|too|quite as) )?(?:big|famous|known|popular|huge|mainstream))(?: (?:yet|as (?:her|him|them|that|they are)))?)?[ ?.!]*"
)
_SMALLER_LIKE: Final = re.compile(
    r"(?:.*?\b)?(?P<count>\d{1,2}|two|three|four|five|six|seven|eight|ten)? ?(?:smaller|small|lesser[- ]known|less (?:known|famous|popular|big)|unknown|obscure|underground|tiny|little[- ]known|not so (?:big|known)) (?:artists?|bands?|acts?|singers?|rappers?|names?|groups?|ones) (?:that are |who are |that sound |who sound |sounding )?(?:like|similar to|close to|in the vein of) (?P<what>.+?)[ ?.!]*"
)
_ELSE: Final = re.compile(
    r"(?:(?:and|ok|so|but)[, ]+)*(?:(?:what|anything|which (?:songs|tracks|music)) else|what(?= (?:has|have|did) (?:number|the|no|nr|track|artist|#))) (?:does|do|has|have|did|is there|is|by|from)(?: (?:by|from))? (?P<row>.+?)(?: (?:have|got|do|done|made|make|making|released|do|put out|on offer|here|before|so far|earlier|already))*[ ?.!]*"
)
_POINTED: Final = re.compile(r"(?:you|u|we|i|there|it|this|that|these|those|them)")
_WHO_OF: Final = re.compile(
    r"(?:(?:and|ok|so|but)[, ]+)*who(?:['’]?s|s| is| are)? (?:the )?(?P<most>(?:most|least|best|lesser) [\w-]+|[\w-]+est) (?:of|among|out of|in) (?:these|those|them|the (?:five|list|lot))[ ?.!]*"
)
_CLOSEST: Final = re.compile(
    r"(?:(?:and|ok|so|but|now)[, ]+)*(?:what|which)(?: genres?| styles?)?(?:['’]?s|s| is| are| comes?| sounds?| lies?| sits?)?(?: the)? (?:closest|nearest|most like|most similar|near|next|close|similar)(?: (?:genres?|styles?))?(?: to)? (?:it|that|this|there|(?:that|this) (?:genre|one|style))[ ?.!]*"
)
_FOR_EACH: Final = re.compile(r"\b(?:for|to|per|with) (?:each|every|all)\b|\beach (?:one|of (?:them|these|those))\b")
_ALIKE: Final = re.compile(
    r"\b(?:similar|like (?:it|that|them)|alike|comparable|equivalent|counterpart|alternative|instead|match\w*)\b"
)
_BETWEEN: Final = re.compile(
    r"(?i)\b(?P<how>(?:half ?way |somewhere |sits |right )?(?:in )?between|(?:a )?(?:mix(?:ture)?|blend|cross|combination|bit) (?:of|between)|combines|like)\s+(?:the (?:first )?two(?: of (?:them|those))?|those two|these two|the two of them|them both|both(?: of (?:them|those|these))?)(?= *[?.!]*$)"
)
_BETWEEN_ASKS: Final = re.compile(
    r"(?i)(?:(?:and|ok|so|but)[, ]+)*(?:where|how|does|do|is|are|which|who|why|whats?|what['’]s)\b"
)
_METRE: Final = re.compile(
    r"\b\d{1,2}/(?:2|4|8|16)\b|\b(?:time signature|metre|meter|odd time|(?:three|six|four|five|seven)[- ](?:four|eight)(?: time)?|in waltz time)\b"
)
_ANY: Final = re.compile(
    r"(?:and |so |ok )*(?:any|anything|which|what|is any|are any|is there|are there|is one|do any)\b"
)
_MOST_EACH: Final = 10
_LONGEST: Final = 250
_OF_ARTIST: Final = 50  # recordings by which an artist is judged
_LESS_KNOWN: Final = 15
"""Points of popularity by which a lesser known track is below the one it stands for."""


def read(turn: "Turn", text: str) -> Outcome | None:
    """The answer to a question about the rows on screen; None if the text asks something else."""
    if len(text) > acts.LONGEST:
        return None
    said = fold(text).strip(" ¿¡")
    if turn.fresh or turn.context.last is None:
        return _alike(turn, said)
    return (
        _end_of_rows(turn, said)
        or _else_by(turn, said)
        or _counted(turn, said)
        or _rising(turn, said)
        or taken(turn, said)
        or _itself(turn, said)
        or _for_each(turn, said)
        or _alike(turn, said)
        or _nearest_genre(turn, said)
        or _not_higher(turn, said)
        or _between(turn, text)
        or _metre(turn, said)
    )


def _counted(turn: "Turn", said: str) -> Outcome | None:
    """``how many is that now``: the rows of the list and how long they last together."""
    shown, spoken = turn.context.counted, words(said)
    if shown is None or "how many" not in said or not _POINTING & {*spoken} or not {*spoken} <= SMALL | _COUNTING:
        return None
    if {"artist", "artists", "band", "by", "from", "him", "her", "you", "people", "act", "acts"} & {*spoken}:
        return None  # of all there is by them
    what = "track" if shown.tracks and not shown.rows[0].artist else "row"
    many = f"{len(shown.rows)} {what}{'s' if len(shown.rows) != 1 else ''}"
    lasting = data_facts.lasting(shown.tracks) if what == "track" and len(shown.tracks) > 1 else ""
    return Outcome(reply=Reply(title=f"{many}.", text=lasting), focus=turn.context.focus)


def _rising(turn: "Turn", said: str) -> Outcome | None:
    """``which of them has the best chance to break``: the forecast of each row, the best first."""
    shown = turn.context.last
    if shown is not None and (one := _row_rising(turn, shown, said)) is not None:
        return one
    shown = turn.context.counted
    if shown is None or not (_RISES.search(said) and _OF_ROWS.search(said) and _ASKS.match(said)):
        return None
    if re.search(r"\b(?:genres?|how (?:many|do you|sure))\b", said):
        return None
    if shown.task.command == "emerging":
        return Outcome(
            request_of("emerging", *_fields(shown)),
            lead=f"All of these: that is what the list ranks. {shown.rows[0].title} stands first.",
        )
    if not turn.engine.has_rising:
        return Outcome(reply=Reply(title="What is likely to rise this catalogue does not hold."))
    found = sorted(((_forecast(turn, row), row) for row in shown.rows), key=lambda one: -one[0])
    known = [(value, row) for value, row in found if value == value]
    if not known:
        return None
    value, best = known[0]
    plural = "of their genres" if len(known) > 1 else "of its genre"
    if value <= 0:
        title = f"None of the {len(shown.rows)} is expected to gain on the usual change {plural}; the best off is number {best.number}, {best.title}, with {value:+.1f} points."
    else:
        title = f"Number {best.number}, {best.title}, most likely: {value:+.1f} points of popularity against the usual change of its genre."
    lines = [f"{row.number}. {row.title}: {gain:+.1f}" for gain, row in known]
    test = facts.tested(turn.engine)
    return Outcome(
        reply=Reply(title=cut(title, _LONGEST), text="\n".join([*lines, f"A forecast to {turn.engine.rising.until}. {test}"])),
        focus=(best.track,) if best.track is not None else (),
    )  # fmt: skip


def _row_rising(turn: "Turn", shown: Exchange, said: str) -> Outcome | None:
    """``is the artist of number 3 getting bigger``: what that one row, and whoever made it, is expected to gain."""
    if not (_RISES.search(said) and _ASKS.match(said) and turn.engine.has_rising):
        return None
    found = references.rows_of(_BARE_NUMBER.sub(r"\1 number \2", said), turn.context)
    if found is None and shown.task.command == "artist" and _THAT_ARTIST.search(said):
        name = shown.task.fields.get("name", "")
        found = references.Reference(0, 0, "artist", (Shown(0, name, artist=name),)) if name else None
    if found is None or len(found.rows) != 1:
        return None
    row = found.rows[0]
    artist = row.artist or (row.track.artists[0] if row.track is not None else "")
    recordings = turn.subjects.recordings(artist, _OF_ARTIST) if artist else []
    gain = _mean_gain(turn, recordings)
    if gain != gain:
        return Outcome(reply=Reply(title=f"What {artist or row.title} may gain is not known."))
    expects = "expected to gain on" if gain > 0 else "not expected to gain on"
    lines = [
        f"Over {len(recordings)} recording{'s' if len(recordings) != 1 else ''} here, {gain:+.1f} points of popularity."
    ]
    if row.track is not None and (own := _mean_gain(turn, [row.track])) == own:
        lines.append(f"{row.title} itself: {own:+.1f}.")
    lines.append(f"A forecast to {turn.engine.rising.until}. {facts.tested(turn.engine)}")
    of_row = f": number {row.number}, {row.title}" if row.number else ""
    title = f"{artist} is {expects} the usual change of their genre{of_row}."
    focus = (row.track,) if row.track is not None else ()
    actions = (
        Action(f"About {artist}"[:80], request_of("artist", Token("name", artist, quoted=True)).text),
        Action("Who may rise", "/emerging kind:artists"),
    )
    return Outcome(reply=Reply(title=cut(title, _LONGEST), text="\n".join(lines), actions=actions), focus=focus)


def _fields(shown: Exchange) -> list[Token]:
    return [Token(name, value, quoted=" " in value) for name, value in shown.task.fields.items()]


def _forecast(turn: "Turn", row: Shown) -> float:
    """What a row is expected to gain on its genre; of an artist the mean over their recordings."""
    tracks = (
        turn.subjects.recordings(row.artist, _OF_ARTIST) if row.artist else [row.track] if row.track is not None else []
    )
    return _mean_gain(turn, tracks)


def _mean_gain(turn: "Turn", tracks: Sequence[Track]) -> float:
    """What tracks are expected to gain on their genres, on average; NaN where nothing is known."""
    values = [turn.engine.explain_emerging(track).relative for track in tracks]
    known = [float(value) for value in values if value is not None]
    return sum(known) / len(known) if known else float("nan")


def taken(turn: "Turn", said: str) -> Outcome | None:
    """``which of these would you take``: one row, with the reason; of "his" one of theirs."""
    shown, spoken = turn.context.counted, {*words(said)}
    if shown is None or not shown.tracks or not spoken & _TAKES or not spoken <= SMALL | _TAKING:
        return None
    asks = (
        spoken & {"which", "what", "whats", "what's", "your", "yours"}
        or {"if", "had"} <= spoken
        or re.search(r"\bpick (?:one|me one|the best)\b", said)
    )
    if not asks or (spoken & {"best", "top", "go"} and not spoken & {"which", "one", "your", "these", "those", "them"}):
        return None
    if {"out", "did"} & spoken or not (spoken & _POINTING or {"you", "your", "u"} & spoken):
        return None  # "what did you take out"
    rows = [row for row in shown.rows if row.track is not None]
    if spoken & {"his", "her", "hers", "their", "theirs", "him"} and (artist := references.focus_artist(turn.context)):
        theirs = [row for row in rows if row.track is not None and artist in row.track.artists]
        rows = theirs or rows
    row, why = _best(turn, shown, rows)
    if row.track is None:
        return None
    others = f"Of the {len(rows)} shown: {why}" if len(rows) > 1 else why
    return Outcome(
        reply=Reply(
            title=cut(f"Number {row.number}, {row.title}.", _LONGEST),
            text=f"{others} I go by figures and titles, and hear nothing.",
            actions=(
                Action("More like it", request_of("recommend", Token("like", row.track.track_id)).text),
                Action("About it", request_of("track", Token("track", row.track.track_id)).text),
            ),
        ),
        focus=(row.track,),
    )


def _best(turn: "Turn", shown: Exchange, rows: list[Shown]) -> tuple[Shown, str]:
    """The row to take, and why: by what was asked for, here or before somebody was named, else the best known."""
    ids = [row.track.track_id for row in rows if row.track is not None]
    for exchange in reversed([one for one in turn.context.current if one.is_list][-4:]):
        query = exchange.task.query
        if query is None:
            continue
        wish = Query(
            query.constraints,
            moods=query.moods,
            genres=query.genres,
            scene=query.scene,
            like=query.like,
            like_artists=query.like_artists,
        )
        if wish.empty:
            continue
        try:
            fits = [float(fit) for fit in turn.engine.match(wish, ids)]
        except UserError:
            continue
        known = [at for at, fit in enumerate(fits) if fit == fit and fit > 0]
        if known:
            best = max(known, key=lambda at: fits[at])
            row = rows[best]
            reason = f"it fits {wish.summary} best, {fits[best]:.0f} of 100."
            if exchange is shown and best == 0:
                reason = reasons.of_row(turn, shown, row).partition(": ")[2] or reason
            return row, reason
    best_known = max(rows, key=lambda row: (row.track.popularity or 0) if row.track is not None else 0)
    popularity = best_known.track.popularity if best_known.track is not None else None
    return best_known, f"it is the best known, with popularity {popularity} of 100."


def _itself(turn: "Turn", said: str) -> Outcome | None:
    """``what is it?``: what is known about the row or track in question."""
    if not _WHAT_IS_IT.fullmatch(said):
        return None
    last = turn.context.last
    tracks = turn.focus or turn.context.focus
    if not tracks and last is not None:
        tracks = tuple(last.task.tracks.values())
        if not tracks and last.is_list and len(last.rows) == 1:
            tracks = last.tracks
        query = last.task.query
        if not tracks and query is not None and len(query.like) == 1 and "it" in said:
            tracks = query.like
    if not tracks:
        return None
    lead = facts.sentence(turn.engine, tracks[0], "title")
    return replace(unclear.about(turn, Found(track=tracks[0])), lead=lead)


def _for_each(turn: "Turn", said: str) -> Outcome | None:
    """``for each one a similar lesser known track``: beside every row one like it, moved as said."""
    shown = turn.context.counted
    if shown is None or not (_FOR_EACH.search(said) and _ALIKE.search(said)):
        return None
    rows = [row for row in shown.rows if row.track is not None][:_MOST_EACH]
    bare = _ALIKE.sub(" ", _FOR_EACH.sub(" ", said))
    lesser = re.search(
        r"\b(?:less(?:er)?|little|not so|not as) (?:well[- ])?(?:known|famous|popular|big)\b|\b(?:unknown|obscure|smaller)\b",
        bare,
    )
    than = comparison(
        " ".join(re.sub(r"\b(?:one|song|track|of|them|these|and|a|an|give|show|find|me)\b", " ", bare).split())
    )
    chosen: list[Track] = []
    for row in rows:
        if row.track is not None and (
            track := _like(
                turn, row.track, [*shown.tracks, *chosen], dict(than.moves) if than else {}, lesser=bool(lesser)
            )
        ):
            chosen.append(track)
            turn.notes.append(f"for number {row.number}, {row.title}: {track.title}")
    if not chosen:
        return None
    return Outcome(
        request_of("recommend", Query(tracks=tuple(chosen), limit=len(chosen)).text), notes=tuple(turn.notes)
    )


def _like(turn: "Turn", track: Track, without: list[Track], ways: dict[str, int], *, lesser: bool) -> Track | None:
    """The track most like one, by somebody else, moved as said."""
    query = Query(like=(track,), not_artists=track.artists, limit=1)
    ways = {name: way for name, way in ways.items() if name != "popularity"} if lesser else ways
    query = moves.compared(turn.engine, query, (track,), ways) if ways else query
    if lesser:
        highest = max((track.popularity or 0) - _LESS_KNOWN, 1)
        query = joining.joined(turn, query, turn.engine.parse(f"popularity:<{highest}"))
    try:
        found = turn.engine.recommend(turn.kept_out(moves.without_tracks(query, without))).tracks
    except UserError:
        return None
    return found[0] if found else None


def _artist(turn: "Turn", what: str) -> str:
    """Whom a slot means: the artist of a row, the one spoken of, or one named; of a track its first."""
    found = references.rows_of(what, turn.context)
    if found is not None and found.rows:
        row = found.rows[0]
        return row.artist or (row.track.artists[0] if row.track is not None else "")
    if re.fullmatch(
        r"(?:it|that|this|him|her|them|they|he|she|these|those|(?:that|this|the) (?:one|artist|band|guy|singer|act|song|track))",
        what,
    ):
        return references.focus_artist(turn.context)
    return ""


def _alike(turn: "Turn", said: str) -> Outcome | None:
    """``who else makes stuff like number 1``, ``5 smaller bands like them``: artists like the one of a row or in question."""
    if (match := _SMALLER_LIKE.fullmatch(said)) is not None:
        artist = _artist(turn, match["what"])
        return (
            row_questions.artists_like(turn, artist, smaller=True, limit=acts.count(match["count"] or ""))
            if artist
            else None
        )
    match = _WHO_ELSE.fullmatch(said)
    if match is None:
        return None
    artist = _artist(turn, match["what"])
    if not artist and match["small"]:
        artist = artist_named(turn.engine, match["what"])
    return row_questions.artists_like(turn, artist, smaller=bool(match["small"])) if artist else None


def _else_by(turn: "Turn", said: str) -> Outcome | None:
    """``what else does the second one have``: more by the artist of a row."""
    match = _ELSE.fullmatch(said)
    artist = _artist(turn, match["row"]) if match is not None and not _POINTED.fullmatch(match["row"]) else ""
    if not artist:
        return None
    query = Query(artists=(artist,), limit=turn.list_limit())
    return Outcome(request_of("recommend", turn.kept_out(query).text), notes=tuple(turn.notes))


def _end_of_rows(turn: "Turn", said: str) -> Outcome | None:
    """``who's the best known of these``: of the rows shown, and not of all there is."""
    match, shown = _WHO_OF.fullmatch(said), turn.context.counted
    if match is None or shown is None or not shown.tracks:
        return None
    return row_facts.answer(turn, f"which is the {match['most']} of these?")


def _nearest_genre(turn: "Turn", said: str) -> Outcome | None:
    """``what is closest to it``, after an answer about a genre: the genres that sound most like it."""
    last = turn.context.last
    if (
        last is None
        or not _CLOSEST.fullmatch(said)
        or last.is_list
        or last.task.command not in ("explore", "genres", "drivers", "trends", "compare", "genre")
    ):
        return None
    genres = references.focus_genres(turn.context, turn.engine.catalogue.genres)
    name = last.task.fields.get("name", "")
    genre = name if name in turn.engine.catalogue.genres else genres[-1] if genres else ""
    return Outcome(request_of("genres", Token("like", genre)), notes=tuple(turn.notes)) if genre else None


def _not_higher(turn: "Turn", said: str) -> Outcome | None:
    """``why isn't Myth higher``: its place and figures, or that it is not in the list or not in the catalogue."""
    match, shown = _HIGHER.fullmatch(said), turn.context.counted
    if match is None or shown is None or not _NOT.search(said[: match.end("what") + 6]):
        return None
    what = match["what"].strip(" '\"’")
    if not what or references.pronoun(what, turn.context) is not None:
        return None
    artist = references.focus_artist(turn.context)
    row = next(
        (one for one in shown.rows if one.track is not None and fold(one.track.track_name).startswith(what)), None
    )
    found = references.rows_of(what, turn.context)
    row = row or (found.rows[0] if found is not None and found.rows else None)
    if row is not None and row.track is not None:
        first = shown.rows[0]
        told = f"Number {row.number} of {len(shown.rows)}. {reasons.of_row(turn, shown, row)}"
        top = (
            f" Number 1 is {first.title}, popularity {first.track.popularity}; its own is {row.track.popularity}."
            if first.track and first is not row
            else ""
        )
        return Outcome(reply=Reply(title=cut(told, _LONGEST), text=top.strip()), focus=(row.track,))
    theirs = turn.subjects.track(f"{what} by {artist}") if artist else None
    query = shown.task.query
    of_artist = query is not None and artist in query.artists  # all that is shown is theirs
    track = theirs if theirs is not None and artist in theirs.artists else None
    track = track or (None if of_artist else turn.subjects.track(what))
    if track is None or fold(track.track_name).split(" - ")[0] != what:
        by = f" by {artist}" if of_artist else ""
        return Outcome(
            reply=not_there(f'"{what.title()}"{by} is not in the catalogue, so it cannot be in the list.', "")
        )
    line = f"{track.title} is in the catalogue, with popularity {track.popularity}, but not among the {len(shown.rows)} shown."
    return Outcome(
        reply=Reply(
            title=line, actions=(Action("About it", request_of("track", Token("track", track.track_id)).text),)
        ),
        focus=(track,),
    )


def _metre(turn: "Turn", said: str) -> Outcome | None:
    """``is number 2 in 3/4?``, ``any in 3/4?``: the beats to a bar of a row, or which rows have so many."""
    asked, shown = _METRE.search(said), turn.context.counted
    if asked is None:
        return None
    wanted = _beats_of(asked[0])
    if shown is not None and wanted and _ANY.match(said):
        rows = [row for row in shown.rows if row.track is not None and _beats(turn, row.track) == wanted]
        told = ", ".join(f"number {row.number} ({row.title})" for row in rows)
        title = f"Yes: {told}." if rows else f"No, none of the {len(shown.rows)} has {wanted} beats to the bar."
        return Outcome(reply=Reply(title=title, text=_AS_HEARD))
    tracks = turn.subjects.tracks_meant(said)[:1] if _ASKS.match(said) else ()
    if not tracks:
        return None
    beats = _beats(turn, tracks[0])
    if not beats:
        return Outcome(reply=Reply(title=f"How many beats to the bar {tracks[0].title} has, the data does not tell."))
    answer = f"{'Yes' if beats == wanted else 'No'}: " if wanted else ""
    title = f"{answer}{tracks[0].title} has {beats} beats to the bar."
    return Outcome(reply=Reply(title=title, text=_AS_HEARD), focus=tracks)


# https://developer.spotify.com/documentation/web-api/reference/get-audio-features
_AS_HEARD: Final = "An estimate of Spotify's, from 3 (for 3/4) to 7 (for 7/4)."


def _beats(turn: "Turn", track: Track) -> int:
    """Beats to the bar; 0 where unknown."""
    place = slice(track.recording, track.recording + 1)
    return int(turn.engine.catalogue.integers("time_signature", missing=0, rows=place)[0])


def _beats_of(said: str) -> int:
    """The beats that a metre names: 3 of "3/4"; 0 where it names none."""
    word = re.split(r"[/ -]", said)[0]
    return int(word) if word.isdecimal() else NUMBERS.get(word, 3 if "waltz" in said else 0)


def _between(turn: "Turn", text: str) -> Outcome | None:
    """``something that sits between the two``, after they were compared: a list like both."""
    last = turn.context.last
    if last is None or last.task.command != "compare" or _BETWEEN_ASKS.match(text) or not _BETWEEN.search(text):
        return None
    first = last
    for exchange in reversed([one for one in turn.context.current if one.request]):
        if exchange.task.command != "compare":
            break
        first = exchange
    names = [first.task.fields[key].strip('"') for key in ("a", "b") if key in first.task.fields]
    tracks = [first.task.tracks[key] for key in ("a", "b") if key in first.task.tracks]
    if len(names) < 2 or len(tracks) == 1:
        return None
    if tracks:
        query = Query(like=tuple(tracks), limit=turn.limit)
    elif all(name in turn.engine.catalogue.genres for name in names):
        query = Query(genres_all=tuple(names), limit=turn.limit)
        query = query if turn.engine.within(query) else replace(query, genres=tuple(names), genres_all=())
    else:
        query = Query(
            like_artists=tuple(name for name in names if name not in turn.engine.catalogue.genres), limit=turn.limit
        )
    return Outcome(request_of("recommend", turn.kept_out(query).text), notes=tuple(turn.notes))

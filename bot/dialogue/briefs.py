"""A refinement said in a sentence that names another kind of music: all else that was asked for is kept.

"Can we try soul", "that's too folky. more indie pop", "ska works too", "anything there from the 90s?" go on from the
list shown. A new occasion ("some sad piano for studying") starts anew.
"""

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from bot.dialogue import acts, joining, moves, references, refining
from bot.dialogue.comparisons import comparison
from bot.dialogue.language import Heard, genre_named, hear
from bot.dialogue.lexicon import fold, words
from bot.dialogue.outcome import Outcome, request_of
from bot.dialogue.shared import FEW
from bot.reply import Reply
from engine import Constraint, Query, Track, UserError, styles_in, without_styles

if TYPE_CHECKING:
    from bot.dialogue.manager import Turn

_LEAD: Final = (
    r"(?:(?:ok(?:ay)?|hm+|mh+|mm+|well|nah|no|nope|yeah|yes|but|and|so|now|then|actually|honestly|sorry|please|not (?:really |quite )?(?:feeling|into|sure about|loving) "
    r"(?:it|this|that|these|them|those)|not quite(?: (?:it|right|there))?|i don'?t know|not sure|(?:those|these|that) (?:work|works|are fine|is fine) but)[,.;:!… ]+)*"
)
_TAIL: Final = (
    r"(?:[, ]+(?:please|pls|then|though|tho|actually|now|instead(?: of (?:that|this|it|these|those))?|maybe|perhaps|i (?:think|guess)|or so|or something|"
    r"for a change|if possible|this time|would be (?:nice|better|good|great|cool)|might be (?:nice|better|good)|for (?:it|this|that)))*\s*[.?!…]*"
)
_WE: Final = r"(?:i|we|you|u|it|they|this|that|these|those)"
_TRY: Final = (
    r"(?:try|do|have|go (?:with|for|to|into)|get|hear|use|explore|switch(?: (?:it|them|over))? to|change (?:it|them) to|swap (?:it|them) for|"
    r"make (?:it|them|this|that)(?: all)?|be|lean (?:in)?to(?:wards?)?|move (?:on |over )?to(?:wards?)?|play|see)"
)
_SWAPPED: Final = tuple(
    re.compile(f"{_LEAD}(?:{pattern}){_TAIL}")
    for pattern in (
        rf"(?:can|could|may|shall|should|might|would) {_WE} (?:please |maybe |perhaps |rather )*{_TRY}(?: (?:more|closer))?(?: (?:like|of a|to))? (?P<what>.+?)",
        rf"let'?s (?:maybe |rather )?{_TRY} (?P<what>.+?)",
        rf"(?:what|how about) if {_WE} (?:had|went (?:with|for)|tried|used|did|was|were|made it|took|picked|{_TRY}) (?P<what>.+?)",
        rf"how about (?:we|i|you) {_TRY} (?P<what>.+?)",
        r"(?:i|we|they|he|she|the client|client|my boss|the director)(?:['’]d| would|['’]ll| will| could| might)? (?:much |actually )?(?:rather|prefer|go (?:with|for)|try|lean (?:to|towards?))(?: (?:have|hear|go (?:with|for)|do|try|it (?:was|were|to be)))? (?P<what>.+?)",
        r"i (?:think|guess|feel(?: like)?|reckon|suppose) (?P<what>.+?) (?:would|might|could|may|is|works|fits|suits)(?: (?:be|work|fit|suit|do|it|here|this|better|nicer|best|good|well|great|nice|the better fit|more fitting|what (?:we|i) (?:need|want)))*",
        r"(?:maybe|perhaps|possibly|preferably|ideally|or|otherwise|alternatively)[, ]+(?:maybe |rather |with |try |go (?:for|with) )*(?P<what>.+?)",
        r"(?:try|go (?:for|with)|switch to|change (?:it )?to|lean (?:in)?to) (?P<what>.+?)",
        r"(?P<what>.+?)[, ]+(?:maybe|perhaps|possibly|rather|i (?:think|guess)|instead of (?:that|this|it|these|those))",
        r"(?:it|this|that|they) (?:needs?|should|could|must|has)(?: to)? (?:be|have|feel|sound)(?: more)?(?: like)? (?P<what>.+?)",
    )
)
_TOO: Final = tuple(
    re.compile(f"{_LEAD}(?:{pattern}){_TAIL}")
    for pattern in (
        r"(?P<what>.+?) (?:works?|would work|could work|might work|would do|will do|goes|fits?)(?: (?:fine|well|for me|for us))?(?: (?:too|as well|also))",
        r"(?P<what>.+?)(?:['’]s| is| are| would be) (?:fine|ok|okay|good|great|cool|nice|welcome|possible|allowed|an option)(?: for me)? (?:too|as well|also)",
        r"(?P<what>.+?) (?:would|could|might|can|will) also (?:be (?:fine|ok|okay|good|great|cool|nice|welcome|possible)|work|do|fit|go)",
        r"(?P<what>.+?)(?:['’]s| is| are| would be) (?:also|totally|equally) (?:fine|ok|okay|good|great|cool|welcome|possible|allowed|an option)",
        r"(?:(?:can|could) (?:you|we|u) )?(?:also )?(?:throw|toss|mix|sprinkle|chuck|bring|sneak|blend)(?: in)? (?:some |a bit of |a little )?(?P<what>.+?)(?: in)?",
    )
)
# "That's too folky. More indie pop": what was wrong, then what is wanted.
_COMPLAINED: Final = re.compile(
    _LEAD
    + r"(?P<wrong>(?:(?:that|this|it|they|these|those|all of (?:it|them|that))?(?:['’]?s|['’]re| is| are| was| were| sounds?| feels?)? *)?"
    r"(?:all |a bit |a little |way |far |much |just |still |kinda |rather )*too (?P<word>[\w-]+))(?: for (?:me|us|this|that|it|the \w+))?\s*[.;:!,–…-]+\s*"
    r"(?P<rest>.+)"
)
_MORE_OF: Final = re.compile(
    r"^(?:(?:rather|maybe|some|more|a bit(?: more)?(?: of)?|a little|any|like|something|want|i|we|need)[, ]+)+"
)
# "Something with a beat, but subtle": a quality, said of what there was.
_QUALITY: Final = re.compile(
    _LEAD
    + r"(?:maybe )?(?:something|anything|ones?|songs?|tracks?|music) (?:with|that(?:['’]s| is| has| have)(?: got)?|having) (?P<what>.+?)"
    + _TAIL
)
_BEAT: Final = re.compile(
    r"\b(?:an?|some|more)? ?(?:(?:bit of|little|proper|real|good|strong|nice|steady) )*(?:an? )?(?:beat|groove|rhythm|pulse|swing)\b"
)
# "Anything there from the 90s?", "any from the eighties"
_FROM: Final = re.compile(
    _LEAD
    + r"(?:(?:is there|are there|do you have|have you got|got) )?(?:anything|something|any|some|ones?)(?: (?:there|here|in there|in it|of (?:those|these|them|it)|songs?|tracks?|ones?))*"
    r" (?P<what>(?:from|of) (?:the )?.+?)" + _TAIL
)
# "Any of those solo acts?": nothing tells how many people an act is.
_MEMBERS: Final = re.compile(
    r"(?:(?:are|is|any|which|some|only|just|and|or|ok)[, ]+)*(?:of )?(?:those|these|them|they|it)? ?(?:songs? |ones? |tracks? )?(?:by |from )?(?:actual )?"
    r"(?:solo(?:ists?)?|duos?|girl groups?|boy ?bands?|bands?|groups?)(?: (?:acts?|artists?|singers?|women|woman|men|man|girls|guys|stars|performers?))?(?: (?:only|please))?\s*[?!.]*"
)
_LIKE_A_GENRE: Final = re.compile(r"(?:something |anything )?(?:a bit |much |way )?(?P<stem>[a-z]{3,})ier")
_NEW_OCCASION: Final = re.compile(r"\b(?:for|fur|para|pour)\b")
_HIDDEN: Final = re.compile(
    r"^(?:and |now |then |ok |some |the )*(?:hidden gems?|deep cuts?|lesser known (?:stuff|ones|songs|tracks)?|unknowns?|underrated (?:stuff|ones|songs|tracks)) (?:in|of|from|for) (?P<what>.+?)(?: then| now| please)*[.?!]*$"
)
# "Something like it but by a nobody", "like Coldplay but smaller artists", "can you find it cheaper"
_SMALL: Final = (
    r"(?:smaller|lesser[- ]known|less (?:known|famous|big)|unknown|unsigned|obscure|tiny|small|no[- ]?name|cheaper)"
)
_NOBODY: Final = re.compile(
    r"[,;( ]*\b(?:(?:but|just|only|and|maybe|i\.?e\.?|so|as in)[,. ]+)*(?:(?:by|from|with|of)\s+(?:an? |some |the )?(?:(?:much|way|far) )?(?:nobod(?:y|ies)|no[- ]?names?\b|unknowns?\b|some ?(?:one|body) (?:"
    + _SMALL
    + r"|(?:that )?(?:nobody|no ?one|hardly anyone) (?:knows|has heard of))|"
    + _SMALL
    + r" (?:artists?|acts?|bands?|names?|singers?|people|ones?))|(?<=but )"
    + _SMALL
    + r" (?:artists?|acts?|bands?|names?|singers?)|(?:an? )?(?:smaller|lesser[- ]known|unknown) (?:artists?|acts?|bands?|names?|singers?)|cheaper(?: to (?:license|clear|get))?)\)?"
)
_ONLY_ASKS: Final = re.compile(
    r"(?:(?:ok|and|but|hm+|so|well|can|could|you|u|we|i|please|pls|find|get|have|do|make|give|show|me|it|that|this|them|something|anything|one|any|is|there|got|want|need|maybe|the same|same|thing|a|an|version|for|us|with|by|i\.?e|smaller|artists?|acts?|bands?|names?|cheaper)\b[,. ?!]*)*"
)
_SMALL_LEAST, _SMALL_MOST = (
    1.0,
    45.0,
)  # popularity between which tracks of somebody little known are; 0 has many leftovers
_STAR: Final = 60  # popularity of the best known recording from which on an artist is no small one
_MANY: Final = 12  # recordings here; the hits of stars are missing at times, but not all else of theirs
_PAGES: Final = 4  # of fifty tracks that are looked through for little known artists


def read(turn: "Turn", text: str) -> Outcome | None:
    """The list shown with another kind of music in it, all else kept; None if the text is no such sentence."""
    if len(text) > acts.LONGEST:
        return None
    if (smaller := _by_nobody(turn, text)) is not None:
        return smaller
    said = fold(text).strip(" ¿¡")
    if turn.context.last is not None and _asks_members(turn, said):
        line = "Whether an act is one person, a duo or a group is not in the data."
        return Outcome(reply=Reply(title=line, text="Name an artist, and I look for them or for who is like them."))
    base = turn.base()
    if base is None or base[0].query is None or turn.fresh:
        return None
    query = base[0].query
    if (match := _COMPLAINED.fullmatch(said)) is not None and (
        changed := _after_complaint(turn, match, query)
    ) is not None:
        return turn.list_of(base[0], changed)
    for patterns, add in ((_TOO, True), (_SWAPPED, False)):
        for pattern in patterns:
            match = pattern.fullmatch(said)
            if match is not None and (changed := _with(turn, match["what"], query, add=add)) is not None:
                return turn.list_of(base[0], changed)
    if (match := _HIDDEN.match(said)) is not None and (
        changed := _with(turn, match["what"], query, add=False)
    ) is not None:
        return turn.list_of(base[0], moves.merged(changed, hear(turn.engine, "less known").query))
    if (match := _QUALITY.fullmatch(said)) is not None and (
        changed := _quality(turn, match["what"], query)
    ) is not None:
        return turn.list_of(base[0], changed)
    if (match := _FROM.fullmatch(said)) is not None and (changed := _from(turn, match["what"], query)) is not None:
        return turn.list_of(base[0], changed)
    if match is not None and (elsewhere := _from_elsewhere(turn, match["what"], query)) is not None:
        return elsewhere
    return None


def _asks_members(turn: "Turn", said: str) -> bool:
    """Whether rows are asked for by how many people an act is."""
    points = re.search(r"\b(?:those|these|them|they|any|only|just|which)\b", said)
    return bool(points and _MEMBERS.fullmatch(said)) and not genre_named(turn.engine, said)


def _from_elsewhere(turn: "Turn", what: str, query: Query) -> Outcome | None:
    """That a place is not in the data, where it would else be taken for an album of that name."""
    place = re.sub(r"^(?:from|of) (?:the )?", "", what)
    heard = hear(turn.engine, what)
    if not heard.query.albums or query.artists or query.albums or genre_named(turn.engine, place):
        return None
    line = f'Where artists are from is only in the data as genres such as swedish or brazil: none is called "{place}".'
    return Outcome(reply=Reply(title=line, text="A language, such as spanish, can be asked for too."))


def _by_nobody(turn: "Turn", text: str) -> Outcome | None:
    """A list of little known artists in place of the one asked for beside that, or of the one shown."""
    match = _NOBODY.search(fold(text))
    if match is None or (before := fold(text)[: match.start()].strip(" ,;.(")) is None:
        return None
    rest = f"{before}{fold(text)[match.end() :]}".strip(" ,;.?!)(")
    if not _ONLY_ASKS.fullmatch(rest):
        wanted = re.sub(r"\b(?:but|just|only|with|by|and)$", "", before).strip(" ,;")
        first = turn.outcome_of(wanted)
        if first is None or first.request is None or first.request.command not in ("recommend", "similar"):
            heard = hear(turn.engine, wanted)
            if not heard.names:
                return None
            query = heard.query
        else:
            query = turn.engine.parse(
                " ".join(
                    str(token)
                    for token in first.request.tokens
                    if token.key != "track" or first.request.command == "recommend"
                )
            )
            if first.request.command == "similar":
                query = replace(
                    query,
                    like=tuple(
                        turn.engine.find_track(token.value) for token in first.request.tokens if token.key == "track"
                    ),
                )
        query = replace(query, limit=turn.limit if query.limit == Query().limit else query.limit)
    elif (base := turn.base()) is not None and base[0].query is not None:
        query = base[0].query
    else:
        return None
    return Outcome(request_of("recommend", smaller_names(turn, query).text), notes=tuple(turn.notes))


def smaller_names(turn: "Turn", query: Query) -> Query:
    """The query only for little known tracks, and by artists of whom nothing is well known."""
    seeds = [name for track in query.like for name in track.artists]
    query = replace(
        query, constraints={**query.constraints, "popularity": Constraint(low=_SMALL_LEAST, high=_SMALL_MOST)}, skip=0, notes=(), artists=(),
        like_artists=tuple(dict.fromkeys((*query.like_artists, *query.artists))),
    )  # fmt: skip
    query = turn.kept_out(moves.without_artists(query, seeds)) if seeds else turn.kept_out(query)
    liked = set(query.like_artists)
    chosen: list[Track] = []
    for page in range(_PAGES):
        try:
            found = turn.engine.recommend(replace(query, limit=moves.MOST_TRACKS, skip=page * moves.MOST_TRACKS)).tracks
        except UserError:
            break
        small = [
            one
            for one in found
            if not liked & set(one.artists) and all(_little_known(turn, name) for name in one.artists)
        ]
        chosen += [one for one in small if one not in chosen]
        if len(chosen) >= query.limit or len(found) < moves.MOST_TRACKS:
            break
    if len(chosen) < query.limit:
        turn.notes.append("of whoever is close to that, most have a well known song")
        return query
    turn.notes.append(f"by artists with {_MANY} recordings here or fewer, none above popularity {_STAR}")
    return replace(query, tracks=tuple(chosen[: query.limit]))


def _little_known(turn: "Turn", artist: str) -> bool:
    """Whether an artist has few recordings here, and none of them is well known."""
    known = turn.subjects.recordings(artist, _MANY + 1)
    return len(known) <= _MANY and (not known or (known[0].popularity or 0) < _STAR)


def _with(turn: "Turn", what: str, query: Query, *, add: bool) -> Query | None:
    """The query with the kind of music that a text names beside or in place of its own; None if it names none."""
    bare = _MORE_OF.sub("", what).strip(" ,.") or what
    if (like := _LIKE_A_GENRE.fullmatch(bare)) is not None and (genre := _stem(turn, like["stem"])):
        bare = genre
    if references.find(bare, turn.context) is not None or comparison(bare) is not None:
        return None
    heard = hear(turn.engine, bare)
    more = heard.query
    if not heard.understood or heard.readings or heard.missing or not _names_kind(heard):
        return None
    if _NEW_OCCASION.search(fold(bare)) and (heard.query.moods or without_styles(more.scene)):
        return None
    # "A soul one" is no list of one.
    more = replace(more, limit=more.limit if more.limit > 2 else Query().limit, scene=_styles(more.scene))
    turn.notes += [*more.notes, *(f'passed over "{word}"' for word in heard.passed_over if len(words(bare)) > 2)]
    if add:
        return joining.joined(turn, query, more, add=True)
    swapped = moves.merged(query, more) if query.seeded and not more.artists else moves.swapped(query, more)
    if more.artists and turn.engine.within(swapped) < FEW:
        return None
    return swapped


def _stem(turn: "Turn", stem: str) -> str:
    """The genre of which "jazzier" and "poppier" are comparatives; empty if there is none."""
    forms = (stem, f"{stem}y", stem[:-1]) if stem[-1:] == stem[-2:-1] else (stem, f"{stem}y")
    return next((genre for form in forms if (genre := genre_named(turn.engine, form))), "")


def _names_kind(heard: Heard) -> bool:
    """Whether a text names a genre, a style or an artist, and no track or album."""
    query = heard.query
    named = query.genres or query.genres_all or query.artists or styles_in(query.scene)
    return bool(named) and not (query.named or query.albums)


def _styles(scene: str) -> str:
    """A scene's words that are styles or decades: others are small words of the sentence."""
    return " ".join((*styles_in(scene), *re.findall(r"\b(?:19|20)\d0s\b", scene)))


def _after_complaint(turn: "Turn", match: re.Match[str], query: Query) -> Query | None:
    """The query without what it was too much of, and with what is asked for behind that."""
    wrong = hear(turn.engine, f"too {match['word']}")
    rest = match["rest"]
    for pattern in _SWAPPED:
        if (inner := pattern.fullmatch(rest)) is not None:
            rest = inner["what"]
            break
    before = list(turn.notes)
    changed = _with(turn, re.sub(r"[ .?!]+$", "", rest), query, add=False)
    if changed is None:
        turn.notes = before
        return None
    base = turn.base()
    shown = base[1] if base is not None else ()
    if comparison(f"too {match['word']}") is not None and shown:
        moved = refining.compared(turn, f"too {match['word']}", changed, shown)
        return moved if isinstance(moved, Query) else changed
    gone = tuple(genre for genre in wrong.query.not_genres if genre not in changed.genres)
    return replace(changed, not_genres=tuple(dict.fromkeys((*changed.not_genres, *gone))))


def _quality(turn: "Turn", what: str, query: Query) -> Query | None:
    """The query with a quality that a text says of it; None if it names a subject of its own or an occasion."""
    if _NEW_OCCASION.search(what):
        return None
    base = turn.base()
    shown = base[1] if base is not None else ()
    rest, beats = _BEAT.subn(" ", what)
    heard = hear(turn.engine, rest) if re.search(r"\w{3}", rest) else Heard()
    more = heard.query
    if heard.names or more.genres or more.genres_all or styles_in(more.scene) or heard.missing:
        return None
    if beats and shown:
        query = moves.compared(turn.engine, query, shown, {"danceability": 1})
    elif not (more.constraints or more.moods or more.kinds or more.languages):
        return None
    turn.notes += [note for note in more.notes if note]
    return moves.merged(query, replace(more, scene="", limit=Query().limit))


def _from(turn: "Turn", what: str, query: Query) -> Query | None:
    """The query narrowed to the decade or the country that a text names."""
    place = re.sub(r"^(?:from|of) (?:the )?", "", what)
    heard = hear(turn.engine, what)
    if moves.decades_in(heard.query.scene) or heard.query.years is not None:
        turn.notes += [note for note in heard.query.notes if note]
        return moves.merged(query, replace(heard.query, notes=()))
    if genre := genre_named(turn.engine, place):
        return refining.of_country(turn, query, genre)
    return None

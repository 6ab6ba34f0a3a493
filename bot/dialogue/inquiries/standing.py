"""Where a popularity, a tempo or a track stands in a genre, how the best known differ, and what the figure is worth."""

import re
from typing import TYPE_CHECKING, Final

from bot.dialogue.inquiries import figures
from bot.dialogue.inquiries.popularity import IN, NO_CAUSE
from bot.dialogue.inquiries.said import Said, genre_of, genre_talked_of, said, tracks_meant, where
from bot.dialogue.language import hear
from bot.dialogue.outcome import Outcome, request_of
from bot.dialogue.pattern_table import Pattern
from bot.reply import Action, Reply
from engine import Token, Track

if TYPE_CHECKING:
    from bot.dialogue.manager import Turn

# "where does 34 stand among singer-songwriters", "what percentile is 34 popularity in folk"
_NUMBER: Final = r"(?:a |an )?(?:popularity (?:score )?(?:of |at )?)?(?P<number>\d{1,3})(?: (?:of popularity|popularity|points|pop))?"
_STANDING: Final = tuple(
    Pattern(pattern)
    for pattern in (
        rf"(?:where|how) (?:does|do|would|is|did) {_NUMBER} (?:stand|rank|sit|place|compare|land|fall|look|fare|do)s?{IN}",
        rf"(?:(?:what|which)(?: is)? (?:the )?)?(?:percentile|rank|place) (?:is|of|for|does|would) {_NUMBER}(?: (?:be|have|give|make|in))?{IN}",
        rf"(?:is|are|would) {_NUMBER} (?:be )?(?:any |a |an |very |really |considered )*(?:good|bad|high|low|much|decent|okay|ok|normal|average|respectable|strong|weak|a lot)(?: (?:score|figure|number|popularity|value))?{IN}",
        rf"{_NUMBER}[,.;:]* (?:so )?(?:is|would) (?:that|it|this) (?:be )?(?:any |a |very |really )*(?:good|bad|high|low|much|decent|okay|ok|normal|average|strong|weak|a lot){IN}",
        rf"(?:how|where) (?:does|do|would|is) (?:my|our|his|her|their|the|a) (?:\w+ )?(?:song|track|single|tune|record|artist|act)s? (?:at|with|of|on|having) {_NUMBER} (?:compare|rank|stand|sit|do|fare|look|place|land){IN}",
        rf"how (?:good|bad|high|low|rare|common|usual) (?:is|would) {_NUMBER}(?: be)?{IN}",
    )
)  # fmt: skip
_OUR_FIGURE: Final = Pattern(
    r".*\b(?:is|are|was|sits?|stands?|has|got|with|on|at)\b.*?\b(?P<number>\d{1,3})\b(?: (?:of|in|on))?(?: popularity)?\b.*?(?:(?:with|for|in|as|from) (?:an? |the )?(?P<where>[\w&' -]+?)(?: (?:tune|song|track|record|single|act|artist|release|singer))?)?[,.;:]+ (?:is|would) (?:that|it|this) (?:any |a |very |really )*(?:good|bad|high|low|much|decent|ok|okay|normal|average|strong|weak)\b.*"
)
_TRACK_STANDING: Final = tuple(
    Pattern(pattern)
    for pattern in (
        r"how (?:popular|big|well[- ]known|successful|known|famous) (?:is|are) (?P<track>.+?)(?: ,)? (?:compared|relative|next|against|beside|in comparison|for|among|within|in)(?: (?:with|to|by))? (?:(?:the )?(?:rest|others?|average|other \w+)(?: (?:of|in))? ?)?(?P<where>.+?)",
        r"(?:how|where) (?:does|do|is|would) (?P<track>.+?) (?:rank|stand|place|sit|do|fare|compare|come|land|fall|ranked)s?(?: (?:in popularity|popularity[- ]wise|by popularity))?(?: (?:compared (?:with|to) (?:the )?(?:rest|others) (?:of|in)|in|within|among|for|inside|against|with|to)) (?:(?:the )?(?:rest|others?)(?: (?:of|in))? ?)?(?P<where>.+?)",
        r"what percentile (?:is|does) (?P<track>.+?)(?: (?:in|within|among|of|for) (?P<where>.+?))?",
        r"is (?P<track>.+?) (?:popular|big|well[- ]known|a hit) (?:for|in|within|by the standards of|compared (?:with|to)) (?P<where>.+?)",
    )
)  # fmt: skip
_GOOD_FIGURE: Final = Pattern(
    rf"(?:what(?:'s|s| is| would be| counts as)|how (?:high|much) is) (?:an? )?(?:good|high|low|typical|normal|decent|usual|average|strong|respectable) popularity(?: (?:score|figure|number|value))?{IN}"
)
_PERCENTILE_ONLY: Final = Pattern(
    r"(?:what|which)(?:'s| is)?(?: (?:the|its|that))? (?:percentile|rank)(?: (?:is|would) (?:that|it|this)(?: be)?)?"
)
_TENTH: Final = Pattern(
    r"(?:how|what) (?:do|does|is|are|makes?|sets?)(?: the)? (?:(?:top|best|most popular|biggest) (?:(?P<share>\d{1,2}|ten|five|twenty|one)(?: ?%| percent| per cent)?|tenth|decile|quarter|tier|ones?|tracks|songs|hits)(?: (?:of (?:them|it|songs|tracks)|songs|tracks))?|hits) (?:differ\w*|different|stand out|special|apart|compare|sound)"
    r"(?: (?:different|differently))?(?: (?:from|to|with|than|compared (?:to|with)) (?:the )?(?:rest|others?|average|bottom|remaining|remainder)(?: (?:of (?:them|it))?)?)?" + IN
)  # fmt: skip
_ADVICE: Final = Pattern(
    r"(?:(?:so )?what (?:would|should|could|can|do) (?:you|u|i|we|he|she|they|one) (?:tell|advise|recommend|suggest|say to|change|do|improve|fix|say)\b(?! to (?:play|hear|listen))(?:.*\b(?:him|her|them|us|me|artist|band|song|track|change|improve|differently|better)\b.*)?)"
)
_ADVISED: Final = Pattern(r"\b(?:chang\w*|improve|differently|better|tell (?:him|her|them)|advi\w*|fix|say to)\b")
_TRUST: Final = Pattern(
    r"(?:.*\b(?:trust|rely on|believe|reliable|accurate|meaningful|up[- ]to[- ]date|precise|real|mean\w*|measured|calculated|come from|based on|worth)\b.*\bpopularity\b.*|"
    r".*\bpopularity\b.*\b(?:trust\w*|reliable|accurate|meaningful|up[- ]to[- ]date|precise|real|come from|comes from|measured|calculated|based on|mean)\b.*)"
)
_PLAYS: Final = Pattern(
    r"(?:(?:does|do|can|could|have|has|is|are|got) .*|(?:what|how) (?:about|many) .*)?\b(?:streams?|streaming (?:numbers|figures|counts?)|play ?counts?|plays|tik ?tok|views|youtube|shazams?|monthly listeners|sales(?: figures| numbers)?|chart positions?|followers|radio plays?|airplay)\b.*"
)
_KNOWS: Final = Pattern(r"^(?:does|do|can|could|have|has|is|are|got|what about|how about|how many)\b")
_TELLS: Final = Pattern(
    r"\b(?:know|have|has|got|include|contain|see|track|count|measure|tell|show|numbers?|figures?|data|based|many|there|about|mean|means|measured|same as|or what)\b"
)
_TEMPO: Final = Pattern(
    rf"(?:is|are|would|how (?:fast|slow|usual|typical|common) is) (?P<number>\d{{2,3}}) ?bpm(?: be)?(?: (?:a|an|very|really|considered|too|any|rather|on the))*(?: (?:fast|slow|high|low|normal|typical|usual|common|average|standard|right|unusual)(?: (?:tempo|side|speed))?)?{IN}"
)


def standing(turn: "Turn", asked: Said) -> Outcome | None:
    """Where a popularity, or that of a track, stands in a genre: its percentile."""
    for pattern in _STANDING:
        if match := pattern.fullmatch(asked.text):
            genre = where(turn, asked, match["where"], match["there"])
            number = int(match["number"])
            return _stands(turn, number, genre) if genre is not None and number <= 100 else None
    if (match := _OUR_FIGURE.fullmatch(asked.text)) and re.search(r"\bpop(?:ularity)?\b", asked.text):
        genre = where(turn, asked, match["where"])
        genre = _genre_within(turn, asked.text) if genre is None else genre
        return _stands(turn, int(match["number"]), genre or "")
    if match := _GOOD_FIGURE.fullmatch(asked.text):
        genre = where(turn, asked, match["where"], match["there"])
        tokens = [Token("genre", genre)] if genre else []
        return Outcome(request_of("explore", "popularity", *tokens)) if genre is not None else None
    if _PERCENTILE_ONLY.fullmatch(asked.text):
        last = turn.context.last
        track = next(iter(last.task.tracks.values()), None) if last is not None else None
        if track is not None:
            return _track_stands(turn, track, asked.genre or turn.engine.main_genre(track))
        before = said(turn.context.said[-1], asked.genre) if turn.context.said else None
        return standing(turn, before) if before is not None and not _PERCENTILE_ONLY.fullmatch(before.text) else None
    for pattern in _TRACK_STANDING:
        if match := pattern.fullmatch(asked.text):
            tracks = tracks_meant(turn, match["track"], all_rows=False)
            if len(tracks) != 1:
                continue
            named = match["where"] or ""
            genre = asked.genre or ("" if not named else genre_of(turn, named))
            if genre is None or re.match(r"(?:its|that|the|this)(?: own)? (?:genre|style|field)", named):
                genre = turn.engine.main_genre(tracks[0])
            return _track_stands(turn, tracks[0], genre)
    return None


def _genre_within(turn: "Turn", text: str) -> str:
    return next(iter(hear(turn.engine, text).query.genres), "")


def _stands(turn: "Turn", number: int, genre: str) -> Outcome:
    place, lead = _place(turn, number, genre)
    more = Action(
        "How popularity is spread",
        request_of("explore", "popularity", *([Token("genre", genre)] if genre else [])).text,
    )
    actions = (
        (more, Action(f"What moves {genre}", request_of("drivers", Token("genre", genre)).text)) if genre else (more,)
    )
    return Outcome(reply=Reply(title=lead, text=place, actions=actions))


def _place(turn: "Turn", number: int, genre: str) -> tuple[str, str]:
    """What the median and the quarters of a genre's popularity are, and where a figure stands among them."""
    rows = figures.members(turn.engine, genre)
    of = f"{genre} recordings" if genre else "recordings here"
    above = figures.percentile(turn.engine, rows, "popularity", number)
    spread = turn.engine.spread("popularity", genre or None).of
    text = f"Half of the {spread.count:,} {of} have {spread.median:.0f} or more, a quarter {spread.three_quarters:.0f} or more, one in twenty {spread.high:.0f} or more."
    kind = (
        "high"
        if above >= 75
        else "above the middle"
        if above >= 55
        else "about the middle"
        if above >= 45
        else "below the middle"
        if above >= 25
        else "low"
    )
    return (
        text,
        f"A popularity of {number} is {kind} {'in ' + genre if genre else 'overall'}: above {above:.0f}% of the {of}, as of {turn.engine.collected_month or 'the day of collection'}.",
    )


def _track_stands(turn: "Turn", track: Track, genre: str) -> Outcome:
    request = request_of("track", Token("track", track.track_id))
    if track.popularity is None:
        return Outcome(request, lead=f"The popularity of {track.title} is unknown.")
    rows = figures.members(turn.engine, genre)
    above = figures.percentile(turn.engine, rows, "popularity", track.popularity)
    of = f"{len(rows):,} {genre} recordings" if genre else f"all {len(rows):,} recordings"
    return Outcome(
        request, lead=f"{track.title} has a popularity of {track.popularity}: above {above:.0f}% of the {of} here."
    )


def tenth(turn: "Turn", asked: Said) -> Outcome | None:
    """How the most popular tenth of a genre differs from the rest of it."""
    match = _TENTH.fullmatch(asked.text)
    if match is None:
        return None
    genre = where(turn, asked, match["where"], match["there"])
    genre = _genre_of_said(turn) or genre if not (match["where"] or asked.genre) else genre
    if genre is None:
        return None
    share = {"one": 1, "five": 5, "ten": 10, "twenty": 20}.get(match["share"] or "", 0) or int(match["share"] or 10)
    rows = figures.members(turn.engine, genre)
    top, rest, bound = figures.top_share(turn.engine, rows, share / 100)
    if len(top) < 5 or len(rest) < 5:
        return None
    told = figures.apart(turn.engine, top, rest)
    of = genre or "the whole catalogue"
    title = (
        f"The most popular {share}% of {of} (popularity {bound:.0f} or more): {'; '.join(told)} than the rest."
        if told
        else f"The most popular {share}% of {of} sound like the rest, by their medians."
    )
    text = f"Medians of {len(top):,} recordings against {len(rest):,}. {NO_CAUSE}"
    actions = [
        Action(
            "How popularity is spread",
            request_of("explore", "popularity", *([Token("genre", genre)] if genre else [])).text,
        )
    ]
    if genre:
        actions.append(Action(f"What moves {genre}", request_of("drivers", Token("genre", genre)).text))
    return Outcome(reply=Reply(title=title, text=text, actions=tuple(actions)))


def _genre_of_said(turn: "Turn") -> str:
    """The genre that one of the last messages named, the latest first: an answer without a request leaves none."""
    return next((genre for text in reversed(turn.context.said) if (genre := _genre_within(turn, text))), "")


def advice(turn: "Turn", asked: Said) -> Outcome | None:
    """``what would you tell him to change``: what goes with popularity in the genre, which proves no cause."""
    if not _ADVICE.fullmatch(asked.text) or not _ADVISED.search(asked.text):
        return None
    genre = asked.genre or _genre_of_said(turn) or genre_talked_of(turn)
    if not genre or (
        turn.context.last is not None and turn.context.last is turn.context.exchanges[-1] and turn.context.last.is_list
    ):
        return None
    lead = "The data cannot say what a change would do; it can say what goes with popularity there."
    return Outcome(request_of("drivers", Token("genre", genre)), lead=lead)


def trusted(turn: "Turn", asked: Said) -> Outcome | None:
    """What the popularity figure is, and what it is not: no plays, no other services, and as old as the data."""
    named = _TRUST.fullmatch(asked.text)
    other = _PLAYS.fullmatch(asked.text) if _KNOWS.match(asked.text) and _TELLS.search(asked.text) else None
    if named is None and other is None:
        return None
    if other is None and not (
        asked.asks or re.match(r"(?:can|could|should|how|is|are|what|does|do|where)\b", asked.text)
    ):
        return None
    day = turn.engine.popularity_as_of or "as of the day it was collected"
    what = f"Popularity is Spotify's own figure from 0 to 100, {day}, made mostly of how much and how recently a track was played."
    if other is not None:
        return Outcome(
            request_of("explore", "popularity"),
            lead=f"No: streams, sales, charts, TikTok and other services are not in the data. {what}",
        )
    limits = "Trust it to rank well-known against unknown; a few points mean little, 0 is mostly an old release counted elsewhere, and it knows nothing newer."
    return Outcome(request_of("explore", "popularity"), lead=f"{what} {limits}")


def tempo_standing(turn: "Turn", asked: Said) -> Outcome | None:
    """``is 120 bpm fast for house``: where a tempo stands in a genre."""
    match = _TEMPO.fullmatch(asked.text)
    if match is None:
        return None
    genre = where(turn, asked, match["where"], match["there"])
    if genre is None:
        return None
    number, rows = int(match["number"]), figures.members(turn.engine, genre)
    above = figures.percentile(turn.engine, rows, "tempo", number)
    of = turn.engine.spread("tempo", genre or None).of
    kind = "fast" if above >= 75 else "slow" if above <= 25 else "usual"
    lead = f"{number} BPM is {kind} {'for ' + genre if genre else 'here'}: faster than {above:.0f}% of {genre or 'all'} recordings. Half lie between {of.quarter:.0f} and {of.three_quarters:.0f} BPM."
    tokens = [Token("genre", genre)] if genre else []
    return Outcome(request_of("explore", "features", Token("feature", "tempo"), *tokens), lead=lead)

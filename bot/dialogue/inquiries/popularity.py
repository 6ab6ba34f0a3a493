"""Questions about popularity: what goes with it, two kinds of song side by side, where a figure or a track stands."""

import re
from typing import TYPE_CHECKING, Final

from bot.dialogue import acts
from bot.dialogue.inquiries import figures
from bot.dialogue.inquiries.said import Said, genre_of, genre_talked_of, said, tracks_meant, where
from bot.dialogue.language import hear
from bot.dialogue.outcome import Outcome, request_of
from bot.reply import Action, Reply, Row
from engine import AUDIO_NAMES, Query, Token, Track, UserError, trait

if TYPE_CHECKING:
    from bot.dialogue.manager import Turn

_IN: Final = r"(?: (?:in|for|within|among|with|when it comes to) (?P<where>.+?)| (?P<there>there|here))?"
_MATTER: Final = (
    r"(?:matters?|counts?|makes? (?:a|any) difference|plays? (?:a|any) role|has (?:an|any) (?:effect|impact|influence)|"
    r"have (?:an|any) (?:effect|impact|influence)|helps?|hurts?|harms?|pays? off|pays?|affects? (?:anything|it)|influences? (?:anything|it)|changes? anything)"
)
_SUCCESS: Final = r"(?:popularity|popular|hits?|streams?|plays|success\w*|sales|sell\w*|the charts?|charts?|chances?|numbers|performance)"
_BETTER: Final = r"(?:better|worse|best|good|bad|more popular|less popular|an advantage|a plus|a disadvantage|safer)"
_ARTIST: Final = r"(?:i|we|you|he|she|they|one|(?:our|my|the|an?|this|that) (?:\w+ )?(?:artist|band|act|guy|singer|producer|client|label|rapper)s?|artists|bands|producers)"
_MAKE: Final = r"(?:make|write|release|do|go|record|produce|aim for|go for|put out|keep|be|cut|try|have|use)"
_WHAT: Final = r"(?P<what>[\w' -]{3,40}?)"

# "does loudness matter there", "is tempo important in house", "is longer better for metal", "does being explicit help"
_INFLUENCE: Final = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:does|do|did|will|would|can|could) {_WHAT} (?:really |even |still |much |actually |ever )*{_MATTER}(?: (?:much|a lot|at all|most|more|any|anything))*(?: (?:the |its |their |a track's |your |my |for |to |with |of |at |be |become |get )*{_SUCCESS})?{_IN}",
        rf"(?:is|are|was) (?:it (?:any |really )?{_BETTER} (?:to be|if (?:it|they|songs?|tracks?) (?:is|are)|to (?:make|write|release)) )(?:a |an )?{_WHAT}(?: (?:songs?|tracks?|tunes|music))?{_IN}",
        rf"(?:is|are) (?:being )?(?:a |the )?{_WHAT} (?:really |that |so |very |even |always |usually )*(?:important|relevant|decisive|crucial|essential|a (?:big |real )?(?:factor|driver|deal|thing)|{_BETTER})(?: (?:to|for) (?:the )?{_SUCCESS})?{_IN}",
        rf"how (?:important|relevant|decisive|crucial|big a factor) (?:is|are) (?:the |being )?{_WHAT}(?: (?:to|for) (?:the )?{_SUCCESS})?{_IN}",
        rf"how much (?:does|do|of a difference does) (?:the |being )?{_WHAT} (?:really |actually )*(?:{_MATTER}|make)(?: (?:to |for )?(?:the )?{_SUCCESS})?{_IN}",
        rf"should {_ARTIST} (?:really |maybe |rather )*{_MAKE}(?: (?:the|their|his|her|our|my|its))?(?: (?:songs?|tracks?|music|tunes?|it))? ?(?:a bit |a little |much |be )*{_WHAT}(?: (?:songs?|tracks?|music|tunes?|stuff))?{_IN}",
        rf"if (?:{_ARTIST}) (?:just )?(?:make|makes|made|turn|turned|sped|speed|mix|mixed|cut|wrote|write|release[sd]?) (?:a |the |my |our |his |her |their |its )?(?:songs?|tracks?|music|tunes?|it|things)? ?(?:up |down )?{_WHAT}(?: (?:songs?|tracks?|music|tunes?))?[, ]+(?:then )?(?:it|that|they|we|i|he|she|does|do|will|would|is|are)\b.*",
        rf"(?:would|will|does|do|could) (?:it )?(?:a )?(?:making|make|being|be|writing|going|having) (?:it |them |a song |songs |the song |a track |tracks |more )*{_WHAT}(?: (?:songs?|tracks?))? (?:help|hurt|matter|pay off|work|get|make|bring|give|do)\b.*?{_IN}",
        rf"(?:does|would|will|do) it (?:really |even )?{_MATTER} (?:to be|to make|if (?:it|they|the song|songs?|tracks?|a (?:song|track)) (?:is|are)|being) (?:a bit |more )?{_WHAT}{_IN}",
        rf"(?:do|does|would|will|can) (?:a |an |the )?{_WHAT} (?:songs?|tracks?|tunes?|music|ones?|stuff) (?:usually |generally |really |tend to )*(?:do|does|perform|sell|chart|stream|fare|get|have|attract|earn|reach) (?:any |much )?(?:better|well|best|worse|more|higher|further|less|fewer)(?: (?:{_SUCCESS}|listeners|listens|plays))?{_IN}",
        rf"if {_ARTIST} (?P<what>(?:just )?(?:speed|slow|turn|tone|calm|pump)(?:ed)? (?:it|that|them|this|the (?:song|track)) (?:up|down))[, ]+(?:then )?(?:it|that|they|we|i|he|she|does|do|will|would|is|are)\b.*",
        rf"what (?:does|do) (?:being |a |the )?{_WHAT} (?:do|does|mean) (?:for|to) (?:the |its |a song's )?{_SUCCESS}{_IN}",
    )
)  # fmt: skip
_TRAIT_TOO: Final = re.compile(r"(?:(?:what|how) about |same for |the )*(?:being )?(?:the )?(?P<what>[\w-]+(?: length| level)?)")
_EXPLICIT: Final = re.compile(r"\b(?:explicit\w*|swear\w*|curs(?:e|es|ing)|profan\w*|clean|dirty|bad (?:words|language)|parental advisory)\b")
_MODE: Final = re.compile(r"\b(?:minor|major|mode|key)\b")
_CAUSE: Final = re.compile(r"^(?:if|should|would|will|could)\b")
_SLIGHT: Final = 1.0
"""Points of popularity under which a difference is none that matters, however sure it is."""
_NO_CAUSE: Final = "It shows what goes together in the table, not what would happen if a track were changed."

# "is sad music less popular than happy music", "do fast songs do better than slow ones in house"
_GROUPS: Final = re.compile(
    rf"(?:is|are|do|does|was|were) (?P<one>[\w' -]{{2,40}}?)(?: (?P<thing>songs?|music|tracks?|tunes?|ones?|stuff|recordings?))? "
    rf"(?:really |usually |generally |on average )*(?:(?P<how>(?:(?:any|much|a lot|a bit) )?(?:more|less|as)) popular|(?:do|does|perform|sell|chart|stream|fare)?s? ?(?:better|worse|more|less|higher|lower)|bigger|better known|(?:more|less) successful) "
    rf"(?:than|as) (?P<other>[\w' -]{{2,40}}?)(?: (?:songs?|music|tracks?|tunes?|ones?|stuff|recordings?))?{_IN}"
)  # fmt: skip

# "where does 34 stand among singer-songwriters", "what percentile is 34 popularity in folk"
_NUMBER: Final = r"(?:a |an )?(?:popularity (?:score )?(?:of |at )?)?(?P<number>\d{1,3})(?: (?:of popularity|popularity|points|pop))?"
_STANDING: Final = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:where|how) (?:does|do|would|is|did) {_NUMBER} (?:stand|rank|sit|place|compare|land|fall|look|fare|do)s?{_IN}",
        rf"(?:(?:what|which)(?: is)? (?:the )?)?(?:percentile|rank|place) (?:is|of|for|does|would) {_NUMBER}(?: (?:be|have|give|make|in))?{_IN}",
        rf"(?:is|are|would) {_NUMBER} (?:be )?(?:any |a |an |very |really |considered )*(?:good|bad|high|low|much|decent|okay|ok|normal|average|respectable|strong|weak|a lot)(?: (?:score|figure|number|popularity|value))?{_IN}",
        rf"how (?:good|bad|high|low|rare|common|usual) (?:is|would) {_NUMBER}(?: be)?{_IN}",
    )
)  # fmt: skip
_OUR_FIGURE: Final = re.compile(
    r".*\b(?:is|are|was|sits?|stands?|has|got|with|on|at)\b.*?\b(?P<number>\d{1,3})\b(?: (?:of|in|on))?(?: popularity)?\b.*?(?:(?:with|for|in|as|from) (?:an? |the )?(?P<where>[\w&' -]+?)(?: (?:tune|song|track|record|single|act|artist|release|singer))?)?[,.;:]+ (?:is|would) (?:that|it|this) (?:any |a |very |really )*(?:good|bad|high|low|much|decent|ok|okay|normal|average|strong|weak)\b.*"
)
_TRACK_STANDING: Final = tuple(
    re.compile(pattern)
    for pattern in (
        r"how (?:popular|big|well[- ]known|successful|known|famous) (?:is|are) (?P<track>.+?)(?: ,)? (?:compared|relative|next|against|beside|in comparison|for|among|within|in)(?: (?:with|to|by))? (?:(?:the )?(?:rest|others?|average|other \w+)(?: (?:of|in))? ?)?(?P<where>.+?)",
        r"(?:how|where) (?:does|do|is|would) (?P<track>.+?) (?:rank|stand|place|sit|do|fare|compare|come|land|fall|ranked)s?(?: (?:in popularity|popularity[- ]wise|by popularity))?(?: (?:compared (?:with|to) (?:the )?(?:rest|others) (?:of|in)|in|within|among|for|inside|against|with|to)) (?:(?:the )?(?:rest|others?)(?: (?:of|in))? ?)?(?P<where>.+?)",
        r"what percentile (?:is|does) (?P<track>.+?)(?: (?:in|within|among|of|for) (?P<where>.+?))?",
        r"is (?P<track>.+?) (?:popular|big|well[- ]known|a hit) (?:for|in|within|by the standards of|compared (?:with|to)) (?P<where>.+?)",
    )
)  # fmt: skip
_PERCENTILE_ONLY: Final = re.compile(r"(?:what|which)(?:'s| is)?(?: (?:the|its|that))? (?:percentile|rank)(?: (?:is|would) (?:that|it|this)(?: be)?)?")
_TENTH: Final = re.compile(
    r"(?:how|what) (?:do|does|is|are|makes?|sets?)(?: the)? (?:(?:top|best|most popular|biggest) (?:(?P<share>\d{1,2}|ten|five|twenty|one)(?: ?%| percent| per cent)?|tenth|decile|quarter|tier|ones?|tracks|songs|hits)(?: (?:of (?:them|it|songs|tracks)|songs|tracks))?|hits) (?:differ\w*|different|stand out|special|apart|compare|sound)"
    r"(?: (?:different|differently))?(?: (?:from|to|with|than|compared (?:to|with)) (?:the )?(?:rest|others?|average|bottom|remaining|remainder)(?: (?:of (?:them|it))?)?)?" + _IN
)  # fmt: skip
_ADVICE: Final = re.compile(
    r"(?:(?:so )?what (?:would|should|could|can|do) (?:you|u|i|we|he|she|they|one) (?:tell|advise|recommend|suggest|say to|change|do|improve|fix|say)\b(?! to (?:play|hear|listen))(?:.*\b(?:him|her|them|us|me|artist|band|song|track|change|improve|differently|better)\b.*)?)"
)
_ADVISED: Final = re.compile(r"\b(?:chang\w*|improve|differently|better|tell (?:him|her|them)|advi\w*|fix|say to)\b")
_TRUST: Final = re.compile(
    r"(?:.*\b(?:trust|rely on|believe|reliable|accurate|meaningful|up[- ]to[- ]date|precise|real|mean\w*|measured|calculated|come from|based on|worth)\b.*\bpopularity\b.*|"
    r".*\bpopularity\b.*\b(?:trust\w*|reliable|accurate|meaningful|up[- ]to[- ]date|precise|real|come from|comes from|measured|calculated|based on|mean)\b.*)"
)
_PLAYS: Final = re.compile(
    r"(?:(?:does|do|can|could|have|has|is|are|got) .*|(?:what|how) (?:about|many) .*)?\b(?:streams?|streaming (?:numbers|figures|counts?)|play ?counts?|plays|tik ?tok|views|youtube|shazams?|monthly listeners|sales(?: figures| numbers)?|chart positions?|followers|radio plays?|airplay)\b.*"
)
_KNOWS: Final = re.compile(r"^(?:does|do|can|could|have|has|is|are|got|what about|how about|how many)\b")
_TELLS: Final = re.compile(r"\b(?:know|have|has|got|include|contain|see|track|count|measure|tell|show|numbers?|figures?|data|based|many|there)\b")


def influence(turn: "Turn", asked: Said) -> Outcome | None:
    """Whether one trait goes with popularity, over all genres or in one: the regression's row on it."""
    text = asked.text.replace("sped", "speed")
    match = next((found for one in _INFLUENCE if (found := one.fullmatch(text))), None)
    slots = match.groupdict() if match is not None else _other_trait(turn, text)
    if slots is None:
        return None
    what, named = slots["what"] or "", slots.get("where") or slots.get("there")
    genre = asked.genre
    if not genre and named:
        found = genre_of(turn, named)
        if found is None:
            return None
        genre = found
    elif not genre and (turn.context.last is not None and turn.context.last.task.command in ("drivers", "genres", "explore")):
        genre = genre_talked_of(turn)
    proviso = _NO_CAUSE if _CAUSE.match(asked.text) else ""
    if _EXPLICIT.search(what):
        return _of_kinds(turn, "explicit", "clean", genre)
    name = acts.trait_of(what)
    if not name and _MODE.search(what):
        return _of_kinds(turn, "minor", "major", genre, both="songs in a {} key")
    if name == "popularity" or not name:
        return None
    if name == "duration":
        return _of_lengths(turn, genre, proviso)
    if not genre:
        return Outcome(request_of("drivers", Token("feature", name)), lead=proviso)
    try:
        found_drivers = turn.engine.drivers(genre)
    except UserError:
        note = f"too few recordings of {genre} to measure that there: this is over all genres"
        return Outcome(request_of("drivers", Token("feature", name)), lead=proviso, notes=(note,))
    effect = next(one for one in found_drivers.effects if one.feature == name)
    points = f"{effect.points:+.1f} points of popularity per standard deviation ({effect.low:+.1f} to {effect.high:+.1f})"
    told = (
        f"{name.capitalize()} in {genre}: {points}, more than chance."
        if effect.significant
        else f"{name.capitalize()} in {genre}: no, not more than chance would make it: {points}."
    )
    return Outcome(request_of("drivers", Token("genre", genre)), lead=f"{told} {proviso}".strip())


def _other_trait(turn: "Turn", text: str) -> dict[str, str] | None:
    """``what about valence``, after what goes with popularity was shown; None for anything else."""
    last = turn.context.last
    match = _TRAIT_TOO.fullmatch(text)
    if match is None or turn.fresh or last is None or last.task.command != "drivers" or last.task.fields.get("vs"):
        return None
    named = acts.trait_of(match["what"]) or _EXPLICIT.fullmatch(match["what"])
    return {"what": match["what"], "where": last.task.fields.get("genre", "")} if named else None


def _of_lengths(turn: "Turn", genre: str, proviso: str) -> Outcome | None:
    """Popularity of the shortest and of the longest quarter: length is none of the nine features."""
    rows = figures.members(turn.engine, genre)
    short, long, low, high = figures.ends_by(turn.engine, rows, "duration")
    one, other = (figures.mean(turn.engine, "popularity", part) for part in (long, short))
    if one.error != one.error or other.error != other.error:
        return None
    show = trait("duration").format
    told = _gap(one, other, f"the longest quarter (over {show(high)})", f"the shortest (under {show(low)})")
    lead = f"Length is none of the nine features of /drivers, so quarters of {genre or 'all recordings'} are compared: {told} {proviso or _NO_CAUSE}"
    tokens = [Token("genre", genre)] if genre else []
    return Outcome(request_of("explore", "features", Token("feature", "duration"), *tokens), lead=lead)


def _gap(one: figures.Mean, other: figures.Mean, first: str, second: str) -> str:
    """Which of two kinds is more popular on average, or that chance may explain it."""
    gap, low, high = figures.difference(one, other)
    if low <= 0 <= high:
        return f"no difference beyond chance between {first} and {second}, mean popularity {one.value:.1f} and {other.value:.1f}."
    more, less = (one, other) if gap > 0 else (other, one)
    names = (first, second) if gap > 0 else (second, first)
    return f"{names[0]} has a mean popularity of {more.value:.1f}, {names[1]} {less.value:.1f}."


def _of_kinds(turn: "Turn", first: str, second: str, genre: str, both: str = "{} songs") -> Outcome | None:
    """Two kinds of song by their popularity, in all or in a genre: a row each, and the interval of the difference."""
    sides = []
    queries = {}
    for name in (first, second):
        phrase = both.format(name)
        query = hear(turn.engine, phrase).query
        if query.empty or query.genres or query.genres_all or query.seeded or query.artists or query.scene:
            return None
        queries[phrase] = query
        inside = Query(query.constraints, moods=query.moods, explicit=query.explicit, keys=query.keys, kinds=query.kinds, languages=query.languages, genres=(genre,) if genre else ())
        sides.append((phrase, figures.mean(turn.engine, "popularity", turn.engine.rows_within(inside)), inside))
    (one_name, one, _), (other_name, other, _) = sides
    if one.error != one.error or other.error != other.error:
        few = one_name if one.error != one.error else other_name
        return Outcome(reply=Reply(title=f"There are too few {few} {'in ' + genre if genre else 'here'} to compare their popularity."))
    gap, low, high = figures.difference(one, other)
    place = f"In {genre}" if genre else "Over all recordings"
    if low <= 0 <= high or abs(gap) < _SLIGHT:
        title = f"{place} {one_name} and {other_name} are about as popular: mean {one.value:.1f} and {other.value:.1f}."
    else:
        title = f"{place} {one_name} are {'more' if gap > 0 else 'less'} popular than {other_name}: mean {one.value:.1f} against {other.value:.1f}."
    text = f"The difference is {gap:+.1f}, with 95% between {low:+.1f} and {high:+.1f}, popularity 0 left out. Songs of one artist are alike, so the real interval is somewhat wider. {_NO_CAUSE}"
    rows = tuple(
        Row(
            name, measure=side.value / 100, amount=f"{side.value:.1f}", detail=f"{side.count:,} recordings",
            data={"kind": name, "mean_popularity": round(side.value, 2), "count": side.count},
        )
        for name, side, _ in sides
    )  # fmt: skip
    measured = [name for _, _, inside in sides for name in turn.engine.limits_of(inside) if name in AUDIO_NAMES]
    actions = [Action(name[:1].upper() + name[1:], f"/recommend {inside.text}") for name, _, inside in sides]
    if measured:
        tokens = (Token("genre", genre),) if genre else ()
        chart = request_of("explore", "correlations", Token("feature", measured[0]), Token("with", "popularity"), *tokens)
        lead = f"{title} {text}"
        return Outcome(chart, lead=lead)
    if genre:
        actions.append(Action(f"What moves {genre}", request_of("drivers", Token("genre", genre)).text))
    return Outcome(reply=Reply(title=title, text=text, rows=rows, actions=tuple(actions)))


def groups(turn: "Turn", asked: Said) -> Outcome | None:
    """``is sad music less popular than happy music``: two kinds of song side by side, in all or in a genre."""
    match = _GROUPS.fullmatch(asked.text)
    if match is None:
        return None
    genre = asked.genre
    if not genre and match["where"]:
        genre = genre_of(turn, match["where"]) or ""
        if not genre:
            return None
    one, other = (_quality(match[name]) for name in ("one", "other"))
    return _of_kinds(turn, one, other, genre) if one != other else None


def _quality(phrase: str) -> str:
    return re.sub(r"^(?:the|an?|making|being)\s+|\s+(?:songs?|music|tracks?|tunes?|ones?|stuff|recordings?)$", "", phrase.strip())


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
    more = Action("How popularity is spread", request_of("explore", "popularity", *([Token("genre", genre)] if genre else [])).text)
    actions = (more, Action(f"What moves {genre}", request_of("drivers", Token("genre", genre)).text)) if genre else (more,)
    return Outcome(reply=Reply(title=lead, text=place, actions=actions))


def _place(turn: "Turn", number: int, genre: str) -> tuple[str, str]:
    """What the median and the quarters of a genre's popularity are, and where a figure stands among them."""
    rows = figures.members(turn.engine, genre)
    of = f"{genre} recordings" if genre else "recordings here"
    above = figures.percentile(turn.engine, rows, "popularity", number)
    spread = turn.engine.spread("popularity", genre or None).of
    text = f"Half of the {spread.count:,} {of} have {spread.median:.0f} or more, a quarter {spread.three_quarters:.0f} or more, one in twenty {spread.high:.0f} or more."
    kind = "high" if above >= 75 else "above the middle" if above >= 55 else "about the middle" if above >= 45 else "below the middle" if above >= 25 else "low"
    return text, f"A popularity of {number} is {kind} {'in ' + genre if genre else 'overall'}: above {above:.0f}% of the {of}, as of {turn.engine.collected_month or 'the day of collection'}."


def _track_stands(turn: "Turn", track: Track, genre: str) -> Outcome:
    request = request_of("track", Token("track", track.track_id))
    if track.popularity is None:
        return Outcome(request, lead=f"The popularity of {track.title} is unknown.")
    rows = figures.members(turn.engine, genre)
    above = figures.percentile(turn.engine, rows, "popularity", track.popularity)
    of = f"{len(rows):,} {genre} recordings" if genre else f"all {len(rows):,} recordings"
    return Outcome(request, lead=f"{track.title} has a popularity of {track.popularity}: above {above:.0f}% of the {of} here.")


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
    title = f"The most popular {share}% of {of} (popularity {bound:.0f} or more): {'; '.join(told)} than the rest." if told else f"The most popular {share}% of {of} sound like the rest, by their medians."
    text = f"Medians of {len(top):,} recordings against {len(rest):,}. {_NO_CAUSE}"
    actions = [Action("How popularity is spread", request_of("explore", "popularity", *([Token("genre", genre)] if genre else [])).text)]
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
    if not genre or turn.context.last is not None and turn.context.last is turn.context.exchanges[-1] and turn.context.last.is_list:
        return None
    lead = "The data cannot say what a change would do; it can say what goes with popularity there."
    return Outcome(request_of("drivers", Token("genre", genre)), lead=lead)


def trusted(turn: "Turn", asked: Said) -> Outcome | None:
    """What the popularity figure is, and what it is not: no plays, no other services, and as old as the data."""
    named = _TRUST.fullmatch(asked.text)
    other = _PLAYS.fullmatch(asked.text) if _KNOWS.match(asked.text) and _TELLS.search(asked.text) else None
    if named is None and other is None:
        return None
    if other is None and not (asked.asks or re.match(r"(?:can|could|should|how|is|are|what|does|do|where)\b", asked.text)):
        return None
    day = turn.engine.popularity_as_of or "as of the day it was collected"
    what = f"Popularity is Spotify's own figure from 0 to 100, {day}, made mostly of how much and how recently a track was played."
    if other is not None:
        return Outcome(request_of("explore", "popularity"), lead=f"No: streams, sales, charts, TikTok and other services are not in the data. {what}")
    limits = "Trust it to rank well-known against unknown; a few points mean little, 0 is mostly an old release counted elsewhere, and it knows nothing newer."
    return Outcome(request_of("explore", "popularity"), lead=f"{what} {limits}")


def certain(turn: "Turn", asked: Said) -> Outcome | None:
    """How sure the difference of two kinds of song, or the effect of a trait, is: its interval."""
    outcome = groups(turn, asked) or influence(turn, asked)
    if outcome is None:
        return None
    how = "What is sure and what is not, by the interval: "
    if outcome.reply is not None:
        return Outcome(reply=Reply(title=how + outcome.reply.title, text=outcome.reply.text, rows=outcome.reply.rows, actions=outcome.reply.actions))
    return Outcome(outcome.request, lead=how + outcome.lead)

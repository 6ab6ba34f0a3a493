"""Questions about the answer on screen, told by which words stand in them: none of them names music of its own.

``can i trust that, or is it just correlation``, ``any abba in there?``, ``which genres are these``, ``do these mix in key``,
``what does number 1 sound like``, ``the fastest one, what's its key``, ``so does danceability help``, ``and longer?`` after
a trend, ``how often was that right``. A question is one of these where every word of it belongs to the subject or is
small, so that a name or a genre in it makes it another question.
"""

import re
from collections import Counter
from itertools import combinations
from typing import TYPE_CHECKING, Final

from bot.dialogue import about_answers, acts, data_facts, facts, inquiries, mixing_next, on_screen, references
from bot.dialogue.comparisons import comparison
from bot.dialogue.context import Exchange, Shown
from bot.dialogue.language import artist_named, hear
from bot.dialogue.lexicon import fold, words
from bot.dialogue.outcome import Outcome, request_of
from bot.dialogue.shared import read_again
from bot.reply import Action, Reply, cut
from bot.request import read_request
from engine import TRAIT_NAMES, Query, Token, Track, UserError

if TYPE_CHECKING:
    from bot.dialogue.manager import Turn


def _set(said: str) -> frozenset[str]:
    return frozenset(said.split())


_ASKING: Final = re.compile(
    r"(?:(?:and|so|but|ok|okay|hm+|well|wait|lol|then|now)[, ]+)*(?:is|are|was|were|isnt|isn't|do|does|did|can|could|should|would|will|which|what|whats|what's|who|whos|who's|how|why|where|any|anyone|anybody|anything)\b"
)
_POINTS: Final = _set("that this it these those them they there here you u your")
_TRUST: Final = _set(
    "trust trusted trustworthy reliable rely causal causation causality cause causes caused correlation correlations correlated coincidence random luck lucky noise "
    "significant proof proven proves legit solid believe believable sure certain confident"
)
_BESIDE_TRUST: Final = _set(
    "can about or only not no really with on few little much many years year data numbers figures result results chance mean means by from as make makes such even too pure plain "
    "statistically statistical something thing things another cause effect or either could might people tests test"
)
_RIGHT: Final = _set("right wrong correct accurate accuracy true come came reliable miss missed hit hits worked")
_BEFORE: Final = _set("often past before previously usually record times rate historically earlier already")
_BESIDE_RIGHT: Final = _set(
    "how many far good track been being get got turn turned prediction predictions forecast forecasts call calls these model method kind years last really ever out true proven work worked"
)
_DRAWN: Final = _set("chart charts graph graphs plot plotted picture diagram visual visually drawing image")
_DRAWING: Final = _set(
    "show draw give make get put turn see have as in into as please visualise visualize plot can could nice form kind"
)
_WHOLE: Final = _set("whole entire full complete everything")
_READING: Final = _set(
    "read show give print tell recite repeat list see see me us out loud aloud back please again once more thing line by in order full can could what's what lot everything final current"
)
_STYLES: Final = _set("genres styles")
_BESIDE_STYLES: Final = _set(
    "genre style pulling pull pulled drawing draw drawn using use used come comes coming covered included mix mixing choosing picking pick picked taking take taken represented go going into kind kinds what "
    "where looking look at under filed file through search searching for mostly"
)
_FROM: Final = _set(
    "pulling pull pulled drawing draw drawn using use used come coming covered included mixing choosing picking picked taking taken represented these those them they list filed looking searching it"
)
_MIXED: Final = _set("harmonically harmonic harmony compatible keys key camelot")
_TOGETHER: Final = _set(
    "together match matches matching mix mixes mixing fit fits blend blends work works compatible clash go goes harmonically well each other"
)
_BESIDE_MIXED: Final = _set(
    "would will or share same next without clashing clash best with into wise into by terms could dj ones pairs pair"
)
_SOUNDING: Final = _set("sound sounds feel feels vibe describe description sounding character")
_BESIDE_SOUNDING: Final = _set(
    "number no nr first second third fourth fifth last top 1 2 3 4 5 6 7 8 9 10 one like exactly actually me in words your own how what's kind of really roughly for somebody can could tell"
)
_LASTING: Final = _set(
    "last lasts total altogether together whole all run runs running list playlist set thing lot combined"
)
_BESIDE_LASTING: Final = _set(
    "long how go going take takes will would in minutes hours time much music for of play playing keep"
)
_HELPS: Final = _set(
    "help helps matter matters good bad hurt hurts count counts difference important effect impact role affect affects do anything relevant useful play make makes"
)
_BESIDE_HELPS: Final = _set("not no or at really even any a more less much high higher low lower being too at")
_ASPECTS: Final = {
    "key": "key", "genre": "genre", "genres": "genre", "bpm": "tempo", "tempo": "tempo", "year": "year", "album": "album",
    "length": "duration", "popularity": "popularity", "mood": "valence", "energy": "energy", "artist": "artist",
    "style": "genre", "explicit": "explicit", "name": "title", "title": "title", "loudness": "loudness",
}  # fmt: skip
_EXTREME: Final = re.compile(
    r"\bthe (?:most [\w-]+|least [\w-]+|[\w-]+est)(?: (?:one|song|track|tune|of (?:them|these|those|the (?:list|lot|five))))?\b"
)
_IN_THERE: Final = re.compile(
    r"(?:(?:and|so|but|ok|wait|hm+)[, ]+)*(?:(?:is|are|was|were) there |do (?:you|we|they) have |have (?:you|we) (?:got |put )?|(?:did (?:you|we) )?(?:put|got|include) |(?:is|are) )?(?:any(?:thing|body|one)?|some|something)?(?: (?:of|by|from|songs?|tracks?))* ?(?P<what>.+?)(?: (?:songs?|tracks?|tunes?|stuff|music|one|ones))?(?: already)? "
    r"(?:in there|on there|in here|on here|in it|on it|in the (?:list|set|playlist|lot|mix)|on the (?:list|playlist|set)|in (?:this|that|my|our) (?:list|set|playlist|mix|lot)|on (?:this|that|my|our) (?:list|playlist)|among (?:them|these|those)|in (?:these|those|them)|of (?:these|those|them)|there)(?: (?:already|now|too|at all|yet|somewhere|by any chance))*[ ?!.]*"
)
_ALIKE_THERE: Final = re.compile(
    r"(?:(?:and|so|but|ok|hm+)[, ]+)*(?:is |are )?(?:any(?:one|body|thing)?|some(?:one|body|thing)|which|who|what)(?: (?:one|ones|artist|act|song|track))?(?: (?:in there|on there|there|here|in here|(?:in|on|from) (?:the|this|that) (?:list|ranking)|of (?:these|those|them)|among (?:these|those|them|the \w+)))?(?: (?:is|are|sounds?|sounding|that|who|a bit|kind of|most|comes?|closest|close))* (?:like|similar to|close(?:st)? to|near(?:est)? to|reminiscent of) (?P<what>.+?)(?P<there> (?:in there|on there|there|in here|(?:in|on) (?:the|this|that) (?:list|ranking)|among (?:them|these|those)))?[ ?!.]*"
)
_THERE: Final = re.compile(r"\b(?:there|here|these|those|them|(?:the|this|that) (?:list|ranking))\b")
_ITS_LENGTH: Final = re.compile(
    r"(?:(?:and|so|ok|but|now)[, ]+)*how long is (?:it|this|that)(?: (?:now|then|all|in total|altogether))*[ ?.!]*"
)
_FOR_WHAT: Final = re.compile(
    r"\s+(?:for|in|to go (?:with|under)|under|over|behind|to open|to close|at|on|as|with)\s+(?P<what>(?:an?|the|my|our|\d).+?)[ ?!.]*$"
)
_LEAST: Final = re.compile(
    r"\b(?:least|less) (?:popular|known|famous|well[- ]known)\b|\b(?:smallest|tiniest|most (?:obscure|unknown|underground))\b"
)
_PROMISING: Final = re.compile(r"\b(?:promising|potential|chances?|likely|upside|gain|hope|best bet|rise|grow)\b")
_OTHER_TRAIT: Final = re.compile(
    r"(?:(?:and|or|also|so|what about|how about|but|are (?:they|songs|tracks|tunes)|is (?:it|music)|did (?:they|it)|getting|get|got|become|becoming|went|maybe)[, ]+)*(?P<what>(?:more |less )?[\w-]+)(?: (?:too|as well|also|then|over time|over the years))*[ ?!.]*"
)
_BESIDE: Final = re.compile(
    r"(?:(?:and|so|but|ok|wait)[, ]+)*how (?P<how>\w+) (?:is|are|was) (?P<a>.+?)(?: in (?:your|the) (?:data|catalogue))? (?:(?:when )?(?:compared|relative|next|in comparison) (?:to|with)|versus|vs\.?|against|beside) (?P<b>.+?)(?: in (?:your|the) (?:data|catalogue))?[ ?!.]*"
)
_HEARING: Final = _set("hear listen sample preview snippet")
_BESIDE_HEARING: Final = _set(
    "can could let me where how to is way somewhere please number no first second third fourth fifth last 1 2 3 4 5 6 7 8 9 10 quick little bit get"
)
_OPENED: Final = _set(
    "what's whats what is on in show open see list me the my our crate shortlist playlist folder now there so far already contents of"
)
_CALM: Final = ("very calm", "calm", "of medium energy", "energetic", "very energetic")
_DARK: Final = ("very dark in mood", "dark in mood", "neutral in mood", "bright in mood", "very bright in mood")
_ACOUSTIC: Final = ("electric", "mostly electric", "partly acoustic", "acoustic", "very acoustic")
_DANCE: Final = ("not danceable", "hardly danceable", "moderately danceable", "danceable", "very danceable")
_LOUD: Final = ("very quiet", "quiet", "of usual loudness", "loud", "very loud")
_LEVELS: Final = ("very low", "low", "medium", "high", "very high")
_WORDED: Final = {
    "energy": _CALM,
    "valence": _DARK,
    "loudness": _LOUD,
    "acousticness": _ACOUSTIC,
    "danceability": _DANCE,
}
_LONGEST: Final = 250
_MOST_WORDS: Final = 14
_MOST_TOLD: Final = 6


def read(turn: "Turn", text: str) -> Outcome | None:
    """The answer to a question about what was answered last; None if the text asks something else."""
    last, said = turn.context.last, fold(text).strip(" ¿¡")
    spoken = frozenset(words(said))
    if turn.fresh or last is None or not last.ok or not spoken or len(spoken) > _MOST_WORDS or len(text) > acts.LONGEST:
        return None
    asks = _ASKING.match(said) is not None or said.endswith("?")
    return (
        (asks and (_right(turn, spoken) or _trusted(turn, last, spoken) or _helps(turn, said, spoken)))
        or (asks and (_promising(turn, said) or _alike(turn, said) or _in_there(turn, said)))
        or (asks and (_styles(turn, spoken) or _mixing(turn, spoken) or _lasting(turn, said, spoken)))
        or (asks and _taken_for(turn, said))
        or _sounding(turn, said, spoken)
        or _drawn(turn, last, spoken)
        or _read_out(turn, spoken)
        or _of_extreme(turn, said, spoken)
        or _beside(turn, said)
        or _to_hear(turn, said, spoken)
        or _crate(turn, said, spoken)
        or _trend_too(turn, last, said)
        or None
    )


def _only(spoken: frozenset[str], *subjects: frozenset[str]) -> bool:
    """Whether every word belongs to a subject or is small."""
    return spoken <= on_screen.SMALL.union(*subjects)


def _trusted(turn: "Turn", last: Exchange, spoken: frozenset[str]) -> Outcome | None:
    """``can i trust that, or is it just correlation``: what the answer rests on and does not say."""
    if (
        not spoken & _TRUST
        or not spoken & (_POINTS | {"just", "only", "or"})
        or not _only(spoken, _TRUST, _BESIDE_TRUST)
    ):
        return None
    if last.task.command == "trends":
        return Outcome(
            reply=Reply(
                title=cut(data_facts.trend_limits(turn.engine, last.task.fields), 600),
                actions=(Action("That answer again", last.request),),
            )
        )
    if last.task.command == "genre":
        return None
    return about_answers.sure(turn, last)


def _right(turn: "Turn", spoken: frozenset[str]) -> Outcome | None:
    """``how often was this right``: how the forecast did when tested."""
    listed = next((one for one in turn.context.current[::-1] if one.task.command == "emerging"), None)
    if (
        listed is None
        or not (spoken & _RIGHT and spoken & _BEFORE)
        or not _only(spoken, _RIGHT, _BEFORE, _BESIDE_RIGHT)
    ):
        return None
    return Outcome(
        reply=Reply(
            title=cut(facts.how_tested(turn.engine, listed), 600),
            text="It is a forecast and no promise.",
            actions=(Action("That list again", listed.request),),
        )
    )


def _helps(turn: "Turn", said: str, spoken: frozenset[str]) -> Outcome | None:
    """``so does danceability help or not``, after what goes with popularity: that trait's part in it."""
    driven = next(
        (
            one
            for one in [one for one in turn.context.current[::-1] if one.request][:2]
            if one.task.command == "drivers"
        ),
        None,
    )
    trait = acts.trait_of(said) if driven is not None else ""
    if driven is None or trait not in TRAIT_NAMES or not spoken & _HELPS:
        return None
    if not {one for one in spoken if acts.trait_of(one) != trait} <= on_screen.SMALL | _HELPS | _BESIDE_HELPS:
        return None
    genre = driven.task.fields.get("genre", "")
    return inquiries.answer(turn, f"does {trait} matter{f' in {genre}' if genre else ''}?")


def _drawn(turn: "Turn", last: Exchange, spoken: frozenset[str]) -> Outcome | None:
    """``show me that as a chart``: the answer with its picture, once more."""
    pictured = ("drivers", "trends", "emerging", "explore", "compare")
    if last.task.command not in pictured or not spoken & _DRAWN or not spoken & _POINTS:
        return None
    return Outcome(read_again(last)) if _only(spoken, _DRAWN, _DRAWING) else None


def _read_out(turn: "Turn", spoken: frozenset[str]) -> Outcome | None:
    """``read me the whole list``: the list as it stands."""
    listed = turn.context.counted
    if (
        listed is None
        or not _only(spoken, _WHOLE, _READING)
        or not spoken & {"list", "thing", "lot", "playlist", "set", "everything"}
    ):
        return None
    verb = spoken & _set("read show give print tell recite repeat see")
    if not spoken & {"read", "recite", "repeat"} and not (verb and spoken & (_WHOLE | {"again", "final", "current"})):
        return None
    count = len(listed.rows)
    return Outcome(read_again(listed), lead=f"The whole list, {count} row{'s' if count != 1 else ''}:")


def _styles(turn: "Turn", spoken: frozenset[str]) -> Outcome | None:
    """``which genres are you pulling from``: what the rows shown are filed under."""
    shown = turn.context.last_list
    if (
        shown is None
        or not shown.tracks
        or not spoken & _STYLES
        or not spoken & _FROM
        or not _only(spoken, _STYLES, _BESIDE_STYLES)
    ):
        return None
    counted = Counter(genre for track in shown.tracks for genre in track.genres)
    told = ", ".join(f"{genre} ({count})" for genre, count in counted.most_common(_MOST_TOLD))
    query = shown.task.query or Query()
    asked = (*query.genres, *query.genres_all)
    where = f"I looked in {' and '.join(asked)}." if asked else "I looked in all genres: no genre was asked for."
    return Outcome(
        reply=Reply(title=cut(f"The {len(shown.tracks)} tracks are filed under {told}.", _LONGEST), text=where),
        focus=turn.context.focus,
    )


def _mixing(turn: "Turn", spoken: frozenset[str]) -> Outcome | None:
    """``do these go together in key``: which rows do, by the Camelot wheel; ``which keys are they in``: each row's."""
    shown = turn.context.counted
    if (
        shown is None
        or len(shown.tracks) < 2
        or not spoken & _MIXED
        or not _only(spoken, _MIXED, _TOGETHER, _BESIDE_MIXED)
    ):
        return None
    if not spoken & _set("these those them they which") or spoken & {"it", "this", "that"}:
        return None
    keyed = [(row, turn.engine.key(row.track).camelot) for row in shown.rows if row.track is not None]
    keys = ", ".join(f"number {row.number} {key or 'unknown'}" for row, key in keyed)
    if not spoken & _TOGETHER:
        if "same" in spoken or not spoken & {"what", "which"}:
            return None
        return Outcome(reply=Reply(title=cut(f"By row: {keys}.", _LONGEST)), focus=turn.context.focus)
    pairs = [
        f"{one.number} with {other.number}"
        for (one, first), (other, second) in combinations(keyed, 2)
        if first and second and second in mixing_next.neighbours(first)
    ]
    title = f"In key go together: {', '.join(pairs)}." if pairs else "No two of these go together in key."
    return Outcome(reply=Reply(title=cut(title, _LONGEST), text=f"Keys: {keys}."), focus=turn.context.focus)


def _lasting(turn: "Turn", said: str, spoken: frozenset[str]) -> Outcome | None:
    """``how long does that last us``: the length of all rows together."""
    shown = turn.context.counted
    if shown is None or len(shown.tracks) < 2 or "how long" not in said:
        return None
    if _ITS_LENGTH.fullmatch(said) and not (turn.focus or turn.context.focus) and shown is turn.context.last:
        return Outcome(reply=Reply(title=data_facts.lasting(shown.tracks)))
    if not spoken & _LASTING:
        return None
    if re.search(r"\blast (?:one|song|track|row|of)\b|\bthe last\b", said) or not _only(
        spoken, _LASTING, _BESIDE_LASTING
    ):
        return None
    return Outcome(reply=Reply(title=data_facts.lasting(shown.tracks)), focus=turn.context.focus)


def _taken_for(turn: "Turn", said: str) -> Outcome | None:
    """``which one would you pick for a short clip``: a row with its reason, and that no figure speaks of the use."""
    match = _FOR_WHAT.search(said)
    if match is None or not re.search(
        r"\b(?:which|what)(?: one| of (?:these|those|them))\b|\bof (?:these|those|them)\b", said
    ):
        return None
    taken = on_screen.taken(turn, said[: match.start()])
    if taken is None or taken.reply is None:
        return None
    text = f'What suits "{match["what"]}" no figure tells, so I go by what was asked for. {taken.reply.text}'
    return Outcome(reply=Reply(title=taken.reply.title, text=text, actions=taken.reply.actions), focus=taken.focus)


def _sounding(turn: "Turn", said: str, spoken: frozenset[str]) -> Outcome | None:
    """``what does number 1 sound like exactly``: the track in words."""
    if (
        not spoken & _SOUNDING
        or "who" in spoken
        or not spoken & _set("does do how describe what's whats")
        or "else" in spoken
    ):
        return None
    if not _only(spoken, _SOUNDING, _BESIDE_SOUNDING):
        return None
    tracks = turn.subjects.tracks_meant(said)
    if not tracks:
        return None
    return Outcome(
        reply=Reply(
            title=cut(f"{tracks[0].title}: {in_words(turn, tracks[0])}.", _LONGEST),
            text="That is what the figures say; nobody here heard it.",
            actions=(
                Action("About it", request_of("track", Token("track", tracks[0].track_id)).text),
                Action("More like it", request_of("recommend", Token("like", tracks[0].track_id)).text),
            ),
        ),
        focus=tracks[:1],
    )


def in_words(turn: "Turn", track: Track) -> str:
    """A track's sound in words."""
    told = [f"{track.values['tempo']:.0f} BPM"] if track.values["tempo"] > 0 else []
    for name, worded in _WORDED.items():
        number = references.value(track, name)
        level = turn.engine.level(name, number) if number == number else ""
        told += [worded[_LEVELS.index(level)]] if level in _LEVELS else []
    sung = facts.sentence(turn.engine, track, "instrumentalness").removeprefix(f"{track.title} ").partition(",")[0]
    told += [sung.removeprefix("is ")] if sung.startswith("is ") else []
    genres = " and ".join(track.genres)
    return ", ".join(told) + (f"; filed under {genres}" if genres else "")


def _of_extreme(turn: "Turn", said: str, spoken: frozenset[str]) -> Outcome | None:
    """``the fastest one, what's its key``: what is asked of the row at that end, of the rows shown."""
    shown, match = turn.context.counted, _EXTREME.search(said)
    asked = list(dict.fromkeys(_ASPECTS[one] for one in words(said) if one in _ASPECTS))
    if shown is None or not shown.tracks or match is None or not asked:
        return None
    rest = frozenset(words(f"{said[: match.start()]} {said[match.end() :]}"))
    if not rest or not _only(rest, frozenset(_ASPECTS), _set("its tell about number row how")):
        return None
    found = references.extreme(match[0], shown.rows)
    if found is None or found[0].track is None:
        return None
    row, track = found[0], found[0].track
    told = " ".join(facts.sentence(turn.engine, track, aspect) for aspect in asked)
    return Outcome(
        reply=Reply(
            title=cut(f"Of the {len(shown.rows)} shown, number {row.number}, {row.title}.", _LONGEST), text=told
        ),
        focus=(track,),
    )


def _in_there(turn: "Turn", said: str) -> Outcome | None:
    """``any abba in there?``: whether rows shown are by somebody, of a genre or within a limit, and which."""
    match, shown = _IN_THERE.fullmatch(said), turn.context.counted
    if match is None or shown is None or not shown.tracks:
        return None
    what = match["what"].strip()
    if re.match(r"(?:who|what|which|how|when|where)\b", what):
        return None
    artist = artist_named(turn.engine, what) if not _only(frozenset(words(what))) else ""
    if artist:
        rows = [row for row in shown.rows if row.track is not None and artist in row.track.artists]
        count = len(turn.engine.names.artist_recordings(artist))
        more = Action(f"Songs by {artist}", request_of("recommend", Token("artist", artist, quoted=True)).text)
        held = (
            f"The catalogue has {count:,} recordings of theirs." if count != 1 else "The catalogue has one of theirs."
        )
        return _found(shown, rows, f"by {artist}", held, more)
    query = hear(turn.engine, what).query
    limits = {name: limit for name, limit in query.constraints.items() if name in (*TRAIT_NAMES, "popularity")}
    if limits and not (query.scene or query.moods or query.named or query.genres):
        asked = Query(limits)
        rows = [row for row in shown.rows if row.track is not None and _within(turn, asked, row.track)]
        return _found(shown, rows, what, "", None)
    return None


def _within(turn: "Turn", query: Query, track: Track) -> bool:
    """Whether a track keeps the limits of a query, whose numbers are exact."""
    for name, limit in query.constraints.items():
        number = references.value(track, name)
        low, high = limit.low, limit.high
        if isinstance(low, str) or isinstance(high, str) or number != number:
            return False
        if (low is not None and number < low) or (high is not None and number > high):
            return False
    return True


def _found(shown: Exchange, rows: list[Shown], what: str, text: str, more: Action | None) -> Outcome:
    many = len(shown.rows)
    if not rows:
        return Outcome(
            reply=Reply(title=f"No, none of the {many} is {what}.", text=text, actions=(more,) if more else ())
        )
    told = ", ".join(f"number {row.number} ({row.title})" for row in rows)
    tracks = tuple(row.track for row in rows if row.track is not None)
    return Outcome(reply=Reply(title=cut(f"Yes: {told}.", _LONGEST), text=text), focus=tracks[:1])


def _alike(turn: "Turn", said: str) -> Outcome | None:
    """``anyone there like Zach Bryan?``: the row of those shown that is most like somebody."""
    match, shown = _ALIKE_THERE.fullmatch(said), turn.context.counted
    if match is None or shown is None or not _THERE.search(said):
        return None
    artist = artist_named(turn.engine, match["what"])
    if not artist:
        return None
    rows = [
        row for row in shown.rows if row.artist != artist and (row.track is None or artist not in row.track.artists)
    ]
    tracks = {row.number: track for row in rows if (track := _one_of(turn, row)) is not None}
    try:
        fits = turn.engine.match(Query(like_artists=(artist,)), [track.track_id for track in tracks.values()])
    except UserError:
        return None
    ranked = sorted(zip(map(float, fits), tracks, strict=True), reverse=True)
    ranked = [(fit, number) for fit, number in ranked if fit == fit and fit > 0]
    if not ranked:
        return Outcome(reply=Reply(title=f"None of these is like {artist}."))
    best = {row.number: row for row in rows}[ranked[0][1]]
    others = ", ".join(f"number {number} {fit:.0f}" for fit, number in ranked[1:4])
    by_one = " An artist is compared by one track." if best.artist else ""
    return Outcome(
        reply=Reply(
            title=cut(
                f"Closest to {artist} is number {best.number}, {best.title}: {ranked[0][0]:.0f} of 100.", _LONGEST
            ),
            text=f"{f'Then {others}.' if others else ''}{by_one}".strip(),
        ),
        focus=(tracks[best.number],),
    )


def _one_of(turn: "Turn", row: Shown) -> Track | None:
    if row.track is not None:
        return row.track
    theirs = turn.subjects.recordings(row.artist) if row.artist else []
    return next((one for one in theirs if one.artists[0] == row.artist), next(iter(theirs), None))


def _promising(turn: "Turn", said: str) -> Outcome | None:
    """``the least popular but most promising``: of what is rising, the least known in the upper half of the list."""
    shown = turn.context.counted
    if shown is None or shown.task.command != "emerging" or not (_LEAST.search(said) and _PROMISING.search(said)):
        return None
    upper = [
        (track.popularity or 0, row)
        for row in shown.rows[: max(1, (len(shown.rows) + 1) // 2)]
        if (track := _best_known(turn, row))
    ]
    if not upper:
        return None
    popularity, row = min(upper, key=lambda one: (one[0], one[1].number))
    first = shown.rows[0]
    track = _one_of(turn, row)
    text = "The list stands in the order of what each is expected to gain" + (
        f"; number 1, {first.title}, is ahead of it." if row is not first else ", and it stands first."
    )
    return Outcome(
        reply=Reply(
            title=cut(
                f"Number {row.number}, {row.title}: the least known in the upper half of the list, popularity {popularity}.",
                _LONGEST,
            ),
            text=text,
        ),
        focus=(track,) if track is not None else (),
    )


def _best_known(turn: "Turn", row: Shown) -> Track | None:
    """The track that tells how known a row is: its own, of an artist the best known."""
    if row.track is not None:
        return row.track
    return max(turn.subjects.recordings(row.artist, 50), key=lambda one: one.popularity or 0, default=None)


def _trend_too(turn: "Turn", last: Exchange, said: str) -> Outcome | None:
    """``and longer?``, after how a trait changed over the years: the same question of another trait."""
    if (
        last.task.command != "trends"
        or last.task.fields.get("what") == "popularity"
        or turn.context.exchanges[-1] is not last
    ):
        return None
    match = _OTHER_TRAIT.fullmatch(said)
    than = comparison(match["what"]) if match is not None else None
    if than is None or not (said.endswith("?") or re.match(r"(?:and|or|also|what about|how about)\b", said)):
        return None
    trait = next(iter(than.moves))
    fields = [Token(name, value, quoted=" " in value) for name, value in last.task.fields.items() if name != "feature"]
    return Outcome(read_request(request_of("trends", Token("feature", trait), *fields).text))


def _beside(turn: "Turn", said: str) -> Outcome | None:
    """``how popular is number 4 compared to TITLE``: both, and nothing else; "both" means the two after it."""
    match = _BESIDE.fullmatch(said)
    trait = acts.trait_of(match["how"]) or ("popularity" if match["how"] in ("big", "famous") else "") if match else ""
    if match is None or not trait:
        return None
    both = [turn.subjects.resolve(match[name], ("artist", "track", "genre")) for name in ("a", "b")]
    rows = [references.rows_of(match[name], turn.context) for name in ("a", "b")]
    tracks = [
        row.tracks[0] if row is not None and row.tracks else found.track if found is not None else None
        for row, found in zip(rows, both, strict=True)
    ]
    first, second = tracks
    if first is not None and second is not None:
        told = "; ".join(f"{track.title}: {facts.short(turn.engine, track, trait)}" for track in (first, second))
        compared = request_of("compare", Token("a", first.track_id), Token("b", second.track_id)).text
        return Outcome(
            reply=Reply(title=cut(f"{told}.", _LONGEST), actions=(Action("All of the two side by side", compared),)),
            focus=(first, second),
        )
    names = [found.artist or found.genre for found in both if found is not None and found.track is None]
    if len(names) != len(both) or names[0] == names[1]:
        return None
    fields = [Token(key, name, quoted=True) for key, name in zip("ab", names, strict=True)]
    return Outcome(request_of("compare", *fields))


def _to_hear(turn: "Turn", said: str, spoken: frozenset[str]) -> Outcome | None:
    """``can I hear it?``: that there is no sound here, and the link."""
    if not spoken & _HEARING or not spoken & (_POINTS | {"number"}) or not _only(spoken, _HEARING, _BESIDE_HEARING):
        return None
    tracks = turn.subjects.tracks_meant(said) or (turn.context.last_list.tracks if turn.context.last_list else ())
    linked = [track for track in tracks if track.url][:_MOST_TOLD]
    if not tracks:
        return None
    return Outcome(
        reply=Reply(
            title="There is no sound in here, only links to it."
            if linked
            else "There is no sound in here, and no link.",
            text="\n".join(f"{track.title}: {track.url}" for track in linked),
        ),
        focus=tuple(linked[:1]) if len(linked) == 1 else (),
    )


def _crate(turn: "Turn", said: str, spoken: frozenset[str]) -> Outcome | None:
    """``what's on volt now?``: the crate that was made or filled in this conversation."""
    if not spoken & _set("what's whats what show open see"):
        return None
    for exchange in reversed(turn.context.exchanges):
        name = exchange.task.fields.get("name", "").strip('"') if exchange.task.command == "crate" else ""
        named = frozenset(words(name))
        if named and re.search(rf"(?<!\w){re.escape(fold(name))}(?!\w)", said) and spoken <= named | _OPENED:
            return Outcome(request_of("crate", "show", Token("name", name, quoted=True)))
    return None

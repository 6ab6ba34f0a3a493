"""What an answer rests on: how many recordings, of which day, why a row stands there, and what nobody here hears.

``how many songs is that based on``, ``is it really right now?``, ``what makes you think the top one would travel``,
``is that really no piano? how can you tell``. Each is answered about the answer on screen.
"""

import re
from typing import TYPE_CHECKING, Final

from bot.dialogue import acts, facts, inquiries, joining, reasons, references
from bot.dialogue.context import Exchange, Shown
from bot.dialogue.inquiries import figures
from bot.dialogue.inquiries.said import genre_of, genre_talked_of
from bot.dialogue.lexicon import fold
from bot.dialogue.outcome import Outcome, request_of
from bot.reply import Action, Reply, cut
from engine import EmergingArtist, Query, Token, Track, UserError

if TYPE_CHECKING:
    from bot.dialogue.manager import Turn

SPEAKS: Final = "What speaks for number"
"""How the answer begins that tells the evidence of a row: "how sure are you" after it is about the list."""
BASED: Final = "That rests on"
DATED: Final = "The figures are as of"
BY_YEAR: Final = "By year of release, up to"
_OPENING: Final = r"(?:(?:and|so|but|ok|okay|hm+|wait|well|really|sorry|hang on|just curious)[, .!?]+)*"
_IT: Final = r"(?:(?:that|this|the|your|these|those) (?:answer|result|number|figure|list|ranking|chart|trend|comparison|forecast|data|info)s?|that|this|it|these|those|they)"
_END: Final = r"(?:[, ]+(?:though|tho|then|exactly|actually|again|in total|all together))*[ ?!.]*"
_THINGS: Final = r"(?:songs?|tracks?|recordings?|tunes?|titles|artists?|data ?points?|records|entries|rows)"
_BASED: Final = re.compile(
    rf"{_OPENING}(?:how (?:many|much)(?: {_THINGS}| data| of them)?(?: (?:is|are|was|were|did|do|does|went|go))?(?: (?:{_IT}|you|there|the (?:average|median)s?))?(?: (?:all|even|really))?(?: (?:look(?:ed)? at|based|built|come|came|count(?:ed)?|measured?|use[d]?|go(?:ing)?|taken|tested|behind|in|into|calculated|worked out|drawn|rests?))+(?: (?:on|from|for|in|into|with|over|out of|there|{_IT}))*"
    rf"|(?:(?:based|going|measured|counted|judging) )?(?:on|by|over|from) how (?:many|much)(?: {_THINGS}| data)?|how (?:big|large|small) (?:is|was) (?:the|your|that) (?:sample|data ?set|base)(?: (?:for|behind|of) {_IT})?|(?:what(?:['’]?s| is|s) )?(?:the |your )?sample(?: size)?"
    rf"|how (?:many|much)(?: {_THINGS}| data)? (?:is|are) (?:behind|in) {_IT}|what(?: is| are| was|['’]?s|s) {_IT} (?:all )?based on)(?: {_IT})?{_END}"
)
# "By how much" asks for a difference.
_GAP: Final = re.compile(rf"{_OPENING}by how (?:much|many){_END}")
_NOW: Final = re.compile(
    rf"{_OPENING}(?:(?:is|are|was) {_IT}(?: (?:really|actually|still|all|even))*(?: (?:from|of|about|for|as of))? (?:right now|now|today|current|up[- ]to[- ]date|recent|live|fresh|this (?:year|month|week)|today['’]?s|at the moment|real[- ]?time|the latest|new|old|outdated|out of date|stale|nowadays|these days|valid|true)(?: (?:figures|numbers|data|today|now|still|any ?more))*"
    rf"|how (?:old|recent|current|fresh|new|up[- ]to[- ]date) (?:is|are) (?:{_IT}|(?:the|these|those|your) (?:numbers|figures|data))|(?:as of|from|since|of) when(?: (?:is|are) {_IT})?|when (?:is|was|are|were) {_IT} (?:from|taken|measured|collected|counted)|(?:what|which) (?:date|day|month) (?:is|are) {_IT}(?: (?:from|of|as of))?|(?:from|as of|since) when (?:is|are) (?:this|that|these|those|the|your) (?:data|figures|numbers)){_END}"
)
_TODAY: Final = re.compile(
    r"\b(?:now|today|current|up[- ]to[- ]date|nowadays|these days|this (?:year|month|week)|live|latest|moment|figures|numbers|data|valid)\b"
)
_CHANCE: Final = re.compile(r"\b(?:chances?|odds|potential|prospects|score|likely)\b")
_THINKS: Final = re.compile(
    rf"{_OPENING}(?:what makes (?:you|u|it) (?:think|say|believe|so sure)(?: that)?|do (?:you|u) (?:really |honestly |actually )*(?:think|believe|reckon|expect)(?: that)?|why (?:do|would|did) (?:you|u) (?:think|say|believe|reckon|expect)(?: that)?|how (?:do|can|would) (?:you|u) (?:know|tell|say)(?: that)?|(?:are|r) (?:you|u) sure(?: that)?)\s+"
    rf"(?P<row>.+?)(?:['’](?:ll|d)| (?:would|will|could|can|might|should|is|are|has|have|deserves?|belongs?|fits?|works?))(?: (?P<what>.+?))?{_END}"
)
_FILED: Final = re.compile(
    rf"{_OPENING}(?:is|are|was|were) (?:{_IT}|there|(?:the|all of) (?:them|these|those))(?: (?:really|actually|truly|honestly|definitely|all|for sure|100 ?%))+(?P<no> (?:no|not|without|free of|zero|not any|never any))?(?: (?:any|an?|the))? (?P<what>[\w&' -]{{2,30}}?)(?: (?:in (?:there|it|them|these|any of (?:them|these))|at all|though|free))*"
    rf"(?P<how>[ ?!.,]+(?:and |so )?how (?:can|do|could|would) (?:you|u) (?:even )?(?:tell|know|hear|say)(?: that| it)?)?{_END}"
)
_HOW_TELL: Final = re.compile(
    rf"{_OPENING}how (?:can|do|could|would|did) (?:you|u) (?:even |actually |really )?(?:tell|know|hear|say|check|be sure)(?: (?:that|it|this|so|for sure))?(?: (?:there(?:['’]?s| is) no|(?:it|they)(?:['’]?s|['’]?re| is| are) (?:not|no|without|really|all)|(?:that|it) has no) (?P<what>[\w&' -]{{2,30}}?))?{_END}"
)
_MORE_OR_LESS: Final = re.compile(
    rf"{_OPENING}(?:(?:is|does|should|do|would|means?|that means) (?:it|that|they|we|i)? ?)?(?:(?P<more>more|higher|less|lower|a lot of|much)(?: (?P<trait>[\w-]+))?(?: or (?:less|more|lower|higher|not|no|fewer)| better| good| or what)|(?P<word>[\w-]+) or (?P<other>[\w-]+))(?: (?:then|works?|is better|better|that|which|what|helps?|wins?|sells?|matters?))*{_END}|(?:so |then |and )*(?P<songs>[\w-]+er|more [\w-]+|less [\w-]+) (?:songs?|tracks?|music|ones|tunes)(?: (?:sell|do|work|are|is|fare)(?: (?:better|best|more popular))*)?(?: then)?{_END}"
)
_COMMON: Final = re.compile(
    rf"{_OPENING}(?:what|which (?:things?|traits?|features?)) (?:do|does|have|is)(?: all)?(?: the)? (?:(?:most )?popular|big(?:gest)?|hit|successful|top|best[- ]known|well[- ]known|famous|best)(?: (?:ones|songs|tracks|hits|tunes|stuff|music|artists|records))?(?: (?:all|usually))? (?:have )?(?:got )?(?:in common|share)(?: (?:in|for|within|of|from) (?P<genre>.+?))?{_END}"
)
_LISTS: Final = frozenset({"recommend", "similar", "blend", "playlist", "save", "why", "path"})
_LONGEST: Final = 250


def read(turn: "Turn", text: str) -> Outcome | None:
    """The answer to a question about what the last answer rests on; None if the text asks something else."""
    last = turn.context.last
    if len(text) > acts.LONGEST:
        return None
    said = fold(text).strip(" ¿¡")
    if (match := _COMMON.fullmatch(said)) is not None:
        return _in_common(turn, match["genre"] or "")
    if turn.fresh or last is None or not last.ok:
        return None
    if _BASED.fullmatch(said) and not _GAP.fullmatch(said):
        return _based(turn, last)
    # "Is it old?" about a track asks for its year.
    if _NOW.fullmatch(said) and not (last.task.command in (*_LISTS, "track") and not _TODAY.search(said)):
        return _of_when(turn, last)
    counted = turn.context.counted
    if counted is not None and counted.task.command == "emerging" and _CHANCE.search(said):
        found = references.rows_of(said, turn.context)
        if found is not None and found.kind == "row":
            return of_row(turn, counted, found.rows[0])
    if last.task.command == "drivers" and (match := _MORE_OR_LESS.fullmatch(said)) is not None:
        return _effect(turn, last, match)
    if (match := _THINKS.fullmatch(said)) is not None and not acts.trait_of(match["what"] or ""):
        return _thought(turn, match["row"], match["what"] or "")
    if last.task.command in _LISTS and (match := _FILED.fullmatch(said) or _HOW_TELL.fullmatch(said)) is not None:
        return _filed(turn, last, match.groupdict())
    return None


def of_row(turn: "Turn", listed: Exchange, row: Shown) -> Outcome | None:
    """What speaks for a row of what is rising, and how often the forecast was right."""
    engine = turn.engine
    if row.track is not None and not row.artist:
        score = [Token("score", value) for name, value in listed.task.fields.items() if name == "score"]
        return Outcome(request_of("emerging", Token("track", row.track.track_id), *score), lead=facts.tested(engine))
    told_of: tuple[str, ...] = ()
    gain: float | None = None
    try:
        found = engine.emerging("artists", genre=listed.task.fields.get("genre") or None, k=25)
        entry = next((one for one in found.entries if isinstance(one, EmergingArtist) and one.name == row.artist), None)
        told_of, gain = (entry.reasons, entry.score) if entry is not None else ((), None)
    except UserError:
        pass
    expected = (
        f" It is expected to gain {gain:+.1f} points on the usual change of its genre." if gain is not None else ""
    )
    told = "; ".join(told_of) or "its place comes from its sound and early popularity"
    own = engine.rising.tested(engine.rising.default_score, "artists")
    return Outcome(
        reply=Reply(
            title=cut(f"{SPEAKS} {row.number}, {row.title}: {told}.", _LONGEST),
            text=f"{expected.strip()} It is a forecast and no promise. {own}".strip(),
            actions=(Action("That list again", listed.request),),
        ),
        focus=_one_of(turn, row),
    )


def _one_of(turn: "Turn", row: Shown) -> tuple[Track, ...]:
    """The track that "it" means of a row; of an artist one that they lead."""
    if row.track is not None:
        return (row.track,)
    theirs = turn.subjects.recordings(row.artist) if row.artist else []
    return tuple([one for one in theirs if one.artists[0] == row.artist][:1])


def _based(turn: "Turn", last: Exchange) -> Outcome | None:
    """How many recordings an answer was made from."""
    engine, fields, command = turn.engine, last.task.fields, last.task.command
    genre = fields.get("genre", "")
    what = ""
    if command == "trends" and (name := fields.get("feature") or "energy"):
        what = engine.trend(name, genre or None).caveats[0].rstrip(".")
    elif command == "emerging":
        what = engine.rising.tested(
            engine.rising.default_score, "artists" if fields.get("kind") == "artists" else "tracks"
        )
        return Outcome(
            reply=Reply(title=f"{BASED} a forecast. {what}", actions=(Action("That list again", last.request),))
        )
    elif command == "drivers" and genre:
        found = engine.drivers(genre)
        what = f"{found.recordings:,} recordings of {genre} by {found.artists:,} artists"
    elif command == "compare":
        names = [fields[key].strip('"') for key in "abc" if key in fields]
        known = [(name, count) for name in names if (count := _count(turn, name))]
        what = " and ".join(f"{count:,} recordings of {name}" for name, count in known)
    elif command in _LISTS and last.task.query is not None:
        what = f"{engine.within(turn.kept_out(last.task.query)):,} recordings within what you asked, of {len(engine.catalogue):,}"
    if not what:
        count = len(figures.members(engine, genre)) if genre else len(engine.catalogue)
        what = f"{count:,} recordings{f' filed under {genre}' if genre else ', the whole catalogue'}"
    return Outcome(
        reply=Reply(title=f"{BASED} {what}.", text=_day(turn), actions=(Action("That answer again", last.request),))
    )


def _count(turn: "Turn", name: str) -> int:
    if name in turn.engine.catalogue.genres:
        return len(turn.engine.catalogue.genre_members(name))
    return len(turn.engine.names.artist_recordings(name))


def _day(turn: "Turn") -> str:
    day = turn.engine.popularity_as_of
    return f"Popularity is Spotify's index from 0 to 100, {day}; it is no count of streams." if day else ""


def _of_when(turn: "Turn", last: Exchange) -> Outcome | None:
    """As of which day the figures are."""
    day = turn.engine.popularity_as_of
    if not day:
        return None
    told = facts.collected(turn.engine)
    until = (
        f" What is called rising is a forecast to {turn.engine.rising.until}."
        if last.task.command == "emerging" and turn.engine.has_rising and turn.engine.rising.until
        else ""
    )
    title = f"The figures are {day}, and not of today."
    if last.task.command == "trends" and last.task.fields.get("what") != "popularity":
        found = turn.engine.trend(last.task.fields.get("feature") or "energy", last.task.fields.get("genre") or None)
        title = f"{BY_YEAR} {found.periods[-1].label}: {found.caveats[0]}"
    return Outcome(
        reply=Reply(
            title=title,
            text=f"{told}{until}",
            actions=(Action("That answer again", last.request), Action("What the data is", "/about")),
        )
    )  # fmt: skip


def _in_common(turn: "Turn", where: str) -> Outcome | None:
    """``what do the popular ones have in common in hip hop``: what goes with popularity there."""
    genre = genre_of(turn, where) if where else genre_talked_of(turn)
    if genre is None:
        return None
    return Outcome(request_of("drivers", *([Token("genre", genre)] if genre else [])), notes=tuple(turn.notes))


def _effect(turn: "Turn", last: Exchange, match: re.Match[str]) -> Outcome | None:
    """``so more energy or less?``, after what goes with popularity: that trait's effect there."""
    trait = next(
        filter(None, (acts.trait_of(match[name]) for name in ("trait", "word", "other", "songs") if match[name])), ""
    )
    genre = last.task.fields.get("genre", "")
    if not trait:
        return None
    return inquiries.answer(turn, f"does {trait} matter{f' in {genre}' if genre else ''}?")


def _thought(turn: "Turn", said: str, what: str) -> Outcome | None:
    """``what makes you think the top one would travel``: what speaks for the row, and that no figure says that of it."""
    shown = turn.context.counted
    found = references.rows_of(said, turn.context)
    if shown is None:
        return None
    rows = found.rows if found is not None and found.kind == "row" else ()
    if not rows and re.fullmatch(
        r"(?:he|she|they|it|that|this|(?:that|this|the) (?:one|song|track|artist|band))", said
    ):
        focus = turn.focus or turn.context.focus
        rows = tuple(row for row in shown.rows if row.track is not None and row.track in focus) or shown.rows[:1]
    if not rows:
        return None
    row = rows[0]
    if shown.task.command == "emerging":
        return of_row(turn, shown, row)
    if row.track is None:
        return None
    untold = f'That it would "{what}" no figure says. ' if what else ""
    return Outcome(
        reply=Reply(
            title=cut(reasons.of_row(turn, shown, row), _LONGEST),
            text=f"{untold}I go by figures, genres and titles, and hear nothing.",
        ),
        focus=(row.track,),
    )


def _filed(turn: "Turn", last: Exchange, said: dict[str, str | None]) -> Outcome | None:
    """``is that really no piano? how can you tell``: what the list goes by, and that nobody heard it."""
    query = last.task.query or Query()
    what = (said.get("what") or "").strip()
    genres = {*query.genres, *query.genres_all, *query.not_genres}
    named = genre_of(turn, what) if what else ""
    if what and not (named or acts.trait_of(what)):
        return None
    told: list[str] = []
    for genre in [named] if named else [] if what else sorted(genres):
        out = genre in query.not_genres or said.get("no")
        told.append(
            f'"no {genre}" leaves out what is filed under {genre}; it may still be heard in what is left'
            if out
            else f"{genre} means filed under {genre}"
        )
    if not told and acts.trait_of(what or ""):
        told.append(f"{acts.trait_of(what or '')} is Spotify's own estimate from the sound, which may be wrong")
    if not told and query.constraints:
        told.append(f"{' and '.join(query.constraints)} are Spotify's own estimates from the sound, which may be wrong")
    if not told:
        told.append("I go by genres as filed, titles and Spotify's figures of the sound")
    title = "I can't hear it. " + "; ".join(told)[:1].upper() + "; ".join(told)[1:] + "."
    actions = (
        (
            Action(
                "Surely instrumental",
                turn.list_of(last.task, joining.joined(turn, query, turn.engine.parse("instrumentalness:>0.8"))).text,
            ),
        )
        if query.not_genres
        else ()
    )
    return Outcome(
        reply=Reply(title=cut(title, 300), text="Listen before you use it: each title is a link.", actions=actions)
    )

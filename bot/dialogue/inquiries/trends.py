"""Questions about change over the years: which genres changed most, the trend of a genre or two, since a year."""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from bot.dialogue import acts, references
from bot.dialogue.comparisons import comparison
from bot.dialogue.inquiries.said import Said, genre_of, listed
from bot.dialogue.outcome import Outcome, request_of
from bot.dialogue.pattern_table import Pattern
from bot.reply import Action, Reply
from bot.trend_rows import change_row, period_row
from engine import TRAIT_NAMES, YEARLY_FEATURES, UserError, trait
from engine.tokens import Token
from engine.trends.years import FeatureTrend, pooled

if TYPE_CHECKING:
    from bot.dialogue.manager import Turn

_SHOWN: Final = 8
_TRAITS: Final = frozenset(TRAIT_NAMES[:-1])
_MOST_GENRES: Final = 4
_CHANGED: Final = r"(?:got(?:ten)?|become|became|becoming|getting|grown|turned|went|gone|been getting|been becoming|moved|changed|shifted|evolved)"
# "which genres have gotten sadder over the years", "what genre changed most in tempo"
_GENRES_CHANGED: Final = Pattern(
    rf"(?:(?:show me|list|tell me|rank) )?(?:which|what|the) (?:genres?|styles?)(?: (?:that|which))?(?: (?:have|has|had|are|is|did))? {_CHANGED} (?P<what>[\w' -]+)"
)
_LEAD: Final = r"(?:(?:now|also|please|can you|could you|and|plot|show|draw|chart|give|do|see|let's see|what about|how about|the same|same|again|me|us|that|this|it|one|trend|curve|line) )*"
_NARROWED: Final = Pattern(
    rf"{_LEAD}(?:just |only )?(?:for|in|of|with|within) (?P<names>[\w&'/, -]+?)(?: (?:only|alone|instead|too|as well|music))*"
)
_SINCE: Final = Pattern(
    rf"{_LEAD}(?:just |only )?(?:(?:from|since|after|starting(?: (?:in|from))?|for|in|the) )*(?P<first>(?:19|20)\d\d)s?(?: (?:onwards?|on|and (?:later|after|up)|until now|till now|up|to today|to now))?"
    r"(?:(?: ?(?:to|until|till|through|-|–) ?)(?P<last>(?:19|20)\d\d))?(?: only)?"
)
_THEY: Final = Pattern(
    rf"(?:are|is|have|has|did|do) (?:they|those|these|both|either(?: of (?:them|the two))?|one of them|it|that genre)(?: (?:both|all|also))? {_CHANGED} (?P<what>[\w' -]+?)(?: (?:over (?:the )?(?:years|time|decades)|with time))?"
)  # fmt: skip

# "is it just because of which genres you have"
_GENRES: Final = r"(?:(?:which|what|the|your|how many|more|of|those|these|different) )*(?:genres?|mix(?:ture)?(?: of (?:genres|styles|music|songs|tracks))?|(?:choice|selection|sample|share|composition|set)(?: of (?:genres|songs|tracks|styles|music))?|styles|songs|tracks|sampling|selection bias|genre (?:mix|shares?|choice))"
_HAVE: Final = r"(?: (?:you|we|there|they|that|which|in|of|the|it|your|this|data|table|catalogue|each|every|year|years|over|time|have|has|had|got|are|is|were|was|be|been|picked|chose|chosen|included|include|sampled|changed|changes|changing|got|collected|here|instead|and not|alone))*"
_BY_MIX: Final = Pattern(
    rf"(?:(?:is|was) (?:it|that|this)(?: (?:really|actually))? (?:real|true|genuine|an actual change|a real (?:trend|change|thing)) or (?:is (?:it|that) )?(?:just|only) (?:(?:because of|due to|down to) )?{_GENRES}{_HAVE}"
    rf"|(?:(?:is|isn't|is not|could|couldn't|might|may|can|would|wouldn't)(?: not)? (?:that|this|it)|that's|it's|that is|it is|that could|it could|maybe it's|maybe that's)(?: not)?(?: (?:be|just|only|all|simply|really|merely|mostly|partly|not))* (?:(?:because(?: of)?(?: (?:you|we|they|there) (?:have|has|had|are|is|were|got))?|due to|down to|caused by|from|a matter of|about|an? (?:effect|artefact|artifact|result|consequence) of|explained by|a question of|driven by) )?{_GENRES}{_HAVE}"
    rf"|(?:does|do|would|is|will) (?:that|this|it|the trend|the same)(?: (?:also|still|really))* (?:hold|true|the same|so|happen|show|remain|stay|go|apply|the case)(?: (?:up|true|for|in|within|inside|by|if|when|of|each|every|all|single|most|individual|the|you|we|genres?|one by one|alone|too|as well|control|controlled|correct|fix|keep|account|mix|same|constant|genre by genre))* ?(?:genres?|mix)(?: (?:mix|constant|fixed|the same|alone|too|as well|by itself|by genre|separately))*)"
)
_TOOK_OFF: Final = Pattern(
    r"(?:in (?:which|what) year |around when |when )(?:did|do|does|was|were|has|have|is)(?: the)? (?P<what>.+?)(?: (?:music|songs?|tracks?|stuff|things?|lyrics|content|tunes))? (?:really |first |start(?:ed)? to |begin to )*(?:take|took|taken|taking|become|became|get|getting|got|gotten|start(?:ed)?|catch|blow|go|going|rise|rising|rose|begin|began|pick|peak(?:ed)?|explode|grow|come|turn|increase|appear|drop|fall|decline|decrease|shift)(?:ing)?(?: (?P<how>.+?))?"
)
_EXPLICIT: Final = Pattern(
    r".*\b(?:explicit\w*|swear\w*|curs(?:e|es|ing)|profan\w*|parental advisory|dirty (?:words|lyrics)|bad language)\b.*"
)
_OVER_YEARS: Final = Pattern(
    r".*\b(?:when|years?|time|decades?|(?:now|today|nowadays|these days) than|than (?:before|it used|they used|in the|\d)|used to|since|trends?|historically|(?:become|became|becoming|gotten|getting|got|get|grown) (?:more|less)|19\d\d|20\d\d|\d0s)\b.*"
)
_NOT_YEARS: Final = Pattern(r".*\b(?:popular\w*|last time|this time|song|list|these|those|them)\b.*")
_MOSTLY: Final = 0.5


def genres_changed(turn: "Turn", asked: Said) -> Outcome | None:
    """``which genres have gotten sadder over the years``: those whose means moved that way, beyond chance."""
    match = _GENRES_CHANGED.fullmatch(asked.text)
    moved = _moved(match["what"]) if match is not None else None
    if moved is None:
        return None
    name, way = moved
    if name not in _TRAITS:
        return None
    trends = [_trend(turn, name, genre) for genre in sorted(turn.engine.years.genres)]
    known = [one for one in trends if one is not None and len(one.periods) > 1]
    sure = [one for one in known if one.change[1] > 0 or one.change[2] < 0]
    fitting = [one for one in sure if not way or (one.change[0] > 0) == (way > 0)]
    fitting.sort(key=lambda one: -abs(one.change[0]))
    how = ("rose" if way > 0 else "fell") if way else "changed"
    if not fitting:
        title = f"The mean {name} {how} beyond chance in none of {len(known)} genres with known years."
        return Outcome(reply=Reply(title=title))
    names = [one.genre or "" for one in fitting]
    first = fitting[0]
    then, now = first.then_and_now
    show = trait(name).format
    return Outcome(
        reply=Reply(
            title=f"The mean {name} {how} most in {names[0]}: {show(then.mean)} in {then.label}, {show(now.mean)} in {now.label}",
            text=f"It {how} beyond chance in {len(fitting)} of {len(known)} genres with known years: {listed(names, _SHOWN)}. "
            "Each is judged by itself at 95 %, so that of many a few may be chance.",
            rows=tuple(change_row(one) for one in fitting[:_SHOWN]),
            feedback=first.caveats[1:3],
            actions=tuple(
                Action(f"{genre.capitalize()} by year", _request(name, genre)) for genre in names[:_MOST_GENRES]
            ),
        )
    )


def narrowed(turn: "Turn", asked: Said) -> Outcome | None:
    """``plot that for hip hop and metal``, ``and in rock?``, after a trend: the same of one genre, or of several."""
    fields = _last_trend(turn)
    match = _NARROWED.fullmatch(asked.text) if fields is not None else None
    if fields is None or match is None:
        return None
    parts = [part for part in re.split(r"\s*(?:,|\band\b|\bvs\.?|\bor\b|/|&)\s*", match["names"]) if part]
    genres = [genre_of(turn, part) for part in parts[:_MOST_GENRES]]
    named = [genre for genre in genres if genre]
    if not named or len(named) < len(genres):
        return None
    return _of_genres(turn, fields.get("feature", "energy"), named)


def they_changed(turn: "Turn", asked: Said) -> Outcome | None:
    """``are they getting shorter``, after genres were talked of: the trend of each."""
    last = turn.context.last
    match = _THEY.fullmatch(asked.text)
    moved = _moved(match["what"]) if match is not None else None
    if moved is None or last is None or turn.fresh or moved[0] not in _TRAITS:
        return None
    if last.task.command not in ("compare", "explore", "genres", "drivers", "trends"):
        return None
    known = turn.engine.catalogue.genres
    compared = [last.task.fields.get(key, "") for key in ("a", "b", "name", "genre")]
    genres = [name for name in compared if name in known] or list(references.focus_genres(turn.context, known))
    return _of_genres(turn, moved[0], genres[:_MOST_GENRES]) if genres else None


def since(turn: "Turn", asked: Said) -> Outcome | None:
    """``what about 2010 onwards only``, after a trend: its change between those years."""
    fields = _last_trend(turn)
    match = _SINCE.fullmatch(asked.text) if fields is not None else None
    if fields is None or match is None:
        return None
    name, genre = fields.get("feature", "energy"), fields.get("genre")
    found = turn.engine.trend(name, genre)
    first, last = int(match["first"]), int(match["last"] or 9999)
    kept = tuple(period for period in found.periods if period.first >= first and period.last <= last)
    where = f" in {genre}" if genre else ""
    whole = Action("All years", _request(name, genre or ""))
    if len(kept) < 2:
        title = f"Of {name}{where} too few years are known between {first} and {min(last, found.periods[-1].last)} to tell a change."
        return Outcome(reply=Reply(title=title, actions=(whole,)))
    start, end = pooled(kept[: max(1, len(kept) // 3)]), pooled(kept[-max(1, len(kept) // 3) :])
    apart = end.low > start.high or end.high < start.low
    show = trait(name).format
    moved = ("rose" if end.mean > start.mean else "fell") if apart else "hardly changed"
    return Outcome(
        reply=Reply(
            title=f"{name.capitalize()}{where} {moved}, from {show(start.mean)} in {start.label} to {show(end.mean)} in {end.label}",
            text="" if apart else "The 95 % intervals of the two ends overlap, so this may be chance.",
            rows=tuple(period_row(name, period) for period in kept[:: -(-len(kept) // _SHOWN)]),
            numbered=False,
            feedback=found.caveats[:2],
            actions=(whole,),
        )
    )


def by_mix(turn: "Turn", asked: Said) -> Outcome | None:
    """``is it just because of which genres you have``, after a trend: whether the genres changed the same way by themselves."""
    fields = _last_trend(turn)
    if fields is None or not _BY_MIX.fullmatch(asked.text):
        return None
    name, genre = fields.get("feature") or "energy", fields.get("genre")
    found = turn.engine.trend(name, genre)
    again = Action("The trend again", _request(name, genre or ""))
    if genre:
        title = f"No: that is {genre} by itself, so the mix of genres plays no part in it."
        return Outcome(reply=Reply(title=title, text=" ".join(found.caveats[1:3]), actions=(again,)))
    change, low, high = found.change
    trends = [_trend(turn, name, one) for one in sorted(turn.engine.years.genres)]
    known = [one for one in trends if one is not None and len(one.periods) > 1]
    rose, fell = ([one for one in known if one.change[1] > 0], [one for one in known if one.change[2] < 0])
    same, other = (rose, fell) if change > 0 else (fell, rose)
    way, back = ("rose", "fell") if change > 0 else ("fell", "rose")
    told = f"taken one by one, {name} {way} beyond chance in {len(same)} of {len(known)} genres with known years, and {back} in {len(other)}; elsewhere the change may be chance."
    if low <= 0 <= high:
        title = f"Over all genres it hardly changed; {told}"
    elif len(same) > _MOSTLY * len(known):
        title = f"Not for that alone: {told}"
    elif len(same) > len(other):
        title = f"Partly it may be: {told}"
    else:
        title = f"It may well be: {told}"
    same.sort(key=lambda one: -abs(one.change[0]))
    text = "The table was collected genre by genre, so how much of each genre a year has is a choice, and the line over all genres moves with it. Each genre is judged by itself at 95 %."
    return Outcome(
        reply=Reply(title=title, text=text, rows=tuple(change_row(one) for one in same[:_SHOWN]), actions=(again,))
    )


def took_off(turn: "Turn", asked: Said) -> Outcome | None:
    """``when did loud music take off``: the trend of what it speaks of, if there is one by year."""
    match = _TOOK_OFF.fullmatch(asked.text)
    if match is None:
        return None
    if _EXPLICIT.fullmatch(match["what"]) or _EXPLICIT.fullmatch(match["how"] or ""):
        return _no_years_of_explicit()
    fields = _last_trend(turn)
    if fields is not None and re.fullmatch(r"(?:it|that|this|they|the (?:rise|fall|change|trend))", match["what"]):
        return _highest_and_lowest(turn, fields)
    everything = re.fullmatch(
        r"(?:music|songs|everything|tracks|it|things|pop music|popular music|they)", match["what"]
    )
    moved = _moved(match["how"] or "") if everything else None
    name = moved[0] if moved is not None else acts.trait_of(match["what"]) if not everything else ""
    return Outcome(request_of("trends", Token("feature", name))) if name in _TRAITS else None


def _highest_and_lowest(turn: "Turn", fields: Mapping[str, str]) -> Outcome:
    """When the trait of a trend was highest and lowest; when a change began, the years do not tell sharply."""
    name, genre = fields.get("feature") or "energy", fields.get("genre") or ""
    found = turn.engine.trend(name, genre or None)
    extremes = found.conclusion.partition(". ")[2].removeprefix("It ")
    return Outcome(
        reply=Reply(
            title=f"{name.capitalize()}{f' in {genre}' if genre else ''} {extremes}",
            text="The line moves from year to year by chance too, so no single year is where a change begins.",
            rows=tuple(period_row(name, period) for period in found.periods[:: -(-len(found.periods) // _SHOWN)]),
            numbered=False,
            actions=(Action("The trend again", _request(name, genre)),),
        )
    )


def explicit(turn: "Turn", asked: Said) -> Outcome | None:
    """``has music become more explicit over the years``: that this is not known by year, and what is."""
    if not (_EXPLICIT.fullmatch(asked.text) and _OVER_YEARS.fullmatch(asked.text)) or _NOT_YEARS.fullmatch(asked.text):
        return None
    asks = asked.asks or re.match(
        r"(?:how|is|are|was|were|did|do|does|has|have|what|which|when|show|plot|chart|draw|share|explicit\w* (?:by|over|share))\b",
        asked.text,
    )
    return _no_years_of_explicit() if asks else None


def _no_years_of_explicit() -> Outcome:
    """That explicit is not counted by year, with the traits that are, and the nearest of them."""
    return Outcome(
        request_of("trends", Token("feature", "speechiness")),
        headline="How much is explicit is not known by year of release here; the nearest is speechiness",
        lead=f"By year I can tell {listed(YEARLY_FEATURES, len(YEARLY_FEATURES))}. Shown is speechiness, as rap has much of both.",
    )


def _moved(phrase: str) -> tuple[str, int] | None:
    """The trait that a phrase says changed, and which way: 1 for more, -1 for less, 0 where it does not say."""
    than = comparison(phrase)
    if than is not None:
        return next(iter(than.moves.items()))
    name = acts.trait_of(re.sub(r"\b(?:most|more|the|in|over|time|years?)\b", " ", phrase))
    return (name, 0) if name else None


def _last_trend(turn: "Turn") -> dict[str, str] | None:
    """The fields of the answer before, if it was how sound changed by year."""
    last = turn.context.last
    if last is None or turn.fresh or last.task.command != "trends" or last.task.fields.get("what") == "popularity":
        return None
    return dict(last.task.fields)


def _of_genres(turn: "Turn", name: str, genres: list[str]) -> Outcome:
    """The trend of one genre, or of two beside each other; more than two are told, and those without years."""
    known = [genre for genre in genres if _trend(turn, name, genre) is not None]
    notes = tuple(f"Too few release years are known for {genre}." for genre in genres if genre not in known)
    fields = [Token(key, genre) for key, genre in zip(("genre", "vs"), known or genres, strict=False)]
    notes += tuple(f"A picture holds two genres: {genre} is left out." for genre in known[2:])
    return Outcome(request_of("trends", Token("feature", name), *fields), notes=notes)


def _trend(turn: "Turn", name: str, genre: str) -> FeatureTrend | None:
    try:
        return turn.engine.trend(name, genre)
    except UserError:
        return None


def _request(name: str, genre: str) -> str:
    return request_of("trends", Token("feature", name), Token("genre", genre) if genre else "").text

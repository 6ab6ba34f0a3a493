"""Questions about the answer before: why it is so, how sure it is, who says so, what follows from it for one's own track."""

import re
from typing import TYPE_CHECKING, Final

from bot.dialogue import acts, evidence, facts, fun_facts
from bot.dialogue.context import Exchange
from bot.dialogue.inquiries import figures, kind
from bot.dialogue.inquiries.said import listed
from bot.dialogue.lexicon import fold
from bot.dialogue.outcome import Outcome, request_of
from bot.dialogue.pattern_table import Pattern
from bot.dialogue.shared import genre_in
from bot.reply import Action, Reply
from bot.request import read_request
from engine import AUDIO_NAMES, Token

if TYPE_CHECKING:
    from bot.dialogue.manager import Turn

_OPENING: Final = (
    r"(?:(?:and|so|but|ok|okay|hm+|ha(?:ha)*|lol|well|wait|really|seriously|hey|oh|um+|yeah|huh|just curious)[, .!?]+)*"
)
_END: Final = r"(?:[, ]+(?:though|tho|then|exactly|please|pls|actually|lol|haha|again))*[ ?!.]*"
_IT: Final = r"(?:(?:that|this|the|your|these|those) (?:forecast|prediction|estimate|ranking|score|list|order|guess|claim)s?|that|this|it|these|those|they|the (?:answer|result|number|figure)s?)"
_WHY: Final = Pattern(
    rf"{_OPENING}(?:why|y|how come|what for|for what reason|warum|wieso|por que|pourquoi|perche|porque)(?:(?: is| are|'s|s| would)?(?: {_IT})?(?: (?:so|the case|be|like that))*| do you (?:say|think) (?:so|that))?{_END}"
)
# "why that one on top?", "how come she's first", "why is it number one"
_WHY_FIRST: Final = Pattern(
    rf"{_OPENING}(?:why|how come|what(?:'s| is) the reason)(?:'s|s| is| are| was| did| does| do)?(?: you)?(?: (?:have|put|rank|place))? (?:that|this|it|he|she|they|(?:that|this|the) (?:one|song|track|artist|band))(?: (?:is|are|be|ranked|comes?|stands?))?"
    rf" (?:(?:at|on|to) (?:the )?(?:very )?top|first|in front|number (?:one|1)|no\.? ?1|leading|ahead(?: of .+)?|up there|in (?:the )?first place|the (?:first|top) one|highest|so high(?: up)?|above .+)(?: (?:of|in|on) (?:the|this|your) (?:list|ranking|chart))?{_END}"
)
_SURE: Final = Pattern(
    rf"{_OPENING}(?:(?:how|are) (?:you )?(?:sure|certain|confident|positive)(?: (?:are (?:you|u)|is {_IT}|(?:you|u) are))?(?: (?:about|of|in|with) {_IT})?|how likely (?:is|are) {_IT}(?: to (?:be|come|turn out|happen|hold)(?: (?:right|true|correct|out|up))*)?|(?:you )?sure(?: about {_IT})?|how (?:reliable|accurate|trustworthy|solid|good|certain) (?:is|are) (?:{_IT}|you|u)(?: (?:about|at|with|on|in) {_IT})?|is {_IT} (?:really )?(?:right|true|correct|accurate|reliable|for sure)"
    rf"|how often (?:are|were|is|was|do|does) (?:you|{_IT})(?: (?:actually|really|usually|get it|get (?:this|that)))* (?:right|wrong|correct|off|true|come true|happen)|(?:can|could|should) (?:i|we|you|one) (?:really )?(?:trust|believe|rely on) {_IT}|really|for real|you (?:really )?think so){_END}"
)
_SOURCE: Final = Pattern(
    rf"{_OPENING}(?:sa(?:ys|id) who|who sa(?:ys|id)(?: (?:so|that|it|this))?|according to (?:who|whom|what)|by (?:whose|what|which) (?:standards?|measure|definition|logic|criteria)|where (?:do|did|does|are) (?:you|u|{_IT}) (?:get(?:ting)?|have|take|got|come|coming)(?: {_IT})?(?: from)?|where is {_IT} from|(?:based|judging|going) (?:up)?(?:on|by) what"
    rf"|(?:what(?:'s|s| is| are) )?(?:your |the )?sources?|what makes you (?:say|think|sure)(?: (?:so|{_IT}))?|how (?:do|did|would|can) (?:you|u) (?:know|get (?:to )?{_IT}|find {_IT} out|work {_IT} out|come up with {_IT}|figure {_IT} out)(?: (?:that|this|it))?){_END}"
)
_MINE: Final = re.compile(
    r"\b(?:i|we|my|our|one|an? (?:artist|band|producer|singer|dj|musician)|artists|producers|bands|musicians)\b"
)
_OUGHT: Final = re.compile(
    r"(?:\b(?:should|shall|ought|must|had better|need to|have to|better off|worth|would it (?:help|pay|be (?:better|good|wise|smart))|does it (?:help|pay)|will it help|would (?:that|this) help|is it (?:better|good|wise|smart) (?:to|if)|(?:just|simply) (?:make|master|mix|write|record|produce))\b)"
    r"|\b(?:if|when) (?:i|we|you) (?:make|made|master|mix|write|record|produce|turn|change|speed|slow|cut|raise|lower)"
)
# What somebody makes of a track of their own, beside its traits.
_MAKES: Final = re.compile(
    r"\b(?:master|mix|make|write|produce|record|sing|play|turn|speed|slow|cut|raise|lower|change|go|keep|be|aim|shorten|release|do)\w*\b"
)
_TABLE: Final = Pattern(
    rf"{_OPENING}(?:(?:can|could) you )?(?:(?:put|show|give|make|list|get|display|lay out|turn|have)(?: me| us)? )?(?:(?:all|the|those|these|both|them|it|that|this|everything|two|three|four|results?|numbers|figures|of)[ ]*)*(?:(?:in|as|into)(?: to)? )?(?:(?:an?|one) )?(?:nice |simple |little )?(?:table|grid|spreadsheet|side by side|next to each other)(?: (?:form|format|view))?{_END}"
)
_AVERAGE: Final = Pattern(
    rf"{_OPENING}(?:(?:no )?i (?:mean|meant|was asking (?:for|about)) )?(?:(?:what|how) about )?(?:on|by|in|as|the|an?|of)?[ ]*(?:the )?(?:averages?|mean|on average|average (?:song|track|popularity|value)s?){_END}"
)
_OF_DATA: Final = frozenset({"drivers", "explore", "compare", "trends"})
_LISTS: Final = frozenset({"recommend", "similar", "blend", "playlist", "save", "why", "path"})
_ESTIMATES: Final = "The figures are Spotify's own estimates from the sound, as they stand in one public table"
_NO_REASON: Final = "Why that is so the data do not tell: they only say that it is."
_FIGURES: Final = "The figures are what the table says"
_THE_DATA: Final = "The data say so"
_CHOICE: Final = "A list is a choice and no fact"
_UNDERRATED: Final = "Popularity is Spotify's figure; that little popularity means underrated is my reading."
_RECKONED: Final = "That they fit is my reckoning from figures, genres and titles, and nobody's verdict."
_OF_ANSWERS: Final = (
    _NO_REASON,
    _FIGURES,
    _THE_DATA,
    _CHOICE,
    _UNDERRATED,
    _RECKONED,
    evidence.SPEAKS,
    evidence.BASED,
    evidence.DATED,
    evidence.BY_YEAR,
)
"""How the answers begin that speak of an answer: a question after them is about that one."""
_NO_CAUSE: Final = "It says what goes together, and not what makes what."


def first_one(text: str) -> bool:
    """Whether the text asks why a row stands first.

    >>> first_one("why that one on top?"), first_one("put that one on top")
    (True, False)
    """
    return _WHY_FIRST.fullmatch(fold(text).strip(" ¿¡")) is not None


def why_first(turn: "Turn", text: str) -> Outcome | None:
    """Why the first row of what was shown stands there; None if the text does not ask that."""
    last = turn.context.last
    if turn.fresh or last is None or not last.counts or not first_one(text):
        return None
    return turn.outcome_of("why is the first one there?")


def read(turn: "Turn", text: str) -> Outcome | None:
    """The answer to a question about the last answer; None if it asks for something else, or there was none."""
    last = _meant(turn)
    if last is None or len(text) > acts.LONGEST or not last.ok:
        return None
    said = fold(text).strip(" ¿¡")
    command = last.task.command
    if _WHY.fullmatch(said):
        return _why(turn, last) if command not in _LISTS else None
    if _SURE.fullmatch(said):
        if re.search(r"\b(?:forecast|prediction)s?\b", said):
            last = next((one for one in turn.context.current[::-1] if one.task.command == "emerging"), last)
            command = last.task.command
        return None if command in ("genre", "model", "label", "trends") else sure(turn, last)
    if _SOURCE.fullmatch(said):
        return _sourced(turn, last)
    return _tabled(last, said) or _averaged(turn, last, said) or _follows(turn, last, said)


def _tabled(last: Exchange, said: str) -> Outcome | None:
    """``put the three in a table``: the answer that has them side by side, once more; a list as a file."""
    if not _TABLE.fullmatch(said) or not last.request:
        return None
    if last.task.command in _LISTS and last.task.query is not None:
        line = "The list above is the table I have in here; saved, it is a file with a row for each track."
        return _answer(last, line, "", Action("As a file", request_of("save", last.task.query.text).text))
    return Outcome(read_request(last.request), lead="Side by side:")


def _averaged(turn: "Turn", last: Exchange, said: str) -> Outcome | None:
    """``i mean average``: the means of what was compared by medians."""
    if not _AVERAGE.fullmatch(said) or last.task.command != "compare" or last.task.tracks:
        return None
    names = [last.task.fields[key].strip('"') for key in "abc" if key in last.task.fields]
    trait = next(filter(None, map(acts.trait_of, reversed(turn.context.said))), "") or "popularity"
    means = sorted(((_mean(turn, name, trait), name) for name in names), reverse=True)
    show = f"{{:.{0 if trait in ('popularity', 'tempo', 'duration') else 2}f}}".format
    told = listed([f"{name} {show(value)}" for value, name in means])
    text = "The answer before compared medians, of which half of the songs have more and half have less."
    return _answer(last, f"On average, by the mean {trait}: {told}.", text)


def _mean(turn: "Turn", name: str, trait: str) -> float:
    if name in turn.engine.catalogue.genres:
        rows = figures.members(turn.engine, name)
    else:
        rows = turn.engine.names.artist_recordings(name)
    return figures.mean(turn.engine, trait, rows).value


def _meant(turn: "Turn") -> Exchange | None:
    """The answer that "that" means: the last one that was no small talk and did not itself speak of an answer."""
    if turn.fresh:
        return None
    current = turn.context.current[::-1]
    # What was asked stands with the last three answers only.
    for one, asked in zip(current, (*turn.context.said[::-1], *[""] * len(current)), strict=False):
        if one.request or not one.told.startswith(_OF_ANSWERS):
            counted = re.search(r"\d", one.told) and (kind(asked) == "bot" or one.told.startswith(fun_facts.BEGINS))
            return one if one.request or counted or kind(asked) in ("data", "rows") else None
    return None


def _again(last: Exchange) -> tuple[Action, ...]:
    return (Action("That answer again", last.request),) if last.request else ()


def _answer(last: Exchange, title: str, text: str, *more: Action) -> Outcome:
    return Outcome(reply=Reply(title=title, text=text, actions=(*_again(last), *more)))


def _why(turn: "Turn", last: Exchange) -> Outcome | None:
    """How the answer came about, and that no data tell why the world is so; of what is rising, why the first is first."""
    if last.task.command == "emerging":
        return turn.outcome_of("why is the first one there?") if last.counts and last.rows else None
    how = _how(turn, last)
    if not how:
        return None
    genre = last.task.fields.get("genre", "")
    more = () if last.task.command == "drivers" or not genre else (
        Action(f"What goes with popularity in {genre}", request_of("drivers", Token("genre", genre)).text),
    )  # fmt: skip
    title = _NO_REASON
    return _answer(last, title, f'"{last.told}" {how}' if last.told else how, *more)


def _how(turn: "Turn", last: Exchange) -> str:
    """How the figures of an answer were made; empty for small talk, which has none."""
    fields, command = last.task.fields, last.task.command
    genre = fields.get("genre", "")
    of = f"the recordings filed under {genre}" if genre else f"all {len(turn.engine.catalogue):,} recordings"
    if command == "explore" and fields.get("what") == "correlations":
        return f"I compared the two over {of}: r is 0 where they have nothing to do with each other, and 1 or -1 where one tells the other. {_NO_CAUSE}"
    if command == "explore" and (name := fields.get("feature")):
        meant = f"I took your words to mean {name}, and compared its median"
        return f"{meant} over {of}{' with that of all' if genre else ', genre by genre'}. {_ESTIMATES}."
    if command == "compare":
        return f"I compared the medians of what each has in the catalogue. {_ESTIMATES}."
    if command == "drivers":
        return f"It is a regression of popularity on all nine audio features at once over {of}, with an interval that chance alone would leave one time in twenty. {_NO_CAUSE}"
    if command == "track":
        return f"{_ESTIMATES}: I read them, and hear nothing."
    if command == "genre":
        return "The genre is a prediction from the nine audio figures and from what the artist is usually filed under."
    if command in ("explore", "trends", "genres", "artist", "artists"):
        return f"I counted what stands in the catalogue. {_ESTIMATES}."
    if not last.request:
        return "I counted what stands in the catalogue, which is one public table of Spotify data and not all there is."
    return ""


def sure(turn: "Turn", last: Exchange) -> Outcome | None:
    """What an answer rests on: the test of a forecast, the medians of so many recordings, an estimate."""
    command = last.task.command
    listed_before = turn.context.last
    if not last.request and listed_before is not None and listed_before.task.command == "emerging":
        # What was told of a row, or of an artist who may rise, comes from the same forecast.
        last, command = listed_before, "emerging"
    if command == "emerging":
        return Outcome(read_request(last.request), lead=facts.how_tested(turn.engine, last))
    told = f'"{last.told}" ' if last.told else ""
    if command in _LISTS:
        best = "the first row fits best by the figures, and what fits you only you can hear"
        return _answer(last, f"{_CHOICE}: {best}.", f"{_ESTIMATES}. Ask why of a row to see what speaks for it.")
    how = _how(turn, last)
    if not how:
        return None
    title = f"{_FIGURES}; " + {
        "drivers": "what is marked as more than chance held in 19 of 20 tries like it.",
        "compare": "a small gap between two medians means little.",
        "track": "tempo and key may be off by half or double, and moods are estimates.",
    }.get(command, "they hold for this catalogue, and small differences mean little.")
    return _answer(last, title, f"{told}{how}")


def _sourced(turn: "Turn", last: Exchange) -> Outcome | None:
    """Where an answer comes from."""
    day = turn.engine.popularity_as_of.removeprefix("as of ")
    table = f"{_ESTIMATES}{f' of {day}' if day else ''}."
    if last.task.command in _LISTS:
        query = last.task.query
        known = query is not None and "popularity" in query.constraints
        mine = _UNDERRATED if known else _RECKONED
        return _answer(last, mine, table)
    how = _how(turn, last)
    if last.task.command == "emerging":
        how = f"The forecast is made of sound and early popularity. {facts.tested(turn.engine)}"
    if not how:
        return None
    return _answer(last, f"{_THE_DATA}: one table of {len(turn.engine.catalogue):,} recordings, and no critic.", how)


def _follows(turn: "Turn", last: Exchange, said: str) -> Outcome | None:
    """``so should i master my track louder?``: what goes with popularity proves no cause."""
    if last.task.command not in _OF_DATA and (last.request or "popular" not in last.told.lower()):
        return None
    if not (_OUGHT.search(said) and _MINE.search(said) and _MAKES.search(said)) or not acts.trait_of(said):
        return None
    trait = acts.trait_of(said)
    genre = last.task.fields.get("genre", "") or genre_in(turn, said)
    lead = "Not for that alone: it is what goes together with popularity in the table, and what a change of one track would do the data cannot say."
    if genre:
        return Outcome(request_of("drivers", Token("genre", genre)), lead=lead)
    if trait not in AUDIO_NAMES:
        return _answer(last, lead, "")
    return Outcome(request_of("drivers", Token("feature", trait)), lead=lead)

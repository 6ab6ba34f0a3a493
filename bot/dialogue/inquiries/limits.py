"""What not to trust: the limits of the data, those of the answer on screen first."""

from typing import TYPE_CHECKING, Final

from bot.dialogue import data_facts, facts
from bot.dialogue.inquiries.said import Said
from bot.dialogue.outcome import Outcome
from bot.dialogue.pattern_table import Pattern
from bot.reply import Action, Reply, Row

if TYPE_CHECKING:
    from bot.dialogue.manager import Turn

_DATA: Final = r"(?:data(?: ?set)?|numbers|figures|stats|statistics|table|catalogue|catalog|database|trends?|charts?|graphs?|analysis|analyses|results?|forecasts?|predictions?|rankings?|comparisons?|answers?|measurements?)"
_IT: Final = rf"(?:(?:this|that|the|these|those|your|such|any of (?:this|the|these|your))(?: (?:kind of |sort of )?{_DATA})|{_DATA})"
_LIMITS: Final = r"(?:limits?|limitations?|weakness(?:es)?|weak (?:points?|spots?)|problems?|flaws?|caveats?|catch|bias(?:es)?|shortcomings?|downsides?|issues?|drawbacks?|gaps|blind spots?|errors)"
_ASKED: Final = Pattern(
    rf"(?:what|which (?:parts?|things?|ones?|numbers?|figures?))(?: \w+)? (?:would|should|do|can|could|wouldn't|shouldn't|don't|can't|are|is|must)(?: (?:you|i|we|one|people|somebody))?(?: (?:be|personally|really|rather))*(?: (?:not|never|n't|rather not|least|careful|wary|cautious))?(?: (?:to|you|i|we|one))?(?: (?:trust|rely on|believe|bet on|take (?:too )?seriously|trusted|about|of|with|when))+(?: (?:the )?(?:least|too much|with caution))?(?: (?:in|about|of|from|with|on|reading|using))?(?: {_IT})?"
    rf"|(?:what|which)(?:'s|s| is| are)(?: the)?(?: (?:main|biggest|worst|known|most important))? (?:wrong|{_LIMITS}|missing|unreliable|shaky|off|misleading|bad|not (?:to be trusted|reliable))(?: (?:with|of|in|about|from|here|on|for))? {_IT}"
    rf"|(?:where|how|in what way|when) (?:is|are|could|can|might|does|do|would) {_IT} (?:be )?(?:weak|wrong|off|unreliable|biased?|skewed|misleading|fail|mislead|lie)(?: (?:me|us|you))?"
    rf"|(?:is|are|isn't|aren't) {_IT} (?:not )?(?:biased|skewed|flawed|misleading|wrong|unreliable|incomplete|messy|dirty)(?: (?:in any way|somehow|too))?"
    rf"|(?:are there |do you have |any |what )(?:any )?(?:big |known )?{_LIMITS} (?:with|of|in|about|does|do)(?: {_IT})(?: have)?|(?:any|what) (?:caveats|limitations|biases)"
)  # fmt: skip
_NEGATES: Final = Pattern(
    r".*(?:\bnot\b|n't\b|\bnever\b|\bleast\b|\bcareful\b|\bwary\b|\bcautious\b|\bcaution\b|\bwrong\b|\blimit|\bweak|\bproblem|\bflaw|\bcaveat|\bcatch\b|\bbias|\bshort|\bdown|\bissue|\bdrawback|\bgaps\b|\bblind|\berrors\b|\bmissing\b|\bunreliable\b|\bshaky\b|\boff\b|\bmislead|\bbad\b|\bskewed\b|\bfail\b|\blie\b|\bincomplete\b|\bmessy\b|\bdirty\b|\bwith a grain\b).*"
)


def told(turn: "Turn", asked: Said) -> Outcome | None:
    """``what would you not trust in these numbers``: what the answer on screen does not say, then the limits of all data."""
    if not _ASKED.fullmatch(asked.text) or not _NEGATES.fullmatch(asked.text):
        return None
    day = turn.engine.popularity_as_of
    own = _of_answer(turn)
    popularity = f"Popularity is Spotify's index from 0 to 100{f', {day}' if day else ''}: no count of plays, nothing newer, and 0 is mostly a release whose plays are counted elsewhere."
    general = (
        "Small differences: sound and mood are Spotify's own estimates, and a tempo may be read at half or double.",
        "Shares and averages over all genres: the table was collected genre by genre, so the mix of genres is a choice and not what people hear.",
        popularity,
        "Reasons: what goes together need not cause one another.",
    )
    rows = tuple(Row(line) for line in ((own, *general) if own else general))
    last = turn.context.last
    again = (Action("That answer again", last.request),) if last is not None and not turn.fresh else ()
    title = "What to trust least, of that answer first:" if own else "What to trust least in these data:"
    return Outcome(reply=Reply(title=title, rows=rows, actions=(*again, Action("What the data is", "/about"))))


def _of_answer(turn: "Turn") -> str:
    """The limits of the last answer, as its own notes tell them; empty if it has none of its own."""
    last = turn.context.last
    if last is None or turn.fresh or not last.ok:
        return ""
    fields, command = last.task.fields, last.task.command
    if command == "trends" and fields.get("what") == "popularity":
        return data_facts.trend_limits(turn.engine, fields)
    if command == "trends":
        found = turn.engine.trend(fields.get("feature") or "energy", fields.get("genre") or None)
        return " ".join(found.caveats[1:3])
    if command == "drivers" and (genre := fields.get("genre")):
        return " ".join(turn.engine.drivers(genre).caveats)
    if command == "emerging":
        return f"It is a forecast and no promise. {facts.how_tested(turn.engine, last)}"
    if command == "compare":
        return "These are medians: half of the recordings of each lie above and half below, so the two overlap."
    return ""

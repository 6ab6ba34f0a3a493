"""The parts of a set: their queries, the rows that each of them holds, and a set with other parts."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from bot.dialogue import mixing_next, moves
from bot.dialogue.context import Task
from bot.dialogue.outcome import Outcome, playlist_query
from engine import RISES, Constraint, Part, Query, Rise, Token, Track, UserError, following

if TYPE_CHECKING:
    from bot.dialogue.manager import Turn

LADDER: Final = ("very low", "low", "medium", "high", "very high")
MINUTES_OF_A_BIT: Final = 10
_DEFAULT_MINUTES: Final = 45
_HOURS: Final = 12  # of the Camelot wheel


def of(turn: "Turn", task: Task) -> tuple[Part, ...]:
    """The parts of a playlist's request, at least one."""
    end = task.fields.get("to", "").strip('"')
    first = Part(
        task.query or Query(),
        turn.engine.parse(end) if end else Query(),
        int(task.fields.get("minutes", _DEFAULT_MINUTES)),
    )
    then = task.fields.get("then", "").strip('"')
    return (first, *(turn.engine.playlist_parts(then) if then else ()))


def counted(turn: "Turn", task: Task, rows: Sequence[Track]) -> list[list[Track]]:
    """The rows of a set, part by part."""
    parts = of(turn, task)
    if len(parts) == 1:
        return [list(rows)]
    first = parts[0]
    rise: Rise = next((one for one in RISES if one == task.fields.get("rise")), "even")
    try:
        made = turn.engine.playlist(
            turn.kept_out(playlist_query(first.query)), first.to, first.minutes, parts[1:], rise
        )  # fmt: skip
        counts = list(made.counts)
    except UserError:
        counts = []
    if sum(counts) != len(rows):
        whole = sum(part.minutes for part in parts)
        counts = [round(len(rows) * part.minutes / whole) for part in parts]
    ends = [sum(counts[: number + 1]) for number in range(len(counts))]
    ends[-1] = len(rows)
    return [list(rows[start:end]) for start, end in zip([0, *ends], ends, strict=False)]


def query_at(turn: "Turn", task: Task, rows: Sequence[Track], at: int) -> Query:
    """What is asked for where a row stands: the query of its part, with what holds on from those before."""
    query = task.query or Query()
    if task.command != "playlist" or not task.fields.get("then"):
        return query
    parts = of(turn, task)
    passed = 0
    for number, own in enumerate(counted(turn, task, rows)):
        query = parts[number].query if not number else following(query, parts[number].query)
        passed += len(own)
        if at < passed:
            break
    return query


def text(minutes: int | None, query: Query, to: Query) -> str:
    """A part as ``then:`` takes it."""
    end = str(Token("to", to.text)) if not to.empty else ""
    return " ".join(filter(None, (f"minutes:{minutes or MINUTES_OF_A_BIT}", query.text, end)))


def changed(turn: "Turn", task: Task, first: Query, others: Sequence[Part]) -> Outcome:
    """The set with another first query and other parts behind it."""
    then = "; ".join(text(part.minutes, replace(part.query, notes=()), part.to) for part in others)
    fields = {name: one for name, one in task.fields.items() if name != "then"}
    return turn.list_of(replace(task, fields={**fields, "then": then} if then else fields), first)


def with_rows(turn: "Turn", task: Task, rows: Sequence[Track]) -> Outcome:
    """The list or set of these rows and no others, in this order."""
    query = task.query or Query()
    if task.command != "playlist":
        chosen = tuple(rows[: moves.MOST_TRACKS])
        return turn.list_of(task, replace(query, tracks=chosen, limit=len(chosen), skip=0, most="", sort="", notes=()))
    if not task.fields.get("then"):
        return turn.list_of(task, replace(query, tracks=tuple(rows), notes=()))
    parts = of(turn, task)
    first, *others = counted(turn, task, rows)
    others_of = [
        replace(part, query=replace(part.query, tracks=tuple(own))) for part, own in zip(parts[1:], others, strict=True)
    ]
    return changed(turn, task, replace(query, tracks=tuple(first), notes=()), others_of)


def further(query: Query, trait: str, way: int) -> Query:
    """The query a level further up or down a trait; at the end of the levels nothing but beyond the last one."""
    target = query.constraints.get(trait, Constraint()).target
    place = (LADDER.index(target) if target in LADDER else 2) + way
    if 0 <= place < len(LADDER):
        limit = Constraint(LADDER[place])
    else:
        limit = Constraint(low="very high") if way > 0 else Constraint(high="very low")
    return replace(query, constraints={**query.constraints, trait: limit}, notes=())


def moved(turn: "Turn", query: Query, rows: Sequence[Track], ways: Mapping[str, int], strength: float) -> Query:
    """A part's query further up or down: a level by a level, else against the part's own rows."""
    for trait, way in ways.items():
        if isinstance(query.constraints.get(trait, Constraint()).target, str) or not rows:
            query = further(query, trait, way)
        else:
            query = moves.compared(turn.engine, query, rows, {trait: way}, strength)
    return query


def neighbours(camelot: str) -> tuple[str, ...]:
    """The keys that mix with a place on the Camelot wheel; none of an unknown one."""
    return tuple(mixing_next.neighbours(camelot)) if camelot else ()


def place_on_wheel(camelot: str) -> tuple[int, str]:
    """The hour and the letter of a place on the Camelot wheel; unknown keys come last."""
    return (int(camelot[:-1]), camelot[-1]) if camelot else (_HOURS + 1, "")

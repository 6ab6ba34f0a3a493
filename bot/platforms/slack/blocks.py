"""Reply to message: Block Kit within Slack's limits.

Whatever comes from the catalogue or a person stands in ``rich_text`` and ``plain_text``, which Slack shows as they
are: no markup, no mention, no emoji code is read in them. Only the fallback text is mrkdwn, and is escaped.

Limits are those of Slack's Block Kit reference; how long all blocks of a message may be together is not published,
and was found by others to be about 13,200 characters of JSON.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final, TypeVar

from bot.platforms.slack.manifest import typed
from bot.reply import Action, Link, Reply, Row

Block = dict[str, Any]
_Part = TypeVar("_Part")

HEADER: Final = 150
TEXT: Final = 3000
LABEL: Final = 75
PLACEHOLDER: Final = 150
BUTTON_VALUE: Final = 2000
OPTION_VALUE: Final = 150
OPTIONS: Final = 100
ELEMENTS: Final = 25
MESSAGE: Final = 12_000
# Shares of it: paragraphs, buttons, and the two lines of notes at the end; the rows have what is left.
TEXT_ROOM: Final = 5_000
ACTION_ROOM: Final = 4_000
NOTES: Final = 600
ACTION: Final = "ask-"
"""How the ids of buttons and selects begin that ask what they carry."""

REFINE: Final = "refine"
"""The id of the button under a list that opens a form for words."""

LINK: Final = "open-"
"""How the ids of buttons begin that open a page."""

REQUEST_BLOCK: Final = "request"
"""The block that shows what was understood, as the request that gives the answer again."""

_TABLE_ROWS: Final = 99  # and a head
_SHORT: Final = 120  # characters of a note in a table
_BAR: Final = 5


def message(reply: Reply, asked: str = "", *, tables: bool = True) -> dict[str, Any]:
    """What to send: ``text`` for notifications and screen readers, and ``blocks``.

    Parameters
    ----------
    reply : Reply
    asked : str
        Who asked what, shown at the end: Slack does not show a command to others. Empty for an answer to a message.
    tables : bool
        Whether rows with figures stand in a table; where Slack refuses one, they are lines of text.
    """
    told = f"{reply.error.message}\n\n{reply.error.hint}" if reply.error else reply.text
    said = [_cut(part, TEXT) for part in typed(told).split("\n\n") if part.strip()]
    title = {"type": "header", "text": plain(reply.title, HEADER)}
    texts, more = _fitting([_rich([_section([_text(part)])]) for part in said], TEXT_ROOM)
    elements, _ = _fitting(list(_elements(reply.actions)), ACTION_ROOM)
    links = [_link(link, number) for number, link in enumerate(reply.links)]
    notes = [typed(line) for line in reply.feedback]
    end = [
        *_actions(elements, [*links, *_refine(reply)]),
        *_small_print(reply),
        *([_context(asked, NOTES)] if asked else []),
    ]
    room = MESSAGE - _size([title, *texts, *end]) - 2 * NOTES
    draw = _table if tables and _figures(reply.rows) else _rows
    rows, left = draw(reply.rows, reply.numbered, room)
    if left or more:
        notes.insert(0, f"{left or more} more would not fit into one message.")
    if notes:
        end.insert(0, _context("\n".join(notes), NOTES))
    fallback = "\n".join([reply.title, *said, *(row.title for row in reply.rows[: len(reply.rows) - left])])
    return {"text": escape(_cut(fallback, TEXT)), "blocks": [title, *texts, *rows, *end]}


def _small_print(reply: Reply) -> list[Block]:
    """The request of an answer, from which ``read.carried`` takes up the talk; nothing if it is too long to stand."""
    if not (reply.ok and reply.request) or len(reply.request) > NOTES:
        return []
    return [_context(reply.request, NOTES) | {"block_id": REQUEST_BLOCK}]


def _refine(reply: Reply) -> list[Block]:
    """The button that opens a form for words, under a list of tracks."""
    listed = reply.ok and reply.request and len(reply.rows) > 1 and "track_id" in reply.rows[0].data
    return [button("Change in words ...", reply.request, REFINE)] if listed and len(reply.request) <= 2000 else []


def _figures(rows: Sequence[Row]) -> bool:
    """Whether rows are a table: figures, and no tracks, which are heard rather than compared."""
    short = all(row.amount and len(row.detail) <= _SHORT and "track_id" not in row.data for row in rows)
    return len(rows) > 1 and short


def _table(rows: Sequence[Row], numbered: bool, room: int) -> tuple[list[Block], int]:
    """The rows that fit as a table, and how many are left."""
    noted = any(row.chips or row.detail for row in rows)
    head = [_cell(word) for word in (*(["#"] if numbered else []), "Name", "Figure", *(["Notes"] if noted else []))]
    made = [
        [
            *([_cell(str(number))] if numbered else []),
            _name_cell(row),
            _cell(_cut(row.amount, 200)),
            *([_cell(_cut(" · ".join((*row.chips, *filter(None, (row.detail,)))), 300))] if noted else []),
        ]
        for number, row in enumerate(rows[:_TABLE_ROWS], 1)
    ]
    shown, _ = _fitting(made, room - _size(head) - 200)
    if not shown:
        return _rows(rows, numbered, room)
    settings = [*([{"align": "right"}] if numbered else []), {"is_wrapped": True}, {"align": "right"}]
    return [{"type": "table", "column_settings": settings, "rows": [head, *shown]}], len(rows) - len(shown)


def _cell(text: str) -> Block:
    return {"type": "raw_text", "text": text.strip() or "-"}


def _name_cell(row: Row) -> Block:
    name = _cut(typed(row.title) if "command" in row.data else row.title, 300)
    if not row.url:
        return _cell(name)
    return _rich([_section([{"type": "link", "url": row.url, "text": name or "…"}])])


def escape(text: str) -> str:
    """Text with the three characters escaped that mrkdwn reads: links, mentions and ``<!channel>`` start with them."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _fitting(parts: list[_Part], room: int) -> tuple[list[_Part], int]:
    """The parts that fit into so many characters of JSON, from the first on, and how many are left."""
    for index, part in enumerate(parts):
        room -= _size(part) + 2
        if room < 0:
            return parts[:index], len(parts) - index
    return parts, 0


def _rows(rows: Sequence[Row], numbered: bool, room: int) -> tuple[list[Block], int]:
    """The rows that fit into so many characters of JSON, in blocks of 3,000 letters, and how many are left."""
    sections, left = _fitting([_row(row, f"{n:>2}  " if numbered else "") for n, row in enumerate(rows, 1)], room)
    blocks: list[Block] = []
    letters = 0
    for section in sections:
        length = sum(len(part["text"]) for part in section["elements"])
        letters += length
        if not blocks or letters > TEXT:
            blocks.append(_rich([]))
            letters = length
        blocks[-1]["elements"].append(section)
    return blocks, left


def _row(row: Row, number: str) -> Block:
    # The rows of /help are commands, everything else is shown as it is.
    as_typed = typed if "command" in row.data else str
    name = _cut(as_typed(row.title), 300)
    parts = [_text(number)] if number else []
    parts.append({"type": "link", "url": row.url, "text": name or "…"} if row.url else _text(name, bold=True))
    bar = "" if row.measure is None else _bar(row.measure)
    facts = "  ".join(part for part in (bar, row.amount, _cut(" · ".join(row.chips), 300)) if part)
    if facts:
        parts.append(_text(f"  {facts}"))
    if row.detail:
        parts.append(_text(f"\n{_cut(as_typed(row.detail), 500)}"))
    return _section(parts)


def _bar(measure: float) -> str:
    full = round(_BAR * min(max(measure, 0.0), 1.0))
    return "▰" * full + "▱" * (_BAR - full)


def _elements(actions: Sequence[Action]) -> Iterator[Block]:
    """Buttons and selects. A command that is too long for a select's value becomes a button."""
    for group in dict.fromkeys(action.group for action in actions):
        members = [action for action in actions if action.group == group]
        if group:
            short = [action for action in members if len(action.command) <= OPTION_VALUE]
            yield from (_select(group, short[at : at + OPTIONS]) for at in range(0, len(short), OPTIONS))
            members = [action for action in members if len(action.command) > OPTION_VALUE]
        yield from (_button(action) for action in members if len(action.command) <= BUTTON_VALUE)


def _actions(elements: list[Block], further: list[Block]) -> list[Block]:
    for number, element in enumerate(elements):
        element["action_id"] = f"{ACTION}{number}"
    elements = [*elements, *further]
    parts = [elements[at : at + ELEMENTS] for at in range(0, len(elements), ELEMENTS)]
    return [{"type": "actions", "elements": part} for part in parts]


def _select(group: str, actions: Iterable[Action]) -> Block:
    options = [{"text": plain(action.label, LABEL), "value": action.command} for action in actions]
    return {"type": "static_select", "placeholder": plain(group, PLACEHOLDER), "options": options}


def _button(action: Action) -> Block:
    label = f"{action.group.rstrip(' .…')} {action.label}" if action.group else action.label
    return {"type": "button", "text": plain(label, LABEL), "value": action.command}


def button(label: str, value: str, action: str) -> Block:
    """A button that carries a text."""
    return {"type": "button", "text": plain(label, LABEL), "value": value, "action_id": action}


def _link(link: Link, number: int) -> Block:
    """A button that opens a page. Slack tells of a press all the same."""
    return {"type": "button", "text": plain(link.label, LABEL), "url": link.url, "action_id": f"{LINK}{number}"}


def rich_line(text: str) -> Block:
    """A paragraph in which no markup is read."""
    return _rich([_section([_text(text)])])


def _context(text: str, limit: int) -> Block:
    return {"type": "context", "elements": [plain(text, limit)]}


def plain(text: str, limit: int) -> Block:
    """Text in which no markup and no emoji code is read."""
    return {"type": "plain_text", "text": _cut(text, limit).strip() or "…", "emoji": False}


def _rich(sections: list[Block]) -> Block:
    return {"type": "rich_text", "elements": sections}


def _section(elements: list[Block]) -> Block:
    return {"type": "rich_text_section", "elements": elements}


def _text(text: str, *, bold: bool = False) -> Block:
    element: Block = {"type": "text", "text": text or "…"}
    return element | ({"style": {"bold": True}} if bold else {})


def _cut(text: str, limit: int) -> str:
    """At most so many characters; what is too long ends on a word and three dots."""
    if len(text) <= limit:
        return text
    short = text[: limit - 1]
    return (short.rsplit(maxsplit=1)[0] if " " in short[-40:] else short).rstrip() + "…"


def _size(value: Any) -> int:
    return len(json.dumps(value, ensure_ascii=False))

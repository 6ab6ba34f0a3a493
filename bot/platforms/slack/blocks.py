"""Reply to message: Block Kit within Slack's limits.

Whatever comes from the catalogue or a person stands in ``rich_text`` and ``plain_text``, which Slack shows as they
are: no markup, no mention, no emoji code is read in them. Only the fallback text is mrkdwn, and is escaped.

Limits are those of Slack's Block Kit reference; how long all blocks of a message may be together is not published,
and was found by others to be about 13,200 characters of JSON.
"""

import json
import re
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from bot.platforms.slack.manifest import typed
from bot.reply import Action, Reply, Row

Block = dict[str, Any]

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
_BAR: Final = 5
REFINE: Final = "refine"
_REQUEST: Final = "request-"
_LONGEST_REQUEST: Final = 1200
_MENTION: Final = re.compile(r"<[@!#][^>]*>")
_LINKED: Final = re.compile(r"<(https?://[^|>]+)(?:\|[^>]*)?>")


def message(reply: Reply, asked: str = "") -> dict[str, Any]:
    """What to send: ``text`` for notifications and screen readers, and ``blocks``.

    Parameters
    ----------
    reply : Reply
    asked : str
        Who asked what, shown at the end where Slack does not show it: of a command or a press.
    """
    told = f"{reply.error.message}\n\n{reply.error.hint}" if reply.error else reply.text
    said = [_cut(part, TEXT) for part in typed(told).split("\n\n") if part.strip()]
    title = {"type": "header", "text": _plain(reply.title, HEADER)}
    texts, more = _fitting([_rich([_section([_text(part)])]) for part in said], TEXT_ROOM)
    elements, _ = _fitting(list(_elements(reply.actions)), ACTION_ROOM)
    notes = [typed(line) for line in reply.feedback]
    end = [*_actions(elements), *_refine(reply), *_understood(reply), *([_context(asked, NOTES)] if asked else [])]
    room = MESSAGE - _size([title, *texts, *end]) - 2 * NOTES
    rows, left = _rows(reply.rows, reply.numbered, room)
    if left or more:
        notes.insert(0, f"{left or more} more would not fit into one message.")
    if notes:
        end.insert(0, _context("\n".join(notes), NOTES))
    fallback = "\n".join([reply.title, *said, *(row.title for row in reply.rows[: len(reply.rows) - left])])
    return {"text": escape(_cut(fallback, TEXT)), "blocks": [title, *texts, *rows, *end]}


def carried(message: Mapping[str, Any]) -> str:
    """The request that a message of ours carries in its small print; empty if there is none."""
    for block in message.get("blocks", ()):
        if str(block.get("block_id", "")).startswith(_REQUEST):
            return str(block["elements"][0]["text"])
    return ""


def plain_words(text: str) -> str:
    """What a message says, without mentions and Slack's marks around links."""
    text = _LINKED.sub(r"\1", _MENTION.sub(" ", text))
    for code, letter in (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        text = text.replace(code, letter)
    return " ".join(text.split())


def refine_modal(carried: str) -> dict[str, Any]:
    """The form that takes words under a list; ``carried`` comes back with them."""
    field = {"type": "plain_text_input", "action_id": "words", "max_length": 300}
    field["placeholder"] = _plain("calmer, no remixes, only Spanish", PLACEHOLDER)
    return {
        "type": "modal", "callback_id": REFINE, "private_metadata": carried,
        "title": _plain("Change this list", 24), "submit": _plain("Change it", 24), "close": _plain("Cancel", 24),
        "blocks": [{"type": "input", "block_id": "words", "label": _plain("In your own words", 100), "element": field}],
    }  # fmt: skip


def home(catalogue: str, tries: Iterable[str], lists: Sequence[Action]) -> dict[str, Any]:
    """The app's page: what it can do, sentences to try, and the user's last lists."""
    texts = [_rich([_section([_text(catalogue)])])]
    said = "Write to me in the Messages tab, mention me in a channel, or reply in a thread of mine. For example:"
    texts.append(_rich([_section([_text("\n".join([said, *(f"• {text}" for text in tries)]))])]))
    blocks: list[Block] = [{"type": "header", "text": _plain("cratebot", HEADER)}, *texts]
    if lists:
        elements = [_button(action) for action in lists if len(action.command) <= BUTTON_VALUE]
        blocks += [{"type": "header", "text": _plain("Your last lists", HEADER)}, *_actions(elements)]
    return {"type": "home", "blocks": blocks}


def _refine(reply: Reply) -> list[Block]:
    """The button that opens the form, under a list of tracks that words may change."""
    if not (reply.ok and reply.request and len(reply.rows) > 1 and "track_id" in reply.rows[0].data):
        return []
    button = {"type": "button", "action_id": REFINE, "text": _plain("Refine …", LABEL)}
    return [{"type": "actions", "elements": [button | {"value": reply.request[:BUTTON_VALUE]}]}]


def _understood(reply: Reply) -> list[Block]:
    """The request as small print, from which ``carried`` reads it; none where it cannot stand."""
    if not (reply.ok and reply.request) or len(reply.request) > _LONGEST_REQUEST:
        return []
    return [_context(reply.request, _LONGEST_REQUEST) | {"block_id": f"{_REQUEST}{secrets.token_hex(4)}"}]


def escape(text: str) -> str:
    """Text with the three characters escaped that mrkdwn reads: links, mentions and ``<!channel>`` start with them."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _fitting(parts: list[Block], room: int) -> tuple[list[Block], int]:
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


def _actions(elements: list[Block]) -> list[Block]:
    for number, element in enumerate(elements):
        element["action_id"] = f"ask-{number}"
    parts = [elements[at : at + ELEMENTS] for at in range(0, len(elements), ELEMENTS)]
    return [{"type": "actions", "elements": part} for part in parts]


def _select(group: str, actions: Iterable[Action]) -> Block:
    options = [{"text": _plain(action.label, LABEL), "value": action.command} for action in actions]
    return {"type": "static_select", "placeholder": _plain(group, PLACEHOLDER), "options": options}


def _button(action: Action) -> Block:
    label = f"{action.group.rstrip(' .…')} {action.label}" if action.group else action.label
    return {"type": "button", "text": _plain(label, LABEL), "value": action.command}


def _context(text: str, limit: int) -> Block:
    return {"type": "context", "elements": [_plain(text, limit)]}


def _plain(text: str, limit: int) -> Block:
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

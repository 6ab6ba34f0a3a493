"""A Reply as a Discord message: an embed or components, buttons and selects, attachments, all within Discord's limits.

An answer with pictures is made of components (Components V2): there the pictures stand between its words and its
buttons, all of them and with their descriptions, while an embed leaves them below everything else. Lists are embeds: an
embed has 4,096 characters beside its title and notes, while all texts of a message of components share 4,000. A message
of components can never become an embed or plain words again, so what is changed in place later is no such message,
unless it is one already.
"""

import io
import re
from collections.abc import Container, Iterable
from dataclasses import dataclass
from typing import Any, Final

import discord
from discord import ui

from bot.platforms.discord.custom_id import REFINE, pack
from bot.reply import Action, Link, Reply, Row

LONGEST_CONTENT: Final = 2000
LONGEST_TITLE: Final = 256
LONGEST_DESCRIPTION: Final = 4096
# An embed holds 6000 characters in all; title, author and description may take 4608 of them.
LONGEST_FOOTER: Final = 1200
LONGEST_ALT: Final = 1024
LONGEST_REQUEST: Final = 1200
LONGEST_LABEL: Final = 80
LONGEST_OPTION: Final = 100
LONGEST_URL: Final = 512
LONGEST_TEXTS: Final = 4000
"""Units of all text displays of a message of components together."""
MOST_FILES: Final = 10
MOST_OPTIONS: Final = 25
ROWS: Final = 5
BUTTONS_A_ROW: Final = 5

_ANSWER: Final = discord.Colour(0x2F9E8F)
_ERROR: Final = discord.Colour(0xD9534F)
_BAR: Final = 5
# A backslash makes any of these literal, so nothing is formatted and nobody mentioned. A link in a sentence stays one.
_MARKUP: Final = re.compile(r"(https?://[^\s<>]+)|([\\*_~|`<\[\]@]|^[ \t]*[-#>])", re.MULTILINE)
# A link's label may not hold brackets or look like a link itself: Discord then shows its source.
_NO_LABEL: Final = re.compile(r"[\[\]]|://")


@dataclass(frozen=True)
class Attached:
    """A file as it is sent, and what it shows in words."""

    name: str
    content: bytes
    alt: str | None = None

    def file(self) -> discord.File:
        """A fresh handle: sending uses it up."""
        return discord.File(io.BytesIO(self.content), self.name, description=self.alt)


@dataclass(frozen=True)
class Layout:
    """A message of components: the texts above its pictures and below them."""

    above: str
    below: tuple[str, ...]
    ok: bool


@dataclass(frozen=True)
class Drawing:
    """A message: of components, an embed, or content where embeds are not allowed."""

    content: str | None
    embed: discord.Embed | None
    attached: tuple[Attached, ...] = ()
    layout: Layout | None = None


def draw(
    reply: Reply,
    *,
    user: str = "",
    embeds: bool = True,
    attachments: bool = True,
    most_bytes: int = 10 << 20,
    layout: bool | None = None,
) -> Drawing:
    """A reply as a message.

    Parameters
    ----------
    reply : Reply
    user : str
        Who is named as having asked, where the message would not show it.
    embeds, attachments : bool
        Whether the bot may send them there. What cannot be sent is told in words.
    most_bytes : int
        Of one attachment.
    layout : bool or None
        Whether it is made of components; None for where that reads better.
    """
    attached, untold = _attach(reply, most_bytes if attachments else -1)
    if untold and not attachments:
        untold = ["I may not attach files here.", *untold]
    notes = [clean(line) for line in (*reply.feedback, *untold)]
    title = cut(escape(reply.title) or "Answer", LONGEST_TITLE)
    request = small_print(reply)
    if embeds and layout is not False and (layout or _pictured(reply, attached)):
        made = _layout(reply, title, user, notes, request)
        if layout or length(made.above) + sum(map(length, made.below)) <= LONGEST_TEXTS:
            return Drawing(None, None, attached, _fitted(made))
    if embeds:
        embed = discord.Embed(title=title, colour=_ANSWER if reply.ok else _ERROR)
        body = _body(reply, LONGEST_DESCRIPTION - length(request) - 1)
        embed.description = "\n".join(filter(None, (body, request))) or None
        if user:
            embed.set_author(name=cut(f"{clean(user)} asked", LONGEST_TITLE))
        if notes:
            embed.set_footer(text=cut("\n".join(notes), LONGEST_FOOTER))
        return Drawing(None, embed, attached)
    head = cut(f"**{title}**" + (f" (asked by {escape(user)})" if user else ""), LONGEST_CONTENT // 4)
    foot = cut("\n".join(f"-# {escape(note)}" for note in notes), LONGEST_CONTENT // 4)
    room = LONGEST_CONTENT - length(head) - length(foot) - 3
    request = request if length(request) < room // 2 else ""
    body = _body(reply, room - length(request))
    return Drawing("\n".join(part for part in (head, body, foot, request) if part), None, attached)


def _pictured(reply: Reply, attached: tuple[Attached, ...]) -> bool:
    """Whether components show an answer better: it has pictures, and nothing that is changed in place later."""
    return bool(reply.ok and reply.pictures and not reply.files and not reply.live) and len(attached) == len(
        reply.pictures
    )


def _layout(reply: Reply, title: str, user: str, notes: list[str], request: str) -> Layout:
    head = f"### {title}"
    if user:
        head = f"-# {escape(cut(clean(user), LONGEST_TITLE))} asked\n{head}"
    above = "\n".join(filter(None, (head, _body(reply, 2 * LONGEST_TEXTS))))
    small = "\n".join(f"-# {escape(line)}" for note in notes for line in note.splitlines() if line)
    return Layout(above, tuple(filter(None, (small, request))), reply.ok)


def _fitted(made: Layout) -> Layout:
    """The layout cut to what its texts may be together, from the notes up; the request stays."""
    request = made.below[-1] if made.below and made.below[-1].startswith("-# /") else ""
    notes = cut("\n".join(text for text in made.below if text is not request), LONGEST_FOOTER)
    above = cut(made.above, LONGEST_TEXTS - length(request) - length(notes))
    return Layout(above, tuple(filter(None, (notes, request))), made.ok)


def small_print(reply: Reply) -> str:
    """The request as the last line of an answer, from which ``read.carried`` reads it; empty where it cannot stand."""
    request = reply.request
    if not (reply.ok and request) or request != clean(request) or "\n" in request or "://" in request:
        return ""
    line = f"-# {escape(request)}"
    return line if length(line) <= LONGEST_REQUEST else ""


def can_be_refined(reply: Reply) -> bool:
    """Whether a reply is a list of tracks that words may change."""
    return bool(reply.ok and reply.request and len(reply.rows) > 1 and "track_id" in reply.rows[0].data)


def refine_modal() -> ui.Modal:
    """The form that takes words under a list. Stopped at once: the library keeps no record of it."""
    modal = ui.Modal(title="Change this list", custom_id=REFINE)
    modal.add_item(
        ui.Label(
            text="In your own words",
            component=ui.TextInput(custom_id="words", placeholder="calmer, no remixes, only Spanish", max_length=300),
        )
    )
    modal.stop()
    return modal


def _rows(actions: Iterable[Action], links: Iterable[Link], refine: bool) -> list[list[ui.Item[Any]]]:
    """The selects, one a row, and the buttons, five a row, of a reply."""
    buttons: dict[str, Action] = {}
    selects: dict[str, dict[str, Action]] = {}
    for action in actions:
        packed = pack(action.command)
        if packed is not None:
            (selects.setdefault(action.group, {}) if action.group else buttons).setdefault(packed, action)
    shown = list(selects.items())[: ROWS - 1 if buttons else ROWS]
    rows: list[list[ui.Item[Any]]] = []
    for number, (group, options) in enumerate(shown):
        select: ui.Select[Any] = ui.Select(custom_id=f"select-{number}", placeholder=_plain(group, LONGEST_OPTION))
        for packed, action in list(options.items())[:MOST_OPTIONS]:
            select.add_option(label=_plain(action.label, LONGEST_OPTION), value=packed)
        rows.append([select])
    room = (ROWS - len(shown)) * BUTTONS_A_ROW
    made: list[ui.Item[Any]] = [
        ui.Button(label=_plain(link.label, LONGEST_LABEL), url=link.url)
        for link in links
        if len(link.url) <= LONGEST_URL
    ]
    if refine:
        made = made[: room - 1]
        made.append(ui.Button(label="Refine …", custom_id=REFINE, style=discord.ButtonStyle.primary))
    made += [ui.Button(label=_plain(one.label, LONGEST_LABEL), custom_id=packed) for packed, one in buttons.items()]
    made = made[:room]
    return rows + [made[at : at + BUTTONS_A_ROW] for at in range(0, len(made), BUTTONS_A_ROW)]


def view(actions: Iterable[Action], links: Iterable[Link] = (), *, refine: bool = False) -> ui.View:
    """The buttons and selects of a reply. Must be called in a running event loop.

    What was asked so far stands in each custom id, so the view is stopped at once and the library keeps no record of
    it: presses arrive as plain interactions, also after a restart. An action whose text does not fit is left out.

    Parameters
    ----------
    links : iterable of Link
        Buttons that open a page, before all others.
    refine : bool
        Whether a button that opens a form for words comes first.
    """
    made = ui.View(timeout=None)
    made.stop()
    for row in _rows(actions, links, refine):
        for item in row:
            made.add_item(item)
    return made


def layout_view(
    layout: Layout,
    attached: Iterable[Attached],
    actions: Iterable[Action],
    links: Iterable[Link] = (),
    *,
    refine: bool = False,
) -> ui.LayoutView:
    """A message of components with its buttons and selects, as ``view`` makes them.

    Parameters
    ----------
    attached : iterable of Attached
        Sent beside it: pictures are shown in a gallery, other files below it.
    """
    made = ui.LayoutView(timeout=None)
    made.stop()
    box: ui.Container[Any] = ui.Container(accent_colour=_ANSWER if layout.ok else _ERROR)
    box.add_item(ui.TextDisplay(layout.above))
    files = list(attached)
    shown = [one for one in files if one.alt is not None]
    if shown:
        items = [discord.MediaGalleryItem(f"attachment://{one.name}", description=one.alt or None) for one in shown]
        box.add_item(ui.MediaGallery(*items))
    for one in files:
        if one.alt is None:
            box.add_item(ui.File(f"attachment://{one.name}"))
    for text in layout.below:
        box.add_item(ui.TextDisplay(text))
    made.add_item(box)
    for row in _rows(actions, links, refine):
        made.add_item(ui.ActionRow(*row))
    return made


def clean(text: str) -> str:
    """The text without what Discord or JSON cannot carry: control characters and halves of surrogate pairs."""
    return re.sub(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]", " ", text).strip()


def escape(text: str) -> str:
    """The text so that Discord shows it as it stands and nobody is mentioned."""
    return _MARKUP.sub(lambda found: found[1] or found[2][:-1] + "\\" + found[2][-1], clean(text))


def length(text: str) -> int:
    """Its length as a strict counter has it: UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, most: int) -> str:
    """The text, escaped or not, in at most so many units: cut on a word, with a count of the words left out."""
    if length(text) <= most:
        return text
    room = max(most - 20, 0)
    head = text[: room - sum(letter > "\uffff" for letter in text[:room])]
    # Between words no backslash is parted from what it escapes; within a very long one it may be.
    word = head.rsplit(None, 1)[0] if " " in head or "\n" in head else ""
    head = word or head
    if (len(head) - len(head.rstrip("\\"))) % 2:
        head = head[:-1]
    left = len(text[len(head) :].split())
    return f"{head.rstrip()}… ({left:,} more)" if left > 1 else f"{head}…"


def _plain(text: str, most: int) -> str:
    """For labels, where no markdown is read."""
    return cut(" ".join(clean(text).split()) or "…", most)


def _body(reply: Reply, room: int) -> str:
    """Text and rows: whole rows as long as there is room, then a count of the rest."""
    if reply.error is not None:
        return cut("\n".join(filter(None, (escape(reply.error.message), escape(reply.error.hint)))), room)
    if not reply.rows:
        return cut(escape(reply.text), room)
    blocks = [_block(row, f"**{at}** " if reply.numbered else "• ") for at, row in enumerate(reply.rows, 1)]
    # Long prose yields to the rows that it introduces, up to half the room.
    text = cut(escape(reply.text), max(room // 2, room - sum(length(block) + 1 for block in blocks) - 30))
    lines = [text, ""] if text else []
    room -= sum(length(line) + 1 for line in lines) + 30
    for number, block in enumerate(blocks):
        room -= length(block) + 1
        if room < 0:
            return "\n".join([*lines, f"… and {len(blocks) - number:,} more"])
        lines.append(block)
    return "\n".join(lines)


def _block(row: Row, lead: str) -> str:
    """One row: its title, linked, and under it in small what there is to say."""
    name = clean(" ".join(row.title.split())) or "untitled"
    title = cut(escape(name), 200)
    if not row.url:
        title = f"**{title}**"
    else:
        url = row.url.replace("(", "%28").replace(")", "%29").replace(" ", "%20")
        title = f"{title} [↗]({url})" if _NO_LABEL.search(name) else f"[{title}]({url})"
    bar = ""
    if row.measure is not None:
        filled = round(_BAR * min(max(row.measure, 0.0), 1.0))
        bar = "▰" * filled + "▱" * (_BAR - filled)
    facts = (f"{bar} {escape(row.amount)}".strip(), escape(", ".join(row.chips)), escape(" ".join(row.detail.split())))
    small = cut(" · ".join(fact for fact in facts if fact), 600)
    return f"{lead}{title}\n-# {small}" if small else f"{lead}{title}"


def _attach(reply: Reply, most_bytes: int) -> tuple[tuple[Attached, ...], list[str]]:
    """What can be attached, and a sentence for each picture and file that cannot."""
    attached: dict[str, Attached] = {}
    untold = []
    for picture in reply.pictures:
        if len(picture.png) <= most_bytes and len(attached) < MOST_FILES:
            name = _name(picture.name, attached)
            attached[name] = Attached(name, picture.png, cut(clean(picture.alt), LONGEST_ALT))
        else:
            untold.append(f"The picture shows: {picture.alt}")
    for file in reply.files:
        if len(file.content) <= most_bytes and len(attached) < MOST_FILES:
            name = _name(file.name, attached)
            attached[name] = Attached(name, file.content)
        else:
            untold.append(f"{file.name} could not be attached.")
    return tuple(attached.values()), untold


def _name(name: str, taken: Container[str]) -> str:
    """A file name of safe characters that no other attachment of the message has."""
    safe = re.sub(r"[^A-Za-z0-9_.-]+", "_", name).strip("._")[-80:] or "file"
    while safe in taken:
        safe = f"_{safe}"
    return safe

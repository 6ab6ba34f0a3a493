"""A conversation of ten turns as each platform shows it: drawn from the very payloads that are sent.

``docs/make_pictures.py`` calls this. Discord's and Slack's own pages cannot be had without an account, so their
messages stand in a plain page of our own, with the text, links and buttons that the payload holds.
"""

import base64
import html
import io
import re
from collections.abc import Iterator
from typing import Any

from rich.console import Console

from bot.conversation import Conversation, Message
from bot.local_files import Folder
from bot.platforms.console import draw as draw_terminal
from bot.platforms.discord.draw import draw as draw_discord
from bot.platforms.slack.blocks import message as slack_message
from bot.reply import Reply

TURNS = (
    "hi!",
    "songs like Radiohead",
    "less sad",
    "without the live ones",
    "what genre is number 2?",
    "more like that one",
    "not the first, ever again",
    "how fast is the third one?",
    "make it 30 minutes",
    "thanks!",
)
_PAGE = """<!doctype html><meta charset="utf-8"><style>
body {{ margin: 0; padding: 24px; width: 760px; font: 15px/1.45 "Noto Sans", "DejaVu Sans", sans-serif; {body} }}
.turn {{ display: flex; gap: 12px; margin: 10px 0; }} .who {{ width: 34px; height: 34px; border-radius: {round};
flex: none; text-align: center; line-height: 34px; font-weight: 700; color: #fff; background: #7a6ff0; }}
.bot {{ background: #2f9e8f; }} .name {{ font-weight: 700; }} .card {{ {card} }} .title {{ font-weight: 700; }}
.small {{ font-size: 12px; opacity: .75; }} a {{ color: {link}; text-decoration: none; }}
.buttons span {{ display: inline-block; {button} border-radius: 4px; padding: 3px 10px; margin: 4px 6px 0 0;
font-size: 13px; }} img {{ display: block; width: 420px; border-radius: 6px; margin: 8px 0; }}
</style><body>{turns}</body>"""
_DISCORD = {
    "body": "background: #313338; color: #dbdee1;", "round": "50%", "link": "#00a8fc",
    "card": "background: #2b2d31; border-left: 4px solid #2f9e8f; border-radius: 4px; padding: 10px 14px;",
    "button": "background: #4e5058; color: #fff;",
}  # fmt: skip
_SLACK = {
    "body": "background: #fff; color: #1d1c1d;", "round": "6px", "link": "#1264a3", "card": "",
    "button": "border: 1px solid #bbb;",
}  # fmt: skip
_ROWS = 6  # buttons shown; a message has up to 25


def replies(conversation: Conversation, platform: str) -> Iterator[tuple[str, Reply]]:
    """The turns and what is answered."""
    for text in TURNS:
        yield text, conversation.said(Message(text, conversation=f"picture:{platform}"))


def discord_page(conversation: Conversation) -> str:
    """The conversation as Discord gets it."""
    turns = []
    for text, reply in replies(conversation, "discord"):
        drawing = draw_discord(reply)
        small = ""
        if drawing.layout is not None:
            shown = "".join(_picture(one.content, one.alt or "") for one in drawing.attached)
            body = f"{_markdown(drawing.layout.above)}{shown}{'<br>'.join(map(_markdown, drawing.layout.below))}"
        else:
            embed = drawing.embed
            assert embed is not None  # embeds are allowed here
            body = f'<div class="title">{_markdown(embed.title or "")}</div>{_markdown(embed.description or "")}'
            small = f'<div class="small">{html.escape(embed.footer.text or "")}</div>' if embed.footer.text else ""
        labels = [action.label for action in reply.actions if not action.group][:_ROWS]
        turns.append(_turn(text, f'<div class="card">{body}{small}</div>{_buttons(labels)}'))
    return _PAGE.format(turns="".join(turns), **_DISCORD)


def slack_page(conversation: Conversation) -> str:
    """The conversation as Slack gets it."""
    turns = []
    for text, reply in replies(conversation, "slack"):
        blocks = slack_message(reply)["blocks"]
        turns.append(_turn(text, "".join(_block(block) for block in blocks)))
    return _PAGE.format(turns="".join(turns), **_SLACK)


def terminal_page(conversation: Conversation) -> str:
    """The conversation as the terminal prints it, as SVG."""
    console = Console(width=100, record=True, file=io.StringIO(), highlight=False)
    for text, reply in replies(conversation, "terminal"):
        console.print(f"[bold]> {text}[/bold]")
        draw_terminal(console, reply, Folder())
        console.print()
    return console.export_svg(title="python -m bot console")


def _turn(text: str, answer: str) -> str:
    return (
        f'<div class="turn"><div class="who">A</div><div><div class="name">Ana</div>{html.escape(text)}</div></div>'
        f'<div class="turn"><div class="who bot">c</div><div><div class="name">cratebot</div>{answer}</div></div>'
    )


def _buttons(labels: list[str]) -> str:
    return f'<div class="buttons">{"".join(f"<span>{html.escape(label)}</span>" for label in labels)}</div>'


def _picture(png: bytes, alt: str) -> str:
    source = f"data:image/png;base64,{base64.b64encode(png).decode()}"
    return f'<img src="{source}" alt="{html.escape(alt)}">'


def _markdown(text: str) -> str:
    """The little of Discord's markdown that an answer uses."""
    made = html.escape(re.sub(r"\\(.)", lambda match: f"&#{ord(match[1])};", text), quote=False)
    made = made.replace("&amp;#", "&#")
    made = re.sub(r"\[([^\]]+)\]\((https?://[^)]+)\)", r'<a href="\2">\1</a>', made)
    made = re.sub(r"^### (.*)$", r"<b>\1</b>", made, flags=re.MULTILINE)
    made = re.sub(r"^-# (.*)$", r'<span class="small">\1</span>', made, flags=re.MULTILINE)
    return re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", made).replace("\n", "<br>")


def _block(block: dict[str, Any]) -> str:
    match block["type"]:
        case "header":
            return f'<div class="title">{html.escape(block["text"]["text"])}</div>'
        case "context":
            return "".join(f'<div class="small">{html.escape(part["text"])}</div>' for part in block["elements"])
        case "rich_text":
            return "".join(f"<div>{''.join(map(_element, part['elements']))}</div>" for part in block["elements"])
        case "actions":
            buttons = [one["text"]["text"] for one in block["elements"] if one["type"] == "button"][:_ROWS]
            return _buttons(buttons) if buttons else ""
        case "table":
            rows = ("".join(f"<td>{_cell(cell)}</td>" for cell in row) for row in block["rows"])
            return f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"
    return ""


def _cell(cell: dict[str, Any]) -> str:
    if cell["type"] == "raw_text":
        return html.escape(cell["text"])
    return "".join(_element(part) for section in cell["elements"] for part in section["elements"])


def _element(part: dict[str, Any]) -> str:
    text = html.escape(part["text"]).replace("\n", "<br>")
    if part["type"] == "link":
        return f'<a href="{html.escape(part["url"])}">{text}</a>'
    return f"<b>{text}</b>" if part.get("style", {}).get("bold") else text

"""Commands as tools, and replies as their results."""

from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from mcp.types import (
    CallToolResult,
    ContentBlock,
    EmbeddedResource,
    ImageContent,
    ResourceLink,
    TextContent,
    TextResourceContents,
    Tool,
    ToolAnnotations,
)

from bot.as_json import REPLY_SCHEMA, reply_object
from bot.asking import WORDS_SCHEMA
from bot.changing import may_change, may_remove
from bot.definition import Definition
from bot.fields import schema_of
from bot.platforms.mcp.kept import Kept
from bot.reply import File, Picture, Reply, Row

ASK: Final = "ask"
# Clients take a megabyte a result, and pictures grow by a third on the way.
_MOST_PICTURES: Final = 600_000
_MOST_INLINE: Final = 20_000
_MOST_ACTIONS: Final = 8

_ASK_TOOL: Final = Tool(
    name=ASK,
    title="Ask in plain words",
    description=(
        "Ask about music in plain words, as a person would: recommendations by mood, genre, sound, situation or "
        'likeness ("something calm for a rainy sunday morning, no vocals"), facts about tracks, artists and genres, '
        "comparisons, playlists, what is rising. Within one conversation earlier answers are known, so it can be gone "
        'on with ("less sad", "more like the second one"), and a question that is asked back can be answered. The '
        "other tools do the same with exact fields: take those where you know what each field should be."
    ),
    input_schema=WORDS_SCHEMA,
    output_schema=REPLY_SCHEMA,
    annotations=ToolAnnotations(read_only_hint=False, destructive_hint=True, open_world_hint=False),
)  # fmt: skip


def tools(definitions: Iterable[Definition], *, by_path: bool = False) -> list[Tool]:
    """The tool that takes plain words, then one for each command.

    Parameters
    ----------
    by_path : bool
        Whether files may be named by their path.
    """
    return [_ASK_TOOL, *(_tool(definition, by_path=by_path) for definition in definitions)]


def _tool(definition: Definition, *, by_path: bool) -> Tool:
    changes = may_change(definition.name)
    return Tool(
        name=definition.name,
        title=definition.name.capitalize(),
        description="\n\n".join(filter(None, (definition.summary, " ".join(definition.about.split())))),
        input_schema=schema_of(definition, by_path=by_path),
        output_schema=REPLY_SCHEMA,
        annotations=ToolAnnotations(
            read_only_hint=not changes,
            destructive_hint=may_remove(definition.name) if changes else None,
            open_world_hint=False,
        ),
    )


def result(reply: Reply, kept: Kept, owner: str) -> CallToolResult:
    """A reply as the result of a tool: text to read, pictures, files, and the same as one object for programs.

    Parameters
    ----------
    kept : Kept
        Where its pictures and files can be read from later, by their owner.
    """
    media_types = {file.name: file.media_type for file in reply.files}

    def keep(name: str, content: bytes) -> str:
        return kept.keep(name, content, media_types.get(name, "image/png"), owner)

    said = reply_object(reply, keep)
    content: list[ContentBlock] = [TextContent(text=in_text(reply, said["files"]))]
    content += _pictures(reply.pictures, said["images"])
    content += [_file(file, address) for file, address in zip(reply.files, said["files"], strict=True)]
    return CallToolResult(content=content, structured_content=said, is_error=not reply.ok)


def _pictures(pictures: Sequence[Picture], addresses: Sequence[str]) -> Iterator[ContentBlock]:
    """Pictures: as they are, as far as there is room in one result, else where to see them."""
    room = _MOST_PICTURES
    for picture, address in zip(pictures, addresses, strict=True):
        room -= len(picture.png)
        if room >= 0:
            yield ImageContent(data=b64encode(picture.png).decode(), mime_type="image/png")
        else:
            yield ResourceLink(name=picture.name, uri=address, mime_type="image/png", size=len(picture.png))


def _file(file: File, address: str) -> ContentBlock:
    """A file: in full if it is a short text, else where to read it."""
    text = text_of(file.content, file.media_type) if len(file.content) <= _MOST_INLINE else None
    if text is not None:
        return EmbeddedResource(resource=TextResourceContents(uri=address, mime_type=file.media_type, text=text))
    return ResourceLink(name=file.name, uri=address, mime_type=file.media_type, size=len(file.content))


def text_of(content: bytes, media_type: str) -> str | None:
    """The content as text; None if it is none."""
    if media_type.startswith("image/"):
        return None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None


def in_text(reply: Reply, files: Sequence[str] = ()) -> str:
    """A reply for an assistant to read: without markup, with what identifies each line and what can be asked next.

    Parameters
    ----------
    files : sequence of str
        Where its files can be read.
    """
    if reply.error is not None:
        return f"{reply.error.message} {reply.error.hint}".strip()
    return "\n\n".join(filter(None, map("\n".join, _paragraphs(reply, files))))


def _paragraphs(reply: Reply, files: Sequence[str]) -> Iterator[list[str]]:
    yield [reply.title]
    yield [reply.text] if reply.text else []
    yield [_line(row, f"{place}. " if reply.numbered else "- ") for place, row in enumerate(reply.rows, start=1)]
    yield list(reply.feedback)
    yield [f"Picture: {picture.alt}" for picture in reply.pictures]
    yield [f"File: {address}" for address in files]
    pressed = [action for action in reply.actions if not action.group][:_MOST_ACTIONS]
    yield ["What can be asked next:", *(f"- {one.label}: {one.command}" for one in pressed)] if pressed else []
    yield [f"Understood as: {reply.request}"] if reply.request else []


def _line(row: Row, mark: str) -> str:
    # A figure alone says nothing: it is named as in the object for programs.
    names = [name for name, value in row.data.items() if str(value) == row.amount]
    amount = f"{names[-1]} {row.amount}" if names and row.amount.isdecimal() else row.amount
    return mark + " | ".join(filter(None, (row.title, amount, ", ".join(row.chips), row.detail, row.url)))

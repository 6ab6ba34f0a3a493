"""The terminal: a conversation with completion, history and tables, or a JSON object a line for programs."""

import json
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TextIO

from bot.conversation import Conversation, failure
from bot.reply import Error, Reply
from bot.request import Request, Upload, read_request

if TYPE_CHECKING:
    from prompt_toolkit.completion import CompleteEvent, Completer, Completion
    from prompt_toolkit.document import Document
    from rich.console import Console

_LARGEST_FILE: Final = 64 * 1024 * 1024
_BAR: Final = 10
_MOST_NEXT: Final = 9


def run(conversation: Conversation, *, as_json: bool) -> int:
    """Answer the lines of standard input until it ends; the exit code."""
    folder = Path(tempfile.mkdtemp(prefix="cratebot-"))
    if as_json:
        for request in _requests(sys.stdin):
            _write_json(as_json_line(request, _answer(conversation, request), folder), sys.stdout)
    elif sys.stdin.isatty() and sys.stdout.isatty():
        _talk(conversation, folder)
    else:
        from rich.console import Console

        console = Console(width=None if sys.stdout.isatty() else 120, highlight=False)
        for request in _requests(sys.stdin):
            draw(console, _answer(conversation, request), folder)
    return 0


def _requests(lines: Iterable[str]) -> Iterator[Request]:
    return (read_request(line) for line in lines if line.strip())


def _write_json(line: dict[str, Any], sink: TextIO) -> None:
    print(json.dumps(line, ensure_ascii=False), file=sink, flush=True)


def _answer(conversation: Conversation, request: Request) -> Reply:
    """The reply; in a terminal a file parameter is a path."""
    definition = conversation.commands.get(request.command)
    files = {option.name for option in definition.options if option.type == "file"} if definition else set()
    uploads = {}
    for token in request.tokens:
        if token.key in files:
            path = Path(token.value).expanduser()
            try:
                if path.stat().st_size > _LARGEST_FILE:
                    return failure(Error("bad_value", f"{path} is larger than {_LARGEST_FILE >> 20} MB.", "Split it."))
                uploads[token.key] = Upload(path.name, path.read_bytes())
            except OSError as error:
                return failure(
                    Error("not_found", f"{path} cannot be read: {error.strerror}.", "Give the path of a file.")
                )
    return conversation.answer(Request(request.command, request.tokens, uploads=uploads), _progress())


def _progress() -> Any:
    """A bar on stderr that appears with the first word of progress."""
    bar: Any = None

    def show(done: int, total: int) -> None:
        nonlocal bar
        if bar is None:
            from tqdm import tqdm

            bar = tqdm(total=total, leave=False)
        bar.update(done - bar.n)
        if done >= total:
            bar.close()

    return show


def as_json_line(request: Request, reply: Reply, folder: Path) -> dict[str, Any]:
    """A reply for programs. Pictures and files are written into the folder and named by path."""
    line: dict[str, Any] = {
        "command": request.command,
        "ok": reply.ok,
        "title": reply.title,
        "text": reply.text,
        "rows": [
            dict(row.data) or {"title": row.title, "amount": row.amount, "detail": row.detail} for row in reply.rows
        ],
        "feedback": list(reply.feedback),
        "images": [_keep(folder, picture.name, picture.png) for picture in reply.pictures],
        "files": [_keep(folder, file.name, file.content) for file in reply.files],
        "actions": [{"label": action.label, "command": action.command} for action in reply.actions],
        "elapsed_ms": reply.elapsed_ms,
    }
    if reply.error is not None:
        line["error"] = {"code": reply.error.code, "message": reply.error.message, "hint": reply.error.hint}
    return line


def _keep(folder: Path, name: str, content: bytes) -> str:
    """Write into a place of its own below the folder, so that no reply overwrites another's; the path."""
    place = Path(tempfile.mkdtemp(dir=folder)) / Path(name).name
    place.write_bytes(content)
    return str(place)


def draw(console: "Console", reply: Reply, folder: Path) -> None:
    """Draw a reply with tables and bars; everything from the catalogue or the user as plain text."""
    from rich.markup import escape
    from rich.table import Table
    from rich.text import Text

    if reply.error is not None:
        console.print(Text(reply.error.message, style="red"))
        if reply.error.hint:
            console.print(Text(reply.error.hint))
        return
    console.print(Text(reply.title, style="bold"))
    if reply.text:
        console.print(Text(reply.text))
    if reply.rows:
        table = Table(box=None, show_header=False, padding=(0, 1), pad_edge=False)
        for _ in range(5):
            table.add_column(overflow="fold")
        for place, row in enumerate(reply.rows, start=1):
            bar = "" if row.measure is None else "█" * round(_BAR * row.measure)
            style = f"link {row.url}" if row.url else ""
            table.add_row(
                str(place) if reply.numbered else "",
                Text(row.title, style=style),
                Text(", ".join(row.chips), style="cyan"),
                Text(f"{bar:<{_BAR}} {row.amount}".rstrip(), style="green"),
                Text(row.detail, style="dim"),
            )
        console.print(table)
    for line in reply.feedback:
        console.print(Text(line, style="yellow"))
    for kind, name, content, words in (
        *(("picture", picture.name, picture.png, picture.alt) for picture in reply.pictures),
        *(("file", file.name, file.content, "") for file in reply.files),
    ):
        console.print(Text(f"{kind}: {_keep(folder, name, content)} {words}".rstrip(), style="magenta"))
    for action in [action for action in reply.actions if not action.group]:
        label = "" if action.label == action.command else f"{action.label}: "
        console.print(Text(f"  {label}{action.command}", style="dim"))
    console.print(escape(f"({reply.elapsed_ms:.0f} ms)"), style="dim")


def _talk(conversation: Conversation, folder: Path) -> None:
    """Read lines with completion and history until the end of input."""
    from prompt_toolkit import PromptSession
    from prompt_toolkit.history import FileHistory
    from rich.console import Console

    console = Console(highlight=False)
    console.print("Try: /recommend energy:high mood:happy   /help   (Tab completes, Ctrl-D ends)")
    session: PromptSession[str] = PromptSession(
        history=FileHistory(str(Path.home() / ".cratebot_history")),
        completer=completer(conversation),
        complete_while_typing=False,
    )
    while True:
        try:
            line = session.prompt("> ")
        except KeyboardInterrupt:
            continue
        except EOFError:
            return
        if line.strip():
            draw(console, _answer(conversation, read_request(line)), folder)


def completer(conversation: Conversation) -> "Completer":
    """Completion of commands, keys and values for the terminal."""
    from prompt_toolkit.completion import Completer, Completion

    class Words(Completer):
        def get_completions(self, document: "Document", complete_event: "CompleteEvent") -> Iterator["Completion"]:
            for start, text in completions(conversation, document.text_before_cursor):
                yield Completion(text, start_position=start)

    return Words()


def completions(conversation: Conversation, line: str) -> list[tuple[int, str]]:
    """What the line may go on with: (where it begins, counted back from the end; the text)."""
    if line.startswith("/") and " " not in line:
        return [(-len(line), f"/{name} ") for name in conversation.commands if name.startswith(line[1:].lower())]
    command = line[1:].split(" ", 1)[0].lower() if line.startswith("/") else "recommend"
    definition = conversation.commands.get(command)
    if definition is None:
        return []
    # A value in open quotes may hold spaces; else the last word counts.
    opened = line.rfind(':"')
    if opened > 0 and '"' not in line[opened + 2 :]:
        key, value, quoted = line[:opened].rsplit(" ", 1)[-1], line[opened + 2 :], 1
    else:
        word = line.rsplit(" ", 1)[-1]
        key, colon, value = word.partition(":")
        quoted = 0
        if not colon:
            return [
                (-len(word), f"{option.name}:") for option in definition.options if option.name.startswith(word.lower())
            ]
    found = conversation.suggestions(command, key.lstrip("-"), value, 12)
    return [
        (-len(value) - quoted, f'"{suggestion.label}"' if quoted or " " in suggestion.label else suggestion.label)
        for suggestion in found
    ]

"""The terminal: a conversation with completion, history and tables, or a JSON object a line for programs."""

import json
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TextIO

from bot.as_json import reply_object
from bot.conversation import Conversation, Message, failure
from bot.dialogue.shared import DEFAULT_LIMIT
from bot.local_files import Folder, read_upload
from bot.memory import Caller
from bot.reply import Error, Reply
from bot.request import Upload, may_list_tracks, read_request
from bot.settings import UserError
from bot.welcome import Welcome, welcome

if TYPE_CHECKING:
    from prompt_toolkit.completion import CompleteEvent, Completer, Completion
    from prompt_toolkit.document import Document
    from rich.console import Console
    from rich.table import Table

_LARGEST_FILE: Final = 64 * 1024 * 1024
_BAR: Final = 10
_SHORT_ALT: Final = 140
# Below this width a row's reasons stand under its title.
_WIDE: Final = 100
# One run of the terminal is one conversation.
_RUN: Final = "console"
_CALLER: Final = Caller()
_PATH: Final = re.compile(r"\"([^\"]+)\"|'([^']+)'|(\S+)")
_BEFORE_NAME: Final = re.compile(
    r"\b(?P<word>like|similar to|by|from|artist|track|of|is|about)\s+(?P<name>[^,;:]*)$", re.I
)


def run(conversation: Conversation, *, as_json: bool, limit: int = DEFAULT_LIMIT) -> int:
    """Answer the lines of standard input until it ends; the exit code.

    The run is one conversation; ``/new`` starts it afresh.

    Parameters
    ----------
    as_json : bool
        A JSON object a line, with the paths of pictures and files.
    limit : int
        How many tracks a list holds where the message does not say.
    """
    folder = Folder()
    if as_json:
        for line in _lines(sys.stdin):
            _write_json(reply_object(_answer(conversation, line, limit), folder.keep), sys.stdout)
    elif sys.stdin.isatty() and sys.stdout.isatty():
        _talk(conversation, folder, limit)
    else:
        console = _printer(width=None if sys.stdout.isatty() else 120, highlight=False)
        for line in _lines(sys.stdin):
            draw(console, _answer(conversation, line, limit), folder)
    return 0


def _printer(**options: Any) -> "Console":
    """Rich's console; where nobody reads any more it raises, as ``print`` does, instead of ending the process."""
    from rich.console import Console

    class Printer(Console):
        def on_broken_pipe(self) -> None:
            raise BrokenPipeError

    return Printer(**options)


def _lines(lines: Iterable[str]) -> Iterator[str]:
    return (line.strip() for line in lines if line.strip())


def _write_json(line: dict[str, Any], sink: TextIO) -> None:
    print(json.dumps(line, ensure_ascii=False, allow_nan=False), file=sink, flush=True)


def _answer(conversation: Conversation, line: str, limit: int = DEFAULT_LIMIT) -> Reply:
    """The reply to a line; in a terminal a file parameter is a path."""
    if line.lower() == "/new":
        conversation.contexts.drop(_RUN)
        return Reply(title="A fresh start. What would you like to hear?")
    try:
        line, attached = _attached(line)
        uploads = attached or _uploads(conversation, line)
    except UserError as error:
        return failure(Error(error.code, error.message, error.hint))
    return conversation.said(
        Message(line, conversation=_RUN, uploads=uploads, limit=limit, caller=_CALLER), _progress()
    )


def _attached(line: str) -> tuple[str, dict[str, Upload]]:
    """Plain words without the path of a list among them, and that list: ``fill this up to 30 tracks: set.csv``."""
    if line.startswith("/") and " " in line.split("/", 2)[1]:
        return line, {}
    for match in _PATH.finditer(line):
        path = next(filter(None, match.groups())).rstrip(",;!?")
        if may_list_tracks(path) and Path(path).expanduser().is_file():
            rest = f"{line[: match.start()]} {line[match.end() :]}"
            return " ".join(rest.split()).rstrip(": "), {"file": read_upload(path, _LARGEST_FILE)}
    return line, {}


def _uploads(conversation: Conversation, line: str) -> dict[str, Upload]:
    """The files that a typed command names by path."""
    if not line.startswith("/"):
        return {}
    request = read_request(line)
    definition = conversation.commands.get(request.command)
    files = {option.name for option in definition.options if option.type == "file"} if definition else set()
    uploads = {}
    for token in request.tokens:
        if token.key in files:
            uploads[token.key] = read_upload(token.value, _LARGEST_FILE)
    return uploads


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


def draw(console: "Console", reply: Reply, folder: Folder, exports: Path | None = None) -> None:
    """Draw a reply with tables and bars; everything from the catalogue or the user as plain text.

    Files are written to ``exports`` if it is given (never over another), else like pictures into the folder.
    """
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
        console.print(_table(reply, wide=console.width >= _WIDE))
    for line in reply.feedback:
        console.print(Text(line, style="yellow"))
    for picture in reply.pictures:
        words = picture.alt if len(picture.alt) <= _SHORT_ALT else f"{picture.alt[: _SHORT_ALT - 1]}…"
        console.print(Text(f"picture: {folder.keep(picture.name, picture.png)} {words}".rstrip(), style="magenta"))
    for file in reply.files:
        path = folder.keep(file.name, file.content) if exports is None else _export(exports, file.name, file.content)
        console.print(Text(f"file: {path}", style="magenta"))
    if reply.links:
        console.print(Text("  ") + Text(" · ").join(Text(one.label, f"link {one.url}") for one in reply.links))
    labels = [action.label for action in reply.actions if not action.group]
    if labels:
        console.print(Text("  " + " · ".join(labels), style="cyan"))
    understood = f"understood as {reply.request}  " if reply.request else ""
    console.print(Text(f"{understood}({reply.elapsed_ms:.0f} ms)", style="dim"))


def _table(reply: Reply, *, wide: bool) -> "Table":
    """The rows as a table: in five columns, or on narrow terminals in three with the reasons under the title."""
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, show_header=False, padding=(0, 1), pad_edge=False)
    for _ in range(5 if wide else 3):
        table.add_column(overflow="fold")
    for place, row in enumerate(reply.rows, start=1):
        number = str(place) if reply.numbered else ""
        title = Text(row.title, style=f"link {row.url}" if row.url else "")
        chips, detail = Text(", ".join(row.chips), style="cyan"), Text(row.detail, style="dim")
        bar = "" if row.measure is None else "█" * round(_BAR * row.measure)
        measure = Text(f"{bar:<{_BAR}} {row.amount}".rstrip(), style="green")
        if wide:
            table.add_row(number, title, chips, measure, detail)
        else:
            below = [part for part in (chips, detail) if part]
            table.add_row(number, Text("\n").join((title, *below)), measure)
    return table


def _export(directory: Path, name: str, content: bytes) -> str:
    """Write a file where the person is, under the next free name; the path."""
    wanted = directory / Path(name).name
    for number in range(1, 1000):
        path = wanted if number == 1 else wanted.with_stem(f"{wanted.stem}-{number}")
        try:
            with path.open("xb") as file:
                file.write(content)
        except FileExistsError:
            continue
        return str(path)
    raise UserError(f"There are too many files called {wanted.name} here.", "Remove some of them.")


def _talk(conversation: Conversation, folder: Folder, limit: int) -> None:
    """Read lines with completion and history until the end of input."""
    from prompt_toolkit import PromptSession
    from prompt_toolkit.history import FileHistory

    console = _printer(highlight=False)
    console.print(greeting(welcome(conversation.engine)), markup=False)
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
            draw(console, _answer(conversation, line.strip(), limit), folder, Path.cwd())
            console.print()


def greeting(welcome: Welcome) -> str:
    """The first lines of a run."""
    notice = f"{welcome.notice}\n" if welcome.notice else ""
    tries = "\n  ".join(welcome.tries)
    return (
        "Hello! I find music and answer questions about tracks, artists and genres.\n"
        f"{welcome.catalogue}\n{notice}\n"
        f"Say it in your own words, for example:\n  {tries}\n"
        'Go on with "calmer", "more like the second one" or "without that artist".\n'
        "(Tab completes names, /help shows all commands, /new starts afresh, Ctrl-D ends)\n"
    )


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
    if not line.startswith("/") and ":" not in line.rsplit(" ", 1)[-1]:
        return _in_words(conversation, line)
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
    found = conversation.suggestions(command, key.lstrip("-"), value, 12, _CALLER.workspace)
    return [
        (-len(value) - quoted, f'"{suggestion.label}"' if quoted or " " in suggestion.label else suggestion.label)
        for suggestion in found
    ]


def _in_words(conversation: Conversation, line: str) -> list[tuple[int, str]]:
    """Completions inside a sentence: a name after "like", "by" and the like, else a genre or a mood."""
    if match := _BEFORE_NAME.search(line):
        typed = match["name"]
        option = "artist" if match["word"].lower() in ("by", "from", "artist") else "name"
        found = conversation.suggestions("", option, typed, 8, _CALLER.workspace) if typed else []
        return [(-len(typed), suggestion.label) for suggestion in found]
    word = line.rsplit(" ", 1)[-1]
    if not word:
        return []
    names = [
        suggestion.label
        for option in ("genre", "mood")
        for suggestion in conversation.suggestions("recommend", option, word, 6, _CALLER.workspace)
        if suggestion.label.startswith(word.lower())
    ]
    keys = [f"{option.name}:" for option in conversation.commands["recommend"].options]
    return [(-len(word), name) for name in (*names, *(key for key in keys if key.startswith(word.lower())))]

"""Replies: plain frozen data that each platform draws in its own way. No markup in them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal

from charts import Chart
from engine import ErrorCode

LONGEST_LABEL: Final = 80
LONGEST_ALT: Final = 1000


@dataclass(frozen=True)
class Row:
    """One line of a list: a track, an artist, a genre, a coefficient.

    Parameters
    ----------
    title : str
        What the line is about.
    url : str or None
        The page that the title links to.
    measure : float or None
        A bar from 0 to 1.
    amount : str
        The measure in words or figures: ``96``, ``41 %``, ``+3.2 (1.1 to 5.3)``.
    chips : tuple of str
        Short labels, genres mostly.
    detail : str
        Why it stands here.
    data : mapping
        The line for programs, JSON types only.
    """

    title: str
    url: str | None = None
    measure: float | None = None
    amount: str = ""
    chips: tuple[str, ...] = ()
    detail: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Picture:
    """A drawn chart: a PNG, and what it shows in words.

    Parameters
    ----------
    name : str
        Of a file, with its suffix.
    png : bytes
        In the theme that the request asked for.
    alt : str
        At most 1000 characters.
    draw : callable or None
        ``draw("light", 2.0)`` gives the PNG in another theme (``dark`` or ``light``) and scale (1.0 is 900 pixels of
        width). It takes 100 to 300 ms unless it was drawn before: call it in a worker thread.
    """

    name: str
    png: bytes
    alt: str
    draw: Callable[[str, float], bytes] | None = field(default=None, repr=False, compare=False)


@dataclass(frozen=True)
class File:
    """A file to download."""

    name: str
    content: bytes
    media_type: str = "text/csv"


@dataclass(frozen=True)
class Action:
    """What may be pressed next.

    Parameters
    ----------
    label : str
        On the button; cut at 80 characters.
    command : str
        The text that pressing it amounts to, such as ``/recommend energy:"very high"``.
    group : str
        Actions of one group are offered as one select with this placeholder; empty for a button.
    """

    label: str
    command: str
    group: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "label", cut(self.label))


@dataclass(frozen=True)
class Link:
    """A page outside that may be opened, such as a track in a streaming service.

    Parameters
    ----------
    label : str
        On the button.
    url : str
        Begins with ``https://``.
    """

    label: str
    url: str


@dataclass(frozen=True)
class Error:
    """Why there is no answer.

    Parameters
    ----------
    code : ErrorCode
        For programs.
    message : str
        One sentence: what was wrong.
    hint : str
        What is allowed, or the nearest thing that was perhaps meant.
    """

    code: ErrorCode
    message: str
    hint: str = ""


@dataclass(frozen=True)
class Reply:
    """An answer.

    Parameters
    ----------
    title : str
    text : str
        Paragraphs, parted by an empty line.
    rows : tuple of Row
    numbered : bool
        Whether the rows are a ranking.
    feedback : tuple of str
        What was done to the request, and where the answer comes from, a line each.
    charts : tuple of Chart
        What a command wants drawn; the conversation draws it and gives it to platforms as ``pictures``.
    pictures, files, actions : tuple
    links : tuple of Link
        Where to go on outside, shown as buttons that open a page.
    live : str
        Names what the reply shows, such as ``crate:7``: a platform may update the messages that show it when a later
        reply has the same name. Empty for a reply that stays as it is.
    live_at : float
        When what is shown was last changed, in seconds since 1970.
    error : Error or None
        Set if there is no answer; then only it, the actions and the title matter.
    elapsed_ms : float
        From the moment that the request was taken to the moment that the reply stood.
    request : str
        The canonical text of what the message was understood as; asking it again gives the same answer. Empty for
        small talk.
    """

    title: str
    text: str = ""
    rows: tuple[Row, ...] = ()
    numbered: bool = True
    feedback: tuple[str, ...] = ()
    charts: tuple[Chart, ...] = ()
    pictures: tuple[Picture, ...] = ()
    files: tuple[File, ...] = ()
    actions: tuple[Action, ...] = ()
    links: tuple[Link, ...] = ()
    live: str = ""
    live_at: float = 0.0
    error: Error | None = None
    elapsed_ms: float = 0.0
    request: str = ""

    @property
    def ok(self) -> bool:
        """Whether there is an answer."""
        return self.error is None

    @property
    def kind(self) -> Literal["answer", "error"]:
        """For logs and metrics."""
        return "answer" if self.error is None else "error"


def with_list(imported: Reply, answer: Reply) -> Reply:
    """One reply of the answer to an import and the answer to the words that came with the list.

    The lines that are to be decided stay a choice; how much of the list was found stands before the answer. Where the
    words have no answer, the import is answered and that is told.
    """
    if answer.error is not None:
        why = " ".join(filter(None, (answer.error.message, answer.error.hint)))
        return replace(imported, feedback=(why, *imported.feedback))
    found = f"{imported.title}. {imported.text}".rstrip()
    # Which rows of the import are not shown says nothing beside other rows.
    notes = [note for note in imported.feedback if not note.startswith("And ")]
    doubts = tuple(action for action in imported.actions if action.group or action.label.startswith("Take the nearest"))
    return replace(
        answer,
        text="\n\n".join(filter(None, (answer.text, found))),
        feedback=tuple(dict.fromkeys((*answer.feedback[:-1], *notes, *answer.feedback[-1:]))),
        pictures=(*answer.pictures, *imported.pictures),
        files=(*answer.files, *imported.files),
        actions=(*doubts, *(action for action in answer.actions if action not in doubts)),
    )


def cut(text: str, letters: int = LONGEST_LABEL) -> str:
    """The text, cut with an ellipsis if it is longer."""
    return text if len(text) <= letters else text[: letters - 1] + "…"

"""What a command answers: plain frozen data that each door draws in its own way. No markup in it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal


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
    """A PNG and what it shows in words (at most 1024 characters, Discord's limit for alt text)."""

    name: str
    png: bytes
    alt: str


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
        On the button, at most 80 characters.
    command : str
        The text that pressing it amounts to, such as ``/recommend energy:"very high"``.
    group : str
        Actions of one group are offered as one select with this placeholder; empty for a button.
    """

    label: str
    command: str
    group: str = ""


@dataclass(frozen=True)
class Error:
    """Why there is no answer.

    Parameters
    ----------
    code : str
        For programs: ``unknown_command``, ``unknown_parameter``, ``missing_parameter``, ``missing_file``,
        ``bad_value``, ``not_found``, ``no_models``, ``one_snapshot``, ``too_fast``, ``busy``, ``stale_button``,
        ``fault``.
    message : str
        One sentence: what was wrong.
    hint : str
        What is allowed, or the nearest thing that was perhaps meant.
    """

    code: str
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
        What was done to the wish, a line each.
    pictures, files, actions : tuple
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
    pictures: tuple[Picture, ...] = ()
    files: tuple[File, ...] = ()
    actions: tuple[Action, ...] = ()
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

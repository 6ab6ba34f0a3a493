"""What a message was understood as."""

from dataclasses import dataclass, replace

from bot.dialogue.context import Question
from bot.reply import Reply
from bot.request import Request, read_request
from engine import Query, Token, Track


@dataclass(frozen=True)
class Outcome:
    """What a message was understood as. Exactly one of ``request`` and ``reply`` is set.

    Parameters
    ----------
    request : Request or None
        To be answered.
    reply : Reply or None
        Small talk, a question back, or a fact about what was shown.
    before : Request or None
        Another request of the same message; its answer's words come first.
    notes : tuple of str
        What was done to the message, for the reply's feedback.
    lead : str
        A sentence that answers the question, before the details of the request's own answer.
    headline : str
        What answers the question in short: the title of the reply, in place of the request's own.
    last_first : bool
        Whether the rows of the request's own answer come the last first, because that end was asked for.
    question : Question or None
        What is asked back, or the other readings of a message that was taken one way.
    focus : tuple of Track
        What "it" means next, where there is no request that says so.
    fresh : bool
        Whether nothing that was shown before is gone on from, unless somebody goes back to it.
    beside : str
        Words that came with the list that is to be imported: read once it is.
    allowed : tuple of str
        Artists that were rejected before and may come again.
    """

    request: Request | None = None
    reply: Reply | None = None
    before: Request | None = None
    notes: tuple[str, ...] = ()
    lead: str = ""
    headline: str = ""
    last_first: bool = False
    question: Question | None = None
    focus: tuple[Track, ...] = ()
    fresh: bool = False
    beside: str = ""
    allowed: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The request as text; empty where there is none."""
        return self.request.text if self.request is not None else ""


def request_of(command: str, *parts: Token | str) -> Request:
    """A request from its parts; what stands as text is read."""
    text = " ".join(str(part) for part in parts if part)
    return read_request(f"/{command} {text}".rstrip())


def playlist_query(query: Query) -> Query:
    """The query without what a playlist does not take: a number of tracks, a place to go on from, a distance."""
    return replace(
        query, limit=Query().limit, skip=0, per_artist=0, metric="", surprise="none", most="", sort="", notes=()
    )

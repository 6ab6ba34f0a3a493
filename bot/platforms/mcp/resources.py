"""What an assistant can read: facts about the catalogue, the models' cards, and files of earlier answers."""

from base64 import b64encode
from pathlib import Path
from typing import Final
from urllib.parse import quote

from mcp.types import BlobResourceContents, ReadResourceResult, Resource, ResourceTemplate, TextResourceContents

from bot.conversation import Conversation
from bot.platforms.mcp.kept import FILES, Kept
from bot.platforms.mcp.tools import in_text, text_of
from bot.request import Request

_MODELS: Final = "cratebot://models/"
# Addresses whose text is the answer of a command.
_ANSWERS: Final = {
    "cratebot://catalogue": (
        "about",
        "The catalogue",
        "What the answers come from: tables, dates, sizes, models and their figures.",
    ),
    "cratebot://help": ("help", "What can be asked", "What to ask, by example."),
}
_GENRES: Final = "cratebot://genres"
_FILE_TEMPLATE: Final = ResourceTemplate(
    name="file", title="A picture or file of an answer", uri_template=f"{FILES}{{key}}/{{name}}",
    description="Where an answer says that its pictures and files can be read; kept for a while.",
)  # fmt: skip


class Resources:
    """Lists and reads resources.

    Parameters
    ----------
    conversation : Conversation
    models : Path
        The folder with the models' cards.
    kept : Kept
        Pictures and files of answers.
    """

    def __init__(self, conversation: Conversation, models: Path, kept: Kept) -> None:
        self._conversation = conversation
        self._kept = kept
        self._cards = {f"{_MODELS}{quote(card.stem.lower())}": card for card in sorted(models.glob("*.md"))}
        self.templates = [_FILE_TEMPLATE]

    def list(self) -> list[Resource]:
        """All that have an address of their own."""
        answers = [
            Resource(uri=uri, name=uri.rpartition("/")[2], title=title, description=about, mime_type="text/plain")
            for uri, (_, title, about) in _ANSWERS.items()
        ]
        genres = Resource(
            uri=_GENRES, name="genres", title="All genres", mime_type="text/csv",
            description="Every genre with its size, popularity and median audio features.",
        )  # fmt: skip
        cards = [
            Resource(
                uri=uri, name=uri.removeprefix(_MODELS), title=f"Model card: {card.stem.lower()}",
                description="Data, method and held-out figures of a model.", mime_type="text/markdown",
            )
            for uri, card in self._cards.items()
        ]  # fmt: skip
        return [*answers, genres, *cards]

    async def read(self, uri: str, owner: str) -> ReadResourceResult:
        """The content at an address; ``LookupError`` if there is none that the owner may read."""
        if uri in _ANSWERS:
            reply = await self._conversation.ask(Request(_ANSWERS[uri][0]))
            return _text(uri, "text/plain", in_text(reply))
        if uri == _GENRES:
            reply = await self._conversation.ask(Request("genres"))
            return _content(uri, reply.files[0].content, "text/csv")
        if uri in self._cards:
            return _content(uri, self._cards[uri].read_bytes(), "text/markdown")
        return _content(uri, *self._kept.read(uri, owner))


def _content(uri: str, content: bytes, media_type: str) -> ReadResourceResult:
    text = text_of(content, media_type)
    if text is not None:
        return _text(uri, media_type, text)
    blob = BlobResourceContents(uri=uri, mime_type=media_type, blob=b64encode(content).decode())
    return ReadResourceResult(contents=[blob])


def _text(uri: str, media_type: str, text: str) -> ReadResourceResult:
    return ReadResourceResult(contents=[TextResourceContents(uri=uri, mime_type=media_type, text=text)])

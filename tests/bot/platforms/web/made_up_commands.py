"""A few commands that the engine has no part in, each good for one promise of the page."""

import struct
import threading
import zlib
from dataclasses import dataclass
from typing import Annotated

from bot.conversation import Conversation
from bot.cooldown import Cooldown
from bot.definition import Definition, command
from bot.dialogue.context import Context, Task
from bot.dialogue.outcome import Outcome
from bot.parameters import Attachment, Choice, Count, Name, Progress, Text
from bot.reply import Action, File, Picture, Reply, Row
from bot.request import Request, Upload, read_request
from engine.errors import UserError

HOSTILE = "<img src=x onerror=\"document.title='taken'\"></b>&lt;\u202ekcart"
TITLES = ("Blue Monday - New Order", "Blue in Green - Miles Davis", "Paint It, Black - The Rolling Stones", HOSTILE)


class MadeUpCatalogue:
    """As much of a catalogue as the welcome tells."""

    genres = ("jazz", "pop")
    synthetic = True

    def __len__(self) -> int:
        return 4


class MadeUpDialogue:
    """Takes every message as it stands."""

    def understand(self, text: str, context: Context, *, limit: int = 5) -> Outcome:
        return Outcome(read_request(text))

    def task(self, request: Request) -> Task:
        return Task(request.command)

    def canonical(self, request: Request) -> str:
        return request.text

    def settled(self, request: Request, context: Context) -> Request:
        return request


@dataclass(frozen=True)
class MadeUpTrack:
    title: str
    popularity: int


class MadeUpEngine:
    """Finds what it is told and suggests a few titles."""

    catalogue = MadeUpCatalogue()
    collected = "2022-10"

    def changed_on_disk(self) -> bool:
        return False

    def find_artist(self, text: str) -> str:
        return text

    def find_track(self, text: str) -> str:
        return text

    def find(self, text: str, limit: int = 25) -> list[MadeUpTrack]:
        return [MadeUpTrack(title, 50) for title in TITLES if text.lower() in title.lower()][:limit]

    def suggest(self, source: str, text: str, limit: int = 25) -> list[tuple[str, str]]:
        return [(title, title) for title in TITLES if text.lower() in title.lower()][:limit]


def png(width: int, height: int) -> bytes:
    """A plain picture."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    lines = (b"\0" + b"\x8a\x4b\x2a" * width) * height
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(lines)) + chunk(b"IEND", b"")


class MadeUp:
    """The commands and what a test may know of them: what was run, and when a slow one may end."""

    def __init__(self) -> None:
        self.runs: list[str] = []
        self.may_end = threading.Event()
        self.longest = 10.0

    def commands(self) -> dict[str, Definition]:
        runs, may_end = self.runs, self.may_end

        @command("recommend", examples=("/recommend energy",), provenance=False)
        def recommend(engine: MadeUpEngine, *, query: Annotated[str, Text("what to hear")] = "") -> Reply:
            """Tracks for a query."""
            runs.append(query)
            return Reply(f"Heard: {query}", rows=(Row("A track", chips=("pop",), measure=0.5, amount="50"),))

        @command("tune", examples=("/tune track:Blue",), provenance=False)
        def tune(
            engine: MadeUpEngine,
            *,
            track: Annotated[str, Name("its title", source="track")],
            metric: Annotated[str, Choice("how to measure", ("cosine", "euclidean"))] = "cosine",
            limit: Annotated[int, Count("how many", 1, 4)] = 4,
        ) -> Reply:
            """Tracks near another: by sound."""
            runs.append(track)
            rows = tuple(
                Row(title, "https://open.spotify.com/track/x" if place else "javascript:alert(1)", 0.9, "90", ("rock",))
                for place, title in enumerate(TITLES[:limit])
            )
            more = tuple(
                Action(title, f'/tune track:"{title.partition(" - ")[0]}"', "More like ...") for title in TITLES[:2]
            )
            return Reply(
                f"Near {track}", rows=rows, feedback=("by sound",), actions=(*more, Action("Fewer", "/tune x limit:1"))
            )

        @command("chart", examples=("/chart",), provenance=False)
        def chart(engine: MadeUpEngine) -> Reply:
            """A picture and a table."""
            return Reply(
                "A chart",
                text="First.\n\nSecond.",
                pictures=(Picture("chart.png", png(64, 32), "Energy rises over the years"),),
                files=(File("näme;\r\n.csv", b"<script>1</script>", "text/html"),),
            )

        @command("drawn", examples=("/drawn",), provenance=False)
        def drawn(engine: MadeUpEngine) -> Reply:
            """A picture that can be drawn anew."""
            return Reply(
                "Drawn",
                pictures=(
                    Picture(
                        "d.png",
                        png(90, 40),
                        "A drawn chart",
                        lambda theme, scale: png(int(90 * scale), int(40 * scale)),
                    ),
                ),
            )

        @command("slow", examples=("/slow",), provenance=False)
        def slow(engine: MadeUpEngine, *, progress: Progress) -> Reply:
            """Takes until it may end."""
            runs.append("slow")
            progress(1, 4)
            may_end.wait(self.longest)
            return Reply("At last")

        @command("broken", examples=("/broken",), provenance=False)
        def broken(engine: MadeUpEngine) -> Reply:
            """Never works."""
            raise UserError("No track is called <b>that</b>.", "Nearest: this.", code="not_found")

        @command("label", examples=("/label",), provenance=False)
        def label(engine: MadeUpEngine, *, table: Annotated[Upload, Attachment("the table")]) -> Reply:
            """Reads a file."""
            return Reply(f"{table.name}: {len(table.content)} bytes")

        return {one.name: one for one in (recommend, tune, chart, drawn, slow, broken, label)}

    def conversation(self) -> Conversation:
        """A conversation with the commands."""
        conversation = Conversation(MadeUpEngine(), self.commands(), cooldown=Cooldown(burst=10_000))  # type: ignore[arg-type]
        conversation.dialogue = MadeUpDialogue()  # type: ignore[assignment]
        return conversation

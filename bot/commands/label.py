"""/label: genres for every row of a CSV."""

import csv
import io
from typing import Annotated

from bot.definition import command
from bot.parameters import Attachment, Progress, YesNo
from bot.reply import Action, File, Reply, Row
from bot.request import Upload
from engine import Engine
from engine.genre.label import Labelled

_SHOWN = 5


@command("label", examples=("/label file:tracks.csv",))
def label(
    engine: Engine,
    *,
    file: Annotated[Upload, Attachment("a CSV with the nine audio columns")],
    audio_only: Annotated[bool, YesNo("leave the names aside")] = False,
    progress: Progress,
) -> Reply:
    """Genres for every row of a CSV: the five likeliest, their probabilities and a confidence_label.

    The file needs the nine audio columns; names, duration_ms, key, mode, time_signature and explicit help if they are
    there. Genre and popularity columns are ignored, and what a track is filed under is not looked up. At most
    50,000 rows.
    """
    found = engine.label(file.content, audio_only=audio_only, on_progress=progress)
    name = file.name.rsplit(".", 1)[0] or "tracks"
    told = [f"Line {line}: {reason}." for line, reason in found.problems[:_SHOWN]]
    if len(found.problems) > _SHOWN:
        told.append(f"And {len(found.problems) - _SHOWN:,} more; problems.csv has them all.")
    return Reply(
        f"{found.labelled:,} of {found.rows:,} rows labelled",
        found.summary,
        tuple(
            Row(
                confidence_label,
                measure=count / max(1, found.labelled),
                amount=f"{count:,}",
                data={"verdict": confidence_label, "rows": count},
            )
            for confidence_label, count in found.label_counts.items()
        ),
        numbered=False,
        feedback=tuple(told),
        files=(File(f"{name}-labelled.csv", found.content), *_problems(found)),
        actions=(Action("How good is the model?", "/model"), Action("Read typed features", "/help genre")),
    )


def _problems(found: Labelled) -> tuple[File, ...]:
    """Every row without labels, by line."""
    if not found.problems:
        return ()
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("line", "reason"))
    writer.writerows(found.problems)
    return (File("problems.csv", text.getvalue().encode()),)

"""/label: genres for every row of a CSV."""

from typing import Annotated

from bot.definition import command
from bot.exports import csv_file
from bot.parameters import Attachment, Progress, YesNo
from bot.reply import Action, File, Reply, Row
from bot.request import Upload
from bot.say import say
from engine import Engine

_SHOWN = 5


@command("label", examples=("/label file:tracks.csv",), provenance=False, heavy=True)
def label(
    engine: Engine,
    *,
    file: Annotated[Upload, Attachment("a CSV with the nine audio columns")],
    audio_only: Annotated[bool, YesNo("leave the names aside")] = False,
    progress: Progress,
) -> Reply:
    """Genres for every row of a CSV: the five likeliest, their probabilities and how sure that is.

    The file needs the nine audio columns; names, duration_ms, key, mode, time_signature and explicit help if they are
    there. Genre and popularity columns are ignored, and what a track is filed under is not looked up. At most
    50,000 rows.
    """
    found = engine.label(file.content, audio_only=audio_only, on_progress=progress)
    name = file.name.rsplit(".", 1)[0] or "tracks"
    notes = [f"Line {line}: {reason}." for line, reason in found.problems[:_SHOWN]]
    if len(found.problems) > _SHOWN:
        notes.append(f"And {len(found.problems) - _SHOWN:,} more; problems.csv has them all.")
    problems = (csv_file("problems.csv", ("line", "reason"), found.problems),) if found.problems else ()
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
        feedback=tuple(notes),
        files=(File(f"{name}-labelled.csv", found.content), *problems),
        actions=(
            Action("How good is the model?", say("model")),
            Action("Predict from typed features", say("help", "genre")),
        ),
    )

"""/label: genres for every row of a list."""

from typing import Annotated

from bot.definition import command
from bot.exports import csv_file
from bot.imports import as_csv
from bot.parameters import Attachment, Progress, Text, YesNo
from bot.reply import Action, File, Reply, Row
from bot.request import Upload
from bot.say import say
from engine import Engine, UserError

_SHOWN = 5


@command("label", examples=("/label file:tracks.csv",), provenance=False, heavy=True)
def label(
    engine: Engine,
    *,
    file: Annotated[Upload, Attachment("a list of tracks, or a CSV with the nine audio columns")] | None = None,
    lines: Annotated[str, Text("or links or names of tracks, parted by semicolons or lines")] = "",
    audio_only: Annotated[bool, YesNo("leave the names aside")] = False,
    progress: Progress,
) -> Reply:
    """Genres for every row of a list: the five likeliest, their probabilities and how sure that is.

    Takes what /import takes. Rows with the nine audio columns are predicted from them (names, duration_ms, key, mode,
    time_signature and explicit help); rows without are labelled as the known track that they name. What a track is
    filed under is not used. The file's own columns are kept. At most 50,000 rows.
    """
    content: bytes | str = file.content if file is not None else lines
    if not content:
        raise UserError("Attach a list or paste its lines.", "Try /label file:tracks.csv", code="missing_parameter")
    found = engine.label_list(as_csv(content), audio_only=audio_only, on_progress=progress)
    name = (file.name.rsplit(".", 1)[0] if file is not None else "") or "tracks"
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

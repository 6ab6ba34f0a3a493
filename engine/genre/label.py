"""Label a CSV of tracks with genres: bytes in, bytes out. Reads each row alone; never looks a track up."""

import csv
import gzip
import io
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from engine.errors import UserError
from engine.features import AUDIO_NAMES
from engine.genre.encoding import COLUMNS, Credits
from engine.genre.model import BATCH, GenreModel

MAX_ROWS: Final = 50_000
MAX_BYTES: Final = 50_000_000
NAMES: Final = ("artists", "album_name", "track_name")
TOP: Final = 5
HEADER: Final = (
    "track_id",
    *(f"genre_{place}" for place in range(1, TOP + 1)),
    *(f"p_{place}" for place in range(1, TOP + 1)),
    "verdict",
)
# Generous bounds: a value outside cannot be the feature that the column is named after.
_BOUNDS: Final = {"loudness": (-100.0, 20.0), "tempo": (0.0, 400.0), "duration_ms": (1.0, 1e9), "key": (-1.0, 11.0)}
_BOUNDS_ELSE: Final = (0.0, 1.0)
_NO_BEAT: Final = ("tempo", "time_signature")  # 0 means that no beat was found: missing, not slow


@dataclass(frozen=True)
class Labelled:
    """What became of a file.

    Parameters
    ----------
    content : bytes
        CSV, UTF-8, with the columns of ``HEADER`` and a row for each row of the input, in its order.
    rows, labelled : int
    problems : tuple of (line, reason)
        Rows left without labels, by their line in the file.
    thresholds : mapping of str to int
    by_names : int
        How many rows were read from audio and names; the others from audio alone.
    imputed : tuple of str
        Columns that were absent, or empty in some rows, and taken at the training median there.
    """

    content: bytes
    rows: int
    labelled: int
    problems: tuple[tuple[int, str], ...]
    thresholds: Mapping[str, int]
    by_names: int
    imputed: tuple[str, ...]

    @property
    def summary(self) -> str:
        """One line for people."""
        parts = [f"{self.labelled:,} of {self.rows:,} rows labelled"]
        if self.labelled:
            parts.append(
                ", ".join(f"{count:,} {confidence_label}" for confidence_label, count in self.thresholds.items())
            )
            parts.append(
                "read from audio and names"
                if self.by_names == self.labelled
                else "read from audio alone"
                if not self.by_names
                else f"{self.by_names:,} read from audio and names, the others from audio alone"
            )
        if self.imputed:
            parts.append(f"{', '.join(self.imputed)} taken at the median where missing")
        if self.problems:
            line, reason = self.problems[0]
            more = f" and {len(self.problems) - 1:,} more" if len(self.problems) > 1 else ""
            parts.append(f"left empty: line {line} ({reason}){more}")
        return "; ".join(parts) + "."


def label(
    content: bytes,
    model: GenreModel,
    *,
    audio_only: bool = False,
    on_progress: Callable[[int, int], object] = lambda done, total: None,
) -> Labelled:
    """Label each row of a CSV.

    Parameters
    ----------
    content : bytes
        CSV, UTF-8, with a header that names the nine audio columns. ``duration_ms``, ``key``, ``mode``,
        ``time_signature``, ``explicit``, names and ``track_id`` are optional; any other column is ignored.
    audio_only : bool
        Leave names aside.
    on_progress : callable
        Told rows done and rows in all.

    Raises
    ------
    UserError
        If the file is too large, is not CSV, or lacks audio columns.
    """
    rows = list(_rows(content))
    audio = np.full((len(rows), len(COLUMNS)), np.nan)
    names: list[tuple[str, str, str]] = []
    problems: dict[int, str] = {}
    for number, (_, row) in enumerate(rows):
        names.append(("", "", "") if audio_only else tuple(str(row.get(name) or "") for name in NAMES))  # type: ignore[arg-type]
        try:
            audio[number] = _audio(row)
        except UserError as mistake:
            problems[number] = mistake.message
    good = np.array([number for number in range(len(rows)) if number not in problems], dtype=np.int64)
    named = np.array([any(names[number]) for number in good], dtype=bool)
    top = np.zeros((len(rows), min(TOP, len(model.genres))), dtype=np.int64)
    share = np.zeros(top.shape)
    thresholds = [""] * len(rows)
    done = len(problems)
    for with_names, part in ((True, good[named]), (False, good[~named])):
        for start in range(0, len(part), BATCH):
            batch = part[start : start + BATCH]
            if with_names:
                credits = Credits(*(list(column) for column in zip(*(names[number] for number in batch), strict=True)))
                reading, confidence_label = model.full(audio[batch], credits), model.calibration.full_verdicts
            else:
                reading, confidence_label = model.audio(audio[batch]), model.calibration.audio_verdicts
            top[batch] = np.argsort(-reading, axis=1, kind="stable")[:, : top.shape[1]]
            share[batch] = np.take_along_axis(reading, top[batch], axis=1)
            for number in batch:
                thresholds[number] = confidence_label(share[number, 0])
            done += len(batch)
            on_progress(done, len(rows))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADER)
    empty = [""] * (TOP - top.shape[1])
    for number, (line, row) in enumerate(rows):
        identity = str(row.get("track_id") or "") if "track_id" in row else str(line)
        if number in problems:
            writer.writerow([identity, *[""] * (2 * TOP + 1)])
            continue
        genres = [model.genres[genre] for genre in top[number]]
        writer.writerow(
            [identity, *genres, *empty, *(f"{value:.4f}" for value in share[number]), *empty, thresholds[number]]
        )
    absent = np.isnan(audio[good]).any(axis=0) if len(good) else np.zeros(len(COLUMNS), dtype=bool)
    return Labelled(
        content=out.getvalue().encode(),
        rows=len(rows),
        labelled=len(good),
        problems=tuple((rows[number][0], reason) for number, reason in problems.items()),
        thresholds=dict(Counter(thresholds[number] for number in good).most_common()),
        by_names=int(named.sum()),
        imputed=tuple(name for name, missing in zip(COLUMNS, absent, strict=True) if missing),
    )


def label_file(source: Path, out: Path, models: Path, *, audio_only: bool = False) -> Labelled:
    """Label a file (CSV, also gzipped) into another, with a progress bar.

    Raises
    ------
    UserError
        As ``label`` does, and if the file is absent or there are no models.
    """
    from tqdm import tqdm

    if not source.is_file():
        raise UserError(f"There is no file {source}.", code="not_found")
    model = GenreModel.load(models)
    try:
        with gzip.open(source) if source.suffix == ".gz" else source.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except (OSError, EOFError) as error:
        raise UserError(f"{source} cannot be read: {error}.", code="bad_table") from error
    with tqdm(desc="label", unit="row") as bar:

        def show(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        labelled = label(content, model, audio_only=audio_only, on_progress=show)
    out.write_bytes(labelled.content)
    return labelled


def _rows(content: bytes) -> Iterator[tuple[int, dict[str, str]]]:
    """Line number and cells of each row, or one sentence on why the file cannot be read."""
    if len(content) > MAX_BYTES:
        raise UserError(
            f"The file has {len(content) / 1e6:.0f} MB; at most {MAX_BYTES // 1_000_000} MB can be labelled.",
            "Send it in parts.",
            code="too_large",
        )
    needed = f"It needs a header with {', '.join(AUDIO_NAMES)}."
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UserError("The file is not CSV in UTF-8.", needed, code="bad_table") from error
    if "\0" in text:
        raise UserError("The file is not CSV: it holds binary data.", needed, code="bad_table")
    reader = csv.DictReader(io.StringIO(text, newline=""))
    try:
        header = [name.strip() for name in reader.fieldnames or []]
        missing = [name for name in AUDIO_NAMES if name not in header]
        if missing:
            raise UserError(
                f"The file lacks the column{'s' if len(missing) > 1 else ''} {', '.join(missing)}.",
                needed,
                code="bad_table",
            )
        reader.fieldnames = header
        before = reader.line_num
        for count, row in enumerate(reader, 1):
            if count > MAX_ROWS:
                raise UserError(f"The file has more than {MAX_ROWS:,} rows.", "Send it in parts.", code="too_large")
            yield before + 1, row
            before = reader.line_num
    except csv.Error as error:
        raise UserError(f"The file is not CSV: line {reader.line_num}: {error}.", needed, code="bad_table") from error


def _audio(row: Mapping[str, str]) -> list[float]:
    """The audio inputs of a row, NaN where an optional one is missing."""
    values = []
    for name in COLUMNS:
        text = (row.get(name) or "").strip()
        if not text:
            if name in AUDIO_NAMES:
                raise UserError(f"{name} is empty")
            values.append(float("nan"))
            continue
        value = {"true": 1.0, "false": 0.0}.get(text.lower()) if name == "explicit" else None
        if value is None:
            try:
                value = float(text)
            except ValueError:
                raise UserError(f"{name} is no number: {text[:40]!r}") from None
        if (name in _NO_BEAT and value == 0) or (name == "key" and value == -1):
            value = float("nan")
        elif name == "time_signature":
            value = value if 1 <= value <= 7 else float("nan")
        elif not (bounds := _BOUNDS.get(name, _BOUNDS_ELSE))[0] <= value <= bounds[1]:
            raise UserError(f"{name} is out of range: {text[:40]}")
        values.append(value)
    return values

"""Label each row of a CSV with genres: bytes in, bytes out. Tracks are predicted, never looked up."""

import csv
import io
from array import array
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from engine.csv_text import csv_bytes, harmless
from engine.deadlines import check_deadline
from engine.errors import UserError
from engine.features import AUDIO_NAMES
from engine.genre.encoding import COLUMNS
from engine.genre.model import BATCH, GenreModel
from engine.genre.name_features import FIELDS, Credits

MAX_ROWS: Final = 50_000
MAX_BYTES: Final = 50_000_000
MAX_COLUMNS: Final = 200
MAX_LINE: Final = 1 << 18  # characters; the names of a track take a few hundred
_LINES_OF_A_ROW: Final = 100  # where quoted cells hold line breaks
TOP: Final = 5
HEADER: Final = (
    "track_id",
    *(f"genre_{place}" for place in range(1, TOP + 1)),
    *(f"p_{place}" for place in range(1, TOP + 1)),
    "verdict",  # the confidence label; the column keeps its first name for those who read these files
)
# Generous bounds: a value outside cannot be the feature that the column is named after.
_BOUNDS: Final = {"loudness": (-100.0, 20.0), "tempo": (0.0, 400.0), "duration_ms": (1.0, 1e9), "key": (-1.0, 11.0)}
_BOUNDS_ELSE: Final = (0.0, 1.0)
_NEEDED: Final = f"It needs a header with {', '.join(AUDIO_NAMES)}."
_NO_BEAT: Final = ("tempo", "time_signature")  # 0 means that no beat was found: missing, not slow


@dataclass(frozen=True)
class Labelled:
    """A labelled file.

    Parameters
    ----------
    content : bytes
        CSV, UTF-8, with the columns of ``HEADER`` and a row for each row of the input, in its order.
    rows, labelled : int
    problems : tuple of (line, reason)
        Rows left without labels, by their line in the file.
    label_counts : mapping of str to int
        Rows by confidence label, the most frequent first.
    by_names : int
        How many rows were predicted from audio and names; the others from audio alone.
    imputed : tuple of str
        Columns that were absent, or empty in some rows, and taken at the training median there.
    looked_up : int
        How many rows have no audio columns and were labelled as the recording of the catalogue that they name.
    """

    content: bytes
    rows: int
    labelled: int
    problems: tuple[tuple[int, str], ...]
    label_counts: Mapping[str, int]
    by_names: int
    imputed: tuple[str, ...]
    looked_up: int = 0

    @property
    def summary(self) -> str:
        """One line for people."""
        parts = [f"{self.labelled:,} of {self.rows:,} rows labelled"]
        if self.labelled:
            parts.append(", ".join(f"{count:,} {label}" for label, count in self.label_counts.items()))
            predicted = self.labelled - self.looked_up
            if self.looked_up:
                parts.append(f"{self.looked_up:,} known to the catalogue")
            if predicted and self.by_names == predicted:
                parts.append(f"{'the others' if self.looked_up else 'predicted'} from audio and names")
            elif self.by_names:
                parts.append(f"{self.by_names:,} predicted from audio and names, the others from audio alone")
            elif predicted:
                parts.append(f"{'the others' if self.looked_up else 'predicted'} from audio alone")
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
        Called with the rows done and the rows in all.

    Raises
    ------
    UserError
        If the file is too large, is not CSV, or lacks audio columns.
    """
    table = _parse(content, with_names=not audio_only)
    labels = _predict(table, model, on_progress)
    missing = np.isnan(table.audio[table.valid]).any(axis=0)
    return Labelled(
        content=_write(table, labels, model.genres),
        rows=len(table.lines),
        labelled=len(table.valid),
        problems=tuple((table.lines[row], reason) for row, reason in table.problems.items()),
        label_counts=dict(Counter(labels.confidence[row] for row in table.valid).most_common()),
        by_names=int(table.named.sum()),
        imputed=tuple(name for name, absent in zip(COLUMNS, missing, strict=True) if absent),
    )


@dataclass(frozen=True)
class _Table:
    """A parsed file.

    Parameters
    ----------
    lines : list of int
        Line of each row in the file.
    identities : list of str
        Track id, or the line where the file has none.
    audio : float64, shape (rows, columns of ``encoding.COLUMNS``)
    credits : Credits
    problems : dict of row to reason
        Rows that cannot be labelled.
    valid : int64
        The other rows.
    named : bool, shape (len(valid),)
        Whether the row has any name.
    """

    lines: list[int]
    identities: list[str]
    audio: np.ndarray
    credits: Credits
    problems: dict[int, str]
    valid: np.ndarray
    named: np.ndarray


@dataclass(frozen=True)
class _Labels:
    """Genre numbers and probabilities, int64 and float64, shape (rows, at most ``TOP``), and labels by row."""

    genres: np.ndarray
    probabilities: np.ndarray
    confidence: list[str]


def _parse(content: bytes, *, with_names: bool) -> _Table:
    lines: list[int] = []
    identities: list[str] = []
    numbers = array("d")
    names: dict[str, list[str]] = {name: [] for name in FIELDS}
    problems: dict[int, str] = {}
    for line, row in _rows(content):
        try:
            numbers.extend(_audio(row))
        except UserError as mistake:
            numbers.extend([float("nan")] * len(COLUMNS))
            problems[len(lines)] = mistake.message
        for name, known in names.items():
            known.append(row.get(name, "") if with_names else "")
        identities.append(row.get("track_id", str(line)))
        lines.append(line)
    credits = Credits(*(names[name] for name in FIELDS))
    valid = np.array([number for number in range(len(lines)) if number not in problems], dtype=np.int64)
    known_by = credits.take(valid)
    named = [any(parts) for parts in zip(known_by.artists, known_by.album_name, known_by.track_name, strict=True)]
    return _Table(
        lines=lines,
        identities=identities,
        audio=np.array(numbers, dtype=np.float64).reshape(len(lines), len(COLUMNS)),
        credits=credits,
        problems=problems,
        valid=valid,
        named=np.array(named, dtype=bool),
    )


def _predict(table: _Table, model: GenreModel, on_progress: Callable[[int, int], object]) -> _Labels:
    """Rows with a name are predicted from audio and names, the others from audio alone."""
    count = len(table.lines)
    genres = np.zeros((count, min(TOP, len(model.genres))), dtype=np.int64)
    probabilities = np.zeros(genres.shape)
    confidence = [""] * count
    done = len(table.problems)
    for with_names, rows in ((True, table.valid[table.named]), (False, table.valid[~table.named])):
        thresholds = model.calibration.full_thresholds if with_names else model.calibration.audio_thresholds
        for start in range(0, len(rows), BATCH):
            check_deadline()
            batch = rows[start : start + BATCH]
            found = model.predict_proba(table.audio[batch], table.credits.take(batch) if with_names else None)
            genres[batch] = np.argsort(-found, axis=1, kind="stable")[:, : genres.shape[1]]
            probabilities[batch] = np.take_along_axis(found, genres[batch], axis=1)
            for row in batch:
                confidence[row] = thresholds.label(probabilities[row, 0])
            done += len(batch)
            on_progress(done, count)
    return _Labels(genres, probabilities, confidence)


def _write(table: _Table, labels: _Labels, genres: Sequence[str]) -> bytes:
    padding = [""] * (TOP - labels.genres.shape[1])

    def cells(row: int) -> list[object]:
        if row in table.problems:
            return [harmless(table.identities[row]), *[""] * (2 * TOP + 1)]
        names = [genres[genre] for genre in labels.genres[row]]
        shares = [f"{value:.4f}" for value in labels.probabilities[row]]
        return [harmless(table.identities[row]), *names, *padding, *shares, *padding, labels.confidence[row]]

    return csv_bytes(HEADER, map(cells, range(len(table.lines))))


def _rows(content: bytes) -> Iterator[tuple[int, dict[str, str]]]:
    """Line number and wanted cells of each row; of a row only the columns that labelling uses are kept."""
    rows = table_rows(content)
    _, header = next(rows)
    wanted = _wanted(header)
    for line, cells in rows:
        yield line, {name: cells[at] for name, at in wanted.items() if at < len(cells)}


def table_rows(content: bytes) -> Iterator[tuple[int, list[str]]]:
    """Line number and cells of the header, without blanks around its names, and of each row. Empty rows are left out.

    Raises
    ------
    UserError
        One sentence on why the file cannot be read.
    """
    if len(content) > MAX_BYTES:
        raise UserError(
            f"The file has {len(content) / 1e6:.0f} MB; at most {MAX_BYTES // 1_000_000} MB can be labelled.",
            "Send it in parts.",
            code="too_large",
        )
    if b"\0" in content:
        raise UserError("The file is not CSV: it holds binary data.", _NEEDED, code="bad_table")
    lines = _Lines(content)
    reader = csv.reader(lines)
    try:
        header = [name.strip() for name in next(reader, [])]
        if len(header) > MAX_COLUMNS:
            raise UserError(
                f"The file has {len(header):,} columns; at most {MAX_COLUMNS} can be read.",
                "Leave out those that are not needed.",
                code="too_large",
            )
        yield 1, header
        lines.taken, before, count = 0, reader.line_num, 0
        for cells in reader:
            if cells:
                count += 1
                if count > MAX_ROWS:
                    raise UserError(f"The file has more than {MAX_ROWS:,} rows.", "Send it in parts.", code="too_large")
                yield before + 1, cells
            lines.taken, before = 0, reader.line_num
    except UnicodeDecodeError as error:
        raise UserError("The file is not CSV in UTF-8.", _NEEDED, code="bad_table") from error
    except csv.Error as error:
        raise UserError(f"The file is not CSV: line {reader.line_num}: {error}.", _NEEDED, code="bad_table") from error


def _wanted(header: list[str]) -> dict[str, int]:
    """Which column holds what labelling uses."""
    missing = [name for name in AUDIO_NAMES if name not in header]
    if missing:
        raise UserError(
            f"The file lacks the column{'s' if len(missing) > 1 else ''} {', '.join(missing)}.",
            _NEEDED,
            code="bad_table",
        )
    return {name: at for at, name in enumerate(header) if name in (*COLUMNS, *FIELDS, "track_id")}


class _Lines:
    """The lines of a file, none of them and no row of it longer than a table of tracks has.

    Parameters
    ----------
    content : bytes

    Attributes
    ----------
    taken : int
        Lines given since the reader began its row, which says so by setting it to 0.
    """

    def __init__(self, content: bytes) -> None:
        self._text = io.TextIOWrapper(io.BytesIO(content), encoding="utf-8-sig", newline="")
        self.taken = 0

    def __iter__(self) -> Iterator[str]:
        while line := self._text.readline(MAX_LINE + 1):
            self.taken += 1
            if len(line) > MAX_LINE or self.taken > _LINES_OF_A_ROW:
                raise csv.Error("a row is longer than any of a table of tracks")
            yield line


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

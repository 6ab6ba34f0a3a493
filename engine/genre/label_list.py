"""Label a list of tracks: rows with audio columns are predicted from them, others as the recording that they name."""

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from engine.csv_text import csv_bytes, harmless
from engine.features import AUDIO_NAMES
from engine.genre.label import HEADER, TOP, Labelled, label, table_rows
from engine.genre.predictor import GenrePredictor, Kind
from engine.list_columns import ListColumns
from engine.matching import ListLine, ListMatch

FROM: Final = "labelled_from"
"""The column that says what a label comes from: ``audio`` columns of the row, or the ``catalogue``."""


def label_list(
    content: bytes,
    predictor: GenrePredictor,
    match: Callable[[Iterable[ListLine]], Iterator[ListMatch]],
    *,
    audio_only: bool = False,
    on_progress: Callable[[int, int], object] = lambda done, total: None,
) -> Labelled:
    """Label each row of a CSV, and keep its columns.

    Parameters
    ----------
    content : bytes
        CSV, UTF-8, with the nine audio columns as for ``label``, or with columns that name tracks, or with both.
    predictor : GenrePredictor
    match : callable
        Matches lines to recordings, as ``ListMatcher.match`` does.
    audio_only, on_progress
        As for ``label``.

    Returns
    -------
    Labelled
        Its ``content`` has the columns of ``HEADER``, then ``FROM``, then those of the input.

    Raises
    ------
    UserError
        If the file is too large, is no CSV, or has neither all audio columns nor names.
    """
    _, header = next(table_rows(content))
    columns = ListColumns.of(header)
    has_audio = set(AUDIO_NAMES) <= set(header)
    if has_audio or columns is None:
        labelled = label(content, predictor.model, audio_only=audio_only, on_progress=on_progress)
    else:
        labelled = _without_audio(content)
    found = _matched(content, columns, labelled, match) if columns is not None else {}
    if not has_audio and not any(match.verdict == "found" for match in found.values()):
        # Nothing is known of it: say what would have to be there.
        return label(content, predictor.model)
    joined = _Joined(content, labelled, found, predictor, "audio" if audio_only else "full")
    return joined.labelled()


def _without_audio(content: bytes) -> Labelled:
    """The labels of a file without audio columns: none yet."""
    lines = [line for line, _ in table_rows(content)][1:]
    rows = [[str(line), *[""] * (2 * TOP + 1)] for line in lines]
    problems = tuple((line, "no audio columns") for line in lines)
    return Labelled(csv_bytes(HEADER, rows), len(rows), 0, problems, {}, 0, ())


def _matched(
    content: bytes,
    columns: ListColumns,
    labelled: Labelled,
    match: Callable[[Iterable[ListLine]], Iterator[ListMatch]],
) -> dict[int, ListMatch]:
    """What the rows without labels are, by their line in the file."""
    unlabelled = {line for line, _ in labelled.problems}
    named: list[tuple[int, ListLine]] = []
    rows = table_rows(content)
    next(rows)
    for line, cells in rows:
        if line in unlabelled and (name := columns.line(cells)) is not None:
            named.append((line, name))
    matches = match(name for _, name in named)
    return {line: found for (line, _), found in zip(named, matches, strict=True)}


class _Joined:
    """The labels with those of known recordings, beside the columns of the input."""

    def __init__(
        self,
        content: bytes,
        labelled: Labelled,
        found: dict[int, ListMatch],
        predictor: GenrePredictor,
        kind: Kind,
    ) -> None:
        self._labelled = labelled
        self._found = found
        self._predictor = predictor
        self._kind = kind
        self._unlabelled = dict(labelled.problems)
        self._rows = table_rows(content)
        _, self._header = next(self._rows)
        self._counts: Counter[str] = Counter(labelled.label_counts)
        self._problems: list[tuple[int, str]] = []
        self._looked_up = 0

    def labelled(self) -> Labelled:
        """All of it."""
        kept = [at for at, name in enumerate(self._header) if name not in (*HEADER, FROM)]
        written = csv_bytes((*HEADER, FROM, *(self._header[at] for at in kept)), self._cells(kept))
        return replace(
            self._labelled,
            content=written,
            labelled=self._labelled.labelled + self._looked_up,
            problems=tuple(self._problems),
            label_counts=dict(self._counts.most_common()),
            looked_up=self._looked_up,
        )

    def _cells(self, kept: Sequence[int]) -> Iterator[Sequence[object]]:
        labels = csv.reader(io.StringIO(self._labelled.content.decode(), newline=""))
        next(labels)
        for (line, row), made in zip(self._rows, labels, strict=True):
            made, origin = (made, "audio") if line not in self._unlabelled else self._known(line, row, made)
            yield [*made, origin, *(harmless(row[at]) if at < len(row) else "" for at in kept)]

    def _known(self, line: int, row: Sequence[str], empty: list[str]) -> tuple[list[str], str]:
        """The label of a row without audio columns, and what it comes from; ``empty`` if the row names nothing."""
        match = self._found.get(line)
        if match is None or match.verdict != "found" or match.recording is None:
            self._problems.append((line, _reason(self._unlabelled[line], match)))
            return empty, ""
        at = self._header.index("track_id") if "track_id" in self._header else len(row)
        identity = row[at] if at < len(row) and row[at] else self._predictor.track_id(match.recording)
        made = [str(harmless(identity)), *_label(self._predictor, match.recording, self._kind)]
        self._counts[made[-1]] += 1
        self._looked_up += 1
        return made, "catalogue"


def _label(predictor: GenrePredictor, recording: int, kind: Kind) -> list[str]:
    """Genres, probabilities and confidence label of a recording, as ``HEADER`` has them."""
    prediction = predictor.predict(recording, kind)
    padding = [""] * (TOP - len(prediction.top))
    genres, shares = zip(*prediction.top, strict=True)
    return [*genres, *padding, *(f"{share:.4f}" for share in shares), *padding, prediction.confidence_label]


def _reason(problem: str, match: ListMatch | None) -> str:
    """Why a row has no label."""
    if match is None:
        return problem
    doubtful = match.verdict == "doubtful"
    return f"{problem}, and {'it is doubtful which track it is' if doubtful else 'not in the catalogue'}"

"""Reading tables of tracks from files: columns with types, units and ranges, and where a table comes from.

A table format is declared, not programmed: a ``TableFormat`` lists its columns, and the functions here read, check and
convert. See CONTRIBUTING.md for how to add one.
"""

import ast
import gzip
import hashlib
import lzma
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Final, Literal

import numpy as np
import pandas as pd

from engine.errors import UserError, shortened
from engine.features import AUDIO_NAMES

Kind = Literal["text", "names", "date", "whole", "number", "flag"]

AUDIO_RANGES: Final[Mapping[str, tuple[float, float]]] = {
    **dict.fromkeys(AUDIO_NAMES, (0.0, 1.0)),
    "loudness": (-100.0, 20.0),  # dB relative to full scale; the public table holds -49.5 to 4.5
    "tempo": (0.0, 400.0),  # BPM; 0 where no beat was found
}
"""Lowest and highest value of each audio feature, in the units of ``engine.features``. Wide: a value outside cannot be
the feature that its column is named after."""

CSV_READING: Final[Mapping[str, Any]] = {"keep_default_na": False, "na_filter": False, "low_memory": False}
"""How pandas reads a CSV: words such as "NA" stay words, and a column is of one kind throughout."""

_TRUE_FALSE: Final = {
    "true": True, "false": False, "1": True, "0": False, "1.0": True, "0.0": False, "yes": True, "no": False,
}  # fmt: skip
_NOTHING: Final = ("", "nan", "none", "<na>")
_KINDS: Final = {
    "text": "text", "names": "names", "date": "a date", "whole": "a whole number", "number": "a number",
    "flag": "true or false",
}  # fmt: skip
_DATE: Final = r"(?:1[89]|20)\d\d(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?"
_NO_DATE: Final = ("", "0000", "0")
_ABSENT: Final[Mapping[Kind, object]] = {"text": "", "names": "", "date": "", "flag": False}
_MOST_NAMED: Final = 8  # columns in one message


@dataclass(frozen=True)
class Column:
    """A column of a table format.

    Parameters
    ----------
    name : str
        Its canonical name, under which the pipeline knows it.
    kind : {"text", "names", "date", "whole", "number", "flag"}
        Names are several in one text: separated by ``;``, or a list as Python writes it. Dates are YYYY, YYYY-MM or
        YYYY-MM-DD; whole numbers are integers; flags are true or false.
    low, high : float
        Range of the values in the canonical unit, both included.
    required : bool
        Whether a table must have it. Where a column that need not be there is absent, its values are missing: NaN, or
        "" in text.
    empty : bool
        Whether single values may be missing; always so in columns that need not be there.
    missing : float or None
        A value that means missing, such as key -1.
    longest : int
        Characters that a text may have; the public table's longest has 513.
    heading : str
        Its heading in the table, if it is another than ``name``.
    scale : float
        What a value in the table is multiplied by to give the canonical unit, such as 0.01 for percent.
    """

    name: str
    kind: Kind
    low: float = -np.inf
    high: float = np.inf
    required: bool = True
    empty: bool = False
    missing: float | None = None
    longest: int = 2000
    heading: str = ""
    scale: float = 1.0

    @property
    def label(self) -> str:
        """Its heading in the table."""
        return self.heading or self.name

    def typed(self, values: "pd.Series[Any]") -> tuple["pd.Series[Any]", str]:
        """Convert the values of a table to canonical ones, and say what is wrong with the first wrong one.

        Returns
        -------
        values : Series
            str for text, names (separated by ``;``) and dates ("" where missing), bool for flags (False where missing),
            float64 otherwise (NaN where missing).
        problem : str
            Empty if all values are right.
        """
        if self.kind == "names":
            return self._texts(values.map(joined_names).astype(str))
        if self.kind in ("text", "date"):
            values = values.fillna("")
            if values.dtype == object and not (plain := values.map(np.isscalar)).all():  # a Parquet file's lists
                return values.astype(str), self._problem(values, ~plain, f"not {_KINDS[self.kind]}")
            return self._texts(values.astype(str))
        if self.kind == "flag":
            said = values.astype(str).str.strip().str.lower()
            flags = values if values.dtype == bool else said.map(_TRUE_FALSE)
            if self.empty:
                flags = flags.mask(said.isin(_NOTHING), False)
            return flags, self._problem(values, flags.isna(), f"not {_KINDS['flag']}")
        if values.dtype == bool or values.dtype.kind in "Mm":  # a Parquet file's flags, dates and durations
            return values, self._problem(values, pd.Series(True, index=values.index), f"not {_KINDS[self.kind]}")
        if values.dtype == object:  # may hold lists
            values = values.where(values.map(np.isscalar), values.map(str))
        numbers = pd.to_numeric(values, errors="coerce").astype("float64")
        wrong = ~pd.Series(np.isfinite(numbers), index=values.index)
        if (self.empty or not self.required) and wrong.any():
            wrong &= ~(values.isna() | values.astype(str).str.strip().str.lower().isin(_NOTHING))
        if self.kind == "whole":
            wrong |= numbers % 1 > 0
        if problem := self._problem(values, wrong, f"not {_KINDS[self.kind]}"):
            return numbers, problem
        numbers *= self.scale
        outside = (numbers < self.low) | (numbers > self.high)
        if self.missing is not None:
            numbers = numbers.mask(numbers == self.missing)
        return numbers, self._problem(values, outside, self._range())

    def _texts(self, texts: "pd.Series[Any]") -> tuple["pd.Series[Any]", str]:
        if self.kind == "date":
            texts = texts.str.removesuffix(".0")  # a year in a column of numbers
            texts = texts.mask(texts.isin(_NO_DATE), "")
            wrong = ~texts.str.fullmatch(_DATE) & ~(texts.eq("") & self.empty)
            return texts, self._problem(texts, wrong, f"not {_KINDS['date']}")
        long = texts.str.len() > self.longest
        return texts, self._problem(texts, long, f"and more, where {self.longest:,} characters are allowed")

    def _problem(self, values: "pd.Series[Any]", wrong: "pd.Series[bool]", what: str) -> str:
        if not wrong.any():
            return ""
        row = int(wrong.to_numpy().argmax())
        word = "out of range" if what == self._range() else "too long" if what.startswith("and") else "mistyped"
        return f"{self.label} is {word} (row {row + 1} holds '{shortened(values.iloc[row], 40)}', {what})"

    def _range(self) -> str:
        low, high = self.low / self.scale, self.high / self.scale
        return f"allowed are {low:g} to {high:g}" if np.isfinite(high) else f"allowed are numbers from {low:g}"


def joined_names(cell: object) -> str:
    """Names of a cell, separated by ``;``: of a list, of a text that is a list as Python writes it, or of a plain text.

    Examples
    --------
    >>> joined_names("['Ann', \"Bob's Band\"]"), joined_names("Ann;Bob")
    ("Ann;Bob's Band", 'Ann;Bob')
    """
    if isinstance(cell, str):
        if not (cell.startswith("[") and cell.endswith("]")):
            return cell
        try:
            cell = ast.literal_eval(cell)
        except (ValueError, SyntaxError, MemoryError, RecursionError):
            return str(cell)  # an artist who is called so
    if not isinstance(cell, (list, tuple, np.ndarray)):
        return "" if cell is None or cell != cell else str(cell)
    return ";".join(str(name).replace(";", ",") for name in cell)


@dataclass(frozen=True)
class Provenance:
    """Where a table comes from, as replies and model cards say it. Empty strings are unknown.

    Parameters
    ----------
    title : str
        The table's name.
    publisher : str
        Who published it and where, such as a DOI.
    licence : str
    collected : str
        Day or month of collection, ``2022-10`` or ``2022-10-31``.
    """

    title: str
    publisher: str = ""
    licence: str = ""
    collected: str = ""


@dataclass(frozen=True)
class TableFormat:
    """A kind of table.

    Parameters
    ----------
    title : str
        What people call it.
    marker : str
        The heading by which such a table is recognised.
    columns : tuple of Column
    date_column : str
        Canonical name of the column that holds the day of collection; empty in formats without one.
    known : mapping of str to Provenance
        Published tables of this format, by the SHA-256 of their uncompressed content.
    filed : bool
        Whether each row has to say under which genre its track is filed, and on which album it is.
    """

    title: str
    marker: str
    columns: tuple[Column, ...]
    date_column: str = ""
    known: Mapping[str, Provenance] = field(default_factory=dict)
    filed: bool = True

    @property
    def dated(self) -> bool:
        """Whether its tables are snapshots: each row says on which day it was collected."""
        return bool(self.date_column)

    @property
    def required(self) -> tuple[str, ...]:
        """Headings that a table must have."""
        return tuple(column.label for column in self.columns if column.required)

    @property
    def texts(self) -> tuple[str, ...]:
        """Headings of ids and names."""
        return tuple(column.label for column in self.columns if column.kind in ("text", "names"))

    @property
    def names(self) -> tuple[str, ...]:
        """Canonical names of all columns, in order."""
        return tuple(column.name for column in self.columns)

    def typed(self, raw: pd.DataFrame, name: str) -> pd.DataFrame:
        """Convert a table as read to canonical columns.

        Parameters
        ----------
        raw : DataFrame
            As ``read_columns`` gives it.
        name : str
            Of the file, for error messages.

        Returns
        -------
        DataFrame
            All of ``names``, in order; columns that the table lacks are missing throughout. Whole numbers are int64
            where none is missing, float64 otherwise.

        Raises
        ------
        UserError
            One sentence that names every missing, mistyped and out-of-range column.
        """
        absent = [heading for heading in self.required if heading not in raw.columns]
        problems = [f"lacks the column{'s' if len(absent) > 1 else ''} {', '.join(absent)}"] if absent else []
        # Pandas calls the second of two columns of one name so.
        doubled = [column.label for column in self.columns if f"{column.label}.1" in raw.columns]
        problems += [f"has the column {label} twice" for label in doubled]
        columns: dict[str, pd.Series[Any]] = {}
        for column in self.columns:
            if column.label in raw.columns:
                columns[column.name], problem = column.typed(raw[column.label])
                problems += [problem] if problem else []
            else:
                columns[column.name] = pd.Series(_ABSENT.get(column.kind, np.nan), index=raw.index)
        if problems:
            hint = f"The table needs {', '.join(self.required)}." if absent else ""
            more = [f"and {len(problems) - _MOST_NAMED} more"] if len(problems) > _MOST_NAMED else []
            said = "; ".join([*problems[:_MOST_NAMED], *more])
            raise UserError(f"{shortened(name)} cannot be used: {said}.", hint, code="bad_table")
        table = pd.DataFrame(columns).reset_index(drop=True)
        flags = [column.name for column in self.columns if column.kind == "flag"]
        texts = [column.name for column in self.columns if column.kind in ("text", "names", "date")]
        whole = [column.name for column in self.columns if column.kind == "whole" and table[column.name].notna().all()]
        return table.astype(dict.fromkeys(flags, bool) | dict.fromkeys(texts, str) | dict.fromkeys(whole, "int64"))


@dataclass(frozen=True)
class Source:
    """A table that was read.

    Parameters
    ----------
    path : Path
    format : TableFormat
    rows : DataFrame
        The canonical columns of its format, in the order of the file.
    provenance : Provenance
    sha256, content_sha256 : str
        Of the file, and of its uncompressed content.
    workspace : str
        The only workspace that may see its rows, such as ``slack:T0123``; empty for everyone.
    """

    path: Path
    format: TableFormat
    rows: pd.DataFrame
    provenance: Provenance
    sha256: str
    content_sha256: str
    workspace: str = ""

    @property
    def dated(self) -> bool:
        """Whether it is a snapshot."""
        return self.format.dated

    @property
    def collected(self) -> str:
        """Day or month of collection; of a snapshot the last one in it. Empty where nobody knows."""
        if self.format.dated and len(self.rows):
            return str(self.rows[self.format.date_column].max())
        return self.provenance.collected


def check_file(path: Path) -> None:
    """Refuse what is no file, such as a directory or a pipe, which would be waited for. UserError (``not_found``)."""
    if not path.is_file():
        raise UserError(f"There is no file {shortened(path)}.", code="not_found")


def read_columns(path: Path, texts: Collection[str] = ()) -> pd.DataFrame:
    """Read the columns of a file. Words such as "NA" stay words: a track is called so.

    Parameters
    ----------
    path : Path
    texts : collection of str
        Headings of columns that are read as they are written, where the table has them: the id ``007`` stays ``007``.
        Of other columns of a CSV, those that hold nothing but numbers become numbers.

    Raises
    ------
    UserError
        If there is no such file (``not_found``) or it is no table (``bad_table``).
    """
    check_file(path)
    try:
        if path.suffix == ".parquet":
            return pd.read_parquet(path)
        table: pd.DataFrame = pd.read_csv(path, dtype=dict.fromkeys(texts, str), **CSV_READING)
        return table
    except Exception as error:  # each reader has its own family of errors; all mean the same to the user
        reason = shortened(" ".join(str(error).split()).rstrip("."), 200)
        raise UserError(f"{shortened(path.name)} cannot be read as a table: {reason}.", code="bad_table") from error


def checksum(path: Path) -> str:
    """Compute the SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def content_checksum(path: Path) -> str:
    """Compute the SHA-256 of a file's content, uncompressed where its name ends in ``.gz`` or ``.xz``."""
    openers: dict[str, Callable[[Path], IO[bytes]]] = {".gz": gzip.open, ".xz": lzma.open}  # type: ignore[dict-item]
    if path.suffix not in openers:
        return checksum(path)
    with openers[path.suffix](path) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]

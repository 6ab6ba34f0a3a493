"""The steps of a catalogue build: each writes some files of the catalogue and its own keys of the manifest."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from engine.catalogue.store import ISRCS, POPULARITY_DATE, PREDICTED_GENRE, Catalogue
from engine.errors import UserError
from engine.features import LEVELS, TRAIT_NAMES
from pipeline import drivers, popularity_history, years
from pipeline.arrow_files import write_mapped_table
from pipeline.blocks import write_blocks
from pipeline.genre.unfiled import predict_unfiled
from pipeline.names import write_names
from pipeline.tables import Tables
from pipeline.text_columns import Credited, credited, gathered, texts_of
from pipeline.word_index import write_word_index

NO_POPULARITY: Final = "No table gives a popularity."


@dataclass
class BuildContext:
    """What a step of the build may use.

    Parameters
    ----------
    directory : Path
        Where to write. Nothing reads it before the build is complete.
    models : Path
        Directory of fitted models; may hold none.
    tables : Tables
        For the steps that read frames only; they run first, and then the frames are let go.
    manifest : dict
        Of the catalogue being built; a step may add its own keys.
    """

    directory: Path
    models: Path
    tables: Tables
    manifest: dict[str, Any]

    def let_go(self) -> None:
        """Let the frames of the tables go: they are most of the memory of a build."""
        self.tables = self.tables.without_frames()
        for name in ("predicted_genres", "credits"):
            self.__dict__.pop(name, None)

    @property
    def tracks(self) -> pd.DataFrame:
        """One row a track id, as ``pipeline.cleaning.clean`` gives them."""
        return self.tables.tracks

    @property
    def recordings(self) -> pd.DataFrame:
        """One row a recording, as ``pipeline.cleaning.to_recordings`` gives them."""
        return self.tables.recordings

    @cached_property
    def credits(self) -> Credited:
        """The credited artists of each recording."""
        return credited(texts_of(self.recordings["artists"]))

    @cached_property
    def catalogue(self) -> Catalogue:
        """The catalogue as written so far: for steps after the foundations."""
        return Catalogue(self.directory, self.manifest)

    @cached_property
    def predicted_genres(self) -> list[str]:
        """Of each recording that no table files under a genre, the predicted one; "" for others and where none is
        likely. Empty if all are filed or there is no genre model, and then the user is told."""
        if self.recordings["genres"].map(bool).all():
            return []
        try:
            return predict_unfiled(self.recordings, self.models)
        except UserError as error:
            if error.code != "no_models":
                raise
            self.leave_out("genres of recordings that no table files", error.message)
            return []

    def leave_out(self, part: str, reason: str) -> None:
        """Record that a part of the catalogue is left out, and why, in one sentence; the user is told."""
        self.manifest.setdefault("left_out", {}).setdefault(reason, []).append(part)


@dataclass(frozen=True)
class BuildStep:
    """One step of a build.

    Parameters
    ----------
    name : str
        Shown by the progress bar.
    run : callable
    foundation : bool
        Foundations run first, in order. The other steps may use ``context.catalogue``; they run two at a time, so they
        must not depend on one another.
    frames : bool
        Whether it reads the tables' frames. Such steps run before those that read the catalogue alone.
    last : bool
        Whether it runs alone at the end, because it reads what other steps write.
    large : bool
        Whether it takes so much memory that it runs alone.
    """

    name: str
    run: Callable[[BuildContext], None]
    foundation: bool = False
    frames: bool = False
    last: bool = False
    large: bool = False


def write_words(context: BuildContext) -> None:
    """Names and other words, of recordings and of their releases."""
    recordings, tracks = context.recordings, context.tracks
    released = release_years(tracks, context.tables.snapshots)
    words = pa.table(
        {
            "track_id": pa.array(recordings["track_id"], pa.string()),
            "track_name": pa.array(recordings["track_name"], pa.string()),
            "artists": context.credits.lists,
            "album_name": pa.array(recordings["album_name"], pa.string()),
            "genres": _lists(recordings["genres"]),
            "explicit": pa.array(recordings["explicit"], pa.bool_()),
            "key": pa.array(recordings["key"], pa.int8()),
            "mode": pa.array(recordings["mode"], pa.int8()),
            "time_signature": pa.array(recordings["time_signature"], pa.int8(), from_pandas=True),
            "main_artist": pa.array(recordings["main_artist"], pa.string()),
            "release_year": pa.array(recordings["recording"].map(released), pa.int16(), from_pandas=True),
        }
    )
    context.manifest["years_known"] = len(words) - words["release_year"].null_count
    write_mapped_table(words, context.directory / "words.arrow")
    del words  # as large as what follows
    releases = pa.table(
        {
            "track_id": pa.array(tracks["track_id"], pa.string()),
            "recording": pa.array(tracks["recording"], pa.int32()),
            "popularity": pa.array(tracks["popularity"], pa.int8()),
            "album_name": pa.array(tracks["album_name"], pa.string()),
            "duration_ms": pa.array(tracks["duration_ms"], pa.int32()),
            "genres": _lists(tracks["genres"]),
        }
    )
    write_mapped_table(releases, context.directory / "releases.arrow")


def _lists(sets: "pd.Series[Any]") -> pa.ListArray:
    """A column of genre sets as Arrow has it."""
    codes, different = pd.factorize(sets.to_numpy())
    return pa.array(list(different), pa.list_(pa.string())).take(pa.array(codes))


def write_traits(context: BuildContext) -> None:
    """The numbers: traits, feature means and deviations, level percentiles."""
    recordings = context.recordings
    traits = recordings.assign(duration=recordings["duration_ms"] / 1000)[list(TRAIT_NAMES)].to_numpy(np.float64)
    np.save(context.directory / "traits.npy", traits.astype(np.float32))
    np.save(context.directory / "explicit.npy", recordings["explicit"].to_numpy(np.bool_))
    context.manifest["features"], context.manifest["levels"] = {}, {}
    for name, column in zip(TRAIT_NAMES, traits.T, strict=True):
        # A trait that the table lacks altogether is missing everywhere; these zeros then measure nothing.
        known = column[~np.isnan(column)] if not np.isnan(column).all() else np.zeros(1)
        context.manifest["features"][name] = {"mean": float(known.mean()), "std": float(known.std())}
        context.manifest["levels"][name] = [float(value) for value in np.percentile(known, list(LEVELS.values()))]


def write_members(context: BuildContext) -> None:
    """Which recordings each genre and each credited artist has."""
    # Few sets are many recordings'.
    codes, different = pd.factorize(context.recordings["genres"].to_numpy())
    sets: list[tuple[str, ...]] = different.tolist()
    predicted = context.predicted_genres
    if predicted:
        names = sorted({genre for genre in predicted if genre})
        places = {genre: place for place, genre in enumerate(names)}
        np.save(context.directory / PREDICTED_GENRE, np.array([places.get(one, -1) for one in predicted], np.int16))
        filed = any(sets)
        context.manifest["predicted_genres"] = {
            "names": names,
            "alone": not filed,
            "unfiled": int(np.isin(codes, [place for place, genres in enumerate(sets) if not genres]).sum()),
            "count": sum(map(bool, predicted)),
        }
        if not filed:
            # No table files anything: what the genres hold is what is predicted, and answers say so.
            codes, genres_of = pd.factorize(np.array(predicted, dtype=object))
            sets = [(genre,) if genre else () for genre in genres_of]
    genres = sorted(set().union(*sets))
    context.manifest["genres"] = genres
    of_sets = np.array([genres.index(genre) for one in sets for genre in one], dtype=np.int64)
    _save_members(context.directory, "genre", len(genres), *gathered(of_sets, np.array(list(map(len, sets))), codes))

    credits = context.credits
    write_mapped_table(pa.table({"name": credits.names}), context.directory / "artists.arrow")
    _save_members(context.directory, "artist", len(credits.names), credits.codes, credits.starts)
    np.save(context.directory / "main_artists.npy", credits.main)


def _save_members(directory: Path, name: str, count: int, codes: npt.NDArray[Any], starts: npt.NDArray[Any]) -> None:
    """Write the rows of each of so many groups; the groups of row ``r`` are ``codes[starts[r]:starts[r + 1]]``."""
    rows = np.repeat(np.arange(len(starts) - 1, dtype=np.int32), np.diff(starts))
    group_starts, members = compressed(codes.astype(np.int32), rows, count)
    np.save(directory / f"{name}_starts.npy", group_starts)
    np.save(directory / f"{name}_rows.npy", members)


def compressed(
    groups: npt.NDArray[np.int32], rows: npt.NDArray[np.int32], count: int
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    """Pairs of group and row, by row, as a compressed sparse row index.

    Returns
    -------
    starts : int32, shape (count + 1,)
    rows : int32
        Those of group ``g`` are ``rows[starts[g]:starts[g + 1]]``, ascending.
    """
    order = np.argsort(groups.astype(np.min_scalar_type(count)), kind="stable")  # short numbers are sorted faster
    starts = np.zeros(count + 1, dtype=np.int32)
    np.cumsum(np.bincount(groups, minlength=count), out=starts[1:])
    return starts, rows[order].astype(np.int32)


def release_years(tracks: pd.DataFrame, snapshots: Iterable[pd.DataFrame]) -> "pd.Series[float]":
    """By recording, the earliest year that a table gives for one of its releases."""
    dated = [
        pd.DataFrame(
            {
                "recording": popularity_history.link(tracks, snapshot),
                "year": pd.to_numeric(snapshot["release_date"].str[:4], errors="coerce"),
            }
        )
        for snapshot in snapshots
    ]
    if "release_year" in tracks:
        dated.append(tracks[["recording", "release_year"]].rename(columns={"release_year": "year"}))
    if not dated:
        return pd.Series(dtype="float64")
    known = pd.concat(dated).dropna()
    return known[known["year"] > 0].groupby("recording")["year"].min()


def write_drivers(context: BuildContext) -> None:
    """What goes with popularity, by genre; nothing where no table has popularity."""
    if not context.recordings["genres"].map(bool).any():
        context.leave_out("drivers of popularity", "No table files a track under a genre.")
    elif context.recordings["popularity"].notna().any():
        drivers.write(context.recordings, context.directory)
    else:
        context.leave_out("drivers of popularity", NO_POPULARITY)


def write_trends(context: BuildContext) -> None:
    """Sound by release year where tables tell years, and popularity by date where they tell several dates."""
    tables = context.tables
    dated = list(tables.snapshots)
    if "release_year" in context.tracks:
        dated.append(years.of_tracks(context.tracks, tables.collected))
    told = [entry["name"] for entry in tables.entries if entry["dated"] or entry.get("tells_years")]
    years.write([rows for rows in dated if len(rows)], f"table {' and '.join(told)}", context.directory)
    moved = tables.dated is not None and popularity_history.write(context.tracks, tables.dated, context.directory)
    if tables.snapshots and not moved and not tables.collected:
        names = " and ".join(entry["name"] for entry in tables.listings)
        context.leave_out("changes of popularity", f"Nothing says when {names} was collected.")


def write_isrcs(context: BuildContext) -> None:
    """The recording of each ISRC that a table tells; nothing where none does."""
    if "isrc" not in context.tracks:
        return
    known = context.tracks[["isrc", "recording"]].dropna().drop_duplicates("isrc").sort_values("isrc")
    if len(known):
        codes = known["isrc"].to_numpy().astype("S12")
        np.savez(context.directory / ISRCS, codes=codes, recordings=known["recording"].to_numpy(np.int32))
        context.manifest["isrcs_known"] = len(known)


def write_popularity_dates(context: BuildContext) -> None:
    """When the popularity of each recording was collected, where that is not the same day for all."""
    if "popularity_date" not in context.recordings:
        return
    days = context.recordings["popularity_date"]
    names = sorted(days.unique())
    np.save(context.directory / POPULARITY_DATE, pd.Categorical(days, names).codes.astype(np.int16))
    context.manifest["popularity_dates"] = {day: int((days == day).sum()) for day in names}


STEPS: Final = (
    BuildStep("words", write_words, foundation=True),
    BuildStep("traits", write_traits, foundation=True),
    BuildStep("members", write_members, foundation=True),
    BuildStep("names", lambda context: write_names(context.catalogue), large=True),
    BuildStep("drivers", write_drivers, frames=True),
    BuildStep("trends", write_trends, frames=True),
    BuildStep("ISRCs", write_isrcs, frames=True),
    BuildStep("dates", write_popularity_dates, frames=True),
    BuildStep("word index", lambda context: write_word_index(context.catalogue), large=True),
    BuildStep("blocks", lambda context: write_blocks(context.catalogue, context.directory)),
)
"""The steps that need no fitted model. A new or changed step raises ``engine.catalogue.store.SCHEMA_VERSION``, so that
catalogues are made anew, unless answers are the same without it."""

"""The registry of fitted models: how each is trained, evaluated and used in a build.

Adding a model is one module and one entry of ``MODELS``: the command line, the progress bar, the build and the messages
about absent, damaged and outdated files follow from it. See CONTRIBUTING.md.
"""

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, Protocol

import pipeline.people
import pipeline.scenes
from engine import Engine, artifacts
from engine.emerging.ranking import typical_tempo
from engine.errors import UserError
from engine.recommend import people, scenes
from engine.sound_map import NAME as SOUND_MAP
from pipeline import people_card, similarity, similarity_card, similarity_model, sound_map
from pipeline.breakout import scores
from pipeline.breakout import training as breakout
from pipeline.breakout.model import NAME as BREAKOUT
from pipeline.genre import out_of_fold
from pipeline.genre import training as genre
from pipeline.scene_table import read_scenes
from pipeline.splits import Split
from pipeline.steps import NO_POPULARITY, STEPS, BuildContext
from pipeline.tables import Tables


@dataclass(frozen=True)
class ListFiles:
    """Files that tell what people put together, as JSON lines, gzipped; no table holds that.

    Parameters
    ----------
    playlists : Path or None
        Titled playlists; see ``pipeline.similarity_training.read_playlists``.
    dialogues : Path or None
        Dialogues that lead to a playlist; see ``pipeline.similarity_training.read_dialogues``.
    """

    playlists: Path | None = None
    dialogues: Path | None = None


@dataclass(frozen=True)
class Evaluation:
    """How to evaluate a model.

    Parameters
    ----------
    split : {"recording", "artist"}
        What training and test set never share.
    seed : int
        Which fifth is held out.
    record : Path or None
        Models directory whose card is to show the figures.
    listening : ListFiles
        For the models that are measured on what people put together.
    models : Path or None
        The fitted models, for a measurement that needs others' predictions.
    """

    split: Split = "artist"
    seed: int = 0
    record: Path | None = None
    listening: ListFiles = ListFiles()
    models: Path | None = None


class Model(Protocol):
    """A fitted model of the project.

    Attributes
    ----------
    name : str
        Of its file in the models directory, without ``.npz``; also its name on the command line.
    title : str
        What people call it.
    reads_others : bool
        Whether its part of a catalogue is built from what other models write there.
    reads_frames : bool
        Whether it is built from the frames of the tables.
    """

    name: str
    title: str
    reads_others: bool
    reads_frames: bool

    def train(
        self, tables: Tables, out: Path, listening: ListFiles = ListFiles(), *, show_progress: bool = False
    ) -> str:
        """Fit the model, write it with its card into a models directory, and say what was done.

        Raises
        ------
        UserError
            If it takes files that are not given (``missing_parameter``).
        """
        ...

    def evaluate(self, tables: Tables, how: Evaluation, *, show_progress: bool = False) -> str:
        """Measure the model on data that it has not seen, as a table of text."""
        ...

    def build(self, context: BuildContext) -> None:
        """Write its part of a catalogue. Without a fitted model that part is left out, and the user is told.

        Raises
        ------
        UserError
            If the model's file is damaged or of another version (``bad_models``).
        """
        ...


def is_there(model: Model, context: BuildContext) -> bool:
    """Whether a model was fitted; if not, the user is told that its part is left out.

    Raises
    ------
    UserError
        If the models directory is damaged or of another version.
    """
    try:
        artifacts.about(context.models, model.name)
    except UserError as error:
        if error.code != "no_models":
            raise
        context.leave_out(model.title, error.message)
        return False
    return True


def _foundations(directory: Path, models: Path, tables: Tables) -> BuildContext:
    """A catalogue of the tables with words, traits and members only: what a training reads."""
    context = BuildContext(directory, models, tables, {"kind": "real", "sources": tables.listings})
    for step in STEPS:
        if step.foundation:
            step.run(context)
    return context


class GenreClassifier:
    """Genre probabilities from audio features and from names."""

    name = "genre"
    title = "genre model"
    reads_others = False
    reads_frames = False

    def train(
        self, tables: Tables, out: Path, listening: ListFiles = ListFiles(), *, show_progress: bool = False
    ) -> str:
        """Fit the networks and the forest; see ``pipeline.genre.training.train``."""
        headline = genre.train(tables, out, show_progress=show_progress)
        return "\n".join(f"{figure}: {value:.3f}" for figure, value in headline.items())

    def evaluate(self, tables: Tables, how: Evaluation, *, show_progress: bool = False) -> str:
        """Score on a held-out fifth, next to the baselines."""
        result = genre.evaluate(tables, how.split, how.seed, show_progress=show_progress)
        if how.record is not None:
            genre.record(result, how.record)
        return genre.table_of(result)

    def build(self, context: BuildContext) -> None:
        """Look up the out-of-fold predictions of the catalogue's recordings."""
        if is_there(self, context):
            out_of_fold.write(context.catalogue, context.models)


class BreakoutModel:
    """The expected change of popularity over two years."""

    name = BREAKOUT
    title = "breakout score"
    reads_others = False
    reads_frames = True

    def train(
        self, tables: Tables, out: Path, listening: ListFiles = ListFiles(), *, show_progress: bool = False
    ) -> str:
        """Fit the trees to a listing and a later snapshot; see ``pipeline.breakout.training.train``."""
        return breakout.train(tables, out, show_progress=show_progress)

    def evaluate(self, tables: Tables, how: Evaluation, *, show_progress: bool = False) -> str:
        """Run the backtest; its splits are fixed, whatever ``how`` says."""
        return breakout.evaluate(tables, show_progress=show_progress)

    def build(self, context: BuildContext) -> None:
        """Score every track id; the formula score needs no model and is always there."""
        if context.recordings["popularity"].isna().all():
            context.leave_out("emerging scores", NO_POPULARITY)
            return
        is_there(self, context)
        context.manifest["emerging"] = scores.write(
            context.tables, context.models, typical_tempo(context.manifest), context.directory
        )


class SoundMapModel:
    """The neighbour map: every recording on a plane."""

    name = SOUND_MAP
    title = "neighbour map"
    reads_others = False
    reads_frames = False

    def train(
        self, tables: Tables, out: Path, listening: ListFiles = ListFiles(), *, show_progress: bool = False
    ) -> str:
        """Fit t-SNE to landmarks; see ``pipeline.sound_map.train``."""
        return sound_map.train(tables.recordings, tables.listings, out, show_progress=show_progress)

    def evaluate(self, tables: Tables, how: Evaluation, *, show_progress: bool = False) -> str:
        """Refuse: its one figure, how many neighbours the map keeps, is measured in training."""
        raise UserError("The neighbour map is measured while it is trained.", "The models' manifest holds its figures.")

    def build(self, context: BuildContext) -> None:
        """Place the recordings of the catalogue on the map."""
        if is_there(self, context):
            context.manifest[self.name] = sound_map.write(context.catalogue, context.models)


class ScenesModel:
    """What situations, activities and moods in free text mean in traits and genres."""

    name = scenes.ARTIFACT
    title = "scenes"
    reads_others = False
    reads_frames = False

    def train(
        self, tables: Tables, out: Path, listening: ListFiles = ListFiles(), *, show_progress: bool = False
    ) -> str:
        """Fit to album names and genres of the tables, and to playlists if given; see ``pipeline.scenes``."""
        with TemporaryDirectory() as directory:
            catalogue = _foundations(Path(directory), out, tables).catalogue
            path = pipeline.scenes.train_scenes(catalogue, out, listening.playlists)
        return f"The scenes are in {path.name}"

    def evaluate(self, tables: Tables, how: Evaluation, *, show_progress: bool = False) -> str:
        """Median area under the ROC curve, each playlist judged by a fit without it and its near duplicates."""
        if how.listening.playlists is None:
            raise UserError("Scenes are measured on titled playlists.", "Give --playlists.", code="missing_parameter")
        with TemporaryDirectory() as directory:
            catalogue = _foundations(Path(directory), Path(directory), tables).catalogue
            playlists = pipeline.scenes.read_playlists(how.listening.playlists, catalogue)
            fit = pipeline.scenes.Fit(read_scenes(), catalogue, playlists)
            areas = pipeline.scenes.median_areas(pipeline.scenes.evaluate_playlists(fit))
        return "\n".join(f"{kind}: {area:.3f}" for kind, area in areas.items())

    def build(self, context: BuildContext) -> None:
        """Write percentiles and genre memberships, by which recordings are scored for a scene."""
        if is_there(self, context):
            pipeline.scenes.write_scene_features(context.catalogue)


class LikenessModel:
    """How like recordings are, which versions are one song, which kinds of recording there are, moods and eras."""

    name = similarity_model.NAME
    title = "likeness"
    reads_others = True
    reads_frames = False

    def train(
        self, tables: Tables, out: Path, listening: ListFiles = ListFiles(), *, show_progress: bool = False
    ) -> str:
        """Fit weights to what people put together; see ``pipeline.similarity.train``."""
        files = self._files(tables, listening)
        with TemporaryDirectory() as directory:
            context = _foundations(Path(directory), out, tables)
            GenreClassifier().build(context)
            return similarity.train(context.catalogue, *files, out, show_progress=show_progress)

    def evaluate(self, tables: Tables, how: Evaluation, *, show_progress: bool = False) -> str:
        """Precision on playlists held out, beside chance and simple baselines: all of a training but the writing."""
        files = self._files(tables, how.listening)
        with TemporaryDirectory() as directory, TemporaryDirectory() as unused:
            context = _foundations(Path(directory), how.models or Path(unused), tables)
            GenreClassifier().build(context)
            similarity.train(context.catalogue, *files, Path(unused), show_progress=show_progress)
            return (Path(unused) / similarity_card.CARD).read_text(encoding="utf-8")

    @staticmethod
    def _files(tables: Tables, listening: ListFiles) -> tuple[Path, Path, Path]:
        """The dated table, the playlists and the dialogues. UserError if one of them is not given."""
        dated = [Path(entry["path"]) for entry in tables.entries if entry["dated"]]
        if not dated or listening.playlists is None or listening.dialogues is None:
            raise UserError(
                "Likeness is fitted to playlists, dialogues and a dated table.",
                "Give --playlists, --dialogues and a dated --source.",
                code="missing_parameter",
            )
        return dated[-1], listening.playlists, listening.dialogues

    def build(self, context: BuildContext) -> None:
        """Compute the arrays of ``engine.recommend.similarity``; without a fitted model by plain weights."""
        is_there(self, context)
        similarity.write(context.catalogue, context.models)


class PeopleModel:
    """How several liked tracks are blended, and what match figures mean."""

    name = people.NAME
    title = "people"
    reads_others = False
    reads_frames = False

    def train(
        self, tables: Tables, out: Path, listening: ListFiles = ListFiles(), *, show_progress: bool = False
    ) -> str:
        """Replay what people chose; see ``pipeline.people.train``."""
        return self._trained(tables, out, out, listening, show_progress)

    def evaluate(self, tables: Tables, how: Evaluation, *, show_progress: bool = False) -> str:
        """What is found in dialogues held out, and what match figures mean: all of a training but the writing."""
        with TemporaryDirectory() as unused:
            self._trained(tables, how.models or Path(unused), Path(unused), how.listening, show_progress)
            return (Path(unused) / people_card.CARD).read_text(encoding="utf-8")

    @staticmethod
    def _trained(tables: Tables, models: Path, out: Path, listening: ListFiles, show_progress: bool) -> str:
        if listening.playlists is None or listening.dialogues is None:
            raise UserError(
                "Taste is fitted to playlists and dialogues.",
                "Give --playlists and --dialogues.",
                code="missing_parameter",
            )
        with TemporaryDirectory() as directory:
            context = _foundations(Path(directory), models, tables)
            for step in STEPS:
                if step.name in ("names", "word index"):
                    step.run(context)
            for part in (GenreClassifier(), ScenesModel(), LikenessModel(), PeopleModel()):
                part.build(context)
            engine = Engine(context.catalogue, models)
            files = listening.playlists, listening.dialogues
            return pipeline.people.train(engine, models, *files, out, show_progress=show_progress)

    def build(self, context: BuildContext) -> None:
        """Nothing: the engine reads the weights themselves."""


MODELS: Final[tuple[Model, ...]] = (
    GenreClassifier(),
    BreakoutModel(),
    SoundMapModel(),
    ScenesModel(),
    LikenessModel(),
    PeopleModel(),
)

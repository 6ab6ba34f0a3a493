"""The command line: ``python -m pipeline``, also as ``python -m engine``.

Exit codes: 0 done, 2 the user's mistake (one sentence on stderr), 1 our fault (with a reference to quote).
"""

import argparse
import logging
import os
import sys
import uuid
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

from dotenv import load_dotenv
from filelock import FileLock

from engine import artifacts
from engine.catalogue.store import Catalogue
from engine.defaults import PYTHON, catalogue_directory, data_directory, models_directory
from engine.errors import UserError, shortened
from engine.trends.years import SHIPPED
from pipeline import years
from pipeline.breakout.scores import export
from pipeline.build import build, summary
from pipeline.fetch import fetch
from pipeline.genre.label_file import label_file
from pipeline.models import MODELS, Evaluation, ListFiles
from pipeline.places import require_another, require_parent, require_writable
from pipeline.profiles import PROFILES, write_profiles
from pipeline.reference import report
from pipeline.sources import read_source
from pipeline.tables import read_tables

_SOURCE: Final = ".csv, .csv.gz, .csv.xz or .parquet; give it again for another listing or a later, dated table"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one sub-command and return the exit code."""
    return run(parser, arguments)


def run(parser: Callable[[Mapping[str, str]], argparse.ArgumentParser], arguments: Sequence[str] | None = None) -> int:
    """Run the sub-command that arguments name, and say what went wrong.

    Parameters
    ----------
    parser : callable
        Of the environment; its options have ``run``.

    Returns
    -------
    int
        The exit code.
    """
    load_dotenv()
    try:
        options = parser(os.environ).parse_args(arguments)
        options.run(options)
    except UserError as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("Interrupted; nothing in use was changed.", file=sys.stderr)
        return 130
    except OSError as error:
        # A full disk, a directory without permission, a broken pipe: nothing that we could mend.
        where = f" ({shortened(error.filename)})" if error.filename else ""
        print(f"{error.strerror or 'A file cannot be read or written'}{where}.", file=sys.stderr)
        return 2
    except Exception:
        reference = uuid.uuid4().hex[:8]
        logging.exception("reference %s", reference)
        print(f"Something went wrong on our side; quote reference {reference}.", file=sys.stderr)
        return 1
    return 0


def parser(environment: Mapping[str, str]) -> argparse.ArgumentParser:
    """Make the parser of every sub-command; the environment says where catalogue and models lie by default."""
    whole = argparse.ArgumentParser(prog="python -m engine", description="Build, train, evaluate, label and score.")
    commands = whole.add_subparsers(required=True, metavar="command")
    _add_table_commands(commands, environment)
    _add_file_commands(commands, environment)
    return whole


def _add_table_commands(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", environment: Mapping[str, str]
) -> None:
    """The sub-commands that read tables: build, train and evaluate."""
    data, models = data_directory(environment), models_directory(environment)
    named = environment.get("CRATEBOT_CATALOGUE")

    command = commands.add_parser("build", help="build the catalogue from the public table")
    command.add_argument("--source", type=Path, action="append", required=True, metavar="CSV", help=_SOURCE)
    command.add_argument("--out", type=Path, default=named or data / "catalogue", metavar="DIR", help="%(default)s")
    command.add_argument("--models", type=Path, default=models, metavar="DIR", help="%(default)s")
    command.set_defaults(run=_build)

    add_training(commands, environment).set_defaults(run=train)

    command = commands.add_parser("evaluate", help="measure a model on tracks that it has not seen")
    command.add_argument("--source", type=Path, action="append", required=True, metavar="CSV", help=_SOURCE)
    command.add_argument("--model", choices=[model.name for model in MODELS], default="genre", help="%(default)s")
    command.add_argument(
        "--emerging", dest="model", action="store_const", const="emerging", help="the same as --model emerging"
    )
    command.add_argument(
        "--split", choices=("recording", "artist"), default="artist", help="what both sides never share: %(default)s"
    )
    command.add_argument("--seed", type=int, default=0, help="which fifth is held out: %(default)s")
    command.add_argument("--record", type=Path, metavar="DIR", help="models whose card is to show the figures")
    _add_listening(command)
    command.set_defaults(run=_evaluate, models=models)


def add_training(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", environment: Mapping[str, str]
) -> argparse.ArgumentParser:
    """Add the sub-command that takes what ``train`` takes."""
    command = commands.add_parser("train", help="fit the models to the public tables")
    command.add_argument("--source", type=Path, action="append", required=True, metavar="CSV", help=_SOURCE)
    command.add_argument("--out", type=Path, default=models_directory(environment), metavar="DIR", help="%(default)s")
    command.add_argument("--model", choices=[model.name for model in MODELS], help="only this one; default: all")
    _add_listening(command)
    return command


def _add_listening(command: argparse.ArgumentParser) -> None:
    """The files that tell what people put together."""
    command.add_argument("--playlists", type=Path, metavar="JSONL", help="titled playlists (.jsonl.gz)")
    command.add_argument("--dialogues", type=Path, metavar="JSONL", help="dialogues that lead to a list (.jsonl.gz)")


def _add_file_commands(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", environment: Mapping[str, str]
) -> None:
    """The sub-commands that take a catalogue or models, or write one file."""
    command = commands.add_parser("label", help="genres for each row of a CSV with the audio columns")
    command.add_argument("--input", type=Path, required=True, metavar="CSV")
    command.add_argument("--out", type=Path, required=True, metavar="CSV")
    command.add_argument("--audio-only", action="store_true", help="leave names aside")
    command.add_argument(
        "--models", type=Path, default=models_directory(environment), metavar="DIR", help="%(default)s"
    )
    command.set_defaults(run=_label)

    command = commands.add_parser("score", help="both emerging scores of every track id, as CSV")
    command.add_argument(
        "--catalogue", type=Path, default=catalogue_directory(environment), metavar="DIR", help="%(default)s"
    )
    command.add_argument("--out", type=Path, required=True, metavar="CSV")
    command.set_defaults(run=_score)

    command = commands.add_parser("check", help="whether every file of the catalogue and the models is whole")
    command.add_argument(
        "--catalogue", type=Path, default=catalogue_directory(environment), metavar="DIR", help="%(default)s"
    )
    command.add_argument(
        "--models", type=Path, default=models_directory(environment), metavar="DIR", help="%(default)s"
    )
    command.set_defaults(run=_check)

    command = commands.add_parser("fetch", help="download the public table")
    command.add_argument("--url", default="", help="another address of the file; also CRATEBOT_DATASET_URL")
    command.add_argument(
        "--out", type=Path, default=data_directory(environment) / "dataset.csv", metavar="CSV", help="%(default)s"
    )
    command.set_defaults(run=_fetch)

    command = commands.add_parser("profiles", help="make the aggregates that the demo catalogue is drawn from")
    command.add_argument("--source", type=Path, required=True, metavar="CSV", help="the public table")
    command.add_argument("--out", type=Path, default=PROFILES, metavar="JSON", help="%(default)s")
    command.set_defaults(run=_profiles)

    command = commands.add_parser("years", help="make the yearly aggregates that ship, from dated tables")
    command.add_argument("--source", type=Path, action="append", required=True, metavar="CSV", help="a dated table")
    command.add_argument("--out", type=Path, default=SHIPPED, metavar="DIR", help="%(default)s")
    command.set_defaults(run=_years)

    command = commands.add_parser("reference", help="the five tracks of the usual notebook recipe, for comparison")
    command.add_argument("--source", type=Path, required=True, metavar="CSV", help="the public table")
    command.set_defaults(run=_reference)


def _build(options: argparse.Namespace) -> None:
    print(summary(build(options.source, options.out, options.models, show_progress=True)))
    print(f"The catalogue is in {options.out}")


def train(options: argparse.Namespace) -> None:
    """Fit models and write them with their cards."""
    require_writable(options.out)
    tables = read_tables(options.source, show_progress=True)
    listening = _listening(options)
    with FileLock(options.out / ".lock"), artifacts.staged(options.out) as stage:
        for model in MODELS:
            if options.model not in (None, model.name):
                continue
            try:
                print(model.train(tables, stage, listening=listening, show_progress=True), flush=True)
            except UserError as error:
                if options.model is not None or error.code != "missing_parameter":
                    raise
                print(f"{model.title}: left as it is. {error}", flush=True)


def _evaluate(options: argparse.Namespace) -> None:
    if options.record is not None and not options.record.is_dir():
        raise UserError(f"There is no models directory {options.record}.")
    tables = read_tables(options.source, show_progress=True)
    model = next(model for model in MODELS if model.name == options.model)
    how = Evaluation(options.split, options.seed, options.record, _listening(options), options.models)
    print(model.evaluate(tables, how, show_progress=True))


def _listening(options: argparse.Namespace) -> ListFiles:
    for path in (options.playlists, options.dialogues):
        if path is not None and not path.is_file():
            raise UserError(f"There is no file {path}.")
    return ListFiles(options.playlists, options.dialogues)


def _label(options: argparse.Namespace) -> None:
    require_parent(options.out)
    require_another(options.out, options.input)
    labelled = label_file(options.input, options.out, options.models, audio_only=options.audio_only)
    for line, reason in labelled.problems:
        print(f"line {line}: {reason}", file=sys.stderr)
    print(labelled.summary)


def _score(options: argparse.Namespace) -> None:
    require_parent(options.out)
    print(f"{export(Catalogue.load(options.catalogue), options.out):,} tracks are in {options.out}")


def _check(options: argparse.Namespace) -> None:
    catalogue = Catalogue.load(options.catalogue)
    catalogue.files.check()
    print(f"The catalogue in {options.catalogue} is whole: {catalogue.files.count} files.")
    print(f"The models in {options.models} are whole: {artifacts.check(options.models)} files.")


def _fetch(options: argparse.Namespace) -> None:
    fetch(options.out, url=options.url, show_progress=True)
    print(f"The table is in {options.out}. Next: {PYTHON} -m engine build --source {options.out}")


def _profiles(options: argparse.Namespace) -> None:
    require_parent(options.out)
    require_another(options.out, options.source)
    write_profiles(options.source, options.out)
    print(f"The genre profiles are in {options.out}")


def _years(options: argparse.Namespace) -> None:
    sources = [read_source(path) for path in options.source]
    if not all(source.dated for source in sources):
        raise UserError("Sound by year takes dated tables only.", "They have a column data_collection_date.")
    years.write([source.rows for source in sources], years.SHIPPED_SOURCE, options.out)
    print(f"The yearly aggregates are in {options.out}")


def _reference(options: argparse.Namespace) -> None:
    print(report(options.source))


if __name__ == "__main__":
    sys.exit(main())

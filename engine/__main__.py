"""``python -m engine``: build, train, evaluate, label, score and fetch from the command line.

Exit codes: 0 done, 2 the user's mistake (one sentence on stderr), 1 our fault (with a reference to quote).
"""

import argparse
import logging
import os
import sys
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from dotenv import load_dotenv

from engine.errors import UserError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one sub-command; the exit code."""
    load_dotenv()
    options = parser(os.environ).parse_args(arguments)
    try:
        options.run(options)
    except UserError as mistake:
        print(mistake, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("Interrupted; nothing in use was changed.", file=sys.stderr)
        return 130
    except Exception:
        reference = uuid.uuid4().hex[:8]
        logging.exception("reference %s", reference)
        print(f"Something went wrong on our side; quote reference {reference}.", file=sys.stderr)
        return 1
    return 0


def parser(environment: Mapping[str, str]) -> argparse.ArgumentParser:
    """Every sub-command with its options; where catalogue and models lie by default, the environment says."""
    catalogue = environment.get("CRATEBOT_CATALOGUE") or "data/catalogue"
    models = environment.get("CRATEBOT_MODELS") or "models"
    whole = argparse.ArgumentParser(prog="python -m engine", description="The engine of cratebot.")
    commands = whole.add_subparsers(required=True, metavar="command")

    command = commands.add_parser("build", help="make the catalogue from the public table")
    command.add_argument("--source", type=Path, action="append", required=True, metavar="CSV", help=_SOURCE)
    command.add_argument("--out", type=Path, default=catalogue, metavar="DIR", help="default: %(default)s")
    command.add_argument("--models", type=Path, default=models, metavar="DIR", help="default: %(default)s")
    command.set_defaults(run=build)

    command = commands.add_parser("train", help="fit the models to the public tables")
    command.add_argument("--source", type=Path, action="append", required=True, metavar="CSV", help=_SOURCE)
    command.add_argument("--out", type=Path, default=models, metavar="DIR", help="default: %(default)s")
    command.set_defaults(run=train)

    command = commands.add_parser("evaluate", help="test the models on what they have not seen")
    command.add_argument("--source", type=Path, action="append", required=True, metavar="CSV", help=_SOURCE)
    command.add_argument("--emerging", action="store_true", help="test the emerging scores back on a later table")
    command.add_argument(
        "--split", choices=("recording", "artist"), default="artist", help="what never is on both sides: %(default)s"
    )
    command.add_argument("--seed", type=int, default=0, help="which fifth is held out: %(default)s")
    command.add_argument("--record", type=Path, metavar="DIR", help="models whose card is to tell the figures")
    command.set_defaults(run=evaluate)

    command = commands.add_parser("label", help="genres for each row of a CSV with the audio columns")
    command.add_argument("--input", type=Path, required=True, metavar="CSV")
    command.add_argument("--out", type=Path, required=True, metavar="CSV")
    command.add_argument("--audio-only", action="store_true", help="leave names aside")
    command.add_argument("--models", type=Path, default=models, metavar="DIR", help="default: %(default)s")
    command.set_defaults(run=label)

    command = commands.add_parser("score", help="both emerging scores of every track id, as CSV")
    command.add_argument("--catalogue", type=Path, default=catalogue, metavar="DIR", help="default: %(default)s")
    command.add_argument("--out", type=Path, required=True, metavar="CSV")
    command.set_defaults(run=score)

    command = commands.add_parser("fetch", help="download the public table")
    command.add_argument("--url", default="", help="another address of the file; also CRATEBOT_DATASET_URL")
    command.add_argument("--out", type=Path, default=Path("data/dataset.csv"), metavar="CSV", help="%(default)s")
    command.set_defaults(run=fetch)

    command = commands.add_parser("profiles", help="make data/genre_profiles.json, the aggregates behind the demo")
    command.add_argument("--source", type=Path, required=True, metavar="CSV", help="the public table")
    command.add_argument("--out", type=Path, default=Path("data/genre_profiles.json"), metavar="JSON")
    command.set_defaults(run=profiles)

    command = commands.add_parser("reference", help="the common recipe's five tracks, to check ours against")
    command.add_argument("--source", type=Path, required=True, metavar="CSV", help="the public table")
    command.set_defaults(run=reference)

    return whole


_SOURCE = ".csv, .csv.gz, .csv.xz or .parquet; give it again for a later, dated table"


def build(options: argparse.Namespace) -> None:
    """Make the catalogue and say what was done."""
    from pipeline.build import build, summary

    print(summary(build(options.source, options.out, options.models, show_progress=True)))
    print(f"The catalogue is in {options.out}")


def train(options: argparse.Namespace) -> None:
    """Fit the models."""
    from pipeline import sound_map
    from pipeline.breakout import training as breakout
    from pipeline.build import LISTING_COLLECTED
    from pipeline.genre import training as genre

    tracks, recordings, snapshots, sources, table = _tables(options.source)
    headline = genre.train(tracks, recordings, table, options.out, show_progress=True)
    print("\n".join(f"{figure}: {value:.3f}" for figure, value in headline.items()))
    print(breakout.train(tracks, snapshots, LISTING_COLLECTED, sources, options.out, show_progress=True))
    print(sound_map.train(recordings, sources, options.out, show_progress=True))


def _tables(paths: list[Path]) -> tuple[Any, Any, list[Any], list[dict[str, str]], dict[str, Any]]:
    """Tracks, recordings, snapshots, each table's name and checksum, and the listing's description."""
    import pandas as pd

    from pipeline.cleaning import clean, to_recordings
    from pipeline.source import read_source

    read = [read_source(path) for path in paths]
    listings = [source for source in read if not source.dated]
    if not listings:
        raise UserError("No table here lists tracks by genre.", "Name one with a track_genre column.", code="bad_table")
    tracks, counts = clean(pd.concat([source.rows for source in listings], ignore_index=True))
    described = {
        "name": " and ".join(source.path.name for source in listings),
        "sha256": " and ".join(source.sha256 for source in listings),
        **asdict(counts),
    }
    sources = [{"name": source.path.name, "sha256": source.sha256} for source in read]
    return tracks, to_recordings(tracks), [source.rows for source in read if source.dated], sources, described


def evaluate(options: argparse.Namespace) -> None:
    """Test the models."""
    from pipeline.breakout import training as breakout
    from pipeline.build import LISTING_COLLECTED
    from pipeline.genre import training as genre

    tracks, recordings, snapshots, _, table = _tables(options.source)
    if options.emerging:
        print(breakout.evaluate(tracks, snapshots, LISTING_COLLECTED, show_progress=True))
        return
    result = genre.evaluate(tracks, recordings, table, options.split, options.seed, show_progress=True)
    print(genre.table_of(result))
    if options.record is not None:
        genre.record(result, options.record)


def label(options: argparse.Namespace) -> None:
    """Label each row of a file."""
    from pipeline.genre.label_file import label_file

    labelled = label_file(options.input, options.out, options.models, audio_only=options.audio_only)
    for line, reason in labelled.problems:
        print(f"line {line}: {reason}", file=sys.stderr)
    print(labelled.summary)


def score(options: argparse.Namespace) -> None:
    """Write the emerging scores of every track id."""
    from engine.catalogue.store import Catalogue
    from pipeline.breakout.scores import export

    print(f"{export(Catalogue.load(options.catalogue), options.out):,} tracks are in {options.out}")


def fetch(options: argparse.Namespace) -> None:
    """Download the public table."""
    from pipeline.fetch import fetch

    rows = fetch(options.out, url=options.url, show_progress=True)
    print(f"{rows:,} rows are in {options.out}. Next: python -m engine build --source {options.out}")


def reference(options: argparse.Namespace) -> None:
    """Print what the common recipe recommends for its usual query."""
    from pipeline.reference import report

    print(report(options.source))


def profiles(options: argparse.Namespace) -> None:
    """Make the genre profiles."""
    from pipeline.profiles import write_profiles

    write_profiles(options.source, options.out)
    print(f"The genre profiles are in {options.out}")


if __name__ == "__main__":
    sys.exit(main())

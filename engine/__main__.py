"""``python -m engine``: build, train, evaluate, label, score and fetch from the command line.

Exit codes: 0 done, 2 the user's mistake (one sentence on stderr), 1 our fault (with a reference to quote).
"""

import argparse
import logging
import os
import sys
import uuid
from collections.abc import Sequence
from pathlib import Path

from engine.errors import Mistake

MODELS = Path(os.environ.get("CRATEBOT_MODELS", "models"))
CATALOGUE = Path(os.environ.get("CRATEBOT_CATALOGUE", "data/catalogue"))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one sub-command; the exit code."""
    options = parser().parse_args(arguments)
    try:
        options.run(options)
    except Mistake as mistake:
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


def parser() -> argparse.ArgumentParser:
    """Every sub-command with its options."""
    whole = argparse.ArgumentParser(prog="python -m engine", description="The engine of cratebot.")
    commands = whole.add_subparsers(required=True, metavar="command")

    command = commands.add_parser("build", help="make the catalogue from the public table")
    command.add_argument("--source", type=Path, action="append", required=True, metavar="CSV", help=_SOURCE)
    command.add_argument("--out", type=Path, default=CATALOGUE, metavar="DIR", help="default: %(default)s")
    command.add_argument("--models", type=Path, default=MODELS, metavar="DIR", help="default: %(default)s")
    command.set_defaults(run=build)

    command = commands.add_parser("profiles", help="make data/genre_profiles.json, the aggregates behind the demo")
    command.add_argument("--source", type=Path, required=True, metavar="CSV", help="the public table")
    command.add_argument("--out", type=Path, default=Path("data/genre_profiles.json"), metavar="JSON")
    command.set_defaults(run=profiles)

    return whole


_SOURCE = ".csv, .csv.gz, .csv.xz or .parquet; give it again for a later, dated table"


def build(options: argparse.Namespace) -> None:
    """Make the catalogue and say what was done."""
    from engine.catalogue.build import build, summary

    print(summary(build(options.source, options.out, options.models, show_progress=True)))
    print(f"The catalogue is in {options.out}")


def profiles(options: argparse.Namespace) -> None:
    """Make the genre profiles."""
    from engine.catalogue.profiles import write_profiles

    write_profiles(options.source, options.out)
    print(f"The genre profiles are in {options.out}")


if __name__ == "__main__":
    sys.exit(main())

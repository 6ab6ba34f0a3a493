"""The command line of building over a cluster: ``python -m cluster``. Exit codes as of ``python -m pipeline``."""

import argparse
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import ray

from cluster.address import LOCAL
from cluster.starting import start
from cluster.tables import read_listing
from engine.defaults import data_directory, models_directory
from pipeline.__main__ import run
from pipeline.build import summary, write_catalogue
from pipeline.places import require_writable
from pipeline.tables import Tables

_STORE: Final = 2 * 10**9  # bytes that workers on this machine share; what is more goes to disk


def parser(environment: Mapping[str, str]) -> argparse.ArgumentParser:
    """Make the parser; the environment says where catalogue, models and cluster are by default."""
    whole = argparse.ArgumentParser(prog="python -m cluster", description="Build a catalogue over a Ray cluster.")
    command = whole.add_subparsers(required=True, metavar="command").add_parser("build", help="build the catalogue")
    named = environment.get("CRATEBOT_CATALOGUE")
    command.add_argument(
        "--source", type=Path, required=True, metavar="DIR", help="the public table in .parquet files, by name in order"
    )
    command.add_argument(
        "--out",
        type=Path,
        default=named or data_directory(environment) / "catalogue",
        metavar="DIR",
        help="%(default)s",
    )
    command.add_argument(
        "--models", type=Path, default=models_directory(environment), metavar="DIR", help="%(default)s"
    )
    command.add_argument(
        "--cluster", default=environment.get("CRATEBOT_CLUSTER") or LOCAL, metavar="ADDRESS",
        help=f"{LOCAL} for the cores of this machine, HOST:PORT or ray://HOST:PORT: %(default)s",
    )  # fmt: skip
    command.set_defaults(run=_build)
    return whole


def _build(options: argparse.Namespace) -> None:
    require_writable(options.out)
    print(
        summary(
            write_catalogue(_read(options.source, options.cluster), options.out, options.models, show_progress=True)
        )
    )
    print(f"The catalogue is in {options.out}")


def _read(source: Path, address: str) -> Tables:
    start(address, cores=os.cpu_count() or 1, store=_STORE)
    try:
        return read_listing(source)
    finally:
        ray.shutdown()  # the steps of the build need the memory


if __name__ == "__main__":
    sys.exit(run(parser))

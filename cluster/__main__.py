"""The command line of building and training over a cluster: ``python -m cluster``.

Exit codes as of ``python -m pipeline``.
"""

import argparse
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import joblib
import ray
from ray.util.joblib import register_ray

from cluster.address import LOCAL
from cluster.starting import start
from cluster.tables import read_listing
from engine.defaults import data_directory, models_directory
from pipeline import __main__ as pipeline
from pipeline.build import summary, write_catalogue
from pipeline.places import require_writable
from pipeline.tables import Tables

_STORE: Final = 2 * 10**9  # bytes that workers on this machine share; what is more goes to disk


def parser(environment: Mapping[str, str]) -> argparse.ArgumentParser:
    """Make the parser; the environment says where catalogue, models and cluster are by default."""
    whole = argparse.ArgumentParser(prog="python -m cluster", description="Build and train over a Ray cluster.")
    commands = whole.add_subparsers(required=True, metavar="command")
    build = commands.add_parser("build", help="build the catalogue from the public table in many files")
    out = environment.get("CRATEBOT_CATALOGUE") or data_directory(environment) / "catalogue"
    models = models_directory(environment)
    build.add_argument("--source", type=Path, required=True, metavar="DIR", help=".parquet files, by name in order")
    build.add_argument("--out", type=Path, default=out, metavar="DIR", help="%(default)s")
    build.add_argument("--models", type=Path, default=models, metavar="DIR", help="%(default)s")
    build.set_defaults(run=_build)
    train = pipeline.add_training(commands, environment)
    train.set_defaults(run=_train)
    for command in (build, train):
        command.add_argument(
            "--cluster", default=environment.get("CRATEBOT_CLUSTER") or LOCAL, metavar="ADDRESS",
            help=f"{LOCAL} for the cores of this machine, HOST:PORT or ray://HOST:PORT: %(default)s",
        )  # fmt: skip
    return whole


def _build(options: argparse.Namespace) -> None:
    require_writable(options.out)
    manifest = write_catalogue(_read(options), options.out, options.models, show_progress=True)
    print(summary(manifest))
    print(f"The catalogue is in {options.out}")


def _read(options: argparse.Namespace) -> Tables:
    with _connected(options.cluster):  # no longer than that: the steps of the build need the memory
        return read_listing(options.source)


def _train(options: argparse.Namespace) -> None:
    with _connected(options.cluster):
        register_ray()
        with joblib.parallel_config("ray"):
            pipeline.train(options)


@contextmanager
def _connected(address: str) -> Iterator[None]:
    start(address, cores=os.cpu_count() or 1, store=_STORE)
    try:
        yield
    finally:
        ray.shutdown()


if __name__ == "__main__":
    sys.exit(pipeline.run(parser))

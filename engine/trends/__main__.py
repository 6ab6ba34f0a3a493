"""``python -m engine.trends DATED_CSV``: make the yearly aggregates that ship with the project from a dated table."""

import sys
from pathlib import Path

from engine.trends.years import write
from pipeline.source import read_source

SOURCE = "public Spotify table by search genre"

if __name__ == "__main__":
    write([read_source(Path(sys.argv[1])).rows], SOURCE, Path(__file__).parent)

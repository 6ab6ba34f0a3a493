"""``python -m engine``: the command line of the pipeline under its shorter name."""

import sys

from pipeline.__main__ import main

__all__ = ["main"]

if __name__ == "__main__":
    sys.exit(main())

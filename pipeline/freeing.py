"""Give memory that is not used any more back to the system."""

import ctypes
import gc
import sys

import pyarrow as pa


def give_back() -> None:
    """Return freed memory to the system: the C library keeps it, and Arrow does, each for its own later use.

    The steps of a build need their memory one after the other. Without this each finds what the last one left in
    pieces, and takes new.
    """
    gc.collect()
    pa.default_memory_pool().release_unused()
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # of glibc; others do not have it
        if trim is not None:
            trim(0)

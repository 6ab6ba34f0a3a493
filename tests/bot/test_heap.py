"""Threads share one heap of the C library."""

import platform
import subprocess
import sys

import pytest

EIGHT_THREADS = """
import ctypes, sys, threading
from bot import heap
heap.share()
libc = ctypes.CDLL(None)
libc.malloc.restype = libc.fopen.restype = ctypes.c_void_p
all_there = threading.Barrier(9)

def taking():
    libc.malloc(10_000)
    all_there.wait()
    all_there.wait()

threads = [threading.Thread(target=taking) for _ in range(8)]
for thread in threads:
    thread.start()
all_there.wait()
out = libc.fopen(sys.argv[1].encode(), b"w")
libc.malloc_info(0, ctypes.c_void_p(out))
libc.fclose(ctypes.c_void_p(out))
all_there.wait()
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="the setting is glibc's")
def test_eight_threads_take_their_memory_from_one_heap(tmp_path):
    written = tmp_path / "heaps.xml"
    subprocess.run([sys.executable, "-c", EIGHT_THREADS, written], check=True, timeout=60)
    assert written.read_text().count("<heap nr") == 1

"""How many arenas the C library keeps for eight threads."""

import platform
import subprocess
import sys

import pytest

COUNT_ARENAS = """
import ctypes, sys, threading
from matside.app.process import share_arenas

libc = ctypes.CDLL(None)
libc.malloc.restype = ctypes.c_void_p
if "shared" in sys.argv:
    share_arenas()
together = threading.Barrier(8)

def take():
    together.wait()
    libc.malloc(10_000)
    together.wait()

threads = [threading.Thread(target=take) for _ in range(8)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
libc.fdopen.restype = ctypes.c_void_p
libc.malloc_info(0, ctypes.c_void_p(libc.fdopen(1, b"w")))
libc.fflush(None)
"""


def arenas(*arguments: str) -> int:
    command = [sys.executable, "-c", COUNT_ARENAS, *arguments]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return told.count("<heap nr=")


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc's memory has arenas")
def test_threads_share_two_arenas():
    assert arenas() > 2
    assert arenas("shared") <= 2

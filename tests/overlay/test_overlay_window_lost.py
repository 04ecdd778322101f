"""A display that goes: the C library ends the process, and what is to be saved is saved."""

from __future__ import annotations

import platform
import subprocess
import sys

import pytest

LOST = """
import ctypes, string
from matside.overlay.patches import text_width
from matside.overlay.window import before_display_loss_ends

def draw(em):
    return sum(text_width(string.printable, em + n, 400) for n in range(20))

with before_display_loss_ends(lambda: print("saved", draw(40) > 0)):
    draw(20)
    ctypes.CDLL(None).exit(0)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only there a process is ended so")
def test_pictures_can_still_be_drawn_when_the_display_has_ended_the_process() -> None:
    done = subprocess.run([sys.executable, "-c", LOST], capture_output=True, text=True, check=False)
    assert (done.stdout, done.returncode) == ("saved True\n", 1), done.stderr

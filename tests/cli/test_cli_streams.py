"""Standard streams that are closed, full, or read by somebody who has had enough."""

from __future__ import annotations

import errno
import io
import os
import subprocess
import sys

import pytest

from matside.cli.streams import PatientOutput, patient_streams

LISTED = ["knees_to_chest", "childs_pose", "cat_cow", "thoracic_rotation"]


class Broken(io.StringIO):
    """A stream that cannot be written after some letters."""

    def __init__(self, letters: int, number: int) -> None:
        super().__init__()
        self.letters, self.number = letters, number

    def write(self, text: str) -> int:
        if self.tell() + len(text) > self.letters:
            raise OSError(self.number, os.strerror(self.number))
        return super().write(text)


def test_what_cannot_be_written_is_thrown_away() -> None:
    stream = Broken(5, errno.ENOSPC)
    output = PatientOutput(stream)
    assert [output.write(text) for text in ("abc", "defg", "h")] == [3, 4, 1]
    output.flush()
    assert stream.getvalue() == "abc"
    assert output.lost


def test_a_reader_who_has_gone_misses_nothing() -> None:
    output = PatientOutput(Broken(0, errno.EPIPE))
    output.write("abc")
    assert not output.lost


def test_streams_are_as_before_afterwards_even_if_all_were_closed(monkeypatch) -> None:
    for name in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(sys, name, None)
    with patient_streams():
        print("to nobody")  # noqa: T201
        print("to nobody", file=sys.stderr)  # noqa: T201
        assert not sys.stdin.isatty()
        assert sys.stdin.read() == ""
    assert (sys.stdin, sys.stdout, sys.stderr) == (None, None, None)


@pytest.mark.skipif(os.name == "nt", reason="a shell's redirections")
@pytest.mark.parametrize(
    ("redirection", "printed", "told", "code"),
    [
        ("<&-", LISTED, "", 0),
        (">&-", [], "", 0),
        ("2>&-", LISTED, "", 0),
        ("| head -1", LISTED[:1], "", 0),
        ("| head -0", [], "", 0),
        ("> /dev/full", [], "Not all could be printed (the disk is full)", 1),
    ],
)
def test_a_listing_bears_every_kind_of_terminal(redirection, printed, told, code) -> None:
    if "/dev/full" in redirection and not os.path.exists("/dev/full"):  # noqa: PTH110
        pytest.skip("no /dev/full")
    shell = f"set -o pipefail; '{sys.executable}' -m matside exercises list {redirection}"
    done = subprocess.run(["bash", "-c", shell], capture_output=True, text=True, check=False)
    first = [line.partition(" ")[0] for line in done.stdout.splitlines()]
    assert first[: len(LISTED)] == printed
    assert told in done.stderr
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr
    assert done.returncode == code

"""What goes wrong is said in a sentence, and what can go on goes on."""

from __future__ import annotations

import os
import re
import shutil

import pytest
from tests.typed import there

from matside.record.files import TRACE
from matside.record.trace_reader import read_trace

LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), resource.RLIM_INFINITY))
sys.dont_write_bytecode = True  # half a file of it would break every later start
from matside.cli import main
sys.exit(main(sys.argv[2:]))
"""


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["elephant"], 2, "found 'elephant'.*A programme may be named too"),
        (["--camera", "97"], 1, "There is no camera 97"),
        (["--camera", "gone.mp4"], 1, r"gone\.mp4 was expected to be a video"),
        (["--dose", "forever"], 2, "no dose called 'forever'"),
        (["--breath", "fast"], 2, "found 'fast'"),
    ],
)
def test_what_cannot_begin_is_told_in_a_sentence(practise, arguments, code, told):
    practice = practise(*arguments, "--no-window")
    assert practice.ended() == code
    (line,) = practice.complained.splitlines()
    assert line.startswith("matside: ")
    assert re.search(told, line)
    assert practice.printed == ""
    assert not list(practice.data.rglob("*"))


@pytest.mark.skipif(os.name != "posix", reason="Windows cannot limit files")
def test_a_disk_that_fills_up_is_told_and_the_session_goes_on(practise, cut):
    clip = cut("knees_to_chest_double", 7.0)
    session = ["practise", "--camera", clip, "--no-window", "--record"]
    practice = practise(5_000, *session, script=LIMITED)
    assert practice.ended() == 1, practice.complained
    assert "Traceback" not in practice.complained
    assert "The recording ends here: Cannot write" in practice.printed
    assert "The session goes on unsaved: Cannot write" in practice.printed
    assert "trace.jsonl.gz" in practice.printed
    length_s = float(there(re.search(r"([\d.]+) s long", practice.printed))[1])
    kept = [pose.t_s for pose in read_trace(there(practice.folder) / TRACE)[1]]
    assert kept[-1] - kept[0] < length_s - 0.5, "it went on after that"
    assert not list(practice.data.rglob("*.part"))


def test_a_history_that_cannot_be_written_is_told_and_the_session_is_kept(practise, cut):
    clip = cut("knees_to_chest_double", 3.0)
    practice = practise("--version")
    assert practice.ended() == 2
    (practice.data / "history.sqlite3").mkdir(parents=True)
    practice = practise("--camera", clip, "--no-window")
    assert practice.ended() == 1, practice.complained
    assert practice.printed.count("Not in the history:") == 1
    assert (practice.folder / "summary.json").exists()
    assert (practice.folder / "report.html").exists()


def test_a_folder_that_vanishes_during_a_session_is_told_and_fails(practise, cut):
    clip = cut("knees_to_chest_double", 6.0)
    practice = practise("--camera", clip, "--no-window", "--record")
    folder = practice.judged()
    shutil.rmtree(folder)
    assert practice.ended() == 1, practice.complained
    assert "Traceback" not in practice.complained
    assert "folder has gone" in practice.printed
    assert f"Results: {folder}" not in practice.printed

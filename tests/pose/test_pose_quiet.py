"""Hiding MediaPipe's notes, and nothing else."""

from __future__ import annotations

import os
import sys
import tempfile

import pytest

from matside.pose.quiet import quiet, without_chatter

CHATTER = (
    b"INFO: Created TensorFlow Lite XNNPACK delegate for CPU.\n"
    b"WARNING: All log messages before absl::InitializeLog() is called are written to STDERR\n"
    b"W0000 00:00:1795241216.680130   13253 inference_feedback_manager.cc:114] Feedback manager "
    b"requires a model with a single signature inference.\n"
    b"I0000 00:00:1795241216.859399   13254 a/b/landmark_projection_calculator.cc:78] Using\n"
)


def test_only_the_notes_of_the_libraries_are_taken_out() -> None:
    ours = (
        b"WARNING: matside is about to stop\n"
        b"E0000 00:00:1795241216.859399   13254 graph.cc:78] failed\n"
        b"F0000 00:00:1795241216.859399   13254 image_frame.cc:362] Check failed\n"
        b"Traceback (most recent call last):\n"
        b"W0000 not a note\n"
        b"the end without a line break"
    )
    assert without_chatter(CHATTER + ours) == ours
    assert without_chatter(b"") == b""


def test_notes_vanish_and_the_rest_arrives_in_order(capfd: pytest.CaptureFixture[str]) -> None:
    os.write(2, b"before\n")
    with quiet():
        os.write(2, CHATTER)
        os.write(2, b"a message of ours\n")
        print("and one of Python's", file=sys.__stderr__)
        assert "ours" not in capfd.readouterr().err
    os.write(2, b"after\n")
    assert capfd.readouterr().err == "a message of ours\nand one of Python's\nafter\n"


def test_what_was_written_before_an_exception_arrives(capfd: pytest.CaptureFixture[str]) -> None:
    def fail() -> None:
        with quiet():
            os.write(2, CHATTER + b"last words\n")
            raise ValueError("stop")

    with pytest.raises(ValueError, match="stop"):
        fail()
    assert capfd.readouterr().err == "last words\n"


def test_may_be_nested(capfd: pytest.CaptureFixture[str]) -> None:
    with quiet():
        with quiet():
            os.write(2, CHATTER + b"inner\n")
        os.write(2, CHATTER + b"outer\n")
    assert capfd.readouterr().err == "inner\nouter\n"


def test_debug_leaves_everything(capfd: pytest.CaptureFixture[str]) -> None:
    with quiet(enabled=False):
        os.write(2, CHATTER)
    assert capfd.readouterr().err.encode() == CHATTER


def test_works_where_no_temporary_file_can_be_made(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full() -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(tempfile, "TemporaryFile", full)
    with quiet():
        os.write(2, b"seen\n")
    assert capfd.readouterr().err == "seen\n"


def test_works_without_standard_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def closed(descriptor: int) -> int:
        raise OSError(9, "Bad file descriptor")

    monkeypatch.setattr(os, "dup", closed)
    reached = []
    with quiet():
        reached.append(True)
    assert reached == [True]


def test_leaves_no_descriptor_open() -> None:
    def next_free() -> int:
        descriptor = os.dup(2)
        os.close(descriptor)
        return descriptor

    free = next_free()
    for _ in range(5):
        with quiet():
            os.write(2, CHATTER)
    assert next_free() == free

"""Files for other programs, written beside matside's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from matside.app.outputs import EXPORTS, Outputs, OutputSettings, chosen_exports
from matside.app.streams import Stream
from matside.body.catalogue import COLUMNS
from matside.body.frames import unseen
from matside.coach.result import FrameResult
from matside.errors import OutputError, UsageError
from matside.record.files import OutputFolder
from matside.record.trace import TraceHeader


def result(t_s):
    return FrameResult(
        t_s=t_s,
        pose=unseen(t_s, (640, 480)),
        near_side=None,
        measures=dict.fromkeys(COLUMNS, 1.0),
        posture="unseen",
    )


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("trc,mot", ("trc", "mot")),
        (" MOT , trc,mot,", ("mot", "trc")),
        ("", ()),
    ],
)
def test_formats_are_chosen_by_name(text, names):
    assert chosen_exports(text) == names


def test_a_format_that_does_not_exist_is_named():
    with pytest.raises(UsageError, match="no export called 'c3d': choose from trc, mot"):
        chosen_exports("trc,c3d")


def outputs(folder: Path, *exports: str) -> Outputs:
    """Return what is written of a trace that is replayed."""
    header = TraceHeader(matside="1", source="clip.mp4", size_px=(640, 480), model="")
    stream = Stream(name="clip.mp4", seen=iter(()), size_px=(640, 480), header=header)
    settings = OutputSettings(annotate=False, exports=exports, report=False)
    return Outputs(OutputFolder(folder), stream, (), {}, settings)


def write(to: Outputs, t_s: float) -> None:
    told = result(t_s)
    to.write(None, told.pose, told)


def names(folder):
    """Return the files in a folder besides the table, which is always there."""
    return {path.name for path in folder.iterdir()} - {"measures.csv"}


def test_the_chosen_files_are_written(tmp_path):
    with outputs(tmp_path, *EXPORTS) as exports:
        for n in range(3):
            write(exports, n / 10)

    assert names(tmp_path) == {"landmarks.trc", "angles.mot"}
    assert "nRows=3" in (tmp_path / "angles.mot").read_text(encoding="utf-8")


def test_no_other_file_is_written(tmp_path):
    with outputs(tmp_path, "mot") as exports:
        write(exports, 0.0)

    assert names(tmp_path) == {"angles.mot"}


def test_an_error_leaves_nothing_behind(tmp_path):
    def fail():
        with outputs(tmp_path, *EXPORTS) as exports:
            write(exports, 0.0)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()

    assert names(tmp_path) == set()


def test_a_folder_that_is_not_there_is_an_error(tmp_path):
    exports = outputs(tmp_path / "gone", *EXPORTS)

    with pytest.raises(OutputError, match="Cannot write"), exports:
        pass

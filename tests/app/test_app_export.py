from __future__ import annotations

import pytest

from matside.app.export import EXPORTS, Exports, chosen_exports
from matside.body.catalogue import COLUMNS
from matside.body.frames import unseen
from matside.coach.result import FrameResult
from matside.errors import OutputError, UsageError


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


def names(folder):
    return {path.name for path in folder.iterdir()}


def test_the_chosen_files_are_written(tmp_path):
    with Exports(tmp_path, EXPORTS) as exports:
        for n in range(3):
            exports.write(result(n / 10))

    assert names(tmp_path) == {"landmarks.trc", "angles.mot"}
    assert "nRows=3" in (tmp_path / "angles.mot").read_text(encoding="utf-8")


def test_no_other_file_is_written(tmp_path):
    with Exports(tmp_path, ["mot"]) as exports:
        exports.write(result(0.0))

    assert names(tmp_path) == {"angles.mot"}


def test_an_error_leaves_nothing_behind(tmp_path):
    def fail():
        with Exports(tmp_path, EXPORTS) as exports:
            exports.write(result(0.0))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()

    assert names(tmp_path) == set()


def test_a_folder_that_is_not_there_is_an_error(tmp_path):
    exports = Exports(tmp_path / "gone", EXPORTS)

    with pytest.raises(OutputError, match="Cannot write"), exports:
        pass

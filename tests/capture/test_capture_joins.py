"""Files that were only put one behind the other."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.capture.video_files import MakeVideo, read

from matside.capture.joins import joined_at


@pytest.mark.parametrize(
    ("name", "codec"), [("a.flv", "flv1"), ("a.asf", "wmv2"), ("a.mp4", "mpeg4")]
)
def test_what_is_behind_the_first_film_is_said(
    make_video: MakeVideo, tmp_path: Path, name: str, codec: str
) -> None:
    one = make_video(name, range(0, 1000, 100), codec=codec)
    assert read(one)[1].warning is None
    both = tmp_path / f"both{one.suffix}"
    both.write_bytes(2 * one.read_bytes())
    frames, source = read(both)
    assert len(frames) == 10
    assert (source.warning or "").startswith("Only the first ")
    assert f"joined{one.suffix}" in (source.warning or "")


def test_boxes_that_are_damaged_or_go_to_the_end_join_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    first = b"\0\0\0\x10ftypisom\0\0\0\0"
    for rest, at in ((first, 16), (b"\0\0\0\0mdat" + first, None), (b"\0\0\0\4free", None)):
        path.write_bytes(first + rest)
        assert joined_at(path, "mov,mp4", 0) == at
    assert joined_at(tmp_path / "gone.mp4", "mov,mp4", 0) is None

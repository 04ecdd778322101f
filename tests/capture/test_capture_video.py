"""Videos of every kind that phones, webcams and editors make, and damaged ones."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from matside.body.frames import Frame
from matside.capture.decoding import Decoder
from matside.capture.video import VideoSource
from matside.errors import SourceError

MakeVideo = Callable[..., Path]
THIRTY = [round(1000 * k / 30) for k in range(30)]


def read(path: Path) -> tuple[list[Frame], VideoSource]:
    with VideoSource(path) as source:
        return list(source), source


def quarters(frame: Frame) -> list[bool]:
    """Which quarters are white: top left, top right, bottom left, bottom right."""
    height, width = frame.image.shape[:2]
    return [
        bool(frame.image[y, x, 0] > 220)
        for y in (height // 4, 3 * height // 4)
        for x in (width // 4, 3 * width // 4)
    ]


def test_gives_every_frame_with_its_number_time_and_picture(make_video: MakeVideo) -> None:
    frames, source = read(make_video("plain.mp4", THIRTY))
    assert [frame.index for frame in frames] == list(range(30))
    assert [frame.t_s for frame in frames] == pytest.approx([t / 1000 for t in THIRTY], abs=1e-3)
    assert all(frame.size_px == (64, 32) == source.size_px for frame in frames)
    assert all(frame.image.dtype == np.uint8 for frame in frames)
    assert quarters(frames[0]) == [True, False, False, False]
    assert source.warning is None
    assert source.duration_s == pytest.approx(1.0, abs=0.05)
    assert source.frame_count_estimate == 30
    assert source.rotation_deg == 0


def test_frames_differ_and_stay_valid_after_the_file_is_closed(make_video: MakeVideo) -> None:
    frames, _ = read(make_video("plain.mp4", THIRTY))
    levels = [float(frame.image[24, 48, 0]) for frame in frames]
    assert levels == sorted(levels)
    assert levels[-1] - levels[0] > 60


def test_keeps_a_variable_frame_rate(make_video: MakeVideo) -> None:
    pts = [0, 33, 66, 500, 533, 2000]
    frames, _ = read(make_video("variable.mkv", pts))
    assert [frame.t_s for frame in frames] == pytest.approx([t / 1000 for t in pts])


def test_keeps_sixty_frames_a_second(make_video: MakeVideo) -> None:
    frames, _ = read(make_video("sixty.mp4", range(60), time_base=Fraction(1, 60)))
    assert len(frames) == 60
    assert np.diff([frame.t_s for frame in frames]) == pytest.approx(1 / 60)


@pytest.mark.parametrize("name", ["late.mp4", "late.mkv"])
def test_keeps_the_time_of_a_delayed_first_frame(make_video: MakeVideo, name: str) -> None:
    frames, source = read(make_video(name, [1500, 1533, 1566]))
    assert [frame.t_s for frame in frames] == pytest.approx([1.5, 1.533, 1.566], abs=2e-3)
    assert source.warning is None


def test_counts_from_the_beginning_where_the_clock_is_arbitrary(make_video: MakeVideo) -> None:
    frames, _ = read(make_video("camera.ts", [70_000 + 40 * k for k in range(30)]))
    assert [frame.t_s for frame in frames] == pytest.approx([0.04 * k for k in range(30)])
    assert frames[0].t_s >= 0.0


@pytest.mark.parametrize(
    ("rotation", "hflip", "turn", "white"),
    [
        (90, False, 90, 2),
        (180, False, 180, 3),
        (-90, False, 270, 1),
        (0, True, 0, 1),
        (90, True, 270, 3),
        (180, True, 180, 2),
        (-90, True, 90, 0),
    ],
)
def test_turns_a_sideways_or_mirrored_video_upright(
    make_video: MakeVideo, rotation: int, hflip: bool, turn: int, white: int
) -> None:
    path = make_video("phone.mp4", [0, 33, 66], rotation=rotation, hflip=hflip)
    frames, source = read(path)
    assert source.rotation_deg == turn
    assert source.size_px == ((32, 64) if turn in (90, 270) else (64, 32))
    assert [frame.size_px for frame in frames] == [source.size_px] * 3
    assert quarters(frames[0]) == [corner == white for corner in range(4)]
    assert frames[0].image.flags["C_CONTIGUOUS"]


def test_makes_pixels_square(make_video: MakeVideo) -> None:
    frames, source = read(make_video("dv.mp4", [0, 33], aspect=Fraction(16, 11)))
    assert source.size_px == (93, 32)
    assert frames[0].size_px == (93, 32)


def test_reads_ten_bits(make_video: MakeVideo) -> None:
    path = make_video("hdr.mp4", [0, 33, 66], codec="libx265", pix_fmt="yuv420p10le")
    frames, _ = read(path)
    assert len(frames) == 3
    assert frames[0].image.dtype == np.uint8
    assert quarters(frames[0]) == [True, False, False, False]


def test_reads_a_gif(make_video: MakeVideo) -> None:
    pts = [0, 10, 40]
    path = make_video("a.gif", pts, codec="gif", pix_fmt="rgb8", time_base=Fraction(1, 100))
    frames, _ = read(path)
    assert [frame.t_s for frame in frames] == pytest.approx([0.0, 0.1, 0.4])
    assert quarters(frames[0]) == [True, False, False, False]


def test_lays_transparent_video_over_white(tmp_path: Path) -> None:
    path = tmp_path / "clear.mov"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("qtrle", rate=30)
        stream.width, stream.height, stream.pix_fmt = 16, 8, "argb"
        image = np.zeros((8, 16, 4), np.uint8)
        image[:, 8:] = (0, 0, 200, 255)
        frame = av.VideoFrame.from_ndarray(image, format="bgra").reformat(format="argb")
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    frames, _ = read(path)
    assert frames[0].image[4, 3].tolist() == [255, 255, 255]
    assert frames[0].image[4, 12].tolist() == pytest.approx([0, 0, 200], abs=2)


def test_length_may_be_unknown(make_video: MakeVideo) -> None:
    frames, source = read(make_video("live.mkv", THIRTY, options={"live": "1"}))
    assert source.duration_s is None
    assert source.frame_count_estimate is None
    assert source.warning is None
    assert len(frames) == 30


def test_leaves_out_frames_that_do_not_move_time_on(make_video: MakeVideo) -> None:
    path = make_video("plain.mp4", [0, 100, 200, 300])
    a, b, c, d = Decoder(path).frames()
    untimed = a.reformat(format="bgr24")
    untimed.pts = None
    with VideoSource(path) as source:
        frames = list(source._timed(iter([a, a, untimed, c, b, d])))
    assert [frame.t_s for frame in frames] == pytest.approx([0.0, 0.2, 0.3])
    assert [frame.index for frame in frames] == [0, 1, 2]
    assert source.warning == "Without a later time and left out: 3 frames."


@pytest.mark.parametrize("share", [0.4, 0.7])
def test_reports_where_a_truncated_file_ends(noisy_video: Path, share: float) -> None:
    data = noisy_video.read_bytes()
    noisy_video.write_bytes(data[: int(len(data) * share)])
    frames, source = read(noisy_video)
    assert 120 * share * 0.7 < len(frames) < 120 * share * 1.1
    assert source.warning is not None
    assert "where the file states 4.0 s: it is probably incomplete." in source.warning


def test_goes_on_after_a_damaged_packet(noisy_video: Path) -> None:
    data = bytearray(noisy_video.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 6000] = bytes((7 * k + 13) % 256 for k in range(6000))
    noisy_video.write_bytes(data)
    frames, source = read(noisy_video)
    assert frames[-1].t_s == pytest.approx(119 / 30, abs=0.05)
    assert 80 < len(frames) < 120
    assert source.warning is not None
    assert "Damaged and left out: " in source.warning
    assert np.all(np.diff([frame.t_s for frame in frames]) > 0.0)


def test_ends_where_the_container_breaks(make_video: MakeVideo) -> None:
    path = make_video("plain.mp4", THIRTY)

    class Broken:
        """Packets until the tenth, then an error of the file system."""

        def __init__(self, packets):
            self.packets, self.left = packets, 10

        def __next__(self):
            self.left -= 1
            if self.left < 0:
                raise av.error.InvalidDataError(1, "broken")
            return next(self.packets)

    with VideoSource(path) as source:
        container = source._decoder.container

        class Half:
            def demux(self, stream):
                return Broken(container.demux(stream))

            def close(self):
                container.close()

        container.seek(0)
        source._decoder.container = Half()
        frames = list(source._decoder.frames())
        source._complete = True
        assert 5 <= len(frames) <= 10
        assert source._decoder.broke_off
        assert source.warning is not None


def test_is_gone_through_once_and_ends_when_closed(make_video: MakeVideo) -> None:
    source = VideoSource(make_video("plain.mp4", THIRTY))
    assert next(source).index == 0
    assert next(source).index == 1
    source.close()
    source.close()
    assert list(source) == []
    assert source.warning is None
    assert source.frame_count_estimate == 30


def test_leaves_no_picture_to_the_garbage_collector(make_video: MakeVideo) -> None:
    path = make_video("plain.mp4", THIRTY)
    gc.collect()
    gc.disable()
    try:
        read(path)
        left = [thing for thing in gc.get_objects() if isinstance(thing, av.VideoFrame)]
    finally:
        gc.enable()
    assert left == []


def test_says_when_there_is_no_such_file(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="does not exist"):
        VideoSource(tmp_path / "none.mp4")


def test_refuses_a_folder(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="is a folder where a video"):
        VideoSource(tmp_path)


def test_refuses_an_empty_file(tmp_path: Path) -> None:
    path = tmp_path / "empty.mp4"
    path.touch()
    with pytest.raises(SourceError, match=r"is empty \(0 bytes\)"):
        VideoSource(path)


@pytest.mark.parametrize("name", ["notes.mp4", "notes.txt", "notes.srt"])
def test_refuses_a_text_file(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text("1\n00:00:01,000 --> 00:00:02,000\nArch your back like a cat.\n" * 20)
    with pytest.raises(SourceError, match="was expected to"):
        VideoSource(path)


def test_follows_no_playlist(tmp_path: Path, make_video: MakeVideo) -> None:
    make_video("other.ts", THIRTY)
    path = tmp_path / "list.m3u8"
    path.write_text("#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nother.ts\n#EXT-X-ENDLIST\n")
    with pytest.raises(SourceError, match="was expected to be a video"):
        VideoSource(path)


def test_refuses_sound_without_pictures(tmp_path: Path) -> None:
    path = tmp_path / "sound.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("aac", rate=16000)
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 1024), np.float32), "fltp", "mono")
        frame.rate = 16000
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    with pytest.raises(SourceError, match="expected to have a video stream and has only audio"):
        VideoSource(path)


def test_refuses_a_stream_without_times(make_video: MakeVideo) -> None:
    with pytest.raises(SourceError, match="expected to say when each frame is shown"):
        VideoSource(make_video("raw.h264", THIRTY))


def test_refuses_a_file_of_which_nothing_can_be_decoded(noisy_video: Path) -> None:
    data = noisy_video.read_bytes()
    start = data.index(b"mdat") + 4
    noisy_video.write_bytes(data[:start] + bytes(len(data) - start))
    with pytest.raises(SourceError, match="not one can be decoded"):
        VideoSource(noisy_video)


def test_refuses_the_mere_head_of_a_file(noisy_video: Path) -> None:
    noisy_video.write_bytes(noisy_video.read_bytes()[:400])
    with pytest.raises(SourceError, match="was expected to"):
        VideoSource(noisy_video)


def test_refuses_a_file_that_may_not_be_read(
    make_video: MakeVideo, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = make_video("private.mp4", [0, 33])
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(SourceError, match="permission denied"):
        VideoSource(path)

"""Videos of every kind that phones, webcams and editors make, and damaged ones."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from tests.capture.video_files import THIRTY, MakeVideo, joined, quarters, read
from tests.typed import there

from matside.capture.decoding import Decoder
from matside.capture.video import VideoSource


def test_gives_every_frame_with_its_number_time_and_picture(make_video: MakeVideo) -> None:
    frames, source = read(make_video("plain.mp4", THIRTY))
    assert [frame.index for frame in frames] == list(range(30))
    assert [frame.t_s for frame in frames] == pytest.approx([t / 1000 for t in THIRTY], abs=1e-3)
    assert all(frame.size_px == (64, 32) == source.size_px for frame in frames)
    assert all(frame.image.dtype == np.uint8 for frame in frames)
    assert quarters(frames[0]) == [True, False, False, False]
    assert source.warning is None
    assert source.duration_s == pytest.approx(1.0, abs=0.05)


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


def gif(make_video: MakeVideo, delays: list[int]) -> Path:
    """Write a GIF whose pictures are shown for these hundredths of a second."""
    pts = [10 * number for number in range(len(delays))]
    path = make_video("a.gif", pts, codec="gif", pix_fmt="rgb8", time_base=Fraction(1, 100))
    head, *pictures = path.read_bytes().split(b"\x21\xf9\x04")
    assert len(pictures) == len(delays)
    for number, (picture, delay) in enumerate(zip(pictures, delays, strict=True)):
        pictures[number] = picture[:1] + delay.to_bytes(2, "little") + picture[3:]
    path.write_bytes(b"\x21\xf9\x04".join([head, *pictures]))
    return path


@pytest.mark.parametrize("delay", [0, 1])  # FFmpeg minds the first alone
def test_shows_a_gif_in_a_hurry_as_browsers_do(make_video: MakeVideo, delay: int) -> None:
    frames, source = read(gif(make_video, [delay, 2, delay, delay, 20]))
    assert [frame.t_s for frame in frames] == pytest.approx([0.0, 0.1, 0.12, 0.22, 0.32])
    assert source.warning is None


def test_gives_a_picture_that_stands_in_a_gif_again_and_again(make_video: MakeVideo) -> None:
    frames, _ = read(gif(make_video, [50, 90, 10, 60]))
    times = [0.0, 0.5, 0.7, 0.9, 1.1, 1.4, 1.5, 1.7, 1.9]
    assert [frame.t_s for frame in frames] == pytest.approx(times)
    assert [frame.index for frame in frames] == list(range(len(times)))
    with VideoSource(gif(make_video, [50, 90, 10, 120]), slow_motion=2.0) as slow:
        assert [f.t_s for f in slow] == pytest.approx([0.0, 0.25, 0.7, 0.75, 0.95, 1.15])


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


def test_is_gone_through_once_and_ends_when_closed(make_video: MakeVideo) -> None:
    source = VideoSource(make_video("plain.mp4", THIRTY))
    assert next(source).index == 0
    assert next(source).index == 1
    source.close()
    source.close()
    assert list(source) == []
    assert source.warning is None


@pytest.mark.parametrize(
    ("first", "suffix"),
    [("smaller", ".mp4"), ("smaller", ".mkv"), ("smaller", ".ts"), ("still", ".mp4")],
)
def test_main_stream_is_read_and_not_the_first(
    make_video: MakeVideo, tmp_path: Path, first: str, suffix: str
) -> None:
    main = make_video("main.mp4", range(0, 1000, 100), size=(128, 96))
    if first == "smaller":
        other = make_video("other.mp4", range(0, 1000, 100), size=(32, 16))
    else:
        other = make_video("other.mp4", [0], size=(256, 192), codec="mjpeg", pix_fmt="yuvj420p")
    path = joined(other, main, tmp_path / f"two{suffix}", first_is_default=first != "still")
    frames, source = read(path)
    assert source.size_px == (128, 96)
    assert len(frames) == 10


def test_pixels_that_no_camera_has_are_taken_to_be_square_and_it_is_said(
    make_video: MakeVideo,
) -> None:
    frames, source = read(make_video("wide.mp4", [0, 33], aspect=Fraction(20, 1)))
    assert source.size_px == frames[0].size_px == (64, 32)
    assert "pixels 20 wide and 1 high" in there(source.warning)


def test_slow_motion_divides_times_length_and_multiplies_the_rate(make_video: MakeVideo) -> None:
    path = make_video("slow.mp4", range(0, 4000, 40), time_base=Fraction(1, 1000))
    with VideoSource(path, slow_motion=4.0) as source:
        frames = list(source)
        assert [frame.t_s for frame in frames] == pytest.approx([0.01 * k for k in range(100)])
        assert source.duration_s == pytest.approx(1.0, abs=0.02)
        assert source.average_rate_hz == pytest.approx(100.0, rel=0.02)
        assert source.warning is None


def test_slow_motion_that_the_file_states_is_said(make_video: MakeVideo, tmp_path: Path) -> None:
    plain_video = make_video("plain.mp4", THIRTY)
    path = tmp_path / "phone.mp4"
    with (
        av.open(str(plain_video)) as given,
        av.open(str(path), "w", options={"movflags": "use_metadata_tags"}) as container,
    ):
        container.metadata["com.android.capture.fps"] = "120.000000"
        stream = container.add_stream_from_template(given.streams.video[0])
        for packet in given.demux(video=0):
            if packet.dts is not None:
                packet.stream = stream
                container.mux(packet)
    with VideoSource(path) as source:
        assert "analyse it with --slow-motion 4." in there(source.warning)
    with VideoSource(path, slow_motion=4.0) as source:
        assert source.warning is None


def test_frames_before_a_wanted_time_are_left_out_and_keep_their_numbers(
    make_video: MakeVideo,
) -> None:
    with VideoSource(make_video("plain.mp4", THIRTY)) as source:
        first = next(source)
        source.skip_until(0.5)
        rest = list(source)
    assert first.index == 0
    assert [frame.index for frame in rest] == list(range(15, 30))
    assert rest[0].t_s == pytest.approx(0.5)


def test_the_last_frame_is_given_though_a_later_one_is_wanted(make_video: MakeVideo) -> None:
    with VideoSource(make_video("plain.mp4", THIRTY)) as source:
        next(source)
        source.skip_until(9.0)
        assert [frame.index for frame in source] == [29]

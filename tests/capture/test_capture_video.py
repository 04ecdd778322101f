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
from tests.typed import there

from matside.body.frames import Frame
from matside.capture.decoding import Decoder
from matside.capture.upright import Uprighter
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
        source._decoder.container = Half()  # type: ignore[assignment]  # no more of it is used
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


def remuxed(source: Path, target: Path, change: Callable[[int, av.Packet], object]) -> Path:
    """Copy a video with the times of its packets changed."""
    with av.open(str(source)) as given, av.open(str(target), "w") as container:
        stream = container.add_stream_from_template(given.streams.video[0])
        for number, packet in enumerate(given.demux(video=0)):
            if packet.dts is not None:
                change(number, packet)
                packet.stream = stream
                container.mux(packet)
    return target


def test_container_without_presentation_times_loses_no_frame(make_video: MakeVideo) -> None:
    path = make_video("7.avi", range(42), time_base=Fraction(1, 7))
    with av.open(str(path)) as container:
        pts = [there(frame.pts) for frame in container.decode(video=0)]
    assert pts != sorted(pts), "the file has no B-frames: it shows nothing"
    frames, source = read(path)
    assert len(frames) == 42
    assert np.diff([frame.t_s for frame in frames]) == pytest.approx(1 / 7)
    assert source.warning is None
    levels = [float(frame.image[24, 48, 0]) for frame in frames]
    assert levels == sorted(levels)


@pytest.mark.parametrize("suffix", [".mkv", ".mp4"])
def test_presentation_times_that_are_decoding_times_lose_no_frame(
    make_video: MakeVideo, tmp_path: Path, suffix: str
) -> None:
    source = make_video("right.mp4", range(0, 6000, 100))

    def forget(number: int, packet: av.Packet) -> None:
        packet.pts = packet.dts

    frames, _ = read(remuxed(source, tmp_path / f"wrong{suffix}", forget))
    assert len(frames) >= 58  # an edit list hides the two before the first decoding time
    assert np.diff([frame.t_s for frame in frames]) == pytest.approx(0.1, abs=0.101)


def test_single_frame_with_a_time_a_thousand_seconds_later_is_left_out_and_said(
    make_video: MakeVideo, tmp_path: Path
) -> None:
    source = make_video("right.mkv", range(0, 3000, 100), codec="mpeg4")

    def late(number: int, packet: av.Packet) -> None:
        packet.pts = there(packet.pts) + (1_000_000 if number == 12 else 0)

    frames, read_source = read(remuxed(source, tmp_path / "late.mkv", late))
    assert len(frames) == 29
    assert frames[-1].t_s == pytest.approx(2.9)
    left_out = "With a time far from its neighbours' and left out: 1 frame."
    assert left_out in there(read_source.warning)


def test_joined_streams_go_on_where_the_first_ends_and_it_is_said(make_video: MakeVideo) -> None:
    pts = [40 * k for k in range(50)]
    path = make_video("a.ts", pts)
    other = make_video("b.ts", pts)
    path.write_bytes(path.read_bytes() + other.read_bytes())
    frames, source = read(path)
    assert len(frames) > 95
    assert frames[-1].t_s == pytest.approx(0.04 * 99, abs=0.2)
    assert there(source.warning).startswith("The file's clock jumps at 0:01: ")


def test_gap_of_seven_hours_is_cut_and_said(make_video: MakeVideo) -> None:
    frames, source = read(make_video("gap.mkv", [0, 40, 80, 25_200_000, 25_200_040]))
    assert [frame.t_s for frame in frames] == pytest.approx([0, 0.04, 0.08, 10.08, 10.12])
    assert "shows nothing for 6 h 59 min after 0:00: this gap is cut to 10 s" in plain(
        there(source.warning)
    )


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


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
    path = tmp_path / f"two{suffix}"
    with (
        av.open(str(other)) as one,
        av.open(str(main)) as two,
        av.open(str(path), "w") as container,
    ):
        pairs = [(g, container.add_stream_from_template(g.streams.video[0])) for g in (one, two)]
        for _, stream in pairs[first == "still" :]:
            stream.disposition = av.stream.Disposition.default
        for given, stream in pairs:
            for packet in given.demux(video=0):
                if packet.dts is not None:
                    packet.stream = stream
                    container.mux(packet)
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


@pytest.mark.parametrize("name", ["results:monday/clip.mp4", "http:/clip.mp4", "pipe:0"])
def test_colon_in_a_path_is_no_address(make_video: MakeVideo, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    make_video("plain.mp4", THIRTY).rename(path)
    assert len(read(path)[0]) == 30


def test_size_beyond_8k_is_refused_before_a_picture_is_made(tmp_path: Path) -> None:
    path = tmp_path / "huge.avi"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mjpeg", rate=25)
        stream.width, stream.height, stream.pix_fmt = 16, 16, "yuvj420p"
        container.mux(stream.encode(av.VideoFrame(16, 16, "yuvj420p")))
        container.mux(stream.encode(None))
    data = bytearray(path.read_bytes())
    size = data.index(b"\xff\xc0") + 5  # SOF0: length, precision, height, width
    data[size : size + 4] = bytes([0xEA, 0x60, 0xEA, 0x60])  # 60,000 by 60,000
    path.write_bytes(data)
    with pytest.raises(SourceError, match="not one can be decoded"):
        VideoSource(path)


@pytest.mark.parametrize("pix_fmt", ["rgb4_byte", "bgr4_byte", "rgb8", "gray10le", "pal8"])
def test_rare_formats_of_pixels_are_read(tmp_path: Path, pix_fmt: str) -> None:
    if pix_fmt == "pal8":
        frame = av.VideoFrame(16, 8, "pal8")
    else:
        grey = av.VideoFrame.from_ndarray(np.full((8, 16, 3), 128, np.uint8), format="bgr24")
        frame = grey.reformat(format=pix_fmt)
    image = Uprighter(frame, Fraction(1)).picture(frame)
    assert image.shape == (8, 16, 3)


def test_format_of_pixels_that_nothing_converts_is_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "rare.nut"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("rawvideo", rate=25)
        stream.width, stream.height, stream.pix_fmt = 16, 8, "rgb4"
        frame = av.VideoFrame(16, 8, "rgb4")
        frame.pts, frame.time_base = 0, Fraction(1, 25)
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    with VideoSource(path) as source, pytest.raises(SourceError, match="holds rgb4: convert it"):
        next(source)


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


@pytest.mark.parametrize(
    ("name", "codec", "pix_fmt"),
    [("raw.h264", "libx264", "yuv420p"), ("raw.mjpeg", "mjpeg", "yuvj420p")],
)
def test_refuses_a_raw_stream_and_says_how_to_give_it_times(
    make_video: MakeVideo, name: str, codec: str, pix_fmt: str
) -> None:
    with pytest.raises(SourceError, match=rf"'ffmpeg -framerate 30 -i {name} video\.mp4'"):
        VideoSource(make_video(name, THIRTY, codec=codec, pix_fmt=pix_fmt))


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

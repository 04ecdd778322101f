"""Videos that are damaged, broken off, or tell their times wrongly."""

from __future__ import annotations

import gc
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from tests.capture.video_files import THIRTY, MakeVideo, plain, read
from tests.typed import there

from matside.capture.video import VideoSource


@pytest.mark.parametrize("share", [0.4, 0.7])
def test_reports_where_a_truncated_file_ends(noisy_video: Path, share: float) -> None:
    data = noisy_video.read_bytes()
    noisy_video.write_bytes(data[: int(len(data) * share)])
    frames, source = read(noisy_video)
    assert 120 * share * 0.7 < len(frames) < 120 * share * 1.1
    assert source.warning is not None
    assert "where the file states 4.0 s: it is probably incomplete." in source.warning


def test_a_file_that_is_still_being_copied_ends_and_it_is_said(
    make_video: MakeVideo, tmp_path: Path
) -> None:
    whole = make_video("whole.ts", range(0, 8000, 100)).read_bytes()
    copy = tmp_path / "copy.ts"  # it states no end
    copy.write_bytes(whole[: len(whole) // 2])
    with VideoSource(copy) as source, copy.open("ab") as growing:
        read = [next(source)]
        growing.write(whole[len(whole) // 2 : len(whole) * 3 // 4])
        growing.flush()
        read += source
        assert len(read) < 80
        assert "still growing while it was read" in there(source.warning)


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


def frames_alive() -> int:
    return sum(isinstance(thing, av.VideoFrame) for thing in gc.get_objects())


def test_leaves_no_picture_to_the_garbage_collector(make_video: MakeVideo) -> None:
    path = make_video("plain.mp4", THIRTY)
    gc.collect()
    gc.disable()
    try:
        before = frames_alive()
        read(path)
        assert frames_alive() == before
    finally:
        gc.enable()


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
    assert read_source.warning == left_out, "the length that the file states is as wrong"


def test_packet_that_lets_the_picture_before_stay_is_no_damage(make_video: MakeVideo) -> None:
    given = make_video("film.mkv", THIRTY, codec="mpeg4")
    path = given.with_name("stays.nut")
    with av.open(str(given)) as source, av.open(str(path), "w") as container:
        stream = container.add_stream_from_template(source.streams.video[0])
        for packet in source.demux(video=0):
            if packet.dts is not None:
                empty = av.Packet(b"")  # as Theora writes them
                empty.pts, empty.dts, empty.time_base = packet.pts, packet.dts, packet.time_base
                shown = empty if packet.pts == there(THIRTY[-1]) else packet
                shown.stream = stream
                container.mux(shown)
    frames, read_source = read(path)
    assert len(frames) == 29
    assert read_source.warning is None


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

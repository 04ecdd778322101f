"""What is no video, or none that can be read, and the sentence that says so."""

from __future__ import annotations

import os
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from tests.capture.video_files import THIRTY, MakeVideo, read

from matside.capture.source import open_source
from matside.capture.upright import Uprighter
from matside.capture.video import VideoSource
from matside.errors import SourceError


@pytest.mark.parametrize("name", ["results:monday/clip.mp4", "http:/clip.mp4", "pipe:0"])
def test_colon_in_a_path_is_no_address(
    make_video: MakeVideo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)  # from the root on a path is taken for none anyhow
    path = Path(name)
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
        open_source(tmp_path / "none.mp4")


def test_refuses_a_folder(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="is a folder where a video"):
        open_source(tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="There are no named pipes here.")
def test_refuses_a_pipe_without_waiting_for_it(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.mp4"
    os.mkfifo(pipe)
    with pytest.raises(SourceError, match="is a pipe or device where a video"):
        open_source(pipe)


def test_refuses_an_empty_file(tmp_path: Path) -> None:
    path = tmp_path / "empty.mp4"
    path.touch()
    with pytest.raises(SourceError, match=r"is empty \(0 bytes\)"):
        open_source(path)


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
        open_source(path)

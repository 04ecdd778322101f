"""Every frame that a file still gives, and a count of what it does not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import av
from av.container import InputContainer
from av.video.stream import VideoStream

from matside.errors import SourceError

_TEXT_FORMATS: Final = frozenset({"tty", "srt", "ass", "webvtt", "hls", "concat"})
"""FFmpeg draws text files as if they were films, and follows lists of other files: neither here."""


class Decoder:
    """Decodes a video stream from front to back and steps over what is damaged.

    Attributes:
        container: The opened file.
        stream: Its first video stream that is no cover picture.
        damaged: Packets and frames that could not be decoded, so far.
        broke_off: Whether reading ended with an error instead of the file's end.

    Raises:
        SourceError: The file is no video that can be opened.
    """

    def __init__(self, path: Path) -> None:
        self.container = _open(path)
        try:
            self.stream = _video_stream(self.container, path)
        except BaseException:
            self.container.close()
            raise
        self.stream.thread_type = "AUTO"
        self.damaged = 0
        self.broke_off = False

    def frames(self) -> Iterator[av.VideoFrame]:
        """Yield each decoded frame, in the order of presentation."""
        packets = self.container.demux(self.stream)
        while True:
            try:
                packet = next(packets)
            except StopIteration:
                return
            except av.FFmpegError:
                self.broke_off = True
                break
            yield from self._decode(packet)
        yield from self._decode(None)

    def _decode(self, packet: av.Packet[VideoStream] | None) -> list[av.VideoFrame]:
        """Return what comes out of the decoder for ``packet``; ``None`` empties the decoder."""
        try:
            frames = self.stream.codec_context.decode(packet)
        except av.FFmpegError:
            self.damaged += 1
            return []
        whole = [frame for frame in frames if not frame.is_corrupt]
        self.damaged += len(frames) - len(whole)
        return whole


def _open(path: Path) -> InputContainer:
    try:
        # Only local files: a playlist must not make FFmpeg fetch anything.
        container = av.open(str(path.resolve()), options={"protocol_whitelist": "file"})
    except (av.FFmpegError, OSError, ValueError) as error:
        raise SourceError(
            f"{path} was expected to be a video and cannot be opened as one "
            f"({_reason(error)}): check that it plays elsewhere, or copy it again."
        ) from error
    if _TEXT_FORMATS & set(container.format.name.split(",")):
        name = container.format.name
        container.close()
        raise SourceError(
            f"{path} was expected to be a video and is a text file ({name}): name the video itself."
        )
    return container


def _video_stream(container: InputContainer, path: Path) -> VideoStream:
    """Return the first video stream; the cover picture of a piece of music is none."""
    cover = av.stream.Disposition.attached_pic
    for stream in container.streams.video:
        if not stream.disposition & cover:
            return _decodable(stream, path)
    kinds = sorted({str(stream.type) for stream in container.streams}) or ["nothing"]
    raise SourceError(
        f"{path} was expected to have a video stream and has only {', '.join(kinds)}: "
        "name a file with pictures in it."
    )


def _decodable(stream: VideoStream, path: Path) -> VideoStream:
    """Return ``stream`` if there is a decoder for it, which PyAV's types take for granted."""
    if getattr(stream, "codec_context", None) is None:
        raise SourceError(
            f"{path} was expected to hold video in a known format and there is no decoder for it: "
            "check that it plays elsewhere, or convert it to MP4 with H.264."
        )
    return stream


def _reason(error: Exception) -> str:
    """Return FFmpeg's words without its number and without the path, which is said already."""
    return str(getattr(error, "strerror", None) or error).rstrip(".")

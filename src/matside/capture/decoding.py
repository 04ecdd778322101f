"""Decoding of damaged files: every frame that is still readable, and a count of the rest."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import av
from av.container import InputContainer
from av.video.stream import VideoStream

from matside.capture.texts import NO_VIDEO
from matside.errors import SourceError, system_reason
from matside.translation import Text

_TEXT_FORMATS: Final = frozenset({"tty", "srt", "ass", "webvtt", "hls", "concat"})
"""FFmpeg draws text files as if they were films, and follows lists of other files: neither here."""
_NO_TIMES: Final = 0x0080
"""FFmpeg's AVFMT_NOTIMESTAMPS: a raw stream, for which FFmpeg makes up 25 frames a second."""
_TIMED_THUMBNAILS: Final = 0x0800
MOST_PX: Final = 36_000_000
"""8K (8192 by 4320) and no more: one wrong bit in a header may ask for gigabytes."""
BOUNDS: Final = {"max_streams": "32", "max_pixels": str(MOST_PX)}
"""Options of FFmpeg for whatever comes from elsewhere."""
_OPTIONS: Final = {
    **BOUNDS,
    # Only local files: a playlist must not make FFmpeg fetch anything.
    "protocol_whitelist": "file",
}


class Decoder:
    """Decodes a video stream from front to back and steps over what is damaged.

    Attributes:
        container: The opened file.
        stream: Its main video stream (see ``main_video``).
        damaged: Packets and frames that could not be decoded, so far.
        broke_off: Whether reading ended with an error instead of the file's end.
        read_to: Where the last packet lay in the file, bytes; 0 where that is not known.

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
        self.stream.codec_context.options = {"max_pixels": str(MOST_PX)}
        self.damaged = 0
        self.broke_off = False
        self.read_to = 0

    def frames(self) -> Iterator[av.VideoFrame]:
        """Yield each decoded frame, in the order of presentation."""
        packets = self.container.demux(self.stream)
        while True:
            try:
                packet = next(packets)
            except StopIteration:
                return
            except (av.FFmpegError, IndexError, ValueError, OverflowError):
                # IndexError: a stream that begins late, of which the open file knows nothing.
                self.broke_off = True
                break
            self.read_to = max(self.read_to, packet.pos or 0)
            # An empty one says that the picture before stays (Theora); the last one has no time.
            if packet.size or packet.dts is None:
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
        # "file:" keeps FFmpeg from taking the part of a path before a colon for a protocol.
        container = av.open(f"file:{path.resolve()}", options=dict(_OPTIONS))
    except (av.FFmpegError, OSError, ValueError) as error:
        raise SourceError(
            "{path} was expected to be a video and cannot be opened as one "
            "({reason}): check that it plays elsewhere, or copy it again.",
            path=path,
            reason=_reason(error),
        ) from error
    try:
        _check_format(container, path)
    except BaseException:
        container.close()
        raise
    return container


def _check_format(container: InputContainer, path: Path) -> None:
    name = container.format.name
    if _TEXT_FORMATS & set(name.split(",")):
        raise SourceError(
            "{path} was expected to be a video and is a text file ({name}): name the video itself.",
            path=path,
            name=name,
        )
    if container.format.flags & _NO_TIMES:
        raise SourceError(
            "{path} was expected to say when each frame is shown and does not: put "
            "the raw stream into a container and say how many frames a second were "
            "filmed, such as 30 with 'ffmpeg -framerate 30 -i {name} video.mp4'.",
            path=path,
            name=path.name,
        )


def main_video(container: InputContainer) -> VideoStream | None:
    """Return the main video stream of a file or of what a camera sends, if there is any.

    That is no still picture (a cover, a thumbnail), if there is another one;
    one that has a decoder, that is marked as the default, with the most frames, as far
    as the file states them; the largest.
    """
    cover = av.stream.Disposition.attached_pic.value | _TIMED_THUMBNAILS
    moving = [s for s in container.streams.video if not s.disposition.value & cover]
    return max(moving, key=_rank, default=None)


def _video_stream(container: InputContainer, path: Path) -> VideoStream:
    """Return the main video stream of a file."""
    stream = main_video(container)
    if stream is not None:
        return _decodable(stream, path)
    kinds = sorted({str(stream.type) for stream in container.streams}) or ["nothing"]
    raise SourceError(
        "{path} was expected to have a video stream and has only {kinds}: name a "
        "file with pictures in it.",
        path=path,
        kinds=", ".join(kinds),
    )


def _rank(stream: VideoStream) -> tuple[bool, bool, bool, int, int]:
    """Return the key by which the main stream is the greatest; of equals, the first is."""
    context = getattr(stream, "codec_context", None)
    default = bool(stream.disposition & av.stream.Disposition.default)
    size = context.width * context.height if context is not None else 0
    return context is not None, stream.frames != 1, default, stream.frames, size


def _decodable(stream: VideoStream, path: Path) -> VideoStream:
    """Return ``stream`` if there is a decoder for it, which PyAV's types take for granted."""
    if getattr(stream, "codec_context", None) is None:
        raise SourceError(
            "{path} was expected to hold video in a known format and there is no "
            "decoder for it: check that it plays elsewhere, or convert it to MP4 "
            "with H.264.",
            path=path,
        )
    return stream


def _reason(error: Exception) -> Text | str:
    """Return the reason without FFmpeg's number and without the path, which is said already."""
    return NO_VIDEO if isinstance(error, av.InvalidDataError) else system_reason(error)

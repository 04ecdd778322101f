"""Cameras in the network: what a phone, a webcam server or an IP camera sends, read with PyAV."""

from __future__ import annotations

import logging
import ssl
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from errno import EIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final
from urllib.parse import urlsplit

import av
from av.codec.context import Flags
from av.container import InputContainer
from av.video.stream import VideoStream

from matside.body.frames import Image
from matside.capture.decoding import BOUNDS, MOST_PX, main_video
from matside.capture.grabber import Grabber, Link, Pace
from matside.capture.upright import Uprighter
from matside.errors import CameraError, system_reason
from matside.guidance.outcome import CameraTrouble, TroubleKind
from matside.translation import N_

SCHEMES: Final = frozenset({"http", "https", "rtsp", "rtsps"})
_OPEN_S: Final = 5.0
_READ_S: Final = 3.0
"""Time without data after which a stream is opened again."""
_OPTIONS: Final = {
    **BOUNDS,
    "fflags": "nobuffer",
    "analyzeduration": "1000000",  # in microseconds; enough to learn the size
    "rtsp_transport": "tcp",  # packets lost on the way would smear the picture
    # A playlist must not make FFmpeg read this machine's files.
    "protocol_whitelist": "http,https,httpproxy,tcp,tls,rtsp,rtsps,rtp,srtp,udp,crypto",
}
_ENCRYPTED_SCHEMES: Final = frozenset({"https", "rtsps"})
_NO_PROOF: Final = N_(
    "{shown} cannot prove that it is the camera you mean, for no authority that this computer "
    "trusts has signed its certificate: use --insecure if it is on your own network."
)
_PLAYLISTS: Final = frozenset({"hls", "dash"})
_PLAYLIST_SUFFIXES: Final = (".m3u8", ".mpd")
_SINGLE_PICTURES: Final = frozenset({"mjpeg", "mjpegb"})
"""Codecs of independent pictures: a sensor's noise makes each differ from the one before."""
_FIRST_S: Final = 10.0
"""A stream that is joined in the middle shows its first picture within this time."""
_MICROSECONDS: Final = 1_000_000

_log = logging.getLogger(__name__)


class StreamGrabber:
    """An open stream (see ``Grabber``) whose first picture was decoded already.

    Raises:
        CameraError: Nobody answers, or what is sent is no live video.
    """

    def __init__(self, url: str, pace: Pace, *, insecure: bool = False) -> None:
        self._shown, self._pace = shown(url), pace
        self._container = self._opened(url, insecure=insecure)
        try:
            self._stream = self._video_stream(url)
            # Decoding several frames at a time would hold each one back until the next ones came.
            self._stream.thread_type = "SLICE"
            self._stream.codec_context.flags |= Flags.low_delay
            self._stream.codec_context.options = {"max_pixels": str(MOST_PX)}
            self._packets: Iterator[av.Packet[VideoStream]] = self._container.demux(self._stream)
            self._packet: av.Packet[VideoStream] | None = None
            self._upright: Uprighter | None = None
            first = self._first()
        except BaseException:
            self._container.close()
            raise
        self.size_px = (first.shape[1], first.shape[0])
        rate = self._stream.average_rate
        self.rate_hz = float(rate) if rate else None
        self.repeats = self._stream.codec_context.name in _SINGLE_PICTURES

    def grab(self) -> float | None:
        """Wait for the next packet; return when it came, ``None`` if the stream broke off."""
        try:
            self._packet = next(self._packets, None)
        except av.FFmpegError as error:
            _log.info("%s broke off: %s", self._shown, error.strerror)
            return None
        return None if self._packet is None else self._pace.now_s()

    def picture(self) -> Image | None:
        """Return the newest picture in the packet; ``None`` if it is damaged or needs another."""
        try:
            frames = self._stream.codec_context.decode(self._packet)
        except (av.FFmpegError, ValueError):  # of PyAV 19: a decoder that was not opened before
            return None
        if not frames or frames[-1].is_corrupt:
            return None
        if self._upright is None:
            self._upright = Uprighter(frames[-1], self._stream.sample_aspect_ratio)
        return self._upright.picture(frames[-1])

    def close(self) -> None:
        """Hang up."""
        self._container.close()

    def _opened(self, url: str, *, insecure: bool) -> InputContainer:
        scheme, _, rest = url.partition(":")
        verified = scheme.lower() in _ENCRYPTED_SCHEMES and not insecure
        try:
            with ExitStack() as stack:
                options = dict(_OPTIONS)
                # FFmpeg verifies by default from some version on, so both are said.
                options["tls_verify"] = "1" if verified else "0"
                if verified:
                    options["ca_file"] = stack.enter_context(_authorities())
                # FFmpeg knows schemes in small letters only.
                address = f"{scheme.lower()}:{rest}"
                return av.open(address, options=options, timeout=(_OPEN_S, _READ_S))
        except (av.FFmpegError, OSError, ValueError) as error:
            if verified and getattr(error, "errno", None) == EIO:
                raise CameraError(_NO_PROOF, shown=self._shown) from error
            raise _refusal(self._shown, error) from error

    def _video_stream(self, url: str) -> VideoStream:
        """Return the main video stream of what is live."""
        kinds = set(self._container.format.name.split(","))
        if kinds & _PLAYLISTS:
            raise _old_pictures(self._shown)
        if "image2" in kinds or any(kind.endswith("_pipe") for kind in kinds):
            raise CameraError(
                "{shown} is a single picture and no video: use the address of the "
                "camera's video stream.",
                shown=self._shown,
            )
        duration = self._container.duration
        if duration and duration > 0 and urlsplit(url).scheme.lower().startswith("http"):
            raise CameraError(
                "{shown} is a recording of {length_s} s and no live video: "
                "download it, and name the file.",
                shown=self._shown,
                length_s=f"{duration / _MICROSECONDS:.0f}",
            )
        stream = main_video(self._container)
        if stream is None or getattr(stream, "codec_context", None) is None:
            raise self._no_video()
        return stream

    def _first(self) -> Image:
        """Return the first picture: from it on, every packet is expected to give one."""
        end_s = self._pace.now_s() + _FIRST_S
        while not self._pace.stopped and self._pace.now_s() < end_s and self.grab() is not None:
            image = self.picture()
            if image is not None:
                return image
        raise self._no_video()

    def _no_video(self) -> CameraError:
        return CameraError(
            "{shown} answers, but sends no video that can be decoded: check the "
            "address of the camera's video stream.",
            shown=self._shown,
        )


def stream_link(url: str, pace: Pace, *, insecure: bool) -> Link:
    """Return the link to the stream at ``url``, which opens it again after it broke off.

    Args:
        url: The address.
        pace: The clock.
        insecure: Accept any certificate of an https camera.

    Raises:
        CameraError: The address is not one of a stream.
    """
    name = shown(url)
    if urlsplit(url).scheme.lower() not in SCHEMES or not urlsplit(url).hostname:
        raise CameraError(
            "{name} was expected to be the address of a stream and is not: write "
            "it like http://192.168.1.20:8080/video or rtsp://192.168.1.20/live.",
            name=name,
        )

    if urlsplit(url).path.lower().endswith(_PLAYLIST_SUFFIXES):
        raise _old_pictures(name)

    def open_stream() -> Grabber:
        return StreamGrabber(url, pace, insecure=insecure)

    host = urlsplit(url).hostname or ""
    gone = CameraTrouble(TroubleKind.STREAM_SILENT, host=host)
    frozen = CameraTrouble(TroubleKind.STREAM_FROZEN, host=host)
    return Link(name=name, open=open_stream, gone=gone, frozen=frozen)


@contextmanager
def _authorities() -> Iterator[str]:
    """Yield the path of a file with the certificates that this computer trusts.

    Windows and macOS keep them in a store, from which a file is made meanwhile.
    """
    known = ssl.get_default_verify_paths().cafile
    if known:
        yield known
        return
    certificates = ssl.create_default_context().get_ca_certs(binary_form=True)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "authorities.pem"
        path.write_text("".join(map(ssl.DER_cert_to_PEM_cert, certificates)), "ascii")
        yield str(path)


def _old_pictures(name: str) -> CameraError:
    return CameraError(
        "{shown} is a playlist, whose pictures are several seconds old when they come: "
        "use the camera's own stream, such as rtsp://192.168.1.20/live.",
        shown=name,
    )


def shown(url: str) -> str:
    """Return an address without what may be secret: user, password and what follows the path."""
    try:
        parts = urlsplit(url)
        port = f":{parts.port}" if parts.port else ""
    except ValueError as error:
        raise CameraError(
            "The address of the stream cannot be understood: "
            "write it like http://192.168.1.20:8080/video."
        ) from error
    host = parts.hostname or ""
    host = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{host}{port}{parts.path}"


_REASONS: Final[tuple[tuple[tuple[type[Exception], ...], str], ...]] = (
    (
        (av.error.HTTPUnauthorizedError, av.error.HTTPForbiddenError),
        N_(
            "{shown} asks for a user and a password: write them as in "
            "http://user:password@host/video."
        ),
    ),
    (
        (av.error.HTTPNotFoundError,),
        N_("{shown} does not exist on that machine: check the part of the address after the host."),
    ),
    (
        (ConnectionRefusedError,),
        N_("{shown} refuses the connection: start the camera's server, and check the port."),
    ),
    (
        (av.error.ExitError, TimeoutError),
        N_("{shown} does not answer within {open_s} s: check the address and the network."),
    ),
    (
        (av.error.InvalidDataError,),
        N_(
            "{shown} answers, but what it sends is no video: check the address of the camera's "
            "video stream."
        ),
    ),
)


def _refusal(shown: str, error: Exception) -> CameraError:
    """Return what is wrong with an address."""
    for kinds, reason in _REASONS:
        if isinstance(error, kinds):
            return CameraError(reason, shown=shown, open_s=round(_OPEN_S))
    return CameraError(
        "{shown} cannot be opened ({words}): check the address and the network.",
        shown=shown,
        words=system_reason(error),
    )

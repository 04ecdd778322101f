"""Reader thread that keeps the newest frame of a source, and opens it again after a loss."""

from __future__ import annotations

import logging
import threading
import time
from contextlib import suppress
from typing import Final, Self

from matside.body.frames import Frame, Image
from matside.capture.grabber import Grabber, Link, Pace
from matside.capture.light import PictureWatch
from matside.errors import MatsideError
from matside.guidance.outcome import CameraTrouble, TroubleKind
from matside.wording.formatting import printable

THREAD_NAME: Final = "matside-camera"
FROZEN_S: Final = 2.0
"""Time without a new picture after which a source counts as frozen."""
BLACK: Final = CameraTrouble(TroubleKind.BLACK)
_BACK_OFF_S: Final = (0.25, 0.5, 1.0, 2.0)
"""Waits before each try to open a lost source; the last one repeats."""
_STEADY_S: Final = 5.0
"""A source that stayed for this long is opened again at once when it is next lost."""
_LEAST_STEP_S: Final = 0.001
"""Two pictures are at least this far apart, should the clock be too coarse to tell them apart."""
_WAKE_S: Final = 0.1
"""The consumer looks up this often while it waits, for on Windows Ctrl+C cannot end a wait."""
_JOIN_S: Final = 2.0
"""How long ``close`` waits for a device that does not answer; then the thread is left to itself."""

_log = logging.getLogger(__name__)


class LiveReader:
    """The newest frame of what ``link`` opens (see ``LiveSource``).

    The source is opened here, so that an error shows at once and a system that
    asks for permission asks in the main thread. From then on only the reading
    thread touches it. One frame is kept; a frame that nobody took in time is
    replaced. A camera's frame that repeats the one before is no new frame.

    Args:
        link: What to open.
        origin_s: Reading of the clock at time 0 of the session; now, if ``None``.
        pace: The clock.

    Raises:
        MatsideError: The source cannot be opened.
    """

    def __init__(
        self, link: Link, *, origin_s: float | None = None, pace: Pace | None = None
    ) -> None:
        pace = pace or Pace()
        origin = pace.now_s() if origin_s is None else origin_s
        grabber = link.open()
        self._slot = _Slot(link, grabber, pace, origin)
        self._thread = threading.Thread(
            target=_read, args=(link, grabber, self._slot, pace), name=THREAD_NAME, daemon=True
        )
        self._thread.start()

    @property
    def name(self) -> str:
        """What the person calls the source, without a password."""
        return self._slot.name

    @property
    def size_px(self) -> tuple[int, int]:
        """Width and height of the frames; may change when a source comes back."""
        return self._slot.size_px

    @property
    def rate_hz(self) -> float | None:
        """Frames a second as the source states it; ``None`` if it does not."""
        return self._slot.rate_hz

    @property
    def trouble(self) -> CameraTrouble | None:
        """What is wrong now; ``None`` when all is well."""
        return self._slot.trouble()

    @property
    def ended(self) -> bool:
        """Whether a file has played to its end and its last frame was taken."""
        return self._slot.ended()

    def newest(self, after: int, timeout_s: float) -> Frame | None:
        """Return the newest frame with an index greater than ``after``.

        Waits for it for at most ``timeout_s`` seconds; ``None`` if none came,
        and at once if none will come.
        """
        return self._slot.newest(after, timeout_s)

    def close(self) -> None:
        """Give the source back and end the thread, within about two seconds; may be called twice.

        A thread that a device does not let go in that time ends by itself as
        soon as the device answers, and does not keep the program from ending.
        """
        self._slot.close()
        if self._thread is threading.current_thread():
            return
        self._thread.join(_JOIN_S)
        if self._thread.is_alive():
            _log.info("%s does not answer; its thread is left behind", self.name)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def __del__(self) -> None:
        # Only tell the thread to end: waiting has no place in garbage collection.
        slot: _Slot | None = getattr(self, "_slot", None)
        if slot is not None:
            slot.close()


class _Slot:
    """Exchange between the two threads: the newest frame, and the condition of the source."""

    def __init__(self, link: Link, grabber: Grabber, pace: Pace, origin_s: float) -> None:
        self.name = printable(link.name)
        self.size_px, self.rate_hz = grabber.size_px, grabber.rate_hz
        self._link, self._pace, self._origin_s = link, pace, origin_s
        self._changed = threading.Condition()
        self._frame: Frame | None = None
        self._next_index = 0
        self._taken = -1
        self._last_t_s: float | None = None
        self._grabbed_s = self._news_s = pace.now_s()
        self._black = self._away = self._over = False

    def found(self, grabber: Grabber) -> None:
        """State that the source is there again."""
        with self._changed:
            self.size_px, self.rate_hz = grabber.size_px, grabber.rate_hz
            self._grabbed_s = self._news_s = self._pace.now_s()
            self._black = self._away = False

    def lost(self) -> None:
        """State that the source is not there; a frame that nobody took is too old by now."""
        with self._changed:
            self._away, self._frame = True, None

    def end(self) -> None:
        """State that nothing will follow."""
        with self._changed:
            self._over = True
            self._changed.notify_all()

    def put(self, clock_s: float, image: Image | None, *, black: bool) -> None:
        """Replace the frame by ``image``; without one, only note that the source is alive."""
        with self._changed:
            self._grabbed_s, self._black = clock_s, black
            if image is None or self._pace.stopped:
                return
            self._news_s = clock_s
            t_s = clock_s - self._origin_s
            if self._last_t_s is not None:
                t_s = max(t_s, self._last_t_s + _LEAST_STEP_S)
            self._last_t_s = t_s
            self._frame = Frame(index=self._next_index, t_s=t_s, image=image)
            self._next_index += 1
            self._changed.notify_all()

    def newest(self, after: int, timeout_s: float) -> Frame | None:
        """Return the newest frame after ``after`` (see ``LiveReader``)."""
        end_s = time.monotonic() + timeout_s
        with self._changed:
            while True:
                frame = self._frame
                if frame is not None and frame.index > after and not self._stale():
                    self._taken = frame.index
                    return frame
                left_s = end_s - time.monotonic()
                if self._over or self._pace.stopped or left_s <= 0.0:
                    return None
                self._changed.wait(min(left_s, _WAKE_S))

    def _stale(self) -> bool:
        """Return whether the frame of a source that has frozen is too old to be taken."""
        return not self._link.ends and self._pace.now_s() - self._news_s > FROZEN_S

    def ended(self) -> bool:
        """Return whether nothing will follow and nothing is left to take."""
        with self._changed:
            return self._over and (self._frame is None or self._frame.index <= self._taken)

    def trouble(self) -> CameraTrouble | None:
        """Return what is wrong now, the most basic of it first."""
        with self._changed:
            if self._link.ends or self._pace.stopped:
                return None
            if self._away:
                return self._link.gone
            now_s = self._pace.now_s()
            if self._black and now_s - self._grabbed_s <= FROZEN_S:
                return BLACK  # a covered lens may well give equal pictures
            return self._link.frozen if now_s - self._news_s > FROZEN_S else None

    def close(self) -> None:
        """Discard the frame and wake the waiting thread."""
        self._pace.stop()
        with self._changed:
            self._frame = None
            self._changed.notify_all()


def _read(link: Link, grabber: Grabber, slot: _Slot, pace: Pace) -> None:
    """Run in the thread: move frames to ``slot`` until its closing or the end of a file.

    It knows nothing of the ``LiveReader``, so that this can be collected.
    """
    tries = 0
    opened: Grabber | None = grabber
    while opened is not None:
        since_s = pace.now_s()
        _drain(link, opened, slot, pace)
        with suppress(Exception):  # what is lost already may well fail to close
            opened.close()
        if pace.stopped:
            return
        if link.ends:
            slot.end()
            return
        slot.lost()
        _log.info("%s is lost", link.name)
        tries = 0 if pace.now_s() - since_s > _STEADY_S else tries
        opened, tries = _reopen(link, slot, pace, tries)


def _drain(link: Link, grabber: Grabber, slot: _Slot, pace: Pace) -> None:
    """Move frames to ``slot`` until the source is lost, has ended, or is closed."""
    watch = None if link.ends else PictureWatch(repeats=grabber.repeats)
    try:
        while not pace.stopped:
            t_s = grabber.grab()
            if t_s is None:
                return
            image = grabber.picture()
            new = image is not None and (watch is None or watch.see(t_s, image))
            slot.put(t_s, image if new else None, black=watch is not None and watch.black)
    except Exception:  # noqa: BLE001 (a driver's fault must not end the session)
        _log.warning("%s failed", link.name, exc_info=True)


def _reopen(link: Link, slot: _Slot, pace: Pace, tries: int) -> tuple[Grabber | None, int]:
    """Return the source once it is back, ``None`` if it was closed, and the tries so far."""
    while True:
        pace.pause(_BACK_OFF_S[min(tries, len(_BACK_OFF_S) - 1)])
        if pace.stopped:
            return None, tries
        tries += 1
        try:
            grabber = link.open()
        except MatsideError as error:
            _log.debug("still lost: %s", error)
        except Exception:  # noqa: BLE001 (a driver's fault must not end the session)
            _log.warning("%s cannot be opened", link.name, exc_info=True)
        else:
            slot.found(grabber)
            _log.info("%s is back", link.name)
            return grabber, tries

"""A live session without its window: frames judged as they come, in a thread of its own."""

from __future__ import annotations

import logging
import math
import threading
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Self

from matside.app.live_parts import LiveParts, RecentRate, Seen
from matside.body.frames import Frame
from matside.capture.light import mean_luma
from matside.capture.prefetch import Prefetch
from matside.coach.result import FrameResult
from matside.coach.summary import Notice
from matside.guidance.guide import guide
from matside.guidance.outcome import CameraTrouble, Moment
from matside.guidance.progress import notices
from matside.pose.landmarker import PoseResult
from matside.record.trace import StepBegun

WAIT_S: Final = 0.2
"""While no frame comes, it is asked so often what is wrong."""
LATE_S: Final = 1.0
"""Without a frame for so long there is no picture, even if nothing is known to be wrong."""
HEAD_START_S: Final = 0.0015
"""How long the model's thread is left to get on with the next frame before this one is judged."""
_LEAST_STEP_S: Final = 1e-6
"""Time goes on by at least so much between two moments."""
_JOIN_S: Final = 5.0
"""How long ``close`` waits for the frame that is just being judged."""
_RATE_OVER: Final = 30
"""Frames over which the rate is averaged."""
SLOW_HZ: Final = 10.0
"""A computer that judges fewer frames a second than this, and leaves out others, is slow."""
_LEFT_OUT: Final = 1.3
"""Frames of the camera for each judged one, from which on some are said to be left out."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Look:
    """One look at the source: a frame or none, what was seen in it, what was wrong then."""

    frame: Frame | None
    found: PoseResult | None = None
    trouble: CameraTrouble | None = None


class LiveSession:
    """Judges the newest frame again and again until it is closed or the source ends.

    Use it as a context manager. What goes wrong in its thread ends it and is
    raised by ``raise_failure``; nothing that was judged until then is lost.
    """

    def __init__(self, parts: LiveParts) -> None:
        self.controls = parts.controls
        self._parts = parts
        self._guide = parts.guide
        self._seen: Seen | None = None
        self._frame: Frame | None = None
        self._number = 0
        self._t_s = 0.0
        self._rate = RecentRate(_RATE_OVER)
        self._indices: deque[int] = deque(maxlen=_RATE_OVER)
        self._changed = threading.Condition()
        self._stop = threading.Event()
        self._turn = threading.Lock()
        self._failure: BaseException | None = None
        self._judged_by: tuple[int, bool] = (-1, False)
        self._thread = threading.Thread(target=self._work, name="matside-live", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    @property
    def over(self) -> bool:
        """Whether nothing will come any more: closed, ended or failed."""
        return not self._thread.is_alive()

    @property
    def pain_after(self) -> int | None:
        """The pain reported at the end of the session; ``None`` if it was not."""
        return self._guide.pain_after

    @property
    def asked_pain(self) -> bool:
        """Whether it has come to its end, where it asks for the pain."""
        return self._guide.asks_pain and self._guide.finished

    def notices(self) -> tuple[Notice, ...]:
        """Return what a reader of the session should know of the pain reported."""
        return notices(self._guide)

    def newest(self, after: int, timeout_s: float) -> Seen | None:
        """Return the newest moment if its number is greater than ``after``; wait so long for it."""
        with self._changed:
            self._changed.wait_for(lambda: self._number > after or self.over, timeout_s)
            return self._seen if self._number > after else None

    def raise_failure(self) -> None:
        """Raise what ended the session, if something did."""
        if self._failure is not None:
            raise self._failure

    def close(self) -> None:
        """End the session; may be called twice.

        Afterwards nothing is judged, said or kept any more, even if the camera
        or the model hangs: whoever closes may finish the files.
        """
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(_JOIN_S)
        if self._thread.is_alive():
            with self._turn:  # a frame that is just being kept is kept whole
                pass
            _log.info("the last frame is still being judged; its session is left behind")

    def _work(self) -> None:
        try:
            self._judge_all()
        except BaseException as failure:  # noqa: BLE001 - raised again where it can be told
            self._failure = failure
        finally:
            with self._changed:
                self._changed.notify_all()

    def _judge_all(self) -> None:
        with Prefetch(self._looks(), depth=1, head_start_s=HEAD_START_S) as looks:
            for look in looks:
                with self._turn:
                    if self._stop.is_set():
                        return
                    if look.frame is not None:
                        self._take(look, look.frame)
                    elif look.trouble is not None or self._parts.clock() - self._t_s > LATE_S:
                        self._guided(None, self._parts.clock(), look.trouble)
                    if self._seen is not None and self._seen.guidance.over:
                        return

    def _looks(self) -> Iterator[_Look]:
        """Yield the newest frame again and again, with what the model sees if it is to be judged.

        This runs in a thread of its own: the model is the slowest, and looks at
        the next frame while this one is judged.
        """
        source, after = self._parts.source, -1
        while not self._stop.is_set():
            frame = source.newest(after, WAIT_S)
            if frame is None and source.ended:
                return
            trouble = source.trouble
            if frame is None or self.controls.paused:
                yield _Look(frame=frame, trouble=trouble)
            else:
                found = self._parts.estimator.look(frame)
                yield _Look(frame=frame, found=found, trouble=trouble)
            after = after if frame is None else frame.index

    def _take(self, look: _Look, frame: Frame) -> None:
        self._frame = frame
        light = mean_luma(frame.image)
        if look.found is None:
            self._guided(None, frame.t_s, look.trouble, light=light)
            return
        pose = look.found.pose()
        step = self._begin_step(pose.t_s)
        result = self._parts.runner.take(pose)
        self._rate.add(frame.t_s)
        self._indices.append(frame.index)
        self._guided(result, frame.t_s, look.trouble, light=light)
        self._parts.keeper.write(frame, pose, result, step)

    def _begin_step(self, t_s: float) -> StepBegun | None:
        """Let the coach judge by the step that the guide has come to, if it is another one."""
        planned, at = self._guide.step, self._guide.item
        if planned is None or at is None:
            return None
        by = at.step, self._guide.eased
        if by == self._judged_by:
            return None
        anew = by[0] != self._judged_by[0]
        self._judged_by = by
        begun = StepBegun(t_s=t_s, exercise=planned.exercise, dose=planned.dose, anew=anew)
        self._parts.runner.follow(begun)
        return begun

    def _guided(
        self,
        result: FrameResult | None,
        t_s: float,
        trouble: CameraTrouble | None,
        *,
        light: float = math.nan,
    ) -> None:
        """Ask the guide, make it heard, and show the moment to whoever waits for it."""
        self._t_s = max(t_s, self._t_s + _LEAST_STEP_S)
        moment = Moment(
            t_s=self._t_s,
            result=result,
            light=light,
            trouble=trouble,
            slow=self._slow(),
            paused=self.controls.paused,
            skips=self.controls.skips,
            redos=self.controls.redos,
            pains=self.controls.pains,
        )
        self._guide, guidance = guide(self._guide, moment)
        for utterance in guidance.utterances:
            self._parts.speaker.say(utterance)
        for chime in guidance.chimes:
            self._parts.speaker.play(chime, self._t_s)
        with self._changed:
            self._number += 1
            self._seen = Seen(
                number=self._number,
                frame=self._frame,
                result=result,
                guidance=guidance,
                rate_hz=self._rate.hz,
            )
            self._changed.notify_all()

    def _slow(self) -> bool:
        """Whether it is this computer that does not keep up, and not a camera that is slow."""
        indices = self._indices
        if len(indices) < _RATE_OVER or self._rate.hz >= SLOW_HZ:
            return False
        return (indices[-1] - indices[0]) / (len(indices) - 1) >= _LEFT_OUT

"""A live session on the page: the session of ``practise`` in a thread, shown to whoever watches."""

from __future__ import annotations

import dataclasses
import logging
import queue
import secrets
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from enum import Enum
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

import cv2
from rich.console import Console

from matside.app.live import LiveSession, Seen
from matside.app.page_desk import session_row
from matside.app.practice_setting import Devices, PracticeOptions
from matside.app.practise import Practised, run_practise
from matside.app.remarks import session_labels
from matside.app.screen import Screen
from matside.app.settings import PRIVACY, Pictures, change_settings, read_settings
from matside.body.frames import Image
from matside.capture.camera_list import CameraInfo, list_cameras
from matside.capture.live import is_camera
from matside.errors import MatsideError, UsageError
from matside.exercise.library import load_library
from matside.guidance.outcome import Guidance, Stage
from matside.overlay.hud import Hud
from matside.overlay.keys import Key
from matside.overlay.live_view import live_hud, totals
from matside.page import live_texts
from matside.page.live_model import CameraChoice, LiveMoment, Wish
from matside.record.history.reading import Choice
from matside.record.history.sessions import History
from matside.record.history.stored import State
from matside.record.profile import read_profile
from matside.wording.labels import labels_of

GONE_S: Final = 20.0
"""So long after the page that steers is gone the session ends; a reload takes a second or two."""
ASKED_S: Final = 120.0
"""How long the question for the pain afterwards waits for its answer."""
JPEG_QUALITY: Final = 80
_LOOK_S: Final = 0.2
_JOIN_S: Final = 15.0
_KEYS: Final = {
    Wish.PAUSE: Key.PAUSE,
    Wish.NEXT: Key.NEXT,
    Wish.AGAIN: Key.AGAIN,
    Wish.MUTE: Key.MUTE,
    Wish.RECORD: Key.RECORD,
    Wish.STOP: Key.QUIT,
}
_log = logging.getLogger(__name__)

Practise = Callable[..., Practised]
Cameras = Callable[[], Sequence[CameraInfo]]


class PageDisplay:
    """What stands for the window: keeps the newest picture, and what was asked for on the page."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._changed = threading.Condition()
        self._moment: LiveMoment | None = None
        self._number = 0
        self._wishes: queue.SimpleQueue[tuple[Wish, int]] = queue.SimpleQueue()
        self._steered_s = clock()
        self._steering = 0
        self.ended = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.ended = True

    @property
    def closed(self) -> bool:
        """Whether the session has to end: nobody has steered it for a while."""
        alone = not self._steering and self._clock() - self._steered_s > GONE_S
        return self.ended or alone

    def show(self, image: Image) -> tuple[Key, ...]:
        """Show a picture that has its words on it."""
        self.publish(image, None, {})
        return ()

    def toggle_full_screen(self) -> None:
        """Leave it to the browser."""

    def publish(self, image: Image, words: Hud | None, state: dict[str, Any]) -> None:
        """Give a picture and its words to whoever waits for them."""
        done, jpeg = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])
        told = {} if words is None else dataclasses.asdict(words, dict_factory=_plainly)
        self._put({**state, "hud": told}, jpeg.tobytes() if done else b"")

    def finish(self, state: dict[str, Any]) -> None:
        """Say that the session is over, and what became of it."""
        self._put({**state, "over": True}, b"")

    def newest(self, after: int, timeout_s: float) -> LiveMoment | None:
        """Return the newest moment if its number is greater than ``after``; wait so long for it."""
        with self._changed:
            self._changed.wait_for(lambda: self._number > after, timeout_s)
            return self._moment if self._number > after else None

    def wish(self, wish: Wish, value: int = 0) -> None:
        """Ask the session for something."""
        self._wishes.put((wish, value))

    def wishes(self) -> list[tuple[Wish, int]]:
        """Return what was asked for since the last call."""
        found = []
        while not self._wishes.empty():
            found.append(self._wishes.get())
        return found

    def ask_pain(self) -> int | None:
        """Ask for the pain after the session; return it, or ``None`` if it is not reported."""
        until_s = self._clock() + ASKED_S
        self.wishes()
        self._put({"asking": True}, b"")
        while self._clock() < until_s and not self.closed:
            with suppress(queue.Empty):
                wish, value = self._wishes.get(timeout=_LOOK_S)
                if wish in {Wish.PAIN, Wish.STOP}:
                    return value if wish is Wish.PAIN else None
        return None

    def end(self) -> None:
        """Let the session end soon."""
        self.ended = True

    def steer(self, change: int) -> None:
        """Count the pages that steer: one more, or one less."""
        with self._changed:
            self._steering += change
            self._steered_s = self._clock()

    def _put(self, state: dict[str, Any], jpeg: bytes) -> None:
        with self._changed:
            self._number += 1
            self._moment = LiveMoment(number=self._number, state=state, jpeg=jpeg)
            self._changed.notify_all()


class PageScreen(Screen):
    """Shows a live session on the page: the person in the picture, the words beside it."""

    def _show(self, seen: Seen, session: LiveSession, *, fresh: bool) -> None:
        display = self._display
        if not isinstance(display, PageDisplay):
            super()._show(seen, session, fresh=fresh)
            return
        for wish, value in display.wishes():
            if wish is Wish.PAIN:
                session.controls.pains += (value,)
            else:
                self._obey(_KEYS[wish], session)
        if not fresh:
            return
        view = self._view(seen, session)
        words = live_hud(seen.result, self._labels, view)
        image = self._overlay.draw(
            None if seen.frame is None else seen.frame.image,
            seen.result,
            mirrored=True,
            live=view,
            written=False,
        )
        state = {
            "caption": view.caption,
            "paused": session.controls.paused,
            "muted": view.muted,
            "recording": view.recording,
            "work": _work(seen.guidance),
            "demonstrate": _demonstrated(seen.guidance),
            "ask_pain": seen.guidance.ask_pain,
            "frame_s": None if seen.frame is None else seen.frame.t_s,
        }
        display.publish(image, words, state)
        self._noted(seen)


class LiveRoom:
    """Runs one live session at a time.

    Args:
        camera: The camera, stream or file to use; ``None`` to let the person choose.
        practise: ``matside.app.practise.run_practise``.
        cameras: ``matside.capture.camera_list.list_cameras``.
        devices: What a session needs of the machine.
    """

    def __init__(
        self,
        camera: str | None = None,
        *,
        practise: Practise = run_practise,
        cameras: Cameras = list_cameras,
        devices: Devices | None = None,
    ) -> None:
        self._camera = camera
        self._practise = practise
        self._list = cameras
        self._devices = devices or Devices()
        self._lock = threading.Lock()
        self._display: PageDisplay | None = None
        self._thread: threading.Thread | None = None
        self._token = ""

    @property
    def running(self) -> bool:
        """Whether a session is under way."""
        return self._thread is not None and self._thread.is_alive()

    @property
    def display(self) -> PageDisplay | None:
        """What the newest session shows; ``None`` before the first."""
        return self._display

    def left_behind(self) -> LiveMoment | None:
        """Return what is kept of a session that ended with the server; ``None`` for none."""
        with History.open() as history:
            found = history.sessions(Choice(limit=1))
        if not found or found[0].state is State.FINISHED or found[0].start.kind != "practice":
            return None
        row = session_row(found[0], session_labels(found))
        kept = live_texts.KEPT(length=row.length)
        lines = tuple(line for line in (kept, row.done) if line)
        state = {
            "over": True,
            "session": row.number,
            "trouble": live_texts.LEFT_BEHIND(),
            "lines": lines,
        }
        return LiveMoment(number=1, state=state, jpeg=b"")

    def cameras(self) -> Sequence[CameraChoice]:
        """Return the cameras to choose from; each is opened for about a second."""
        if self._camera is not None:
            return (CameraChoice(id="0", name=camera_name(self._camera), trouble=""),)
        if self.running:
            raise UsageError(live_texts.SESSION_UNDER_WAY())
        return [
            CameraChoice(
                id=str(camera.number),
                name=camera.name or live_texts.CAMERA_NUMBER(number=camera.number),
                trouble=camera.trouble,
            )
            for camera in self._list()
        ]

    def begin(
        self, what: str, camera: str, *, pain: int | None, speak: bool, dose: str | None = None
    ) -> str:
        """Begin a session; return the word by which its page steers it.

        Args:
            what: Identifier of an exercise or programme.
            camera: The number of a camera; passed over where one was given before.
            pain: 0..10, if it was reported.
            speak: Whether sentences are said.
            dose: Identifier of the dose of an exercise; ``None`` for the usual one.

        Raises:
            UsageError: A session is under way.
        """
        with self._lock:
            if self.running:
                raise UsageError(live_texts.SESSION_UNDER_WAY())
            remembered = {} if self._camera is not None else {"camera": camera}
            change_settings(speak=speak, **remembered)
            display = PageDisplay()
            devices = dataclasses.replace(
                self._devices, window=lambda _full: display, screen=PageScreen
            )
            options = PracticeOptions(
                exercises=(what,),
                dose=dose,
                camera=self._camera if self._camera is not None else camera,
                speak=speak,
                volume=read_settings().volume,
                limits=read_profile().limits,
                pictures=PRIVACY[read_settings().pictures or Pictures.PLAIN],
                pain_before=pain,
                pain_after=display.ask_pain,
            )
            self._display, self._token = display, secrets.token_urlsafe(16)
            self._thread = threading.Thread(
                target=self._run, args=(display, options, devices), name="page-live", daemon=True
            )
            self._thread.start()
            return self._token

    def steers(self, token: str) -> bool:
        """Return whether a page that knows this word steers the newest session."""
        return bool(self._token) and secrets.compare_digest(token.encode(), self._token.encode())

    def close(self) -> None:
        """End the session gently, and wait until it is kept."""
        if self._thread is not None and self._display is not None:
            self._display.ended = True
            self._thread.join(_JOIN_S)

    def _run(self, display: PageDisplay, options: PracticeOptions, devices: Devices) -> None:
        try:
            done = self._practise(options, console=Console(quiet=True), devices=devices)
            lines = (*totals(done.summary, labels_of(load_library())), *done.said)
            display.finish({"session": _number(done.session), "trouble": "", "lines": lines})
        except MatsideError as error:
            display.finish({"session": None, "trouble": str(error), "lines": ()})
        except Exception:  # noqa: BLE001 - the page goes on, and says so
            _log.exception("a live session failed")
            display.finish({"session": None, "trouble": live_texts.SESSION_BROKE(), "lines": ()})


def camera_name(spec: str) -> str:
    """Return what a person calls a camera that was named: a file without its folder."""
    return spec if is_camera(spec) else Path(spec).name


def _number(session: str) -> int | None:
    with History.open() as history:
        return next((s.number for s in history.sessions() if s.start.id == session), None)


def _demonstrated(guidance: Guidance) -> str:
    """Return the exercise whose figure is shown: the one that is due, until it begins."""
    waits = guidance.stage in {Stage.PLACING, Stage.COUNTDOWN} and not guidance.underway
    return guidance.target if waits else ""


def _work(guidance: Guidance) -> str:
    """Return which step, set and side is due, in words; empty where none is."""
    work = guidance.work
    if work is None:
        return ""
    return live_texts.work(work.step, work.steps, work.set, work.sets, work.side)


def _plainly(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    return {name: value.value if isinstance(value, Enum) else value for name, value in pairs}

"""A live session on the page: the session of ``practise`` in a thread, shown to whoever watches."""

from __future__ import annotations

import dataclasses
import logging
import secrets
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from rich.console import Console

from matside.app.known_exercises import known_exercises
from matside.app.page_display import PageDisplay, PageScreen
from matside.app.page_sessions import session_row
from matside.app.practice_setting import Devices, PracticeOptions
from matside.app.practise import Practised, run_practise
from matside.app.remarks import session_labels
from matside.app.settings import PRIVACY, Pictures, change_settings, read_settings
from matside.capture.camera_list import CameraInfo, list_cameras
from matside.capture.live import is_camera
from matside.coach.summary import NoticeKind, Summary
from matside.errors import MatsideError, UsageError
from matside.guidance.phrases import text_of
from matside.guidance.wishes import PAIN_EASE, pain_answer
from matside.overlay.hud import totals
from matside.page import live_texts
from matside.page.live_model import CameraChoice, LiveMoment
from matside.record.history.reading import Choice
from matside.record.history.sessions import History
from matside.record.history.stored import State
from matside.record.profile import read_profile
from matside.wording.labels import labels_of

_JOIN_S: Final = 15.0

_log = logging.getLogger(__name__)

Practise = Callable[..., Practised]
Cameras = Callable[[], Sequence[CameraInfo]]


class LiveRunner:
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
            done_lines = totals(done.summary, labels_of(known_exercises()))
            lines = (*_advice(done.summary), *done_lines, *done.said)
            display.finish({"session": _number(done.session), "trouble": "", "lines": lines})
        except MatsideError as error:
            display.finish({"session": None, "trouble": str(error), "lines": ()})
        except Exception:  # noqa: BLE001 - the page goes on, and says so
            _log.exception("a live session failed")
            display.finish({"session": None, "trouble": live_texts.SESSION_BROKE(), "lines": ()})


def _advice(summary: Summary) -> tuple[str, ...]:
    """Return what to do where it hurts after a session: nobody says it any more."""
    after = (one.count or 0 for one in summary.notices if one.kind is NoticeKind.PAIN_AFTER)
    return tuple(text_of(pain_answer(pain), {}) for pain in after if pain >= PAIN_EASE)


def camera_name(spec: str) -> str:
    """Return what a person calls a camera that was named: a file without its folder."""
    return spec if is_camera(spec) else Path(spec).name


def _number(session: str) -> int | None:
    with History.open() as history:
        return history.number_of(session)

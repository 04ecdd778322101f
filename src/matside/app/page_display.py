"""Display of a live session on the page: the newest picture with its words, and requests back."""

from __future__ import annotations

import dataclasses
import queue
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from enum import Enum
from typing import Any, Final, Self

import cv2

from matside.app.live import LiveSession
from matside.app.live_parts import Seen
from matside.app.screen import Screen
from matside.body.frames import Image
from matside.guidance.outcome import Guidance, Stage
from matside.overlay.hud import Hud
from matside.overlay.keys import Button, Key
from matside.overlay.live_view import live_hud
from matside.page import live_texts
from matside.page.live_model import Command, LiveMoment

GONE_S: Final = 20.0
"""So long after the page that steers is gone the session ends; a reload takes a second or two."""
ASKED_S: Final = 120.0
"""How long the question for the pain afterwards waits for its answer."""
JPEG_QUALITY: Final = 80
_LOOK_S: Final = 0.2
_KEYS: Final = {
    Command.PAUSE: Key.PAUSE,
    Command.NEXT: Key.NEXT,
    Command.AGAIN: Key.AGAIN,
    Command.MUTE: Key.MUTE,
    Command.RECORD: Key.RECORD,
    Command.STOP: Key.QUIT,
}


class PageDisplay:
    """What stands for the window: keeps the newest picture, and what was asked for on the page."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._changed = threading.Condition()
        self._moment: LiveMoment | None = None
        self._number = 0
        self._commands: queue.SimpleQueue[tuple[Command, int]] = queue.SimpleQueue()
        self._steered_s = clock()
        self._steering = 0
        self.ended = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.ended = True

    @property
    def closed(self) -> bool:
        """Whether the session has to end: nobody has steered it for a while."""
        alone = not self._steering and self._clock() - self._steered_s > GONE_S
        return self.ended or alone

    def show(self, image: Image, buttons: Iterable[Button] = ()) -> tuple[Key, ...]:  # noqa: ARG002
        """Show a picture that has its words on it; the page has buttons of its own."""
        self.publish(image, None, {})
        return ()

    def toggle_full_screen(self) -> None:
        """Leave it to the browser."""

    def publish(self, image: Image, words: Hud | None, state: dict[str, Any]) -> None:
        """Give a picture and its words to whoever waits for them."""
        done, jpeg = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])
        hud = {} if words is None else dataclasses.asdict(words, dict_factory=_plainly)
        self._put({**state, "hud": hud}, jpeg.tobytes() if done else b"")

    def finish(self, state: dict[str, Any]) -> None:
        """Say that the session is over, and what became of it."""
        self._put({**state, "over": True}, b"")

    def newest(self, after: int, timeout_s: float) -> LiveMoment | None:
        """Return the newest moment if its number is greater than ``after``; wait so long for it."""
        with self._changed:
            self._changed.wait_for(lambda: self._number > after, timeout_s)
            return self._moment if self._number > after else None

    def command(self, command: Command, value: int = 0) -> None:
        """Ask the session for something."""
        self._commands.put((command, value))

    def commands(self) -> list[tuple[Command, int]]:
        """Return what was asked for since the last call."""
        found = []
        while not self._commands.empty():
            found.append(self._commands.get())
        return found

    def ask_pain(self) -> int | None:
        """Ask for the pain after the session; return it, or ``None`` if it is not reported."""
        until_s = self._clock() + ASKED_S
        self.commands()
        self._put({"asking": True}, b"")
        while self._clock() < until_s and not self.closed:
            with suppress(queue.Empty):
                command, value = self._commands.get(timeout=_LOOK_S)
                if command in {Command.PAIN, Command.STOP}:
                    return value if command is Command.PAIN else None
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
        for command, value in display.commands():
            if command is Command.PAIN:
                session.controls.pains += (value,)
            else:
                self._obey(_KEYS[command], session)
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
            "soundless": "" if view.muted else self._sound.advice,
            "recording": view.recording,
            "work": _work(seen.guidance),
            "demonstrate": _demonstrated(seen.guidance),
            "ask_pain": seen.guidance.ask_pain,
            "frame_s": None if seen.frame is None else seen.frame.t_s,
        }
        display.publish(image, words, state)
        self._noted(seen)


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

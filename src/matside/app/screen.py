"""How the guide reaches a person: the window of a live session with its keys, and the voice."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import Final, Protocol, Self, TypeVar

from matside.app.live import LiveSession
from matside.app.live_parts import Controls, RecentRate, Seen
from matside.body.frames import Image
from matside.exercise.programme import set_up_of
from matside.exercise.schema import Exercise
from matside.guidance.outcome import Guidance, Stage
from matside.guidance.texts import STARTING
from matside.overlay.drawing import Overlay
from matside.overlay.keys import Button, Key
from matside.overlay.live_view import LiveView
from matside.wording.labels import Labels

Done = TypeVar("Done")
WAIT_S: Final = 0.05
"""Without a new moment the keys are asked for so often."""
READ_S: Final = 20.0
"""How long a sentence stands in the window that nothing comes after."""
ANSWER_S: Final = 60.0
"""How long the question for the pain before it waits for an answer."""
_RATE_OVER: Final = 45
"""Pictures over which the rate is averaged."""


class Display(Protocol):
    """A window, which is closed at the end of a ``with`` statement."""

    def __enter__(self) -> Self: ...

    def __exit__(self, *_error: object) -> None: ...

    @property
    def closed(self) -> bool:
        """Whether the person has closed it."""

    def show(self, image: Image, buttons: Iterable[Button] = ()) -> tuple[Key, ...]:
        """Show a picture; return what was pressed or clicked since the last one."""

    def toggle_full_screen(self) -> None:
        """Fill the screen, or no longer."""


class Sound(Protocol):
    """What can be silenced."""

    muted: bool

    @property
    def advice(self) -> str:
        """What is missing to be heard; empty where nothing is."""


def show_starting(display: Display) -> tuple[Key, ...]:
    """Show that matside is starting; return what was pressed since the last picture."""
    guidance = Guidance(stage=Stage.PLACING, instruction=str(STARTING))
    return display.show(Overlay().draw(None, None, live=LiveView(guidance=guidance)))


def while_starting(display: Display, job: Callable[[], Done]) -> tuple[Done, tuple[Key, ...]]:
    """Return what a job comes to that takes seconds, and what was pressed meanwhile.

    The job runs in a thread of its own, so that the window lives: OpenCV forgets all keys but
    the last that come between two looks. It is waited for whatever happens.
    """
    pressed: tuple[Key, ...] = ()
    with ThreadPoolExecutor(1, thread_name_prefix="matside-starting") as pool:
        working = pool.submit(job)
        while not working.done():
            pressed += show_starting(display)
            wait((working,), WAIT_S)
        return working.result(), pressed


def ask_pain(display: Display, clock: Callable[[], float] = time.monotonic) -> int | None:
    """Ask in the window, before anything begins, how much it hurts.

    Returns:
        0..9; ``None`` if the person would rather not say, closes the window, or
        is not there: after a minute the session begins without.
    """
    guidance = Guidance(stage=Stage.DONE, ask_pain=True)
    overlay = Overlay()
    card = overlay.draw(None, None, live=LiveView(guidance=guidance, skippable=True))
    until_s = clock() + ANSWER_S
    while clock() < until_s and not display.closed:
        for key in display.show(card, overlay.buttons):
            if key.pain is not None or key in {Key.NEXT, Key.QUIT}:
                return key.pain
        time.sleep(WAIT_S)
    return None


def show_words(display: Display, words: str) -> None:
    """Show a sentence in the window until a key is pressed, or it was there to be read."""
    guidance = Guidance(stage=Stage.DONE, closing=words)
    card = Overlay().draw(None, None, live=LiveView(guidance=guidance))
    until_s = time.monotonic() + READ_S
    while time.monotonic() < until_s and not display.closed:
        if display.show(card):
            return
        time.sleep(WAIT_S)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One picture that was shown, for whoever measures.

    Attributes:
        seen: The moment that it shows.
        drawn_s: How long it took to draw.
        at_s: When it was on the screen, by ``time.monotonic``.
    """

    seen: Seen
    drawn_s: float
    at_s: float


def unwatched(_shown: Shown) -> None:
    """Nobody wants to know of the pictures that were shown."""


class Screen:
    """Shows a live session in a window until the person ends it.

    Args:
        display: The window.
        sound: What ``m`` silences.
        labels: Names for people.
        exercises: The exercises by whose posture a target is shown.
        caption: Returns the words that are being said.
        totals: Returns a line for each exercise that was done.
        watch: Called for each picture that was shown.
        pressed: Keys that were pressed before there was anything to show.
    """

    def __init__(  # noqa: PLR0913 (one for each thing that is on it)
        self,
        display: Display,
        sound: Sound,
        labels: Labels,
        exercises: tuple[Exercise, ...],
        *,
        caption: Callable[[], str],
        totals: Callable[[], tuple[str, ...]],
        watch: Callable[[Shown], None] = unwatched,
        pressed: Iterable[Key] = (),
    ) -> None:
        self._display = display
        self._pressed = tuple(pressed)
        self._sound = sound
        self._labels = labels
        self._overlay = Overlay(labels)
        self._postures = {e.id: set_up_of(e).postures[0].value for e in exercises}
        self._caption = caption
        self._totals = totals
        self._watch = watch
        self._help = False
        self._ended = False
        self._rate = RecentRate(_RATE_OVER)

    def run(self, session: LiveSession, asked: Callable[[], bool] = lambda: False) -> None:
        """Show moment after moment until the session is over, or the window or ``q`` ends it.

        Args:
            session: The session.
            asked: Returns whether something else, such as a signal, has asked to end it.
        """
        number = 0
        seen: Seen | None = None
        for key in self._pressed:
            self._obey(key, session)
        while not (session.over or asked() or self._ended or self._display.closed):
            newer = session.newest(number, WAIT_S)
            if newer is not None:
                seen, number = newer, newer.number
            if seen is not None:
                self._show(seen, session, fresh=newer is not None)

    def _show(self, seen: Seen, session: LiveSession, *, fresh: bool) -> None:
        begun_s = time.monotonic()
        image = self._overlay.draw(
            None if seen.frame is None else seen.frame.image,
            seen.result,
            mirrored=True,
            live=self._view(seen, session),
        )
        drawn_s = time.monotonic() - begun_s
        for key in self._display.show(image, self._overlay.buttons):
            self._obey(key, session)
        if fresh:
            self._noted(seen, drawn_s)

    def _noted(self, seen: Seen, drawn_s: float = 0.0) -> None:
        now_s = time.monotonic()
        self._rate.add(now_s)
        self._watch(Shown(seen=seen, drawn_s=drawn_s, at_s=now_s))

    def _view(self, seen: Seen, session: LiveSession) -> LiveView:
        guidance = seen.guidance
        return LiveView(
            guidance=guidance,
            fps=self._rate.hz,
            recording=session.controls.recording,
            muted=self._sound.muted,
            voiceless=bool(self._sound.advice),
            help=self._help,
            caption=self._caption(),
            posture=self._postures.get(guidance.target, ""),
            totals=self._totals() if guidance.stage is Stage.DONE else (),
        )

    def _obey(self, key: Key, session: LiveSession) -> None:
        match key:
            case Key.MUTE:
                self._sound.muted = not self._sound.muted
            case Key.FULL_SCREEN:
                self._display.toggle_full_screen()
            case Key.HELP:
                self._help = not self._help
            case Key.QUIT:
                self._ended = True
            case _request:
                _ask(key, session.controls)


def _ask(key: Key, controls: Controls) -> None:
    """Tell the session what the person asks for."""
    match key:
        case Key.PAUSE:
            controls.paused = not controls.paused
        case Key.NEXT:
            controls.skips += 1
        case Key.AGAIN:
            controls.redos += 1
        case Key.RECORD:
            controls.recording = not controls.recording
        case _number:
            controls.pains += () if key.pain is None else (key.pain,)

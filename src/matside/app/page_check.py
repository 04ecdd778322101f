"""The check before a session: the camera's picture, and whether it can judge the person in it."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final

from matside.app.page_display import PageDisplay
from matside.app.practice_setting import Devices
from matside.app.process import tuned_process
from matside.app.request import CoachRunner
from matside.app.settings import change_settings, read_settings, wanted_speech
from matside.app.voices import choose_voice
from matside.body.frames import Frame
from matside.capture.light import mean_luma
from matside.errors import MatsideError, UsageError
from matside.exercise.library import load_library
from matside.guidance.outcome import Chime, Utterance
from matside.guidance.phrases import text_of
from matside.guidance.placement import Aspect, Placement, aspects, place
from matside.guidance.texts import trouble_text
from matside.overlay.drawing import Overlay
from matside.page import live_texts
from matside.page.live_model import CheckSettings
from matside.pose.landmarker import PoseEstimator
from matside.pose.model import Quality
from matside.record.history.database import owner_only
from matside.sound.speech_engine import system_voices
from matside.sound.voices import SpeechVoice, chosen_voice, of_language
from matside.translation import language

_WAIT_S: Final = 0.5
_READY_S: Final = 5.0
_HEARD_S: Final = 8.0
"""How long the sentence of the sound test may take."""
_JOIN_S: Final = 10.0
LONGEST_S: Final = 600.0
"""Longest check. One takes a minute or two; a forgotten page must not film all night."""
_log = logging.getLogger(__name__)


class CameraCheck:
    """Looks through one camera at a time, while a page is there to see it.

    Args:
        camera: The camera, stream or file to use; ``None`` for the one that is chosen.
        devices: What it needs of the machine.
        voices: Tells which voices there are.
        longest_s: How long the camera is left on at most, for a page that was forgotten.
    """

    def __init__(
        self,
        camera: str | None = None,
        *,
        devices: Devices | None = None,
        voices: Callable[[], tuple[SpeechVoice, ...]] = system_voices,
        longest_s: float = LONGEST_S,
    ) -> None:
        self._longest_s = longest_s
        self._camera = camera
        self._voices = voices
        self._devices = devices or Devices()
        self._lock = threading.Lock()
        self._sounding = threading.Lock()
        self._display: PageDisplay | None = None
        self._thread: threading.Thread | None = None

    def begin(self, camera: str) -> PageDisplay:
        """Look through a camera from now on, and remember it; return what is seen.

        Args:
            camera: Its number; passed over where one was given before.
        """
        with self._lock:
            self._end()
            if self._camera is None:
                change_settings(camera=camera)
            display = PageDisplay()
            self._display = display
            self._thread = threading.Thread(
                target=self._run, args=(display, self._camera or camera), name="check", daemon=True
            )
            self._thread.start()
            return display

    def close(self) -> None:
        """Give the camera back, and wait until that is done."""
        with self._lock:
            self._end()

    def settings(self) -> CheckSettings:
        """Return what is remembered."""
        now = read_settings()
        voices: tuple[SpeechVoice, ...] = ()
        chosen = ""
        with suppress(MatsideError):  # no engine, or no voice of the language: the test tells
            voices = self._voices()
            chosen = chosen_voice(voices, wanted_speech()).name
        return CheckSettings(
            camera=now.camera,
            speak=now.speak,
            volume=now.volume,
            voice=chosen,
            voices=tuple(voice.name for voice in of_language(voices, language())),
            rate=now.speech_rate,
        )

    def change(self, *, speak: bool, volume: float, voice: str, rate: float) -> None:
        """Remember how it sounds: whether sentences are said, volume 0..1, voice, speed 0.5..2."""
        change_settings(speak=speak, volume=volume)
        choose_voice(voice or None, rate, listed=self._voices)

    def sound(self) -> str:
        """Let a chime and a sentence be heard as they are set; return what is missing, or nothing.

        Raises:
            UsageError: One is being heard already.
        """
        if not self._sounding.acquire(blocking=False):
            raise UsageError(live_texts.SOUND_UNDER_WAY())
        try:
            now = read_settings()
            with self._devices.voice(time.monotonic(), now.speak, now.volume) as voice:
                if not voice.wait_ready(_READY_S):
                    return live_texts.NO_SOUND_YET()
                voice.play(Chime.GO)
                voice.say(Utterance(text=live_texts.SOUND_SENTENCE(), t_s=0.0, expires_s=_HEARD_S))
                voice.close(_HEARD_S)
                return voice.advice
        finally:
            self._sounding.release()

    def _end(self) -> None:
        if self._thread is not None and self._display is not None:
            self._display.ended = True
            self._thread.join(_JOIN_S)

    def _run(self, display: PageDisplay, camera: str) -> None:
        try:
            with owner_only(), tuned_process():
                ended = self._look(display, camera)
            display.finish({"trouble": ended})
        except MatsideError as error:
            display.finish({"trouble": str(error)})
        except Exception:  # noqa: BLE001 - the page goes on, and says so
            _log.exception("the check of the camera failed")
            display.finish({"trouble": live_texts.CHECK_BROKE()})

    def _look(self, display: PageDisplay, camera: str) -> str:
        """Look through a camera for as long as somebody sees it; return why it ended."""
        devices, judge = self._devices, _Judge()
        with (
            devices.estimator(Quality.NORMAL, False) as estimator,  # noqa: FBT003
            devices.source(camera, time.monotonic()) as source,
        ):
            after, until_s = -1, time.monotonic() + self._longest_s
            while not (display.closed or source.ended):
                frame = source.newest(after, _WAIT_S)
                if frame is not None:
                    after = frame.index
                    judge.take(display, frame, estimator)
                elif source.trouble is not None:
                    return trouble_text(source.trouble)
                if time.monotonic() >= until_s:
                    return live_texts.CHECK_LONG()
        return live_texts.CHECK_ENDED()


class _Judge:
    """Judges the placement frame by frame, by what guides a live session."""

    def __init__(self) -> None:
        self._runner = CoachRunner(load_library())
        self._overlay = Overlay()
        self._placement = Placement()

    def take(self, display: PageDisplay, frame: Frame, estimator: PoseEstimator) -> None:
        """Judge one frame, and show it."""
        result = self._runner.take(estimator.look(frame).pose())
        light = mean_luma(frame.image)
        self._placement = place(self._placement, frame.t_s, result, light)
        advice = self._placement.advice
        image = self._overlay.draw(frame.image, result, mirrored=True, written=False)
        found = aspects(self._placement)
        said = "" if advice is None else text_of(advice.messages, {})
        state: dict[str, Any] = {
            "aspects": {aspect.value: known for aspect, known in found.items()},
            "words": said or self._words(found),
            "frame_s": frame.t_s,
        }
        display.publish(image, None, state)

    def _words(self, found: dict[Aspect, bool | None]) -> str:
        if all(found.values()):
            return live_texts.CHECK_WELL()
        return live_texts.CHECK_LIE_DOWN() if found[Aspect.BODY] else ""

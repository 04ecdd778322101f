"""Options of a live session, and what it needs of the machine."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from matside.app.screen import Display, Screen, Shown, unwatched
from matside.app.settings import wanted_speech
from matside.capture.live import LiveSource, open_live
from matside.exercise.limits import LimitName
from matside.guidance.outcome import Talk
from matside.guidance.pacer import BreathingPace
from matside.overlay.privacy import Privacy
from matside.overlay.window import Window
from matside.pose.landmarker import PoseEstimator
from matside.pose.model import ModelChoice, Quality
from matside.sound.voice import Voice


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeOptions:
    """How to practise; what is left out is as most people want it.

    Attributes:
        exercises: Names of exercises or programmes, or paths of programmes, in order;
            none to recognise what is done.
        free: Whether nothing is asked for even where a plan has something for today.
        asked: What is asked for differently from the exercises' own doses.
        exercise_files: Exercise files of one's own.
        dose: Identifier of the dose to aim at.
        camera: Number of a camera, address of a stream, or a video.
        talk: How much is said.
        speak: Whether sentences are said; chimes are heard anyway.
        volume: 0..1.
        pace: Breathing pacer; ``None`` for none.
        window: Whether there is a window.
        full_screen: Whether it fills the screen.
        record: Whether to record from the start.
        output: Folder that gets the session's own folder; ``None`` for matside's.
        save: Whether to keep the session at all.
        model: Another pose model, or which of matside's own.
        limits: What limits the person.
        insist: Whether exercises that these limits withhold are practised all the same.
        pain_before: 0..10, if it was reported.
        heed_pain: Takes the pain before the session as the window asked for it, and may end the
            session by raising; ``None`` where the window does not ask.
        pictures: What of the person may be seen in what is kept.
        pain_after: Asks for the pain afterwards; ``None`` for nobody to ask.
        debug: Leave MediaPipe's messages on standard error.
    """

    exercises: Sequence[str] = ()
    free: bool = False
    asked: Mapping[str, object] = field(default_factory=dict)
    exercise_files: Sequence[Path] = ()
    dose: str | None = None
    camera: str = "0"
    talk: Talk = Talk.NORMAL
    speak: bool = True
    volume: float = 0.8
    pace: BreathingPace | None = None
    window: bool = True
    full_screen: bool = False
    record: bool = False
    output: Path | None = None
    save: bool = True
    model: ModelChoice = Quality.NORMAL
    limits: tuple[LimitName, ...] = ()
    insist: bool = False
    pain_before: int | None = None
    heed_pain: Callable[[int], object] | None = None
    pictures: Privacy = Privacy.NONE
    pain_after: Callable[[], int | None] | None = None
    debug: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Devices:
    """How to get at what a session needs of the machine; a test or a benchmark gives its own.

    Attributes:
        source: Opens the camera, given its name and the clock's reading at time 0.
        estimator: Opens the pose model.
        window: Opens the window, given whether it fills the screen.
        voice: Opens the voice, given time 0, whether it speaks, and its volume.
        watch: Called for each picture that was shown.
        screen: Shows the session in the window.
    """

    source: Callable[[str, float], LiveSource] = lambda spec, origin_s: open_live(
        spec, origin_s=origin_s
    )
    estimator: Callable[[ModelChoice, bool], PoseEstimator] = lambda model, debug: PoseEstimator(
        model, debug=debug
    )
    window: Callable[[bool], Display] = lambda full: Window("matside", full_screen=full)
    voice: Callable[[float, bool, float], Voice] = lambda origin_s, speak, volume: Voice(
        origin_s=origin_s, speak=speak, volume=volume, wanted=wanted_speech()
    )
    watch: Callable[[Shown], None] = unwatched
    screen: type[Screen] = Screen

    @classmethod
    def trusting(cls) -> Devices:
        """Return this machine's own, which accept any certificate of a camera over https."""
        return cls(source=lambda spec, origin_s: open_live(spec, origin_s=origin_s, insecure=True))

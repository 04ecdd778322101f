"""Parts of a live session: its voice, the requests of the person, the newest moment to show."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, Protocol

from rich.console import Console
from rich.text import Text

from matside.app.request import CoachRunner
from matside.body.frames import Frame, PoseFrame
from matside.capture.live import LiveSource
from matside.coach.result import FrameResult
from matside.guidance.guide import GuideState
from matside.guidance.outcome import Chime, Guidance, Utterance
from matside.guidance.speech import speaking_s
from matside.guidance.texts import CHIMES
from matside.pose.landmarker import PoseEstimator
from matside.record.trace import StepBegun
from matside.sound.voice import Voice

CAPTION_S: Final = 3.0
"""How long what a chime means can be read, and a sentence at least: a long one while it is said."""


class RecentRate:
    """How many moments there are in a second, over the latest of them.

    Args:
        over: So many moments.
    """

    def __init__(self, over: int) -> None:
        self._times_s: deque[float] = deque(maxlen=over)

    def add(self, t_s: float) -> None:
        """Take in a moment; times increase."""
        self._times_s.append(t_s)

    @property
    def hz(self) -> float:
        """Moments a second; 0 before it is known."""
        times = self._times_s
        span = times[-1] - times[0] if len(times) > 1 else 0.0
        return (len(times) - 1) / span if span > 0.0 else 0.0


@dataclass(slots=True, kw_only=True)
class Announcer:
    """Makes the guide heard, and where there is no window, read.

    Attributes:
        voice: What is heard.
        console: Where it is read; ``None`` for nowhere.
        said: The last sentence.
        played: The last chime, and when it was played, in seconds of the session.
        advised: What was last told of a voice that cannot be heard.
    """

    voice: Voice
    console: Console | None = None
    said: Utterance | None = None
    played: tuple[Chime, float] | None = None
    advised: str = ""

    def say(self, utterance: Utterance) -> None:
        """Say it when its turn comes."""
        self.voice.say(utterance)
        self.said = utterance
        if self.console is not None:
            minutes, seconds = divmod(int(utterance.t_s), 60)
            self.console.print(Text(f"{minutes:2}:{seconds:02}  {utterance.text}"))
            self.tell_trouble(self.console)

    def tell_trouble(self, console: Console) -> None:
        """Print why the voice cannot be heard, once for each reason."""
        advice = self.voice.advice
        if advice and advice != self.advised:
            console.print(Text(advice))
        self.advised = advice

    def play(self, chime: Chime, t_s: float) -> None:
        """Play it now, at ``t_s`` seconds of the session."""
        self.voice.play(chime)
        self.played = chime, t_s

    def caption(self, now_s: float) -> str:
        """Return the sentence that is worth showing now, else what a chime means, or nothing.

        A sentence says more than the chime it comes with.
        """
        said, played = self.said, self.played
        if said is not None and now_s - said.t_s <= max(CAPTION_S, speaking_s(said.text)):
            return said.text
        return str(CHIMES[played[0]]) if played and now_s - played[1] <= CAPTION_S else ""


class Keeper(Protocol):
    """What keeps the session: called in the thread that judges, once for every judged frame."""

    def write(
        self, frame: Frame, pose: PoseFrame, result: FrameResult, step: StepBegun | None
    ) -> None:
        """Keep one frame, and the step of the plan that begins with it, if one does."""


@dataclass(slots=True)
class Controls:
    """What the person has asked for by key; set in one thread, read in another."""

    paused: bool = False
    skips: int = 0
    redos: int = 0
    pains: tuple[int, ...] = ()
    recording: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Seen:
    """The newest moment of a session, for whoever shows it.

    Attributes:
        number: Counts the moments.
        frame: The newest picture; ``None`` before the first.
        result: What the coach says of it; ``None`` where it was not judged.
        guidance: What the guide says.
        rate_hz: Frames judged a second; 0 before it is known.
    """

    number: int
    frame: Frame | None
    result: FrameResult | None
    guidance: Guidance
    rate_hz: float


@dataclass(slots=True, kw_only=True)
class LiveParts:
    """What a live session is joined from.

    Attributes:
        source: Where frames come from.
        estimator: Finds the person.
        runner: The coach.
        guide: The guide before the first moment.
        speaker: Makes the guide heard.
        keeper: Keeps what was seen.
        clock: Seconds since the session began, as the frames' times.
    """

    source: LiveSource
    estimator: PoseEstimator
    runner: CoachRunner
    guide: GuideState
    speaker: Announcer
    keeper: Keeper
    clock: Callable[[], float]
    controls: Controls = field(default_factory=Controls)

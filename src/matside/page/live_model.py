"""Page models of a live session and of the check before it, and their requests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol


class Command(StrEnum):
    """What can be asked of a live session."""

    PAUSE = "pause"
    NEXT = "next"
    AGAIN = "again"
    MUTE = "mute"
    RECORD = "record"
    STOP = "stop"
    PAIN = "pain"


@dataclass(frozen=True, slots=True, kw_only=True)
class CameraChoice:
    """A camera to choose, and why it gives no picture; empty if it does."""

    id: str
    name: str
    trouble: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckSettings:
    """What is remembered of the check.

    Attributes:
        camera: Number or address of the camera.
        speak: Whether sentences are said.
        volume: 0..1.
        voice: The voice that speaks; empty for none.
        voices: Names of the voices of the language in use.
        rate: Speed of speech, 0.5..2; 1 is matside's own.
    """

    camera: str
    speak: bool
    volume: float
    voice: str
    voices: tuple[str, ...]
    rate: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LiveMoment:
    """The newest moment of a live session.

    Attributes:
        number: Counts the moments.
        state: What is shown beside the picture, as JSON can hold it.
        jpeg: The picture; empty for none.
    """

    number: int
    state: Mapping[str, Any]
    jpeg: bytes


class LiveDisplay(Protocol):
    """What a live session shows, and takes; methods may be called from any thread."""

    def newest(self, after: int, timeout_s: float) -> LiveMoment | None:
        """Return the newest moment if its number is greater than ``after``; wait so long for it."""

    def command(self, command: Command, value: int = 0) -> None:
        """Ask the session for something."""

    def steer(self, change: int) -> None:
        """Count the pages that steer: one more, or one less."""

    def end(self) -> None:
        """Let it end soon."""


class Live(Protocol):
    """Runs one live session at a time."""

    @property
    def running(self) -> bool:
        """Whether a session is under way."""

    @property
    def display(self) -> LiveDisplay | None:
        """What the newest session shows; ``None`` before the first."""

    def left_behind(self) -> LiveMoment | None:
        """Return what is kept of a session that ended with the server; ``None`` for none."""

    def cameras(self) -> Sequence[CameraChoice]:
        """Return the cameras to choose from."""

    def begin(
        self, what: str, camera: str, *, pain: int | None, speak: bool, dose: str | None = None
    ) -> str:
        """Begin a session; return the word by which its page steers it."""

    def steers(self, token: str) -> bool:
        """Return whether a page that knows this word steers the newest session."""


class Check(Protocol):
    """Looks through the camera before a session, and lets the voice be heard."""

    def begin(self, camera: str) -> LiveDisplay:
        """Look through a camera from now on, and remember it; return what is seen."""

    def close(self) -> None:
        """Give the camera back, and wait until that is done."""

    def settings(self) -> CheckSettings:
        """Return what is remembered."""

    def change(self, *, speak: bool, volume: float, voice: str, rate: float) -> None:
        """Remember how it sounds: whether sentences are said, volume 0..1, voice, speed 0.5..2."""

    def sound(self) -> str:
        """Let a chime and a sentence be heard; return what is missing, or nothing."""

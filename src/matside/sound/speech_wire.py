"""What a session and its sound process tell each other: one JSON object a line."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

QUIET_EXIT = 0
"""The process ended because there is nothing to do for it; starting it anew is no use."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Something that was begun to be said.

    Attributes:
        text: The sentence.
        about: What it was about, as its utterance told.
        start_s: When its first sample was handed on, in seconds of the session.
        end_s: When it ends, unless something cuts it off before.
    """

    text: str
    about: str
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundSettings:
    """What the sound process needs to know to begin.

    Attributes:
        origin_s: The value of ``time.monotonic()`` at the session's second 0;
            the clock is the same in all processes of a machine.
        speak: Whether sentences are wanted; else only chimes.
        gain: Factor on all amplitudes, 0..1.
        sink: WAV file instead of a device; empty for the device.
        engine: ``module:function`` that makes the speech engine; empty for the system's.
        resume: Whether to go on with the file that is there.
    """

    origin_s: float
    speak: bool = True
    gain: float = 1.0
    sink: str = ""
    engine: str = ""
    resume: bool = False


def line(kind: str, **fields: object) -> bytes:
    """A message as a line, itself on a new line: whatever else was printed ends before it."""
    return b"\n" + json.dumps({"kind": kind, **fields}).encode() + b"\n"


def message(text: bytes) -> dict[str, Any] | None:
    """The message of a line; None if the line is none of ours."""
    if not text.startswith(b'{"kind"'):
        return None
    try:
        found = json.loads(text)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None

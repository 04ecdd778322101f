"""Messages between a session and its sound process: one JSON object a line."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any

from matside.guidance.messages import Topic, TopicKind
from matside.guidance.outcome import Utterance
from matside.sound.voices import SpeechSettings

QUIET_EXIT = 0
"""The process ended because there is nothing to do for it; starting it anew is no use."""


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
        speech: How sentences are said.
    """

    origin_s: float
    speak: bool
    gain: float
    sink: str
    engine: str
    resume: bool = False
    speech: SpeechSettings


def utterance_fields(utterance: Utterance) -> dict[str, Any]:
    """An utterance as JSON holds it."""
    topic = utterance.topic
    return asdict(utterance) | {"topic": None if topic is None else [topic.kind.value, topic.of]}


def utterance_of(fields: dict[str, Any]) -> Utterance:
    """The utterance in fields made by ``utterance_fields``."""
    told = fields["topic"]
    topic = None if told is None else Topic(TopicKind(told[0]), told[1])
    return Utterance(**fields | {"topic": topic})


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

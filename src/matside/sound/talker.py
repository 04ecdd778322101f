"""Main loop of the sound process: says sentences one at a time and plays chimes until closed."""

from __future__ import annotations

import queue
import time
from collections.abc import Callable
from typing import Any

from matside.guidance.outcome import Chime, Utterance
from matside.sound.chimes import chime_sound
from matside.sound.loudness import RATE_HZ, Sound
from matside.sound.mixer import Mixer
from matside.sound.speech_queue import SpeechQueue, begun, ended, up_next, with_new
from matside.sound.speech_wire import utterance_of
from matside.sound.spoken import SpokenSentences, with_gap
from matside.translation import _

Message = dict[str, Any]
Send = Callable[..., None]
"""Tells the session something: a kind and its fields."""

LATE_S = 0.3
"""A chime that would sound later than this after its moment is not played."""

_STALLED_S = 3.0
_STUCK_S = 12.0


class Talker:
    """What the sound process does between its first and last message.

    ``take`` may be called from another thread than ``run``; ``pull`` is called from the output's.
    ``now`` returns the session's seconds.
    """

    def __init__(self, mixer: Mixer, send: Send, now: Callable[[], float]) -> None:
        self._mixer = mixer
        self._send = send
        self._now = now
        self._inbox: queue.SimpleQueue[Message] = queue.SimpleQueue()
        self._queue = SpeechQueue()
        self._prepare: list[str] = []
        self._spoken: SpokenSentences | None = None
        self._ends_s = float("inf")
        self._pulled = time.monotonic()
        self._rendering: float | None = None

    def take(self, message: Message) -> None:
        """Do what a message says; chimes and hush at once, whatever else goes on."""
        if message["kind"] == "chime":
            self._chime(message)
            return
        if message["kind"] == "hush":
            self._mixer.hush()
        self._inbox.put(message)

    def pull(self, count: int, at_s: float) -> Sound:
        """The next samples for the output; see ``Mixer.pull``."""
        self._pulled = time.monotonic()
        was_speaking = self._mixer.speaking
        sound = self._mixer.pull(count, at_s)
        if was_speaking and not self._mixer.speaking:
            self._inbox.put({"kind": "ended"})
        return sound

    def run(self, spoken: SpokenSentences | None) -> None:
        """Say what comes until told to close; without ``spoken``, only chimes are heard."""
        self._spoken = spoken
        busy = False
        while self._now() < self._ends_s:
            self._receive(wait=not busy)
            if self._idle() and self._ends_s < float("inf"):
                return
            busy = self._advance()

    def stalled(self) -> bool:
        """Whether the engine does not answer, or the output has stopped to pull."""
        now = time.monotonic()
        if self._rendering is not None and now - self._rendering > _STUCK_S:
            return True
        return not self._mixer.silent and now - self._pulled > _STALLED_S

    def _chime(self, message: Message) -> None:
        if self._now() - message["t_s"] <= LATE_S:
            self._mixer.add_chime(chime_sound(Chime(message["chime"])))

    def _receive(self, *, wait: bool) -> None:
        closing = self._ends_s < float("inf")
        try:
            while True:
                # While closing, the end of the last chime sends no message.
                self._handle(self._inbox.get(wait, 0.02 if closing else None))
                wait = False
        except queue.Empty:
            return

    def _handle(self, message: Message) -> None:
        match message["kind"]:
            case "say":
                self._queue = with_new(self._queue, utterance_of(message["utterance"]))
            case "prepare":
                self._prepare.extend(message["texts"])
            case "hush":
                self._mixer.hush()
                self._queue = SpeechQueue()
            case "began":
                del message["kind"]
                self._send("said", **message)
            case "close":
                self._ends_s = self._now() + message["wait_s"]
            case _:
                pass  # "ended" only wakes the loop

    def _idle(self) -> bool:
        return self._mixer.silent and not self._queue.waiting

    def _advance(self) -> bool:
        """Do one thing; whether there may be more to do without waiting."""
        if self._queue.speaking is not None and not self._mixer.speaking:
            self._queue = ended(self._queue)
        self._queue, first = up_next(self._queue, self._now())
        if self._spoken is None:
            self._queue = SpeechQueue()
            return False
        if first is not None and first.text in self._spoken:
            self._begin(first, self._spoken.sound(first.text))
            return True
        return self._render_one(self._spoken)

    def _begin(self, utterance: Utterance, sound: Sound) -> None:
        self._queue = begun(self._queue, utterance)
        if not sound.size:
            self._queue = ended(self._queue)
            return

        def began(at_s: float) -> None:
            end_s = at_s + sound.size / RATE_HZ
            told = {"text": utterance.text, "start_s": at_s, "end_s": end_s}
            self._inbox.put({"kind": "began", **told})

        self._mixer.begin_speech(with_gap(sound), began)

    def _render_one(self, spoken: SpokenSentences) -> bool:
        wanted = [utterance.text for utterance in self._queue.waiting] + self._prepare
        text = next((text for text in wanted if text not in spoken), None)
        self._prepare = [other for other in self._prepare if other not in spoken]
        if text is None:
            return False
        self._rendering = time.monotonic()
        spoken.render(text)
        self._rendering = None
        if spoken.broken:
            self._spoken = None
            self._send("advice", text=_("The speech engine does not answer; sounds go on."))
        return True

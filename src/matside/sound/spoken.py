"""Sentences ready to be heard: rendered once, trimmed and brought to one loudness."""

from __future__ import annotations

import logging
from collections import OrderedDict

import numpy as np

from matside.errors import MatsideError, SystemLibraryError
from matside.sound.loudness import RATE_HZ, Sound, faded, levelled
from matside.sound.speech_engine import SpeechEngine

_logger = logging.getLogger(__name__)

LEVEL_DB = -17.0
"""A-weighted loudness of speech: 3 dB above the chimes, as words need it more."""
PEAK = 0.8
GAP_S = 0.15
"""Silence after every sentence, so that the next one is heard as another."""

_KEPT = 256
"""Sentences kept: about 25 MB for two seconds each."""
_FAILURES = 3
_UNANSWERED = 2
"""Failures that one without an answer counts for: it has kept everything waiting for seconds."""
_AUDIBLE = 0.01
"""Share of the greatest amplitude below which a sentence has not begun or has ended."""


class SpokenSentences:
    """The sounds of sentences, rendered by an engine and kept."""

    def __init__(self, engine: SpeechEngine) -> None:
        self._engine = engine
        self._sounds: OrderedDict[str, Sound] = OrderedDict()
        self._failures = 0

    def __contains__(self, text: str) -> bool:
        return text in self._sounds

    def render(self, text: str) -> None:
        """Have the engine say it, and keep it; silence if the engine fails."""
        sound = np.zeros(0, dtype=np.float32)
        # Some engines wait for ever for the end of a sentence without a word.
        if any(letter.isalnum() for letter in text):
            weight = 1
            try:
                sound = heard_well(self._engine.render(text))
            except MatsideError as error:
                _logger.info("not rendered: %s", text, exc_info=True)
                weight = _UNANSWERED if isinstance(error, SystemLibraryError) else 1
            self._failures = 0 if sound.size else self._failures + weight
        self._sounds[text] = sound
        if len(self._sounds) > _KEPT:
            self._sounds.popitem(last=False)

    def sound(self, text: str) -> Sound:
        """The sound of a sentence that was rendered; empty if that failed, and not kept then."""
        self._sounds.move_to_end(text)
        return self._sounds[text] if self._sounds[text].size else self._sounds.pop(text)

    @property
    def broken(self) -> bool:
        """Whether the engine failed several times in a row."""
        return self._failures >= _FAILURES


def heard_well(sound: Sound) -> Sound:
    """The sentence from its first to its last audible moment, at ``LEVEL_DB``.

    Engines begin and end with silence of their own; what is said to be begun
    should be heard at once.
    """
    size = np.abs(sound)
    audible = np.flatnonzero(size > _AUDIBLE * float(size.max(initial=0.0)))
    if not audible.size:
        return np.zeros(0, dtype=np.float32)
    before, after = int(0.004 * RATE_HZ), int(0.02 * RATE_HZ)
    trimmed = sound[max(0, audible[0] - before) : audible[-1] + after]
    return faded(levelled(trimmed, LEVEL_DB, PEAK), 0.003, 0.015)


def with_gap(sound: Sound) -> Sound:
    """The sentence and the silence after it."""
    return np.concatenate([sound, np.zeros(int(GAP_S * RATE_HZ), dtype=np.float32)])

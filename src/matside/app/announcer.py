"""The guide's words on their way to the ear, and to the eye."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from rich.console import Console
from rich.text import Text

from matside.guidance.outcome import Chime, Utterance
from matside.sound.voice import Voice

CAPTION_S: Final = 3.0
"""How long a sentence can be read after it was said."""


@dataclass(slots=True, kw_only=True)
class Announcer:
    """Makes the guide heard, and where there is no window, read.

    Attributes:
        voice: What is heard.
        console: Where it is read; ``None`` for nowhere.
        said: The last sentence.
        told: What was last told of a voice that cannot be heard.
    """

    voice: Voice
    console: Console | None = None
    said: Utterance | None = None
    told: str = ""

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
        if advice and advice != self.told:
            console.print(Text(advice))
        self.told = advice

    def play(self, chime: Chime) -> None:
        """Play it now."""
        self.voice.play(chime)

    def caption(self, now_s: float) -> str:
        """Return the sentence that is worth showing now, or nothing."""
        said = self.said
        return said.text if said is not None and now_s - said.t_s <= CAPTION_S else ""

"""Texts that the overlay lays on the picture."""

from __future__ import annotations

from typing import Final

from matside.body.landmark import Side
from matside.overlay.keys import Key
from matside.translation import Plural, Text

# Ring and counts
OF: Final = Text("of {target}")
OF_SECONDS: Final = Text("of {target} s")
SECONDS: Final = Text("s")
ON_SIDE: Final = {
    Side.LEFT: Text("left side"),
    Side.RIGHT: Text("right side"),
    None: Text("done", "so many"),
}
IN_ALL: Final = Text("in all")
NEAR_USUAL: Final = Text("Near your usual depth")
PAUSED_RING: Final = Text("paused")
SIDE_COUNT: Final = Text("{side} {count}")
DONE: Final = Text("{count} done")
DONE_OF: Final = Text("{count} of {target} done")
SET: Final = Text("set {number} of {sets}")
INHALE: Final = Text("In", "breath")
EXHALE: Final = Text("Out", "breath")
ANGLE: Final = Text("≈ {degrees}°")

# Stages
NEXT: Final = Text("Next")
GET_READY: Final = Text("Get ready")
WAITING: Final = Text("Waiting for the camera …")
PAUSED: Final = Text("Paused")
SPACE: Final = Text("Space to go on")
REST: Final = Text("Rest")
CHANGE_SIDES: Final = Text("Change sides")
THEN: Final = {Side.LEFT: Text("Then the left side"), Side.RIGHT: Text("Then the right side")}
PAIN: Final = Text("How much does it hurt now?")
PAIN_LINES: Final = (Text("0  not at all"), Text("9  as bad as can be"))
PAIN_SKIP: Final = Text("n  I would rather not say")
TOO_MUCH_PAIN: Final = Text(
    "With pain of {pain} out of 10 leave the stretches for now. If it stays or you are worried, "
    "ask a doctor or physiotherapist; 'matside safety' says when at once."
)
WELL_DONE: Final = Text("Well done")
TOTAL: Final = Text("{exercise}: {done}")
TOTAL_OF: Final = Text("{exercise}: {count} of {target}")
HELD: Final = Text("held {duration}")
REPETITIONS: Final = Plural("{n} repetition", "{n} repetitions")

# Badges and keys
RECORDING: Final = Text("REC")
MUTED: Final = Text("Muted")
VOICELESS: Final = Text("No voice: read along")
KEYS_OFFERED: Final = Text("h: keys")
FPS: Final = Text("{fps} fps")
KEYS: Final = Text("Keys")
KEY_WORDS: Final = {
    Key.PAUSE: (Text("space"), Text("Pause, go on")),
    Key.NEXT: ("n", Text("Go on: end a rest, next exercise")),
    Key.AGAIN: ("u", Text("This set again")),
    Key.PAIN_0: ("0-9", Text("Tell how much it hurts")),
    Key.MUTE: ("m", Text("Sound off, on")),
    Key.RECORD: ("r", Text("Record, stop")),
    Key.FULL_SCREEN: ("f", Text("Full screen")),
    Key.HELP: ("h", Text("Show the keys")),
    Key.QUIT: ("q", Text("End")),
}
"""What stands on each key and what it does."""

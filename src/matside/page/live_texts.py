"""Texts of a live session: its beginning, the check of camera and sound, practising."""

from __future__ import annotations

from typing import Final

from matside.body.landmark import Side
from matside.translation import Text, _
from matside.wording.formatting import side as side_name

# Beginning a session
BEGIN_HEADING: Final = Text("Begin")
CAMERA_CHOICE: Final = Text("Camera")
LOOKING_FOR_CAMERAS: Final = Text("Looking for cameras")
NO_CAMERA: Final = Text("No camera was found: plug one in, and load this page again.")
CAMERA_NUMBER: Final = Text("Camera {number}")
DOSE_CHOICE: Final = Text("How much")
DOSE_OPTION: Final = Text("{name}: {dose}")
PAIN_NOW: Final = Text("How much does it hurt now? 0 is not at all, 10 as bad as can be.")
PAIN_SKIP: Final = Text("I'd rather not say")
VOICE_CHOICE: Final = Text("Speak to me")
TOO_MUCH_PAIN: Final = Text(
    "With pain of {pain} out of 10 leave the stretches for now. If it stays or you are worried, "
    "ask a doctor or physiotherapist; the settings say when at once."
)
GO_EASY: Final = Text("Go easy today: smaller movements, shorter holds, and stop if it gets worse.")
NOTHING_TO_BEGIN: Final = Text(
    "An exercise and a camera were expected: load the page again and choose both."
)
SESSION_UNDER_WAY: Final = Text("A session is under way: go back to it, or stop it first.")
NO_SESSION_UNDER_WAY: Final = Text("No session is under way: choose an exercise and start it.")
LEFT_BEHIND: Final = Text("matside was ended in the middle of the session, and is back.")
KEPT: Final = Text("The first {length} are kept, up to a second before.")
SESSION_BROKE: Final = Text(
    "matside itself failed, and the session ended; what was seen until then is kept. 'matside "
    "--debug practise' in a terminal tells more."
)

# Check before a session
CHECK_TITLE: Final = Text("Camera and sound")
CHECK_LEDE: Final = Text(
    "Lie down as for the exercise, with your side to the camera: what is still to be changed "
    "is said here."
)
CHECK_LINK: Final = Text("Check camera and sound")
CHECK_HEADING: Final = Text("What the camera sees")
ASPECTS: Final = {
    "light": Text("Enough light"),
    "body": Text("Whole body in view"),
    "view": Text("Seen from the side"),
    "distance": Text("Near enough"),
}
"""What the placement is checked for."""
CHECK_WELL: Final = Text("All is well: you can begin.")
CHECK_LIE_DOWN: Final = Text("I see you. Lie down on the mat, so that the rest can be judged.")
CHECK_ENDED: Final = Text("The camera has no more pictures: load this page again.")
CHECK_LONG: Final = Text(
    "The camera was on for ten minutes and is off again: load this page again to go on."
)
CHECK_BROKE: Final = Text(
    "matside itself failed at this camera: 'matside doctor' in a terminal tells more."
)
SOUND_HEADING: Final = Text("Voice and sound")
VOLUME: Final = Text("Volume")
VOICE_NAME: Final = Text("Voice")
VOICE_RATE: Final = Text("Speed of speech")
SOUND_TEST: Final = Text("Let me hear it")
SOUND_SENTENCE: Final = Text("This is how I speak while you practise.")
SOUND_UNDER_WAY: Final = Text("The sound is being tested already.")
NO_SOUND_YET: Final = Text("The voice is not ready yet: try again in a moment.")

# Practising
PRACTISE_TITLE: Final = Text("Practice")
BACK_TO_SESSION: Final = Text("A session is under way. Go back to it")


def work(step: int, steps: int, number: int, sets: int, side: Side | None) -> str:
    """Return which step, set and side is due."""
    parts = []
    if steps > 1:
        parts.append(_("part {n} of {whole}", n=step, whole=steps))
    if sets > 1:
        parts.append(_("set {n} of {whole}", n=number, whole=sets))
    if side is not None:
        parts.append(_("{side} side", side=side_name(side)))
    return " · ".join(parts)


PICTURE_OF_YOU: Final = Text("You, as in a mirror, with the lines of your body")
COMMANDS: Final = {
    "pause": Text("Pause"),
    "next": Text("Skip"),
    "again": Text("Again"),
    "mute": Text("Sound off"),
    "full": Text("Full screen"),
    "stop": Text("Stop"),
}
TELL_PAIN: Final = Text("It hurts")
PAIN_HEADING: Final = Text("How much does it hurt?")
PAIN_ENDS: Final = (Text("not at all"), Text("as bad as can be"))
CONTROLS: Final = Text("Steering")

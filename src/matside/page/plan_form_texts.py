"""Texts of the form in which a physiotherapist writes a plan."""

from __future__ import annotations

from typing import Final

from matside.translation import Plural, Text

WRITE: Final = Text("Write a plan")
CHANGE: Final = Text("Change the plan")
LEDE: Final = Text(
    "For physiotherapists: fill it in, look at what the person will see, and save it as a file for "
    "them. Nothing is sent anywhere, and nothing is kept before it is right."
)
OPTIONAL: Final = Text("optional")
ABOUT: Final = Text("About the plan")
LABELS: Final = {
    "name": Text("Name of the plan"),
    "prescribed_by": Text("Prescribed by"),
    "prescribed_to": Text("For whom"),
    "from": Text("First day"),
    "until": Text("Last day"),
    "note": Text("Note"),
    "mind": Text("To mind, one sentence a line"),
    "limits": Text("What the exercises have to spare"),
    "hold_s": Text("Longest hold, in seconds"),
    "reps": Text("Most repetitions in a set"),
    "sessions_a_day": Text("Most sessions a day"),
    "days": Text("Days"),
    "times": Text("Times of day"),
    "programme": Text("What is done"),
}
SESSION_NAME: Final = Text("Name of the session")
STEP_LABELS: Final = {
    "exercise": Text("Exercise"),
    "dose": Text("Dose"),
    "phase": Text("Which way"),
    "reps": Text("Repetitions"),
    "sets": Text("Sets"),
    "hold_s": Text("Seconds each"),
    "side": Text("Sides"),
    "note": Text("Note to the exercise"),
}
STEP: Final = Text("exercise {number}")
HOLDS: Final = Text("Holds", "how many")
TIMES_HINT: Final = Text("Several with commas: 7:30, 18:00")
SHORT_DAYS: Final = {
    "mon": Text("Mon"),
    "tue": Text("Tue"),
    "wed": Text("Wed"),
    "thu": Text("Thu"),
    "fri": Text("Fri"),
    "sat": Text("Sat"),
    "sun": Text("Sun"),
}
SESSION: Final = Text("Session {number}")
ADD_SESSION: Final = Text("Add a session")
OWN_EXERCISES: Final = Text("Exercises chosen here")
PROGRAMMES: Final = Text("Programmes")
ADD_EXERCISE: Final = Text("Add an exercise")
EXERCISE: Final = Text("{number}. {name}")
ADD_NAMED: Final = Text("Add: {name}")
UP: Final = Text("Move up: {name}")
DOWN: Final = Text("Move down: {name}")
REMOVE: Final = Text("Remove")
REMOVE_NAMED: Final = Text("Remove: {name}")
MORE_OF_SESSION: Final = Text("Only for some weeks, or a note")
SIDES: Final = {
    "each": Text("Each side"),
    "left": Text("Left only"),
    "right": Text("Right only"),
    "any": Text("Whichever side"),
}
EITHER_WAY: Final = Text("Either way")
LIMITS_AND_BOUNDS: Final = Text("Limits and bounds")
LIMITS_HINT: Final = Text(
    "They change what is said, and leave out what is not suitable: as long as the plan is "
    "followed, or on the days given."
)
BOUNDS_HINT: Final = Text("Beyond these nothing is asked for, and no next step is suggested.")
LIMIT_FROM: Final = Text("{limit}: first day")
LIMIT_UNTIL: Final = Text("{limit}: last day")
KEEP: Final = Text("Keep what cannot be changed here: {what}")
KEPT_REST: Final = Text("a rest of {length}")
KEPT_SWITCH: Final = Text("{length} to change sides")
KEPT_LATER: Final = Plural("after {n} good day: {phase}", "after {n} good days: {phase}")
KEPT_LIMIT: Final = Text("limits with more than one span of days")
PREVIEW: Final = Text("What the person will see")
PREVIEW_LATER: Final = Text("The plan is shown here as soon as it is whole. Still open: {fields}.")
FIRST_WEEK: Final = Text("The first week")
WITH_FILES: Final = Text("Send these files together with the plan: {names}.")
CHECK: Final = Text("Check")
SAVE: Final = Text("Save as a file")
FOLLOW: Final = Text("Follow it on this computer")
FOLLOW_HINT: Final = Text("It takes the place of any plan that is followed on this computer now.")
RIGHT: Final = Text("All is right: the plan can be saved or followed.")
WRONG: Final = Plural(
    "{n} thing has to be put right. Nothing is kept yet.",
    "{n} things have to be put right. Nothing is kept yet.",
)
NEEDED: Final = Text("Fill this in.")
DAY_NEEDED: Final = Text("Choose at least one day.")
TIME_NEEDED: Final = Text("Give at least one time, such as 7:30.")
WHERE: Final = Text("{part}, {field}")
TOLD: Final = Text("{where}: {what}")

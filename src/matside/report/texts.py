"""Texts of the report: every heading, sentence and label of its page."""

from __future__ import annotations

from typing import Final

from matside.body.catalogue import UNCERTAINTY, Measure, MeasureKind
from matside.body.landmark import Side
from matside.translation import Plural, Text, _
from matside.wording.formatting import number, side

# The head of the page
NO_EXERCISE: Final = Text("No exercise recognised")
WINDOW: Final = Text("{heading} · {source} · matside")
KIND_OF_PAGE: Final = Text("session report")
SKIP: Final = Text("Skip to the results")
ANALYSED_ON: Final = Text("analysed {day}")
PRACTISED_ON: Final = Text("practised {day}")
ONE_PICTURE: Final = Text("a single picture")
PICTURES: Final = Text("pictures too sparse to time")
LENGTH: Final = Text("{duration} long")
ADAPTED: Final = Text("The exercises were adapted because of: {limits}.")
JUDGED_TIME: Final = Text("judged {share} of the time")
JUDGED_PICTURES: Final = Text("judged {share} of the pictures")

# At a glance
GLANCE: Final = Text("At a glance")
NOTHING_RECOGNISED: Final = Text("No exercise was recognised.")
WHAT_WAS_SEEN: Final = Text("No exercise was recognised. What was seen:")
POSTURES: Final = Text("Time in each posture")
POSTURES_HEAD: Final = (Text("Posture"), Text("Time"))
NOTICES: Final = Text("To know when reading this")
DONE: Final = Text("Done")
DOSE: Final = Text("Dose “{name}”: {asked}.")
DOSE_PLANNED: Final = Text("Planned: {asked}.")
DOSE_FIRST: Final = Text(
    "No dose was given; compared with the exercise's first one, “{name}”: {asked}."
)
COMPLETE: Final = Text("Complete.")
DOSE_SIDES: Final = Text("Left {left}, right {right}.")
TOO_SHORT: Final = Plural("{n} hold too short to count.", "{n} holds too short to count.")
LONGEST: Final = Text("Longest hold {duration}.")
NOTHING_TIMED: Final = Text("Single pictures: nothing was timed or counted")
FORM: Final = Text("Form")
WITHOUT_FAULT: Final = Text("of the time without a fault")
FORM_GOOD: Final = Text("No fault of form was seen, out of what the camera can judge.")
FORM_FAULTS: Final = Plural(
    "{n} kind of fault seen, out of what the camera can judge.",
    "{n} kinds of fault seen, out of what the camera can judge.",
)
FAULTS_NEED_VIDEO: Final = Text("Faults of form need a video.")
TO_WORK_ON: Final = Text("To work on")
FAULT_TIMES: Final = Text("{fault}: {times}")
FAULT_TIMES_AND_LENGTH: Final = Text("{fault}: {times}, {duration} in all")
NOTHING_TO_CORRECT: Final = Text("Nothing to correct was seen.")
WELL_DONE: Final = Text("Nothing to correct was seen. Well done.")

# The player and the pictures
PLAYER: Final = Text("Annotated video")
PLAYER_HINT: Final = Text(
    "A click on a chart jumps to that moment. The video lies beside this page and is not part of "
    "it."
)
PLAY_FROM: Final = Text("Play from {time}")
STILLS: Final = Text("What each picture shows")
STILLS_NOTE: Final = Text("Single pictures cannot be timed")
STILLS_HEAD: Final = (Text("At"), Text("Exercise"), Text("Posture"))
NONE_RECOGNISED: Final = Text("none recognised")
BEST_MOMENT: Final = Text("Best moment: {phase}")
FAULTY_MOMENT: Final = Text("To work on: {fault}")
ALT: Final = Text("The person at {time} with skeleton and angles drawn over: {what}.")
ALT_WITH_VALUES: Final = Text(
    "The person at {time} with skeleton and angles drawn over: {what}. {values}."
)
ABOUT: Final = Text("{measure} about {value}")

# One exercise
IN_DETAIL: Final = Text("In detail")
TIMELINE: Final = Text("Timeline")
TIMELINE_ALT: Final = Text(
    "Timeline of {exercise}: phases, holds and faults over time. The table after it says the same."
)
TIMELINE_TABLE: Final = Text("Timeline as a table")
TIMELINE_NOTE: Final = Text("Phases and faults of {exercise} in order of time")
TIMELINE_HEAD: Final = (Text("What"), Text("Times"), Text("When"))
LANE_AT: Final = Text("{name}: {start} to {end}")
NOT_SEEN_WELL: Final = Text("Not seen well enough")
HOLDS: Final = Text("Holds")
HOLDS_NOTE: Final = Text("Each hold with the time credited; moments out of sight are taken off")
HOLDS_HEAD: Final = (
    *(Text("Hold"), Text("Side"), Text("From"), Text("To"), Text("Held"), Text("Counts")),
)
COUNTS: Final = {True: Text("yes"), False: Text("too short"), None: "\N{EN DASH}"}
FAULTS: Final = Text("Faults of form")
FAULTS_NOTE: Final = Text("The most important first, with what helps")
FAULTS_HEAD: Final = (
    *(Text("Fault"), Text("Side"), Text("Times"), Text("In all"), Text("First at")),
    Text("What helps"),
)
NO_FAULTS: Final = Text(
    "None seen. Looked for: {faults}. What the camera cannot see is not judged."
)
SIDES: Final = Text("Left against right")
SIDES_NOTE: Final = Text(
    "The person's own left and right, in the moves and holds. The side away from the camera is "
    "less certain"
)
NEAR_SIDE: Final = {
    Side.LEFT: Text("The left side was towards the camera"),
    Side.RIGHT: Text("The right side was towards the camera"),
}
SIDES_HEAD: Final = (Text("Measure"), Text("Left"), Text("Right"), Text("Difference"))
REPETITIONS: Final = Text("Repetitions")
HELD_IN_ALL: Final = Text("Held in all")
LONGEST_HOLD: Final = Text("Longest hold")
NOT_SEEN: Final = Text("not seen")
EQUAL: Final = Text("equal")
NOT_SURE: Final = Text("no sure difference")
MORE: Final = {
    Side.LEFT: Text("{amount} more left"),
    Side.RIGHT: Text("{amount} more right"),
}
WIDER: Final = {
    Side.LEFT: Text("{amount} wider left"),
    Side.RIGHT: Text("{amount} wider right"),
}

# Charts
CHARTS: Final = Text("Measures over time (estimates)")
LEGEND: Final = (
    *(Text("left, or the whole body"), Text("right", "side")),
    *(Text("phases, coloured as in the timeline"), Text("a fault, along the top")),
)
CHARTS_HINT: Final = Text(
    "Drag across a chart to zoom. With the keyboard: arrow keys move the cursor, plus and minus "
    "zoom, 0 shows all."
)
CHARTS_HINT_VIDEO: Final = Text(
    "Drag across a chart to zoom. With the keyboard: arrow keys move the cursor, Enter jumps the "
    "video there, plus and minus zoom, 0 shows all."
)
ZOOM: Final = Text("Zoom of the charts")
ZOOM_BUTTONS: Final = (Text("Zoom in"), Text("Zoom out"), Text("Show all"))
FROM_NEUTRAL: Final = Text("{says}; 0° is this person's own neutral back")
FROM_MIDDLE: Final = Text("{says}; 0° is the middle of this person's own values")
OVER_TIME: Final = Text("{measure} over time")
CHART_TABLE: Final = Text("{measure} as a table")
CHART_TABLE_NOTE: Final = Text("{measure}: range within each stretch of time")
CHART_TABLE_HEAD: Final = (Text("From"), Text("Range"))
CHART_SUMMARY: Final = Text(
    "{measure} in the moves and holds: {ranges}. Measured in {share} of the frames."
)
SIDE_VALUE: Final = Text("{side} {value}")
FAULT_NOW: Final = Text("fault: {name}")

# Trust and safety
TRUST: Final = Text("How far to trust these numbers")
TRUST_ORIGIN: Final = Text(
    "They come from one camera and a model that guesses where the joints are. What could not be "
    "seen was left blank, never guessed: a gap in a line, a dash in a table."
)
TRUST_TIME: Final = Text("The person could be judged {share} of the time.")
TRUST_PICTURES: Final = Text("The person could be judged {share} of the pictures.")
TRUST_NOTE: Final = Text("What each kind of number is worth")
TRUST_HEAD: Final = (Text("Number"), Text("Trust"))
TRUST_TIMES: Final = (
    Text("Times, holds, repetitions"),
    Text("The most dependable: they follow when a movement begins and ends, not how far it goes."),
)
TRUST_FAULTS: Final = (
    Text("Faults"),
    Text(
        "Each has a fixed limit and must last a while. A fault that is not listed was not seen; "
        "that is no proof that it was not there."
    ),
)
_TRUST: Final = {
    MeasureKind.BACK_CURVE: Text(
        "Only changes count: it is the outline of the back against this person's own neutral, not "
        "an angle of the spine, and cannot be compared between people. A change of less than "
        "{level}° may be chance."
    ),
    MeasureKind.TWIST: Text(
        "Shows direction and rhythm. It reads about a third of the true rotation, and not the same "
        "third to both sides: no figure of it can be trusted."
    ),
    MeasureKind.JOINT_ANGLE: Text(
        "Estimate from one camera of the angle between two parts of the body, not of a joint's own "
        "range: what moves along, such as pelvis and lower back with the hip, is included. A "
        "change of less than {level}° may be chance, and so may a difference of less than {sides}° "
        "between left and right: the side away from the camera is less certain."
    ),
    MeasureKind.LENGTH_RATIO: Text(
        "A length over another length of the same body, so distance from the camera does not "
        "matter. A change of less than {level} may be chance, and so may a difference of less than "
        "{sides} between left and right."
    ),
}
TRUST_CLOSING: Final = Text(
    "Compare a person with themselves, filmed from the same place. Do not compare people, and take "
    "no clinical decision from a single value."
)
SAFETY: Final = Text("Safety")
MADE_BY: Final = Text(
    "Made by matside {version} on the person's own computer. Times are those of the recording. "
    "Charts: uPlot, MIT licence."
)
MADE_BY_MODEL: Final = Text(
    "Made by matside {version} on the person's own computer with the pose model {model}. Times are "
    "those of the recording. Charts: uPlot, MIT licence."
)


def trust(kind: MeasureKind) -> str:
    """Return how far to trust a kind of measure; its figures are those of the catalogue."""
    noise = UNCERTAINTY[kind]
    decimals = 2 if kind is MeasureKind.LENGTH_RATIO else 0
    level, sides = (number(value, decimals) for value in (noise.level, noise.sides))
    return _TRUST[kind](level=level, sides=sides)


def chart_says(measure: Measure, *, from_neutral: bool) -> str:
    """Return what a chart shows, and what its zero is where that is the person's own."""
    if not measure.from_neutral:
        return _(measure.says)
    return (FROM_NEUTRAL if from_neutral else FROM_MIDDLE)(says=_(measure.says))


def script_words() -> dict[str, str]:
    """Return the words of the page's script, some with ``{named}`` placeholders."""
    return {
        "notSeen": str(NOT_SEEN),
        "left": side(Side.LEFT),
        "right": side(Side.RIGHT),
        "sideValue": str(SIDE_VALUE),
        "fault": str(FAULT_NOW),
    }


# A plan on paper
PLAN_FOR: Final = Text("For:")
PLAN_BY: Final = Text("Prescribed by:")
PLAN_WRITTEN: Final = Text("Written on {day}.")
WEEKS_LEFT_OUT: Final = Plural(
    "{n} earlier week is left out of the tables.", "{n} earlier weeks are left out of the tables."
)
PLAN_WEEKS: Final = Text("Week by week")
PLAN_EXERCISES: Final = Text("Exercise by exercise")
PLAN_NOTES: Final = Text("Notes")
PLAN_NO_DIAGNOSIS: Final = Text("matside informs; it does not diagnose.")

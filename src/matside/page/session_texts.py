"""Texts of the stored sessions, progress over the weeks, recordings."""

from __future__ import annotations

from typing import Final

from matside.translation import Plural, Text, _, ngettext
from matside.wording.formatting import duration, file_size, listing, number

# Sessions
PRACTISED: Final = Text("practised")
RECORDING: Final = Text("recording")
INTERRUPTED: Final = Text("interrupted")
UNDER_WAY: Final = Text("under way")
NOTHING_RECOGNISED: Final = Text("No exercise recognised")


def done(holds: int, held_s: float, reps: int) -> str:
    """Return holds and repetitions; empty where there are none."""
    parts = []
    if holds:
        parts.append(
            ngettext(
                "{n} hold, {length} in all", "{n} holds, {length} in all", holds,
                length=duration(held_s),
            )
        )  # fmt: skip
    if reps:
        parts.append(ngettext("{n} repetition", "{n} repetitions", reps))
    return listing(parts)


PAIN_TOLD: Final = Text("pain {told}")
HISTORY_LEDE: Final = Plural(
    "{n} session is kept on this computer.", "{n} sessions are kept on this computer."
)
CORRECTED: Final = Text("corrected")
REMARKS_HEADING: Final = Text("Note and corrections")
NOTE_FIELD: Final = Text("Note")
NOTE_SAVE: Final = Text("Keep the note")
CORRECT_HINT: Final = Text(
    "Was something counted wrongly? Say how many you did. What was measured stays beside it; an "
    "empty field lets it hold again."
)
MEASURED: Final = Text("measured: {count}")
CORRECT_SAVE: Final = Text("Correct")
CORRECT_NAMED: Final = Text("Correct: {name}")
COMPARE_NAMED: Final = Text("Compare {session}")
COMPARE_BUTTON: Final = Text("Compare these two")
COMPARE_HINT: Final = Text("Tick two sessions of the same exercise to see them side by side.")
TWO_ARE_NEEDED: Final = Text("Two sessions are compared: tick exactly two.")
EXPORT_HEADING: Final = Text("Take it with you")
EXPORT_JSON: Final = Text("Everything, to import again (JSON)")
EXPORT_CSV: Final = Text("A table for a spreadsheet (CSV)")
DELETE_HEADING: Final = Text("Delete")
DELETE_ONE: Final = Text("Delete this session")
DELETE_ALL: Final = Text("Delete all sessions")
ASK_DELETE_ONE: Final = Text(
    "Delete the session of {day}, with its report and video? It cannot be undone."
)
ASK_DELETE_ALL: Final = Text(
    "Delete every session, with all reports and videos? It cannot be undone."
)
KEEP: Final = Text("Keep")
REPORT_TITLE: Final = Text("Session of {day}")
TOGETHER_LINK: Final = Text("Videos side by side")
TOGETHER_TITLE: Final = Text("Two videos in step")
TOGETHER_HINT: Final = Text("Both begin at the same moment of what you choose, and go on together.")
ALIGN_AT: Final = Text("Begin at")
FROM_START: Final = Text("The beginning of both")
ANCHOR: Final = Text("{exercise}: {phase}, {number}")
PLAY: Final = Text("Play")
POSITION: Final = Text("Position")
VIDEO_OF: Final = Text("Video of {day}")
COMPARISON_TITLE: Final = Text("{first} beside {second}")
PRINT_BUTTON: Final = Text("Print")
NO_REPORT: Final = Text(
    "Only this line of the session is left: its files were not kept, or have been moved away."
)

# Progress
PROGRESS_LEDE: Final = Text(
    "Week by week, compared with your own beginning and with nobody else's."
)
EVERYTHING: Final = Text("All together")
MINUTES_TITLE: Final = Text("Minutes a week")
HOLDS_TITLE: Final = Text("Minutes held a week")
REPS_TITLE: Final = Text("Repetitions a week")
FAULTS_TITLE: Final = {
    "minute": Text("Faults a minute"),
    "repetition": Text("Faults a repetition"),
}
PACE_TITLE: Final = Text("Seconds a repetition, with its pauses")
HOLD_PACE_TITLE: Final = Text("Seconds a hold")
SECONDS_LINE: Final = Text("seconds")
IN_DEGREES: Final = Text("{measure}, in degrees")
DEPTH_TITLE: Final = {
    "low": Text("{measure}: less is deeper"),
    "high": Text("{measure}: more is deeper"),
    "range": Text("{measure}: how far both ways together"),
}
DEPTH_WORDS: Final = Text(
    "{says}. Estimate from one camera: a change of less than {level} may be chance."
)
PAIN_TITLE: Final = Text("Pain, 0 to 10")
MINUTES_LINE: Final = Text("minutes")
HELD_LINE: Final = Text("minutes held")
REPS_LINE: Final = Text("repetitions")
FAULTS_LINE: Final = Text("faults")
BEFORE_LINE: Final = Text("before")
DURING_LINE: Final = Text("in the middle, the most")
AFTER_LINE: Final = Text("after")
WEEKS_IN_A_ROW: Final = Plural(
    "A session in the last week.", "A session in each of the last {n} weeks."
)


def pain_words(before: float, after: float, sessions: int) -> str:
    """Return the mean of the pain before and after."""
    return ngettext(
        "In the one session where you gave both: {before} before, {after} after.",
        "On average over {n} sessions: {before} before, {after} after.",
        sessions,
        before=number(before, 1),
        after=number(after, 1),
    )


def chart_number(value: float | None) -> str:
    """Return a number of a chart's table; empty where nothing is known."""
    return "" if value is None else number(value, 0 if value == int(value) else 1)


SHOW_NUMBERS: Final = Text("Show the numbers")
WEEK_COLUMN: Final = Text("Week of")
NO_PROGRESS: Final = Text("The first chart appears after your first session.")

# Recordings
RECORDINGS_LEDE: Final = Text(
    "Already filmed yourself? Put the video here: it stays on this computer, is looked at, and "
    "the report opens."
)
DROP_HERE: Final = Text("Drop videos or a folder here")
CHOOSE_FILES: Final = Text("Choose videos")
CHOOSE_FOLDER: Final = Text("Choose a folder")
DROP_HINT: Final = Text(
    "From the side, the whole body in view. Up to {most} each; your own file stays where it is."
)
JOBS_HEADING: Final = Text("Being looked at")


def too_large(most: int) -> str:
    """Return that a recording is too large."""
    return _(
        "The recording is larger than the {most} that fit here: cut it, or analyse it in a "
        "terminal with 'matside analyse FILE'.",
        most=file_size(most),
    )


NO_RECORDING: Final = Text(
    "A video was expected, such as one that ends in .mp4 or .mov, and '{found}' was found: choose"
    " another file."
)
EMPTY_UPLOAD: Final = Text("The file is empty: choose another one.")
WAITING: Final = Text("waits for its turn")


def running(done: str, whole: str, left: str) -> str:
    """Return how far a job has come: times of the recording, and the time that is left."""
    if not whole:
        return _("{done} looked at", done=done)
    if not left:
        return _("{done} of {whole}", done=done, whole=whole)
    return _("{done} of {whole}, {left} left", done=done, whole=whole, left=left)


STARTING: Final = Text("is being opened")
CANCELLED: Final = Text("stopped by hand; what came before is kept")
FINISHED: Final = Text("done")
NO_JOB: Final = Text("There is no such recording any more: load the page again.")
BROKE: Final = Text(
    "matside itself failed at this recording: 'matside --debug analyse FILE' in a terminal tells "
    "more."
)
BUSY: Final = Text("A recording is being looked at: delete when it is done, or stop it first.")
MOST_FILES: Final = Text(
    "Many recordings are waiting already: try again when some of them are done."
)

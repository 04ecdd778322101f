"""Texts of the terminal: tables and sentences about exercises, sessions, the history, progress."""

from __future__ import annotations

from typing import Final

from matside.analysis.difference import Verdict
from matside.body.landmark import Side
from matside.translation import Plural, Text

# An exercise
ALSO_CALLED: Final = Text("Also called: {names}")
CAMERA: Final = Text("Camera: {view}")
HOW: Final = Text("How:")
HOW_MUCH: Final = Text("How much:")
TIPS: Final = Text("Tips:")
LOOKED_FOR: Final = Text("Faults it looks for:")
MIND: Final = Text("Mind:")
SOURCES: Final = Text("Sources:")
DOSE: Final = Text("{id}: {name}, {dose}")

# While practising
VOICE_NOT_READY: Final = Text("The voice is not ready yet.")
SCREEN_LOST: Final = Text("The screen was lost: its X server ended. The session ends here.")

# One session
SESSION: Final = Text("{name}: {duration} long, judged {share} of the time")
ONE_PICTURE: Final = Text("{name}: a single picture")
PICTURES: Final = Text("{name}: pictures too sparse to time")
NOTE: Final = Text("Note: {text}")
HOLDS_HEAD: Final = (Text("Hold"), Text("Side"), Text("From"), Text("To"), Text("Held"))
FAULTS_HEAD: Final = (Text("Fault of form"), Text("Side"), Text("Times"), Text("In all"))
RANGES_HEAD: Final = (
    *(
        Text("Measure in moves and holds (estimate)"),
        Text("From about"),
        Text("To about"),
        Text("Give or take"),
    ),
)
FROM_NEUTRAL: Final = Text("{measure} from neutral (+ rounded, - hollow)")
STILLS_HEAD: Final = (Text("Exercise"), Text("Phase"), Text("Posture"), Text("At"))
POSTURES_HEAD: Final = (Text("Posture"), Text("Time"), Text("Share"))
OVERVIEW_HEAD: Final = (
    *(Text("File and exercise"), Text("Holds"), Text("Held"), Text("Reps"), Text("Faults")),
    Text("Judged"),
)
REPETITIONS: Final = Text("Repetitions: {counts}")
SIDE_COUNT: Final = Text("{side} {count}")
SHORT_COUNT: Final = {None: "{count}", Side.LEFT: Text("{count} L"), Side.RIGHT: Text("{count} R")}
NO_FAULTS: Final = Text("Faults of form: none seen")
NOT_JUDGED: Final = Text("Faults of form: not judged, for a fault must last")
NO_EXERCISE: Final = Text("No exercise was recognised. What was seen:")
NOBODY: Final = Text("nobody")
NONE_RECOGNISED: Final = Text("none recognised")
HOW_TO_FILM: Final = Text("Film from the side, at a slight angle, with the whole body in view.")
NOT_ANALYSED: Final = Text("Not analysed: {failed} of {all}")
FAILURE: Final = Text("{name}: {reason}")
UNKNOWN_REASON: Final = Text("unknown reason")
POSITION: Final = Text("{done} of {whole}")
TIME_LEFT: Final = Text("{left} left")
REPORT: Final = Text("Report: {path}")
RESULTS: Final = Text("Results: {path}")
NOTHING_JUDGED: Final = Text("Nothing was judged: there was no picture.")
NOT_IN_HISTORY: Final = Text("Not in the history: {reason}")

# Many files
FILE_DONE: Final = Text("{name}: done")
FILE_FAILED: Final = Text("{name}: failed")
FILE_ELSEWHERE: Final = Text("{name}: left to another run that is at it")
FILES_DONE: Final = Text("{done} of {whole} files")
STUDY: Final = Text("Tables of all files: {path}")
NO_PARQUET: Final = Text(
    "They are CSV files; Parquet needs pyarrow: pip install 'matside[study]' brings it."
)
BATCH_DONE: Final = Plural(
    "{n} file: {done} analysed now, {before} before; {failed} failed.",
    "{n} files: {done} analysed now, {before} before; {failed} failed.",
)
BATCH_STOPPED: Final = Plural(
    "Stopped. {n} file: {done} analysed now, {before} before; {failed} failed. "
    "The same command goes on with it.",
    "Stopped. {n} files: {done} analysed now, {before} before; {failed} failed. "
    "The same command goes on with the others.",
)
BATCH_ELSEWHERE: Final = Plural(
    "{n} file was left to another run that is at it.",
    "{n} files were left to another run that is at them.",
)

# Two sessions
NAMED_BY_DAY: Final = Text("{name} ({day})")
NO_FAULTS_IN_EITHER: Final = Text("Faults of form: none seen in either")
CURVES: Final = Text("Curves through each move, first over second, from 0 to 100 % of its time")
PAGE: Final = Text("Page: {path}")

# The history
HISTORY_EMPTY: Final = Text(
    "There are no sessions in the history yet: practise, or analyse a recording."
)
NONE_CHOSEN: Final = Text(
    "No session in the history is like that: 'matside history' lists them all."
)
LIST_HEAD: Final = (
    *(Text("No."), Text("Day"), Text("Exercise"), Text("Min"), Text("Holds"), Text("Reps")),
    *(Text("Pain"), Text("Most frequent fault"), Text("Judged")),
)
KINDS: Final = {"practice": Text("practice"), "analysis": Text("analysis")}
STATES: Final = {"interrupted": Text("interrupted"), "under way": Text("under way")}
FAULT_COUNT: Final = Text("{fault} ({times})")
SESSION_TITLE: Final = Text("Session {number}, {kind}, begun {begun}")
SESSION_BROKEN: Final = Text(
    "Session {number}, {kind}, begun {begun}: {state}, this is what was known last"
)
NO_REMARKS: Final = Text("Nothing is noted of it, and the counts are as they were measured.")
CORRECTED: Final = Text("corrected")
PAIN_TOLD: Final = Text("Pain from 0 to 10, as you gave it: {told}")
FILES: Final = Text("Files: {folder}")
NOTHING_STORED: Final = Text("It ended before anything was stored of it.")
EXPORTED: Final = Plural("{n} session exported to {file}.", "{n} sessions exported to {file}.")
IMPORTED: Final = Plural(
    "{n} session added, {updated} brought up to date, {known} known already.",
    "{n} sessions added, {updated} brought up to date, {known} known already.",
)
ASK_TO_DELETE: Final = Plural(
    "Delete the only session for good?", "Delete all {n} sessions for good?"
)
ASK_TO_DELETE_ONE: Final = Text("Delete session {number} of {day} for good?")
DELETED: Final = Plural("{n} session deleted.", "{n} sessions deleted.")
NOTHING_DELETED: Final = Text("Nothing was deleted.")
FOLDERS_LEFT: Final = Plural(
    "This folder is not matside's alone and stays; delete it yourself if you want to: {folders}",
    "These folders are not matside's alone and stay; delete them yourself if you want to: "
    "{folders}",
)
TRACES_LEFT: Final = Text(
    "Another program is reading the history, so that traces are left in its file until the next "
    "'matside history delete'."
)

# People
NEW_PERSON: Final = Text(
    "{name} is new here: what they do is kept apart from what others do on this computer."
)
PEOPLE_HEAD: Final = (Text("Person"), Text("Sessions"), Text("Last one"))
OWNER: Final = Text("The owner of this computer")
RENAMED: Final = Text("{old} is called {new} from now on.")
ASK_TO_DELETE_PERSON: Final = Plural(
    "Delete {name}, with {n} session and all else that is kept of them, for good?",
    "Delete {name}, with {n} sessions and all else that is kept of them, for good?",
)
DELETED_PERSON: Final = Text("All that was kept of {name} here is deleted.")

# Pictures of a live session
PICTURES_ASKED: Final = Text("How may you be seen in them?")
PICTURES_HINT: Final = Text(
    "--blur-face, --skeleton-only and --no-pictures change that, and the choice is remembered."
)
NO_RECORDING: Final = Text(
    "A recording shows you, and you chose that no picture of you is kept: leave --record out, or "
    "give --blur-face or --pictures."
)

# Screening and profile
WHICH_NUMBERS: Final = Text("Numbers of those that are true, such as '1 3'; Enter for none")
ONE_NUMBER: Final = Text("Number")
NO_SUCH_NUMBERS: Final = Text("Numbers from 1 to {most} are expected, found '{answer}'.")
UNSCREENED: Final = Text(
    "matside has not asked you yet whether anything speaks against exercises: 'matside screening' "
    "does."
)
ASK_AGAIN: Final = Text("'matside screening' asks again, once something has changed.")
PRACTISE_ALL_THE_SAME: Final = Text("Practise it all the same?")
PROFILE_EMPTY: Final = Text("Nothing is kept about you: 'matside screening' asks a few questions.")
PROFILE_FILE: Final = Text("Kept in {path}; 'matside profile delete' deletes it.")
ANSWERED: Final = Text("Answered on {day}:")
NOTHING_TRUE: Final = Text("None of what was asked is true.")
LIMIT_IN: Final = Text("{exercise}: {says}")
PROFILE_DELETED: Final = Text("What you said about yourself is deleted.")

# Progress
ROW: Final = Plural("{n} week in a row with a session.", "{n} weeks in a row with a session.")
LONGEST_ROW: Final = Plural(
    "{n} week in a row with a session: your longest row.",
    "{n} weeks in a row with a session: your longest row.",
)
WEEKS_HEAD: Final = (Text("Week of"), Text("Sessions"), Text("Minutes"), "")
AMOUNTS_HEAD: Final = (
    *(Text("Each week"), Text("This week"), Text("Usual"), Text("Most"), Text("Week by week")),
)
AMOUNTS: Final = (Text("Minutes"), Text("Holds"), Text("Seconds held"), Text("Repetitions"))
DEPTHS_HEAD: Final = (
    *(Text("Depth\n(estimate)"), Text("At first\nabout"), Text("Lately\nabout")),
    *(Text("Own best\nabout"), Text("Compared"), Text("Session by\nsession")),
)
DEPTHS: Final = {
    "range": Text("{measure}, range (lately about {low} to {high})"),
    "high": Text("{measure}, greatest"),
    "low": Text("{measure}, least"),
}
SAME: Final = Text("about the same")
DEEPER: Final = {True: Text("deeper"), False: Text("less deep")}
RATES_HEAD: Final = (
    *(Text("Fault of form"), Text("Times"), Text("At first"), Text("Lately"), Text("Compared")),
)
RATES_OF: Final = {
    "minute": Text("Week by week,\nper minute"),
    "repetition": Text("Week by week,\nper repetition"),
}
FAULTS_COMPARED: Final = {
    Verdict.MORE: Text("more often"),
    Verdict.LESS: Text("rarer"),
    Verdict.SAME: SAME,
    Verdict.UNKNOWN: Text(""),
}
PAIN: Final = Text("Pain from 0 to 10, as you gave it")
PAIN_OVER: Final = Plural(
    "Over {n} session, on average {before} before and {after} after: less afterwards in {eased}, "
    "more in {grown}.",
    "Over {n} sessions, on average {before} before and {after} after: less afterwards in {eased}, "
    "more in {grown}.",
)
PAIN_COMPARED: Final = {
    Verdict.MORE: Text("Before the first sessions {first}, before the last ones {last}: more."),
    Verdict.LESS: Text("Before the first sessions {first}, before the last ones {last}: less."),
    Verdict.SAME: Text(
        "Before the first sessions {first}, before the last ones {last}: about the same."
    ),
}
PAIN_CAUTION: Final = Text(
    "Ease off where it grows, and stop at 6 or more; 'matside safety' says whom to ask."
)
PAIN_HEAD: Final = (Text("Week by week"), "")
PAIN_ROWS: Final = (Text("Before"), Text("During, the most"), Text("After"))
ESTIMATES: Final = Text(
    "Angles are estimates from one camera: trust how they change, not one of them."
)

# A plan
PLAN_USED: Final = Text("{name} is your plan from now on: 'matside practise' begins what is due.")
PLAN_NONE: Final = Text(
    "There is no plan yet: 'matside plan use FILE' takes the one that you were given."
)
PLAN_FORGOTTEN: Final = Text("The plan is forgotten; your sessions are kept.")
PLAN_BEGINS: Final = Text("From your plan: {name}. (--free follows no plan.)")
DOSES_FORGOTTEN: Final = Text("From now on the doses are those of the plan and the files again.")
PLAN_OVER: Final = Text("The plan is over: nothing more is due.")
PLAN_NEXT: Final = Text("Next: {name}, {day} at {time}.")
CALENDAR_WRITTEN: Final = Text("The times of the plan are in {file}: open it with your calendar.")
ACCEPTED: Final = Text("From now on: {exercise}, {dose}.")
NOTHING_TO_ACCEPT: Final = Text("There is no next step yet: it is suggested after a few good days.")
HOW_TO_ACCEPT: Final = Text("'matside plan accept' takes it.")
PAGE_TO_PRINT: Final = Text("A page to print: {path}")

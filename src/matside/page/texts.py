"""Texts of the page: for its templates, and for the scripts that run in the browser."""

from __future__ import annotations

from typing import Final

from matside.body.landmark import Side
from matside.guidance import screening_texts
from matside.translation import Plural, Text, _, ngettext
from matside.wording.formatting import duration, listing, number
from matside.wording.formatting import side as side_name

_UNITS: Final = ("B", "kB", "MB", "GB", "TB")


# Who may come in
REFUSED_HOST: Final = Text("This address is not matside's: use the one that matside printed.")
REFUSED_ORIGIN: Final = Text(
    "matside answers its own page only: open the address that matside printed."
)
REFUSED_STRANGER: Final = Text(
    "This browser has not been let in: end matside, start it again, and use the page that it opens."
)
REFUSED_TOKEN: Final = Text(
    "This address works once, and was used or is wrong: end matside, start it again, and use the "
    "new one."
)
PORT_TAKEN: Final = Text(
    "Port {port} of this computer was expected to be free and is not, or may not be used: name "
    "another one with --port, or none."
)
ADDRESS: Final = Text("The page: {url}")
ADDRESS_HINT: Final = Text(
    "It lets one browser in, once. Ctrl-C ends matside; so does closing the page."
)


# Frame of every page


def brand() -> str:
    """Return the name of the program."""
    return "matside"


SKIP_LINK: Final = Text("Skip to the content")
NAVIGATION: Final = Text("Pages")


def places() -> tuple[tuple[str, str], ...]:
    """Return the pages of the navigation: address and name."""
    return (
        ("/", _("Today")),
        ("/progress", _("Progress")),
        ("/history", _("History")),
        ("/recordings", _("Recordings")),
        ("/settings", _("Settings")),
    )


WENT_WRONG: Final = Text("That did not work")
NOT_HERE: Final = Text("There is no such page: choose one of those above.")
BACK: Final = Text("Back")


# Today


def today_title(hour: int) -> str:
    """Return the greeting for an hour of the day, 0..23."""
    if 5 <= hour < 12:
        return _("Good morning")
    return _("Good afternoon") if 12 <= hour < 18 else _("Good evening")


TODAY_LEDE: Final = Text("Choose what feels right today. Move slowly, and stop where it hurts.")
EXERCISES_HEADING: Final = Text("Exercises")
START: Final = Text("Start")
START_NAMED: Final = Text("Start {name}")
HOW_IT_GOES: Final = Text("How it is done")
HOW_NAMED: Final = Text("How it is done: {name}")
ABOUT_MINUTES: Final = Plural("about {n} minute", "about {n} minutes")
LAST_SESSIONS: Final = Text("Last sessions")
ALL_SESSIONS: Final = Text("All sessions")
NO_SESSIONS: Final = Text(
    "Nothing yet. What you practise, or the recordings you look at, will be listed here."
)
STOP_FIGURES: Final = Text("Still pictures")


# The person
OWNER: Final = Text("The owner of this computer")
PRACTISING: Final = Text("Practising: {name}")
CHANGE_PERSON: Final = Text("Somebody else")
PEOPLE_TITLE: Final = Text("Who practises?")
PEOPLE_LEDE: Final = Text(
    "Each person has their own history, plan and answers. Nothing of one is shown to another."
)
NEW_PERSON: Final = Text("Somebody new")
NAME: Final = Text("Name")
NEW_NAME: Final = Text("Another name for {name}")
ADD: Final = Text("Begin")
RENAME: Final = Text("Rename")
ASK_DELETE_PERSON: Final = Text(
    "Delete {name}, with all sessions and answers? It cannot be undone."
)
SCREENING_INTRODUCTION: Final = screening_texts.INTRODUCTION
NO_DIAGNOSIS: Final = screening_texts.NO_DIAGNOSIS
CLEARED: Final = screening_texts.CLEARED
SCREENING_TITLE: Final = Text("Before you begin")
SCREENING_LEDE: Final = Text("Tick what is true of you; tick nothing if nothing is.")
SCREENING_DONE: Final = Text("Go on")
SCREENING_LATER: Final = Text("Ask me later")
SCREENED_TITLE: Final = Text("What your answers mean")
CHANGE_ANSWERS: Final = Text("Change the answers")
ANSWER_QUESTIONS: Final = Text("Answer a few questions")
ABOUT_HEADING: Final = Text("About you")
NOTHING_TOLD: Final = Text(
    "You have not told anything about yourself. A few questions help to leave out what is not "
    "for you."
)
ANSWERED: Final = Text("Answered on {day}.")
NOTHING_TRUE: Final = Text("Nothing of what was asked is true of you.")
FOR_YOU: Final = Text("Different for you")
CHANGE: Final = Text("{exercise}: {says}")
NOT_FOR_YOU: Final = Text("Not for you now")
ASK_FORGET: Final = Text("Delete what you told about yourself? The questions come again then.")
FORGET: Final = Text("Delete the answers")
PICTURES_HEADING: Final = Text("Pictures of you")
PICTURES_TOLD: Final = Text(
    "The report of a session shows a few pictures of you. They stay on this computer, in the "
    "session's folder; nothing is sent anywhere."
)
PICTURES_ASKED: Final = Text("How may you be seen in the report?")


def pictures_name(choice: str) -> str:
    """Return a way in which the person may be seen."""
    return {
        "plain": _("As you are"),
        "blur-face": _("With your face blurred"),
        "skeleton-only": _("As a drawn figure only"),
        "none": _("Not at all: no pictures"),
    }[choice]


# One exercise
STEPS_HEADING: Final = Text("How it is done")
TIPS_HEADING: Final = Text("If it is hard")
MIND_HEADING: Final = Text("Mind")
CAMERA_HEADING: Final = Text("Where the camera goes")
HOW_MUCH: Final = Text("How much")
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
# The plan
PLAN_HEADING: Final = Text("Your plan")
PLAN_NEXT: Final = Text("Next in your plan")
PLAN_NOW: Final = Text("Due now in your plan")
PLAN_AT: Final = Text("{day}, {time}")
PLAN_TODAY: Final = Text("today, {time}")
PLAN_WHOLE: Final = Text("The whole plan")
PLAN_THIS_WEEK: Final = Text("This week")
PLAN_NEXT_STEP: Final = Text("A next step, if you like")
PLAN_ACCEPT: Final = Text("Take this step")
PLAN_WEEKS: Final = Text("Week by week")
PLAN_EXERCISES: Final = Text("Exercise by exercise")
PLAN_PRINT: Final = Text("A page to print")
PLAN_IS_OVER: Final = Text("The plan is over: nothing more is due.")
NO_PLAN: Final = Text("There is no plan yet: its file can be chosen under 'Your plan'.")
PLAN_LEDE: Final = Text(
    "There is no plan yet. If a physiotherapist gave you one as a file, choose it here."
)
PLAN_LINK: Final = Text("A plan from your physiotherapist")
PLAN_FILE: Final = Text("The plan as a file")
PLAN_DROP: Final = Text("Drop the file of a plan here")
PLAN_CHOOSE: Final = Text("Choose a plan")
PLAN_HINT: Final = Text(
    "A plan is a file that ends in .toml. It is checked first; if it is right, it is followed "
    "from then on, in the place of any other plan."
)
PLAN_CALENDAR: Final = Text("Save for your calendar")
PLAN_FORGET: Final = Text("Forget the plan")
PLAN_ASK_FORGET: Final = Text("Forget the plan? Your sessions are kept.")


def no_plan_file(most: int) -> str:
    """Return that a file cannot be a plan, by its name or its size."""
    return _(
        "A plan was expected, a file that ends in .toml and is no larger than {most}: choose "
        "another one.",
        most=size(most),
    )


PLAN_AMOUNTS: Final = {
    "whole": Text("done"),
    "part": Text("done in part"),
    "none": Text("nothing measured"),
    "to come": Text("to come"),
}
PROGRAMMES_HEADING: Final = Text("Programmes")
STEP: Final = Text("{name}: {dose}")


# Check before a session
CHECK_TITLE: Final = Text("Camera and sound")
CHECK_LEDE: Final = Text(
    "Lie down as for the exercise, with your side to the camera: what is still to be changed "
    "is said here."
)
CHECK_LINK: Final = Text("Check camera and sound")
CHECK_HEADING: Final = Text("What the camera sees")


def aspects() -> tuple[tuple[str, str], ...]:
    """Return what the placement is checked for: identifier and name."""
    return (
        ("light", _("Enough light")),
        ("body", _("Whole body in view")),
        ("view", _("Seen from the side")),
        ("distance", _("Near enough")),
    )


CHECK_WELL: Final = Text("All is well: you can begin.")
CHECK_LIE_DOWN: Final = Text("I see you. Lie down on the mat, so that the rest can be judged.")
CHECK_ENDED: Final = Text("The camera has no more pictures: load this page again.")
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


def wishes() -> tuple[tuple[str, str], ...]:
    """Return what can be asked for: identifier and words, in their order."""
    return (
        ("pause", _("Pause")),
        ("next", _("Skip")),
        ("again", _("Again")),
        ("mute", _("Sound off")),
        ("full", _("Full screen")),
        ("stop", _("Stop")),
    )


PAIN_HEADING: Final = Text("How much does it hurt?")


def pain_scale() -> tuple[str, str]:
    """Return what the ends of the scale of pain mean."""
    return _("not at all"), _("as bad as can be")


CONTROLS: Final = Text("Steering")


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
CORRECTED_SESSIONS: Final = Plural(
    "The count was corrected by hand in {n} session.",
    "The count was corrected by hand in {n} sessions.",
)


def columns() -> tuple[str, ...]:
    """Return the heads of the table of sessions."""
    return _("When"), _("What"), _("Done"), _("Compare")


def choose_to_compare(row: str) -> str:
    """Return the name of a session's tick box."""
    return _("Compare {session}", session=row)


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


def faults_title(per: str) -> str:
    """Return the title of the chart of faults."""
    return _("Faults a minute") if per == "minute" else _("Faults a repetition")


PACE_TITLE: Final = Text("Seconds a repetition, with its pauses")
HOLD_PACE_TITLE: Final = Text("Seconds a hold")
SECONDS_LINE: Final = Text("seconds")


def depth_title(measure: str, unit: str, aim: str) -> str:
    """Return the title of a chart of depth: the measure, its unit, and which way is deeper."""
    name = _("{measure}, in degrees", measure=measure) if unit == "deg" else measure
    match aim:
        case "low":
            return _("{measure}: less is deeper", measure=name)
        case "high":
            return _("{measure}: more is deeper", measure=name)
    return _("{measure}: how far both ways together", measure=name)


PAIN_TITLE: Final = Text("Pain, 0 to 10")
MINUTES_LINE: Final = Text("minutes")
HELD_LINE: Final = Text("minutes held")
REPS_LINE: Final = Text("repetitions")
FAULTS_LINE: Final = Text("faults")
SESSION_COUNT: Final = Plural("{n} session", "{n} sessions")
BEFORE_LINE: Final = Text("before")
DURING_LINE: Final = Text("in the middle, the most")
AFTER_LINE: Final = Text("after")


def sessions_in_weeks(sessions: int, weeks: int, length_s: float) -> str:
    """Return how much was done in all."""
    count = SESSION_COUNT(sessions)
    in_weeks = ngettext("{n} week", "{n} weeks", weeks)
    length = duration(round(length_s / 60.0) * 60.0)
    return _("{sessions} in {weeks}, {length} in all.", sessions=count, weeks=in_weeks,
             length=length)  # fmt: skip


WEEKS_IN_A_ROW: Final = Plural(
    "A session in the last week.", "A session in each of the last {n} weeks."
)


def pain_words(before: float, after: float, sessions: int) -> str:
    """Return the mean of the pain before and after."""
    return ngettext(
        "In the one session where you told both: {before} before, {after} after.",
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
        most=size(most),
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


# Settings
THEME_HEADING: Final = Text("Light or dark")


def themes() -> tuple[tuple[str, str], ...]:
    """Return the themes: identifier and name."""
    return ("system", _("As the computer")), ("light", _("Light")), ("dark", _("Dark"))


LANGUAGE_HEADING: Final = Text("Language")
COMPUTERS_LANGUAGE: Final = Text("As the computer", "language")
STORED_HEADING: Final = Text("What is kept, and where")
STORED_LEDE: Final = Text("All of it lies on this computer, and nothing is ever sent anywhere.")


def stored_name(kept: str) -> str:
    """Return the name of something that is kept."""
    return {
        "history": _("The history of sessions"),
        "sessions": _("Files of sessions: reports, videos, measures"),
        "uploads": _("Copies of recordings, until they were looked at"),
        "plan": _("The plan that you follow"),
        "doses": _("Next steps that you have taken"),
        "settings": _("Settings of this page"),
        "profile": _("What you told about yourself"),
    }[kept]


DELETE_NAMED: Final = Text("Delete: {name}")
DELETE: Final = Text("Delete")
ASK_CLEAR: Final = Text("Delete all of this: {name}? It cannot be undone.")
NOTHING_KEPT: Final = Text("nothing")
SAFETY_HEADING: Final = Text("Safety")


def size(size_bytes: int) -> str:
    """Return a size on the disk: ``12 MB``."""
    value, unit = float(size_bytes), 0
    while value >= 999.5 and unit < len(_UNITS) - 1:
        value, unit = value / 1000.0, unit + 1
    decimals = 1 if unit > 1 and value < 9.95 else 0
    return f"{number(value, decimals)}\N{NO-BREAK SPACE}{_UNITS[unit]}"


# For the scripts


def for_scripts() -> dict[str, str]:
    """Return the texts that scripts write, by the name the scripts know them by."""
    return {
        "pause": _("Pause"),
        "go_on": _("Go on"),
        "sound_off": _("Sound off"),
        "sound_on": _("Sound on"),
        "watching": _("This page watches. The session is steered from the page it was begun on."),
        "over": _("The session is over."),
        "after": _("How does it feel now?"),
        "skip_pain": PAIN_SKIP(),
        "to_report": _("Open the report"),
        "to_today": _("Back to today"),
        "no_camera": NO_CAMERA(),
        "play": PLAY(),
        "no_videos": _("There is no video in this folder: choose another one."),
        "aspect_well": _("fine"),
        "aspect_wrong": _("to be changed"),
        "aspect_unknown": _("not known yet"),
        "sound_heard": _("A chime and a sentence were played."),
        "go_easy": GO_EASY(),
        "gone": _("matside has ended. Start it again to go on."),
        "lost": _("The connection to matside is lost. Trying again."),
        "still": _("Still pictures"),
        "moving": _("Moving pictures"),
        "sending": _("{name}: sent {share}"),
        "failed": _("That did not work. Is matside still running?"),
        "cancel": _("Stop"),
        "cancel_named": _("Stop looking at {name}"),
        "open": _("Open the report"),
        "open_named": _("Open the report of {name}"),
    }

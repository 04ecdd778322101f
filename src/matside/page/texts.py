"""Texts of the page: its frame, today, the person, the plan, the settings, and its scripts."""

from __future__ import annotations

from typing import Final

from matside.guidance import screening_texts
from matside.page import live_texts, session_texts
from matside.translation import Plural, Text, _
from matside.wording.formatting import file_size

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
    "It works once, in one browser. Ctrl-C ends matside; so does closing the page."
)

# Frame of every page
BRAND: Final = "matside"
SKIP_LINK: Final = Text("Skip to the content")
NAVIGATION: Final = Text("Pages")
PLACES: Final = (
    ("/", Text("Today")),
    ("/progress", Text("Progress")),
    ("/history", Text("History")),
    ("/recordings", Text("Recordings")),
    ("/settings", Text("Settings")),
)
"""The pages of the navigation: address and name."""
WENT_WRONG: Final = Text("That did not work")
NOT_HERE: Final = Text("There is no such page: choose one of those above.")

# Today


def today_title(hour: int) -> str:
    """Return the greeting for an hour of the day, 0..23."""
    if 5 <= hour < 12:
        return _("Good morning")
    return _("Good afternoon") if 12 <= hour < 18 else _("Good evening")


TODAY_LEDE: Final = Text("Choose what feels right today. Move slowly, and stop if it hurts.")
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
    "You have not said anything about yourself. A few questions help to leave out what is not "
    "for you."
)
ANSWERED: Final = Text("Answered on {day}.")
NOTHING_TRUE: Final = Text("Nothing of what was asked is true of you.")
FOR_YOU: Final = Text("Different for you")
NOT_FOR_YOU: Final = Text("Not for you now")
ASK_FORGET: Final = Text("Delete what you said about yourself? The questions come again then.")
FORGET: Final = Text("Delete the answers")
PICTURES_HEADING: Final = Text("Pictures of you")
PICTURES_TOLD: Final = Text(
    "The report of a session shows a few pictures of you. They stay on this computer, in the "
    "session's folder; nothing is sent anywhere."
)
PICTURES_ASKED: Final = Text("How may you be seen in the report?")
PICTURES: Final = {
    "plain": Text("As you are"),
    "blur-face": Text("With your face blurred"),
    "skeleton-only": Text("As a drawn figure only"),
    "none": Text("Not at all: no pictures"),
}

# One exercise
STEPS_HEADING: Final = Text("How it is done")
TIPS_HEADING: Final = Text("If it is hard")
MIND_HEADING: Final = Text("Mind")
CAMERA_HEADING: Final = Text("Where the camera goes")

# The plan
PLAN_HEADING: Final = Text("Your plan")
PLAN_NEXT: Final = Text("Next in your plan")
PLAN_NOW: Final = Text("Due now in your plan")
PLAN_AT: Final = Text("{day}, {time}")
PLAN_TODAY: Final = Text("today, {time}")
PLAN_WHOLE: Final = Text("The whole plan")
PLAN_THIS_WEEK: Final = Text("This week")
PLAN_SESSIONS: Final = Text("What is planned")
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
PLAN_DROP: Final = Text("Drop the file of a plan here, and those of its own exercises with it")
PLAN_CHOOSE: Final = Text("Choose a plan")
PLAN_HINT: Final = Text(
    "A plan is a file that ends in .toml. It is checked first; if it is right, it is followed "
    "from then on, in the place of any other plan. If it came with files of exercises, choose "
    "them together."
)
ONE_PLAN: Final = Text("One plan was expected, several were found: {names}. Choose one of them.")
PLAN_PASS_ON: Final = Text(
    "Nothing has changed. If the plan is not your own, pass this on to whoever wrote it."
)
PLAN_CALENDAR: Final = Text("Save for your calendar")
PLAN_FORGET: Final = Text("Forget the plan")
PLAN_ASK_FORGET: Final = Text("Forget the plan? Your sessions are kept.")


def no_plan_file(most: int) -> str:
    """Return that a file cannot be a plan, by its name or its size."""
    return _(
        "A plan was expected, a file that ends in .toml and is no larger than {most}: choose "
        "another one.",
        most=file_size(most),
    )


PLAN_AMOUNTS: Final = {
    "whole": Text("done"),
    "part": Text("done in part"),
    "none": Text("nothing measured"),
    "to come": Text("to come"),
}
PROGRAMMES_HEADING: Final = Text("Programmes")
STEP: Final = Text("{name}: {dose}")

# Settings
THEME_HEADING: Final = Text("Light or dark")
THEMES: Final = {
    "system": Text("As the computer"),
    "light": Text("Light"),
    "dark": Text("Dark"),
}
LANGUAGE_HEADING: Final = Text("Language")
COMPUTERS_LANGUAGE: Final = Text("As the computer", "language")
COMPUTER_TITLE: Final = Text("This computer")
COMPUTER_LINK: Final = Text("Check this computer")
COMPUTER_HINT: Final = Text("This takes some seconds; each camera is opened for about one.")
COMPUTER_FINE: Final = Text("All that matside needs is here.")
COMPUTER_LACKS: Final = Text("Something is missing: it says what to do.")
COMPUTER_BUSY: Final = Text("A session is running, with the camera: check when it has ended.")
COMPUTER_REPORT: Final = Text(
    "For a bug report 'matside doctor --json' prints the same in a terminal, without anything "
    "personal."
)
STORED_HEADING: Final = Text("What is kept, and where")
STORED_LEDE: Final = Text("All of it lies on this computer, and nothing is ever sent anywhere.")
STORED: Final = {
    "history": Text("The history of sessions"),
    "sessions": Text("Files of sessions: reports, videos, measures"),
    "uploads": Text("Copies of recordings, until they were looked at"),
    "plan": Text("The plan that you follow"),
    "doses": Text("Next steps that you have taken"),
    "settings": Text("Settings of this page"),
    "profile": Text("What you said about yourself"),
}
DELETE_NAMED: Final = Text("Delete: {name}")
DELETE: Final = Text("Delete")
ASK_CLEAR: Final = Text("Delete all of this: {name}? It cannot be undone.")
NOTHING_KEPT: Final = Text("nothing")
SAFETY_HEADING: Final = Text("Safety")

# For the scripts


def for_scripts() -> dict[str, str]:
    """Return the texts that scripts write, by the name the scripts know them by."""
    return {
        "pause": _("Pause"),
        "go_on": Text("Go on", "session")(),
        "sound_off": _("Sound off"),
        "sound_on": _("Sound on"),
        "watching": _("This page watches. The session is steered from the page it was begun on."),
        "over": _("The session is over."),
        "after": _("How does it feel now?"),
        "skip_pain": live_texts.PAIN_SKIP(),
        "to_report": _("Open the report"),
        "to_today": _("Back to today"),
        "no_camera": live_texts.NO_CAMERA(),
        "play": session_texts.PLAY(),
        "no_videos": _("There is no video in this folder: choose another one."),
        "aspect_well": _("fine"),
        "aspect_wrong": _("to be changed"),
        "aspect_unknown": _("not known yet"),
        "sound_heard": _("A chime and a sentence were played."),
        "go_easy": live_texts.GO_EASY(),
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

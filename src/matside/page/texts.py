"""Texts of the page: for its templates, and for the scripts that run in the browser."""

from __future__ import annotations

from typing import Final

from matside.body.landmark import Side
from matside.wording.formatting import duration, listing, number
from matside.wording.formatting import side as side_name
from matside.wording.translation import _, ngettext

_UNITS: Final = ("B", "kB", "MB", "GB", "TB")


# Who may come in


def refused_host() -> str:
    """Return the answer to a request that names another server."""
    return _("This address is not matside's: use the one that matside printed.")


def refused_origin() -> str:
    """Return the answer to a request of another page."""
    return _("matside answers its own page only: open the address that matside printed.")


def refused_stranger() -> str:
    """Return the answer to a browser that has not been let in."""
    return _(
        "This browser has not been let in: end matside, start it again, and use the page that it "
        "opens."
    )


def refused_token() -> str:
    """Return the answer to a second use of the address that lets a browser in."""
    return _(
        "This address works once, and was used or is wrong: end matside, start it again, and use "
        "the new one."
    )


def port_taken(port: int) -> str:
    """Return that a port cannot be used."""
    return _(
        "Port {port} of this computer was expected to be free and is not, or may not be used: name "
        "another one with --port, or none.",
        port=port,
    )


def address(url: str) -> str:
    """Return where the page is, for the terminal."""
    return _("The page: {url}", url=url)


def address_hint() -> str:
    """Return what to know of that address."""
    return _("It lets one browser in, once. Ctrl-C ends matside; so does closing the page.")


# Frame of every page


def brand() -> str:
    """Return the name of the program."""
    return "matside"


def skip_link() -> str:
    """Return the link that jumps over the navigation."""
    return _("Skip to the content")


def navigation() -> str:
    """Return the name of the navigation."""
    return _("Pages")


def places() -> tuple[tuple[str, str], ...]:
    """Return the pages of the navigation: address and name."""
    return (
        ("/", _("Today")),
        ("/progress", _("Progress")),
        ("/history", _("History")),
        ("/recordings", _("Recordings")),
        ("/settings", _("Settings")),
    )


def went_wrong() -> str:
    """Return the title of a page that says what went wrong."""
    return _("That did not work")


def not_here() -> str:
    """Return that there is no such page."""
    return _("There is no such page: choose one of those above.")


def back() -> str:
    """Return the link back."""
    return _("Back")


# Today


def today_title(hour: int) -> str:
    """Return the greeting for an hour of the day, 0..23."""
    if 5 <= hour < 12:
        return _("Good morning")
    return _("Good afternoon") if 12 <= hour < 18 else _("Good evening")


def today_lede() -> str:
    """Return what to do on the first page."""
    return _("Choose what feels right today. Move slowly, and stop where it hurts.")


def exercises_heading() -> str:
    """Return the heading of the exercises."""
    return _("Exercises")


def start() -> str:
    """Return the name of the button that begins."""
    return _("Start")


def start_named(name: str) -> str:
    """Return the same for those who do not see the card."""
    return _("Start {name}", name=name)


def how_it_goes() -> str:
    """Return the link to an exercise's own page."""
    return _("How it is done")


def how_named(name: str) -> str:
    """Return the same for those who do not see the card."""
    return _("How it is done: {name}", name=name)


def about_minutes(minutes: int) -> str:
    """Return about how long an exercise takes."""
    return ngettext("about {n} minute", "about {n} minutes", minutes)


def last_sessions() -> str:
    """Return the heading of the newest sessions."""
    return _("Last sessions")


def all_sessions() -> str:
    """Return the link to all of them."""
    return _("All sessions")


def no_sessions() -> str:
    """Return that nothing has been stored yet."""
    return _("Nothing yet. What you practise, or the recordings you look at, will be listed here.")


def stop_figures() -> str:
    """Return the name of the button that stops all moving figures."""
    return _("Still pictures")


# One exercise


def steps_heading() -> str:
    """Return the heading of how it is done."""
    return _("How it is done")


def tips_heading() -> str:
    """Return the heading of the tips."""
    return _("If it is hard")


def mind_heading() -> str:
    """Return the heading of the safety notes."""
    return _("Mind")


def camera_heading() -> str:
    """Return the heading of where the camera goes."""
    return _("Where the camera goes")


def how_much() -> str:
    """Return the heading of the dose."""
    return _("How much")


def begin_heading() -> str:
    """Return the heading of how to begin."""
    return _("Begin")


def camera_choice() -> str:
    """Return the name of the choice of cameras."""
    return _("Camera")


def looking_for_cameras() -> str:
    """Return what stands there until the cameras are known."""
    return _("Looking for cameras")


def no_camera() -> str:
    """Return that there is no camera."""
    return _("No camera was found: plug one in, and load this page again.")


def camera_number(number: int) -> str:
    """Return the name of a camera that has none."""
    return _("Camera {number}", number=number)


def pain_now() -> str:
    """Return the question for the pain before."""
    return _("How much does it hurt now? 0 is not at all, 10 as bad as can be.")


def pain_skip() -> str:
    """Return the answer that tells no pain."""
    return _("I'd rather not say")


def voice_choice() -> str:
    """Return the name of the switch for the voice."""
    return _("Speak to me")


def too_much_pain(pain: int) -> str:
    """Return the advice for pain with which nothing is begun."""
    return _(
        "With pain of {pain} out of 10 leave the stretches for now. If it stays or you are "
        "worried, ask a doctor or physiotherapist; the settings say when at once.",
        pain=pain,
    )


def go_easy() -> str:
    """Return the advice for pain with which less is done."""
    return _("Go easy today: smaller movements, shorter holds, and stop if it gets worse.")


def nothing_to_begin() -> str:
    """Return that a session cannot begin as it was asked for."""
    return _("An exercise and a camera were expected: load the page again and choose both.")


def session_under_way() -> str:
    """Return that a session is running already."""
    return _("A session is under way: go back to it, or stop it first.")


def no_session_under_way() -> str:
    """Return that no session has been begun."""
    return _("No session is under way: choose an exercise and start it.")


def session_broke() -> str:
    """Return that a session failed for a reason that is matside's own."""
    return _(
        "matside itself failed, and the session ended; what was seen until then is kept. "
        "'matside --debug practise' in a terminal tells more."
    )


def programmes_heading() -> str:
    """Return the heading of the programmes."""
    return _("Programmes")


def step(name: str, dose: str) -> str:
    """Return one step of a programme."""
    return _("{name}: {dose}", name=name, dose=dose)


# Practising


def practise_title() -> str:
    """Return the title of the live session."""
    return _("Practice")


def back_to_session() -> str:
    """Return the link to the session that is under way."""
    return _("A session is under way. Go back to it")


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


def picture_of_you() -> str:
    """Return the name of the live picture."""
    return _("You, as in a mirror, with the lines of your body")


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


def pain_heading() -> str:
    """Return the question for the pain during and after."""
    return _("How much does it hurt?")


def pain_scale() -> tuple[str, str]:
    """Return what the ends of the scale of pain mean."""
    return _("not at all"), _("as bad as can be")


def controls() -> str:
    """Return the name of the row of buttons."""
    return _("Steering")


# Sessions


def practised() -> str:
    """Return what a live session is."""
    return _("practised")


def recording() -> str:
    """Return what a recording is."""
    return _("recording")


def interrupted() -> str:
    """Return the state of a session that was broken off."""
    return _("interrupted")


def under_way() -> str:
    """Return the state of a session that is still running."""
    return _("under way")


def nothing_recognised() -> str:
    """Return what stands for a session without any exercise."""
    return _("No exercise recognised")


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


def pain(before: int | None, after: int | None) -> str:
    """Return the pain that was told, of 10; empty where none was."""
    if before is None and after is None:
        return ""
    if after is None:
        return _("pain {before} before", before=before)
    if before is None:
        return _("pain {after} after", after=after)
    return _("pain {before} before, {after} after", before=before, after=after)


def history_lede(count: int) -> str:
    """Return how many sessions there are."""
    return ngettext(
        "{n} session is kept on this computer.", "{n} sessions are kept on this computer.", count
    )


def columns() -> tuple[str, ...]:
    """Return the heads of the table of sessions."""
    return _("When"), _("What"), _("Done"), _("Compare")


def choose_to_compare(row: str) -> str:
    """Return the name of a session's tick box."""
    return _("Compare {session}", session=row)


def compare_button() -> str:
    """Return the name of the button that compares."""
    return _("Compare these two")


def compare_hint() -> str:
    """Return what to do to compare."""
    return _("Tick two sessions of the same exercise to see them side by side.")


def two_are_needed() -> str:
    """Return that two sessions have to be named."""
    return _("Two sessions are compared: tick exactly two.")


def export_heading() -> str:
    """Return the heading of taking the history out."""
    return _("Take it with you")


def export_json() -> str:
    """Return the name of the whole export."""
    return _("Everything, to import again (JSON)")


def export_csv() -> str:
    """Return the name of the export for a spreadsheet."""
    return _("A table for a spreadsheet (CSV)")


def delete_heading() -> str:
    """Return the heading of deleting the history."""
    return _("Delete")


def delete_one() -> str:
    """Return the name of the button that deletes a session."""
    return _("Delete this session")


def delete_all() -> str:
    """Return the name of the button that deletes all sessions."""
    return _("Delete all sessions")


def ask_delete_one(day: str) -> str:
    """Return the question before a session is deleted."""
    return _(
        "Delete the session of {day}, with its report and video? It cannot be undone.", day=day
    )


def ask_delete_all() -> str:
    """Return the question before all sessions are deleted."""
    return _("Delete every session, with all reports and videos? It cannot be undone.")


def keep() -> str:
    """Return the name of the button that deletes nothing."""
    return _("Keep")


def report_title(day: str) -> str:
    """Return the title of the page with a report."""
    return _("Session of {day}", day=day)


def comparison_title(first: str, second: str) -> str:
    """Return the title of the page with a comparison."""
    return _("{first} beside {second}", first=first, second=second)


def print_button() -> str:
    """Return the name of the button that prints."""
    return _("Print")


def no_report() -> str:
    """Return that the files of a session are gone."""
    return _(
        "Only this line of the session is left: its files were not kept, or have been moved away."
    )


# Progress


def progress_lede() -> str:
    """Return what the charts are."""
    return _("Week by week, compared with your own beginning and with nobody else's.")


def everything() -> str:
    """Return the heading of the charts over all exercises."""
    return _("All together")


def minutes_title() -> str:
    """Return the title of the chart of minutes."""
    return _("Minutes a week")


def holds_title() -> str:
    """Return the title of the chart of holds."""
    return _("Minutes held a week")


def reps_title() -> str:
    """Return the title of the chart of repetitions."""
    return _("Repetitions a week")


def faults_title(per: str) -> str:
    """Return the title of the chart of faults."""
    return _("Faults a minute") if per == "minute" else _("Faults a repetition")


def pain_title() -> str:
    """Return the title of the chart of pain."""
    return _("Pain, 0 to 10")


def minutes_line() -> str:
    """Return the name of the line of minutes."""
    return _("minutes")


def held_line() -> str:
    """Return the name of the line of minutes held."""
    return _("minutes held")


def reps_line() -> str:
    """Return the name of the line of repetitions."""
    return _("repetitions")


def faults_line() -> str:
    """Return the name of the line of faults."""
    return _("faults")


def session_count(count: int) -> str:
    """Return in how many sessions an exercise was done."""
    return ngettext("{n} session", "{n} sessions", count)


def before_line() -> str:
    """Return the name of the line of pain before."""
    return _("before")


def after_line() -> str:
    """Return the name of the line of pain after."""
    return _("after")


def sessions_in_weeks(sessions: int, weeks: int, length_s: float) -> str:
    """Return how much was done in all."""
    count = session_count(sessions)
    in_weeks = ngettext("{n} week", "{n} weeks", weeks)
    length = duration(round(length_s / 60.0) * 60.0)
    return _("{sessions} in {weeks}, {length} in all.", sessions=count, weeks=in_weeks,
             length=length)  # fmt: skip


def weeks_in_a_row(weeks: int) -> str:
    """Return for how many weeks without a gap something was done."""
    return ngettext(
        "A session in the last week.", "A session in each of the last {n} weeks.", weeks
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


def show_numbers() -> str:
    """Return the name of the switch that shows a chart's numbers."""
    return _("Show the numbers")


def week_column() -> str:
    """Return the head of the column of weeks."""
    return _("Week of")


def no_progress() -> str:
    """Return that there is nothing to draw yet."""
    return _("The first chart appears after your first session.")


# Recordings


def recordings_lede() -> str:
    """Return what the page of recordings is for."""
    return _(
        "Already filmed yourself? Put the video here: it stays on this computer, is looked at, and "
        "the report opens."
    )


def drop_here() -> str:
    """Return what stands where videos are dropped."""
    return _("Drop videos here")


def choose_files() -> str:
    """Return the name of the button that opens the file dialogue."""
    return _("Choose videos")


def drop_hint(most: str) -> str:
    """Return what is taken."""
    return _(
        "From the side, the whole body in view. Up to {most} each; your own file stays where it "
        "is.",
        most=most,
    )


def jobs_heading() -> str:
    """Return the heading of the recordings that are looked at."""
    return _("Being looked at")


def too_large(most: int) -> str:
    """Return that a recording is too large."""
    return _(
        "The recording is larger than the {most} that fit here: cut it, or analyse it in a "
        "terminal with 'matside analyse FILE'.",
        most=size(most),
    )


def no_recording(found: str) -> str:
    """Return that a file is no recording."""
    return _(
        "A video was expected, such as one that ends in .mp4 or .mov, and '{found}' was found: "
        "choose another file.",
        found=found,
    )


def empty_upload() -> str:
    """Return that a file has nothing in it."""
    return _("The file is empty: choose another one.")


def waiting() -> str:
    """Return the state of a job whose turn has not come."""
    return _("waits for its turn")


def running(done: str, whole: str, left: str) -> str:
    """Return how far a job has come: times of the recording, and the time that is left."""
    if not whole:
        return _("{done} looked at", done=done)
    if not left:
        return _("{done} of {whole}", done=done, whole=whole)
    return _("{done} of {whole}, {left} left", done=done, whole=whole, left=left)


def starting() -> str:
    """Return the state of a job that has just begun."""
    return _("is being opened")


def cancelled() -> str:
    """Return the state of a job that was ended by hand."""
    return _("stopped by hand; what came before is kept")


def finished() -> str:
    """Return the state of a job that is done."""
    return _("done")


def no_job() -> str:
    """Return that there is no such analysis."""
    return _("There is no such recording any more: load the page again.")


def broke() -> str:
    """Return that an analysis failed for a reason that is matside's own."""
    return _(
        "matside itself failed at this recording: 'matside --debug analyse FILE' in a terminal "
        "tells more."
    )


def busy() -> str:
    """Return that nothing can be deleted just now."""
    return _("A recording is being looked at: delete when it is done, or stop it first.")


def most_files() -> str:
    """Return that too many recordings wait."""
    return _("Many recordings are waiting already: try again when some of them are done.")


# Settings


def theme_heading() -> str:
    """Return the heading of the themes."""
    return _("Light or dark")


def themes() -> tuple[tuple[str, str], ...]:
    """Return the themes: identifier and name."""
    return ("system", _("As the computer")), ("light", _("Light")), ("dark", _("Dark"))


def stored_heading() -> str:
    """Return the heading of what is kept."""
    return _("What is kept, and where")


def stored_lede() -> str:
    """Return what to know of what is kept."""
    return _("All of it lies on this computer, and nothing is ever sent anywhere.")


def stored_name(kept: str) -> str:
    """Return the name of something that is kept."""
    return {
        "history": _("The history of sessions"),
        "sessions": _("Files of sessions: reports, videos, measures"),
        "uploads": _("Copies of recordings, until they were looked at"),
        "settings": _("Settings of this page"),
    }[kept]


def delete_named(name: str) -> str:
    """Return the name of the button that deletes something that is kept."""
    return _("Delete: {name}", name=name)


def delete() -> str:
    """Return the same, beside the name."""
    return _("Delete")


def ask_clear(name: str) -> str:
    """Return the question before something is deleted."""
    return _("Delete all of this: {name}? It cannot be undone.", name=name)


def nothing_kept() -> str:
    """Return what stands where nothing is kept."""
    return _("nothing")


def safety_heading() -> str:
    """Return the heading of the safety note."""
    return _("Safety")


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
        "skip_pain": pain_skip(),
        "to_report": _("Open the report"),
        "to_today": _("Back to today"),
        "no_camera": no_camera(),
        "go_easy": go_easy(),
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

"""Texts of the terminal: tables and sentences about sessions, the history and progress."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from matside.analysis.difference import Verdict
from matside.analysis.progress_result import Aim
from matside.body.landmark import Side
from matside.exercise.schema import Dose
from matside.wording.doses import dose_text
from matside.wording.formatting import Day, day, duration, listing, number, percent, side, with_side
from matside.wording.translation import _, ngettext

# An exercise


def sheet_headings() -> tuple[str, ...]:
    """Return the headings of an exercise: how, how much, tips, faults, safety, sources."""
    return (
        *(_("How:"), _("How much:"), _("Tips:"), _("Faults it looks for:")),
        *(_("Mind:"), _("Sources:")),
    )


def also_called(names: Sequence[str]) -> str:
    """Return the other names of an exercise."""
    return _("Also called: {names}", names=", ".join(map(_, names)))


def camera(view: str) -> str:
    """Return where the camera should be."""
    return _("Camera: {view}", view=view)


def dose_line(dose: Dose) -> str:
    """Return a dose with its identifier and name."""
    return _("{id}: {name}, {dose}", id=dose.id, name=_(dose.name), dose=dose_text(dose))


# One session


def session_head(name: str, length_s: float, coverage: float) -> str:
    """Return what was analysed, how long it is and how much of it could be judged."""
    return _(
        "{name}: {duration} long, judged {share} of the time",
        name=name,
        duration=duration(length_s),
        share=percent(coverage),
    )


def pictures_head(name: str, pictures: int) -> str:
    """Return what was analysed where there was nothing to time."""
    if pictures == 1:
        return _("{name}: a single picture", name=name)
    return _("{name}: pictures too sparse to time", name=name)


def note(text: str) -> str:
    """Return what a reader should know of."""
    return _("Note: {text}", text=text)


def hold_columns() -> tuple[str, ...]:
    """Return the heads of the table of holds."""
    return _("Hold"), _("Side"), _("From"), _("To"), _("Held")


def fault_columns() -> tuple[str, ...]:
    """Return the heads of the table of faults."""
    return _("Fault of form"), _("Side"), _("Times"), _("In all")


def range_columns() -> tuple[str, ...]:
    """Return the heads of the table of ranges."""
    return _("Measure (estimate)"), _("From about"), _("To about"), _("Give or take")


def from_neutral(measure: str) -> str:
    """Return the name of a curve of the back, which counts from the person's own neutral."""
    return _("{measure} from neutral (+ rounded, - hollow)", measure=measure)


def still_columns() -> tuple[str, ...]:
    """Return the heads of the table of single pictures."""
    return _("Exercise"), _("Phase"), _("Posture"), _("At")


def posture_columns() -> tuple[str, ...]:
    """Return the heads of the table of postures."""
    return _("Posture"), _("Time"), _("Share")


def overview_columns() -> tuple[str, ...]:
    """Return the heads of the table over several files."""
    return (
        *(_("File and exercise"), _("Holds"), _("Held"), _("Reps")),
        *(_("Faults"), _("Judged")),
    )


def repetitions(counts: Sequence[tuple[Side | None, int]]) -> str:
    """Return repetitions by side: ``Repetitions: left 3, right 2``."""
    told = ", ".join(
        str(count) if which is None else _("{side} {count}", side=side(which), count=count)
        for which, count in counts
    )
    return _("Repetitions: {counts}", counts=told)


def repetitions_short(counts: Sequence[tuple[Side | None, int]]) -> str:
    """Return repetitions by side for a column: ``8`` or ``3 L, 2 R``."""
    letters = {Side.LEFT: _("{count} L"), Side.RIGHT: _("{count} R"), None: "{count}"}
    return ", ".join(letters[which].format(count=count) for which, count in counts)


def no_faults(*, timed: bool) -> str:
    """Return what is said where no fault was seen."""
    if timed:
        return _("Faults of form: none seen")
    return _("Faults of form: not judged, for a fault must last")


def no_exercise() -> str:
    """Return what is said before the postures of a session without an exercise."""
    return _("No exercise was recognised. What was seen:")


def nobody() -> str:
    """Return what is said where no posture was seen."""
    return _("nobody")


def none_recognised() -> str:
    """Return what stands in the place of an exercise."""
    return _("none recognised")


def how_to_film() -> str:
    """Return the advice for a recording of which nothing was recognised."""
    return _("Film from the side, at a slight angle, with the whole body in view.")


def not_analysed(failed: int, of: int) -> str:
    """Return how many files could not be analysed."""
    return _("Not analysed: {failed} of {all}", failed=failed, all=of)


def failure(name: str, reason: str) -> str:
    """Return why a file could not be analysed."""
    return _("{name}: {reason}", name=name, reason=reason or _("unknown reason"))


def position(done: str, whole: str) -> str:
    """Return how far an analysis has come."""
    return _("{done} of {whole}", done=done, whole=whole)


def time_left(left: str) -> str:
    """Return how long an analysis will still take."""
    return _("{left} left", left=left)


# Two sessions


def named_by_day(name: str, when: Day) -> str:
    """Return the name of a session with its day."""
    return _("{name} ({day})", name=name, day=day(when))


def no_faults_in_either() -> str:
    """Return what is said where neither of two sessions shows a fault."""
    return _("Faults of form: none seen in either")


def curves_heading() -> str:
    """Return what stands over the curves of two sessions."""
    return _("Curves through each move, first over second, from 0 to 100 % of its time")


# The history


def history_empty() -> str:
    """Return what is said of a history without a session."""
    return _("There are no sessions in the history yet: practise, or analyse a recording.")


def none_chosen() -> str:
    """Return what is said where no session fits what was asked for."""
    return _("No session in the history is like that: 'matside history' lists them all.")


def list_columns() -> tuple[str, ...]:
    """Return the heads of the list of sessions."""
    return (
        *(_("No."), _("Day"), _("Exercise"), _("Min"), _("Holds"), _("Reps")),
        *(_("Most frequent fault"), _("Judged")),
    )


def kind_of(kind: str) -> str:
    """Return what a session is called by its kind: ``practice`` or ``analysis``."""
    return {"practice": _("practice"), "analysis": _("analysis")}.get(kind, kind)


def state_of(state: str) -> str:
    """Return why a session has not come to its end; nothing for one that has."""
    return {"interrupted": _("interrupted"), "under way": _("under way")}.get(state, state)


def fault_count(fault: str, times: int) -> str:
    """Return a fault and how often it was committed."""
    return _("{fault} ({times})", fault=fault, times=times)


def session_title(number_of: int, kind: str, begun: str, state: str) -> str:
    """Return which session it is and whether all of it is known."""
    if not state:
        return _(
            "Session {number}, {kind}, begun {begun}", number=number_of, kind=kind, begun=begun
        )
    return _(
        "Session {number}, {kind}, begun {begun}: {state}, this is what was known last",
        number=number_of,
        kind=kind,
        begun=begun,
        state=state,
    )


def pain_of_session(before: int | None, after: int | None) -> str:
    """Return the pain before and after a session."""
    untold = _("not told")
    return _(
        "Pain from 0 to 10, as you told it: {before} before, {after} after",
        before=untold if before is None else before,
        after=untold if after is None else after,
    )


def files(folder: str) -> str:
    """Return where the files of a session are."""
    return _("Files: {folder}", folder=folder)


def nothing_stored() -> str:
    """Return what is said of a session that ended before anything was stored."""
    return _("It ended before anything was stored of it.")


def exported(sessions: int, file: str) -> str:
    """Return what an export came to."""
    return ngettext(
        "{n} session exported to {file}.", "{n} sessions exported to {file}.", sessions, file=file
    )


def imported(added: int, updated: int, known: int) -> str:
    """Return what an import came to."""
    return ngettext(
        "{n} session added, {updated} brought up to date, {known} known already.",
        "{n} sessions added, {updated} brought up to date, {known} known already.",
        added,
        updated=updated,
        known=known,
    )


def ask_to_delete(sessions: int) -> str:
    """Return the question before all sessions are deleted."""
    return ngettext(
        "Delete the only session for good?", "Delete all {n} sessions for good?", sessions
    )


def ask_to_delete_one(number_of: int, begun: str) -> str:
    """Return the question before a session is deleted."""
    return _("Delete session {number} of {day} for good?", number=number_of, day=begun)


def deleted(sessions: int) -> str:
    """Return how many sessions were deleted."""
    return ngettext("{n} session deleted.", "{n} sessions deleted.", sessions)


def nothing_deleted() -> str:
    """Return what is said where the person said no."""
    return _("Nothing was deleted.")


def folders_left(folders: Sequence[str]) -> str:
    """Return what is said of folders that were not deleted with their sessions."""
    return ngettext(
        "This folder is not matside's alone and stays; delete it yourself if you want to: "
        "{folders}",
        "These folders are not matside's alone and stay; delete them yourself if you want to: "
        "{folders}",
        len(folders),
        folders=listing(folders),
    )


def traces_left() -> str:
    """Return what is said where deleted rows stay in the file for now."""
    return _(
        "Another program is reading the history, so that traces are left in its file until the "
        "next 'matside history delete'."
    )


def page_written(path: str) -> str:
    """Return where the page of a comparison is."""
    return _("Page: {path}", path=path)


def report_written(path: str) -> str:
    """Return where a report is."""
    return _("Report: {path}", path=path)


# Progress


def sessions_in_weeks(sessions: int, weeks: int, length: str) -> str:
    """Return how many sessions there are, in how many weeks, and how long they are."""
    return _(
        "{sessions} in {weeks}, {length} in all.",
        sessions=session_count(sessions),
        weeks=ngettext("{n} week", "{n} weeks", weeks),
        length=length,
    )


def session_count(sessions: int) -> str:
    """Return a number of sessions."""
    return ngettext("{n} session", "{n} sessions", sessions)


def weeks_in_a_row(weeks: int, *, longest: bool) -> str:
    """Return how many weeks in a row had a session."""
    if longest:
        return ngettext(
            "{n} week in a row with a session: your longest row.",
            "{n} weeks in a row with a session: your longest row.",
            weeks,
        )
    return ngettext(
        "{n} week in a row with a session.", "{n} weeks in a row with a session.", weeks
    )


def week_columns() -> tuple[str, ...]:
    """Return the heads of the table of weeks."""
    return _("Week of"), _("Sessions"), _("Minutes"), ""


def amount_columns() -> tuple[str, ...]:
    """Return the heads of the table of what was done each week."""
    return _("Each week"), _("This week"), _("Usual"), _("Most"), _("Week by week")


def amount_names() -> tuple[str, ...]:
    """Return what is counted each week: minutes, holds, seconds held, repetitions."""
    return _("Minutes"), _("Holds"), _("Seconds held"), _("Repetitions")


def depth_columns() -> tuple[str, ...]:
    """Return the heads of the table of depths."""
    return (
        *(_("Depth\n(estimate)"), _("At first\nabout"), _("Lately\nabout")),
        *(_("Own best\nabout"), _("Compared"), _("Session by\nsession")),
    )


def depth_name(measure: str, which: Side | None, aim: Aim, low: str, high: str) -> str:
    """Return which end of a measure is told, and where its range lies lately."""
    name = with_side(measure, which)
    if aim == "range":
        return _(
            "{measure}, range (lately about {low} to {high})", measure=name, low=low, high=high
        )
    if aim == "high":
        return _("{measure}, greatest", measure=name)
    return _("{measure}, least", measure=name)


def depth_compared(verdict: Verdict, aim: Aim) -> str:
    """Return how the last sessions compare with the first by depth."""
    if verdict in {Verdict.SAME, Verdict.UNKNOWN}:
        return _compared(verdict)
    deeper = (verdict is Verdict.MORE) == (aim != "low")
    return _("deeper") if deeper else _("less deep")


def fault_rate_columns(rate_of: Literal["minute", "repetition"]) -> tuple[str, ...]:
    """Return the heads of the table of rates of faults."""
    chart = _("Week by week,\nper repetition")
    if rate_of == "minute":
        chart = _("Week by week,\nper minute")
    return _("Fault of form"), _("Times"), _("At first"), _("Lately"), _("Compared"), chart


def faults_compared(verdict: Verdict) -> str:
    """Return how the last sessions compare with the first by faults."""
    if verdict is Verdict.MORE:
        return _("more often")
    return _("rarer") if verdict is Verdict.LESS else _compared(verdict)


def _compared(verdict: Verdict) -> str:
    return _("about the same") if verdict is Verdict.SAME else ""


def pain_heading() -> str:
    """Return the heading of the pain told."""
    return _("Pain from 0 to 10, as you told it")


def pain_over(sessions: int, means: tuple[float, float], eased: int, grown: int) -> str:
    """Return the mean pain before and after, and in how many sessions it changed."""
    return ngettext(
        "Over {n} session, on average {before} before and {after} after: less afterwards in "
        "{eased}, more in {grown}.",
        "Over {n} sessions, on average {before} before and {after} after: less afterwards in "
        "{eased}, more in {grown}.",
        sessions,
        before=number(means[0], 1),
        after=number(means[1], 1),
        eased=eased,
        grown=grown,
    )


def pain_compared(first: float, last: float, verdict: Verdict) -> str:
    """Return how the pain before the last sessions compares with that before the first."""
    values = {"first": number(first), "last": number(last)}
    if verdict is Verdict.MORE:
        return _("Before the first sessions {first}, before the last ones {last}: more.", **values)
    if verdict is Verdict.LESS:
        return _("Before the first sessions {first}, before the last ones {last}: less.", **values)
    return _(
        "Before the first sessions {first}, before the last ones {last}: about the same.", **values
    )


def pain_caution() -> str:
    """Return the advice where pain grows."""
    return _("Ease off where it grows, and stop at 6 or more; 'matside safety' says whom to ask.")


def pain_rows() -> tuple[str, str, str]:
    """Return the head of the table of pain and the names of its rows."""
    return _("Week by week"), _("Before"), _("After")


def estimates() -> str:
    """Return how far to trust angles."""
    return _("Angles are estimates from one camera: trust how they change, not one of them.")

"""What the page reads and changes of all that is stored, through the jobs of the command line."""

from __future__ import annotations

import math
import shutil
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from markupsafe import escape
from rich.console import Console

from matside import __version__
from matside.analysis.alignment import Anchor, anchors
from matside.analysis.practised import PractisedSession
from matside.app.compare import compared, load_session
from matside.app.history import history_progress
from matside.app.language import checked_language, choose_language
from matside.app.own_doses import doses_file
from matside.app.page_plan import plan_calendar, plan_page, printed_plan, take_plan
from matside.app.page_progress import progress_page
from matside.app.plan import accept_suggestion, step_words
from matside.app.prescribed import OF_PLAN, followed, forget, plan_file
from matside.app.remarks import correct_session, note_session, remarks, session_labels
from matside.app.report import make_report
from matside.app.report_source import stored_folder
from matside.app.settings import change_settings, read_settings, settings_file
from matside.body.landmark import Side
from matside.errors import ExerciseError, HistoryError, MatsideError, OutputError, UsageError
from matside.exercise.library import load_library
from matside.exercise.limits import adapted, limits_of, withheld
from matside.exercise.programme import Programme, dose_length_s
from matside.exercise.programmes import load_programmes
from matside.exercise.schema import Exercise
from matside.guidance.screening_texts import WITHHELD
from matside.page import session_texts, texts
from matside.page.model import (
    Document,
    DoseChoice,
    ExerciseCard,
    Kept,
    LanguageChoice,
    StoreRow,
    Theme,
)
from matside.page.session_model import AnchorRow, CountRow, PlanPage, ProgressPage, SessionRow
from matside.record.files import REPORT, TRACE, VIDEO
from matside.record.history.database import SESSIONS, history_file, person_folder
from matside.record.history.exchange import export
from matside.record.history.reading import Choice
from matside.record.history.sessions import History
from matside.record.history.stored import State, StoredSession
from matside.record.profile import profile_file, read_profile
from matside.report import compare_page
from matside.report import page as report_page
from matside.translation import _, languages
from matside.wording.conventions import own_name
from matside.wording.doses import dose_text
from matside.wording.formatting import day, duration, file_size, listing, pain, with_side
from matside.wording.labels import Labels, labels_of

UPLOADS: Final = "uploads"
_BESIDE: Final = ("-wal", "-shm")
"""What SQLite keeps beside a database."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredDesk:
    """Everything that is stored on this computer, as the page shows it.

    Attributes:
        busy: Returns whether something is being written that must not be deleted.
    """

    busy: Callable[[], bool]

    def offered(self) -> Sequence[ExerciseCard]:
        """Return the exercises and programmes that are offered."""
        library, limits = load_library(), read_profile().limits
        known = {exercise.id: exercise for exercise in library}
        programmes = (_programme_card(one, known, limits) for one in load_programmes(library))
        return [
            *(_card(exercise, limits) for exercise in library),
            *programmes,
            *_planned_cards(known, limits),
        ]

    def sessions(self, limit: int | None = None) -> Sequence[SessionRow]:
        """Return the stored sessions, the newest first."""
        with History.open() as history:
            found = history.sessions(Choice(limit=limit))
        labels = session_labels(found)
        return [session_row(session, labels) for session in found]

    def session(self, number: int) -> SessionRow:
        """Return one stored session."""
        with History.open() as history:
            found = history.session(number)
        return session_row(found, session_labels([found]))

    def report(self, number: int) -> Document:
        """Return the report of a session, written anew where it is missing or an older matside's.

        The scripts of an older one would not be let run: they are known by their hashes.
        """
        folder, policy = stored_folder(number), report_page.policy()
        found = _read(folder / REPORT)
        if found is not None and escape(policy) in found:
            return Document(html=found, policy=policy)
        try:
            made = _read(make_report(folder))
        except MatsideError:
            if found is None:
                raise
            made = None
        return Document(html=made or found or "", policy=policy)

    def video(self, number: int) -> Path:
        """Return the annotated video of a session."""
        path = stored_folder(number) / VIDEO
        if not path.is_file():
            raise HistoryError(
                "There is no video of session {number}: it was not made or moved.", number=number
            )
        return path

    def comparison(self, first: int, second: int) -> Document:
        """Return the comparison of two sessions."""
        library = load_library()
        labels = labels_of(library)
        sides = (load_session(stored_folder(number), library) for number in (first, second))
        comparison = compared(*sides, library=library, labels=labels)
        return Document(
            html=compare_page.comparison_page(comparison, labels), policy=compare_page.POLICY
        )

    def together(self, first: int, second: int) -> Sequence[AnchorRow]:
        """Return the moments at which the videos of two sessions can be laid beside each other."""
        for number in (first, second):
            self.video(number)
        with History.open() as history:
            stored = [history.session(number) for number in (first, second)]
            told = [history.summary(number) for number in (first, second)]
        labels = session_labels(stored)
        if told[0] is None or told[1] is None:
            return ()
        return [_anchor_row(one, labels) for one in anchors(told[0], told[1])]

    def progress(self) -> ProgressPage:
        """Return the progress over all sessions."""
        found = history_progress()
        return ProgressPage() if found is None else progress_page(*found)

    def note(self, number: int, text: str) -> None:
        """Keep a note on a session."""
        note_session(number, text)
        _renew_report(number)

    def correct(self, number: int, exercise: str, side: str, count: int | None) -> None:
        """Keep a corrected count beside the measured one; ``None`` to let that hold again."""
        correct_session(number, exercise, count, Side(side) if side else None)
        _renew_report(number)

    def plan(self) -> PlanPage:
        """Return the plan that the person follows; an empty one for none."""
        return plan_page()

    def printed_plan(self) -> Document:
        """Return what was planned and what was measured, as a page to print."""
        return printed_plan()

    def take_plan(self, path: Path) -> None:
        """Check the file of a plan and follow it from now on; all that is wrong is an error."""
        take_plan(path)

    def forget_plan(self) -> None:
        """Follow no plan any more; the sessions stay."""
        forget()

    def plan_calendar(self) -> str:
        """Return the times of the plan as an iCalendar file (RFC 5545)."""
        return plan_calendar()

    def accept(self, exercise: str) -> None:
        """Ask for the next step of an exercise from now on."""
        accept_suggestion(exercise, console=Console(quiet=True))

    def delete(self, number: int | None) -> None:
        """Delete a session, or all, for good."""
        self._check_idle()
        with History.open() as history:
            chosen = history.sessions(Choice(number=number))
            history.delete([session.number for session in chosen], own_folder=person_folder())

    def export(self, ending: str, path: Path) -> None:
        """Write the whole history to a file that ends in ``.json`` or ``.csv``."""
        with History.open() as history:
            export(history, path.with_suffix(f".{ending}"), matside=__version__)

    def stored(self) -> Sequence[StoreRow]:
        """Return what is kept on the disk."""
        return [_store_row(kept, path) for kept, path in _places().items()]

    def clear(self, kept: Kept) -> None:
        """Delete all that is kept of a kind."""
        self._check_idle()
        if kept is Kept.HISTORY:
            self.delete(None)
            return
        _remove(_places()[kept])

    def theme(self) -> Theme:
        """Return how light the page is to be: as the computer, where nothing else is known."""
        return read_settings().theme

    def set_theme(self, theme: Theme) -> None:
        """Remember how light the page is to be."""
        change_settings(theme=theme)

    def languages(self) -> tuple[LanguageChoice, ...]:
        """Return the languages there are, the computer's own first; one of them is remembered."""
        remembered = read_settings().language or ""
        named = [
            ("", texts.COMPUTERS_LANGUAGE()),
            *((code, own_name(code)) for code in languages()),
        ]
        return tuple(
            LanguageChoice(code=code, name=name, chosen=code == remembered) for code, name in named
        )

    def set_language(self, code: str) -> None:
        """Remember a language and speak it from now on; an empty code is the computer's own.

        Raises:
            UsageError: There is no such language.
        """
        wanted = checked_language(code) if code else None
        change_settings(language=wanted)
        choose_language(wanted, anew=True)

    def _check_idle(self) -> None:
        if self.busy():
            raise UsageError(session_texts.BUSY())


def _about(length_s: float) -> str:
    return texts.ABOUT_MINUTES(max(1, round(length_s / 60.0)))


def _programme_card(
    programme: Programme, known: Mapping[str, Exercise], limits: Collection[str]
) -> ExerciseCard:
    reasons = {step: withheld(known[step.exercise], limits, step.phase) for step in programme.step}
    left = [step for step in programme.step if not reasons[step]] or programme.step
    steps = [(known[step.exercise], step.dose_of(known[step.exercise])) for step in left]
    without = dict.fromkeys(
        WITHHELD(exercise=_(known[step.exercise].name), reason=_(reason))
        for step, reason in reasons.items()
        if reason
    )
    safety = (*programme.safety, *(line for exercise, _dose in steps for line in exercise.safety))
    return ExerciseCard(
        id=programme.id,
        programme=True,
        figure=steps[0][0].id,
        name=_(programme.name),
        says=_(programme.purpose),
        dose=listing([*dict.fromkeys(_(exercise.name) for exercise, _dose in steps)]),
        length=_about(sum(dose_length_s(dose) for _exercise, dose in steps)),
        steps=tuple(
            texts.STEP(name=_(exercise.name), dose=dose_text(dose)) for exercise, dose in steps
        ),
        tips=(),
        safety=tuple(map(_, dict.fromkeys(safety))),
        camera=_(steps[0][0].view),
        command=f"matside practise {programme.id}",
        changes=tuple(without),
        withheld="" if not all(reasons.values()) else " ".join(without),
    )


def _planned_cards(known: Mapping[str, Exercise], limits: Collection[str]) -> list[ExerciseCard]:
    try:
        plan = followed()
    except ExerciseError:  # the page of the plan tells why
        return []
    return [
        replace(
            _programme_card(programme, known, limits),
            id=f"{OF_PLAN}{session}",
            planned=True,
            steps=step_words(programme),
            command="matside practise",
        )
        for session, programme in (() if plan is None else plan.programmes.items())
    ]


def _card(exercise: Exercise, limits: Collection[str]) -> ExerciseCard:
    reason, exercise = withheld(exercise, limits), adapted(exercise, limits)
    dose = exercise.dose[0]
    return ExerciseCard(
        id=exercise.id,
        programme=False,
        figure=exercise.id,
        name=_(exercise.name),
        says=_(exercise.says),
        dose=dose_text(dose),
        length=_about(dose_length_s(dose)),
        steps=tuple(map(_, exercise.steps)),
        tips=tuple(map(_, exercise.tips)),
        safety=tuple(map(_, exercise.safety)),
        camera=_(exercise.view),
        command=f"matside practise {exercise.id}",
        doses=tuple(
            DoseChoice(id=one.id, name=_(one.name), words=dose_text(one)) for one in exercise.dose
        ),
        changes=() if reason else tuple(_(one.says) for one in limits_of(exercise, limits)),
        withheld=_(reason),
    )


def session_row(session: StoredSession, labels: Labels) -> SessionRow:
    """Return a stored session as it is listed."""
    start, whole = session.start, session.practised
    told = pain(whole.pain_before, whole.pain_during, whole.pain_after)
    names = [labels.exercise(name) for name in whole.exercises]
    moved = [name for name in whole.exercises if not any(part.holds for part in whole.of(name))]
    return SessionRow(
        number=session.number,
        when=start.started.isoformat(timespec="minutes"),
        day=day(start.started),
        time=f"{start.started:%H:%M}",
        kind=session_texts.PRACTISED() if start.kind == "practice" else session_texts.RECORDING(),
        state={
            State.FINISHED: "",
            State.INTERRUPTED: session_texts.INTERRUPTED(),
            State.UNDER_WAY: session_texts.UNDER_WAY(),
        }[session.state],
        source=start.source if start.kind == "analysis" else "",
        names=listing(names) or session_texts.NOTHING_RECOGNISED(),
        length=duration(whole.length_s),
        done=session_texts.done(
            sum(part.holds for part in whole.sections),
            math.fsum(part.held_s for part in whole.sections),
            sum(sum(whole.counted(name).values()) for name in moved),
        ),
        pain=session_texts.PAIN_TOLD(told=told) if told else "",
        has_report=start.folder is not None
        and any((start.folder / name).is_file() for name in (REPORT, TRACE)),
        has_video=start.folder is not None and (start.folder / VIDEO).is_file(),
        corrected=session_texts.CORRECTED() if whole.corrected else "",
        remarks=remarks(session, labels),
        note=session.note,
        counts=tuple(_counts(whole, labels)),
    )


def _counts(whole: PractisedSession, labels: Labels) -> Iterable[CountRow]:
    for exercise in whole.exercises:
        told = whole.corrected.get(exercise, {})
        for side, measured in whole.measured(exercise).items():
            yield CountRow(
                exercise=exercise,
                side="" if side is None else side.value,
                name=with_side(labels.exercise(exercise), side),
                measured=measured,
                corrected=told.get(side),
            )


def _renew_report(number: int) -> None:
    """Write the report of a session anew, where what it is made of is still there."""
    with suppress(MatsideError):
        make_report(stored_folder(number))


def _anchor_row(anchor: Anchor, labels: Labels) -> AnchorRow:
    name = labels.exercise(anchor.exercise)
    if anchor.phase:
        phase = with_side(labels.phase(anchor.exercise, anchor.phase), anchor.side)
        name = session_texts.ANCHOR(exercise=name, phase=phase, number=anchor.number)
    return AnchorRow(
        name=name, first_s=round(anchor.first_s, 2), second_s=round(anchor.second_s, 2)
    )


def _read(path: Path) -> str | None:
    try:
        return path.read_text("utf-8")
    except (OSError, ValueError):
        return None


# What is kept


def _places() -> dict[Kept, Path]:
    own = person_folder()
    return {
        Kept.HISTORY: history_file(),
        Kept.SESSIONS: own / SESSIONS,
        Kept.UPLOADS: own / UPLOADS,
        Kept.PLAN: plan_file(),
        Kept.DOSES: doses_file(),
        Kept.SETTINGS: settings_file(),
        Kept.PROFILE: profile_file(),
    }


def _store_row(kept: Kept, path: Path) -> StoreRow:
    files = _files(path)
    if kept is Kept.HISTORY:
        files += [file for end in _BESIDE for file in _files(path.with_name(path.name + end))]
    size = sum(map(_size, files))
    return StoreRow(
        kept=kept,
        name=texts.stored_name(kept.value),
        where=str(path),
        size=file_size(size),
        empty=not size,
    )


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        return [file for file in path.rglob("*") if file.is_file() and not file.is_symlink()]
    return [path] if path.is_file() else []


def _size(path: Path) -> int:
    with suppress(OSError):
        return path.stat().st_size
    return 0


def _remove(path: Path) -> None:
    try:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise OutputError(
            "Cannot delete {path}: {reason}; close what is using it and try again.",
            path=path,
            reason=reason,
        ) from error

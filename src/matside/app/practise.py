"""Practise live: camera, coach, guide, voice and window joined into one session."""

from __future__ import annotations

import shutil
import time
from contextlib import ExitStack, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.text import Text

from matside.app.live import LiveSession
from matside.app.live_parts import Announcer, Controls, LiveParts
from matside.app.outputs import UNSEEN
from matside.app.own_history import own_depths, said_afterwards
from matside.app.practice_setting import Devices, PracticeOptions
from matside.app.practice_steps import planned, with_plan
from matside.app.process import asked_to_end, ended_by_signals, tuned_process, undisturbed
from matside.app.request import CoachRunner
from matside.app.screen import Display, ask_pain, show_starting, show_words, while_starting
from matside.app.session_files import SessionFiles, kept_in
from matside.capture.live import LiveSource
from matside.coach.summary import Notice, NoticeKind, Summary
from matside.errors import UsageError
from matside.guidance.guide import GuideState, begin
from matside.guidance.phrases import at_a_moments_notice
from matside.guidance.plan import plan_of
from matside.guidance.wishes import PAIN_EASE, PAIN_STOP
from matside.overlay import texts as overlay_texts
from matside.overlay.hud import totals
from matside.overlay.keys import Key
from matside.overlay.window import before_display_loss_ends
from matside.pose.landmarker import PoseEstimator
from matside.record.history.database import owner_only
from matside.terminal import texts
from matside.terminal.report_table import summary_report
from matside.wording.labels import labels_of

READY_S: Final = 3.0
"""How long to wait for the voice before the first word may be said."""
LAST_WORDS_S: Final = 4.0
"""How long what is being said at the end may go on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Practised:
    """The result of a session.

    Attributes:
        summary: Sections with holds, repetitions and faults; coverage; notices.
        folder: Where its files are; ``None`` if it was not kept.
        session: Identifier in the history; empty if it is not there.
        said: How deep it went for this person, and the next step that is suggested, in sentences.
        report: The page on it; ``None`` if there is none.
        interrupted: Whether Ctrl-C or a signal ended it, which is as good an end as any.
        whole: Whether all that was to be kept could be written.
    """

    summary: Summary
    folder: Path | None
    session: str = ""
    said: tuple[str, ...] = ()
    report: Path | None = None
    interrupted: bool = False
    whole: bool = True


def run_practise(
    options: PracticeOptions, *, console: Console | None = None, devices: Devices | None = None
) -> Practised:
    """Practise until the person ends it; save and print the result, and return it.

    Raises:
        MatsideError: It cannot begin (no camera, no display, no such exercise),
            or the pose model failed; what was judged until then is saved.
    """
    practice = _Practice(options, console or Console(), devices or Devices())
    with ExitStack() as stack:
        source, estimator = practice.open(stack)
        return practice.run(source, estimator)


class _Practice:
    """One session, from what is asked for to what is told of it."""

    def __init__(self, options: PracticeOptions, console: Console, devices: Devices) -> None:
        self._options = options = with_plan(options, console=console)
        self._console = console
        self._devices = devices
        if options.record and options.pictures in UNSEEN:
            raise UsageError(texts.NO_RECORDING())
        self._request, self._steps, name = planned(options, console)
        self._request.runner()  # what does not exist is told before anything is opened
        library = self._request.library
        self._labels = labels_of(library)
        self._plan = plan_of(self._steps, {exercise.id: exercise for exercise in library}, name)
        self._origin_s = time.monotonic()
        self._window: Display | None = None
        self._pressed: tuple[Key, ...] = ()

    def open(self, stack: ExitStack) -> tuple[LiveSource, PoseEstimator]:
        """Open the window, the voice, the model and the camera, which ``stack`` closes."""
        options, devices, console = self._options, self._devices, self._console
        stack.enter_context(ended_by_signals())
        if options.output is None:  # elsewhere the person's own umask holds
            stack.enter_context(owner_only())
        stack.enter_context(tuned_process())
        if options.window:
            self._window = stack.enter_context(devices.window(options.full_screen))
            self._options = options = with_pain(options, self._window)
            show_starting(self._window)
        voice = stack.enter_context(devices.voice(self._origin_s, options.speak, options.volume))

        def prepared() -> tuple[PoseEstimator, bool]:
            estimator = stack.enter_context(devices.estimator(options.model, options.debug))
            return estimator, voice.wait_ready(READY_S)

        if self._window is None:
            estimator, heard = prepared()
        else:
            (estimator, heard), self._pressed = while_starting(self._window, prepared)
        # Last of all: a file plays from here on.
        source = stack.enter_context(devices.source(options.camera, self._origin_s))
        self._announcer = Announcer(voice=voice, console=None if self._window else console)
        if heard:
            self._announcer.tell_trouble(console)
        else:
            console.print(Text(str(texts.VOICE_NOT_READY)))
        voice.prepare(at_a_moments_notice(self._request.wanted()))
        return source, estimator

    def run(self, source: LiveSource, estimator: PoseEstimator) -> Practised:
        """Let the session run to its end, and return what it came to."""
        runner = self._request.runner()
        controls = Controls(recording=self._options.record)
        kept = kept_in(self._options, self._request, source, estimator.model)
        with SessionFiles(*kept, runner, controls) as files:
            session = LiveSession(
                LiveParts(
                    source=source,
                    estimator=estimator,
                    runner=runner,
                    guide=self._guide(),
                    speaker=self._announcer,
                    keeper=files,
                    clock=self._now_s,
                    controls=controls,
                )
            )

            def conclude() -> Summary:
                with undisturbed():
                    summary = self._saved(session, runner, files)
                self._tell(summary, source.name, files)
                return summary

            def lose_screen() -> None:
                self._console.print(Text(str(texts.SCREEN_LOST)))
                session.close()
                conclude()

            with nullcontext() if self._window is None else before_display_loss_ends(lose_screen):
                interrupted = self._go_on(session, files)
            summary = self._with_pain_after(session, conclude(), files)
        session.raise_failure()
        return self._practised(summary, files, interrupted=interrupted)

    def _guide(self) -> GuideState:
        """Return the guide before the first moment."""
        wanted, options = self._request.wanted(), self._options
        guide = begin(
            wanted,
            plan=self._plan,
            talk=options.talk,
            pacer=options.pace,
            asks_pain=self._window is not None and options.save,
            eased=(options.pain_before or 0) >= PAIN_EASE,
        )
        return replace(guide, own_depths=own_depths(wanted))

    def _go_on(self, session: LiveSession, files: SessionFiles) -> bool:
        """Let the session run to its end; return whether a signal was it."""
        try:
            with asked_to_end() as asked, session:
                if self._window is not None:
                    self._devices.screen(
                        self._window,
                        self._announcer.voice,
                        self._labels,
                        self._request.wanted(),
                        caption=lambda: self._announcer.caption(self._now_s()),
                        totals=lambda: totals(files.so_far, self._labels) if files.so_far else (),
                        watch=self._devices.watch,
                        pressed=self._pressed,
                    ).run(session, asked)
                else:
                    while not (session.over or asked()):
                        time.sleep(0.1)
                return asked()
        except KeyboardInterrupt:
            return True
        finally:
            session.close()

    def _saved(self, session: LiveSession, runner: CoachRunner, files: SessionFiles) -> Summary:
        """Write the session's result; return it with a notice of all that was not written."""
        files.close_files()
        before = self._options.pain_before
        pain_notice = () if before is None else (Notice(kind=NoticeKind.PAIN_BEFORE, count=before),)
        summary = runner.end().noting(*pain_notice, *session.notices())
        if summary.frames:
            files.finish(summary.noting(*files.notices))
        elif files.folder is not None:
            shutil.rmtree(files.folder, ignore_errors=True)
        return summary.noting(*files.notices)

    def _tell(self, summary: Summary, name: str, files: SessionFiles) -> None:
        """Print the session's result, once what is being said is over."""
        self._announcer.voice.close(LAST_WORDS_S)
        self._announcer.tell_trouble(self._console)
        if summary.frames == 0:
            self._console.print(Text(texts.NOTHING_JUDGED()))
            return
        self._console.print(summary_report(name, summary, self._labels))
        if files.folder is not None and files.folder.is_dir():
            self._console.print(Text(texts.RESULTS(path=files.folder)), soft_wrap=True)
        if files.report is not None:
            self._console.print(Text(texts.REPORT(path=files.report)), soft_wrap=True)

    def _with_pain_after(
        self, session: LiveSession, summary: Summary, files: SessionFiles
    ) -> Summary:
        """Store the pain after the session: as reported in the window, else as asked for now."""
        pain = session.pain_after
        if pain is None and summary.sections:
            pain = self._pain_now(session)
        if pain is None:
            return summary
        summary = summary.noting(Notice(kind=NoticeKind.PAIN_AFTER, count=pain))
        files.finish(summary, pain_after=pain)
        return summary

    def _pain_now(self, session: LiveSession) -> int | None:
        """Ask for the pain where the person is: in the window, unless it was asked there already.

        Once the window is closed they are at the terminal, or at the page.
        """
        window, options = self._window, self._options
        if window is not None and options.heed_pain is not None and not window.closed:
            return None if session.asked_pain else ask_pain(window)
        return None if options.pain_after is None else options.pain_after()

    def _practised(self, summary: Summary, files: SessionFiles, *, interrupted: bool) -> Practised:
        """Return the result of a session that is saved; what is said of it then is printed."""
        said = said_afterwards(files.stored, self._steps, self._request.library, self._labels)
        for line in said:
            self._console.print(Text(line), soft_wrap=True)
        return Practised(
            summary=summary,
            folder=files.folder if summary.frames else None,
            session=files.stored,
            said=said,
            report=files.report,
            interrupted=interrupted,
            whole=not files.notices,
        )

    def _now_s(self) -> float:
        return time.monotonic() - self._origin_s


def with_pain(options: PracticeOptions, window: Display) -> PracticeOptions:
    """Return the options with the pain reported in the window, where it is asked there."""
    if options.heed_pain is None or options.pain_before is not None:
        return options
    pain = ask_pain(window)
    if pain is not None:
        if pain >= PAIN_STOP:
            show_words(window, overlay_texts.TOO_MUCH_PAIN(pain=pain))
        options.heed_pain(pain)
    return replace(options, pain_before=pain)

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
from matside.app.practice_setting import Devices, PracticeOptions, planned, with_pain, with_plan
from matside.app.process import asked_to_end, ended_by_signals, tuned_process, undisturbed
from matside.app.request import CoachRunner, Request
from matside.app.screen import Display, ask_pain, show_starting, while_starting
from matside.app.session_files import Places, SessionFiles, places_of
from matside.capture.live import LiveSource
from matside.coach.summary import Notice, NoticeKind, Summary
from matside.errors import UsageError
from matside.exercise.programme import Step
from matside.guidance.guide import GuideState, begin
from matside.guidance.phrases import at_a_moments_notice
from matside.guidance.plan import Plan, plan_of
from matside.guidance.wishes import PAIN_EASE
from matside.overlay.hud import totals
from matside.overlay.keys import Key
from matside.overlay.window import before_display_loss_ends
from matside.pose.landmarker import PoseEstimator
from matside.record.history.database import owner_only
from matside.terminal import texts
from matside.terminal.report_table import summary_report
from matside.wording.labels import Labels, labels_of

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
    console, devices = console or Console(), devices or Devices()
    options = with_plan(options, console=console)
    if options.record and options.pictures in UNSEEN:
        raise UsageError(texts.NO_RECORDING())
    library, steps, name = planned(options, console)
    asked = tuple(step.exercise for step in steps)
    request = Request(
        library=library, exercises=asked, dose=options.dose, limits=tuple(options.limits)
    )
    labels = labels_of(library)
    request.runner()  # what does not exist is told before anything is opened
    plan = plan_of(steps, {exercise.id: exercise for exercise in library}, name)
    origin_s = time.monotonic()
    with ExitStack() as stack:
        stack.enter_context(ended_by_signals())
        if options.output is None:  # elsewhere the person's own umask holds
            stack.enter_context(owner_only())
        stack.enter_context(tuned_process())
        window = (
            stack.enter_context(devices.window(options.full_screen)) if options.window else None
        )
        if window is not None:
            options = with_pain(options, window)
            show_starting(window)
        voice = stack.enter_context(devices.voice(origin_s, options.speak, options.volume))

        def prepared() -> tuple[PoseEstimator, bool]:
            estimator = stack.enter_context(devices.estimator(options.model, options.debug))
            return estimator, voice.wait_ready(READY_S)

        pressed: tuple[Key, ...] = ()
        if window is None:
            estimator, heard = prepared()
        else:
            (estimator, heard), pressed = while_starting(window, prepared)
        # Last of all: a file plays from here on.
        source = stack.enter_context(devices.source(options.camera, origin_s))
        announcer = Announcer(voice=voice, console=None if window else console)
        if heard:
            announcer.tell_trouble(console)
        else:
            console.print(Text(str(texts.VOICE_NOT_READY)))
        voice.prepare(at_a_moments_notice(request.wanted()))
        practice = _Practice(
            options=options,
            request=request,
            plan=plan,
            steps=steps,
            labels=labels,
            console=console,
            devices=devices,
            origin_s=origin_s,
            announcer=announcer,
            pressed=pressed,
        )
        return practice.run(source, estimator, window)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Practice:
    """What is known before the first frame."""

    options: PracticeOptions
    request: Request
    plan: Plan
    steps: tuple[Step, ...]
    labels: Labels
    console: Console
    devices: Devices
    origin_s: float
    announcer: Announcer
    pressed: tuple[Key, ...] = ()

    def run(
        self, source: LiveSource, estimator: PoseEstimator, window: Display | None
    ) -> Practised:
        runner = self.request.runner()
        controls = Controls(recording=self.options.record)
        places = places_of(self.options, self.request, source, estimator.model)
        files = SessionFiles(places, runner, controls)
        parts = LiveParts(
            source=source,
            estimator=estimator,
            runner=runner,
            guide=self._guide(asks_pain=window is not None and self.options.save),
            speaker=self.announcer,
            keeper=files,
            clock=self._now_s,
            controls=controls,
        )
        with files:
            session = LiveSession(parts)

            def conclude() -> Summary:
                with undisturbed():
                    summary = self._saved(session, runner, files, places)
                self._tell(summary, source.name, files)
                return summary

            def lose_screen() -> None:
                self.console.print(Text(str(texts.SCREEN_LOST)))
                session.close()
                conclude()

            with nullcontext() if window is None else before_display_loss_ends(lose_screen):
                interrupted = self._go_on(session, files, window)
            summary = conclude()
            summary = self._ask_pain(session, summary, files, window)
        session.raise_failure()
        return self._practised(summary, places, files, interrupted=interrupted)

    def _guide(self, *, asks_pain: bool) -> GuideState:
        """Return the guide before the first moment."""
        wanted = self.request.wanted()
        guide = begin(
            wanted,
            plan=self.plan,
            talk=self.options.talk,
            pacer=self.options.pace,
            asks_pain=asks_pain,
            eased=(self.options.pain_before or 0) >= PAIN_EASE,
        )
        return replace(guide, own_depths=own_depths(wanted))

    def _practised(
        self, summary: Summary, places: Places, files: SessionFiles, *, interrupted: bool
    ) -> Practised:
        """Return the result of a session that is saved; what is said of it then is printed."""
        recorder = places.recorder
        stored = recorder.session if recorder is not None and not recorder.warning else ""
        said = said_afterwards(stored, self.steps, self.request.library, self.labels)
        for line in said:
            self.console.print(Text(line), soft_wrap=True)
        return Practised(
            summary=summary,
            folder=places.folder if summary.frames else None,
            session=stored,
            said=said,
            report=files.report,
            interrupted=interrupted,
            whole=not files.notices,
        )

    def _ask_pain(
        self,
        session: LiveSession,
        summary: Summary,
        files: SessionFiles,
        window: Display | None,
    ) -> Summary:
        """Store the pain after the session: as reported in the window, else as asked for now."""
        pain = session.pain_after
        if pain is None and summary.sections:
            pain = self._pain_now(session, window)
        if pain is None:
            return summary
        summary = summary.noting(Notice(kind=NoticeKind.PAIN_AFTER, count=pain))
        files.finish(summary, pain_after=pain)
        return summary

    def _go_on(self, session: LiveSession, files: SessionFiles, window: Display | None) -> bool:
        """Let the session run to its end; return whether a signal was it."""
        try:
            with asked_to_end() as asked, session:
                if window is not None:
                    self.devices.screen(
                        window,
                        self.announcer.voice,
                        self.labels,
                        self.request.wanted(),
                        caption=lambda: self.announcer.caption(self._now_s()),
                        totals=lambda: totals(files.so_far, self.labels) if files.so_far else (),
                        watch=self.devices.watch,
                        pressed=self.pressed,
                    ).run(session, asked)
                else:
                    while not (session.over or asked()):
                        time.sleep(0.1)
                return asked()
        except KeyboardInterrupt:
            return True
        finally:
            session.close()

    def _pain_now(self, session: LiveSession, window: Display | None) -> int | None:
        """Ask for the pain where the person is: in the window, unless it was asked there already.

        Once the window is closed they are at the terminal, or at the page.
        """
        if window is not None and self.options.heed_pain is not None and not window.closed:
            return None if session.asked_pain else ask_pain(window)
        return None if self.options.pain_after is None else self.options.pain_after()

    def _saved(
        self, session: LiveSession, runner: CoachRunner, files: SessionFiles, places: Places
    ) -> Summary:
        """Write the session's result; return it with a notice of all that was not written."""
        files.close_files()
        before = self.options.pain_before
        pain_notice = () if before is None else (Notice(kind=NoticeKind.PAIN_BEFORE, count=before),)
        summary = runner.end().noting(*pain_notice, *session.notices())
        if summary.frames:
            files.finish(summary.noting(*files.notices))
        elif places.folder is not None:
            shutil.rmtree(places.folder, ignore_errors=True)
        return summary.noting(*files.notices)

    def _tell(self, summary: Summary, name: str, files: SessionFiles) -> None:
        """Print the session's result, once what is being said is over."""
        self.announcer.voice.close(LAST_WORDS_S)
        self.announcer.tell_trouble(self.console)
        if summary.frames == 0:
            self.console.print(Text(texts.NOTHING_JUDGED()))
            return
        self.console.print(summary_report(name, summary, self.labels))
        if files.folder is not None and files.folder.is_dir():
            self.console.print(Text(texts.RESULTS(path=files.folder)), soft_wrap=True)
        if files.report is not None:
            self.console.print(Text(texts.REPORT(path=files.report)), soft_wrap=True)

    def _now_s(self) -> float:
        return time.monotonic() - self.origin_s

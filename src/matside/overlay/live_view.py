"""Window of a live session: stages, pacer and badges besides the coach's overlay."""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass
from typing import Final, assert_never

import numpy as np

from matside.coach.result import FrameResult
from matside.guidance.outcome import Breath, Guidance, Stage, WorkView
from matside.overlay import texts
from matside.overlay.hud import (
    Badge,
    BadgeKind,
    Banner,
    BannerKind,
    Card,
    CardKind,
    Hud,
    PacerCircle,
    Ring,
    clipped,
    hud,
    side_counts,
)
from matside.overlay.keys import Key
from matside.wording.formatting import capitalised, number
from matside.wording.labels import Labels

_MOST_TOTALS: Final = 4
"""More lines are for the report; nobody reads them from the mat."""
_HELP_OFFERED: Final = frozenset({Stage.WAITING, Stage.PLACING})


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveView:
    """What a live session knows besides the coach's result.

    Attributes:
        guidance: What the guide says: stage, instruction, countdown, target, pacer.
        fps: Pictures a second; 0 or NaN for not shown.
        recording: Whether the session is being recorded.
        muted: Whether the voice is off.
        voiceless: Whether there is no voice or no sound device: what is said can only be read.
        help: Whether the keys are explained.
        caption: Words that are being spoken, shown while there is no cue.
        posture: Posture to take up for the target (as ``FrameResult.posture``),
            shown as a pictogram while placing; empty for none.
        totals: What was done so far, a line for each exercise (see ``totals``).
        skippable: Whether the question for the pain may be left unanswered.
    """

    guidance: Guidance
    fps: float = 0.0
    recording: bool = False
    muted: bool = False
    voiceless: bool = False
    help: bool = False
    caption: str = ""
    posture: str = ""
    totals: tuple[str, ...] = ()
    skippable: bool = False


def live_hud(result: FrameResult | None, labels: Labels, live: LiveView) -> Hud:
    """Return what to show at one moment of a live session.

    There is never more than one message: the keys before the stage's own words, those before why
    nothing is judged, that before the coach's cue, that before a caption. ``result`` is ``None``
    while there is nothing to judge.
    """
    badges = _badges(live)
    if live.help:
        lines = tuple(f"{key}\t{words}" for key, words in texts.KEY_WORDS.values())
        keys = Card(kind=CardKind.HELP, headline=str(texts.KEYS), lines=lines)
        return Hud(card=keys, dimmed=True)
    words = _of_result(result, labels, live.guidance)
    words = dataclasses.replace(words, badges=badges)
    words = _titled(words, labels, live.guidance)
    match live.guidance.stage:
        case Stage.WAITING:
            words = _waiting(words, live)
        case Stage.PLACING:
            words = _placing(words, result, live)
        case Stage.COUNTDOWN:
            words = _countdown(words, live)
        case Stage.PAUSED:
            lines = (str(texts.SPACE),)
            paused = Card(kind=CardKind.PAUSED, headline=str(texts.PAUSED), lines=lines)
            words = dataclasses.replace(_stopped(words), card=paused, dimmed=True)
        case Stage.DONE:
            words = _done(words, result, labels, live)
        case Stage.COACHING | Stage.RESTING:
            words = _coaching(words, live)
        case _:
            assert_never(live.guidance.stage)
    return words


def _of_result(result: FrameResult | None, labels: Labels, guidance: Guidance) -> Hud:
    """Return what is shown of the coach's result: nothing of an exercise that is not due.

    Before the exercise has begun its ring is empty, and in a plan counts are
    those of the set that is due.
    """
    if result is None:
        return Hud()
    work = guidance.work
    if guidance.hushed:
        result = dataclasses.replace(result, cue=None)
    if guidance.target and result.exercise != guidance.target:
        result = dataclasses.replace(
            result, exercise="", phase="", side=None, held_s=0.0, hold_target_s=0.0, dose=None
        )
    if work is None:
        return hud(result, labels)
    words = hud(dataclasses.replace(result, dose=None, reps={}), labels)
    if not guidance.underway:
        return dataclasses.replace(words, ring=None, tally="")
    holding = result.hold_target_s > 0.0 or result.held_s > 0.0
    if not holding:
        words = dataclasses.replace(words, ring=_work_ring(work, result))
    return dataclasses.replace(words, tally=_work_tally(work, holding=holding))


def _work_ring(work: WorkView, result: FrameResult) -> Ring:
    """Return the ring of the set that is due: it fills with the repetition that is being done."""
    done = work.done >= work.target
    return Ring(
        share=1.0 if done else clipped(result.progress),
        figure=str(work.done),
        unit=texts.OF(target=work.target),
        paused=not result.judged,
        done=done,
    )


def _work_tally(work: WorkView, *, holding: bool) -> str:
    """Return what the ring has no room for: counts by side, what is done of the set, which set."""
    words = side_counts(work.sides) if any(work.sides.values()) else []
    if holding and work.target > 1:
        words.append(texts.DONE_OF(count=work.done, target=work.target))
    if work.sets > 1:
        words.append(texts.SET(number=work.set, sets=work.sets))
    return " · ".join(words)


def _titled(words: Hud, labels: Labels, guidance: Guidance) -> Hud:
    """Name the exercise that is asked for: while it is set up, it is what stands in large."""
    if not guidance.target:
        return words
    target = labels.exercise(guidance.target)
    if guidance.stage is Stage.COUNTDOWN:
        return dataclasses.replace(words, title=str(texts.GET_READY), headline=target)
    if guidance.stage in (Stage.PLACING, Stage.WAITING) and not guidance.underway:
        return dataclasses.replace(words, title=str(texts.NEXT), headline=target)
    return dataclasses.replace(words, title=target)


def _waiting(words: Hud, live: LiveView) -> Hud:
    trouble = capitalised(live.guidance.instruction) or str(texts.WAITING)
    card = Card(kind=CardKind.CAMERA, headline=trouble)
    return dataclasses.replace(_stopped(words), card=card, dimmed=True)


def _placing(words: Hud, result: FrameResult | None, live: LiveView) -> Hud:
    """A ghost shows the posture where nobody is; next to a person it is a small pictogram."""
    alone = result is None or not np.isfinite(result.pose.image_px).any()
    banner = _instruction(live, "" if alone else live.posture)
    ghost = live.posture if alone else ""
    return dataclasses.replace(words, banner=banner, pacer=None, ghost=ghost, frame=True)


def _countdown(words: Hud, live: LiveView) -> Hud:
    card = Card(kind=CardKind.COUNTDOWN, headline=str(live.guidance.countdown))
    return dataclasses.replace(words, banner=_instruction(live), card=card)


def _resting(words: Hud, guidance: Guidance) -> Hud:
    """Show how long a rest or a change of sides still is, and what comes after it."""
    pause, work = guidance.pause, guidance.work
    if pause is None:
        return words
    ring = Ring(
        share=pause.left_s / pause.length_s if pause.length_s > 0.0 else 0.0,
        figure=str(math.ceil(pause.left_s - 1e-6)),
        unit=str(texts.SECONDS),
        timed=True,
    )
    side = work.side if work is not None else None
    headline = texts.CHANGE_SIDES if pause.switch else texts.REST
    if pause.switch and side is not None:
        headline = texts.THEN[side]
    return dataclasses.replace(words, headline=str(headline), ring=ring)


def _coaching(words: Hud, live: LiveView) -> Hud:
    words = _resting(words, live.guidance)
    if words.ring is not None and words.ring.timed:  # seconds: the person waits for them
        words = dataclasses.replace(words, ring=dataclasses.replace(words.ring, large=True))
    banner = words.banner or _instruction(live)
    if banner is None and live.caption:
        banner = Banner(kind=BannerKind.SPEECH, text=capitalised(live.caption))
    if banner is None and live.guidance.near_usual:
        banner = Banner(kind=BannerKind.SPEECH, text=str(texts.NEAR_USUAL))
    return dataclasses.replace(words, banner=banner, pacer=_pacer(live.guidance.breath))


def _done(words: Hud, result: FrameResult | None, labels: Labels, live: LiveView) -> Hud:
    if live.guidance.ask_pain:
        skip = (str(texts.PAIN_SKIP),) if live.skippable else ()
        asked = Card(
            kind=CardKind.PAIN,
            headline=str(texts.PAIN),
            lines=tuple(map(str, texts.PAIN_LINES)),
            choices=(*(key.value for key in Key if key.pain is not None), *skip),
        )
        return dataclasses.replace(words, banner=None, ring=None, tally="", card=asked, dimmed=True)
    lines = live.totals[-_MOST_TOTALS:]
    if not lines and result is not None and result.exercise and result.dose is not None:
        count, target = result.dose.reps, result.dose.reps_target
        name = labels.exercise(result.exercise)
        lines = (texts.TOTAL_OF(exercise=name, count=count, target=target),)
    headline = live.guidance.closing or str(texts.WELL_DONE)
    card = Card(kind=CardKind.DONE, headline=headline, lines=lines)
    return dataclasses.replace(words, banner=None, ring=None, tally="", card=card)


def _stopped(words: Hud) -> Hud:
    """Return the words with the clock of the ring standing still and no other message."""
    ring = dataclasses.replace(words.ring, paused=True) if words.ring else None
    return dataclasses.replace(words, ring=ring, banner=None)


def _instruction(live: LiveView, posture: str = "") -> Banner | None:
    if not live.guidance.instruction:
        return None
    text = capitalised(live.guidance.instruction)
    return Banner(kind=BannerKind.INSTRUCTION, text=text, posture=posture)


def _pacer(breath: Breath | None) -> PacerCircle | None:
    """Return the circle's size: it grows and shrinks as lungs do, slowest at the turns."""
    if breath is None:
        return None
    passed = min(max(breath.share, 0.0), 1.0)
    eased = 0.5 - 0.5 * math.cos(math.pi * passed)
    return PacerCircle(
        word=str(texts.INHALE if breath.inward else texts.EXHALE),
        share=eased if breath.inward else 1.0 - eased,
    )


def _badges(live: LiveView) -> tuple[Badge, ...]:
    badges = []
    if live.recording:
        badges.append(Badge(kind=BadgeKind.RECORDING, text=str(texts.RECORDING)))
    if live.muted:
        badges.append(Badge(kind=BadgeKind.MUTED, text=str(texts.MUTED)))
    elif live.voiceless:
        badges.append(Badge(kind=BadgeKind.MUTED, text=str(texts.VOICELESS)))
    if live.guidance.stage in _HELP_OFFERED:
        badges.append(Badge(kind=BadgeKind.PLAIN, text=str(texts.KEYS_OFFERED)))
    if live.fps > 0.0:
        badges.append(Badge(kind=BadgeKind.PLAIN, text=texts.FPS(fps=number(live.fps))))
    return tuple(badges)

"""Pictures of a clip: its measures with their bands, and what was true and what was found."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any, Final

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
from benchmarks.accuracy.cases import Case
from benchmarks.accuracy.course import CURVE, Course, course_of
from benchmarks.accuracy.replay import Judged
from benchmarks.accuracy.truth import Span

from matside.body.catalogue import BY_NAME
from matside.exercise.conditions import Condition
from matside.exercise.schema import Exercise

mpl.use("Agg")

FOUND: Final = {"left": "tab:blue", "right": "tab:orange", "": "tab:green"}
TRUE: Final = {"left": "navy", "right": "saddlebrown", "": "darkgreen"}


def draw(target: Path, case: Case, judged: Judged, exercise: Exercise | None) -> None:
    """Write a picture of one clip: a panel for each measure of the exercise, then the spans.

    Found values are thick and pale, those of the true picture thin and dark;
    the bands in which a phase begins are shaded.
    """
    wanted = _conditions(exercise) if exercise else {}
    rows = len(wanted) + 1
    figure, axes = plt.subplots(
        rows, 1, sharex=True, squeeze=False, figsize=(13, 2.0 * rows + 1.0), layout="constrained"
    )
    course = course_of(case.truth) if case.truth else None
    for axis, (name, conditions) in zip(axes[:, 0], wanted.items(), strict=False):
        _panel(axis, name, conditions, judged, course)
    _spans(axes[-1, 0], case, judged)
    axes[-1, 0].set_xlabel("seconds")
    figure.suptitle(f"{case.path.name}: found thick and pale, true thin and dark")
    figure.savefig(target, dpi=80)
    plt.close(figure)


def _conditions(exercise: Exercise) -> dict[str, list[Condition]]:
    """Return the conditions of moves and holds by measure, speeds left out."""
    by_measure: dict[str, list[Condition]] = {}
    for phase in exercise.phase:
        for condition in phase.when if phase.kind != "rest" else ():
            if not condition.speed:
                by_measure.setdefault(condition.measure, []).append(condition)
    return by_measure


def _panel(
    axis: Any,  # noqa: ANN401 (matplotlib is not typed)
    name: str,
    conditions: list[Condition],
    judged: Judged,
    course: Course | None,
) -> None:
    t_s = [frame.t_s for frame in judged.frames]
    base = 0.0
    if any(c.relative_to == "neutral" for c in conditions):
        base = next((s.neutral[name] for s in judged.summary.sections if name in s.neutral), 0.0)
    for key in BY_NAME[name].columns:
        side = key.split("_")[0] if BY_NAME[name].sided else ""
        found = np.array([frame.measures[key] for frame in judged.frames]) - base
        axis.plot(t_s, found, color=FOUND[side], lw=3, alpha=0.45, label=side or "found")
        if course is not None:
            axis.plot(course.t_s, course.values[key], color=TRUE[side], lw=0.9)
    low, high = axis.get_ylim()
    for condition in conditions:
        band = condition.enter
        axis.axhspan(
            low if math.isinf(band.at_least) else band.at_least,
            high if math.isinf(band.at_most) else band.at_most,
            color="tab:green",
            alpha=0.06,
        )
    axis.set_ylim(low, high)
    axis.set_ylabel(name.replace("_", " ") + ("\n(true: scaled spine)" if name == CURVE else ""),
                    fontsize=7)  # fmt: skip
    axis.legend(loc="upper right", fontsize=6)


def _spans(axis: Any, case: Case, judged: Judged) -> None:  # noqa: ANN401
    """Draw the true and the found spans of every phase, hold and fault as bars."""
    expected = case.expected
    end_s = judged.frames[-1].t_s if judged.frames else 0.0
    rows: list[tuple[str, list[Span], str]] = [
        ("true phases", list(expected.phases or ()), "tab:gray"),
        ("true holds", list(expected.holds or ()), "black"),
        ("true faults", list(expected.faults or ()), "tab:red"),
    ]
    for section in judged.summary.sections:
        phases = [Span(name=p.phase, side=p.side, start_s=p.start_s, end_s=p.end_s)
                  for p in section.phases]  # fmt: skip
        holds = [Span(name=h.phase, side=h.side, start_s=h.start_s, end_s=h.end_s)
                 for h in section.holds]  # fmt: skip
        faults = [Span(name=f.fault, side=f.side, start_s=f.start_s, end_s=f.end_s)
                  for f in section.faults]  # fmt: skip
        rows.append((f"{section.exercise} phases", phases, "tab:blue"))
        rows.append((f"{section.exercise} holds", holds, "tab:cyan"))
        rows.append((f"{section.exercise} faults", faults, "tab:orange"))
    postures = _postures(judged)
    rows.append(("posture", postures, "tab:olive"))
    for row, (_, spans, colour) in enumerate(rows):
        for i, span in enumerate(spans):
            length = min(span.end_s, end_s) - span.start_s
            axis.barh(-row + 0.2 * (i % 2), length, left=span.start_s, height=0.5, color=colour,
                      alpha=0.5, edgecolor="black", lw=0.4)  # fmt: skip
            text = f"{span.name} {str(span.side or '')[:1]}"
            axis.text(span.start_s, -row + 0.2 * (i % 2), text, fontsize=6, va="center")
    axis.set_yticks([-row for row in range(len(rows))], [name for name, _, _ in rows], fontsize=7)


def _postures(judged: Judged) -> list[Span]:
    spans: list[Span] = []
    for frame in judged.frames:
        if spans and spans[-1].name == frame.posture:
            spans[-1] = Span(name=frame.posture, start_s=spans[-1].start_s, end_s=frame.t_s)
        else:
            spans.append(Span(name=frame.posture, start_s=frame.t_s, end_s=frame.t_s))
    return spans

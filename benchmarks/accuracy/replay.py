"""What matside says of a clip; the poses are kept, so that a change of the coach is soon judged."""

from __future__ import annotations

import hashlib
import math
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.accuracy.scoring import Found
from benchmarks.accuracy.truth import Span

import matside
from matside.app.request import CoachRunner
from matside.app.streams import open_stream
from matside.body.frames import PoseFrame
from matside.coach.result import FrameResult
from matside.coach.summary import Section, Summary
from matside.exercise.schema import Exercise
from matside.pose.model import ModelChoice, Quality, load_model
from matside.record.trace import TraceHeader, TraceWriter
from matside.record.trace_reader import read_trace

MAKES_POSES: Final = ("capture/*.py", "pose/*.py", "body/contour.py", "body/frames.py")
"""Sources that decide what is in a trace: it is made anew when one of them changes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What matside said of one clip."""

    summary: Summary
    frames: tuple[FrameResult, ...]


def judge(
    clip: Path,
    exercises: Sequence[Exercise],
    cache: Path,
    *,
    model: ModelChoice = Quality.NORMAL,
    fresh: bool = False,
) -> Judged:
    """Return what the coach says of a clip if it has to recognise the exercise by itself.

    Args:
        clip: A video or a picture.
        exercises: What it looks for.
        cache: Folder in which the poses of clips are kept.
        model: The pose model that looks at it.
        fresh: Whether to look at the clip again even if they are.

    Raises:
        MatsideError: The clip cannot be read.
    """
    runner = CoachRunner(exercises)
    frames = tuple(runner.take(pose) for pose in poses_of(clip, cache, model=model, fresh=fresh))
    return Judged(summary=runner.end(), frames=frames)


def poses_of(
    clip: Path, cache: Path, *, model: ModelChoice = Quality.NORMAL, fresh: bool = False
) -> Iterator[PoseFrame]:
    """Yield the poses of a clip: from its trace if it is kept, else from the clip itself."""
    trace = cache / "traces" / f"{key_of(clip, model)}.jsonl.gz"
    if trace.is_file() and not fresh:
        yield from read_trace(trace)[1]
        return
    trace.parent.mkdir(parents=True, exist_ok=True)
    part = trace.with_name(f"{trace.name}.part{os.getpid()}")
    try:
        with open_stream(clip, model) as stream:
            header = TraceHeader(
                matside=matside.__version__,
                source=stream.name,
                size_px=stream.size_px,
                model=stream.model[0],
            )
            with TraceWriter(part, header) as writer:
                for _, pose in stream.seen:
                    writer.write(pose)
                    yield pose
        part.replace(trace)
    finally:
        part.unlink(missing_ok=True)


def key_of(clip: Path, model: ModelChoice = Quality.NORMAL) -> str:
    """Return a name for a clip's trace: by its bytes, the model, its scale and the code between."""
    digest = hashlib.sha256(clip.read_bytes())
    chosen = load_model(model)
    digest.update(f"{chosen.sha256}{chosen.visibility}".encode())
    package = Path(matside.__file__).parent
    for pattern in MAKES_POSES:
        for source in sorted(package.glob(pattern)):
            digest.update(source.read_bytes())
    return digest.hexdigest()[:32]


def found_of(
    summary: Summary,
    exercise: Exercise | None,
    window: tuple[float, float] = (-math.inf, math.inf),
) -> Found:
    """Return what was found, sorted by whether it belongs to the true exercise.

    Args:
        summary: What matside said.
        exercise: The true exercise; ``None`` if the clip shows none.
        window: Sections whose middle lies elsewhere are left out.
    """
    inside = [s for s in summary.sections if window[0] < (s.start_s + s.end_s) / 2.0 <= window[1]]
    mine = [s for s in inside if exercise is not None and s.exercise == exercise.id]
    others = [s for s in inside if s not in mine]
    said = tuple(dict.fromkeys(section.exercise for section in inside))
    reps = [(side, count) for section in mine for side, count in section.reps.items()]
    return Found(
        exercises=said,
        holds=tuple(span for section in mine for span in _holds(section)),
        reps={side: sum(n for s, n in reps if s == side) for side, _ in reps},
        phases=tuple(
            Span(name=p.phase, side=p.side, start_s=p.start_s, end_s=p.end_s)
            for section in mine
            for p in section.phases
            if exercise is not None and exercise.phase_named(p.phase).kind != "rest"
        ),
        faults=tuple(
            Span(name=f.fault, side=f.side, start_s=f.start_s, end_s=f.end_s)
            for section in mine
            for f in section.faults
        ),
        strange_holds=tuple(span for section in others for span in _holds(section)),
        strange_reps=sum(sum(section.reps.values()) for section in others),
        coverage=summary.coverage,
    )


def _holds(section: Section) -> list[Span]:
    return [
        Span(name=h.phase, side=h.side, start_s=h.start_s, end_s=h.end_s, held_s=h.held_s)
        for h in section.holds
    ]

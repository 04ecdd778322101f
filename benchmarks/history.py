"""How fast the history is: a year of daily sessions, and the checkpoint of a long one.

    python benchmarks/history.py [--days 365]

Makes a history with a session a day, each of about ten minutes with all of
matside's exercises, and prints how long it takes to list it, to tell the
progress, to export, delete and import it, and how long the checkpoint of a
session of thirty minutes takes (median and longest). The start of Python and
the imports are told apart: they are the same for every command.
"""

from __future__ import annotations

import argparse
import io
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from datetime import UTC, datetime, timedelta
from pathlib import Path

from matside.body.landmark import Side
from matside.coach.summary import FaultSpan, Hold, PhaseSpan, Range, Section, Summary
from matside.record.history.sessions import History
from matside.record.history.stored import SessionStart
from matside.record.summary_file import ModelPart, SourcePart, SummaryContext, SummaryFile

FIRST_DAY = datetime(2025, 1, 6, 7, 30, tzinfo=UTC)
CHECKPOINT_MS = 10.0
LISTED_S = 1.0

Content = tuple[SessionStart, SummaryFile, int | None]


def sessions(days: int, *, seed: int = 0, first: datetime = FIRST_DAY) -> Iterator[Content]:
    """Yield a session a day: start, summary, pain afterwards; the person gets better slowly."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    for day in range(days):
        share = day / max(1, days - 1)
        started = first + timedelta(days=day, minutes=chance.uniform(-60, 600))
        before = max(0, min(10, round(5.0 - 3.0 * share + chance.gauss(0.0, 0.8))))
        start = SessionStart(
            kind="practice",
            started=started,
            source="Camera 0",
            matside="0.1.0",
            pain_before=before,
            id=f"{seed:04}-{day:06}",
        )
        summary = summary_of(chance, share, minutes=10.0)
        yield start, file_of(summary, started), max(0, before - chance.choice((0, 1, 1, 2)))


def summary_of(chance: random.Random, share: float, *, minutes: float) -> Summary:
    """Return a session of all four exercises; ``share`` 0..1 is how far the person has come."""
    part_s = 60.0 * minutes / 4.0
    sections = (
        _held("knees_to_chest", "one_knee", chance, share, (0.0, part_s), hold_s=30.0),
        _held("childs_pose", "hold", chance, share, (part_s, 2 * part_s), hold_s=60.0),
        _counted("cat_cow", ("cat", "cow"), chance, share, (2 * part_s, 3 * part_s)),
        _counted("thoracic_rotation", ("open", "down"), chance, share, (3 * part_s, 4 * part_s)),
    )
    return Summary(
        start_s=0.0,
        end_s=60.0 * minutes,
        frames=round(60.0 * minutes * 30.0),
        coverage=chance.uniform(0.9, 1.0),
        people=1,
        postures={"on_the_back": part_s, "hands_and_knees": 2 * part_s, "folded": part_s},
        sections=sections,
        stills=(),
        notices=(),
    )


def file_of(summary: Summary, created: datetime) -> SummaryFile:
    """Return the summary as it is stored."""
    context = SummaryContext(
        matside="0.1.0",
        created=created,
        source=SourcePart(name="Camera 0", width_px=1280, height_px=720, fps=30.0),
        model=ModelPart(name="pose_landmarker_full"),
        options={"exercise": None, "dose": None},
    )
    return SummaryFile.of(summary, context)


def _held(
    exercise: str,
    phase: str,
    chance: random.Random,
    share: float,
    extent: tuple[float, float],
    *,
    hold_s: float,
) -> Section:
    sided = exercise == "knees_to_chest"
    holds: list[Hold] = []
    t_s = extent[0] + 5.0
    while t_s + hold_s < extent[1]:
        side = (Side.LEFT if len(holds) % 2 == 0 else Side.RIGHT) if sided else None
        held_s = chance.uniform(0.8, 1.0) * hold_s
        holds.append(Hold(phase=phase, side=side, start_s=t_s, end_s=t_s + hold_s, held_s=held_s))
        t_s += hold_s + 5.0
    reps: dict[Side | None, int] = {}
    for hold in holds:
        reps[hold.side] = reps.get(hold.side, 0) + 1
    fault = "head_up" if sided else "hips_high"
    deepest = (108.0 if sided else 140.0) + 16.0 * share
    return Section(
        exercise=exercise,
        start_s=extent[0],
        end_s=extent[1],
        holds=tuple(holds),
        reps=reps,
        phases=tuple(
            PhaseSpan(phase=h.phase, side=h.side, start_s=h.start_s, end_s=h.end_s) for h in holds
        ),
        faults=_faults(chance, (fault, "restless"), extent, 4.0 - 3.0 * share),
        neutral={},
        ranges={
            f"{side}_hip_flexion_deg": Range(low=48.0, high=deepest + chance.gauss(0.0, 3.0))
            for side in Side
        }
        | {f"{side}_knee_flexion_deg": Range(low=70.0, high=130.0) for side in Side},
    )


def _counted(
    exercise: str,
    cycle: tuple[str, str],
    chance: random.Random,
    share: float,
    extent: tuple[float, float],
) -> Section:
    sided = exercise == "thoracic_rotation"
    phases, t_s = [], extent[0] + 5.0
    while t_s + 8.0 < extent[1]:
        left = t_s < (extent[0] + extent[1]) / 2.0
        side = (Side.LEFT if left else Side.RIGHT) if sided else None
        for step, phase in enumerate(cycle):
            begun = t_s + 4.0 * step
            phases.append(PhaseSpan(phase=phase, side=side, start_s=begun, end_s=begun + 3.5))
        t_s += 8.0
    reps: dict[Side | None, int] = {}
    for span in phases[::2]:
        reps[span.side] = reps.get(span.side, 0) + 1
    wide = 80.0 + 40.0 * share + chance.gauss(0.0, 5.0)
    neutral = chance.gauss(-10.0, 4.0)
    return Section(
        exercise=exercise,
        start_s=extent[0],
        end_s=extent[1],
        holds=(),
        reps=reps,
        phases=tuple(phases),
        faults=_faults(chance, ("too_fast", "hips_turn" if sided else "elbows_bent"), extent, 5.0),
        neutral={} if sided else {"spinal_curve_deg": neutral},
        ranges={"spinal_curve_deg": Range(low=neutral - wide / 2, high=neutral + wide / 2)}
        if not sided
        else {
            f"{side}_elbow_height_ratio": Range(low=-0.5, high=0.2 + 0.25 * share) for side in Side
        },
    )


def _faults(
    chance: random.Random, faults: tuple[str, str], extent: tuple[float, float], times: float
) -> tuple[FaultSpan, ...]:
    count = max(0, round(chance.gauss(times, 1.0)))
    starts = sorted(chance.uniform(*extent) for _ in range(count))
    return tuple(
        FaultSpan(fault=chance.choices(faults, (4, 1))[0], side=None, start_s=t, end_s=t + 2.0)
        for t in starts
    )


def fill(path: Path, days: int, *, seed: int = 0, first: datetime = FIRST_DAY) -> None:
    """Write a session a day into the history at ``path``."""
    with History.open(path) as history:
        for start, summary, after in sessions(days, seed=seed, first=first):
            history.begin(start)
            history.finish(start.id, summary, pain_after=after)


def timed(action: Callable[[], object]) -> float:
    """Return how many seconds the action takes."""
    before_s = time.perf_counter()
    action()
    return time.perf_counter() - before_s


def checkpoints(path: Path, count: int = 60) -> list[float]:
    """Return how long checkpoints of a session of thirty minutes take, in milliseconds."""
    chance = random.Random(1)  # noqa: S311 - no secret
    summary = file_of(summary_of(chance, 0.5, minutes=30.0), FIRST_DAY)
    start = SessionStart(kind="practice", started=FIRST_DAY, source="Camera 0", matside="0.1.0")
    with History.open(path) as history:
        history.begin(start)
        grown = [
            summary.model_copy(update={"end_s": summary.end_s + second}) for second in range(count)
        ]
        return [1000.0 * timed(lambda: history.checkpoint(start.id, told)) for told in grown]  # noqa: B023 - called at once


def processor_s() -> float:
    """Return the seconds that all processes started here have kept a processor busy."""
    import resource  # not on Windows

    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def command(folder: Path, *arguments: str) -> Callable[[], object]:
    """Return a call of the command line as a process of its own."""
    environment = {**os.environ, "MATSIDE_DATA": str(folder)}
    line = [sys.executable, "-m", "matside", *arguments]
    return lambda: subprocess.run(line, env=environment, check=True, capture_output=True)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--days", type=int, default=365)
    days = parser.parse_args().days
    from matside.app import history as jobs

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "history.sqlite3"
        first = datetime.now(UTC) - timedelta(days=days)
        print(f"{days} sessions written in {timed(lambda: fill(path, days, first=first)):.1f} s, "
              f"{path.stat().st_size / 1e6:.1f} MB")  # fmt: skip
        taken = checkpoints(path)
        print(
            f"checkpoint of 30 minutes: {statistics.median(taken):.1f} ms, longest "
            f"{max(taken):.1f} ms (aim: under {CHECKPOINT_MS:.0f} ms)"
        )
        os.environ["MATSIDE_DATA"] = str(folder)
        work: dict[str, Callable[[], object]] = {
            "list": lambda: jobs.list_sessions(limit=None),
            "progress": jobs.show_progress,
            "export .json": lambda: jobs.export_history(folder / "a.json"),
            "export .csv": lambda: jobs.export_history(folder / "a.csv"),
            "delete all": lambda: jobs.delete_sessions("all", confirm=lambda _: True),
            "import": lambda: jobs.import_history(folder / "a.json"),
        }
        for name_, action in work.items():
            with redirect_stdout(io.StringIO()):
                taken_s = timed(action)
            print(f"{name_:<14} {taken_s:6.2f} s")
        for arguments in (("--version",), ("history", "--limit", "400"), ("history", "progress")):
            before_s = processor_s()
            taken_s = statistics.median(timed(command(folder, *arguments)) for _ in range(3))
            busy_s = (processor_s() - before_s) / 3.0
            print(
                f"matside {' '.join(arguments):<20} {taken_s:6.2f} s from start to end, "
                f"{busy_s:.2f} s of the processor (aim: under {LISTED_S:.0f} s)"
            )


if __name__ == "__main__":
    main()

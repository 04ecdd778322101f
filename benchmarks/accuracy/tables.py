"""The tables that are printed. A dash stands for what nobody labelled or nothing was found of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from benchmarks.accuracy.measuring import Readings, SpineFit, error_of
from benchmarks.accuracy.scoring import ClipScore, Hits
from benchmarks.accuracy.totals import Rate, Spread, Totals

NONE = "-"


def table(title: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return rows as text under a title; the first column to the left, the others to the right."""
    widths = [max(len(row[i]) for row in (head, *rows)) for i in range(len(head))]
    lines = [
        "  ".join(
            cell.ljust(width) if i == 0 else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in (head, *rows)
    ]
    rule = "-" * max(len(line) for line in lines)
    return "\n".join(["", title, rule, lines[0], rule, *lines[1:]])


def totals_table(name: str, found: Totals) -> str:
    """Return the table of one exercise, or of all."""
    rows = [("clips", str(found.clips)), ("coverage", share(found.coverage))]
    if found.clips > found.negatives:
        rows += _of_exercises(found)
    if found.negatives:
        rows += [
            ("negatives left in silence", rate(found.silent)),
            ("false hold on negatives, s", f"{found.false_hold_s:.1f}"),
            ("false repetitions on negatives", str(found.false_reps)),
        ]
    return table(name, ("figure", "value"), rows)


def _of_exercises(found: Totals) -> list[tuple[str, str]]:
    return [
        ("right in all", rate(found.right)),
        ("exercise recognised", rate(found.recognised)),
        ("holds found / missed / false", _three(found)),
        ("  start error, s: median / p95 / bias", _spread(found.hold_start)),
        ("  end error, s: median / p95 / bias", _spread(found.hold_end)),
        ("  length error, s: median / p95 / bias", _spread(found.hold_length)),
        ("repetitions exact", rate(found.reps_exact)),
        ("  off by one at most", rate(found.reps_off_by_one)),
        ("  mean absolute error", number(found.reps_error, 2)),
        ("phase F1 (IoU 0.5 or more)", number(found.phases.f1, 2)),
        ("fault precision / recall", _pair(found.faults)),
        *((f"  {name}", _pair(hits)) for name, hits in found.by_fault.items()),
    ]


def groups_table(found: Mapping[tuple[str, str], Totals]) -> str:
    """Return one line for each medium and group of clips: what is right, and by how much."""
    head = ["clips", "no", "right in all", "recognised", "holds", "edges", "median s", "p95 s"]
    head += ["bias s", "start bias", "end bias", "reps exact", "faults p / r", "silent"]
    rows = [
        (
            medium if group == "all" else f"  {group}",
            str(t.clips),
            rate(t.right),
            rate(t.recognised),
            _three(t),
            str(t.hold_edge.errors),
            number(t.hold_edge.median, 2),
            number(t.hold_edge.p95, 2),
            signed(t.hold_edge.bias),
            signed(t.hold_start.bias),
            signed(t.hold_end.bias),
            rate(t.reps_exact),
            f"{number(t.faults.precision, 2)} / {number(t.faults.recall, 2)}",
            rate(t.silent),
        )
        for (medium, group), t in found.items()
    ]
    title = (
        "By medium, exercise and view (shares with their Wilson intervals of 95 %; "
        "holds: found / missed / false)"
    )
    return table(title, head, rows)


def clips_table(scores: Sequence[ClipScore]) -> str:
    """Return one line for each clip, the worst first."""
    head = ["clip", "said", "holds", "worst s", "missed", "false", "reps true:found", "phases"]
    head += ["faults missed:false", "false s", "cover"]
    rows = []
    for s in sorted(scores, key=lambda s: (-s.badness, s.clip)):
        right = "" if s.recognised else "!"
        mark = "" if s.right else "*"
        rows.append(
            (
                s.clip + mark,
                right + (",".join(s.said) or "nothing"),
                str(len(s.holds)) if s.holds is not None else NONE,
                number(max((e.worst_s for e in s.holds or ()), default=None), 2),
                str(s.missed_holds),
                str(s.false_holds),
                _reps(s),
                number(s.phases.f1 if s.phases else None, 2),
                _faults(s),
                f"{s.false_hold_s:.1f}",
                share(s.coverage),
            )
        )
    return table(
        "Clips, the worst first (* not right in all; ! exercise wrong; in brackets what nobody "
        "labelled)",
        head,
        rows,
    )


def holds_table(scores: Sequence[ClipScore]) -> str:
    """Return every found hold with its errors, found minus true."""
    rows = [
        (s.clip, str(i), *(f"{x:+.2f}" for x in (e.start_s, e.end_s, e.length_s)))
        for s in scores
        for i, e in enumerate(s.holds or (), start=1)
    ]
    return table("Holds, found minus true", ("clip", "no", "start s", "end s", "length s"), rows)


def measures_table(readings: Mapping[str, Readings]) -> str:
    """Return the errors of each measure against the true picture and the truth in space."""
    head = ["measure", "frames", "median", "p90", "bias", "unbiased"]
    head += ["space: median", "p90", "bias", "unbiased"]
    rows = []
    for name, r in readings.items():
        errors = (error_of(r.found, r.picture), error_of(r.found, r.space))
        if not any(errors):
            continue
        digits = 1 if name.endswith("_deg") else 3
        cells = [str(max(e.frames for e in errors if e))]
        for e in errors:
            values = (e.median, e.p90, e.bias, e.unbiased) if e else (None,) * 4
            cells += [number(value, digits) for value in values]
        rows.append((name, *cells))
    title = "Measures: absolute error against the true picture, and against the truth in space"
    return table(title, head, rows)


def spine_line(fit: SpineFit | None) -> str:
    """Return how well the back's contour tells the spine's flexion."""
    if fit is None:
        return ""
    return (
        f"\nSpinal curve against true spine flexion ({fit.clips} clips, {fit.frames} frames): "
        f"slope {fit.slope:.2f}, r {fit.r:.3f}, RMSE {fit.rmse_deg:.1f} degrees of spine"
    )


def number(value: float | None, digits: int) -> str:
    """Return a number, or a dash."""
    return NONE if value is None else f"{value:.{digits}f}"


def signed(value: float | None) -> str:
    """Return a number of seconds with its sign, or a dash."""
    return NONE if value is None else f"{value:+.2f}"


def rate(found: Rate) -> str:
    """Return how many of how many and the Wilson interval in per cent, or a dash."""
    bounds = found.interval
    if bounds is None:
        return NONE
    return f"{found.hits}/{found.of} ({100.0 * bounds[0]:.0f}-{100.0 * bounds[1]:.0f} %)"


def share(value: float | None) -> str:
    """Return a share in per cent, or a dash."""
    return NONE if value is None else f"{100.0 * value:.0f} %"


def _spread(found: Spread) -> str:
    return f"{number(found.median, 2)} / {number(found.p95, 2)} / {signed(found.bias)}"


def _three(found: Totals) -> str:
    return f"{found.holds} / {found.missed_holds} / {found.false_holds}"


def _pair(hits: Hits) -> str:
    told = f"{number(hits.precision, 2)} / {number(hits.recall, 2)}"
    return f"{told}  ({hits.true} true, {hits.right} found, {hits.wrong} false)"


def _faults(found: ClipScore) -> str:
    if found.faults is None:
        return f"({','.join(found.raised)})" if found.raised else NONE
    missed = [name for name, hits in found.faults.items() if hits.right < hits.true]
    wrong = [name for name, hits in found.faults.items() if hits.wrong]
    return f"{','.join(missed) or NONE}:{','.join(wrong) or NONE}"


def _reps(found: ClipScore) -> str:
    if found.reps is None:
        return NONE
    return " ".join(f"{side[:1]}{true}:{mine}" for side, true, mine in found.reps)

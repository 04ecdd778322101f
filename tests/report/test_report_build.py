"""What the report says of a session of which everything is known."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from tests.report import report_session as known

from matside.body.catalogue import BY_NAME
from matside.body.landmark import Side
from matside.coach.result import DoseProgress
from matside.coach.summary import Hold, Range
from matside.exercise.limits import LimitName
from matside.report import texts
from matside.report.build import build_report, covered_s
from matside.report.charts import chart_data, charts_of
from matside.report.dose import chosen_dose, dose_done
from matside.report.model import About, Block, Report
from matside.report.moments import Moments
from matside.report.page import advice
from matside.report.picture_choice import chosen_pictures
from matside.report.scales import scale_of, times
from matside.report.shown_measures import side_rows
from matside.wording.labels import dose_text


@pytest.fixture
def exercise(tmp_path: Path):
    return known.exercise_of(tmp_path)


def loose(text: str) -> str:
    """Return the text with plain spaces between numbers and units."""
    return text.replace("\N{NO-BREAK SPACE}", " ")


def report_of(exercise, summary=None, dose: str = "") -> Report:
    return build_report(
        summary or known.summary(),
        known.recorded(exercise),
        {exercise.id: exercise},
        About(source="clip.mp4", dose=dose),
        {},
    )


@pytest.fixture
def block(exercise) -> Block:
    (block,) = report_of(exercise).blocks
    return block


def test_holds_count_towards_the_dose_from_nine_tenths_of_its_time_on(block: Block) -> None:
    assert [hold.full for hold in block.holds] == [True, False]
    assert (block.dose.done, block.dose.target) == (0, 2), "each side is asked for"
    assert loose(block.dose.asked) == "2 holds of 5 s on each side"
    assert [loose(line) for line in block.dose.details] == [
        "Left 0, right 1.",
        "1 hold too short to count.",
        "Longest hold 5 s.",
    ]
    assert block.dose.of == "of 2 holds on each side"
    assert loose(block.dose.remaining) == (
        "To complete the dose: 2 more holds of 5 s on each side."
    )


def test_a_dose_without_time_counts_repetitions_over_all_sets(exercise) -> None:
    summary = known.summary()
    often = next(dose for dose in exercise.dose if dose.id == "often")
    (section,) = summary.sections
    holds = tuple(hold.replace(full=None) for hold in section.holds)
    section = section.replace(holds=holds, dose=DoseProgress.of(often, section.reps))
    (block,) = report_of(exercise, summary.replace(sections=(section,)), dose="often").blocks
    assert (block.dose.done, block.dose.target, block.dose.of) == (2, 8, "of 8 repetitions")
    assert block.dose.asked == "2 \N{MULTIPLICATION SIGN} 4 repetitions"
    assert {hold.full for hold in block.holds} == {None}


def test_a_dose_is_complete_and_nothing_remains(exercise) -> None:
    (section,) = known.summary().sections
    once = DoseProgress.of(exercise.dose[0], dict.fromkeys(Side, 1))
    done = dose_done(exercise, "long", [section.replace(dose=once)] * 2)
    assert done.complete
    assert loose(done.says) == "Dose “Long”: 2 holds of 5 s on each side."
    assert done.remaining == ""
    assert chosen_dose(exercise, "unknown").id == "long"


def test_a_dose_that_nobody_asked_for_is_said_to_be_the_exercises_first(exercise) -> None:
    done = dose_done(exercise, "", known.summary().sections)
    assert loose(done.says) == (
        "No dose was given; compared with the exercise's first one, “Long”: "
        "2 holds of 5 s on each side."
    )


def test_what_a_plan_asked_for_is_what_its_steps_asked_for(exercise) -> None:
    """A plan that comes back to an exercise, with another dose the second time."""
    (section,) = known.summary().sections
    own = exercise.dose[0].model_copy(update={"hold_s": 3.0, "reps": 1, "each_side": False})
    longer = own.model_copy(update={"hold_s": 20.0, "reps": 2})
    first = section.replace(step=1, dose=DoseProgress.of(own, {Side.LEFT: 3}))
    second = section.replace(step=3, dose=DoseProgress.of(longer, {Side.LEFT: 1}))
    done = dose_done(exercise, "", [first, second])
    assert loose(done.says) == "Planned: 1 hold of 3 s and 2 holds of 20 s."
    assert (done.done, done.target, done.of) == (2, 3, "of 3 holds")
    assert loose(done.remaining) == "To complete the dose: 1 more hold of 20 s."


def test_what_the_exercises_were_adapted_to_is_said(exercise) -> None:
    about = About(source="clip.mp4", limits=(LimitName.SORE_WRISTS, LimitName.PREGNANCY))
    summary, known_by = known.summary(), {exercise.id: exercise}
    report = build_report(summary, known.recorded(exercise), known_by, about, {})
    assert report.notices[0] == (
        "The exercises were adapted because of: sore wrists and pregnancy."
    )
    assert len(report.notices) == len(report_of(exercise).notices) + 1


def test_form_is_the_share_of_time_without_a_fault(block: Block) -> None:
    assert block.clean == pytest.approx(1.0 - 2.0 / known.LENGTH_S)
    assert covered_s([(0, 2), (1, 3), (5, 6)]) == pytest.approx(4.0)


def test_what_to_work_on_is_each_fault_once_and_the_most_important_first(exercise) -> None:
    summary = known.summary()
    (section,) = summary.sections
    (fault,) = section.faults
    others = tuple(
        fault.replace(fault=name, side=side, start_s=3.0, end_s=7.0)
        for name, side in (("restless", None), ("head_up", Side.RIGHT))
    )
    sections = (section.replace(faults=(*others, fault)),)
    (block,) = report_of(exercise, summary.replace(sections=sections)).blocks
    assert [(row.key, row.side) for row in block.faults] == [
        ("head_up", Side.RIGHT),
        ("head_up", Side.LEFT),
        ("restless", None),
    ]
    assert [row.cue for row in advice(block)] == ["Let your head rest.", "Lie still."]


def test_the_timeline_has_a_lane_for_each_phase_and_side_fault_and_gap(block: Block) -> None:
    lanes = {lane.name: lane for lane in block.lanes}
    assert lanes["Knee to the chest, left"].spans == (known.LEFT,)
    assert lanes["Knee to the chest, right"].spans == (known.RIGHT,)
    assert lanes["Knee to the chest, left"].tone == lanes["Knee to the chest, right"].tone
    assert lanes["Lying"].kind == "rest"
    assert lanes["Head lifted, left"].spans == (known.FAULT,)
    (gap,) = lanes["Not seen well enough"].spans
    assert gap == pytest.approx(known.GAP, abs=0.05)


def test_a_side_that_was_held_more_often_was_not_held_for_longer(exercise) -> None:
    """36.9 s more on the right were told of a dose that was itself unequal."""
    (section,) = known.summary().sections
    holds = [Hold(phase="hug", side=s, start_s=0, end_s=9, held_s=9.0) for s in (*Side, Side.RIGHT)]
    rows = {row.name: row for row in side_rows([section.replace(holds=tuple(holds))], ())}
    assert rows["Held in all"].difference == "\N{EN DASH}"
    assert rows["Longest hold"].difference == "equal"


def test_a_range_is_only_wider_beyond_the_noise_of_the_far_side(exercise) -> None:
    def told(right: float) -> str:
        (section,) = known.summary().sections
        ranges = dict(section.ranges) | {"right_hip_flexion_deg": Range(low=45.0, high=right)}
        summary = known.summary().replace(sections=(section.replace(ranges=ranges),))
        (block,) = report_of(exercise, summary).blocks
        return next(row.difference for row in block.sides if row.name == "Hip flexion")

    assert told(125.0) == "no sure difference"
    assert told(126.0) == "16° wider right"


def test_left_against_right(block: Block) -> None:
    rows = {
        row.name: tuple(map(loose, (row.left, row.right, row.difference))) for row in block.sides
    }
    assert rows["Repetitions"] == ("0", "1", "1 more right"), "a hold that was too short is none"
    assert rows["Held in all"] == ("4 s", "5 s", "1 s more right")
    assert rows["Hip flexion"] == (
        *("45° to 110°", "45° to 120°"),
        "no sure difference",
    )
    assert "Head height" not in rows


def test_curves_are_told_against_the_own_neutral_only(block: Block) -> None:
    shown = {each.measure.name: each for each in block.measures}
    (curve,) = shown["spinal_curve_deg"].lines
    assert (curve.low, curve.high) == pytest.approx((-10.0, 10.0), abs=0.1)
    assert shown["spinal_curve_deg"].from_neutral
    assert [line.shift for line in shown["hip_flexion_deg"].lines] == [0.0, 0.0]
    lost = sum(known.within(t, known.GAP) for t in known.times()) / known.FRAMES
    assert curve.known == pytest.approx(1.0 - lost)


def test_without_a_neutral_a_curve_is_told_against_its_own_middle(exercise) -> None:
    summary = known.summary()
    section = summary.sections[0].replace(neutral={}, ranges={})
    (block,) = report_of(exercise, summary.replace(sections=(section,))).blocks
    shown = next(each for each in block.measures if each.measure.name == "spinal_curve_deg")
    assert not shown.from_neutral
    assert shown.lines[0].low < 0.0 < shown.lines[0].high
    (chart,) = (chart for chart in charts_of(block) if chart.shown is shown)
    assert "middle" in texts.chart_says(chart.shown.measure, from_neutral=shown.from_neutral)


def test_a_long_session_keeps_good_moments_besides_deeper_faulty_ones(exercise) -> None:
    """Each round: a deep hold in which a fault is told late, and a less deep one without."""
    moments = Moments([exercise])
    base = known.result_at(5.0)
    fault = known.result_at(12.5).faults[0]
    for tenth in range(40 * 100):
        t_s, into = tenth / 10, tenth % 100 / 10
        deep = 2.0 <= into < 5.0
        held = deep or 7.0 <= into < 9.0
        depth = 125.0 if deep else 110.0
        now = dataclasses.replace(
            base,
            t_s=t_s,
            phase="hug" if held else "lying",
            side=Side.RIGHT if held else None,
            held_s=1.0 if held else 0.0,
            measures=dict(base.measures) | {"right_hip_flexion_deg": depth},
            faults=(
                (dataclasses.replace(fault, start_s=t_s - into + 2.0),)
                if deep and into >= 3.5
                else ()
            ),
        )
        moments.add(now)
    kept = moments.best("knee_hug", "hug")
    assert any(moment.t_s % 10 >= 7.0 for moment in kept)
    assert len(kept) <= 30


def test_chart_data_has_every_frame_and_null_where_nothing_was_seen(block: Block) -> None:
    data = chart_data(block)
    assert len(data["t"]) == known.FRAMES
    hip = data["charts"][0]
    assert [line["side"] for line in hip["series"]] == ["left", "right"]
    assert all(len(line["values"]) == known.FRAMES for line in hip["series"])
    for t_s, value in zip(data["t"], hip["series"][0]["values"], strict=True):
        assert (value is None) == known.within(t_s, known.GAP)
    assert hip["low"] <= 45
    assert hip["high"] >= 120


def test_a_drawn_chart_breaks_its_line_where_nothing_was_seen(block: Block) -> None:
    hip = charts_of(block)[0]
    assert [line.count("M") for line in hip.lines] == [2, 2]
    assert loose(hip.summary) == (
        "Hip flexion in the moves and holds: left 45° to 110° and right 45° to 120°. "
        "Measured in 90 % of the frames."
    )
    fault = [bar for bar in hip.bars if bar.kind == "fault"]
    assert [bar.x for bar in fault] == pytest.approx([100 * (11.5 - 0.5) / 20], abs=0.01)
    assert [bar.width for bar in fault] == pytest.approx([10.0], abs=0.01)


def test_the_table_of_a_chart_says_the_same_as_the_chart(block: Block) -> None:
    rows = charts_of(block)[0].rows
    assert len(rows) == 12
    assert rows[0] == ("0:00.5", "45° to 45°", "45° to 45°")
    assert rows[7] == ("0:12.1", "107° to 110°", "45° to 45°")
    assert rows[-1][1:] == ("45° to 45°", "45° to 45°")


def test_best_moments_are_the_deepest_of_each_side_and_the_worst_is_in_the_middle(
    exercise,
) -> None:
    moments = known.recorded(exercise).moments
    right, left, worst = chosen_pictures(exercise, known.summary(), moments)
    assert right.title == "Best moment: Knee to the chest, right"
    assert right.t_s == pytest.approx(5.0, abs=0.6)
    assert left.title == "Best moment: Knee to the chest, left"
    assert not known.within(left.t_s, known.FAULT), "in a fault it is not the best"
    assert known.within(left.t_s, known.LEFT)
    assert worst.title == "To work on: Head lifted, left"
    assert worst.t_s == pytest.approx(12.5, abs=0.5)
    assert not worst.good


def test_a_hold_that_was_not_credited_is_no_best_moment(exercise) -> None:
    summary = known.summary()
    section = summary.sections[0].replace(holds=summary.sections[0].holds[:1])
    summary = summary.replace(sections=(section,))
    titles = [s.title for s in chosen_pictures(exercise, summary, known.recorded(exercise).moments)]
    assert "Best moment: Knee to the chest, left" not in titles


def test_pictures_are_kept_small_and_of_the_moment(exercise) -> None:
    moments = known.recorded(exercise, pictures=True).moments
    kept = moments.best("knee_hug", "hug")[0]
    picture = kept.picture()
    assert picture is not None
    assert picture.shape == (known.SIZE_PX[1], known.SIZE_PX[0], 3)
    assert abs(float(picture.mean()) - float(known.picture_at(kept.t_s).mean())) < 4.0


def test_an_exercise_done_twice_is_one_block_with_two_parts(exercise) -> None:
    summary = known.summary()
    (section,) = summary.sections
    parts = (
        section.replace(end_s=8.0, holds=section.holds[:1], faults=()),
        section.replace(start_s=10.0, holds=section.holds[1:]),
    )
    (block,) = report_of(exercise, summary.replace(sections=parts)).blocks
    assert block.parts == ((0.5, 8.0), (10.0, 20.5))
    assert len(block.holds) == 2


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0, 100, (0, 100, 25)),
        (38, 117, (20, 120, 20)),
        (-53, 32, (-75, 50, 25)),
        (5, 5, (-20, 30, 10)),
    ],
)
def test_axes_have_round_numbers(low: float, high: float, expected: tuple[float, ...]) -> None:
    scale = scale_of(low, high, least=40.0)
    assert (scale.low, scale.high, scale.step) == pytest.approx(expected)
    assert scale.ticks[0] == scale.low
    assert scale.ticks[-1] == scale.high


def test_time_marks_are_round_and_few() -> None:
    assert times(0.0, 23.4) == (0.0, 5.0, 10.0, 15.0, 20.0)
    assert times(0.0, 1800.0) == (0.0, 300.0, 600.0, 900.0, 1200.0, 1500.0, 1800.0)
    assert len(times(3.0, 40_000.0)) <= 8


def test_dose_in_words(exercise) -> None:
    assert [loose(dose_text(dose)) for dose in exercise.dose] == [
        "2 holds of 5 s on each side",
        "2 \N{MULTIPLICATION SIGN} 4 repetitions",
    ]


def test_every_measure_says_how_far_to_trust_it() -> None:
    told = {name: texts.trust(measure.kind) for name, measure in BY_NAME.items()}
    assert all(told.values())
    assert "10°" in told["hip_flexion_deg"]
    assert "neutral" in told["lower_curve_deg"]
    assert "third" in told["shoulder_rotation_deg"]


def test_a_fault_that_is_only_a_moment_has_no_picture(exercise) -> None:
    summary = known.summary()
    (section,) = summary.sections
    (fault,) = section.faults
    momentary = fault.replace(start_s=fault.end_s)
    section = section.replace(faults=(momentary,))
    summary = summary.replace(sections=(section,))
    shown = chosen_pictures(exercise, summary, known.recorded(exercise).moments)
    assert shown
    assert all(still.good for still in shown)

"""Timelines: interpolation, faults, mirrors, and what a clip file may say."""

import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import pytest

pytest.importorskip("scipy", reason="the rendering tool needs scipy (pip install scipy)")

from render.clip import parse_clip, read_clip
from render.errors import ClipError
from render.steps import build_timeline
from render.timeline import Span, Timeline, minimum_jerk

from render import poses

CLIPS = sorted((Path(__file__).parents[2] / "scripts" / "render" / "clips").rglob("*.toml"))
STILL: dict[str, float] = {"breath_deg": 0.0, "breath_s": 5.0}


def timeline(*steps: dict[str, Any]) -> Timeline:
    return build_timeline(list(steps), STILL)


def start(**extra: Any) -> dict[str, Any]:
    return {"pose": "all_fours", "hold_s": 1.0} | extra


def test_minimum_jerk_starts_ends_and_balances() -> None:
    assert [minimum_jerk(t) for t in (-1, 0, 0.5, 1, 2)] == [0, 0, 0.5, 1, 1]


def test_half_way_through_a_move_is_half_way_between_the_poses() -> None:
    line = timeline(start(), {"pose": "cat", "move_s": 2.0, "hold_s": 1.0})
    before, after = poses.pose("all_fours").params, poses.pose("cat").params
    assert line.duration_s == 4.0
    assert line.at(0.5).after.params == before
    assert line.at(3.5).after.params == after
    assert line.at(9.0).after.params == after
    assert line.at(2.0).after.params["s4"] == pytest.approx((before["s4"] + after["s4"]) / 2)


def test_a_move_between_families_is_left_to_the_skeleton() -> None:
    moment = timeline(start(), {"pose": "plank", "move_s": 2.0}).at(2.0)
    assert (moment.before.family, moment.after.family) == ("kneeling", "upright")
    assert moment.weight == pytest.approx(0.5)


def test_spans_come_from_the_steps() -> None:
    line = timeline(
        start(phase="neutral"),
        {
            "repeat": 2,
            "rep": True,
            "side": "left",
            "steps": [{"pose": "cat", "move_s": 1.0, "hold_s": 0.5, "hold": True}],
        },
    )
    assert line.reps == (
        Span(name="rep", start_s=1.0, end_s=2.5, side="left"),
        Span(name="rep", start_s=2.5, end_s=4.0, side="left"),
    )
    assert line.holds[0] == Span(name="cat", start_s=2.0, end_s=2.5)
    assert [p.name for p in line.phases[:3]] == ["neutral", "to_cat", "cat"]


def test_faults_alter_the_pose_and_join_when_they_follow_on() -> None:
    line = timeline(
        start(),
        {"pose": "cat", "move_s": 1.0, "hold_s": 0.5, "faults": ["elbows_bent"]},
        {"pose": "cow", "move_s": 1.0, "hold_s": 0.5, "faults": ["elbows_bent"]},
        {"pose": "cow", "move_s": 2.0},
    )
    (fault,) = line.faults
    assert (fault.name, fault.start_s) == ("elbows_bent", pytest.approx(1.6))
    assert fault.end_s == pytest.approx(4.8)
    assert line.keys[1].pose.params["reach"] < poses.pose("cat").params["reach"]


def test_a_fault_of_the_pose_is_told_while_most_of_it_shows() -> None:
    line = timeline(
        start(),
        {"pose": "child_forward", "move_s": 2.0, "hold_s": 3.0, "faults": ["hips_high"]},
        {"pose": "child_forward", "move_s": 1.0, "hold_s": 1.0},
    )
    good = poses.pose("child_forward").params["thigh"]
    bad = line.keys[1].pose.params["thigh"]
    (fault,) = line.faults
    assert line.at(fault.start_s).after.params["thigh"] == pytest.approx(0.68 * bad, abs=1)
    left = (good - line.at(fault.end_s).after.params["thigh"]) / (good - bad)
    assert left == pytest.approx(0.68, abs=0.01)


def test_a_fault_of_the_movement_is_told_from_its_start() -> None:
    step = {"pose": "cat", "move_s": 1.0, "hold_s": 0.5, "faults": ["too_fast"]}
    line = timeline(start(), step, {"pose": "all_fours", "move_s": 1.0})
    assert line.faults == (Span(name="too_fast", start_s=1.0, end_s=2.5),)


def test_a_fault_may_be_told_by_another_name() -> None:
    step = {"pose": "child_forward", "move_s": 1.0, "faults": ["elbows_bent_forward"]}
    assert timeline(start(), step).faults[0].name == "elbows_bent"


EXERCISE_FILES = sorted((Path(__file__).parents[2] / "exercises").glob("*.toml"))


@pytest.mark.skipif(not EXERCISE_FILES, reason="needs the exercise files")
def test_the_truth_calls_faults_what_the_exercise_files_call_them() -> None:
    files = [tomllib.loads(path.read_text("utf-8")) for path in EXERCISE_FILES]
    known = {fault["id"] for file in files for fault in file.get("fault", [])}
    told = {fault.told or name for name, fault in poses.FAULTS.items() if fault.judged}
    assert told == known


def test_a_shake_moves_only_while_its_fault_lasts() -> None:
    line = timeline(
        start(),
        {"pose": "child_forward", "move_s": 1.0, "hold_s": 5.0, "faults": ["restless"]},
        {"pose": "child_forward", "move_s": 1.0, "hold_s": 1.0},
    )
    wanted = poses.pose("child_forward").params["thigh"]
    during = [line.at(t).after.params["thigh"] for t in np.linspace(3, 6, 31)]
    assert max(during) - min(during) > 5
    assert line.at(8.5).after.params["thigh"] == pytest.approx(wanted)


def test_late_parameters_wait() -> None:
    line = timeline(start(), {"pose": "cat", "move_s": 2.0, "faults": ["head_leads"]})
    early = line.at(1.8).after.params
    assert early["head"] > poses.pose("all_fours").params["head"]
    assert early["s5"] == poses.pose("all_fours").params["s5"]


def test_a_mirror_swaps_sides_and_twice_is_nothing() -> None:
    pose = poses.pose("elbow_open")
    once = poses.mirrored(pose)
    assert once.params["behind_l"] == pose.params["behind_r"] == 1
    assert once.params["twist"] == -pose.params["twist"]
    assert poses.mirrored(once) == pose


@pytest.mark.parametrize("name", sorted(poses.FAULTS))
def test_every_fault_changes_only_known_parameters(name: str) -> None:
    fault = poses.FAULTS[name]
    known = set().union(*poses.DEFAULTS.values())
    changes = [fault.sets, fault.adds, fault.scales, fault.late, *fault.only.values()]
    assert {key for change in changes for key in change} <= known
    assert {shake.param for shake in fault.shakes} <= known


@pytest.mark.parametrize("path", CLIPS, ids=lambda p: p.stem)
def test_every_clip_reads(path: Path) -> None:
    clip = read_clip(path)
    assert 8 <= clip.timeline.duration_s <= (130 if path.parent.name == "full" else 30)
    assert all(s.end_s <= clip.timeline.duration_s for s in clip.sections)
    ends = [key.end_s for key in clip.timeline.keys]
    assert ends == sorted(ends)


def document(**changes: Any) -> dict[str, Any]:
    return {"exercise": "cat_cow", "step": [start()]} | changes


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"exercise": "yoga"}, "exercise is 'yoga': expected one of"),
        ({"step": []}, r"no \[\[step\]\]"),
        ({"step": [{"pose": "headstand"}]}, "step 1: pose is 'headstand'"),
        ({"step": [start(faults=["sneezing"])]}, "unknown fault 'sneezing'"),
        ({"step": [start(), {"pose": "cat"}]}, "move_s above 0"),
        ({"step": [start(set={"wings": 2})]}, "unknown parameter 'wings'"),
        ({"step": [start(side="up")]}, "side is 'up'"),
        ({"step": [start(hold_s="long")]}, "'hold_s' is 'long'"),
        ({"camera": {"zoom": 2}}, "unknown key 'camera.zoom'"),
        ({"camera": {"look_at": [1, 2]}}, "expected three numbers"),
        ({"person": {"head": "up"}}, "person.head is 'up'"),
        ({"occluder": [{"start_s": 1.0}]}, "'occluder.end_s' is missing"),
        ({"music": "loud"}, "unknown key 'music'"),
        ({"exercise": "several"}, r"\[\[section\]\] goes with exercise = 'several'"),
        (
            {"section": [{"exercise": "yoga", "start_s": 0.0, "end_s": 1.0}]},
            "section.exercise is 'yoga'",
        ),
    ],
)
def test_a_wrong_clip_says_what_is_wrong(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ClipError, match=message):
        parse_clip(document(**changes), "clip")


def test_a_file_that_is_not_toml_is_named(tmp_path: Path) -> None:
    path = tmp_path / "broken.toml"
    path.write_text("exercise = ")
    with pytest.raises(ClipError, match=r"broken\.toml"):
        read_clip(path)

"""A whole live session, joined as the command line joins it, with stand-ins for the machine."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from tests.app.live_stand_ins import Camera, Ear, Model, frames
from tests.typed import there

from matside import analyse
from matside.app.prescribed import follow
from matside.app.report import make_report
from matside.capture.source import open_source
from matside.errors import ModelError, UsageError
from matside.guidance.outcome import Utterance
from matside.overlay.privacy import Privacy
from matside.record.files import SUMMARY, TRACE
from matside.record.session_video import session_video
from matside.record.trace_reader import read_steps, read_trace


def test_a_session_comes_to_the_same_as_its_recording(practise, poses, analysis, tmp_path):
    done = practise(camera=Camera(frames(poses)))
    assert done.summary.sections == analysis.summary.sections
    assert not done.interrupted
    told = json.loads((done.folder / SUMMARY).read_text("utf-8"))
    assert [s["exercise"] for s in told["sections"]] == ["knees_to_chest"]
    assert len(list(read_trace(done.folder / TRACE)[1])) == done.summary.frames
    assert done.folder.parent == tmp_path / "data" / "sessions"
    assert not list(done.folder.glob("*.part"))


def test_it_is_in_the_history(practise, poses):
    done = practise(pain_before=2, camera=Camera(frames(poses[:60])))
    (session,) = practise.stored()
    assert session.start.id == done.session
    assert session.start.pain_before == 2
    assert session.start.folder == done.folder


def test_what_is_not_saved_is_nowhere(practise, tmp_path):
    done = practise(save=False)
    assert done.folder is None
    assert done.session == ""
    assert done.summary.sections
    assert not (tmp_path / "data").exists()


def test_the_summary_is_printed_and_what_is_said_where_there_is_no_window(practise):
    ear = Ear()
    practise(ear=ear)
    said = [heard.text for heard in ear.heard if isinstance(heard, Utterance)]
    assert said
    for text in said:
        assert text in practise.printed
    assert "Knees to chest" in practise.printed
    assert "Results:" in practise.printed
    assert ear.closed


def test_pain_afterwards_is_asked_and_kept(practise):
    practise(pain_after=lambda: 1)
    assert practise.stored()[0].practised.pain_after == 1


@pytest.mark.parametrize("names", [("cat-cow",), ("cat cow", "childs-pose")])
def test_the_exercises_that_are_asked_for_are_kept_for_a_replay(practise, names):
    done = practise(exercises=names)
    header, _ = read_trace(done.folder / TRACE)
    assert header.options["exercise"] == ",".join(["cat_cow", "childs_pose"][: len(names)])
    assert not any(section.holds for section in done.summary.sections)


def test_a_plan_is_judged_step_by_step_live_and_from_its_trace(practise):
    asked = {"reps": 1, "hold_s": 2.0, "side": "any"}
    done = practise(exercises=("knees-to-chest", "knees-to-chest"), asked=asked)
    steps = read_steps(done.folder / TRACE)
    assert [step.exercise for step in steps] == ["knees_to_chest"] * 2
    assert [step.dose.hold_s for step in steps] == [2.0, 2.0]
    assert steps[1].t_s > steps[0].t_s + 2.0
    replayed = analyse(done.folder / TRACE)
    assert replayed.summary.sections == done.summary.sections
    assert done.summary.sections


def test_a_programme_gives_its_exercises_in_order(practise, poses):
    done = practise(exercises=("desk-break",), camera=Camera(frames(poses[:60])))
    header, _ = read_trace(done.folder / TRACE)
    assert header.options["exercise"] == "cat_cow,thoracic_rotation,childs_pose"


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"exercises": ("desk-break",), "asked": {"reps": 3}}, "has doses of its own"),
        ({"exercises": ("cat-cow",), "asked": {"hold_s": 9.0}}, "counted and not held"),
        ({"exercises": ("childs-pose",), "asked": {"side": "each"}}, "has no sides"),
    ],
)
def test_a_dose_that_does_not_fit_is_told_before_anything_is_opened(practise, options, told):
    with pytest.raises(UsageError, match=told):
        practise(**options)


def test_an_unknown_exercise_is_told_before_anything_is_opened(practise):
    with pytest.raises(UsageError, match="cat_cow"):
        practise(exercises=("catcow2",))
    assert practise.printed == ""


def test_a_model_that_fails_is_told_after_saving(practise, poses, tmp_path):
    def fail(index):
        if index == 90:
            raise ModelError("it broke")

    with pytest.raises(ModelError, match="it broke"):
        practise(model=Model(poses, before=fail))
    (folder,) = (tmp_path / "data" / "sessions").iterdir()
    assert json.loads((folder / SUMMARY).read_text("utf-8"))["frames"] == 90


def test_without_a_picture_nothing_is_claimed(practise, tmp_path):
    done = practise(camera=Camera([]))
    assert done.summary.frames == 0
    assert "no picture" in practise.printed
    assert done.folder is None
    assert not list((tmp_path / "data" / "sessions").iterdir())
    assert not practise.stored()


def test_the_camera_is_recorded_from_the_start(practise, poses):
    done = practise(record=True, camera=Camera(frames(poses[:60])))
    with open_source(done.folder / "recording.mp4") as video:
        times = [frame.t_s for frame in video]
    shown = {round(pose.t_s - poses[0].t_s, 3) for pose in poses[:60]}
    assert {round(t_s, 3) for t_s in times} <= shown  # faster than real: some are left out
    assert len(times) > 10


def test_pictures_of_another_size_go_on_in_a_recording_of_their_own(practise, poses):
    """A camera that is turned, or found again at another size, in mid-session."""
    turned = [
        replace(frame, image=frame.image.transpose(1, 0, 2).copy()) for frame in frames(poses)
    ]
    mixed = [*list(frames(poses))[:40], *turned[40:90], *list(frames(poses))[90:130]]
    done = practise(camera=Camera(mixed), record=True)
    sizes = []
    for name in ("recording.mp4", "recording-2.mp4", "recording-3.mp4"):
        with open_source(done.folder / name) as video:
            sizes.append(video.size_px)
            assert next(iter(video)).image.shape[:2] == video.size_px[::-1]
    assert sizes == [(64, 36), (36, 64), (64, 36)]
    assert not (done.folder / "recording-4.mp4").exists()
    longest = there(session_video(done.folder, done.summary.start_s))
    assert longest.path.name == "recording-2.mp4"
    assert longest.start_s == pytest.approx(poses[40].t_s - poses[0].t_s, abs=0.001)


def test_the_report_tells_the_depth_against_the_sessions_before(practise, monkeypatch):
    monkeypatch.setattr("matside.analysis.depth.LEAST_SESSIONS", 2)
    _, second, third = (practise(pictures=Privacy.NO_PICTURES).folder for _ in range(3))
    told = "Knees to chest: near your usual depth"  # it is the same recording
    assert told not in (second / "report.html").read_text("utf-8")
    assert told in (third / "report.html").read_text("utf-8")
    assert told in make_report(third).read_text("utf-8")


def test_the_report_says_that_it_was_practised_when_it_is_written_again_too(practise):
    folder = practise(pictures=Privacy.NO_PICTURES).folder
    assert "<li>practised " in (folder / "report.html").read_text("utf-8")
    (folder / "summary.json").unlink()  # as after a kill: only the history knows the day
    page = make_report(folder).read_text("utf-8")
    assert "<li>practised " in page
    assert "<li>analysed " not in page


PLAN = """\
schema_version = 1
id = "always"
name = "Always"
prescribed_by = "A. Example"
from = 2020-01-01

[[session]]
id = "all_day"
name = "All day"
days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
times = ["00:00", "04:00", "08:00", "12:00", "16:00", "20:00"]

[[session.step]]
exercise = "knees_to_chest"
hold_s = 5
reps = 1
"""


def test_without_a_name_what_the_plan_has_for_today_is_practised(practise, tmp_path):
    path = tmp_path / "plan.toml"
    path.write_text(PLAN, "utf-8")
    follow(path)
    done = practise(pain_before=1, pain_after=lambda: 0)
    assert "From your plan: All day." in " ".join(practise.printed.split())
    assert [begun.dose.hold_s for begun in read_steps(done.folder / TRACE)] == [5.0]
    (session,) = practise.stored()
    assert (session.start.pain_before, session.practised.pain_after) == (1, 0)
    told = json.loads((done.folder / SUMMARY).read_text("utf-8"))["notices"]
    kinds = {notice["kind"]: notice["count"] for notice in told}
    assert (kinds["pain_before"], kinds["pain_after"]) == (1, 0)
    free = practise(free=True)
    assert "From your plan" not in practise.printed
    assert not read_steps(free.folder / TRACE)

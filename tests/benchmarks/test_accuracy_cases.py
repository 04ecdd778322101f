"""Labels, truth files and measures of the accuracy benchmark on hand-made cases."""

import json
import math

import numpy as np
import pytest
from benchmarks.accuracy.cases import (
    expected_of,
    labelled_cases,
    medium_of,
    read_labels,
    rendered_clips,
    spans_of,
    view_of,
)
from benchmarks.accuracy.evaluator import evaluate
from benchmarks.accuracy.measuring import error_of, same_frames, spine_fit
from benchmarks.accuracy.photos import pictures_of
from benchmarks.accuracy.tables import table
from benchmarks.accuracy.truth import read_truth
from tests.typed import there

from matside.body.landmark import Side
from matside.errors import UsageError
from matside.exercise.library import load_library


@pytest.fixture(scope="module")
def library():
    return {exercise.id: exercise for exercise in load_library()}


def truth_file(folder, **changes):
    told = {
        "format": 1,
        "clip": "made_up",
        "exercise": "none",
        "size_px": [100, 50],
        "rotate_deg": 0,
        "body": "m",
        "near_side": "left",
        "phases": [{"name": "lying", "start_s": 0.0, "end_s": 0.5, "side": "both"}],
        "reps": [],
        "faults": [{"name": "wrists_away", "start_s": 0.0, "end_s": 0.5, "side": "left"}],
        "landmarks": [0, 23],
        "frames": {
            "t_s": [0.0, 0.1],
            "px": [[1.0, 2.0, 3.0, 4.0], None],
            "world_mm": [[100, 200, 300, 400, 500, 600], None],
            "measures": {"spine_flexion_deg": [10.0, None]},
        },
    }
    path = folder / "made_up.truth.json"
    path.write_text(json.dumps({**told, **changes}), encoding="utf-8")
    return path


def test_a_truth_file_becomes_pixels_by_landmark_and_spans(tmp_path):
    truth = read_truth(truth_file(tmp_path))
    assert truth.exercise == ""
    assert truth.px.shape == (2, 33, 2)
    assert truth.px[0, 23].tolist() == [3.0, 4.0]
    assert np.isnan(truth.px[0, 1]).all()
    assert np.isnan(truth.px[1]).all()
    assert truth.world_m[0, 23].tolist() == [0.4, -0.6, 0.5], "along the mat, down, away"
    assert np.isnan(truth.world_m[1]).all()
    assert np.isnan(truth.measures["spine_flexion_deg"][1])
    assert truth.phases[0].side is None
    assert (truth.faults[0].name, truth.faults[0].side) == ("wrists_away", Side.LEFT)
    assert [pose.people for pose in truth.poses()] == [1, 0]


def test_a_clip_that_was_filmed_sideways_has_its_truth_turned_too(tmp_path):
    truth = read_truth(truth_file(tmp_path, rotate_deg=90))
    assert truth.size_px == (50, 100)
    assert truth.px[0, 23].tolist() == [45.0, 3.0]


def test_a_truth_file_of_another_format_is_refused(tmp_path):
    with pytest.raises(ValueError, match="format 1, found 2"):
        read_truth(truth_file(tmp_path, format=2))


def test_a_clip_of_several_exercises_is_parted_half_way_between_them(tmp_path):
    sections = [
        {"exercise": "childs_pose", "start_s": 0.0, "end_s": 0.02},
        {"exercise": "cat_cow", "start_s": 0.08, "end_s": 0.1},
    ]
    truth = read_truth(truth_file(tmp_path, exercise="several", sections=sections))
    (child, first), (cat, second) = truth.parts()
    assert (child.exercise, cat.exercise) == ("childs_pose", "cat_cow")
    assert first == pytest.approx((-math.inf, 0.05))
    assert second == pytest.approx((0.05, math.inf))
    assert (child.t_s.tolist(), cat.t_s.tolist()) == ([0.0], [0.1])
    assert (len(child.faults), len(cat.faults)) == (1, 1)


def test_a_negative_expects_nothing(tmp_path, library):
    expected = expected_of(read_truth(truth_file(tmp_path)), library)
    assert expected.exercise == ""
    assert expected.holds is None
    assert expected.phases is None


def test_a_clip_without_trunk_and_legs_in_the_picture_asks_for_silence(tmp_path, library):
    truth = read_truth(truth_file(tmp_path, exercise="childs_pose"))
    assert evaluate(truth, library["childs_pose"]).shown == 0.0
    assert expected_of(truth, library).exercise == ""


def test_a_clip_counts_once_it_has_its_truth_beside_it(tmp_path):
    for name in ("made_up.mp4", "other.mp4"):
        (tmp_path / name).touch()
    truth_file(tmp_path)
    assert [clip.name for clip in rendered_clips(tmp_path)] == ["made_up.mp4"]


def test_holds_in_a_cell_are_spans():
    spans = spans_of("1.8-7.5;9-12")
    assert [(s.start_s, s.end_s) for s in spans] == [(1.8, 7.5), (9.0, 12.0)]
    assert [s.may for s in spans_of("1.8-7.5;9-12?")] == [False, True]


def test_empty_cells_were_not_labelled(tmp_path, library):
    labels = tmp_path / "clips.csv"
    labels.write_text(
        "name,exercise,holds_s,reps\n"
        "a.mp4,childs_pose,1-2,1\nb.mp4,cat_cow,,\nc.mp4,none,,0\nmissing.mp4,none,,0\n",
        encoding="utf-8",
    )
    for name in ("a.mp4", "b.mp4", "c.mp4"):
        (tmp_path / name).touch()
    a, b, c = (case.expected for case in labelled_cases(tmp_path, labels, library))
    assert (a.exercise, len(there(a.holds)), a.reps, a.faults) == (
        "childs_pose",
        1,
        {None: 1},
        None,
    )
    assert (b.exercise, b.holds, b.reps) == ("cat_cow", None, None)
    assert c.exercise == ""


@pytest.mark.parametrize(
    ("cell", "view"),
    [
        ("side_left", "side"),
        ("side_right portrait", "side"),
        ("side_left oblique (front-left camera)", "oblique"),
        ("oblique/side_right (rear-left camera)", "oblique"),
        ("front_oblique", "front"),
        ("front, then side_left", "front"),
        ("", ""),
    ],
)
def test_the_view_furthest_from_the_side_decides(cell, view):
    assert view_of(cell) == view


def test_a_note_says_of_a_clip_that_nobody_was_filmed():
    assert medium_of("drawn (3-D); cat and back") == "drawn"
    assert medium_of("AI-generated; one knee") == "drawn"
    assert medium_of("real; drawn curtains behind") == "real"
    assert medium_of("starts sitting on the heels") == "real"


@pytest.mark.parametrize(
    "name", ["labels_third.csv", "labels_fourth.csv", "labels_fifth.csv", "labels_sixth.csv"]
)
def test_the_published_labels_are_of_known_exercises_and_their_holds_have_a_length(
    name, tmp_path, repository, library
):
    labels = repository / "benchmarks" / "accuracy" / name
    rows = read_labels(labels)
    for row in rows:
        (tmp_path / row["name"]).touch()
    cases = list(labelled_cases(tmp_path, labels, library))
    assert len(cases) == len(rows) == len({row["blob"] for row in rows})
    for row, case in zip(rows, cases, strict=True):
        assert case.expected.exercise == row["exercise"].replace("none", "")
        assert all(hold.start_s < hold.end_s for hold in case.expected.holds or ())
        assert case.expected.medium == row["note"].split()[0].strip(";")


def test_labels_that_cannot_be_read_are_named(tmp_path, library):
    with pytest.raises(UsageError, match=r"labels .*missing\.csv"):
        list(labelled_cases(tmp_path, tmp_path / "missing.csv", library))


def test_pictures_take_their_phase_from_the_first_word(tmp_path):
    labels = tmp_path / "photos.csv"
    labels.write_text(
        "file,exercise,phase\na.jpg,childs_pose,childs_pose extended arms\nb.jpg,none,plank\n",
        encoding="utf-8",
    )
    for name in ("a.jpg", "b.jpg"):
        (tmp_path / name).touch()
    first, second = pictures_of(tmp_path, labels)
    assert (first.exercise, first.phase) == ("childs_pose", "hold")
    assert (second.exercise, second.phase) == ("", "")


def test_the_error_of_a_measure_has_its_bias_taken_off():
    true = np.array([0.0, 0.0, 0.0, 0.0, 0.0, np.nan])
    found = np.array([4.0, 5.0, 5.0, 6.0, 15.0, 1.0])
    error = error_of(found, true)
    assert there(error).frames == 5
    assert there(error).median == 5.0
    assert there(error).bias == 5.0
    assert there(error).unbiased == 1.0
    assert there(error).p90 == pytest.approx(11.4)
    assert error_of(np.array([np.nan]), np.array([1.0])) is None


def test_frames_are_the_same_by_their_times():
    assert same_frames([0.0, 0.101, 0.15, 0.2], np.array([0.0, 0.1, 0.2])) == ([0, 1, 3], [0, 1, 2])


def test_one_slope_is_fitted_over_all_bodies():
    true = np.array([-10.0, 0.0, 20.0])
    fit = spine_fit([(true, 1.5 * true), (2 * true, 3 * true)])
    assert there(fit).clips == 2
    assert there(fit).slope == pytest.approx(1.5)
    assert there(fit).r == pytest.approx(1.0)
    assert there(fit).rmse_deg == pytest.approx(0.0)
    assert spine_fit([]) is None


def test_a_table_lines_its_columns_up():
    lines = table("Title", ("a", "bb"), [("long", "1"), ("x", "22")]).splitlines()
    assert lines[1] == "Title"
    assert lines[-2:] == ["long   1", "x     22"]

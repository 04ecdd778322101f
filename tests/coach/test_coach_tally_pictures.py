"""Pictures, and films of pictures, in the summary of a session."""

import pytest
from tests.coach.coach_results import TRACKS, A, B, hold, result, summary
from tests.coach.coach_samples import LEFT

from matside.coach.sections import sections_of_stills
from matside.coach.summary import StillSpan
from matside.coach.tally import MOST_STILLS

# Pictures


def still(t_s, exercise_id, phase="up"):
    return StillSpan(t_s=t_s, posture="other", exercise=exercise_id, phase=phase, side=None)


def test_pictures_vote_for_one_exercise():
    (section,) = sections_of_stills(
        [
            still(0, "b"),
            still(5, "a"),
            still(10, "a"),
            still(15, ""),
            still(20, "a"),
            still(25, "b"),
        ],
        TRACKS,
    )
    assert (section.exercise, section.start_s, section.end_s) == ("a", 5, 20)
    assert (section.holds, section.reps) == ((), {})
    assert sections_of_stills([still(0, ""), still(1, "unknown")], TRACKS) == ()


def test_slide_show_is_kept_as_pictures():
    shown = [result(3.0 * n, exercise="a", phase="up", side=LEFT) for n in range(4)]
    found = summary([*shown, result(12.0, judged=False)], [A, B])
    assert [s.t_s for s in found.stills] == [0.0, 3.0, 6.0, 9.0, 12.0]
    assert found.stills[0] == StillSpan(
        t_s=0.0, posture="on_the_back", exercise="a", phase="up", side=LEFT
    )
    assert found.coverage == pytest.approx(4 / 5)
    assert [s.exercise for s in found.sections] == ["a"]


def test_single_picture_is_one():
    found = summary([result(0.0, exercise="a", phase="up")], [A])
    assert (len(found.stills), found.coverage) == (1, 1.0)
    assert [s.exercise for s in found.sections] == ["a"]
    assert summary([result(0.0, judged=False)], [A]).coverage == 0.0
    assert summary([result(0.0)], [A]).coverage == 1.0


def test_film_with_a_few_gaps_is_no_slide_show():
    frames = [result(t / 10 + 5 * (t // 10), exercise="a") for t in range(40)]
    found = summary(frames, [A])
    assert (found.stills, found.sections) == ((), ())


def test_half_of_the_frames_far_apart_is_still_a_film():
    frames = [result(t) for t in (0.0, 0.1, 5.0, 5.1)]
    assert summary(frames).stills == ()
    assert len(summary(frames[:3]).stills) == 2


def test_slide_show_in_which_something_was_timed_keeps_its_sections():
    frames = [result(0.6 * n, exercise="b") for n in range(20)]
    found = summary(frames, [A, B], hold("a", 1, 9))
    assert [s.exercise for s in found.sections] == ["a"]
    assert len(found.stills) == 20


def test_pictures_are_limited():
    found = summary([result(3.0 * n) for n in range(MOST_STILLS + 9)])
    assert len(found.stills) == MOST_STILLS
    assert found.frames == MOST_STILLS + 9

from __future__ import annotations

import dataclasses
import itertools

import numpy as np
import pytest
from tests.summaries import section_of, summary_of
from tests.typed import near

from matside.body.frames import unseen
from matside.body.landmark import Side
from matside.coach.events import LossReason
from matside.coach.result import DoseProgress
from matside.coach.summary import Hold, Section
from matside.guidance.outcome import Breath, Guidance, Pause, Stage, WorkView
from matside.overlay.drawing import Overlay
from matside.overlay.hud import Badge, BadgeKind, Banner, BannerKind, CardKind, PacerCircle, totals
from matside.overlay.keys import Key
from matside.overlay.layout import inside, overlap
from matside.overlay.live_view import LiveView, live_hud
from matside.wording.formatting import plain
from matside.wording.labels import Labels

WORK = WorkView(
    exercise="cat_cow",
    side=None,
    set=1,
    sets=2,
    done=3,
    target=8,
    hold_s=0.0,
    sides={},
    step=1,
    steps=2,
)
LABELS = Labels(exercises={"cat_cow": "Cat-cow", "childs_pose": "Child's pose"})


def view(stage: Stage, **told) -> LiveView:
    own = {f.name for f in dataclasses.fields(LiveView)} - {"guidance"}
    mine = {name: value for name, value in told.items() if name in own}
    guide = {name: value for name, value in told.items() if name not in own}
    return LiveView(guidance=Guidance(stage=stage, **guide), **mine)


def section(exercise: str, reps=None, held_s: tuple[float, ...] = ()) -> Section:
    holds = tuple(Hold(phase="hold", side=None, start_s=0.0, end_s=s, held_s=s) for s in held_s)
    return section_of(exercise, holds=holds, reps=reps or {})


@pytest.mark.parametrize("stage", list(Stage))
def test_there_is_never_more_than_one_message(make_result, stage):
    results = (None, make_result(cue="mend_this"), make_result(cue="x", reason=LossReason.LEGS))
    for result, told in itertools.product(results, ("", "Come closer")):
        live = view(stage, instruction=told, caption="Breathe", help=False)
        words = live_hud(result, LABELS, live)
        only_number = words.card is not None and words.card.kind is CardKind.COUNTDOWN
        assert words.banner is None or words.card is None or only_number


def test_waiting_tells_the_trouble_with_the_camera():
    words = live_hud(None, LABELS, view(Stage.WAITING, instruction="the camera is busy."))
    assert words.card is not None
    assert (words.card.kind, words.card.headline) == (CardKind.CAMERA, "The camera is busy.")
    assert words.dimmed
    silent = live_hud(None, LABELS, view(Stage.WAITING))
    assert silent.card is not None
    assert "camera" in silent.card.headline


@pytest.mark.parametrize(
    ("stage", "title", "headline"),
    [
        (Stage.WAITING, "Next", "Cat-cow"),
        (Stage.PLACING, "Next", "Cat-cow"),
        (Stage.COUNTDOWN, "Get ready", "Cat-cow"),
        (Stage.COACHING, "Cat-cow", "On hands and knees"),
        (Stage.DONE, "Cat-cow", "On hands and knees"),
    ],
)
def test_the_target_is_named_before_it_is_recognised(make_result, stage, title, headline):
    words = live_hud(make_result(), LABELS, view(stage, target="cat_cow"))
    assert (words.title, words.headline) == (title, headline)


def test_what_is_asked_for_is_named_and_nothing_shown_of_what_came_before(make_result):
    result = make_result(exercise="childs_pose", phase="hold", held_s=12.0, hold_target_s=30.0)
    words = live_hud(result, LABELS, view(Stage.PLACING, target="cat_cow", work=WORK))
    assert (words.title, words.headline) == ("Next", "Cat-cow")
    assert words.ring is None
    assert words.tally == ""


def test_the_ring_shows_the_set_that_is_due_once_the_exercise_has_begun(make_result):
    result = make_result(exercise="cat_cow", phase="cat", progress=0.5)
    words = live_hud(result, LABELS, view(Stage.COUNTDOWN, target="cat_cow", work=WORK))
    assert words.ring is None
    begun = view(Stage.COACHING, target="cat_cow", work=WORK, underway=True)
    words = live_hud(result, LABELS, begun)
    assert words.ring is not None
    assert (words.ring.figure, words.ring.unit, words.ring.share) == ("3", "of 8", 0.5)
    assert words.tally == "set 1 of 2"


def test_a_rest_is_counted_down_and_a_change_of_sides_names_the_side(make_result):
    rest = Pause(switch=False, left_s=12.4, length_s=20.0)
    words = live_hud(
        make_result(), LABELS, view(Stage.RESTING, target="cat_cow", work=WORK, pause=rest)
    )
    assert words.headline == "Rest"
    assert words.ring is not None
    assert (words.ring.figure, words.ring.share) == ("13", pytest.approx(0.62))
    switch = dataclasses.replace(rest, switch=True)
    due = dataclasses.replace(WORK, side=Side.LEFT)
    words = live_hud(
        make_result(), LABELS, view(Stage.RESTING, target="cat_cow", work=due, pause=switch)
    )
    assert words.headline == "Then the left side"


def test_seconds_are_large_enough_for_the_mat_and_counts_are_not(make_result):
    holding = make_result(exercise="cat_cow", held_s=12.0, hold_target_s=30.0)
    words = live_hud(holding, LABELS, view(Stage.COACHING, target="cat_cow"))
    assert words.ring is not None
    assert (words.ring.figure, words.ring.large) == ("12", True)
    begun = view(Stage.COACHING, target="cat_cow", work=WORK, underway=True)
    words = live_hud(make_result(exercise="cat_cow"), LABELS, begun)
    assert words.ring is not None
    assert not words.ring.large


def test_who_hears_nothing_is_told_to_read(make_result):
    badges = live_hud(make_result(), LABELS, view(Stage.COACHING, voiceless=True)).badges
    assert Badge(kind=BadgeKind.MUTED, text="No voice: read along") in badges


def test_at_the_end_stands_what_was_done_and_the_question_for_the_pain(make_result):
    words = live_hud(make_result(), LABELS, view(Stage.DONE, closing="You did two of four holds."))
    assert words.card is not None
    assert words.card.headline == "You did two of four holds."
    words = live_hud(make_result(), LABELS, view(Stage.DONE, closing="x", ask_pain=True))
    assert words.card is not None
    assert words.card.kind is CardKind.PAIN
    assert words.card.choices == tuple("0123456789")


@pytest.mark.parametrize("size", [(320, 240), (640, 360), (720, 1280), (1280, 720), (1920, 1080)])
@pytest.mark.parametrize("skippable", [False, True])
def test_each_number_for_the_pain_is_a_large_button_that_can_be_clicked(size, skippable):
    guidance = Guidance(stage=Stage.DONE, ask_pain=True)
    overlay = Overlay(size_px=size)
    picture = overlay.draw(None, None, live=LiveView(guidance=guidance, skippable=skippable))
    asked = [*(key for key in Key if key.pain is not None), *[Key.NEXT] * skippable]
    assert [button.key for button in overlay.buttons] == asked
    for button in overlay.buttons:
        left, top, width, height = button.box
        assert inside(button.box, size)
        assert min(width, height) >= 0.04 * min(size)
        assert np.median(picture[top : top + height, left : left + width]) > 200, "it is seen there"
    for one, other in itertools.combinations(overlay.buttons, 2):
        assert not overlap(one.box, other.box)
    overlay.draw(None, None, live=LiveView(guidance=Guidance(stage=Stage.PAUSED)))
    assert overlay.buttons == ()


def test_placing_shows_a_ghost_to_an_empty_room_and_a_small_figure_beside_a_person(make_result):
    live = view(Stage.PLACING, instruction="turn sideways", posture="on_the_back")
    empty = make_result(pose=unseen(1.0, (640, 360)), near_side=None, measures={})
    for result in (None, empty):
        words = live_hud(result, LABELS, live)
        assert words.ghost == "on_the_back"
        assert words.banner == Banner(kind=BannerKind.INSTRUCTION, text="Turn sideways")
    words = live_hud(make_result(cue="x", reason=LossReason.LEGS), LABELS, live)
    assert words.ghost == ""
    assert words.banner is not None
    assert (words.banner.text, words.banner.posture) == ("Turn sideways", "on_the_back")
    assert words.frame


def test_the_countdown_is_one_large_number(make_result):
    words = live_hud(make_result(), LABELS, view(Stage.COUNTDOWN, countdown=3))
    assert words.card is not None
    assert (words.card.kind, words.card.headline) == (CardKind.COUNTDOWN, "3")
    assert not words.dimmed


def test_coaching_says_what_matters_most(make_result):
    def said(caption="", instruction="", **told):
        live = view(Stage.COACHING, caption=caption, instruction=instruction)
        banner = live_hud(make_result(**told), LABELS, live).banner
        return banner and (banner.kind, banner.text)

    everything = {"caption": "hold", "instruction": "come back"}
    assert said(cue="a", reason=LossReason.TRUNK, **everything) == (
        BannerKind.PAUSED,
        "Paused: the trunk cannot be seen.",
    )
    assert said(cue="a", **everything) == (BannerKind.CUE, "A")
    assert said(**everything) == (BannerKind.INSTRUCTION, "Come back")
    assert said(caption="hold") == (BannerKind.SPEECH, "Hold")
    assert said() is None


@pytest.mark.parametrize(
    ("inward", "share", "size"),
    [(True, 0.0, 0.0), (True, 0.5, 0.5), (True, 1.0, 1.0), (False, 0.0, 1.0), (False, 1.0, 0.0)],
)
def test_the_pacer_grows_with_the_breath_in_and_shrinks_with_the_breath_out(
    make_result, inward, share, size
):
    live = view(Stage.COACHING, breath=Breath(inward=inward, share=share))
    pacer = live_hud(make_result(), LABELS, live).pacer
    assert pacer == PacerCircle(word="In" if inward else "Out", share=near(size))


def test_there_is_no_pacer_without_a_breath_and_none_before_it_begins(make_result):
    assert live_hud(make_result(), LABELS, view(Stage.COACHING)).pacer is None
    early = view(Stage.PLACING, breath=Breath(inward=True, share=0.5))
    assert live_hud(make_result(), LABELS, early).pacer is None


def test_a_pause_stands_the_ring_still_and_says_how_to_go_on(make_result):
    result = make_result(phase="hold", hold_target_s=30.0, held_s=12.0, cue="x")
    words = live_hud(result, LABELS, view(Stage.PAUSED))
    assert words.card is not None
    assert words.card.headline == "Paused"
    assert any("pace" in line for line in words.card.lines)
    assert words.ring is not None
    assert words.ring.paused


def test_at_the_end_the_totals_are_told(make_result):
    live = view(Stage.DONE, totals=("Cat-cow: 8 repetitions",))
    words = live_hud(make_result(cue="x"), LABELS, live)
    assert words.card is not None
    assert (words.card.headline, words.card.lines) == ("Well done", ("Cat-cow: 8 repetitions",))
    assert words.banner is None


def test_at_the_end_the_dose_is_told_where_there_are_no_totals(make_result):
    dose = DoseProgress(
        dose="d", reps=8, reps_target=8, set_reps=8, each_side=False, sides={None: 8}
    )
    words = live_hud(make_result(exercise="cat_cow", dose=dose), LABELS, view(Stage.DONE))
    assert words.card is not None
    assert words.card.lines == ("Cat-cow: 8 of 8",)


def test_more_totals_than_one_can_read_leave_the_last(make_result):
    live = view(Stage.DONE, totals=tuple("abcdef"))
    words = live_hud(None, LABELS, live)
    assert words.card is not None
    assert words.card.lines == ("c", "d", "e", "f")


def test_the_help_stands_alone(make_result):
    words = live_hud(make_result(cue="x"), LABELS, view(Stage.COACHING, help=True, recording=True))
    assert words.card is not None
    assert words.card.kind is CardKind.HELP
    assert len(words.card.lines) == 9
    assert (words.title, words.banner, words.ring) == ("", None, None)


def test_marks_are_words_and_not_only_signs(make_result):
    live = view(Stage.COACHING, recording=True, muted=True, fps=29.7)
    assert live_hud(make_result(), LABELS, live).badges == (
        Badge(kind=BadgeKind.RECORDING, text="REC"),
        Badge(kind=BadgeKind.MUTED, text="Muted"),
        Badge(kind=BadgeKind.PLAIN, text="30 fps"),
    )
    unknown = view(Stage.COACHING, fps=float("nan"))
    assert live_hud(make_result(), LABELS, unknown).badges == ()
    assert [m.text for m in live_hud(None, LABELS, view(Stage.PLACING)).badges] == ["h: keys"]


def test_totals_name_each_exercise_once_in_the_order_it_came():
    told = totals(
        summary_of(
            section("cat_cow", {None: 5}),
            section("childs_pose", {None: 2}, held_s=(70.0, 55.9)),
            section("cat_cow", {None: 3}),
            section("bird_dog", {Side.LEFT: 2, Side.RIGHT: 1}),
            section("nothing"),
            section("bridge", {None: 1}),
            section("short", {}, held_s=(12.0,)),
        ),
        LABELS,
    )
    assert tuple(map(plain, told)) == (
        "Cat-cow: 8 repetitions",
        "Child's pose: held 2 min 5 s",
        "Bird dog: left 2, right 1",
        "Bridge: 1 repetition",
        "Short: held 12 s",
    )

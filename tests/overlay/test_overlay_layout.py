from __future__ import annotations

import itertools
from gettext import NullTranslations

import pytest
from tests.pseudo_language import LongLanguage, using

from matside.body.landmark import Side
from matside.coach.events import LossReason
from matside.coach.result import DoseProgress
from matside.guidance.messages import Say, said
from matside.guidance.outcome import Breath, Guidance, Stage
from matside.guidance.phrases import text_of
from matside.overlay.hud import Banner, BannerKind, Card, CardKind, Hud, PacerCircle, Ring, hud
from matside.overlay.layout import Arrangement, Part, inside, overlap
from matside.overlay.live_view import LiveView, live_hud
from matside.wording.labels import Labels

SIZES = [(640, 360), (1280, 720), (720, 1280), (320, 240), (480, 640)]
LABELS = Labels(
    exercises={"rotation": "Kneeling thoracic rotation", "child": "Child's pose"},
    phases={
        ("rotation", "open"): "Open to the ceiling",
        ("child", "hold"): "Resting in child's pose",
    },
    cues={
        ("rotation", "hips_turn"): "Keep your hips still over your knees; turn from mid-back.",
    },
)
SIDES = DoseProgress(
    dose="d", reps=3, reps_target=16, set_reps=8, each_side=True, sides={Side.LEFT: 11}
)
GHOST_SIZES = [(640, 360), (1280, 720), (720, 1280), (1920, 1080), (640, 480)]


@pytest.mark.parametrize("size", GHOST_SIZES)
@pytest.mark.parametrize("posture", ["hands_and_knees", "on_the_back"])
def test_an_empty_room_shows_the_posture_whole_beside_where_the_camera_goes(size, posture):
    told = text_of(said(Say.COME_INTO_VIEW) + said(Say.CAMERA_PLACE), {})
    guidance = Guidance(stage=Stage.PLACING, instruction=told, target="rotation")
    words = live_hud(None, LABELS, LiveView(guidance=guidance, fps=24.0, posture=posture))
    placed = {one.part: one.box for one in Arrangement(words, size).placed}
    ghost = placed[Part.GHOST]
    assert inside(ghost, size)
    assert ghost[2] >= 0.2 * min(size)
    assert not any(overlap(ghost, box) for part, box in placed.items() if part is not Part.GHOST)


RESULTS = {
    "nothing": {},
    "rotation": {
        "exercise": "rotation",
        "phase": "open",
        "side": Side.RIGHT,
        "reps": {Side.LEFT: 11, Side.RIGHT: 12},
        "dose": SIDES,
        "cue": "hips_turn",
    },
    "hold": {
        "exercise": "child",
        "phase": "hold",
        "hold_target_s": 300.0,
        "held_s": 125.0,
        "reps": {Side.LEFT: 2, Side.RIGHT: 1},
        "dose": SIDES,
    },
    "lost": {
        "exercise": "child",
        "phase": "hold",
        "hold_target_s": 30.0,
        "held_s": 12.0,
        "reason": LossReason.TRUNK,
    },
}
TOLD = "Move back a little, so that I can see your feet."
TOTALS = ("Cat-cow: 8 repetitions", "Kneeling thoracic rotation: left 8, right 8")


def scenes(make_result):
    """Yield a name and the words of every stage with every kind of result."""
    for name, told in RESULTS.items():
        yield f"recorded {name}", hud(make_result(**told), LABELS)
    for stage, name in itertools.product(Stage, (*RESULTS, "")):
        result = make_result(**RESULTS[name]) if name else None
        guidance = Guidance(
            stage=stage,
            instruction="" if stage is Stage.COACHING else TOLD,
            countdown=3 if stage is Stage.COUNTDOWN else 0,
            target="rotation",
            breath=Breath(inward=True, share=0.5),
        )
        live = LiveView(
            guidance=guidance,
            fps=29.9,
            recording=True,
            muted=True,
            posture="hands_and_knees",
            totals=TOTALS,
        )
        yield f"{stage.value} {name}", live_hud(result, LABELS, live)
    help_view = LiveView(guidance=Guidance(stage=Stage.COACHING), help=True)
    yield "help", live_hud(None, LABELS, help_view)


@pytest.fixture(params=["English", "half as long again"])
def language(request):
    """Sentences as they are, and as long as they may be in another language."""
    with using(NullTranslations() if request.param == "English" else LongLanguage()):
        yield


@pytest.mark.usefixtures("language")
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_nothing_covers_anything_else_and_all_is_within_the_picture(make_result, size):
    for name, words in scenes(make_result):
        placed = Arrangement(words, size).placed
        for one in placed:
            assert inside(one.box, size), f"{one.part} sticks out: {name}"
            assert one.box[2:] == one.patch.size
        for a, b in itertools.combinations(placed, 2):
            assert not overlap(a.box, b.box), f"{a.part} and {b.part} overlap: {name}"


@pytest.mark.usefixtures("language")
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_the_message_the_header_and_the_ring_always_find_a_place(make_result, size):
    for name, words in scenes(make_result):
        parts = {one.part for one in Arrangement(words, size).placed}
        wanted = {
            Part.BANNER: words.banner,
            Part.CARD: words.card,
            Part.HEADER: words.title or words.headline,
            Part.RING: words.ring,
        }
        for part, there in wanted.items():
            assert (part in parts) is bool(there), f"{part}: {name}"


@pytest.mark.usefixtures("language")
@pytest.mark.parametrize("size", [(640, 360), (1280, 720)])
def test_the_main_text_is_a_twentieth_of_the_height_or_larger(make_result, size):
    for name, words in scenes(make_result):
        for one in Arrangement(words, size).placed:
            main = one.part in (Part.BANNER, Part.CARD, Part.RING) or (
                one.part is Part.HEADER and words.headline
            )
            if main:
                assert one.patch.text_px >= size[1] / 20 - 1e-6, f"{one.part}: {name}"


@pytest.mark.usefixtures("language")
def test_on_a_usual_picture_every_part_is_there(make_result):
    live = LiveView(
        guidance=Guidance(stage=Stage.COACHING, breath=Breath(inward=True, share=0.1)), muted=True
    )
    words = live_hud(make_result(**RESULTS["hold"], cue="gripping"), LABELS, live)
    parts = {one.part for one in Arrangement(words, (1280, 720)).placed}
    assert parts == {Part.BANNER, Part.HEADER, Part.RING, Part.TALLY, Part.PACER, Part.BADGES}


def test_what_is_free_lies_between_the_words_above_and_below():
    words = Hud(title="Next", banner=Banner(kind=BannerKind.CUE, text="Let go."))
    arrangement = Arrangement(words, (1280, 720))
    header, banner = (
        next(one.box for one in arrangement.placed if one.part is part)
        for part in (Part.HEADER, Part.BANNER)
    )
    _, top, _, height = arrangement.free
    assert header[1] + header[3] < top
    assert top + height < banner[1]


@pytest.mark.parametrize("size", SIZES)
def test_a_missing_voice_is_shown_where_the_captions_are(make_result, size):
    guidance = Guidance(stage=Stage.COACHING)
    live = LiveView(guidance=guidance, voiceless=True, caption="Three more.", fps=24.0)
    words = live_hud(make_result(**RESULTS["rotation"]), LABELS, live)
    placed = {one.part: one.box for one in Arrangement(words, size).placed}
    badges, captions = placed[Part.BADGES], placed[Part.BANNER]
    gap = captions[1] - (badges[1] + badges[3])
    assert 0 <= gap <= 0.05 * size[1]


@pytest.mark.parametrize("size", [(40, 30), (20, 400), (400, 20), (160, 120)])
def test_tiny_pictures_do_no_harm(make_result, size):
    for _, words in scenes(make_result):
        Arrangement(words, size)


def test_a_ring_beside_the_pacer_is_as_large_as_before():
    ring = Ring(share=0.5, figure="3", unit="of 8")
    done = Card(kind=CardKind.DONE, headline="Well done")
    boxes = [
        next(one.box for one in Arrangement(words, (1280, 720)).placed if one.part is Part.RING)
        for words in (Hud(ring=ring), Hud(ring=ring, card=done), Hud(ring=ring, title="x" * 60))
    ]
    assert len(set(boxes)) == 1


def test_without_a_ring_the_pacer_takes_its_place():
    alone = Hud(pacer=PacerCircle(word="In", share=0.5))
    beside = Hud(pacer=alone.pacer, ring=Ring(share=0.5, figure="3", unit="of 8"))
    ring, pacer = (
        next(p.box for p in Arrangement(words, (1280, 720)).placed if p.part is part)
        for words, part in ((beside, Part.RING), (alone, Part.PACER))
    )
    assert pacer == ring

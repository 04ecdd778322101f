"""All words on the picture come from a catalogue, in whatever language it is."""

from __future__ import annotations

import dataclasses
import itertools

import pytest
from tests.pseudo_language import pseudo_language, untranslated

from matside.body.landmark import Side
from matside.coach.events import LossReason
from matside.coach.result import DoseProgress
from matside.guidance.outcome import Breath, Guidance, Pause, Stage, WorkView
from matside.overlay.hud import Hud, hud
from matside.overlay.live_view import LiveView, live_hud
from matside.wording.labels import Labels

LEFT, RIGHT = Side.LEFT, Side.RIGHT
LABELS = Labels(exercises={"x": "Hug"})
DOSE = DoseProgress(
    dose="d", reps=1, reps_target=6, set_reps=3, each_side=True, sides={LEFT: 2, RIGHT: 1}
)


@pytest.fixture(autouse=True)
def pseudo():
    with pseudo_language():
        yield


def words(shown: Hud) -> str:
    parts = [shown.title, shown.headline, shown.tally]
    parts += [shown.ring.figure, shown.ring.unit] if shown.ring else []
    parts += [shown.banner.text] if shown.banner else []
    parts += [shown.pacer.word] if shown.pacer else []
    parts += [shown.card.headline, *shown.card.lines] if shown.card else []
    return "\n".join([*parts, *(badge.text for badge in shown.badges)])


def results(make_result):
    for side, dose, held_s, phase in itertools.product(
        (None, LEFT), (None, DOSE), (0.0, 12.0), ("", "p")
    ):
        yield make_result(
            exercise="x",
            phase=phase,
            side=side,
            dose=dose,
            held_s=held_s,
            hold_target_s=2 * held_s,
            reps={side: 3},
            cue="mend",
        )
    yield make_result(posture="on_the_back")
    yield from (make_result(reason=reason) for reason in LossReason)


def test_the_words_of_a_frame(make_result):
    for result in results(make_result):
        assert untranslated(words(hud(result, LABELS))) == []


@pytest.mark.parametrize("stage", list(Stage))
def test_the_words_of_a_live_session(make_result, stage):
    work = WorkView(
        exercise="x",
        side=LEFT,
        set=1,
        sets=2,
        done=3,
        target=8,
        hold_s=0.0,
        sides={LEFT: 1, RIGHT: 2},
        step=1,
        steps=2,
    )
    guidances = (
        Guidance(stage=stage, target="x"),
        Guidance(stage=stage, target="x", work=work, underway=True),
        Guidance(stage=stage, work=work, pause=Pause(left_s=2.0, length_s=5.0, switch=True)),
        Guidance(stage=stage, pause=Pause(left_s=2.0, length_s=5.0, switch=False)),
        Guidance(stage=stage, ask_pain=True, breath=Breath(inward=True, share=0.5)),
        Guidance(stage=stage, breath=Breath(inward=False, share=0.5)),
    )
    for guidance, result in itertools.product(guidances, (None, *results(make_result))):
        live = LiveView(guidance=guidance, fps=30.0, recording=True, muted=True)
        assert untranslated(words(live_hud(result, LABELS, live))) == []
    helped = dataclasses.replace(live, help=True)
    assert untranslated(words(live_hud(None, LABELS, helped))) == []

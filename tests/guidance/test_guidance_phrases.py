"""Sentences that are needed at a moment's notice."""

import itertools

import pytest
from tests.pseudo_language import pseudo_language, untranslated

from matside.body.landmark import Side
from matside.exercise.library import load_library
from matside.exercise.programmes import load_programmes
from matside.guidance.messages import Region, Say, Shift, said
from matside.guidance.outcome import TroubleKind
from matside.guidance.phrases import at_a_moments_notice, text_of
from matside.guidance.staging import COUNT_FROM


def test_the_countdown_is_prepared_before_all_else():
    counts = range(COUNT_FROM, 0, -1)
    countdown = tuple(text_of(said(Say.NUMBER, count=left), {}) for left in counts)
    assert at_a_moments_notice(())[:COUNT_FROM] == countdown


def test_corrections_are_prepared_as_the_voice_says_them_each_once():
    library = tuple(load_library())
    faults = [fault for exercise in library for fault in exercise.fault]
    prepared = at_a_moments_notice(library)
    shortened = {fault.cue for fault in faults if fault.spoken}
    assert {fault.spoken or fault.cue for fault in faults} <= set(prepared)
    assert shortened
    assert shortened.isdisjoint(prepared), "nobody says the written cue"
    assert len(set(prepared)) == len(prepared)


LIBRARY = {exercise.id: exercise for exercise in load_library()}
PROGRAMMES = load_programmes(LIBRARY.values())
PHASES = [phase.id for phase in LIBRARY["knees_to_chest"].phase]
NAMES = {
    Say.TROUBLE: [kind.value for kind in TroubleKind],
    Say.PROGRAMME: [programme.name for programme in PROGRAMMES],
    Say.STEP_NOTE: [step.note for one in PROGRAMMES for step in one.step if step.note],
    Say.STEP_DOSE: ["", "each"],
    Say.PART_DONE: ["holds", "reps", "exercises"],
    Say.ALL_DONE: ["holds", "reps", "exercises"],
    Say.BEGIN: ["", *PHASES],
    Say.PHASE: PHASES,
    Say.CUE: [fault.id for fault in LIBRARY["knees_to_chest"].fault],
}


@pytest.mark.parametrize("say", Say)
def test_every_sentence_comes_from_the_catalogue(say):
    """With every name, number, side and region of the body that it may be about."""
    values = itertools.product(
        NAMES.get(say, [""]),
        (0, 1) if say is Say.TIP else (0, 1, 2, 21),
        Side if say.name.endswith(("SWITCH_TO", "THIS_SIDE", "MORE_SIDE")) else (None,),
        Region if say in {Say.CUT_OFF, Say.HIDDEN} else (None,),
        Shift if say is Say.CUT_OFF else (None,),
    )
    with pseudo_language():
        told = [
            text_of(
                said(say, exercise="knees_to_chest", host="10.0.0.1", name=name, count=count,
                     of=3, seconds=15.0 * (1 + count), side=side, region=region, shift=shift),
                LIBRARY,
            )
            for name, count, side, region, shift in values
        ]  # fmt: skip
        assert any(told)
        assert untranslated(" ".join(told)) == []

"""Screening: what answers come to, each combination by name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.pseudo_language import pseudo_language, untranslated

from matside.exercise.limits import LimitName
from matside.guidance import screening_texts
from matside.guidance.screening import RECENT, RULES, Clearance, Flag, Screening, screen

GO, ASK, NOW = Clearance
FLAGS = st.sets(st.sampled_from(Flag))
LIMITS = st.sets(st.sampled_from(LimitName))


@pytest.mark.parametrize(
    ("true", "clearance"),
    [
        ("", GO),
        ("back_pain", GO),
        ("cancer", GO),
        ("steroids", GO),
        ("weight_loss", GO),
        ("accident", GO),
        ("osteoporosis", GO),
        ("sore_wrists sore_knees sore_neck no_kneeling sore_shoulders", GO),
        ("fever", ASK),
        ("sciatica", ASK),
        ("surgery", ASK),
        ("spine_condition", ASK),
        ("herniation", ASK),
        ("pregnancy", ASK),
        ("back_pain steroids", ASK),
        ("back_pain cancer", ASK),
        ("back_pain weight_loss", ASK),
        ("back_pain osteoporosis", ASK),
        ("accident osteoporosis", ASK),
        ("accident steroids", ASK),
        ("cancer weight_loss", ASK),
        ("cancer steroids", GO),
        ("saddle_numbness", NOW),
        ("bladder_bowel", NOW),
        ("leg_weakness", NOW),
        ("back_pain fever", NOW),
        ("back_pain accident", NOW),
        ("back_pain cancer weight_loss", NOW),
        ("pregnancy bladder_bowel", NOW),
    ],
)
def test_what_is_true_together_decides(true, clearance):
    flags, limits = told(true)
    assert screen(flags, limits).clearance is clearance


def told(words):
    names = words.split()
    return {Flag(n) for n in names if n in set(Flag)}, {
        LimitName(n) for n in names if n in set(LimitName)
    }


@given(FLAGS, FLAGS, LIMITS, LIMITS, st.booleans())
def test_more_never_gives_a_milder_verdict(flags, more, limits, others, cleared):
    less = screen(flags, limits, cleared=cleared)
    assert screen(flags | more, limits | others, cleared=cleared).clearance >= less.clearance


@given(FLAGS, LIMITS)
def test_who_was_asked_cannot_send_away_what_is_needed_now(flags, limits):
    before, after = screen(flags, limits), screen(flags, limits, cleared=True)
    assert (after.clearance is NOW) == (before.clearance is NOW)
    assert after.clearance is not ASK


@given(FLAGS, LIMITS)
def test_the_reasons_alone_lead_to_the_same_verdict(flags, limits):
    found = screen(flags, limits)
    assert set(found.reasons) <= flags | limits
    assert bool(found.reasons) == (found.clearance is not GO)
    true = [reason for reason in found.reasons if isinstance(reason, Flag)]
    limited = [reason for reason in found.reasons if isinstance(reason, LimitName)]
    assert screen(true, limited).clearance is found.clearance


def test_no_rule_hides_behind_another():
    for rule in RULES:
        smaller = [o for o in RULES if o.together < rule.together and o.clearance >= rule.clearance]
        assert not smaller
        assert len(rule.source) > 20


def test_every_flag_is_asked_and_matters():
    used = {one for rule in RULES for one in rule.together}
    assert set(Flag) <= used
    assert set(RECENT) < set(Flag)


def test_what_is_told_names_every_reason():
    said = screening_texts.clearance_text(screen({Flag.BACK_PAIN, Flag.FEVER}))
    assert "get medical help today, because of back pain and fever" in said
    assert "speaks against" in screening_texts.clearance_text(Screening(clearance=GO))


def test_questions_and_verdicts_are_told_in_the_language_in_use():
    with pseudo_language():
        said = [screening_texts.question(one) for one in (*Flag, *LimitName)]
        said += [
            screening_texts.clearance_text(Screening(clearance=v, reasons=(*Flag, *LimitName)))
            for v in Clearance
        ]
        assert untranslated("\n".join(said), "and") == []

"""The breathing pacer: it leads, by sounds and first by words, and measures nothing."""

import pytest

from matside.errors import UsageError
from matside.guidance.pacer import BreathingPace, Pacer, breathing_pace, lead
from matside.guidance.phrases import text_of


def breathe(moments, pace=None):
    """Chimes and words with their times, and the breaths, for pairs of time and leading."""
    state, sounds, words, breaths = Pacer(pace=pace or BreathingPace()), [], [], []
    for t_s, leading in moments:
        state, breath, said = lead(state, t_s, leading=leading)
        sounds += [(t_s, chime.value) for chime in said.chimes]
        words += [(t_s, text_of(line.messages, {})) for line in said.lines]
        breaths.append(breath)
    return sounds, words, breaths


def test_four_seconds_in_and_six_out():
    sounds, _, breaths = breathe([(100.0 + t, True) for t in range(15)])
    assert sounds == [
        (100.0, "breathe_in"),
        (104.0, "breathe_out"),
        (110.0, "breathe_in"),
        (114.0, "breathe_out"),
    ]
    assert [breath.inward for breath in breaths[:11]] == [True] * 4 + [False] * 6 + [True]
    assert breaths[1].share == pytest.approx(0.25)
    assert breaths[7].share == pytest.approx(0.5)


def test_the_first_two_breaths_are_led_by_words_too():
    _, words, _ = breathe([(float(t), True) for t in range(40)])
    assert words == [
        (0.0, "Breathe in."),
        (4.0, "Breathe out."),
        (10.0, "Breathe in."),
        (14.0, "Breathe out."),
    ]


def test_it_stops_when_it_does_not_lead_and_begins_anew_with_a_breath_in():
    moments = [(0.0, True), (3.0, False), (5.0, False), (6.0, True), (9.9, True), (10.0, True)]
    sounds, _, breaths = breathe(moments)
    assert sounds == [(0.0, "breathe_in"), (6.0, "breathe_in"), (10.0, "breathe_out")]
    assert breaths[1] is None
    assert breaths[2] is None


def test_a_gap_of_whole_breaths_is_heard_once():
    assert breathe([(0.0, True), (21.0, True)])[0] == [(0.0, "breathe_in"), (21.0, "breathe_in")]
    assert breathe([(0.0, True), (25.0, True)])[0] == [(0.0, "breathe_in"), (25.0, "breathe_out")]


@pytest.mark.parametrize(
    ("text", "pace"),
    [("4-6", BreathingPace(in_s=4, out_s=6)), (" 5 - 5.5 ", BreathingPace(in_s=5, out_s=5.5))],
)
def test_a_pace_is_two_numbers(text, pace):
    assert breathing_pace(text) == pace


@pytest.mark.parametrize(
    "text", ["", "4", "4-", "four-six", "1-6", "4-13", "4-6-8", "-4-6", "nan-6"]
)
def test_what_is_no_pace_is_told_with_what_was_found(text):
    with pytest.raises(UsageError, match=r"two numbers such as 4-6.*found"):
        breathing_pace(text)

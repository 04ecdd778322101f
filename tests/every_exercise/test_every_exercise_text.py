"""What each file says: ids, names, sources, cues, spelling, doses and safety."""

import re
from collections import Counter

from tests.every_exercise.exercise_values import FILES

from matside.exercise.library import find_exercise

LONGEST_CUE = 72
"""Characters of a cue: five seconds of calm speech."""
AMERICAN = re.compile(
    r"\b(center|color|gray|meters?|favor|behavior|neighbor|labor|fiber|aluminum|jewelry"
    r"|\w{2,}(?:yz|liz|niz|riz|biz|viz)(?:e|es|ed|ing|ation)s?|traveling|leveled|practicing|catalog)\w*\b",
    re.IGNORECASE,
)


def texts(exercise):
    """Every sentence of a file."""
    yield from (exercise.name, exercise.says, exercise.view)
    for group in (exercise.also, exercise.steps, exercise.tips, exercise.safety, exercise.sources):
        yield from group
    for part in (*exercise.phase, *exercise.fault, *exercise.dose):
        yield part.name
        yield from filter(None, (getattr(part, name, None) for name in ("say", "cue", "source")))
    for condition in exercise.conditions:
        yield condition.source


def test_there_are_exercises():
    assert len(FILES) >= 4


def test_file_has_the_name_of_its_exercise(library):
    assert [path.stem for path in FILES] == [exercise.id for exercise in library]
    assert len({exercise.id for exercise in library}) == len(library)


def test_names_lead_to_one_exercise_only(library):
    def bare(name):
        return re.sub(r"\W|_", "", name.casefold())

    for exercise in library:
        names = {exercise.id, exercise.name, *exercise.also}
        others = {
            bare(name)
            for other in library
            if other is not exercise
            for name in (other.id, other.name, *other.also)
        }
        assert not {bare(name) for name in names} & others
        assert len(set(exercise.also)) == len(exercise.also)
        for name in names:
            assert find_exercise(name, library) is exercise


def test_every_threshold_has_a_source(exercise):
    rules = [*exercise.conditions, *exercise.fault, *exercise.dose]
    rules += [exercise.neutral] if exercise.neutral else []
    assert all(len(rule.source.strip()) >= 5 for rule in rules)
    assert all(source.strip() for source in exercise.sources)


def test_enter_lies_inside_exit(exercise):
    for condition in exercise.conditions:
        assert condition.leave.contains(condition.enter)


def test_cue_is_short_and_a_sentence(exercise):
    for text in [fault.cue for fault in exercise.fault] + [p.say for p in exercise.phase if p.say]:
        assert len(text) <= LONGEST_CUE, text
        assert text[0].isupper(), text
        assert text.endswith("."), text


def test_no_cue_is_used_twice(library):
    cues = Counter(fault.cue for exercise in library for fault in exercise.fault)
    assert [cue for cue, times in cues.items() if times > 1] == []


def test_most_important_fault_is_clear(exercise):
    priorities = [fault.priority for fault in exercise.fault]
    assert len(set(priorities)) == len(priorities)


def test_spelling_is_british(exercise):
    found = [match.group() for text in texts(exercise) for match in AMERICAN.finditer(text)]
    assert found == []


def test_spelling_test_knows_american_words():
    for word in ("center", "mobilize", "stabilization", "gray", "meters", "practicing", "analyze"):
        assert AMERICAN.search(f"to {word} it"), word
    for word in ("centre", "mobilise", "size", "metre", "seize", "practise", "prize"):
        assert not AMERICAN.search(f"to {word} it"), word


def test_text_is_tidy(exercise):
    for text in texts(exercise):
        assert text == " ".join(text.split()), text


def test_safety_says_when_to_stop_and_whom_to_ask(exercise):
    safety = " ".join(exercise.safety).casefold()
    assert all(line.strip().endswith(".") for line in exercise.safety)
    assert "stop" in safety
    assert "ask" in safety
    assert "pain" in safety or "hurt" in safety


def test_doses_are_sensible(exercise):
    cycles = (*exercise.repetition.cycle, *exercise.repetition.or_cycle)
    holds = any(exercise.phase_named(name).kind == "hold" for name in cycles)
    sided = all(exercise.phase_named(name).sides for name in exercise.repetition.cycle)
    for dose in exercise.dose:
        assert (dose.hold_s is not None) == holds
        assert dose.hold_s is None or 3 <= dose.hold_s <= 300
        assert dose.reps * dose.sets <= 30
        assert sided or not dose.each_side


def test_times_are_sensible(exercise):
    for phase in exercise.phase:
        assert 0.1 <= phase.settle_s <= 2.0
        assert 0.1 <= phase.grace_s <= 4.0
        assert phase.attempt_s is None or phase.attempt_s >= 5.0
    for fault in exercise.fault:
        if fault.kind == "band":
            assert 0.5 <= fault.lasts_s <= 5.0
        if hasattr(fault, "window_s"):
            assert 2.0 <= fault.window_s <= 20.0

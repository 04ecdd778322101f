"""The jobs about a person: the questions before the first session, and the stored answers."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Final, TypeVar

from matside.app.known_exercises import known_exercises
from matside.errors import HistoryError
from matside.exercise.adapting import limits_of
from matside.exercise.limits import LimitName
from matside.guidance import screening_texts
from matside.guidance.screening import RECENT, Clearance, Flag
from matside.guidance.wishes import PAIN_STOP
from matside.record.history.database import history_file
from matside.record.history.sessions import History
from matside.record.profile import (
    Answers,
    Profile,
    delete_profile,
    profile_file,
    read_profile,
    write_profile,
)
from matside.terminal import texts
from matside.terminal.tables import say
from matside.translation import _
from matside.wording.formatting import day

EVER: Final = tuple(flag for flag in Flag if flag not in RECENT)
Ask = Callable[[str], str]
"""Asks a question and returns the line that is answered."""
Confirm = Callable[[str], bool]
"""Asks a question of yes or no."""
_Asked = TypeVar("_Asked", Flag, LimitName)


def is_due(profile: Profile) -> bool:
    """Return whether the questions are to be asked: never answered, or it has hurt much since."""
    if profile.answers is None:
        return True
    answered = profile.answers.answered
    return any(day_told > answered for day_told in _days_of_much_pain())


def _days_of_much_pain() -> list[date]:
    """Return the days on which a pain was reported with which a session stops."""
    if not history_file().exists():
        return []
    try:
        with History.open() as history:
            sessions = history.sessions()
    except HistoryError:  # what is wrong with it is told where it is needed
        return []
    return [
        session.start.started.date()
        for session in sessions
        if max(session.practised.pain_before or 0, session.practised.pain_after or 0) >= PAIN_STOP
    ]


def answered(flags: Iterable[Flag], limits: Iterable[LimitName]) -> Profile:
    """Store today's answers and return the profile; an earlier "a professional agreed" is dropped.

    Raises:
        OutputError: It cannot be kept.
    """
    today = datetime.now().astimezone().date()
    answers = Answers(answered=today, flags=tuple(dict.fromkeys(flags)))
    profile = Profile(limits=tuple(dict.fromkeys(limits)), answers=answers)
    write_profile(profile)
    return profile


def set_limits(limits: Iterable[LimitName]) -> Profile:
    """Store other limits and return the profile; an earlier "a professional agreed" is dropped.

    Raises:
        OutputError: It cannot be kept.
    """
    before = read_profile()
    answers = before.answers
    profile = Profile(
        limits=tuple(dict.fromkeys(limits)),
        answers=None if answers is None else answers.model_copy(update={"cleared": False}),
    )
    write_profile(profile)
    return profile


def set_cleared() -> Profile:
    """Keep that a professional was asked and agreed, and return the profile.

    Raises:
        OutputError: It cannot be kept.
    """
    profile = read_profile()
    if profile.answers is not None:
        answers = profile.answers.model_copy(update={"cleared": True})
        profile = profile.model_copy(update={"answers": answers})
        write_profile(profile)
    return profile


def ask_screening(ask: Ask, confirm: Confirm) -> Profile:
    """Ask the questions on a terminal, keep the answers, print the clearance, return the answers.

    Raises:
        OutputError: They cannot be kept.
    """
    say(f"{screening_texts.INTRODUCTION} {screening_texts.NO_DIAGNOSIS}")
    recent = _chosen(ask, screening_texts.RECENT_HEADING, RECENT)
    ever = _chosen(ask, screening_texts.EVER_HEADING, EVER)
    limits = _chosen(ask, screening_texts.LIMITS_HEADING, tuple(LimitName))
    profile = answered((*recent, *ever), limits)
    return heeded(profile, confirm)


def heeded(profile: Profile, confirm: Confirm) -> Profile:
    """Print the clearance; ask whether a professional agreed, where one should be asked first."""
    screening = profile.screening
    say(screening_texts.clearance_text(screening))
    if screening.clearance is Clearance.ASK_FIRST and confirm(str(screening_texts.CLEARED)):
        return set_cleared()
    return profile


def _chosen(ask: Ask, heading: object, offered: Sequence[_Asked]) -> list[_Asked]:
    """Ask which of these are true, by their numbers, until the answer can be understood."""
    say(f"\n{heading}")
    for number, one in enumerate(offered, 1):
        say(f"{number:>3}  {screening_texts.question(one)}")
    while True:
        answer = ask(str(texts.WHICH_NUMBERS))
        words = answer.replace(",", " ").split()
        if all(word.isdecimal() and 1 <= int(word) <= len(offered) for word in words):
            return [offered[int(word) - 1] for word in words]
        say(texts.NO_SUCH_NUMBERS(most=len(offered), answer=answer))


def show_profile() -> None:
    """Print all that the person said about themselves, what it changes, and where it lies."""
    profile = read_profile()
    if not profile_file().exists():
        say(texts.PROFILE_EMPTY)
        return
    flags = () if profile.answers is None else profile.answers.flags
    if profile.answers is not None:
        say(texts.ANSWERED(day=day(profile.answers.answered)))
    true: tuple[Flag | LimitName, ...] = (*flags, *profile.limits)
    for one in true:
        say(f"  {screening_texts.question(one)}")
    if not true:
        say(f"  {texts.NOTHING_TRUE}")
    say(screening_texts.clearance_text(profile.screening))
    for line in changes_by(profile.limits):
        say(line)
    say(texts.PROFILE_FILE(path=profile_file()))


def changes_by(limits: Collection[LimitName]) -> tuple[str, ...]:
    """Return what limits change, a line for each exercise and limit."""
    return tuple(
        texts.LIMIT_IN(exercise=_(exercise.name), says=_(limit.says))
        for exercise in known_exercises()
        for limit in limits_of(exercise, limits)
    )


def forget_profile() -> None:
    """Delete what the person said about themselves, and say so.

    Raises:
        OutputError: It cannot be deleted.
    """
    done = delete_profile()
    say(texts.PROFILE_DELETED if done else texts.PROFILE_EMPTY)

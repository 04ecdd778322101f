"""The page's access to people: who practises, their answers and limits."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from matside.app.people import choose_person, delete, rename
from matside.app.screening import EVER, answered, changes_by, is_due, set_cleared
from matside.app.settings import Pictures, change_settings, read_settings
from matside.errors import UsageError
from matside.exercise.limits import LimitName
from matside.guidance import screening_texts
from matside.guidance.screening import RECENT, Clearance, Flag
from matside.page import session_texts, texts
from matside.page.person_model import (
    AboutPerson,
    Question,
    QuestionGroup,
    Selectable,
)
from matside.record.people import people, person_in_use
from matside.record.profile import delete_profile, read_profile
from matside.wording.formatting import day


@dataclass(slots=True, kw_only=True)
class StoredPeople:
    """Who practises on this computer, and what the one in use told.

    Attributes:
        busy: Returns whether a session or an analysis is under way: then nobody is changed.
    """

    busy: Callable[[], bool]
    _later: set[str] = field(default_factory=set)

    rename = staticmethod(rename)
    clear = staticmethod(set_cleared)
    forget = staticmethod(delete_profile)

    def people(self) -> Sequence[Selectable]:
        """Return everybody, the owner of the computer first."""
        used = person_in_use()
        owner = Selectable(id="", name=texts.OWNER(), chosen=used is None)
        return [
            owner,
            *(Selectable(id=p.name, name=p.name, chosen=p == used) for p in people()),
        ]

    def choose(self, name: str) -> None:
        """Take another person from now on; empty for the owner."""
        self._check_idle()
        choose_person(name or None)

    def add(self, name: str) -> None:
        """Begin with a new person, or take the one of this name."""
        self._check_idle()
        choose_person(name, new=True)

    def delete(self, name: str) -> None:
        """Delete all that is kept of a person."""
        self._check_idle()
        delete(name)

    def due(self) -> bool:
        """Return whether the questions come before anything else."""
        return _key() not in self._later and is_due(read_profile())

    def later(self) -> None:
        """Put the questions off until the page is started again."""
        self._later.add(_key())

    def questions(self) -> Sequence[QuestionGroup]:
        """Return all questions, those ticked that were answered with yes."""
        profile = read_profile()
        flags = () if profile.answers is None else profile.answers.flags
        ticked = {*flags, *profile.limits}
        groups = (
            (screening_texts.RECENT_HEADING, RECENT),
            (screening_texts.EVER_HEADING, EVER),
            (screening_texts.LIMITS_HEADING, tuple(LimitName)),
        )
        return [
            QuestionGroup(
                heading=str(heading),
                questions=tuple(
                    Question(id=one.value, text=screening_texts.question(one), ticked=one in ticked)
                    for one in asked
                ),
            )
            for heading, asked in groups
        ]

    def answer(self, ticked: Iterable[str]) -> None:
        """Keep what is true, by the ids of the questions; unknown ones are passed over."""
        chosen = set(ticked)
        answered(
            (flag for flag in Flag if flag in chosen),
            (limit for limit in LimitName if limit in chosen),
        )

    def about(self) -> AboutPerson:
        """Return the answers of the person in use, and the clearance."""
        profile = read_profile()
        answers, screening, used = profile.answers, profile.screening, person_in_use()
        flags = () if answers is None else answers.flags
        true: tuple[Flag | LimitName, ...] = (*flags, *profile.limits)
        return AboutPerson(
            name="" if used is None else used.name,
            answered="" if answers is None else day(answers.answered),
            statements=tuple(screening_texts.question(one) for one in true),
            clearance=screening_texts.clearance_text(screening),
            stopped=screening.clearance is not Clearance.GO,
            may_clear=screening.clearance is Clearance.ASK_FIRST,
            changes=changes_by(profile.limits),
            kept=answers is not None or bool(profile.limits),
        )

    def stopped(self) -> str:
        """Return why the person should not begin; empty where nothing speaks against it."""
        screening = read_profile().screening
        return (
            "" if screening.clearance is Clearance.GO else screening_texts.clearance_text(screening)
        )

    def pictures(self) -> Sequence[Selectable]:
        """Return how the person may be seen in what is kept."""
        chosen = read_settings().pictures
        return [
            Selectable(id=one.value, name=texts.PICTURES[one.value](), chosen=one is chosen)
            for one in Pictures
        ]

    def set_pictures(self, choice: str) -> None:
        """Remember how the person may be seen."""
        change_settings(pictures=Pictures(choice))

    def _check_idle(self) -> None:
        if self.busy():
            raise UsageError(session_texts.BUSY())


def _key() -> str:
    used = person_in_use()
    return "" if used is None else used.folder.name

"""What the page reads and changes of all that is stored, through the jobs of the command line."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from markupsafe import escape

from matside import __version__
from matside.app.compare import compared, load_session
from matside.app.history import history_progress
from matside.app.known_exercises import known_exercises
from matside.app.language import checked_language, choose_language
from matside.app.own_doses import doses_file
from matside.app.page_cards import offered_cards
from matside.app.page_plan import (
    follow_written,
    plan_calendar,
    plan_content,
    plan_page,
    plan_vocabulary,
    printed_plan,
    take_plan,
    written_plan,
)
from matside.app.page_sessions import (
    asked_video,
    progress_page,
    session_row,
    video_of,
    videos_together,
)
from matside.app.plan import accept_suggestion
from matside.app.prescribed import forget, plan_file
from matside.app.remarks import correct_session, note_session, session_labels
from matside.app.report import make_report
from matside.app.report_source import stored_folder
from matside.app.settings import change_settings, read_settings, settings_file
from matside.body.landmark import Side
from matside.errors import MatsideError, OutputError, UsageError, system_reason
from matside.page import session_texts, texts
from matside.page.model import Document, Kept, StoreRow, Theme
from matside.page.person_model import Selectable
from matside.page.session_model import ProgressPage, SessionRow
from matside.record.files import REPORT
from matside.record.history.database import SESSIONS, history_file, person_folder
from matside.record.history.exchange import export
from matside.record.history.reading import Choice
from matside.record.history.sessions import History
from matside.record.profile import profile_file
from matside.report import page as report_page
from matside.report.compare_page import comparison_page
from matside.translation import language, languages
from matside.wording.conventions import own_name
from matside.wording.formatting import capitalised, file_size
from matside.wording.labels import labels_of

UPLOADS: Final = "uploads"
_BESIDE: Final = ("-wal", "-shm")
"""What SQLite keeps beside a database."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DiskStore:
    """Everything that is stored on this computer, as the page shows it.

    Attributes:
        busy: Returns whether something is being written that must not be deleted.
    """

    busy: Callable[[], bool]

    # What is a job of its own already
    offered = staticmethod(offered_cards)
    together = staticmethod(videos_together)
    plan = staticmethod(plan_page)
    printed_plan = staticmethod(printed_plan)
    take_plan = staticmethod(take_plan)
    plan_vocabulary = staticmethod(plan_vocabulary)
    plan_content = staticmethod(plan_content)
    written_plan = staticmethod(written_plan)
    follow_written = staticmethod(follow_written)
    plan_calendar = staticmethod(plan_calendar)
    forget_plan = staticmethod(forget)
    accept = staticmethod(accept_suggestion)

    def sessions(self, limit: int | None = None) -> Sequence[SessionRow]:
        """Return the stored sessions, the newest first."""
        with History.open() as history:
            found = history.sessions(Choice(limit=limit))
        labels = session_labels(found)
        return [session_row(session, labels) for session in found]

    def session(self, number: int) -> SessionRow:
        """Return one stored session."""
        with History.open() as history:
            found = history.session(number)
            video = video_of(history, number)
        return replace(session_row(found, session_labels([found])), has_video=video is not None)

    def report(self, number: int) -> Document:
        """Return the report of a session, written anew where it is missing or not as of today.

        The scripts of an older matside's would not be let run: they are known by their hashes. One
        in another language than the page's is written in this one.
        """
        folder, policy = stored_folder(number), report_page.policy()
        found = _read(folder / REPORT)
        here = f'<html lang="{language()}">'
        if found is not None and escape(policy) in found and here in found:
            return Document(html=found, policy=policy)
        try:
            made = _read(make_report(folder))
        except MatsideError:
            if found is None:
                raise
            made = None
        return Document(html=made or found or "", policy=policy)

    def video(self, number: int) -> Path:
        """Return the video of a session: the annotated one, or what was recorded."""
        with History.open() as history:
            return asked_video(history, number).path

    def comparison(self, first: int, second: int) -> Document:
        """Return the comparison of two sessions."""
        library = known_exercises()
        labels = labels_of(library)
        sides = (load_session(stored_folder(number), library) for number in (first, second))
        comparison = compared(*sides, library=library, labels=labels)
        return Document(html=comparison_page(comparison, labels), policy=report_page.STYLES_ONLY)

    def progress(self) -> ProgressPage:
        """Return the progress over all sessions."""
        found = history_progress()
        return ProgressPage() if found is None else progress_page(*found)

    def note(self, number: int, text: str) -> None:
        """Keep a note on a session."""
        note_session(number, text)
        _renew_report(number)

    def correct(self, number: int, exercise: str, side: str, count: int | None) -> None:
        """Keep a corrected count beside the measured one; ``None`` to let that hold again."""
        correct_session(number, exercise, count, Side(side) if side else None)
        _renew_report(number)

    def delete(self, number: int | None) -> None:
        """Delete a session, or all, for good."""
        self._check_idle()
        with History.open() as history:
            chosen = history.sessions(Choice(number=number))
            history.delete([session.number for session in chosen], own_folder=person_folder())

    def export(self, ending: str, path: Path) -> None:
        """Write the whole history to a file that ends in ``.json`` or ``.csv``."""
        with History.open() as history:
            export(history, path.with_suffix(f".{ending}"), matside=__version__)

    def stored(self) -> Sequence[StoreRow]:
        """Return what is kept on the disk."""
        return [_store_row(kept, path) for kept, path in _places().items()]

    def clear(self, kept: Kept) -> None:
        """Delete all that is kept of a kind."""
        self._check_idle()
        if kept is Kept.HISTORY:
            self.delete(None)
            return
        _remove(_places()[kept])

    def theme(self) -> Theme:
        """Return how light the page is to be: as the computer, where nothing else is known."""
        return read_settings().theme

    def set_theme(self, theme: Theme) -> None:
        """Remember how light the page is to be."""
        change_settings(theme=theme)

    def languages(self) -> tuple[Selectable, ...]:
        """Return the languages there are, the computer's own first; one of them is remembered."""
        remembered = read_settings().language or ""
        named = [
            ("", texts.COMPUTERS_LANGUAGE()),
            *((code, capitalised(own_name(code))) for code in languages()),
        ]
        return tuple(
            Selectable(id=code, name=name, chosen=code == remembered) for code, name in named
        )

    def set_language(self, code: str) -> None:
        """Remember a language and speak it from now on; an empty code is the computer's own.

        Raises:
            UsageError: There is no such language.
        """
        wanted = checked_language(code) if code else None
        change_settings(language=wanted)
        choose_language(wanted, anew=True)

    def _check_idle(self) -> None:
        if self.busy():
            raise UsageError(session_texts.BUSY())


def _renew_report(number: int) -> None:
    """Write the report of a session anew, where what it is made of is still there."""
    with suppress(MatsideError):
        make_report(stored_folder(number))


def _read(path: Path) -> str | None:
    try:
        return path.read_text("utf-8")
    except (OSError, ValueError):
        return None


# What is kept


def _places() -> dict[Kept, Path]:
    own = person_folder()
    return {
        Kept.HISTORY: history_file(),
        Kept.SESSIONS: own / SESSIONS,
        Kept.UPLOADS: own / UPLOADS,
        Kept.PLAN: plan_file(),
        Kept.DOSES: doses_file(),
        Kept.SETTINGS: settings_file(),
        Kept.PROFILE: profile_file(),
    }


def _store_row(kept: Kept, path: Path) -> StoreRow:
    files = _files(path)
    if kept is Kept.HISTORY:
        files += [file for end in _BESIDE for file in _files(path.with_name(path.name + end))]
    size = sum(map(_size, files))
    return StoreRow(
        kept=kept,
        name=texts.STORED[kept.value](),
        where=str(path),
        size=file_size(size),
        empty=not size,
    )


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        return [file for file in path.rglob("*") if file.is_file() and not file.is_symlink()]
    return [path] if path.is_file() else []


def _size(path: Path) -> int:
    with suppress(OSError):
        return path.stat().st_size
    return 0


def _remove(path: Path) -> None:
    try:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(
            "Cannot delete {path}: {reason}; close what is using it and try again.",
            path=path,
            reason=system_reason(error),
        ) from error

"""The jobs about the history: list it, show a session, show the progress, take it out and in."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final

from rich.console import Console

from matside import __version__
from matside.analysis.progress import aims_of, progress
from matside.analysis.progress_result import Progress
from matside.app.known_exercises import known_exercises
from matside.app.remarks import remarks, session_labels
from matside.errors import UsageError
from matside.exercise.library import find_exercise
from matside.record.history.database import person_folder
from matside.record.history.exchange import export, import_file
from matside.record.history.reading import Choice
from matside.record.history.sessions import History
from matside.record.history.stored import State, StoredSession
from matside.terminal import texts
from matside.terminal.as_json import print_json, print_json_list
from matside.terminal.history_table import ListedSession, session_report, sessions_table
from matside.terminal.progress_table import progress_report
from matside.terminal.tables import say
from matside.wording.formatting import day_short, listing, printable
from matside.wording.labels import Labels

ALL: Final = "all"
_SPAN: Final = re.compile(r"(\d{1,6})\s*([dw])")


def list_sessions(
    *,
    limit: int | None = None,
    exercise: str | None = None,
    since: str | None = None,
    today: date | None = None,
    as_json: bool = False,
) -> None:
    """Print the sessions, the newest first; ``today`` is the clock's day if it is not given.

    Raises:
        MatsideError: The history cannot be read, or there is no such exercise or day.
    """
    first = None if since is None else day_of(since, today or _today())
    with History.open() as history:
        choice = Choice(limit=limit, exercise=_identified(exercise, history), since=first)
        sessions = history.sessions(choice)
        if as_json:
            print_json_list("sessions", map(_listed, sessions))
            return
        if not sessions:
            some = bool(history.sessions(Choice(limit=1)))
            say(texts.NONE_CHOSEN if some else texts.HISTORY_EMPTY)
            return
    Console().print(sessions_table([_listed(s) for s in sessions], session_labels(sessions)))


def show_session(number: int, *, as_json: bool = False) -> None:
    """Print all that is stored of one session, as a table or as JSON.

    Raises:
        HistoryError: The history cannot be read, or there is no such session.
    """
    with History.open() as history:
        session = history.session(number)
        summary = history.summary(number)
    if as_json:
        print_json({"session": _listed(session), "summary": summary})
        return
    Console().print(session_report(_listed(session), summary, session_labels([session])))


def show_progress(
    exercise: str | None = None, *, today: date | None = None, as_json: bool = False
) -> None:
    """Print the progress over all sessions, of every exercise or of one; JSON null for none.

    Raises:
        MatsideError: The history cannot be read, or there is no such exercise.
    """
    found = history_progress(exercise, today=today)
    if as_json:
        print_json(found and found[0])
        return
    if found is None:
        say(texts.HISTORY_EMPTY if exercise is None else texts.NONE_CHOSEN)
        return
    Console().print(progress_report(*found))


def history_progress(
    exercise: str | None = None, *, today: date | None = None
) -> tuple[Progress, Labels] | None:
    """Return the progress over all sessions, of every exercise or of one, and the names in it.

    ``None`` where there is no session.

    Raises:
        MatsideError: The history cannot be read, or there is no such exercise.
    """
    with History.open() as history:
        only = _identified(exercise, history)
        sessions = history.sessions(Choice(exercise=only))
    if only is not None:  # it may have been asked for and not been done
        sessions = [s for s in sessions if s.practised.of(only)]
    if not sessions:
        return None
    aims = {known.id: aims_of(known) for known in known_exercises()}
    day = (today or _today()).toordinal()
    practised = (s.practised if only is None else s.practised.only(only) for s in sessions)
    return progress(practised, aims, today=day), session_labels(sessions)


def tell_remarks(session: StoredSession) -> None:
    """Print the person's note on a session, and their corrections."""
    lines = remarks(session, session_labels([session]))
    for line in lines or (str(texts.NO_REMARKS),):
        say(line)


def export_history(file: Path) -> None:
    """Write the whole history to a ``.json`` or ``.csv`` file, and say so.

    Raises:
        MatsideError: The history cannot be read or the file not be written.
    """
    with History.open() as history:
        count = export(history, file, matside=__version__)
    say(texts.EXPORTED(count, file=file))


def import_history(file: Path) -> None:
    """Add the sessions of an export, and say how many were new.

    Raises:
        HistoryError: The file is no export, or the history cannot be written.
    """
    with History.open() as history:
        done = import_file(history, file)
    say(texts.IMPORTED(done.added, updated=done.updated, known=done.known))


def delete_sessions(which: str, *, confirm: Callable[[str], bool]) -> bool:
    """Delete a session, or ``all``, for good, once it is confirmed; return whether it was done.

    Raises:
        MatsideError: There is no such session, or it cannot be deleted.
    """
    with History.open() as history:
        sessions = _chosen(which, history)
        if not sessions:
            say(texts.HISTORY_EMPTY)
            return False
        if not confirm(_question(sessions)):
            say(texts.NOTHING_DELETED)
            return False
        done = history.delete([s.number for s in sessions], own_folder=person_folder())
    say(texts.DELETED(len(sessions)))
    if done.elsewhere:
        folders = listing([printable(str(folder)) for folder in done.elsewhere])
        say(texts.FOLDERS_LEFT(len(done.elsewhere), folders=folders))
    if not done.erased:
        say(texts.TRACES_LEFT)
    return True


def day_of(text: str, today: date) -> date:
    """Return the day that a person names: ``2025-01-31``, or ``10d`` or ``6w`` before today.

    Raises:
        UsageError: It is no such day.
    """
    span = _SPAN.fullmatch(text.strip().lower())
    try:
        if span is None:
            return date.fromisoformat(text.strip())
        return today - timedelta(days=int(span[1]) * (7 if span[2] == "w" else 1))
    except (ValueError, OverflowError) as error:
        raise UsageError(
            "'{text}' is no day: give one such as {today}, or 10d or 6w for the "
            "last ten days or six weeks.",
            text=text,
            today=today.isoformat(),
        ) from error


def _today() -> date:
    return datetime.now().astimezone().date()


def _identified(exercise: str | None, history: History) -> str | None:
    """Return the identifier: one that the history knows, or the library's by any name."""
    if exercise is None or exercise in history.exercises():
        return exercise
    return find_exercise(exercise, known_exercises()).id


def _chosen(which: str, history: History) -> Sequence[StoredSession]:
    if which.strip().lower() == ALL:
        return history.sessions()
    if not which.strip().isdecimal():
        raise UsageError(
            "'{which}' is no session: give the number that 'matside history' shows, or '{ALL}'.",
            which=which,
            ALL=ALL,
        )
    return [history.session(int(which))]


def _question(sessions: Sequence[StoredSession]) -> str:
    if len(sessions) > 1:
        return texts.ASK_TO_DELETE(len(sessions))
    (session,) = sessions
    return texts.ASK_TO_DELETE_ONE(number=session.number, day=day_short(session.start.started))


def _listed(session: StoredSession) -> ListedSession:
    start = session.start
    return ListedSession(
        number=session.number,
        started=start.started,
        kind=start.kind,
        state="" if session.state is State.FINISHED else session.state.value,
        source=start.source,
        folder="" if start.folder is None else str(start.folder),
        remarks=remarks(session, session_labels([session])),
        session=session.practised,
    )

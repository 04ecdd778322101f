"""The commands about the history of sessions."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from matside.body.landmark import Side
from matside.cli.options import AsJson, KnownPerson, PersonName, Yes, agrees, greet

Limit = Annotated[
    int | None, typer.Option("--limit", "-n", min=1, metavar="N", help="List no more than so many.")
]
OfExercise = Annotated[
    str | None, typer.Option("--exercise", "-e", metavar="NAME", help="Only those of an exercise.")
]
Since = Annotated[
    str | None,
    typer.Option(
        "--since", metavar="DAY", help="Only those since a day (2025-01-31), or for 10d or 6w."
    ),
]
ExportFile = Annotated[
    Path, typer.Argument(metavar="FILE", help="Ends in .json (whole) or .csv (a spreadsheet).")
]
PrintFile = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE", help="Write it as a page to print (.html)."),
]
ImportFile = Annotated[
    Path, typer.Argument(metavar="FILE", help="A .json file of 'matside history export'.")
]
Which = Annotated[str, typer.Argument(metavar="NUMBER|all", help="A session's number, or all.")]
Number = Annotated[int, typer.Argument(metavar="NUMBER", min=1, help="A session's number.")]

history_app = typer.Typer(rich_markup_mode=None)

_LISTED = 20


@history_app.callback(invoke_without_command=True)
def list_history(
    context: typer.Context,
    limit: Limit = _LISTED,
    exercise: OfExercise = None,
    since: Since = None,
    as_json: AsJson = False,
    person: KnownPerson = None,
) -> None:
    """List the stored sessions, the newest first."""
    if context.invoked_subcommand is not None:
        return
    from matside.app.history import list_sessions

    greet()
    list_sessions(limit=limit, exercise=exercise, since=since, as_json=as_json)


@history_app.command("show")
def show_history(number: Number, as_json: AsJson = False, person: KnownPerson = None) -> None:
    """Show all that is stored of a session."""
    from matside.app.history import show_session

    greet()
    show_session(number, as_json=as_json)


@history_app.command("progress")
def show_history_progress(
    exercise: Annotated[
        str | None, typer.Argument(metavar="[EXERCISE]", help="Any name of an exercise.")
    ] = None,
    as_json: AsJson = False,
    person: KnownPerson = None,
) -> None:
    """Show what the sessions came to, week by week."""
    from matside.app.history import show_progress

    greet()
    show_progress(exercise, as_json=as_json)


@history_app.command("adherence")
def show_history_adherence(
    output: PrintFile = None, as_json: AsJson = False, person: KnownPerson = None
) -> None:
    """Show what the plan asked for and what was measured, week by week."""
    from matside.app.plan import show_adherence

    greet()
    show_adherence(file=output, as_json=as_json)


@history_app.command("export")
def export_history_to(file: ExportFile, person: KnownPerson = None) -> None:
    """Write the whole history to a file."""
    from matside.app.history import export_history

    export_history(file)


@history_app.command("import")
def import_history_from(file: ImportFile, person: PersonName = None) -> None:
    """Add the sessions of another machine's export."""
    from matside.app.history import import_history

    import_history(file)


@history_app.command("note")
def note_history(
    number: Number,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="The note; '' deletes it.")],
) -> None:
    """Keep a note on a session."""
    from matside.app.history import tell_remarks
    from matside.app.remarks import note_session

    tell_remarks(note_session(number, text))


@history_app.command("correct")
def correct_history(
    number: Number,
    exercise: Annotated[str, typer.Argument(metavar="EXERCISE", help="Any name of an exercise.")],
    count: Annotated[
        int | None, typer.Argument(metavar="[COUNT]", min=0, help="Left out: as it was measured.")
    ] = None,
    side: Annotated[
        Side | None,
        typer.Option("--side", metavar="left|right", help="Where the exercise is counted by side."),
    ] = None,
) -> None:
    """Correct a count of repetitions; what was measured stays beside it."""
    from matside.app.history import tell_remarks
    from matside.app.remarks import correct_session

    tell_remarks(correct_session(number, exercise, count, side))


@history_app.command("delete")
def delete_history(which: Which, yes: Yes = False, person: KnownPerson = None) -> None:
    """Delete a session, or all of them, for good."""
    from matside.app.history import delete_sessions

    delete_sessions(which, confirm=lambda question: yes or agrees(question))


@history_app.command("path")
def show_path(person: KnownPerson = None) -> None:
    """Print where the history lies."""
    from matside.record.history.database import history_file

    typer.echo(history_file())

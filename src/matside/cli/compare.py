"""The command that puts two sessions side by side."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from matside.cli.options import AsJson, Debug, ExerciseFiles, KnownPerson

First = Annotated[
    Path, typer.Argument(metavar="FIRST", help="Folder, trace, or number in the history.")
]
Second = Annotated[Path, typer.Argument(metavar="SECOND", help="The same of another session.")]
Page = Annotated[
    Path | None,
    typer.Option("--html", metavar="FILE", help="Also write a page with the curves."),
]


def compare(  # noqa: PLR0913, PLR0917 (one for each option)
    first: First,
    second: Second,
    html: Page = None,
    exercise_file: ExerciseFiles = None,
    as_json: AsJson = False,  # noqa: FBT002
    person: KnownPerson = None,  # noqa: ARG001
    debug: Debug = False,  # noqa: ARG001, FBT002
) -> None:
    """Put two sessions side by side.

    Shows for each exercise that both contain what was done, faults of form, how
    far each measure went and its curve through each phase, and whether a change
    is more than one camera can tell.
    """
    from matside.app.compare import run_compare  # noqa: PLC0415

    code = run_compare(
        first, second, html=html, exercise_files=exercise_file or [], as_json=as_json
    )
    raise typer.Exit(code)

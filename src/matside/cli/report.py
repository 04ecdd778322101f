"""The command that writes the report of a session."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from matside.cli.options import BlurFace, Debug, ExerciseFiles, KnownPerson, SkeletonOnly

SessionPath = Annotated[
    Path,
    typer.Argument(metavar="SESSION", help="Folder, trace, or number in the history."),
]
ReportFile = Annotated[
    Path | None,
    typer.Option(
        "--output", "-o", metavar="FILE", help="Where to write; else report.html in the folder."
    ),
]


def report(  # noqa: PLR0913, PLR0917 (one for each option)
    session: SessionPath,
    exercise_file: ExerciseFiles = None,
    output: ReportFile = None,
    blur_face: BlurFace = False,  # noqa: FBT002
    skeleton_only: SkeletonOnly = False,  # noqa: FBT002
    person: KnownPerson = None,  # noqa: ARG001
    debug: Debug = False,  # noqa: ARG001, FBT002
) -> None:
    """Write a page on a session to read, print or pass on.

    One file that needs no network: what was done of the dose, each hold, each
    measure over time, what to work on, and how far to trust the numbers. With
    the annotated video beside it, a click on a chart shows that moment.
    """
    from matside.app.report import run_report  # noqa: PLC0415
    from matside.overlay.privacy import chosen  # noqa: PLC0415

    code = run_report(
        session=session,
        exercise_files=exercise_file or [],
        output=output,
        privacy=chosen(blur_face=blur_face, skeleton_only=skeleton_only),
    )
    raise typer.Exit(code)

"""The commands that show sessions that are kept: the report of one, and two side by side."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from matside.cli.options import AsJson, BlurFace, Debug, ExerciseFiles, KnownPerson, SkeletonOnly

First = Annotated[
    Path, typer.Argument(metavar="FIRST", help="Folder, trace, or number in the history.")
]
Second = Annotated[Path, typer.Argument(metavar="SECOND", help="The same of another session.")]
Page = Annotated[
    Path | None,
    typer.Option("--html", metavar="FILE", help="Also write a page with the curves."),
]
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

    run_report(
        session=session,
        exercise_files=exercise_file or [],
        output=output,
        privacy=chosen(blur_face=blur_face, skeleton_only=skeleton_only),
    )


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

    run_compare(first, second, html=html, exercise_files=exercise_file or [], as_json=as_json)

"""The commands that judge recordings, and show what is kept: one report, two sessions compared."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from matside.cli.options import (
    AsJson,
    BatchVideo,
    BlurFace,
    Cluster,
    Debug,
    DoseName,
    ExerciseFiles,
    ExerciseName,
    Export,
    Force,
    Jobs,
    KnownPerson,
    Model,
    Output,
    Paths,
    PersonName,
    Quality,
    Rate,
    Report,
    Save,
    SkeletonOnly,
    SlowMotion,
    Study,
    WorkersBackend,
    greet,
    one_of,
)
from matside.errors import UsageError

First = Annotated[
    Path, typer.Argument(metavar="FIRST", help="Folder, trace, or number in the history.")
]
Second = Annotated[Path, typer.Argument(metavar="SECOND", help="The same of another session.")]
Page = Annotated[
    Path | None, typer.Option("--html", metavar="FILE", help="Also write a page with the curves.")
]
SessionPath = Annotated[
    Path, typer.Argument(metavar="SESSION", help="Folder, trace, or number in the history.")
]
ReportFile = Annotated[
    Path | None,
    typer.Option(
        "--output", "-o", metavar="FILE", help="Where to write; else report.html in the folder."
    ),
]


def analyse(
    context: typer.Context,
    paths: Paths,
    exercise: ExerciseName = None,
    exercise_file: ExerciseFiles = None,
    dose: DoseName = None,
    output: Output = None,
    model: Model = None,
    quality: Quality = None,
    rate: Rate = "every",
    video: BatchVideo = None,
    report: Report = True,
    export: Export = "",
    blur_face: BlurFace = False,
    skeleton_only: SkeletonOnly = False,
    slow_motion: SlowMotion = 1.0,
    save: Save = True,
    person: PersonName = None,
    jobs: Jobs = "auto",
    force: Force = False,
    study: Study = None,
    backend: WorkersBackend = "processes",
    cluster: Cluster = "",
    as_json: AsJson = False,
    debug: Debug = False,
) -> None:
    """Judge the stretches in videos or pictures.

    Writes for each what was done when, how long it was held, how often, and
    what could be better, a report to read or pass on, and a video with all of
    it drawn in. Of several files or a folder the video is left out unless
    --video asks for it, and the same command goes on where it was stopped. The
    exit code is 0; 1 if a file failed, 3 if no exercise was recognised, 130 if
    it was stopped.
    """
    from matside.app.analyse import run_analyse
    from matside.app.analyse_options import AnalyseOptions, Backend, BatchOptions
    from matside.app.outputs import OutputSettings, chosen_exports
    from matside.app.prescribed import limits_in_force
    from matside.overlay.privacy import chosen
    from matside.pose.model import chosen_model
    from matside.pose.rate import chosen_rate
    from matside.record.files import DEFAULT_ROOT
    from matside.record.people import person_in_use

    greet()
    limits = limits_in_force() if person_in_use() is not None else ()
    options = AnalyseOptions(
        exercise=exercise,
        exercise_files=exercise_file or [],
        dose=dose,
        output=output or DEFAULT_ROOT,
        model=chosen_model(model, quality),
        rate=chosen_rate(rate),
        files=OutputSettings(
            annotate=video is not False,
            exports=chosen_exports(export),
            privacy=chosen(blur_face=blur_face, skeleton_only=skeleton_only),
            report=report,
        ),
        limits=limits,
        slow_motion=slow_motion,
        save=save,
        debug=context.obj.debug,
        as_json=as_json,
        batch=BatchOptions(
            jobs=_jobs(jobs),
            force=force,
            video=video is True,
            study=study,
            backend=Backend(one_of("--backend", backend, list(Backend))),
            cluster=cluster,
        ),
    )
    raise typer.Exit(run_analyse(paths, options))


def _jobs(text: str) -> int | None:
    """Return how many files to work on at the same time; ``None`` to find the number."""
    if text == "auto":
        return None
    if text.isdecimal() and int(text) > 0:
        return int(text)
    raise UsageError("--jobs is auto or a number from 1 on; found '{told}'.", told=text)


def demo(
    context: typer.Context, output: Output = None, as_json: AsJson = False, debug: Debug = False
) -> None:
    """Judge the sample videos of matside."""
    from matside.app.analyse import run_demo

    greet()
    raise typer.Exit(run_demo(output=output, as_json=as_json, debug=context.obj.debug))


def report(
    session: SessionPath,
    exercise_file: ExerciseFiles = None,
    output: ReportFile = None,
    blur_face: BlurFace = False,
    skeleton_only: SkeletonOnly = False,
    person: KnownPerson = None,
    debug: Debug = False,
) -> None:
    """Write a page on a session to read, print or pass on.

    One file that needs no network: what was done of the dose, each hold, each
    measure over time, what to work on, and how far to trust the numbers. With
    the annotated video beside it, a click on a chart shows that moment.
    """
    from matside.app.report import run_report
    from matside.overlay.privacy import chosen

    run_report(
        session=session,
        exercise_files=exercise_file or [],
        output=output,
        privacy=chosen(blur_face=blur_face, skeleton_only=skeleton_only),
    )


def compare(
    first: First,
    second: Second,
    html: Page = None,
    exercise_file: ExerciseFiles = None,
    as_json: AsJson = False,
    person: KnownPerson = None,
    debug: Debug = False,
) -> None:
    """Put two sessions side by side.

    Shows for each exercise that both contain what was done, faults of form, how
    far each measure went and its curve through each phase, and whether a change
    is more than one camera can tell.
    """
    from matside.app.compare import run_compare

    run_compare(first, second, html=html, exercise_files=exercise_file or [], as_json=as_json)

"""The commands that judge recordings."""

from __future__ import annotations

import typer

from matside.cli.options import (
    BlurFace,
    Debug,
    DoseName,
    ExerciseFiles,
    ExerciseName,
    Export,
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
    Video,
    greet,
)


def analyse(  # noqa: PLR0913, PLR0917 (one for each option)
    context: typer.Context,
    paths: Paths,
    exercise: ExerciseName = None,
    exercise_file: ExerciseFiles = None,
    dose: DoseName = None,
    output: Output = None,
    model: Model = None,
    quality: Quality = None,
    rate: Rate = "every",
    video: Video = True,  # noqa: FBT002
    report: Report = True,  # noqa: FBT002
    export: Export = "",
    blur_face: BlurFace = False,  # noqa: FBT002
    skeleton_only: SkeletonOnly = False,  # noqa: FBT002
    slow_motion: SlowMotion = 1.0,
    save: Save = True,  # noqa: FBT002
    person: PersonName = None,  # noqa: ARG001
    debug: Debug = False,  # noqa: ARG001, FBT002
) -> None:
    """Judge the stretches in videos or pictures.

    Writes for each what was done when, how long it was held, how often, and
    what could be better, a report to read or pass on, and a video with all of
    it drawn in. The exit code is 0; 1 if a file failed, 3 if no exercise was
    recognised, 130 if it was stopped.
    """
    from matside.app.analyse import AnalyseOptions, run_analyse  # noqa: PLC0415
    from matside.app.export import chosen_exports  # noqa: PLC0415
    from matside.app.outputs import OutputSettings  # noqa: PLC0415
    from matside.overlay.privacy import chosen  # noqa: PLC0415
    from matside.pose.model import chosen_model  # noqa: PLC0415
    from matside.pose.rate import chosen_rate  # noqa: PLC0415
    from matside.record.files import DEFAULT_ROOT  # noqa: PLC0415
    from matside.record.people import person_in_use  # noqa: PLC0415
    from matside.record.profile import read_profile  # noqa: PLC0415

    greet()
    limits = read_profile().limits if person_in_use() is not None else ()
    options = AnalyseOptions(
        exercise=exercise,
        exercise_files=exercise_file or [],
        dose=dose,
        output=output or DEFAULT_ROOT,
        model=chosen_model(model, quality),
        rate=chosen_rate(rate),
        files=OutputSettings(
            annotate=video,
            exports=chosen_exports(export),
            privacy=chosen(blur_face=blur_face, skeleton_only=skeleton_only),
            report=report,
        ),
        limits=limits,
        slow_motion=slow_motion,
        save=save,
        debug=context.obj.debug,
    )
    raise typer.Exit(run_analyse(paths, options))


def demo(context: typer.Context, output: Output = None, debug: Debug = False) -> None:  # noqa: ARG001, FBT002
    """Judge the sample videos of matside."""
    from matside.app.demo import run_demo  # noqa: PLC0415

    greet()
    raise typer.Exit(run_demo(output=output, debug=context.obj.debug))

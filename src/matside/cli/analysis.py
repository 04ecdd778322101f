"""The commands that judge recordings."""

from __future__ import annotations

import typer

from matside.cli.options import (
    Debug,
    DoseName,
    ExerciseFiles,
    ExerciseName,
    Model,
    Output,
    Paths,
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
    video: Video = True,  # noqa: FBT002
    debug: Debug = False,  # noqa: ARG001, FBT002
) -> None:
    """Judge the stretches in videos or pictures.

    Writes for each what was done when, how long it was held, how often, and
    what could be better, and a video with all of it drawn in.
    """
    from matside.app.analyse import run_analyse  # noqa: PLC0415

    greet()

    code = run_analyse(
        paths=paths,
        exercise=exercise,
        exercise_files=exercise_file or [],
        output=output,
        model=model,
        video=video,
        debug=context.obj.debug,
        dose=dose,
    )
    raise typer.Exit(code)


def demo(context: typer.Context, output: Output = None, debug: Debug = False) -> None:  # noqa: ARG001, FBT002
    """Judge the sample videos of matside."""
    from matside.app.demo import run_demo  # noqa: PLC0415

    greet()
    raise typer.Exit(run_demo(output=output, debug=context.obj.debug))

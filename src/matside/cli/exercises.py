"""The commands about exercise files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from matside.cli.options import ExerciseFiles, greet

Files = Annotated[list[Path], typer.Argument(metavar="FILE", help="Exercise files (TOML).")]

exercises_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)


@exercises_app.command("list")
def list_exercises(exercise_file: ExerciseFiles = None) -> None:
    """List the exercises that matside knows."""
    from matside.exercise.library import load_library, with_own_files  # noqa: PLC0415

    greet()
    for exercise in with_own_files(load_library(), exercise_file or ()):
        typer.echo(f"{exercise.id:<20} {exercise.name}: {exercise.says}")


@exercises_app.command("show")
def show_exercise(
    name: Annotated[str, typer.Argument(metavar="NAME", help="An id, name or other name.")],
    exercise_file: ExerciseFiles = None,
) -> None:
    """Show how an exercise is done, how much of it, and what to mind."""
    from matside.exercise.library import (  # noqa: PLC0415
        find_exercise,
        load_library,
        with_own_files,
    )
    from matside.terminal.exercise_sheet import exercise_sheet  # noqa: PLC0415

    greet()
    library = with_own_files(load_library(), exercise_file or ())
    typer.echo(exercise_sheet(find_exercise(name, library)))


@exercises_app.command("check")
def check_exercises(files: Files) -> None:
    """Check exercise files and say all that is wrong with them."""
    from matside.exercise.library import load_exercises  # noqa: PLC0415

    for path, exercise in zip(files, load_exercises(files), strict=True):
        typer.echo(f"{path}: fine, {exercise.name} ({exercise.id})")


@exercises_app.command("schema", hidden=True)
def show_schema() -> None:
    """Print the JSON Schema of exercise files, for editors."""
    from matside.exercise.json_schema import schema_text  # noqa: PLC0415

    typer.echo(schema_text(), nl=False)

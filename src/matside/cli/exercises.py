"""The commands about exercise files."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from matside.cli.options import AsJson, ExerciseFiles, greet
from matside.translation import _

if TYPE_CHECKING:
    from matside.exercise.programme import Programme

Files = Annotated[list[Path], typer.Argument(metavar="FILE", help="Exercise files (TOML).")]

exercises_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)


@exercises_app.command("list")
def list_exercises(exercise_file: ExerciseFiles = None, as_json: AsJson = False) -> None:
    """List the exercises that matside knows, and the programmes."""
    from matside.app.known_exercises import known_exercises
    from matside.exercise.programmes import load_programmes

    greet()
    library = known_exercises(exercise_file or ())
    if as_json:
        from matside.terminal.as_json import print_json_list

        print_json_list("exercises", library)
        return
    for exercise in library:
        typer.echo(f"{exercise.id:<20} {_listed(exercise.name, exercise.says)}")
    typer.echo()
    _tell_programmes(load_programmes(library))


def _listed(name: str, says: str) -> str:
    return _("{exercise}: {says}", exercise=_(name), says=_(says))


@exercises_app.command("programmes")
def list_programmes(as_json: AsJson = False) -> None:
    """List the programmes that 'matside practise' leads through."""
    from matside.exercise.library import load_library
    from matside.exercise.programmes import load_programmes

    greet()
    programmes = load_programmes(load_library())
    if as_json:
        from matside.terminal.as_json import print_json_list

        print_json_list("programmes", programmes)
        return
    _tell_programmes(programmes)


def _tell_programmes(programmes: Iterable[Programme]) -> None:
    for programme in programmes:
        typer.echo(f"{programme.id:<20} {_listed(programme.name, programme.purpose)}")


@exercises_app.command("show")
def show_exercise(
    name: Annotated[str, typer.Argument(metavar="NAME", help="An id, name or other name.")],
    exercise_file: ExerciseFiles = None,
    as_json: AsJson = False,
) -> None:
    """Show how an exercise is done, how much of it, and what to mind."""
    from matside.app.known_exercises import known_exercises
    from matside.exercise.library import find_exercise
    from matside.terminal.as_json import json_text
    from matside.terminal.sheets import exercise_sheet

    greet()
    library = known_exercises(exercise_file or ())
    exercise = find_exercise(name, library)
    typer.echo(json_text(exercise) if as_json else exercise_sheet(exercise))


@exercises_app.command("check")
def check_exercises(files: Files) -> None:
    """Check exercise and programme files and say all that is wrong with them.

    The steps of a programme may name matside's exercises and those that are checked with it.
    """
    from matside.exercise.library import load_exercises, load_library, with_own_files
    from matside.exercise.programmes import is_programme, load_programme

    programmes = [path for path in files if is_programme(path)]
    own = [path for path in files if path not in programmes]
    for path, exercise in zip(own, load_exercises(own), strict=True):
        typer.echo(
            _(
                "{path}: fine, {exercise} ({id})",
                path=path,
                exercise=_(exercise.name),
                id=exercise.id,
            )
        )
    library = with_own_files(load_library(), own)
    for path in programmes:
        programme = load_programme(path, library, alone=not own)
        typer.echo(
            _(
                "{path}: fine, {programme} ({id})",
                path=path,
                programme=_(programme.name),
                id=programme.id,
            )
        )


@exercises_app.command("schema", hidden=True)
def show_schema(
    programmes: Annotated[bool, typer.Option("--programmes", help="Of programme files.")] = False,
) -> None:
    """Print the JSON Schema of exercise or programme files, for editors."""
    from matside.exercise.json_schema import schema_text
    from matside.exercise.programme import Programme
    from matside.exercise.schema import Exercise

    typer.echo(schema_text(Programme if programmes else Exercise), nl=False)

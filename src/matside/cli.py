"""The command line: reads what is asked for, calls the part that does it, words what went wrong.

What a command needs is imported when it runs, so that ``--help`` is instant.
"""

from __future__ import annotations

import io
import logging
import sys
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from matside import safety
from matside.errors import MatsideError


@dataclass(slots=True, kw_only=True)
class _Session:
    """What holds for one start of the program; ``--debug`` may come before or after a command."""

    debug: bool = False


def _set_debug(context: typer.Context, value: bool) -> bool:  # noqa: FBT001 (typer's protocol)
    if value:
        context.obj.debug = True
        logging.getLogger("matside").setLevel(logging.DEBUG)
    return value


def _show_version(value: bool) -> None:  # noqa: FBT001 (typer's protocol)
    if value:
        from matside import __version__  # noqa: PLC0415

        typer.echo(f"matside {__version__}")
        raise typer.Exit


Debug = Annotated[
    bool,
    typer.Option("--debug", callback=_set_debug, help="Show the log and the traceback of errors."),
]
Version = Annotated[
    bool,
    typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version."),
]
Paths = Annotated[
    list[Path], typer.Argument(metavar="PATH", help="Videos, pictures, traces, or folders of them.")
]
ExerciseName = Annotated[
    str | None,
    typer.Option(
        "--exercise", "-e", metavar="NAME", help="Judge by this exercise; else it is recognised."
    ),
]
ExerciseFiles = Annotated[
    list[Path] | None,
    typer.Option("--exercise-file", metavar="FILE", help="Add an exercise of your own (TOML)."),
]
Output = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FOLDER", help="Where the results are written."),
]
Model = Annotated[
    Path | None,
    typer.Option("--model", metavar="FILE", help="Another MediaPipe pose model (.task)."),
]
Video = Annotated[bool, typer.Option(help="Write a video with the drawn coaching.")]
DoseName = Annotated[
    str | None,
    typer.Option("--dose", metavar="NAME", help="Aim at this dose of the exercise."),
]
Files = Annotated[list[Path], typer.Argument(metavar="FILE", help="Exercise files (TOML).")]

app = typer.Typer(
    name="matside",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
exercises_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
app.add_typer(exercises_app, name="exercises", help="List, show and check exercises.")


@app.callback()
def _options(debug: Debug = False, version: Version = False) -> None:  # noqa: FBT002
    """A coach at the side of the exercise mat."""


def _greet() -> None:
    """Show the safety note to those who have not seen it yet."""
    if safety.is_first_start():
        typer.echo(safety.NOTE, err=True)


@app.command()
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

    _greet()

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


app.command("analyze", hidden=True, help="The same as analyse.")(analyse)


@app.command()
def demo(context: typer.Context, output: Output = None, debug: Debug = False) -> None:  # noqa: ARG001, FBT002
    """Judge the sample videos of matside."""
    from matside.app.demo import run_demo  # noqa: PLC0415

    _greet()
    raise typer.Exit(run_demo(output=output, debug=context.obj.debug))


@app.command("safety")
def show_safety() -> None:
    """Say when to stop and whom to ask."""
    safety.is_first_start()
    typer.echo(safety.NOTE, nl=False)


@exercises_app.command("list")
def list_exercises(exercise_file: ExerciseFiles = None) -> None:
    """List the exercises that matside knows."""
    from matside.exercise.library import load_library, with_own_files  # noqa: PLC0415

    _greet()
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
    from matside.exercise.sheet import exercise_sheet  # noqa: PLC0415

    _greet()
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


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code.

    Args:
        arguments: What follows the name of the program; by default what it was
            started with.

    Returns:
        0 when all went well, 1 for a failure, 2 for wrong use, 130 after Ctrl+C.
    """
    session = _Session()
    _prepare_streams()
    try:
        app(args=arguments, prog_name="matside", obj=session)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except MatsideError as error:
        return _tell(error, session)
    except (ImportError, OSError) as error:
        advice = _about_system_library(error)
        if advice is None:
            raise
        return _tell(advice, session)
    return 0


def _prepare_streams() -> None:
    """Let no letter that a terminal lacks end the program, and send warnings to stderr."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    logging.basicConfig(level=logging.WARNING, format="matside: %(message)s")
    logging.getLogger("matside").setLevel(logging.NOTSET)


def _tell(error: MatsideError, session: _Session) -> int:
    if session.debug:
        traceback.print_exc()
    typer.echo(f"matside: {error}", err=True)
    return error.exit_code


def _about_system_library(error: ImportError | OSError) -> MatsideError | None:
    from matside.pose.system_library import translate_import_error  # noqa: PLC0415

    return translate_import_error(error)

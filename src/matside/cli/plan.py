"""The commands about a plan that a physiotherapist has written."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from matside.cli.options import AsJson, ExerciseFiles, KnownPerson, PersonName, greet
from matside.errors import ExerciseError
from matside.translation import _

PlanFile = Annotated[Path, typer.Argument(metavar="FILE", help="The plan (TOML).")]
PlanFiles = Annotated[list[Path], typer.Argument(metavar="FILE", help="Plans (TOML).")]
CalendarFile = Annotated[
    Path, typer.Option("--output", "-o", metavar="FILE", help="Where to write it (.ics).")
]

plan_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)


@plan_app.command("check")
def check_plans(files: PlanFiles, exercise_file: ExerciseFiles = None) -> None:
    """Check plans and say all that is wrong with them."""
    from matside.app.prescribed import load_plan

    wrong = []
    for path in files:
        try:
            prescription = load_plan(path, exercise_file or ())
        except ExerciseError as error:
            wrong.append(str(error))
            continue
        typer.echo(
            _("{path}: fine, {plan} ({id})", path=path, plan=prescription.name, id=prescription.id)
        )
    if wrong:
        raise ExerciseError("\n".join(wrong))


@plan_app.command("use")
def use(
    file: PlanFile,
    exercise_file: ExerciseFiles = None,
    person: PersonName = None,
    as_json: AsJson = False,
) -> None:
    """Follow a plan from now on; it is copied to matside's own folder, with its exercises."""
    from matside.app.plan import use_plan

    greet()
    use_plan(file, exercise_file or (), as_json=as_json)


@plan_app.command("show")
def show(person: KnownPerson = None, as_json: AsJson = False) -> None:
    """Show the plan, and what is due next."""
    from matside.app.plan import show_plan

    greet()
    show_plan(as_json=as_json)


@plan_app.command("calendar")
def calendar(output: CalendarFile = Path("matside-plan.ics"), person: KnownPerson = None) -> None:
    """Write the times of the plan for your calendar."""
    from matside.app.plan import write_calendar

    write_calendar(output)


@plan_app.command("accept")
def accept(
    exercise: Annotated[
        str | None, typer.Argument(metavar="[EXERCISE]", help="Of which exercise, if of several.")
    ] = None,
    person: KnownPerson = None,
) -> None:
    """Take the next step that is suggested, such as longer holds."""
    from matside.app.plan import take_step

    greet()
    take_step(exercise)


@plan_app.command("forget")
def forget(
    doses: Annotated[
        bool, typer.Option("--doses", help="Forget the next steps that were taken, not the plan.")
    ] = False,
    person: KnownPerson = None,
) -> None:
    """Follow no plan any more."""
    from matside.app.plan import forget_plan

    forget_plan(doses=doses)


@plan_app.command("schema", hidden=True)
def show_schema() -> None:
    """Print the JSON Schema of plans, for editors."""
    from matside.exercise.json_schema import schema_text
    from matside.exercise.prescription import Prescription

    typer.echo(schema_text(Prescription), nl=False)

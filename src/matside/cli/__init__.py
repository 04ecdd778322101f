"""The command line: parses the call, runs the job in ``app``, and reports errors.

What a command needs is imported when it runs, so that ``--help`` is instant.
"""

from __future__ import annotations

import io
import logging
import sys
import traceback
from collections.abc import Sequence
from typing import Annotated

import typer

from matside import safety
from matside.app.language import choose_language
from matside.cli.analysis import analyse, compare, demo, report
from matside.cli.computer import Lang, cameras, choose, doctor, named_language, shortcut, voices
from matside.cli.exercises import exercises_app
from matside.cli.help import mistake_text, mistakes, translate
from matside.cli.history import history_app
from matside.cli.options import AnyPerson, Debug, PersonName, Start, Version
from matside.cli.plan import plan_app
from matside.cli.practise import practise
from matside.cli.profile import people_app, profile_app, screening
from matside.cli.streams import patient_streams
from matside.errors import MatsideError
from matside.translation import _

Port = Annotated[
    int | None, typer.Option("--port", min=1, max=65535, metavar="N", help="Listen on this port.")
]
Browser = Annotated[
    bool, typer.Option("--browser/--no-browser", help="Open it; else its address is printed.")
]
Camera = Annotated[
    str | None,
    typer.Option(
        "--camera",
        "-c",
        metavar="0|URL|FILE",
        help="Practise with this camera, stream or video; else it is chosen on the page.",
    ),
]


def page(
    port: Port = None,
    browser: Browser = True,
    camera: Camera = None,
    person: PersonName = None,
    debug: Debug = False,
) -> None:
    """Open matside's page in the browser: practise, progress, recordings.

    'matside' alone does the same. It is served on this computer for
    this computer only, and ends when the page is closed, or with Ctrl-C.
    """
    from matside.app.page import run_page

    raise typer.Exit(run_page(port=port, browser=browser, camera=camera, person=person))


app = typer.Typer(
    name="matside",
    invoke_without_command=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command()(practise)
app.command("practice", hidden=True, help="The same as practise.")(practise)
app.command()(analyse)
app.command("analyze", hidden=True, help="The same as analyse.")(analyse)
app.command()(report)
app.command()(compare)
app.add_typer(history_app, name="history", help="What was done so far, and the progress.")
app.add_typer(plan_app, name="plan", help="The plan that a physiotherapist gave you.")
app.command()(page)
app.command()(shortcut)
app.command()(demo)
app.command()(cameras)
app.command()(doctor)
app.command("language")(choose)
app.command()(screening)
app.add_typer(profile_app, name="profile", help="What you said about yourself.")
app.command()(voices)
app.add_typer(people_app, name="people", help="Who practises on this computer.")
app.add_typer(exercises_app, name="exercises", help="List, show and check exercises.")


_MAY_BE_NEW = (None, "page", "practise", "practice", "analyse", "analyze")
"""Commands that write, so that somebody new may begin with them."""


@app.callback()
def _options(
    context: typer.Context,
    person: AnyPerson = None,
    debug: Debug = False,
    version: Version = False,
    lang: Lang = None,
) -> None:
    """A coach at the side of the exercise mat. Without a command its page is opened."""
    command = context.invoked_subcommand
    _begin_with(person, new=command in _MAY_BE_NEW)
    if command is None:
        page(person=person)


@app.command("safety")
def show_safety() -> None:
    """Say when to stop and whom to ask."""
    safety.is_first_start()
    typer.echo(safety.note(), nl=False)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code.

    Args:
        arguments: What follows the name of the program; by default what it was
            started with.

    Returns:
        0 when all went well, 1 for a failure, 2 for wrong use, 130 after Ctrl+C; 3 and 4 as
        'analyse' and 'practise' say.
    """
    session = Start()
    _prepare_streams()
    with patient_streams() as printed:
        code = _run(arguments, session)
    return code or int(printed.lost)


def _run(arguments: Sequence[str] | None, session: Start) -> int:
    try:
        choose_language(named_language(sys.argv[1:] if arguments is None else arguments))
        command = typer.main.get_command(app)
        translate(command)
        code = command.main(args=arguments, prog_name="matside", standalone_mode=False, obj=session)
        return code if isinstance(code, int) else 0
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except typer.Abort:
        typer.echo(_("Aborted."), err=True)
        return 1
    except mistakes.UsageError as error:
        typer.echo(mistake_text(error), err=True)
        return int(error.exit_code)
    except MatsideError as error:
        return _tell(error, session)
    except (ImportError, OSError, AttributeError) as error:
        from matside.pose.import_errors import translate_import_error

        advice = translate_import_error(error)
        if advice is None:
            raise
        return _tell(advice, session)


def _begin_with(name: str | None, *, new: bool) -> None:
    """Take this person; another start in the same process may have left somebody else."""
    if name is not None and new:
        from matside.app.people import begin_person

        begin_person(name)
    elif name is not None or "matside.record.people" in sys.modules:
        from matside.record.people import use_person

        use_person(name)


def _prepare_streams() -> None:
    """Let no letter that a terminal lacks end the program, and send warnings to stderr."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    logging.basicConfig(level=logging.WARNING, format="matside: %(message)s")
    logging.getLogger("matside").setLevel(logging.NOTSET)


def _tell(error: MatsideError, session: Start) -> int:
    if session.debug:
        traceback.print_exc()
    from matside.wording.formatting import printable

    for line in f"matside: {error}".split("\n"):
        typer.echo(printable(line), err=True)
    return error.exit_code

"""The commands about what a person told of themselves: screening, limits, and all that is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from matside.cli import options
from matside.cli.options import KnownPerson, PersonName
from matside.errors import UsageError, WithheldError

if TYPE_CHECKING:
    from matside.record.profile import Profile

Limits = Annotated[
    list[str] | None,
    typer.Argument(metavar="[LIMIT]...", help="What limits you; none: nothing does."),
]

profile_app = typer.Typer(rich_markup_mode=None)


def screening(person: PersonName = None) -> None:  # noqa: ARG001
    """Ask whether anything speaks against exercises.

    The answers stay on this computer: 'matside profile' shows them, 'matside
    profile delete' deletes them. It informs, and is no diagnosis.
    """
    from matside.app.screening import ask_screening, show_profile  # noqa: PLC0415

    if options.somebody_answers():
        ask_screening(_answer, typer.confirm)
    else:
        show_profile()


@profile_app.callback(invoke_without_command=True)
def profile(context: typer.Context, person: KnownPerson = None) -> None:  # noqa: ARG001
    """Show what you told about yourself, and what it changes."""
    if context.invoked_subcommand is None:
        show()


@profile_app.command("show")
def show(person: KnownPerson = None) -> None:  # noqa: ARG001
    """Show what you told about yourself, and what it changes."""
    from matside.app.screening import show_profile  # noqa: PLC0415

    show_profile()


@profile_app.command("set")
def set_limits_of(limits: Limits = None, person: PersonName = None) -> None:  # noqa: ARG001
    """Say what limits you: it replaces what you said before.

    LIMIT is any of sore_wrists, sore_shoulders, sore_neck, sore_knees,
    no_kneeling, herniation, osteoporosis and pregnancy.
    """
    from matside.app.screening import set_limits, show_profile  # noqa: PLC0415
    from matside.exercise.limits import LimitName  # noqa: PLC0415

    known = {name.value: name for name in LimitName}
    for word in limits or ():
        if word not in known:
            raise UsageError(
                "'{word}' is no limit: choose among {known}, or leave it out.",
                word=word,
                known=", ".join(known),
            )
    set_limits(known[word] for word in limits or ())
    show_profile()


@profile_app.command("delete")
def delete(person: KnownPerson = None) -> None:  # noqa: ARG001
    """Delete what you told about yourself."""
    from matside.app.screening import forget_profile  # noqa: PLC0415

    forget_profile()


def screened(*, asks: bool) -> Profile:
    """Return the profile of who practises now, asked for at first; end where help is needed.

    Args:
        asks: Whether somebody can answer; else one sentence is said, and it goes on.

    Raises:
        typer.Exit: The person is not to practise now.
    """
    from matside.app.screening import ask_screening, heeded, is_due  # noqa: PLC0415
    from matside.guidance.screening import Verdict  # noqa: PLC0415
    from matside.guidance.screening_texts import verdict_text  # noqa: PLC0415
    from matside.record.profile import read_profile  # noqa: PLC0415
    from matside.terminal import texts  # noqa: PLC0415

    found = read_profile()
    due = is_due(found)
    if asks and due:
        found = ask_screening(_answer, typer.confirm)
    elif asks and found.screening.verdict is not Verdict.GO:
        found = heeded(found, typer.confirm)
    elif due:
        typer.echo(texts.UNSCREENED, err=True)
    elif found.screening.verdict is not Verdict.GO:
        typer.echo(verdict_text(found.screening), err=True)
    if asks and found.screening.verdict is not Verdict.GO:
        typer.echo(texts.ASK_AGAIN)
        raise typer.Exit(0)
    return found


def agreed(error: WithheldError, *, asks: bool) -> None:
    """Say why what was asked for is withheld; ask whether to practise it all the same.

    Raises:
        typer.Exit: The person would rather not.
    """
    from matside.terminal import texts  # noqa: PLC0415

    typer.echo(error, err=not asks)
    if asks and not typer.confirm(str(texts.PRACTISE_ALL_THE_SAME)):
        raise typer.Exit(0)


def _answer(question: str) -> str:
    return str(typer.prompt(question, default="", show_default=False))

"""The commands about who practises on this computer."""

from __future__ import annotations

from typing import Annotated

import typer

from matside.cli.options import AsJson

PersonsName = Annotated[str, typer.Argument(metavar="NAME", help="A person's name.")]
NewName = Annotated[str, typer.Argument(metavar="NEW", help="Their name from now on.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]

people_app = typer.Typer(rich_markup_mode=None)


@people_app.callback(invoke_without_command=True)
def show_people(context: typer.Context, as_json: AsJson = False) -> None:  # noqa: FBT002
    """List who practises here; 'practise --person NAME' adds somebody."""
    if context.invoked_subcommand is None:
        list_everybody(as_json=as_json)


@people_app.command("list")
def list_everybody(as_json: AsJson = False) -> None:  # noqa: FBT002
    """List who practises here, and when they last did."""
    from matside.app.people import list_people  # noqa: PLC0415

    list_people(as_json=as_json)


@people_app.command("rename")
def rename(name: PersonsName, new: NewName) -> None:
    """Give a person another name; all that is kept of them stays."""
    from matside.app.people import rename_somebody  # noqa: PLC0415

    rename_somebody(name, new)


@people_app.command("delete")
def delete(name: PersonsName, yes: Yes = False) -> None:  # noqa: FBT002
    """Delete all that is kept of a person, for good."""
    from matside.app.people import delete_somebody  # noqa: PLC0415

    delete_somebody(name, confirm=lambda question: yes or typer.confirm(question))

"""The commands about people: who practises here, and what they told of themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from matside.cli import options
from matside.cli.options import AsJson, KnownPerson, PersonName, Yes
from matside.errors import UsageError, WithheldError

if TYPE_CHECKING:
    from matside.app.settings import Pictures
    from matside.overlay.privacy import Privacy
    from matside.record.profile import Profile

PersonsName = Annotated[str, typer.Argument(metavar="NAME", help="A person's name.")]
NewName = Annotated[str, typer.Argument(metavar="NEW", help="Their name from now on.")]
Limits = Annotated[
    list[str] | None,
    typer.Argument(metavar="[LIMIT]...", help="What limits you; none: nothing does."),
]

people_app = typer.Typer(rich_markup_mode=None)
profile_app = typer.Typer(rich_markup_mode=None)


def screening(person: PersonName = None) -> None:
    """Ask whether anything speaks against exercises.

    The answers stay on this computer: 'matside profile' shows them, 'matside
    profile delete' deletes them. It informs, and is no diagnosis.
    """
    from matside.app.screening import ask_screening, show_profile

    if options.somebody_answers():
        ask_screening(_answer, options.agrees)
    else:
        show_profile()


@profile_app.callback(invoke_without_command=True)
def profile(context: typer.Context, person: KnownPerson = None) -> None:
    """Show what you said about yourself, and what it changes."""
    if context.invoked_subcommand is None:
        show()


@profile_app.command("show")
def show(person: KnownPerson = None) -> None:
    """Show what you said about yourself, and what it changes."""
    from matside.app.screening import show_profile

    show_profile()


@profile_app.command("set")
def set_limits_of(limits: Limits = None, person: PersonName = None) -> None:
    """Say what limits you: it replaces what you said before.

    LIMIT is any of sore_wrists, sore_shoulders, sore_neck, sore_knees,
    no_kneeling, herniation, osteoporosis and pregnancy.
    """
    from matside.app.screening import set_limits, show_profile
    from matside.exercise.limits import LimitName

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
def delete(person: KnownPerson = None) -> None:
    """Delete what you said about yourself."""
    from matside.app.screening import forget_profile

    forget_profile()


def screened(*, asks: bool) -> Profile:
    """Return the profile of who practises now, asked for at first; end where help is needed.

    Args:
        asks: Whether somebody can answer; else one sentence is said, and it goes on.

    Raises:
        typer.Exit: The person is not to practise now.
    """
    from matside.app.screening import ask_screening, heeded, is_due
    from matside.guidance.screening import Clearance
    from matside.guidance.screening_texts import clearance_text
    from matside.record.profile import read_profile
    from matside.terminal import texts

    found = read_profile()
    due = is_due(found)
    if asks and due:
        found = ask_screening(_answer, options.agrees)
    elif asks and found.screening.clearance is not Clearance.GO:
        found = heeded(found, options.agrees)
    elif due:
        typer.echo(texts.UNSCREENED, err=True)
    elif found.screening.clearance is not Clearance.GO:
        typer.echo(clearance_text(found.screening), err=True)
    if asks and found.screening.clearance is not Clearance.GO:
        typer.echo(texts.ASK_AGAIN)
        raise typer.Exit(0)
    return found


def agreed(error: WithheldError, *, asks: bool) -> None:
    """Say why what was asked for is withheld; ask whether to practise it all the same.

    Raises:
        typer.Exit: The person would rather not.
    """
    from matside.terminal import texts

    typer.echo(error, err=not asks)
    if asks and not options.agrees(str(texts.PRACTISE_ALL_THE_SAME)):
        raise typer.Exit(0)


def _answer(question: str) -> str:
    return str(typer.prompt(question, default="", show_default=False))


@people_app.callback(invoke_without_command=True)
def show_people(context: typer.Context, as_json: AsJson = False) -> None:
    """List who practises here; 'practise --person NAME' adds somebody."""
    if context.invoked_subcommand is None:
        list_everybody(as_json=as_json)


@people_app.command("list")
def list_everybody(as_json: AsJson = False) -> None:
    """List who practises here, and when they last did."""
    from matside.app.people import list_people

    list_people(as_json=as_json)


@people_app.command("rename")
def rename_person(name: PersonsName, new: NewName) -> None:
    """Give a person another name; all that is kept of them stays."""
    from matside.app.people import rename_somebody

    rename_somebody(name, new)


@people_app.command("delete")
def delete_person(name: PersonsName, yes: Yes = False) -> None:
    """Delete all that is kept of a person, for good."""
    from matside.app.people import delete_somebody

    delete_somebody(name, confirm=lambda question: yes or options.agrees(question))


def picture_choice(
    *, blur_face: bool, skeleton_only: bool, pictures: bool | None
) -> Pictures | None:
    """Return what was chosen on the command line, the strictest first; ``None`` for nothing."""
    from matside.app.settings import Pictures

    if pictures is False:
        return Pictures.NONE
    if skeleton_only:
        return Pictures.SKELETON_ONLY
    if blur_face:
        return Pictures.BLUR_FACE
    return Pictures.PLAIN if pictures else None


def privacy_of(chosen: Pictures | None, *, asks: bool, kept: bool) -> Privacy:
    """Return how the person may be seen: as chosen now, or before; told, or asked, at first."""
    from matside.app.settings import PRIVACY, Pictures, change_settings, read_settings

    remembered = read_settings().pictures
    if chosen is None and remembered is None and kept:
        chosen = _asked_pictures(asks=asks)
    if chosen is not None and chosen is not remembered:
        change_settings(pictures=chosen)
    return PRIVACY[chosen or remembered or Pictures.PLAIN]


def _asked_pictures(*, asks: bool) -> Pictures | None:
    """Say that the report shows pictures of the person, and ask where somebody can answer."""
    from matside.app.settings import Pictures
    from matside.page.texts import PICTURES, PICTURES_TOLD
    from matside.terminal import texts

    if not asks:
        typer.echo(f"{PICTURES_TOLD} {texts.PICTURES_HINT}", err=True)
        return None
    typer.echo(f"{PICTURES_TOLD} {texts.PICTURES_ASKED}")
    for number, choice in enumerate(Pictures, 1):
        typer.echo(f"{number:>3}  {PICTURES[choice.value]}")
    while True:
        answer = typer.prompt(str(texts.ONE_NUMBER), default="1").strip()
        if answer.isdecimal() and 1 <= int(answer) <= len(Pictures):
            return tuple(Pictures)[int(answer) - 1]
        typer.echo(texts.NO_SUCH_NUMBERS(most=len(Pictures), answer=answer))

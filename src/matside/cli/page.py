"""The command that opens the page in the browser."""

from __future__ import annotations

from typing import Annotated

import typer

from matside.cli.options import Debug, PersonName
from matside.translation import _

Port = Annotated[
    int | None,
    typer.Option("--port", min=1, max=65535, metavar="N", help="Listen on this port."),
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
    browser: Browser = True,  # noqa: FBT002
    camera: Camera = None,
    person: PersonName = None,
    debug: Debug = False,  # noqa: ARG001, FBT002
) -> None:
    """Open matside's page in the browser: practise, progress, recordings.

    'matside' alone does the same. It is served on this computer for
    this computer only, and ends when the page is closed, or with Ctrl-C.
    """
    from matside.app.page import run_page  # noqa: PLC0415

    raise typer.Exit(run_page(port=port, browser=browser, camera=camera, person=person))


def shortcut() -> None:
    """Make an icon that opens matside's page.

    On Linux in the menu of programs, on macOS in your Applications, on Windows
    in the Start menu.
    """
    from matside.app.shortcut import make_shortcut  # noqa: PLC0415

    typer.echo(_("The icon 'matside' is at {path}", path=make_shortcut()))

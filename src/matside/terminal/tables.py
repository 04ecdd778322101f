"""Tables of the terminal: words to the left and free to wrap, numbers to the right.

No character of them is one that a plain log cannot hold.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rich.box import SIMPLE_HEAD
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from matside.translation import Text as CatalogueText
from matside.wording.formatting import plain

HEADING: Final = "bold"
QUIET: Final = "dim"


Words = str | CatalogueText


def text(words: Words, style: str = "") -> Text:
    """Return words as they are, no brackets taken for markup, in letters any terminal has."""
    return Text(plain(str(words)), style=style)


def say(words: Words, *, err: bool = False) -> None:
    """Print words, which the terminal may wrap as it likes; brackets are no markup."""
    Console(stderr=err).print(text(words), soft_wrap=True)


def empty_table(columns: Sequence[Words], *, words: int = 1, wordy: int = 0) -> Table:
    """Return a table without rows.

    Args:
        columns: The heads.
        words: So many columns on the left hold words, the next ones numbers.
        wordy: So many columns on the right hold words again.
    """
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style=QUIET)
    for place, name in enumerate(columns):
        if words <= place < len(columns) - wordy:
            table.add_column(plain(str(name)), justify="right", no_wrap=True)
        else:
            table.add_column(plain(str(name)), overflow="fold")
    return table


def add_row(table: Table, *cells: Words | RenderableType) -> None:
    """Add a row of words, numbers and small charts."""
    table.add_row(
        *(text(cell) if isinstance(cell, str | CatalogueText) else cell for cell in cells)
    )


def indented(content: RenderableType) -> Padding:
    """Return a table two letters in, with an empty line after it."""
    return Padding(content, (0, 0, 1, 2), expand=False)

"""What matside is not, when to stop and whom to ask: said at the first start, and on request."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import Final

from matside.translation import Text

WIDTH: Final = 79
"""Characters on a line of the note in a terminal."""


PARAGRAPHS: Final = (
    Text(
        "matside is a training aid, not a medical device: it does not examine, diagnose or "
        "treat, and it cannot see pain. Its angles are estimates from one camera."
    ),
    Text(
        "Move slowly and only as far as it stays comfortable; never bounce or force. Pain on a "
        "scale from 0 to 10: up to 3 go on, 4 or 5 ease off, from 6 stop."
    ),
    Text(
        "Ask a doctor or physiotherapist before you start if you have an acute back injury, a "
        "recent disc herniation, severe sciatica or severe osteoporosis, or if you are "
        "pregnant."
    ),
    Text(
        "Stop and get medical help at once if you notice numbness between the legs, loss of "
        "control over bladder or bowel, growing weakness in a leg, fever with your back pain, "
        "or back pain after a fall or an accident."
    ),
)
AGAIN: Final = Text("'matside safety' shows this again.")


def note() -> str:
    """Return the note for a terminal, and how to see it again."""
    parts = (*PARAGRAPHS, AGAIN)
    return "\n\n".join(textwrap.fill(str(part), WIDTH) for part in parts) + "\n"


def marker() -> Path:
    """Return the file that says that the note has been shown on this account."""
    import platformdirs  # noqa: PLC0415 (a help text need not wait for it)

    folder = platformdirs.user_state_dir("matside", appauthor=False)
    return Path(folder) / "safety-note-shown"


def is_first_start() -> bool:
    """Return whether the note has never been shown, and remember that it is now.

    Where nothing can be remembered, every start is the first one.
    """
    file = marker()
    try:
        if file.exists():
            return False
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    except OSError:
        return True
    return True

"""The page: its server is started, opened in the browser, and found again after a kill."""

from __future__ import annotations

import json
import threading
import webbrowser
from contextlib import closing, suppress
from importlib import resources
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.text import Text

from matside.app.doctor import PAGE_CHECKS, findings_apart
from matside.app.page_check import CameraCheck
from matside.app.page_live import LiveRunner
from matside.app.page_person import StoredPeople
from matside.app.page_recordings import RecordingJobs
from matside.app.page_store import DiskStore
from matside.app.people import use_remembered_person
from matside.app.practice_setting import Devices
from matside.app.process import asked_to_end, share_arenas
from matside.errors import OutputError, UsageError
from matside.page import texts
from matside.page.gate import OPEN, Gate, Resumption
from matside.page.model import FindingRow, Parts
from matside.page.server import LOOPBACK, Presence, listen, serve
from matside.page.site import build_site
from matside.record.files import read_own, write_own
from matside.record.history.database import own_folder, owner_only

_FILES: Final = "page-*.json"
_MOST_BYTES: Final = 1 << 12
_LENT: Final = ("uPlot.iife.min.js", "uPlot.min.css")
"""Files of the report that the page uses, too."""


def run_page(
    *,
    port: int | None = None,
    browser: bool = True,
    camera: str | None = None,
    person: str | None = None,
    console: Console | None = None,
    devices: Devices | None = None,
) -> int:
    """Serve the page until it is closed or a signal ends it; return the exit code.

    Args:
        port: The port; ``None`` for the usual one, or any if that is taken.
        browser: Whether to open it in the default browser.
        camera: The camera, stream or file to practise with; ``None`` to choose on the page.
        person: Who is in use already; ``None`` for who was chosen last on the page.
        console: Where to print its address.
        devices: What a live session needs of the machine.

    Raises:
        UsageError: The port is taken.
    """
    console = console or Console()
    share_arenas()
    if person is None:
        use_remembered_person()
    with (
        asked_to_end() as asked,
        owner_only(),
        closing(listen(port, left_ports(own_folder()))) as listening,
        closing(RecordingJobs()) as recordings,
        closing(LiveRunner(camera, devices=devices)) as live,
        closing(CameraCheck(camera, devices=devices)) as check,
    ):

        def busy() -> bool:
            return recordings.busy or live.running

        def findings() -> tuple[FindingRow, ...]:
            if live.running:  # its camera and voice are taken
                raise UsageError(texts.COMPUTER_BUSY())
            return findings_apart(PAGE_CHECKS)

        presence = Presence(asked=asked)
        at = listening.getsockname()[1]
        resumption = resume(own_folder(), at)
        parts = Parts(
            store=DiskStore(busy=busy),
            recordings=recordings,
            people=StoredPeople(busy=busy),
            live=live,
            check=check,
            findings=findings,
            resume_key=resumption.key,
            assets=_lent(),
        )
        gate = Gate(build_site(parts, presence), port=at, resumption=resumption)
        url = f"http://{LOOPBACK}:{at}{OPEN}?token={gate.token}"
        console.print(Text(texts.ADDRESS(url=url)), soft_wrap=True)
        console.print(Text(texts.ADDRESS_HINT()), soft_wrap=True)
        if browser:  # some browsers of the terminal do not return at once
            threading.Thread(target=webbrowser.open, args=(url,), daemon=True).start()
        serve(gate, listening, presence, busy)
        forget(own_folder(), at)
    return 0


def _lent() -> dict[str, Path]:
    folder = Path(str(resources.files("matside.report").joinpath("assets", "uplot")))
    return {name: folder / name for name in _LENT}


def resume(folder: Path, port: int) -> Resumption:
    """Return what lets pages of the server before in, and leave this one's key in the folder."""
    path = _file(folder, port)
    stored = read_own(path, _MOST_BYTES)
    found = stored.get("key") if isinstance(stored, dict) else None
    former = found if isinstance(found, str) else ""
    path.unlink(missing_ok=True)  # it is good once, even if no new one can be written
    resumption = Resumption(port, former)
    with suppress(OutputError):
        write_own(path, json.dumps({"key": resumption.key}) + "\n")
    return resumption


def forget(folder: Path, port: int) -> None:
    """Delete the key of a server that ends gently."""
    with suppress(OSError):
        _file(folder, port).unlink(missing_ok=True)


def left_ports(folder: Path) -> list[int]:
    """Return the ports of servers that were killed, or that run: those have theirs taken."""
    names = [path.stem.removeprefix("page-") for path in sorted(folder.glob(_FILES))]
    return [int(name) for name in names if name.isdecimal() and 0 < int(name) < 1 << 16]


def _file(folder: Path, port: int) -> Path:
    return folder / f"page-{port}.json"

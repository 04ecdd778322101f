"""A session of matside in a process of its own, as a person starts it."""

from __future__ import annotations

import contextlib
import signal
import subprocess
import threading
from pathlib import Path

from tests.typed import there
from tests.virtual_screen import without_display
from tests.waiting import WAIT_S, wait_for

from matside.page.texts import PICTURES_TOLD
from matside.terminal import texts

FIRST_TOLD = (
    str(texts.UNSCREENED),
    f"{PICTURES_TOLD} {texts.PICTURES_HINT}",
)


def quiet_environment(folder: Path) -> dict[str, str]:
    """An account without history and without a display."""
    own = {"MATSIDE_DATA": folder / "data", "XDG_STATE_HOME": folder / "state"}
    return (
        without_display()
        | {name: str(path) for name, path in own.items()}
        | {"PYTHONUNBUFFERED": "1", "COLUMNS": "400"}
    )


class Practice:
    """One session.

    Attributes:
        data: Where matside keeps its own.
    """

    def __init__(
        self,
        command: list[str],
        folder: Path,
        *,
        display: str = "",
    ) -> None:
        self.data = folder / "data"
        self._lines: dict[str, list[str]] = {"out": [], "err": []}
        self.process = subprocess.Popen(
            command,
            env=quiet_environment(folder) | ({"DISPLAY": display} if display else {}),
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self._readers = [
            threading.Thread(target=self._read, args=(pipe, name), daemon=True)
            for pipe, name in ((self.process.stdout, "out"), (self.process.stderr, "err"))
        ]
        for reader in self._readers:
            reader.start()

    @property
    def printed(self) -> str:
        """What it said on standard output so far."""
        return "\n".join(self._lines["out"])

    @property
    def complained(self) -> str:
        """What it said on standard error so far, but for what a first start is told."""
        lines = self._lines["err"]
        note = next((n for n, line in enumerate(lines) if "shows this again" in line), -1)
        told = "\n".join(line for line in lines[note + 1 :] if line not in FIRST_TOLD)
        return told.strip()

    def heard(self, text: str, times: int = 1) -> None:
        """Wait until it has printed a text so often."""
        wait_for(lambda: self.over or self.printed.count(text) >= times, text)
        assert self.printed.count(text) >= times, (text, self.printed, self.complained)

    @property
    def over(self) -> bool:
        return self.process.poll() is not None

    @property
    def folder(self) -> Path | None:
        """The session's folder, once it is there."""
        found = list(self.data.glob("sessions/*/"))
        return found[0] if found else None

    def judged(self, size: int = 3000) -> Path:
        """Wait until so many bytes of the trace are on the disk; return the session's folder."""

        def written() -> bool:
            trace = self.folder and self.folder / "trace.jsonl.gz"
            return bool(trace and trace.exists() and trace.stat().st_size > size)

        wait_for(lambda: self.over or written(), "frames that were judged")
        assert written(), (self.printed, self.complained)
        return there(self.folder)

    def children(self) -> list[int]:
        """The processes that it has started."""
        pids: list[int] = []
        for task in Path(f"/proc/{self.process.pid}/task").glob("*/children"):
            with contextlib.suppress(OSError):
                pids += map(int, task.read_text().split())
        return pids

    def send(self, number: signal.Signals) -> None:
        self.process.send_signal(number)

    def ended(self) -> int:
        """Wait for its end and return the exit code."""
        code = self.process.wait(WAIT_S)
        for reader in self._readers:
            reader.join(WAIT_S)
        return code

    def discard(self) -> None:
        self.process.kill()
        self.process.wait()
        for reader in self._readers:
            reader.join(WAIT_S)
        there(self.process.stdout).close()
        there(self.process.stderr).close()

    def _read(self, pipe, name: str) -> None:
        for line in pipe:
            self._lines[name].append(line.rstrip())


def is_there(pid: int) -> bool:
    """Whether a process runs; one that has ended and is not yet buried does not."""
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False

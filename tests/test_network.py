"""Nothing leaves the machine: no connection or look-up is attempted, by us or a dependency."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from itertools import islice
from pathlib import Path

import cv2
import numpy as np
import pytest

from matside.capture.source import open_source
from matside.data import data_folder
from matside.record.video import VideoWriter

CALLS = "connect,sendto,sendmsg,sendmmsg,bind"
OUTSIDE = re.compile(r"sa_family=AF_(INET6?|PACKET)\b")
"""A local socket (AF_UNIX), such as the display's, leaves no machine; sound may look for one."""

needs_strace = pytest.mark.skipif(
    sys.platform != "linux" or shutil.which("strace") is None, reason="needs strace"
)


def namespace() -> list[str]:
    """Return the command that runs another one without any network interface; empty without."""
    if sys.platform != "linux" or shutil.which("unshare") is None:
        return []
    command = ["unshare", *([] if os.geteuid() == 0 else ["-r"]), "-n"]
    tried = subprocess.run([*command, "true"], capture_output=True, check=False)
    return command if tried.returncode == 0 else []


def tracer(log: Path) -> list[str]:
    """Return the command that runs another one and logs its connections; empty without strace."""
    if sys.platform != "linux" or shutil.which("strace") is None:
        return []
    trace = f"trace={CALLS}"
    return ["strace", "-f", "--seccomp-bpf", "-qq", "-A", "-e", trace, "-o", str(log)]


ONE_AFTER_THE_OTHER = """
import shlex, sys
from matside.cli import main
codes = [main(shlex.split(line)) for line in sys.argv[1:]]
print("codes", *codes)
"""


def matside(*lines: str, env: Path, before: list[str]) -> str:
    """Run commands of matside one after the other; return what they print, and their codes."""
    command = [*before, sys.executable, "-c", ONE_AFTER_THE_OTHER, *lines]
    done = subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        env=os.environ | {"MATSIDE_DATA": str(env), "HOME": str(env)},
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A second and a half of a sample, small."""
    path = tmp_path_factory.mktemp("clip") / "clip.mp4"
    sample = data_folder("sample_videos") / "knees_to_chest_single.mp4"
    with open_source(sample) as source, VideoWriter(path, (640, 360)) as writer:
        for frame in islice(source, 30):
            writer.write(cv2.resize(frame.image, (640, 360)).astype(np.uint8), frame.t_s)
    return path


def session(clip: Path, folder: Path, before: list[str]) -> None:
    """Practise before a video as the camera, then ask for all that can be asked of a session."""
    told = matside(
        shlex.join(["practise", "knees-to-chest", "--camera", str(clip), "--no-window"]),
        shlex.join(["analyse", str(clip), "--blur-face", "-o", str(folder / "out")]),
        shlex.join(["report", str(folder / "out" / clip.stem)]),
        "history progress",
        "history show 1",
        env=folder / "own",
        before=before,
    )
    assert "Session 1" in told
    assert re.search(r"^codes 0 [03] 0 0 0$", told, re.MULTILINE), "3: nothing in so short a film"


@pytest.mark.skipif(
    not (namespace() or shutil.which("strace")), reason="needs unshare, or strace, on Linux"
)
def test_a_whole_session_needs_no_interface_and_attempts_no_connection(
    clip: Path, tmp_path: Path
) -> None:
    """Where both can be used, one session without any interface is traced."""
    log = tmp_path / "calls"
    log.touch()
    session(clip, tmp_path, [*namespace(), *tracer(log)])
    assert (tmp_path / "out" / clip.stem / "report.html").exists()
    assert [line for line in log.read_text().splitlines() if OUTSIDE.search(line)] == []


@needs_strace
def test_a_connection_would_be_noticed(tmp_path: Path) -> None:
    log = tmp_path / "calls"
    one = "import socket as s; s.socket(s.AF_INET, s.SOCK_DGRAM).connect(('127.0.0.1', 9))"
    subprocess.run([*tracer(log), sys.executable, "-c", one], check=True)
    assert any(OUTSIDE.search(line) for line in log.read_text().splitlines())

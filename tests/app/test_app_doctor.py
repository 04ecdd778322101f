"""The doctor: what is fine, what to do, and nothing personal in a bug report."""

from __future__ import annotations

import io
import json
import os
import platform
import sys
import time
from contextlib import redirect_stdout
from pathlib import Path

import pytest

from matside.app import doctor
from matside.app.doctor import CHECKS, Finding, findings_apart, run_doctor
from matside.errors import MatsideError, SystemLibraryError
from matside.page.model import FindingRow
from matside.record.history.database import FOLDER_VARIABLE


def told(**options) -> tuple[int, str]:
    with redirect_stdout(io.StringIO()) as text:
        code = run_doctor(**options)
    return code, text.getvalue()


def fail() -> Finding:
    raise SystemLibraryError("No speech engine was found: install espeak-ng.")


def crash() -> Finding:
    raise RuntimeError("driver")


def die() -> Finding:
    os._exit(1)


def hang() -> Finding:
    time.sleep(600.0)
    raise AssertionError


def test_findings_come_from_a_process_of_their_own() -> None:
    assert findings_apart({"python": CHECKS["python"], "voice": fail}) == (
        FindingRow(name="python", found=platform.python_version(), advice=""),
        FindingRow(
            name="voice",
            found="not there",
            advice="No speech engine was found: install espeak-ng.",
        ),
    )


@pytest.mark.parametrize(("check", "within_s"), [(die, 60.0), (hang, 0.5)])
def test_a_check_that_crashes_or_hangs_is_told(check, within_s: float) -> None:
    with pytest.raises(MatsideError, match="come to its end and did not: type 'matside doctor'"):
        findings_apart({"sound": check}, within_s=within_s)


def test_each_line_says_fine_or_what_to_do() -> None:
    checks = {"python": CHECKS["python"], "voice": fail, "sound": crash}
    code, text = told(checks=checks)
    fine, voice, advice, sound, reason = text.splitlines()
    assert code == 1
    assert fine.startswith("✓ python")
    assert voice.startswith("! voice")
    assert "install espeak-ng" in advice
    assert sound.startswith("! sound")
    assert "RuntimeError: driver" in reason
    assert told(checks={"python": CHECKS["python"]})[0] == 0


def test_what_is_sure_to_be_here_is_fine(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "none"))
    names = ("python", "opencv", "mediapipe", "GL", "models", "kept", "rights")
    code, text = told(checks={name: CHECKS[name] for name in names})
    assert code == 0, text
    assert "CenterFace" not in text
    assert text.count("✓") == len(names)


def test_a_bug_report_holds_nothing_personal(tmp_path: Path, monkeypatch) -> None:
    own = tmp_path / "home" / "anna"
    (own / "sessions" / "2025-01-31-back").mkdir(parents=True)
    (own / "sessions" / "2025-01-31-back" / "recording.mp4").write_bytes(bytes(1000))
    monkeypatch.setenv(FOLDER_VARIABLE, str(own))
    checks = {name: CHECKS[name] for name in ("disk", "kept", "rights")} | {"voice": crash}
    _, text = told(as_json=True, checks=checks)
    report = json.loads(text)
    assert report["kept"] == {"fine": True, "files": 1, "bytes": 1000}
    assert report["voice"] == {"fine": False}
    assert set(report["matside"]) == {"version", "system"}
    for name in ("anna", "recording", "2025", "driver", str(tmp_path)):
        assert name not in text, name
    kept = told(checks={"kept": CHECKS["kept"]})[1].replace("\N{NO-BREAK SPACE}", " ")
    assert f"1 file, 1 kB, in {own}" in " ".join(kept.split()), "the person is told where"


def test_a_folder_that_cannot_be_written_to_is_told(tmp_path: Path, monkeypatch) -> None:
    taken = tmp_path / "taken"
    taken.write_text("a file")
    monkeypatch.setenv(FOLDER_VARIABLE, str(taken))
    code, text = told(checks={"kept": CHECKS["kept"]})
    assert code == 1
    assert "a file is in the way" in " ".join(text.split())


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other rights")
def test_a_folder_that_others_can_look_into_is_told(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path))
    tmp_path.chmod(0o755)
    code, text = told(checks={"rights": CHECKS["rights"]})
    assert code == 1
    assert "chmod 700" in text
    tmp_path.chmod(0o700)
    assert told(checks={"rights": CHECKS["rights"]})[0] == 0


def test_a_mediapipe_that_was_not_watched_is_told(monkeypatch) -> None:
    monkeypatch.setattr(doctor, "version", lambda name: "0.10.99")
    code, text = told(checks={"mediapipe": CHECKS["mediapipe"]})
    assert code == 1
    assert "pip install mediapipe==" in text


def test_libraries_write_nothing_of_their_own(capfd) -> None:
    def noisy() -> Finding:
        os.write(2, b"ALSA lib: cannot find card")
        return Finding(found="quiet")

    told(checks={"sound": noisy})
    assert "ALSA" not in capfd.readouterr().err

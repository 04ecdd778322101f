"""The icon that opens the page, as each system wants it."""

import os
import plistlib
import shlex
import stat
import sys
from pathlib import Path

import pytest

from matside.app.shortcut import make_shortcut
from matside.errors import OutputError


def test_the_menu_entry_of_linux_starts_matside_with_this_python(tmp_path):
    path = make_shortcut(platform="linux", home=tmp_path, python="/opt/my envs/py")
    assert path == tmp_path / ".local" / "share" / "applications" / "matside.desktop"
    keys = dict(line.split("=", 1) for line in path.read_text().splitlines() if "=" in line)
    assert keys["Exec"] == '"/opt/my envs/py" "-m" "matside"'
    assert keys["Terminal"] == "false"
    assert Path(keys["Icon"]).exists()


def test_letters_that_mean_something_in_a_menu_entry_are_quoted(tmp_path):
    path = make_shortcut(platform="linux", home=tmp_path, python='/a%b/c"d/$e\\f')
    assert 'Exec="/a%%b/c\\\\"d/\\\\$e\\\\\\\\f" ' in path.read_text()


def test_the_app_of_macos_runs_and_says_why_it_wants_the_camera(tmp_path):
    app = make_shortcut(platform="darwin", home=tmp_path, python="/Users/a b/py")
    about = plistlib.loads((app / "Contents" / "Info.plist").read_bytes())
    script = app / "Contents" / "MacOS" / about["CFBundleExecutable"]
    first, command = script.read_text().splitlines()
    assert first == "#!/bin/sh"
    assert shlex.split(command) == ["exec", "/Users/a b/py", "-m", "matside"]
    assert about["NSCameraUsageDescription"]
    if os.name == "posix":
        assert script.stat().st_mode & stat.S_IXUSR


def test_the_start_menu_of_windows_needs_no_console_where_python_has_none(tmp_path):
    python = tmp_path / "python.exe"
    (tmp_path / "pythonw.exe").touch()
    path = make_shortcut(platform="win32", home=tmp_path / "home", python=str(python))
    assert path.parent.name == "Programs"
    assert f'start "" "{tmp_path / "pythonw.exe"}" -m matside\r\n'.encode() in path.read_bytes()


def test_an_icon_is_replaced(tmp_path):
    make_shortcut(platform="linux", home=tmp_path, python="/old")
    assert "/old" not in make_shortcut(platform="linux", home=tmp_path, python="/new").read_text()


@pytest.mark.skipif(sys.platform == "win32", reason="folders have other rights there")
def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path):
    (tmp_path / ".local").write_text("a file")
    with pytest.raises(OutputError, match="could not be written"):
        make_shortcut(platform="linux", home=tmp_path)

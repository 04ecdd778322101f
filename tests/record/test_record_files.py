from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from matside.errors import OutputError
from matside.record.files import (
    OutputFolder,
    discard,
    finish,
    output_error,
    part_of,
    write_whole,
    writing,
)
from matside.record.results_folder import results_folder


def test_a_given_folder_is_taken_as_it_is_and_made_with_those_above(tmp_path):
    path = tmp_path / "a" / "b"
    assert OutputFolder.at(path).path == path
    assert OutputFolder.at(path).path == path
    assert list(path.iterdir()) == []


def _results(root):
    with results_folder(Path("x"), root):
        pass


@pytest.mark.parametrize("make", [OutputFolder.at, _results])
@pytest.mark.parametrize("below", [".", "below"])
def test_a_file_in_the_way_is_an_output_error(tmp_path, make, below):
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match=r"Cannot write .*file.*a file is in the way"):
        make(tmp_path / "file" / below)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write all")
def test_a_folder_without_permission_is_an_output_error(tmp_path):
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(OutputError, match="may not write there"):
            OutputFolder.at(tmp_path)
    finally:
        tmp_path.chmod(0o700)


@pytest.mark.parametrize(
    ("number", "says"),
    [
        (errno.ENOSPC, "disk is full; free some space"),
        (errno.EDQUOT, "share of the disk is used up"),
        (errno.EACCES, "you may not write there"),
        (errno.EROFS, "can only be read"),
        (errno.EIO, "the system says: "),
    ],
)
def test_every_error_says_what_to_do(number, says):
    told = str(output_error(Path("out/a.csv"), OSError(number, os.strerror(number))))
    assert told.startswith(f"Cannot write {Path('out/a.csv')}: ")
    assert says in told
    assert "folder" in told or "space" in told


def test_an_error_without_words_still_makes_a_sentence():
    assert "the system says: OSError" in str(output_error(Path("a"), OSError()))


def test_the_cause_is_kept_and_other_errors_pass():
    cause = OSError(errno.ENOSPC, "full")
    with pytest.raises(OutputError) as caught, writing(Path("a")):
        raise cause
    assert caught.value.__cause__ is cause
    with pytest.raises(KeyError), writing(Path("a")):
        raise KeyError


def test_a_whole_text_replaces_the_old_one_and_leaves_no_part(tmp_path):
    path = tmp_path / "summary.json"
    path.write_text("old")
    write_whole(path, "hélas\n")
    assert path.read_bytes() == "hélas\n".encode()
    assert list(tmp_path.iterdir()) == [path]


def test_a_text_that_cannot_be_written_leaves_the_old_one(tmp_path, monkeypatch):
    path = tmp_path / "summary.json"
    path.write_text("old")

    def fail(self, text, **_):
        with self.open("w") as file:
            file.write(text[:1])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_text", fail)
    with pytest.raises(OutputError, match="disk is full"):
        write_whole(path, "new")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_part_that_cannot_be_moved_is_removed(tmp_path):
    path = tmp_path / "taken"
    path.mkdir()
    part_of(path).write_text("x")
    with pytest.raises(OutputError, match=r"Cannot write .*taken"):
        finish(path)
    assert not part_of(path).exists()


def test_discarding_what_is_not_there_is_harmless(tmp_path):
    discard(tmp_path / "nothing")
    assert list(tmp_path.iterdir()) == []

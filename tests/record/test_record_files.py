from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from matside.app import export
from matside.errors import OutputError
from matside.record.files import _OWNER as OWNER
from matside.record.files import (
    DEFAULT_ROOT,
    REPORT,
    RESULTS,
    SUMMARY,
    TRACE,
    UNFINISHED,
    VIDEO,
    OutputFolder,
    discard,
    finish,
    output_error,
    part_of,
    results_folder,
    write_whole,
    writing,
)


def _folder(source: Path, root: Path = DEFAULT_ROOT, **files: str) -> Path:
    """Run one analysis that leaves these files, and return the folder of its results."""
    with results_folder(source, root) as folder:
        for name, text in files.items():
            (folder.path / NAMES[name]).write_text(text)
        return folder.home


NAMES = {"summary": SUMMARY, "trace": TRACE, "video": VIDEO, "report": REPORT}


def kept(folder: Path) -> dict[str, str]:
    return {file.name: file.read_text() for file in folder.iterdir() if file.name != OWNER}


def test_results_go_to_a_folder_named_after_the_clip(tmp_path):
    with results_folder(Path("films/evening.cat.mp4"), tmp_path / "out") as folder:
        assert folder.home == tmp_path / "out" / "evening.cat"
        assert folder.path.is_dir()
        assert folder.path.parent == folder.home, "on the same disk: to move is to rename"
        names = {folder.trace.name, folder.measures.name, folder.summary.name, folder.video.name}
    assert names == {"trace.jsonl.gz", "measures.csv", "summary.json", "annotated.mp4"}
    assert all(path.parent == folder.path for path in (folder.trace, folder.video))
    assert not folder.path.exists()


def test_new_results_leave_nothing_of_the_old_ones_beside_them(tmp_path):
    """Such as a video of the person beside the report of a run that was to show none."""
    clip = Path("clip.mp4")
    folder = _folder(clip, tmp_path, summary="1", trace="1", video="the person", report="1")
    (folder / "my notes.txt").write_text("mine")
    assert _folder(clip, tmp_path, summary="2", trace="2", report="2") == folder
    new = {SUMMARY: "2", TRACE: "2", REPORT: "2"}
    assert kept(folder) == new | {"my notes.txt": "mine"}


@pytest.mark.parametrize("failure", [OutputError("full"), KeyboardInterrupt(), ValueError()])
def test_a_run_that_fails_leaves_the_results_of_before(tmp_path, failure):
    folder = _folder(Path("clip.mp4"), tmp_path, summary="1", video="1")

    def fail() -> None:
        with results_folder(Path("clip.mp4"), tmp_path) as new:
            new.summary.write_text("2")
            raise failure

    with pytest.raises(type(failure)):
        fail()
    assert kept(folder) == {SUMMARY: "1", VIDEO: "1"}


def test_what_a_killed_run_left_is_not_mixed_with_new_results(tmp_path):
    folder = _folder(Path("clip.mp4"), tmp_path, summary="1")
    (folder / UNFINISHED).mkdir()
    (folder / UNFINISHED / VIDEO).write_text("half a video")
    _folder(Path("clip.mp4"), tmp_path, summary="2")
    assert kept(folder) == {SUMMARY: "2"}


def test_two_runs_at_the_same_time_never_share_a_folder(tmp_path):
    clip = Path("clip.mp4")
    with results_folder(clip, tmp_path) as first, results_folder(clip, tmp_path) as second:
        first.summary.write_text("first")
        second.summary.write_text("second")
        assert (first.home.name, second.home.name) == ("clip", "clip-2")
    assert kept(tmp_path / "clip") == {SUMMARY: "first"}
    assert kept(tmp_path / "clip-2") == {SUMMARY: "second"}
    assert _folder(clip, tmp_path).name == "clip", "free again"


def test_a_folder_does_not_tell_where_its_clip_lies(tmp_path):
    clip = tmp_path / "anna's videos" / "clip.mp4"
    told = (_folder(clip, tmp_path) / OWNER).read_text()
    assert "anna" not in told
    assert "clip" not in told


def test_a_folder_of_an_older_matside_is_known_again_and_forgets_the_path(tmp_path):
    folder = tmp_path / "clip"
    folder.mkdir()
    (folder / OWNER).write_text(os.path.abspath("clip.mp4"))  # noqa: PTH100
    assert _folder(Path("clip.mp4"), tmp_path) == folder
    assert "clip" not in (folder / OWNER).read_text()


def test_every_file_that_is_exported_is_one_that_is_removed_when_stale():
    assert {file for file, _ in export._WRITERS.values()} <= set(RESULTS)


def test_the_default_is_in_the_working_directory(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    folder = _folder(Path("clip.mp4"))
    assert str(DEFAULT_ROOT) == "matside-output"
    assert folder.resolve() == tmp_path.resolve() / "matside-output" / "clip"


def test_the_same_clip_gets_the_same_folder_again(tmp_path):
    first = _folder(Path("a/clip.mp4"), tmp_path)
    assert _folder(Path("a/../a/clip.mp4"), tmp_path) == first


def test_clips_of_the_same_stem_get_folders_of_their_own(tmp_path):
    sources = [Path("a/clip.mp4"), Path("b/clip.mp4"), Path("a/clip.mov")]
    folders = [_folder(source, tmp_path).name for source in sources]
    assert folders == ["clip", "clip-2", "clip-3"]
    again = [_folder(source, tmp_path).name for source in sources]
    assert again == folders


def test_a_folder_of_other_things_is_left_alone(tmp_path):
    (tmp_path / "clip").mkdir()
    (tmp_path / "clip" / "holiday.jpg").write_bytes(b"x")
    (tmp_path / "clip-2").write_text("a file")
    (tmp_path / "clip-3").mkdir()
    folder = _folder(Path("clip.mp4"), tmp_path)
    assert folder.name == "clip-3", "an empty folder may be used"


@pytest.mark.parametrize(
    ("source", "name"),
    [
        (".mp4", "mp4"),
        ("clip .mp4", "clip"),
        ("/", "clip"),
        (os.fsdecode(b"caf\xe9.mp4"), "caf_"),
        ("red\x1b[31m.mp4", "red_[31m"),
        ("kätzchen" * 40 + ".mp4", ("kätzchen" * 40).encode()[:200].decode(errors="ignore")),
    ],
)
def test_odd_names_give_usable_folders(tmp_path, source, name):
    assert _folder(Path(source), tmp_path).name == name


def test_a_given_folder_is_taken_as_it_is_and_made_with_those_above(tmp_path):
    path = tmp_path / "a" / "b"
    assert OutputFolder.at(path).path == path
    assert OutputFolder.at(path).path == path
    assert list(path.iterdir()) == []


@pytest.mark.parametrize("make", [OutputFolder.at, lambda p: _folder(Path("x"), p)])
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


def test_a_folder_that_another_run_takes_at_the_same_moment_is_left_to_it(tmp_path, monkeypatch):
    plain = Path.mkdir

    def mkdir(self, *args, **kwargs):
        plain(self, *args, **kwargs)
        if self.name == "clip":
            (self / ".matside-source").write_text("another clip")

    monkeypatch.setattr(Path, "mkdir", mkdir)
    assert _folder(Path("clip.mp4"), tmp_path).name == "clip-2"


def test_a_thousand_namesakes_are_too_many(tmp_path, monkeypatch):
    monkeypatch.setattr("matside.record.files._MOST_NAMESAKES", 3)
    for folder in "ab":
        _folder(Path(folder) / "clip.mp4", tmp_path)
    with pytest.raises(OutputError, match="belong to other clips"):
        _folder(Path("c/clip.mp4"), tmp_path)

from __future__ import annotations

import os
from pathlib import Path

import pytest

from matside.app import outputs
from matside.errors import FolderInUseError, OutputError
from matside.record.files import (
    DEFAULT_ROOT,
    DONE,
    REPORT,
    RESULTS,
    SUMMARY,
    TRACE,
    UNFINISHED,
    VIDEO,
)
from matside.record.results_folder import _OWNER as OWNER
from matside.record.results_folder import (
    discard_unfinished,
    finished_results,
    reserve_folders,
    results_folder,
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


def test_every_file_that_is_exported_is_one_that_is_removed_when_stale():
    assert {file for file, _ in outputs._WRITERS.values()} <= set(RESULTS)


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


def test_a_folder_that_another_run_takes_at_the_same_moment_is_left_to_it(tmp_path, monkeypatch):
    plain = Path.mkdir

    def mkdir(self, *args, **kwargs):
        plain(self, *args, **kwargs)
        if self.name == "clip":
            (self / ".matside-source").write_text("another clip")

    monkeypatch.setattr(Path, "mkdir", mkdir)
    assert _folder(Path("clip.mp4"), tmp_path).name == "clip-2"


def test_a_thousand_namesakes_are_too_many(tmp_path, monkeypatch):
    monkeypatch.setattr("matside.record.results_folder._MOST_NAMESAKES", 3)
    for folder in "ab":
        _folder(Path(folder) / "clip.mp4", tmp_path)
    with pytest.raises(OutputError, match="belong to other clips"):
        _folder(Path("c/clip.mp4"), tmp_path)


def _finished(clip: Path, root: Path, digest: str) -> Path:
    with results_folder(clip, root) as folder:
        folder.summary.write_text("{}")
        folder.done.write_text(digest)
    return folder.home


def test_results_are_finished_if_they_were_made_from_just_this(tmp_path):
    clip = Path("a/clip.mp4")
    assert finished_results(clip, tmp_path, "1") is None
    home = _finished(clip, tmp_path, "1")
    other = _finished(Path("b/clip.mp4"), tmp_path, "1")
    assert finished_results(clip, tmp_path, "1") == home
    assert finished_results(Path("b/clip.mp4"), tmp_path, "1") == other != home
    assert finished_results(clip, tmp_path, "2") is None
    (home / SUMMARY).unlink()
    assert finished_results(clip, tmp_path, "1") is None, "somebody has removed them"


def test_results_without_a_last_word_are_not_finished(tmp_path):
    clip = Path("clip.mp4")
    _finished(clip, tmp_path, "1")
    _folder(clip, tmp_path, summary="of an interrupted run")
    assert finished_results(clip, tmp_path, "1") is None


def test_the_last_word_is_moved_last(tmp_path, monkeypatch):
    moved = []
    replace = Path.replace

    def told(path, target):
        moved.append(path.name)
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", told)
    _finished(Path("clip.mp4"), tmp_path, "1")
    assert moved == [SUMMARY, DONE]


def test_a_clip_that_is_not_shared_is_left_to_the_run_that_has_it(tmp_path):
    clip = Path("clip.mp4")
    again = results_folder(clip, tmp_path, share_clip=False)
    with results_folder(clip, tmp_path), pytest.raises(FolderInUseError, match="wait"), again:
        pass
    with results_folder(clip, tmp_path, share_clip=False) as folder:
        assert folder.home.name == "clip"


def test_clips_of_the_same_name_keep_their_order_whichever_is_first(tmp_path):
    first, other, second = Path("a/clip.mp4"), Path("a/other.mp4"), Path("b/clip.mp4")
    reserve_folders([first, other, second], tmp_path)
    assert sorted(folder.name for folder in tmp_path.iterdir()) == ["clip", "clip-2"]
    assert _folder(second, tmp_path).name == "clip-2"
    assert _folder(first, tmp_path).name == "clip"


def test_what_a_killed_run_left_of_one_clip_is_removed_alone(tmp_path):
    first, second = Path("a/clip.mp4"), Path("b/clip.mp4")
    homes = [_folder(clip, tmp_path, summary="1") for clip in (first, second)]
    for home in homes:
        (home / UNFINISHED).mkdir()
    discard_unfinished(second, tmp_path)
    assert [(home / UNFINISHED).exists() for home in homes] == [True, False]

"""Many files: what is done, skipped, failed and gone on with; no pose model is involved."""

from __future__ import annotations

import io
import json
import os
import signal
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import joblib
import pytest
from rich.console import Console
from tests.app.batch_stand_ins import HEARD, Hearing, StandIn
from tests.waiting import wait_for

from matside.app.analyse_options import AnalyseOptions, BatchOptions
from matside.app.batch import run_batch
from matside.app.workers import MEMORY_A_JOB, jobs_for
from matside.exercise.library import load_library
from matside.record.files import DONE, SUMMARY, UNFINISHED
from matside.record.results_folder import results_folder
from matside.wording.labels import labels_of


class Batch:
    """Runs the stand-in over files of a folder."""

    def __init__(self, folder: Path) -> None:
        self.films = folder / "films"
        self.output = folder / "out"
        self.log = folder / "log"
        for made in (self.films, self.log):
            made.mkdir()
        self.work = StandIn(self.output, self.log)
        self.printed = ""

    def run(
        self, *stems: str, as_json: bool = False, dose: str | None = None, **batch: object
    ) -> int:
        files = [self.films / f"{stem}.mp4" for stem in stems]
        for file in files:
            if not file.exists():
                file.write_bytes(b"a film")
        told: dict[str, Any] = {"jobs": 2} | batch
        options = AnalyseOptions(
            output=self.output,
            as_json=as_json,
            dose=dose,
            batch=BatchOptions(**told),
        )
        work = replace(self.work, force=options.batch.force)
        text = io.StringIO()
        console = Console(file=text, width=100)
        code = run_batch(files, options, labels_of(load_library()), console, work)
        self.printed = text.getvalue()
        return code

    def begun(self) -> list[str]:
        begun = self.work.begun()
        for file in self.log.iterdir():
            file.unlink()
        return begun

    def finished(self) -> list[str]:
        return sorted(done.parent.name for done in self.output.glob(f"*/{DONE}"))


@pytest.fixture
def batch(tmp_path: Path) -> Iterator[Batch]:
    """A batch whose workers are threads, which begin at once."""
    with joblib.parallel_config(backend="threading"):
        yield Batch(tmp_path)


@pytest.fixture
def processes(tmp_path: Path) -> Batch:
    """A batch whose workers are processes, as they are in use."""
    return Batch(tmp_path)


def test_every_file_gets_its_folder_and_a_line(batch: Batch) -> None:
    stems = ["a", "b", "c", "d", "e"]
    assert batch.run(*stems) == 0
    assert batch.finished() == stems
    assert all(f"{stem}.mp4: done" in batch.printed for stem in stems)
    assert "5 files: 5 analysed now, 0 before; 0 failed." in batch.printed
    assert sorted(path.name for path in batch.output.iterdir()) == stems, "nothing else is left"


def test_a_file_that_fails_is_listed_and_stops_no_other(batch: Batch) -> None:
    assert batch.run("a", "b fails", "c") == 1
    assert batch.finished() == ["a", "c"]
    told = " ".join(batch.printed.split())
    assert "Not analysed: 1 of 3" in told
    assert "b fails.mp4: matside was expected to read it" in told
    assert "ZeroDivisionError('of some library')" in told


def test_what_is_finished_is_not_done_again_unless_it_has_changed(batch: Batch) -> None:
    batch.run("a", "b fails", "c")
    batch.begun()
    os.utime(batch.films / "c.mp4", (1, 1))
    assert batch.run("a", "b fails", "c", "d") == 1
    assert batch.begun() == ["b fails", "c", "d"]
    assert "4 files: 2 analysed now, 1 before; 1 failed." in batch.printed


def test_what_is_finished_is_done_again_with_force_or_other_options(batch: Batch) -> None:
    batch.run("a", "c")
    batch.begun()
    assert batch.run("a", "c") == 0
    assert batch.begun() == []
    assert batch.run("a", "c", force=True) == 0
    assert batch.begun() == ["a", "c"]
    assert batch.run("a", "c", dose="mobility") == 0
    assert batch.begun() == ["a", "c"]


@pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL")
def test_a_worker_that_is_killed_costs_its_file_alone(processes: Batch) -> None:
    """Of two such files one is well the second time, and one kills its worker each time."""
    assert processes.run("b dies", "c kills", "a", "d") == 1
    assert processes.finished() == ["a", "b dies", "d"]
    told = " ".join(processes.printed.split())
    assert "Not analysed: 1 of 4" in told
    assert "c kills.mp4: The process that analysed it was ended from outside, twice" in told
    begun = Counter(processes.begun())
    assert begun["b dies"] == begun["c kills"] == 2
    assert begun["d"] <= 2


def test_a_file_that_another_run_is_at_is_left_to_it(batch: Batch) -> None:
    (batch.films / "a.mp4").write_bytes(b"a film")
    with results_folder(batch.films / "a.mp4", batch.output) as folder:
        folder.summary.write_text("{}")
        assert batch.run("a", "b") == 0
    assert batch.finished() == ["b"]
    assert "a.mp4: left to another run" in batch.printed


def test_tables_of_the_study_hold_what_was_finished_before_too(
    batch: Batch, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch.run("a")
    tables = batch.output.parent / "tables"
    monkeypatch.setattr("matside.record.study.find_spec", lambda name: None)
    no_text = os.fsdecode(b"caf\xe9")
    assert batch.run("a", "b", no_text, "c fails", study=tables) == 1
    sessions = (tables / "sessions.csv").read_text("utf-8").splitlines()
    assert [row.split(",")[0] for row in sessions] == ["session", "a", "b", "caf_"]
    assert str(batch.films / "b.mp4") in sessions[2]
    assert "pip install 'matside[study]'" in batch.printed


def test_nothing_recognised_has_a_code_of_its_own(batch: Batch) -> None:
    assert batch.run("a nothing", "b nothing") == 3
    assert batch.run("a nothing", "b nothing", "c") == 0


def test_json_is_all_that_is_printed(batch: Batch) -> None:
    batch.run("a")
    assert batch.run("a", "b", "c fails", as_json=True) == 1
    files = json.loads(batch.printed)["files"]
    assert [(Path(one["file"]).name, one["state"]) for one in files] == [
        ("a.mp4", "finished_before"),
        ("b.mp4", "done"),
        ("c fails.mp4", "failed"),
    ]
    assert files[1]["summary"]["sections"][0]["reps"] == [{"side": None, "count": 3}]
    told = json.loads((batch.output / "b" / SUMMARY).read_text("utf-8"))
    assert files[1]["summary"] == told
    assert "ZeroDivisionError" in files[2]["failure"]
    assert files[2]["folder"] is None


@pytest.mark.skipif(os.name == "nt", reason="Windows sends no SIGINT to one process")
def test_ctrl_c_keeps_what_is_finished_and_leaves_nothing_half_done(processes: Batch) -> None:
    interrupt = threading.Thread(target=_interrupt_at_the_second, args=(processes.log,))
    interrupt.start()
    assert processes.run("a", "b waits", "c") == 130
    interrupt.join()
    finished = processes.finished()
    assert "b waits" not in finished
    assert "The same command goes on with the others." in " ".join(processes.printed.split())
    assert not list(processes.output.rglob(UNFINISHED))
    with joblib.parallel_config(backend="threading"):
        processes.begun()
        assert processes.run("a", "b waits again", "c") == 0
    assert not set(processes.begun()) & set(finished)


@pytest.mark.skipif(os.name == "nt", reason="Windows hands on no deafness to a process")
def test_what_a_terminal_sends_to_all_disturbs_no_worker_that_is_just_starting(
    processes: Batch,
) -> None:
    processes.work = Hearing(processes.output, processes.log)
    assert processes.run("a") == 0
    assert (processes.log / HEARD).read_text() == f"{[signal.SIG_IGN] * 2}"


def _interrupt_at_the_second(log: Path) -> None:
    wait_for((log / "b waits.0").exists, "the file that waits")
    os.kill(os.getpid(), signal.SIGINT)


@pytest.mark.parametrize(
    ("files", "asked", "memory", "jobs"),
    [
        (9, 3, None, 3),
        (2, 3, None, 2),
        (0, None, None, 1),
        (9, None, MEMORY_A_JOB * 3 // 2, 1),
        (9, None, 0, 1),
        (1, None, MEMORY_A_JOB * 9, 1),
    ],
)
def test_the_number_of_jobs_follows_from_processors_files_and_memory(
    files: int, asked: int | None, memory: int | None, jobs: int
) -> None:
    assert jobs_for(files, asked, memory=memory) == jobs


def test_every_processor_gets_a_job_where_memory_allows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("joblib.cpu_count", lambda: 6)
    assert jobs_for(9, memory=MEMORY_A_JOB * 20) == 6

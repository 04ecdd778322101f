"""A batch on a Dask cluster of two workers, one of which is killed in mid-run."""

from __future__ import annotations

import io
import os
import sys
from collections import Counter
from pathlib import Path

import pytest
from rich.console import Console
from tests.app.batch_stand_ins import StandIn

from matside.app.analyse_options import AnalyseOptions, Backend, BatchOptions
from matside.app.batch import run_batch
from matside.errors import UsageError
from matside.exercise.library import load_library
from matside.record.files import DONE
from matside.wording.labels import labels_of


def run(folder: Path, stems: list[str], backend: Backend, cluster: str) -> tuple[int, StandIn]:
    work = StandIn(folder / "out", folder / "log")
    work.log.mkdir(exist_ok=True)
    files = [folder / f"{stem}.mp4" for stem in stems]
    for file in files:
        file.write_bytes(b"a film")
    batch = BatchOptions(backend=backend, cluster=cluster)
    options = AnalyseOptions(output=work.output, batch=batch)
    console = Console(file=io.StringIO())
    return run_batch(files, options, labels_of(load_library()), console, work), work


@pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL")
@pytest.mark.filterwarnings("default")  # of a cluster that is torn down
def test_a_worker_of_a_cluster_is_killed_and_nothing_is_lost_or_done_twice(tmp_path: Path) -> None:
    distributed = pytest.importorskip("distributed", reason="Dask is not installed")
    stems = ["a", "b dies", "c", "d", "e fails", "f"]
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=50
    ) as cluster:
        code, work = run(tmp_path, stems, Backend.DASK, cluster.scheduler_address)
    assert code == 1, "one of them fails"
    finished = sorted(done.parent.name for done in work.output.glob(f"*/{DONE}"))
    assert finished == ["a", "b dies", "c", "d", "f"]
    begun = Counter(work.begun())
    assert begun.pop("b dies") == 2
    assert set(begun.values()) == {1}


@pytest.mark.parametrize("backend", [Backend.DASK, Backend.RAY])
def test_a_library_that_is_missing_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, backend: Backend
) -> None:
    monkeypatch.setitem(sys.modules, backend.value, None)
    with pytest.raises(UsageError, match=rf"pip install 'matside\[{backend}\]'"):
        run(tmp_path, ["a"], backend, "")


def test_a_cluster_that_nobody_named_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("distributed", reason="Dask is not installed")
    with pytest.raises(UsageError, match="DASK_SCHEDULER_ADDRESS"):
        run(tmp_path, ["a"], Backend.DASK, "")

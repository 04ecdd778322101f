"""What ``matside analyse --json`` says of each file."""

from __future__ import annotations

from pathlib import Path
from typing import Self

from pydantic import Field

from matside.app.analyse_file import FileAnalysis
from matside.app.board import FileState, Outcome
from matside.coach.summary import Model
from matside.record.files import SUMMARY
from matside.record.summary_file import SummaryFile, read_summary


class AnalysedFile(Model):
    """One file of an analysis, as ``--json`` tells it under ``files``."""

    file: str = Field(description="The file, as it was named.")
    state: FileState
    folder: str | None = Field(default=None, description="Where its results are.")
    failure: str | None = Field(default=None, description="Why it failed, as a sentence.")
    summary: SummaryFile | None = Field(default=None, description="As in `summary.json`.")

    @classmethod
    def of_outcome(cls, path: Path, outcome: Outcome) -> Self:
        """Return what a batch made of a file.

        Raises:
            SourceError: Its summary cannot be read.
        """
        return cls(
            file=str(path),
            state=outcome.state,
            folder=outcome.folder or None,
            failure=outcome.failure or None,
            summary=read_summary(Path(outcome.folder) / SUMMARY) if outcome.folder else None,
        )

    @classmethod
    def of_single(cls, path: Path, done: FileAnalysis) -> Self:
        """Return what the analysis of a file by itself came to."""
        outcome = Outcome(
            state=FileState.STOPPED if done.interrupted else FileState.DONE, folder=str(done.home)
        )
        return cls.of_outcome(path, outcome)

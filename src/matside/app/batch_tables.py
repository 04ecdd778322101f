"""Output of a batch: a line or the tables of each file, then of all files, as text or JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.text import Text

from matside.app.analyse_file import (
    INTERRUPTED,
    NOTHING_RECOGNISED,
    AnalysedFile,
    print_file,
    recognised,
)
from matside.app.analyse_options import AnalyseOptions
from matside.app.board import FileState, Outcome
from matside.record.study import Study, write_study
from matside.record.summary_file import SummaryFile
from matside.terminal import texts
from matside.terminal.as_json import print_json_list
from matside.terminal.report_table import FileOutcome, overview
from matside.wording.formatting import printable
from matside.wording.labels import Labels

DETAILED: Final = 4
"""Of no more files than these the whole tables are printed."""
OVERVIEW: Final = 100
"""Of no more files than these each has its lines in the overview."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchTables:
    """Collects and prints the results of the files of a batch.

    Attributes:
        named: The files, as they were named, in their order.
        options: How they were analysed.
        labels: Names for people.
        console: Where to print.
        outcomes: What became of the files so far, by number from 1 on.
    """

    named: Sequence[Path]
    options: AnalyseOptions
    labels: Labels
    console: Console
    outcomes: dict[int, Outcome] = field(default_factory=dict)

    def add(self, number: int, outcome: Outcome) -> None:
        """Add and print the result of one file: a line, or its tables where there are few files."""
        self.outcomes[number] = outcome
        if self.options.as_json:
            return
        name = self._name(number)
        match outcome.state:
            case FileState.DONE if len(self.named) <= DETAILED:
                print_file(name, outcome, self.labels, self.console)
            case FileState.FAILED:
                self._say(texts.FILE_FAILED(name=name))
            case FileState.ELSEWHERE:
                self._say(texts.FILE_ELSEWHERE(name=name))
            case _:
                self._say(texts.FILE_DONE(name=name))

    def tell(self, *, interrupted: bool) -> None:
        """Print the overview of all files, and write the tables of the study if they are wanted.

        Raises:
            MatsideError: A summary cannot be read, or a table not be written.
        """
        if self.options.as_json:
            files = (
                AnalysedFile.of_outcome(self.named[number - 1], outcome)
                for number, outcome in sorted(self.outcomes.items())
            )
            print_json_list("files", files, self.console.file)
        else:
            self._tell_tables(interrupted=interrupted)
        if self.options.batch.study is not None:
            self._write_study(self.options.batch.study)

    def exit_code(self, *, interrupted: bool) -> int:
        """Return 130 if it was stopped, 1 if a file failed, 3 if nothing was recognised, else 0."""
        if interrupted:
            return INTERRUPTED
        if self._count(FileState.FAILED):
            return 1
        summaries = self._summaries()
        first = next(summaries, None)
        if first is None or recognised(first[1]):
            return 0
        found = any(recognised(summary) for _, summary in summaries)
        return 0 if found else NOTHING_RECOGNISED

    def _tell_tables(self, *, interrupted: bool) -> None:
        self.console.print(overview(self._shown(), self.labels, whole=len(self.named)))
        summary_line = texts.BATCH_STOPPED if interrupted else texts.BATCH_DONE
        self._say(
            summary_line(
                len(self.named),
                done=self._count(FileState.DONE),
                before=self._count(FileState.FINISHED_BEFORE),
                failed=self._count(FileState.FAILED),
            )
        )
        if self._count(FileState.ELSEWHERE):
            self._say(texts.BATCH_ELSEWHERE(self._count(FileState.ELSEWHERE)))
        self._say(texts.RESULTS(path=self.options.output))

    def _shown(self) -> list[FileOutcome]:
        """Return what the overview lists: all files if they are few, else those that failed."""
        all_of_them = len(self.named) <= OVERVIEW
        return [
            FileOutcome(
                name=self._name(number),
                summary=outcome.summary() if outcome.folder else None,
                failure=outcome.failure,
            )
            for number, outcome in sorted(self.outcomes.items())
            if outcome.state is FileState.FAILED or (outcome.folder and all_of_them)
        ]

    def _write_study(self, folder: Path) -> None:
        study = Study()
        for number, summary in self._summaries():
            home = Path(self.outcomes[number].folder)
            study.add(home.name, printable(str(self.named[number - 1])), summary)
        with_parquet = write_study(study, folder)
        if self.options.as_json:
            return
        self._say(texts.STUDY(path=folder))
        if not with_parquet:
            self._say(texts.NO_PARQUET())

    def _summaries(self) -> Iterator[tuple[int, SummaryFile]]:
        """Yield the summary of each file that has results, one at a time."""
        for number, outcome in sorted(self.outcomes.items()):
            if outcome.folder:
                yield number, outcome.summary()

    def _count(self, state: FileState) -> int:
        return Counter(outcome.state for outcome in self.outcomes.values())[state]

    def _name(self, number: int) -> str:
        return printable(self.named[number - 1].name)

    def _say(self, words: str) -> None:
        self.console.print(Text(words), soft_wrap=True)

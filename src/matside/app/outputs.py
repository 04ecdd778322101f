"""The files of one analysis: trace, table, annotated video or picture, summary."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import cv2

from matside import __version__
from matside.app.streams import Stream
from matside.body.frames import Frame, PoseFrame
from matside.coach.result import FrameResult
from matside.coach.summary import Summary
from matside.errors import OutputError
from matside.present.labels import Labels
from matside.present.overlay import Overlay
from matside.record.files import OutputFolder, discard, finish, part_of, writing
from matside.record.summary_file import (
    ModelPart,
    SourcePart,
    SummaryContext,
    SummaryFile,
    write_summary,
)
from matside.record.table import TableWriter
from matside.record.trace import TraceHeader, TraceWriter
from matside.record.video import VideoWriter

PICTURE: Final = "annotated.png"
"""Name of the annotated picture of a single picture."""

Options = Mapping[str, str | None]


class Outputs:
    """Writes everything that an analysis leaves; use it as a context manager.

    Args:
        folder: Where to write.
        stream: What is analysed.
        labels: Names for people.
        options: What the run was asked for; stored in trace and summary.
        annotate: Whether to draw the annotated video or picture.

    Raises:
        OutputError: Something cannot be written.
    """

    def __init__(
        self,
        folder: OutputFolder,
        stream: Stream,
        labels: Labels,
        options: Options,
        *,
        annotate: bool,
    ) -> None:
        self.folder = folder
        self._stream = stream
        self._labels = labels
        self._options = dict(options)
        self._stack = ExitStack()
        self._overlay = Overlay(labels) if annotate else None
        self._video: VideoWriter | None = None
        self._trace: TraceWriter | None = None
        self._table: TableWriter | None = None

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            self._table = stack.enter_context(TableWriter(self.folder.measures))
            if self._stream.header is None:
                self._trace = stack.enter_context(TraceWriter(self.folder.trace, self._header()))
                if self._overlay is not None and not self._stream.is_picture:
                    self._video = stack.enter_context(
                        VideoWriter(self.folder.video, self._stream.size_px)
                    )
            self._stack = stack.pop_all()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._stack.__exit__(kind, error, traceback)

    def write(self, frame: Frame | None, pose: PoseFrame, result: FrameResult) -> None:
        """Write one frame: the raw pose to the trace, the result to table and picture."""
        if self._trace is not None:
            self._trace.write(pose)
        if self._table is not None:
            self._table.write(result)
        if frame is None or self._overlay is None:
            return
        drawn = self._overlay.draw(frame.image, result)
        if self._video is not None:
            self._video.write(drawn, result.t_s)
        else:
            _write_picture(self.folder.path / PICTURE, drawn)

    def write_summary(self, summary: Summary) -> None:
        """Write the summary; call it once the files above are closed."""
        name, sha256 = self._stream.model
        width, height = self._stream.size_px
        context = SummaryContext(
            matside=__version__,
            created=datetime.now(UTC),
            source=SourcePart(
                name=self._stream.name, width_px=width, height_px=height, fps=self._stream.rate_hz
            ),
            model=ModelPart(name=name, sha256=sha256 or None),
            options=self._options,
        )
        told = SummaryFile.of(summary, context=context, names=self._labels.exercises)
        write_summary(self.folder.summary, told)

    def _header(self) -> TraceHeader:
        return TraceHeader(
            matside=__version__,
            source=self._stream.name,
            size_px=self._stream.size_px,
            model=self._stream.model[0],
            options=self._options,
        )


def _write_picture(path: Path, image: object) -> None:
    done, data = cv2.imencode(".png", image)  # type: ignore[call-overload]
    if not done:
        raise OutputError(f"Cannot write {path}: the picture could not be encoded as PNG.")
    try:
        with writing(path):
            part_of(path).write_bytes(data.tobytes())
    except OutputError:
        discard(path)
        raise
    finish(path)

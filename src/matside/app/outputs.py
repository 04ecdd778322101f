"""The files of one session: trace, table, annotated video or picture, exports, summary, report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Final, Self, assert_never

import cv2

from matside import __version__
from matside.app.own_history import depth_sentences
from matside.app.report import write_report
from matside.app.report_source import PRIVACY, privacy_comment
from matside.app.request import limits_in_options
from matside.app.streams import Stream
from matside.body.frames import Frame, Image, PoseFrame
from matside.coach.result import FrameResult
from matside.coach.summary import Notice, NoticeKind, Summary
from matside.errors import OutputError, UsageError
from matside.exercise.schema import Exercise
from matside.overlay.drawing import Overlay
from matside.overlay.privacy import FaceBlur, Privacy, skeleton_only
from matside.record.evenly import EvenlySpacedWriter
from matside.record.files import MOT, PICTURE, TRC, OutputFolder, whole_file
from matside.record.opensim import MotWriter, TrcWriter
from matside.record.summary_file import (
    ModelPart,
    SourcePart,
    SummaryContext,
    SummaryFile,
    write_summary,
)
from matside.record.table import TableWriter
from matside.record.trace import StepBegun, TraceHeader, TraceWriter
from matside.record.video import VideoWriter
from matside.report.model import About
from matside.report.moments import ReportRecorder
from matside.wording.labels import labels_of

_WRITERS: Final[Mapping[str, tuple[str, type[MotWriter] | type[TrcWriter]]]] = {
    "trc": (TRC, TrcWriter),
    "mot": (MOT, MotWriter),
}
EXPORTS: Final = tuple(_WRITERS)
"""Names of the formats for other programs."""
Options = Mapping[str, str | None]
UNSEEN: Final = frozenset((Privacy.SKELETON_ONLY, Privacy.NO_PICTURES))
"""With these no picture of the person is kept, not even in memory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputSettings:
    """Which files are wanted.

    Attributes:
        annotate: Whether to draw the annotated video or picture.
        exports: Formats for other programs, of ``EXPORTS``.
        privacy: What of the person may be seen in video and pictures.
        report: Whether to write the report.
    """

    annotate: bool = True
    exports: tuple[str, ...] = ()
    privacy: Privacy = Privacy.NONE
    report: bool = True


def chosen_exports(text: str) -> tuple[str, ...]:
    """Return the formats that a list such as ``trc,mot`` names, each once; none for no text.

    Raises:
        UsageError: One of them does not exist.
    """
    names = [name.strip().lower() for name in text.split(",") if name.strip()]
    for name in names:
        if name not in _WRITERS:
            raise UsageError(
                "There is no export called '{name}': choose from {known}, several "
                "separated by commas.",
                name=name,
                known=", ".join(EXPORTS),
            )
    return tuple(dict.fromkeys(names))


class Outputs:
    """Writes everything that a session leaves; use it as a context manager.

    Args:
        folder: Where to write.
        stream: What is looked at.
        library: All exercises that may be recognised.
        options: What the run was asked for; stored in trace and summary.
        settings: Which files are wanted.

    Raises:
        OutputError: Something cannot be written.
    """

    def __init__(
        self,
        folder: OutputFolder,
        stream: Stream,
        library: Sequence[Exercise],
        options: Options,
        settings: OutputSettings,
    ) -> None:
        self.folder = folder
        self._stream = stream
        self._library = tuple(library)
        self._labels = labels_of(self._library)
        self._settings = settings
        self._options = dict(options) | {PRIVACY: settings.privacy.value}
        self._stack = ExitStack()
        self._overlay = Overlay(self._labels) if settings.annotate else None
        self._blur = FaceBlur()
        self._recorder = ReportRecorder(self._library)
        self._exports: list[EvenlySpacedWriter] = []
        self._video: VideoWriter | None = None
        self._trace: TraceWriter | None = None
        self._table: TableWriter | None = None

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            self._table = stack.enter_context(TableWriter(self.folder.measures))
            for file, writer in map(_WRITERS.__getitem__, self._settings.exports):
                self._exports.append(stack.enter_context(writer(self.folder.path / file)))
            if self._stream.header is None:
                self._trace = stack.enter_context(TraceWriter(self.folder.trace, self._header()))
                if self._overlay is not None and not self._stream.is_picture:
                    self._video = stack.enter_context(
                        VideoWriter(
                            self.folder.video,
                            self._stream.size_px,
                            comment=privacy_comment(self._settings.privacy),
                        )
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

    def close(self) -> None:
        """Close the files that grow with the frames; may be called twice."""
        self._stack.close()

    def write(
        self,
        frame: Frame | None,
        pose: PoseFrame,
        result: FrameResult,
        step: StepBegun | None = None,
    ) -> None:
        """Write one frame: the raw pose to the trace, the result to table and picture.

        Args:
            frame: The picture; ``None`` where there is none.
            pose: The raw pose.
            result: What the coach says of it.
            step: The step of a plan that begins with it, if one does.
        """
        if self._trace is not None:
            self._trace.write(pose, step)
        if self._table is not None:
            self._table.write(result)
        for export in self._exports:
            export.write(result)
        self._recorder.add(result, None if frame is None or self.unseen else frame.image)
        if frame is None or self._overlay is None:
            return
        drawn = self._overlay.draw(self.veiled(frame, result), result)
        if self._video is not None:
            self._video.write(drawn, result.t_s)
        else:
            _write_picture(self.folder.path / PICTURE, drawn)

    @property
    def unseen(self) -> bool:
        """Whether no picture of the person may be kept."""
        return self._settings.privacy in UNSEEN

    def write_summary(self, summary: Summary) -> None:
        """Write the summary; call it once the files above are closed."""
        summary_file = SummaryFile.of(summary, self.context())
        write_summary(self.folder.summary, summary_file)

    def write_report(self, summary: Summary, session: str | None = None) -> Path | None:
        """Write the report and return its path; ``None`` where none is wanted.

        Call it once the files that grow with the frames are closed.

        Args:
            summary: The session's result.
            session: Of a live session its identifier in the history, empty for one that is not
                kept; ``None`` for a recording.
        """
        if not self._settings.report:
            return None
        about = About(
            source=self._stream.name,
            created=datetime.now(UTC),
            practised=session is not None,
            matside=__version__,
            model=self._stream.model[0],
            dose=self._options.get("dose") or "",
            depths=depth_sentences(session or "", summary, self._library),
            limits=limits_in_options(self._options),
        )
        return write_report(
            self.folder,
            summary,
            self._recorder,
            library=self._library,
            about=about,
            privacy=self._settings.privacy,
            with_video=self._video is not None,
        )

    def notices(self) -> tuple[Notice, ...]:
        """Return what a reader should know of the files: how sure it is that faces are blurred."""
        sure = self._blur.certainty
        frames = sure.both + sure.one + sure.neither
        if not frames:
            return ()
        share = round(sure.both / frames, 3)
        return (Notice(kind=NoticeKind.FACES_BLURRED, share=share, count=sure.neither),)

    def context(self) -> SummaryContext:
        """Return what a summary says besides the results."""
        name, sha256 = self._stream.model
        width, height = self._stream.size_px
        return SummaryContext(
            matside=__version__,
            created=datetime.now(UTC),
            source=SourcePart(
                name=self._stream.name, width_px=width, height_px=height, fps=self._stream.rate_hz
            ),
            model=ModelPart(name=name, sha256=sha256 or None),
            options=self._options,
        )

    def veiled(self, frame: Frame, result: FrameResult) -> Image:
        """Return the picture with no more of the person than may be seen."""
        match self._settings.privacy:
            case Privacy.NONE:
                return frame.image
            case Privacy.BLUR_FACE:
                return self._blur.apply(frame.image, result.pose)
            case Privacy.SKELETON_ONLY | Privacy.NO_PICTURES:
                return skeleton_only(frame.size_px)
            case _:
                assert_never(self._settings.privacy)

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
        raise OutputError(
            "Cannot write {path}: the picture could not be encoded as PNG.", path=path
        )
    with whole_file(path) as part:
        part.write_bytes(data.tobytes())

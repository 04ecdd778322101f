"""The videos of sessions for the page: which one is shown, and two of them in step."""

from __future__ import annotations

import math
from collections.abc import Sequence
from contextlib import suppress

from matside.analysis.alignment import Anchor, anchors
from matside.app.remarks import session_labels
from matside.errors import HistoryError
from matside.page import session_texts
from matside.page.session_model import AnchorRow
from matside.record.history.sessions import History
from matside.record.session_video import SessionVideo, session_video
from matside.record.summary_file import SummaryFile
from matside.wording.formatting import with_side
from matside.wording.labels import Labels


def video_of(history: History, number: int) -> SessionVideo | None:
    """Return the video of a session; ``None`` for none.

    Raises:
        HistoryError: There is no session of this number.
    """
    folder, summary = history.session(number).start.folder, _summary(history, number)
    if folder is None:
        return None
    return session_video(folder, math.nan if summary is None else summary.start_s)


def asked_video(history: History, number: int) -> SessionVideo:
    """Return the video of a session.

    Raises:
        HistoryError: There is none, or no session of this number.
    """
    video = video_of(history, number)
    if video is None:
        raise HistoryError(
            "There is no video of session {number}: it was not made or moved.", number=number
        )
    return video


def videos_together(first: int, second: int) -> Sequence[AnchorRow]:
    """Return the moments that the videos of both sessions show, in the order of the first.

    Raises:
        HistoryError: A session is not there, or has no video.
    """
    with History.open() as history:
        videos = [asked_video(history, number) for number in (first, second)]
        stored = [history.session(number) for number in (first, second)]
        summaries = [_summary(history, number) for number in (first, second)]
    if summaries[0] is None or summaries[1] is None:
        return ()
    labels = session_labels(stored)
    rows = (_anchor_row(one, videos, labels) for one in anchors(summaries[0], summaries[1]))
    return [row for row in rows if row is not None]


def _summary(history: History, number: int) -> SummaryFile | None:
    with suppress(HistoryError):  # one of another version of matside has no moments to go by
        return history.summary(number)
    return None


def _anchor_row(anchor: Anchor, videos: Sequence[SessionVideo], labels: Labels) -> AnchorRow | None:
    first_s, second_s = videos[0].at_s(anchor.first_s), videos[1].at_s(anchor.second_s)
    if first_s is None or second_s is None:
        return None
    name = labels.exercise(anchor.exercise)
    if anchor.phase:
        phase = with_side(labels.phase(anchor.exercise, anchor.phase), anchor.side)
        name = session_texts.ANCHOR(exercise=name, phase=phase, number=anchor.number)
    return AnchorRow(name=name, first_s=round(first_s, 2), second_s=round(second_s, 2))

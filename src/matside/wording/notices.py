"""Sentences on what a reader of a session should know of, besides what was done."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from matside.coach.events import LossReason
from matside.coach.summary import Notice, NoticeKind
from matside.translation import Plural, Text
from matside.wording.formatting import clock, listing, number, percent
from matside.wording.labels import Labels

_UNSEEN: Final = {
    LossReason.NOBODY: Text("nobody is in view"),
    LossReason.TRUNK: Text("the trunk cannot be seen"),
    LossReason.LEGS: Text("the legs cannot be seen"),
}
_TEXTS: Final[Mapping[NoticeKind, Text | Plural]] = {
    NoticeKind.SEVERAL_PEOPLE: Plural(
        "{n} person was seen.", "{n} people were seen; the larger, nearer one was followed."
    ),
    NoticeKind.NOBODY: Text("Nobody was seen. The whole body must be in view, from the side."),
    NoticeKind.LOST: Plural(
        "The person was lost once: {reasons}.", "The person was lost {n} times: {reasons}."
    ),
    NoticeKind.TURNED: Text(
        "In {share} of the pictures the camera saw the body from the front or half from the front. "
        "Child's pose is timed and rotations are counted from there while the legs are seen; "
        "cat-cow and most faults may be missed. Film from the side."
    ),
    NoticeKind.FEW_PICTURES: Text(
        "There were few pictures a second: a repetition that takes less than {seconds} s may be "
        "missed. Film with 5 or more a second."
    ),
    NoticeKind.NOT_SEEN: Text("{exercise} was asked for, and nothing of it was seen."),
    NoticeKind.STOPPED_BY_HAND: Text("Stopped by hand at {at}; what came before is saved."),
    NoticeKind.FACES_BLURRED: Plural(
        "Faces are blurred: pose and face detector agreed on where in {share} of the frames. In "
        "{n} frame neither was sure, and more was blurred; look at it before you pass it on.",
        "Faces are blurred: pose and face detector agreed on where in {share} of the frames. In "
        "{n} frames neither was sure, and more was blurred; look at them before you pass them on.",
    ),
    NoticeKind.UNSAVED: Text("The session goes on unsaved: {error}"),
    NoticeKind.RECORDING_ENDED: Text("The recording ends here: {error}"),
    NoticeKind.RECORDING_CUT: Text("The recording may lack its end: {error}"),
    NoticeKind.NO_TABLE: Text("The table may be missing: {error}"),
    NoticeKind.NO_REPORT: Text("Summary or report are missing: {error}"),
    NoticeKind.NO_HISTORY: Text("Not in the history: {error}"),
    NoticeKind.PAIN_BEFORE: Text("Pain of {pain} out of 10 was reported before the session."),
    NoticeKind.SLOW: Text(
        "The computer was slow: it looked at fewer than 10 pictures a second for a while."
    ),
    NoticeKind.PAIN_TOLD: Text("Pain of {pain} out of 10 was reported during the session."),
    NoticeKind.PAIN_AFTER: Text("Pain of {pain} out of 10 was reported after the session."),
    NoticeKind.EASED: Text("The rest of the plan was made easier because it hurt."),
}
"""What each kind says, placeholders named as in ``notice_text``; a kind that is not here says its
``detail``."""


_NONE_UNSURE: Final = Text(
    "Faces are blurred: pose and face detector agreed on where in {share} of the frames."
)
"""What ``FACES_BLURRED`` says where there was no frame of which neither was sure."""


def notice_text(notice: Notice, labels: Labels) -> str:
    """Return what a notice says, in one or more sentences."""
    text = _TEXTS.get(notice.kind)
    if notice.kind is NoticeKind.FACES_BLURRED and not notice.count:
        text = _NONE_UNSURE
    if text is None:
        return notice.detail
    values = {
        "pain": notice.count or 0,
        "share": percent(notice.share or 0.0),
        "at": clock(notice.t_s or 0.0),
        "seconds": number(notice.t_s or 0.0, 1),
        "exercise": labels.exercise(notice.exercise) if notice.exercise else "",
        "reasons": listing([str(_UNSEEN[reason]) for reason in notice.reasons]),
        "error": notice.detail,
    }
    return text(notice.count or 0, **values) if isinstance(text, Plural) else text(**values)

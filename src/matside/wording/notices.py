"""Sentences on what a reader of a session should know of, besides what was done."""

from __future__ import annotations

from matside.coach.events import LossReason
from matside.coach.summary import Notice, NoticeKind
from matside.translation import _, ngettext
from matside.wording.formatting import clock, listing, number, percent
from matside.wording.labels import Labels


def notice_text(notice: Notice, labels: Labels) -> str:
    """Return what a notice says, in one or more sentences."""
    match notice.kind:
        case NoticeKind.SEVERAL_PEOPLE:
            return ngettext(
                "{n} person was seen.",
                "{n} people were seen; the larger, nearer one was followed.",
                notice.count or 0,
            )
        case NoticeKind.NOBODY:
            return _("Nobody was seen. The whole body must be in view, from the side.")
        case NoticeKind.LOST:
            return ngettext(
                "The person was lost once: {reasons}.",
                "The person was lost {n} times: {reasons}.",
                notice.count or 0,
                reasons=listing([_unseen(reason) for reason in notice.reasons]),
            )
        case NoticeKind.NOT_SEEN:
            name = labels.exercise(notice.exercise or "")
            return _("{exercise} was asked for, and nothing of it was seen.", exercise=name)
        case NoticeKind.STOPPED_BY_HAND:
            at = clock(notice.t_s or 0.0)
            return _("Stopped by hand at {at}; what came before is saved.", at=at)
        case _:
            return _trouble(notice)


def _unseen(reason: LossReason) -> str:
    return {
        LossReason.NOBODY: _("nobody is in view"),
        LossReason.TRUNK: _("the trunk cannot be seen"),
        LossReason.LEGS: _("the legs cannot be seen"),
    }[reason]


def _blurred(notice: Notice) -> str:
    return ngettext(
        "Faces are blurred: pose and face detector agreed on where in {share} of the frames. In "
        "{n} frame neither was sure, and more was blurred; look at it before you pass it on.",
        "Faces are blurred: pose and face detector agreed on where in {share} of the frames. In "
        "{n} frames neither was sure, and more was blurred; look at them before you pass them on.",
        notice.count or 0,
        share=percent(notice.share or 0.0),
    )


def _turned(notice: Notice) -> str:
    return _(
        "In {share} of the pictures the camera saw the body from the front or half from the front. "
        "Some repetitions and faults cannot be judged from there; film from the side.",
        share=percent(notice.share or 0.0),
    )


def _few_pictures(notice: Notice) -> str:
    return _(
        "There were few pictures a second: a repetition that takes less than {seconds} s may be "
        "missed. Film with 5 or more a second.",
        seconds=number(notice.t_s or 0.0, 1),
    )


def _trouble(notice: Notice) -> str:
    """Return what hurt, and what could not be read or written, with the error's own words."""
    said = {
        NoticeKind.PAIN_BEFORE: _(
            "Pain of {pain} out of 10 was reported before the session.", pain=notice.count or 0
        ),
        NoticeKind.PAIN_AFTER: _(
            "Pain of {pain} out of 10 was reported after the session.", pain=notice.count or 0
        ),
        NoticeKind.PAIN_TOLD: _(
            "Pain of {pain} out of 10 was reported during the session.", pain=notice.count or 0
        ),
        NoticeKind.SLOW: _(
            "The computer was slow: it looked at fewer than 10 pictures a second for a while."
        ),
        NoticeKind.TURNED: _turned(notice),
        NoticeKind.FEW_PICTURES: _few_pictures(notice),
        NoticeKind.EASED: _("The rest of the plan was made easier because it hurt."),
        NoticeKind.FACES_BLURRED: _blurred(notice),
        NoticeKind.UNSAVED: _("The session goes on unsaved: {error}", error=notice.detail),
        NoticeKind.RECORDING_ENDED: _("The recording ends here: {error}", error=notice.detail),
        NoticeKind.RECORDING_CUT: _("The recording may lack its end: {error}", error=notice.detail),
        NoticeKind.NO_TABLE: _("The table may be missing: {error}", error=notice.detail),
        NoticeKind.NO_REPORT: _("Summary or report are missing: {error}", error=notice.detail),
        NoticeKind.NO_HISTORY: _("Not in the history: {error}", error=notice.detail),
    }
    return said.get(notice.kind, notice.detail)

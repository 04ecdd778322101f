"""Notices in words."""

from typing import Any

import pytest

from matside.coach.events import LossReason
from matside.coach.summary import Notice, NoticeKind
from matside.wording.labels import Labels
from matside.wording.notices import notice_text

LABELS = Labels(exercises={"cat_cow": "Cat-cow"})
LOST: dict[str, Any] = {"kind": NoticeKind.LOST, "reasons": (LossReason.TRUNK,)}


@pytest.mark.parametrize(
    ("notice", "text"),
    [
        (
            Notice(kind=NoticeKind.SEVERAL_PEOPLE, count=2),
            "2 people were seen; the larger, nearer one was followed.",
        ),
        (
            Notice(kind=NoticeKind.NOBODY),
            "Nobody was seen. The whole body must be in view, from the side.",
        ),
        (
            Notice(kind=NoticeKind.TURNED, share=0.62),
            (
                "In 62\N{NO-BREAK SPACE}% of the pictures the camera saw the body from the front "
                "or half from the front. Child's pose is timed and rotations are counted from "
                "there while the legs are seen; cat-cow and most faults may be missed. Film from "
                "the side."
            ),
        ),
        (Notice(**LOST, count=1), "The person was lost once: the trunk cannot be seen."),
        (
            Notice(kind=NoticeKind.LOST, count=3, reasons=(LossReason.NOBODY, LossReason.LEGS)),
            "The person was lost 3 times: nobody is in view and the legs cannot be seen.",
        ),
        (
            Notice(kind=NoticeKind.NOT_SEEN, exercise="cat_cow"),
            "Cat-cow was asked for, and nothing of it was seen.",
        ),
        (
            Notice(kind=NoticeKind.STOPPED_BY_HAND, t_s=65.5),
            "Stopped by hand at 1:05; what came before is saved.",
        ),
        (
            Notice(kind=NoticeKind.NO_TABLE, detail="No space."),
            "The table may be missing: No space.",
        ),
        (
            Notice(kind=NoticeKind.UNREADABLE, detail="One frame is damaged."),
            "One frame is damaged.",
        ),
    ],
)
def test_every_notice_is_a_sentence(notice, text):
    assert notice_text(notice, LABELS) == text


@pytest.mark.parametrize("kind", list(NoticeKind))
def test_there_is_a_text_for_every_kind_that_tells_its_detail(kind):
    notice = Notice(kind=kind, count=1, t_s=1.0, exercise="x", detail="Why {it} is so.")
    text = notice_text(notice, LABELS)
    assert text.endswith((".", ": ."))
    own = {NoticeKind.SEVERAL_PEOPLE, NoticeKind.NOBODY, NoticeKind.LOST, NoticeKind.NOT_SEEN}
    own |= {
        NoticeKind.FEW_PICTURES,
        NoticeKind.TURNED,
        NoticeKind.PAIN_BEFORE,
        NoticeKind.PAIN_TOLD,
        NoticeKind.PAIN_AFTER,
        NoticeKind.EASED,
        NoticeKind.SLOW,
        NoticeKind.FACES_BLURRED,
    }
    assert ("Why {it} is so." in text) is (kind not in own | {NoticeKind.STOPPED_BY_HAND})


@pytest.mark.parametrize("unsure", [0, 1, 2])
def test_frames_to_look_at_are_told_only_where_there_are_any(unsure):
    notice = Notice(kind=NoticeKind.FACES_BLURRED, count=unsure, share=0.98)
    text = notice_text(notice, LABELS)
    assert ("before you pass" in text) is (unsure > 0)
    assert "agreed on where in 98" in text

"""Whether the camera can judge the person: one thing to change at a time, the worst first."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from enum import Enum
from typing import Final

from matside.coach.result import FrameResult
from matside.guidance.messages import Messages, Region, Say, Shift, said
from matside.guidance.outlook import Outlook, outlook_of

DARK: Final = 40.0
"""Mean brightness (0..255) below which darkness is why nobody is found."""
VERY_DARK: Final = 20.0
"""Mean brightness below which even a found person's landmarks are mostly noise."""
LIGHTER: Final = 5.0
"""Hysteresis: it is light enough again only this much above either."""
FAR: Final = 0.050, 0.060
"""Body scale over the picture's diagonal: too far below the first, near enough from the second.

Sample clips at 3 m read 0.14; a clip of a real person that was judged well read 0.074.
"""
TURNED: Final = (0.32, 27.0), (0.26, 22.0)
"""Hip width over torso and trunk out of the picture plane in degrees: facing the camera.

Both have to be reached; to be turned back, one has to fall below the second pair. Rendered bodies
on hands and knees and on the back read 0.05 to 0.18 and 1 to 18 at 13 degrees off the profile,
0.18 to 0.24 and 18 to 30 at 30 degrees, 0.32 to 0.38 and 28 to 42 at 45, and more than 0.45 and 45
at 60; 33 photographs and 15 clips of real people from the side at most 0.29, or at most 23.
"""
PROFILE: Final = (0.055, 0.085), (0.065, 0.10)
"""Hip and shoulder width over torso on hands and knees: exact profile.

Bodies at 0 and 6 degrees read 0.03 to 0.05 and 0.05 to 0.11, at 13 degrees one of them is above.
Folded or on the back the widths do not tell: 0.1 at any angle up to 30 degrees.
"""

LASTS_S: Final = 0.7
"""An obstacle must last this long before it is announced."""
GOOD_AFTER_S: Final = 0.5
"""Time for which an obstacle must be gone before all is well."""
ON_THE_WAY_S: Final = 3.0
"""Time after which a standing or walking person is addressed: until then they are on the way."""
PROFILE_S: Final = 2.5
"""The hint about the exact profile may wait: it can only be given when the body is at rest."""


class Obstacle(Enum):
    """What keeps the camera from judging, the worst first."""

    DARK = "dark"
    NOBODY = "nobody"
    CUT_OFF = "cut_off"
    HIDDEN = "hidden"
    FAR = "far"
    TURNED = "turned"
    PROFILE = "profile"


class Aspect(Enum):
    """What the placement is checked for, in the order in which it is judged."""

    LIGHT = "light"
    BODY = "body"
    VIEW = "view"
    DISTANCE = "distance"


_ASPECTS: Final = {
    Obstacle.DARK: Aspect.LIGHT,
    Obstacle.NOBODY: Aspect.BODY,
    Obstacle.CUT_OFF: Aspect.BODY,
    Obstacle.HIDDEN: Aspect.BODY,
    Obstacle.TURNED: Aspect.VIEW,
    Obstacle.FAR: Aspect.DISTANCE,
    Obstacle.PROFILE: Aspect.VIEW,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """The one thing to change.

    Attributes:
        obstacle: What is wrong.
        messages: What to say and to show.
        blocking: Whether nothing can begin before it is mended.
    """

    obstacle: Obstacle
    messages: Messages
    blocking: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """State of the placement check.

    Attributes:
        advice: What is to be changed, once it has lasted; ``None`` where all is well.
        settled: Whether anything has lasted long enough to be known.
        candidate: What the latest frames say.
        since_s: Since when they do.
        upright_s: Since when the person is upright; ``None`` while not.
    """

    advice: Advice | None = None
    settled: bool = False
    candidate: Advice | None = None
    since_s: float = math.inf
    upright_s: float | None = None

    @property
    def good(self) -> bool:
        """Whether the person can be judged, for some time already."""
        return self.settled and (self.advice is None or not self.advice.blocking)


def place(
    state: Placement,
    t_s: float,
    result: FrameResult,
    light: float = math.nan,
    *,
    from_side: bool = True,
) -> Placement:
    """Return the next state, with the advice that stands now.

    ``light`` is the mean brightness of the picture, 0..255, NaN where unknown; with ``from_side``
    nothing can begin unless it is seen from the side.
    """
    outlook = outlook_of(result)
    standing = state.advice.obstacle if state.advice else None
    found = find_advice(outlook, light, standing, from_side=from_side)
    upright_s = (t_s if state.upright_s is None else state.upright_s) if outlook.upright else None
    state = replace(state, upright_s=upright_s)
    if found != state.candidate or math.isinf(state.since_s):
        state = replace(state, candidate=found, since_s=t_s)
    if t_s - state.since_s >= _lasting_s(found, outlook):
        state = replace(state, advice=found, settled=True)
    return state


def aspects(state: Placement) -> dict[Aspect, bool | None]:
    """Return for each aspect whether it is well; ``None`` where that is not known yet.

    Aspects judged after an obstacle are not known before it is mended; of a person who stands or
    walks only light and body are.
    """
    if not state.settled:
        return dict.fromkeys(Aspect)
    judged = list(Aspect) if state.upright_s is None else [Aspect.LIGHT, Aspect.BODY]
    if state.advice is None:
        return {aspect: True if aspect in judged else None for aspect in Aspect}
    wrong = _ASPECTS[state.advice.obstacle]
    if state.advice.blocking:  # else it was judged after all others
        judged = judged[: judged.index(wrong)] if wrong in judged else []
    return {
        aspect: False if aspect is wrong else (True if aspect in judged else None)
        for aspect in Aspect
    }


def find_advice(
    outlook: Outlook, light: float, standing: Obstacle | None = None, *, from_side: bool = True
) -> Advice | None:
    """Return the advice for one frame; ``standing`` is the obstacle announced and may linger.

    A band between beginning and ending keeps each obstacle from flickering.
    """
    found = _dark(outlook, light, lingering=standing is Obstacle.DARK)
    if found is not None or not outlook.seen:
        return found or _advice(Obstacle.NOBODY, Say.COME_INTO_VIEW)
    if outlook.upright:
        return _standing(outlook)
    turned = _turned(outlook, lingering=standing is Obstacle.TURNED, blocking=from_side)
    return (
        _cut_off(outlook)
        or (turned if from_side else None)
        or _far(outlook, lingering=standing is Obstacle.FAR)
        or turned
        or _profile(outlook, lingering=standing is Obstacle.PROFILE)
    )


def _dark(outlook: Outlook, light: float, *, lingering: bool) -> Advice | None:
    limit = (VERY_DARK if outlook.seen else DARK) + lingering * LIGHTER
    if math.isnan(light) or light >= limit:
        return None
    return _advice(Obstacle.DARK, Say.TOO_DARK)


def _standing(outlook: Outlook) -> Advice | None:
    """Return advice to a standing person only if it will still apply once they are on the mat."""
    if outlook.cut is not None and outlook.cut.region in (Region.FEET, Region.LEGS, Region.HIPS):
        return _advice(Obstacle.CUT_OFF, Say.STEP_BACK)
    return None


def _cut_off(outlook: Outlook) -> Advice | None:
    if outlook.cut is None:
        return None
    region, shift = outlook.cut.region, outlook.cut.shift
    if shift is Shift.UNKNOWN:
        return Advice(obstacle=Obstacle.HIDDEN, messages=said(Say.HIDDEN, region=region))
    return Advice(obstacle=Obstacle.CUT_OFF, messages=said(Say.CUT_OFF, region=region, shift=shift))


def _advice(obstacle: Obstacle, say: Say, *, blocking: bool = True) -> Advice:
    return Advice(obstacle=obstacle, messages=said(say), blocking=blocking)


def _turned(outlook: Outlook, *, lingering: bool, blocking: bool) -> Advice | None:
    width, depth = TURNED[lingering]
    if outlook.hip_width < width or outlook.depth_deg < depth:
        return None
    if math.isnan(outlook.hip_width) or math.isnan(outlook.depth_deg):
        return None
    if blocking:
        return _advice(Obstacle.TURNED, Say.TURN)
    messages = said(Say.TURN) + said(Say.NOT_ALL_SEEN)
    return Advice(obstacle=Obstacle.TURNED, messages=messages, blocking=False)


def _far(outlook: Outlook, *, lingering: bool) -> Advice | None:
    if outlook.scale >= FAR[lingering] or math.isnan(outlook.scale):
        return None
    return _advice(Obstacle.FAR, Say.TOO_FAR)


def _profile(outlook: Outlook, *, lingering: bool) -> Advice | None:
    hips, shoulders = PROFILE[lingering]
    if not outlook.on_all_fours:
        return None
    if not (outlook.hip_width <= hips and outlook.shoulder_width <= shoulders):
        return None
    return _advice(Obstacle.PROFILE, Say.TURN_MAT, blocking=False)


def _lasting_s(advice: Advice | None, outlook: Outlook) -> float:
    if advice is None:
        return GOOD_AFTER_S
    if advice.obstacle is Obstacle.PROFILE:
        return PROFILE_S
    if advice.obstacle is Obstacle.NOBODY or outlook.upright:
        return ON_THE_WAY_S
    return LASTS_S

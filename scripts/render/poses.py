"""The pose library and the faults that alter a pose. Angles deg, lengths m, see each family.

A pose names its family and only what differs from the family's defaults. Poses and faults with a
side are written for the right; `mirrored` gives the left.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from render import kneeling, supine, upright
from render.limbs import Params

DEFAULTS: Mapping[str, Params] = {
    "kneeling": kneeling.DEFAULTS,
    "supine": supine.DEFAULTS,
    "upright": upright.DEFAULTS,
}
SIGNED = ("twist", "lean", "gaze", "hip_shift", "hip_roll", "rock")  # change sign in a mirror


@dataclass(frozen=True, slots=True, kw_only=True)
class Pose:
    """A full set of parameters of one family."""

    family: str
    params: Params


@dataclass(frozen=True, slots=True, kw_only=True)
class Shake:
    """A steady back-and-forth of one parameter."""

    param: str
    amplitude: float
    period_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """How a fault alters a pose; one with nothing in it only labels what the timeline does.

    `late` holds back parameters by a share of the movement's time. A fault that `moves` lies in
    the movement, so it is told from its start; others are told once the pose shows them, after
    the share `shown` of the movement's time. `told` is the name in the truth if it differs: the
    exercise files' name of the fault. One that is not `judged` alters the pose and is no fault of
    the exercise files, so the truth does not have it.
    """

    sets: Params = field(default_factory=dict)
    adds: Params = field(default_factory=dict)
    scales: Params = field(default_factory=dict)
    only: Mapping[str, Params] = field(default_factory=dict)  # additions by pose
    shakes: tuple[Shake, ...] = ()
    late: Params = field(default_factory=dict)
    moves: bool = False
    shown: float = 0.6  # 68 % of the way
    told: str = ""
    judged: bool = True


def _spine(s: str, n: str = "") -> Params:
    """Parameters from "s5 s4 s3 s2 s1" and "n1 n2 n3 head"."""
    out = dict(zip(("s5", "s4", "s3", "s2", "s1"), map(float, s.split()), strict=True))
    return out | dict(zip(("n1", "n2", "n3", "head"), map(float, n.split()), strict=False))


_BACK = ("s5", "s4", "s3", "s2", "s1")
_CAT = _spine("15 20 17 12 8", "11 12 12 12") | {"clav_fwd": 26.0, "thigh": -4.0}
_COW = _spine("-9 -8 -7 -5 -6", "-8 -9 -9 -10") | {"clav_fwd": -4.0, "thigh": 2.0}
_NEUTRAL = _spine("4 6 5 2 0", "0 0 0 -5")
_CHILD = _spine("10 12 8 5 2", "0 -2 -4 -2") | {
    "thigh": 66.0,
    "solve": 0.0,
    "solve_head": 1.0,
    "knee_half": 0.14,
    "clav_up": 22.0,
    "clav_fwd": 14.0,
    "hand_x_l": 0.17,
    "hand_x_r": 0.17,
    "elbow_out": 0.5,
}
_BEHIND = {"behind_r": 1.0, "reach": 0.992}
_BRIDGE = _spine("-2 -2 0 0 0", "6 6 4 0")
_STANDING = {"hip_z": 0.985, "swing_l": 4.0, "swing_r": 4.0}

_POSES: dict[str, tuple[str, Params]] = {
    "all_fours": ("kneeling", _NEUTRAL),
    "forearms": ("kneeling", _NEUTRAL | {"forearm": 1.0}),
    "cat": ("kneeling", _CAT),
    "cow": ("kneeling", _COW),
    "cat_forearms": ("kneeling", _CAT | {"forearm": 1.0}),
    "cow_forearms": ("kneeling", _COW | {"forearm": 1.0}),
    "child_forward": ("kneeling", _CHILD),
    "child_alongside": (
        "kneeling",
        _CHILD
        | {"hand_x_l": -0.92, "hand_x_r": -0.92, "hand_half": 0.24, "palm_up": 1.0}
        | {"clav_up": 4.0, "clav_fwd": 24.0, "elbow_out": 1.2},
    ),
    "child_wide": ("kneeling", _CHILD | {"knee_half": 0.27, "toes_in": 0.19}),
    "heel_sit": (
        "kneeling",
        _spine("4 4 3 2 0", "2 2 0 -4")
        | {"thigh": 66.0, "solve": 0.0, "pelvis": 84.0, "knee_half": 0.12}
        | {"hand_x_l": -0.60, "hand_x_r": -0.60, "hand_z_l": 0.15, "hand_z_r": 0.15},
    ),
    "hand_behind": ("kneeling", _spine("0 0 0 0 0", "0 0 0 -8") | _BEHIND),
    "elbow_open": (
        "kneeling",
        _spine("2 2 0 -3 -4", "0 0 0 -8")
        | _BEHIND
        | {"twist": -44.0, "open_r": 0.6, "reach": 0.97, "gaze": -14.0},
    ),
    "elbow_closed": (
        "kneeling",
        _spine("4 5 6 8 8", "6 6 6 6") | _BEHIND | {"twist": 28.0, "open_r": -1.0, "reach": 0.93},
    ),
    "arm_up": (
        "kneeling",
        _spine("2 2 0 -2 -3", "0 0 0 -6")
        | {"straight_r": 1.0, "twist": -48.0, "open_r": 0.6, "reach": 0.975, "gaze": -24.0},
    ),
    "arm_threaded": (
        "kneeling",
        _spine("4 5 6 6 6", "6 6 6 4")
        | {"thread_r": 1.0, "twist": 34.0, "reach": 0.78, "elbow_out": 0.8, "gaze": 10.0},
    ),
    "bird_dog": ("kneeling", _NEUTRAL | {"leg_out_l": 1.0, "arm_out_r": 1.0, "head": -10.0}),
    "lying": ("supine", {}),
    "lying_flat": ("supine", {"foot_x_l": -0.28, "foot_x_r": -0.28}),
    "one_knee_lifting": (
        "supine",
        _spine("1 1 1 0 0") | {"tilt": 3.0, "leg_r": 0.5, "hands": 0.3, "hold_r": 1.0},
    ),
    "one_knee": (
        "supine",
        _spine("3 3 3 0 0") | {"tilt": 9.0, "leg_r": 1.0, "hands": 1.0, "hold_r": 1.0},
    ),
    "one_knee_free": ("supine", _spine("2 2 2 0 0") | {"tilt": 6.0, "leg_r": 1.0}),
    "both_knees": (
        "supine",
        _spine("8 8 8 3 0", "3 3 3 2")
        | {"tilt": 24.0, "leg_l": 1.0, "leg_r": 1.0, "hands": 1.0, "hold_l": 1.0, "hold_r": 1.0},
    ),
    "bridge": ("supine", _BRIDGE | {"tilt": 24.0, "foot_x_l": 0.06, "foot_x_r": 0.06}),
    "sit_up": (
        "supine",
        _spine("14 12 10 8 6", "8 8 6 4")
        | {"tilt": -34.0, "pin": 0.0, "ahead": 1.0, "rest_head": 0.0},
    ),
    "plank": (
        "upright",
        {"hip_x": -0.20, "hip_z": 0.44, "pitch": 17.0, "hang": 0.0, "hand_x": 0.28, "head": -10.0}
        | {"foot_x_l": -1.04, "foot_x_r": -1.04, "foot_z_l": 0.185, "foot_z_r": 0.185}
        | {"toes_l": -62.0, "toes_r": -62.0, "knee_deg": -90.0, "foot_half": 0.09},
    ),
    "downward_dog": (
        "upright",
        {"hip_x": -0.15, "hip_z": 0.80, "pitch": -42.0, "hang": 0.0, "hand_x": 0.66, "n1": -4.0}
        | {"foot_x_l": -0.60, "foot_x_r": -0.60, "foot_z_l": 0.10, "foot_z_r": 0.10}
        | {"toes_l": -12.0, "toes_r": -12.0, "knee_deg": 0.0, "clav_fwd": 4.0},
    ),
    "standing": ("upright", _STANDING),
    "stepping": (
        "upright",
        _STANDING
        | {"foot_x_r": 0.26, "foot_x_l": -0.26, "foot_z_l": 0.15, "toes_l": -35.0}
        | {"toes_r": 12.0, "swing_l": 24.0, "swing_r": -20.0, "hip_z": 0.95},
    ),
    "sitting": (
        "upright",
        _spine("8 8 6 4 2", "2 2 0 -4")
        | {"hip_z": 0.125, "hip_x": -0.1, "pitch": 84.0, "swing_l": 62.0, "swing_r": 62.0}
        | {"foot_x_l": 0.52, "foot_x_r": 0.52, "knee_deg": 80.0, "toes_l": 20.0, "toes_r": 20.0},
    ),
}

FAULTS: Mapping[str, Fault] = {
    "legs_together": Fault(moves=True),
    "head_lifted": Fault(sets={"lift": 42}, adds={"s1": 6, "s2": 5}),
    "shoulders_lifted": Fault(
        sets={"lift": 30, "tilt": 0},
        adds={"s1": 8, "s2": 7, "s3": 4},
        told="head_lifted",
    ),
    "foot_lifted": Fault(sets={"foot_z_l": 0.16}, adds={"foot_x_l": 0.08}),
    "bouncing": Fault(
        shakes=(
            Shake(param="thigh_r", amplitude=8, period_s=0.8),
            Shake(param="thigh_l", amplitude=8, period_s=0.8),
        )
    ),
    "not_deep": Fault(
        sets={"thigh_l": 108, "thigh_r": 108, "shin_l": 72, "shin_r": 72},
        scales=dict.fromkeys(("tilt", *_BACK), 0.3),
    ),
    "legs_not_held": Fault(sets={"hands": 0}),
    "hips_high": Fault(sets={"thigh": 47}),
    "forehead_up": Fault(sets={"forehead_z": 0.22}, adds={"head": -8, "n3": -6}),
    "elbows_bent_forward": Fault(
        sets={"hand_x_l": -0.14, "hand_x_r": -0.14, "elbow_out": 0.5, "elbow_up": 0.4},
        told="elbows_bent",
    ),
    "restless": Fault(
        shakes=(
            Shake(param="thigh", amplitude=10, period_s=2.2),
            Shake(param="lean", amplitude=5, period_s=3.1),
        )
    ),
    "wrists_away": Fault(adds={"hand_x_l": 0.21, "hand_x_r": 0.21}),
    "knees_away": Fault(
        adds={"thigh": -21, "hand_x_l": 0.14, "hand_x_r": 0.14},
        only={"cat": {"thigh": 6, "hand_x_l": -0.08, "hand_x_r": -0.08}},  # it reaches less far
    ),
    "elbows_bent": Fault(sets={"reach": 0.86, "elbow_out": 0.5}),
    "neck_craned": Fault(
        sets={"n1": -16, "n2": -19, "n3": -19, "head": -22}, shown=0.75, judged=False
    ),
    "hips_rocking": Fault(
        scales=dict.fromkeys(_BACK, 0.4),
        only={"cat": {"thigh": 17}, "cow": {"thigh": -9}},
        moves=True,
    ),
    "too_fast": Fault(moves=True),
    "spine_still": Fault(scales=dict.fromkeys(_BACK, 0.12), sets={"clav_fwd": 8}, moves=True),
    "head_leads": Fault(
        late={"s5": 0.5, "s4": 0.45, "s3": 0.4, "s2": 0.3, "thigh": 0.4}, moves=True
    ),
    "hips_turn": Fault(scales={"twist": 0.55}, only={"elbow_open": {"hip_roll": -24}}),
    "hips_shift": Fault(adds={"hip_shift": 0.09}, told="hips_turn"),
    "hips_back": Fault(
        only={"elbow_open": {"thigh": 28}, "elbow_closed": {"thigh": -6}}, told="hips_turn"
    ),
    "hand_off_head": Fault(sets={"straight_r": 0.5}),
    "elbow_low": Fault(scales={"twist": 0.12}, sets={"open_r": 0.0, "gaze": 0}),
    "sides_unequal": Fault(moves=True),
}


def names() -> list[str]:
    """Names of every pose, sorted."""
    return sorted(_POSES)


def pose(name: str) -> Pose:
    """The pose of this name with all parameters of its family. Raises KeyError if unknown."""
    family, params = _POSES[name]
    return Pose(family=family, params=DEFAULTS[family] | params)


def with_fault(base: Pose, name: str, fault: Fault) -> Pose:
    """`base`, known as pose `name`, altered by a fault."""
    params = base.params | {k: v for k, v in fault.sets.items() if k in base.params}
    for changes, scale in (
        (fault.adds, False),
        (fault.only.get(name, {}), False),
        (fault.scales, True),
    ):
        for key, value in changes.items():
            if key in params:
                params[key] = params[key] * value if scale else params[key] + value
    return Pose(family=base.family, params=params)


def mirrored(base: Pose) -> Pose:
    """`base` with left and right exchanged."""
    return Pose(family=base.family, params=mirror_params(base.params))


def mirror_params(params: Params) -> Params:
    """Parameters with left and right exchanged and sideways signs turned."""
    other = {"_l": "_r", "_r": "_l"}
    out = {key[:-2] + other.get(key[-2:], key[-2:]): value for key, value in params.items()}
    return {key: -value if key in SIGNED else value for key, value in out.items()}

"""Turns the steps of a clip file into a timeline.

A step moves to a pose and holds it. Steps may be repeated as a group; each round of a group with
`rep` set is one repetition.
"""

from dataclasses import dataclass, field, replace
from typing import Any

from render import poses
from render.errors import ClipError
from render.limbs import Params
from render.poses import Pose
from render.timeline import Key, Span, Timed, Timeline

STEP_KEYS = {
    "pose": str,
    "move_s": (int, float),
    "hold_s": (int, float),
    "phase": str,
    "side": str,
    "faults": list,
    "mirror": bool,
    "hold": bool,
    "set": dict,
    "move_phase": str,
}
GROUP_KEYS = {"repeat": int, "steps": list, "rep": bool, "side": str}
SIDES = ("", "left", "right", "both")


@dataclass(slots=True)
class _Draft:
    keys: list[Key] = field(default_factory=list)
    shakes: list[Timed] = field(default_factory=list)
    phases: list[Span] = field(default_factory=list)
    holds: list[Span] = field(default_factory=list)
    reps: list[Span] = field(default_factory=list)
    faults: list[Span] = field(default_factory=list)
    fading: list[str] = field(default_factory=list)  # faults in the pose that is left next

    @property
    def now_s(self) -> float:
        return self.keys[-1].end_s if self.keys else 0.0


def build_timeline(steps: list[dict[str, Any]], breath: Params) -> Timeline:
    """The timeline of the steps, in order.

    Raises:
        ClipError: on an unknown pose, fault or key, or a time that is not possible.
    """
    if not steps:
        raise ClipError("no [[step]]: expected at least one")
    draft = _Draft()
    for i, step in enumerate(steps, start=1):
        _add(draft, step, f"step {i}")
    return Timeline(
        keys=tuple(draft.keys),
        shakes=tuple(draft.shakes),
        phases=tuple(draft.phases),
        holds=tuple(draft.holds),
        reps=tuple(draft.reps),
        faults=tuple(_joined(draft.faults)),
        **breath,
    )


def _add(draft: _Draft, step: dict[str, Any], where: str) -> None:
    if "repeat" not in step:
        _add_step(draft, step, where)
        return
    _check_keys(step, GROUP_KEYS, where)
    for _ in range(step["repeat"]):
        start = draft.now_s
        for i, inner in enumerate(step.get("steps", []), start=1):
            _add_step(draft, inner, f"{where}.{i}")
        if step.get("rep", False):
            side = step.get("side", "")
            draft.reps.append(Span(name="rep", start_s=start, end_s=draft.now_s, side=side))


def _check_keys(step: dict[str, Any], known: dict[str, Any], where: str) -> None:
    for key, value in step.items():
        if key not in known:
            raise ClipError(f"{where}: unknown key '{key}': expected {', '.join(known)}")
        if not isinstance(value, known[key]):
            raise ClipError(f"{where}: '{key}' is {value!r}, which is of the wrong type")
    if step.get("side", "") not in SIDES:
        raise ClipError(f"{where}: side is {step['side']!r}: expected left, right or both")


def _add_step(draft: _Draft, step: dict[str, Any], where: str) -> None:
    _check_keys(step, STEP_KEYS, where)
    move, hold = float(step.get("move_s", 0.0)), float(step.get("hold_s", 0.0))
    if move < 0 or hold < 0 or (draft.keys and move == 0):
        raise ClipError(f"{where}: expected hold_s of 0 or more, and move_s above 0")
    pose, late = _pose_of(step, where)
    leave = draft.now_s
    start = leave + move
    end = start + hold
    draft.keys.append(Key(pose=pose, start_s=start, end_s=end, late=late))
    side, phase = step.get("side", ""), step.get("phase", step["pose"])
    if move > 0:
        name = step.get("move_phase", f"to_{phase}")
        draft.phases.append(Span(name=name, start_s=leave, end_s=start, side=side))
    if hold > 0:
        draft.phases.append(Span(name=phase, start_s=start, end_s=end, side=side))
    if step.get("hold", False):
        draft.holds.append(Span(name=phase, start_s=start, end_s=end, side=side))
    _add_faults(draft, step.get("faults", []), side, (leave, start, end))


def _add_faults(
    draft: _Draft, names: list[str], side: str, times: tuple[float, float, float]
) -> None:
    """Tells the faults of a pose that is made for at times[0], reached at [1] and left at [2].

    A fault of the pose shows from late in the way there until early in the way out; one that
    moves is told from the start of the way to the end of the stay; a shake only shakes the stay.
    """
    leave, start, end = times
    names = [name for name in names if poses.FAULTS[name].judged]
    for name in draft.fading:
        if name not in names:
            names_told = [fault.name for fault in draft.faults]
            last = len(names_told) - 1 - names_told[::-1].index(_told(name))
            draft.faults[last] = replace(
                draft.faults[last], end_s=leave + start - _shown(name, leave, start)
            )
    for name in names:
        fault = poses.FAULTS[name]
        begin = _shown(name, leave, start)
        if fault.moves or name in draft.fading:
            begin = leave
        elif fault.shakes:
            begin = start
        draft.faults.append(Span(name=_told(name), start_s=begin, end_s=end, side=side))
        draft.shakes += [Timed(shake=s, start_s=begin, end_s=end) for s in fault.shakes]
    draft.fading = [n for n in names if not (poses.FAULTS[n].moves or poses.FAULTS[n].shakes)]


def _shown(name: str, leave: float, start: float) -> float:
    return leave + poses.FAULTS[name].shown * (start - leave)


def _told(name: str) -> str:
    return poses.FAULTS[name].told or name


def _pose_of(step: dict[str, Any], where: str) -> tuple[Pose, Params]:
    """The step's pose with its faults, mirror and settings; and what comes late on the way."""
    name = step.get("pose")
    if name not in poses.names():
        raise ClipError(f"{where}: pose is {name!r}: expected one of {', '.join(poses.names())}")
    pose, late = poses.pose(name), Params()
    for fault in step.get("faults", []):
        if fault not in poses.FAULTS:
            known = ", ".join(sorted(poses.FAULTS))
            raise ClipError(f"{where}: unknown fault {fault!r}: expected one of {known}")
        pose = poses.with_fault(pose, name, poses.FAULTS[fault])
        late |= poses.FAULTS[fault].late
    if step.get("mirror", False):
        pose = poses.mirrored(pose)
    for key, value in step.get("set", {}).items():
        if key not in pose.params:
            raise ClipError(f"{where}: unknown parameter '{key}' of a {pose.family} pose")
        pose.params[key] = float(value)
    return pose, late


def _joined(spans: list[Span]) -> list[Span]:
    """Spans with those of one name and side that follow on from each other made one."""
    out: list[Span] = []
    for span in spans:
        last = next((s for s in out if (s.name, s.side, s.end_s) == _key(span)), None)
        if last is None:
            out.append(span)
        else:
            out[out.index(last)] = Span(
                name=span.name, start_s=last.start_s, end_s=span.end_s, side=span.side
            )
    return out


def _key(span: Span) -> tuple[str, str, float]:
    return (span.name, span.side, span.start_s)

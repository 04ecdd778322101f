"""How people move, drawn by lot: some stop on the way, sink slowly or rehearse.

Others put the head down last, settle after the arrival, fidget or pull in two steps.
"""

from typing import Any

from render import poses
from render.lot import Lot

Table = dict[str, Any]
Steps = list[Table]

SPINE = ("s5", "s4", "s3", "s2", "s1", "n1", "n2", "n3", "head")
CAT, COW = ({key: poses.pose(name).params[key] for key in SPINE} for name in ("cat", "cow"))
OTHER = {"left": "right", "right": "left"}


def childs_pose(lot: Lot) -> Steps:
    """One visit or two, from hands and knees or the heels, and back to either."""
    r = lot.r
    first = r.choice(["all_fours", "all_fours", "heel_sit"])
    steps: Steps = [{"pose": first, "hold_s": lot.between(0.5, 3)}]
    pose = r.choice(["child_forward", "child_forward", "child_alongside", "child_wide"])
    visits = r.choice([1, 1, 2])
    for visit in range(visits):
        if r.random() < 0.25:
            steps += _rehearsal(lot)
        full = {
            "thigh": lot.between(58, 66),
            "forehead_z": r.choice([0.03, 0.03, lot.between(0.04, 0.16)]),
        }
        steps += _way_down(lot, pose, full)
        steps += _rest(lot, pose, full, lot.between(4, 7) if visits > 1 else lot.between(5, 12))
        out = r.choice(["all_fours", "all_fours", "heel_sit"])
        leave_s = lot.time_s(2, 0.4, 0.8, 5)
        steps.append({"pose": out, "move_s": leave_s, "hold_s": lot.between(0.6, 2.5)})
        if out == "heel_sit" and visit + 1 < visits and r.random() < 0.5:
            steps.append(_all_fours(lot, 1.5))
    return steps


def _all_fours(lot: Lot, median_s: float) -> Table:
    move_s = lot.time_s(median_s)
    return {"pose": "all_fours", "move_s": move_s, "hold_s": lot.between(0.3, 1)}


def _rehearsal(lot: Lot) -> Steps:
    """A stop on the way on straight arms, from which some go back."""
    stop = {
        "pose": "child_forward",
        "move_s": lot.time_s(1.4),
        "hold_s": lot.between(0, 0.9),
        "set": {"thigh": lot.between(30, 46), "forehead_z": lot.between(0.22, 0.4)},
    }
    return [stop, _all_fours(lot, 1.3)] if lot.r.random() < 0.5 else [stop]


def _way_down(lot: Lot, pose: str, full: Table) -> Steps:
    """Straight down, sinking for long, with the head last, or settling after the arrival."""
    style = lot.r.choice(["direct", "sink", "head_last", "settle", "direct"])
    if style == "direct":
        return [{"pose": pose, "move_s": lot.time_s(2.0, 0.45, 0.7, 6), "set": full}]
    way: Table = {"pose": pose, "move_s": lot.time_s(1.8)}
    thigh, forehead = full["thigh"], full["forehead_z"]
    if style == "sink":
        way["set"] = {
            "thigh": thigh - lot.between(8, 18),
            "forehead_z": forehead + lot.between(0.06, 0.2),
        }
        last_s = lot.time_s(2.5, 0.4, 0.8, 6)
    elif style == "head_last":
        way["hold_s"] = lot.between(0, 0.3)
        way["set"] = {"thigh": thigh, "forehead_z": forehead + lot.between(0.12, 0.3)}
        last_s = lot.time_s(1.5, 0.5, 0.5, 5)
    else:
        way["set"] = {
            "forehead_z": forehead + lot.between(0.02, 0.06),
            "thigh": thigh - lot.between(0, 3),
        }
        last_s = lot.time_s(1.0, 0.5, 0.4, 3)
    return [way, {"pose": pose, "move_s": last_s, "set": full}]


def _rest(lot: Lot, pose: str, full: Table, hold_s: float) -> Steps:
    """A hold, in pieces between which a hand, the head or the hips are put right."""
    held: Table = {"pose": pose, "set": full, "phase": "childs_pose", "hold": True}
    steps: Steps = []
    done_s = 0.0
    while True:
        part_s = lot.between(1.5, 4)
        if done_s + part_s >= hold_s or lot.r.random() < 0.4:
            last_s = round(max(0.5, hold_s - done_s), 2)
            return [*steps, {**held, "move_s": 0.3, "hold_s": last_s}]
        steps.append({**held, "move_s": 0.2, "hold_s": part_s})
        move_s = lot.between(0.4, 0.9)
        if "along" not in pose:
            hand: Table = {"hand_x_r": 0.17 + lot.between(-0.08, 0.08)}
        else:
            hand = {"head": lot.between(-8, 4)}
        moved = lot.r.choice(
            [hand, {"head": lot.between(-9, 5)}, {"hip_shift": lot.between(-0.02, 0.02)}]
        )
        steps.append({"pose": pose, "move_s": move_s, "hold_s": 0.1, "set": full | moved})
        done_s += part_s + 0.8


def knees_to_chest(lot: Lot) -> Steps:
    """One knee, both, or one after the other; some are pulled closer in a second step."""
    r = lot.r
    steps: Steps = [{"pose": r.choice(["lying", "lying_flat"]), "hold_s": lot.between(0.5, 2.5)}]
    kind = r.choice(["one", "one", "both", "alternate"])
    visits = r.choice([1, 2, 2, 3]) if kind != "both" else r.choice([1, 2])
    side = r.choice(["left", "right"])
    for _ in range(visits):
        deep = lot.between(120, 130)
        steps += _both_knees(lot, deep, side) if kind == "both" else _one_knee(lot, deep, side)
        if kind == "alternate":
            side = OTHER[side]
    return steps


def _both_knees(lot: Lot, deep: float, side: str) -> Steps:
    steps: Steps = []
    if lot.r.random() < 0.5:
        steps.append(
            {"pose": "one_knee", "move_s": lot.time_s(1.6), "hold_s": lot.between(0, 0.5)}
            | {"mirror": side == "left", "side": side}
        )
    both: Table = {"pose": "both_knees", "side": "both"}
    if lot.r.random() < 0.4:
        move_s, hold_s = lot.time_s(1.6), lot.between(0, 0.3)
        thighs = {f"thigh_{s}": deep - lot.between(12, 25) for s in "lr"}
        steps.append({**both, "move_s": move_s, "hold_s": hold_s, "set": {**thighs, "tilt": 12}})
    move_s, hold_s = lot.time_s(1.6, 0.4, 0.6, 4), lot.between(2.8, 7)
    hold = {"phase": "both_knees", "hold": True, "set": {"thigh_l": deep, "thigh_r": deep}}
    steps.append({**both, "move_s": move_s, "hold_s": hold_s, **hold})
    steps.append({"pose": "lying", "move_s": lot.time_s(1.8), "hold_s": lot.between(0.6, 2)})
    return steps


def _one_knee(lot: Lot, deep: float, side: str) -> Steps:
    whose = {"mirror": side == "left", "side": side}
    steps: Steps = [{"pose": "one_knee_lifting", "move_s": lot.time_s(1.2), **whose}]
    if lot.r.random() < 0.4:
        move_s, hold_s = lot.time_s(1.2), lot.between(0, 0.4)
        loose = {"thigh_r": deep - lot.between(10, 24), "tilt": 3}
        steps.append(
            {"pose": "one_knee", "move_s": move_s, "hold_s": hold_s, "set": loose, **whose}
        )
    move_s, hold_s = lot.time_s(1.2, 0.5, 0.5, 4), lot.between(2.8, 6)
    hold = {"phase": "one_knee", "hold": True, "set": {"thigh_r": deep}}
    steps.append({"pose": "one_knee", "move_s": move_s, "hold_s": hold_s, **hold, **whose})
    steps.append({"pose": "one_knee_lifting", "move_s": lot.time_s(1.1), **whose})
    steps.append({"pose": "lying", "move_s": lot.time_s(1.2), "hold_s": lot.between(0.5, 2)})
    return steps


def cat_cow(lot: Lot) -> Steps:
    """Up to four rounds, small or large, quick or slow, on the hands or the forearms."""
    r = lot.r
    steps: Steps = [{"pose": "all_fours", "hold_s": lot.between(0.3, 2.5)}]
    if r.random() < 0.2:
        heels = {"pose": "heel_sit", "hold_s": lot.between(0.5, 2)}
        up_s = lot.time_s(1.5)
        steps = [heels, {"pose": "all_fours", "move_s": up_s, "hold_s": lot.between(0.5, 2)}]
    low = r.random() < 0.12
    pace_s, rest_s = lot.time_s(1.8, 0.45, 0.8, 4.5), lot.between(0.1, 1.5)
    size = lot.between(0.65, 1.0)
    cat, cow = ({k: round(v * size, 1) for k, v in pose.items()} for pose in (CAT, COW))
    first, rounds = r.random() < 0.5, r.choice([1, 2, 3, 3, 4])
    level, ending = ("forearms", "_forearms") if low else ("all_fours", "")
    if low:
        steps = [{"pose": level, "hold_s": lot.between(0.5, 2)}]
    for _ in range(rounds):
        moves = []
        for name, shape in (("cat", cat), ("cow", cow)) if first else (("cow", cow), ("cat", cat)):
            move_s = lot.time_s(pace_s, 0.2, 0.5, 6)
            hold_s = round(max(0, rest_s + r.gauss(0, 0.2)), 2)
            moves.append({"pose": name + ending, "move_s": move_s, "hold_s": hold_s, "set": shape})
        steps.append({"repeat": 1, "rep": True, "steps": moves})
        if r.random() < 0.2:
            move_s = lot.time_s(pace_s, 0.2, 0.5, 5)
            steps.append({"pose": level, "move_s": move_s, "hold_s": lot.between(0.3, 2)})
    move_s = lot.time_s(1.5)
    steps.append({"pose": level, "move_s": move_s, "hold_s": lot.between(0.5, 1.5)})
    if r.random() < 0.25:
        move_s = lot.time_s(1.8)
        steps.append({"pose": "heel_sit", "move_s": move_s, "hold_s": lot.between(0.5, 2)})
    return steps


def thoracic_rotation(lot: Lot) -> Steps:
    """Up to three to a side, to one or both, the hand behind the head or the arm straight."""
    r = lot.r
    steps: Steps = [{"pose": "all_fours", "hold_s": lot.between(0.5, 2)}]
    side, behind = r.choice(["left", "right"]), r.choice([True, True, False])
    opened, closed = ("elbow_open", "elbow_closed") if behind else ("arm_up", "arm_threaded")
    for _ in range(r.choice([1, 1, 2])):
        whose = {"side": side, "mirror": side == "left"}
        if behind:
            move_s = lot.time_s(1.2)
            steps.append(
                {
                    "pose": "hand_behind",
                    "move_s": move_s,
                    "hold_s": lot.between(0.2, 1),
                    **whose,
                }
            )
        turn = {"twist": round((-44 if behind else -48) * lot.between(0.75, 1.05), 1)}
        for _ in range(r.choice([1, 2, 3])):
            up = {"pose": opened, "move_s": lot.time_s(1.5, 0.3, 0.7, 3.5)}
            up |= {"hold_s": lot.between(0.2, 1.8), "set": turn, **whose}
            down = {"pose": closed, "move_s": lot.time_s(1.5, 0.3, 0.7, 3.5)}
            down |= {"hold_s": lot.between(0.1, 0.8), **whose}
            steps.append({"repeat": 1, "rep": True, "side": side, "steps": [up, down]})
        move_s = lot.time_s(1.4)
        steps.append({"pose": "all_fours", "move_s": move_s, "hold_s": lot.between(0.6, 1.5)})
        side = OTHER[side]
    return steps


def other_movements(lot: Lot, *, kneeling: bool) -> Steps:
    """Five to eight other postures, with visits to a fold or a lifted knee that are none."""
    first = "all_fours" if kneeling else "lying"
    names = ["lying", "lying_flat", "bridge", "sit_up", "one"]
    if kneeling:
        names = ["all_fours", "bird_dog", "heel_sit", "forearms", "plank", "downward_dog"]
        names += ["brief", "hips", "chest"]
    steps: Steps = [{"pose": first, "hold_s": lot.between(0.5, 2)}]
    last = first
    for _ in range(lot.r.randint(5, 8)):
        last = lot.r.choice([name for name in names if name != last])
        steps += _other(lot, last, stay_s=(0.4, 3.0) if kneeling else (0.3, 2.0))
    return [*steps, {"pose": first, "move_s": lot.time_s(1.3), "hold_s": 1.0}]


def _other(lot: Lot, name: str, *, stay_s: tuple[float, float]) -> Steps:
    if name == "brief":
        down: Table = {"pose": "child_forward", "move_s": lot.time_s(1.3)}
        down |= {"hold_s": lot.between(0, 0.7)}
        down["set"] = {"thigh": lot.between(40, 62), "forehead_z": lot.between(0.05, 0.3)}
        back: Table = {"pose": lot.r.choice(["all_fours", "heel_sit"])}
        back |= {"move_s": lot.time_s(1.1, 0.2, 0.7, 1.6), "hold_s": lot.between(0.3, 1.5)}
        return [down, back]
    if name == "one":
        up = {"pose": "one_knee_lifting", "move_s": lot.time_s(1.2)}
        up |= {"hold_s": lot.between(0.2, 1.2), "mirror": lot.r.random() < 0.5}
        return [up, {"pose": "lying", "move_s": lot.time_s(1.2), "hold_s": 0.4}]
    if name == "hips":
        step = {"pose": "all_fours", "move_s": lot.time_s(1), "hold_s": lot.between(0.3, 1.2)}
        step["set"] = {"thigh": lot.between(-14, 22), "hip_shift": lot.between(-0.07, 0.07)}
        return [step]
    if name == "chest":
        step = {"pose": "forearms", "move_s": lot.time_s(1.5), "hold_s": lot.between(0.8, 3)}
        return [step | {"set": {"thigh": lot.between(-5, 12)}}]
    return [{"pose": name, "move_s": lot.time_s(1.5), "hold_s": lot.between(*stay_s)}]

"""Writes scripts of clips that are drawn by lot, so that nobody chose what they show.

    python scripts/render/by_lot.py 2000 2036 --out FOLDER

writes one script for each seed from 2000 up to 2035; the same seed gives the same script. Bodies,
clothes, rooms, clutter, pets, light and cameras vary, and above all how people move: some stop on
the way, sink slowly, put the head down last, settle, fidget, pull in steps or rehearse.
"""

import argparse
import math
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import tomli_w

Table = dict[str, Any]
Steps = list[Table]

SKINS = ([0.86, 0.68, 0.58], [0.78, 0.56, 0.45], [0.55, 0.38, 0.28], [0.35, 0.23, 0.17])
HAIRS = ([0.1, 0.07, 0.05], [0.75, 0.74, 0.72], [0.3, 0.18, 0.09], [0.8, 0.65, 0.4])
CAT = {"s5": 15, "s4": 20, "s3": 17, "s2": 12, "s1": 8, "n1": 11, "n2": 12, "n3": 12, "head": 12}
COW = {"s5": -9, "s4": -8, "s3": -7, "s2": -5, "s1": -6, "n1": -8, "n2": -9, "n3": -9, "head": -10}
OTHER = {"left": "right", "right": "left"}


class Lot:
    """The lot of one seed."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.r = random.Random(seed)  # noqa: S311

    def between(self, low: float, high: float) -> float:
        """A number between two others, each as likely."""
        return round(self.r.uniform(low, high), 3)

    def time_s(
        self, median: float, spread: float = 0.35, least: float = 0.2, most: float = 20.0
    ) -> float:
        """A time by the log-normal law: some take much longer than most."""
        return round(min(most, max(least, median * math.exp(self.r.gauss(0, spread)))), 2)

    def colour(self, low: float = 0.1, high: float = 0.8) -> list[float]:
        """A colour of this brightness."""
        return [self.between(low, high) for _ in range(3)]

    def setting(self, *, low: bool) -> Table:
        """Everything but the movement; `low` where the body stays near the mat."""
        r = self.r
        distance, wide = self.between(2.4, 4.0), self.between(2.3, 3.3)
        azimuth = max(-38, min(38, r.gauss(0, 13)))
        person: Table = {"body": r.choice("mfh"), "head": r.choice(["left", "right"])}
        person |= {"breath_deg": self.between(0.5, 1.8), "breath_s": self.between(3.5, 6.5)}
        person["look"] = {
            "skin": r.choice(SKINS),
            "hair": r.choice(HAIRS),
            "shirt": self.colour(),
            "trousers": self.colour(0.05, 0.5),
            "legs": r.choice(["leggings", "shorts"]),
            "shoes": r.random() < 0.3,
            "loose": r.random() < 0.4,
        }
        camera = {
            "azimuth_deg": round(azimuth, 1),
            "distance_m": distance,
            "height_m": self.between(0.25, 1.25),
            "fov_deg": round(2 * math.degrees(math.atan(wide * 9 / 16 / 2 / distance)), 1),
            "look_at": [
                self.between(-0.15, 0.15),
                0.0,
                self.between(0.25, 0.4) if low else self.between(0.3, 0.45),
            ],
        }
        scene = {
            "wall": self.colour(0.3, 0.8),
            "mat": self.colour(0.1, 0.6),
            "floor": self.colour(0.2, 0.6),
            "exposure": self.between(0.5, 1.2),
            "light": [self.between(-0.6, 0.6), self.between(-0.8, -0.3), self.between(0.5, 0.9)],
            "furniture": r.random() < 0.6,
            "clutter": r.choice([0, 0, 6, 12, 20]),
        }
        video = {
            "width": 640,
            "height": 360,
            "fine": False,
            "fps": r.choice([10, 12]),
            "jitter": r.choice([0.0, 0.0, 0.2]),
            "noise": self.between(1.5, 8),
            "seed": self.seed,
            "crf": r.randint(22, 33),
        }
        table = {"person": person, "camera": camera, "scene": scene, "video": video}
        return table | ({"occluder": [self.pet()]} if r.random() < 0.3 else {})

    def pet(self) -> Table:
        """A dog or a cat that walks past, before or behind the body."""
        start_s, way = self.between(0.5, 8), self.r.choice([-1, 1])
        y = self.between(-1.0, -0.5) if self.r.random() < 0.5 else self.between(0.5, 1.1)
        return {
            "kind": "pet",
            "start_s": start_s,
            "end_s": start_s + self.between(3, 7),
            "from_x": -1.9 * way,
            "to_x": 1.9 * way,
            "y": y,
            "radius_m": self.between(0.1, 0.28),
            "colour": self.colour(0.05, 0.6),
        }

    def childs_pose(self) -> Steps:
        """One visit or two, from hands and knees or the heels, and back to either."""
        r = self.r
        first = r.choice(["all_fours", "all_fours", "heel_sit"])
        steps: Steps = [{"pose": first, "hold_s": self.between(0.5, 3)}]
        pose = r.choice(["child_forward", "child_forward", "child_alongside", "child_wide"])
        visits = r.choice([1, 1, 2])
        for visit in range(visits):
            if r.random() < 0.25:
                steps += self._rehearsal()
            full = {
                "thigh": self.between(58, 66),
                "forehead_z": r.choice([0.03, 0.03, self.between(0.04, 0.16)]),
            }
            steps += self._way_down(pose, full)
            steps += self._rest(
                pose, full, self.between(4, 7) if visits > 1 else self.between(5, 12)
            )
            out = r.choice(["all_fours", "all_fours", "heel_sit"])
            leave_s = self.time_s(2, 0.4, 0.8, 5)
            steps.append({"pose": out, "move_s": leave_s, "hold_s": self.between(0.6, 2.5)})
            if out == "heel_sit" and visit + 1 < visits and r.random() < 0.5:
                steps.append(self._all_fours(1.5))
        return steps

    def _all_fours(self, median_s: float) -> Table:
        move_s = self.time_s(median_s)
        return {"pose": "all_fours", "move_s": move_s, "hold_s": self.between(0.3, 1)}

    def _rehearsal(self) -> Steps:
        """A stop on the way on straight arms, from which some go back."""
        stop = {
            "pose": "child_forward",
            "move_s": self.time_s(1.4),
            "hold_s": self.between(0, 0.9),
            "set": {"thigh": self.between(30, 46), "forehead_z": self.between(0.22, 0.4)},
        }
        return [stop, self._all_fours(1.3)] if self.r.random() < 0.5 else [stop]

    def _way_down(self, pose: str, full: Table) -> Steps:
        """Straight down, sinking for long, with the head last, or settling after the arrival."""
        style = self.r.choice(["direct", "sink", "head_last", "settle", "direct"])
        if style == "direct":
            return [{"pose": pose, "move_s": self.time_s(2.0, 0.45, 0.7, 6), "set": full}]
        way: Table = {"pose": pose, "move_s": self.time_s(1.8)}
        thigh, forehead = full["thigh"], full["forehead_z"]
        if style == "sink":
            way["set"] = {
                "thigh": thigh - self.between(8, 18),
                "forehead_z": forehead + self.between(0.06, 0.2),
            }
            last_s = self.time_s(2.5, 0.4, 0.8, 6)
        elif style == "head_last":
            way["hold_s"] = self.between(0, 0.3)
            way["set"] = {"thigh": thigh, "forehead_z": forehead + self.between(0.12, 0.3)}
            last_s = self.time_s(1.5, 0.5, 0.5, 5)
        else:
            way["set"] = {
                "forehead_z": forehead + self.between(0.02, 0.06),
                "thigh": thigh - self.between(0, 3),
            }
            last_s = self.time_s(1.0, 0.5, 0.4, 3)
        return [way, {"pose": pose, "move_s": last_s, "set": full}]

    def _rest(self, pose: str, full: Table, hold_s: float) -> Steps:
        """A hold, in pieces between which a hand, the head or the hips are put right."""
        held: Table = {"pose": pose, "set": full, "phase": "childs_pose", "hold": True}
        steps: Steps = []
        done_s = 0.0
        while True:
            part_s = self.between(1.5, 4)
            if done_s + part_s >= hold_s or self.r.random() < 0.4:
                last_s = round(max(0.5, hold_s - done_s), 2)
                return [*steps, {**held, "move_s": 0.3, "hold_s": last_s}]
            steps.append({**held, "move_s": 0.2, "hold_s": part_s})
            move_s = self.between(0.4, 0.9)
            if "along" not in pose:
                hand: Table = {"hand_x_r": 0.17 + self.between(-0.08, 0.08)}
            else:
                hand = {"head": self.between(-8, 4)}
            moved = self.r.choice(
                [hand, {"head": self.between(-9, 5)}, {"hip_shift": self.between(-0.02, 0.02)}]
            )
            steps.append({"pose": pose, "move_s": move_s, "hold_s": 0.1, "set": full | moved})
            done_s += part_s + 0.8

    def knees_to_chest(self) -> Steps:
        """One knee, both, or one after the other; some are pulled closer in a second step."""
        r = self.r
        steps: Steps = [
            {"pose": r.choice(["lying", "lying_flat"]), "hold_s": self.between(0.5, 2.5)}
        ]
        kind = r.choice(["one", "one", "both", "alternate"])
        visits = r.choice([1, 2, 2, 3]) if kind != "both" else r.choice([1, 2])
        side = r.choice(["left", "right"])
        for _ in range(visits):
            deep = self.between(120, 130)
            steps += self._both_knees(deep, side) if kind == "both" else self._one_knee(deep, side)
            if kind == "alternate":
                side = OTHER[side]
        return steps

    def _both_knees(self, deep: float, side: str) -> Steps:
        steps: Steps = []
        if self.r.random() < 0.5:
            steps.append(
                {"pose": "one_knee", "move_s": self.time_s(1.6), "hold_s": self.between(0, 0.5)}
                | {"mirror": side == "left", "side": side}
            )
        both: Table = {"pose": "both_knees", "side": "both"}
        if self.r.random() < 0.4:
            move_s, hold_s = self.time_s(1.6), self.between(0, 0.3)
            thighs = {f"thigh_{s}": deep - self.between(12, 25) for s in "lr"}
            steps.append(
                {**both, "move_s": move_s, "hold_s": hold_s, "set": {**thighs, "tilt": 12}}
            )
        move_s, hold_s = self.time_s(1.6, 0.4, 0.6, 4), self.between(2.8, 7)
        hold = {"phase": "both_knees", "hold": True, "set": {"thigh_l": deep, "thigh_r": deep}}
        steps.append({**both, "move_s": move_s, "hold_s": hold_s, **hold})
        steps.append({"pose": "lying", "move_s": self.time_s(1.8), "hold_s": self.between(0.6, 2)})
        return steps

    def _one_knee(self, deep: float, side: str) -> Steps:
        whose = {"mirror": side == "left", "side": side}
        steps: Steps = [{"pose": "one_knee_lifting", "move_s": self.time_s(1.2), **whose}]
        if self.r.random() < 0.4:
            move_s, hold_s = self.time_s(1.2), self.between(0, 0.4)
            loose = {"thigh_r": deep - self.between(10, 24), "tilt": 3}
            steps.append(
                {"pose": "one_knee", "move_s": move_s, "hold_s": hold_s, "set": loose, **whose}
            )
        move_s, hold_s = self.time_s(1.2, 0.5, 0.5, 4), self.between(2.8, 6)
        hold = {"phase": "one_knee", "hold": True, "set": {"thigh_r": deep}}
        steps.append({"pose": "one_knee", "move_s": move_s, "hold_s": hold_s, **hold, **whose})
        steps.append({"pose": "one_knee_lifting", "move_s": self.time_s(1.1), **whose})
        steps.append({"pose": "lying", "move_s": self.time_s(1.2), "hold_s": self.between(0.5, 2)})
        return steps

    def cat_cow(self) -> Steps:
        """Up to four rounds, small or large, quick or slow, on the hands or the forearms."""
        r = self.r
        steps: Steps = [{"pose": "all_fours", "hold_s": self.between(0.3, 2.5)}]
        if r.random() < 0.2:
            heels = {"pose": "heel_sit", "hold_s": self.between(0.5, 2)}
            up_s = self.time_s(1.5)
            steps = [heels, {"pose": "all_fours", "move_s": up_s, "hold_s": self.between(0.5, 2)}]
        low = r.random() < 0.12
        pace_s, rest_s = self.time_s(1.8, 0.45, 0.8, 4.5), self.between(0.1, 1.5)
        size = self.between(0.65, 1.0)
        cat, cow = ({k: round(v * size, 1) for k, v in pose.items()} for pose in (CAT, COW))
        first, rounds = r.random() < 0.5, r.choice([1, 2, 3, 3, 4])
        level, ending = ("forearms", "_forearms") if low else ("all_fours", "")
        if low:
            steps = [{"pose": level, "hold_s": self.between(0.5, 2)}]
        for _ in range(rounds):
            moves = []
            for name, shape in (
                (("cat", cat), ("cow", cow)) if first else (("cow", cow), ("cat", cat))
            ):
                move_s = self.time_s(pace_s, 0.2, 0.5, 6)
                hold_s = round(max(0, rest_s + r.gauss(0, 0.2)), 2)
                moves.append(
                    {"pose": name + ending, "move_s": move_s, "hold_s": hold_s, "set": shape}
                )
            steps.append({"repeat": 1, "rep": True, "steps": moves})
            if r.random() < 0.2:
                move_s = self.time_s(pace_s, 0.2, 0.5, 5)
                steps.append({"pose": level, "move_s": move_s, "hold_s": self.between(0.3, 2)})
        move_s = self.time_s(1.5)
        steps.append({"pose": level, "move_s": move_s, "hold_s": self.between(0.5, 1.5)})
        if r.random() < 0.25:
            move_s = self.time_s(1.8)
            steps.append({"pose": "heel_sit", "move_s": move_s, "hold_s": self.between(0.5, 2)})
        return steps

    def thoracic_rotation(self) -> Steps:
        """Up to three to a side, to one or both, the hand behind the head or the arm straight."""
        r = self.r
        steps: Steps = [{"pose": "all_fours", "hold_s": self.between(0.5, 2)}]
        side, behind = r.choice(["left", "right"]), r.choice([True, True, False])
        opened, closed = ("elbow_open", "elbow_closed") if behind else ("arm_up", "arm_threaded")
        for _ in range(r.choice([1, 1, 2])):
            whose = {"side": side, "mirror": side == "left"}
            if behind:
                move_s = self.time_s(1.2)
                steps.append(
                    {
                        "pose": "hand_behind",
                        "move_s": move_s,
                        "hold_s": self.between(0.2, 1),
                        **whose,
                    }
                )
            turn = {"twist": round((-44 if behind else -48) * self.between(0.75, 1.05), 1)}
            for _ in range(r.choice([1, 2, 3])):
                up = {"pose": opened, "move_s": self.time_s(1.5, 0.3, 0.7, 3.5)}
                up |= {"hold_s": self.between(0.2, 1.8), "set": turn, **whose}
                down = {"pose": closed, "move_s": self.time_s(1.5, 0.3, 0.7, 3.5)}
                down |= {"hold_s": self.between(0.1, 0.8), **whose}
                steps.append({"repeat": 1, "rep": True, "side": side, "steps": [up, down]})
            move_s = self.time_s(1.4)
            steps.append({"pose": "all_fours", "move_s": move_s, "hold_s": self.between(0.6, 1.5)})
            side = OTHER[side]
        return steps

    def other_movements(self, *, kneeling: bool) -> Steps:
        """Five to eight other postures, with visits to a fold or a lifted knee that are none."""
        first = "all_fours" if kneeling else "lying"
        names = ["lying", "lying_flat", "bridge", "sit_up", "one"]
        if kneeling:
            names = ["all_fours", "bird_dog", "heel_sit", "forearms", "plank", "downward_dog"]
            names += ["brief", "hips", "chest"]
        steps: Steps = [{"pose": first, "hold_s": self.between(0.5, 2)}]
        last = first
        for _ in range(self.r.randint(5, 8)):
            last = self.r.choice([name for name in names if name != last])
            steps += self._other(last, stay_s=(0.4, 3.0) if kneeling else (0.3, 2.0))
        return [*steps, {"pose": first, "move_s": self.time_s(1.3), "hold_s": 1.0}]

    def _other(self, name: str, *, stay_s: tuple[float, float]) -> Steps:
        if name == "brief":
            down: Table = {"pose": "child_forward", "move_s": self.time_s(1.3)}
            down |= {"hold_s": self.between(0, 0.7)}
            down["set"] = {"thigh": self.between(40, 62), "forehead_z": self.between(0.05, 0.3)}
            back: Table = {"pose": self.r.choice(["all_fours", "heel_sit"])}
            back |= {"move_s": self.time_s(1.1, 0.2, 0.7, 1.6), "hold_s": self.between(0.3, 1.5)}
            return [down, back]
        if name == "one":
            up = {"pose": "one_knee_lifting", "move_s": self.time_s(1.2)}
            up |= {"hold_s": self.between(0.2, 1.2), "mirror": self.r.random() < 0.5}
            return [up, {"pose": "lying", "move_s": self.time_s(1.2), "hold_s": 0.4}]
        if name == "hips":
            step = {"pose": "all_fours", "move_s": self.time_s(1), "hold_s": self.between(0.3, 1.2)}
            step["set"] = {"thigh": self.between(-14, 22), "hip_shift": self.between(-0.07, 0.07)}
            return [step]
        if name == "chest":
            step = {"pose": "forearms", "move_s": self.time_s(1.5), "hold_s": self.between(0.8, 3)}
            return [step | {"set": {"thigh": self.between(-5, 12)}}]
        return [{"pose": name, "move_s": self.time_s(1.5), "hold_s": self.between(*stay_s)}]

    def script(self) -> tuple[str, Table]:
        """The clip's name, and its script as ``clip.py`` reads it."""
        kind = KINDS[self.seed % len(KINDS)]
        if kind == "none":
            kneeling = self.r.random() < 0.7
            steps = self.other_movements(kneeling=kneeling)
            setting = self.setting(low=not kneeling)
        else:
            move: dict[str, Callable[[], Steps]] = {
                "childs_pose": self.childs_pose,
                "knees_to_chest": self.knees_to_chest,
                "cat_cow": self.cat_cow,
                "thoracic_rotation": self.thoracic_rotation,
            }
            steps = move[kind]()
            setting = self.setting(low=kind in ("childs_pose", "knees_to_chest"))
        about = f"Drawn by lot, {self.seed}."
        return f"{kind}_{self.seed}", {"exercise": kind, "about": about, **setting, "step": steps}


KINDS = (
    *("childs_pose", "knees_to_chest", "cat_cow", "childs_pose", "thoracic_rotation"),
    *("knees_to_chest", "cat_cow", "childs_pose", "none"),
)
"""What the seeds show in turn: child's pose the most often, since its holds are the hardest."""


def main() -> None:
    """Write a script for each seed that the command line asks for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("first", type=int, help="the first seed")
    parser.add_argument("end", type=int, help="the seed after the last one")
    parser.add_argument("--out", type=Path, required=True, help="folder of the scripts")
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    for seed in range(asked.first, asked.end):
        name, script = Lot(seed).script()
        (asked.out / f"{name}.toml").write_text(tomli_w.dumps(script), encoding="utf-8")


if __name__ == "__main__":
    main()

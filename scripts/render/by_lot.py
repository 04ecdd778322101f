"""Scripts of clips that are drawn by lot, so that nobody chose what they show.

Bodies, clothes, rooms, clutter, pets, light and cameras vary, and above all how people move (see
``moves``). The same seed gives the same script.
"""

import math
from collections.abc import Callable
from pathlib import Path

import tomli_w

from render import moves
from render.lot import Lot
from render.moves import Steps, Table

SKINS = ([0.86, 0.68, 0.58], [0.78, 0.56, 0.45], [0.55, 0.38, 0.28], [0.35, 0.23, 0.17])
HAIRS = ([0.1, 0.07, 0.05], [0.75, 0.74, 0.72], [0.3, 0.18, 0.09], [0.8, 0.65, 0.4])
KINDS = (
    *("childs_pose", "knees_to_chest", "cat_cow", "childs_pose", "thoracic_rotation"),
    *("knees_to_chest", "cat_cow", "childs_pose", "none"),
)
"""What the seeds show in turn: child's pose the most often, since its holds are the hardest."""
MOVES: dict[str, Callable[[Lot], Steps]] = {
    "childs_pose": moves.childs_pose,
    "knees_to_chest": moves.knees_to_chest,
    "cat_cow": moves.cat_cow,
    "thoracic_rotation": moves.thoracic_rotation,
}


def drawn_script(seed: int) -> tuple[str, Table]:
    """The clip's name, and its script as ``clip.py`` reads it."""
    lot, kind = Lot(seed), KINDS[seed % len(KINDS)]
    if kind == "none":
        kneeling = lot.r.random() < 0.7
        steps = moves.other_movements(lot, kneeling=kneeling)
        setting = _setting(lot, low=not kneeling)
    else:
        steps = MOVES[kind](lot)
        setting = _setting(lot, low=kind in ("childs_pose", "knees_to_chest"))
    about = f"Drawn by lot, {seed}."
    return f"{kind}_{seed}", {"exercise": kind, "about": about, **setting, "step": steps}


def write_scripts(first: int, end: int, folder: Path) -> list[Path]:
    """Writes a script for each seed from `first` up to the one before `end`; returns the files."""
    files = []
    for seed in range(first, end):
        name, script = drawn_script(seed)
        files.append(folder / f"{name}.toml")
        files[-1].write_text(tomli_w.dumps(script), encoding="utf-8")
    return files


def _setting(lot: Lot, *, low: bool) -> Table:
    """Everything but the movement; `low` where the body stays near the mat."""
    r = lot.r
    distance, wide = lot.between(2.4, 4.0), lot.between(2.3, 3.3)
    azimuth = max(-38, min(38, r.gauss(0, 13)))
    person: Table = {"body": r.choice("mfh"), "head": r.choice(["left", "right"])}
    person |= {"breath_deg": lot.between(0.5, 1.8), "breath_s": lot.between(3.5, 6.5)}
    person["look"] = {
        "skin": r.choice(SKINS),
        "hair": r.choice(HAIRS),
        "shirt": lot.colour(),
        "trousers": lot.colour(0.05, 0.5),
        "legs": r.choice(["leggings", "shorts"]),
        "shoes": r.random() < 0.3,
        "loose": r.random() < 0.4,
    }
    camera = {
        "azimuth_deg": round(azimuth, 1),
        "distance_m": distance,
        "height_m": lot.between(0.25, 1.25),
        "fov_deg": round(2 * math.degrees(math.atan(wide * 9 / 16 / 2 / distance)), 1),
        "look_at": [
            lot.between(-0.15, 0.15),
            0.0,
            lot.between(0.25, 0.4) if low else lot.between(0.3, 0.45),
        ],
    }
    scene = {
        "wall": lot.colour(0.3, 0.8),
        "mat": lot.colour(0.1, 0.6),
        "floor": lot.colour(0.2, 0.6),
        "exposure": lot.between(0.5, 1.2),
        "light": [lot.between(-0.6, 0.6), lot.between(-0.8, -0.3), lot.between(0.5, 0.9)],
        "furniture": r.random() < 0.6,
        "clutter": r.choice([0, 0, 6, 12, 20]),
    }
    video = {
        "width": 640,
        "height": 360,
        "fine": False,
        "fps": r.choice([10, 12]),
        "jitter": r.choice([0.0, 0.0, 0.2]),
        "noise": lot.between(1.5, 8),
        "seed": lot.seed,
        "crf": r.randint(22, 33),
    }
    table = {"person": person, "camera": camera, "scene": scene, "video": video}
    return table | ({"occluder": [_pet(lot)]} if r.random() < 0.3 else {})


def _pet(lot: Lot) -> Table:
    """A dog or a cat that walks past, before or behind the body."""
    start_s, way = lot.between(0.5, 8), lot.r.choice([-1, 1])
    y = lot.between(-1.0, -0.5) if lot.r.random() < 0.5 else lot.between(0.5, 1.1)
    return {
        "kind": "pet",
        "start_s": start_s,
        "end_s": start_s + lot.between(3, 7),
        "from_x": -1.9 * way,
        "to_x": 1.9 * way,
        "y": y,
        "radius_m": lot.between(0.1, 0.28),
        "colour": lot.colour(0.05, 0.6),
    }

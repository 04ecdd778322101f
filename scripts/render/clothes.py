"""Dresses a body: shirt, shorts or leggings, shoes and hair as shells lifted off the skin.

Each garment copies a region of the skin, smooths it, moves it outwards and keeps the skin's bone
weights, so it needs no cloth simulation. Colours are RGB in 0..1.
"""

from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from render.geometry import Array
from render.mesh import Faces, boundary, edges, normals, relax, subdivide
from render.rig import Rig, row_shares

Colour: TypeAlias = tuple[float, float, float]
Mask: TypeAlias = NDArray[np.bool_]

SLACK_M, FOLD_M = 0.035, 0.09
SKIN, SHIRT, LEGS, SHOE, HAIR = range(5)  # materials known to the shaders


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Colours and kinds of clothes. `legs` is "shorts" or "leggings"; a shirt may be `loose`."""

    skin: Colour = (0.78, 0.56, 0.45)
    hair: Colour = (0.10, 0.07, 0.05)
    shirt: Colour = (0.16, 0.33, 0.55)
    trousers: Colour = (0.10, 0.10, 0.12)
    shoe: Colour = (0.85, 0.85, 0.85)
    legs: str = "shorts"
    shoes: bool = True
    loose: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Clothed:
    """A mesh ready to be posed and drawn: one weight row, colour and material by vertex."""

    vertices: Array
    faces: Faces
    weights: sp.csr_matrix
    colours: Array
    materials: Array


@dataclass(frozen=True, slots=True, kw_only=True)
class Shell:
    """How far a garment stands off the skin (m), how much it is smoothed, and its colour.

    A `loose` one stands off further the further it is from the shoulders, and lies in folds.
    """

    region: Mask
    lift_m: float
    smoothing: int
    colour: Colour
    material: int
    loose: bool = False


@dataclass(slots=True)
class _Parts:
    vertices: list[Array] = field(default_factory=list)
    faces: list[Faces] = field(default_factory=list)
    weights: list[Array] = field(default_factory=list)
    colours: list[Array] = field(default_factory=list)
    materials: list[Array] = field(default_factory=list)
    count: int = 0

    def add(self, v: Array, f: Faces, w: Array, colours: Array, material: int) -> None:
        self.vertices.append(v)
        self.faces.append(f + self.count)
        self.weights.append(w)
        self.colours.append(colours)
        self.materials.append(np.full(len(v), float(material)))
        self.count += len(v)


class Wardrobe:
    """The skin of one rig, finely divided or not, with the regions that clothes cover."""

    def __init__(self, rig: Rig, *, fine: bool = True) -> None:
        self.rig, self.fine = rig, fine
        self.vertices, self.faces = rig.vertices, rig.faces
        self.weights = rig.weights.toarray()
        if fine:
            self.vertices, self.faces, self.weights = subdivide(
                self.vertices, self.faces, self.weights
            )
        self.normals = normals(self.vertices, self.faces)

    def share(self, *prefixes: str) -> Array:
        """Part (V,) of each vertex that follows the bones whose names start like this."""
        rows = [i for i, name in enumerate(self.rig.names) if name.startswith(prefixes)]
        return np.asarray(self.weights[:, rows].sum(axis=1))

    def along_arm(self) -> Array:
        """Position (V,) along the upper arm of the same side: 0 shoulder, 1 elbow."""
        out = np.zeros(len(self.vertices))
        for side in ("left", "right"):
            a, b = (self.rig.rest_keypoints[f"{side}_{k}"] for k in ("shoulder", "elbow"))
            t = (self.vertices - a) @ (b - a) / np.dot(b - a, b - a)
            same = np.sign(a[0]) * self.vertices[:, 0] > abs(a[0]) * 0.5
            out = np.where(same, np.maximum(out, t), out)
        return out

    def regions(self, look: Look) -> dict[int, Mask]:
        """Vertices (V,) under each garment."""
        x, y, z = self.vertices.T
        k = self.rig.rest_keypoints
        hip, knee, ankle, shoulder = (
            k[f"left_{n}"][2] for n in ("hip", "knee", "ankle", "shoulder")
        )
        arm = self.share("upperarm", "lowerarm", "wrist", "finger", "metac")
        neckline = shoulder + 0.25 * (shoulder - hip) - 0.08 * np.exp(-((x / 0.09) ** 2)) * (y < 0)
        shirt = (
            (z > hip + (-0.03 if look.loose else 0.055))
            & (z < neckline)
            & (self.share("head", "eye", "neck") < 0.35)
        )
        shirt &= (arm < 0.3) | (self.along_arm() < 0.62)
        hem = hip - (0.80 * (hip - knee) if look.legs == "shorts" else 0.92 * (hip - ankle))
        trousers = (z < hip + 0.10) & (z > hem) & (arm < 0.02)
        shoes = (self.share("foot", "toe") > 0.45) | (z < ankle - 0.01)
        return {
            SHIRT: shirt,
            LEGS: trousers,
            SHOE: shoes & look.shoes,
            HAIR: self._hair(),
        }

    def _hair(self) -> Mask:
        _, y, z = self.vertices.T
        k = self.rig.rest_keypoints
        eye, ear = k["left_eye"], k["left_ear"]
        line = eye[2] + 0.062 - 1.0 * np.clip(y - eye[1] - 0.02, 0, 0.10)
        line -= 0.9 * np.clip(y - ear[1] - 0.015, 0, 0.05)
        ears = [np.linalg.norm(self.vertices - k[f"{s}_ear"], axis=1) for s in ("left", "right")]
        clear = (np.minimum(*ears) > 0.032) | (z > ear[2] + 0.03)
        return np.asarray(
            (self.share("head") > 0.5) & (z > line) & clear & (self.share("eye") < 0.1)
        )

    def skin_colours(self, look: Look) -> Array:
        """Colours (V, 3): redder joints, brows, lips and eyes painted on the skin tone."""
        v, k, tone = self.vertices, self.rig.rest_keypoints, np.array(look.skin)
        out = np.tile(tone, (len(v), 1))

        def dab(centre: Array, radius: float, colour: Array, strength: float) -> None:
            near = strength * np.exp(-((np.linalg.norm(v - centre, axis=1) / radius) ** 2))
            out[:] = out * (1 - near[:, None]) + colour * near[:, None]

        red = tone * [0.95, 0.78, 0.75]
        for side, bone in (("left", "eye.L"), ("right", "eye.R")):
            eye = k[f"{side}_eye"]
            for joint, radius in (("elbow", 0.05), ("knee", 0.06), ("ear", 0.03)):
                dab(k[f"{side}_{joint}"], radius, red, 0.5)
            dab(eye + np.array([0, -0.02, -0.035]), 0.03, red, 0.6)
            dab(eye + np.array([0, -0.01, 0]), 0.016, tone * 0.55, 0.6)
            brow = (abs(v[:, 2] - eye[2] - 0.021) < 0.005) & (abs(v[:, 0] - eye[0]) < 0.022)
            out[brow & (v[:, 1] < eye[1] + 0.02)] = np.array(look.hair) * 1.2
            self._paint_eye(out, self.weights[:, self.rig.index[bone]] > 0.5)
        nose = k["nose"]
        lips = (abs(v[:, 2] - nose[2] + 0.043) < 0.009) & (abs(v[:, 0]) < 0.022)
        out[lips & (v[:, 1] < nose[1] + 0.035)] = tone * [0.82, 0.55, 0.55]
        return out

    def _paint_eye(self, out: Array, ball: Mask) -> None:
        v = self.vertices
        centre = v[ball].mean(axis=0)
        off_axis = np.hypot(v[:, 0] - centre[0], v[:, 2] - centre[2])
        out[ball] = (0.92, 0.9, 0.88)
        out[ball & (off_axis < 0.0065) & (v[:, 1] < centre[1])] = (0.18, 0.11, 0.07)

    def dress(self, look: Look) -> Clothed:
        """The clothed mesh; skin well under a garment is left out."""
        region = self.regions(look)
        tight = look.legs == "leggings"
        shells = [
            Shell(
                region=region[SHIRT],
                lift_m=0.016,
                smoothing=24 if look.loose else 14,
                colour=look.shirt,
                material=SHIRT,
                loose=look.loose,
            ),
            Shell(
                region=region[LEGS],
                lift_m=0.005 if tight else 0.009,
                smoothing=6,
                colour=look.trousers,
                material=LEGS,
            ),
            Shell(region=region[SHOE], lift_m=0.009, smoothing=8, colour=look.shoe, material=SHOE),
            Shell(region=region[HAIR], lift_m=0.014, smoothing=3, colour=look.hair, material=HAIR),
        ]
        parts = _Parts()
        covered = np.zeros(len(self.faces), bool)
        for shell in shells:
            self._add_shell(parts, shell)
            covered |= self._inner(shell.region, rounds=2 if self.fine else 1)
        parts.add(self.vertices, self.faces[~covered], self.weights, self.skin_colours(look), SKIN)
        weights = np.concatenate(parts.weights)
        sparse = sp.csr_matrix(np.where(weights > 1e-4, weights, 0))
        return Clothed(
            vertices=np.concatenate(parts.vertices),
            faces=np.concatenate(parts.faces).astype(np.int32),
            weights=row_shares(sparse),
            colours=np.concatenate(parts.colours),
            materials=np.concatenate(parts.materials),
        )

    def _slack(self, v: Array) -> Array:
        """How much further (V,) a loose shirt stands off: 0 at the shoulders, SLACK_M at the hem.

        Folds run down the body, each some FOLD_M wide and a third as deep as the slack.
        """
        k = self.rig.rest_keypoints
        shoulder, hip = k["left_shoulder"][2], k["left_hip"][2]
        down = np.clip((shoulder - v[:, 2]) / (shoulder - hip), 0, 1)
        across = np.hypot(v[:, 0], v[:, 1]).mean() * np.arctan2(v[:, 0], v[:, 1])
        phase = 2 * np.pi * across / FOLD_M
        folds = np.sin(phase + 3 * down) + 0.6 * np.sin(1.7 * phase + 5 * down + 1)
        return np.asarray(SLACK_M * down * (1 + folds / 3))

    def _inner(self, region: Mask, rounds: int) -> Mask:
        inside = np.asarray(region[self.faces].all(axis=1))
        for _ in range(rounds):
            rim = np.zeros(len(self.vertices), bool)
            rim[self.faces[~inside].ravel()] = True
            inside &= ~rim[self.faces].any(axis=1)
        return inside

    def _add_shell(self, parts: _Parts, shell: Shell) -> None:
        inside = shell.region[self.faces]
        faces = self.faces[inside.all(axis=1) if self.fine else inside.any(axis=1)]
        if not len(faces):
            return
        used, flat = np.unique(faces, return_inverse=True)
        faces = flat.reshape(-1, 3).astype(np.int32)
        base, outward = self.vertices[used], self.normals[used]
        rim = boundary(faces)
        base = relax(base, rim, 12)  # straight hems instead of the mesh's zigzag
        v = relax(base, edges(faces), shell.smoothing)
        v[np.unique(rim)] = base[np.unique(rim)]
        lift = np.full(len(v), shell.lift_m)
        if shell.material == HAIR:
            lift[np.unique(rim)] *= 0.15  # hair grows out of the skin; hems stand off it
        if shell.loose:
            lift += self._slack(v)
        v += normals(v, faces) * lift[:, None]
        short = lift * 0.6 - ((v - base) * outward).sum(axis=1)
        v += outward * np.maximum(short, 0)[:, None]
        v = relax(v, edges(faces), 2)
        parts.add(v, faces, self.weights[used], np.tile(shell.colour, (len(v), 1)), shell.material)

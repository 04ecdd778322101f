"""The skeleton: bones, their rest joints, and forward kinematics; and skinning a mesh to it."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Self

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from scipy.spatial.transform import Rotation

from render.errors import RenderError
from render.geometry import Array

BODIES = Path(__file__).parent / "bodies"
DUAL_QUATERNION_SHARE = 0.7  # plain linear blending flattens buttocks and knees when folded


@dataclass(frozen=True, slots=True, kw_only=True)
class Posture:
    """A posed skeleton: `turns` (B, 3, 3) from rest and `joints` (B, 3) m, in world axes."""

    turns: Array
    joints: Array


@dataclass(frozen=True, kw_only=True)
class Rig:
    """Bones in parent-first order, with the bare mesh they carry.

    `heads` (B, 3) are the rest joints, `weights` (V, B) sum to 1 by vertex, `regressor` (K, V)
    gives the joint centres named in `keypoints` as people mark them in pictures (COCO).
    """

    names: tuple[str, ...]
    parents: NDArray[np.int32]
    heads: Array
    vertices: Array
    faces: NDArray[np.int32]
    weights: sp.csr_matrix
    keypoints: tuple[str, ...]
    regressor: sp.csr_matrix

    @classmethod
    def load(cls, body: str) -> Self:
        """The rig of a body in `bodies/`.

        Raises:
            RenderError: if there is no such body.
        """
        path = BODIES / f"{body}.npz"
        if not path.exists():
            known = ", ".join(sorted(p.stem for p in BODIES.glob("*.npz") if p.stem != "topology"))
            raise RenderError(f"no body called '{body}': choose one of {known}")
        shape, shared = np.load(path), np.load(BODIES / "topology.npz")
        n_vertices, n_bones = len(shape["vertices"]), len(shared["names"])
        weights = _matrix(shared, "weight", (n_vertices, n_bones))
        return cls(
            names=tuple(map(str, shared["names"])),
            parents=shared["parents"].astype(np.int32),
            heads=shape["heads"].astype(float),
            vertices=shape["vertices"] * 1e-4,
            faces=shared["faces"].astype(np.int32),
            weights=row_shares(weights),
            keypoints=tuple(map(str, shared["keypoints"])),
            regressor=_matrix(shared, "regressor", (len(shared["keypoints"]), n_vertices)),
        )

    @cached_property
    def index(self) -> dict[str, int]:
        """Row of each bone by name."""
        return {name: i for i, name in enumerate(self.names)}

    @cached_property
    def rest_keypoints(self) -> dict[str, Array]:
        """Joint centres (3,) in the rest pose by keypoint name."""
        return dict(zip(self.keypoints, self.regressor @ self.vertices, strict=True))

    def head(self, bone: str) -> Array:
        """Rest joint (3,) of a bone."""
        return np.asarray(self.heads[self.index[bone]])

    def length(self, start: str, end: str) -> float:
        """Rest distance between two joints, m."""
        return float(np.linalg.norm(self.head(start) - self.head(end)))

    def pose(self, root: Array, root_turn: Array, local: dict[str, Array]) -> Posture:
        """Posture from the root joint (3,), its turn (3, 3) and local turns by bone name.

        A local turn is given in rest axes, about the bone's own joint; absent means none.
        """
        turns = np.empty((len(self.names), 3, 3))
        joints = np.empty((len(self.names), 3))
        turns[0], joints[0] = root_turn, root
        for i, name in enumerate(self.names[1:], start=1):
            p = self.parents[i]
            joints[i] = joints[p] + turns[p] @ (self.heads[i] - self.heads[p])
            turns[i] = turns[p] @ local[name] if name in local else turns[p]
        return Posture(turns=turns, joints=joints)

    def keypoints_of(self, skin: Array) -> dict[str, Array]:
        """Joint centres (3,) m of a posed bare mesh (V, 3), by keypoint name."""
        return dict(zip(self.keypoints, self.regressor @ skin, strict=True))

    def skin(self, posture: Posture, vertices: Array, weights: sp.csr_matrix) -> Array:
        """Vertices (V, 3) carried along by the posture: dual-quaternion blending with some linear.

        Source: Kavan et al. 2007, "Skinning with dual quaternions".
        """
        shift = posture.joints - np.einsum("bij,bj->bi", posture.turns, self.heads)
        moves = np.concatenate([posture.turns, shift[:, :, None]], axis=2).reshape(-1, 12)
        mixed = (weights @ moves).reshape(-1, 3, 4)
        linear = np.einsum("nij,nj->ni", mixed[:, :, :3], vertices) + mixed[:, :, 3]
        dual = self._skin_dual(posture.turns, shift, vertices, weights)
        mix = DUAL_QUATERNION_SHARE
        return np.asarray(mix * dual + (1 - mix) * linear)

    def _skin_dual(
        self, turns: Array, shift: Array, vertices: Array, weights: sp.csr_matrix
    ) -> Array:
        q = Rotation.from_matrix(turns).as_quat()[:, [3, 0, 1, 2]]
        for i in range(1, len(q)):
            if np.dot(q[i], q[self.parents[i]]) < 0:
                q[i] = -q[i]
        vec, w = q[:, 1:], q[:, :1]
        half = 0.5 * np.concatenate(
            [-(shift * vec).sum(1, keepdims=True), w * shift + np.cross(shift, vec)], axis=1
        )
        mixed = weights @ np.concatenate([q, half], axis=1)
        mixed /= np.linalg.norm(mixed[:, :4], axis=1, keepdims=True)
        rw, r, dw, d = mixed[:, :1], mixed[:, 1:4], mixed[:, 4:5], mixed[:, 5:]
        turned = vertices + 2 * np.cross(r, np.cross(r, vertices) + rw * vertices)
        return np.asarray(turned + 2 * (rw * d - dw * r + np.cross(r, d)))


def _matrix(store: np.lib.npyio.NpzFile, name: str, shape: tuple[int, int]) -> sp.csr_matrix:
    parts = (store[f"{name}_{part}"] for part in ("data", "indices", "indptr"))
    data, indices, indptr = parts
    return sp.csr_matrix((data.astype(float), indices.astype(np.int32), indptr), shape)


def row_shares(weights: sp.csr_matrix) -> sp.csr_matrix:
    """The matrix with every row divided by its sum."""
    return sp.csr_matrix(weights.multiply(1 / weights.sum(axis=1)))

"""The person: solves each moment of a timeline into a posture, and carries skin and clothes."""

from collections.abc import Callable
from functools import cached_property

import numpy as np
from scipy.spatial.transform import Rotation

from render.clothes import Clothed, Look, Wardrobe
from render.geometry import Array, blend
from render.kneeling import Kneeling
from render.limbs import Params
from render.mesh import normals
from render.poses import Pose
from render.rig import Posture, Rig
from render.supine import Supine
from render.timeline import Moment
from render.upright import Upright

HALF_TURN = np.diag([-1.0, -1.0, 1.0])


class Actor:
    """One dressed body. `head_left` turns everything half round about the vertical.

    Without `fine` the drawn mesh has a quarter of the triangles: enough for small pictures.
    """

    def __init__(self, rig: Rig, look: Look, *, head_left: bool = False, fine: bool = True) -> None:
        self.rig = rig
        self.look = look
        self.head_left = head_left
        self.fine = fine
        self.families: dict[str, Callable[[Params], Posture]] = {
            "kneeling": Kneeling(rig),
            "supine": Supine(rig),
            "upright": Upright(rig),
        }

    @cached_property
    def clothed(self) -> Clothed:
        """The clothed mesh in the rest pose."""
        return Wardrobe(self.rig, fine=self.fine).dress(self.look)

    def posture(self, moment: Moment) -> Posture:
        """The skeleton at a moment, in world axes."""
        out = self._solve(moment.after)
        if moment.weight < 1:
            out = between(self.rig, self._solve(moment.before), out, moment.weight)
        if self.head_left:
            return Posture(turns=HALF_TURN @ out.turns, joints=out.joints @ HALF_TURN)
        return out

    def _solve(self, pose: Pose) -> Posture:
        return self.families[pose.family](pose.params)

    def skin(self, posture: Posture) -> Array:
        """Vertices (V, 3) of the bare body."""
        return self.rig.skin(posture, self.rig.vertices, self.rig.weights)

    def drawn(self, posture: Posture) -> tuple[Array, Array]:
        """Vertices and normals (N, 3) of the clothed body."""
        mesh = self.clothed
        v = self.rig.skin(posture, mesh.vertices, mesh.weights)
        return v, normals(v, mesh.faces)


def between(rig: Rig, a: Posture, b: Posture, weight: float) -> Posture:
    """The posture part of the way from `a` to `b`, each joint turning the shortest way."""
    turns = []
    for p in (a, b):
        parent = np.concatenate([np.eye(3)[None], p.turns[np.maximum(rig.parents[1:], 0)]])
        turns.append(np.swapaxes(parent, 1, 2) @ p.turns)
    step = Rotation.from_matrix(np.swapaxes(turns[0], 1, 2) @ turns[1]).as_rotvec() * weight
    local = turns[0] @ Rotation.from_rotvec(step).as_matrix()
    named = dict(zip(rig.names[1:], local[1:], strict=True))
    return rig.pose(blend(a.joints[0], b.joints[0], weight), local[0], named)

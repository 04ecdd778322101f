"""Small vector and rotation helpers. World axes: x along the mat, y away from the camera, z up.

Lengths are metres, angles degrees. Rest axes of the body: x to its left, -y to its front, z up.
"""

import math
from collections.abc import Iterable
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.spatial.transform import Rotation

Array: TypeAlias = NDArray[np.float64]


def unit(vector: ArrayLike) -> Array:
    """Unit vector of `vector` (3,). A zero vector gives NaN."""
    v = np.asarray(vector, float)
    return np.asarray(v / np.linalg.norm(v))


def turn(axis: Iterable[float], deg: float) -> Array:
    """Rotation matrix (3, 3) by `deg` about `axis`, right-handed (Rodrigues' formula).

    In plain floats: poses are solved with thousands of these a frame.
    """
    if deg == 0:
        return np.eye(3)
    x, y, z = (float(v) for v in axis)
    length = math.sqrt(x * x + y * y + z * z)
    x, y, z = x / length, y / length, z / length
    c, s = math.cos(math.radians(deg)), math.sin(math.radians(deg))
    k = 1 - c
    return np.array(
        [
            [c + k * x * x, k * x * y - s * z, k * x * z + s * y],
            [k * x * y + s * z, c + k * y * y, k * y * z - s * x],
            [k * x * z - s * y, k * y * z + s * x, c + k * z * z],
        ]
    )


def triad(a: ArrayLike, b: ArrayLike) -> Array:
    """Orthonormal axes (3, 3) in columns: a, the part of b across a, and their cross product."""
    first = unit(a)
    b = np.asarray(b, float)
    second = unit(b - first * np.dot(first, b))
    return np.stack([first, second, np.cross(first, second)], axis=1)


def basis(up: ArrayLike, front: ArrayLike) -> Array:
    """Rotation (3, 3) that takes the rest axes (z up, -y front) to world `up` and `front`."""
    z = unit(up)
    front = np.asarray(front, float)
    back = -unit(front - z * np.dot(z, front))
    return np.stack([np.cross(back, z), back, z], axis=1)


def sagittal(deg: float) -> Array:
    """Unit vector (3,) in the x-z plane at `deg` above the +x axis."""
    a = np.radians(deg)
    return np.array([np.cos(a), 0.0, np.sin(a)])


def twist_deg(rotation: Array, axis: Array) -> float:
    """Turn of `rotation` (3, 3) about the unit `axis`, in -180..180."""
    q = Rotation.from_matrix(rotation).as_quat()
    deg = 2 * np.degrees(np.arctan2(np.dot(q[:3], axis), q[3]))
    return float((deg + 180) % 360 - 180)


def angle_deg(u: ArrayLike, v: ArrayLike) -> float:
    """Angle between two vectors, 0..180; exact near 0 and 180 (Kahan's formula)."""
    a, b = unit(u), unit(v)
    return float(np.degrees(2 * np.arctan2(np.linalg.norm(a - b), np.linalg.norm(a + b))))


def flexion_deg(before: Array, joint: Array, after: Array) -> float:
    """Clinical flexion at `joint`: 0 when the three points are in line, growing with bending."""
    return 180.0 - angle_deg(before - joint, after - joint)


def blend(a: ArrayLike, b: ArrayLike, weight: float) -> Array:
    """Straight mix of two vectors, `a` at weight 0 and `b` at 1."""
    return (1 - weight) * np.asarray(a, float) + weight * np.asarray(b, float)

"""A pinhole camera: matrices for OpenGL, and where points fall in the picture."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from render.geometry import Array, unit

NEAR_M, FAR_M = 0.2, 20.0


def look_at(eye: ArrayLike, target: ArrayLike, up: ArrayLike = (0, 0, 1)) -> Array:
    """View matrix (4, 4) of a camera at `eye` that looks at `target`."""
    forward = unit(np.asarray(target, float) - np.asarray(eye, float))
    right = unit(np.cross(forward, np.asarray(up, float)))
    out = np.eye(4)
    out[:3, :3] = np.stack([right, np.cross(right, forward), -forward])
    out[:3, 3] = -out[:3, :3] @ np.asarray(eye, float)
    return out


def orthographic(width: float, near: float, far: float) -> Array:
    """Projection (4, 4) of a square of `width` m, for shadows."""
    out = np.diag([2 / width, 2 / width, -2 / (far - near), 1.0])
    out[2, 3] = -(far + near) / (far - near)
    return out


@dataclass(frozen=True, slots=True, kw_only=True)
class Camera:
    """Vertical field of view in degrees, picture size in pixels."""

    eye: Array
    target: Array
    fov_deg: float
    size_px: tuple[int, int]

    @property
    def matrix(self) -> Array:
        """View and projection together (4, 4)."""
        width, height = self.size_px
        t = 1 / np.tan(np.radians(self.fov_deg) / 2)
        depth = (FAR_M + NEAR_M) / (NEAR_M - FAR_M), 2 * FAR_M * NEAR_M / (NEAR_M - FAR_M)
        projection = np.zeros((4, 4))
        projection[0, 0], projection[1, 1] = t * height / width, t
        projection[2, 2:], projection[3, 2] = depth, -1
        return projection @ look_at(self.eye, self.target)

    def project(self, points: Array) -> Array:
        """Points (N, 3) m as (N, 3): x right and y down in pixels, and distance ahead in m."""
        clip = np.concatenate([points, np.ones((len(points), 1))], axis=1) @ self.matrix.T
        width, height = self.size_px
        x = (clip[:, 0] / clip[:, 3] * 0.5 + 0.5) * width
        y = (0.5 - clip[:, 1] / clip[:, 3] * 0.5) * height
        return np.stack([x, y, clip[:, 3]], axis=1)


def side_camera(
    azimuth_deg: float,
    distance_m: float,
    height_m: float,
    look: Array,
    fov_deg: float,
    size_px: tuple[int, int],
) -> Camera:
    """A camera beside the mat; a positive azimuth moves it towards +x."""
    a = np.radians(azimuth_deg)
    eye = np.array([look[0] + distance_m * np.sin(a), look[1] - distance_m * np.cos(a), height_m])
    return Camera(eye=eye, target=look, fov_deg=fov_deg, size_px=size_px)

"""Triangle-mesh operations: subdivision, normals, smoothing. Vertices (V, 3) m, faces (F, 3)."""

from typing import TypeAlias

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from render.geometry import Array

Faces: TypeAlias = NDArray[np.int32]


def edges(faces: Faces) -> NDArray[np.int32]:
    """Edges (3F, 2) of `faces`, lower vertex first, one row for each side of each face."""
    rows = np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]])
    return np.sort(rows, axis=1)


def subdivide(vertices: Array, faces: Faces, weights: Array) -> tuple[Array, Faces, Array]:
    """Vertices, faces and skin weights after splitting every triangle into four."""
    unique, inverse = np.unique(edges(faces), axis=0, return_inverse=True)
    n = len(faces)
    ab, bc, ca = np.split(inverse.ravel() + len(vertices), [n, 2 * n])
    a, b, c = faces.T
    parts = [(a, ab, ca), (b, bc, ab), (c, ca, bc), (ab, bc, ca)]
    out = np.concatenate([np.stack(p, axis=1) for p in parts]).astype(np.int32)
    i, j = unique.T
    return (
        np.concatenate([vertices, (vertices[i] + vertices[j]) / 2]),
        out,
        np.concatenate([weights, (weights[i] + weights[j]) / 2]),
    )


def normals(vertices: Array, faces: Faces) -> Array:
    """Unit vertex normals (V, 3), weighted by face area."""
    a, b, c = (vertices[faces[:, k]] for k in range(3))
    face = np.cross(b - a, c - a)
    out = np.zeros_like(vertices)
    for corner in range(3):
        for axis in range(3):
            out[:, axis] += np.bincount(faces[:, corner], face[:, axis], len(vertices))
    return np.asarray(out / (np.linalg.norm(out, axis=1, keepdims=True) + 1e-12))


def boundary(faces: Faces) -> NDArray[np.int32]:
    """Edges (B, 2) that belong to one face only."""
    unique, count = np.unique(edges(faces), axis=0, return_counts=True)
    return np.asarray(unique[count == 1])


def relax(vertices: Array, links: NDArray[np.int32], rounds: int, step: float = 0.5) -> Array:
    """Vertices after `rounds` of moving each by `step` towards the mean of its linked ones.

    `links` (L, 2) are vertex pairs; a vertex without a link stays. Repeated pairs count once.
    """
    n = len(vertices)
    i, j = np.concatenate([links, links[:, ::-1]]).T
    near = sp.csr_matrix((np.ones(len(i)), (i, j)), (n, n))
    near.data[:] = 1
    degree = np.asarray(near.sum(axis=1)).ravel()
    free = degree > 0
    degree[~free] = 1
    out = vertices.copy()
    for _ in range(rounds):
        mean = near @ out / degree[:, None]
        out[free] += step * (mean - out)[free]
    return out


def sphere(centre: Array, radius: float, rings: int = 16) -> tuple[Array, Faces]:
    """Vertices and faces of a ball."""
    lat = np.linspace(0, np.pi, rings + 1)
    lon = np.linspace(0, 2 * np.pi, 2 * rings + 1)[:-1]
    a, b = np.meshgrid(lat, lon, indexing="ij")
    points = np.stack([np.sin(a) * np.cos(b), np.sin(a) * np.sin(b), np.cos(a)], axis=-1)
    return centre + radius * points.reshape(-1, 3), grid_faces(rings + 1, 2 * rings)


def grid_faces(rows: int, columns: int) -> Faces:
    """Faces of a grid of vertices, row by row, whose columns close into a ring."""
    r, c = np.meshgrid(np.arange(rows - 1), np.arange(columns), indexing="ij")
    a, b = r * columns + c, r * columns + (c + 1) % columns
    d, e = a + columns, b + columns
    quads = [np.stack([a, d, b], -1), np.stack([b, d, e], -1)]
    return np.concatenate([q.reshape(-1, 3) for q in quads]).astype(np.int32)

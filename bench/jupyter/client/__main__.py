# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Measures kernels: what this client costs by itself, then every kernel in rounds."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
from pathlib import Path
from typing import Any

import zmq

from . import measures
from .load import Clients
from .measures import Samples, Sizes
from .process import KernelPlan
from .rounds import Outcome, first_version, one_round, run_rounds
from .run import Progress, run


def measure_kernels(plan: dict[str, Any], home: Path, progress: Progress) -> dict[str, Any]:
    """Floor and kernels."""
    sizes = Sizes(**plan["sizes"])
    kernels = [KernelPlan(**kernel) for kernel in plan["kernels"]]
    with Clients(8) as clients:

        def measure(kernel: KernelPlan, outcome: Outcome, home: Path, progress: Progress) -> None:
            one_round(kernel, outcome, sizes, clients, home, progress)

        progress("floor")
        floor = measure_floor(clients, sizes)
        outcomes = run_rounds(
            kernels, plan["rounds"], first_version, measure, home, progress
        )
    return {"floor": floor, "kernels": [dataclasses.asdict(outcome) for outcome in outcomes]}


def measure_floor(clients: Clients, sizes: Sizes) -> Samples:
    """Runs the echo process and measures what this client costs by itself."""
    echo = subprocess.Popen(
        [sys.executable, "-B", "-m", "client.echo"],
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        assert echo.stdout is not None
        port = int(echo.stdout.readline())
        return measures.floor(zmq.Context.instance(), clients, port, sizes)
    finally:
        echo.kill()
        echo.communicate()


if __name__ == "__main__":
    run(measure_kernels)

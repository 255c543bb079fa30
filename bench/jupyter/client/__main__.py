# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Reads a plan as JSON from its input, runs it, writes the findings as JSON to its output."""

from __future__ import annotations

import dataclasses
import gc
import json
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from types import FrameType

import zmq

from . import measures
from .load import Clients
from .machine import machine_state
from .measures import Samples, Sizes
from .process import KernelPlan
from .rounds import run_rounds


def main() -> None:
    """Runs the plan; a TERM ends it like a key press, so that every kernel is stopped."""
    # Handlers also keep a kernel from inheriting that SIGINT is ignored, as in a shell's background.
    for ending in (signal.SIGTERM, signal.SIGINT):
        signal.signal(ending, _terminated)
    plan = json.load(sys.stdin)
    sizes = Sizes(**plan["sizes"])
    kernels = [KernelPlan(**kernel) for kernel in plan["kernels"]]
    before = machine_state()
    gc.collect()
    gc.disable()
    try:
        with (
            Clients(8) as clients,
            tempfile.TemporaryDirectory(prefix="kernel-bench-", dir=memory_folder()) as home,
        ):
            _progress("floor")
            floor = measure_floor(clients, sizes)
            outcomes = run_rounds(kernels, plan["rounds"], sizes, clients, Path(home), _progress)
    finally:
        _progress("")
        zmq.Context.instance().destroy(linger=0)
    findings = {
        "machine": before
        | {"loadAfter": machine_state()["load"], "files": memory_folder() or tempfile.gettempdir()},
        "floor": floor,
        "kernels": [dataclasses.asdict(outcome) for outcome in outcomes],
    }
    json.dump(findings, sys.stdout)


def memory_folder() -> str | None:
    """Where the kernels keep their files: in memory if the system has a place for that.

    Some kernels wait for the disk at every cell, to store its history; then the disk is measured.
    """
    shm = Path("/dev/shm")
    return str(shm) if shm.is_dir() and os.access(shm, os.W_OK | os.X_OK) else None


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


def _progress(text: str) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\x1b[K{text}")
        sys.stderr.flush()


def _terminated(_number: int, _frame: FrameType | None) -> None:
    # A second signal must not cut short what the first one began to clean up.
    for ending in (signal.SIGTERM, signal.SIGINT):
        signal.signal(ending, signal.SIG_IGN)
    raise SystemExit(143)


if __name__ == "__main__":
    main()

# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Reads a plan as JSON from its input, runs it, writes the findings as JSON to its output."""

from __future__ import annotations

import dataclasses
import gc
import json
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
    signal.signal(signal.SIGTERM, _terminated)
    # A shell's background job ignores SIGINT, and a kernel would inherit that.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    plan = json.load(sys.stdin)
    sizes = Sizes(**plan["sizes"])
    kernels = [KernelPlan(**kernel) for kernel in plan["kernels"]]
    before = machine_state()
    gc.collect()
    gc.disable()
    try:
        with Clients(8) as clients, tempfile.TemporaryDirectory(prefix="kernel-bench-") as home:
            _progress("floor")
            floor = measure_floor(clients, sizes)
            outcomes = run_rounds(
                kernels, plan["rounds"], sizes, clients, Path(home), _progress
            )
    finally:
        _progress("")
        zmq.Context.instance().destroy(linger=0)
    findings = {
        "machine": before | {"loadAfter": machine_state()["load"]},
        "floor": floor,
        "kernels": [dataclasses.asdict(outcome) for outcome in outcomes],
    }
    json.dump(findings, sys.stdout)


def measure_floor(clients: Clients, sizes: Sizes) -> Samples:
    """Runs the echo process and measures what this client costs by itself."""
    echo = subprocess.Popen(
        [sys.executable, "-B", "-m", "client.echo"], stdout=subprocess.PIPE, text=True
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
    raise SystemExit(143)


if __name__ == "__main__":
    main()

# SPDX-License-Identifier: Apache-2.0 OR MIT
"""A run as its driver sees it: a plan as JSON on the input, findings as JSON on the output."""

from __future__ import annotations

import gc
import json
import os
import signal
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import zmq

from .machine import machine_state

Progress = Callable[[str], None]
Measure = Callable[[dict[str, Any], Path, Progress], dict[str, Any]]
"""Takes a plan, a folder for files and a function to say what is done now; gives findings."""


def run(measure: Measure) -> None:
    """Measures by the plan, and adds the machine. A TERM ends it like a key press: all that was started is stopped."""
    # Handlers also keep a kernel from inheriting that SIGINT is ignored, as in a shell's background.
    for ending in (signal.SIGTERM, signal.SIGINT):
        signal.signal(ending, _terminated)
    plan = json.load(sys.stdin)
    before = machine_state()
    gc.collect()
    gc.disable()
    try:
        with tempfile.TemporaryDirectory(prefix="kernel-bench-", dir=memory_folder()) as home:
            found = measure(plan, Path(home), _progress)
    finally:
        _progress("")
        zmq.Context.instance().destroy(linger=0)
    after = {"loadAfter": machine_state()["load"], "files": memory_folder() or tempfile.gettempdir()}
    json.dump({"machine": before | after} | found, sys.stdout)


def memory_folder() -> str | None:
    """Where the kernels keep their files: in memory if the system has a place for that.

    Some kernels wait for the disk at every cell, to store its history; then the disk is measured.
    """
    shm = Path("/dev/shm")
    return str(shm) if shm.is_dir() and os.access(shm, os.W_OK | os.X_OK) else None


def _progress(text: str) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\x1b[K{text}")
        sys.stderr.flush()


def _terminated(_number: int, _frame: FrameType | None) -> None:
    # A second signal must not cut short what the first one began to clean up.
    for ending in (signal.SIGTERM, signal.SIGINT):
        signal.signal(ending, signal.SIG_IGN)
    raise SystemExit(143)

# SPDX-License-Identifier: Apache-2.0 OR MIT
"""The machine a run was made on."""

from __future__ import annotations

import os
import platform
from importlib import metadata
from pathlib import Path
from typing import Any

import zmq


def machine_state() -> dict[str, Any]:
    """Hardware, system, load and the versions in the environment."""
    return {
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
        "cpu": _cpu(),
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "load": [round(load, 2) for load in os.getloadavg()],
        "python": platform.python_version(),
        "libzmq": zmq.zmq_version(),
        "packages": dict(sorted((one.metadata["Name"], one.version) for one in metadata.distributions())),
    }


def _cpu() -> str:
    info = Path("/proc/cpuinfo")
    if info.exists():
        for line in info.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or "unknown"

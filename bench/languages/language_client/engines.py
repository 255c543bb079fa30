# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Steps in which engines come to their first result, each time in a process that had none."""

from __future__ import annotations

import json
import subprocess

from client.measures import Samples
from client.wire import WireError

LIMIT_SECONDS = 120
"""Longest such a process may take."""


def engines(argv: list[str], processes: int) -> Samples:
    """Milliseconds by engine (first or second of its process) and step. Raises WireError when there are none."""
    samples: Samples = {}
    for _ in range(processes):
        for number, steps in enumerate(run(argv), start=1):
            for step, elapsed in steps.items():
                samples.setdefault(f"engine_{number}_{step}_ms", []).append(elapsed)
    return samples


def run(argv: list[str]) -> list[dict[str, float]]:
    """What one process found."""
    try:
        ended = subprocess.run(
            argv,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=LIMIT_SECONDS,
        )
    except subprocess.TimeoutExpired:
        raise WireError(f"no answer: nothing in {LIMIT_SECONDS} s") from None
    if ended.returncode != 0:
        raise WireError(f"ended with {ended.returncode}: {ended.stderr.strip()[-200:]}")
    found: list[dict[str, float]] = json.loads(ended.stdout)
    return found

# SPDX-License-Identifier: Apache-2.0 OR MIT
"""One session while another one of the same kernel spins."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from statistics import median

from client import spin
from client.measures import Bench, Samples, noop
from client.process import KernelPlan

from .kernels import bench_on
from .plan import Program, Sizes
from .sessions import open_session


def beside(program: Program, plan: KernelPlan, home: Path, sizes: Sizes) -> Samples:
    """Cells that do nothing, and interrupts, alone and beside an endless loop in another session."""
    with bench_on(plan, home, sizes) as (bench, _):
        _, other = open_session(bench.peer, program.language)
        with other:
            other.subscribe()
            spinner = dataclasses.replace(bench, peer=other)
            alone = session(bench)
            spinning = spin.spin(spinner)
            disturbed = session(bench)
            spin.interrupt(spinner, spinning)
    return named("alone", alone) | named("beside", disturbed) | compared(alone, disturbed)


def session(bench: Bench) -> Samples:
    """What is measured of the session itself."""
    return noop(bench) | spin.interrupts(bench, spin.spin(bench))


def named(where: str, samples: Samples) -> Samples:
    """The same samples under names that say where they were taken."""
    return {f"{where}_{name}": values for name, values in samples.items()}


def compared(alone: Samples, disturbed: Samples) -> Samples:
    """What the loop costs: a ratio of medians, and milliseconds that are added to an interrupt."""

    def ratio(name: str) -> list[float]:
        return [disturbed[name][0] / alone[name][0]]

    before, after = alone["interrupt_ms"], disturbed["interrupt_ms"]
    return {
        "beside_noop_p50_ratio": ratio("noop_reply_p50_ms"),
        "beside_noop_p99_ratio": ratio("noop_reply_p99_ms"),
        "beside_interrupt_more_ms": [median(after) - median(before)],
        "beside_interrupt_max_more_ms": [max(after) - max(before)],
    }

# SPDX-License-Identifier: Apache-2.0 OR MIT
"""One kernel of a language: its start, cells that do nothing, printed lines, computations."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter_ns
from typing import Any

import zmq
from client.load import Clients
from client.measures import Bench, Samples, line_ends
from client.peer import Peer, receive_reply
from client.process import KernelPlan
from client.rounds import started
from client.wire import WireError

from .plan import Computation, Program, Sizes
from .reader import Reader

FIRST_MS = 60_000
"""Longest wait for the reply to a kernel's first cell, in milliseconds."""

RunCode = Callable[[str], tuple[float, str]]
"""Runs code: milliseconds until its end is known, and what it printed."""


@contextmanager
def bench_on(plan: KernelPlan, home: Path, sizes: Sizes) -> Iterator[tuple[Bench, Samples]]:
    """A fresh kernel whose first cell has run, and how long it took to come that far."""
    with started(plan, home) as (process, info_ms, _):
        begin = perf_counter_ns()
        with Peer(zmq.Context.instance(), process.connection) as peer:
            request = peer.send_cell(plan.cells["first"])
            process.answer_or_end(peer.shell, FIRST_MS)
            frames = receive_reply(peer.shell, request)
            first_ms = info_ms + (perf_counter_ns() - begin) / 1e6
            check_reply(peer, frames)
            peer.subscribe()
            with Clients(0) as clients:
                yield (
                    Bench(plan, process, peer, clients, sizes),
                    {"start_ms": [info_ms], "first_ms": [first_ms]},
                )


def check_reply(peer: Peer, frames: list[bytes]) -> dict[str, Any]:
    """The content of a reply. Raises WireError when its status is not ok."""
    body = peer.wire.read(frames).body()
    if body.get("status") != "ok":
        raise WireError(f"Cannot go on: {body.get('ename')}: {body.get('evalue')}")
    return body


def starts(plan: KernelPlan, home: Path, sizes: Sizes) -> Samples:
    """Starts to the first kernel_info_reply and to the first execute_reply, each of a fresh kernel."""
    samples: Samples = {"start_ms": [], "first_ms": []}
    for _ in range(sizes.starts):
        with bench_on(plan, home, sizes) as (_, taken):
            for name, values in taken.items():
                samples[name] += values
    return samples


def reader_starts(program: Program, sizes: Sizes) -> Samples:
    """Starts of an interpreter without a kernel, to the end of its first chunk."""
    samples = []
    for _ in range(sizes.starts):
        with Reader(program.reader) as reader:
            reader.run(program.cells["first"])
            samples.append((perf_counter_ns() - reader.begin) / 1e6)
    return {"first_ms": samples}


def printing(peer: Peer) -> RunCode:
    """Runs code in a kernel."""

    def run(code: str) -> tuple[float, str]:
        execution = peer.execute(code)
        late, _ = peer.late(execution, 1, line_ends)
        messages = [peer.wire.read(frames) for frames in [*execution.published, *late]]
        text = "".join(one.body()["text"] for one in messages if one.kind() == "stream")
        return execution.reply_ms, text

    return run


def compute(run: RunCode, computation: Computation, runs: int) -> Samples:
    """Milliseconds that a computation takes. Raises WireError when its result is another than it has to be."""
    samples = []
    for _ in range(runs + 1):
        elapsed, text = run(computation.code)
        if text.strip() != computation.expected:
            raise WireError(
                f"wrong result: {computation.name} printed {text.strip()[:60]!r}, "
                f"not {computation.expected!r}"
            )
        samples.append(elapsed)
    return {f"cpu_{computation.name}_ms": samples[1:]}

# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Further sessions of a running kernel, as its operator opens them."""

from __future__ import annotations

import dataclasses
from contextlib import ExitStack
from pathlib import Path
from time import perf_counter_ns, sleep
from typing import Any

import zmq
from client.measures import Samples
from client.memory import Memory, measure_memory
from client.peer import Connection, Peer, receive_reply
from client.process import KernelPlan

from .kernels import bench_on, check_reply
from .plan import Program, Sizes
from .reader import Reader

COUNTS = (1, 2, 10)
"""So many sessions are there when memory is looked at."""


def operate(peer: Peer, operation: str, params: dict[str, Any]) -> dict[str, Any]:
    """Has the kernel perform an operation; its result. Raises WireError when it refuses."""
    request = peer.wire.request("llmspell_request", {"operation": operation, "params": params})
    peer.control.send_multipart(request.frames)
    return dict(check_reply(peer, receive_reply(peer.control, request))["result"])


def open_session(peer: Peer, language: str) -> tuple[str, Peer]:
    """A further session, by name, and a front end of it; the one who asked has to close it."""
    created = operate(peer, "session.create", {"language": language})
    connection = Connection.read(Path(created["connectionFile"]))
    return str(created["session"]), Peer(zmq.Context.instance(), connection)


def run_first(peer: Peer, code: str) -> None:
    """Runs a session's first cell. Raises WireError when it fails."""
    check_reply(peer, receive_reply(peer.shell, peer.send_cell(code)))


def new_session(program: Program, peer: Peer) -> float:
    """Milliseconds from the wish for a session to the reply to its first cell."""
    begin = perf_counter_ns()
    name, session = open_session(peer, program.language)
    with session:
        run_first(session, program.cells["first"])
        elapsed = (perf_counter_ns() - begin) / 1e6
    operate(peer, "session.close", {"session": name})
    return elapsed


def new_sessions(program: Program, plan: KernelPlan, home: Path, sizes: Sizes) -> Samples:
    """New sessions of a kernel that keeps no engine warm, then of one that does.

    The second one is left alone between two sessions for twice as long as an engine took to start,
    so that the next one is there: here time itself is what is measured.
    """
    with bench_on(plan, home, sizes) as (bench, _):
        cold = [new_session(program, bench.peer) for _ in range(sizes.new_sessions)]
    warm = []
    with bench_on(warmed(plan, program.language), home, sizes) as (bench, _):
        for _ in range(sizes.new_sessions):
            sleep(0.5 + 2 * max(cold) / 1000)
            warm.append(new_session(program, bench.peer))
    return {"session_cold_ms": cold, "session_warm_ms": warm}


def warmed(plan: KernelPlan, language: str) -> KernelPlan:
    """The kernel with an engine of the language kept warm."""
    return dataclasses.replace(plan, env=plan.env | {"LLMSPELL_KERNEL_WARM_ENGINES": language})


def session_memory(program: Program, plan: KernelPlan, home: Path, sizes: Sizes) -> Samples:
    """Memory of one kernel with one, two and ten sessions, each of which has run a cell."""
    taken = {}
    with bench_on(plan, home, sizes) as (bench, _), ExitStack() as stack:
        for count in range(1, max(COUNTS) + 1):
            if count > 1:
                _, session = open_session(bench.peer, program.language)
                run_first(stack.enter_context(session), program.cells["first"])
            if count in COUNTS:
                taken[count] = measure_memory(bench.process.pid)
    return memory_samples(taken)


def process_memory(program: Program, home: Path, sizes: Sizes) -> Samples:
    """The same of a peer, which has one session in each process: so many processes together."""
    taken = {}
    with ExitStack() as stack:
        pids: list[int] = []
        for count in range(1, max(COUNTS) + 1):
            pids.append(start_peer(program, home / f"memory-{count}", sizes, stack))
            if count in COUNTS:
                taken[count] = total([measure_memory(pid) for pid in pids])
    return memory_samples(taken)


def start_peer(program: Program, home: Path, sizes: Sizes, stack: ExitStack) -> int:
    """A process of a peer that has run a cell; its id."""
    if program.kernel is None:
        reader = stack.enter_context(Reader(program.reader))
        reader.run(program.cells["first"])
        return reader.process.pid
    home.mkdir(exist_ok=True)
    bench, _ = stack.enter_context(bench_on(program.kernel, home, sizes))
    return bench.process.pid


def total(parts: list[Memory]) -> Memory:
    """Memory of several process trees together."""
    pss = [part.pss_mb for part in parts if part.pss_mb is not None]
    return Memory(
        sum(part.rss_mb for part in parts), sum(pss) if len(pss) == len(parts) else None
    )


def memory_samples(taken: dict[int, Memory]) -> Samples:
    """Memory by number of sessions, and what each further one adds."""
    first, last = min(taken), max(taken)
    samples: Samples = {}
    for kind in ("rss", "pss"):
        sizes = {count: getattr(memory, f"{kind}_mb") for count, memory in taken.items()}
        if None in sizes.values():
            continue
        samples |= {f"sessions_{count}_{kind}_mb": [size] for count, size in sizes.items()}
        samples[f"sessions_more_{kind}_mb"] = [(sizes[last] - sizes[first]) / (last - first)]
    return samples

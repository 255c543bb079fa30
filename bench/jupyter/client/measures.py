# SPDX-License-Identifier: Apache-2.0 OR MIT
"""The measures of one running kernel. Each returns samples by name, in the unit its name ends in."""

from __future__ import annotations

import json
from dataclasses import dataclass
from time import perf_counter_ns
from typing import Any

import zmq

from .load import Clients
from .memory import measure_memory
from .peer import Peer, open_socket, receive
from .process import KernelPlan, KernelProcess
from .wire import Wire, WireError, content_of, execute_content

Samples = dict[str, list[float]]

DISPLAY_BYTES = 1_000_000
SPIN_MARK = "spinning"
SPIN_WAIT_MS = 3_000
"""How long a kernel may leave control or an interrupt unanswered while a script spins."""


@dataclass(frozen=True)
class Sizes:
    """How much of each measure one round takes."""

    starts: int
    warm_up: int
    round_trips: int
    load_seconds: float
    flood_lines: int
    displays: int
    spins: int


@dataclass(frozen=True)
class Bench:
    """A kernel under measurement."""

    plan: KernelPlan
    process: KernelProcess
    peer: Peer
    clients: Clients
    sizes: Sizes


def percentile(samples: list[float], share: float) -> float:
    """The smallest sample that at least this share of all samples does not exceed."""
    ordered = sorted(samples)
    return ordered[max(0, -int(-len(ordered) * share // 1) - 1)]


def percentiles(name: str, samples: list[float]) -> Samples:
    """p50 and p99 of a round, each as the one sample of that round."""
    return {
        f"{name}_p50_ms": [percentile(samples, 0.5)],
        f"{name}_p99_ms": [percentile(samples, 0.99)],
    }


def kernel_info(bench: Bench) -> Samples:
    """kernel_info_request on shell, to its reply."""
    samples = []
    for _ in range(bench.sizes.warm_up + bench.sizes.round_trips):
        request, elapsed = bench.peer.round_trip("shell", "kernel_info_request")
        bench.peer.idle(request)
        samples.append(elapsed)
    bench.peer.settle()
    return percentiles("kernel_info", samples[bench.sizes.warm_up :])


def noop(bench: Bench) -> Samples:
    """A cell that does nothing, to its reply and to reply and idle."""
    runs = [
        bench.peer.execute(bench.plan.cells["noop"])
        for _ in range(bench.sizes.warm_up + bench.sizes.round_trips)
    ][bench.sizes.warm_up :]
    return percentiles("noop_reply", [run.reply_ms for run in runs]) | percentiles(
        "noop_idle", [run.idle_ms for run in runs]
    )


def executions(bench: Bench, clients: int) -> Samples:
    """Cells a second by so many client processes; idle statuses that never came are counted."""
    connection = bench.process.connection
    load = bench.clients.load(
        clients,
        bench.sizes.load_seconds,
        connection.address("shell"),
        connection.key,
        bench.plan.cells["noop"],
    )
    lost = load.sent - bench.peer.count_idle(load.sent)
    return {
        f"executions_{clients}_per_s": [load.per_second],
        f"executions_{clients}_lost_idle": [float(lost)],
    }


def flood(bench: Bench) -> Samples:
    """Lines printed one by one, from send until idle is held and the last line too.

    Raises WireError when the lines are not those printed, in their order. Lines that never came are
    counted; with some lost, the order of the others is not looked at.
    """
    count = bench.sizes.flood_lines
    run, idle = bench.peer.flood(bench.plan.cells["flood"].replace("{lines}", str(count)))
    late, late_ms = bench.peer.late(run, count, line_ends)
    messages = [bench.peer.wire.read(frames) for frames in [*run.published, *late]]
    texts = [message.body()["text"] for message in messages if message.kind() == "stream"]
    expected = [str(number) for number in range(1, count + 1)]
    lines = "".join(texts).splitlines()
    lost = len(set(expected).difference(lines))
    if lines != expected and not lost:
        raise WireError(f"Cannot count lines: all {count} came, not in order")
    return {
        "flood_lines_per_s": [(count - lost) / max(run.idle_ms, late_ms) * 1000],
        "flood_lost_lines": [float(lost)],
        "flood_lost_idle": [0.0 if idle else 1.0],
        "flood_messages": [float(len(texts))],
    }


def line_ends(frames: list[bytes]) -> int:
    """Line ends in a stream message's text, 0 in any other message."""
    content = content_of(frames)
    return content.count(rb"\n") if b'"text"' in content else 0


def display(bench: Bench) -> Samples:
    """A display_data of 1 MB, from send until reply, idle and the display are held."""
    bench.peer.execute(bench.plan.cells["display_setup"])
    samples = []
    for _ in range(bench.sizes.displays + 1):
        run = bench.peer.execute(bench.plan.cells["display"])
        late, late_ms = bench.peer.late(run, 1, is_display)
        sizes = [
            len(json.dumps(bench.peer.wire.read(frames).body()["data"]))
            for frames in filter(is_display, [*run.published, *late])
        ]
        if len(sizes) != 1 or sizes[0] < DISPLAY_BYTES:
            raise WireError(f"Cannot count display: display_data of {sizes} bytes")
        samples.append(max(run.idle_ms, late_ms))
    return {"display_1mb_p50_ms": [percentile(samples[1:], 0.5)]}


def is_display(frames: list[bytes]) -> bool:
    """Whether a message is a display of the size the display cell makes."""
    return len(content_of(frames)) >= DISPLAY_BYTES


def idle_memory(bench: Bench) -> Samples:
    """Memory after the start and one cell."""
    bench.peer.execute(bench.plan.cells["noop"])
    return memory(bench, "idle")


def memory(bench: Bench, when: str) -> Samples:
    """Memory of the kernel's process tree."""
    used = measure_memory(bench.process.pid)
    pss = {} if used.pss_mb is None else {f"pss_{when}_mb": [used.pss_mb]}
    return {f"rss_{when}_mb": [used.rss_mb]} | pss


def floor(context: zmq.Context[Any], clients: Clients, port: int, sizes: Sizes) -> Samples:
    """What this client itself costs: the same messages to a process that only echoes."""
    wire = Wire("bench")
    content = execute_content("pass")
    address = f"tcp://127.0.0.1:{port}"
    samples = []
    with open_socket(context, zmq.DEALER, address) as socket:
        for _ in range(sizes.warm_up + sizes.round_trips):
            request = wire.request("execute_request", content)
            begin = perf_counter_ns()
            socket.send_multipart(request.frames)
            frames = receive(socket)
            samples.append((perf_counter_ns() - begin) / 1e6)
            wire.read(frames)
    result = percentiles("echo", samples[sizes.warm_up :])
    for count in (1, 8):
        load = clients.load(count, sizes.load_seconds, address, "bench", "pass")
        result[f"echo_{count}_per_s"] = [load.per_second]
    return result

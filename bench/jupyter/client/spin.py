# SPDX-License-Identifier: Apache-2.0 OR MIT
"""What a kernel still answers while a script spins: control requests and the interrupt itself."""

from __future__ import annotations

from time import perf_counter_ns

import zmq

from .measures import SPIN_MARK, SPIN_WAIT_MS, Bench, Samples, percentiles
from .peer import receive, receive_reply
from .wire import Request, WireError, content_of, parent_of


def spin(bench: Bench) -> Request:
    """Starts the endless loop and returns once the script says that it is about to enter it."""
    request = bench.peer.send_cell(bench.plan.cells["spin"])
    while True:
        frames = receive(bench.peer.iopub)
        if request.id in parent_of(frames) and SPIN_MARK.encode() in content_of(frames):
            # execute_input repeats the code, and with it the mark.
            if bench.peer.wire.read(frames).kind() in ("stream", "display_data"):
                return request


def control(bench: Bench) -> Samples:
    """kernel_info_request on control, while a script already spins. Raises NoAnswer when none comes."""
    bench.peer.control.setsockopt(zmq.RCVTIMEO, SPIN_WAIT_MS)
    samples = [
        bench.peer.round_trip("control", "kernel_info_request")[1]
        for _ in range(bench.sizes.warm_up + bench.sizes.round_trips)
    ]
    bench.peer.settle()
    return percentiles("control_spin", samples[bench.sizes.warm_up :])


def interrupts(bench: Bench, spinning: Request) -> Samples:
    """Interrupts endless loops, the one that runs first; each time from send to execute_reply.

    Raises NoAnswer when the loop goes on or the kernel ends by it, WireError when the kernel is of no use afterwards.
    """
    bench.peer.shell.setsockopt(zmq.RCVTIMEO, SPIN_WAIT_MS)
    samples = [interrupt(bench, spinning)]
    while len(samples) < bench.sizes.spins:
        samples.append(interrupt(bench, spin(bench)))
    return {"interrupt_ms": samples}


def interrupt(bench: Bench, spinning: Request) -> float:
    """Milliseconds from the interrupt to the error reply of the loop."""
    by_message = bench.plan.interrupt == "message"
    request = bench.peer.wire.request("interrupt_request")
    begin = perf_counter_ns()
    if by_message:
        bench.peer.control.send_multipart(request.frames)
    else:
        bench.process.interrupt_by_signal()
    bench.process.answer_or_end(bench.peer.shell, SPIN_WAIT_MS)
    frames = receive_reply(bench.peer.shell, spinning)
    elapsed = (perf_counter_ns() - begin) / 1e6
    status = bench.peer.wire.read(frames).body().get("status")
    if status != "error":
        raise WireError(f"Cannot count interrupt: the loop ended with status {status}")
    bench.peer.idle(spinning)
    if by_message:
        receive_reply(bench.peer.control, request)
    bench.peer.execute(bench.plan.cells["noop"])
    return elapsed

# SPDX-License-Identifier: Apache-2.0 OR MIT
"""The kernel's beginning and end. Each check starts a kernel of its own."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING

from ..client import Client
from ..kernel import Kernel
from ..registry import NotClaimed, check, equal, expect, status

if TYPE_CHECKING:
    from ..run import Run


def shut(run: Run, kernel: Kernel, client: Client, restart: bool, channel: str = "control") -> None:
    """Shuts a kernel down and judges reply, broadcast and end."""
    request = client.send("shutdown_request", {"restart": restart}, channel)
    client.wait("shutdown_reply", lambda: request.replies)
    status(request)
    equal(request.content.get("restart"), restart, "restart in the reply")
    client.wait("broadcast", lambda: request.outputs("shutdown_reply"), 5)
    equal(request.outputs("shutdown_reply")[0].content.get("restart"), restart, "restart in the broadcast")
    kernel.wait_exit()


@check("shutdown.reply", "Kernel shutdown", fresh=True)
def reply(run: Run) -> None:
    """A shutdown is answered on control, broadcast on iopub, and the process ends with code 0."""
    with run.fresh(run.options.transport) as kernel:
        kernel.launch()
        with kernel.connect(run.trace) as client:
            shut(run, kernel, client, False)
        equal(kernel.wait_exit(), 0, "exit code")


@check("shutdown.restart", "Kernel shutdown", fresh=True)
def restart(run: Run) -> None:
    """The restart flag is repeated; a kernel started anew on the same file works, as another session."""
    with run.fresh(run.options.transport) as kernel:
        kernel.launch()
        with kernel.connect(run.trace) as client:
            before = client.call("kernel_info_request").reply.header["session"]
            shut(run, kernel, client, True)
        kernel.launch()
        with kernel.connect(run.trace) as client:
            after = client.call("kernel_info_request").reply.header["session"]
            expect(before != after, "the session id is the same after a restart")


@check("shutdown.while_busy", "Kernel shutdown", fresh=True)
def while_busy(run: Run) -> None:
    """A kernel whose code spins is shut down."""
    code, mark = run.code("spin"), run.code("spin_mark")
    with run.fresh(run.options.transport) as kernel:
        kernel.launch()
        with kernel.connect(run.trace) as client:
            client.output(client.start(code), mark)
            shut(run, kernel, client, False)


@check("shutdown.other_clients", "Kernel shutdown", fresh=True)
def other_clients(run: Run) -> None:
    """Every client hears of the shutdown on iopub."""
    with run.fresh(run.options.transport) as kernel:
        kernel.launch()
        with kernel.connect(run.trace) as client, kernel.connect(run.trace, "other") as other:
            shut(run, kernel, client, False)
            other.wait("broadcast", lambda: any(m.type == "shutdown_reply" for m in other.log), 5)


@check("status.starting", "Kernel status", fresh=True)
def starting(run: Run) -> None:
    """The state starting is published at most once, and never after another state."""
    with run.fresh(run.options.transport) as kernel:
        kernel.launch()
        with kernel.connect(run.trace) as client:
            states = [m.content["execution_state"] for m in client.log if m.type == "status"]
            expect(states.count("starting") <= 1, "starting was published more than once")
            if "starting" not in states:
                raise NotClaimed("published before a client can have subscribed")
            equal(states.index("starting"), 0, "place of starting")


@check("shutdown.sigterm", "Kernel shutdown", fresh=True)
def sigterm(run: Run) -> None:
    """SIGTERM ends the kernel."""
    with run.fresh(run.options.transport) as kernel:
        kernel.launch()
        with kernel.connect(run.trace):
            assert kernel.process is not None
            os.kill(kernel.process.pid, signal.SIGTERM)
            kernel.wait_exit()

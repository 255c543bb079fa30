# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Stopping what runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..registry import NotClaimed, check, equal, expect, status

if TYPE_CHECKING:
    from ..run import Run


@check("interrupt.running", "Kernel interrupt")
def running(run: Run) -> None:
    """An endless loop is stopped and answered as an error; variables stay."""
    run.client.execute(run.code("define", number=99))
    request = run.client.start(run.code("spin"))
    run.client.output(request, run.code("spin_mark"))
    run.interrupt()
    status(run.client.finish(request), "error")
    equal(len(request.outputs("error")), 1, "number of error messages")
    kept = run.client.execute(run.code("read_stored"))
    equal(kept.outputs("execute_result")[0].content["data"]["text/plain"], "99", "variable")


@check("interrupt.reply", "Kernel interrupt")
def reply(run: Run) -> None:
    """interrupt_request is answered with ok on control, also when nothing runs."""
    assert run.client and run.kernel
    if run.kernel.spec.interrupt_mode != "message":
        raise NotClaimed("the kernelspec's interrupt_mode is signal")
    status(run.client.call("interrupt_request", {}, "control"))
    status(run.client.execute(run.code("hello")))


@check("interrupt.input", "Kernel interrupt")
def blocked_input(run: Run) -> None:
    """A run that waits for input can be interrupted; the next one asks anew."""
    request = run.client.start(run.code("read"), allow_stdin=True)
    run.client.question(request)
    run.interrupt()
    status(run.client.finish(request), "error")
    again = run.client.start(run.code("read"), allow_stdin=True)
    run.client.answer(run.client.question(again), "ok")
    status(run.client.finish(again))
    equal(again.text(), "[ok]\n", "stdout")


@check("interrupt.queue", "Kernel interrupt")
def queue(run: Run) -> None:
    """What is queued behind an interrupted run is answered."""
    request = run.client.start(run.code("spin"))
    queued = run.client.start(run.code("hello"))
    run.client.output(request, run.code("spin_mark"))
    run.interrupt()
    status(run.client.finish(request), "error")
    run.client.finish(queued)
    expect(queued.content["status"] in ("ok", "aborted", "error"), "no status")
    status(run.client.execute(run.code("hello")))


@check("interrupt.twice", "Kernel interrupt")
def repeated(run: Run) -> None:
    """Ten runs are interrupted one after the other, and the kernel still works."""
    for _ in range(10):
        request = run.client.start(run.code("spin"))
        run.client.output(request, run.code("spin_mark"))
        run.interrupt()
        status(run.client.finish(request), "error")
    status(run.client.execute(run.code("hello")))

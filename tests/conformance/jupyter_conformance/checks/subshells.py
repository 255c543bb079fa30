# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Subshells: shell work that runs beside other shell work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..registry import NotClaimed, check, equal, expect, status

if TYPE_CHECKING:
    from ..run import Run

FEATURE = "kernel subshells"


def create(run: Run) -> str:
    """A new subshell's id."""
    run.claims(FEATURE)
    request = run.client.call("create_subshell_request", {}, "control")
    status(request)
    return request.content["subshell_id"]


def delete(run: Run, subshell: str) -> None:
    """Ends a subshell."""
    status(run.client.call("delete_subshell_request", {"subshell_id": subshell}, "control"))


def listed(run: Run) -> list[str]:
    """The subshells that exist."""
    request = run.client.call("list_subshell_request", {}, "control")
    status(request)
    return request.content["subshell_id"]


@check("subshell.lifecycle", "Kernel subshells")
def lifecycle(run: Run) -> None:
    """Subshells are created with ids of their own, listed, and gone when deleted."""
    first, second = create(run), create(run)
    expect(first != second, "two subshells have the same id")
    expect({first, second} <= set(listed(run)), "a new subshell is not listed")
    delete(run, first)
    expect(first not in listed(run), "a deleted subshell is listed")
    delete(run, second)


@check("subshell.execute", "Kernel subshells")
def execute(run: Run) -> None:
    """Code runs in a subshell and sees the same variables."""
    subshell = create(run)
    run.client.execute(run.code("define", number=515))
    request = run.client.finish(run.client.start(run.code("read_stored"), subshell=subshell))
    equal(request.outputs("execute_result")[0].content["data"]["text/plain"], "515", "variable")
    equal(request.reply.parent.get("subshell_id"), subshell, "subshell_id in the reply's parent")
    delete(run, subshell)


@check("subshell.while_busy", "Kernel subshells")
def while_busy(run: Run) -> None:
    """Work in a subshell is done while a cell of the main shell waits for input."""
    subshell = create(run)
    request = run.client.start(run.code("read"), allow_stdin=True)
    question = run.client.question(request)
    run.client.finish(run.client.send("complete_request", {"code": "x", "cursor_pos": 1}, subshell=subshell))
    inner = run.client.finish(run.client.start(run.code("hello"), subshell=subshell))
    status(inner)
    equal(inner.text(), run.code("hello_text"), "stdout of the subshell")
    expect(not request.replies, "the main shell's run has ended")
    run.client.answer(question, "x")
    status(run.client.finish(request))
    delete(run, subshell)


@check("subshell.while_spinning", "Kernel subshells")
def while_spinning(run: Run) -> None:
    """Completion and code in a subshell are answered while a cell of the main shell spins."""
    subshell = create(run)
    request = run.client.start(run.code("spin"))
    run.client.output(request, run.code("spin_mark"))
    try:
        run.client.finish(run.client.send("complete_request", {"code": "x", "cursor_pos": 1}, subshell=subshell))
        inner = run.client.finish(run.client.start(run.code("hello"), subshell=subshell))
        equal(inner.text(), run.code("hello_text"), "stdout of the subshell")
        expect(run.code("hello_text") not in request.text(), "the main run got the subshell's output")
    finally:
        run.interrupt()
        run.client.finish(request)
    delete(run, subshell)


@check("subshell.unknown", "Kernel subshells")
def unknown(run: Run) -> None:
    """An unknown subshell is refused, to delete and to work in, and the kernel lives on."""
    run.claims(FEATURE)
    request = run.client.call("delete_subshell_request", {"subshell_id": "none"}, "control")
    status(request, "error")
    work = run.client.send("kernel_info_request", {}, subshell="none")
    run.client.call("kernel_info_request")
    if work.replies:
        status(work, "error")
    status(run.client.execute(run.code("hello")))


@check("subshell.unclaimed", "Kernel subshells")
def unclaimed(run: Run) -> None:
    """A kernel without subshells lets create_subshell_request pass without a reply of success."""
    if FEATURE in run.client.call("kernel_info_request").content.get("supported_features", []):
        raise NotClaimed("the kernel has subshells")
    request = run.client.attempt("create_subshell_request", {}, "control")
    expect(request is None or request.content.get("status") == "error", "created a subshell it does not claim")

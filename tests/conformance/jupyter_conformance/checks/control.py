# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Control and heartbeat, also while code runs, and requests few kernels answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..registry import Failed, NotClaimed, check, equal, expect, status

if TYPE_CHECKING:
    from ..run import Run


@check("control.while_busy", "Introduction (Control)")
def while_busy(run: Run) -> None:
    """Control is answered while code runs."""
    run.client.call("kernel_info_request", {}, "control")
    request = run.client.start(run.code("spin"))
    run.client.output(request, run.code("spin_mark"))
    try:
        for _ in range(5):
            status(run.client.call("kernel_info_request", {}, "control"))
        expect(not request.replies, "the run ended by itself")
    finally:
        run.interrupt()
        run.client.finish(request)


@check("heartbeat.echo", "Heartbeat for kernels")
def heartbeat(run: Run) -> None:
    """A heartbeat comes back as it was, whatever its bytes."""
    for payload in (b"ping", b"", b"\x00\xff" * 1000):
        equal(run.client.heartbeat(payload), payload, "echo")


@check("heartbeat.while_busy", "Heartbeat for kernels")
def heartbeat_while_busy(run: Run) -> None:
    """Heartbeats are answered while code spins."""
    request = run.client.start(run.code("spin"))
    run.client.output(request, run.code("spin_mark"))
    try:
        for n in range(10):
            equal(run.client.heartbeat(b"%d" % n), b"%d" % n, "echo")
    finally:
        run.interrupt()
        run.client.finish(request)


@check("connect.ports", "Connect")
def connect(run: Run) -> None:
    """connect_reply, where given, names the ports of the connection file."""
    request = run.client.attempt("connect_request")
    if request is None:
        raise NotClaimed("no reply to connect_request (deprecated)")
    for name, port in request.content.items():
        if name.endswith("_port"):
            equal(port, run.client.info[name], name)
    expect("shell_port" in request.content, "shell_port is missing")


@check("usage.reply", "Custom Messages (jupyter-resource-usage)")
def usage(run: Run) -> None:
    """usage_reply, where given, tells memory in bytes and CPU in percent."""
    request = run.client.attempt("usage_request", {}, "control")
    if request is None:
        raise NotClaimed("no reply to usage_request (an extension)")
    expect(request.content["kernel_memory"] > 1_000_000, f"kernel_memory {request.content['kernel_memory']}")


@check("debug.unavailable", "Debug request")
def debug(run: Run) -> None:
    """A kernel without debugger answers debug_request with a failure, or not at all."""
    content = {"type": "request", "seq": 1, "command": "debugInfo", "arguments": {}}
    if "debugger" in run.client.call("kernel_info_request").content.get("supported_features", []):
        request = run.client.call("debug_request", content, "control")
        equal(request.content.get("success"), True, "debugInfo of a kernel that claims a debugger")
        return
    request = run.client.attempt("debug_request", content, "control")
    if request is None:
        raise NotClaimed("no reply to debug_request, no debugger claimed")
    failed = request.content.get("success") is False or request.content.get("status") == "error"
    expect(failed or not request.content, f"reply {request.content}")
    if not request.content:
        raise NotClaimed("an empty debug_reply, no debugger claimed")


@check("status.all_requests", "Kernel status")
def all_requests(run: Run) -> None:
    """Every request, on shell and control, is bracketed by one busy and one idle."""
    code = run.code("hello")
    asked = [("kernel_info_request", {}, "shell"), ("execute_request", None, "shell"),
             ("complete_request", {"code": "x", "cursor_pos": 1}, "shell"),
             ("inspect_request", {"code": "x", "cursor_pos": 1, "detail_level": 0}, "shell"),
             ("is_complete_request", {"code": "x"}, "shell"), ("comm_info_request", {}, "shell"),
             ("history_request", {"output": False, "raw": True, "hist_access_type": "tail", "n": 1}, "shell"),
             ("kernel_info_request", {}, "control")]
    for kind, content, channel in asked:
        if content is None:
            request = run.client.execute(code)
        else:
            found = run.client.attempt(kind, content, channel)
            if found is None:
                continue
            request = found
        if request.states != ["busy", "idle"]:
            raise Failed(f"{kind} on {channel}: states {request.states}")

# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Comms: messages between objects in the front end and in the kernel."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from ..client import Client, Request
from ..registry import NotClaimed, check, equal, expect, status
from ..wire import Message

if TYPE_CHECKING:
    from ..run import Run


def post(run: Run, kind: str, content: dict[str, Any], buffers: list[bytes] | None = None) -> Request:
    """Sends a comm message and waits until the kernel is idle again."""
    request = run.client.send(kind, content, buffers=buffers)
    run.client.wait(f"idle of {kind}", lambda: "idle" in request.states)
    return request


def comms(client: Client, **content: Any) -> dict[str, Any]:
    """The open comms."""
    request = client.attempt("comm_info_request", content)
    if request is None:
        raise NotClaimed("no reply to comm_info_request")
    status(request)
    return request.content["comms"]


def of(request: Request, kind: str, comm: str) -> list[Message]:
    """Messages of a comm that a request caused."""
    return [m for m in request.outputs(kind) if m.content.get("comm_id") == comm]


@check("comm.open", "Opening a Comm")
def open_(run: Run) -> None:
    """A comm opened by the client is listed, by its target too, until it is closed."""
    status(run.client.execute(run.code("comm_echo")))
    comm = uuid.uuid4().hex
    post(run, "comm_open", {"comm_id": comm, "target_name": "conformance.echo", "data": {}})
    equal(comms(run.client).get(comm), {"target_name": "conformance.echo"}, "comm_info")
    expect(comm in comms(run.client, target_name="conformance.echo"), "not listed by its target")
    expect(comm not in comms(run.client, target_name="other"), "listed under another target")
    post(run, "comm_close", {"comm_id": comm, "data": {}})
    expect(comm not in comms(run.client), "still listed after comm_close")


@check("comm.echo", "Comm Messages")
def echo(run: Run) -> None:
    """Data and buffers sent to the kernel come back from its handler, between busy and idle."""
    status(run.client.execute(run.code("comm_echo")))
    comm = uuid.uuid4().hex
    post(run, "comm_open", {"comm_id": comm, "target_name": "conformance.echo", "data": {}})
    buffers = [b"", b"\x00\xff" * 500, bytes(range(256))]
    data = {"text": "𝐚", "list": [1, 2.5, True], "nested": {"a": {}}}
    request = post(run, "comm_msg", {"comm_id": comm, "data": data}, buffers)
    found = of(request, "comm_msg", comm)
    equal(len(found), 1, "number of answers")
    equal(found[0].content["data"].get("text"), "𝐚", "text")
    equal(found[0].content["data"].get("list"), [1, 2.5, True], "list")
    equal(found[0].buffers, buffers, "buffers")
    equal((request.states[0], request.states[-1]), ("busy", "idle"), "states")
    post(run, "comm_close", {"comm_id": comm, "data": {}})


@check("comm.from_kernel", "Opening a Comm")
def from_kernel(run: Run) -> None:
    """A comm opened by the kernel is published, and its messages carry buffers."""
    request = run.client.execute(run.code("comm_open"))
    status(request)
    opened = request.outputs("comm_open")
    equal(len(opened), 1, "number of comm_open")
    equal(opened[0].content["target_name"], "conformance.kernel", "target_name")
    equal(opened[0].content["data"], {"answer": 42}, "data")
    sent = of(run.client.execute(run.code("comm_send")), "comm_msg", opened[0].content["comm_id"])
    equal(len(sent), 1, "number of comm_msg")
    equal((sent[0].content["data"], sent[0].buffers), ({"n": 1}, [b"abc"]), "data and buffers")
    post(run, "comm_close", {"comm_id": opened[0].content["comm_id"], "data": {}})


@check("comm.unknown_target", "Opening a Comm")
def unknown_target(run: Run) -> None:
    """Opening a comm of an unknown target is answered with comm_close at once."""
    comms(run.client)
    comm = uuid.uuid4().hex
    request = post(run, "comm_open", {"comm_id": comm, "target_name": "conformance.unknown", "data": {}})
    equal(len(of(request, "comm_close", comm)), 1, "number of comm_close")
    expect(comm not in comms(run.client), "the comm is listed")


@check("comm.unknown_comm", "Comm Messages")
def unknown_comm(run: Run) -> None:
    """Messages of a comm the kernel does not know do no harm."""
    for kind in ("comm_msg", "comm_close"):
        post(run, kind, {"comm_id": uuid.uuid4().hex, "data": {}})
    status(run.client.execute(run.code("hello")))


@check("comm.output", "Output Side Effects")
def output(run: Run) -> None:
    """What a handler prints belongs to the comm message that caused it."""
    status(run.client.execute(run.code("comm_print")))
    comm = uuid.uuid4().hex
    post(run, "comm_open", {"comm_id": comm, "target_name": "conformance.print", "data": {}})
    request = post(run, "comm_msg", {"comm_id": comm, "data": {}})
    equal(request.text(), "from comm\n", "stdout")
    post(run, "comm_close", {"comm_id": comm, "data": {}})

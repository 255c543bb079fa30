# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Several clients at once, and the subscription's welcome."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import zmq

from ..registry import NotClaimed, check, equal, expect, status

if TYPE_CHECKING:
    from ..run import Run


@check("clients.replies", "Introduction")
def replies(run: Run) -> None:
    """Each of four clients gets its own replies and no other's."""
    with contextlib.ExitStack() as stack:
        clients = [stack.enter_context(run.second(f"client {n}")) for n in range(4)]
        requests = [(client, client.start(run.code("define", number=n)))
                    for n, client in enumerate(clients * 5)]
        for client, request in requests:
            status(client.finish(request))
        for client in clients:
            own = {request.id for who, request in requests if who is client}
            got = {m.parent_id for m in client.log if m.type == "execute_reply"}
            equal(got, own, "replies of a client")


@check("clients.iopub", "Introduction (IOPub)")
def iopub(run: Run) -> None:
    """All clients see what one runs, in the same order."""
    with run.second() as other:
        request = run.client.execute(run.code("hello"))
        seen = lambda: [m for m in other.log if m.parent_id == request.id and m.channel == "iopub"]  # noqa: E731
        other.wait("idle of another's run", lambda: any(m.content.get("execution_state") == "idle" for m in seen()))
        equal([m.frames for m in seen()], [m.frames for m in request.iopub], "messages of the other client")


@check("clients.leave", "Introduction")
def leave(run: Run) -> None:
    """Clients that go away in the midst of their runs do no harm, thirty times in a row."""
    for _ in range(30):
        other = run.second("leaver")
        other.start(run.code("count_lines"))
        other.close()
        status(run.client.execute(run.code("hello")))


@check("iopub.welcome", "Welcome message")
def welcome(run: Run) -> None:
    """A new subscription is welcomed, by its own topic, without parent."""
    client = run.client
    if run.protocol() < (5, 5) and not any(m.type == "iopub_welcome" for _, m in run.trace.received):
        raise NotClaimed(f"protocol {run.info.get('protocol_version')} is before 5.5, and no welcome was seen")
    socket = client.context.socket(zmq.SUB)
    socket.linger = 0
    if client.info.get("curve_publickey"):
        socket.curve_publickey, socket.curve_secretkey = zmq.curve_keypair()
        socket.curve_serverkey = client.info["curve_publickey"].encode()
    try:
        socket.connect(client.endpoint("iopub"))
        socket.subscribe(b"")
        expect(socket.poll(10_000), "no iopub_welcome within 10 s")
        message = client.codec.read("iopub", socket.recv_multipart())
    finally:
        socket.close(0)
    equal(message.type, "iopub_welcome", "first message of a new subscription")
    equal(message.content.get("subscription"), "", "subscription")
    equal(message.parent, {}, "parent_header")
    equal(message.problems, [], "problems")

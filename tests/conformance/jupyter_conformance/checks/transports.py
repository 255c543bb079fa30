# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Ways to reach a kernel: tcp, ipc, CurveZMQ, and the registration handshake. Each starts a kernel of its own."""

from __future__ import annotations

import json
import uuid
from typing import TYPE_CHECKING

import zmq

from .. import validation
from ..client import Client, NoAnswer
from ..kernel import PORTS, Kernel
from ..registry import NotClaimed, check, equal, expect, expecting, status
from ..wire import DELIMITER, Codec

if TYPE_CHECKING:
    from ..run import Run


def works(run: Run, kernel: Kernel, client: Client) -> None:
    """Execution, output, input, control and heartbeat work."""
    equal(client.execute(run.code("hello")).text(), run.code("hello_text"), "stdout")
    request = client.start(run.code("read"), allow_stdin=True)
    client.answer(client.question(request), "x")
    status(client.finish(request))
    client.attempt("kernel_info_request", {}, "control")
    equal(client.heartbeat(b"beat"), b"beat", "heartbeat")


@check("transport.tcp", "Connection files", fresh=True)
def tcp(run: Run) -> None:
    """The kernel works over tcp."""
    _ = run.client
    with run.start("tcp") as kernel, kernel.connect(run.trace) as client:
        works(run, kernel, client)


@check("transport.ipc", "Connection files", fresh=True)
def ipc(run: Run) -> None:
    """The kernel works over ipc: Unix sockets named by the connection file."""
    _ = run.client
    with run.start("ipc") as kernel, kernel.connect(run.trace) as client:
        works(run, kernel, client)


@check("transport.no_key", "The Wire Protocol", fresh=True)
def no_key(run: Run) -> None:
    """Over ipc an empty key turns signatures off."""
    _ = run.client
    with run.fresh("ipc") as kernel:
        kernel.info["key"] = ""
        kernel.launch()
        with kernel.connect(run.trace) as client:
            status(client.execute(run.code("hello")))


@check("transport.curve", "Connection file format (transport encryption)", fresh=True)
def curve(run: Run) -> None:
    """With CurveZMQ keys in the connection file every channel is encrypted, and plain clients are not heard."""
    _ = run.client
    if run.options.spec is not None and not run.options.spec.claims("curve"):
        raise NotClaimed("the kernelspec's metadata.supported_encryption does not name curve")
    with run.start("tcp", curve=True) as kernel:
        with kernel.connect(run.trace, "encrypted") as client:
            works(run, kernel, client)
        plain = {key: value for key, value in kernel.info.items() if not key.startswith("curve")}
        with Client(plain, run.trace, kernel.alive, "plain") as client:
            request = client.send("kernel_info_request")
            with expecting(NoAnswer, "a client without CurveZMQ was answered"):
                client.wait("reply", lambda: request.replies, 2)


@check("handshake.registration", "Kernel startup handshake", fresh=True)
def registration(run: Run) -> None:
    """Given a registration file the kernel chooses its ports and registers them, signed; then it works (JEP 66)."""
    if run.protocol() < (5, 6):
        raise NotClaimed(f"protocol {run.info.get('protocol_version')} is before 5.6")
    with run.fresh() as kernel:
        socket = zmq.Context.instance().socket(zmq.ROUTER)
        socket.linger = 0
        try:
            port = socket.bind_to_random_port("tcp://127.0.0.1")
            key, identifier = uuid.uuid4().hex, uuid.uuid4().hex
            kernel.info["key"] = key
            kernel.launch({"kernel_id": identifier, "transport": "tcp", "registration_ip": "127.0.0.1",
                           "registration_port": port, "signature_scheme": "hmac-sha256", "key": key})
            expect(socket.poll(30_000), "no registration within 30 s")
            identity, delimiter, signature, body = socket.recv_multipart()
            equal(delimiter, DELIMITER, "delimiter")
            equal(signature, Codec(key.encode()).sign([body]), "signature")
            content = json.loads(body)
            expect(validation.problem("registration", content) is None, f"registration {content}")
            equal(content["kernel_id"], identifier, "kernel_id")
            answer = json.dumps({"status": "ok"}).encode()
            socket.send_multipart([identity, DELIMITER, Codec(key.encode()).sign([answer]), answer])
        finally:
            socket.close()
        kernel.info.update({name: int(content[name]) for name in PORTS})
        with kernel.connect(run.trace, "registered") as client:
            works(run, kernel, client)

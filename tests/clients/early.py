# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Front ends that wait for the ports: each asks before the kernel is there, and gets its answer."""

import os
import secrets
import subprocess
import sys
import tempfile
from pathlib import Path

import zmq
from jupyter_client.connect import write_connection_file
from jupyter_client.session import Session

#: So many try again each millisecond, so that some get in as soon as a port is open.
CLIENTS = 8

KEY = secrets.token_hex(32).encode()


def answered(argv: list[str]) -> None:
    """Asks for kernel_info, starts a kernel, and waits for every reply."""
    with tempfile.TemporaryDirectory() as folder, zmq.Context() as context:
        path, info = write_connection_file(str(Path(folder) / "kernel.json"), key=KEY)
        session = Session(key=KEY)
        sockets = [ask(context, session, f"tcp://{info['ip']}:{info['shell_port']}") for _ in range(CLIENTS)]
        command = [part.replace("{connection_file}", path) for part in argv]
        env = os.environ | {"JPY_PARENT_PID": str(os.getpid())}
        kernel = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL)
        try:
            for socket in sockets:
                _, frames = session.feed_identities(socket.recv_multipart())
                assert session.deserialize(frames)["msg_type"] == "kernel_info_reply"
        finally:
            for socket in sockets:
                socket.close()
            kernel.terminate()
            kernel.wait()


def ask(context: zmq.Context, session: Session, address: str) -> zmq.Socket:
    """A client that has asked; what it sent waits for the connection."""
    socket = context.socket(zmq.DEALER)
    socket.setsockopt(zmq.RECONNECT_IVL, 1)
    socket.setsockopt(zmq.RCVTIMEO, 20_000)
    socket.setsockopt(zmq.LINGER, 0)
    socket.connect(address)
    session.send(socket, "kernel_info_request", {})
    return socket


if __name__ == "__main__":
    answered(sys.argv[1:])

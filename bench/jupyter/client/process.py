# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Kernels as processes: started with a connection file, always ended, with all they left behind."""

from __future__ import annotations

import json
import os
import secrets
import signal
import socket
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import zmq

from .peer import Connection, NoAnswer, open_socket
from .wire import Wire

STOP_MS = 3_000
"""How long a kernel may take to end after its shutdown_request, in milliseconds."""


@dataclass(frozen=True)
class KernelPlan:
    """A kernel as the driver describes it; ``{connection_file}`` in argv stands for the file."""

    name: str
    argv: list[str]
    env: dict[str, str]
    interrupt: str
    """``message`` (interrupt_request on control) or ``signal`` (SIGINT)."""
    cells: dict[str, str]
    """Code by purpose: noop, flood, display_setup, display, spin."""


def free_ports(count: int) -> list[int]:
    """Ports that nobody listens on, below the range the system hands out by itself.

    From within that range a client which connects before the kernel listens can meet itself.
    """
    held: list[socket.socket] = []
    try:
        while len(held) < count:
            candidate = socket.socket()
            try:
                candidate.bind(("127.0.0.1", 10_000 + secrets.randbelow(20_000)))
            except OSError:
                candidate.close()
                continue
            held.append(candidate)
        return [one.getsockname()[1] for one in held]
    finally:
        for one in held:
            one.close()


def write_connection_file(path: Path) -> Connection:
    """Writes a connection file for a kernel of this machine, with a fresh key."""
    names = ("shell", "iopub", "stdin", "control", "hb")
    ports = dict(zip(names, free_ports(len(names)), strict=True))
    info: dict[str, Any] = {f"{name}_port": port for name, port in ports.items()}
    info |= {
        "transport": "tcp",
        "ip": "127.0.0.1",
        "key": secrets.token_hex(32),
        "signature_scheme": "hmac-sha256",
        "kernel_name": "bench",
    }
    path.touch(mode=0o600)
    path.write_text(json.dumps(info))
    return Connection.read(path)


class KernelProcess:
    """A kernel that was just spawned; ``stop`` must be called, ``with`` does it."""

    def __init__(self, plan: KernelPlan, home: Path) -> None:
        self._stopped = False
        self._log = home / "kernel.log"
        file = home / "connection.json"
        self.connection = write_connection_file(file)
        temp = home / "tmp"
        temp.mkdir(exist_ok=True)
        env = os.environ | {
            "IPYTHONDIR": str(home / "ipython"),
            "LLMSPELL_HOME": str(home / "llmspell"),
            "TMPDIR": str(temp),
            "JPY_PARENT_PID": str(os.getpid()),
        }
        with self._log.open("wb") as log:
            self.process = subprocess.Popen(
                [part.replace("{connection_file}", str(file)) for part in plan.argv],
                cwd=home,
                env=env | plan.env,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        # A descriptor that becomes readable when the process ends; only Linux has it.
        self._ended = os.pidfd_open(self.process.pid) if hasattr(os, "pidfd_open") else None

    def __enter__(self) -> KernelProcess:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def pid(self) -> int:
        """The id of the process that was spawned."""
        return self.process.pid

    def answer_or_end(self, answers: zmq.Socket[Any], timeout_ms: int) -> None:
        """Waits until a socket has something to read. Raises NoAnswer when the kernel ends."""
        poller = zmq.Poller()
        poller.register(answers, zmq.POLLIN)
        if self._ended is not None:
            poller.register(self._ended, zmq.POLLIN)
        ready = dict(poller.poll(timeout_ms))
        if answers not in ready:
            state = "no answer" if not ready else f"ended with {self.process.wait()}"
            raise NoAnswer(f"{state}; it last wrote: {self.last_words()}")

    def last_words(self) -> str:
        """The end of what the kernel wrote to its terminal, on one line."""
        return " ".join(self._log.read_text(errors="replace").split())[-200:] or "nothing"

    def interrupt_by_signal(self) -> None:
        """Sends SIGINT, as a front end does where the kernelspec wants signals."""
        self.process.send_signal(signal.SIGINT)

    def stop(self) -> None:
        """Asks the kernel to shut down, kills what is left of its group, and waits for its end."""
        if self._stopped:
            return
        self._stopped = True
        try:
            if self.process.poll() is None and self._ended is not None:
                self._shut_down(self._ended)
        finally:
            try:
                os.killpg(self.process.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
            self.process.wait()
            if self._ended is not None:
                os.close(self._ended)

    def _shut_down(self, ended: int) -> None:
        wire = Wire(self.connection.key)
        address = self.connection.address("control")
        with open_socket(zmq.Context.instance(), zmq.DEALER, address) as control:
            control.send_multipart(wire.request("shutdown_request", {"restart": False}).frames)
            poller = zmq.Poller()
            poller.register(ended, zmq.POLLIN)
            poller.poll(STOP_MS)

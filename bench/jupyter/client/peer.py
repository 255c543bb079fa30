# SPDX-License-Identifier: Apache-2.0 OR MIT
"""One client's sockets on one kernel, with blocking waits only.

What runs between the first and the last clock reading is: send, receive, a search for an id in a
frame. Signatures and contents are checked by ``settle`` once the clock has stopped.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter_ns
from typing import Any

import zmq

from .wire import Message, Request, Wire, WireError, content_of, execute_content, parent_of

WAIT_MS = 30_000
"""Longest wait for an answer that every kernel owes, in milliseconds."""


LATE_MS = 1_000
"""Silence after which no more output is expected of a cell that is idle, in milliseconds."""


class NoAnswer(Exception):
    """A kernel did not answer within the time given, or ended."""


def cell_failed(code: str, body: dict[str, Any]) -> WireError:
    """A cell of the benchmark's own ended otherwise than with status ok."""
    outcome = {name: body.get(name) for name in ("status", "ename", "evalue")}
    return WireError(f"Cannot run {code[:60]!r}: {outcome}")


@dataclass(frozen=True)
class Connection:
    """What a connection file says."""

    ip: str
    key: str
    ports: dict[str, int]

    @staticmethod
    def read(path: Path) -> Connection:
        """Reads a connection file of transport ``tcp``."""
        info = json.loads(path.read_text())
        names = ("shell", "iopub", "stdin", "control", "hb")
        return Connection(info["ip"], info["key"], {name: info[f"{name}_port"] for name in names})

    def address(self, channel: str) -> str:
        """The ZeroMQ address of a channel."""
        return f"tcp://{self.ip}:{self.ports[channel]}"


def open_socket(context: zmq.Context[Any], kind: int, address: str) -> zmq.Socket[Any]:
    """A connected socket without queue limits that tries again each millisecond until it is up."""
    socket = context.socket(kind)
    socket.setsockopt(zmq.LINGER, 0)
    socket.setsockopt(zmq.RCVHWM, 0)
    socket.setsockopt(zmq.SNDHWM, 0)
    socket.setsockopt(zmq.RECONNECT_IVL, 1)
    socket.setsockopt(zmq.RCVTIMEO, WAIT_MS)
    if kind == zmq.SUB:
        socket.setsockopt(zmq.SUBSCRIBE, b"")
    socket.connect(address)
    return socket


def receive(socket: zmq.Socket[Any]) -> list[bytes]:
    """The next message. Raises NoAnswer after the socket's own limit."""
    try:
        return socket.recv_multipart()
    except zmq.Again:
        raise NoAnswer("no answer") from None


def receive_reply(socket: zmq.Socket[Any], request: Request) -> list[bytes]:
    """The answer to a request, passing over answers to earlier ones."""
    while True:
        frames = receive(socket)
        if request.id in parent_of(frames):
            return frames


@dataclass(frozen=True)
class Execution:
    """One cell: milliseconds from send to reply and to reply and idle, and what was published."""

    reply_ms: float
    idle_ms: float
    published: list[list[bytes]]
    begin: int
    """When it was sent, in nanoseconds of the performance counter."""


@dataclass
class Peer:
    """A front end: shell, control and iopub of one kernel."""

    context: zmq.Context[Any]
    connection: Connection
    wire: Wire = field(init=False)
    seen: list[list[bytes]] = field(default_factory=list)
    """Messages received and not yet checked."""

    def __post_init__(self) -> None:
        self.wire = Wire(self.connection.key)
        self.shell = open_socket(self.context, zmq.DEALER, self.connection.address("shell"))
        self.control = open_socket(self.context, zmq.DEALER, self.connection.address("control"))
        self.iopub = open_socket(self.context, zmq.SUB, self.connection.address("iopub"))

    def __enter__(self) -> Peer:
        return self

    def __exit__(self, *_: object) -> None:
        for socket in (self.shell, self.control, self.iopub):
            socket.close()

    def subscribe(self) -> None:
        """Returns once iopub delivers: asks for kernel_info until a status of it is seen.

        Raises NoAnswer when iopub stays silent.
        """
        for _ in range(WAIT_MS // 50):
            request = self.wire.request("kernel_info_request")
            self.shell.send_multipart(request.frames)
            receive_reply(self.shell, request)
            if self.iopub.poll(50):
                self.idle(self.round_trip("shell", "kernel_info_request")[0])
                self.settle()
                return
        raise NoAnswer("iopub stays silent")

    def round_trip(self, channel: str, kind: str) -> tuple[Request, float]:
        """Sends a request and waits for its reply; milliseconds from send to reply."""
        socket = self.control if channel == "control" else self.shell
        request = self.wire.request(kind)
        begin = perf_counter_ns()
        socket.send_multipart(request.frames)
        frames = receive_reply(socket, request)
        end = perf_counter_ns()
        self.seen.append(frames)
        return request, (end - begin) / 1e6

    def send_cell(self, code: str) -> Request:
        """Sends an execute_request without waiting for anything."""
        request = self.wire.request("execute_request", execute_content(code))
        self.shell.send_multipart(request.frames)
        return request

    def execute(self, code: str) -> Execution:
        """Runs a cell, then checks every message of it.

        Raises WireError when the cell did not succeed.
        """
        request = self.wire.request("execute_request", execute_content(code))
        begin = perf_counter_ns()
        self.shell.send_multipart(request.frames)
        reply = receive_reply(self.shell, request)
        replied = perf_counter_ns()
        published = self.idle(request)
        end = perf_counter_ns()
        self.seen += [reply, *published]
        body = self.settle()[0].body()
        if body.get("status") != "ok":
            raise cell_failed(code, body)
        return Execution((replied - begin) / 1e6, (end - begin) / 1e6, published, begin)

    def idle(self, request: Request) -> list[list[bytes]]:
        """All iopub messages up to the idle status of a request."""
        published = []
        while True:
            frames = receive(self.iopub)
            published.append(frames)
            if b'"idle"' in content_of(frames) and request.id in parent_of(frames):
                return published

    def flood(self, code: str) -> tuple[Execution, bool]:
        """Runs a cell of much output; False when its idle status was lost on the way.

        Without an idle status the cell lasts until the last message before a second of silence.
        """
        request = self.wire.request("execute_request", execute_content(code))
        begin = perf_counter_ns()
        self.shell.send_multipart(request.frames)
        reply = receive_reply(self.shell, request)
        replied = end = perf_counter_ns()
        published: list[list[bytes]] = []
        idle = False
        while not idle and self.iopub.poll(LATE_MS):
            published.append(receive(self.iopub))
            end = perf_counter_ns()
            frames = published[-1]
            idle = b'"idle"' in content_of(frames) and request.id in parent_of(frames)
        self.seen += [reply, *published]
        body = self.settle()[0].body()
        if body.get("status") != "ok":
            raise cell_failed(code, body)
        return Execution((replied - begin) / 1e6, (end - begin) / 1e6, published, begin), idle

    def late(
        self, run: Execution, owed: int, worth: Callable[[list[bytes]], int]
    ) -> tuple[list[list[bytes]], float]:
        """Messages that come after a cell's idle, until all messages together are worth what is owed.

        Some kernels announce idle before their output. Gives up after a second of silence. The
        second value is milliseconds from the cell's send to the last of them, 0 without any.
        """
        late: list[list[bytes]] = []
        late_ms = 0.0
        have = sum(worth(frames) for frames in run.published)
        while have < owed and self.iopub.poll(LATE_MS):
            late.append(receive(self.iopub))
            late_ms = (perf_counter_ns() - run.begin) / 1e6
            have += worth(late[-1])
        return late, late_ms

    def count_idle(self, owed: int) -> int:
        """Ends of work that iopub announces, up to those owed; fewer after a second of silence."""
        seen = 0
        while seen < owed and self.iopub.poll(LATE_MS):
            seen += b'"idle"' in content_of(receive(self.iopub))
        return seen

    def settle(self) -> list[Message]:
        """Checks the signature of all that was received and hands it over.

        Raises WireError at the first message that is not as it should be.
        """
        messages = [self.wire.read(frames) for frames in self.seen]
        self.seen.clear()
        return messages

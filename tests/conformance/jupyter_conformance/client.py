# SPDX-License-Identifier: Apache-2.0 OR MIT
"""A client of a kernel: the five sockets, read by one loop, with every message kept in order."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

import zmq

from .wire import Codec, Message, make_header

T = TypeVar("T")
PATIENCE = 15.0
CHANNELS = {"shell": zmq.DEALER, "control": zmq.DEALER, "stdin": zmq.DEALER, "iopub": zmq.SUB, "hb": zmq.REQ}


class KernelDied(Exception):
    """The kernel's process ended while something was awaited of it."""


class NoAnswer(Exception):
    """What was awaited did not come in time."""


@dataclass
class Request:
    """A request that was sent, and what came back because of it."""

    header: dict[str, Any]
    channel: str
    replies: list[Message] = field(default_factory=list)
    iopub: list[Message] = field(default_factory=list)
    stdin: list[Message] = field(default_factory=list)

    @property
    def id(self) -> str:
        """Its message id."""
        return self.header["msg_id"]

    @property
    def states(self) -> list[str]:
        """The states published for it, in order."""
        return [m.content.get("execution_state", "") for m in self.iopub if m.type == "status"]

    @property
    def done(self) -> bool:
        """Whether the reply and the idle status are both here."""
        return bool(self.replies) and "idle" in self.states

    @property
    def reply(self) -> Message:
        """The reply; call when `done`."""
        return self.replies[0]

    @property
    def content(self) -> dict[str, Any]:
        """Content of the reply."""
        return self.reply.content

    def outputs(self, *types: str) -> list[Message]:
        """Published messages of these types."""
        return [m for m in self.iopub if m.type in types]

    def text(self, name: str = "stdout") -> str:
        """All text of one stream."""
        return "".join(m.content.get("text", "") for m in self.outputs("stream") if m.content.get("name") == name)


class Trace:
    """Everything that went over the wire in a run, of all clients."""

    def __init__(self) -> None:
        self.sent: dict[str, dict[str, Any]] = {}
        self.received: list[tuple[str, Message]] = []
        self.requests: list[Request] = []


class Client:
    """One client. Every wait pumps all sockets, so nothing that arrives is missed."""

    def __init__(self, info: dict[str, Any], trace: Trace, alive: Callable[[], bool], name: str = "client",
                 context: zmq.Context | None = None) -> None:
        self.info, self.trace, self.alive, self.name = info, trace, alive, name
        self.codec = Codec(info["key"].encode(), info.get("signature_scheme", "hmac-sha256"))
        self.session = uuid.uuid4().hex
        self.identity = uuid.uuid4().hex.encode()
        self.context = context or zmq.Context.instance()
        self.sockets: dict[str, zmq.Socket] = {}
        self.monitors: dict[str, zmq.Socket] = {}
        self.poller = zmq.Poller()
        self.requests: dict[str, Request] = {}
        self.log: list[Message] = []
        self.beats: list[bytes] = []
        for channel in CHANNELS:
            self._open(channel)

    def endpoint(self, channel: str) -> str:
        """Address of a channel."""
        separator = "-" if self.info["transport"] == "ipc" else ":"
        return f"{self.info['transport']}://{self.info['ip']}{separator}{self.info[f'{channel}_port']}"

    def _open(self, channel: str) -> None:
        socket = self.context.socket(CHANNELS[channel])
        socket.linger = 0
        socket.rcvhwm = socket.sndhwm = 0
        if channel in ("shell", "control", "stdin"):
            socket.identity = self.identity
        if self.info.get("curve_publickey"):
            socket.curve_publickey, socket.curve_secretkey = zmq.curve_keypair()
            socket.curve_serverkey = self.info["curve_publickey"].encode()
        if channel == "iopub":
            socket.subscribe(b"")
        if channel == "hb":
            socket.req_relaxed = socket.req_correlate = 1
        self.monitors[channel] = socket.get_monitor_socket(zmq.EVENT_HANDSHAKE_SUCCEEDED)
        socket.connect(self.endpoint(channel))
        self.sockets[channel] = socket
        self.poller.register(socket, zmq.POLLIN)

    def connected(self, timeout: float) -> None:
        """Waits until every socket has shaken hands, so that nothing the kernel sends is lost."""
        end = time.monotonic() + timeout
        while self.monitors:
            for channel, monitor in list(self.monitors.items()):
                if monitor.poll(50):
                    self._unmonitor(channel)
            if self.monitors and not self.alive():
                raise KernelDied(f"the kernel ended before {', '.join(self.monitors)} connected")
            if self.monitors and time.monotonic() > end:
                raise NoAnswer(f"no connection to {', '.join(self.monitors)} within {timeout:g} s")

    def _unmonitor(self, channel: str) -> None:
        self.monitors.pop(channel).close(0)
        self.sockets[channel].disable_monitor()

    def close(self) -> None:
        """Closes the sockets; messages not yet sent are dropped."""
        for channel in list(self.monitors):
            self._unmonitor(channel)
        for socket in self.sockets.values():
            self.poller.unregister(socket)
            socket.close(0)
        self.sockets.clear()

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def send(self, msg_type: str, content: Any = None, channel: str = "shell", *, metadata: Any = None,
             buffers: list[bytes] | None = None, subshell: str | None = None) -> Request:
        """Sends a request and returns at once."""
        request = Request(make_header(msg_type, self.session, subshell), channel)
        self.requests[request.id] = request
        self.trace.sent[request.id] = request.header
        self.trace.requests.append(request)
        frames = self.codec.pack(request.header, content or {}, metadata, buffers=buffers)
        self.sockets[channel].send_multipart(frames)
        return request

    def send_frames(self, frames: list[bytes], channel: str = "shell") -> None:
        """Sends frames as they are."""
        self.sockets[channel].send_multipart(frames)

    def pump(self, timeout: float) -> None:
        """Reads what is there, waiting at most `timeout` seconds for the first message."""
        for socket, _ in self.poller.poll(max(0, timeout * 1000)):
            channel = next(name for name, own in self.sockets.items() if own is socket)
            while True:
                try:
                    frames = socket.recv_multipart(zmq.NOBLOCK)
                except zmq.Again:
                    break
                self._file(channel, frames)
                if channel == "hb":  # a REQ socket has one answer for each request
                    break

    def _file(self, channel: str, frames: list[bytes]) -> None:
        if channel == "hb":
            self.beats.append(b"".join(frames))
            return
        message = self.codec.read(channel, frames)
        self.log.append(message)
        self.trace.received.append((self.name, message))
        request = self.requests.get(message.parent_id)
        if request is not None:
            kept = request.iopub if channel == "iopub" else request.stdin if channel == "stdin" else request.replies
            kept.append(message)

    def wait(self, what: str, ready: Callable[[], T], timeout: float = PATIENCE) -> T:
        """Pumps until `ready()` is true and returns its value.

        Raises NoAnswer after `timeout` seconds and KernelDied when the kernel's process ends.
        """
        end = time.monotonic() + timeout
        while not (value := ready()):
            left = end - time.monotonic()
            if left <= 0:
                raise NoAnswer(f"no {what} within {timeout:g} s; last: {'; '.join(map(str, self.log[-3:]))}")
            self.pump(min(left, 0.25))
            if not self.alive():
                self.pump(0.05)
                if not (value := ready()):
                    raise KernelDied(f"the kernel ended while waiting for {what}")
                return value
        return value

    def finish(self, request: Request, timeout: float = PATIENCE) -> Request:
        """Waits for the reply and the idle status of a request."""
        kind = request.header["msg_type"]
        self.wait(f"reply and idle of {kind}", lambda: request.done, timeout)
        return request

    def call(self, msg_type: str, content: Any = None, channel: str = "shell", **more: Any) -> Request:
        """Sends a request and waits until it is done."""
        return self.finish(self.send(msg_type, content, channel, **more))

    def attempt(self, msg_type: str, content: Any = None, channel: str = "shell", **more: Any) -> Request | None:
        """Like `call`, but None when the kernel lets the request pass unanswered.

        A kernel_info request behind it tells: once that one is answered, the earlier one was seen.
        """
        request = self.send(msg_type, content, channel, **more)
        self.finish(self.send("kernel_info_request", {}, channel))
        if not request.done:
            try:
                self.wait("reply", lambda: request.done, PATIENCE if request.replies else 1.0)
            except NoAnswer:
                return None
        return request

    def execute(self, code: str, *, allow_stdin: bool = False, **more: Any) -> Request:
        """Runs code to its end."""
        return self.finish(self.start(code, allow_stdin=allow_stdin, **more))

    def start(self, code: str, *, allow_stdin: bool = False, subshell: str | None = None, metadata: Any = None,
              **more: Any) -> Request:
        """Asks for code to be run and returns at once."""
        content = {"code": code, "silent": False, "store_history": True, "user_expressions": {},
                   "allow_stdin": allow_stdin, "stop_on_error": True, **more}
        return self.send("execute_request", content, subshell=subshell, metadata=metadata)

    def answer(self, request: Message, value: str) -> None:
        """Answers a question of the kernel."""
        header = make_header("input_reply", self.session)
        self.trace.sent[header["msg_id"]] = header
        frames = self.codec.pack(header, {"value": value}, parent=request.header)
        self.sockets["stdin"].send_multipart(frames)

    def question(self, request: Request) -> Message:
        """The first question a run asks."""
        return self.wait("input_request", lambda: request.stdin)[0]

    def output(self, request: Request, text: str) -> None:
        """Waits until a run has written `text`."""
        self.wait(f"output {text!r}", lambda: text in request.text())

    def heartbeat(self, payload: bytes) -> bytes:
        """Sends a heartbeat and returns what comes back."""
        count = len(self.beats)
        self.sockets["hb"].send(payload)
        self.wait("heartbeat", lambda: len(self.beats) > count)
        return self.beats[-1]

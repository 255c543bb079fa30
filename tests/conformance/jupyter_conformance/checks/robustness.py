# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Unknown and malformed input: the kernel goes on."""

from __future__ import annotations

import os
import socket
from typing import TYPE_CHECKING, Any

from ..client import Client
from ..registry import NotRun, check, equal, status
from ..wire import DELIMITER, make_header

if TYPE_CHECKING:
    from ..run import Run


def survives(run: Run, client: Client) -> None:
    """Shell, control, heartbeat and execution work."""
    status(client.finish(client.send("kernel_info_request")))
    status(client.finish(client.send("kernel_info_request", {}, "control")))
    equal(client.heartbeat(b"alive"), b"alive", "heartbeat")
    status(client.execute(run.code("hello")))


def each(run: Run, messages: list[tuple[str, list[bytes]]]) -> None:
    """Sends frames by a client of their own, then sees whether the kernel lives."""
    with run.second("rude") as client:
        for channel, frames in messages:
            client.send_frames(frames, channel)
        survives(run, client)


def signed(run: Run, kind: str, parts: dict[str, Any]) -> list[bytes]:
    """A correctly signed message with parts replaced by others, bytes or values."""
    codec = run.client.codec
    header = parts.get("header", make_header(kind, run.client.session))
    return codec.pack(header, parts.get("content", {}), parts.get("metadata"), parts.get("parent"))


@check("robust.unknown_type", "Compatibility")
def unknown_type(run: Run) -> None:
    """Unknown message types are let pass, on every channel."""
    each(run, [(channel, signed(run, "conformance_unknown_request", {})) for channel in ("shell", "control", "stdin")])


@check("robust.extra_fields", "Compatibility")
def extra_fields(run: Run) -> None:
    """Fields the kernel does not know are ignored."""
    request = run.client.execute(run.code("hello"), future_field={"a": [1]})
    status(request)
    status(run.client.call("kernel_info_request", {"future": True}))


@check("robust.frames", "The Wire Protocol")
def frames(run: Run) -> None:
    """Messages with missing, empty or too many frames are dropped."""
    good = signed(run, "kernel_info_request", {})
    shapes = [[b""], [b"x"], [DELIMITER], [DELIMITER, b""], good[:3], good[:5], good[1:], [b"a", b"b", b"c"],
              [DELIMITER, *good], [b""] * 6, [DELIMITER] * 6, [os.urandom(100) for _ in range(6)]]
    each(run, [(channel, shape) for channel in ("shell", "control", "stdin") for shape in shapes])


@check("robust.json", "The Wire Protocol")
def json_(run: Run) -> None:
    """Signed parts that are no JSON objects, or no UTF-8, are dropped."""
    bad = (b"", b"{", b"null", b"[]", b"1", b'"x"', b"\xff\xfe", b"{\"a\": \xed\xa0\x80}", b"NaN")
    each(run, [("shell", signed(run, "kernel_info_request", {part: value}))
               for part in ("header", "parent", "metadata", "content") for value in bad])


@check("robust.deep_json", "The Wire Protocol")
def deep_json(run: Run) -> None:
    """JSON nested 100,000 deep does not end the kernel."""
    deep = b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}"
    each(run, [("shell", signed(run, "kernel_info_request", {"content": deep}))])


@check("robust.header", "Message Header")
def header(run: Run) -> None:
    """Headers with missing or odd fields do not end the kernel."""
    full = make_header("kernel_info_request", run.client.session)
    odd = [{key: value for key, value in full.items() if key != missing} for missing in full]
    odd += [{**full, key: value} for key in full for value in (None, 5, [], {})]
    each(run, [(channel, signed(run, "", {"header": one})) for one in odd for channel in ("shell", "control")])


@check("robust.content", "Execute")
def content(run: Run) -> None:
    """Requests whose content does not fit are answered or dropped, and the kernel goes on."""
    odd = {"execute_request": [{}, {"code": 5}, {"code": None}, {"code": "", "user_expressions": 7}],
           "complete_request": [{}, {"code": "x"}, {"code": "x", "cursor_pos": "1"}, {"code": "x", "cursor_pos": 1.5}],
           "inspect_request": [{}, {"code": "x", "cursor_pos": 0, "detail_level": 9}],
           "history_request": [{}, {"hist_access_type": "other"}, {"hist_access_type": "tail", "n": "x"}],
           "is_complete_request": [{}, {"code": 1}],
           "comm_open": [{}, {"comm_id": 1, "target_name": 2, "data": 3}], "comm_msg": [{}], "comm_close": [{}]}
    each(run, [("shell", signed(run, kind, {"content": one})) for kind, many in odd.items() for one in many])


@check("robust.large_message", "The Wire Protocol")
def large_message(run: Run) -> None:
    """A message with 32 MB of buffers is taken or dropped, and the kernel goes on."""
    with run.second("rude") as client:
        client.send("kernel_info_request", {}, buffers=[b"\x00" * (8 << 20)] * 4)
        survives(run, client)


@check("robust.bytes", "Introduction")
def raw_bytes(run: Run) -> None:
    """Connections that speak no ZeroMQ, or leave half way, do no harm."""
    info = run.client.info
    if info["transport"] != "tcp":
        raise NotRun("tcp only")
    for name in ("shell_port", "control_port", "stdin_port", "iopub_port", "hb_port"):
        for data in (b"", b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", b"\xff" + b"\x00" * 8 + b"\x01\x7f", os.urandom(4096)):
            with socket.create_connection((info["ip"], info[name]), 10) as connection:
                connection.sendall(data)
    with run.second("after noise") as client:
        survives(run, client)

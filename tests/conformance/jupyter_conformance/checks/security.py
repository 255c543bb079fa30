# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Only signed messages count, and each of them once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..client import Client
from ..registry import check, expect, status
from ..wire import DELIMITER, make_header

if TYPE_CHECKING:
    from ..run import Run


def ignored(run: Run, client: Client, message_id: str, what: str) -> None:
    """Fails when the kernel reacted to a message it had to drop, or does not work any more."""
    status(client.finish(client.send("kernel_info_request")))
    status(client.finish(client.send("kernel_info_request", {}, "control")))
    expect(not any(m.parent_id == message_id for m in client.log), f"the kernel took a message with {what}")


def forged(run: Run, client: Client, change: str) -> str:
    """Sends an execute_request with a changed signature and returns its id."""
    header = make_header("execute_request", client.session)
    content = {"code": run.code("hello"), "silent": False, "store_history": True, "user_expressions": {},
               "allow_stdin": False, "stop_on_error": True}
    frames = client.codec.pack(header, content)
    if change == "wrong":
        frames[1] = b"0" * 64
    elif change == "empty":
        frames[1] = b""
    elif change == "short":
        frames[1] = frames[1][:10]
    elif change == "content":
        frames[5] = frames[5].replace(b"false", b"true", 1)
    elif change == "header":
        frames[2] = frames[2].replace(b"conformance", b"somebody")
    client.send_frames(frames)
    return header["msg_id"]


def refuses(name: str, change: str, what: str) -> None:
    """Registers a check for one kind of forged message."""

    def body(run: Run) -> None:
        with run.second("forger") as client:
            ignored(run, client, forged(run, client, change), what)

    body.__doc__ = f"A message with {what} is dropped, and the kernel goes on."
    check(f"signature.{name}", "The Wire Protocol")(body)


for _name, _change, _what in (("wrong", "wrong", "a wrong signature"), ("missing", "empty", "an empty signature"),
                              ("short", "short", "a cut signature"), ("content", "content", "changed content"),
                              ("header", "header", "a changed header")):
    refuses(_name, _change, _what)


@check("signature.replayed", "The Wire Protocol")
def replayed(run: Run) -> None:
    """A message sent a second time is dropped."""
    with run.second("replayer") as client:
        header = make_header("kernel_info_request", client.session)
        frames = client.codec.pack(header, {})
        answers = lambda: [m for m in client.log if m.parent_id == header["msg_id"] and m.channel == "shell"]  # noqa: E731
        client.trace.sent[header["msg_id"]] = header
        client.send_frames(frames)
        client.wait("reply", answers)
        client.send_frames(frames)
        client.call("kernel_info_request")
        expect(len(answers()) == 1, "a replayed message was answered")


@check("signature.control", "The Wire Protocol")
def control(run: Run) -> None:
    """A forged shutdown_request on control is dropped."""
    with run.second("forger") as client:
        header = make_header("shutdown_request", client.session)
        frames = client.codec.pack(header, {"restart": False})
        frames[1] = b"f" * 64
        client.send_frames([*frames], "control")
        ignored(run, client, header["msg_id"], "a wrong signature")


@check("signature.input_reply", "Messages on the stdin (ROUTER/DEALER) channel")
def input_reply(run: Run) -> None:
    """A forged answer to a question is dropped; the true one counts."""
    request = run.client.start(run.code("read"), allow_stdin=True)
    question = run.client.question(request)
    frames = run.client.codec.pack(make_header("input_reply", run.client.session), {"value": "forged"},
                                   parent=question.header)
    run.client.send_frames([DELIMITER, b"0" * 64, *frames[2:]], "stdin")
    run.client.heartbeat(b"fence")
    run.client.answer(question, "true")
    status(run.client.finish(request))
    expect(request.text() == "[true]\n", f"stdout {request.text()!r}")

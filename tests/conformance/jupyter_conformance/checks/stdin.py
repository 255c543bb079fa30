# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Questions of the kernel to the person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..registry import check, equal, expect, status

if TYPE_CHECKING:
    from ..run import Run

SECTION = "Messages on the stdin (ROUTER/DEALER) channel"


@check("stdin.input", SECTION)
def input_(run: Run) -> None:
    """Reading a line sends input_request with the prompt and goes on with the answer."""
    request = run.client.start(run.code("read"), allow_stdin=True)
    question = run.client.question(request)
    equal(question.content["prompt"], run.code("prompt"), "prompt")
    equal(question.content["password"], False, "password")
    equal(question.parent, request.header, "parent_header")
    expect("idle" not in request.states, "idle while a question is open")
    run.client.answer(question, "Ada 𝐚")
    status(run.client.finish(request))
    equal(request.text(), "[Ada 𝐚]\n", "stdout")


@check("stdin.password", SECTION)
def password(run: Run) -> None:
    """Asking for a password says so."""
    request = run.client.start(run.code("password"), allow_stdin=True)
    question = run.client.question(request)
    equal(question.content["password"], True, "password")
    equal(question.content["prompt"], run.code("password_prompt"), "prompt")
    run.client.answer(question, "12345")
    status(run.client.finish(request))
    expect("5" in request.text(), f"stdout {request.text()!r}")


@check("stdin.twice", SECTION)
def twice(run: Run) -> None:
    """Two questions of one run are asked one after the other."""
    request = run.client.start(run.code("read_twice"), allow_stdin=True)
    run.client.wait("first question", lambda: len(request.stdin) == 1)
    run.client.answer(request.stdin[0], "one-")
    run.client.wait("second question", lambda: len(request.stdin) == 2)
    run.client.answer(request.stdin[1], "two")
    status(run.client.finish(request))
    equal(request.text(), "one-two\n", "stdout")


@check("stdin.asks_the_client", SECTION)
def asks_the_client(run: Run) -> None:
    """A question goes to the client that runs the code, to no other."""
    with run.second() as other:
        request = other.start(run.code("read"), allow_stdin=True)
        question = other.question(request)
        run.client.heartbeat(b"fence")
        expect(not any(m.type == "input_request" for m in run.client.log if m.parent_id == request.id),
               "the question reached another client")
        other.answer(question, "x")
        status(other.finish(request))


@check("stdin.empty_answer", SECTION)
def empty_answer(run: Run) -> None:
    """An empty line is an answer."""
    request = run.client.start(run.code("read"), allow_stdin=True)
    run.client.answer(run.client.question(request), "")
    status(run.client.finish(request))
    equal(request.text(), "[]\n", "stdout")

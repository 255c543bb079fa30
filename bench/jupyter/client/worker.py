# SPDX-License-Identifier: Apache-2.0 OR MIT
"""A client process of the load measures: sends a cell as soon as it holds the last one's reply.

It reads one JSON job a line and answers ``{"ready": true}``, then waits for the line ``{"until": …}``
(seconds of the monotonic clock, which all processes share) and answers with what it counted.
"""

from __future__ import annotations

import json
import sys
from time import monotonic
from typing import Any

import zmq

from .peer import NoAnswer, open_socket, receive
from .wire import Wire, WireError, execute_content

WARM_UP = 20
"""Cells each client runs before it is ready."""


def main() -> None:
    """Serves jobs until its input ends."""
    with zmq.Context() as context:
        for line in sys.stdin:
            job = json.loads(line)
            try:
                answer = run(context, job)
            except (NoAnswer, WireError) as error:
                answer = {"failure": str(error)}
            say(answer)


def run(context: zmq.Context[Any], job: dict[str, Any]) -> dict[str, Any]:
    """Runs one job: replies in time, and cells sent in all."""
    wire = Wire(job["key"])
    content = execute_content(job["code"])
    with open_socket(context, zmq.DEALER, job["address"]) as shell:

        def cell() -> tuple[bytes, list[bytes]]:
            request = wire.request("execute_request", content)
            shell.send_multipart(request.frames)
            return request.id, receive(shell)

        replies = [cell() for _ in range(WARM_UP)]
        say({"ready": True})
        until = float(json.loads(sys.stdin.readline())["until"])
        in_time = 0
        while True:
            replies.append(cell())
            if monotonic() > until:
                break
            in_time += 1
    for identity, frames in replies:
        check(wire, identity, frames)
    return {"inTime": in_time, "sent": len(replies)}


def check(wire: Wire, identity: bytes, frames: list[bytes]) -> None:
    """A reply is signed, belongs to its request and says ok; an echo is the request itself."""
    message = wire.read(frames)
    if message.kind() == "execute_request" and identity in message.header:
        return
    if identity not in message.parent or message.body().get("status") != "ok":
        raise WireError(f"Cannot count reply: {message.content[:200]!r}")


def say(answer: dict[str, Any]) -> None:
    """One line of JSON to whoever started this process."""
    print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()

# SPDX-License-Identifier: Apache-2.0 OR MIT
"""ipykernel with one fault of your choice, to see that the conformance suite finds it.

Started as `faulty_kernel.py FAULT CONNECTION_FILE`; the fault `none` leaves it as it is.
"""

import sys
from collections.abc import Callable
from typing import Any

from ipykernel.kernelapp import launch_new_instance
from jupyter_client.session import DELIM, Session

#: Where a fault can be put: the message before it is serialized, its frames after, or how often it is sent.
send, serialize = Session.send, Session.serialize


def changed_message(change: Callable[[dict[str, Any]], None]) -> None:
    """Serializes every message with a change."""

    def patched(self: Session, msg: dict[str, Any], ident: Any = None) -> list[bytes]:
        copy = {**msg, "header": dict(msg["header"]), "parent_header": dict(msg["parent_header"]),
                "content": dict(msg["content"])}
        change(copy)
        return serialize(self, copy, ident)

    Session.serialize = patched


def wrong_signature() -> None:
    """Signs with zeros."""

    def patched(self: Session, msg: dict[str, Any], ident: Any = None) -> list[bytes]:
        frames = serialize(self, msg, ident)
        frames[frames.index(DELIM) + 1] = b"0" * 64
        return frames

    Session.serialize = patched


def changed_parent(msg: dict[str, Any]) -> None:
    """A parent header that is not the request's own."""
    if msg["parent_header"]:
        msg["parent_header"]["username"] = "somebody"


def missing_field(msg: dict[str, Any]) -> None:
    """A result without metadata."""
    if msg["header"]["msg_type"] == "execute_result":
        msg["content"].pop("metadata", None)


def no_zone(msg: dict[str, Any]) -> None:
    """A date without time zone."""
    msg["header"]["date"] = "2026-01-01T00:00:00"


def one_id(msg: dict[str, Any]) -> None:
    """The same id for all messages."""
    msg["header"]["msg_id"] = "always-the-same"


def constant_count(msg: dict[str, Any]) -> None:
    """A counter that stands still."""
    if "execution_count" in msg["content"]:
        msg["content"]["execution_count"] = 1


def sent_otherwise(route: Callable[[Callable[[], Any], str, dict[str, Any]], Any]) -> None:
    """Sends every message by `route(send, type, content)`."""

    def patched(self: Session, stream: Any, msg_or_type: Any, content: Any = None, *rest: Any, **more: Any) -> Any:
        kind = msg_or_type if isinstance(msg_or_type, str) else msg_or_type["header"]["msg_type"]
        body = content if isinstance(msg_or_type, str) else msg_or_type["content"]
        return route(lambda: send(self, stream, msg_or_type, content, *rest, **more), kind, body or {})

    Session.send = patched


def twice(deliver: Callable[[], Any], kind: str, _: dict[str, Any]) -> Any:
    """Answers executions two times."""
    if kind == "execute_reply":
        deliver()
    return deliver()


late: list[Callable[[], Any]] = []


def results_late(deliver: Callable[[], Any], kind: str, content: dict[str, Any]) -> Any:
    """Publishes results behind the idle status."""
    if kind == "execute_result":
        late.append(deliver)
        return None
    delivered = deliver()
    if content.get("execution_state") == "idle":
        while late:
            late.pop()()
    return delivered


def replay_allowed() -> None:
    """Forgets which signatures it has seen."""
    Session._add_digest = lambda self, signature: None


def forgery_allowed() -> None:
    """Takes any signature for good."""
    original = Session.deserialize

    def patched(self: Session, frames: list[Any], content: bool = True, copy: bool = True) -> dict[str, Any]:
        auth, self.auth = self.auth, None
        try:
            return original(self, frames, content, copy)
        finally:
            self.auth = auth

    Session.deserialize = patched


FAULTS: dict[str, Callable[[], None]] = {
    "none": lambda: None,
    "signature": wrong_signature,
    "parent": lambda: changed_message(changed_parent),
    "schema": lambda: changed_message(missing_field),
    "date": lambda: changed_message(no_zone),
    "msg_id": lambda: changed_message(one_id),
    "count": lambda: changed_message(constant_count),
    "twice": lambda: sent_otherwise(twice),
    "late": lambda: sent_otherwise(results_late),
    "replay": replay_allowed,
    "forgery": forgery_allowed,
}

if __name__ == "__main__":
    FAULTS[sys.argv[1]]()
    launch_new_instance(["-f", sys.argv[2]])

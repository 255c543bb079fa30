# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Frames and messages: how a Jupyter message is signed, sent and read. Nothing here trusts the kernel."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
import uuid
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Any

from . import PROTOCOL_VERSION, validation

DELIMITER = b"<IDS|MSG>"


@dataclass
class Message:
    """A message as it came, with everything found wrong with it."""

    channel: str
    frames: list[bytes]
    identities: list[bytes] = field(default_factory=list)
    signature: bytes = b""
    header: dict[str, Any] = field(default_factory=dict)
    parent: dict[str, Any] = field(default_factory=dict)
    metadata: dict[str, Any] = field(default_factory=dict)
    content: dict[str, Any] = field(default_factory=dict)
    buffers: list[bytes] = field(default_factory=list)
    problems: list[tuple[str, str]] = field(default_factory=list)
    received: float = field(default_factory=time.monotonic)

    @property
    def type(self) -> str:
        """The message type, or "" when the header could not be read."""
        return str(self.header.get("msg_type", ""))

    @property
    def parent_id(self) -> str:
        """Id of the request this belongs to, or "" when it belongs to none."""
        return str(self.parent.get("msg_id", ""))

    def __str__(self) -> str:
        text = json.dumps(self.content, ensure_ascii=False, default=str)
        return f"{self.channel} {self.type or '?'} {text[:200]}"


class Codec:
    """Signs and reads messages with one key."""

    def __init__(self, key: bytes, scheme: str = "hmac-sha256") -> None:
        self.key = key
        self.digest = getattr(hashlib, scheme.removeprefix("hmac-"))

    def sign(self, parts: list[bytes]) -> bytes:
        """The signature of serialized parts: lower-case hexadecimal, empty without a key."""
        if not self.key:
            return b""
        return hmac.new(self.key, b"".join(parts), self.digest).hexdigest().encode()

    def pack(self, header: Any, content: Any, metadata: Any = None, parent: Any = None,
             buffers: list[bytes] | None = None) -> list[bytes]:
        """Frames of a message, from the delimiter on."""
        parts = [dump(part) for part in (header, parent or {}, metadata or {}, content)]
        return [DELIMITER, self.sign(parts), *parts, *(buffers or [])]

    def read(self, channel: str, frames: list[bytes]) -> Message:
        """Takes a message apart. Whatever is wrong is noted in `problems`, nothing is raised."""
        message = Message(channel, frames)
        if DELIMITER not in frames:
            message.problems.append(("wire.delimiter", f"no delimiter in {len(frames)} frames"))
            return message
        at = frames.index(DELIMITER)
        message.identities, rest = frames[:at], frames[at + 1:]
        if len(rest) < 5:
            message.problems.append(("wire.delimiter", f"{len(rest)} of 5 frames after the delimiter"))
            return message
        message.signature, parts, message.buffers = rest[0], rest[1:5], rest[5:]
        if not hmac.compare_digest(message.signature, self.sign(parts)):
            message.problems.append(("wire.signature", f"{message.signature!r} does not fit"))
        for name, part in zip(("header", "parent", "metadata", "content"), parts, strict=True):
            try:
                value = json.loads(part.decode("utf-8"), parse_constant=_no_constant)
            except ValueError as error:
                message.problems.append(("wire.json", f"{name}: {error}"))
                continue
            if isinstance(value, dict):
                setattr(message, name, value)
            else:
                message.problems.append(("wire.json", f"{name} is {type(value).__name__}"))
        check_schema(message)
        return message


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


def check_schema(message: Message) -> None:
    """Notes in `problems` where the message departs from the schema of its type."""
    if message.type not in validation.known_types():
        message.problems.append(("wire.schema", f"unknown message type {message.type!r}"))
        return
    whole = {"header": message.header, "parent_header": message.parent,
             "metadata": message.metadata, "content": message.content}
    found = validation.problem(message.type, whole)
    if found:
        message.problems.append(("wire.schema", f"{message.type} {found}"))
    if message.channel not in validation.document(message.type)["x-channels"]:
        message.problems.append(("wire.schema", f"{message.type} on {message.channel}"))
    if "data" in message.content and message.type.startswith(("display", "execute_r", "update")):
        for mime, value in dict(message.content["data"]).items():
            if (mime == "application/json" or mime.endswith("+json")) and isinstance(value, str):
                message.problems.append(("wire.schema", f"{message.type}: {mime} holds a string, not JSON"))


def dump(value: Any) -> bytes:
    """JSON as bytes; bytes stay as they are, so that a check can send what is not JSON."""
    if isinstance(value, bytes):
        return value
    return json.dumps(value, ensure_ascii=False).encode("utf-8")


def make_header(msg_type: str, session: str, subshell: str | None = None) -> dict[str, Any]:
    """A header as a client writes it."""
    header: dict[str, Any] = {
        "msg_id": uuid.uuid4().hex,
        "session": session,
        "username": "conformance",
        "date": datetime.now(timezone.utc).isoformat().replace("+00:00", "Z"),
        "msg_type": msg_type,
        "version": PROTOCOL_VERSION,
    }
    if subshell is not None:
        header["subshell_id"] = subshell
    return header

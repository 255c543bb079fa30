# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Jupyter messages as raw frames: built before the clock starts, checked after it has stopped.

See Jupyter messaging 5.5, "The wire protocol". A message is
``[identities..., b"<IDS|MSG>", signature, header, parent_header, metadata, content, buffers...]``.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

DELIMITER = b"<IDS|MSG>"


class WireError(Exception):
    """A kernel sent a message that is not as the protocol says."""


def malformed(frames: list[bytes]) -> WireError:
    """The message lacks its delimiter or one of its parts."""
    return WireError(f"Cannot split message: no delimiter with five parts in {len(frames)} frames")


def parent_of(frames: list[bytes]) -> bytes:
    """The parent header of a message, unparsed. Raises WireError without a delimiter."""
    try:
        return frames[frames.index(DELIMITER) + 3]
    except (ValueError, IndexError):
        raise malformed(frames) from None


def content_of(frames: list[bytes]) -> bytes:
    """The content of a message, unparsed. Raises WireError without a delimiter."""
    try:
        return frames[frames.index(DELIMITER) + 5]
    except (ValueError, IndexError):
        raise malformed(frames) from None


def wrong_signature(header: bytes) -> WireError:
    """The signature does not belong to the message."""
    return WireError(f"Cannot trust message: wrong signature on {header[:200]!r}")


@dataclass(frozen=True)
class Message:
    """A message taken apart; the parts are JSON bytes."""

    signature: bytes
    header: bytes
    parent: bytes
    metadata: bytes
    content: bytes

    def kind(self) -> str:
        """The header's ``msg_type``."""
        return str(json.loads(self.header)["msg_type"])

    def body(self) -> dict[str, Any]:
        """The content, parsed."""
        return dict(json.loads(self.content))


@dataclass(frozen=True)
class Request:
    """A request ready to send, and the id its answers carry in their parent header."""

    id: bytes
    frames: list[bytes]


class Wire:
    """Builds and checks messages of one client under one key."""

    def __init__(self, key: str) -> None:
        self._mac = hmac.new(key.encode(), digestmod=hashlib.sha256)
        self._session = os.urandom(8).hex()
        self._count = 0

    def request(self, kind: str, content: dict[str, Any] | None = None) -> Request:
        """A signed request of the given ``msg_type`` with a fresh id."""
        self._count += 1
        identity = f"{self._session}_{self._count}"
        header = (
            f'{{"msg_id":"{identity}","session":"{self._session}","username":"bench",'
            f'"date":"2000-01-01T00:00:00.000000Z","msg_type":"{kind}","version":"5.4"}}'
        ).encode()
        parts = [header, b"{}", b"{}", json.dumps(content or {}).encode()]
        return Request(identity.encode(), [DELIMITER, self._sign(parts), *parts])

    def read(self, frames: list[bytes]) -> Message:
        """Takes a message apart and checks its signature.

        Raises WireError when a part is missing or the signature is wrong.
        """
        try:
            at = frames.index(DELIMITER)
        except ValueError:
            raise malformed(frames) from None
        if len(frames) - at < 6:
            raise malformed(frames)
        message = Message(*frames[at + 1 : at + 6])
        expected = self._sign(frames[at + 2 : at + 6])
        if not hmac.compare_digest(expected, message.signature):
            raise wrong_signature(message.header)
        return message

    def _sign(self, parts: Iterable[bytes]) -> bytes:
        mac = self._mac.copy()
        for part in parts:
            mac.update(part)
        return mac.hexdigest().encode()


def execute_content(code: str) -> dict[str, Any]:
    """Content of the execute_request a notebook front end sends for a cell."""
    return {
        "code": code,
        "silent": False,
        "store_history": True,
        "user_expressions": {},
        "allow_stdin": False,
        "stop_on_error": True,
    }

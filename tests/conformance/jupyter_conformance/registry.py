# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Checks by name, and what a check can say of a kernel."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .run import Run


class Failed(Exception):
    """The kernel departs from the protocol."""


class NotClaimed(Exception):
    """The kernel does not claim what the check is about; the text says why."""


class NotRun(Exception):
    """The suite cannot make this check in this run; the text says why."""


@dataclass(frozen=True)
class Check:
    """One property of a kernel, with the section of the specification that asks for it."""

    name: str
    section: str
    summary: str
    body: Callable[[Run], None]
    final: bool = False
    fresh: bool = False


CHECKS: dict[str, Check] = {}


def check(name: str, section: str, *, final: bool = False, fresh: bool = False) -> Callable[[Callable[[Run], None]], Callable[[Run], None]]:
    """Registers a check. `final` ones judge the trace of the whole run; `fresh` ones start kernels of their own."""

    def register(body: Callable[[Run], None]) -> Callable[[Run], None]:
        if name in CHECKS:
            raise ValueError(f"Cannot register check: {name} exists")
        CHECKS[name] = Check(name, section, " ".join((body.__doc__ or "").split()), body, final, fresh)
        return body

    return register


def expect(condition: Any, text: str) -> None:
    """Fails the check with `text` unless the condition holds."""
    if not condition:
        raise Failed(text)


def equal(actual: Any, wanted: Any, what: str) -> None:
    """Fails the check unless both are the same."""
    if actual != wanted:
        raise Failed(f"{what}: {actual!r}, expected {wanted!r}")


def status(request: Any, wanted: str = "ok") -> None:
    """Fails the check unless the reply has this status."""
    equal(request.content.get("status"), wanted, f"status of {request.reply.type} ({str(request.content)[:200]})")


@contextmanager
def expecting(error: type[Exception], text: str) -> Iterator[None]:
    """Fails the check with `text` when the block ends without `error`."""
    try:
        yield
    except error:
        return
    raise Failed(text)

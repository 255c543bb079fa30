# SPDX-License-Identifier: Apache-2.0 OR MIT
"""One run of the suite: the kernel it talks to, its client, and the outcome of each check."""

from __future__ import annotations

import fnmatch
import time
import tomllib
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from .client import Client, KernelDied, NoAnswer, Trace
from .kernel import Attached, Kernel, Spec
from .registry import CHECKS, Check, Failed, NotClaimed, NotRun


@dataclass(frozen=True)
class Outcome:
    """What a check found: passed, failed, not_claimed or not_run."""

    check: str
    section: str
    summary: str
    outcome: str
    detail: str
    seconds: float


@dataclass(frozen=True)
class Options:
    """What to run against."""

    spec: Spec | None
    connection_file: Path | None
    interrupt_mode: str
    language: str | None
    transport: str
    only: tuple[str, ...]
    time_limit: dict[str, Any] | None
    progress: Callable[[Outcome], None]


class Run:
    """Gives checks the kernel, the client and the language's snippets."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self.trace = Trace()
        self.kernel: Kernel | None = None
        self._client: Client | None = None
        self.info: dict[str, Any] = {}
        self.language = options.language or ""
        self.snippets: dict[str, Any] = {}

    @property
    def client(self) -> Client:
        """The main client, connected when first asked for."""
        if self._client is None:
            self.restart()
        assert self._client is not None
        return self._client

    def restart(self) -> None:
        """Starts a new kernel (or connects anew) and reads what it says of itself."""
        self.close()
        self.kernel = self.start(self.options.transport)
        self._client = self.kernel.connect(self.trace, "main")
        self.info = self._client.call("kernel_info_request").content
        self.language = self.options.language or self.info.get("language_info", {}).get("name", "")
        table = tomllib.loads((Path(__file__).parent / "languages.toml").read_text("utf-8"))
        self.snippets = table.get(self.language.lower(), {})

    def start(self, transport: str = "tcp", curve: bool = False) -> Kernel:
        """A kernel of its own for a check; the caller closes it."""
        if self.options.connection_file is not None:
            if transport != self.options.transport or curve:
                raise NotRun("attached to a running kernel")
            return Attached(self.options.connection_file, self.options.interrupt_mode)
        kernel = self.fresh(transport, curve)
        kernel.launch()
        return kernel

    def fresh(self, transport: str = "tcp", curve: bool = False) -> Kernel:
        """A kernel not yet launched."""
        if self.options.spec is None:
            raise NotRun("needs to start kernels, and the run is attached to a running one")
        return Kernel(self.options.spec, transport, curve)

    def second(self, name: str = "second") -> Client:
        """A further client of the main kernel; the caller closes it."""
        _ = self.client
        assert self.kernel is not None
        return self.kernel.connect(self.trace, name)

    def interrupt(self) -> None:
        """Interrupts the main kernel."""
        assert self.kernel is not None
        if isinstance(self.kernel, Attached) and self.kernel.spec.interrupt_mode != "message":
            raise NotRun("an attached kernel can be interrupted by message only")
        self.kernel.interrupt(self.client)

    def code(self, name: str, **values: object) -> Any:
        """A snippet of the kernel's language."""
        _ = self.client
        if name not in self.snippets:
            raise NotClaimed(f"no snippet {name!r} for language {self.language!r}")
        text = self.snippets[name]
        for key, value in values.items():
            text = text.replace(f"<{key}>", str(value))
        return text

    def claims(self, feature: str) -> None:
        """Ends the check unless supported_features names the feature."""
        _ = self.client
        if feature not in self.info.get("supported_features", []):
            raise NotClaimed(f"supported_features does not name {feature!r}")

    def protocol(self) -> tuple[int, ...]:
        """The protocol version the kernel claims."""
        _ = self.client
        return tuple(int(part) for part in str(self.info.get("protocol_version", "0")).split(".")[:2])

    def close(self) -> None:
        """Closes the client and the kernel."""
        if self._client is not None:
            self._client.close()
            self._client = None
        if self.kernel is not None:
            self.kernel.close()
            self.kernel = None

    def execute(self) -> list[Outcome]:
        """Makes all chosen checks and returns what they found."""
        chosen = [one for one in CHECKS.values() if self._chosen(one)]
        ordered = sorted(chosen, key=lambda one: (one.final, one.fresh))
        outcomes = []
        try:
            for one in ordered:
                outcome = self._make(one)
                self.options.progress(outcome)
                outcomes.append(outcome)
        finally:
            self.close()
        return outcomes

    def _chosen(self, one: Check) -> bool:
        patterns = self.options.only
        return not patterns or one.final or any(fnmatch.fnmatchcase(one.name, p) for p in patterns)

    def _make(self, one: Check) -> Outcome:
        began = time.monotonic()
        try:
            one.body(self)
            if not one.final and not one.fresh:
                self.client.call("kernel_info_request")
            found = ("passed", "")
        except NotClaimed as error:
            found = ("not_claimed", str(error))
        except NotRun as error:
            found = ("not_run", str(error))
        except Failed as error:
            found = ("failed", str(error))
            if not one.final:
                self._recover()
        except (KeyError, IndexError, TypeError, AttributeError, ValueError) as error:
            found = ("failed", f"unexpected shape: {type(error).__name__}: {error}")
            if one.final is False:
                self._recover()
        except (NoAnswer, KernelDied) as error:
            tail = self.kernel.tail().strip() if self.kernel is not None else ""
            found = ("failed", f"{error}" + (f"\n{tail}" if tail else ""))
            self.close()
        return Outcome(one.name, one.section, one.summary, *found, round(time.monotonic() - began, 3))

    def _recover(self) -> None:
        try:
            self.client.finish(self.client.send("kernel_info_request"), 5)
        except (NoAnswer, KernelDied):
            self.close()


def summary(outcomes: list[Outcome]) -> dict[str, int]:
    """How many checks ended in which way."""
    kinds = ("passed", "failed", "not_claimed", "not_run")
    return {kind: sum(one.outcome == kind for one in outcomes) for kind in kinds}


def as_json(outcomes: list[Outcome]) -> dict[str, Any]:
    """The report as a value."""
    return {"summary": summary(outcomes), "checks": [asdict(one) for one in outcomes]}

# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Rounds: every kernel in turn, its order shifted each time, so that drift of the machine hits all."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from time import perf_counter_ns
from typing import Any, Protocol, TypeVar

import zmq

from . import measures, spin
from .load import Clients
from .measures import Bench, Samples, Sizes
from .peer import NoAnswer, Peer, open_socket, receive_reply
from .process import KernelPlan, KernelProcess
from .wire import Wire, WireError

START_MS = 60_000
"""Longest wait for a kernel's first answer, in milliseconds."""


@dataclass
class Outcome:
    """What all rounds found out about one kernel."""

    name: str
    version: dict[str, str] = field(default_factory=dict)
    samples: Samples = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)
    """Reasons by measure, where a measure could not be taken."""

    def take(self, name: str, measure: Callable[[], Samples]) -> None:
        """Takes a measure; what is not as the protocol says is noted and the round goes on.

        Raises NoAnswer when the kernel fell silent.
        """
        gc.collect()
        try:
            for key, values in measure().items():
                self.samples.setdefault(key, []).extend(values)
        except WireError as error:
            self.missing[name] = str(error)
        except NoAnswer as error:
            self.missing[name] = str(error)
            raise


@contextmanager
def started(plan: KernelPlan, home: Path) -> Iterator[tuple[KernelProcess, float, dict[str, Any]]]:
    """A fresh kernel, milliseconds from its spawn to its first kernel_info_reply, and that reply."""
    begin = perf_counter_ns()
    with KernelProcess(plan, home) as process:
        context = zmq.Context.instance()
        wire = Wire(process.connection.key)
        with open_socket(context, zmq.DEALER, process.connection.address("shell")) as shell:
            request = wire.request("kernel_info_request")
            shell.send_multipart(request.frames)
            process.answer_or_end(shell, START_MS)
            frames = receive_reply(shell, request)
            elapsed = (perf_counter_ns() - begin) / 1e6
        yield process, elapsed, wire.read(frames).body()


class Named(Protocol):
    """Whatever is measured in rounds."""

    @property
    def name(self) -> str:
        """Its own among all that are measured."""


Plan = TypeVar("Plan", bound=Named)


def run_rounds(
    plans: list[Plan],
    rounds: int,
    warm_up: Callable[[Plan, Path], dict[str, str]],
    measure: Callable[[Plan, Outcome, Path, Callable[[str], None]], None],
    home: Path,
    progress: Callable[[str], None],
) -> list[Outcome]:
    """All rounds of all plans, each with a folder of its own.

    ``warm_up`` starts one once, uncounted, and tells its version; what raises NoAnswer then is left out.
    """
    outcomes = {plan.name: Outcome(plan.name) for plan in plans}
    for plan in plans:
        (home / plan.name).mkdir()
        progress(f"warm-up, {plan.name}")
        try:
            outcomes[plan.name].version = warm_up(plan, home / plan.name)
        except NoAnswer as error:
            outcomes[plan.name].missing["start"] = str(error)
    able = [plan for plan in plans if "start" not in outcomes[plan.name].missing]
    for number in range(rounds):
        shift = number % max(1, len(able))
        for plan in able[shift:] + able[:shift]:
            where = f"round {number + 1} of {rounds}, {plan.name}"
            try:
                measure(
                    plan,
                    outcomes[plan.name],
                    home / plan.name,
                    partial(prefixed, progress, where),
                )
            except NoAnswer as error:
                outcomes[plan.name].missing.setdefault("round", f"round {number + 1}: {error}")
    return list(outcomes.values())


def first_version(plan: KernelPlan, home: Path) -> dict[str, str]:
    """What a fresh kernel says of itself."""
    with started(plan, home) as (_, _, info):
        return version(info)


def prefixed(progress: Callable[[str], None], where: str, what: str) -> None:
    """Says where a round is and what it does."""
    progress(f"{where}: {what}")


def version(info: dict[str, Any]) -> dict[str, str]:
    """What a kernel says of itself."""
    language = info.get("language_info", {})
    return {
        "implementation": str(info.get("implementation")),
        "implementationVersion": str(info.get("implementation_version")),
        "protocol": str(info.get("protocol_version")),
        "language": f"{language.get('name')} {language.get('version')}",
    }


def one_round(
    plan: KernelPlan,
    outcome: Outcome,
    sizes: Sizes,
    clients: Clients,
    home: Path,
    progress: Callable[[str], None],
) -> None:
    """One kernel's starts, then every measure on the kernel started last."""
    progress("start")
    for _ in range(sizes.starts - 1):
        with started(plan, home) as (_, elapsed, _):
            outcome.take("start", lambda elapsed=elapsed: {"start_ms": [elapsed]})
    with started(plan, home) as (process, elapsed, _):
        outcome.take("start", lambda: {"start_ms": [elapsed]})
        with Peer(zmq.Context.instance(), process.connection) as peer:
            bench = Bench(plan, process, peer, clients, sizes)
            peer.subscribe()
            for name, measure in steps(bench):
                progress(name)
                outcome.take(name, measure)
            progress("spin")
            spin_steps(bench, outcome)


def steps(bench: Bench) -> list[tuple[str, Callable[[], Samples]]]:
    """The measures in their order."""
    return [
        ("idle_memory", lambda: measures.idle_memory(bench)),
        ("kernel_info", lambda: measures.kernel_info(bench)),
        ("noop", lambda: measures.noop(bench)),
        ("executions_1", lambda: measures.executions(bench, 1)),
        ("executions_8", lambda: measures.executions(bench, 8)),
        ("flood", lambda: measures.flood(bench)),
        ("display", lambda: measures.display(bench)),
        ("after_memory", lambda: measures.memory(bench, "after")),
    ]


def spin_steps(bench: Bench, outcome: Outcome) -> None:
    """Control and interrupt; last, since some kernels never come back from an endless loop."""
    try:
        spinning = spin.spin(bench)
    except NoAnswer:
        outcome.missing |= {"control_spin": "no answer", "interrupt": "no answer"}
        return
    for name, measure in (
        ("control_spin", lambda: spin.control(bench)),
        ("interrupt", lambda: spin.interrupts(bench, spinning)),
    ):
        try:
            outcome.take(name, measure)
        except NoAnswer:
            continue  # noted by take; the interrupt is tried even if control keeps silent

# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Measures languages: each program in rounds, part by part."""

from __future__ import annotations

import dataclasses
import subprocess
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from client.measures import Samples, flood, noop
from client.peer import NoAnswer
from client.process import KernelPlan
from client.rounds import Outcome, first_version, run_rounds
from client.run import Progress, run
from client.wire import WireError

from . import beside, commands, engines, kernels, sessions
from .plan import Program, Sizes, read_program
from .reader import Reader


def measure_languages(plan: dict[str, Any], home: Path, progress: Progress) -> dict[str, Any]:
    """Every program in every round."""
    sizes = Sizes(**plan["sizes"])
    programs = [read_program(one) for one in plan["programs"]]

    def measure(program: Program, outcome: Outcome, home: Path, progress: Progress) -> None:
        for part in plan["parts"]:
            progress(part)
            try:
                PARTS[part](program, outcome, home, sizes)
            except (NoAnswer, WireError) as error:
                # The other parts start programs of their own. What take has noted is not noted twice.
                if str(error) not in outcome.missing.values():
                    outcome.missing[part] = str(error)

    outcomes = run_rounds(programs, plan["rounds"], version, measure, home, progress)
    return {"kernels": [dataclasses.asdict(outcome) for outcome in outcomes]}


def version(program: Program, home: Path) -> dict[str, str]:
    """What a program says of itself."""
    if program.kernel is not None:
        return first_version(program.kernel, home)
    said = subprocess.run(program.version, check=True, capture_output=True, text=True)
    return {"implementation": (said.stdout or said.stderr).strip()}


def kernel_part(program: Program, outcome: Outcome, home: Path, sizes: Sizes) -> None:
    """Starts, then what a running kernel does with cells."""
    if program.kernel is None:
        outcome.take("start", lambda: kernels.reader_starts(program, sizes))
        return
    plan = program.kernel
    outcome.take("start", lambda: kernels.starts(plan, home, sizes))
    with kernels.bench_on(plan, home, sizes) as (bench, _):
        outcome.take("noop", lambda: noop(bench))
        outcome.take("flood", lambda: flood(bench))


def cpu_part(program: Program, outcome: Outcome, home: Path, sizes: Sizes) -> None:
    """Every computation, in a process that has run a cell before."""

    def all_of_them(run_code: kernels.RunCode) -> None:
        for one in program.computations:
            measure = partial(kernels.compute, run_code, one, sizes.cpu_runs)
            outcome.take(f"cpu_{one.name}", measure)

    if program.kernel is None:
        with Reader(program.reader) as reader:
            all_of_them(reader.run)
        return
    with kernels.bench_on(program.kernel, home, sizes) as (bench, _):
        all_of_them(kernels.printing(bench.peer))


def own_part(
    name: str, measure: Callable[[Program, KernelPlan, Path, Sizes], Samples]
) -> Callable[[Program, Outcome, Path, Sizes], None]:
    """A part that only llmspell has."""

    def part(program: Program, outcome: Outcome, home: Path, sizes: Sizes) -> None:
        plan = program.kernel
        if program.own and plan is not None:
            outcome.take(name, lambda: measure(program, plan, home, sizes))

    return part


def run_part(program: Program, outcome: Outcome, _home: Path, sizes: Sizes) -> None:
    """A script from the command line."""
    outcome.take("run", lambda: commands.commands(program.command, sizes))


def memory_part(program: Program, outcome: Outcome, home: Path, sizes: Sizes) -> None:
    """Memory of several sessions: once is enough, since it hardly differs from round to round."""
    if "sessions_1_rss_mb" in outcome.samples:
        return
    plan = program.kernel
    if program.own and plan is not None:
        outcome.take("memory", lambda: sessions.session_memory(program, plan, home, sizes))
    else:
        outcome.take("memory", lambda: sessions.process_memory(program, home, sizes))


def engine_steps(program: Program, _plan: KernelPlan, _home: Path, sizes: Sizes) -> Samples:
    """Engines without a kernel around them."""
    return engines.engines(program.engine_steps, sizes.engine_processes)


PARTS: dict[str, Callable[[Program, Outcome, Path, Sizes], None]] = {
    "kernel": kernel_part,
    "cpu": cpu_part,
    "run": run_part,
    "session": own_part("session", sessions.new_sessions),
    "memory": memory_part,
    "beside": own_part("beside", beside.beside),
    "engine": own_part("engine", engine_steps),
}
"""What a round takes of each program, by the names the driver knows."""


if __name__ == "__main__":
    run(measure_languages)

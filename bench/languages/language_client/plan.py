# SPDX-License-Identifier: Apache-2.0 OR MIT
"""What is measured, as the driver describes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from client import measures
from client.process import KernelPlan


@dataclass(frozen=True)
class Sizes(measures.Sizes):
    """How much of each measure one round takes."""

    cpu_runs: int
    """Runs of each computation, after one that is not counted."""
    commands: int
    """Runs of a script with a cold file cache, and as many with a warm one."""
    new_sessions: int
    """Sessions opened without a warm engine, and as many with one."""
    engine_processes: int
    """Processes in which the first two engines are made."""


@dataclass(frozen=True)
class Computation:
    """A cell that computes, and the one line it has to print."""

    name: str
    code: str
    expected: str


@dataclass(frozen=True)
class Command:
    """A script run from the command line."""

    argv: list[str]
    """``{executable}`` stands for the program, ``{script}`` for the script's path."""
    executable: str
    copied: bool
    """Whether the program works from a copy, whose pages nobody else holds."""
    file_list: list[str]
    """Command that prints the other files it reads at each start, as JSON; empty for none."""
    script_name: str
    script: str
    """Prints ``hello``."""


@dataclass(frozen=True)
class Program:
    """llmspell for one language, or what it is compared with."""

    name: str
    language: str
    kernel: KernelPlan | None
    """Absent for what has no Jupyter kernel."""
    reader: list[str]
    """Command of a process that runs chunks, where there is no kernel; else empty."""
    engine_steps: list[str]
    """Command that measures engines in a process of its own; empty for peers."""
    version: list[str]
    """Command that prints a version, where there is no kernel."""
    cells: dict[str, str]
    """Code by purpose: first, noop, flood, spin."""
    computations: list[Computation]
    command: Command

    @property
    def own(self) -> bool:
        """Whether it is llmspell, which has sessions."""
        return bool(self.engine_steps)


def read_program(data: dict[str, Any]) -> Program:
    """A program out of the driver's JSON."""
    kernel = data["kernel"]
    return Program(
        **data
        | {
            "kernel": kernel and KernelPlan(**kernel, cells=data["cells"]),
            "computations": [Computation(**one) for one in data["computations"]],
            "command": Command(**data["command"]),
        }
    )

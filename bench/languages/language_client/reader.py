# SPDX-License-Identifier: Apache-2.0 OR MIT
"""An interpreter without a Jupyter kernel: a process that runs chunks as they come in."""

from __future__ import annotations

import subprocess
from time import perf_counter_ns
from types import TracebackType

from client.peer import NoAnswer

END = "\0\n"
"""The line behind what a chunk has printed."""


class Reader:
    """A process that reads a line with the number of bytes, then a chunk of so many, and runs it."""

    def __init__(self, argv: list[str]) -> None:
        self.begin = perf_counter_ns()
        self.process = subprocess.Popen(
            argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
        )

    def __enter__(self) -> Reader:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self.process.kill()
        self.process.communicate()

    def run(self, code: str) -> tuple[float, str]:
        """Runs a chunk: milliseconds until its end is known, and what it printed.

        Raises NoAnswer when the process ends.
        """
        assert self.process.stdin is not None and self.process.stdout is not None
        chunk = code.encode()
        begin = perf_counter_ns()
        self.process.stdin.write(b"%d\n" % len(chunk) + chunk)
        self.process.stdin.flush()
        lines = []
        while True:
            line = self.process.stdout.readline().decode()
            if line == END:
                return (perf_counter_ns() - begin) / 1e6, "".join(lines)
            if not line:
                raise NoAnswer(f"ended with {self.process.wait()}")
            lines.append(line)

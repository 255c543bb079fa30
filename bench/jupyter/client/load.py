# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Client processes that load a kernel together, kept alive for the whole run."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from time import monotonic
from typing import Any

from .peer import NoAnswer


@dataclass(frozen=True)
class Load:
    """What clients did together within a time."""

    per_second: float
    sent: int
    """Cells sent in all, warm-up included: iopub owes as many idle statuses."""


class Clients:
    """A fixed number of client processes; a job uses the first few of them."""

    def __init__(self, count: int) -> None:
        self._processes = [
            subprocess.Popen(
                [sys.executable, "-B", "-m", "client.worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                start_new_session=True,  # a key press that ends the run is for the run alone
            )
            for _ in range(count)
        ]

    def __enter__(self) -> Clients:
        return self

    def __exit__(self, *_: object) -> None:
        for process in self._processes:
            process.kill()
            process.communicate()

    def load(self, clients: int, seconds: float, address: str, key: str, code: str) -> Load:
        """Lets clients run a cell over and over for a time.

        Raises NoAnswer when one of them got none.
        """
        used = self._processes[:clients]
        for process in used:
            _tell(process, {"address": address, "key": key, "code": code})
        ready = [(process, _hear(process)) for process in used]
        until = monotonic() + seconds
        started = [process for process, answer in ready if "ready" in answer]
        for process in started:
            _tell(process, {"until": until})
        counts = [_hear(process) for process in started]
        for answer in [*(answer for _, answer in ready), *counts]:
            if "failure" in answer:
                raise NoAnswer(str(answer["failure"]))
        in_time = sum(count["inTime"] for count in counts)
        return Load(in_time / seconds, sum(count["sent"] for count in counts))


def _tell(process: subprocess.Popen[str], message: dict[str, Any]) -> None:
    assert process.stdin is not None
    process.stdin.write(json.dumps(message) + "\n")
    process.stdin.flush()


def _hear(process: subprocess.Popen[str]) -> dict[str, Any]:
    assert process.stdout is not None
    line = process.stdout.readline()
    answer: dict[str, Any] = json.loads(line) if line else {"failure": "client ended"}
    return answer

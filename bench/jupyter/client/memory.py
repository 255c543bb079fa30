# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Memory of a process and all its descendants."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Memory:
    """Sums over a process tree in MB of 10^6 bytes; ``pss_mb`` shares out what several map."""

    rss_mb: float
    pss_mb: float | None


def descendants(root: int, parents: dict[int, int]) -> set[int]:
    """A process and everything below it, from a table of parents by process id."""
    tree = {root}
    grown = True
    while grown:
        below = {pid for pid, parent in parents.items() if parent in tree} - tree
        grown = bool(below)
        tree |= below
    return tree


def measure_memory(root: int) -> Memory:
    """Memory of a process tree at this moment."""
    if not Path("/proc/self/smaps_rollup").exists():
        return _by_ps(root)
    parents = {int(path.parent.name): _parent(path) for path in Path("/proc").glob("[0-9]*/stat")}
    rss = pss = 0
    for pid in descendants(root, parents):
        try:
            text = Path(f"/proc/{pid}/smaps_rollup").read_text()
        except (FileNotFoundError, ProcessLookupError):
            continue  # it ended while the tree was read
        sizes = {line.split()[0]: line.split()[1] for line in text.splitlines()[1:]}
        rss += int(sizes.get("Rss:", "0"))
        pss += int(sizes.get("Pss:", "0"))
    return Memory(rss * 1024 / 1e6, pss * 1024 / 1e6)


def _parent(stat: Path) -> int:
    try:
        # The name in parentheses may hold anything; the state and the parent follow the last one.
        return int(stat.read_text().rpartition(")")[2].split()[1])
    except (FileNotFoundError, ProcessLookupError):
        return 0


def _by_ps(root: int) -> Memory:
    table = subprocess.run(
        ["ps", "-axo", "pid=,ppid=,rss="], check=True, capture_output=True, text=True
    ).stdout
    rows = [[int(cell) for cell in line.split()] for line in table.splitlines()]
    tree = descendants(root, {pid: parent for pid, parent, _ in rows})
    return Memory(sum(rss for pid, _, rss in rows if pid in tree) * 1024 / 1e6, None)

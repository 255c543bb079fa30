# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Fails when a process with this LLMSPELL_HOME does not end by itself within 10 seconds, and ends it.

Processes that are just ending are waited for by their pidfd. Where there is no /proc, nothing can be said.
"""

import os
import select
import signal
import sys
from pathlib import Path


def processes(home: str) -> list[int]:
    """Processes, other than this one, whose environment names the folder."""
    wanted = f"LLMSPELL_HOME={home}\0".encode()
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if int(entry.name) != os.getpid() and wanted in (entry / "environ").read_bytes():
                found.append(int(entry.name))
        except OSError:
            continue  # It ended, or belongs to somebody else.
    return found


def main() -> int:
    """Waits for each; names those that stay."""
    left = []
    for pid in processes(sys.argv[1]):
        try:
            fd = os.pidfd_open(pid)
        except ProcessLookupError:
            continue
        if not select.select([fd], [], [], 10)[0]:
            left.append(f"{pid}: {Path(f'/proc/{pid}/cmdline').read_bytes().replace(bytes(1), b' ').decode()}")
            signal.pidfd_send_signal(fd, signal.SIGKILL)
        os.close(fd)
    if left:
        print("processes left over:", *left, sep="\n")
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())

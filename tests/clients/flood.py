# SPDX-License-Identifier: Apache-2.0 OR MIT
"""A million printed lines, seen complete and in order by a client, while the kernel's memory stays bounded."""

import sys
from pathlib import Path

from jupyter_conformance.client import Trace
from jupyter_conformance.kernel import Kernel, Spec

LINES, GROWTH = 1_000_000, 200 << 20


def peak(pid: int) -> int:
    """The most memory the process ever held, in bytes; 0 where there is no /proc."""
    try:
        text = Path(f"/proc/{pid}/status").read_text()
    except FileNotFoundError:
        return 0
    return next(int(line.split()[1]) << 10 for line in text.splitlines() if line.startswith("VmHWM"))


def main(argv: list[str]) -> int:
    """Floods, then compares line by line."""
    with Kernel(Spec(argv, "message")) as kernel:
        kernel.launch()
        assert kernel.process is not None
        with kernel.connect(Trace()) as client:
            client.execute("for i = 1, 1000 do print(i) end")
            before = peak(kernel.process.pid)
            request = client.finish(client.start(f"for i = 1, {LINES} do print(i) end"), 240)
            lines = request.text().split("\n")
            assert lines.pop() == "", "the last line is cut"
            assert len(lines) == LINES, f"{len(lines)} lines"
            wrong = next((n for n, line in enumerate(lines, 1) if line != str(n)), None)
            assert wrong is None, f"line {wrong}: {lines[wrong - 1]!r}"
            messages = len(request.outputs("stream"))
            assert messages < LINES / 20, f"{messages} stream messages: lines are not coalesced"
            grown = peak(kernel.process.pid) - before
            assert grown < GROWTH, f"memory grew by {grown >> 20} MB"
            after = client.call("kernel_info_request")
            assert after.content["status"] == "ok"
            print(f"{messages} messages, memory grew by {grown >> 20} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

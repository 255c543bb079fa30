# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Runs the command line behind its first argument on a terminal of its own, and prints what it writes. Closes the
terminal when the command has written the first argument, or has ended.

Whatever still runs on the terminal then hears the hang-up. Ends with the command's exit code.
"""

import os
import pty
import sys

pid, terminal = pty.fork()
if pid == 0:
    os.execvp(sys.argv[2], sys.argv[2:])
until = sys.argv[1].encode()
seen = b""
while not until or until not in seen:
    try:
        text = os.read(terminal, 1 << 16)
    except OSError:  # The last process that had the terminal open has ended.
        break
    if not text:
        break
    seen += text
    sys.stdout.buffer.write(text)
os.close(terminal)
_, status = os.waitpid(pid, 0)
sys.exit(os.waitstatus_to_exitcode(status))

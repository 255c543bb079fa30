# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Runs the command line of its arguments on a terminal of its own, and closes the terminal when the command has ended.

Prints what the command wrote, and ends with its exit code. Whatever the command left running hears the hang-up.
"""

import os
import pty
import sys

pid, terminal = pty.fork()
if pid == 0:
    os.execvp(sys.argv[1], sys.argv[1:])
while True:
    try:
        text = os.read(terminal, 1 << 16)
    except OSError:  # The last process that had the terminal open has ended.
        break
    if not text:
        break
    sys.stdout.buffer.write(text)
_, status = os.waitpid(pid, 0)
os.close(terminal)
sys.exit(os.waitstatus_to_exitcode(status))

# SPDX-License-Identifier: Apache-2.0 OR MIT
"""A kernel ends when the front end that started it dies, also while its code runs."""

import json
import os
import select
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from jupyter_conformance.client import Trace
from jupyter_conformance.kernel import Kernel, Spec

#: The front end: starts the kernel, says its process id, and waits to be killed.
PARENT = """
import os, signal, subprocess, sys
env = os.environ | {"JPY_PARENT_PID": str(os.getpid())}
print(subprocess.Popen(sys.argv[1:], env=env, start_new_session=True).pid, flush=True)
signal.pause()
"""


def dies(argv: list[str], busy: bool) -> None:
    """Starts a front end with its kernel, kills the front end, and waits for the kernel's end."""
    kernel = Kernel(Spec([sys.executable, "-c", PARENT, *argv], "message"))
    with tempfile.NamedTemporaryFile() as said, kernel:
        kernel.errors.close()
        kernel.errors = open(said.name, "w+b")
        kernel.launch()
        assert kernel.process is not None
        with kernel.connect(Trace()) as client:
            pid = int(next(line for line in Path(said.name).read_text().splitlines() if line.isdigit()))
            child = os.pidfd_open(pid)
            try:
                if busy:
                    client.output(client.start('print("spinning") while true do end'), "spinning")
                kernel.process.kill()
                kernel.process.wait()
                ended = select.select([child], [], [], 20)[0]
                if not ended:
                    signal.pidfd_send_signal(child, signal.SIGKILL)
                assert ended, f"the kernel outlives its front end, busy = {busy}"
            finally:
                os.close(child)


def unparented(argv: list[str]) -> None:
    """Without JPY_PARENT_PID the kernel of a script that ends goes on."""
    environment = {name: value for name, value in os.environ.items() if name != "JPY_PARENT_PID"}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "kernel.json"
        command = [part.replace("{connection_file}", str(file)) for part in argv]
        starter = "import subprocess, sys; print(subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL, " \
            "stderr=subprocess.DEVNULL, start_new_session=True).pid)"
        kernel = Kernel(Spec([]))
        with kernel:
            file.write_text(json.dumps(kernel.info))
            said = subprocess.run([sys.executable, "-c", starter, *command], env=environment, check=True,
                                  capture_output=True, text=True).stdout
            fd = os.pidfd_open(int(said))
            try:
                with kernel.connect(Trace()) as client:
                    assert client.execute("print(1)").text() == "1\n"
            finally:
                signal.pidfd_send_signal(fd, signal.SIGTERM)
                ended = select.select([fd], [], [], 20)[0]
                os.close(fd)
            assert ended, "SIGTERM does not end the kernel"


if __name__ == "__main__":
    dies(sys.argv[1:], False)
    dies(sys.argv[1:], True)
    unparented(sys.argv[1:])

# SPDX-License-Identifier: Apache-2.0 OR MIT
"""The kernel under test: how it is started, reached, interrupted and ended."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import zmq

from .client import Client, KernelDied, NoAnswer, Trace

PORTS = ("shell_port", "iopub_port", "stdin_port", "control_port", "hb_port")


@dataclass(frozen=True)
class Spec:
    """What a kernelspec says: the command, how it wants to be interrupted, and what it claims."""

    argv: list[str]
    interrupt_mode: str = "signal"
    env: dict[str, str] = field(default_factory=dict)
    metadata: dict[str, Any] = field(default_factory=dict)

    @staticmethod
    def installed(name: str) -> Spec:
        """The kernelspec of an installed kernel."""
        from jupyter_client.kernelspec import KernelSpecManager

        found = KernelSpecManager().get_kernel_spec(name)
        argv = [part.replace("{resource_dir}", found.resource_dir) for part in found.argv]
        if argv[0] in ("python", "python3", f"python3.{sys.version_info[1]}"):
            argv[0] = sys.executable
        return Spec(argv, found.interrupt_mode, dict(found.env), dict(found.metadata))

    def claims(self, feature: str) -> bool:
        """Whether the metadata's `supported_encryption` names this one."""
        value = self.metadata.get("supported_encryption", [])
        return feature in ([value] if isinstance(value, str) else list(value))


def free_ports(count: int) -> list[int]:
    """Ports that nobody listens on now."""
    opened = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [one.getsockname()[1] for one in opened]
    for one in opened:
        one.close()
    return ports


class Kernel:
    """A kernel process with its connection file in a folder of its own."""

    def __init__(self, spec: Spec, transport: str = "tcp", curve: bool = False) -> None:
        self.spec = spec
        self.folder = tempfile.TemporaryDirectory(prefix="jc-")
        self.file = Path(self.folder.name) / "kernel.json"
        self.info: dict[str, Any] = {
            "transport": transport, "ip": "127.0.0.1", "key": uuid.uuid4().hex,
            "signature_scheme": "hmac-sha256", "kernel_name": "conformance",
        }
        numbers = range(1, 6) if transport == "ipc" else free_ports(5)
        self.info.update(zip(PORTS, numbers, strict=True))
        if transport == "ipc":
            self.info["ip"] = str(Path(self.folder.name) / "ipc")
        if curve:
            public, secret = zmq.curve_keypair()
            self.info |= {"curve_publickey": public.decode(), "curve_secretkey": secret.decode()}
        self.process: subprocess.Popen[bytes] | None = None
        self.errors = tempfile.TemporaryFile()

    def launch(self, content: dict[str, Any] | None = None) -> None:
        """Writes the file and starts the process."""
        self.file.write_text(json.dumps(content or self.info))
        self.file.chmod(0o600)
        argv = [part.replace("{connection_file}", str(self.file)) for part in self.spec.argv]
        env = os.environ | self.spec.env | {"JPY_PARENT_PID": str(os.getpid())}
        self.process = subprocess.Popen(argv, stdin=subprocess.DEVNULL, stdout=self.errors, stderr=self.errors,
                                        env=env, start_new_session=True)

    def alive(self) -> bool:
        """Whether the process still runs."""
        return self.process is None or self.process.poll() is None

    def connect(self, trace: Trace, name: str = "client", timeout: float = 60) -> Client:
        """A client whose subscription is known to be in effect."""
        client = Client(self.info, trace, self.alive, name)
        try:
            client.connected(timeout)
            first = client.send("kernel_info_request")
            client.wait("kernel_info_reply", lambda: first.replies, timeout)
            for _ in range(50):
                try:
                    return_ = client.send("kernel_info_request")
                    client.wait("status", lambda: return_.done, 1)
                    return client
                except NoAnswer:
                    continue
            raise NoAnswer("the kernel publishes no status for kernel_info_request")
        except BaseException:
            client.close()
            raise

    def interrupt(self, client: Client) -> None:
        """Interrupts the way the kernelspec wants it."""
        if self.spec.interrupt_mode == "message":
            client.send("interrupt_request", {}, "control")
        else:
            assert self.process is not None
            os.killpg(self.process.pid, signal.SIGINT)

    def wait_exit(self, timeout: float = 20) -> int:
        """Waits for the process to end by itself."""
        assert self.process is not None
        try:
            return self.process.wait(timeout)
        except subprocess.TimeoutExpired as error:
            raise NoAnswer(f"the process did not end within {timeout:g} s") from error

    def tail(self) -> str:
        """The end of what the process wrote."""
        self.errors.seek(0)
        return self.errors.read().decode("utf-8", "replace")[-600:]

    def close(self) -> None:
        """Ends the process and removes its folder."""
        if self.process is not None and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self.errors.close()
        self.folder.cleanup()

    def __enter__(self) -> Kernel:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class Attached(Kernel):
    """A kernel that runs already, reached by its connection file. It is never ended by the suite."""

    def __init__(self, file: Path, interrupt_mode: str) -> None:
        self.spec = Spec([], interrupt_mode)
        self.info = json.loads(file.read_text("utf-8"))
        self.process = None

    def tail(self) -> str:
        """Nothing: its output is not ours."""
        return ""

    def close(self) -> None:
        """Leaves it running."""


__all__ = ["Attached", "Kernel", "KernelDied", "Spec", "free_ports"]

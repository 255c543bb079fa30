# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Several jupyter_client clients, each in a thread of its own, work with one kernel at the same time.

Each gets its own replies and no other's, in the order asked; every client sees all that is published, in the
same order; the outputs of two runs never mix.
"""

import sys
import threading
from typing import Any

from jupyter_client.blocking import BlockingKernelClient
from jupyter_client.manager import start_new_kernel

CLIENTS, RUNS, PATIENCE = 6, 40, 60


class Worker(threading.Thread):
    """A client that runs code and notes what it gets."""

    def __init__(self, number: int, connection: dict[str, Any], start: threading.Barrier) -> None:
        super().__init__()
        self.number, self.gate = number, start
        self.client = BlockingKernelClient()
        self.client.load_connection_info(connection)
        self.client.start_channels()
        self.client.wait_for_ready(timeout=PATIENCE)
        self.asked: list[str] = []
        self.replies: list[dict[str, Any]] = []
        self.seen: list[dict[str, Any]] = []
        self.failure: BaseException | None = None

    def run(self) -> None:
        try:
            self.gate.wait(PATIENCE)
            for n in range(RUNS):
                self.asked.append(self.client.execute(f'print("client {self.number} run {n}")'))
            while len(self.replies) < RUNS:
                reply = self.client.get_shell_msg(timeout=PATIENCE)
                if reply["msg_type"] == "execute_reply":
                    self.replies.append(reply)
        except BaseException as error:  # noqa: B036 - reported by the main thread
            self.failure = error

    def watch(self, last: set[str]) -> None:
        """Reads what is published until every run of every client is idle."""
        while last:
            message = self.client.get_iopub_msg(timeout=PATIENCE)
            self.seen.append(message)
            if message["msg_type"] == "status" and message["content"]["execution_state"] == "idle":
                last.discard(message["parent_header"].get("msg_id", ""))


def check(workers: list[Worker]) -> None:
    """Asserts what the module's text says."""
    for worker in workers:
        assert worker.failure is None, worker.failure
        assert [r["parent_header"]["msg_id"] for r in worker.replies] == worker.asked
        assert all(r["content"]["status"] == "ok" for r in worker.replies)
    everything = {identifier for worker in workers for identifier in worker.asked}
    for worker in workers:
        worker.watch(set(everything))
    orders = [[m["header"]["msg_id"] for m in worker.seen if m["parent_header"].get("msg_id") in everything]
              for worker in workers]
    assert all(order == orders[0] for order in orders), "clients see different orders"
    counts = sorted(r["content"]["execution_count"] for worker in workers for r in worker.replies)
    assert counts == list(range(counts[0], counts[0] + CLIENTS * RUNS)), "counts are not consecutive"
    parents = [m["parent_header"]["msg_id"] for m in workers[0].seen if m["parent_header"].get("msg_id") in everything]
    changes = 1 + sum(a != b for a, b in zip(parents, parents[1:]))
    assert changes == len(everything), f"outputs of runs mix: {changes} changes for {len(everything)} runs"
    for worker in workers:
        for n, identifier in enumerate(worker.asked):
            text = "".join(m["content"]["text"] for m in workers[0].seen
                           if m["msg_type"] == "stream" and m["parent_header"]["msg_id"] == identifier)
            assert text == f"client {worker.number} run {n}\n", repr(text)


def main() -> int:
    """Starts the kernel and the threads."""
    manager, first = start_new_kernel(kernel_name="llmspell", startup_timeout=PATIENCE)
    try:
        gate = threading.Barrier(CLIENTS)
        connection = manager.get_connection_info()
        workers = [Worker(n, connection, gate) for n in range(CLIENTS)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        check(workers)
        for worker in workers:
            worker.client.stop_channels()
    finally:
        first.stop_channels()
        manager.shutdown_kernel()
    return 0


if __name__ == "__main__":
    sys.exit(main())

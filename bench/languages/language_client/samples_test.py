# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Run from the folder above, the other client's in sight: ``PYTHONPATH=../jupyter python -m unittest language_client.samples_test``."""

import sys
import unittest
from pathlib import Path

from client.memory import Memory
from client.wire import WireError

from .beside import compared
from .commands import drop, kept_percent, run
from .kernels import compute
from .plan import Computation
from .reader import Reader
from .sessions import memory_samples, total

#: A process that runs chunks as ``scripts/serve.lua`` does.
SERVE = """
import sys
for size in iter(sys.stdin.readline, ""):
    exec(sys.stdin.read(int(size)))
    print("\\0", flush=True)
"""


class SamplesTest(unittest.TestCase):
    """What is made of readings, and the readings that need no kernel."""

    def test_memory_samples_say_what_a_further_session_adds(self) -> None:
        taken = {1: Memory(100, 90), 2: Memory(120, 100), 10: Memory(280, 180)}
        samples = memory_samples(taken)
        self.assertEqual(samples["sessions_2_rss_mb"], [120])
        self.assertEqual(samples["sessions_more_rss_mb"], [20])
        self.assertEqual(samples["sessions_more_pss_mb"], [10])

    def test_memory_samples_leave_out_what_the_system_does_not_tell(self) -> None:
        parts = total([Memory(1, None), Memory(2, 1)])
        self.assertEqual(parts, Memory(3, None))
        self.assertNotIn("sessions_1_pss_mb", memory_samples({1: parts, 2: parts}))

    def test_compared_takes_medians_and_the_worst(self) -> None:
        alone = {"noop_reply_p50_ms": [0.5], "noop_reply_p99_ms": [1.0], "interrupt_ms": [1, 2, 9]}
        beside = {"noop_reply_p50_ms": [1.0], "noop_reply_p99_ms": [4.0], "interrupt_ms": [3, 4, 30]}
        found = compared(alone, beside)
        self.assertEqual(found["beside_noop_p50_ratio"], [2])
        self.assertEqual(found["beside_noop_p99_ratio"], [4])
        self.assertEqual(found["beside_interrupt_more_ms"], [2])
        self.assertEqual(found["beside_interrupt_max_more_ms"], [21])

    def test_reader_runs_chunks_one_after_the_other(self) -> None:
        with Reader([sys.executable, "-u", "-c", SERVE]) as reader:
            self.assertEqual(reader.run("x = 6\nprint(x)")[1], "6\n")
            self.assertEqual(reader.run("print(x * 7)\nprint()")[1], "42\n\n")

    def test_compute_leaves_the_first_run_out_and_refuses_another_result(self) -> None:
        times = iter([9.0, 1.0, 2.0])
        one = Computation("fib", "", "8")
        self.assertEqual(compute(lambda _: (next(times), "8\n"), one, 2), {"cpu_fib_ms": [1.0, 2.0]})
        with self.assertRaisesRegex(WireError, "^wrong result: fib printed '9', not '8'"):
            compute(lambda _: (1.0, "9\n"), one, 2)

    def test_run_takes_hello_and_nothing_else(self) -> None:
        first, end = run(["/bin/echo", "hello"], {})
        self.assertLessEqual(first, end)
        with self.assertRaisesRegex(WireError, "/bin/sh ended with 3: no"):
            run(["/bin/sh", "-c", "echo no >&2; exit 3"], {})

    def test_kept_percent_is_of_what_is_in_memory(self) -> None:
        here = [Path(__file__)]
        here[0].read_bytes()
        drop(here)
        self.assertTrue(0 <= kept_percent(here) <= 100)


if __name__ == "__main__":
    unittest.main()

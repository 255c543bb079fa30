# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Runs the tests of the program that calls it; ends with 1 when one fails, or is skipped besides the pager's."""

import unittest


def run() -> None:
    """Runs them and ends the program."""
    program = unittest.main(verbosity=2, exit=False)
    skipped = [test.id().rsplit(".", 1)[-1] for test, _ in program.result.skipped]
    if skipped != ["test_pager"]:
        raise SystemExit(f"skipped: {skipped}")
    raise SystemExit(0 if program.result.wasSuccessful() else 1)

# SPDX-License-Identifier: Apache-2.0 OR MIT
"""The checks, by what they are about. Importing a module here registers its checks."""

from importlib import import_module

MODULES = ("kernel_info", "execute", "output", "display", "stdin", "interrupt", "introspection", "history", "comms",
           "control", "subshells", "clients", "security", "robustness", "transports", "shutdown", "trace")


def load() -> None:
    """Registers every check."""
    for name in MODULES:
        import_module(f".{name}", __name__)

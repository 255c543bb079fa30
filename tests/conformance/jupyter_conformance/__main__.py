# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Command line of the suite: `python -m jupyter_conformance --kernel NAME`."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from . import PROTOCOL_VERSION, checks
from .kernel import Spec
from .registry import CHECKS
from .run import Options, Outcome, Run, as_json, summary

MARKS = {"passed": "ok  ", "failed": "FAIL", "not_claimed": "--  ", "not_run": "??  "}


def arguments() -> argparse.ArgumentParser:
    """The options."""
    parser = argparse.ArgumentParser(
        prog="jupyter_conformance",
        description=f"Checks a Jupyter kernel against the messaging protocol {PROTOCOL_VERSION}.",
        epilog="Exit code: 0 no check failed, 1 some failed, 2 usage.")
    target = parser.add_mutually_exclusive_group()
    target.add_argument("--kernel", metavar="NAME", help="an installed kernelspec")
    target.add_argument("--connection-file", type=Path, metavar="F", help="a kernel that runs already")
    target.add_argument("--list", action="store_true", help="list the checks and end")
    parser.add_argument("command", nargs="*", metavar="ARGV",
                        help="after --: a command to start the kernel, with {connection_file}")
    parser.add_argument("--language", help="table of snippets to use (default: what the kernel says)")
    parser.add_argument("--transport", choices=("tcp", "ipc"), default="tcp")
    parser.add_argument("--interrupt-mode", choices=("message", "signal"), default="message",
                        help="for ARGV and --connection-file")
    parser.add_argument("--curve", action="store_true", help="ARGV understands CurveZMQ keys in the connection file")
    parser.add_argument("--time-limit-metadata", type=json.loads, metavar="JSON",
                        help="metadata by which the kernel limits the time of an execute_request")
    parser.add_argument("--only", action="append", default=[], metavar="GLOB", help="checks to make; repeatable")
    parser.add_argument("--format", choices=("text", "json"), default="text")
    parser.add_argument("--verbose", action="store_true", help="also list what passed")
    return parser


def line(outcome: Outcome) -> str:
    """One check as a line of text."""
    text = f"{MARKS[outcome.outcome]} {outcome.check}: {outcome.summary}"
    if outcome.detail:
        text += f"\n       {outcome.detail.replace(chr(10), chr(10) + '       ')}"
    if outcome.outcome == "failed":
        text += f'\n       Jupyter messaging, "{outcome.section}"'
    return text


def main() -> int:
    """Runs the suite and prints its report."""
    checks.load()
    parser = arguments()
    options = parser.parse_args()
    if options.list:
        for one in CHECKS.values():
            print(f'{one.name}: {one.summary} (Jupyter messaging, "{one.section}")')
        return 0
    if options.kernel:
        spec = Spec.installed(options.kernel)
    elif options.command:
        metadata = {"supported_encryption": ["curve"]} if options.curve else {}
        spec = Spec(options.command, options.interrupt_mode, metadata=metadata)
    elif options.connection_file:
        spec = None
    else:
        parser.error("one of --kernel, --connection-file or -- ARGV is needed")

    def progress(outcome: Outcome) -> None:
        if options.format == "text" and (options.verbose or outcome.outcome != "passed"):
            print(line(outcome), flush=True)

    transport = options.transport
    if options.connection_file:
        transport = json.loads(options.connection_file.read_text("utf-8")).get("transport", "tcp")
    outcomes = Run(Options(spec, options.connection_file, options.interrupt_mode, options.language, transport,
                           tuple(options.only), options.time_limit_metadata, progress)).execute()
    if options.format == "json":
        json.dump(as_json(outcomes), sys.stdout, indent=1, ensure_ascii=False)
        print()
    else:
        print(", ".join(f"{count} {kind.replace('_', ' ')}" for kind, count in summary(outcomes).items()))
    return 1 if any(one.outcome == "failed" for one in outcomes) else 0


if __name__ == "__main__":
    sys.exit(main())

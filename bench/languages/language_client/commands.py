# SPDX-License-Identifier: Apache-2.0 OR MIT
"""A script run from the command line, with its program's files on disk and with them in memory."""

from __future__ import annotations

import json
import os
import select
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter_ns

from client.measures import Samples
from client.wire import WireError

from .plan import Command, Sizes

LIMIT_SECONDS = 60
"""Longest a command may keep silent."""


def commands(command: Command, sizes: Sizes) -> Samples:
    """First line of output and end of the process: cold, then warm."""
    samples: Samples = {}
    with prepared(command) as (argv, files, env):
        run(argv, env)  # what is unpacked at a first start is not measured here
        for state in ("cold", "warm"):
            for _ in range(sizes.commands):
                if state == "cold":
                    drop(files)
                    samples.setdefault("run_kept_percent", []).append(kept_percent(files))
                first, end = run(argv, env)
                samples.setdefault(f"run_{state}_ms", []).append(first)
                samples.setdefault(f"run_{state}_end_ms", []).append(end)
    return samples


@contextmanager
def prepared(command: Command) -> Iterator[tuple[list[str], list[Path], dict[str, str]]]:
    """Command line, the files it reads, and its environment; all that is its own lies in a folder on disk."""
    with tempfile.TemporaryDirectory(prefix="command-bench-") as name:
        folder = Path(name)
        script = folder / command.script_name
        script.write_text(command.script)
        executable = Path(command.executable).resolve()
        if command.copied:
            executable = Path(shutil.copy2(executable, folder / executable.name))
        marks = {"{executable}": str(executable), "{script}": str(script)}
        argv = [marks.get(part, part) for part in command.argv]
        env = os.environ | {
            "LLMSPELL_HOME": str(folder / "home"),
            "LLMSPELL_CACHE": str(folder / "cache"),
            "DENO_DIR": str(folder / "deno"),
        }
        yield argv, [executable, script, *listed(command.file_list)], env


def listed(argv: list[str]) -> list[Path]:
    """Files that a command prints."""
    if not argv:
        return []
    text = subprocess.run(argv, check=True, capture_output=True, text=True).stdout
    return [path for path in map(Path, json.loads(text)) if path.is_file()]


def drop(files: list[Path]) -> None:
    """Takes files out of the system's cache, as far as no process has them mapped."""
    for path in files:
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)  # only what is written can be dropped
            if hasattr(os, "posix_fadvise"):
                os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
        finally:
            os.close(descriptor)


def kept_percent(files: list[Path]) -> float:
    """How much of the files is in memory all the same; all of it where the system does not tell."""
    program = shutil.which("fincore")
    if program is None:
        return 100.0
    options = ["--bytes", "--raw", "--noheadings", "--output", "RES,SIZE"]
    table = subprocess.run([program, *options, *files], check=True, capture_output=True, text=True)
    rows = [[int(cell) for cell in line.split()] for line in table.stdout.splitlines()]
    return 100 * sum(row[0] for row in rows) / max(1, sum(row[1] for row in rows))


def run(argv: list[str], env: dict[str, str]) -> tuple[float, float]:
    """Milliseconds to the first line and to the end of the process.

    Raises WireError when it says anything but hello.
    """
    begin = perf_counter_ns()
    with subprocess.Popen(
        argv,
        cwd="/",
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        assert process.stdout is not None
        if not select.select([process.stdout], [], [], LIMIT_SECONDS)[0]:
            process.kill()
            raise WireError(f"no answer: {argv[0]} wrote nothing in {LIMIT_SECONDS} s")
        line = process.stdout.readline()
        first = perf_counter_ns()
        process.wait()
        end = perf_counter_ns()
        assert process.stderr is not None
        words = process.stderr.read().decode(errors="replace").strip()
    if line != b"hello\n" or process.returncode != 0:
        said = words[-200:] or repr(line)
        raise WireError(f"{argv[0]} ended with {process.returncode}: {said}")
    return (first - begin) / 1e6, (end - begin) / 1e6

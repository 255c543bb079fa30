# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Streams."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..registry import check, equal, expect, status

if TYPE_CHECKING:
    from ..run import Run


@check("stream.stdout", "Streams (stdout, stderr, etc)")
def stdout(run: Run) -> None:
    """Printed text arrives on stdout, whole."""
    request = run.client.execute(run.code("hello"))
    equal(request.text("stdout"), run.code("hello_text"), "stdout")
    equal(request.text("stderr"), "", "stderr")


@check("stream.stderr", "Streams (stdout, stderr, etc)")
def stderr(run: Run) -> None:
    """Text for stderr arrives on stderr, and is no error."""
    request = run.client.execute(run.code("stderr"))
    status(request)
    equal(request.text("stderr"), run.code("stderr_text"), "stderr")
    equal(request.text("stdout"), "", "stdout")


@check("stream.interleaved", "Streams (stdout, stderr, etc)")
def interleaved(run: Run) -> None:
    """Writes to both streams keep their order."""
    request = run.client.execute(run.code("interleaved"))
    equal("".join(m.content["text"] for m in request.outputs("stream")), "abcd", "text in order")
    equal(request.text("stdout"), "ac", "stdout")


@check("stream.unicode", "Streams (stdout, stderr, etc)")
def unicode(run: Run) -> None:
    """Text beyond the BMP and a NUL pass unharmed."""
    equal(run.client.execute(run.code("unicode")).text(), run.code("unicode_text"), "stdout")


@check("stream.many_lines", "Streams (stdout, stderr, etc)")
def many_lines(run: Run) -> None:
    """5,000 lines arrive complete and in order, before idle."""
    request = run.client.execute(run.code("count_lines"))
    equal(request.text(), "".join(f"{n}\n" for n in range(1, 5001)), "stdout")


@check("stream.while_running", "Streams (stdout, stderr, etc)")
def while_running(run: Run) -> None:
    """Output is published while the code still runs."""
    request = run.client.start(run.code("spin"))
    run.client.output(request, run.code("spin_mark"))
    expect("idle" not in request.states, "idle before the run's end")
    run.interrupt()
    run.client.finish(request)

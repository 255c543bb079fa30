# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Remembered inputs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..registry import NotClaimed, check, equal, expect, status

if TYPE_CHECKING:
    from ..run import Run


def history(run: Run, **content: Any) -> list[Any]:
    """Asks for history, raw and without output unless said otherwise."""
    request = run.client.attempt("history_request", {"output": False, "raw": True, **content})
    if request is None:
        raise NotClaimed("no reply to history_request")
    status(request)
    return request.content["history"]


def remember(run: Run) -> list[str]:
    """Runs three snippets and returns their code."""
    codes = [run.code("define", number=n) for n in (9101, 9102)] + [run.code("result")]
    for code in codes:
        run.client.execute(code)
    if not history(run, hist_access_type="tail", n=1):
        raise NotClaimed("the kernel keeps no history")
    return codes


@check("history.tail", "History")
def tail(run: Run) -> None:
    """The last n inputs come oldest first, as (session, line, input)."""
    codes = remember(run)
    found = history(run, hist_access_type="tail", n=3)
    equal([entry[2] for entry in found], codes, "inputs")
    equal(len({entry[0] for entry in found}), 1, "sessions")


@check("history.output", "History")
def output(run: Run) -> None:
    """With output each entry holds (input, output)."""
    codes = remember(run)
    found = history(run, hist_access_type="tail", n=3, output=True)
    equal([entry[2][0] for entry in found], codes, "inputs")
    if all(entry[2][1] is None for entry in found):
        raise NotClaimed("the kernel keeps no outputs")
    equal(found[-1][2][1], run.code("result_text"), "output of the last")


@check("history.range", "History")
def range_(run: Run) -> None:
    """A range of lines of a session, by number and as the current one; stop is not included."""
    codes = remember(run)
    session, line, _ = history(run, hist_access_type="tail", n=3)[0]
    found = history(run, hist_access_type="range", session=session, start=line, stop=line + 2)
    equal([entry[2] for entry in found], codes[:2], "inputs by session number")
    current = history(run, hist_access_type="range", session=0, start=line, stop=line + 2)
    equal([entry[2] for entry in current], codes[:2], "inputs of session 0")


@check("history.search", "History")
def search(run: Run) -> None:
    """A glob finds inputs; n bounds them to the last."""
    codes = remember(run)
    found = history(run, hist_access_type="search", pattern="*910?*")
    expect([entry[2] for entry in found][-2:] == codes[:2], f"found {found[-4:]}")
    equal(len(history(run, hist_access_type="search", pattern="*910?*", n=1)), 1, "entries with n = 1")


@check("history.unique", "History")
def unique(run: Run) -> None:
    """With unique each input comes once."""
    codes = remember(run)
    remember(run)
    found = history(run, hist_access_type="search", pattern="*9101*", unique=True)
    equal([entry[2] for entry in found].count(codes[0]), 1, "times found")


@check("history.unstored", "Execute")
def unstored(run: Run) -> None:
    """Runs that are silent or store no history are not remembered."""
    remember(run)
    for more in ({"silent": True}, {"store_history": False}):
        run.client.execute(run.code("define", number=940404), **more)
    found = history(run, hist_access_type="tail", n=2)
    expect(all("940404" not in entry[2] for entry in found), f"found {found}")


@check("history.bounds", "History")
def bounds(run: Run) -> None:
    """Asking for none, for more than there are, and for an unknown session is answered."""
    remember(run)
    equal(history(run, hist_access_type="tail", n=0), [], "n = 0")
    expect(len(history(run, hist_access_type="tail", n=1_000_000)) >= 3, "a large n")
    equal(history(run, hist_access_type="range", session=10**8, start=1, stop=2), [], "an unknown session")

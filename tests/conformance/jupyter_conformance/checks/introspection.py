# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Completion, inspection and completeness of code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..client import Request
from ..registry import NotClaimed, check, equal, expect, status

if TYPE_CHECKING:
    from ..run import Run


def ask(run: Run, kind: str, content: dict[str, Any]) -> Request:
    """The answered request, or "not claimed" when the kernel does not answer such requests."""
    request = run.client.attempt(f"{kind}_request", content)
    if request is None:
        raise NotClaimed(f"no reply to {kind}_request")
    return request


def complete(run: Run, name: str) -> tuple[str, dict[str, Any]]:
    """Completes at the end of a snippet."""
    code = run.code(name)
    request = ask(run, "complete", {"code": code, "cursor_pos": len(code)})
    status(request)
    return code, request.content


@check("complete.name", "Completion")
def complete_name(run: Run) -> None:
    """A global is completed, with the range to replace."""
    run.client.execute(run.code("complete_setup"))
    code, found = complete(run, "complete")
    expect(run.code("complete_match") in found["matches"], f"matches {found['matches'][:10]}")
    equal((found["cursor_start"], found["cursor_end"]), (0, len(code)), "range")


@check("complete.astral", "Notes, cursor_pos and unicode offsets")
def complete_astral(run: Run) -> None:
    """Positions count code points, also behind characters beyond the BMP."""
    run.client.execute(run.code("complete_setup"))
    code, found = complete(run, "complete_astral")
    expect(run.code("complete_match") in found["matches"], f"matches {found['matches'][:10]}")
    equal((found["cursor_start"], found["cursor_end"]), (code.index("conformance"), len(code)), "range")


@check("complete.middle", "Completion")
def complete_middle(run: Run) -> None:
    """The cursor may stand before the end of the code."""
    run.client.execute(run.code("complete_setup"))
    code = run.code("complete")
    request = ask(run, "complete", {"code": f"{code}\n\n{code}", "cursor_pos": len(code)})
    expect(run.code("complete_match") in request.content["matches"], "the match is missing")


@check("complete.nothing", "Completion")
def complete_nothing(run: Run) -> None:
    """Where nothing fits the list is empty, with status ok."""
    equal(complete(run, "complete_nothing")[1]["matches"], [], "matches")


@check("complete.empty", "Completion")
def complete_empty(run: Run) -> None:
    """Empty code is answered; positions outside the code are never fatal."""
    status(ask(run, "complete", {"code": "", "cursor_pos": 0}))
    for position in (500, -1):
        request = run.client.attempt("complete_request", {"code": "x", "cursor_pos": position})
        expect(request is None or request.content["status"] in ("ok", "error"), f"no status for {position}")
    status(run.client.execute(run.code("hello")))


def inspect(run: Run, name: str, level: int = 0) -> dict[str, Any]:
    """Inspects at the end of a snippet."""
    code = run.code(name)
    request = ask(run, "inspect", {"code": code, "cursor_pos": len(code), "detail_level": level})
    status(request)
    return request.content


@check("inspect.found", "Introspection")
def inspect_found(run: Run) -> None:
    """A known name is described, at both levels of detail."""
    for level in (0, 1):
        found = inspect(run, "inspect", level)
        equal(found["found"], True, f"found at level {level}")
        expect(found["data"].get("text/plain"), "no text/plain")


@check("inspect.astral", "Notes, cursor_pos and unicode offsets")
def inspect_astral(run: Run) -> None:
    """The cursor counts code points."""
    equal(inspect(run, "inspect_astral")["found"], True, "found")


@check("inspect.nothing", "Introspection")
def inspect_nothing(run: Run) -> None:
    """An unknown name is not found: status ok, found false, no data."""
    found = inspect(run, "inspect_nothing")
    equal(found["found"], False, "found")
    equal(found["data"], {}, "data")


@check("is_complete.samples", "Code completeness")
def is_complete(run: Run) -> None:
    """Complete, incomplete and invalid code are told apart."""
    for wanted in ("complete", "incomplete", "invalid"):
        for code in run.code(f"is_{wanted}"):
            found = ask(run, "is_complete", {"code": code}).content
            if found["status"] == "unknown":
                raise NotClaimed("answers unknown")
            equal(found["status"], wanted, f"status of {code!r}")


@check("is_complete.indent", "Code completeness")
def indent(run: Run) -> None:
    """Incomplete code comes with an indent of white space."""
    found = ask(run, "is_complete", {"code": run.code("is_incomplete")[0]}).content
    expect("indent" in found and not found["indent"].strip(), f"indent {found.get('indent')!r}")


@check("is_complete.no_effect", "Code completeness")
def no_effect(run: Run) -> None:
    """Asking whether code is complete does not run it."""
    run.client.execute(run.code("define", number=1))
    ask(run, "is_complete", {"code": run.code("define", number=2)})
    kept = run.client.execute(run.code("read_stored"))
    equal(kept.outputs("execute_result")[0].content["data"]["text/plain"], "1", "variable")

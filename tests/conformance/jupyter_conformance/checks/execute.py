# SPDX-License-Identifier: Apache-2.0 OR MIT
"""execute_request in all its variants."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..client import Request
from ..registry import NotClaimed, check, equal, expect, status

if TYPE_CHECKING:
    from ..run import Run


@check("execute.reply", "Execute")
def reply(run: Run) -> None:
    """A run that ends well is answered with ok, a count and user_expressions."""
    request = run.client.execute(run.code("no_result"))
    status(request)
    expect(request.content["execution_count"] >= 1, "execution_count is below 1")
    equal(request.content.get("user_expressions"), {}, "user_expressions")


@check("execute.order", "Request-Reply")
def order(run: Run) -> None:
    """Published in order: busy, execute_input, outputs, idle."""
    request = run.client.execute(run.code("hello"))
    types = [m.type if m.type != "status" else m.content["execution_state"] for m in request.iopub]
    equal(types[:2], ["busy", "execute_input"], "first messages")
    equal(types[-1], "idle", "last message")
    equal(set(types[2:-1]), {"stream"}, "messages between")


@check("execute.input", "Code inputs")
def input_(run: Run) -> None:
    """execute_input repeats the code and bears the count of the reply."""
    code = run.code("hello")
    request = run.client.execute(code)
    published = request.outputs("execute_input")
    equal(len(published), 1, "number of execute_input")
    equal(published[0].content["code"], code, "code")
    equal(published[0].content["execution_count"], request.content["execution_count"], "execution_count")


@check("execute.result", "Execution results")
def result(run: Run) -> None:
    """The value of the last expression is published with a plain text and the run's count."""
    request = run.client.execute(run.code("result"))
    found = request.outputs("execute_result")
    equal(len(found), 1, "number of execute_result")
    equal(found[0].content["data"]["text/plain"], run.code("result_text"), "text/plain")
    equal(found[0].content["execution_count"], request.content["execution_count"], "execution_count")


@check("execute.structure", "Execution results")
def structure(run: Run) -> None:
    """A structured value has a readable plain text."""
    request = run.client.execute(run.code("table_value"))
    status(request)
    text = request.outputs("execute_result")[0].content["data"]["text/plain"]
    expect("1" in text and "2" in text and "y" in text, f"text/plain {text!r}")


@check("execute.no_result", "Execution results")
def no_result(run: Run) -> None:
    """Code without a value publishes no execute_result."""
    equal(len(run.client.execute(run.code("no_result")).outputs("execute_result")), 0, "number of execute_result")


@check("execute.count", "Execution counter (prompt number)")
def count(run: Run) -> None:
    """The counter grows by one with each run that stores history."""
    first = run.client.execute(run.code("no_result")).content["execution_count"]
    second = run.client.execute(run.code("no_result")).content["execution_count"]
    equal(second, first + 1, "second count")


@check("execute.count_unstored", "Execution counter (prompt number)")
def count_unstored(run: Run) -> None:
    """A run that stores no history leaves the counter as it is."""
    before = run.client.execute(run.code("no_result")).content["execution_count"]
    run.client.execute(run.code("no_result"), store_history=False)
    run.client.execute(run.code("no_result"), silent=True)
    after = run.client.execute(run.code("no_result")).content["execution_count"]
    equal(after, before + 1, "count of the next stored run")


@check("execute.count_on_error", "Request-Reply")
def count_on_error(run: Run) -> None:
    """execute_reply bears a count whatever its status; a failed run counts like any other."""
    before = run.client.execute(run.code("no_result")).content["execution_count"]
    failed = run.client.execute(run.code("error"))
    status(failed, "error")
    equal(failed.content.get("execution_count"), before + 1, "count of the failed run")


@check("execute.silent", "Execute")
def silent(run: Run) -> None:
    """A silent run broadcasts no output, no result and no execute_input."""
    for name in ("hello", "result"):
        request = run.client.execute(run.code(name), silent=True)
        status(request)
        types = [m.type for m in request.iopub if m.type != "status"]
        equal(types, [], f"messages published by a silent {name}")


@check("execute.silent_works", "Execute")
def silent_works(run: Run) -> None:
    """A silent run has its effect all the same."""
    run.client.execute(run.code("define", number=7741), silent=True)
    request = run.client.execute(run.code("read_stored"))
    expect("7741" in request.outputs("execute_result")[0].content["data"]["text/plain"], "the variable is not set")


@check("execute.empty", "Execute")
def empty(run: Run) -> None:
    """Empty code with silent tells the current count, as consoles use it."""
    before = run.client.execute(run.code("no_result")).content["execution_count"]
    request = run.client.execute("", silent=True)
    status(request)
    expect(request.content["execution_count"] in (before, before + 1), "execution_count of an empty silent run")


@check("execute.state", "Execute")
def state(run: Run) -> None:
    """Variables live from one run to the next."""
    run.client.execute(run.code("define", number=123456))
    request = run.client.execute(run.code("read_stored"))
    expect("123456" in request.outputs("execute_result")[0].content["data"]["text/plain"], "the variable is lost")


@check("execute.error", "Execution errors")
def error(run: Run) -> None:
    """A failing run is answered with ename, evalue and traceback, and published once with the same."""
    request = run.client.execute(run.code("error"))
    status(request, "error")
    published = request.outputs("error")
    equal(len(published), 1, "number of error messages")
    for name in ("ename", "evalue", "traceback"):
        equal(published[0].content.get(name), request.content.get(name), f"{name} in iopub and reply")
    expect(run.code("error_text") in request.content["evalue"], f"evalue {request.content['evalue']!r}")
    expect(request.content["ename"], "ename is empty")
    expect(request.content["traceback"], "traceback is empty")


@check("execute.syntax_error", "Execution errors")
def syntax_error(run: Run) -> None:
    """Code that cannot be read is an error of the run like any other."""
    request = run.client.execute(run.code("syntax_error"))
    status(request, "error")
    equal(len(request.outputs("error")), 1, "number of error messages")


@check("execute.output_before_error", "Execution errors")
def output_before_error(run: Run) -> None:
    """Output written before a failure arrives before it."""
    request = run.client.execute(run.code("partial_error"))
    types = [m.type for m in request.iopub if m.type in ("stream", "error")]
    equal((types.count("error"), types[-1], types[0]), (1, "error", "stream"), "errors, last and first message")


@check("execute.user_expressions", "Execute")
def user_expressions(run: Run) -> None:
    """Each expression gets a value or its own failure, and one failing spoils nothing."""
    wanted = {"good": run.code("expression"), "bad": run.code("bad_expression")}
    request = run.client.execute(run.code("no_result"), user_expressions=wanted)
    status(request)
    found = request.content["user_expressions"]
    equal(set(found), {"good", "bad"}, "names")
    equal(found["good"].get("status"), "ok", "status of a good expression")
    equal(found["good"]["data"].get("text/plain"), run.code("expression_text"), "value of a good expression")
    equal(found["bad"].get("status"), "error", "status of a failing expression")
    expect(found["bad"].get("ename") and "evalue" in found["bad"], "the failure has no ename and evalue")


@check("execute.user_expressions_silent", "Execute")
def user_expressions_silent(run: Run) -> None:
    """Expressions are evaluated in a silent run too, and after the code."""
    request = run.client.execute(run.code("define", number=31), silent=True,
                                 user_expressions={"v": run.code("read_stored")})
    equal(request.content["user_expressions"]["v"].get("data", {}).get("text/plain"), "31", "value")


def queue_behind_failure(run: Run, stop: bool) -> list[Request]:
    """A run that fails once it is answered, with three more queued behind it; all of them done."""
    client = run.client
    first = client.start(run.code("read_error"), allow_stdin=True, stop_on_error=stop)
    question = client.question(first)
    queued = [client.start(run.code("hello")) for _ in range(3)]
    client.call("kernel_info_request", {}, "control")  # what was sent before has arrived
    client.answer(question, "x")
    status(client.finish(first), "error")
    return [client.finish(request) for request in queued]


@check("execute.stop_on_error", "Execute")
def stop_on_error(run: Run) -> None:
    """With stop_on_error a failure aborts what is queued behind it, with a reply to each."""
    for request in queue_behind_failure(run, True):
        expect(request.content["status"] in ("aborted", "error"), f"queued run ended {request.content['status']}")
        expect("execution_count" in request.content, "an aborted execute_reply has no execution_count")
        equal(request.text(), "", "output of an aborted run")
    status(run.client.execute(run.code("hello")))


@check("execute.continue_on_error", "Execute")
def continue_on_error(run: Run) -> None:
    """Without stop_on_error what is queued behind a failure runs."""
    for request in queue_behind_failure(run, False):
        status(request)
        equal(request.text(), run.code("hello_text"), "output of a queued run")


@check("execute.queue_order", "Messages on the shell (ROUTER/DEALER) channel")
def queue_order(run: Run) -> None:
    """Requests of one client are answered in the order sent, their outputs never mixed."""
    requests = [run.client.start(run.code("hello")) for _ in range(20)]
    for request in requests:
        run.client.finish(request)
    ids = [request.id for request in requests]
    replies = [m.parent_id for m in run.client.log if m.type == "execute_reply" and m.parent_id in ids]
    equal(replies, ids, "order of replies")
    counts = [request.content["execution_count"] for request in requests]
    equal(counts, list(range(counts[0], counts[0] + 20)), "counts")
    published = [m.parent_id for m in run.client.log if m.channel == "iopub" and m.parent_id in ids]
    expect(published == sorted(published, key=ids.index), "messages published for one run lie between another's")


@check("execute.allow_stdin_false", "Messages on the stdin (ROUTER/DEALER) channel")
def refuses_stdin(run: Run) -> None:
    """With allow_stdin false reading input fails at once, and no input_request is sent."""
    request = run.client.execute(run.code("read"), allow_stdin=False)
    status(request, "error")
    equal(len(request.stdin), 0, "number of input_request")


@check("execute.exit", "Execute")
def exit_(run: Run) -> None:
    """A script that ends itself ends its run, answered; the kernel lives on."""
    request = run.client.execute(run.code("exit"))
    expect(request.content["status"] in ("ok", "error"), "no status")
    status(run.client.execute(run.code("hello")))


@check("execute.time_limit", "Metadata")
def time_limit(run: Run) -> None:
    """A time limit in the request's metadata stops a run that takes longer (an extension)."""
    if run.options.time_limit is None:
        raise NotClaimed("no --time-limit-metadata was given")
    request = run.client.start(run.code("spin"), metadata=run.options.time_limit)
    status(run.client.finish(request), "error")
    status(run.client.execute(run.code("hello")))


@check("execute.large_code", "Execute")
def large_code(run: Run) -> None:
    """A megabyte of code is run and repeated whole."""
    code = run.code("no_result") + "\n" * 1_000_000
    request = run.client.execute(code)
    status(request)
    equal(len(request.outputs("execute_input")[0].content["code"]), len(code), "length of the repeated code")


@check("execute.payload", "Payloads (DEPRECATED)")
def payload(run: Run) -> None:
    """payload, where present, is a list whose items name their source."""
    request = run.client.execute(run.code("hello"))
    if "payload" not in request.content:
        raise NotClaimed("no payload (deprecated)")
    expect(all("source" in item for item in request.content["payload"]), "an item has no source")

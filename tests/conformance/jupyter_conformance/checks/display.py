# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Rich displays, their updates, and clearing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..registry import check, equal, expect, status

if TYPE_CHECKING:
    from ..run import Run


@check("display.html", "Display Data")
def html(run: Run) -> None:
    """A rich display is published with its MIME type and metadata."""
    request = run.client.execute(run.code("html"))
    status(request)
    found = request.outputs("display_data")
    equal(len(found), 1, "number of display_data")
    equal(found[0].content["data"].get("text/html"), run.code("html_text"), "text/html")


@check("display.id", "Update Display Data")
def display_id(run: Run) -> None:
    """A display with an id bears it in transient."""
    request = run.client.execute(run.code("show", id="conformance-1"))
    found = request.outputs("display_data")
    equal(len(found), 1, "number of display_data")
    equal(found[0].content.get("transient"), {"display_id": "conformance-1"}, "transient")


@check("display.update", "Update Display Data")
def update(run: Run) -> None:
    """Updating a display publishes update_display_data with its id, from a later run too."""
    run.client.execute(run.code("show", id="conformance-2"))
    request = run.client.execute(run.code("update"))
    status(request)
    found = request.outputs("update_display_data")
    equal(len(found), 1, "number of update_display_data")
    equal(found[0].content["transient"].get("display_id"), "conformance-2", "display_id")
    expect("two" in found[0].content["data"]["text/plain"], "the update lacks the new content")


@check("clear_output.wait", "Clear output")
def clear_wait(run: Run) -> None:
    """clear_output carries wait as asked."""
    for name, wait in (("clear", True), ("clear_now", False)):
        found = run.client.execute(run.code(name)).outputs("clear_output")
        equal([m.content["wait"] for m in found], [wait], f"wait of {name}")

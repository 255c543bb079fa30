# SPDX-License-Identifier: Apache-2.0 OR MIT
"""What a kernel says of itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..registry import NotClaimed, check, equal, expect, status

if TYPE_CHECKING:
    from ..run import Run

FIELDS = ("protocol_version", "implementation", "implementation_version", "language_info", "banner")


@check("kernel_info.shell", "Kernel info")
def shell(run: Run) -> None:
    """kernel_info_request on shell is answered with status ok and every mandatory field."""
    request = run.client.call("kernel_info_request")
    status(request)
    for name in FIELDS:
        expect(request.content.get(name), f"{name} is missing or empty")


@check("kernel_info.control", "Messages on the Control channel, Kernel info")
def control(run: Run) -> None:
    """kernel_info_request on control gets the same answer as on shell."""
    request = run.client.attempt("kernel_info_request", {}, "control")
    if request is None:
        raise NotClaimed("no reply on control (asked for since 5.5)")
    on_shell = run.client.call("kernel_info_request").content
    for name in on_shell.keys() - {"banner"}:
        equal(request.content.get(name), on_shell[name], f"{name} on control")


@check("kernel_info.help_links", "Kernel info")
def help_links(run: Run) -> None:
    """Help links, where given, have a text and an absolute URL."""
    links = run.client.call("kernel_info_request").content.get("help_links", [])
    if not links:
        raise NotClaimed("no help_links")
    for link in links:
        expect(link["text"] and link["url"].startswith(("https://", "http://")), f"help link {link}")


@check("kernel_info.features", "Kernel info")
def features(run: Run) -> None:
    """supported_features and the deprecated debugger field agree."""
    info = run.client.call("kernel_info_request").content
    if "supported_features" not in info:
        raise NotClaimed("no supported_features (since 5.5)")
    if "debugger" in info:
        equal(info["debugger"], "debugger" in info["supported_features"], "debugger field")


@check("kernel_info.code_mirror", "Kernel info")
def language(run: Run) -> None:
    """language_info holds what a notebook needs to highlight, save and export code."""
    found = run.client.call("kernel_info_request").content["language_info"]
    for name in ("name", "version", "mimetype", "file_extension"):
        expect(found.get(name), f"language_info.{name} is missing or empty")
    expect(found["file_extension"].startswith("."), f"file_extension {found['file_extension']!r}")

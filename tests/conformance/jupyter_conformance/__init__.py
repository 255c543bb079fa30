# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Checks any Jupyter kernel against the Jupyter messaging protocol, on the wire."""

__version__ = "1.0.0"
PROTOCOL_VERSION = "5.6"

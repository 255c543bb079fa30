# SPDX-License-Identifier: Apache-2.0 OR MIT
"""The client of the kernel benchmark: one small pyzmq client for every kernel."""

# SPDX-License-Identifier: Apache-2.0 OR MIT
"""The client of the language benchmark. Kernels are spoken to by the package ``client`` of the kernel benchmark."""

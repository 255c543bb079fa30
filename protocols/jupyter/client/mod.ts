// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * A client of Jupyter kernels, for the command line and for tests.
 *
 * @module
 */

export * from "./client.ts";
export * from "./operate.ts";

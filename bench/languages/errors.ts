// SPDX-License-Identifier: Apache-2.0 OR MIT
// What can go wrong with a run, in words for whoever started it.

export { unexpected } from "../daemon/errors.ts";

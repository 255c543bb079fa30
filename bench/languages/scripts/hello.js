// SPDX-License-Identifier: Apache-2.0 OR MIT
// deno-lint-ignore-file no-console
console.log("hello");

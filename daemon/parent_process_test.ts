// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { parentProcess } from "./parent_process.ts";

Deno.test("parentProcess() takes a process id from JPY_PARENT_PID and nothing else", () => {
  const read = (text: string | undefined) => parentProcess(() => text);
  assert.equal(read("42"), 42);
  for (const text of [undefined, "", "0", "-1", "1.5", "x"]) assert.equal(read(text), undefined);
});

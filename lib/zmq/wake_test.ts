// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { Native } from "./native.ts";
import { library } from "./testing.ts";
import { Wake } from "./wake.ts";

Deno.test("Wake ends a poll once for many signals, and not after clear", async () => {
  const native = new Native(library);
  const wake = new Wake(native);
  const fds = Int32Array.of(wake.fd, 1);
  const poll = (timeoutMs: number) => native.libc.poll(fds, 1n, timeoutMs);
  assert.equal(await poll(0), 0);
  wake.signal();
  wake.signal();
  assert.equal(await poll(-1), 1);
  wake.clear();
  wake.clear();
  assert.equal(await poll(0), 0);
  const waiting = poll(-1);
  wake.signal();
  assert.equal(await waiting, 1);
  wake.close();
  native.close();
});

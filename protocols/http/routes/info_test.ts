// SPDX-License-Identifier: Apache-2.0 OR MIT

import assert from "node:assert/strict";
import { testApp } from "../testing.ts";

Deno.test("info answers what it is given, read anew for every request", async () => {
  let uptimeSeconds = 0;
  const { get } = testApp({ info: () => ({ name: "llmspell", uptimeSeconds: ++uptimeSeconds }) });
  assert.deepEqual(await (await get("/info")).json(), { name: "llmspell", uptimeSeconds: 1 });
  assert.deepEqual(await (await get("/info")).json(), { name: "llmspell", uptimeSeconds: 2 });
});

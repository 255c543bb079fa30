// SPDX-License-Identifier: Apache-2.0 OR MIT

import assert from "node:assert/strict";
import { MetricRegistry } from "../../lib/observe/mod.ts";
import { malformed, tokenRefused } from "./errors.ts";
import { HttpMetrics } from "./metrics.ts";
import { noteRefusal } from "./note_refusal.ts";
import { count, KeptLog } from "./testing.ts";

Deno.test("noteRefusal() counts by reason, and warns of what may be an attack", () => {
  const [registry, log] = [new MetricRegistry(), new KeptLog()];
  const parts = { metrics: new HttpMetrics(registry), log };
  noteRefusal(tokenRefused("wrong"), parts);
  noteRefusal(malformed("it has no Host"), parts);
  assert.equal(count(registry, "llmspell_http_rejected_total", "token"), 1);
  assert.equal(count(registry, "llmspell_http_rejected_total", "malformed"), 1);
  assert.deepEqual(log.lines, [
    "warn: Refused a request: Cannot serve without the token: it is wrong",
    "debug: Refused a request: Cannot read request: it has no Host",
  ]);
});

// SPDX-License-Identifier: Apache-2.0 OR MIT

import assert from "node:assert/strict";
import { JupyterMetrics } from "./metrics.ts";
import { CountingMetrics } from "./testing.ts";

Deno.test("JupyterMetrics.received() counts types it does not know as _other", () => {
  const counts = new CountingMetrics();
  const metrics = new JupyterMetrics(counts);
  metrics.received("shell", "execute_request", 10);
  metrics.received("shell", "attack_1", 10);
  metrics.received("shell", "attack_2", 10);
  assert.equal(counts.get("llmspell_jupyter_messages_total", "shell", "in", "execute_request"), 1);
  assert.equal(counts.get("llmspell_jupyter_messages_total", "shell", "in", "_other"), 2);
  assert.equal(counts.get("llmspell_jupyter_bytes_total", "shell", "in"), 30);
});

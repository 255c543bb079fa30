// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { allMetrics, metricsOf } from "./gen_metrics.ts";

Deno.test("metricsOf() finds specifications however they are broken into lines", () => {
  const source = `
    this.#a = metrics.counter({ name: "llmspell_x_a_total", help: "As" });
    this.#b = metrics.histogram({
      name: "llmspell_x_b_seconds",
      help: "Bs, \\"quoted\\" and " +
        "long",
      labels: ["one", "two"],
    });`;
  assert.deepEqual(metricsOf("protocols/x/metrics.ts", source), [
    { name: "llmspell_x_a_total", type: "counter", help: "As", labels: [], room: "protocols/x" },
    {
      name: "llmspell_x_b_seconds",
      type: "histogram",
      help: 'Bs, "quoted" and long',
      labels: ["one", "two"],
      room: "protocols/x",
    },
  ]);
});

Deno.test("metricsOf() throws SyntaxError for a specification without a name of its own", () => {
  assert.throws(() => metricsOf("lib/x/y.ts", "m.gauge({ name, help })"), SyntaxError);
});

Deno.test("allMetrics() keeps to the names that the conventions ask for", async () => {
  const metrics = await allMetrics(new URL("../", import.meta.url));
  assert.ok(metrics.length > 10);
  for (const { name, type, room } of metrics.filter(({ room }) => room !== "process")) {
    assert.match(name, /^llmspell_[a-z]+_[a-z_]+$/);
    assert.equal(name.endsWith("_total"), type === "counter", `${name} of ${room}`);
    if (type === "histogram") assert.match(name, /_(?:seconds|bytes)$/);
  }
});

// SPDX-License-Identifier: Apache-2.0 OR MIT

import assert from "node:assert/strict";
import type { Findings, KernelFindings, Samples } from "./findings.ts";
import { formatFigure, report } from "./report.ts";

function kernel(name: string, samples: Samples, missing = {}): KernelFindings {
  const version = {
    implementation: name,
    implementationVersion: "1",
    protocol: "5.3",
    language: "x 1",
  };
  return { name, version, samples, missing };
}

const findings: Findings = {
  machine: {
    system: "Linux",
    cpu: "A CPU",
    cores: 2,
    load: [0, 0, 0],
    loadAfter: [1, 0, 0],
    files: "/dev/shm",
    python: "3.11",
    libzmq: "4.3.5",
    packages: {},
  },
  floor: { echo_p50_ms: [0.1] },
  kernels: [
    kernel("llmspell", { start_ms: [50], interrupt_ms: [2] }),
    kernel("ipykernel", { start_ms: [200], flood_lost_lines: [0, 7] }),
    kernel("deno", {}, { interrupt: "no answer" }),
  ],
};

const options = { deno: "2.6.10", rounds: 3, quick: false };

Deno.test("report() shows values, ratios, bounds and notes as text", () => {
  const text = report(findings, { ...options, format: "text" });
  assert.match(text, /^start to first reply, median +ms +50\.00 +200 +-$/m);
  assert.match(text, /^start to first reply, median +lower +0\.25x +-$/m);
  assert.match(text, /^interrupt of a loop, max +ms +2\.00 +- +no answer$/m);
  assert.match(text, /held +llmspell: start to first reply, median: 0\.25x ipykernel/);
  assert.match(text, /not judged llmspell: printed lines: no figure/);
  assert.match(text, /ipykernel: printed lines that never came, by round: 0, 7/);
  assert.match(text, /deno: deno 1, x 1, protocol 5\.3, Deno 2\.6\.10/);
});

Deno.test("report() writes headings, tables and lists in Markdown", () => {
  const text = report(findings, { ...options, format: "markdown" });
  assert.match(text, /^### Values$/m);
  assert.match(text, /^\| start to first reply, median \| ms \| 50\.00 \| 200 \| - \|$/m);
  assert.match(text, /^- held {7}llmspell: start/m);
});

Deno.test("report() keeps samples, figures and verdicts in JSON", () => {
  const whole = JSON.parse(report(findings, { ...options, format: "json" }));
  assert.deepEqual(whole.kernels, findings.kernels);
  assert.equal(whole.figures.ipykernel.start, 200);
  assert.equal(whole.figures.deno.start, null);
  assert.equal(whole.verdicts[0].kernel, "llmspell");
  assert.deepEqual(whole.run, { deno: "2.6.10", rounds: 3, quick: false });
});

Deno.test("report() warns when more than half of the cores had other work", () => {
  const warned = (load: number) => {
    const machine = { ...findings.machine, load: [load, 0, 0] };
    return report({ ...findings, machine }, { ...options, format: "text" }).includes("BUSY");
  };
  assert.deepEqual([warned(1), warned(1.1)], [false, true]);
});

Deno.test("report() tells a kernel that an interrupt ended from one that kept silent", () => {
  const ended = kernel("deno", {}, { interrupt: "ended with -2; it last wrote: nothing" });
  const text = report({ ...findings, kernels: [ended] }, { ...options, format: "text" });
  assert.match(text, /^interrupt of a loop, max +ms +ended$/m);
  assert.match(text, /deno: interrupt: ended with -2/);
});

Deno.test("report() says of a kernel that it never answered, and leaves out bounds without llmspell", () => {
  const silent = { name: "deno", version: {}, samples: {}, missing: { start: "no answer" } };
  const text = report({ ...findings, kernels: [silent] }, { ...options, format: "text" });
  assert.match(text, /deno: never answered/);
  assert.match(text, /start to first reply, min +ms +no answer/);
  assert.doesNotMatch(text, /^Bounds$/m);
});

Deno.test("formatFigure() keeps the digits that matter", () => {
  assert.equal(formatFigure(0.614, "ms"), "0.61");
  assert.equal(formatFigure(391.4, "ms"), "391");
  assert.equal(formatFigure(1827.4, "/s"), "1827");
  assert.equal(formatFigure(76.04, "MB"), "76.0");
  assert.equal(formatFigure(2.345, "x"), "2.35x");
});

// SPDX-License-Identifier: Apache-2.0 OR MIT

import assert from "node:assert/strict";
import type { Samples } from "../jupyter/findings.ts";
import { judge } from "./bounds.ts";
import type { Findings } from "./findings.ts";
import { report } from "./report.ts";

function program(name: string, samples: Samples, missing: Record<string, string> = {}) {
  const version = { implementation: name, implementationVersion: "1", language: "x 1" };
  return { name, version, samples, missing };
}

const findings: Findings = {
  machine: {
    ...{ system: "Linux", cpu: "A CPU", cores: 2, load: [0, 0, 0], loadAfter: [1, 0, 0] },
    ...{ files: "/dev/shm", python: "3.11", libzmq: "4.3.5", packages: {} },
  },
  kernels: [
    program("llmspell lua", {
      first_ms: [40],
      flood_lines_per_s: [1_000],
      session_cold_ms: [30],
      engine_2_compile_ms: [0.1],
      beside_noop_p50_ratio: [2],
    }, { run: "ended with 1" }),
    { ...program("lua5.4", { first_ms: [2] }), version: { implementation: "Lua 5.4.4" } },
  ],
};

const options = {
  ...{ deno: "2.9.6", program: "/repo/dist/llmspell", languages: ["lua"] as const },
  ...{ rounds: 2, quick: false },
};
const verdicts = judge(findings.kernels, ["lua"], ["beside"]);

Deno.test("report() shows values, ratios, own tables, bounds and notes as text", () => {
  const text = report(findings, verdicts, { ...options, format: "text" });
  assert.match(text, /2 round\(s\); llmspell is \/repo\/dist\/llmspell/);
  assert.match(text, /^ {2}lua5\.4: Lua 5\.4\.4$/m);
  assert.match(text, /^start, to a first result +ms +40\.00 +2\.00$/m);
  assert.match(text, /^start, to a first result +lower +20\.00x$/m);
  assert.match(text, /^script, to its output, warm +ms +failed +-$/m);
  assert.match(text, /^new session, to a first result +ms +30\.00$/m);
  assert.match(
    text,
    /^Second engine of a process\n\n.*\ninterpreter read and compiled +ms +0\.10$/m,
  );
  assert.match(text, /^ {2}held +lua: no-op beside a loop, p50, over alone: 2\.00x \(under 3x\)$/m);
  assert.match(text, /^ {2}not judged lua: interrupt .*: no figure \(under 10 ms\)$/m);
  assert.match(text, /^ {2}llmspell lua: run: ended with 1$/m);
});

Deno.test("report() leaves out rows and tables that nobody has a figure for", () => {
  const text = report(findings, [], { ...options, format: "text" });
  assert.doesNotMatch(text, /First engine of a process|^Bounds|PSS/m);
});

Deno.test("report() says how much of the files a cold start found in memory", () => {
  const kept = [program("deno", { run_kept_percent: [2, 41.6] })];
  const text = report({ ...findings, kernels: kept }, [], { ...options, format: "markdown" });
  assert.match(text, /^- deno: script, cold: 42 % of its files stayed in memory$/m);
});

Deno.test("report() keeps samples, figures and verdicts in JSON", () => {
  const whole = JSON.parse(report(findings, verdicts, { ...options, format: "json" }));
  assert.deepEqual(whole.kernels, findings.kernels);
  assert.equal(whole.figures["lua5.4"].first, 2);
  assert.equal(whole.figures["lua5.4"].noop, null);
  assert.deepEqual(whole.verdicts[0], {
    ...{ language: "lua", title: "no-op beside a loop, p50, over alone", under: 3 },
    ...{ outcome: "held", value: 2 },
  });
});

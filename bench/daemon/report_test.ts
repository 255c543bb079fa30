// SPDX-License-Identifier: Apache-2.0 OR MIT

import assert from "node:assert/strict";
import type { Samples } from "../jupyter/findings.ts";
import type { Findings, ProgramFindings } from "./findings.ts";
import { report } from "./report.ts";
import { sizesFor } from "./sizes.ts";

function program(name: string, samples: Samples, missing = {}): ProgramFindings {
  return { name, version: `${name} 1`, samples, missing };
}

const findings: Findings = {
  machine: {
    system: "Linux",
    cpu: "A CPU",
    cores: 2,
    load: [0, 0, 0],
    loadAfter: [1, 0, 0],
    files: "/tmp",
  },
  floor: { spawn: [1, 2, 3], file: [0.25], exit: [0.5] },
  programs: [
    program("llmspell", { version: [20, 22, 70], sigterm: [3, 120], cpu_idle: [0.123] }, {
      SIGHUP: "no answer: a new log file: nothing in 10 s",
    }),
    program("nginx", { version: [4, 5, 6] }),
  ],
};

const options = { rounds: 5, quick: false, sizes: sizesFor("full") };

Deno.test("report() shows median, worst, the peer and both limits as text", () => {
  const text = report(findings, { ...options, format: "text" });
  assert.match(text, /^--version +ms +22\.00 +70\.00 +5\.00 +6\.00 +150 +held +60 +missed$/m);
  assert.match(text, /^SIGTERM: process gone +ms +61\.50 +120 +- +- +100 +missed +10 +missed$/m);
  assert.match(text, /^SIGHUP: log opened anew +ms +failed +- +- +- +100 +not judged /m);
  assert.match(text, /^CPU idle, of one core +% +0\.12 +0\.12 +- +- +0\.5 +held$/m);
  assert.match(text, /^kernel status +ms +- +- +- +-$/m);
});

Deno.test("report() names what was missed or not judged, and why", () => {
  const text = report(findings, { ...options, format: "text" });
  assert.match(text, /^ {2}2 of \d+ required bounds held by the worst sample$/m);
  assert.match(text, /^ {2}missed {5}SIGTERM: process gone: 120 ms \(under 100 ms\)$/m);
  assert.match(text, /^ {2}aim missed --version: 70\.00 ms \(under 60 ms\)$/m);
  assert.match(text, /^ {2}not judged SIGHUP: log opened anew: no figure \(under 100 ms\)$/m);
  assert.match(text, /^ {2}llmspell: SIGHUP: no answer: a new log file: nothing in 10 s$/m);
});

Deno.test("report() says how it was run, and what the benchmark itself costs", () => {
  const text = report(findings, { ...options, format: "text" });
  assert.match(text, /^ {2}5 round\(s\); idle for 60 s$/m);
  assert.match(text, /a program that does nothing 2\.00 ms, a new file seen 0\.250 ms/);
  assert.match(text, /^ {2}nginx: nginx 1$/m);
});

Deno.test("report() writes headings, tables and lists in Markdown", () => {
  const text = report(findings, { ...options, format: "markdown" });
  assert.match(text, /^### Values$/m);
  assert.match(
    text,
    /^\| --version \| ms \| 22\.00 \| 70\.00 \| 5\.00 \| 6\.00 \| 150 \| held \|/m,
  );
  assert.match(text, /^- missed {5}SIGTERM/m);
});

Deno.test("report() keeps samples, figures and verdicts in JSON", () => {
  const whole = JSON.parse(report(findings, { ...options, format: "json" }));
  assert.deepEqual(whole.programs, findings.programs);
  assert.deepEqual(whole.figures.nginx.version, { median: 5, worst: 6 });
  assert.equal(whole.figures.nginx.status, null);
  assert.deepEqual(whole.verdicts[0], {
    id: "version",
    budget: { required: 150, aim: 60 },
    worst: 70,
    required: "held",
    aim: "missed",
  });
  assert.equal(whole.run.sizes.idleSeconds, 60);
});

Deno.test("report() warns when more than half of the cores had other work", () => {
  const warned = (load: number) => {
    const machine = { ...findings.machine, load: [load, 0, 0] };
    return report({ ...findings, machine }, { ...options, format: "text" }).includes("BUSY");
  };
  assert.deepEqual([warned(1), warned(1.1)], [false, true]);
});

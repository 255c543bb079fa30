// SPDX-License-Identifier: Apache-2.0 OR MIT
// The kernel conforms to the Jupyter messaging protocol, checked on the wire by tests/conformance.

import assert from "node:assert/strict";
import { eachProgram, kernelCommand } from "./program.ts";
import { Workspace } from "./workspace.ts";

interface Report {
  readonly checks: readonly {
    readonly check: string;
    readonly summary: string;
    readonly outcome: "passed" | "failed" | "not_claimed" | "not_run";
    readonly detail: string;
  }[];
}

/** What llmspell does not claim, and why. Anything else left out of the report's "passed" is a failure. */
const unclaimed: readonly string[] = [
  "status.starting", // published before a client can have subscribed
  "subshell.unclaimed", // it has subshells
];
const notOverIpc: readonly string[] = ["robust.bytes"];

for (const transport of ["tcp", "ipc"]) {
  eachProgram(`kernel conforms to the messaging protocol over ${transport}`, async (program) => {
    await using workspace = await Workspace.create();
    const suite = ["-m", "jupyter_conformance", "--format", "json", "--language", "lua", "--curve"];
    const limit = ["--time-limit-metadata", '{"llmspell": {"time_limit_ms": 200}}'];
    const options = [...suite, ...limit, "--transport", transport, "--"];
    const { stdout, stderr } = await workspace.run([
      workspace.python,
      ...options,
      ...kernelCommand(program),
    ]);
    assert.match(stdout, /^\{/, stderr);
    const { checks }: Report = JSON.parse(stdout);
    const expected = transport === "ipc" ? [...unclaimed, ...notOverIpc] : unclaimed;
    const wrong = checks.filter(({ check, outcome }) =>
      outcome !== "passed" && (outcome === "failed" || !expected.includes(check))
    );
    const shown = wrong.map((one) =>
      `${one.outcome} ${one.check}: ${one.summary}\n  ${one.detail}`
    );
    assert.equal(shown.join("\n"), "");
    assert.ok(checks.length > 100, `${checks.length} checks`);
  });
}

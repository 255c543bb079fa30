// SPDX-License-Identifier: Apache-2.0 OR MIT
// The conformance suite itself: it finds the faults of a faulty kernel, and none in a sound one.

import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { Workspace } from "./workspace.ts";

const kernel = fileURLToPath(new URL("./faulty_kernel.py", import.meta.url));

/** A fault, the check to make, and the check that must fail by it. */
const faults: readonly { readonly fault: string; readonly made: string; readonly finds: string }[] =
  [
    { fault: "signature", made: "execute.result", finds: "wire.signature" },
    { fault: "parent", made: "execute.result", finds: "wire.parent" },
    { fault: "schema", made: "execute.result", finds: "wire.schema" },
    { fault: "date", made: "execute.result", finds: "wire.date" },
    { fault: "msg_id", made: "execute.result", finds: "wire.msg_id" },
    { fault: "count", made: "execute.count", finds: "execute.count" },
    { fault: "twice", made: "execute.result", finds: "wire.one_reply" },
    { fault: "late", made: "execute.result", finds: "wire.bracket" },
    { fault: "replay", made: "signature.replayed", finds: "signature.replayed" },
    { fault: "forgery", made: "signature.wrong", finds: "signature.wrong" },
  ];

/** Checks of a Python kernel with a fault that end in failure. */
async function failures(
  workspace: Workspace,
  fault: string,
  only: readonly string[],
): Promise<string[]> {
  const options = ["--language", "python", "--interrupt-mode", "signal", "--format", "json"];
  const { stdout, stderr } = await workspace.run([
    workspace.python,
    ...["-m", "jupyter_conformance", ...options],
    ...only.flatMap((name) => ["--only", name]),
    ...["--", workspace.python, kernel, fault, "{connection_file}"],
  ]);
  assert.match(stdout, /^\{/, stderr);
  const report = JSON.parse(stdout) as {
    readonly checks: readonly { readonly check: string; readonly outcome: string }[];
  };
  return report.checks.filter(({ outcome }) => outcome === "failed").map(({ check }) => check);
}

Deno.test("jupyter_conformance passes what ipykernel does right", async () => {
  await using workspace = await Workspace.create();
  const made = [...new Set(faults.map((one) => one.made))];
  const found = await failures(workspace, "none", made);
  // ipykernel's messages bear another protocol version than its kernel_info_reply.
  assert.deepEqual(found, ["wire.version"]);
});

for (const { fault, made, finds } of faults) {
  Deno.test(`jupyter_conformance finds the fault "${fault}" by ${finds}`, async () => {
    await using workspace = await Workspace.create();
    const found = await failures(workspace, fault, [made]);
    assert.ok(found.includes(finds), `found ${found.join(", ")}`);
  });
}

Deno.test("jupyter_conformance lists every check with its section", async () => {
  await using workspace = await Workspace.create();
  const list = [workspace.python, "-m", "jupyter_conformance", "--list"];
  const { stdout } = await workspace.succeed(list);
  const lines = stdout.trim().split("\n");
  assert.ok(lines.length > 100);
  for (const line of lines) {
    assert.match(line, /^[a-z_]+\.[a-z_]+: \S.* \(Jupyter messaging, ".+"\)$/);
  }
});

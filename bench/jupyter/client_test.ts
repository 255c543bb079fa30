// SPDX-License-Identifier: Apache-2.0 OR MIT

import assert from "node:assert/strict";
import { runClient } from "./client.ts";
import { BenchError } from "./errors.ts";
import type { Findings } from "./findings.ts";
import { sizesFor } from "./plan.ts";

const plan = { kernels: [], rounds: 2, sizes: sizesFor("quick") };

/** A folder with a program that stands in for Python and its client. */
async function program(script: string) {
  const folder = await Deno.makeTempDir();
  const python = `${folder}/python`;
  await Deno.writeTextFile(python, `#!/bin/sh\n${script}\n`, { mode: 0o700 });
  return {
    options: { python, folder },
    [Symbol.asyncDispose]: () => Deno.remove(folder, { recursive: true }),
  };
}

Deno.test("runClient() hands over the plan and reads the findings", async () => {
  await using echo = await program('printf \'{"floor":{},"kernels":[],"machine":\'; cat; echo "}"');
  const findings = await runClient<Findings>(plan, echo.options);
  assert.deepEqual(findings.machine, plan);
});

Deno.test("runClient() starts another package, and shows it where the client's own lies", async () => {
  await using echo = await program('cat >/dev/null; printf \'["%s %s"]\' "$3" "$PYTHONPATH"');
  const options = { ...echo.options, module: "other_client", library: "/bench/jupyter" };
  assert.deepEqual(await runClient(plan, options), ["other_client /bench/jupyter"]);
});

Deno.test("runClient() says with what the client ended when it has no findings", async () => {
  await using failing = await program("cat >/dev/null; exit 3");
  await assert.rejects(runClient(plan, failing.options), (error: unknown) => {
    assert.ok(error instanceof BenchError);
    assert.match(error.message, /ended with 3$/);
    return true;
  });
});

Deno.test("runClient() passes the signal that would end this process on to the client", async () => {
  // The program signals its parent, then waits for what comes back.
  await using patient = await program(
    'trap "exit 7" TERM; cat >/dev/null; kill -HUP $PPID; mkfifo f; read line <>f',
  );
  await assert.rejects(runClient(plan, patient.options), /ended with 7$/);
});

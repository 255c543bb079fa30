// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { join } from "node:path";
import type { KernelStartOptions } from "../commands/kernel_start_options.ts";
import { planStart } from "./start_plan.ts";

const options = { daemon: false, foreground: false, restore: false } as KernelStartOptions;

async function inHome(
  body: (home: string, env: (name: string) => string | undefined) => Promise<void>,
): Promise<void> {
  const home = Deno.makeTempDirSync();
  try {
    await body(home, (name) => name === "LLMSPELL_HOME" ? home : undefined);
  } finally {
    Deno.removeSync(home, { recursive: true });
  }
}

Deno.test("planStart() decides places, defaults and the words of the next start", () =>
  inHome(async (home, env) => {
    const plan = await planStart({ ...options, id: "work", port: "0" }, env, true);
    assert.equal(plan.places.pidFile, join(home, "run/kernel-work.pid"));
    assert.equal(plan.places.logFile, join(home, "logs/kernel-work.log"));
    assert.deepEqual([plan.language, plan.config.log.level], ["lua", "info"]);
    assert.deepEqual(plan.arguments, ["kernel", "start", "--daemon", "--id=work", "--port=0"]);
    assert.deepEqual((await plan.reload()).log.level, "info");
  }));

Deno.test("planStart() refuses a language there is no engine for, and an id that can name no file", () =>
  inHome(async (home, env) => {
    await assert.rejects(planStart({ ...options, id: "a/b" }, env, false), /"a\/b"/);
    Deno.writeTextFileSync(join(home, "kernel.toml"), '[kernel]\nlanguage = "cobol"\n');
    await assert.rejects(planStart(options, env, false), /Cannot run scripts in "cobol"/);
  }));

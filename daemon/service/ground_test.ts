// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { resolveConfig } from "../../lib/config/mod.ts";
import { openGround } from "./ground.ts";
import { planPlaces } from "./places.ts";
import type { StartPlan } from "./start_plan.ts";

/** Opens the ground of a kernel with a log, and disposes of it; the result is the text of the log. */
async function open(home: string, started: boolean): Promise<string | undefined> {
  const env = (name: string) => name === "LLMSPELL_HOME" ? home : undefined;
  const config = resolveConfig({ env, flags: { log: { level: "info" } } });
  const places = planPlaces({
    options: { "id": "a", "connection-file": undefined, "pid-file": undefined },
    config,
    env,
    daemon: true,
  });
  const terminal = { writeError: () => {}, errorColour: false };
  {
    const plan = { config, places } as StartPlan;
    await using ground = await openGround(plan, { terminal, env } as never);
    ground.log.logger.info("hello");
    if (started) ground.keepLog();
  }
  try {
    return Deno.readTextFileSync(places.logFile!);
  } catch {
    return undefined;
  }
}

Deno.test("openGround() removes a log that it made, unless the start succeeds", async () => {
  const home = Deno.makeTempDirSync();
  assert.equal(await open(home, false), undefined);
  assert.match(await open(home, true) ?? "", /hello/);
  assert.equal((await open(home, false) ?? "").split("hello").length, 3);
  assert.deepEqual([...Deno.readDirSync(join(home, "run"))], []);
  Deno.removeSync(home, { recursive: true });
});

Deno.test("openGround() removes what an earlier kernel of the id was writing when it was killed", async () => {
  const home = Deno.makeTempDirSync();
  const drafts = [
    "state/kernel-a/kernel_state.json.12.0123abcd.tmp",
    "state/kernel-a/dump-x.json.12.0123abcd.tmp",
    "run/kernel-a.json.12.0123abcd.tmp",
    "kernels/kernel-a.json.5f0e7f2e-0000-4000-8000-000000000000.tmp",
  ];
  const other = "run/kernel-b.json.12.0123abcd.tmp";
  for (const name of [...drafts, other]) {
    const path = join(home, name);
    Deno.mkdirSync(dirname(path), { recursive: true });
    Deno.writeTextFileSync(path, "");
  }
  await open(home, false);
  for (const name of drafts) assert.throws(() => Deno.statSync(join(home, name)), name);
  Deno.statSync(join(home, other));
  Deno.removeSync(home, { recursive: true });
});

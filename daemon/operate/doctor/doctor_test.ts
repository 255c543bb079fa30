// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { diagnosesText, type Diagnosis, examine } from "./doctor.ts";
import { TestHome } from "../testing.ts";
import type { DoctorContext } from "./finding.ts";

function context(home: TestHome): DoctorContext {
  const run = () => Promise.resolve({ code: 0, stdout: "unlimited" });
  return { env: home.env, now: Date.now, places: { system: "/nowhere" }, run };
}

function sick(diagnoses: readonly Diagnosis[]): string[] {
  return diagnoses.filter(({ status }) => status === "problem").map(({ check }) => check);
}

Deno.test("examine() finds no problem in a home as kernels make it", async () => {
  await using home = new TestHome();
  home.variables["LLMSPELL_KERNEL_PORT"] = "0";
  assert.deepEqual(sick(await examine(context(home), false)), []);
});

Deno.test("examine() changes nothing, and mends what can be mended when it may", async () => {
  await using home = new TestHome();
  home.variables["LLMSPELL_KERNEL_PORT"] = "0";
  const record = home.leave("dead");
  await Deno.chmod(record.connectionFile, 0o644);
  const before = await examine(context(home), false);
  assert.deepEqual(sick(before), ["keys"]);
  assert.deepEqual(sick(await examine(context(home), false)), ["keys"]);
  const mended = await examine(context(home), true);
  assert.deepEqual(sick(mended), []);
  assert.deepEqual(mended.filter(({ fixed }) => fixed).map(({ check }) => check), [
    "keys",
    "leftovers",
  ]);
  await assert.rejects(Deno.stat(record.connectionFile), Deno.errors.NotFound);
  const after = await examine(context(home), true);
  assert.deepEqual(after.filter(({ fixed }) => fixed), []);
});

Deno.test("diagnosesText() puts the remedy below what it mends, and counts", () => {
  const text = diagnosesText([
    { check: "a", status: "ok", text: "fine", remedy: "none", fixed: false },
    { check: "keys", status: "problem", text: "open", remedy: "close", fixed: false },
    { check: "b", status: "ok", text: "removed", fixed: true },
  ], false);
  assert.equal(
    text,
    "ok       a     fine\nproblem  keys  open\n               remedy: close\nfixed    b     removed\n\n" +
      "1 problems, 0 warnings\n",
  );
});

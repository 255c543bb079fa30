// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { programVersion } from "../../version.ts";
import { fakeHealth, startFakeKernel, TestHome } from "../testing.ts";
import { checkKernels } from "./check_kernels.ts";

Deno.test("checkKernels() judges each kernel of this user that runs", async () => {
  await using home = new TestHome();
  home.leave("dead");
  const current = { version: programVersion };
  await using _well = await startFakeKernel(home, "well", {}, current);
  await using _old = await startFakeKernel(home, "old", {}, { version: "0.0.1" });
  await using _ill = await startFakeKernel(home, "ill", {
    "kernel.health": () =>
      fakeHealth({ status: "Unhealthy", checks: [{ name: "store", status: "Unhealthy" }] }),
  }, current);
  await using lost = await startFakeKernel(home, "lost", {}, current);
  await Deno.remove(lost.record.connectionFile);
  const run = () => Promise.resolve(undefined);
  const context = { env: home.env, now: Date.now, run, places: { system: "/nowhere" } };
  const findings = await checkKernels(context);
  const told = findings.map(({ status, text }) => `${status}: ${text.replace(/process \d+/, "P")}`);
  assert.deepEqual(told.sort(), [
    'ok: kernel "well", P, is Healthy and Running',
    'problem: kernel "ill" is Unhealthy: store',
    'problem: kernel "lost", P, does not answer',
    `warning: kernel "old" is of version 0.0.1, this program of ${programVersion}`,
  ]);
});

// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { parse } from "yaml";
import { perform, startFakeKernel, TestHome } from "../operate/testing.ts";
import { kernelListCommand } from "./kernel_list.ts";

Deno.test("kernel list shows kernels that run, and removes what killed ones left", async () => {
  await using home = new TestHome();
  await using kernel = await startFakeKernel(home, "work");
  home.leave("dead");
  const { code, stdout, stderr } = await perform(kernelListCommand, [], home.env);
  assert.equal(code, 0);
  const [heading, row, ...rest] = stdout.trimEnd().split("\n");
  assert.match(heading!, /^ID +PID +LANGUAGE +STATUS +HEALTH +PORTS +UPTIME +USER$/);
  assert.match(row!, new RegExp(`^work +${kernel.record.pid} +lua +Running +Healthy .*1 min 30 s`));
  assert.deepEqual(rest, []);
  assert.match(stderr, /Kernel "dead" was killed; removed .*kernel-dead\.json/);
  assert.equal((await perform(kernelListCommand, [], home.env)).stderr, "");
});

Deno.test("kernel list --all shows killed kernels, and keeps their files", async () => {
  await using home = new TestHome();
  home.leave("dead");
  const words = ["--all", "--format", "text"];
  for (let times = 0; times < 2; times++) {
    const { stdout } = await perform(kernelListCommand, words, home.env);
    assert.equal(stdout, "dead\t4194305\tstopped\t9555-9559\n");
  }
});

Deno.test("kernel list writes the same for machines in JSON and YAML", async () => {
  await using home = new TestHome();
  await using _kernel = await startFakeKernel(home, "work");
  const read = async (format: string) =>
    (await perform(kernelListCommand, ["--format", format], home.env)).stdout;
  const json = JSON.parse(await read("json"));
  assert.deepEqual(parse(await read("yaml")), json);
  const [{ id, status, phase, health, uptimeSeconds, owner }] = json;
  assert.deepEqual([id, status, phase, health, uptimeSeconds, owner], [
    "work",
    "running",
    "Running",
    "Healthy",
    90,
    "own",
  ]);
});

Deno.test("kernel list says how to start a kernel when none runs, and machines get an empty list", async () => {
  await using home = new TestHome();
  const table = await perform(kernelListCommand, [], home.env);
  assert.deepEqual([table.code, table.stdout], [0, ""]);
  assert.match(table.stderr, /No kernel is running; to start one: llmspell kernel start --daemon/);
  const json = await perform(kernelListCommand, ["--format", "json"], home.env);
  assert.deepEqual([json.code, json.stdout, json.stderr], [0, "[]\n", ""]);
});

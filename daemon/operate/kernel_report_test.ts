// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { findKernels, type FoundKernel } from "./discovery.ts";
import { reportKernels, summaryOf } from "./kernel_report.ts";
import { checksTable, kernelsTable, kernelTable, portsText } from "./kernel_tables.ts";
import { fakeHealth, fakeState, startFakeKernel, TestHome } from "./testing.ts";

const places = { system: "/nowhere" };

Deno.test("reportKernels() asks all at once, and tells those that answer from those that do not", async () => {
  await using home = new TestHome();
  home.leave("dead");
  await using _kernel = await startFakeKernel(home, "good");
  await using _silent = await startFakeKernel(home, "mute", {
    "kernel.state": () => new Promise<never>(() => {}),
  });
  const kernels = await findKernels(home.env, places);
  const theirs: FoundKernel = {
    ...kernels[0]!,
    state: "running",
    owner: "other user",
    uid: 54_321,
  };
  const reports = await reportKernels([...kernels, theirs], {
    env: home.env,
    now: Date.now,
    answerMs: 500,
  });
  const told = reports.map(({ id, status, phase, health }) => [id, status, phase, health]);
  assert.deepEqual(told.sort(), [
    ["dead", "foreign", null, null],
    ["dead", "stopped", null, null],
    ["good", "running", "Running", "Healthy"],
    ["mute", "silent", null, null],
  ]);
  const good = reports.find(({ id }) => id === "good")!;
  assert.deepEqual([good.state, good.checks, good.uptimeSeconds], [
    fakeState("good"),
    fakeHealth().checks,
    90,
  ]);
  assert.equal("state" in summaryOf(good), false);
  assert.match(reports.find(({ id }) => id === "mute")!.problem!, /does not answer within 500 ms/);
  assert.equal(reports.find(({ status }) => status === "foreign")!.user, "54321");
});

Deno.test("kernelTable() shows all that a kernel tells", async () => {
  await using home = new TestHome();
  await using kernel = await startFakeKernel(home, "work", {}, {
    http: "http://127.0.0.1:9560",
    ports: { shell: 1, iopub: 2, stdin: 3, control: 4, hb: 5 },
    startedAtMs: 1_700_000_000_000,
  });
  const [found] = await findKernels(home.env, places);
  const record = { ...found!.record, ports: kernel.record.ports };
  assert.equal(portsText(record), "1-5");
  const [silent] = await reportKernels([{ ...found!, owner: "other user" }], {
    env: home.env,
    now: Date.now,
  });
  const report = {
    ...silent!,
    pid: 7,
    user: "ann",
    owner: "own",
    status: "running",
    phase: "Running",
    health: "Degraded",
    uptimeSeconds: 90,
    state: fakeState("work"),
    checks: fakeHealth().checks,
  } as const;
  const text = kernelTable(report, false).replaceAll(home.path, "/home");
  assert.equal(
    text,
    `Kernel           work
Status           Running
Health           Degraded
Process          7, detached
User             ann
Version          llmspell 1.2.3, lua
Uptime           1 min 30 s, since 2023-11-14 22:13:20Z
CPU              1.3 % of one core
Memory           100 MiB
Requests         7, 1 failed; 12.5 % of the latest 1,000 failed
Latency          p50 0.50 ms, p95 2.00 ms, p99 12 ms
Clients          1 of 10
Jupyter          tcp 127.0.0.1, ports shell 1, iopub 2, stdin 3, control 4, hb 5
HTTP             http://127.0.0.1:9560
Connection file  /home/kernels/kernel-work.json
PID file         /home/run/kernel-work.pid
Log              /home/logs/kernel-work.log
Config           /etc/llmspell.toml

SESSION  LANGUAGE  STATUS  EXECUTIONS  RUNNING  WAITING              MEMORY
main     lua       idle             3        0        0  2.0 MiB of 512 MiB

CLIENT      PROTOCOL  REQUESTS  SINCE
jupyter:01  jupyter          5  2023-11-14 22:13:21Z

CHECK   HEALTH     VALUE  DEGRADED AT  UNHEALTHY AT  PROBLEM
memory  Healthy  100 MiB      1.0 GiB       2.0 GiB
`,
  );
  assert.equal(
    kernelsTable(
      [report, { ...report, id: "x", phase: null, health: null, status: "silent" }],
      false,
    ),
    `ID    PID  LANGUAGE  STATUS         HEALTH    PORTS      UPTIME  USER
work    7  lua       Running        Degraded  1-5    1 min 30 s  ann
x       7  lua       not answering            1-5    1 min 30 s  ann
`,
  );
});

Deno.test("checksTable() writes each figure in its unit, and nothing for no checks", () => {
  const check = { status: "Healthy" } as const;
  const table = checksTable([
    { ...check, name: "a", value: 0.25, unit: "seconds" },
    { ...check, name: "b", value: 0.25, unit: "ratio" },
    { ...check, name: "c", value: 25, unit: "percent" },
    { ...check, name: "d", value: 3, unit: "requests" },
    { name: "e", status: "Unhealthy", problem: "disk full" },
  ], false);
  const values = table.trimEnd().split("\n").slice(1).map((line) => line.split(/ {2,}/).slice(2));
  assert.deepEqual(values, [["250 ms"], ["25.0 %"], ["25.0 %"], ["3"], ["disk full"]]);
  assert.equal(checksTable([], false), "");
});

Deno.test("portsText() lists ports that are not in a row", () => {
  const ports = { shell: 5, iopub: 7, stdin: 9 };
  assert.equal(portsText({ transport: "tcp", ports }), "5,7,9");
  assert.equal(portsText({ transport: "ipc", ports }), "ipc");
});

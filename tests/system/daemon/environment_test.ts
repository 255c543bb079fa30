// SPDX-License-Identifier: Apache-2.0 OR MIT
// Kernels in trouble: no space, no home, no environment, a log that cannot be written.

import assert from "node:assert/strict";
import { join } from "node:path";
import type { HealthReport } from "../../../lib/contracts/mod.ts";
import { type JupyterClient, operate } from "../../../protocols/jupyter/mod.ts";
import { whenChanged } from "./await.ts";
import { evaluate } from "./clients.ts";
import { fill, mountFileSystem } from "./mounts.ts";
import { processesOf } from "./process_facts.ts";
import { eachProgramAsRoot, eachProgramOnLinux } from "./register.ts";
import { ServiceHome } from "./service_home.ts";

const words = ["kernel", "start", "--daemon", "--id=work", "--port=0"];

/** A home on a small file system of its own. */
async function smallHome(
  program: ConstructorParameters<typeof ServiceHome>[0],
  stack: AsyncDisposableStack,
): Promise<ServiceHome> {
  const home = new ServiceHome(program);
  await Deno.mkdir(home.path);
  const mounted = await mountFileSystem(home.path, "size=2m");
  stack.use(home);
  stack.use(mounted);
  return home;
}

/** What the checks of those names say; `undefined` for those without a problem. */
async function problems(
  client: JupyterClient,
  ...names: readonly string[]
): Promise<Record<string, HealthReport["status"]>> {
  const { checks } = await operate(client, "kernel.health", {});
  return Object.fromEntries(
    checks.filter(({ name }) => names.includes(name)).map(({ name, status }) => [name, status]),
  );
}

/** Has the kernel write two lines to its log. */
async function logSomething(client: JupyterClient): Promise<void> {
  await operate(client, "kernel.drain", {});
  await operate(client, "kernel.resume", {});
}

eachProgramAsRoot("kernel start --daemon says that the disk is full", async (program) => {
  await using stack = new AsyncDisposableStack();
  const home = await smallHome(program, stack);
  fill(home.file("filler"));
  const { code, stderr } = await home.run(words);
  assert.equal(code, 1, stderr);
  assert.match(stderr, new RegExp(`^llmspell: Cannot .*${home.path}/.*No space left on device`));
  assert.deepEqual(home.files(), ["filler"]);
  assert.deepEqual(processesOf(home.path), []);
});

eachProgramAsRoot(
  "a kernel whose disk fills up goes on, is degraded, and recovers when there is space",
  async (program) => {
    await using stack = new AsyncDisposableStack();
    const home = await smallHome(program, stack);
    const record = await home.start("work");
    const client = await home.connect(record);
    await evaluate(client, "kept = 42");
    assert.deepEqual(await problems(client, "log", "store"), { log: "Healthy", store: "Healthy" });
    fill(home.file("filler"));
    // Longer than what is left of the last blocks of history and log.
    const long = `-- ${"x".repeat(20_000)}\n`;
    for (let i = 0; i < 3; i++) assert.equal(await evaluate(client, `${long}kept`), "42");
    for (let i = 0; i < 40; i++) await logSomething(client);
    assert.deepEqual(await problems(client, "log", "store"), {
      log: "Degraded",
      store: "Degraded",
    });
    assert.equal((await operate(client, "kernel.health", {})).ready, true);

    await Deno.remove(home.file("filler"));
    await logSomething(client);
    assert.equal(await evaluate(client, "kept"), "42");
    assert.deepEqual(await problems(client, "log", "store"), { log: "Healthy", store: "Healthy" });
    assert.deepEqual(processesOf(home.path), [record.pid]);
  },
);

eachProgramAsRoot(
  "a kernel that cannot save its state for want of space says so, keeps the old one and ends",
  async (program) => {
    await using stack = new AsyncDisposableStack();
    const home = await smallHome(program, stack);
    const state = home.file("state", "kernel-work", "kernel_state.json");
    await useAndStop(home, "kept = 1", () => {});
    const before = await Deno.readTextFile(state);
    const log = await useAndStop(home, "kept = ('x'):rep(100000)", () => fill(home.file("filler")));
    assert.match(log, /Cannot save the state.*No space left on device/);
    assert.match(log, /Phase Complete/);
    assert.equal(await Deno.readTextFile(state), before);
    const files = ["filler", "sessions/history.sqlite", "state/kernel-work/kernel_state.json"];
    assert.deepEqual(home.files(), files);
  },
);

/** Runs code in a kernel, does something, and stops it; the result is its log. */
async function useAndStop(home: ServiceHome, code: string, act: () => void): Promise<string> {
  await using kernel = await home.foreground("work");
  const client = await home.connect(kernel.record);
  await evaluate(client, code);
  client[Symbol.dispose]();
  act();
  Deno.kill(kernel.record.pid, "SIGTERM");
  assert.equal((await kernel.status).code, 0);
  return (await kernel.log.end()).join("\n");
}

eachProgramAsRoot(
  "a kernel with a read-only home runs in the foreground, and commands find it",
  async (program) => {
    await using stack = new AsyncDisposableStack();
    const home = await smallHome(program, stack);
    const mounted = await mountFileSystem(home.path, "ro,size=1m");
    stack.use(mounted);
    const file = join(home.folder, "connection.json");
    const runFolder = join(home.folder, "tmp", `llmspell-${Deno.uid()}`, "run");
    await using kernel = await home.foreground("work", [`--connection-file=${file}`], {
      runFolder,
    });
    const client = await home.connect(kernel.record);
    assert.equal(await evaluate(client, "6 * 7"), "42");
    assert.match(await home.succeed(["kernel", "list", "--format=text"]), /^work\t/);
    await home.succeed(["kernel", "stop", "work"]);
    assert.equal((await kernel.status).code, 0);
    const log = (await kernel.log.end()).join("\n");
    assert.match(log, /Cannot keep history/);
    assert.match(log, /Cannot save the state/);
    assert.deepEqual(home.temporaryFiles(), []);
  },
);

eachProgramOnLinux("kernel start --daemon needs no environment", async (program) => {
  await using home = new ServiceHome(program);
  const variables = { LLMSPELL_HOME: home.path, ...cacheOf(program.form) };
  const given = Object.entries(variables).map(([name, value]) => `${name}=${value}`);
  const { code, stdout, stderr } = await home.run(words, { before: ["env", "-i", ...given] });
  assert.equal(code, 0, stderr);
  assert.match(stdout, /Kernel is running/);
  const client = await home.connect(home.record("work"));
  assert.equal(await evaluate(client, "6 * 7"), "42");
  await home.succeed(["kernel", "stop", "work"]);
});

/** Where the checkout's Deno has its modules. */
function cacheOf(form: "checkout" | "binary"): Record<string, string> {
  if (form === "binary") return {};
  const { stdout } = new Deno.Command(Deno.execPath(), { args: ["info", "--json"] }).outputSync();
  return { DENO_DIR: JSON.parse(new TextDecoder().decode(stdout)).denoDir };
}

eachProgramOnLinux(
  "a kernel whose log can no longer be opened is degraded, until it can",
  async (program) => {
    await using home = new ServiceHome(program);
    const path = home.file("logs", "work.log");
    await using kernel = await home.foreground("work", [`--log-file=${path}`]);
    const { record: { pid }, log } = kernel;
    const client = await home.connect(kernel.record);
    await Deno.rename(home.file("logs"), home.file("moved"));
    await Deno.writeTextFile(home.file("logs"), "in the way");
    Deno.kill(pid, "SIGHUP");
    await log.next(/Cannot write .*lines go to standard error until it can be written/);
    await log.next(/the configuration has not changed/);
    assert.deepEqual(await problems(client, "log"), { log: "Degraded" });
    assert.equal(await evaluate(client, "6 * 7"), "42");

    await Deno.remove(home.file("logs"));
    await Deno.mkdir(home.file("logs"));
    Deno.kill(pid, "SIGHUP");
    await whenChanged("line in the log", home.file("logs"), () => textOf(path) || undefined);
    assert.deepEqual(await problems(client, "log"), { log: "Healthy" });
  },
);

function textOf(path: string): string {
  try {
    return Deno.readTextFileSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return "";
    throw error;
  }
}

eachProgramOnLinux(
  "commands know a kernel although the clock was set since it started",
  async (program) => {
    await using home = new ServiceHome(program);
    const { pid, pidFile } = await home.start("work");
    // The system tells the start of a process by its clock; to set that would trouble all others here.
    const path = home.file("run", "kernel-work.json");
    const record = JSON.parse(await Deno.readTextFile(path));
    const hours = { processStartMs: record.processStartMs - 3 * 3_600_000 };
    await Deno.writeTextFile(path, JSON.stringify({ ...record, ...hours }));
    assert.match(await home.succeed(["kernel", "list", "--format=text"]), /^work\t/);
    assert.match(await home.succeed(["kernel", "status", "work"]), /Healthy/);
    assert.match(await home.succeed(["doctor", "--fix"]), /^0 problems|\n0 problems/);
    assert.equal(Number(await Deno.readTextFile(pidFile)), pid);
    await home.succeed(["kernel", "restart", "work"]);
    assert.notEqual(home.record("work").pid, pid);
    await Deno.writeTextFile(path, JSON.stringify({ ...home.record("work"), ...hours }));
    assert.match(await home.succeed(["kernel", "stop", "work"]), /^Stopped kernel "work"/);
    assert.deepEqual(processesOf(home.path), []);
  },
);

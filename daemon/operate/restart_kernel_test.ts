// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { join } from "node:path";
import { KernelError } from "../../lib/errors.ts";
import { findKernels, type FoundKernel } from "./discovery.ts";
import { restartArguments, restartKernel, type RestartOptions } from "./restart_kernel.ts";
import { type FakeKernel, startFakeKernel, TestHome } from "./testing.ts";

/** A program that writes down its command line and home, and then does what the script says. */
async function program(home: TestHome, script: string): Promise<readonly string[]> {
  const path = join(home.path, "program.sh");
  await Deno.writeTextFile(
    path,
    `printf '%s\\n' "$LLMSPELL_HOME" "$@" > ${home.path}/seen\n${script}\n`,
  );
  return ["sh", path];
}

function options(home: TestHome, command: readonly string[]): RestartOptions {
  const now = () => performance.now();
  return { env: home.env, now, timeoutMs: 60_000, force: false, cleanup: true, command };
}

/** A kernel that removes its connection file when it is told to end, as real ones do. */
async function start(
  home: TestHome,
  more: { daemon?: boolean } = {},
): Promise<FakeKernel & { found: FoundKernel; child: Deno.ChildProcess }> {
  const child = new Deno.Command("sleep", { args: ["1000"] }).spawn();
  const words = ["kernel", "start", "--daemon", "--port", "9700"];
  const kernel = await startFakeKernel(home, "work", {
    "kernel.shutdown": async ({ restart }) => {
      await Deno.remove(kernel.record.connectionFile);
      child.kill("SIGKILL");
      return { restart };
    },
  }, { pid: child.pid, arguments: words, ...more });
  const [found] = await findKernels(home.env, { system: "/nowhere" });
  return { ...kernel, found: found!, child };
}

Deno.test("restartArguments() names id and connection file once, however they were given", () => {
  const words = ["kernel", "start", "--id=a", "-f", "b", "--connection-file", "c", "--port", "1"];
  const record = {
    id: "work",
    connectionFile: "/c",
    arguments: [...words, "--id", "d", "--restore"],
  };
  const tail = ["--id", "work", "--connection-file", "/c", "--restore"];
  assert.deepEqual(restartArguments(record), ["kernel", "start", "--port", "1", ...tail]);
  assert.deepEqual(restartArguments({ ...record, arguments: restartArguments(record) }), [
    "kernel",
    "start",
    "--port",
    "1",
    ...tail,
  ]);
});

Deno.test("restartKernel() starts the kernel again with its key, and reports the new process", async () => {
  await using home = new TestHome();
  await using kernel = await start(home);
  const key = await Deno.readTextFile(kernel.record.connectionFile);
  const next = JSON.stringify(home.record("work", { pid: 4_242 }));
  const command = await program(home, `echo '${next}' > ${kernel.found.path}`);
  const result = await restartKernel(kernel.found, options(home, command));
  assert.deepEqual([result.pid, result.stop.pid, result.stop.by], [
    4_242,
    kernel.child.pid,
    "request",
  ]);
  assert.deepEqual(kernel.calls, [["kernel.shutdown", { restart: true }]]);
  const seen = (await Deno.readTextFile(join(home.path, "seen"))).trimEnd().split("\n");
  assert.deepEqual(seen, [home.path, ...restartArguments(kernel.record)]);
  assert.equal(await Deno.readTextFile(kernel.record.connectionFile), key);
  assert.equal((await Deno.stat(kernel.record.connectionFile)).mode! & 0o777, 0o600);
});

Deno.test("restartKernel() says why the kernel did not come back", async () => {
  await using home = new TestHome();
  await using kernel = await start(home);
  const command = await program(home, "echo 'port taken' >&2; exit 1");
  await assert.rejects(
    restartKernel(kernel.found, options(home, command)),
    (error: KernelError) =>
      error.code === "kernel.restart_failed" && /port taken/.test(error.message),
  );
});

Deno.test("restartKernel() stops nothing when it could not start it again", async () => {
  await using home = new TestHome();
  await using kernel = await start(home, { daemon: false });
  const refusal = (code: string) => (error: unknown) =>
    error instanceof KernelError && error.code === code;
  const restart = (found: FoundKernel) => restartKernel(found, options(home, ["false"]));
  await assert.rejects(restart(kernel.found), refusal("kernel.foreground"));
  await Deno.remove(kernel.record.connectionFile);
  const detached = { ...kernel.found, record: { ...kernel.record, daemon: true } };
  await assert.rejects(restart(detached), refusal("kernel.connection_lost"));
  assert.deepEqual(kernel.calls, []);
  kernel.child.kill("SIGKILL");
  await kernel.child.status;
});

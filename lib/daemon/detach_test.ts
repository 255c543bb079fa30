// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { KernelError } from "../errors.ts";
import { detach, type DetachOptions } from "./detach.ts";
import { processAlive } from "./process_info.ts";
import { sanitizeEnvironment } from "./sanitize_environment.ts";
import { terminateProcess } from "./terminate.ts";
import { startProcess, type TestFolder, testFolder } from "./testing.ts";
import { waitForExit } from "./wait_for_exit.ts";

/** Says what it finds around it, then waits to be stopped. */
const observer = `
const readiness = daemon.readinessOf(Deno.env);
const libc = Deno.dlopen(Deno.build.os === "darwin" ? "libSystem.B.dylib" : "libc.so.6", {
  getsid: { parameters: ["i32"], result: "i32" },
});
let terminal = true;
try {
  Deno.openSync("/dev/tty", { read: true, write: true }).close();
} catch {
  terminal = false;
}
const inherited = (name) => {
  try {
    return Deno.realPathSync("/dev/fd/" + name);
  } catch {
    return "";
  }
};
const info = {
  parent: Deno.ppid,
  session: libc.symbols.getsid(0),
  terminal,
  cwd: Deno.cwd(),
  umask: Deno.umask(),
  input: Deno.stdin.readSync(new Uint8Array(1)),
  files: [...Deno.readDirSync("/dev/fd")].map(({ name }) => inherited(name)),
  variable: Deno.env.get("LLMSPELL_READY_FD"),
  kept: Deno.env.get("KEPT"),
};
setInterval(() => {}, 1000);
readiness.progress("almost there");
console.log("to the file");
console.error("this too");
readiness.ready(info);
`;

function optionsFor(folder: TestFolder, argv: readonly [string, ...string[]]): DetachOptions {
  const env = { ...sanitizeEnvironment(Deno.env.toObject()), KEPT: "yes" };
  return { argv, env, outputFile: folder.file("logs/out.log") };
}

function hasCode(code: string, text: RegExp): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof KernelError);
    assert.equal(error.code, code);
    assert.match(error.message, text);
    return true;
  };
}

/** The process id that a program left in a file. */
function pidIn(path: string): number {
  return Number(Deno.readTextFileSync(path));
}

Deno.test("detach() leaves parent, session, terminal, folder, umask and input behind", async () => {
  using folder = testFolder();
  const progress: string[] = [];
  const options = optionsFor(folder, folder.program(observer));
  const started = await detach({ ...options, onProgress: (text) => progress.push(text) });
  const info = started.info as Record<string, unknown>;
  try {
    assert.notEqual(info["parent"], Deno.pid);
    assert.notEqual(info["session"], started.pid);
    assert.equal(processAlive(Number(info["session"])), "gone");
    const { terminal, cwd, umask, input, variable, kept } = info;
    assert.deepEqual(
      { terminal, cwd, umask, input, variable, kept },
      {
        terminal: false,
        cwd: "/",
        umask: 0o027,
        input: null,
        variable: undefined,
        kept: "yes",
      },
    );
    assert.deepEqual(progress, ["almost there"]);
  } finally {
    assert.equal(await terminateProcess(started.pid, { graceMs: 5_000 }), "ended");
  }
  assert.equal(Deno.readTextFileSync(options.outputFile), "to the file\nthis too\n");
  assert.equal(Deno.statSync(options.outputFile).mode! & 0o777, 0o640);
});

Deno.test("detach() hands on no descriptor that the starter inherited", async () => {
  using folder = testFolder();
  const program = folder.program(observer);
  const starter = folder.program(`
    const { argv, env, outputFile } = JSON.parse(Deno.args[0]);
    const { pid, info } = await daemon.detach({ argv, env, outputFile });
    console.log(JSON.stringify({ pid, info, own: Deno.realPathSync("/dev/fd/7") }));
  `);
  const secret = folder.file("secret");
  Deno.writeTextFileSync(secret, "");
  const options = JSON.stringify(optionsFor(folder, program));
  await using process = startProcess(
    ["/bin/sh", "-c", 'exec 7<"$0"; exec "$@"', secret, ...starter, options],
  );
  const { pid, info, own } = JSON.parse(await process.line() ?? "");
  assert.equal(await terminateProcess(pid, { graceMs: 5_000 }), "ended");
  assert.equal(own, secret);
  assert.ok(info.files.includes(folder.file("logs/out.log")));
  assert.ok(!info.files.includes(secret));
});

Deno.test("detach() gives SIGINT its default action, which a shell takes from the background", async () => {
  using folder = testFolder();
  const { pid } = await detach(optionsFor(folder, folder.program(observer)));
  assert.equal(await terminateProcess(pid, { signal: "SIGINT", graceMs: 5_000 }), "ended");
});

Deno.test("detach() rejects with the program's own error, after it has ended", async () => {
  using folder = testFolder();
  const program = folder.program(`
    const readiness = daemon.readinessOf(Deno.env);
    Deno.writeTextFileSync(Deno.args[0], String(Deno.pid));
    readiness.failed(
      Object.assign(new Error("x"), { code: "no KernelError" }),
    );
    await new Promise((done) => setTimeout(done, 50));
  `);
  const options = optionsFor(folder, [...program, folder.file("pid")]);
  await assert.rejects(detach(options), hasCode("internal", /^x$/));
  assert.equal(processAlive(pidIn(folder.file("pid"))), "gone");
});

Deno.test("detach() keeps code and hint of a KernelError of the program", async () => {
  using folder = testFolder();
  const program = folder.program(`
    using readiness = daemon.readinessOf(Deno.env);
    using _held = daemon.acquirePidFile({ path: Deno.args[0] });
    try {
      daemon.acquirePidFile({ path: Deno.args[0] });
    } catch (error) {
      readiness.failed(error);
    }
  `);
  const path = folder.file("x.pid");
  await assert.rejects(detach(optionsFor(folder, [...program, path])), (error) => {
    assert.ok(hasCode("pid.locked", /held by process \d+$/)(error));
    assert.match((error as KernelError).hint, /kernel stop/);
    return true;
  });
  assert.throws(() => Deno.statSync(path), Deno.errors.NotFound);
});

Deno.test("detach() quotes what a program wrote that ended without a word", async () => {
  using folder = testFolder();
  const options = optionsFor(folder, folder.program(`console.error("no such luck");`));
  Deno.mkdirSync(folder.file("logs"));
  Deno.writeTextFileSync(options.outputFile, "of an earlier run\n");
  await assert.rejects(
    detach(options),
    hasCode("daemon.start", /before it was ready, and wrote: no such luck$/),
  );
});

Deno.test("detach() quotes the shell when there is no such program", async () => {
  using folder = testFolder();
  const options = optionsFor(folder, [folder.file("missing program")]);
  await assert.rejects(
    detach(options),
    hasCode("daemon.start", /missing program: .*(not found|No such file)/),
  );
});

Deno.test("detach() ends the program and its children when the signal aborts", async () => {
  using folder = testFolder();
  const program = folder.program(`
    const child = new Deno.Command("cat", { stdin: "piped" }).spawn();
    Deno.addSignalListener("SIGTERM", () => Deno.exit(1));
    Deno.writeTextFileSync(Deno.args[0], String(Deno.pid));
    Deno.writeTextFileSync(Deno.args[1], String(child.pid));
    console.log("stuck");
    daemon.readinessOf(Deno.env).progress("stuck");
    setInterval(() => {}, 1000);
  `);
  const argv = [...program, folder.file("pid"), folder.file("child")] as const;
  const stop = new AbortController();
  const reason = new Error("enough");
  const options = { ...optionsFor(folder, argv), onProgress: () => stop.abort(reason) };
  await assert.rejects(detach({ ...options, signal: stop.signal }), reason);
  assert.equal(processAlive(pidIn(folder.file("pid"))), "gone");
  await waitForExit(pidIn(folder.file("child")));
});

Deno.test("detach() says so when the time is up", async () => {
  using folder = testFolder();
  const options = optionsFor(folder, ["/bin/cat", "/dev/zero"]);
  await assert.rejects(
    detach({ ...options, outputFile: "/dev/null", timeoutMs: 1 }),
    hasCode("daemon.start_timeout", /"\/bin\/cat" in the background: not ready after 1 ms$/),
  );
});

Deno.test("detach() refuses an output file that cannot be", async () => {
  using folder = testFolder();
  Deno.writeTextFileSync(folder.file("logs"), "");
  const options = optionsFor(folder, ["/bin/true"]);
  await assert.rejects(detach(options), hasCode("daemon.output", /out\.log"/));
});

Deno.test("detach() leaves a program alive whose starter was killed before it was ready", async () => {
  using folder = testFolder();
  const program = folder.program(`
    const readiness = daemon.readinessOf(Deno.env);
    readiness.progress(String(Deno.pid));
    await daemon.waitForExit(Number(Deno.args[0]));
    readiness.progress("nobody reads this");
    readiness.ready({});
    Deno.writeTextFileSync(Deno.args[1], "alive");
  `);
  const starter = folder.program(`
    const { argv, env, outputFile } = JSON.parse(Deno.args[0]);
    await daemon.detach({
      argv: [...argv, String(Deno.pid), Deno.args[1]],
      env,
      outputFile,
      onProgress: (text) => console.log(text),
    });
  `);
  const options = JSON.stringify(optionsFor(folder, program));
  let pid = 0;
  {
    await using process = startProcess([...starter, options, folder.file("alive")]);
    pid = Number(await process.line());
  }
  await waitForExit(pid);
  assert.equal(Deno.readTextFileSync(folder.file("alive")), "alive");
});

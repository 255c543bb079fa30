// SPDX-License-Identifier: Apache-2.0 OR MIT
// A machine of a test's own that systemd runs as its first process: new namespaces, a root in memory, and nothing of the
// machine outside but its programs, read-only. `systemd_machine.sh` builds it. Needs root, and a cgroup2 hierarchy.

import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const script = fileURLToPath(new URL("./systemd_machine.sh", import.meta.url));
const namespaces = ["--mount", "--pid", "--cgroup", "--uts", "--ipc", "--net", "--fork"];

/** What a program left behind. */
export interface MachineResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A machine that runs. Disposing ends all of its processes. */
export interface Machine extends AsyncDisposable {
  /** Runs a program as root, or as the user `tester`, whose home is `/home/tester`. */
  run(command: readonly string[], options?: { readonly tester?: boolean }): Promise<MachineResult>;
  /** The same, and asserts that it succeeds; the result is its standard output. */
  succeed(command: readonly string[], options?: { readonly tester?: boolean }): Promise<string>;
  /** Writes a file. */
  write(path: string, content: string): Promise<void>;
  /** Waits for the next line that a unit writes to `/host/events`. */
  event(): Promise<string>;
}

/** What of the machine outside can be seen: a path there, and its path within. */
export type MachineBinds = readonly (readonly [outside: string, within: string])[];

/** Whether this system lets a test have a machine. */
export async function canStartMachine(): Promise<boolean> {
  if (Deno.build.os !== "linux" || Deno.uid() !== 0) return false;
  if (cgroupRoot() === undefined || !exists("/lib/systemd/systemd")) return false;
  try {
    const { success } = await new Deno.Command("unshare", {
      args: [...namespaces, "sh", "-c", "mount -t tmpfs tmpfs /mnt && mount -t proc proc /proc"],
      stdout: "null",
      stderr: "null",
    }).output();
    return success;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** Starts a machine and waits until it has booted. */
export async function startMachine(binds: MachineBinds): Promise<Machine> {
  await using stack = new AsyncDisposableStack();
  const folder = await Deno.makeTempDir({ prefix: "llmspell-machine-" });
  stack.defer(() => Deno.remove(folder, { recursive: true }));
  const [root, host] = [join(folder, "root"), join(folder, "host")];
  await Deno.mkdir(root);
  await Deno.mkdir(host);
  await Deno.chmod(folder, 0o755);
  for (const name of ["ready", "events"]) await makePipe(join(host, name));
  const cgroup = await makeCgroup();
  stack.defer(() => removeCgroup(cgroup));
  const child = new Deno.Command("sh", {
    args: [
      "-c",
      'echo $$ >"$1/cgroup.procs" && shift && exec "$@"',
      "sh",
      cgroup,
      ...["unshare", ...namespaces, "--kill-child", "sh", script, root, host, ...binds.flat()],
    ],
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).spawn();
  const problem = new Response(child.stderr).text();
  // The first process is killed rather than unshare: that one ends when all processes have ended.
  stack.defer(async () => {
    const first = firstProcess(child.pid);
    if (first !== undefined) Deno.kill(first, "SIGKILL");
    await child.status;
    await problem;
  });
  const ready = Deno.readTextFile(join(host, "ready"));
  const booted = await Promise.race([ready.then(() => true), child.status.then(() => false)]);
  if (!booted) {
    await Deno.writeTextFile(join(host, "ready"), ""); // Ends the reader.
    await ready;
    assert.fail(`the machine did not boot: ${await problem}`);
  }
  const events = stack.use(await openEvents(join(host, "events")));
  const first = firstProcess(child.pid);
  assert.ok(first !== undefined);
  const kept = stack.move();
  const run: Machine["run"] = (command, { tester = false } = {}) =>
    output("nsenter", [
      ...["--target", String(first), "--all", "env", "-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin"],
      ...(tester
        ? [
          ...["HOME=/home/tester", "USER=tester", "XDG_RUNTIME_DIR=/run/user/1000"],
          ...["setpriv", "--reuid", "1000", "--regid", "1000", "--clear-groups"],
        ]
        : ["HOME=/root", "USER=root"]),
      ...command,
    ]);
  return {
    run,
    async succeed(command, options) {
      const { code, stdout, stderr } = await run(command, options);
      assert.equal(code, 0, `${command.join(" ")}: ${stdout}${stderr}`);
      return stdout;
    },
    async write(path, content) {
      const target = join(`/proc/${first}/root`, path);
      await Deno.mkdir(join(target, ".."), { recursive: true });
      await Deno.writeTextFile(target, content);
    },
    event: () => events.next(),
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}

/** Lines of a pipe that many write to, one after the other. */
async function openEvents(path: string): Promise<AsyncDisposable & { next(): Promise<string> }> {
  // Read and write, so that it never ends while no writer is there.
  const file = await Deno.open(path, { read: true, write: true });
  const lines = file.readable.pipeThrough(new TextDecoderStream());
  const reader = lines.getReader();
  let text = "";
  return {
    async next() {
      while (!text.includes("\n")) text += (await reader.read()).value ?? "";
      const at = text.indexOf("\n");
      const line = text.slice(0, at);
      text = text.slice(at + 1);
      return line;
    },
    async [Symbol.asyncDispose]() {
      await Deno.writeTextFile(path, "\n"); // Ends a read that waits.
      await reader.cancel();
    },
  };
}

async function makePipe(path: string): Promise<void> {
  const { code, stderr } = await output("mkfifo", ["-m", "0666", path]);
  assert.equal(code, 0, stderr);
  await Deno.chmod(path, 0o666);
}

/** Folder of the cgroup2 hierarchy. */
function cgroupRoot(): string | undefined {
  return /^\S+ (\S+) cgroup2 rw/m.exec(Deno.readTextFileSync("/proc/self/mounts"))?.[1];
}

async function makeCgroup(): Promise<string> {
  const path = join(cgroupRoot()!, `llmspell-test-${crypto.randomUUID()}`);
  await Deno.mkdir(path);
  return path;
}

/** A cgroup goes when those below it have gone. */
async function removeCgroup(path: string): Promise<void> {
  for await (const { name, isDirectory } of Deno.readDir(path)) {
    if (isDirectory) await removeCgroup(join(path, name));
  }
  await Deno.remove(path);
}

/** The only child of unshare. */
function firstProcess(pid: number): number | undefined {
  try {
    const children = Deno.readTextFileSync(`/proc/${pid}/task/${pid}/children`).trim();
    return children === "" ? undefined : Number(children.split(" ")[0]);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

function exists(path: string): boolean {
  try {
    Deno.statSync(path);
    return true;
  } catch {
    return false;
  }
}

async function output(program: string, args: readonly string[]): Promise<MachineResult> {
  const { code, stdout, stderr } = await new Deno.Command(program, {
    args: [...args],
    stdin: "null",
  })
    .output();
  const text = new TextDecoder();
  return { code, stdout: text.decode(stdout), stderr: text.decode(stderr) };
}

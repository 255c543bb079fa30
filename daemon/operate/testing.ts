// SPDX-License-Identifier: Apache-2.0 OR MIT
// What the tests of commands share: a home of their own, and kernels whose answers are given.

import { join } from "node:path";
import type {
  HealthReport,
  KernelState,
  Logger,
  Metrics,
  OperationName,
  OperationParams,
  OperationResult,
  RequestContext,
  Router,
  SessionEvent,
} from "../../lib/contracts/mod.ts";
import { acquirePidFile, processStartMs } from "../../lib/daemon/mod.ts";
import { openContext } from "../../lib/zmq/mod.ts";
import {
  createJupyterProtocol,
  newConnection,
  writeConnectionFile,
} from "../../protocols/jupyter/mod.ts";
import { openAssets } from "../assets.ts";
import type { AnyCommand, CommandContext } from "../cli/command.ts";
import { parseCommand } from "../cli/parse.ts";
import { reportError } from "../cli/report.ts";
import { kernelPidPath, type KernelRecord, kernelRecordPath } from "../kernel_record.ts";
import type { Env } from "../paths.ts";

/** Answers by operation; a thrown error is the answer too. */
export type Answers = {
  [K in OperationName]?: (
    params: OperationParams<K>,
    context: RequestContext,
  ) => OperationResult<K> | Promise<OperationResult<K>>;
};

/** A temporary `LLMSPELL_HOME` and an environment that names no other folder. */
export class TestHome implements AsyncDisposable {
  /** The home. */
  readonly path: string = Deno.realPathSync(Deno.makeTempDirSync({ prefix: "operate-" }));
  /** Its run folder. */
  readonly run: string = join(this.path, "run");
  /** Variables of the environment; may be changed. */
  readonly variables: Record<string, string> = {
    HOME: this.path,
    LLMSPELL_HOME: this.path,
    TMPDIR: join(this.path, "tmp"),
    NO_COLOR: "1",
  };
  /** Reads the variables. */
  readonly env: Env = (name) => this.variables[name];

  /** Makes the folders. */
  constructor() {
    for (const name of ["run", "kernels", "logs", "state", "tmp"]) {
      Deno.mkdirSync(join(this.path, name), { mode: 0o700 });
    }
  }

  /** A record of this home. */
  record(id: string, more: Partial<KernelRecord> = {}): KernelRecord {
    return {
      format: 1,
      id,
      pid: Deno.pid,
      uid: Deno.uid(),
      processStartMs: processStartMs(more.pid ?? Deno.pid) ?? 0,
      version: "1.2.3",
      language: "lua",
      connectionFile: join(this.path, "kernels", `kernel-${id}.json`),
      pidFile: kernelPidPath(this.run, id),
      logFile: join(this.path, "logs", `kernel-${id}.log`),
      home: this.path,
      ip: "127.0.0.1",
      transport: "tcp",
      ports: { shell: 9555, iopub: 9556, stdin: 9557, control: 9558, hb: 9559 },
      daemon: true,
      startedAtMs: Date.now() - 60_000,
      arguments: ["kernel", "start", "--daemon"],
      ...more,
    };
  }

  /** Writes a record; the result is its path. */
  write(record: KernelRecord): string {
    const path = kernelRecordPath(this.run, record.id);
    Deno.writeTextFileSync(path, JSON.stringify(record));
    return path;
  }

  /** Writes what a kernel leaves behind when it is killed; the result is its record. */
  leave(id: string): KernelRecord {
    const record = this.record(id, { pid: 2 ** 22 + 1, processStartMs: 1 });
    this.write(record);
    Deno.writeTextFileSync(record.pidFile, `${record.pid}\n`);
    Deno.writeTextFileSync(record.connectionFile, "{}", { mode: 0o600 });
    return record;
  }

  /** Removes everything. */
  async [Symbol.asyncDispose](): Promise<void> {
    await Deno.remove(this.path, { recursive: true });
  }
}

/** A kernel whose sockets are real and whose answers are given. */
export interface FakeKernel extends AsyncDisposable {
  /** Its record, which is on disk. */
  readonly record: KernelRecord;
  /** Operations that were asked of it, with their parameters. */
  readonly calls: [operation: string, params: unknown][];
  /** Publishes something on iopub. */
  publish(): void;
}

/** Starts a kernel in this process, or one whose record names another process, which then holds no PID file. */
export async function startFakeKernel(
  home: TestHome,
  id: string,
  answers: Answers = {},
  more: Partial<KernelRecord> = {},
): Promise<FakeKernel> {
  await using stack = new AsyncDisposableStack();
  const context = stack.use(openContext({ library: await openAssets(home.env).file("libzmq") }));
  const router = new FakeRouter({
    "kernel.state": () => fakeState(id),
    "kernel.health": () => fakeHealth(),
    ...answers,
  });
  const stop = new AbortController();
  const protocol = createJupyterProtocol({
    context,
    connection: newConnection({ kernelName: "llmspell" }),
    session: "main",
    log: silentLog,
    metrics: noMetrics,
    now: Date.now,
    randomUUID: () => crypto.randomUUID(),
    limits: { graceMs: 0 },
  });
  const { connection } = stack.use(await protocol.listen(router, stop.signal));
  stack.defer(() => stop.abort());
  const { shell_port: shell, iopub_port: iopub, stdin_port: stdin, control_port: control } =
    connection;
  const ports = { shell, iopub, stdin, control, hb: connection.hb_port };
  const record = home.record(id, { ports, ...more });
  await writeConnectionFile(record.connectionFile, connection);
  if (record.pid === Deno.pid) stack.use(acquirePidFile({ path: record.pidFile }));
  home.write(record);
  const held = stack.move();
  return {
    record,
    calls: router.calls,
    publish: () => router.publish(),
    [Symbol.asyncDispose]: () => held.disposeAsync(),
  };
}

/** State of a kernel that does little. */
export function fakeState(id: string, more: Partial<KernelState> = {}): KernelState {
  const memory = { usedBytes: 2_097_152, limitBytes: 536_870_912 };
  return {
    id,
    version: "1.2.3",
    phase: "Running",
    startedAtMs: 1_700_000_000_000,
    uptimeSeconds: 90,
    sessions: [{
      id: "main",
      language: "lua",
      status: "idle",
      executionCount: 3,
      queued: 0,
      running: 0,
      subshells: 0,
      memory,
    }],
    clients: [{ id: "jupyter:01", protocol: "jupyter", sinceMs: 1_700_000_001_000, requests: 5 }],
    maxClients: 10,
    requests: { total: 7, failed: 1, errorRate: 0.125, latencyMs: { p50: 0.5, p95: 2, p99: 12 } },
    usage: {
      pid: Deno.pid,
      cpuPercent: 1.25,
      rssBytes: 104_857_600,
      hostCpuPercent: 5,
      hostCpuCount: 2,
      hostMemory: { total: 8, available: 4, used: 4, free: 4, percent: 50 },
    },
    endpoints: {},
    ports: {},
    files: { config: "/etc/llmspell.toml" },
    ...more,
  };
}

/** Health of a kernel that does well. */
export function fakeHealth(more: Partial<HealthReport> = {}): HealthReport {
  return {
    status: "Healthy",
    phase: "Running",
    ready: true,
    started: true,
    checks: [{
      name: "memory",
      status: "Healthy",
      value: 104_857_600,
      unit: "bytes",
      degradedAt: 1_073_741_824,
      unhealthyAt: 2_147_483_648,
    }],
    ...more,
  };
}

/** A command's context that keeps what is written. */
export interface KeptOutput extends CommandContext {
  /** Standard output so far. */
  stdout(): string;
  /** Standard error so far. */
  stderr(): string;
}

/** Makes a context over an environment. */
export function keptOutput(env: Env): KeptOutput {
  const written = { stdout: "", stderr: "" };
  return {
    env,
    terminal: {
      write: (text) => void (written.stdout += text),
      writeError: (text) => void (written.stderr += text),
      input: ReadableStream.from([] as Uint8Array[]),
      hidden: (work) => work(false),
      colour: false,
      errorColour: false,
    },
    stdout: () => written.stdout,
    stderr: () => written.stderr,
  };
}

/** What a command did. */
export interface Performed {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command as the program does. */
export async function perform(
  command: AnyCommand,
  words: readonly string[],
  env: Env,
): Promise<Performed> {
  const context = keptOutput(env);
  const code = await run(command, words, context);
  return { code, stdout: context.stdout(), stderr: context.stderr() };
}

async function run(
  command: AnyCommand,
  words: readonly string[],
  context: CommandContext,
): Promise<number> {
  try {
    return await command.run(parseCommand(command, words, context.env)!, context);
  } catch (error) {
    return reportError(error, context.terminal);
  }
}

class FakeRouter implements Router {
  readonly calls: [operation: string, params: unknown][] = [];
  readonly #answers: Answers;
  readonly #listeners: Set<(event: SessionEvent) => void> = new Set();

  constructor(answers: Answers) {
    this.#answers = answers;
  }

  async call<K extends OperationName>(
    operation: K,
    params: OperationParams<K>,
    context: RequestContext,
  ): Promise<OperationResult<K>> {
    this.calls.push([operation, params]);
    const answer = this.#answers[operation] as
      | ((params: OperationParams<K>, context: RequestContext) => OperationResult<K>)
      | undefined;
    if (answer === undefined) throw new TypeError(`Cannot call ${operation}: it has no answer`);
    return await answer(params, context);
  }

  subscribe(_session: string, listener: (event: SessionEvent) => void): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => void this.#listeners.delete(listener) };
  }

  publish(): void {
    const body = { type: "stream", name: "stdout", text: "x" } as const;
    for (const listener of this.#listeners) {
      listener({ session: "main", client: undefined, parent: undefined, body });
    }
  }
}

const silentLog: Logger = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  getChild: () => silentLog,
};

const noMetrics: Metrics = {
  counter: () => ({ increment() {} }),
  gauge: () => ({ set() {} }),
  histogram: () => ({ observe() {} }),
};

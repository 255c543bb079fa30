// SPDX-License-Identifier: Apache-2.0 OR MIT
// A home of its own for the kernels of one test, and the program's commands in it.

import assert from "node:assert/strict";
import { join } from "node:path";
import { openAssets } from "../../../daemon/assets.ts";
import { type KernelRecord, parseKernelRecord } from "../../../daemon/kernel_record.ts";
import type { SessionInfo } from "../../../lib/contracts/mod.ts";
import { processAlive, waitForExit } from "../../../lib/daemon/mod.ts";
import { type Context, openContext } from "../../../lib/zmq/mod.ts";
import {
  connectJupyter,
  type JupyterClient,
  readConnectionFile,
} from "../../../protocols/jupyter/mod.ts";
import type { Finished } from "../../clients/workspace.ts";
import type { Program } from "../../clients/program.ts";
import { soon } from "./await.ts";
import { Lines } from "./lines.ts";
import { processesOf } from "./process_facts.ts";

/** Variables of whoever runs the tests that would lead a kernel out of its home. */
const foreign = /^(LLMSPELL_|JPY_|NOTIFY_SOCKET$|WATCHDOG_|RUNTIME_DIRECTORY$|XDG_RUNTIME_DIR$)/;

/** How a command of the program is run. */
export interface RunOptions {
  /** Variables beside those of the home. */
  readonly env?: Readonly<Record<string, string>>;
  /** Command line in front of the program's own, such as `["env", "-i"]`. */
  readonly before?: readonly string[];
}

/** How a kernel is run in the foreground. */
export interface ForegroundOptions extends RunOptions {
  /** Where its record will be; the home's run folder when absent. */
  readonly runFolder?: string;
}

/** A kernel that is a child of the test. Disposal kills it if it still runs. */
export interface ForegroundKernel extends AsyncDisposable {
  readonly record: KernelRecord;
  readonly status: Promise<Deno.CommandStatus>;
  /** What it writes to standard error: its log, where no file is named. */
  readonly log: Lines;
}

/** A temporary folder with a home. Disposal kills what still runs with this home, and removes the folder. */
export class ServiceHome implements AsyncDisposable {
  /** The folder; `LLMSPELL_HOME` and `TMPDIR` are in it. */
  readonly folder: string;
  /** `LLMSPELL_HOME`. */
  readonly path: string;
  /** Environment of everything that is started here. */
  readonly env: Readonly<Record<string, string>>;
  /** The form of the program that runs here. */
  readonly program: Program;
  readonly #stack = new AsyncDisposableStack();
  #context: Promise<Context> | undefined;

  /** @param program the form of it that runs here @param folder an empty one */
  constructor(program: Program, folder: string = newFolder()) {
    this.program = program;
    this.folder = folder;
    this.path = join(folder, "home");
    const temporary = join(folder, "tmp");
    Deno.mkdirSync(temporary, { recursive: true });
    const kept = Object.entries(Deno.env.toObject()).filter(([name]) => !foreign.test(name));
    this.env = {
      ...Object.fromEntries(kept),
      LLMSPELL_HOME: this.path,
      TMPDIR: temporary,
      NO_COLOR: "1",
    };
  }

  /** Path below the home. */
  file(...names: string[]): string {
    return join(this.path, ...names);
  }

  /** A command of the program, ready to be started. */
  command(words: readonly string[], options: RunOptions = {}): Deno.Command {
    return this.#command([...this.program.argv, ...words], options, "piped");
  }

  /** Runs a command of the program to its end, whatever its exit code. */
  async run(words: readonly string[], options: RunOptions = {}): Promise<Finished> {
    return await this.shell([...this.program.argv, ...words], options);
  }

  /** Runs any command line to its end, whatever its exit code. */
  async shell(argv: readonly string[], options: RunOptions = {}): Promise<Finished> {
    const output = this.#command(argv, options, "piped").output();
    const { code, stdout, stderr } = await soon(`end of ${argv.join(" ")}`, output);
    const text = new TextDecoder();
    return { code, stdout: text.decode(stdout), stderr: text.decode(stderr) };
  }

  /** Runs a command of the program that has to succeed; the result is what it printed. */
  async succeed(words: readonly string[], options: RunOptions = {}): Promise<string> {
    const { code, stdout, stderr } = await this.run(words, options);
    assert.equal(code, 0, `${words.join(" ")}: exit ${code}\n${stdout}${stderr}`);
    return stdout;
  }

  /** Starts a daemon on free ports, unless the options name others. */
  async start(id: string, ...options: readonly string[]): Promise<KernelRecord> {
    await this.succeed(["kernel", "start", "--daemon", "--id", id, "--port=0", ...options]);
    return this.record(id);
  }

  /** Starts a kernel in the foreground on free ports, and waits until it is ready. */
  async foreground(
    id: string,
    options: readonly string[] = [],
    run: ForegroundOptions = {},
  ): Promise<ForegroundKernel> {
    const words = ["kernel", "start", "--id", id, "--port=0", "--log-level=info", ...options];
    const child = this.command(words, run).spawn();
    await using stack = new AsyncDisposableStack();
    const log = stack.use(new Lines(child.stderr));
    const said = stack.use(new Lines(child.stdout));
    stack.defer(async () => {
      killIfThere(child.pid);
      await child.status;
    });
    const ended = child.status.then(({ code }) => {
      throw new Error(`kernel ended with ${code}: ${log.all.join("\n")}`);
    });
    await Promise.race([soon("Kernel is ready", said.next(/^Kernel is ready/)), ended]);
    ended.catch(() => {}); // It ends when the test wants it to.
    const held = stack.move();
    const record = this.record(id, run.runFolder);
    return { record, status: child.status, log, [Symbol.asyncDispose]: () => held.disposeAsync() };
  }

  /** The record of a kernel that runs. */
  record(id: string, folder: string = this.file("run")): KernelRecord {
    return parseKernelRecord(Deno.readTextFileSync(join(folder, `kernel-${id}.json`)));
  }

  /** Connects a client, which disposal of the home disconnects. */
  async connect(record: Pick<KernelRecord, "connectionFile">): Promise<JupyterClient> {
    const context = await this.context();
    const file = await readConnectionFile(record.connectionFile);
    assert.equal(file.kind, "connection");
    return this.#stack.use(await connectJupyter({ context, connection: file.connection }));
  }

  /** Opens a session in the only kernel that runs. */
  async createSession(...options: readonly string[]): Promise<SessionInfo> {
    const words = ["session", "create", "--format", "json", ...options];
    return JSON.parse(await this.succeed(words)) as SessionInfo;
  }

  /** The ZeroMQ context of this home's clients. */
  context(): Promise<Context> {
    return this.#context ??= this.#openContext();
  }

  /** Paths of all files below the home, relative to it and sorted. */
  files(): string[] {
    return filesBelow(this.path).map((path) => path.slice(this.path.length + 1)).sort();
  }

  /** Paths of all files below the folder for temporary files. */
  temporaryFiles(): string[] {
    return filesBelow(join(this.folder, "tmp"));
  }

  /** Kills what runs, and removes the folder. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#stack.disposeAsync();
    for (const pid of this.#processes()) {
      killIfThere(pid);
      await soon(`end of ${pid}`, waitForExit(pid));
    }
    await Deno.remove(this.folder, { recursive: true });
  }

  #processes(): number[] {
    return Deno.build.os === "linux"
      ? processesOf(this.path)
      : this.files().filter((path) => /^run\/kernel-.+\.json$/.test(path))
        .map((path) => parseKernelRecord(Deno.readTextFileSync(this.file(path))).pid)
        .filter((pid) => processAlive(pid) !== "gone");
  }

  #command(argv: readonly string[], options: RunOptions, output: "piped"): Deno.Command {
    const [program = "", ...args] = [...options.before ?? [], ...argv];
    return new Deno.Command(program, {
      args,
      env: { ...this.env, ...options.env },
      clearEnv: true,
      cwd: this.folder,
      stdin: "null",
      stdout: output,
      stderr: output,
    });
  }

  async #openContext(): Promise<Context> {
    const library = await openAssets((name) => Deno.env.get(name)).file("libzmq");
    return this.#stack.use(openContext({ library }));
  }
}

/** Ends a process by SIGKILL; one that is gone is no failure. */
export function killIfThere(pid: number): void {
  try {
    Deno.kill(pid, "SIGKILL");
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound || error instanceof TypeError)) throw error;
  }
}

/** An empty temporary folder by its real path. */
export function newFolder(): string {
  return Deno.realPathSync(Deno.makeTempDirSync({ prefix: "service-" }));
}

function filesBelow(folder: string): string[] {
  try {
    return [...Deno.readDirSync(folder)].flatMap(({ name, isDirectory }) => {
      const path = join(folder, name);
      return isDirectory ? filesBelow(path) : [path];
    });
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}

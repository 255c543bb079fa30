// SPDX-License-Identifier: Apache-2.0 OR MIT
// Runs one script or one piece of code in a session of its own, with the terminal as its front end.

import { dirname, resolve } from "node:path";
import type { Config } from "../lib/config/mod.ts";
import type { ExecuteResult, RequestContext, SessionEventBody } from "../lib/contracts/mod.ts";
import { openAssets } from "./assets.ts";
import type { Terminal } from "./cli/terminal.ts";
import { type Core, mainSession, openCore } from "./core.ts";
import { type Language, languageOf } from "./engines.ts";
import { exitCodes } from "./exit_codes.ts";
import { InputLines } from "./input_lines.ts";
import type { Log } from "../lib/observe/mod.ts";
import { scriptLanguage } from "./script_language.ts";
import { readScript } from "./script_source.ts";
import { openKernelLog } from "./service/kernel_log.ts";

/** What both kinds of run are given. */
interface RunOptions {
  readonly config: Config;
  readonly terminal: Terminal;
  readonly env: (name: string) => string | undefined;
  /** Language asked for by a name of `engineNames`. */
  readonly engine: string | undefined;
}

/** A script to run. */
export interface RunScriptOptions extends RunOptions {
  /** Path of the script; `-` is standard input. */
  readonly path: string;
  readonly arguments: readonly string[];
}

/** Code to run. */
export interface RunCodeOptions extends RunOptions {
  readonly code: string;
}

/** What is executed, under which name, and whether its value is shown. */
interface Job {
  readonly code: string;
  readonly chunkName: string;
  readonly showResult: boolean;
}

/**
 * Runs a script.
 *
 * @returns the script's exit code
 * @throws {KernelError} `script.unreadable`, `script.not_text`, `script.engine` or `engine.unknown`
 */
export async function runScript(options: RunScriptOptions): Promise<number> {
  const { path, terminal, engine, config } = options;
  const { code, shebang } = await readScript(path, terminal.input);
  const language = scriptLanguage({ engine, path, shebang, fallback: config.kernel.language });
  using log = openKernelLog({ ...options, file: config.log.file });
  await using core = await openCore({
    ...shared(options, log, language),
    moduleFolders: [await folderOfScript(path)],
    script: { path, arguments: options.arguments },
  });
  const job = { code, chunkName: path === "-" ? "stdin" : path, showResult: false };
  // A script that came from standard input has read it all.
  const input = path === "-" ? () => ReadableStream.from<Uint8Array>([]) : () => terminal.input;
  return await perform(core, job, terminal, input);
}

/** The folder that the script really lies in, as its name may be a link; the current one for a script that lies in none. */
async function folderOfScript(path: string): Promise<string> {
  if (path === "-") return Deno.cwd();
  try {
    return dirname(await Deno.realPath(path));
  } catch {
    // Such as a pipe that a shell gave a name.
    return dirname(resolve(path));
  }
}

/**
 * Runs code and prints its value; the result is the exit code.
 *
 * @throws {KernelError} `engine.unknown`
 */
export async function runCode(options: RunCodeOptions): Promise<number> {
  const language = languageOf(options.engine ?? options.config.kernel.language);
  using log = openKernelLog({ ...options, file: options.config.log.file });
  await using core = await openCore({
    ...shared(options, log, language),
    moduleFolders: [Deno.cwd()],
  });
  const job = { code: options.code, chunkName: "code", showResult: true };
  return await perform(core, job, options.terminal, () => options.terminal.input);
}

function shared(
  { config, env }: RunOptions,
  { logger: log }: Log,
  language: Language,
): Omit<Parameters<typeof openCore>[0], "moduleFolders" | "script"> {
  return {
    config,
    env,
    assets: openAssets(env),
    language,
    historyPath: ":memory:",
    log,
  };
}

async function perform(
  { kernel }: Core,
  job: Job,
  terminal: Terminal,
  input: () => ReadableStream<Uint8Array>,
): Promise<number> {
  const stop = new AbortController();
  await using lines = new InputLines(input);
  let broken: Error | undefined;
  using _subscription = kernel.subscribe(mainSession, ({ body }) => {
    try {
      if (broken === undefined) show(body, job, terminal);
    } catch (error) {
      // What cannot be written ends the script: it would go on for nobody.
      broken = error instanceof Error ? error : new Error(String(error));
      stop.abort(error);
    }
  });
  const context: RequestContext = {
    client: "terminal",
    session: mainSession,
    channel: "shell",
    parent: undefined,
    signal: stop.signal,
    requestInput({ prompt, password, all }, signal) {
      terminal.write(prompt);
      if (all) return lines.rest(signal);
      if (!password) return lines.next(signal);
      return terminal.hidden((raw) => raw ? lines.nextTyped(signal) : lines.next(signal));
    },
  };
  const control: RequestContext = { ...context, channel: "control" };
  // Until the engine answers, SIGINT ends the process: there is nothing to interrupt.
  await kernel.call("isComplete", { code: "" }, control);
  using interruption = interruptOnSigint(() => kernel.call("interrupt", {}, control));
  const result = await kernel.call("execute", {
    code: job.code,
    silent: false,
    storeHistory: false,
    userExpressions: {},
    stopOnError: false,
    untilIdle: true,
    chunkName: job.chunkName,
  }, context);
  if (broken !== undefined) throw broken;
  return exitCode(result, interruption.happened);
}

function show(body: SessionEventBody, job: Job, terminal: Terminal): void {
  if (body.type === "stream") {
    if (body.name === "stdout") terminal.write(body.text);
    else terminal.writeError(body.text);
  } else if (body.type === "display") {
    if (!body.update) terminal.write(`${plainText(body.data)}\n`);
  } else if (body.type === "result") {
    if (job.showResult) terminal.write(`${plainText(body.data)}\n`);
  } else if (body.type === "error") {
    const text = body.traceback.join("\n");
    terminal.writeError(`${terminal.errorColour ? text : stripColours(text)}\n`);
  } else if (body.type === "engine_exit") {
    terminal.writeError(`llmspell: the engine ended: ${body.reason}\n`);
  }
}

/** The text of a value; what has none is named by its types. */
function plainText(data: Readonly<Record<string, unknown>>): string {
  const text = data["text/plain"] ?? data["text/markdown"];
  return typeof text === "string" ? text : `<${Object.keys(data).join(", ")}>`;
}

function stripColours(text: string): string {
  return text.replaceAll(new RegExp("\x1b\\[[0-9;]*m", "g"), "");
}

function exitCode(result: ExecuteResult, interrupted: boolean): number {
  if (result.status === "ok") return result.exitCode ?? exitCodes.success;
  return interrupted ? exitCodes.interrupted : exitCodes.failure;
}

/** The first SIGINT interrupts the script; a second one ends the process at once. */
function interruptOnSigint(
  interrupt: () => Promise<unknown>,
): Disposable & { readonly happened: boolean } {
  let happened = false;
  const listener = () => {
    if (happened) Deno.exit(exitCodes.interrupted);
    happened = true;
    void interrupt();
  };
  Deno.addSignalListener("SIGINT", listener);
  return {
    get happened() {
      return happened;
    },
    [Symbol.dispose]: () => Deno.removeSignalListener("SIGINT", listener),
  };
}

// SPDX-License-Identifier: Apache-2.0 OR MIT
// A kernel over a mock engine, and short ways to ask it for things, for tests.

import type {
  Assets,
  Logger,
  OperationParams,
  RequestContext,
  SessionEvent,
} from "../contracts/mod.ts";
import { KernelError } from "../errors.ts";
import { MetricRegistry } from "../observe/mod.ts";
import { Kernel } from "./kernel.ts";
import type { SessionOptions } from "./kernel_parts.ts";
import { MockEngine, type MockRun } from "./mock_engine.ts";

const silent = () => {};
const log: Logger = {
  debug: silent,
  info: silent,
  warn: silent,
  error: silent,
  getChild: () => log,
};
const unused = () => {
  throw new Error("not used by the mock engine");
};
const assets: Assets = { worker: unused, bytes: unused, file: unused };

/** What a session over a mock engine is made of. */
export function sessionOptions(engine: MockEngine): SessionOptions {
  return {
    engine,
    assets,
    log,
    limits: { memoryBytes: 1, maxDisplayChars: 1, maxOutputBytes: 1 },
    call: () => Promise.resolve(undefined),
  };
}

/** A kernel with session `main`, what it told, and what its history took. */
export function open(
  limits = { maxQueued: 10, maxSubshells: 2 },
  failsToAppend = () => false,
) {
  const engine = new MockEngine();
  const history: { line: number; input: string; output: string | undefined }[] = [];
  let ids = 0;
  const registry = new MetricRegistry();
  const kernel = new Kernel({
    implementation: { name: "llmspell", version: "0.0.0" },
    history: {
      session: () => ({
        append(entry) {
          if (failsToAppend()) throw new Error("disk full");
          history.push(entry);
        },
        setOutput: (line, output) => {
          for (const entry of history) if (entry.line === line) entry.output = output;
        },
        query: () => [],
      }),
      [Symbol.dispose]: silent,
    },
    limits,
    log,
    metrics: registry,
    now: () => 0,
    randomUUID: () => `id-${++ids}`,
  });
  kernel.openSession("main", sessionOptions(engine));
  const events: SessionEvent[] = [];
  kernel.subscribe("main", (event) => void events.push(event));
  return { kernel, engine, history, events, registry };
}

/** A shell request of a client. */
export function context(more: Partial<RequestContext> = {}): RequestContext {
  return {
    client: "test",
    session: "main",
    channel: "shell",
    parent: "parent",
    signal: new AbortController().signal,
    ...more,
  };
}

/** Parameters of an execution. */
export function code(text: string, more: Partial<OperationParams<"execute">> = {}) {
  return {
    code: text,
    silent: false,
    storeHistory: true,
    userExpressions: {},
    stopOnError: true,
    ...more,
  };
}

/** The run of a given number, as soon as the engine has begun it. */
export async function run(engine: MockEngine, index: number): Promise<MockRun> {
  for (;;) {
    const found = engine.runs[index];
    if (found) return found;
    await Promise.resolve();
  }
}

/** Types of events. */
export const types = (events: SessionEvent[]) => events.map((event) => event.body.type);
/** Whether an error is a refusal with a code. */
export const refused = (code: string) => (error: unknown) =>
  error instanceof KernelError && error.code === code;

// SPDX-License-Identifier: Apache-2.0 OR MIT
// The kernel: its sessions, and the Router that leads operations to them.

import {
  type EngineFactory,
  type EngineHost,
  type EngineOptions,
  type HistoryStore,
  type KernelInfo,
  type Logger,
  type OperationName,
  type OperationParams,
  operationParams,
  type OperationResult,
  type RequestContext,
  type Router,
  type SessionListener,
} from "../contracts/mod.ts";
import { sessionExists, sessionUnknown } from "./errors.ts";
import { Session, type SessionLimits } from "./session.ts";
import { UsageMeter } from "./usage.ts";

/** What a kernel is made of. */
export interface KernelParts {
  /** Name and version of the program, as `kernel.info` tells them. */
  readonly implementation: { readonly name: string; readonly version: string };
  /** Where the executions of all sessions are kept; stays open when the kernel ends. */
  readonly history: HistoryStore;
  /** Hold for each session on its own. */
  readonly limits: SessionLimits;
  /** Parent of the sessions' loggers. */
  readonly log: Logger;
  /** Milliseconds of a steady clock. */
  readonly now: () => number;
  /** Names for subshells. */
  readonly randomUUID: () => string;
}

/** What a new session is made of. */
export interface SessionOptions extends Omit<EngineOptions, "host"> {
  /** Makes the session's engine, and another when that one dies. */
  readonly engine: EngineFactory;
  /** Performs host functions; its policy says which. */
  readonly call: EngineHost["call"];
}

type Handlers = {
  readonly [K in OperationName]: (
    params: OperationParams<K>,
    context: RequestContext,
  ) => OperationResult<K> | Promise<OperationResult<K>>;
};

/** Sessions behind one Router. */
export class Kernel implements Router, AsyncDisposable {
  readonly #parts: KernelParts;
  readonly #usage: UsageMeter;
  readonly #sessions = new Map<string, { session: Session; engine: EngineFactory }>();
  readonly #stop = Promise.withResolvers<{ restart: boolean }>();

  /** Begins without sessions; its parts stay the caller's to dispose of. */
  constructor(parts: KernelParts) {
    this.#parts = parts;
    this.#usage = new UsageMeter(parts.now);
  }

  /** Resolves when `kernel.shutdown` was called; whoever composed the kernel then ends it. */
  get stopRequested(): Promise<{ restart: boolean }> {
    return this.#stop.promise;
  }

  /**
   * Opens a session; its engine starts at once and requests wait for it.
   *
   * @throws {KernelError} `session.exists`
   */
  openSession(id: string, { engine, call, ...options }: SessionOptions): void {
    if (this.#sessions.has(id)) throw sessionExists(id);
    const session = new Session({
      ...this.#parts,
      id,
      log: this.#parts.log.getChild("session"),
      start: (host) => engine.start({ ...options, host: { ...host, call } }),
    });
    this.#sessions.set(id, { session, engine });
  }

  subscribe(session: string, listener: SessionListener): Disposable {
    return this.#session(session).subscribe(listener);
  }

  call<K extends OperationName>(
    operation: K,
    params: OperationParams<K>,
    context: RequestContext,
  ): Promise<OperationResult<K>> {
    try {
      const read = operationParams[operation].safeParse(params);
      if (!read.success) throw new TypeError(complaint(operation, read.error.issues[0]));
      const handle = this.#handlers[operation] as Handlers[K];
      return Promise.resolve(handle(read.data as OperationParams<K>, context));
    } catch (error) {
      context.started?.();
      return Promise.reject(error);
    }
  }

  /**
   * Refuses new work, interrupts what runs and waits for it to end.
   *
   * @param graceMs after this the engines are ended with what still runs in them
   */
  async stop(graceMs: number): Promise<void> {
    const grace = new AbortController();
    const timer = setTimeout(() => grace.abort(), graceMs);
    const sessions = [...this.#sessions.values()].map(({ session }) => session);
    try {
      for (const session of sessions) session.stop(false, undefined);
      await Promise.all(sessions.map((session) => session.settled(grace.signal)));
    } finally {
      clearTimeout(timer);
      await this[Symbol.asyncDispose]();
    }
  }

  /** Ends all sessions at once; calls in flight reject with `engine.exited`. */
  async [Symbol.asyncDispose](): Promise<void> {
    const open = [...this.#sessions.values()];
    this.#sessions.clear();
    await Promise.all(open.map(({ session }) => session[Symbol.asyncDispose]()));
  }

  readonly #handlers: Handlers = {
    "kernel.info": (_, context) => {
      const { session, engine } = this.#entry(context.session);
      return session.ordered(context, () => this.#info(engine));
    },
    "kernel.usage": (_, context) =>
      this.#session(context.session).ordered(context, () => this.#usage.read()),
    "kernel.shutdown": ({ restart }, context) => {
      context.started?.();
      for (const { session } of this.#sessions.values()) session.stop(restart, context);
      this.#stop.resolve({ restart });
      return { restart };
    },
    "execute": (params, context) => this.#session(context.session).execute(params, context),
    "complete": ({ code, cursor }, context) =>
      this.#session(context.session).complete(code, cursor, context),
    "inspect": (params, context) => this.#session(context.session).inspect(params, context),
    "isComplete": ({ code }, context) => this.#session(context.session).isComplete(code, context),
    "history": (query, context) => this.#session(context.session).history(query, context),
    "interrupt": (_, context) => {
      context.started?.();
      this.#session(context.session).interrupt();
      return {};
    },
    "comm": (message, context) => this.#session(context.session).comm(message, context),
    "comm.info": ({ targetName }, context) =>
      this.#session(context.session).comms(targetName, context),
    "subshell.create": (_, context) => {
      context.started?.();
      return { subshell: this.#session(context.session).createSubshell() };
    },
    "subshell.delete": ({ subshell }, context) => {
      context.started?.();
      this.#session(context.session).deleteSubshell(subshell);
      return {};
    },
    "subshell.list": (_, context) => {
      context.started?.();
      return { subshells: this.#session(context.session).listSubshells() };
    },
  };

  #info(engine: EngineFactory): KernelInfo {
    const { name, version } = this.#parts.implementation;
    return {
      implementation: name,
      implementationVersion: version,
      language: engine.language,
    };
  }

  #session(id: string): Session {
    return this.#entry(id).session;
  }

  #entry(id: string): { session: Session; engine: EngineFactory } {
    const entry = this.#sessions.get(id);
    if (!entry) throw sessionUnknown(id);
    return entry;
  }
}

function complaint(
  operation: string,
  issue: { readonly path: PropertyKey[]; readonly message: string } | undefined,
): string {
  const field = issue?.path.map(String).join(".") || "parameters";
  return `Cannot perform ${operation}: ${field}: ${issue?.message ?? "not as the schema says"}`;
}

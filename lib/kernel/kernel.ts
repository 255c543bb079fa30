// SPDX-License-Identifier: Apache-2.0 OR MIT
// The kernel: its sessions, and the Router that leads operations to them.

import {
  type EngineFactory,
  type KernelInfo,
  type Logger,
  type OperationName,
  type OperationParams,
  operationParams,
  type OperationResult,
  type RequestContext,
  type Router,
  type SavedSession,
  type ServiceOperation,
  type SessionListener,
  type SessionState,
} from "../contracts/mod.ts";
import { withContext } from "../observe/mod.ts";
import { kernelStopping, operationUnavailable, sessionExists, sessionUnknown } from "./errors.ts";
import { EventHub } from "./event_hub.ts";
import type {
  KernelParts,
  OperationHandlers,
  ServiceHandlers,
  SessionOptions,
  StopRequest,
} from "./kernel_parts.ts";
import { KernelMetrics } from "./metrics.ts";
import { Session } from "./session.ts";
import { UsageMeter } from "./usage.ts";
import { withinGrace } from "./within_grace.ts";

/** A session and what another one in its place is made of. */
interface Opened {
  readonly options: SessionOptions;
  readonly events: EventHub;
  session: Session;
}

/** Sessions behind one Router. */
export class Kernel implements Router, AsyncDisposable {
  readonly #parts: KernelParts;
  readonly #metrics: KernelMetrics | undefined;
  readonly #usage: UsageMeter;
  readonly #sessions = new Map<string, Opened>();
  readonly #stop = Promise.withResolvers<StopRequest>();
  readonly #hurry = new AbortController();
  #stopContext: { readonly restart: boolean; readonly context: RequestContext } | undefined;
  #announced = false;
  #draining = false;
  #services: ServiceHandlers | undefined;

  /** Begins without sessions; its parts stay the caller's to dispose of. */
  constructor(parts: KernelParts) {
    this.#parts = parts;
    this.#metrics = parts.metrics && new KernelMetrics(parts.metrics);
    this.#usage = new UsageMeter(parts.now);
  }

  /** Resolves when `kernel.shutdown` was called; whoever composed the kernel then ends it. */
  get stopRequested(): Promise<StopRequest> {
    return this.#stop.promise;
  }

  /** Aborts when `kernel.shutdown` was called with `force`, or a second time: nobody wants to wait any more. */
  get hurried(): AbortSignal {
    return this.#hurry.signal;
  }

  /** True while executions are refused and what was accepted goes on. */
  get draining(): boolean {
    return this.#draining;
  }

  /** Ids of the open sessions, in the order opened. */
  get sessions(): readonly string[] {
    return [...this.#sessions.keys()];
  }

  /** Why history could not be kept lately; `undefined` while it is. */
  get historyProblem(): string | undefined {
    return this.#all().map((session) => session.historyProblem).find((text) => text !== undefined);
  }

  /** Gives the kernel the operations that its composition performs. Without them they are refused. */
  provide(services: ServiceHandlers): void {
    this.#services = services;
  }

  /** Requests at work and those that wait, in all sessions together. */
  get load(): { readonly running: number; readonly queued: number } {
    const loads = this.#all().map((session) => session.load);
    return {
      running: loads.reduce((sum, { running }) => sum + running, 0),
      queued: loads.reduce((sum, { queued }) => sum + queued, 0),
    };
  }

  /** What each session does at this moment. */
  states(): Promise<SessionState[]> {
    return Promise.all(this.#all().map((session) => session.state()));
  }

  /** Resolves when the engine of a session has answered. @throws {KernelError} `session.unknown` */
  alive(session: string): Promise<void> {
    return this.#session(session).alive();
  }

  /** Ids of the sessions in which code has run, or that were given state. */
  get touchedSessions(): readonly string[] {
    return this.#all().filter((session) => session.isTouched).map(({ id }) => id);
  }

  /** The globals of a session, as far as they have a JSON form. @throws {KernelError} `session.unknown` */
  save(session: string): Promise<SavedSession> {
    return this.#session(session).save();
  }

  /**
   * Gives a session what another kernel saved.
   *
   * @returns names of the globals that could not be set
   * @throws {KernelError} `session.unknown`
   */
  restore(saved: SavedSession): Promise<string[]> {
    return this.#session(saved.id).restore(saved);
  }

  /**
   * Opens a session. Its engine starts when a request needs it, or by `startEngines`.
   *
   * @throws {KernelError} `session.exists`, `kernel.stopping`
   */
  openSession(id: string, options: SessionOptions): void {
    if (this.#sessions.has(id)) throw sessionExists(id);
    if (this.#stopContext !== undefined) throw kernelStopping();
    const events = new EventHub(this.#log(id));
    this.#sessions.set(id, { options, events, session: this.#begin(id, options, events) });
  }

  /**
   * Closes a session: what runs is interrupted and gets `graceMs` to end, what waits is refused. Other sessions do not
   * notice.
   *
   * @throws {KernelError} `session.unknown`
   */
  async closeSession(id: string, graceMs: number): Promise<void> {
    const session = this.#session(id);
    session.announceShutdown(false, undefined);
    this.#sessions.delete(id);
    await endSession(session, graceMs);
  }

  /**
   * Ends a session as `closeSession` does and begins another under its id, for the same subscribers, with fresh globals
   * and counts. Its engine is started.
   *
   * @throws {KernelError} `session.unknown`
   */
  async restartSession(id: string, graceMs: number): Promise<void> {
    const entry = this.#entry(id);
    const { session, options, events } = entry;
    session.announceShutdown(true, undefined);
    entry.session = this.#begin(id, options, events);
    await endSession(session, graceMs);
    entry.session.startEngine();
  }

  #log(id: string): Logger {
    return withContext(this.#parts.log.getChild("session"), { sessionId: id });
  }

  #begin(
    id: string,
    { engine, call, ...options }: SessionOptions,
    events: EventHub,
  ): Session {
    const { metrics: _, history, ...parts } = this.#parts;
    const session = new Session({
      ...parts,
      ...(this.#metrics === undefined ? {} : { metrics: this.#metrics }),
      history: history.session(),
      id,
      events,
      language: engine.language.name,
      log: this.#log(id),
      start: (host, signal) => engine.start({ ...options, host: { ...host, call }, signal }),
    });
    if (this.#draining) session.drain(true);
    return session;
  }

  /**
   * Starts the engines that are not up. Starting a Worker holds the thread for some tens of milliseconds: the moment
   * for it is when nobody waits for an answer.
   */
  startEngines(): void {
    for (const session of this.#all()) session.startEngine();
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
      const handle = this.#handlers[operation] as OperationHandlers[K];
      return Promise.resolve(handle(read.data as OperationParams<K>, context));
    } catch (error) {
      context.started?.();
      return Promise.reject(error);
    }
  }

  /** Refuses new work for good, and interrupts what runs. */
  refuseWork(): void {
    for (const session of this.#all()) session.stop();
  }

  /** Waits until nothing runs, or until `signal` aborts. @returns ids of the sessions where something still runs */
  async settled(signal: AbortSignal): Promise<string[]> {
    await Promise.all(this.#all().map((session) => session.settled(signal)));
    return this.#all().filter((session) => !session.isIdle).map(({ id }) => id);
  }

  /** Tells every subscriber, once, that the kernel stops; the parent is the request that asked for it. */
  announceShutdown(): void {
    if (this.#announced) return;
    this.#announced = true;
    const { restart, context } = this.#stopContext ?? { restart: false, context: undefined };
    for (const session of this.#all()) session.announceShutdown(restart, context);
  }

  /** Ends the engines of sessions with what runs in them: calls in flight reject with `engine.exited`. */
  async endEngines(sessions: readonly string[]): Promise<void> {
    await Promise.all(sessions.map((id) => this.#session(id)[Symbol.asyncDispose]()));
  }

  /**
   * Refuses new work, interrupts what runs and waits for it to end.
   *
   * @param graceMs after this the engines are ended with what still runs in them
   */
  async stop(graceMs: number): Promise<void> {
    try {
      this.refuseWork();
      await withinGrace(graceMs, (signal) => this.settled(signal));
      this.announceShutdown();
    } finally {
      await this[Symbol.asyncDispose]();
    }
  }

  /** Ends all sessions at once; calls in flight reject with `engine.exited`. */
  async [Symbol.asyncDispose](): Promise<void> {
    const open = [...this.#sessions.values()];
    this.#sessions.clear();
    await Promise.all(open.map(({ session }) => session[Symbol.asyncDispose]()));
  }

  readonly #handlers: OperationHandlers = {
    "kernel.info": (_, context) => {
      const { session, options } = this.#entry(context.session);
      return session.ordered(context, () => this.#info(options.engine));
    },
    "kernel.usage": (_, context) =>
      this.#session(context.session).ordered(context, () => this.#usage.read()),
    "kernel.shutdown": ({ restart, force, announce }, context) => {
      context.started?.();
      if (force || this.#stopContext !== undefined) this.#hurry.abort();
      this.#stopContext ??= { restart, context };
      this.refuseWork();
      if (announce) this.announceShutdown();
      this.#stop.resolve({ restart, client: context.client });
      return { restart };
    },
    "kernel.state": this.#service("kernel.state"),
    "kernel.health": this.#service("kernel.health"),
    "kernel.dump": this.#service("kernel.dump"),
    "config.reload": this.#service("config.reload"),
    "log.level": this.#service("log.level"),
    "session.create": this.#service("session.create"),
    "session.list": this.#service("session.list"),
    "session.close": this.#service("session.close"),
    "session.restart": this.#service("session.restart"),
    "kernel.drain": (_, context) => {
      context.started?.();
      this.#drain(true);
      return { phase: "Draining" };
    },
    "kernel.resume": (_, context) => {
      context.started?.();
      this.#drain(false);
      return { phase: "Running" };
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

  #service<K extends ServiceOperation>(operation: K): OperationHandlers[K] {
    return ((params, context) => {
      context.started?.();
      if (this.#services === undefined) throw operationUnavailable(operation);
      return this.#services[operation](params, context);
    }) as OperationHandlers[K];
  }

  #drain(draining: boolean): void {
    if (this.#stopContext !== undefined) throw kernelStopping();
    this.#draining = draining;
    for (const session of this.#all()) session.drain(draining);
    this.#parts.drained?.(draining);
  }

  #all(): Session[] {
    return [...this.#sessions.values()].map(({ session }) => session);
  }

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

  #entry(id: string): Opened {
    const entry = this.#sessions.get(id);
    if (!entry) throw sessionUnknown(id);
    return entry;
  }
}

/** Interrupts what runs, waits for its end, and ends the engine with what runs on. */
async function endSession(session: Session, graceMs: number): Promise<void> {
  try {
    session.stop();
    await withinGrace(graceMs, (signal) => session.settled(signal));
  } finally {
    await session[Symbol.asyncDispose]();
  }
}

function complaint(
  operation: string,
  issue: { readonly path: PropertyKey[]; readonly message: string } | undefined,
): string {
  const field = issue?.path.map(String).join(".") || "parameters";
  return `Cannot perform ${operation}: ${field}: ${issue?.message ?? "not as the schema says"}`;
}

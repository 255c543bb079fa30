// SPDX-License-Identifier: Apache-2.0 OR MIT
// A session: one engine, the lanes of requests that lead to it, and the events that come out of it.

import type {
  CommEvent,
  Completeness,
  Completion,
  EngineEvent,
  EngineExitEvent,
  ExecuteOutcome,
  ExecuteResult,
  HistoryEntry,
  HistoryQuery,
  Inspection,
  OperationParams,
  RequestContext,
  SavedSession,
  ScriptEngine,
  SessionEventBody,
  SessionListener,
  SessionState,
} from "../contracts/mod.ts";
import { EngineHolder } from "./engine_holder.ts";
import { kernelDraining, kernelStopping, subshellLimit, subshellUnknown } from "./errors.ts";
import type { EventHub } from "./event_hub.ts";
import { Executions } from "./executions.ts";
import { restoreVariables, saveVariables } from "./variables.ts";
import { Lane } from "./lane.ts";
import type { SessionParts } from "./session_parts.ts";
import { within } from "./within.ts";

/** How long an engine may take to tell of its memory before the answer goes without. */
const MEMORY_MS = 200;

/** An execution on its way through the session. */
interface Execution {
  readonly params: OperationParams<"execute">;
  readonly context: RequestContext;
  readonly lane: Lane;
  /** Whether history keeps it. */
  readonly stored: boolean;
  readonly executionCount: number;
  /** Whether history has it by now. */
  remembered: boolean;
}

/** An isolated interpreter with its queue. All methods are called by the Router alone. */
export class Session implements AsyncDisposable {
  readonly id: string;
  readonly #parts: SessionParts;
  readonly #engine: EngineHolder;
  readonly #executions = new Executions();
  readonly #events: EventHub;
  readonly #main: Lane;
  readonly #subshells = new Map<string, Lane>();
  #executionCount = 0;
  #stopping = false;
  #draining = false;
  #touched = false;
  #historyProblem: string | undefined;

  /** Starts nothing: the first request that needs the engine does, or `startEngine`. */
  constructor(parts: SessionParts) {
    this.id = parts.id;
    this.#parts = parts;
    this.#events = parts.events;
    this.#main = new Lane(parts.limits.maxQueued);
    this.#engine = new EngineHolder({
      start: parts.start,
      host: {
        emit: (execution, event) => this.#emit(execution, event),
        requestInput: (execution, request) => this.#executions.requestInput(execution, request),
      },
      log: parts.log,
      onExit: (exit) => this.#engineExited(exit),
    });
  }

  /** Executions with `storeHistory` so far. */
  get executionCount(): number {
    return this.#executionCount;
  }

  /** Why history could not be kept lately; `undefined` while it is. */
  get historyProblem(): string | undefined {
    return this.#historyProblem;
  }

  /** Starts the engine where it is not up; requests wait for it. */
  startEngine(): void {
    this.#engine.startEagerly();
  }

  subscribe(listener: SessionListener): Disposable {
    return this.#events.subscribe(listener);
  }

  execute(params: OperationParams<"execute">, context: RequestContext): Promise<ExecuteResult> {
    if (this.#draining) return Promise.reject(kernelDraining());
    const lane = this.#lane(context);
    return this.#enqueue<ExecuteResult>(lane, context, () => this.#execute(params, context, lane), {
      aborted: () => {
        this.#parts.metrics?.executed("aborted");
        return { status: "aborted", executionCount: this.#executionCount };
      },
      startsItself: true,
    });
  }

  complete(code: string, cursor: number, context: RequestContext): Promise<Completion> {
    return this.#serve(context, async () => (await this.#engine.ready()).complete(code, cursor));
  }

  inspect(params: OperationParams<"inspect">, context: RequestContext): Promise<Inspection> {
    const { code, cursor, detail } = params;
    return this.#serve(
      context,
      async () => (await this.#engine.ready()).inspect(code, cursor, detail),
    );
  }

  isComplete(code: string, context: RequestContext): Promise<Completeness> {
    return this.#serve(context, async () => (await this.#engine.ready()).isComplete(code));
  }

  history(query: HistoryQuery, context: RequestContext): Promise<HistoryEntry[]> {
    return this.#serve(context, () => Promise.resolve(this.#parts.history.query(query)));
  }

  comm(message: CommEvent, context: RequestContext): Promise<ExecuteOutcome> {
    if (this.#draining) return Promise.reject(kernelDraining());
    return this.#enqueue(this.#lane(context), context, async () => {
      const id = this.#executions.begin(context);
      try {
        return await (await this.#engine.ready()).comm(id, message);
      } finally {
        this.#executions.end(id);
      }
    });
  }

  comms(
    targetName: string | undefined,
    context: RequestContext,
  ): Promise<{ comms: Record<string, { targetName: string }> }> {
    return this.#serve(context, async () => {
      const { comms } = await (await this.#engine.ready()).comms();
      const wanted = Object.entries(comms).filter(([, target]) =>
        targetName === undefined || target === targetName
      );
      return { comms: Object.fromEntries(wanted.map(([id, name]) => [id, { targetName: name }])) };
    });
  }

  /** Work of the kernel itself that keeps the order of the context's channel. */
  ordered<T>(context: RequestContext, work: () => T): Promise<T> {
    return this.#serve(context, () => Promise.resolve(work()));
  }

  /** Interrupts what runs now, in every lane. */
  interrupt(): void {
    this.#executions.cancelInputs();
    this.#engine.current?.interrupt("interrupt");
  }

  createSubshell(): string {
    const { maxQueued, maxSubshells } = this.#parts.limits;
    if (this.#subshells.size >= maxSubshells) throw subshellLimit(maxSubshells);
    const id = this.#parts.randomUUID();
    this.#subshells.set(id, new Lane(maxQueued));
    return id;
  }

  /** What the subshell still has to do is answered; new requests for it are refused. */
  deleteSubshell(id: string): void {
    if (!this.#subshells.delete(id)) throw subshellUnknown(id);
  }

  listSubshells(): string[] {
    return [...this.#subshells.keys()];
  }

  /** Refuses executions and comm messages, or takes them again; what was accepted goes on. */
  drain(draining: boolean): void {
    this.#draining = draining;
  }

  /** Refuses new work for good, and ends what runs. */
  stop(): void {
    if (this.#stopping) return;
    this.#stopping = true;
    for (const lane of this.#lanes()) lane.refuseWaiting(kernelStopping());
    this.#executions.cancelInputs();
    this.#engine.retire();
    this.#engine.current?.interrupt("shutdown");
  }

  /** Tells every subscriber that the kernel stops. */
  announceShutdown(restart: boolean, context: RequestContext | undefined): void {
    this.#publish(context, { type: "shutdown", restart });
  }

  /** True when code has run in it, or it was given state: there may be something to keep. */
  get isTouched(): boolean {
    return this.#touched;
  }

  /** True when no lane has anything to do. */
  get isIdle(): boolean {
    return this.#lanes().every((lane) => !lane.running);
  }

  /** Requests at work, one for each busy lane, and those that wait. */
  get load(): { readonly running: number; readonly queued: number } {
    const lanes = this.#lanes();
    return {
      running: lanes.filter((lane) => lane.running).length,
      queued: lanes.reduce((sum, lane) => sum + lane.waiting, 0),
    };
  }

  /** What it does at this moment; an engine that does not answer costs 200 ms and its memory figure. */
  async state(): Promise<SessionState> {
    const { load } = this;
    const engine = this.#engine.current;
    const memory = engine && await within(MEMORY_MS, engine.memory());
    return {
      id: this.id,
      language: this.#parts.language,
      status: engine === undefined ? "starting" : load.running > 0 ? "busy" : "idle",
      executionCount: this.#executionCount,
      ...load,
      subshells: this.#subshells.size,
      ...(memory === undefined ? {} : { memory }),
    };
  }

  /** Resolves when the engine's Worker has answered. An engine that is still starting counts as answering. */
  async alive(): Promise<void> {
    await this.#engine.current?.memory();
  }

  /** Its globals, as far as they have a JSON form. */
  async save(): Promise<SavedSession> {
    const { language } = this.#parts;
    const saved = await saveVariables(await this.#engine.ready());
    return { id: this.id, language, executionCount: this.#executionCount, ...saved };
  }

  /** Takes globals and the execution count over. @returns names of the globals that could not be set */
  async restore({ variables, executionCount }: SavedSession): Promise<string[]> {
    this.#touched = true;
    this.#executionCount = Math.max(this.#executionCount, executionCount);
    return await restoreVariables(await this.#engine.ready(), variables);
  }

  /** Waits until the lanes are empty, or until `signal` aborts. */
  async settled(signal: AbortSignal): Promise<void> {
    const aborted = Promise.withResolvers<void>();
    const abort = () => aborted.resolve();
    if (signal.aborted) return;
    signal.addEventListener("abort", abort, { once: true });
    try {
      await Promise.race([Promise.all(this.#lanes().map((lane) => lane.idle())), aborted.promise]);
    } finally {
      signal.removeEventListener("abort", abort);
    }
  }

  /** Ends the engine. Calls in flight reject with `engine.exited`. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopping = true;
    await this.#engine[Symbol.asyncDispose]();
  }

  #lanes(): Lane[] {
    return [this.#main, ...this.#subshells.values()];
  }

  #lane(context: RequestContext): Lane {
    if (context.subshell === undefined) return this.#main;
    const lane = this.#subshells.get(context.subshell);
    if (!lane) throw subshellUnknown(context.subshell);
    return lane;
  }

  #serve<T>(context: RequestContext, work: () => Promise<T>): Promise<T> {
    if (context.channel === "shell") return this.#enqueue(this.#lane(context), context, work);
    if (this.#stopping) return Promise.reject(kernelStopping());
    context.started?.();
    return work();
  }

  #enqueue<T>(
    lane: Lane,
    context: RequestContext,
    work: () => Promise<T>,
    more?: { aborted: () => T; startsItself: true },
  ): Promise<T> {
    if (this.#stopping) return Promise.reject(kernelStopping());
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    const end = (act: () => void) => {
      context.started?.();
      act();
    };
    lane.push({
      run: async () => {
        try {
          context.signal.throwIfAborted();
          if (!more?.startsItself) context.started?.();
          resolve(await work());
        } catch (error) {
          reject(error);
        }
        await context.replied;
      },
      refuse: (error) => end(() => reject(error)),
      ...(more && { abort: () => end(() => resolve(more.aborted())) }),
    });
    return promise;
  }

  /**
   * An engine that is up has the code before anyone is told of it and before history is written: its Worker runs
   * meanwhile. What it emits comes in a later turn of the event loop, so the order of events is kept.
   */
  async #execute(
    params: OperationParams<"execute">,
    context: RequestContext,
    lane: Lane,
  ): Promise<ExecuteResult> {
    this.#touched = true;
    const stored = params.storeHistory && !params.silent;
    if (stored) this.#executionCount++;
    const executionCount = this.#executionCount;
    const execution = { params, context, lane, stored, executionCount, remembered: false };
    const startedAtMs = this.#parts.now();
    const engine = this.#engine.current;
    if (engine === undefined) this.#begin(execution);
    const running = this.#run(engine ?? await this.#engine.ready(), execution);
    if (engine !== undefined) this.#begin(execution);
    const result = this.#finish(await running, execution);
    this.#parts.metrics?.executed(result.status, (this.#parts.now() - startedAtMs) / 1000);
    return result;
  }

  #begin(execution: Execution): void {
    const { params, context, stored, executionCount } = execution;
    context.started?.();
    if (params.silent) return;
    const { code } = params;
    this.#publish(context, { type: "execution_started", code, executionCount });
    if (!stored) return;
    execution.remembered = this.#remember(() =>
      this.#parts.history.append({ line: executionCount, input: code, output: undefined })
    );
  }

  #finish(outcome: ExecuteOutcome, execution: Execution): ExecuteResult {
    const { params, context, lane, executionCount, remembered } = execution;
    if (outcome.status === "error") {
      const { ename, evalue, traceback } = outcome;
      if (!params.silent) this.#publish(context, { type: "error", ename, evalue, traceback });
      if (params.stopOnError) {
        context.drain?.();
        lane.abortWaiting();
      }
      return { ...outcome, executionCount };
    }
    const { result, ...rest } = outcome;
    if (result && !params.silent) {
      this.#publish(context, { type: "result", executionCount, ...result });
    }
    const text = result?.data["text/plain"];
    if (remembered && typeof text === "string") {
      this.#remember(() => this.#parts.history.setOutput(executionCount, text));
    }
    return { ...rest, executionCount };
  }

  async #run(
    engine: ScriptEngine,
    { params, context, stored, executionCount }: Execution,
  ): Promise<ExecuteOutcome> {
    const id = this.#executions.begin(context);
    const stop = () => engine.interrupt("interrupt", id);
    const timer = params.timeLimitMs === undefined
      ? undefined
      : setTimeout(() => engine.interrupt("time_limit", id), params.timeLimitMs);
    context.signal.addEventListener("abort", stop);
    try {
      return await engine.execute({
        id,
        code: params.code,
        chunkName: params.chunkName ?? (stored ? `In[${executionCount}]` : "In[*]"),
        silent: params.silent,
        ...(params.untilIdle === undefined ? {} : { untilIdle: params.untilIdle }),
        userExpressions: params.userExpressions,
      });
    } finally {
      clearTimeout(timer);
      context.signal.removeEventListener("abort", stop);
      this.#executions.end(id);
    }
  }

  /** A failing store costs the history, never the execution; the first failure is logged. @returns whether it worked */
  #remember(write: () => void): boolean {
    try {
      write();
      this.#historyProblem = undefined;
      return true;
    } catch (error) {
      if (this.#historyProblem === undefined) {
        this.#parts.log.warn("Cannot keep history: {error}", { error });
      }
      this.#historyProblem = error instanceof Error ? error.message : String(error);
      return false;
    }
  }

  #emit(execution: number, event: EngineEvent): Promise<void> | void {
    if (event.type === "stream") this.#parts.metrics?.wrote(event.name, event.text.length);
    return this.#publish(this.#executions.context(execution), event);
  }

  #engineExited(exit: EngineExitEvent): void {
    this.#parts.metrics?.engineExited();
    if (this.#stopping) return;
    this.#publish(undefined, exit);
  }

  #publish(context: RequestContext | undefined, body: SessionEventBody): Promise<void> | void {
    return this.#events.publish({
      session: this.id,
      client: context?.client,
      parent: context?.parent,
      body,
    });
  }
}

// SPDX-License-Identifier: Apache-2.0 OR MIT
// The host side of an engine in a Worker.

import type {
  CommEvent,
  Completeness,
  Completion,
  EngineHost,
  EngineMemory,
  ExecuteOutcome,
  ExecuteRequest,
  Inspection,
  InterruptReason,
  LanguageInfo,
  Logger,
  ScriptEngine,
  Variable,
} from "../../contracts/mod.ts";
import { KernelError } from "../../errors.ts";
import { raiseAttention, takeOutput } from "./control.ts";
import { WorkerDebugger } from "./debugger.ts";
import { engineExited, errorOf } from "./errors.ts";
import type { FromWorker, Query, ToWorker } from "./messages.ts";

/** What a running Worker is handed over with. */
export interface WorkerEngineOptions {
  /** What the engine says of its language. */
  readonly language: LanguageInfo;
  /** The Worker, ready to execute. */
  readonly worker: Worker;
  /** The host's end of the channel. */
  readonly port: MessagePort;
  /** The control words. */
  readonly control: Int32Array<SharedArrayBuffer>;
  /** Word that running code of the engine looks at, where it has one. */
  readonly alarm: Int32Array<SharedArrayBuffer> | undefined;
  /** Takes events and serves calls. */
  readonly host: EngineHost;
  /** Where failures of the host side go. */
  readonly log: Logger;
  /** Time an interrupted script has to end before its Worker is terminated. */
  readonly interruptGraceMs: number;
}

interface Waiting<T> {
  readonly resolve: (value: T) => void;
  readonly reject: (error: Error) => void;
}

interface Run extends Waiting<ExecuteOutcome> {
  readonly execution: number;
}

/** A `ScriptEngine` whose Worker speaks the messages of this folder. */
export class WorkerEngine implements ScriptEngine {
  /** What the engine says of its language. */
  readonly language: LanguageInfo;
  /** Resolves when the Worker is gone. */
  readonly exited: Promise<{ readonly reason: string }>;
  /** Stops code at lines. */
  readonly debugger: WorkerDebugger = new WorkerDebugger(
    (request) => this.#ask({ name: "debug", request }),
  );
  readonly #options: WorkerEngineOptions;
  readonly #runs = new Map<number, Run>();
  readonly #queries = new Map<number, Waiting<unknown>>();
  readonly #graces = new Map<number, ReturnType<typeof setTimeout>>();
  #next = 1;
  #exitReason: string | undefined;
  #resolveExited!: (exit: { readonly reason: string }) => void;

  /** Takes over a Worker that has said it is ready. */
  constructor(options: WorkerEngineOptions) {
    this.#options = options;
    this.language = options.language;
    this.exited = new Promise((resolve) => this.#resolveExited = resolve);
    options.worker.onmessage = (event: MessageEvent<FromWorker>) => this.#receive(event.data);
    options.worker.onerror = (event) => {
      event.preventDefault();
      this.#exit(`the Worker failed: ${event.message}`);
    };
    options.worker.onmessageerror = () => this.#exit("the Worker sent an unreadable message");
  }

  /** Runs code. */
  execute(request: ExecuteRequest): Promise<ExecuteOutcome> {
    return this.#run(request.id, (run) => ({ type: "execute", run, request }));
  }

  /** Hands over a comm message. */
  comm(execution: number, message: CommEvent): Promise<ExecuteOutcome> {
    return this.#run(execution, (run) => ({ type: "comm", run, execution, message }));
  }

  /** Candidates at a position. */
  async complete(code: string, cursor: number): Promise<Completion> {
    return await this.#ask({ name: "complete", code, cursor }) as Completion;
  }

  /** What is known of a name. */
  async inspect(code: string, cursor: number, detail: 0 | 1): Promise<Inspection> {
    return await this.#ask({ name: "inspect", code, cursor, detail }) as Inspection;
  }

  /** Whether code is a whole. */
  async isComplete(code: string): Promise<Completeness> {
    return await this.#ask({ name: "isComplete", code }) as Completeness;
  }

  /** Comms now open. */
  async comms(): Promise<{ readonly comms: Readonly<Record<string, string>> }> {
    return await this.#ask({ name: "comms" }) as { comms: Record<string, string> };
  }

  /** Globals of the script. */
  async listVariables(): Promise<readonly Variable[]> {
    return await this.#ask({ name: "listVariables" }) as Variable[];
  }

  /** A global as JSON. */
  async getVariable(name: string): Promise<unknown> {
    return await this.#ask({ name: "getVariable", variable: name });
  }

  /** Sets a global. */
  async setVariable(name: string, value: unknown): Promise<void> {
    await this.#ask({ name: "setVariable", variable: name, value });
  }

  /** Memory now in use. */
  async memory(): Promise<EngineMemory> {
    return await this.#ask({ name: "memory" }) as EngineMemory;
  }

  /** Stops executions; terminates the Worker when one does not end in time. */
  interrupt(reason: InterruptReason, execution?: number): void {
    if (this.#exitReason !== undefined) return;
    this.#send({ type: "interrupt", reason, execution });
    for (const [run, { execution: running }] of this.#runs) {
      if (execution !== undefined && execution !== running) continue;
      if (this.#graces.has(run)) continue;
      const graceMs = this.#options.interruptGraceMs;
      const end = (): void =>
        this.#exit(`the script did not stop within ${graceMs} ms of an interrupt`);
      this.#graces.set(run, setTimeout(end, graceMs));
    }
  }

  /** Ends the Worker; what is pending rejects. */
  [Symbol.asyncDispose](): Promise<void> {
    this.#exit("the engine was disposed of");
    return Promise.resolve();
  }

  #send(message: ToWorker): void {
    this.#options.port.postMessage(message);
    raiseAttention(this.#options.control, this.#options.alarm);
  }

  #run(execution: number, message: (run: number) => ToWorker): Promise<ExecuteOutcome> {
    if (this.#exitReason !== undefined) return Promise.reject(engineExited(this.#exitReason));
    const run = this.#next++;
    return new Promise((resolve, reject) => {
      this.#runs.set(run, { execution, resolve, reject });
      this.#send(message(run));
    });
  }

  #ask(query: Query): Promise<unknown> {
    if (this.#exitReason !== undefined) return Promise.reject(engineExited(this.#exitReason));
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      this.#queries.set(id, { resolve, reject });
      this.#send({ type: "query", id, query });
    });
  }

  #receive(message: FromWorker): void {
    switch (message.type) {
      case "output":
        return this.#output(message);
      case "done":
        return this.#done(message.run, message.outcome);
      case "answer":
        this.#queries.get(message.id)?.resolve(message.value);
        this.#queries.delete(message.id);
        return;
      case "failure":
        this.#queries.get(message.id)?.reject(errorOf(message));
        this.#queries.delete(message.id);
        return;
      case "debug":
        return this.debugger.tell(message.event);
      case "input": {
        const { call, execution, request } = message;
        return this.#serve(call, () => this.#options.host.requestInput(execution, request));
      }
      case "call": {
        const { call, execution, name, args } = message;
        return this.#serve(call, () => this.#options.host.call(execution, name, args));
      }
      case "ready":
        return;
    }
  }

  /** Hands events to the session; credit for more output waits until nobody is congested. */
  #output({ execution, events, bytes }: Extract<FromWorker, { type: "output" }>): void {
    const { host, control } = this.#options;
    let room: Promise<void> | undefined;
    for (const event of events) room = host.emit(execution, event) || room;
    if (room) void room.then(() => takeOutput(control, bytes));
    else takeOutput(control, bytes);
  }

  #done(run: number, outcome: ExecuteOutcome): void {
    const grace = this.#graces.get(run);
    if (grace !== undefined) {
      clearTimeout(grace);
      this.#graces.delete(run);
    }
    const waiting = this.#runs.get(run);
    this.#runs.delete(run);
    waiting?.resolve(outcome);
  }

  /** Runs a call of the script on the host and puts the answer on the port. */
  #serve(call: number, work: () => Promise<unknown>): void {
    const answer = async (): Promise<ToWorker> => {
      try {
        return { type: "reply", call, value: await work() };
      } catch (error) {
        return { type: "refusal", call, ...describe(error) };
      }
    };
    const send = (message: ToWorker): void => {
      if (this.#exitReason === undefined) this.#send(message);
    };
    answer().then(send).catch((error: unknown) => {
      // The value of a host function was not cloneable: the script must not wait for ever.
      this.#options.log.error("Cannot send the answer of a host function: {error}", { error });
      send({ type: "refusal", call, ...describe(error) });
    });
  }

  #exit(reason: string): void {
    if (this.#exitReason !== undefined) return;
    this.#send({ type: "close" });
    this.#exitReason = reason;
    this.#options.worker.terminate();
    this.#options.port.close();
    for (const timer of this.#graces.values()) clearTimeout(timer);
    this.#graces.clear();
    const error = engineExited(reason);
    for (const waiting of [...this.#runs.values(), ...this.#queries.values()]) {
      waiting.reject(error);
    }
    this.#runs.clear();
    this.#queries.clear();
    this.#resolveExited({ reason });
  }
}

function describe(error: unknown): { code: string; message: string } {
  if (error instanceof KernelError) return { code: error.code, message: error.message };
  return { code: "host.failed", message: error instanceof Error ? error.message : String(error) };
}

// SPDX-License-Identifier: Apache-2.0 OR MIT
// Lets executions alternate: each runs on a WebAssembly stack of its own, one at a time.

import type { ExecuteOutcome, InputRequest, InterruptReason } from "../../contracts/mod.ts";
import { ControlWord } from "../worker/mod.ts";
import type { HostLink, Output, ToWorker } from "../worker/mod.ts";
import { checkedOutcome } from "./checked.ts";
import { type HostAnswer, HostCalls } from "./host_calls.ts";
import type { Advice } from "./session.ts";

/** A run of code, before, between and after its turns. */
export interface Job {
  readonly run: number;
  readonly execution: number;
  readonly silent: boolean;
  /** Starts it; called once. Resolves with the outcome as JSON. */
  readonly start: () => Promise<string>;
}

/** What a scheduler is made of. */
export interface SchedulerOptions {
  readonly link: HostLink;
  readonly output: Output;
  readonly control: Int32Array<SharedArrayBuffer>;
  /** The interpreter looks at it every few instructions, and calls `attend` when it is not 0. */
  readonly alarm: Int32Array<SharedArrayBuffer>;
  /** Milliseconds of a clock that only goes forward. */
  readonly now: () => number;
  /** Takes what the scheduler does not know itself: new runs and queries. */
  readonly handle: (message: ToWorker) => void;
}

interface Task {
  readonly job: Job;
  stop: Exclude<Advice, "" | "yield"> | undefined;
  /** Goes on with it; absent while it runs. */
  resume: (() => void) | undefined;
  /** Moment to go on at, for one that sleeps. */
  wakeAt: number | undefined;
  /** Number of the question it waits for. */
  call: number | undefined;
  answer: string;
}

const sliceMs = 10;
/** What stood has a longer turn: what came meanwhile is to run after it rather than between. */
const resumedMs = 200;
const stops = { interrupt: "Interrupted", time_limit: "TimeLimit", shutdown: "Shutdown" } as const;

/** The tasks of one session. The Worker's thread is inside `runForever` for all its life. */
export class Scheduler {
  readonly #options: SchedulerOptions;
  readonly #tasks = new Set<Task>();
  readonly #calls: HostCalls;
  #ready: Task[] = [];
  #current: Task | undefined;
  #endTurn: () => void = () => {};
  #turnBegan = 0;
  #nextCall = 1;
  #closed = false;
  #failure: unknown;

  constructor(options: SchedulerOptions) {
    this.#options = options;
    this.#calls = new HostCalls({
      link: options.link,
      waitForHost: () => this.waitForHost(),
      isStopping: () => this.#closed || this.#current?.stop !== undefined,
    });
  }

  /** The job whose turn it is. */
  get current(): Job | undefined {
    return this.#current?.job;
  }

  /** Puts a job at the end of those that are ready. */
  begin(job: Job): void {
    const task: Task = {
      job,
      stop: undefined,
      resume: undefined,
      wakeAt: undefined,
      call: undefined,
      answer: "",
    };
    task.resume = () => {
      job.start().then(
        (outcome) => this.#ended(task, checkedOutcome(outcome)),
      ).catch((error: unknown) => this.#failed(error));
    };
    this.#tasks.add(task);
    this.#ready.push(task);
  }

  /** Serves the host until it says close. @throws what the interpreter itself failed with */
  async runForever(): Promise<void> {
    const { link, output } = this.#options;
    for (;;) {
      link.drain((message) => this.#receive(message));
      if (this.#closed) return;
      this.#wakeSleepers();
      const task = this.#ready.shift();
      if (task !== undefined) await this.#turn(task);
      else {
        output.flush();
        this.#wait();
      }
      if (this.#failure !== undefined) throw this.#failure;
    }
  }

  /**
   * Looks after the host while code runs.
   *
   * @param between true when no write of the script is half done, so that what is held may go
   */
  attend(between: boolean): Advice {
    const { link, output, now } = this.#options;
    if (link.wanted) link.drain((message) => this.#receive(message));
    if (between) output.flushIfOld();
    this.#wakeSleepers();
    const task = this.#current;
    if (task?.stop !== undefined) {
      this.alarm();
      return task.stop;
    }
    if (this.#closed) return "yield";
    const others = this.#ready.length > 0;
    if (others && now() - this.#turnBegan >= sliceMs) return "yield";
    if (others || output.pending || this.#sleepers().length > 0) this.alarm();
    return "";
  }

  /** Blocks the running task, and with it all others, until it is `over` or the task is to stop; what it is to do. */
  stand(over: () => boolean): Advice {
    const task = this.#current;
    while (!over() && task?.stop === undefined && !this.#closed) {
      this.#options.output.flush();
      this.waitForHost();
    }
    this.#turnBegan = this.#options.now() + resumedMs - sliceMs;
    this.alarm();
    return this.#closed ? "yield" : task?.stop ?? "";
  }

  /** Keeps the interpreter's attention, so that one that was told to stop is told again. */
  alarm(): void {
    Atomics.store(this.#options.alarm, 0, 1);
  }

  /** Gives way to the other tasks that are ready. */
  async yield(): Promise<void> {
    await this.#suspend((task) => this.#ready.push(task));
  }

  /** Waits for a time; ends early when the task is to stop. */
  async sleep(ms: number): Promise<void> {
    await this.#suspend((task) => task.wakeAt = this.#options.now() + ms);
  }

  /** Asks the host; a JSON array of kind and text. */
  async input(request: InputRequest): Promise<string> {
    const task = await this.#suspend((asking) => {
      const call = asking.call = this.#nextCall++;
      asking.answer = "";
      this.#options.output.flush();
      const { execution } = asking.job;
      this.#options.link.post({ type: "input", call, execution, request });
    });
    return task.answer;
  }

  /** Calls a host function and blocks, without a turn for anybody else; undefined when the task is to stop. */
  callNow(name: string, args: readonly unknown[]): HostAnswer | undefined {
    this.#options.output.flush();
    return this.#calls.call(this.#current?.job.execution ?? -1, name, args);
  }

  /** Blocks until the host has done something, without a turn for anybody else. */
  waitForHost(): void {
    this.#options.link.wait();
    this.#options.link.drain((message) => this.#receive(message));
  }

  async #suspend(prepare: (task: Task) => void): Promise<Task> {
    const task = this.#current;
    if (task === undefined) throw new TypeError("Cannot wait: nothing runs");
    if (task.stop !== undefined) return task;
    await new Promise<void>((resume) => {
      task.resume = resume;
      prepare(task);
      this.#endTurn();
    });
    return task;
  }

  async #turn(task: Task): Promise<void> {
    const { resume } = task;
    task.resume = undefined;
    task.wakeAt = undefined;
    task.call = undefined;
    this.#current = task;
    this.#turnBegan = this.#options.now();
    this.alarm();
    await new Promise<void>((end) => {
      this.#endTurn = end;
      resume?.();
    });
    this.#current = undefined;
  }

  #ended(task: Task, outcome: ExecuteOutcome): void {
    this.#options.output.flush();
    this.#options.link.post({ type: "done", run: task.job.run, outcome });
    this.#tasks.delete(task);
    this.#endTurn();
  }

  #failed(error: unknown): void {
    this.#failure = error;
    this.#endTurn();
  }

  #receive(message: ToWorker): void {
    switch (message.type) {
      case "interrupt":
        return this.#stop(message.reason, message.execution);
      case "reply":
        if (this.#calls.take(message)) return;
        return this.#answer(message.call, ["line", message.value]);
      case "refusal":
        if (this.#calls.take(message)) return;
        return this.#answer(message.call, [message.code, message.message]);
      case "close":
        this.#closed = true;
        return;
      default:
        this.#options.handle(message);
    }
  }

  #stop(reason: InterruptReason, execution: number | undefined): void {
    for (const task of this.#tasks) {
      if (execution !== undefined && task.job.execution !== execution) continue;
      task.stop = stops[reason];
      if (task.wakeAt !== undefined || task.call !== undefined) this.#wake(task);
    }
  }

  #answer(call: number, answer: readonly unknown[]): void {
    for (const task of this.#tasks) {
      if (task.call !== call) continue;
      task.answer = JSON.stringify(answer);
      this.#wake(task);
    }
  }

  #wake(task: Task): void {
    task.wakeAt = undefined;
    task.call = undefined;
    this.#ready.push(task);
  }

  #sleepers(): Task[] {
    return [...this.#tasks].filter(({ wakeAt }) => wakeAt !== undefined);
  }

  #wakeSleepers(): void {
    const now = this.#options.now();
    for (const task of this.#sleepers()) {
      if (task.wakeAt !== undefined && task.wakeAt <= now) this.#wake(task);
    }
  }

  /** Blocks until the host wants something or the first sleeper is to wake. */
  #wait(): void {
    const { link, control, now } = this.#options;
    const moments = this.#sleepers().map(({ wakeAt = 0 }) => wakeAt);
    if (moments.length === 0) return link.wait();
    const seen = Atomics.load(control, ControlWord.attention);
    if (link.wanted) return;
    Atomics.wait(control, ControlWord.attention, seen, Math.max(0, Math.min(...moments) - now()));
  }
}

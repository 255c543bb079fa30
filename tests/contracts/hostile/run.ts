// SPDX-License-Identifier: Apache-2.0 OR MIT
// Runs hostile scripts in a kernel and looks at what they could get at, and at who goes on afterwards.

import assert from "node:assert/strict";
import type { EngineFactory } from "../../../lib/contracts/mod.ts";
import { KernelError } from "../../../lib/errors.ts";
import { KernelBench } from "../kernel_bench.ts";
import type { Attempt, AttemptGroup } from "./attempt.ts";
import { Ground } from "./ground.ts";

/** What is special to a language. */
export interface HostileOptions {
  /** Code that sets a global `planted` to the text given as a literal that all languages share. */
  readonly plant: (literal: string) => string;
  /** Text of a value that is a text. */
  readonly shown: (text: string) => string;
  /** What the absence of a value is called in `Attempt.expected`. */
  readonly nothing: string;
  /** True: scripts follow each other in one session, since starting one takes long. */
  readonly shared: boolean;
}

const bystander = "bystander";

/** A kernel with a session beside those in which attempts are made. */
class Stage implements AsyncDisposable {
  readonly #ground = new Ground();
  readonly #kernel = new KernelBench();
  readonly #factory: EngineFactory;
  readonly #options: HostileOptions;
  #opened = 0;
  #session: string | undefined;

  private constructor(factory: EngineFactory, options: HostileOptions) {
    this.#factory = factory;
    this.#options = options;
  }

  static async open(factory: EngineFactory, options: HostileOptions): Promise<Stage> {
    const stage = new Stage(factory, options);
    stage.#kernel.open(bystander, factory, { call: stage.#ground.call });
    const { session } = stage.#ground.secrets;
    await stage.#kernel.text(bystander, options.plant(JSON.stringify(session)));
    return stage;
  }

  /** Makes one attempt and judges it. */
  async make(attempt: Attempt): Promise<void> {
    const session = this.#session ?? await this.#openSession();
    try {
      await this.#judge(session, attempt);
    } finally {
      if (!this.#options.shared || attempt.spoils) await this.#close(session);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#kernel[Symbol.asyncDispose]();
    this.#ground[Symbol.dispose]();
  }

  async #judge(session: string, attempt: Attempt): Promise<void> {
    const kernel = this.#kernel;
    const before = kernel.events.length;
    const text = await this.#run(session, attempt);
    assert.match(text, attempt.expected);
    assert.deepEqual(this.#ground.found([text, kernel.events.slice(before)]), []);
    assert.equal(await this.#answer(session), "42", "the session goes on");
    assert.equal(await kernel.text(bystander, "6 * 7"), "42", "the other session goes on");
    const planted = await kernel.text(bystander, "planted");
    const kept = this.#options.shown(this.#ground.secrets.session);
    assert.equal(planted, kept, "the other keeps its values");
  }

  async #openSession(): Promise<string> {
    const session = this.#session = `hostile-${++this.#opened}`;
    this.#kernel.open(session, this.#factory, { call: this.#ground.call });
    await this.#kernel.text(session, "1");
    return session;
  }

  async #close(session: string): Promise<void> {
    this.#session = undefined;
    await this.#kernel.kernel.endEngines([session]);
  }

  /** What a session says to `6 * 7`; an engine that ends of what it was left in has a replacement, which is asked. */
  async #answer(session: string): Promise<string | undefined> {
    try {
      return await this.#kernel.text(session, "6 * 7");
    } catch (error) {
      if (!(error instanceof KernelError) || error.code !== "engine.exited") throw error;
      return await this.#kernel.text(session, "6 * 7");
    }
  }

  async #run(session: string, { code, endless }: Attempt): Promise<string> {
    const kernel = this.#kernel;
    const written = kernel.stream(session).length;
    const source = code.replaceAll("SECRET_FILE", this.#ground.secretFile);
    const running = kernel.text(session, source).catch((error: Error) => `ended: ${error.message}`);
    if (endless) {
      await kernel.until(() => kernel.stream(session).slice(written).includes("on"));
      await kernel.interrupt(session);
    }
    return await running ?? this.#options.nothing;
  }
}

/** One test for each group, one step for each attempt. */
export function testHostile(
  factory: EngineFactory,
  groups: readonly AttemptGroup[],
  options: HostileOptions,
): void {
  for (const { group, attempts } of groups) {
    Deno.test(`${factory.language.name} session withstands ${group}`, async (test) => {
      await using stage = await Stage.open(factory, options);
      for (const attempt of attempts) {
        await test.step(attempt.tried, () => stage.make(attempt));
      }
    });
  }
}

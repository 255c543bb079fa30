// SPDX-License-Identifier: Apache-2.0 OR MIT

import assert from "node:assert/strict";
import { KernelError } from "../../lib/errors.ts";
import { Signer } from "../../lib/wire/mod.ts";
import { EMPTY_JSON, type Message, MessageReader, MessageWriter } from "./messages.ts";
import { JupyterMetrics } from "./metrics.ts";
import { JupyterParent } from "./parent.ts";
import { StdinBroker } from "./stdin.ts";
import { CountingMetrics, KeptLog } from "./testing.ts";

const signer = new Signer(new Uint8Array());
const reader = new MessageReader({ signer, maxMessageBytes: 1e6, maxHeaderBytes: 1e6 });
const writer = new MessageWriter({ signer, session: "s", username: "u", now: () => 0 });
const parent = new JupyterParent("jupyter:0x01", EMPTY_JSON, [new Uint8Array([1])]);
const question = { prompt: "name? ", password: true };

function setUp() {
  const sent: Message[] = [];
  const state = { reachable: true, pauses: [] as number[] };
  const socket = {
    trySend(frames: readonly Uint8Array[]): boolean {
      if (!state.reachable) throw new KernelError("zmq.unroutable", "Cannot send: no peer", "");
      const message = reader.read(frames);
      assert.ok(typeof message !== "string");
      sent.push(message);
      return true;
    },
  };
  const counts = new CountingMetrics();
  const broker = new StdinBroker({
    socket,
    writer,
    metrics: new JupyterMetrics(counts),
    log: new KeptLog(),
    after: (delayMs, run) => {
      state.pauses.push(delayMs);
      queueMicrotask(run);
      return { [Symbol.dispose]: () => {} };
    },
    connectMs: 100,
  });
  return { broker, sent, state, counts };
}

function answer(value: unknown, to?: Message): Message {
  const header = to === undefined ? EMPTY_JSON : to.rawHeader;
  const { frames } = writer.write([], header, { type: "input_reply", content: { value } });
  const message = reader.read(frames);
  assert.ok(typeof message !== "string");
  return message;
}

Deno.test("ask() sends prompt and password flag to the client that executes, and gives its answer", async () => {
  const { broker, sent } = setUp();
  const asked = broker.ask(parent, question, new AbortController().signal);
  assert.deepEqual(sent[0]?.content, question);
  assert.deepEqual(sent[0]?.identities, parent.identities);
  broker.reply(parent.client, answer("Ada"));
  assert.equal(await asked, "Ada");
});

Deno.test("reply() ignores an answer to an earlier question", async () => {
  const { broker, sent, counts } = setUp();
  const interrupted = new AbortController();
  const first = broker.ask(parent, question, interrupted.signal);
  interrupted.abort(new Error("interrupted"));
  await assert.rejects(first, /interrupted/);
  const second = broker.ask(parent, question, new AbortController().signal);
  broker.reply(parent.client, answer("late", sent[0]));
  broker.reply(parent.client, answer("right", sent[1]));
  assert.equal(await second, "right");
  assert.equal(counts.get("llmspell_jupyter_rejected_total", "stdin", "stale_input"), 1);
});

Deno.test("reply() ignores an answer nobody asked for, another client's, and one that is no text", async () => {
  const { broker, counts } = setUp();
  broker.reply(parent.client, answer("unasked"));
  const asked = broker.ask(parent, question, new AbortController().signal);
  broker.reply("jupyter:0x02", answer("other"));
  broker.reply(parent.client, answer(42));
  broker.reply(parent.client, answer("right"));
  assert.equal(await asked, "right");
  assert.equal(counts.get("llmspell_jupyter_rejected_total", "stdin", "stale_input"), 3);
});

Deno.test("ask() waits for a client whose stdin channel connects late", async () => {
  const { broker, sent, state } = setUp();
  state.reachable = false;
  const asked = broker.ask(parent, question, new AbortController().signal);
  state.reachable = true;
  await Promise.resolve();
  await Promise.resolve();
  while (sent.length === 0) await Promise.resolve();
  broker.reply(parent.client, answer("here"));
  assert.equal(await asked, "here");
});

Deno.test("ask() throws input.refused when the client never connects its stdin channel", async () => {
  const { broker, state } = setUp();
  state.reachable = false;
  const asked = broker.ask(parent, question, new AbortController().signal);
  await assert.rejects(asked, (error: KernelError) => error.code === "input.refused");
  assert.deepEqual(state.pauses, [10, 20, 40, 30]);
});

Deno.test("ask() throws the reason at once when the signal is aborted already", async () => {
  const { broker, sent } = setUp();
  await assert.rejects(broker.ask(parent, question, AbortSignal.abort(new Error("stop"))), /stop/);
  assert.equal(sent.length, 0);
});

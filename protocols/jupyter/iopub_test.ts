// SPDX-License-Identifier: Apache-2.0 OR MIT

import assert from "node:assert/strict";
import fc from "fast-check";
import { Signer } from "../../lib/wire/mod.ts";
import { IopubPublisher } from "./iopub.ts";
import { EMPTY_JSON, MessageReader, MessageWriter } from "./messages.ts";
import { JupyterMetrics } from "./metrics.ts";
import { CountingMetrics, KeptLog } from "./testing.ts";

const signer = new Signer(new Uint8Array());
const reader = new MessageReader({ signer, maxMessageBytes: 1e9, maxHeaderBytes: 1e6 });

/** A publisher over a socket that takes `room` messages; with nodrop off, it takes all. */
function setUp({ maxQueueBytes = 1e6 } = {}) {
  const socket = {
    room: Infinity,
    noDrop: true,
    sent: [] as Uint8Array[][],
    writable: () => {},
    trySend(frames: readonly Uint8Array[]): boolean {
      if (this.room > 0) this.sent.push([...frames]);
      else if (this.noDrop) return false;
      this.room = Math.max(0, this.room - 1);
      return true;
    },
    configure({ xpubNoDrop }: { xpubNoDrop?: boolean }): void {
      this.noDrop = xpubNoDrop ?? this.noDrop;
    },
    onWritable(listener: () => void): Disposable {
      this.writable = listener;
      return { [Symbol.dispose]: () => this.writable = () => {} };
    },
  };
  const clock = { now: 0, timer: undefined as (() => void) | undefined, delayMs: 0 };
  const log = new KeptLog();
  const counts = new CountingMetrics();
  const publisher = new IopubPublisher({
    socket,
    writer: new MessageWriter({ signer, session: "k", username: "kernel", now: () => clock.now }),
    metrics: new JupyterMetrics(counts),
    log,
    now: () => clock.now,
    after: (delayMs, run) => {
      [clock.delayMs, clock.timer] = [delayMs, run];
      return { [Symbol.dispose]: () => clock.timer = undefined };
    },
    topic: "kernel.k",
    maxQueueBytes,
    stallMs: 10_000,
  });
  const texts = () =>
    socket.sent.map((frames) => {
      const message = reader.read(frames);
      assert.ok(typeof message !== "string");
      return message.content["text"] ?? message.header.msg_type;
    });
  return { publisher, socket, clock, log, counts, texts };
}

Deno.test("publish() gives a message its topic", () => {
  const { publisher, socket } = setUp();
  publisher.status("busy", EMPTY_JSON);
  assert.equal(new TextDecoder().decode(socket.sent[0]?.[0]), "kernel.k.status");
});

Deno.test("welcome() answers a subscription under its own topic", () => {
  const { publisher, socket } = setUp();
  publisher.welcome(new TextEncoder().encode("kernel.k.stream"));
  publisher.welcome(new Uint8Array());
  const topics = socket.sent.map(([topic]) => new TextDecoder().decode(topic));
  assert.deepEqual(topics, ["kernel.k.stream", "kernel.k.iopub_welcome"]);
  const message = reader.read(socket.sent[0]!);
  assert.ok(typeof message !== "string");
  assert.deepEqual(message.content, { subscription: "kernel.k.stream" });
});

Deno.test("stream() merges what waits of one parent and name, and keeps the order of all", () => {
  const { publisher, socket, texts } = setUp();
  const [a, b] = [new Uint8Array(EMPTY_JSON), new Uint8Array(EMPTY_JSON)];
  socket.room = 1;
  publisher.stream("stdout", "0", a);
  for (const text of ["1", "2", "3"]) publisher.stream("stdout", text, a);
  publisher.stream("stderr", "e", a);
  publisher.stream("stdout", "4", b);
  publisher.status("idle", b);
  publisher.stream("stdout", "5", b);
  assert.ok(publisher.room);
  socket.room = 2;
  socket.writable();
  publisher.stream("stdout", "6", b);
  socket.room = Infinity;
  socket.writable();
  assert.deepEqual(texts(), ["0", "1", "23", "e", "4", "status", "56"]);
  assert.equal(publisher.room, undefined);
  assert.equal(publisher.queuedBytes, 0);
});

Deno.test("stream() loses and reorders nothing, whatever the subscriber takes and when", () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.nat(3), fc.constant(-1)), { maxLength: 60 }), (steps) => {
      const { publisher, socket, texts } = setUp();
      socket.room = 1;
      let written = "";
      for (const [at, step] of steps.entries()) {
        if (step === -1) {
          publisher.stream("stdout", `${at},`, EMPTY_JSON);
          written += `${at},`;
        } else {
          socket.room = step;
          socket.writable();
        }
      }
      socket.room = Infinity;
      socket.writable();
      assert.equal(texts().join(""), written);
      assert.equal(publisher.queuedBytes, 0);
    }),
  );
});

Deno.test("publish() drops for stalled subscribers when they took nothing for the time allowed", () => {
  const { publisher, socket, clock, log, counts } = setUp();
  socket.room = 0;
  publisher.status("busy", EMPTY_JSON);
  clock.now = 9_000;
  socket.room = 1;
  publisher.status("idle", EMPTY_JSON);
  socket.writable();
  clock.now = 10_000;
  clock.timer?.();
  assert.equal(publisher.lossy, false, "the subscriber is slow, not stalled");
  assert.equal(clock.delayMs, 9_000);
  clock.now = 19_000;
  clock.timer?.();
  assert.equal(publisher.lossy, true);
  assert.equal(socket.noDrop, false);
  assert.equal(publisher.queuedBytes, 0);
  assert.equal(counts.get("llmspell_jupyter_iopub_stalls_total", "time"), 1);
  assert.equal(log.lines.filter(({ level }) => level === "warn").length, 1);
});

Deno.test("publish() drops for stalled subscribers when too many bytes wait, and recovers", () => {
  const { publisher, socket, clock, counts } = setUp({ maxQueueBytes: 1_000 });
  socket.room = 0;
  publisher.stream("stdout", "x".repeat(2_000), EMPTY_JSON);
  publisher.stream("stdout", "y", EMPTY_JSON);
  assert.equal(publisher.lossy, true);
  assert.equal(counts.get("llmspell_jupyter_iopub_stalls_total", "bytes"), 1);
  clock.now = 1_000;
  publisher.status("idle", EMPTY_JSON);
  assert.equal(publisher.lossy, true, "the subscriber is still stalled");
  socket.room = Infinity;
  publisher.status("idle", EMPTY_JSON);
  assert.equal(publisher.lossy, true, "the next attempt is not due");
  clock.now = 2_000;
  publisher.status("idle", EMPTY_JSON);
  assert.equal(publisher.lossy, false);
  assert.equal(socket.noDrop, true);
});

Deno.test("dispose() hands over what waits and ignores what comes later", () => {
  const { publisher, socket, clock } = setUp();
  socket.room = 0;
  publisher.status("busy", EMPTY_JSON);
  socket.room = 10;
  publisher[Symbol.dispose]();
  publisher.status("idle", EMPTY_JSON);
  assert.equal(socket.sent.length, 1);
  assert.equal(clock.timer, undefined);
});

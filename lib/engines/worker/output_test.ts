// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import fc from "fast-check";
import type { EngineEvent } from "../../contracts/mod.ts";
import { createControl, takeOutput } from "./control.ts";
import { HostLink } from "./link.ts";
import type { FromWorker } from "./messages.ts";
import { Output } from "./output.ts";

/** An output whose messages are recorded, with a clock that stands still until it is set. */
function recordedOutput(maxBytes = 1 << 20): {
  output: Output;
  messages: Extract<FromWorker, { type: "output" }>[];
  clock: { ms: number };
  events: () => EngineEvent[];
  waits: () => number;
} & Disposable {
  const control = createControl();
  const messages: Extract<FromWorker, { type: "output" }>[] = [];
  const clock = { ms: 0 };
  let waits = 0;
  const { port1, port2 } = new MessageChannel();
  const link = new HostLink({
    port: port1,
    control,
    post: (message) => {
      if (message.type === "output") messages.push(message);
    },
  });
  const output = new Output({
    link,
    maxBytes,
    now: () => clock.ms,
    waitForHost: () => {
      waits++;
      takeOutput(control, messages.at(-1)?.bytes ?? 0);
    },
    held: () => {},
  });
  return {
    output,
    messages,
    clock,
    events: () => messages.flatMap(({ events }) => events),
    waits: () => waits,
    [Symbol.dispose]: () => {
      port1.close();
      port2.close();
    },
  };
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

Deno.test("Output sends the first write at once and holds the next ones for 20 ms", () => {
  using recorded = recordedOutput();
  const { output, messages, clock } = recorded;
  for (const [ms, text] of [[0, "a"], [1, "b"], [19, "c"], [20, "d"]] as const) {
    clock.ms = ms;
    output.write(1, "stdout", bytes(text));
    output.written();
  }
  const texts = messages.map(({ events }) => events.map((e) => e.type === "stream" && e.text));
  assert.deepEqual(texts, [["a"], ["bcd"]]);
});

Deno.test("Output keeps streams and events in order, and executions apart", () => {
  using recorded = recordedOutput();
  const { output, messages } = recorded;
  output.write(1, "stdout", bytes("a"));
  output.write(1, "stderr", bytes("b"));
  output.emit(1, { type: "clear_output", wait: false }, 0);
  output.write(2, "stdout", bytes("c"));
  output.flush();
  assert.deepEqual(messages.map(({ execution, events }) => [execution, events]), [
    [1, [
      { type: "stream", name: "stdout", text: "a" },
      { type: "stream", name: "stderr", text: "b" },
      { type: "clear_output", wait: false },
    ]],
    [2, [{ type: "stream", name: "stdout", text: "c" }]],
  ]);
});

Deno.test("Output never splits a character between two messages", () => {
  fc.assert(fc.property(fc.array(fc.nat(40), { minLength: 1 }), (sizes) => {
    using recorded = recordedOutput();
    const { output, clock, events } = recorded;
    const text = "aä€😀".repeat(2_000);
    const all = bytes(text);
    let at = 0;
    for (let i = 0; at < all.length; i++) {
      clock.ms += 7;
      const size = (sizes[i % sizes.length] ?? 0) * 50 + 1;
      output.write(1, "stdout", all.subarray(at, at + size));
      output.written();
      at += size;
    }
    output.flush();
    const texts = events().map((event) => event.type === "stream" ? event.text : "");
    assert.equal(texts.join(""), text);
    assert(!texts.join("").includes("\ufffd"));
  }));
});

Deno.test("Output shows invalid bytes as U+FFFD", () => {
  using recorded = recordedOutput();
  recorded.output.write(1, "stdout", Uint8Array.from([0x61, 0xff, 0x62, 0xc3]));
  recorded.output.flush();
  assert.deepEqual(recorded.events(), [{ type: "stream", name: "stdout", text: "a\ufffdb\ufffd" }]);
});

Deno.test("Output waits for the host when too much is in flight", () => {
  using recorded = recordedOutput(10_000);
  for (let i = 0; i < 100; i++) {
    recorded.output.write(1, "stdout", new Uint8Array(1_000).fill(0x61));
    recorded.output.written();
  }
  assert(recorded.waits() > 5);
});

// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import fc from "fast-check";
import { checkedEvent, checkedOutcome, checkedStream } from "./checked.ts";

const rich = { data: { "text/plain": "1" }, metadata: {} };
const failure = { status: "error", ename: "E", evalue: "e", traceback: ["E: e"] };
const outcomes = [
  { status: "ok", userExpressions: {} },
  { status: "ok", userExpressions: { a: { status: "ok", ...rich }, b: failure }, result: rich },
  { status: "ok", userExpressions: {}, exitCode: 3 },
  failure,
];
const events = [
  { type: "display", ...rich },
  { type: "display", ...rich, displayId: "x", update: true },
  { type: "clear_output", wait: true },
  { type: "comm", action: "open", commId: "1", targetName: "t", data: {}, metadata: {} },
  { type: "comm", action: "close", commId: "1", data: {}, metadata: {} },
];

Deno.test("checkedOutcome() and checkedEvent() give back what a session makes", () => {
  for (const outcome of outcomes) {
    assert.deepEqual(checkedOutcome(JSON.stringify(outcome)), outcome);
  }
  for (const event of events) assert.deepEqual(checkedEvent(JSON.stringify(event)), event);
});

Deno.test("checkedEvent() refuses events that scripts do not have", () => {
  for (
    const type of ["stream", "shutdown", "engine_exit", "result", "error", "execution_started"]
  ) {
    assert.throws(() => checkedEvent(JSON.stringify({ type, text: "x", ...rich })), TypeError);
  }
});

Deno.test("checkedOutcome() and checkedEvent() refuse a known shape with one part replaced", () => {
  const part = fc.constantFrom(null, 5, true, [1], "?");
  const shape = fc.constantFrom(...outcomes.slice(1, 4), ...events);
  fc.assert(fc.property(shape, part, fc.nat(), (whole, other, at) => {
    const keys = Object.keys(whole).filter((key) => !["update", "wait"].includes(key));
    const key = keys[at % keys.length] ?? "";
    const before = (whole as Record<string, unknown>)[key];
    const isText = typeof before === "string" && !["type", "status", "action"].includes(key);
    fc.pre(!(isText && typeof other === "string"));
    fc.pre(!(key === "exitCode" && other === 5));
    const json = JSON.stringify({ ...whole, [key]: other });
    assert.throws(() => "type" in whole ? checkedEvent(json) : checkedOutcome(json), TypeError);
  }));
});

Deno.test("checkedStream(), checkedOutcome() and checkedEvent() refuse whatever is no text", () => {
  fc.assert(fc.property(fc.anything(), (value) => {
    fc.pre(typeof value !== "string");
    for (const check of [checkedStream, checkedOutcome, checkedEvent]) {
      assert.throws(() => check(value), TypeError);
    }
  }));
});

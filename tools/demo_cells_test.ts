// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { collectOutputs, type OutputMessage, splitCells } from "./demo_cells.ts";

function message(type: string, content: Record<string, unknown>): OutputMessage {
  return { header: { msg_type: type }, content };
}

function display(text: string, id: string, type = "display_data"): OutputMessage {
  return message(type, { data: { "text/plain": text }, transient: { display_id: id } });
}

Deno.test("splitCells() keeps titles and code, and drops what is before the first mark", () => {
  const script = "-- intro\n-- %% One\n\na = 1\n\n-- %%\nb = 2\n-- %% Empty\n";
  assert.deepEqual(splitCells(script), [
    { title: "One", code: "a = 1" },
    { title: "", code: "b = 2" },
  ]);
});

Deno.test("collectOutputs() joins neighbouring streams of one name", () => {
  const stream = (name: string, text: string) => message("stream", { name, text });
  const outputs = collectOutputs([
    message("status", { execution_state: "busy" }),
    stream("stdout", "a"),
    stream("stdout", "b"),
    stream("stderr", "c"),
  ]);
  assert.deepEqual(outputs, [{ kind: "stdout", text: "ab" }, { kind: "stderr", text: "c" }]);
});

Deno.test("collectOutputs() puts an update in the place of its display", () => {
  const outputs = collectOutputs([
    display("old", "x"),
    display("other", "y"),
    display("new", "x", "update_display_data"),
  ]);
  assert.deepEqual(outputs.map(({ text }) => text), ["new", "other"]);
});

Deno.test("collectOutputs() clears at once, or with the next output when asked to wait", () => {
  assert.deepEqual(collectOutputs([display("a", "x"), message("clear_output", {})]), []);
  const waiting = [display("a", "x"), message("clear_output", { wait: true })];
  assert.deepEqual(collectOutputs(waiting).map(({ text }) => text), ["a"]);
  assert.deepEqual(collectOutputs([...waiting, display("b", "y")]).map(({ text }) => text), ["b"]);
});

Deno.test("collectOutputs() names the type of what is richer than text", () => {
  const data = { "text/html": "<b>x</b>", "text/plain": "x" };
  assert.deepEqual(collectOutputs([message("execute_result", { data })]), [
    { kind: "result", text: "x", mime: "text/html" },
  ]);
});

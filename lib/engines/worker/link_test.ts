// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { createControl, raiseAttention } from "./control.ts";
import { HostLink } from "./link.ts";
import type { ToWorker } from "./messages.ts";

/** A link whose port already holds the messages. */
function open(...messages: ToWorker[]) {
  const { port1, port2 } = new MessageChannel();
  const control = createControl();
  for (const message of messages) {
    port1.postMessage(message);
    raiseAttention(control);
  }
  const link = new HostLink({ port: port2, control, post: () => {} });
  const close = () => {
    port1.close();
    port2.close();
  };
  return { link, close };
}

const interrupt: ToWorker = { type: "interrupt", reason: "interrupt", execution: undefined };
const query: ToWorker = { type: "query", id: 1, query: { name: "memory" } };

Deno.test("drain() hands over all messages in order, and then nothing is wanted", () => {
  const { link, close } = open(query, interrupt, { type: "close" });
  const seen: string[] = [];
  assert(link.wanted);
  link.drain(({ type }) => seen.push(type));
  assert.deepEqual(seen, ["query", "interrupt", "close"]);
  assert(!link.wanted);
  close();
});

Deno.test("drain() shows the messages behind one that is still being served", () => {
  const { link, close } = open(query, interrupt);
  const seen: string[] = [];
  const handle = ({ type }: ToWorker): void => {
    seen.push(type);
    if (type !== "query") return;
    // What is served takes long, and looks whether it is to end.
    if (link.wanted) link.drain(handle);
    seen.push("end of query");
  };
  link.drain(handle);
  assert.deepEqual(seen, ["query", "interrupt", "end of query"]);
  assert(!link.wanted);
  close();
});

// SPDX-License-Identifier: Apache-2.0 OR MIT

import assert from "node:assert/strict";
import { ClientRegistry } from "./client_registry.ts";
import { Entrance } from "./entrance.ts";
import type { Message } from "./messages.ts";
import { KeptLog } from "./testing.ts";

/** An entrance with one seat; tells what is served, refusals with an exclamation mark. */
function entrance(): {
  door: Entrance;
  registry: ClientRegistry;
  served: string[];
  log: KeptLog;
  counted: { refused: number };
} {
  const registry = new ClientRegistry({ maxClients: 1, now: () => 0, hasPeer: () => true });
  const served: string[] = [];
  const log = new KeptLog();
  const counted = { refused: 0 };
  const door = new Entrance({
    registry,
    log,
    metrics: { refused: () => void counted.refused++ },
    serve: ({ header }, _parent, refusal) =>
      served.push(refusal === undefined ? header.msg_id : `${header.msg_id}!`),
  });
  return { door, registry, served, log, counted };
}

function message(peer: number, id: string): Message {
  const header = { msg_id: id, session: "s", msg_type: "x" };
  const rest = { rawHeader: new Uint8Array(), parentHeader: {}, metadata: {}, content: {} };
  return { identities: [Uint8Array.of(peer)], header, ...rest, buffers: [] };
}

Deno.test("turn() serves a new client when another's leaving is received behind its request", () => {
  const { door, registry, served } = entrance();
  door.turn(() => {
    door.enter(message(1, "a"));
    door.enter(message(2, "b"));
    registry.left(Uint8Array.of(1));
    return true;
  });
  assert.deepEqual(served, ["a", "b"]);
});

Deno.test("turn() keeps the order of a client's requests when room is made between them", () => {
  const { door, registry, served } = entrance();
  door.turn(() => {
    door.enter(message(1, "a"));
    door.enter(message(2, "b"));
    registry.left(Uint8Array.of(1));
    door.enter(message(2, "c"));
    return true;
  });
  assert.deepEqual(served, ["a", "b", "c"]);
});

Deno.test("turn() serves known clients while others wait, and refuses these in the end", () => {
  const { door, served } = entrance();
  door.turn(() => {
    for (const [peer, id] of [[1, "a"], [2, "b"], [1, "c"], [2, "d"]] as const) {
      door.enter(message(peer, id));
    }
    return true;
  });
  assert.deepEqual(served, ["a", "c", "b!", "d!"]);
});

Deno.test("turn() decides in the next turn at the latest, when more goes on arriving", () => {
  const { door, served } = entrance();
  door.turn(() => {
    door.enter(message(1, "a"));
    door.enter(message(2, "b"));
    return false;
  });
  assert.deepEqual(served, ["a"]);
  door.turn(() => false);
  assert.deepEqual(served, ["a", "b!"]);
});

Deno.test("turn() counts and logs a refused client once", () => {
  const { door, served, log, counted } = entrance();
  for (const id of ["a", "b", "c"]) {
    door.turn(() => {
      door.enter(message(1, id));
      door.enter(message(2, id));
      return true;
    });
  }
  assert.equal(served.filter((id) => id.endsWith("!")).length, 3);
  assert.equal(counted.refused, 1);
  assert.deepEqual(log.lines.map(({ properties }) => properties["client"]), ["jupyter:0x02"]);
});

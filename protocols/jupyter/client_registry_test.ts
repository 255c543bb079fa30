// SPDX-License-Identifier: Apache-2.0 OR MIT

import assert from "node:assert/strict";
import { ClientRegistry } from "./client_registry.ts";
import { clientOf, JupyterParent } from "./parent.ts";

/** A registry whose peers are those of a set, and whose clock counts its readings. */
function registry(maxClients: number): { clients: ClientRegistry; peers: Set<number> } {
  const peers = new Set<number>();
  let now = 0;
  const hasPeer = (identity: Uint8Array) => peers.has(identity[0]!);
  return { clients: new ClientRegistry({ maxClients, now: () => ++now + 0.5, hasPeer }), peers };
}

function parent(...bytes: number[]): JupyterParent {
  const identities = bytes.map((byte) => Uint8Array.of(byte));
  return new JupyterParent(clientOf(identities), new Uint8Array(), identities);
}

function ids(clients: ClientRegistry): string[] {
  return clients.states().map(({ id }) => id);
}

Deno.test("admit() takes clients in up to the limit and counts their requests", () => {
  const { clients, peers } = registry(2);
  [1, 2, 3].forEach((peer) => peers.add(peer));
  assert.deepEqual([1, 2, 3, 1, 1].map((peer) => clients.admit(parent(peer))), [
    ...[true, true, false, true, true],
  ]);
  assert.deepEqual(clients.states(), [
    { id: "jupyter:0x01", protocol: "jupyter", sinceMs: 1, requests: 3 },
    { id: "jupyter:0x02", protocol: "jupyter", sinceMs: 2, requests: 1 },
  ]);
});

Deno.test("admit() finds room where a client has left, reported or not", () => {
  const { clients, peers } = registry(2);
  [1, 2, 3, 4].forEach((peer) => peers.add(peer));
  clients.admit(parent(1));
  clients.admit(parent(2));
  peers.delete(1);
  assert.equal(clients.admit(parent(3)), true);
  clients.left(Uint8Array.of(2));
  assert.equal(clients.admit(parent(4)), true);
  assert.deepEqual(ids(clients), ["jupyter:0x03", "jupyter:0x04"]);
});

Deno.test("admit() looks for peers that have gone only when a new client finds no room", () => {
  let looks = 0;
  const hasPeer = () => ++looks > 0;
  const clients = new ClientRegistry({ maxClients: 1, now: () => 0, hasPeer });
  for (let count = 0; count < 100; count++) clients.admit(parent(1));
  assert.equal(looks, 0);
  clients.admit(parent(2));
  assert.equal(looks, 1);
});

Deno.test("admitKnown() takes nobody in", () => {
  const { clients } = registry(2);
  assert.equal(clients.admitKnown(parent(1)), false);
  clients.admit(parent(1));
  assert.equal(clients.admitKnown(parent(1)), true);
});

Deno.test("left() ends the clients behind a proxy, and no others", () => {
  const { clients, peers } = registry(Infinity);
  peers.add(1).add(0x10);
  for (const path of [[1, 5], [1, 6], [0x10, 5], [0x10]]) clients.admit(parent(...path));
  clients.left(Uint8Array.of(1));
  assert.deepEqual(ids(clients), ["jupyter:0x10/0x05", "jupyter:0x10"]);
});

Deno.test("refuse() is true once for each client, until it leaves or is taken in", () => {
  const { clients } = registry(1);
  assert.deepEqual([1, 1, 2].map((peer) => clients.refuse(parent(peer))), [true, false, true]);
  clients.left(Uint8Array.of(1));
  clients.admit(parent(2));
  assert.deepEqual([1, 2].map((peer) => clients.refuse(parent(peer))), [true, true]);
});

Deno.test("maxClients lowered leaves clients in and takes no more", () => {
  const { clients, peers } = registry(3);
  peers.add(1).add(2).add(3);
  clients.admit(parent(1));
  clients.admit(parent(2));
  clients.maxClients = 1;
  assert.equal(clients.maxClients, 1);
  assert.equal(clients.admit(parent(2)), true);
  assert.equal(clients.admit(parent(3)), false);
});

Deno.test("ClientRegistry throws RangeError for what is no number of clients", () => {
  for (const bad of [0, -1, 1.5, NaN]) {
    assert.throws(() => registry(bad), {
      name: "RangeError",
      message: `Cannot limit clients to ${bad}: it is no integer from 1`,
    });
  }
});

// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { startReceiver } from "./testing.ts";
import { openUnixDatagram } from "./unix_datagram.ts";

const bytes = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

Deno.test("send() brings a datagram to the socket at the path", async () => {
  await using receiver = await startReceiver();
  using datagram = openUnixDatagram(receiver.path);
  assert.equal(datagram.send(bytes("hello")), true);
  assert.equal(text(await receiver.next()), "hello");
});

Deno.test("send() finds a socket with an abstract name", {
  ignore: Deno.build.os !== "linux",
}, async () => {
  await using receiver = await startReceiver({ path: `@llmspell-test-${crypto.randomUUID()}` });
  using datagram = openUnixDatagram(receiver.path);
  datagram.send(bytes("hello"));
  assert.equal(text(await receiver.next()), "hello");
});

Deno.test("send() throws while nobody receives, and goes on with whoever comes next", async () => {
  await using first = await startReceiver();
  using datagram = openUnixDatagram(first.path);
  await first.stop();
  assert.throws(() => datagram.send(bytes("lost")), /nobody receives there/);
  await Deno.remove(first.path);
  assert.throws(() => datagram.send(bytes("lost")), /there is no such socket/);
  await using second = await startReceiver({ path: first.path });
  datagram.send(bytes("again"));
  assert.equal(text(await second.next()), "again");
});

Deno.test("send() is false for a datagram that is too long", async () => {
  await using receiver = await startReceiver();
  using datagram = openUnixDatagram(receiver.path);
  assert.equal(datagram.send(new Uint8Array(50_000_000)), false);
  assert.equal(datagram.send(bytes("short")), true);
  assert.equal(text(await receiver.next()), "short");
});

Deno.test("send() throws when the receiver's queue is full, and does not wait for it twice", async () => {
  await using receiver = await startReceiver({ deaf: true });
  using datagram = openUnixDatagram(receiver.path);
  const fill = (): void => {
    for (;;) datagram.send(bytes("x".repeat(1000)));
  };
  assert.throws(fill, /does not take more/);
  for (let at = 0; at < 1000; at++) assert.throws(fill, /does not take more/);
});

Deno.test("openUnixDatagram() throws RangeError for a path that no socket can have", () => {
  assert.throws(() => openUnixDatagram(`/tmp/${"x".repeat(200)}`), RangeError);
});

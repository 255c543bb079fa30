// SPDX-License-Identifier: Apache-2.0 OR MIT

import assert from "node:assert/strict";
import {
  count,
  ManualTimers,
  type RawClient,
  startServer,
  type TestServer,
  WELL,
} from "./testing.ts";

const LIMITS = { requestTimeoutMs: 11, keepAliveMs: 22, graceMs: 33 };
const REJECTED = "llmspell_http_rejected_total";
const CONNECTIONS = "llmspell_http_connections";

/** Opens a connection with a request in flight, and tells when it is being answered. */
async function busyClient(kernel: TestServer): Promise<RawClient & { finish(): void }> {
  const { promise, resolve } = Promise.withResolvers<typeof WELL>();
  const asked = Promise.withResolvers<void>();
  kernel.router.report = () => (asked.resolve(), promise);
  const client = await kernel.connect();
  await client.get("/health");
  await asked.promise;
  return Object.assign(client, { finish: () => resolve(WELL) });
}

Deno.test("HttpServer answers 503 to connections beyond the limit, and closes them", async () => {
  await using kernel = await startServer({ limits: { maxConnections: 2 } });
  using first = await busyClient(kernel);
  using second = await busyClient(kernel);
  using third = await kernel.connect();
  await third.closeWrite();
  const text = await third.rest();
  assert(text.startsWith("HTTP/1.1 503 Service Unavailable\r\n"), text);
  assert.match(text, /\nretry-after: 1\r\n/);
  assert.match(text, /2 connections are open, which is the limit/);
  assert.equal(count(kernel.registry, REJECTED, "connections"), 1);
  assert.equal(count(kernel.registry, CONNECTIONS), 2);
  for (const client of [first, second]) {
    client.finish();
    assert.equal((await client.answer()).status, 200);
  }
});

Deno.test("HttpServer counts connections that have sent nothing yet", async () => {
  await using kernel = await startServer({ limits: { maxConnections: 1 } });
  using _silent = await kernel.connect();
  using second = await kernel.connect();
  await second.closeWrite();
  assert((await second.rest()).startsWith("HTTP/1.1 503 "));
});

Deno.test("HttpServer closes the connection that has waited longest when all are in use", async () => {
  await using kernel = await startServer({ limits: { maxConnections: 2 } });
  using older = await kernel.connect();
  using newer = await kernel.connect();
  for (const client of [newer, older, newer]) {
    await client.get("/health/live");
    await client.answer();
  }
  using third = await kernel.connect();
  await third.get("/health/live");
  assert.equal((await third.answer()).status, 200);
  assert.equal(await older.rest(), "");
  await newer.get("/health/live");
  assert.equal((await newer.answer()).status, 200);
});

Deno.test("HttpServer closes further ones without a word while it tells as many that it is full", async () => {
  const timers = new ManualTimers();
  const limits = { ...LIMITS, maxConnections: 1 };
  await using kernel = await startServer({ limits, after: timers.after });
  using _held = await kernel.connect();
  using told = await kernel.connect();
  assert.equal((await told.answer()).status, 503);
  using untold = await kernel.connect();
  assert.equal(await untold.rest(), "");
});

Deno.test("HttpServer finishes what is in flight when disposed, and closes the rest at once", async () => {
  const kernel = await startServer();
  using busy = await busyClient(kernel);
  using idle = await kernel.connect();
  await idle.get("/health/live");
  await idle.answer();
  using silent = await kernel.connect();
  const stopped = kernel[Symbol.asyncDispose]();
  assert.equal(await idle.rest(), "");
  assert.equal(await silent.rest(), "");
  await assert.rejects(kernel.connect(), Deno.errors.ConnectionRefused);
  busy.finish();
  const text = await busy.rest();
  assert(text.startsWith("HTTP/1.1 200 OK\r\n"), text);
  assert.match(text, /\nconnection: close\r\n/);
  await stopped;
  assert.equal(count(kernel.registry, CONNECTIONS), 0);
});

Deno.test("HttpServer abandons what is in flight after the time of grace, and tells it", async () => {
  const timers = new ManualTimers();
  const kernel = await startServer({ limits: LIMITS, after: timers.after });
  using busy = await busyClient(kernel);
  const stopped = kernel[Symbol.asyncDispose]();
  assert.equal(kernel.router.contexts.at(-1)?.signal.aborted, false);
  await timers.pass(LIMITS.graceMs);
  await stopped;
  assert.equal(kernel.router.contexts.at(-1)?.signal.aborted, true);
  assert.equal(await busy.rest(), "");
  assert.equal(timers.size, 0);
  busy.finish();
});

Deno.test("HttpServer tells requests in flight when the kernel stops, and serves on until disposed", async () => {
  await using kernel = await startServer();
  using client = await kernel.connect();
  await client.get("/health");
  await client.answer();
  const signal = kernel.router.contexts[0]?.signal;
  kernel.stop.abort(new Error("the kernel stops"));
  assert.equal(signal?.aborted, true);
  await client.get("/health/live");
  assert.equal((await client.answer()).status, 200);
});

Deno.test("HttpServer is disposed once, however often it is asked", async () => {
  const kernel = await startServer();
  await Promise.all([kernel[Symbol.asyncDispose](), kernel[Symbol.asyncDispose]()]);
  await kernel[Symbol.asyncDispose]();
});

Deno.test("HttpServer serves 10,000 requests and 1,000 half-open connections without a leak", async () => {
  const timers = new ManualTimers();
  const limits = { ...LIMITS, maxConnections: 2_000 };
  const kernel = await startServer({ limits, after: timers.after });
  const load = Array.from({ length: 10 }, async () => {
    using client = await kernel.connect();
    for (let sent = 0; sent < 1_000; sent++) {
      await client.get("/health/ready");
      assert.equal((await client.answer()).status, 200);
    }
  });
  await Promise.all(load);
  using halves = new DisposableStack();
  for (let opened = 0; opened < 1_000; opened++) {
    const client = halves.use(await kernel.connect());
    await client.send("GET / HTTP/1.1\r\nHo");
    // Most hang up, some stay as they are.
    if (opened % 10 !== 0) client[Symbol.dispose]();
  }
  using last = await kernel.connect();
  await last.get("/health/ready");
  assert.equal((await last.answer()).status, 200);
  assert.equal(count(kernel.registry, "llmspell_http_requests_total", "/health/ready"), 10_001);
  await kernel[Symbol.asyncDispose]();
  assert.equal(count(kernel.registry, CONNECTIONS), 0);
  assert.equal(timers.size, 0);
});

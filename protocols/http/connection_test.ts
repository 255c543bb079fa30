// SPDX-License-Identifier: Apache-2.0 OR MIT

import assert from "node:assert/strict";
import { WELL } from "./testing.ts";
import { count, ManualTimers, startServer } from "./testing.ts";

/** Distinct, so that a test can let one pass and not the others. */
const LIMITS = { requestTimeoutMs: 11, keepAliveMs: 22, graceMs: 33, maxHeaderBytes: 1024 };
const LINGER_MS = 1_000;
const REJECTED = "llmspell_http_rejected_total";

Deno.test("Connection answers one request after the other, pipelined ones too", async () => {
  await using kernel = await startServer();
  using client = await kernel.connect();
  await client.get("/health/live");
  assert.equal((await client.answer()).status, 200);
  await client.send(
    "POST /info HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n\r\nbody" +
      "GET /info HTTP/1.1\r\nHost: localhost\r\n\r\nGET /nowhere HTTP/1.1\r\nHost: localhost\r\n\r\n",
  );
  const answers = [await client.answer(), await client.answer(), await client.answer()];
  assert.deepEqual(answers.map(({ status }) => status), [405, 200, 404]);
  assert.match(answers[1]?.head ?? "", /\nconnection: keep-alive/);
});

Deno.test("Connection writes status, date, length and fields as HTTP/1.1 has them", async () => {
  await using kernel = await startServer({ now: () => 0 });
  using client = await kernel.connect();
  await client.get("/health/live");
  const { head, body } = await client.answer();
  assert(head.startsWith("HTTP/1.1 200 OK\r\ndate: Thu, 01 Jan 1970 00:00:00 GMT\r\n"), head);
  assert.match(head, new RegExp(`\ncontent-length: ${body.length}\r\n`));
  assert.match(head, /\ncontent-type: application\/json\r\n/);
});

Deno.test("Connection closes when the client asks for it, or speaks HTTP/1.0", async () => {
  await using kernel = await startServer();
  for (
    const line of [
      "HTTP/1.1\r\nHost: localhost\r\nConnection: close",
      "HTTP/1.0\r\nHost: a.localhost",
    ]
  ) {
    using client = await kernel.connect();
    await client.send(`GET /health/live ${line}\r\n\r\n`);
    const text = await client.rest();
    assert(text.startsWith("HTTP/1.1 200 OK\r\n"), text);
    assert.match(text, /\nconnection: close\r\n/);
  }
});

Deno.test("Connection sends no body for HEAD, and goes on", async () => {
  await using kernel = await startServer();
  using client = await kernel.connect();
  await client.send("HEAD /nowhere HTTP/1.1\r\nHost: localhost\r\n\r\n");
  const { status, head, body } = await client.answer();
  assert.deepEqual([status, body], [404, ""]);
  assert(!head.includes("content-length"), head);
  await client.get("/health/live");
  assert.match((await client.answer()).body, /"live": true/);
});

Deno.test("Connection asks for the body of a client that waits to send it", async () => {
  await using kernel = await startServer();
  using client = await kernel.connect();
  const fields = "Host: localhost\r\nExpect: 100-continue\r\nContent-Length: 4";
  await client.send(`POST / HTTP/1.1\r\n${fields}\r\n\r\n`);
  assert.equal((await client.answer()).status, 100);
  await client.send("body");
  assert.equal((await client.answer()).status, 405);
});

Deno.test("Connection answers 413 to a body that is too large, though it is being sent", async () => {
  await using kernel = await startServer({ limits: { maxRequestBytes: 1000 } });
  using client = await kernel.connect();
  const head = "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 200000\r\n\r\n";
  await client.send(head + "x".repeat(200_000));
  await client.closeWrite();
  const text = await client.rest();
  assert(text.startsWith("HTTP/1.1 413 Content Too Large\r\n"), text);
  assert.match(text, /\nconnection: close\r\n/);
  assert.match(text, /"code": "http.body_too_large"/);
  assert.equal(count(kernel.registry, REJECTED, "body_too_large"), 1);
});

Deno.test("Connection answers what it cannot read, and closes", async () => {
  await using kernel = await startServer({ limits: LIMITS });
  const cases = [
    ["nonsense\r\n\r\n", 400],
    ["GET / HTTP/1.1\r\n\r\n", 400],
    ["GET / HTTP/1.1\r\nHost: localhost", 400],
    ["PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505],
    ["\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 400],
    [`GET /${"x".repeat(2000)}`, 414],
    [`GET / HTTP/1.1\r\nX: ${"x".repeat(2000)}`, 431],
    ["POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 411],
  ] as const;
  for (const [text, status] of cases) {
    using client = await kernel.connect();
    await client.send(text);
    await client.closeWrite();
    const answer = await client.rest();
    assert.equal(Number(answer.slice(9, 12)), status, JSON.stringify(text));
    assert.match(answer, /\nx-content-type-options: nosniff\r\n/);
    assert.match(answer, /\ncontent-type: application\/problem\+json\r\n/);
  }
});

Deno.test("Connection cuts off a header that dribbles, by 408", async () => {
  const timers = new ManualTimers();
  await using kernel = await startServer({ limits: LIMITS, after: timers.after });
  using client = await kernel.connect();
  // Once an answer is there, what was sent with it has been read.
  await client.send("GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\nG");
  await client.answer();
  await timers.armed(LIMITS.requestTimeoutMs);
  await client.send("ET / HTTP/1.1\r\nHo");
  await timers.pass(LIMITS.requestTimeoutMs);
  await timers.armed(LINGER_MS);
  await client.closeWrite();
  const text = await client.rest();
  assert(text.startsWith("HTTP/1.1 408 Request Timeout\r\n"), text);
  assert.equal(count(kernel.registry, REJECTED, "request_late"), 1);
});

Deno.test("Connection cuts off a body that dribbles, by 408", async () => {
  const timers = new ManualTimers();
  await using kernel = await startServer({ limits: LIMITS, after: timers.after });
  using client = await kernel.connect();
  const fields = "Host: localhost\r\nExpect: 100-continue\r\nContent-Length: 4";
  await client.send(`POST / HTTP/1.1\r\n${fields}\r\n\r\n`);
  await client.answer();
  await client.send("b");
  await timers.pass(LIMITS.requestTimeoutMs);
  assert.equal((await client.answer()).status, 408);
});

Deno.test("Connection closes without a word when the client sends nothing", async () => {
  const timers = new ManualTimers();
  await using kernel = await startServer({ limits: LIMITS, after: timers.after });
  using client = await kernel.connect();
  await timers.pass(LIMITS.requestTimeoutMs);
  assert.equal(await client.rest(), "");
  assert.equal(count(kernel.registry, REJECTED, "silent"), 1);
});

Deno.test("Connection is kept for a further request only so long", async () => {
  const timers = new ManualTimers();
  await using kernel = await startServer({ limits: LIMITS, after: timers.after });
  using client = await kernel.connect();
  await client.get("/health/live");
  await client.answer();
  await timers.pass(LIMITS.keepAliveMs);
  assert.equal(await client.rest(), "");
  assert.deepEqual(kernel.log.lines.filter((line) => line.startsWith("warn")), []);
});

Deno.test("Connection answers 503 when the kernel does not answer in time", async () => {
  const timers = new ManualTimers();
  await using kernel = await startServer({ limits: LIMITS, after: timers.after });
  const { promise, resolve } = Promise.withResolvers<typeof WELL>();
  const asked = Promise.withResolvers<void>();
  kernel.router.report = () => (asked.resolve(), promise);
  using client = await kernel.connect();
  await client.get("/health");
  await asked.promise;
  await timers.pass(LIMITS.requestTimeoutMs);
  const { status, body } = await client.answer();
  assert.equal(status, 503);
  assert.match(body, /"code": "http.answer_late"/);
  resolve(WELL);
});

Deno.test("Connection closes when the client does not take its answer", async () => {
  const timers = new ManualTimers();
  const info = () => ({ text: "x".repeat(32 * 1024 * 1024) });
  await using kernel = await startServer({ limits: LIMITS, after: timers.after, info });
  using client = await kernel.connect();
  await client.get("/info");
  // One timer for reading, one for answering, and the one for writing, which passes.
  await timers.started(3);
  await timers.pass(LIMITS.requestTimeoutMs);
  assert((await client.rest()).length < 32 * 1024 * 1024);
  assert.equal(count(kernel.registry, REJECTED, "slow_reader"), 1);
});

Deno.test("Connection leaves no timer behind", async () => {
  const timers = new ManualTimers();
  {
    await using kernel = await startServer({ limits: LIMITS, after: timers.after });
    using client = await kernel.connect();
    for (let round = 0; round < 3; round++) {
      await client.get("/health/live");
      await client.answer();
    }
  }
  assert.equal(timers.size, 0);
});
